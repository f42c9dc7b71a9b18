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
import { f64x2 } from '../wasm/lanes.js';
import { exp, log1p } from './exact.js';
import { expCode, log1pCode, SCRATCH } from './exact-code.js';

/** Values of one call; arguments take the first half of the memory but for its last page, results the other. */
const MOST = 4096;
const RESULTS = 8 * MOST;
const STRAY = 16 * MOST;
const PAGES = 2;

/** Below this, copying and calling cost more than two values at a time save. */
const LEAST = 32;

const [BYTES, ADDRESS, X, OUTSIDE, OTHERS] = [0, 1, 2, 3, 4];

/** Calls for every two values, and notes whether some were not for the code. */
function each(code: (x: number, scratch: number) => Code, outside: Code): WasmFunction {
  return {
    parameters: 1,
    integers: 1,
    vectors: 2 + SCRATCH,
    body: [
      doWhile(
        [
          set(X, v128.load(get(ADDRESS), 0)),
          set(OUTSIDE, v128.or(get(OUTSIDE), outside)),
          code(X, OTHERS),
          v128.store(get(ADDRESS), RESULTS, get(X)),
        ],
        i32.lessUnsigned(tee(ADDRESS, i32.add(get(ADDRESS), i32.const(16))), get(BYTES)),
      ),
      i32.store(i32.const(STRAY), 0, v128.any(get(OUTSIDE))),
    ],
  };
}

/** Also where it is not a number. */
const unless = (inside: Code): Code => v128.xor(inside, v128.const(Array<number>(16).fill(0xff)));

interface Kernel {
  readonly functions: WasmModule['functions'];
  readonly values: Float64Array;
  readonly results: Float64Array;
  readonly stray: Int32Array;
}

/** Compiled when first needed; `null` where the platform cannot. */
let kernel: Kernel | null | undefined;

function compileKernel(): Kernel | null {
  const module = compileWasm(
    {
      exp: each(expCode, unless(f64x2.lessEqual(f64x2.absolute(get(X)), f64x2.splat(700)))),
      log1p: each(
        log1pCode,
        unless(v128.and(f64x2.less(f64x2.splat(-1), get(X)), f64x2.lessEqual(get(X), f64x2.splat(0)))),
      ),
    },
    PAGES,
  );
  if (module === undefined) return null;
  const memory = module.memory.buffer;
  return {
    functions: module.functions,
    values: new Float64Array(memory, 0, MOST),
    results: new Float64Array(memory, RESULTS, MOST),
    stray: new Int32Array(memory, STRAY, 1),
  };
}

function fill(which: 'exp' | 'log1p', one: (x: number) => number, x: Float64Array, length: number, out: Float64Array) {
  if (kernel === undefined) kernel = compileKernel();
  for (let from = 0; from < length; from += MOST) {
    const count = Math.min(MOST, length - from);
    if (kernel !== null && count >= LEAST) {
      kernel.values.set(x.length === count ? x : x.subarray(from, from + count));
      if (count % 2 === 1) kernel.values[count] = 0;
      kernel.functions[which](8 * count);
      if (kernel.stray[0] === 0) {
        out.set(count === MOST ? kernel.results : kernel.results.subarray(0, count), from);
        continue;
      }
    }
    for (let i = from; i < from + count; i++) out[i] = one(x[i]);
  }
}

/** `exp` of many values: `out[i]` from `x[i]`; both may be one array. */
export function fillExp(x: Float64Array, length: number, out: Float64Array): void {
  fill('exp', exp, x, length, out);
}

/** `log1p` of many values, best between −1 and 0: `out[i]` from `x[i]`; both may be one array. */
export function fillLog1p(x: Float64Array, length: number, out: Float64Array): void {
  fill('log1p', log1p, x, length, out);
}
