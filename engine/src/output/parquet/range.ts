import type { TextColumn } from '../../columns/column.js';
import { textColumn } from '../../columns/text.js';
import { viewOf } from '../bytes.js';
import { EncodeError } from '../encoder.js';
import type { PhysicalColumn, PhysicalValue } from './physical.js';
import { PHYSICAL, type ParquetType } from './types.js';
import { writeNumber } from './plain.js';
import { ByteSink } from './sink.js';

/** Smallest and largest value of a column chunk, as PLAIN bytes without length. */
export interface Range {
  readonly min: Uint8Array;
  readonly max: Uint8Array;
}

/** Longer texts are left out of the statistics, which are read with the footer. */
const LONGEST = 128;

const NOTHING = new Uint8Array(0);

/** The range of the non-null values; `undefined` where there are none, or where the type has no order worth telling. */
export function rangeOf(type: ParquetType, parts: readonly PhysicalColumn[], field: string): Range | undefined {
  switch (type.meaning) {
    case 'string':
      return textRange(parts as readonly TextColumn[]);
    case 'json':
      return undefined;
    default:
      return numberRange(type, parts, field);
  }
}

/** The range of the values of a dictionary. */
export function rangeOfValues(type: ParquetType, values: readonly PhysicalValue[], field: string): Range | undefined {
  if (type.meaning === 'json' || values.length === 0) return undefined;
  if (type.meaning === 'string') return textRange([textColumn(values.map(String))]);
  const numbers = Float64Array.from(values, Number);
  return numberRange(type, [{ kind: 'number', length: numbers.length, values: numbers, decimals: undefined }], field);
}

function numberRange(type: ParquetType, parts: readonly PhysicalColumn[], field: string): Range | undefined {
  let min = Infinity;
  let max = -Infinity;
  for (const part of parts) {
    if (part.kind === 'text') continue;
    const { values, nulls } = part;
    for (let row = 0; row < part.length; row++) {
      if (nulls !== undefined && nulls[row] === 1) continue;
      const value = values[row];
      if (value < min) min = value;
      if (value > max) max = value;
      if (value - value !== 0) throw new EncodeError(`${value} is not a number that a file can hold`, field);
    }
  }
  if (min > max) return undefined;
  // Readers tell no zeros apart: the format asks for −0 as the least and +0 as the greatest.
  if (type.physical === PHYSICAL.DOUBLE) {
    if (min === 0) min = -0;
    if (max === 0) max = 0;
  }
  return { min: plainNumber(type, min), max: plainNumber(type, max) };
}

function plainNumber(type: ParquetType, value: number): Uint8Array {
  const sink = new ByteSink(new ArrayBuffer(32));
  if (type.physical === PHYSICAL.BOOLEAN) sink.byte(value);
  else writeNumber(sink, type.physical, value);
  return sink.written().slice();
}

function textRange(parts: readonly TextColumn[]): Range | undefined {
  let min: Uint8Array | undefined;
  let max: Uint8Array | undefined;
  let least = viewOf(NOTHING);
  let greatest = least;
  // The first four bytes settle most comparisons.
  let leastHead = Infinity;
  let greatestHead = -Infinity;
  for (const { bytes, offsets, length, nulls } of parts) {
    const view = viewOf(bytes);
    for (let row = 0; row < length; row++) {
      if (nulls !== undefined && nulls[row] === 1) continue;
      const from = offsets[row];
      const to = offsets[row + 1];
      if (to - from >= 4) {
        const head = view.getUint32(from, false);
        if (head > leastHead && head < greatestHead) continue;
      }
      if (min === undefined || compareAt(view, from, to, least) < 0) {
        min = bytes.subarray(from, to);
        least = viewOf(min);
        leastHead = headOf(min);
      }
      if (max === undefined || compareAt(view, from, to, greatest) > 0) {
        max = bytes.subarray(from, to);
        greatest = viewOf(max);
        greatestHead = headOf(max);
      }
    }
  }
  return min === undefined || max === undefined ? undefined : textBounds(min, max);
}

/** The first four bytes as a big-endian number, padded with zeros. */
function headOf(text: Uint8Array): number {
  let head = 0;
  for (let i = 0; i < 4; i++) head = head * 256 + (i < text.length ? text[i] : 0);
  return head;
}

/** Order of the text at `from` … `to` and another one: that of unsigned bytes, as Parquet has it for UTF-8. */
function compareAt(view: DataView, from: number, to: number, other: DataView): number {
  const length = Math.min(to - from, other.byteLength);
  let i = 0;
  for (; i + 4 <= length; i += 4) {
    const difference = view.getUint32(from + i, false) - other.getUint32(i, false);
    if (difference !== 0) return difference;
  }
  for (; i < length; i++) {
    const difference = view.getUint8(from + i) - other.getUint8(i);
    if (difference !== 0) return difference;
  }
  return to - from - other.byteLength;
}

function textBounds(min: Uint8Array, max: Uint8Array): Range | undefined {
  return min.length > LONGEST || max.length > LONGEST ? undefined : { min: min.slice(), max: max.slice() };
}
