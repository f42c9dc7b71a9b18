import assert from 'node:assert/strict';
import fc from 'fast-check';
import { writeDecimal, writeInteger } from '../../../engine/src/output/digits.js';

const view = new DataView(new ArrayBuffer(64));

function written(write: (view: DataView, pos: number) => number): string {
  const end = write(view, 3);
  return String.fromCharCode(...new Uint8Array(view.buffer, 3, end - 3));
}

describe('numbers as text', () => {
  const integers = [0, -0, 7, 10, 99, 100, 999, 1000, 9999, 10000, 99999999, 100000000, 2147483647, 2147483648];
  integers.push(4294967295, 1e15, 2 ** 53 - 1, 2 ** 53, 1e20, 1e21, -1e21, 1e300);

  it('writes integers as String does', () => {
    for (const n of integers.flatMap((n) => [n, -n, n + 1, n - 1])) {
      assert.equal(
        written((v, pos) => writeInteger(v, pos, n)),
        String(n),
      );
    }
    fc.assert(
      fc.property(fc.maxSafeInteger(), (n) => written((v, pos) => writeInteger(v, pos, n)) === String(n)),
      { numRuns: 20000 },
    );
  });

  it('writes every power of ten and its neighbours', () => {
    for (let e = 0; e <= 15; e++) {
      for (const n of [10 ** e - 1, 10 ** e, 10 ** e + 1]) {
        assert.equal(
          written((v, pos) => writeInteger(v, pos, n)),
          String(n),
        );
      }
    }
  });

  it('writes fixed decimals as String does, for every number of digits', () => {
    for (let decimals = 0; decimals <= 22; decimals++) {
      const magnitudes = fc.integer({ min: 0, max: 53 }).chain((bits) => fc.integer({ min: 0, max: 2 ** bits - 1 }));
      fc.assert(
        fc.property(magnitudes, fc.boolean(), (k, negative) => {
          const value = (negative ? -k : k) / 10 ** decimals;
          assert.equal(
            written((v, pos) => writeDecimal(v, pos, value, decimals)),
            String(value),
          );
        }),
        { numRuns: 3000 },
      );
    }
  });

  it('writes doubles that are no such decimals as String does', () => {
    fc.assert(
      fc.property(
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.integer({ min: 0, max: 30 }),
        (value, decimals) =>
          assert.equal(
            written((v, pos) => writeDecimal(v, pos, value, decimals)),
            String(value),
          ),
      ),
      { numRuns: 20000 },
    );
  });
});
