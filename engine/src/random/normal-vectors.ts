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
import { f64x2 } from '../wasm/lanes.js';
import { logCode, SCRATCH } from './exact-code.js';

/** Values of one call. Uniforms take the lower half of the first page of memory, normals the upper half. */
const MOST = 4096;
const NORMALS = 8 * MOST;
/** Values outside of the middle, and where their uniforms stand. */
const TAILS = 16 * MOST;
const PLACES = TAILS + 8 * (MOST + 2);
/** Whether one lies too far out. */
const STRAY = PLACES + 4 * (MOST + 2);
const PAGES = 2;

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

const BYTES = 0;
const ADDRESS = 1;
const COUNT = 2;
const U = 3;
const Q = 4;
const R = 5;
const FAR = 6;
const OTHERS = 7;

/** Horner's scheme in {@link R}. */
const polynomial = ([first, ...others]: readonly number[]): Code =>
  others.reduce<Code>(
    (sum, coefficient) => f64x2.add(f64x2.multiply(sum, get(R)), f64x2.splat(coefficient)),
    f64x2.splat(first),
  );

const locals = { parameters: 1, integers: 2, doubles: 1, vectors: 3 + SCRATCH };
const next = (address: number, bytes: number): Code => tee(address, i32.add(get(address), i32.const(bytes)));

const middle: WasmFunction = {
  ...locals,
  body: doWhile(
    [
      set(Q, f64x2.subtract(v128.load(get(ADDRESS), 0), f64x2.splat(0.5))),
      set(R, f64x2.subtract(f64x2.splat(0.180625), f64x2.multiply(get(Q), get(Q)))),
      v128.store(
        get(ADDRESS),
        NORMALS,
        f64x2.divide(f64x2.multiply(get(Q), polynomial(NUMERATOR)), polynomial(DENOMINATOR)),
      ),
    ],
    i32.lessUnsigned(next(ADDRESS, 16), get(BYTES)),
  ),
};

/** Gathers what lies outside of the middle, computes it together and puts it back. */
const tails: WasmFunction = {
  ...locals,
  body: [
    doWhile(
      [
        set(U, f64.load(get(ADDRESS), 0)),
        f64.store(
          i32.shiftLeft(get(COUNT), i32.const(3)),
          TAILS,
          f64.select(get(U), f64.subtract(f64.const(1), get(U)), f64.less(get(U), f64.const(0.5))),
        ),
        i32.store(i32.shiftLeft(get(COUNT), i32.const(2)), PLACES, get(ADDRESS)),
        set(COUNT, i32.add(get(COUNT), f64.less(f64.const(0.425), f64.absolute(f64.subtract(get(U), f64.const(0.5)))))),
      ],
      i32.lessUnsigned(next(ADDRESS, 8), get(BYTES)),
    ),
    when(get(COUNT), [
      set(BYTES, i32.shiftLeft(get(COUNT), i32.const(3))),
      set(ADDRESS, i32.const(0)),
      doWhile(
        [
          set(R, v128.load(get(ADDRESS), TAILS)),
          logCode(R, OTHERS),
          set(R, f64x2.squareRoot(f64x2.negate(get(R)))),
          set(FAR, v128.or(get(FAR), f64x2.less(f64x2.splat(5), get(R)))),
          set(R, f64x2.subtract(get(R), f64x2.splat(1.6))),
          v128.store(get(ADDRESS), TAILS, f64x2.divide(polynomial(TAIL_NUMERATOR), polynomial(TAIL_DENOMINATOR))),
        ],
        i32.lessUnsigned(next(ADDRESS, 16), get(BYTES)),
      ),
      set(ADDRESS, i32.const(0)),
      doWhile(
        [
          set(COUNT, i32.load(i32.shiftRightUnsigned(get(ADDRESS), i32.const(1)), PLACES)),
          f64.store(
            get(COUNT),
            NORMALS,
            f64.copySign(f64.load(get(ADDRESS), TAILS), f64.subtract(f64.load(get(COUNT), 0), f64.const(0.5))),
          ),
        ],
        i32.lessUnsigned(next(ADDRESS, 8), get(BYTES)),
      ),
    ]),
    i32.store(i32.const(0), STRAY, v128.any(get(FAR))),
  ],
};

interface Kernel {
  readonly middle: WasmModule['functions'][string];
  readonly tails: WasmModule['functions'][string];
  readonly uniforms: Float64Array;
  readonly normals: Float64Array;
  readonly stray: Int32Array;
}

/** Compiled when first needed; `null` where the platform cannot. */
let kernel: Kernel | null | undefined;

function compileKernel(): Kernel | null {
  const module = compileWasm({ middle, tails }, PAGES);
  if (module === undefined) return null;
  const { functions } = module;
  const memory = module.memory.buffer;
  return {
    middle: functions.middle,
    tails: functions.tails,
    uniforms: new Float64Array(memory, 0, MOST),
    normals: new Float64Array(memory, NORMALS, MOST),
    stray: new Int32Array(memory, STRAY, 1),
  };
}

/**
 * The normal quantiles of uniforms, two at a time, as WebAssembly: the same bits. Where one lies far out, those of the
 * stretch that lie outside of the middle, |u − 0.5| ≤ 0.425, are left to `one`.
 * @returns false where nothing was done: for few values, and where the platform has no vectors.
 */
export function vectorNormals(u: Float64Array, length: number, out: Float64Array, one: (u: number) => number): boolean {
  if (length < LEAST) return false;
  if (kernel === undefined) kernel = compileKernel();
  if (kernel === null) return false;
  const { uniforms, normals, stray } = kernel;
  for (let from = 0; from < length; from += MOST) {
    const count = Math.min(MOST, length - from);
    uniforms.set(u.length === count ? u : u.subarray(from, from + count));
    kernel.middle(8 * count);
    kernel.tails(8 * count);
    if (stray[0] !== 0) {
      for (let i = 0; i < count; i++) if (Math.abs(uniforms[i] - 0.5) > 0.425) normals[i] = one(uniforms[i]);
    }
    out.set(count === MOST ? normals : normals.subarray(0, count), from);
  }
  return true;
}
