/*
 * Ported from fdlibm (e_pow.c):
 *
 * Copyright (C) 2004 by Sun Microsystems, Inc. All rights reserved. Permission to use, copy, modify, and distribute this
 * software is freely granted, provided that this notice is preserved.
 */
import { doubles, HIGH, powerOfTwo, scale, upperHalf, words } from './bits.js';

const LOG2_1_5_HIGH = 0.5849624872207642;
const LOG2_1_5_LOW = 1.350039202129749e-8;
const LN2 = 0.6931471805599453;
const LN2_HIGH = 0.6931471824645996;
const LN2_LOW = -1.904654299957768e-9;
/** 2 / (3 ln 2) */
const CP = 0.9617966939259756;
const CP_HIGH = 0.9617967009544373;
const CP_LOW = -7.028461650952758e-9;
const INVERSE_LN2 = 1.4426950408889634;
const INVERSE_LN2_HIGH = 1.4426950216293335;
const INVERSE_LN2_LOW = 1.9259629911266175e-8;

/** log2 of the last argument of {@link log2}: the sum of both, `high` to 21 bits of significand. */
let high = 0;
let low = 0;

/** log2(x) of a finite x > 0 in two parts, to about 2^-68. */
function log2(x: number): void {
  let n = 0;
  let y = x;
  if (x < 1e-300) {
    n = -53;
    y = x * 9007199254740992;
  } else if (x > 1e300) {
    n = 53;
    y = x * 1.1102230246251565e-16;
  }
  doubles[0] = y;
  const top = words[HIGH];
  const j = top & 0x000fffff;
  const upper = j > 0x3988e && j < 0xbb67a;
  const exponent = (top >> 20) - (j < 0xbb67a ? 0x3ff : 0x3fe);
  n += exponent;
  const m = y * powerOfTwo(-exponent);
  const base = upper ? 1.5 : 1;
  const u = m - base;
  const v = 1 / (m + base);
  const s = u * v;
  const sHigh = upperHalf(s);
  let tHigh = upperHalf(m + base);
  let tLow = m - (tHigh - base);
  const sLow = v * (u - sHigh * tHigh - sHigh * tLow);
  const s2 = s * s;
  const r =
    s2 *
      s2 *
      (0.5999999999999946 +
        s2 *
          (0.4285714285785502 +
            s2 *
              (0.33333332981837743 +
                s2 * (0.272728123808534 + s2 * (0.23066074577556175 + s2 * 0.20697501780033842))))) +
    sLow * (sHigh + s);
  const square = sHigh * sHigh;
  tHigh = upperHalf(3 + square + r);
  tLow = r - (tHigh - 3 - square);
  const a = sHigh * tHigh;
  const b = sLow * tHigh + tLow * s;
  const pHigh = upperHalf(a + b);
  const pLow = b - (pHigh - a);
  const zHigh = CP_HIGH * pHigh;
  const zLow = CP_LOW * pHigh + pLow * CP + (upper ? LOG2_1_5_LOW : 0);
  const baseHigh = upper ? LOG2_1_5_HIGH : 0;
  high = upperHalf(zHigh + zLow + baseHigh + n);
  low = zLow - (high - n - baseHigh - zHigh);
}

/** log2(x) for x within 2^-20 of 1, for exponents beyond 2^31. */
function log2NearOne(x: number): void {
  const t = x - 1;
  const w = t * t * (0.5 - t * (0.3333333333333333 - t * 0.25));
  const u = INVERSE_LN2_HIGH * t;
  const v = t * INVERSE_LN2_LOW - w * INVERSE_LN2;
  high = upperHalf(u + v);
  low = v - (high - u);
}

/** x^y with the special cases of `Math.pow`. */
export function pow(x: number, y: number): number {
  if (y === 0) return 1;
  if (x !== x || y !== y) return NaN;
  const a = Math.abs(x);
  if (y === Infinity || y === -Infinity) return a === 1 ? NaN : a > 1 === y > 0 ? Infinity : 0;
  if (y === 1) return x;
  if (y === 2) return x * x;
  if (y === 0.5 && x > 0) return Math.sqrt(x);
  const integer = y === Math.floor(y);
  const odd = integer && Math.abs(y) < 9007199254740992 && y % 2 !== 0;
  const sign = odd && (x < 0 || Object.is(x, -0)) ? -1 : 1;
  if (a === 0) return sign * (y < 0 ? Infinity : 0);
  if (a === 1) return x < 0 && !integer ? NaN : sign;
  if (a === Infinity) return sign * (y < 0 ? 0 : Infinity);
  if (x < 0 && !integer) return NaN;
  if (Math.abs(y) > 2147483648) {
    if (a < 0.9999990463256836 || Math.abs(y) > 18446744073709552000) {
      if (a < 1) return sign * (y < 0 ? Infinity : 0);
    }
    if (a > 1.0000009536743164 || Math.abs(y) > 18446744073709552000) return sign * (y > 0 ? Infinity : 0);
    log2NearOne(a);
  } else log2(a);

  const yHigh = upperHalf(y);
  const pLow = (y - yHigh) * high + y * low;
  let pHigh = yHigh * high;
  const p = pLow + pHigh;
  if (p >= 1025) return sign * Infinity;
  if (p <= -1080) return sign * 0;
  const n = Math.floor(p + 0.5);
  pHigh -= n;
  let t = upperHalf(pLow + pHigh);
  const u = t * LN2_HIGH;
  const v = (pLow - (t - pHigh)) * LN2 + t * LN2_LOW;
  const z = u + v;
  const w = v - (z - u);
  t = z * z;
  t =
    z -
    t *
      (0.16666666666666602 +
        t *
          (-0.0027777777777015593 +
            t * (0.00006613756321437934 + t * (-0.0000016533902205465252 + t * 4.1381367970572385e-8))));
  return sign * scale(1 - ((z * t) / (t - 2) - (w + z * w) - z), n);
}
