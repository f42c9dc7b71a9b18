import type { TextColumn } from '../../columns/column.js';
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
  if (type.meaning === 'string') {
    const encoder = new TextEncoder();
    const texts = values.map((value) => encoder.encode(String(value))).sort(compareBytes);
    return textBounds(texts[0], texts[texts.length - 1]);
  }
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
  // The first four bytes settle nearly every comparison.
  let minHead = 0;
  let maxHead = 0;
  for (const { bytes, offsets, length, nulls } of parts) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let row = 0; row < length; row++) {
      if (nulls !== undefined && nulls[row] === 1) continue;
      const from = offsets[row];
      const to = offsets[row + 1];
      if (to - from >= 4 && min !== undefined) {
        const head = view.getUint32(from, false);
        if (head > minHead && head < maxHead) continue;
      }
      const text = bytes.subarray(from, to);
      if (min === undefined || compareBytes(text, min) < 0) {
        min = text;
        minHead = headOf(text);
      }
      if (max === undefined || compareBytes(text, max) > 0) {
        max = text;
        maxHead = headOf(text);
      }
    }
  }
  return min === undefined || max === undefined ? undefined : textBounds(min, max);
}

function textBounds(min: Uint8Array, max: Uint8Array): Range | undefined {
  return min.length > LONGEST || max.length > LONGEST ? undefined : { min: min.slice(), max: max.slice() };
}

/** The first four bytes as a big-endian word, padded with zeros. */
function headOf(text: Uint8Array): number {
  let head = 0;
  for (let i = 0; i < 4; i++) head = head * 256 + (i < text.length ? text[i] : 0);
  return head;
}

/** Order of unsigned bytes, the order of UTF-8 text in Parquet. */
function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) if (a[i] !== b[i]) return a[i] - b[i];
  return a.length - b.length;
}
