import { type Code, get, i32, set, v128, type WasmFunction } from '../wasm/assembler.js';
import { f64x2, i64x2 } from '../wasm/lanes.js';
import { rowKernel } from './row-kernel.js';
import type { Addresses, Stream } from './stream.js';
import { ADDRESS, type Counters, eachUniforms, INTEGERS, MOST, overRows, REST, VECTORS } from './threefry-code.js';

/**
 * Which uniforms count for a share of rows: the lower ones, u < share, or the upper ones, 1 − u ≤ share, so that what is
 * marked rises with what the uniform decides.
 */
export type End = 'lower' | 'upper';

/** The share, twice; then the marks. */
const SHARE = REST;
const MARKS = REST + 16;

function marksBy(chosen: (uniforms: Code, share: Code) => Code): Record<Counters, WasmFunction> {
  const [share, bits] = [VECTORS, INTEGERS];
  return overRows({
    before: set(share, v128.load(i32.const(SHARE), 0)),
    each: [
      eachUniforms((uniforms, pair) => {
        const marks = i64x2.bitmask(chosen(uniforms, get(share)));
        return set(bits, pair === 0 ? marks : i32.or(get(bits), i32.shiftLeft(marks, i32.const(2))));
      }),
      // Bit k to byte k.
      i32.store(
        i32.shiftRightUnsigned(get(ADDRESS), i32.const(2)),
        MARKS,
        i32.and(i32.multiply(get(bits), i32.const(0x00204081)), i32.const(0x01010101)),
      ),
    ],
    vectors: 1,
  });
}

const kernelFor = rowKernel<End, { readonly share: Float64Array; readonly marks: Uint8Array }>(
  () => ({
    lower: marksBy(f64x2.less),
    upper: marksBy((uniforms, share) => f64x2.lessEqual(f64x2.subtract(f64x2.splat(1), uniforms), share)),
  }),
  (memory) => ({ share: new Float64Array(memory, SHARE, 2), marks: new Uint8Array(memory, MARKS, MOST) }),
);

/** Marks, 1 or 0, of the rows that draw number `draw` chooses for a share of all. */
export function drawMarks(stream: Stream, at: Addresses, draw: number, share: number, end: End): Uint8Array {
  const marks = new Uint8Array(at.length);
  const kernel = kernelFor(at);
  if (kernel !== undefined) {
    kernel.share.fill(share);
    stream.over(kernel.calls[end], at, draw, (from, count) => marks.set(kernel.marks.subarray(0, count), from));
    return marks;
  }
  const uniforms = new Float64Array(at.length);
  stream.uniforms(at, draw, uniforms);
  markUniforms(uniforms, share, end, marks);
  return marks;
}

/** As {@link drawMarks}, of uniforms that are known. */
export function markUniforms(uniforms: Float64Array, share: number, end: End, marks: Uint8Array): void {
  if (end === 'lower') for (let i = 0; i < marks.length; i++) marks[i] = uniforms[i] < share ? 1 : 0;
  else for (let i = 0; i < marks.length; i++) marks[i] = 1 - uniforms[i] <= share ? 1 : 0;
}
