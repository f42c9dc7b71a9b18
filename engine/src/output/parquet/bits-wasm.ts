import { type Code, get, i32, i64, set } from '../../wasm/assembler.js';

/** Numbers of locals: where bits are written, how many a value has, and those that are not yet a byte. */
export interface BitLocals {
  readonly at: number;
  readonly width: number;
  /** An i64. */
  readonly buffer: number;
  readonly bits: number;
}

/**
 * Writes two values, as i64, of at most 24 bits each: whole bytes, the rest stays in the buffer. Always stores eight bytes,
 * of which the next ones cover those that are too many.
 */
export function putBits({ at, width, buffer, bits }: BitLocals, first: Code, second: Code): Code {
  const both = i64.or(first, i64.shiftLeft(second, i64.fromInteger(get(width))));
  return [
    set(buffer, i64.or(get(buffer), i64.shiftLeft(both, i64.fromInteger(get(bits))))),
    i64.store(get(at), 0, get(buffer)),
    set(bits, i32.add(get(bits), i32.shiftLeft(get(width), i32.const(1)))),
    set(at, i32.add(get(at), i32.shiftRightUnsigned(get(bits), i32.const(3)))),
    set(buffer, i64.shiftRightUnsigned(get(buffer), i64.fromInteger(i32.and(get(bits), i32.const(0x38))))),
    set(bits, i32.and(get(bits), i32.const(7))),
  ];
}
