import { KEPT, MOST, REST } from '../random/threefry-code.js';
import { threefryKernel } from '../random/threefry-vectors.js';
import {
  type Code,
  compileWasm,
  doWhile,
  f64,
  get,
  i32,
  set,
  tee,
  v128,
  type WasmFunction,
  type WasmModule,
} from '../wasm/assembler.js';
import { f64x2 } from '../wasm/lanes.js';

/** The loops of `step-loops.ts` over two steps at a time, as WebAssembly, in the memory that random numbers are drawn in. */

/** Where arrays from elsewhere are copied to, and the numbers that stay the same for all steps. */
const PLACES = [REST, REST + 8 * MOST];
const NUMBERS = REST + 16 * MOST;
const MOST_NUMBERS = 6;

/** Below this, calling costs more than two steps at a time save. */
const LEAST = 64;

// Parameters: where the values of the steps begin and end, and two arrays that are read.
const [TO, END, A, B] = [0, 1, 2, 3];
const PARAMETERS = 4;

const number = (k: number): Code => get(PARAMETERS + k);
const [U, V] = [PARAMETERS + MOST_NUMBERS, PARAMETERS + MOST_NUMBERS + 1];

const on = (address: number, bytes: number): Code => tee(address, i32.add(get(address), i32.const(bytes)));

function eachTwo(body: Code, after: Code = []): WasmFunction {
  return {
    parameters: PARAMETERS,
    integers: 0,
    vectors: MOST_NUMBERS + 2,
    body: [
      Array.from({ length: MOST_NUMBERS }, (_, k) =>
        set(PARAMETERS + k, v128.loadTwice(i32.const(0), NUMBERS + 8 * k)),
      ),
      doWhile(
        [body, set(A, i32.add(get(A), i32.const(16))), set(B, i32.add(get(B), i32.const(16)))],
        i32.lessUnsigned(on(TO, 16), get(END)),
      ),
      after,
    ],
  };
}

const value = v128.load(get(TO), 0);
const write = (result: Code): Code => v128.store(get(TO), 0, result);
const a = v128.load(get(A), 0);
const b = v128.load(get(B), 0);

/** Notes in {@link V} which of {@link U} are not numbers. */
const note: Code = set(V, v128.or(get(V), f64x2.notEqual(get(U), get(U))));
const whetherNoted: Code = i32.store(i32.const(NUMBERS), 0, v128.any(get(V)));

const functions = {
  // Start, interval; U goes through the steps.
  even: eachTwo([
    set(U, f64x2.add(v128.load(i32.const(NUMBERS), 16), get(V))),
    write(f64x2.add(number(0), f64x2.multiply(get(U), number(1)))),
    set(V, f64x2.add(get(V), f64x2.splat(2))),
  ]),
  // Slope, start.
  line: eachTwo(write(f64x2.add(value, f64x2.multiply(number(0), f64x2.subtract(a, number(1)))))),
  table: eachTwo(write(f64x2.add(value, a))),
  // The factor.
  multiples: eachTwo(write(f64x2.add(value, f64x2.multiply(number(0), a)))),
  // The heights of cosine and sine.
  wave: eachTwo(write(f64x2.add(value, f64x2.subtract(f64x2.multiply(number(0), a), f64x2.multiply(number(1), b))))),
  // The scale.
  round: eachTwo(
    [
      set(U, value),
      note,
      write(f64x2.divide(f64x2.floor(f64x2.add(f64x2.multiply(get(U), number(0)), f64x2.splat(0.5))), number(0))),
    ],
    whetherNoted,
  ),
  // Scale, step, the least and the most number of steps.
  roundWithin: eachTwo(
    [
      set(U, f64x2.floor(f64x2.add(f64x2.divide(f64x2.multiply(value, number(0)), number(1)), f64x2.splat(0.5)))),
      note,
      set(
        U,
        v128.select(
          number(2),
          v128.select(number(3), get(U), f64x2.less(number(3), get(U))),
          f64x2.less(get(U), number(2)),
        ),
      ),
      write(f64x2.divide(f64x2.multiply(get(U), number(1)), number(0))),
    ],
    whetherNoted,
  ),
  // Factor, deviation, the value before; one at a time, since each waits for the one before.
  carried: {
    parameters: PARAMETERS,
    integers: 0,
    doubles: 3,
    body: [
      [0, 1, 2].map((k) => set(PARAMETERS + k, f64.load(i32.const(NUMBERS), 8 * k))),
      doWhile(
        [
          set(
            PARAMETERS + 2,
            f64.add(
              f64.multiply(get(PARAMETERS), get(PARAMETERS + 2)),
              f64.multiply(get(PARAMETERS + 1), f64.load(get(A), 0)),
            ),
          ),
          f64.store(get(TO), 0, f64.add(f64.load(get(TO), 0), get(PARAMETERS + 2))),
          set(A, i32.add(get(A), i32.const(8))),
        ],
        i32.lessUnsigned(on(TO, 8), get(END)),
      ),
      f64.store(i32.const(NUMBERS), 0, get(PARAMETERS + 2)),
    ],
  },
} satisfies Record<string, WasmFunction>;

