/*
 * lgamma is ported from fdlibm (e_lgamma_r.c):
 *
 * Copyright (C) 1993 by Sun Microsystems, Inc. All rights reserved. Developed at SunSoft, a Sun Microsystems, Inc.
 * business. Permission to use, copy, modify, and distribute this software is freely granted, provided that this notice
 * is preserved.
 */
import { log, log1p } from './exact.js';

/** Value at `x` of the polynomial with these coefficients, lowest first. */
function polynomial(coefficients: readonly number[], x: number): number {
  let y = 0;
  for (let i = coefficients.length - 1; i >= 0; i--) y = y * x + coefficients[i];
  return y;
}

/** Where Γ is least, and what is lost in that number. */
const LEAST_AT = 1.4616321449683622;
const LEAST = -0.12148629053584961;
const LEAST_TAIL = -3.638676997039505e-18;

// prettier-ignore
const NEAR_TWO_EVEN = [0.07721566490153287, 0.06735230105312927, 0.007385550860814029,
  0.0011927076318336207, 0.00022086279071390839, 0.000025214456545125733];
// prettier-ignore
const NEAR_TWO_ODD = [0.3224670334241136, 0.020580808432516733, 0.0028905138367341563,
  0.0005100697921535113, 0.00010801156724758394, 0.000044864094961891516];
// prettier-ignore
const NEAR_LEAST = [
  [0.48383612272381005, -0.032788541075985965, 0.006100538702462913, -0.0014034646998923284, 0.00031563207090362595],
  [-0.1475877229945939, 0.01797067508118204, -0.0036845201678113826, 0.000881081882437654, -0.00031275416837512086],
  [0.06462494023913339, -0.010314224129834144, 0.0022596478090061247, -0.0005385953053567405, 0.0003355291926355191],
];
// prettier-ignore
const NEAR_ONE_TOP = [-0.07721566490153287, 0.6328270640250934, 1.4549225013723477,
  0.9777175279633727, 0.22896372806469245, 0.013381091853678766];
// prettier-ignore
const NEAR_ONE_BOTTOM = [1, 2.4559779371304113, 2.128489763798934, 0.7692851504566728,
  0.10422264559336913, 0.003217092422824239];
// prettier-ignore
const TO_EIGHT_TOP = [-0.07721566490153287, 0.21498241596060885, 0.325778796408931,
  0.14635047265246445, 0.02664227030336386, 0.0018402845140733772, 0.00003194753265841009];
// prettier-ignore
const TO_EIGHT_BOTTOM = [1, 1.3920053346762105, 0.7219355475671381, 0.17193386563280308,
  0.01864591917156529, 0.0007779424963818936, 0.000007326684307446256];
// prettier-ignore
const STIRLING = [0.4189385332046727, 0.08333333333333297, -0.0027777777772877554,
  0.0007936505586430196, -0.00059518755745034, 0.0008363399189962821, -0.0016309293409657527];

/** Logarithm of Γ(x) for x > 0. */
export function lgamma(x: number): number {
  if (!(x > 0)) return x === 0 ? Infinity : NaN;
  if (x < 1e-20) return -log(x);
  if (x === 1 || x === 2) return 0;
  if (x < 2) {
    let r = 0;
    let shift: number;
    if (x <= 0.9) {
      r = -log(x);
      shift = x;
    } else shift = x - 1;
    // Γ(1 + shift), −0.1 < shift < 1.
    if (x <= 0.9 ? x >= 0.7316 : x >= 1.7316) {
      const y = x <= 0.9 ? 1 - x : 2 - x;
      const z = y * y;
      return r + (y * polynomial(NEAR_TWO_EVEN, z) + z * polynomial(NEAR_TWO_ODD, z) - 0.5 * y);
    }
    if (x <= 0.9 ? x >= 0.23164 : x >= 1.23) {
      const y = x <= 0.9 ? x - (LEAST_AT - 1) : x - LEAST_AT;
      const z = y * y;
      const w = z * y;
      const p1 = polynomial(NEAR_LEAST[0], w);
      const p2 = polynomial(NEAR_LEAST[1], w);
      const p3 = polynomial(NEAR_LEAST[2], w);
      return r + (LEAST + (z * p1 - (LEAST_TAIL - w * (p2 + y * p3))));
    }
    return r + (-0.5 * shift + (shift * polynomial(NEAR_ONE_TOP, shift)) / polynomial(NEAR_ONE_BOTTOM, shift));
  }
  if (x < 8) {
    const i = Math.floor(x);
    const y = x - i;
    let product = 1;
    for (let k = 2; k < i; k++) product *= y + k;
    return 0.5 * y + (y * polynomial(TO_EIGHT_TOP, y)) / polynomial(TO_EIGHT_BOTTOM, y) + log(product);
  }
  if (x < 2.88e17) {
    const z = 1 / x;
    const square = z * z;
    const tail = polynomial(STIRLING.slice(1), square);
    return (x - 0.5) * (log(x) - 1) + (STIRLING[0] + z * tail);
  }
  return x * (log(x) - 1);
}

const HALF_LOG_2_PI = 0.9189385332046728;

/** log Γ(x + 1) − (x + ½) log x + x − ½ log 2π: the error of Stirling's formula, x > 0. */
export function stirlingError(x: number): number {
  if (x < 15) return lgamma(x + 1) - (x + 0.5) * log(x) + x - HALF_LOG_2_PI;
  const z = 1 / (x * x);
  const series = 1 / 1260 - z * (1 / 1680 - z * (1 / 1188 - z * (691 / 360360 - z * (1 / 156))));
  return (1 / 12 - z * (1 / 360 - z * series)) / x;
}

/** log(1 + d) − d for d > −1, accurate near 0. */
export function log1pMinus(d: number): number {
  if (d > 0.5 || d < -0.4) return log1p(d) - d;
  const r = d / (2 + d);
  const z = r * r;
  let term = z;
  let sum = 1 / 3;
  for (let k = 5; k < 61; k += 2) {
    const next = sum + term / k;
    if (next === sum) break;
    sum = next;
    term *= z;
  }
  return r * (2 * z * sum - d);
}

/** x log(x / (x + excess)) + excess, accurate where both are close: Loader's deviance of x > 0 from a mean x + excess. */
export function deviance(x: number, excess: number): number {
  return -x * log1pMinus(excess / x);
}
