import { type Code, doWhile, get, i32, set, tee, v128, type WasmFunction } from '../wasm/assembler.js';
import { f64x2, i32x4 } from '../wasm/lanes.js';

/** Threefry of four counters at a time, as WebAssembly; and where it leaves what others go on with. */

/** Rows of one call. */
export const MOST = 4096;

/** Low and high words of the counters of a call, where they do not follow each other. */
export const LOW = 0;
export const HIGH = 4 * MOST;
/** Its results: two words of each row, or one double. */
export const FIRST = 8 * MOST;
export const OTHER = 12 * MOST;
/** What others may use begins here. */
export const REST = 16 * MOST;
export const PAGES = 3;

// Locals. Parameters: bytes of the low words of the rows; what is added to x and y before the first round and after each
// fourth one; the first low word, where counters follow each other.
const BYTES = 0;
const SUMS = 1;
const START = 9;
/** Of the low words of the four rows; their doubles are at twice as much. */
export const ADDRESS = 10;
/** Integers from here on are for what goes on with the rows, up to the sums in all lanes. */
export const INTEGERS = 11;
const LANES = 13;
// The state, and the next counters.
export const X = 21;
export const Y = 22;
const NEXT = 23;
const LEFT = 24;
const RIGHT = 25;
const SCALES = 26;
/** Vectors from here on are for what goes on with the rows. */
export const VECTORS = 28;

const ROTATIONS = [13, 15, 26, 6, 17, 29, 16, 24, 13, 15, 26, 6, 17];

/** The state of `threefry` before its first round goes in, what is left after the last comes out. */
function rounds(): Code {
  return ROTATIONS.map((bits, round) => [
    set(X, i32x4.add(get(X), get(Y))),
    set(
      Y,
      v128.xor(
        v128.or(i32x4.shiftLeft(get(Y), i32.const(bits)), i32x4.shiftRightUnsigned(get(Y), i32.const(32 - bits))),
        get(X),
      ),
    ),
    round % 4 === 3
      ? [
          set(X, i32x4.add(get(X), get(LANES + (round + 1) / 2))),
          set(Y, i32x4.add(get(Y), get(LANES + (round + 1) / 2 + 1))),
        ]
      : [],
  ]);
}

/** What is written of each four rows, of {@link X} and {@link Y}. */
export interface Written {
  readonly before?: Code;
  readonly each: Code;
  readonly after?: Code;
  /** Locals from {@link VECTORS} on. */
  readonly vectors?: number;
}

/** Goes through the rows of a call, four at a time: of counters in memory, and of such that follow each other. */
export function overRows({ before = [], each, after = [], vectors = 0 }: Written): Record<Counters, WasmFunction> {
  const loop = (prepare: Code, start: Code): WasmFunction => ({
    parameters: ADDRESS,
    integers: 1 + LANES - INTEGERS,
    vectors: VECTORS - LANES + vectors,
    body: [
      Array.from({ length: 8 }, (_, k) => set(LANES + k, i32x4.splat(get(SUMS + k)))),
      set(SCALES, f64x2.splat(2 ** 26)),
      set(SCALES + 1, f64x2.splat(2 ** -53)),
      prepare,
      before,
      doWhile(
        [start, rounds(), each],
        i32.lessUnsigned(tee(ADDRESS, i32.add(get(ADDRESS), i32.const(16))), get(BYTES)),
      ),
      after,
    ],
  });
  const lanes = (of: (lane: number) => number): Code => v128.const([0, 1, 2, 3].flatMap((lane) => [of(lane), 0, 0, 0]));
  return {
    any: loop(
      [],
      [
        set(X, i32x4.add(v128.load(get(ADDRESS), LOW), get(LANES))),
        set(Y, i32x4.add(v128.load(get(ADDRESS), HIGH), get(LANES + 1))),
      ],
    ),
    consecutive: loop(
      set(
        NEXT,
        i32x4.add(
          i32x4.add(
            i32x4.splat(get(START)),
            lanes((k) => k),
          ),
          get(LANES),
        ),
      ),
      [
        set(X, get(NEXT)),
        set(
          NEXT,
          i32x4.add(
            get(NEXT),
            lanes(() => 4),
          ),
        ),
        set(Y, get(LANES + 1)),
      ],
    ),
  };
}

/** Counters in memory, or those from the one given on, which have one high word. */
export type Counters = 'any' | 'consecutive';

/** Of two rows the uniforms, of the words in the lower halves of two vectors: the upper 27 and the lower 26 of 53 bits. */
const uniformsOf = (left: Code, right: Code): Code =>
  f64x2.multiply(
    f64x2.add(f64x2.multiply(f64x2.fromLowerIntegers(left), get(SCALES)), f64x2.fromLowerIntegers(right)),
    get(SCALES + 1),
  );

/** Hands on the uniforms of four rows, two by two. */
export const eachUniforms = (use: (uniforms: Code, pair: 0 | 1) => Code): Code => [
  set(LEFT, i32x4.shiftRightUnsigned(get(X), i32.const(5))),
  set(RIGHT, i32x4.shiftRightUnsigned(get(Y), i32.const(6))),
  use(uniformsOf(get(LEFT), get(RIGHT)), 0),
  use(uniformsOf(v128.upperHalf(get(LEFT)), v128.upperHalf(get(RIGHT))), 1),
];

/** Where the double of the first of the four rows stands. */
export const DOUBLES: Code = i32.add(get(ADDRESS), get(ADDRESS));
