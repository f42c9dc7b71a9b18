import { erfc } from './error-function.js';
import { log } from './exact.js';
import { vectorDraws, vectorNormals } from './normal-vectors.js';
import type { Addresses } from './stream.js';

const SQRT_HALF = 0.7071067811865476;

/** What a uniform of exactly 0 is taken for: half the step of {@link Stream}'s uniforms, so that no draw is infinite. */
export const LEAST_UNIFORM = 5.551115123125783e-17;

/** Distribution function of the standard normal; exact to the relative 10^-13 far into the lower tail. */
export function normalCdf(x: number): number {
  return 0.5 * erfc(-x * SQRT_HALF);
}

/**
 * Quantile function of the standard normal, 0 < p < 1, to about 1 part in 10^16.
 * M. J. Wichura, "Algorithm AS 241: The percentage points of the normal distribution", Applied Statistics 37 (1988), PPND16.
 */
export function normalQuantile(p: number): number {
  const q = p - 0.5;
  if (q <= 0.425 && q >= -0.425) {
    const r = 0.180625 - q * q;
    return (
      (q *
        (((((((2509.0809287301227 * r + 33430.57558358813) * r + 67265.7709270087) * r + 45921.95393154987) * r +
          13731.69376550946) *
          r +
          1971.5909503065513) *
          r +
          133.14166789178438) *
          r +
          3.3871328727963665)) /
      (((((((5226.495278852854 * r + 28729.085735721943) * r + 39307.89580009271) * r + 21213.794301586597) * r +
        5394.196021424751) *
        r +
        687.1870074920579) *
        r +
        42.31333070160091) *
        r +
        1)
    );
  }
  return q < 0 ? -upperTail(p) : upperTail(1 - p);
}

/** The z > 1.4 above which the standard normal has the mass `p`. */
function upperTail(p: number): number {
  if (!(p > 0)) return p === 0 ? Infinity : NaN;
  let r = Math.sqrt(-log(p));
  if (r <= 5) {
    r -= 1.6;
    return (
      (((((((0.0007745450142783414 * r + 0.022723844989269184) * r + 0.2417807251774506) * r + 1.2704582524523684) * r +
        3.6478483247632045) *
        r +
        5.769497221460691) *
        r +
        4.630337846156546) *
        r +
        1.4234371107496835) /
      (((((((1.0507500716444169e-9 * r + 0.0005475938084995345) * r + 0.015198666563616457) * r + 0.14810397642748008) *
        r +
        0.6897673349851) *
        r +
        1.6763848301838038) *
        r +
        2.053191626637759) *
        r +
        1)
    );
  }
  r -= 5;
  return (
    (((((((2.0103343992922881e-7 * r + 0.000027115555687434876) * r + 0.0012426609473880784) * r +
      0.026532189526576124) *
      r +
      0.29656057182850487) *
      r +
      1.7848265399172913) *
      r +
      5.463784911164114) *
      r +
      6.657904643501103) /
    (((((((2.0442631033899397e-15 * r + 1.421511758316446e-7) * r + 0.000018463183175100548) * r +
      0.0007868691311456133) *
      r +
      0.014875361290850615) *
      r +
      0.1369298809227358) *
      r +
      0.599832206555888) *
      r +
      1)
  );
}

/** As {@link normalQuantile}, of a uniform in [0, 1). */
function normalOf(u: number): number {
  return normalQuantile(u > 0 ? u : LEAST_UNIFORM);
}

/** Standard normals of uniforms in [0, 1): `out[i]` from `u[i]`; both may be one array. */
export function fillNormals(u: Float64Array, length: number, out: Float64Array): void {
  if (vectorNormals(u, length, out, normalOf)) return;
  for (let i = 0; i < length; i++) out[i] = normalOf(u[i]);
}

/**
 * Standard normals of the uniforms of a stream's keys at addresses, without these being written down.
 * @returns false where nothing was done: for few rows, and where the platform has no vectors.
 */
export function drawNormals(key0: number, key1: number, at: Addresses, shift: number, out: Float64Array): boolean {
  return vectorDraws(key0, key1, at, shift, out, normalOf);
}
