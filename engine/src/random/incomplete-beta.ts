import { exp, log, log1p } from './exact.js';
import { deviance, lgamma, log1pMinus, stirlingError } from './gamma-function.js';
import { integrate } from './quadrature.js';

/** Where both shapes are above this, the tails are integrated numerically. */
const LARGE = 1000;
const INVERSE_SQRT_2_PI = 0.3989422804014327;
const EPSILON = 1.1102230246251565e-16;
const TINY = 1e-300;

/** log of the beta function B(a, b), a, b > 0. */
export function logBeta(a: number, b: number): number {
  const small = Math.min(a, b);
  const large = Math.max(a, b);
  if (large < 15) return lgamma(small) + lgamma(large) - lgamma(small + large);
  const sum = small + large;
  const shared =
    stirlingError(large) - stirlingError(sum) - (large - 0.5) * (log1pMinus(small / large) + small / large);
  // log Γ(large) − log Γ(sum), from Stirling's formula for both.
  return lgamma(small) + shared - small * log(sum) + small;
}

/** x^a y^b / B(a, b) with y = 1 − x. */
function prefix(a: number, b: number, x: number, y: number): number {
  if (a < 1 || b < 1 || x * (a + b) < 0.5 * a || y * (a + b) < 0.5 * b) {
    const logX = x < y ? log(x) : log1p(-y);
    const logY = x < y ? log1p(-x) : log(y);
    return exp(a * logX + b * logY - logBeta(a, b));
  }
  const n = a + b;
  const excess = x < y ? n * x - a : b - n * y;
  const errors = stirlingError(n) - stirlingError(a) - stirlingError(b);
  return INVERSE_SQRT_2_PI * Math.sqrt(a * (b / n)) * exp(errors - deviance(a, excess) - deviance(b, -excess));
}

/** Density at x of the beta distribution; y = 1 − x. */
export function betaDensity(a: number, b: number, x: number, y: number): number {
  return x > 0 && y > 0 ? prefix(a, b, x, y) / (x * y) : 0;
}

/**
 * The share of the beta distribution (a, b > 0) below x, 0 ≤ x ≤ 1: the regularised incomplete beta function, accurate
 * where it is small. `y` is 1 − x, given apart so that arguments near 1 are exact; the share above x is
 * `betaShare(b, a, y, x)`.
 */
export function betaShare(a: number, b: number, x: number, y: number): number {
  if (!(x > 0)) return 0;
  if (!(y > 0)) return 1;
  const below = x * (a + b + 2) < a + 1;
  if (a > LARGE && b > LARGE) return x < a / (a + b) ? largeTail(a, b, x, y) : 1 - largeTail(b, a, y, x);
  return below ? (prefix(a, b, x, y) / a) * fraction(a, b, x) : 1 - (prefix(b, a, y, x) / b) * fraction(b, a, y);
}

/** The continued fraction of the incomplete beta function by Lentz's method, for x below (a + 1) / (a + b + 2). */
function fraction(a: number, b: number, x: number): number {
  const sum = a + b;
  let c = 1;
  let d = 1 - (sum * x) / (a + 1);
  d = 1 / (Math.abs(d) < TINY ? TINY : d);
  let h = d;
  for (let m = 1; m < 20000; m++) {
    const m2 = 2 * m;
    let step = (m * (b - m) * x) / ((a - 1 + m2) * (a + m2));
    d = 1 + step * d;
    c = 1 + step / c;
    d = 1 / (Math.abs(d) < TINY ? TINY : d);
    if (Math.abs(c) < TINY) c = TINY;
    h *= d * c;
    step = (-(a + m) * (sum + m) * x) / ((a + m2) * (a + 1 + m2));
    d = 1 + step * d;
    c = 1 + step / c;
    d = 1 / (Math.abs(d) < TINY ? TINY : d);
    if (Math.abs(c) < TINY) c = TINY;
    const factor = d * c;
    h *= factor;
    if (Math.abs(factor - 1) <= 2 * EPSILON) break;
  }
  return h;
}

/** The tail below x < a / (a + b): the density relative to the one at x, integrated down until it is e^−45. */
function largeTail(a: number, b: number, x: number, y: number): number {
  const n = a + b;
  const spread = Math.sqrt(((a / n) * (b / n)) / n);
  const from = Math.max(0, (a / n - x) / spread);
  const slope = (a - 1) / x - (b - 1) / y;
  const width = Math.min((Math.sqrt(from * from + 90) - from) * spread * 1.2, x);
  return (
    betaDensity(a, b, x, y) *
    integrate((s) => {
      const d = -s / x;
      return d > -1 ? exp((a - 1) * log1pMinus(d) + (b - 1) * log1pMinus(s / y) - slope * s) : 0;
    }, width)
  );
}
