import { type Code, get, i32, set, v128, type WasmFunction } from '../wasm/assembler.js';
import { f64x2 } from '../wasm/lanes.js';
import { rowKernel } from './row-kernel.js';
import type { Addresses, Stream } from './stream.js';
import { type Counters, DOUBLES, eachUniforms, FIRST, MOST, overRows, REST, VECTORS } from './threefry-code.js';

/** Points that are equally likely, numbered from 0. */
export type Points = EvenPoints | DecimalPoints;

/** Point k is first + k · step. */
export interface EvenPoints {
  readonly kind: 'even';
  /** 1 … 2^53. */
  readonly size: number;
  readonly first: number;
  readonly step: number;
}

/** Point k is (first + k) · numerator / denominator. */
export interface DecimalPoints {
  readonly kind: 'decimal';
  /** 1 … 2^53. */
  readonly size: number;
  readonly first: number;
  readonly numerator: number;
  readonly denominator: number;
}

/** The numbers of the points, each twice. */
const NUMBERS = REST;
const MOST_NUMBERS = 4;

/** Writes the value of each point that is drawn, `numbers` being those of the kind. */
function valuesBy(value: (k: Code, ...numbers: readonly Code[]) => Code): Record<Counters, WasmFunction> {
  const numbers = Array.from({ length: MOST_NUMBERS }, (_, i) => VECTORS + i);
  const [size, ...others] = numbers.map(get);
  return overRows({
    before: numbers.map((local, i) => set(local, v128.load(i32.const(NUMBERS), 16 * i))),
    each: eachUniforms((uniforms, pair) =>
      v128.store(DOUBLES, FIRST + 16 * pair, value(f64x2.floor(f64x2.multiply(uniforms, size)), ...others)),
    ),
    vectors: MOST_NUMBERS,
  });
}

const kernelFor = rowKernel(
  () => ({
    even: valuesBy((k, first, step) => f64x2.add(first, f64x2.multiply(k, step))),
    decimal: valuesBy((k, first, numerator, denominator) =>
      f64x2.divide(f64x2.multiply(f64x2.add(first, k), numerator), denominator),
    ),
  }),
  (memory) => ({
    numbers: new Float64Array(memory, NUMBERS, 2 * MOST_NUMBERS),
    values: new Float64Array(memory, FIRST, MOST),
  }),
);

/** As WebAssembly; `undefined` for few rows, and where the platform has no vectors. */
function vectorPoints(stream: Stream, at: Addresses, draw: number, points: Points): Float64Array | undefined {
  const { length } = at;
  const kernel = kernelFor(at);
  if (kernel === undefined) return undefined;
  const { calls, numbers, values } = kernel;
  numbersOf(points).forEach((number, i) => numbers.fill(number, 2 * i, 2 * i + 2));
  let out: Float64Array | undefined;
  stream.over(calls[points.kind], at, draw, (from, count) => {
    // Made of what it holds, an array is not filled with zeros first.
    if (count === length) out = new Float64Array(values.subarray(0, count));
    else (out ??= new Float64Array(length)).set(values.subarray(0, count), from);
  });
  return out;
}

function numbersOf(points: Points): readonly number[] {
  const { size, first } = points;
  return points.kind === 'even' ? [size, first, points.step] : [size, first, points.numerator, points.denominator];
}

/** The points that draw number `draw` of every row chooses, in an array of their own. */
export function drawPoints(stream: Stream, at: Addresses, draw: number, points: Points): Float64Array {
  const drawn = vectorPoints(stream, at, draw, points);
  if (drawn !== undefined) return drawn;
  const values = new Float64Array(at.length);
  stream.uniforms(at, draw, values);
  placePoints(values, points);
  return values;
}

/** Turns uniforms, in place, into the points that they choose. */
export function placePoints(values: Float64Array, points: Points): void {
  const { size, first } = points;
  if (points.kind === 'even') {
    const { step } = points;
    for (let i = 0; i < values.length; i++) values[i] = first + Math.floor(values[i] * size) * step;
  } else {
    const { numerator, denominator } = points;
    for (let i = 0; i < values.length; i++) {
      values[i] = ((first + Math.floor(values[i] * size)) * numerator) / denominator;
    }
  }
}
