import { binary, type Code, double, leb, simd, unary } from './assembler.js';

/** Vectors as lanes of one type; a shift takes its count as i32. */

export const i8x16 = {
  splat: unary(simd(0x0f)),
  /** Bytes by their numbers: 0 … 15 of the first vector, 16 … 31 of the other. */
  shuffle: (a: Code, b: Code, bytes: readonly number[]): Code => [a, b, simd(0x0d), bytes],
  /** Lanes of so many bytes of two vectors in turn, those of the lower or the upper halves. V8 has single instructions for these. */
  interleave: (a: Code, b: Code, size: number, half: 0 | 1): Code =>
    i8x16.shuffle(
      a,
      b,
      Array.from({ length: 16 }, (_, i) => {
        const lane = Math.floor(i / size);
        return (lane % 2) * 16 + 8 * half + Math.floor(lane / 2) * size + (i % size);
      }),
    ),
  /** Bytes of `a` by the numbers in `b`; 0 where these are beyond 15. */
  swizzle: binary(simd(0x0e)),
  shiftRightUnsigned: binary(simd(0x6d)),
  lessUnsigned: binary(simd(0x26)),
  /** The highest bit of each lane, as i32; the first lane's is the lowest. */
  bitmask: unary(simd(0x64)),
};

export const i32x4 = {
  splat: unary(simd(0x11)),
  lane: (a: Code, lane: number): Code => [a, simd(0x1b), lane],
  replaceLane: (a: Code, lane: number, value: Code): Code => [a, value, simd(0x1c), lane],
  shiftLeft: binary(simd(0xab)),
  shiftRightUnsigned: binary(simd(0xad)),
  add: binary(simd(0xae)),
  multiply: binary(simd(0xb5)),
};

export const i64x2 = {
  lane: (a: Code, lane: number): Code => [a, simd(0x1d), lane],
  /** Of an i64. */
  spread: unary(simd(0x12)),
  lessSigned: binary(simd(0xd8)),
  splat: (value: number): Code => [0x42, leb(value), simd(0x12)],
  shiftLeft: binary(simd(0xcb)),
  shiftRightUnsigned: binary(simd(0xcd)),
  add: binary(simd(0xce)),
  subtract: binary(simd(0xd1)),
  /** The highest bit of each lane, as i32; the first lane's is the lowest. */
  bitmask: unary(simd(0xc4)),
};

export const f64x2 = {
  splat: (value: number): Code => [0x44, double(value), simd(0x14)],
  absolute: unary(simd(0xec)),
  negate: unary(simd(0xed)),
  squareRoot: unary(simd(0xef)),
  floor: unary(simd(0x75)),
  notEqual: binary(simd(0x48)),
  less: binary(simd(0x49)),
  lessEqual: binary(simd(0x4b)),
  /** The lesser of each; the first where they are equal. */
  lesser: (a: Code, b: Code): Code => [a, b, simd(0xf4)],
  add: binary(simd(0xf0)),
  subtract: binary(simd(0xf1)),
  multiply: binary(simd(0xf2)),
  divide: binary(simd(0xf3)),
  /** Of the lower two of four signed integers. */
  fromLowerIntegers: unary(simd(0xfe)),
};
