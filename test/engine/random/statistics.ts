import { rootAddresses } from '../../../engine/src/random/stream.js';
import { streamFor } from '../../../engine/src/random/key.js';

/** `count` uniforms in [0, 1) of a stream named after the test. */
export function uniformsFor(name: string, count: number): Float64Array {
  const out = new Float64Array(count);
  streamFor(20260101, name).uniforms(rootAddresses(0, count), 0, out);
  return out;
}

/** Pairs of random words of a stream named after the test. */
export function wordsFor(name: string, count: number): [Int32Array, Int32Array] {
  const pair: [Int32Array, Int32Array] = [new Int32Array(count), new Int32Array(count)];
  streamFor(20260101, name).words(rootAddresses(0, count), 0, ...pair);
  return pair;
}

/** Kolmogorov's statistic times √n: above 1.95 in one of a thousand samples of the distribution. */
export function kolmogorov(sample: Float64Array, cdf: (x: number) => number): number {
  const sorted = Float64Array.from(sample).sort();
  const n = sorted.length;
  let distance = 0;
  sorted.forEach((x, i) => {
    const share = cdf(x);
    distance = Math.max(distance, share - i / n, (i + 1) / n - share);
  });
  return distance * Math.sqrt(n);
}

/**
 * χ² of counts against expected counts as a standard normal (Wilson and Hilferty): above 3.1 in one of a thousand. Cells
 * that expect fewer than five are put together.
 */
export function chiSquare(counts: ArrayLike<number>, expected: ArrayLike<number>): number {
  let statistic = 0;
  let cells = 0;
  let seen = 0;
  let hoped = 0;
  for (let i = 0; i < expected.length; i++) {
    seen += counts[i];
    hoped += expected[i];
    if (hoped < 5 && i < expected.length - 1) continue;
    if (hoped > 0) {
      statistic += ((seen - hoped) * (seen - hoped)) / hoped;
      cells++;
    }
    seen = hoped = 0;
  }
  const freedom = cells - 1;
  if (freedom < 1) return 0;
  const spread = 2 / (9 * freedom);
  return (Math.cbrt(statistic / freedom) - (1 - spread)) / Math.sqrt(spread);
}

const view = new DataView(new ArrayBuffer(8));

function place(x: number): bigint {
  view.setFloat64(0, x);
  const bits = view.getBigInt64(0);
  return bits < 0n ? -(bits & 0x7fffffffffffffffn) : bits;
}

/** How many doubles lie between two numbers; 0 for two NaN. */
export function ulps(x: number, y: number): number {
  if (Number.isNaN(x) || Number.isNaN(y)) return Number.isNaN(x) && Number.isNaN(y) ? 0 : Infinity;
  return Math.abs(Number(place(x) - place(y)));
}
