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
  when,
} from '../wasm/assembler.js';
import { f64x2, i64x2 } from '../wasm/lanes.js';
import { logCode, SCRATCH } from './exact-code.js';
import type { Addresses } from './stream.js';
import { FIRST, MOST, REST } from './threefry-code.js';
import { type Calls, overCounters, threefryKernel } from './threefry-vectors.js';

/** Uniforms become normals where they stand in memory. Those outside of the middle are noted here, and where they belong. */
const TAILS = REST;
const PLACES = TAILS + 8 * (MOST + 8);
/** How many bytes of tails there are, and whether one lies too far out. */
const NOTED = PLACES + 8 * (MOST + 8);
const STRAY = NOTED + 4;

/** Below this, copying and calling cost more than two values at a time save. */
const LEAST = 64;

/** Of the polynomials of `normalQuantile` in its middle, the highest power first. */
const NUMERATOR = [
  2509.0809287301227, 33430.57558358813, 67265.7709270087, 45921.95393154987, 13731.69376550946, 1971.5909503065513,
  133.14166789178438, 3.3871328727963665,
];
const DENOMINATOR = [
  5226.495278852854, 28729.085735721943, 39307.89580009271, 21213.794301586597, 5394.196021424751, 687.1870074920579,
  42.31333070160091, 1,
];

/** Of those of its tails, up to 5 roots of minus the logarithm. */
const TAIL_NUMERATOR = [
  0.0007745450142783414, 0.022723844989269184, 0.2417807251774506, 1.2704582524523684, 3.6478483247632045,
  5.769497221460691, 4.630337846156546, 1.4234371107496835,
];
const TAIL_DENOMINATOR = [
  1.0507500716444169e-9, 0.0005475938084995345, 0.015198666563616457, 0.14810397642748008, 0.6897673349851,
  1.6763848301838038, 2.053191626637759, 1,
];

/** Horner's scheme. */
const polynomial = ([first, ...others]: readonly number[], x: number): Code =>
  others.reduce<Code>(
    (sum, coefficient) => f64x2.add(f64x2.multiply(sum, get(x)), f64x2.splat(coefficient)),
    f64x2.splat(first),
  );

/** So many vectors are computed together: one alone mostly waits for its last result. */
const TOGETHER = 4;
const each = (code: (k: number) => Code): Code => Array.from({ length: TOGETHER }, (_, k) => code(k));

const next = (address: number): Code => tee(address, i32.add(get(address), i32.const(16 * TOGETHER)));

/** Computes the middle, and notes what lies outside. */
function middle(): WasmFunction {
  const [bytes, address, count, masks] = [0, 1, 2, 3];
  const mask = (k: number): number => masks + k;
  const [u, q, r] = [0, 1, 2].map((i) => (k: number) => masks + TOGETHER + 3 * k + i);
  const note = (k: number, half: 0 | 1): Code => [
    v128.storeHalf(get(count), TAILS, get(u(k)), half),
    i32.store(get(count), PLACES, i32.add(get(address), i32.const(FIRST + 16 * k + 8 * half))),
    // No branch, which would be guessed wrong each time: a bit of the mask as bytes.
    set(count, i32.add(get(count), i32.and(i32.shiftLeft(get(mask(k)), i32.const(3 - half)), i32.const(8)))),
  ];
  return {
    parameters: 1,
    integers: 2 + TOGETHER,
    vectors: 3 * TOGETHER,
    body: [
      doWhile(
        [
          each((k) => [
            set(u(k), v128.load(get(address), FIRST + 16 * k)),
            set(q(k), f64x2.subtract(get(u(k)), f64x2.splat(0.5))),
            set(r(k), f64x2.subtract(f64x2.splat(0.180625), f64x2.multiply(get(q(k)), get(q(k))))),
            set(mask(k), i64x2.bitmask(f64x2.less(f64x2.splat(0.425), f64x2.absolute(get(q(k)))))),
            set(
              q(k),
              f64x2.divide(f64x2.multiply(get(q(k)), polynomial(NUMERATOR, r(k))), polynomial(DENOMINATOR, r(k))),
            ),
          ]),
          each((k) => [v128.store(get(address), FIRST + 16 * k, get(q(k))), note(k, 0), note(k, 1)]),
        ],
        i32.lessUnsigned(next(address), get(bytes)),
      ),
      i32.store(i32.const(0), NOTED, get(count)),
    ],
  };
}

/** Where nothing is: for those computed together with the last ones. */
const NOWHERE = STRAY + 8;

