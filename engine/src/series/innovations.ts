import { LEAST_UNIFORM, normalCdf, normalQuantile } from '../random/normal.js';
import type { Draws } from './draws.js';
import { StudentLaw } from './student.js';

/** Independent draws of mean 0 and variance 1 that drive a process, each from one uniform in [0, 1). */
export interface Innovations {
  /** Writes those of steps `from` … `from + length − 1` to the start of `out`. */
  draw(draws: Draws, from: number, length: number, out: Float64Array): void;
  /** A draw between two bounds; without any mass between them, the bound that lies nearer 0. */
  between(u: number, low: number, high: number): number;
}

/** Standard normals by their quantile function. */
export const NORMAL: Innovations = {
  draw: (draws, from, length, out) => draws.normals(from, length, out),
  between: (u, low, high) => between(normalCdf, (p) => normalQuantile(p), u, low, high),
};

/** Student's t with `df` > 2 degrees of freedom, scaled to variance 1. */
export function studentT(df: number): Innovations {
  const law = new StudentLaw(df);
  const scale = Math.sqrt((df - 2) / df);
  const cdf = (x: number): number => law.cdf(x / scale);
  const quantile = (p: number): number => scale * law.quantile(p, 1 - p);
  return {
    draw(draws, from, length, out) {
      draws.uniforms(from, length, out);
      for (let i = 0; i < length; i++) out[i] = scale * law.quantile(out[i], 1 - out[i]);
    },
    between: (u, low, high) => between(cdf, quantile, u, low, high),
  };
}

/** By the conditional distribution function of a law that is symmetric around 0. */
function between(
  cdf: (x: number) => number,
  quantile: (p: number) => number,
  u: number,
  low: number,
  high: number,
): number {
  // In the lower tail the distribution function keeps its digits.
  if (low > 0) return -between(cdf, quantile, 1 - u, -high, -low);
  const from = low === -Infinity ? 0 : cdf(low);
  const to = high === Infinity ? 1 : cdf(high);
  const p = from + u * (to - from);
  if (!(p > 0 && p < 1)) return p === 0 && low === -Infinity ? quantile(LEAST_UNIFORM) : nearer(low, high);
  return Math.min(high, Math.max(low, quantile(p)));
}

const nearer = (low: number, high: number): number => (Math.abs(low) < Math.abs(high) ? low : high);

export function innovationsOf(df: number | undefined): Innovations {
  return df === undefined ? NORMAL : studentT(df);
}
