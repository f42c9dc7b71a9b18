import { logCode, SCRATCH } from '../random/exact-code.js';
import { rowKernel } from '../random/row-kernel.js';
import type { Addresses, Stream } from '../random/stream.js';
import { DOUBLES, eachUniforms, FIRST, MOST, overRows, REST, VECTORS } from '../random/threefry-code.js';
import { type Code, get, i32, set, v128 } from '../wasm/assembler.js';
import { f64x2, i8x16 } from '../wasm/lanes.js';

/** The exact instant before the first arrival, after a call that of the last; and the rate. Each twice. */
const TIME = REST;
const RATE = REST + 16;

const [TIMES, RATES, LATER] = [VECTORS, VECTORS + 1, VECTORS + 2];
/** Gaps of two arrivals each, with what their logarithms need. */
const GAPS = [VECTORS + 3, VECTORS + 4 + SCRATCH] as const;

/** Two instants from the one before, which is there twice, and minus their gaps. */
const addTwo = (gaps: number, offset: number): Code => [
  set(LATER, f64x2.subtract(get(TIMES), i8x16.interleave(get(gaps), get(gaps), 8, 0))),
  set(TIMES, f64x2.subtract(get(LATER), i8x16.interleave(get(gaps), get(gaps), 8, 1))),
  v128.store(DOUBLES, FIRST + offset, f64x2.floor(i8x16.interleave(get(LATER), get(TIMES), 8, 0))),
];

/** Minus a unit exponential: what a uniform leaves of 1 is exact, so that its logarithm has the bits of log1p. */
const logarithms: Code = [
  eachUniforms((uniforms, pair) => set(GAPS[pair], f64x2.subtract(f64x2.splat(1), uniforms))),
  GAPS.map((gaps) => logCode(gaps, gaps + 1)),
];

const vectors = 5 + 2 * SCRATCH;

const kernelFor = rowKernel(
  () => ({
    gaps: overRows({
      before: [set(TIMES, v128.load(i32.const(TIME), 0)), set(RATES, v128.load(i32.const(RATE), 0))],
      each: [
        logarithms,
        GAPS.map((gaps) => set(gaps, f64x2.divide(get(gaps), get(RATES)))),
        GAPS.map((gaps, pair) => addTwo(gaps, 16 * pair)),
      ],
      after: v128.store(i32.const(TIME), 0, get(TIMES)),
      vectors,
    }),
    exponentials: overRows({
      each: [
        logarithms,
        GAPS.map((gaps, pair) => v128.store(DOUBLES, FIRST + 16 * pair, f64x2.subtract(f64x2.splat(0), get(gaps)))),
      ],
      vectors,
    }),
  }),
  (memory) => ({ state: new Float64Array(memory, TIME, 4), values: new Float64Array(memory, FIRST, MOST) }),
);

/**
 * The instants of {@link MOST} arrivals whose gaps are independent exponentials, as WebAssembly: the same bits.
 * @param stream draw 0 of which decides the gaps
 * @param at numbers of the arrivals: from a multiple of {@link MOST} on
 * @param rate arrivals a millisecond
 * @param time instant of the arrival before
 * @param out is given the whole milliseconds
 * @returns the exact instant of the last; `undefined` where nothing was done, as the platform has no vectors.
 */
export function addGaps(
  stream: Stream,
  at: Addresses,
  rate: number,
  time: number,
  out: Float64Array,
): number | undefined {
  const kernel = kernelFor(at);
  if (kernel === undefined) return undefined;
  const { calls, state, values } = kernel;
  state.fill(time, 0, 2).fill(rate, 2);
  stream.over(calls.gaps, at, 0, () => out.set(values));
  return state[0];
}

/**
 * A unit exponential of the uniform that a draw gives each row, as WebAssembly: the same bits.
 * @returns false where nothing was done: for few rows, and where the platform has no vectors.
 */
export function drawExponentials(stream: Stream, at: Addresses, draw: number, out: Float64Array): boolean {
  const kernel = kernelFor(at);
  if (kernel === undefined) return false;
  const { calls, values } = kernel;
  stream.over(calls.exponentials, at, draw, (from, count) => out.set(values.subarray(0, count), from));
  return true;
}
