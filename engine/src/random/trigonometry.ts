/*
 * The kernels and the reduction of moderate arguments are ported from fdlibm (k_sin.c, k_cos.c, e_rem_pio2.c):
 *
 * Copyright (C) 1993 by Sun Microsystems, Inc. All rights reserved. Developed at SunSoft, a Sun Microsystems, Inc.
 * business. Permission to use, copy, modify, and distribute this software is freely granted, provided that this notice
 * is preserved.
 */
import { doubles, HIGH, words } from './bits.js';

/** Sine of x + y, |x| ≤ π/4, y the tail of x. */
function kernelSin(x: number, y: number): number {
  const z = x * x;
  const v = z * x;
  const r =
    0.00833333333332249 +
    z *
      (-0.0001984126982985795 +
        z * (0.0000027557313707070068 + z * (-2.5050760253406863e-8 + z * 1.58969099521155e-10)));
  return x - (z * (0.5 * y - v * r) - y - v * -0.16666666666666632);
}

/** Cosine of x + y, |x| ≤ π/4, y the tail of x. */
function kernelCos(x: number, y: number): number {
  const z = x * x;
  const r =
    z *
    (0.0416666666666666 +
      z *
        (-0.001388888888887411 +
          z *
            (0.00002480158728947673 +
              z * (-2.7557314351390663e-7 + z * (2.087572321298175e-9 + z * -1.1359647557788195e-11)))));
  const half = 0.5 * z;
  const w = 1 - half;
  return w + (1 - w - half + (z * r - x * y));
}

const PI_HALF_1 = 1.5707963267341256;
const PI_HALF_1_TAIL = 6.077100506506192e-11;
const PI_HALF_2 = 6.077100506303966e-11;
const PI_HALF_2_TAIL = 2.0222662487959506e-21;
const PI_HALF_3 = 2.0222662487111665e-21;
const PI_HALF_3_TAIL = 8.4784276603689e-32;

/** Remainder of the last {@link reduce}: the sum of both is x − n·π/2, in [−π/4, π/4]. */
let remainder = 0;
let tail = 0;

/** Bits of significand lost between `x` and `y`. */
function lost(x: number, y: number): number {
  doubles[0] = x;
  const before = (words[HIGH] >> 20) & 0x7ff;
  doubles[0] = y;
  return before - ((words[HIGH] >> 20) & 0x7ff);
}

/** n mod 4 of the multiple of π/2 nearest to x; what remains is left in {@link remainder} and {@link tail}. */
function reduce(x: number): number {
  if (x > 1647099 || x < -1647099) return reduceLarge(x);
  const n = Math.floor(x * 0.6366197723675814 + 0.5);
  let r = x - n * PI_HALF_1;
  let w = n * PI_HALF_1_TAIL;
  remainder = r - w;
  if (lost(x, remainder) > 16) {
    let t = r;
    w = n * PI_HALF_2;
    r = t - w;
    w = n * PI_HALF_2_TAIL - (t - r - w);
    remainder = r - w;
    if (lost(x, remainder) > 49) {
      t = r;
      w = n * PI_HALF_3;
      r = t - w;
      w = n * PI_HALF_3_TAIL - (t - r - w);
      remainder = r - w;
    }
  }
  tail = r - remainder - w;
  return n & 3;
}

/** Binary digits of π/2 after the point that leave 2^-150 after the largest double is reduced. */
const DIGITS = 1200n;
let halfPi: bigint | undefined;

/** π/2 · 2^1200, by Machin's formula. */
function halfPiDigits(): bigint {
  const one = 1n << (DIGITS + 32n);
  const arctan = (n: bigint): bigint => {
    let term = one / n;
    let sum = term;
    for (let k = 3n; term !== 0n; k += 2n) {
      term = -term / (n * n);
      sum += term / k;
    }
    return sum;
  };
  return (8n * arctan(5n) - 2n * arctan(239n)) >> 32n;
}

function reduceLarge(x: number): number {
  halfPi ??= halfPiDigits();
  let exact = Math.abs(x) < 9007199254740992 ? BigInt(x * 4294967296) << (DIGITS - 32n) : BigInt(x) << DIGITS;
  let n = exact / halfPi;
  exact -= n * halfPi;
  if (2n * exact > halfPi) {
    exact -= halfPi;
    n += 1n;
  } else if (2n * exact < -halfPi) {
    exact += halfPi;
    n -= 1n;
  }
  const digits = exact >> (DIGITS - 160n);
  remainder = Number(digits) * 6.842277657836021e-49;
  tail = Number(digits - BigInt(Number(digits))) * 6.842277657836021e-49;
  return Number(n & 3n);
}

/** Sine of x radians. */
export function sin(x: number): number {
  if (x - x !== 0) return NaN;
  if (x < 0.7853981633974483 && x > -0.7853981633974483) return kernelSin(x, 0);
  const n = reduce(x);
  const y = n & 1 ? kernelCos(remainder, tail) : kernelSin(remainder, tail);
  return n & 2 ? -y : y;
}

/** Cosine of x radians. */
export function cos(x: number): number {
  if (x - x !== 0) return NaN;
  if (x < 0.7853981633974483 && x > -0.7853981633974483) return kernelCos(x, 0);
  const n = reduce(x);
  const y = n & 1 ? kernelSin(remainder, tail) : kernelCos(remainder, tail);
  return ((n + 1) & 2) !== 0 ? -y : y;
}
