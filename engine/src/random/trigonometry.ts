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
    8.33333333332248946124e-3 +
    z *
      (-1.98412698298579493134e-4 +
        z * (2.75573137070700676789e-6 + z * (-2.50507602534068634195e-8 + z * 1.58969099521155010221e-10)));
  return x - (z * (0.5 * y - v * r) - y - v * -1.66666666666666324348e-1);
}

/** Cosine of x + y, |x| ≤ π/4, y the tail of x. */
function kernelCos(x: number, y: number): number {
  const z = x * x;
  const r =
    z *
    (4.16666666666666019037e-2 +
      z *
        (-1.38888888888741095749e-3 +
          z *
            (2.48015872894767294178e-5 +
              z * (-2.75573143513906633035e-7 + z * (2.0875723212981748279e-9 + z * -1.13596475577881948265e-11)))));
  const half = 0.5 * z;
  const w = 1 - half;
  return w + (1 - w - half + (z * r - x * y));
}

const PI_HALF_1 = 1.57079632673412561417;
const PI_HALF_1_TAIL = 6.07710050650619224932e-11;
const PI_HALF_2 = 6.0771005063039659766e-11;
const PI_HALF_2_TAIL = 2.02226624879595063154e-21;
const PI_HALF_3 = 2.0222662487111664558e-21;
const PI_HALF_3_TAIL = 8.47842766036889956997e-32;

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
  const n = Math.floor(x * 6.36619772367581382433e-1 + 0.5);
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
