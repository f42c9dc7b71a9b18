import type { Addresses } from './stream.js';
import { PARITY } from './threefry.js';
import {
  ADDRESS,
  type Counters,
  DOUBLES,
  eachUniforms,
  FIRST,
  HIGH,
  LEAST,
  LOW,
  MOST,
  OTHER,
  overRows,
  PAGES,
  X,
  Y,
} from './threefry-code.js';
import { compileWasm, get, v128, type WasmFunction, type WasmMemory, type WasmModule } from '../wasm/assembler.js';
import { whenWorth } from '../wasm/worth.js';

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
  const module = compileWasm({ run: uniforms.consecutive }, PAGES);
  if (module === undefined) return null;
  const { memory } = module;
  const at = (offset: number): Int32Array => new Int32Array(memory.buffer, offset, MOST);
  return {
    memory,
    words: callsOf(words, memory),
    uniforms: callsOf(uniforms, memory, module.functions.run),
    low: at(LOW),
    high: at(HIGH),
    first: at(FIRST),
    other: at(OTHER),
    doubles: new Float64Array(memory.buffer, FIRST, MOST),
  };
}

/** Functions made by `overRows`, each compiled when first called: where one is, the other is too. */
export function callsOf(
  functions: Readonly<Record<Counters, WasmFunction>>,
  memory: WasmMemory,
  consecutive?: Call,
): Calls {
  const known: Partial<Record<Counters, Call>> = { consecutive };
  const call = (counters: Counters): Call =>
    (known[counters] ??= compileWasm({ run: functions[counters] }, memory)!.functions.run);
  return {
    get any() {
      return call('any');
    },
    get consecutive() {
      return call('consecutive');
    },
  };
}

/** The kernel, compiled; `null` where the platform has no vectors. */
export function threefryKernel(): Pick<Kernel, 'memory' | 'uniforms' | 'doubles'> | null {
  return (kernel ??= kernel === null ? null : compileKernel());
}

const worthwhile = whenWorth(() => (threefryKernel() === null ? null : kernel));

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
 * @returns false where nothing was done: for few rows, in all or so far, and where the platform has no vectors.
 */
export function fillWords(
  key0: number,
  key1: number,
  at: Addresses,
  shift: number,
  first: Int32Array,
  other: Int32Array,
): boolean {
  const memory = at.length < LEAST ? undefined : worthwhile(at.length);
  if (memory === undefined) return false;
  overCounters(memory.words, key0, key1, at, shift, (from, count) => {
    first.set(memory.first.subarray(0, count), from);
    other.set(memory.other.subarray(0, count), from);
  });
  return true;
}

/** As {@link fillWords}, both words of each result as one multiple of 2^-53 in [0, 1). */
export function fillUniforms(key0: number, key1: number, at: Addresses, shift: number, out: Float64Array): boolean {
  const memory = at.length < LEAST ? undefined : worthwhile(at.length);
  if (memory === undefined) return false;
  const { uniforms, doubles } = memory;
  overCounters(uniforms, key0, key1, at, shift, (from, count) => {
    out.set(count === MOST ? doubles : doubles.subarray(0, count), from);
  });
  return true;
}
