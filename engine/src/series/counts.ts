import { exp, log, pow } from '../random/exact.js';
import { lgamma } from '../random/gamma-function.js';
import { LEAST_UNIFORM, normalQuantile } from '../random/normal.js';

/** Uniform number k of one count, in [0, 1). */
type Draw = (k: number) => number;

/** Below this mean the probabilities are summed up; above it, the sum would take longer than rejection. */
const SMALL = 10;

/** A Poisson count of the given mean. */
export function poissonCount(draw: Draw, mean: number): number {
  return poissonFrom(draw, mean, 0);
}

/** @param first number of the first uniform. */
function poissonFrom(draw: Draw, mean: number, first: number): number {
  if (!(mean > 0)) return 0;
  return mean < SMALL ? summed(draw(first), mean) : rejected(draw, mean, first);
}

function summed(u: number, mean: number): number {
  let k = 0;
  let probability = exp(-mean);
  let sum = probability;
  // 200 is far beyond what doubles tell from 1 at such a mean.
  while (sum <= u && k < 200) {
    probability *= mean / ++k;
    sum += probability;
  }
  return k;
}

/**
 * Transformed rejection with squeeze, about 1.1 pairs of uniforms a count. W. Hörmann, "The transformed rejection method
 * for generating Poisson random variables", Insurance: Mathematics and Economics 12 (1993), algorithm PTRS.
 */
function rejected(draw: Draw, mean: number, first: number): number {
  const b = 0.931 + 2.53 * Math.sqrt(mean);
  const a = -0.059 + 0.02483 * b;
  const squeeze = 0.9277 - 3.6224 / (b - 2);
  const inverse = 1.1239 + 1.1328 / (b - 3.4);
  for (let i = first; ; i += 2) {
    const u = draw(i) - 0.5;
    const v = draw(i + 1);
    const us = 0.5 - Math.abs(u);
    const k = Math.floor(((2 * a) / us + b) * u + mean + 0.43);
    if (us >= 0.07 && v <= squeeze) return k;
    if (k < 0 || (us < 0.013 && v > us)) continue;
    if (log((v * inverse) / (a / (us * us) + b)) <= k * log(mean) - mean - lgamma(k + 1)) return k;
  }
}

/** A negative binomial count of the given mean and variance mean + mean² / dispersion: Poisson with a gamma mean. */
export function negativeBinomialCount(draw: Draw, mean: number, dispersion: number): number {
  if (!(mean > 0)) return 0;
  const { value, next } = gamma(draw, dispersion);
  return poissonFrom(draw, (value * mean) / dispersion, next);
}

/**
 * A gamma variate of the given shape and scale 1, and the number of the next uniform.
 * G. Marsaglia, W. W. Tsang, "A simple method for generating gamma variables", ACM TOMS 26 (2000).
 */
function gamma(draw: Draw, shape: number): { readonly value: number; readonly next: number } {
  if (shape < 1) {
    const { value, next } = gamma(draw, shape + 1);
    const u = draw(next);
    return { value: value * pow(u > 0 ? u : LEAST_UNIFORM, 1 / shape), next: next + 1 };
  }
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (let i = 0; ; i += 2) {
    const u = draw(i);
    const x = normalQuantile(u > 0 ? u : LEAST_UNIFORM);
    const t = 1 + c * x;
    if (t <= 0) continue;
    const v = t * t * t;
    const w = draw(i + 1);
    if (log(w > 0 ? w : LEAST_UNIFORM) < 0.5 * x * x + d - d * v + d * log(v)) return { value: d * v, next: i + 2 };
  }
}
