import { exp } from '../random/exact.js';

/** The outer share of the range, at each end, in which values are bent. */
const BENT = 0.1;

/**
 * Keeps values within bounds without piling them up there: straight (slope 1) in the middle, bent towards the bound in the
 * outer tenth, so that it is approached and never passed; smooth where the two meet. With one bound, the bend begins
 * `scale` before it.
 * @param scale size of the usual variation; where both bounds are given, a tenth of the range counts.
 */
export function softBounds(min: number, max: number, scale: number): (values: Float64Array, length: number) => void {
  if (min === -Infinity && max === Infinity) return () => undefined;
  const width = min > -Infinity && max < Infinity ? (max - min) * BENT : scale > 0 ? scale : 1;
  const low = min + width;
  const high = max - width;
  return (values, length) => {
    for (let i = 0; i < length; i++) {
      const x = values[i];
      if (x > high) values[i] = Math.min(max, high + width * (1 - exp((high - x) / width)));
      else if (x < low) values[i] = Math.max(min, low - width * (1 - exp((x - low) / width)));
    }
  };
}