interface Kernel {
  readonly functions: WasmModule['functions'];
  readonly memory: ArrayBuffer;
  readonly kept: Float64Array;
  readonly drawn: Float64Array;
  readonly places: readonly Float64Array[];
  readonly numbers: Float64Array;
  readonly noted: Int32Array;
}

/** Compiled when first needed; `null` where the platform cannot. */
let kernel: Kernel | null | undefined;

function compileKernel(): Kernel | null {
  const threefry = threefryKernel();
  const module = threefry && compileWasm(functions, threefry.memory);
  if (!module) return null;
  const memory = module.memory.buffer;
  return {
    functions: module.functions,
    memory,
    kept: new Float64Array(memory, KEPT, MOST),
    drawn: new Float64Array(memory, KEPT + 8 * MOST, MOST),
    places: PLACES.map((place) => new Float64Array(memory, place, MOST)),
    numbers: new Float64Array(memory, NUMBERS, MOST_NUMBERS),
    noted: new Int32Array(memory, NUMBERS, 1),
  };
}

function stepKernel(): Kernel | null {
  return (kernel ??= kernel === null ? null : compileKernel());
}

let lent = false;

/** Has values of steps made in an array that is quick to go through, and is not to be kept. */
export function withValues<T>(length: number, use: (values: Float64Array) => T): T {
  const known = length < LEAST || length > MOST || lent ? null : stepKernel();
  if (known === null) return use(new Float64Array(length));
  lent = true;
  try {
    return use(known.kept.subarray(0, length));
  } finally {
    lent = false;
  }
}

let scratch: Float64Array | undefined;

/** A place for the random numbers of up to {@link MOST} steps, until others are asked for. */
export function drawnValues(): Float64Array {
  return (scratch ??= stepKernel()?.drawn ?? new Float64Array(MOST));
}

/** Some numbers of an array, from a place on. */
export interface Slice {
  readonly of: Float64Array;
  readonly from: number;
}

/**
 * Runs a loop over values that {@link withValues} gave.
 * @param to values, from a place on.
 * @param a, b what is read beside them.
 * @returns how many are done: 0 where they are others, or few; else all but an odd last one.
 */
export function overSteps(
  which: Exclude<keyof typeof functions, 'even'>,
  to: Slice,
  length: number,
  numbers: readonly number[],
  a?: Slice,
  b?: Slice,
): number {
  if (!kernel || to.of.buffer !== kernel.memory || length < LEAST) return 0;
  const count = length & ~1;
  numbers.forEach((x, k) => (kernel!.numbers[k] = x));
  const start = to.of.byteOffset + 8 * to.from;
  kernel.functions[which](start, start + 8 * count, placed(kernel, a, count, 0), placed(kernel, b, count, 1));
  return count;
}

function placed({ memory, places }: Kernel, slice: Slice | undefined, count: number, k: number): number {
  if (slice === undefined) return 0;
  const { of, from } = slice;
  if (of.buffer === memory) return of.byteOffset + 8 * from;
  places[k].set(of.subarray(from, from + count));
  return PLACES[k];
}

/** Whether the rounding that ran last met values that are missing. */
export const metMissing = (): boolean => kernel!.noted[0] !== 0;

/** Where a carried process stands that ran last. */
export const carriedTo = (): number => kernel!.numbers[0];

/** Writes `start + step · interval` of steps from one on. @returns how many are done. */
export function writeEvenly(out: Float64Array, start: number, interval: number, from: number, length: number): number {
  if (length < LEAST || length > MOST) return 0;
  const known = stepKernel();
  if (known === null) return 0;
  const count = length & ~1;
  [start, interval, from, from + 1].forEach((x, k) => (known.numbers[k] = x));
  known.functions.even(PLACES[0], PLACES[0] + 8 * count, 0, 0);
  out.set(known.places[0].subarray(0, count));
  return count;
}
