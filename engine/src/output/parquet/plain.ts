import type { TextColumn } from '../../columns/column.js';
import type { ByteSink } from './sink.js';
import { PHYSICAL, type Physical } from './types.js';

/** 2^32 */
const WORD = 4294967296;

/** Appends numbers of rows that are not null in PLAIN encoding. Integers must be whole and fit. */
export function writeNumbers(
  sink: ByteSink,
  physical: Physical,
  values: Float64Array,
  nulls: Uint8Array | undefined,
  from: number,
  to: number,
): void {
  sink.reserve((to - from) * 8);
  const view = sink.view;
  let at = sink.length;
  switch (physical) {
    case PHYSICAL.DOUBLE:
      for (let row = from; row < to; row++) {
        if (nulls !== undefined && nulls[row] === 1) continue;
        view.setFloat64(at, values[row], true);
        at += 8;
      }
      break;
    case PHYSICAL.INT64:
      for (let row = from; row < to; row++) {
        if (nulls !== undefined && nulls[row] === 1) continue;
        const value = values[row];
        const high = Math.floor(value / WORD);
        view.setUint32(at, value - high * WORD, true);
        view.setInt32(at + 4, high, true);
        at += 8;
      }
      break;
    default:
      for (let row = from; row < to; row++) {
        if (nulls !== undefined && nulls[row] === 1) continue;
        view.setInt32(at, values[row], true);
        at += 4;
      }
  }
  sink.length = at;
}

/** Appends the bytes of texts of rows that are not null, one text behind another. */
export function writeTexts(sink: ByteSink, { bytes, offsets, nulls }: TextColumn, from: number, to: number): void {
  let start = offsets[from];
  if (nulls !== undefined) {
    for (let row = from; row < to; row++) {
      if (nulls[row] === 0 || offsets[row + 1] === offsets[row]) continue;
      sink.append(bytes.subarray(start, offsets[row]));
      start = offsets[row + 1];
    }
  }
  sink.append(bytes.subarray(start, offsets[to]));
}

/** Appends texts in PLAIN encoding, the length of each before it. */
export function writeTextsWithLengths(sink: ByteSink, { bytes, offsets, length }: TextColumn): void {
  sink.reserve(length * 4 + offsets[length]);
  for (let row = 0; row < length; row++) {
    sink.view.setInt32(sink.length, offsets[row + 1] - offsets[row], true);
    sink.length += 4;
    sink.append(bytes.subarray(offsets[row], offsets[row + 1]));
  }
}

/** Appends bits, the first in the lowest place of a byte. */
export function writeBits(sink: ByteSink, values: Uint8Array, count: number): void {
  sink.reserve(Math.ceil(count / 8));
  let at = sink.length;
  for (let i = 0; i < count; i += 8) {
    let byte = 0;
    for (let bit = 0; bit < 8 && i + bit < count; bit++) byte |= values[i + bit] << bit;
    sink.bytes[at++] = byte;
  }
  sink.length = at;
}
