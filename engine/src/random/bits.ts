/** Scratch memory through which a double is seen as two 32-bit words. */
export const doubles = new Float64Array(1);
export const words = new Int32Array(doubles.buffer);

const littleEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/** Index in {@link words} of sign, exponent and the top 20 bits of the significand. */
export const HIGH = littleEndian ? 1 : 0;

/**
 * The upper 21 bits of a significand (Veltkamp's splitting), so that products of two such numbers are exact; |x| < 2^990.
 * Arithmetic instead of a cleared word: reading a double back after writing half of it stalls the processor.
 */
export function upperHalf(x: number): number {
  const shifted = x * 4294967297;
  return shifted - (shifted - x);
}

const SMALLEST_EXPONENT = -1022;
const powersOfTwo = new Float64Array(2046);
powersOfTwo[0] = 2.2250738585072014e-308;
for (let i = 1; i < powersOfTwo.length; i++) powersOfTwo[i] = 2 * powersOfTwo[i - 1];

/** 2^n for −1022 ≤ n ≤ 1023. */
export function powerOfTwo(n: number): number {
  return powersOfTwo[n - SMALLEST_EXPONENT];
}

/** x · 2^n with one rounding, for an `x` of magnitude about 1 and any integer `n`. */
export function scale(x: number, n: number): number {
  if (n >= SMALLEST_EXPONENT && n <= 1023) return x * powersOfTwo[n - SMALLEST_EXPONENT];
  if (n > 1023) return n > 1100 ? x * Infinity : x * powersOfTwo[2045] * powersOfTwo[n - 1023 - SMALLEST_EXPONENT];
  return n < -1200 ? x * 0 : x * powersOfTwo[n + 200 - SMALLEST_EXPONENT] * powersOfTwo[-200 - SMALLEST_EXPONENT];
}
