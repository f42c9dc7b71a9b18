/**
 * Elementary functions out of IEEE + − × ÷ and integer operations alone, so that every platform gives the same bits;
 * `Math.exp` and its like are free to differ in the last digit. Errors are below 1 ulp. `Math.sqrt`, `floor`, `abs`,
 * `min`, `max`, `imul` are exact everywhere and have no counterpart here.
 *
 * The algorithms and coefficients are those of fdlibm:
 *
 * Copyright (C) 1993, 2004 by Sun Microsystems, Inc. All rights reserved.
 *
 * Developed at SunSoft, a Sun Microsystems, Inc. business. Permission to use, copy, modify, and distribute this software
 * is freely granted, provided that this notice is preserved.
 */
import { doubles, HIGH, powerOfTwo, scale, words } from './bits.js';

export { pow } from './power.js';
export { cos, sin } from './trigonometry.js';

const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;
const INVERSE_LN2 = 1.4426950408889634;

/** e^x. */
export function exp(x: number): number {
  if (x > 709.782712893384) return Infinity;
  if (x < -745.1332191019411) return 0;
  if (x !== x) return x;
  const k = Math.floor(INVERSE_LN2 * x + 0.5);
  const high = x - k * LN2_HIGH;
  const low = k * LN2_LOW;
  const r = high - low;
  const t = r * r;
  const c =
    r -
    t *
      (0.16666666666666602 +
        t *
          (-0.0027777777777015593 +
            t * (0.00006613756321437934 + t * (-0.0000016533902205465252 + t * 4.1381367970572385e-8))));
  return scale(1 - (low - (r * c) / (2 - c) - high), k);
}

/** Even part of log((1 + s) / (1 − s)) / s − 2, in z = s². */
function logSeries(z: number): number {
  const w = z * z;
  return (
    w * (0.3999999999940942 + w * (0.22222198432149784 + w * 0.15313837699209373)) +
    z * (0.6666666666666735 + w * (0.2857142874366239 + w * (0.1818357216161805 + w * 0.14798198605116586)))
  );
}

/** High word of √½: significands are taken from [√½, √2). */
const HIGH_SQRT_HALF = 0x3fe6a09e;

/** The power of two by which a normal `x` > 0 exceeds [√½, √2). */
function magnitude(x: number): number {
  doubles[0] = x;
  return ((words[HIGH] + (0x3ff00000 - HIGH_SQRT_HALF)) >> 20) - 0x3ff;
}

/** Natural logarithm. */
export function log(x: number): number {
  if (!(x > 0)) return x === 0 ? -Infinity : NaN;
  let k = 0;
  let y = x;
  if (x < 1e-300) {
    k = -54;
    y = x * 18014398509481984;
  } else if (x > 1e300) {
    if (x === Infinity) return x;
    k = 54;
    y = x * 5.551115123125783e-17;
  }
  const exponent = magnitude(y);
  k += exponent;
  const f = y * powerOfTwo(-exponent) - 1;
  const half = 0.5 * f * f;
  const s = f / (2 + f);
  return s * (half + logSeries(s * s)) + k * LN2_LOW - half + f + k * LN2_HIGH;
}

/** log(1 + x), accurate near 0. */
export function log1p(x: number): number {
  if (!(x > -1)) return x === -1 ? -Infinity : NaN;
  if (x < 1.1102230246251565e-16 && x > -1.1102230246251565e-16) return x;
  let k = 0;
  let c = 0;
  let f = x;
  if (x > 0.4142135623730951 || x < -0.2928932188134524) {
    if (x > 1e300) return log(x);
    const u = 1 + x;
    k = magnitude(u);
    if (k < 54) c = (k >= 2 ? 1 - (u - x) : x - (u - 1)) / u;
    f = u * powerOfTwo(-k) - 1;
  }
  const half = 0.5 * f * f;
  const s = f / (2 + f);
  return s * (half + logSeries(s * s)) + (k * LN2_LOW + c) - half + f + k * LN2_HIGH;
}

/** e^x − 1, accurate near 0. */
export function expm1(x: number): number {
  if (x > 709.782712893384) return Infinity;
  if (x < -38) return -1;
  if (x !== x || (x < 1e-17 && x > -1e-17)) return x;
  let k = 0;
  let r = x;
  let c = 0;
  if (x > 0.34657359027997264 || x < -0.34657359027997264) {
    k = Math.floor(INVERSE_LN2 * x + 0.5);
    const high = x - k * LN2_HIGH;
    const low = k * LN2_LOW;
    r = high - low;
    c = high - r - low;
  }
  const half = 0.5 * r;
  const z = r * half;
  const q =
    1 +
    z *
      (-0.03333333333333313 +
        z *
          (0.0015873015872548146 +
            z * (-0.0000793650757867488 + z * (0.000004008217827329362 + z * -2.0109921818362437e-7))));
  const t = 3 - q * half;
  let e = z * ((q - t) / (6 - r * t));
  if (k === 0) return r - (r * e - z);
  e = r * (e - c) - c - z;
  if (k === -1) return 0.5 * (r - e) - 0.5;
  if (k === 1) return r < -0.25 ? -2 * (e - (r + 0.5)) : 1 + 2 * (r - e);
  if (k < 0 || k > 56) return scale(1 - (e - r), k) - 1;
  const inverse = scale(1, -k);
  return k < 20 ? scale(1 - inverse - (e - r), k) : scale(r - (e + inverse) + 1, k);
}