/** Computes the tails together and puts them where they belong. */
function tails(): WasmFunction {
  const [bytes, address, far, vectors] = [0, 1, 2, 3];
  const [u, r, others] = [0, 1, 2].map((i) => (k: number) => vectors + (2 + SCRATCH) * k + i);
  const put = (k: number, half: 0 | 1): Code =>
    v128.storeHalf(i32.load(get(address), PLACES + 16 * k + 8 * half), 0, get(r(k)), half);
  return {
    parameters: 0,
    integers: 2,
    vectors: 1 + (2 + SCRATCH) * TOGETHER,
    body: [
      set(bytes, i32.load(i32.const(0), NOTED)),
      Array.from({ length: 2 * TOGETHER - 1 }, (_, i) => [
        f64.store(get(bytes), TAILS + 8 * i, f64.const(0.05)),
        i32.store(get(bytes), PLACES + 8 * i, i32.const(NOWHERE)),
      ]),
      when(
        get(bytes),
        doWhile(
          [
            each((k) => [
              set(u(k), v128.load(get(address), TAILS + 16 * k)),
              set(r(k), f64x2.lesser(get(u(k)), f64x2.subtract(f64x2.splat(1), get(u(k))))),
              logCode(r(k), others(k)),
              set(r(k), f64x2.squareRoot(f64x2.negate(get(r(k))))),
              set(far, v128.or(get(far), f64x2.less(f64x2.splat(5), get(r(k))))),
              set(r(k), f64x2.subtract(get(r(k)), f64x2.splat(1.6))),
              set(r(k), f64x2.divide(polynomial(TAIL_NUMERATOR, r(k)), polynomial(TAIL_DENOMINATOR, r(k)))),
              // With the sign of the half it lies in.
              set(u(k), v128.and(f64x2.subtract(get(u(k)), f64x2.splat(0.5)), f64x2.splat(-0))),
              set(r(k), v128.or(get(r(k)), get(u(k)))),
            ]),
            each((k) => [put(k, 0), put(k, 1)]),
          ],
          i32.lessUnsigned(next(address), get(bytes)),
        ),
      ),
      i32.store(i32.const(0), STRAY, v128.any(get(far))),
    ],
  };
}

interface Kernel {
  readonly drawn: Calls;
  readonly middle: Call;
  readonly tails: Call;
  /** Uniforms in, normals out. */
  readonly values: Float64Array;
  readonly tail: Float64Array;
  readonly places: Int32Array;
  readonly noted: Int32Array;
}

type Call = WasmModule['functions'][string];

/** Compiled when first needed; `null` where the platform cannot. */
let kernel: Kernel | null | undefined;

function compileKernel(): Kernel | null {
  const threefry = threefryKernel();
  if (threefry === null) return null;
  const { memory, uniforms, doubles } = threefry;
  const module = compileWasm({ middle: middle(), tails: tails() }, memory);
  if (module === undefined) return null;
  const { functions } = module;
  return {
    drawn: uniforms,
    middle: functions.middle,
    tails: functions.tails,
    values: doubles,
    tail: new Float64Array(memory.buffer, TAILS, MOST),
    places: new Int32Array(memory.buffer, PLACES, 2 * MOST),
    noted: new Int32Array(memory.buffer, NOTED, 2),
  };
}

/** Makes normals of the uniforms in memory. Where one lies too far out, all that lie outside of the middle are left to `one`. */
function normalise(count: number, one: (u: number) => number): void {
  const { middle, tails, tail, places, noted, values } = kernel!;
  // Those computed together with the last ones.
  values.fill(0.5, count, count + 2 * TOGETHER - 1);
  middle(8 * count);
  tails();
  const [bytes, stray] = noted;
  if (stray === 0) return;
  for (let k = 0; k < bytes / 8; k++) values[(places[2 * k] - FIRST) / 8] = one(tail[k]);
}

/**
 * The normal quantiles of uniforms, as WebAssembly: the same bits. Where one lies far out, those of the
 * stretch that lie outside of the middle, |u − 0.5| ≤ 0.425, are left to `one`.
 * @returns false where nothing was done: for few values, and where the platform has no vectors.
 */
export function vectorNormals(u: Float64Array, length: number, out: Float64Array, one: (u: number) => number): boolean {
  if (length < LEAST) return false;
  if (kernel === undefined) kernel = compileKernel();
  if (kernel === null) return false;
  const { values } = kernel;
  for (let from = 0; from < length; from += MOST) {
    const count = Math.min(MOST, length - from);
    values.set(u.length === count ? u : u.subarray(from, from + count));
    normalise(count, one);
    out.set(count === MOST ? values : values.subarray(0, count), from);
  }
  return true;
}

/** As {@link vectorNormals}, of the uniforms of counters: those of `fillUniforms`, which do not leave the memory. */
export function vectorDraws(
  key0: number,
  key1: number,
  at: Addresses,
  shift: number,
  out: Float64Array,
  one: (u: number) => number,
): boolean {
  if (at.length < LEAST) return false;
  if (kernel === undefined) kernel = compileKernel();
  if (kernel === null) return false;
  const { drawn, values } = kernel;
  overCounters(drawn, key0, key1, at, shift, (from, count) => {
    normalise(count, one);
    out.set(count === MOST ? values : values.subarray(0, count), from);
  });
  return true;
}
