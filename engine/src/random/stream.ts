import { second, threefry } from './threefry.js';

/**
 * Where the rows of a batch stand in the counter space: 64 bits a row. A root row is its row number (low word, high
 * word); a child row or list item is derived from its parent's address and its index (see {@link childAddresses}).
 */
export interface Addresses {
  readonly length: number;
  readonly low: Int32Array;
  readonly high: Int32Array;
}

/** Draws of one row are this far apart in the high word, so that 2^40 root rows and 2^24 draws never meet. */
const DRAW_SHIFT = 8;

const TWO_POW_MINUS_53 = 2 ** -53;
const TWO_POW_MINUS_32 = 2 ** -32;

/** The random numbers of one field: a key, read at (row address, draw). Stateless; any row costs the same. */
export class Stream {
  readonly key0: number;
  readonly key1: number;

  constructor(key0: number, key1: number) {
    this.key0 = key0;
    this.key1 = key1;
  }

  /** Draw number `draw` of every row as a uniform double in [0, 1), a multiple of 2^-53. */
  uniforms(at: Addresses, draw: number, out: Float64Array): void {
    const { key0, key1 } = this;
    const { low, high, length } = at;
    const shift = draw << DRAW_SHIFT;
    for (let i = 0; i < length; i++) {
      const a = threefry(key0, key1, low[i], (high[i] + shift) | 0);
      out[i] = ((a >>> 5) * 67108864 + (second >>> 6)) * TWO_POW_MINUS_53;
    }
  }

  /** Draw number `draw` of every row as two independent 32-bit words. */
  words(at: Addresses, draw: number, first: Int32Array, other: Int32Array): void {
    const { key0, key1 } = this;
    const { low, high, length } = at;
    const shift = draw << DRAW_SHIFT;
    for (let i = 0; i < length; i++) {
      first[i] = threefry(key0, key1, low[i], (high[i] + shift) | 0);
      other[i] = second;
    }
  }

  /** Draw number `draw` of every row as an integer in [0, size), size ≤ 2^53, from 53 bits (bias below size / 2^53). */
  integers(at: Addresses, draw: number, size: number, out: Int32Array | Float64Array): void {
    const { key0, key1 } = this;
    const { low, high, length } = at;
    const shift = draw << DRAW_SHIFT;
    for (let i = 0; i < length; i++) {
      const a = threefry(key0, key1, low[i], (high[i] + shift) | 0);
      out[i] = Math.floor(((a >>> 5) * 67108864 + (second >>> 6)) * TWO_POW_MINUS_53 * size);
    }
  }

  /** One uniform double in [0, 1) of one row: for loops with an unknown number of draws. */
  uniform(low: number, high: number, draw: number): number {
    const a = threefry(this.key0, this.key1, low, (high + (draw << DRAW_SHIFT)) | 0);
    return ((a >>> 5) * 67108864 + (second >>> 6)) * TWO_POW_MINUS_53;
  }

  /** A uniform double in [0, 1) of 32 bits. */
  static half(word: number): number {
    return (word >>> 0) * TWO_POW_MINUS_32;
  }
}

/** The addresses of `length` root rows from row number `from` on. */
export function rootAddresses(from: number, length: number): Addresses {
  const low = new Int32Array(length);
  const high = new Int32Array(length);
  for (let i = 0; i < length; i++) {
    const row = from + i;
    low[i] = row | 0;
    high[i] = Math.floor(row / 4294967296);
  }
  return { length, low, high };
}

/**
 * Derives the addresses of children or list items: item `index[i]` of the row `parent[owner[i]]`. Depends on the parent's
 * address and the index alone, so one more item of a row moves nothing else.
 */
export function childAddresses(
  stream: Stream,
  parent: Addresses,
  owner: ArrayLike<number>,
  index: ArrayLike<number>,
): Addresses {
  const length = owner.length;
  const low = new Int32Array(length);
  const high = new Int32Array(length);
  for (let i = 0; i < length; i++) {
    const o = owner[i];
    low[i] = threefry((stream.key0 + index[i]) | 0, stream.key1, parent.low[o], parent.high[o]);
    high[i] = second;
  }
  return { length, low, high };
}
