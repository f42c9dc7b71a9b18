import type { Addresses } from './stream.js';
import { PARITY } from './threefry.js';
import {
  ADDRESS,
  type Counters,
  DOUBLES,
  eachUniforms,
  FIRST,
  HIGH,
  LOW,
  MOST,
  OTHER,
  overRows,
  PAGES,
  X,
  Y,
} from './threefry-code.js';
import { compileWasm, get, v128, type WasmMemory, type WasmModule } from '../wasm/assembler.js';

/** Below this, calling costs more than four rows at a time save. */
const LEAST = 64;

const TWO_POW_32 = 4294967296;

type Call = WasmModule['functions'][string];

/** The same of rows at counters in memory, and of rows whose counters follow each other. */
export type Calls = Readonly<Record<Counters, Call>>;

interface Kernel {
  readonly memory: WasmMemory;
  readonly words: Calls;
  readonly uniforms: Calls;
  readonly low: Int32Array;
  readonly high: Int32Array;
  readonly first: Int32Array;
  readonly other: Int32Array;
  readonly doubles: Float64Array;
}

/** Compiled when first needed; `null` where the platform cannot. */
let kernel: Kernel | null | undefined;

function compileKernel(): Kernel | null {
  const words = overRows({
    each: [v128.store(get(ADDRESS), FIRST, get(X)), v128.store(get(ADDRESS), OTHER, get(Y))],
  });
  const uniforms = overRows({
    each: eachUniforms((pair, k) => v128.store(DOUBLES, FIRST + 16 * k, pair)),
  });
  const module = compileWasm(
    {
      anyWords: words.any,
      consecutiveWords: words.consecutive,
      anyUniforms: uniforms.any,
      consecutiveUniforms: uniforms.consecutive,
    },
    PAGES,
  );
  if (module === undefined) return null;
  const { functions, memory } = module;
  const at = (offset: number): Int32Array => new Int32Array(memory.buffer, offset, MOST);
  return {
    memory,
    words: { any: functions.anyWords, consecutive: functions.consecutiveWords },
    uniforms: { any: functions.anyUniforms, consecutive: functions.consecutiveUniforms },
    low: at(LOW),
    high: at(HIGH),
    first: at(FIRST),
    other: at(OTHER),
    doubles: new Float64Array(memory.buffer, FIRST, MOST),
  };
}

/** The kernel, compiled; `null` where the platform has no vectors. */
export function threefryKernel(): Pick<Kernel, 'memory' | 'uniforms' | 'doubles'> | null {
  return (kernel ??= kernel === null ? null : compileKernel());
}

/**
 * Runs one of the kernel's functions over all rows, and has what it left in memory taken for each stretch of them.
 * @param calls in the kernel's memory.
 */
export function overCounters(
  calls: Calls,
  key0: number,
  key1: number,
  at: Addresses,
  shift: number,
  take: (from: number, count: number) => void,
): void {
  const { length, first } = at;
  const key2 = PARITY ^ key0 ^ key1;
  for (let from = 0; from < length;) {
    let count = Math.min(MOST, length - from);
    if (first === undefined) {
      const { low, high } = at;
      kernel!.low.set(low.length === count ? low : low.subarray(from, from + count));
      kernel!.high.set(high.length === count ? high : high.subarray(from, from + count));
      calls.any(4 * count, key0, key1 + shift, key1, key2 + 1, key2, key0 + 2, key0, key1 + 3, 0);
    } else {
      const word = Math.floor((first + from) / TWO_POW_32);
      count = Math.min(count, (word + 1) * TWO_POW_32 - (first + from));
      const y = word + key1 + shift;
      calls.consecutive(4 * count, key0, y, key1, key2 + 1, key2, key0 + 2, key0, key1 + 3, first + from);
    }
    take(from, count);
    from += count;
  }
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
  if (at.length < LEAST || threefryKernel() === null) return false;
  const { words, ...memory } = kernel!;
  overCounters(words, key0, key1, at, shift, (from, count) => {
    first.set(memory.first.subarray(0, count), from);
    other.set(memory.other.subarray(0, count), from);
  });
  return true;
}

/** As {@link fillWords}, both words of each result as one multiple of 2^-53 in [0, 1). */
export function fillUniforms(key0: number, key1: number, at: Addresses, shift: number, out: Float64Array): boolean {
  if (at.length < LEAST || threefryKernel() === null) return false;
  const { uniforms, doubles } = kernel!;
  overCounters(uniforms, key0, key1, at, shift, (from, count) => {
    out.set(count === MOST ? doubles : doubles.subarray(0, count), from);
  });
  return true;
}
