import { exp, log } from '../random/exact.js';
import { lgamma } from '../random/gamma-function.js';
import { LEAST_UNIFORM, normalQuantile } from '../random/normal.js';

/** Beyond this mean a count is drawn from the normal approximation, whose error is then below one part in a thousand. */
const LARGE = 1e6;

/**
 * A Poisson count of the given mean from one uniform: the least k whose distribution function reaches it, sought from the
 * normal approximation's k outwards.
 */
export function poissonCount(u: number, mean: number): number {
  if (!(mean > 0)) return 0;
  const p = u > 0 ? u : LEAST_UNIFORM;
  if (mean > LARGE) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normalQuantile(p)));
  return search(
    p,
    mean,
    (k) => k * log(mean) - mean - lgamma(k + 1),
    (k) => mean / (k + 1),
  );
}

/**
 * A negative binomial count of the given mean and variance mean + mean² / dispersion, from one uniform.
 */
export function negativeBinomialCount(u: number, mean: number, dispersion: number): number {
  if (!(mean > 0)) return 0;
  const p = u > 0 ? u : LEAST_UNIFORM;
  const success = dispersion / (dispersion + mean);
  const logarithm = (k: number): number =>
    lgamma(k + dispersion) - lgamma(k + 1) - lgamma(dispersion) + dispersion * log(success) + k * log(1 - success);
  return search(p, mean, logarithm, (k) => ((k + dispersion) / (k + 1)) * (1 - success));
}

/** Sums probabilities from 0 on; each follows from the one before. @param ratio of the probabilities of k + 1 and k. */
function search(u: number, mean: number, logarithm: (k: number) => number, ratio: (k: number) => number): number {
  let k = 0;
  let probability = exp(logarithm(0));
  if (probability > 1e-280) {
    let sum = probability;
    while (sum < u && k < 64 * (mean + 16)) {
      probability *= ratio(k++);
      sum += probability;
    }
    return k;
  }
  // The lower tail is nothing in doubles: begin where it weighs something, far below the mean.
  k = Math.max(0, Math.floor(mean - 40 * Math.sqrt(mean)));
  probability = exp(logarithm(k));
  let sum = probability;
  while (sum < u && k < 64 * (mean + 16)) {
    probability *= ratio(k++);
    sum += probability;
  }
  return k;
}
