import { logCode, SCRATCH } from '../random/exact-code.js';
import { type Code, compileWasm, doWhile, f64, get, i32, set, tee, v128, type WasmModule } from '../wasm/assembler.js';
import { f64x2 } from '../wasm/lanes.js';

/** Arrivals of one call: their uniforms, and in the same place their instants. */
const MOST = 4096;
const BEFORE = 8 * MOST;
const RATE = BEFORE + 8;
const PAGES = 1;

// Locals: bytes of the uniforms, then the state.
const [BYTES, ADDRESS, TIME, X, RATES, OTHERS] = [0, 1, 2, 3, 4, 5];

/** The instant a gap later takes the place of minus the gap. */
const later = (offset: number): Code =>
  f64.store(get(ADDRESS), offset, f64.floor(tee(TIME, f64.subtract(get(TIME), f64.load(get(ADDRESS), offset)))));

const body: Code = [
  set(TIME, f64.load(i32.const(BEFORE), 0)),
  set(RATES, v128.load(i32.const(RATE), 0)),
  doWhile(
    [
      // What is left of 1 is exact, so that its logarithm has the bits of log1p.
      set(X, f64x2.subtract(f64x2.splat(1), v128.load(get(ADDRESS), 0))),
      logCode(X, OTHERS),
      v128.store(get(ADDRESS), 0, f64x2.divide(get(X), get(RATES))),
      later(0),
      later(8),
    ],
    i32.lessUnsigned(tee(ADDRESS, i32.add(get(ADDRESS), i32.const(16))), get(BYTES)),
  ),
  f64.store(i32.const(BEFORE), 0, get(TIME)),
];

interface Kernel {
  readonly run: WasmModule['functions'][string];
  readonly values: Float64Array;
  /** The instant before the first arrival, after a call that of the last; the rate, twice. */
  readonly state: Float64Array;
}

/** Compiled when first needed; `null` where the platform cannot. */
let kernel: Kernel | null | undefined;

function compileKernel(): Kernel | null {
  const module = compileWasm({ run: { parameters: 1, integers: 1, doubles: 1, vectors: 2 + SCRATCH, body } }, PAGES);
  if (module === undefined) return null;
  const { buffer } = module.memory;
  return {
    run: module.functions.run,
    values: new Float64Array(buffer, 0, MOST),
    state: new Float64Array(buffer, BEFORE, 3),
  };
}

/**
 * The instants of arrivals whose gaps are independent exponentials, two at a time, as WebAssembly: the same bits.
 * @param u multiples of 2^-53 in [0, 1), an even number of at most 4,096
 * @param rate arrivals a millisecond
 * @param time instant of the arrival before
 * @param out is given the whole milliseconds
 * @returns the exact instant of the last; `undefined` where nothing was done, as the platform has no vectors.
 */
export function addGaps(u: Float64Array, rate: number, time: number, out: Float64Array): number | undefined {
  if (kernel === undefined) kernel = compileKernel();
  if (kernel === null) return undefined;
  const { values, state, run } = kernel;
  values.set(u);
  state[0] = time;
  state[1] = state[2] = rate;
  run(8 * u.length);
  out.set(u.length === MOST ? values : values.subarray(0, u.length));
  return state[0];
}
