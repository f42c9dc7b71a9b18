import { packBits } from './bits.js';
import { BLOCK, MINIBLOCK, MOST_VALUES, PACKED_WIDTH, WORTH_COMPILING } from './delta-format.js';
import { compileDeltas, type DeltaKernel } from './delta-wasm.js';
import type { Progression } from './progression.js';
import type { ByteSink } from './sink.js';

/** Values within ± this have differences that doubles tell exactly, and that fit where they are written. */
export const DELTA_LIMIT = 2 ** 51;

/** Below this, calling costs more than it saves. */
const LEAST_VALUES = 32;

const deltas = new Float64Array(BLOCK);
const offsets = new Int32Array(MINIBLOCK);

/** Compiled when first needed; `null` where the platform cannot. */
let kernel: DeltaKernel | null | undefined;
let memory: Float64Array | undefined;

/** Memory for so many values, from which {@link writeDeltas} writes them soonest. */
export function deltaMemory(count: number): Float64Array {
  if (count >= WORTH_COMPILING && kernel === undefined) kernel = compileDeltas() ?? null;
  return kernel?.values ?? (memory ??= new Float64Array(MOST_VALUES));
}

/**
 * Appends whole numbers within ±{@link DELTA_LIMIT} as DELTA_BINARY_PACKED
 * (https://parquet.apache.org/docs/file-format/data-pages/encodings/#DELTAENC): the first, then differences above the
 * least one of a block, with as many bits as the greatest of a miniblock needs.
 */
export function writeDeltas(sink: ByteSink, values: Float64Array, count: number): void {
  if (count < LEAST_VALUES || values !== kernel?.values) return writeDeltasInScript(sink, values, count);
  writeHeader(sink, count, values[0]);
  sink.append(kernel.blocks(count));
}

/** The same bytes as {@link writeDeltas} gives. */
export function writeDeltasInScript(sink: ByteSink, values: Float64Array, count: number): void {
  writeHeader(sink, count, count === 0 ? 0 : values[0]);
  for (let from = 1; from < count; from += BLOCK) {
    const length = Math.min(BLOCK, count - from);
    let least = Infinity;
    let previous = values[from - 1];
    for (let i = 0; i < length; i++) {
      const value = values[from + i];
      const delta = value - previous;
      deltas[i] = delta;
      if (delta < least) least = delta;
      previous = value;
    }
    signed(sink, least);
    deltas.fill(least, length);
    sink.reserve(BLOCK / MINIBLOCK + BLOCK * 8);
    let at = sink.length + BLOCK / MINIBLOCK;
    for (let i = 0; i < BLOCK; i += MINIBLOCK) {
      const width = i < length ? widthOf(i, least) : 0;
      sink.bytes[sink.length++] = width;
      if (width > PACKED_WIDTH) at = writeWhole(sink.view, at, i, least, width >> 3);
      else if (width > 0) at = pack(sink.view, at, i, least, width);
    }
    sink.length = at;
  }
}

/** The same bytes as {@link writeDeltas} gives: values `from` … `from` + `count` − 1 of a progression. */
export function writeProgression(sink: ByteSink, { first, step }: Progression, from: number, count: number): void {
  writeHeader(sink, count, first + from * step);
  for (let i = 1; i < count; i += BLOCK) {
    signed(sink, step);
    sink.reserve(BLOCK / MINIBLOCK);
    sink.bytes.fill(0, sink.length, (sink.length += BLOCK / MINIBLOCK));
  }
}

function writeHeader(sink: ByteSink, count: number, first: number): void {
  sink.varint(BLOCK);
  sink.varint(BLOCK / MINIBLOCK);
  sink.varint(count);
  signed(sink, first);
}

/** Zigzag: 0, −1, 1, −2, 2 … */
function signed(sink: ByteSink, value: number): void {
  sink.varint(value < 0 ? -2 * value - 1 : 2 * value);
}

function widthOf(from: number, least: number): number {
  let most = least;
  for (let i = from; i < from + MINIBLOCK; i++) if (deltas[i] > most) most = deltas[i];
  const greatest = most - least;
  const width = greatest <= 0xffffffff ? 32 - Math.clz32(greatest) : 64 - Math.clz32(greatest / 2 ** 32);
  return width > PACKED_WIDTH ? (width + 7) & ~7 : width;
}

function pack(view: DataView, at: number, from: number, least: number, width: number): number {
  for (let i = 0; i < MINIBLOCK; i++) offsets[i] = deltas[from + i] - least;
  return packBits(view, at, offsets, 0, MINIBLOCK, width);
}

/** Each value writes eight bytes, of which the next one covers those that are too many. */
function writeWhole(view: DataView, at: number, from: number, least: number, size: number): number {
  for (let i = from; i < from + MINIBLOCK; i++, at += size) {
    const value = deltas[i] - least;
    const high = Math.floor(value / 2 ** 32);
    view.setUint32(at, value - high * 2 ** 32, true);
    view.setUint32(at + 4, high, true);
  }
  return at;
}
