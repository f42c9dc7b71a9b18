import { type Code, doWhile, get, i32, set, tee, v128, type WasmFunction } from '../wasm/assembler.js';
import { f64x2, i32x4, i8x16 } from '../wasm/lanes.js';

/** Threefry of four counters at a time, as WebAssembly; and where it leaves what others go on with. */

/** Rows of one call. */
export const MOST = 4096;
/** Below this, calling costs more than four rows at a time save. */
export const LEAST = 64;

/** Low and high words of the counters of a call, where they do not follow each other. */
export const LOW = 0;
export const HIGH = 4 * MOST;
/** Its results: two words of each row, or one double. */
export const FIRST = 8 * MOST;
export const OTHER = 12 * MOST;
/** What others may use for the time of a call begins here. */
export const REST = 16 * MOST;
/** Two doubles of each row that stay there while others draw; whose they are is up to those who use them. */
export const KEPT = 3 * 65536;
export const PAGES = 4;

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
// The state of four rows, and of the next four.
export const X = 21;
export const Y = 22;
const STATES = [
  [X, Y],
  [23, 24],
] as const;
// Of counters that follow each other: what the first round adds up to in the next four rows, and what it rotates.
const NEXT = 25;
const ROTATED = 26;
const LEFT = 27;
const RIGHT = 28;
const SCALES = 29;
/** Vectors from here on are for what goes on with the rows. */
export const VECTORS = 31;

const ROTATIONS = [13, 15, 26, 6, 17, 29, 16, 24, 13, 15, 26, 6, 17];

const rotated = (y: number, bits: number): Code =>
  bits % 8 === 0
    ? i8x16.swizzle(get(y), v128.const(Array.from({ length: 16 }, (_, i) => (i & ~3) + ((i - bits / 8) & 3))))
    : v128.or(i32x4.shiftLeft(get(y), i32.const(bits)), i32x4.shiftRightUnsigned(get(y), i32.const(32 - bits)));

/**
 * The state of `threefry` before round number `from` goes in, what is left after the last comes out. Fours of rows take
 * turns: a round has to wait for the one before.
 */
function rounds(from: number): Code {
  return ROTATIONS.slice(from).map((bits, i) => {
    const round = from + i;
    return [
      STATES.map(([x, y]) => set(x, i32x4.add(get(x), get(y)))),
      STATES.map(([x, y]) => set(y, v128.xor(rotated(y, bits), get(x)))),
      round % 4 === 3
        ? STATES.map(([x, y]) => [
            set(x, i32x4.add(get(x), get(LANES + (round + 1) / 2))),
            set(y, i32x4.add(get(y), get(LANES + (round + 1) / 2 + 1))),
          ])
        : [],
    ];
  });
}

/** What is written of each four rows, of {@link X} and {@link Y}. */
export interface Written {
  readonly before?: Code;
  readonly each: Code;
  readonly after?: Code;
  /** Locals from {@link VECTORS} on. */
  readonly vectors?: number;
}

const FOUR = i32.const(16);

/**
 * Goes through the rows of a call, four at a time: of counters in memory, and of such that follow each other. It goes on up
 * to a multiple of eight rows.
 */
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
        [
          start,
          each,
          set(ADDRESS, i32.add(get(ADDRESS), FOUR)),
          STATES[0].map((local, i) => set(local, get(STATES[1][i]))),
          each,
        ],
        i32.lessUnsigned(tee(ADDRESS, i32.add(get(ADDRESS), FOUR)), get(BYTES)),
      ),
      after,
    ],
  });
  const lanes = (of: (lane: number) => number): Code => v128.const([0, 1, 2, 3].flatMap((lane) => [of(lane), 0, 0, 0]));
  const four = lanes(() => 4);
  const numbers = lanes((lane) => lane);
  return {
    // Of most kinds of draws only the other is ever needed.
    get any() {
      return loop(
        [],
        [
          STATES.map(([x, y], i) => [
            set(x, i32x4.add(v128.load(get(ADDRESS), LOW + 16 * i), get(LANES))),
            set(y, i32x4.add(v128.load(get(ADDRESS), HIGH + 16 * i), get(LANES + 1))),
          ]),
          rounds(0),
        ],
      );
    },
    get consecutive() {
      return loop(
        [
          set(ROTATED, rotated(LANES + 1, ROTATIONS[0])),
          set(NEXT, i32x4.add(i32x4.add(i32x4.splat(get(START)), numbers), i32x4.add(get(LANES), get(LANES + 1)))),
        ],
        [
          STATES.map(([x, y]) => [
            set(x, get(NEXT)),
            set(y, v128.xor(get(ROTATED), get(x))),
            set(NEXT, i32x4.add(get(NEXT), four)),
          ]),
          rounds(1),
        ],
      );
    },
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
