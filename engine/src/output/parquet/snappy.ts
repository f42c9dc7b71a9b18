import { SPARE } from '../../columns/text.js';
import type { ByteSink } from './sink.js';
import { writeCopy, writeLiteral } from './snappy-tags.js';
import { compressInWasm, HASH_HIGH, HASH_LOW, type Matching } from './snappy-wasm.js';
import { compressWords } from './snappy-words.js';

/** Matches are sought within blocks of this size, so that a copy always has a two-byte offset. */
export const BLOCK = 1 << 16;
const TABLE_BITS = 14;
/** Shorter blocks are compressed before a kernel is compiled. */
const LEAST = 4096;
/** No match is begun this close to the end of a block: words are read ahead. */
const MARGIN = 15;

/** Position in the block where a word of this hash was seen last. */
const table = new Uint16Array(1 << TABLE_BITS);

/** Bytes that {@link compress} writes at most. */
export function compressedBound(length: number): number {
  return 32 + length + Math.floor(length / 6);
}

/**
 * Appends the input in Snappy's raw format (https://github.com/google/snappy/blob/main/format_description.txt).
 *
 * @param input its memory needs {@link SPARE} bytes beyond `to`
 */
export function compress(
  input: Uint8Array,
  from: number,
  to: number,
  sink: ByteSink,
  matching: Matching = 'bytes',
): void {
  sink.varint(to - from);
  compressBlocks(input, from, to, sink, matching);
}

/** As {@link compress}, but without the length that stands first. */
export function compressBlocks(input: Uint8Array, from: number, to: number, sink: ByteSink, matching: Matching): void {
  const inScript = matching === 'words' ? compressWords : compressBlock;
  sink.reserve(compressedBound(to - from));
  const source = new DataView(input.buffer, input.byteOffset, Math.min(input.byteLength, to + SPARE));
  let at = sink.length;
  for (let start = from; start < to; start += BLOCK) {
    const end = Math.min(start + BLOCK, to);
    at =
      (end - start < LEAST ? undefined : compressInWasm(input.subarray(start, end), sink.bytes, at, matching)) ??
      inScript(source, start, end, sink.view, at);
  }
  sink.length = at;
}

/** Of five bytes as 20 bits and 20 more, times as many, the upper bits of the lower 40 that the product has. */
function hash(source: DataView, at: number): number {
  const word = source.getInt32(at, true);
  const low = word & 0xfffff;
  const high = (word >>> 20) | (source.getUint8(at + 4) << 12);
  const carry = Math.floor((low * HASH_LOW) / 2 ** 20);
  return ((Math.imul(low, HASH_HIGH) + Math.imul(high, HASH_LOW) + carry) & 0xfffff) >> (20 - TABLE_BITS);
}

/**
 * Greedy matches through a table by the hash of five bytes, so that few are as short as four, searching ever more sparsely
 * while nothing matches. The same bytes as {@link compressInWasm} gives.
 */
export function compressBlock(source: DataView, start: number, end: number, target: DataView, at: number): number {
  const limit = end - MARGIN;
  let literal = start;
  let pos = start + 1;
  if (pos < limit) {
    table.fill(0);
    let ahead = hash(source, pos);
    search: for (;;) {
      let skip = 32;
      let next = pos;
      let candidate: number;
      do {
        pos = next;
        const slot = ahead;
        next = pos + (skip++ >> 5);
        if (next > limit) break search;
        ahead = hash(source, next);
        candidate = start + table[slot];
        table[slot] = pos - start;
      } while (source.getInt32(pos, true) !== source.getInt32(candidate, true));

      at = writeLiteral(source, literal, pos - literal, target, at);
      for (;;) {
        const begin = pos;
        pos = matchEnd(source, candidate + 4, pos + 4, end);
        at = writeCopy(target, at, begin - candidate, pos - begin);
        literal = pos;
        if (pos >= limit) break search;
        table[hash(source, pos - 1)] = pos - 1 - start;
        const word = source.getInt32(pos, true);
        const slot = hash(source, pos);
        candidate = start + table[slot];
        table[slot] = pos - start;
        if (word !== source.getInt32(candidate, true)) break;
      }
      ahead = hash(source, ++pos);
    }
  }
  return literal < end ? writeLiteral(source, literal, end - literal, target, at) : at;
}

/** Where the bytes from `a` and from `b` on begin to differ, as a place after `b`. */
function matchEnd(source: DataView, a: number, b: number, end: number): number {
  while (b + 4 <= end) {
    const difference = source.getInt32(a, true) ^ source.getInt32(b, true);
    if (difference !== 0) return b + ((31 - Math.clz32(difference & -difference)) >> 3);
    a += 4;
    b += 4;
  }
  while (b < end && source.getUint8(a) === source.getUint8(b)) {
    a++;
    b++;
  }
  return b;
}
