import assert from 'node:assert/strict';
import fc from 'fast-check';
import { packBits } from '../../../engine/src/output/parquet/bits.js';
import {
  compileIndexing,
  type IndexKernel,
  MOST_INDICES,
  MOST_STEPS,
  type Numbering,
  WHOLE,
} from '../../../engine/src/output/parquet/index-wasm.js';
import { indexMemory, ScriptNumbering, writePacked } from '../../../engine/src/output/parquet/numbering.js';
import { ByteSink } from '../../../engine/src/output/parquet/sink.js';

const kernel = compileIndexing() as IndexKernel;
const script = new ScriptNumbering(2000);

/** What a numbering makes of values that are given to it in two calls. */
function numbered(numbering: Numbering, values: readonly number[], power: number, most: number): unknown {
  const base = values[0] * power + WHOLE - WHOLE - MOST_STEPS;
  const half = Math.ceil(values.length / 2);
  numbering.begin(power, base, most);
  numbering.values.set(values.slice(0, half));
  let all = numbering.number(half, 0);
  if (all && half < values.length) {
    numbering.values.set(values.slice(half));
    all = numbering.number(values.length - half, half);
  }
  const [count, least, greatest] = numbering.found();
  const distinct = Array.from(numbering.distinct.subarray(0, count));
  for (const value of distinct) numbering.numberOf[value * power + WHOLE - WHOLE - base] = 0;
  assert.ok(numbering.numberOf.every((number) => number === 0));
  return {
    all,
    count,
    distinct,
    ...(all && { least, greatest, indices: Array.from(numbering.indices.subarray(0, values.length)) }),
  };
}

describe('Numbers of distinct values', () => {
  const odd = fc.constantFrom(
    0,
    -0,
    NaN,
    Infinity,
    -Infinity,
    2 ** 51,
    -(2 ** 52),
    1e300,
    5e-324,
    0.005,
    2 ** 32 / 100,
    1 / 3,
  );
  const close = fc.integer({ min: -300, max: 300 }).map((step) => step / 100);
  const far = fc.integer({ min: -(2 ** 20), max: 2 ** 20 }).map((step) => step / 100);

  for (const [name, value] of [
    ['values close together', close],
    ['values far apart', fc.oneof(close, far)],
    ['values that are no decimals', fc.oneof({ weight: 20, arbitrary: close }, odd)],
  ] as const) {
    it(`are the same by WebAssembly as by JavaScript: ${name}`, () => {
      fc.assert(
        fc.property(
          fc.array(value, { minLength: 1, maxLength: 60 }),
          fc.integer({ min: 0, max: 60 }),
          (values, most) => {
            assert.deepEqual(numbered(kernel, values, 100, most), numbered(script, values, 100, most));
          },
        ),
        { numRuns: 300 },
      );
    });
  }

  it('go by the order in which values first occur', () => {
    for (const numbering of [kernel, script]) {
      assert.deepEqual(numbered(numbering, [0.5, -0.25, 0.5, 7, -0.25], 4, 5), {
        all: true,
        count: 3,
        distinct: [0.5, -0.25, 7],
        least: MOST_STEPS - 3,
        greatest: MOST_STEPS + 26,
        indices: [0, 1, 0, 2, 1],
      });
    }
  });

  it('are packed alike by WebAssembly and by JavaScript', () => {
    const indices = indexMemory(MOST_INDICES);
    for (let width = 1; width <= 24; width++) {
      for (const [from, to] of [
        [0, 64],
        [5, 1000],
        [16384, 32768],
        [65000, 65536],
        [65000, 65535],
      ]) {
        for (let i = from; i < to; i++) indices[i] = Math.imul(i, 0x9e3779b1) >>> (32 - width);
        const sink = new ByteSink(new ArrayBuffer(1 << 17));
        writePacked(sink, indices, from, to, width);
        const expected = new DataView(new ArrayBuffer(1 << 17));
        const end = packBits(expected, 0, indices, from, to, width);
        assert.deepEqual(sink.written(), new Uint8Array(expected.buffer, 0, end));
      }
    }
  });
});
