import { streamFor } from '../../random/key.js';
import type { Addresses, Stream } from '../../random/stream.js';
import { second, threefry } from '../../random/threefry.js';

/**
 * Where each part of a value draws its random numbers: addresses chained from the row's by property name and item index,
 * so that a part depends on its path and nothing beside it.
 *
 * The high word of the last address made is left in {@link high}: a pair would cost an allocation a part.
 */
export let high = 0;

const ITEMS = streamFor(0, '', '[]');
const ATTEMPTS = streamFor(0, '', 'attempt');

/** Low word of a property's address; `name` is the hash of its name. */
export function propertyAddress(name: Stream, low: number, parentHigh: number): number {
  const made = threefry(name.key0, name.key1, low, parentHigh);
  high = second;
  return made;
}

/** Low word of an item's address. */
export function itemAddress(index: number, low: number, parentHigh: number): number {
  const made = threefry((ITEMS.key0 + index) | 0, ITEMS.key1, low, parentHigh);
  high = second;
  return made;
}

/** Low word of the address that the same part has in another attempt; attempt 0 is the part itself. */
export function attemptAddress(attempt: number, low: number, partHigh: number): number {
  if (attempt === 0) {
    high = partHigh;
    return low;
  }
  const made = threefry((ATTEMPTS.key0 + attempt) | 0, ATTEMPTS.key1, low, partHigh);
  high = second;
  return made;
}

/** The hash of a property's name. */
export function nameHash(name: string): Stream {
  return streamFor(0, name);
}

/** Low word of a row's address in the values of one field. */
export function rowAddress(stream: Stream, low: number, rowHigh: number): number {
  const made = threefry(stream.key0, stream.key1, low, rowHigh);
  high = second;
  return made;
}

/** The addresses `index` of others, as of an attempt. */
export function attemptAddresses(at: Addresses, index: readonly number[], attempt: number): Addresses {
  const { length } = index;
  const low = new Int32Array(length);
  const highs = new Int32Array(length);
  for (let i = 0; i < length; i++) {
    low[i] = attemptAddress(attempt, at.low[index[i]], at.high[index[i]]);
    highs[i] = high;
  }
  return { length, low, high: highs };
}
