import { type Code, get, set, v128 } from '../wasm/assembler.js';
import { f64x2, i64x2 } from '../wasm/lanes.js';

/**
 * The functions of `exact.ts` on two doubles at a time, as WebAssembly: the same operations in the same order, so the same
 * bits. They take a vector from a local and leave their result in it; other locals are theirs to use.
 */

const { splat, add, subtract, multiply, divide, floor, less } = f64x2;

const LN2_HIGH = splat(0.6931471803691238);
const LN2_LOW = splat(1.9082149292705877e-10);
const ONE = splat(1);
const TWO = splat(2);

/** c₀ + z (c₁ + z (c₂ + …)), z in a local. */
function series(z: number, [first, ...others]: readonly number[]): Code {
  return others.length === 0 ? splat(first) : add(splat(first), multiply(get(z), series(z, others)));
}

/** How many locals these functions use, from the one given on. */
export const SCRATCH = 9;

/** e^x, |x| ≤ 700. */
export function expCode(x: number, scratch: number): Code {
  const [k, high, low, r, t] = Array.from({ length: 5 }, (_, i) => scratch + i);
  const c = x;
  return [
    set(k, floor(add(multiply(splat(1.4426950408889634), get(x)), splat(0.5)))),
    set(high, subtract(get(x), multiply(get(k), LN2_HIGH))),
    set(low, multiply(get(k), LN2_LOW)),
    set(r, subtract(get(high), get(low))),
    set(t, multiply(get(r), get(r))),
    set(
      c,
      subtract(
        get(r),
        multiply(
          get(t),
          series(
            t,
            [
              0.16666666666666602, -0.0027777777777015593, 0.00006613756321437934, -0.0000016533902205465252,
              4.1381367970572385e-8,
            ],
          ),
        ),
      ),
    ),
    set(
      x,
      multiply(
        subtract(ONE, subtract(subtract(get(low), divide(multiply(get(r), get(c)), subtract(TWO, get(c)))), get(high))),
        // 2^k: the low bits of this sum are k + 1023.
        i64x2.shiftLeft(add(get(k), splat(2 ** 52 + 1023)), [0x41, 52]),
      ),
    ),
  ];
}

/** The exponent of a positive number as the upper 12 bits of a double: by which power of two it exceeds [√½, √2), plus 1023. */
const biasedMagnitude = (x: Code): Code =>
  i64x2.shiftRightUnsigned(
    i64x2.add(i64x2.shiftRightUnsigned(x, [0x41, 32]), i64x2.splat(0x3ff00000 - 0x3fe6a09e)),
    [0x41, 20],
  );

/** A whole number below 2^52 as a double, less 1023. */
const unbiased = (whole: Code): Code => subtract(v128.or(whole, splat(2 ** 52)), splat(2 ** 52 + 1023));

/** 2^(1023 − biased). */
const inversePower = (biased: Code): Code => i64x2.shiftLeft(i64x2.subtract(i64x2.splat(2046), biased), [0x41, 52]);

/** What `log` and `log1p` end with: of f in one local, k in another, a correction of k in a third, into `x`. */
function logOf(x: number, f: number, k: number, correction: Code, scratch: number): Code {
  const [half, s, z] = Array.from({ length: 3 }, (_, i) => scratch + i);
  const w = x;
  const even = add(
    multiply(get(w), series(w, [0.3999999999940942, 0.22222198432149784, 0.15313837699209373])),
    multiply(get(z), series(w, [0.6666666666666735, 0.2857142874366239, 0.1818357216161805, 0.14798198605116586])),
  );
  return [
    set(half, multiply(multiply(splat(0.5), get(f)), get(f))),
    set(s, divide(get(f), add(TWO, get(f)))),
    set(z, multiply(get(s), get(s))),
    set(w, multiply(get(z), get(z))),
    set(
      x,
      add(
        add(subtract(add(multiply(get(s), add(get(half), even)), correction), get(half)), get(f)),
        multiply(get(k), LN2_HIGH),
      ),
    ),
  ];
}

/** The natural logarithm of 1e-300 … 1e300. */
export function logCode(x: number, scratch: number): Code {
  const [k, f] = [scratch, scratch + 1];
  return [
    set(k, biasedMagnitude(get(x))),
    set(f, subtract(multiply(get(x), inversePower(get(k))), ONE)),
    set(k, unbiased(get(k))),
    logOf(x, f, k, multiply(get(k), LN2_LOW), scratch + 2),
  ];
}

/** log(1 + x), −1 < x ≤ 0. */
export function log1pCode(x: number, scratch: number): Code {
  const [k, f, c, u, given, result] = Array.from({ length: 6 }, (_, i) => scratch + i);
  const far = less(get(given), splat(-0.2928932188134524));
  return [
    set(given, get(x)),
    set(u, add(ONE, get(x))),
    set(k, biasedMagnitude(get(u))),
    set(f, v128.select(subtract(multiply(get(u), inversePower(get(k))), ONE), get(x), far)),
    set(c, v128.and(divide(subtract(get(x), subtract(get(u), ONE)), get(u)), far)),
    set(k, v128.and(unbiased(get(k)), far)),
    set(result, add(multiply(get(k), LN2_LOW), get(c))),
    logOf(x, f, k, get(result), result + 1),
    // Closer to 0 it is x itself.
    set(x, v128.select(get(given), get(x), less(splat(-1.1102230246251565e-16), get(given)))),
  ];
}
