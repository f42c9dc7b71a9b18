import { Stream } from './stream.js';
import { second, threefry } from './threefry.js';

/**
 * Hashes texts to a 64-bit key: Threefry in a Davies–Meyer chain over the UTF-16 code units, a length after each part, so
 * that `['ab', 'c']` and `['a', 'bc']` differ. Not cryptographic; the same on every platform.
 */
export function streamFor(seed: number, ...parts: readonly string[]): Stream {
  let key0 = seed | 0;
  let key1 = Math.floor(seed / 4294967296) | 0;
  const absorb = (a: number, b: number): void => {
    const x = threefry(key0, key1, a, b);
    key0 = x ^ a;
    key1 = second ^ b;
  };
  for (const part of parts) {
    for (let i = 0; i < part.length; i += 2)
      absorb(part.charCodeAt(i), i + 1 < part.length ? part.charCodeAt(i + 1) : -1);
    absorb(part.length, -2);
  }
  return new Stream(key0, key1);
}
