import assert from 'node:assert/strict';
import { drawMarks, type End, markUniforms } from '../../../engine/src/random/marks.js';
import { type Addresses, rootAddresses, Stream } from '../../../engine/src/random/stream.js';
import { WORTH } from '../../../engine/src/wasm/worth.js';

describe('marks of a share of rows', () => {
  const stream = new Stream(77, 1);
  before('kernels are compiled', () => void drawMarks(stream, rootAddresses(0, WORTH), 0, 0.5, 'lower'));

  const child = (length: number): Addresses => ({
    length,
    low: Int32Array.from({ length }, (_, i) => Math.imul(i, 0x9e3779b1)),
    high: Int32Array.from({ length }, (_, i) => Math.imul(~i, 0x85ebca6b)),
  });
  for (const end of ['lower', 'upper'] satisfies End[]) {
    it(`are drawn in bulk as one by one: the ${end} end`, () => {
      for (const length of [0, 5, 64, 4097, 9001]) {
        for (const at of [rootAddresses(12, length), rootAddresses(2 ** 32 - 77, length), child(length)]) {
          const uniforms = Float64Array.from({ length }, (_, i) => stream.uniform(at.low[i], at.high[i], 3));
          // Also a share that is just met.
          for (const share of [0, 0.8, 1, 2 ** -60, uniforms[3] ?? 0.5, 1 - (uniforms[3] ?? 0.5)]) {
            const expected = new Uint8Array(length);
            markUniforms(uniforms, share, end, expected);
            assert.deepEqual(drawMarks(stream, at, 3, share, end), expected);
          }
        }
      }
    });
  }

  it('of the upper end are so many', () => {
    const marks = drawMarks(stream, rootAddresses(0, 100_000), 0, 0.3, 'upper');
    assert.ok(Math.abs(marks.reduce((sum, mark) => sum + mark, 0) - 30_000) < 4 * Math.sqrt(21_000));
  });
});
