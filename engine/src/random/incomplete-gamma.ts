import { exp, log } from './exact.js';
import { deviance, lgamma, log1pMinus, stirlingError } from './gamma-function.js';
import { integrate } from './quadrature.js';

/** Shapes above this are integrated numerically: series and fractions take √shape terms. */
const LARGE = 1000;
const INVERSE_SQRT_2_PI = 0.3989422804014327;
const EPSILON = 1.1102230246251565e-16;

/** x^a e^−x / Γ(a + 1) for a, x > 0 (C. Loader, "Fast and accurate computation of binomial probabilities", 2000). */
function prefix(a: number, x: number): number {
  if (a < 1 || x < 0.5 * a) return exp(a * log(x) - x - lgamma(a + 1));
  return (INVERSE_SQRT_2_PI / Math.sqrt(a)) * exp(-stirlingError(a) - deviance(a, x - a));
}

/** Density at x of the gamma distribution with this shape and scale 1. */
export function gammaDensity(a: number, x: number): number {
  return x > 0 ? (prefix(a, x) * a) / x : 0;
}

/**
 * The share of the gamma distribution of shape `a` > 0 and scale 1 below `x`, or above it where `upper`: the regularised
 * incomplete gamma functions P(a, x) and Q(a, x), each accurate where it is small.
 */
export function gammaShare(a: number, x: number, upper: boolean): number {
  if (!(x > 0)) return upper ? 1 : 0;
  if (x === Infinity) return upper ? 0 : 1;
  const below = x < a + 1;
  const share = a > LARGE ? largeTail(a, x) : below ? lowerSeries(a, x) : upperFraction(a, x);
  return below === !upper ? share : 1 - share;
}

function lowerSeries(a: number, x: number): number {
  let term = 1;
  let sum = 1;
  for (let n = a + 1; term > sum * EPSILON; n++) {
    term *= x / n;
    sum += term;
  }
  return prefix(a, x) * sum;
}

/** Legendre's continued fraction by Lentz's method. */
function upperFraction(a: number, x: number): number {
  let b = x + 1 - a;
  let c = Infinity;
  let d = 1 / b;
  let h = d;
  for (let n = 1; n < 10000; n++) {
    const an = n * (a - n);
    b += 2;
    d = 1 / (an * d + b);
    c = b + an / c;
    const factor = d * c;
    h *= factor;
    if (Math.abs(factor - 1) <= 2 * EPSILON) break;
  }
  return Math.min(1, prefix(a, x) * a * h);
}

/** The tail beyond x, away from the mode: the density relative to the one at x, integrated until it is e^−45. */
function largeTail(a: number, x: number): number {
  const spread = Math.sqrt(a);
  const from = Math.abs(x - a) / spread;
  const sign = x < a + 1 ? -1 : 1;
  const slope = (a - 1 - x) / x;
  const width = Math.min((Math.sqrt(from * from + 90) - from) * spread * (sign < 0 ? 1 : 1.2), sign < 0 ? x : Infinity);
  return (
    gammaDensity(a, x) *
    integrate((s) => {
      const d = (sign * s) / x;
      return d > -1 ? exp((a - 1) * log1pMinus(d) + slope * sign * s) : 0;
    }, width)
  );
}
