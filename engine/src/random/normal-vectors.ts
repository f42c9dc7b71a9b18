import {
  type Code,
  compileWasm,
  doWhile,
  f64x2,
  get,
  i32,
  set,
  tee,
  v128,
  type WasmModule,
} from '../wasm/assembler.js';

/** Values of one call. Uniforms take the lower half of one page of memory, normals the upper half. */
const MOST = 4096;
const NORMALS = 8 * MOST;

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

const BYTES = 0;
const ADDRESS = 1;
const Q = 2;
const R = 3;

/** Horner's scheme in {@link R}. */
const polynomial = ([first, ...others]: readonly number[]): Code =>
  others.reduce<Code>(
    (sum, coefficient) => f64x2.add(f64x2.multiply(sum, get(R)), f64x2.splat(coefficient)),
    f64x2.splat(first),
  );

interface Kernel {
  readonly run: WasmModule['functions'][string];
  readonly uniforms: Float64Array;
  readonly normals: Float64Array;
}

/** Compiled when first needed; `null` where the platform cannot. */
let kernel: Kernel | null | undefined;

function compileKernel(): Kernel | null {
  const module = compileWasm(
    {
      middle: {
        parameters: 1,
        integers: 1,
        vectors: 2,
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
          i32.lessUnsigned(tee(ADDRESS, i32.add(get(ADDRESS), i32.const(16))), get(BYTES)),
        ),
      },
    },
    1,
  );
  if (module === undefined) return null;
  const { functions } = module;
  const memory = module.memory.buffer;
  return {
    run: functions.middle,
    uniforms: new Float64Array(memory, 0, MOST),
    normals: new Float64Array(memory, NORMALS, MOST),
  };
}

/**
 * The normal quantiles of uniforms as they are in the middle, |u − 0.5| ≤ 0.425, two at a time, as WebAssembly: the same
 * bits. What it gives for the others is of no use.
 * @param take is handed the uniforms and their normals for each stretch, from number `from` on.
 * @returns false where nothing was done: for few values, and where the platform has no vectors.
 */
export function middleNormals(
  u: Float64Array,
  length: number,
  take: (uniforms: Float64Array, normals: Float64Array, from: number, count: number) => void,
): boolean {
  if (length < LEAST) return false;
  if (kernel === undefined) kernel = compileKernel();
  if (kernel === null) return false;
  const { run, uniforms, normals } = kernel;
  for (let from = 0; from < length; from += MOST) {
    const count = Math.min(MOST, length - from);
    uniforms.set(u.length === count ? u : u.subarray(from, from + count));
    run(8 * count);
    take(uniforms, normals, from, count);
  }
  return true;
}
