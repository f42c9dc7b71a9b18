import { cos, pow } from '../random/exact.js';
import { LEAST_UNIFORM, normalCdf, normalQuantile } from '../random/normal.js';

const TWO_PI = 6.283185307179586;

/** Independent draws of mean 0 and variance 1 that drive a process. */
export interface Innovations {
  readonly draws: 1 | 2;
  /** Draw number `i`, from the uniforms at `draws * i`. */
  at(uniforms: Float64Array, i: number): number;
  /** A draw between two bounds, from the same uniforms; without any mass between them, the bound that lies nearer 0. */
  between(uniforms: Float64Array, i: number, low: number, high: number): number;
}

/** Standard normals by their quantile function. */
export const NORMAL: Innovations = {
  draws: 1,
  at: (uniforms, i) => normalQuantile(uniforms[i] > 0 ? uniforms[i] : LEAST_UNIFORM),
  between: (uniforms, i, low, high) =>
    // In the lower tail the distribution function keeps its digits.
    low > 0 ? -normalBetween(1 - uniforms[i], -high, -low) : normalBetween(uniforms[i], low, high),
};

function normalBetween(u: number, low: number, high: number): number {
  const from = low === -Infinity ? 0 : normalCdf(low);
  const to = high === Infinity ? 1 : normalCdf(high);
  const p = from + u * (to - from);
  if (!(p > 0 && p < 1)) return Math.abs(low) < Math.abs(high) ? low : high;
  return Math.min(high, Math.max(low, normalQuantile(p)));
}

/**
 * Student's t with `df` > 2 degrees of freedom, scaled to variance 1: √(ν (U^(−2/ν) − 1)) cos 2πV.
 * R. W. Bailey, "Polar generation of random variates with the t-distribution", Mathematics of Computation 62 (1994).
 */
export function studentT(df: number): Innovations {
  const scale = Math.sqrt((df - 2) / df);
  const power = -2 / df;
  const draw = (u: number, v: number): number =>
    scale * Math.sqrt(df * (pow(u > 0 ? u : LEAST_UNIFORM, power) - 1)) * cos(TWO_PI * v);
  return {
    draws: 2,
    at: (uniforms, i) => draw(uniforms[2 * i], uniforms[2 * i + 1]),
    between: (uniforms, i, low, high) => Math.min(high, Math.max(low, draw(uniforms[2 * i], uniforms[2 * i + 1]))),
  };
}

export function innovationsOf(df: number | undefined): Innovations {
  return df === undefined ? NORMAL : studentT(df);
}
