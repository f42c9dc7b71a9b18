import type { Stream } from './stream.js';
import { second, threefry } from './threefry.js';

/** Domains up to this size are shuffled outright: a network has too little to mix there. */
const SHUFFLED = 256;
const ROUNDS = 8;
const TWO_POW_MINUS_32 = 1 / 4294967296;

/** A 32-bit finaliser of low bias (C. Wellons, "hash-prospector"). */
function mix(x: number): number {
  x = Math.imul(x ^ (x >>> 16), 0x21f0aaad);
  x = Math.imul(x ^ (x >>> 15), 0x735a2d97);
  return x ^ (x >>> 15);
}

/**
 * A keyed bijection of 0 … size−1 that looks random and takes constant memory: what `unique` draws from. A Feistel
 * network over a × b ≥ size with cycle walking (J. Black, P. Rogaway, "Ciphers with arbitrary finite domains", 2002),
 * its round keys from Threefry; the smallest domains are shuffled by Fisher and Yates' method. Not cryptographic.
 *
 * One object holds a family of permutations, one for each address: pass the address of a parent row to get a permutation
 * of its own for each parent. Places of one parent after the other are fastest.
 */
export class Permutation {
  readonly size: number;
  readonly #key0: number;
  readonly #key1: number;
  readonly #a: number;
  readonly #b: number;
  readonly #rounds = new Int32Array(ROUNDS);
  readonly #shuffled: Uint8Array | undefined;
  #low = 0;
  #high = 0;

  /** @throws RangeError unless `size` is a whole number from 1 to 2^53. */
  constructor(stream: Stream, size: number) {
    if (!(size >= 1 && size <= 9007199254740992 && size === Math.floor(size)))
      throw new RangeError(`a permutation's size is a whole number from 1 to 2^53, not ${size}`);
    this.size = size;
    this.#key0 = stream.key0;
    this.#key1 = stream.key1;
    this.#a = Math.ceil(Math.sqrt(size));
    this.#b = Math.ceil(size / this.#a);
    if (size <= SHUFFLED) this.#shuffled = new Uint8Array(size);
    this.#rekey(0, 0);
  }

  #rekey(low: number, high: number): void {
    this.#low = low;
    this.#high = high;
    const key0 = this.#key0;
    const key1 = threefry(this.#key1, low, high, -1) ^ second;
    const shuffled = this.#shuffled;
    if (shuffled === undefined) {
      for (let i = 0; i < ROUNDS; i += 2) {
        this.#rounds[i] = threefry(key0, key1, i, low);
        this.#rounds[i + 1] = second;
      }
      return;
    }
    const { size } = this;
    for (let i = 0; i < size; i++) shuffled[i] = i;
    for (let i = size - 1; i > 0; i--) {
      const j = Math.floor((threefry(key0, key1, i, low) >>> 0) * TWO_POW_MINUS_32 * (i + 1));
      const kept = shuffled[i];
      shuffled[i] = shuffled[j];
      shuffled[j] = kept;
    }
  }

  /**
   * Where `place` (a whole number, 0 ≤ place < size) goes, in the permutation of the address (`low`, `high`): one of the
   * places, and another one for every other place.
   */
  at(place: number, low = 0, high = 0): number {
    if (low !== this.#low || high !== this.#high) this.#rekey(low, high);
    if (this.#shuffled !== undefined) return this.#shuffled[place];
    const { size } = this;
    const a = this.#a;
    const b = this.#b;
    const rounds = this.#rounds;
    let left = Math.floor(place / b);
    let right = place - left * b;
    if (right < 0) {
      // The division was rounded up to a whole number.
      left -= 1;
      right += b;
    }
    for (;;) {
      for (let i = 0; i < ROUNDS; i += 2) {
        left += Math.floor((mix((right + rounds[i]) | 0) >>> 0) * TWO_POW_MINUS_32 * a);
        if (left >= a) left -= a;
        right += Math.floor((mix((left + rounds[i + 1]) | 0) >>> 0) * TWO_POW_MINUS_32 * b);
        if (right >= b) right -= b;
      }
      // Walks on from the pair, not from its number: beyond 2^53 that would be rounded.
      const x = left * b + right;
      if (x < size) return x;
    }
  }

  /** `out[i] = at(places[i])` for all places; both may be one array. */
  fill(places: Float64Array, out: Float64Array): void {
    for (let i = 0; i < places.length; i++) out[i] = this.at(places[i]);
  }

  /** `out[i] = at(places[i], low[i], high[i])` for i < `length`: each row in the permutation of its parent's address. */
  fillWithin(places: Float64Array, low: Int32Array, high: Int32Array, length: number, out: Float64Array): void {
    for (let i = 0; i < length; i++) out[i] = this.at(places[i], low[i], high[i]);
  }
}
