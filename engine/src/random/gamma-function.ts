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
const LEAST_AT = 1.46163214496836224576;
const LEAST = -1.21486290535849611461e-1;
const LEAST_TAIL = -3.63867699703950536541e-18;

// prettier-ignore
const NEAR_TWO_EVEN = [7.72156649015328655494e-2, 6.73523010531292681824e-2, 7.38555086081402883957e-3,
  1.19270763183362067845e-3, 2.20862790713908385557e-4, 2.52144565451257326939e-5];
// prettier-ignore
const NEAR_TWO_ODD = [3.22467033424113591611e-1, 2.05808084325167332806e-2, 2.89051383673415629091e-3,
  5.10069792153511336608e-4, 1.08011567247583939954e-4, 4.4864094961891516015e-5];
// prettier-ignore
const NEAR_LEAST = [
  [4.83836122723810047042e-1, -3.27885410759859649565e-2, 6.10053870246291332635e-3, -1.40346469989232843813e-3, 3.15632070903625950361e-4],
  [-1.47587722994593911752e-1, 1.79706750811820387126e-2, -3.6845201678113825676e-3, 8.81081882437654011382e-4, -3.12754168375120860518e-4],
  [6.46249402391333854778e-2, -1.03142241298341437450e-2, 2.25964780900612472250e-3, -5.38595305356740546715e-4, 3.35529192635519073543e-4],
];
// prettier-ignore
const NEAR_ONE_TOP = [-7.72156649015328655494e-2, 6.32827064025093366517e-1, 1.45492250137234768737,
  9.77717527963372745603e-1, 2.28963728064692451092e-1, 1.33810918536787660377e-2];
// prettier-ignore
const NEAR_ONE_BOTTOM = [1, 2.45597793713041134822, 2.12848976379893395361, 7.69285150456672783825e-1,
  1.04222645593369134254e-1, 3.21709242282423911810e-3];
// prettier-ignore
const TO_EIGHT_TOP = [-7.72156649015328655494e-2, 2.14982415960608852501e-1, 3.25778796408930981787e-1,
  1.46350472652464452805e-1, 2.66422703033638609560e-2, 1.84028451407337715652e-3, 3.19475326584100867617e-5];
// prettier-ignore
const TO_EIGHT_BOTTOM = [1, 1.39200533467621045958, 7.21935547567138069525e-1, 1.71933865632803078993e-1,
  1.86459191715652901344e-2, 7.77942496381893596434e-4, 7.32668430744625636189e-6];
// prettier-ignore
const STIRLING = [4.18938533204672725052e-1, 8.33333333333329678849e-2, -2.77777777728775536470e-3,
  7.93650558643019558500e-4, -5.95187557450339963135e-4, 8.36339918996282139126e-4, -1.63092934096575273989e-3];

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

const HALF_LOG_2_PI = 9.1893853320467274178e-1;

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
