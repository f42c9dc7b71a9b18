import { log } from './exact.js';

/** A share of a distribution as a function of a transformed argument t: a tail, above or below. */
export interface Tail {
  /** The share at the last argument of {@link evaluate}. */
  value: number;
  /** |d value / dt| there. */
  slope: number;
  evaluate(t: number): void;
}

/**
 * The t in [low, high] at which a tail has the share `target` > 0. Newton's method on the logarithm of the share, which is
 * nearly straight in a well-chosen t; by halves where that leaves the bracket. Where the share jumps past the target, the
 * place of the jump.
 *
 * @param rising the share grows with t.
 */
export function solveTail(
  tail: Tail,
  target: number,
  rising: boolean,
  guess: number,
  low: number,
  high: number,
): number {
  let t = Math.min(high, Math.max(low, guess));
  for (let round = 0; round < 200; round++) {
    tail.evaluate(t);
    const { value, slope } = tail;
    if (value === target) return t;
    if (value < target === rising) low = t;
    else high = t;
    const gap = value > 0 ? log(target / value) : Infinity;
    const step = ((rising ? 1 : -1) * gap * value) / slope;
    let next = t + step;
    if (next === t) return t;
    if (!(next > low && next < high)) next = low + (high - low) / 2;
    if (next === low || next === high) return high;
    t = next;
    // Newton's error squares with every step.
    if (Math.abs(gap) < 1e-8) return t;
  }
  return t;
}
