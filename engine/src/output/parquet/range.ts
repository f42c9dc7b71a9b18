import type { BooleanColumn, NumberColumn, TextColumn } from '../../columns/column.js';
import { viewOf } from '../bytes.js';
import { EncodeError } from '../encoder.js';
import { writeNumbers } from './plain.js';
import { ByteSink } from './sink.js';
import { PHYSICAL, type ParquetType, type Physical } from './types.js';

/** Smallest and largest value of a column chunk, as PLAIN bytes without length. */
export interface Range {
  readonly min: Uint8Array;
  readonly max: Uint8Array;
}

/** Longer texts are left out of the statistics, which are read with the footer. */
const LONGEST = 128;

const NOTHING = new Uint8Array(0);

/** The least and the greatest of some numbers. */
export interface Span {
  readonly min: number;
  readonly max: number;
}

/**
 * The span of the values that are not null, all of which the type must hold; `undefined` where there are none.
 *
 * @throws EncodeError at a value that the type cannot hold
 */
export function spanOf(type: ParquetType, parts: readonly NumberColumn[], field: string): Span | undefined {
  const whole = type.physical !== PHYSICAL.DOUBLE;
  let min = Infinity;
  let max = -Infinity;
  for (const { values, nulls, length } of parts) {
    for (let row = 0; row < length; row++) {
      if (nulls !== undefined && nulls[row] === 1) continue;
      const value = values[row];
      if (value < min) min = value;
      if (value > max) max = value;
      if (value - value !== 0) throw new EncodeError(`${value} is not a number that a file can hold`, field);
      if (whole && Math.floor(value) !== value) throw beyond(value, type, field);
    }
  }
  return min > max ? undefined : checkSpan(type, { min, max }, field);
}

/** @throws EncodeError where the type cannot hold the span */
export function checkSpan(type: ParquetType, span: Span, field: string): Span {
  if (type.physical === PHYSICAL.DOUBLE) return span;
  const most = type.physical === PHYSICAL.INT32 ? 0x7fffffff : 2 ** 63;
  if (span.max > most) throw beyond(span.max, type, field);
  if (span.min < -most) throw beyond(span.min, type, field);
  return span;
}

function beyond(value: number, { physical }: ParquetType, field: string): EncodeError {
  return new EncodeError(
    `${value} is not a whole number that Parquet's ${physical === PHYSICAL.INT32 ? 'INT32' : 'INT64'} holds`,
    field,
  );
}

export function rangeOfSpan({ physical }: ParquetType, { min, max }: Span): Range {
  // Readers tell no zeros apart: the format asks for −0 as the least and +0 as the greatest.
  const signed = physical === PHYSICAL.DOUBLE;
  return {
    min: plainNumber(physical, signed && min === 0 ? -0 : min),
    max: plainNumber(physical, signed && max === 0 ? 0 : max),
  };
}

function plainNumber(physical: Physical, value: number): Uint8Array {
  const sink = new ByteSink(new ArrayBuffer(32));
  writeNumbers(sink, physical, Float64Array.of(value), undefined, 0, 1);
  return sink.written().slice();
}

/** The range of the values that are not null; `undefined` where there are none. */
export function booleanRange(parts: readonly BooleanColumn[]): Range | undefined {
  const seen = [0, 1].map((wanted) =>
    parts.some(({ values, nulls, length }) => {
      for (let row = 0; row < length; row++) {
        if (values[row] === wanted && (nulls === undefined || nulls[row] === 0)) return true;
      }
      return false;
    }),
  );
  if (!seen[0] && !seen[1]) return undefined;
  return { min: Uint8Array.of(seen[0] ? 0 : 1), max: Uint8Array.of(seen[1] ? 1 : 0) };
}

/** The range of the texts that are not null; `undefined` where there are none, or where they are too long to be told. */
export function textRange(parts: readonly TextColumn[]): Range | undefined {
  let min: Uint8Array | undefined;
  let max: Uint8Array | undefined;
  let least = viewOf(NOTHING);
  let greatest = least;
  // The first four bytes settle most comparisons; as signed numbers, the highest bit flipped, they stay integers.
  let leastHead = 0x7fffffff;
  let greatestHead = -0x80000000;
  for (const { bytes, offsets, length, nulls } of parts) {
    const view = viewOf(bytes);
    for (let row = 0, to = offsets[0]; row < length; row++) {
      const from = to;
      to = offsets[row + 1];
      if (nulls !== undefined && nulls[row] === 1) continue;
      if (to - from >= 4) {
        const head = view.getInt32(from, false) ^ 0x80000000;
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

/** The first four bytes, padded with zeros, as a big-endian number of which the highest bit is flipped. */
function headOf(text: Uint8Array): number {
  let head = 0;
  for (let i = 0; i < 4; i++) head = (head << 8) | (i < text.length ? text[i] : 0);
  return head ^ 0x80000000;
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
