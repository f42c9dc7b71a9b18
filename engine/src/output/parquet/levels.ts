import { writePacked } from './numbering.js';
import type { ByteSink } from './sink.js';

/**
 * Parquet's hybrid of run lengths and bit packing
 * (https://parquet.apache.org/docs/file-format/data-pages/encodings/#RLE), as one run: of one value where all are alike,
 * else bit-packed.
 *
 * @param width bits of a value, 0 … 24
 */
export function writeHybrid(
  sink: ByteSink,
  values: Int32Array | Uint8Array,
  from: number,
  to: number,
  width: number,
): void {
  const count = to - from;
  if (count === 0) return;
  const groups = Math.ceil(count / 8);
  sink.reserve(16 + groups * width);
  if (allAlike(values, from, to)) {
    sink.varint(count * 2);
    for (let bits = 0; bits < width; bits += 8) sink.byte((values[from] >> bits) & 0xff);
    return;
  }
  sink.varint(groups * 2 + 1);
  const end = sink.length + groups * width;
  writePacked(sink, values, from, to, width);
  sink.bytes.fill(0, sink.length, end);
  sink.length = end;
}

function allAlike(values: Int32Array | Uint8Array, from: number, to: number): boolean {
  for (let i = from + 1; i < to; i++) if (values[i] !== values[from]) return false;
  return true;
}
