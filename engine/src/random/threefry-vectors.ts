import type { Addresses } from './stream.js';
import { PARITY } from './threefry.js';
import {
  type Code,
  compileWasm,
  doWhile,
  get,
  i32,
  set,
  tee,
  v128,
  type WasmFunction,
  type WasmModule,
} from '../wasm/assembler.js';
import { f64x2, i32x4 } from '../wasm/lanes.js';

/** Rows of one call. Their counters take the lower half of one page of memory, what becomes of them the upper half. */
const MOST = 4096;
const LOW = 0;
const HIGH = 4 * MOST;
const FIRST = 8 * MOST;
const OTHER = 12 * MOST;

/** Below this, copying and calling cost more than four rows at a time save. */
const LEAST = 64;

// Locals. Parameters: bytes of the counters of a row's low words, then what is added to x and y before the first round
// and after each fourth one. The same sums in all lanes follow, then the state.
const BYTES = 0;
const SUMS = 1;
const ADDRESS = 9;
const LANES = 10;
const X = 18;
const Y = 19;
const LEFT = 20;
const RIGHT = 21;

const ROTATIONS = [13, 15, 26, 6, 17, 29, 16, 24, 13, 15, 26, 6, 17];

/** `threefry` of the four rows at the address. */
function rounds(): Code {
  const inject = (k: number): Code => [
    set(X, i32x4.add(get(X), get(LANES + 2 * k))),
    set(Y, i32x4.add(get(Y), get(LANES + 2 * k + 1))),
  ];
  return [
    set(X, v128.load(get(ADDRESS), LOW)),
    set(Y, v128.load(get(ADDRESS), HIGH)),
    inject(0),
    ROTATIONS.map((bits, round) => [
      set(X, i32x4.add(get(X), get(Y))),
      set(
        Y,
        v128.xor(
          v128.or(i32x4.shiftLeft(get(Y), i32.const(bits)), i32x4.shiftRightUnsigned(get(Y), i32.const(32 - bits))),
          get(X),
        ),
      ),
      round % 4 === 3 ? inject((round + 1) / 4) : [],
    ]),
  ];
}

/** Calls for every four rows, with the offset of their low counters in {@link ADDRESS}. */
function loop(write: Code): WasmFunction {
  return {
    parameters: ADDRESS,
    integers: 1,
    vectors: 12,
    body: [
      Array.from({ length: 8 }, (_, k) => set(LANES + k, i32x4.splat(get(SUMS + k)))),
      doWhile([rounds(), write], i32.lessUnsigned(tee(ADDRESS, i32.add(get(ADDRESS), i32.const(16))), get(BYTES))),
    ],
  };
}

/** Two uniforms of the lower halves of {@link LEFT} and {@link RIGHT}, the upper 27 and the lower 26 of 53 bits. */
const uniforms = (left: Code, right: Code): Code =>
  f64x2.multiply(
    f64x2.add(f64x2.multiply(f64x2.fromLowerIntegers(left), f64x2.splat(2 ** 26)), f64x2.fromLowerIntegers(right)),
    f64x2.splat(2 ** -53),
  );

const twice = (address: Code): Code => i32.add(address, address);

interface Kernel {
  readonly words: WasmModule['functions'][string];
  readonly uniforms: WasmModule['functions'][string];
  readonly low: Int32Array;
  readonly high: Int32Array;
  readonly first: Int32Array;
  readonly other: Int32Array;
  readonly doubles: Float64Array;
}

/** Compiled when first needed; `null` where the platform cannot. */
let kernel: Kernel | null | undefined;

function compileKernel(): Kernel | null {
  const module = compileWasm(
    {
      words: loop([v128.store(get(ADDRESS), FIRST, get(X)), v128.store(get(ADDRESS), OTHER, get(Y))]),
      uniforms: loop([
        set(LEFT, i32x4.shiftRightUnsigned(get(X), i32.const(5))),
        set(RIGHT, i32x4.shiftRightUnsigned(get(Y), i32.const(6))),
        v128.store(twice(get(ADDRESS)), FIRST, uniforms(get(LEFT), get(RIGHT))),
        v128.store(twice(get(ADDRESS)), FIRST + 16, uniforms(v128.upperHalf(get(LEFT)), v128.upperHalf(get(RIGHT)))),
      ]),
    },
    1,
  );
  if (module === undefined) return null;
  const { functions } = module;
  const memory = module.memory.buffer;
  const words = (offset: number): Int32Array => new Int32Array(memory, offset, MOST);
  return {
    words: functions.words,
    uniforms: functions.uniforms,
    low: words(LOW),
    high: words(HIGH),
    first: words(FIRST),
    other: words(OTHER),
    doubles: new Float64Array(memory, FIRST, MOST),
  };
}

/** Runs one of the kernel's functions over all rows, and hands on what it left in memory for each stretch of them. */
function run(
  which: 'words' | 'uniforms',
  key0: number,
  key1: number,
  { low, high, length }: Addresses,
  shift: number,
  take: (kernel: Kernel, from: number, count: number) => void,
): boolean {
  if (length < LEAST) return false;
  if (kernel === undefined) kernel = compileKernel();
  if (kernel === null) return false;
  const key2 = PARITY ^ key0 ^ key1;
  const call = kernel[which];
  for (let from = 0; from < length; from += MOST) {
    const count = Math.min(MOST, length - from);
    kernel.low.set(low.length === count ? low : low.subarray(from, from + count));
    kernel.high.set(high.length === count ? high : high.subarray(from, from + count));
    call(4 * count, key0, key1 + shift, key1, key2 + 1, key2, key0 + 2, key0, key1 + 3);
    take(kernel, from, count);
  }
  return true;
}

/**
 * {@link threefry} of many counters, four at a time, as WebAssembly; each result is that of one call. `shift` is added to
 * the high words.
 * @returns false where nothing was done: for few rows, and where the platform has no vectors.
 */
export function fillWords(
  key0: number,
  key1: number,
  at: Addresses,
  shift: number,
  first: Int32Array,
  other: Int32Array,
): boolean {
  return run('words', key0, key1, at, shift, (kernel, from, count) => {
    first.set(kernel.first.subarray(0, count), from);
    other.set(kernel.other.subarray(0, count), from);
  });
}

/** As {@link fillWords}, both words of each result as one multiple of 2^-53 in [0, 1). */
export function fillUniforms(key0: number, key1: number, at: Addresses, shift: number, out: Float64Array): boolean {
  return run('uniforms', key0, key1, at, shift, (kernel, from, count) => {
    out.set(kernel.doubles.subarray(0, count), from);
  });
}
