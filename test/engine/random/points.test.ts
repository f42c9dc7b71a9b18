import assert from 'node:assert/strict';
import { drawPoints, placePoints, type Points } from '../../../engine/src/random/points.js';
import { type Addresses, rootAddresses, Stream } from '../../../engine/src/random/stream.js';
import { WORTH } from '../../../engine/src/wasm/worth.js';

const CASES: Record<string, Points> = {
  'whole numbers': { kind: 'even', size: 100_000, first: 1, step: 1 },
  'as many as there are': { kind: 'even', size: 2 ** 53, first: -(2 ** 53), step: 1 },
  one: { kind: 'even', size: 1, first: -7, step: 86_400_000 },
  instants: { kind: 'even', size: 63_158_400, first: 1_704_067_200_000, step: 1000 },
  decimals: { kind: 'decimal', size: 10_001, first: -5000, numerator: 1, denominator: 100 },
  multiples: { kind: 'decimal', size: 333, first: 3, numerator: 3, denominator: 1000 },
  'far apart': { kind: 'decimal', size: 90, first: 10, numerator: 1e22, denominator: 1 },
};

describe('points that are equally likely', () => {
  const stream = new Stream(-9, 99);
  before('kernels are compiled', () => {
    for (const points of Object.values(CASES)) drawPoints(stream, rootAddresses(0, WORTH), 0, points);
  });

  const child = (length: number): Addresses => ({
    length,
    low: Int32Array.from({ length }, (_, i) => Math.imul(i, 0x9e3779b1)),
    high: Int32Array.from({ length }, (_, i) => Math.imul(~i, 0x85ebca6b)),
  });
  for (const [name, points] of Object.entries(CASES)) {
    it(`are drawn in bulk as one by one: ${name}`, () => {
      for (const length of [0, 5, 64, 4096, 9001]) {
        for (const at of [rootAddresses(12, length), rootAddresses(2 ** 32 - 77, length), child(length)]) {
          const expected = Float64Array.from({ length }, (_, i) => stream.uniform(at.low[i], at.high[i], 2));
          placePoints(expected, points);
          assert.deepEqual(drawPoints(stream, at, 2, points), expected);
        }
      }
    });
  }

  it('are in arrays of their own', () => {
    const draw = (row: number): Float64Array => drawPoints(stream, rootAddresses(row, 4096), 0, CASES.instants);
    const first = draw(0);
    const kept = first.slice();
    draw(4096);
    assert.deepEqual(first, kept);
  });
});
