import assert from 'node:assert/strict';
import fc from 'fast-check';
import { roundAll, roundTo } from '../../../engine/src/expression/index.js';

describe('roundTo', () => {
  const table: readonly (readonly [number, number, number])[] = [
    [1.005, 2, 1.01],
    [-1.005, 2, -1.01],
    [2.5, 0, 3],
    [-2.5, 0, -3],
    [0.5, 0, 1],
    [0.49999999999999994, 0, 0],
    [1.45, 1, 1.5],
    [8.345, 2, 8.35],
    [0.000001234, 7, 0.0000012],
    [1e-7, 3, 0],
    [-1e-7, 3, 0],
    [1234.5678, -2, 1200],
    [1250, -2, 1300],
    [49, -2, 0],
    [50, -2, 100],
    [1e21, 2, 1e21],
    [1.7976931348623157e308, 2, 1.7976931348623157e308],
    [5e-324, 3, 0],
    [9.995, 2, 10],
    [123456789.125, 2, 123456789.13],
  ];
  for (const [value, decimals, expected] of table) {
    it(`${value} to ${decimals} digits`, () => assert.equal(roundTo(value, decimals), expected));
  }

  it('gives whole columns the same', () => {
    const near = fc
      .tuple(fc.integer({ min: -1e7, max: 1e7 }), fc.integer({ min: 0, max: 4 }))
      .map(([k, d]) => k / 10 ** d);
    fc.assert(
      fc.property(
        fc.array(fc.oneof(near, fc.double({ noNaN: true, noDefaultInfinity: true }))),
        fc.integer({ min: 0, max: 6 }),
        (values, decimals) => {
          const column = Float64Array.from(values);
          assert.deepEqual(
            [...roundAll(column, decimals)].map((v) => v + 0),
            values.map((v) => roundTo(v, decimals) + 0),
          );
        },
      ),
    );
  });

  it('is within half a unit of the last digit, and stays', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1e6, max: 1e6, noNaN: true }),
        fc.integer({ min: 0, max: 6 }),
        (value, decimals) => {
          const rounded = roundTo(value, decimals);
          assert.ok(Math.abs(rounded - value) <= 0.5 * 10 ** -decimals * (1 + 1e-9) + 1e-12);
          assert.equal(roundTo(rounded, decimals), rounded);
        },
      ),
    );
  });
});
