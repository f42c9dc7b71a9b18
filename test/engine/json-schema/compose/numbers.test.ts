import assert from 'node:assert/strict';
import { decimalOf, leastCommonMultiple, toNumber } from '../../../../engine/src/json-schema/compose/decimal.js';
import { compileNumbers } from '../../../../engine/src/json-schema/compose/numbers.js';
import type { NumberShape } from '../../../../engine/src/json-schema/shape.js';
import { streamFor } from '../../../../engine/src/random/key.js';
import { rootAddresses } from '../../../../engine/src/random/stream.js';

const ANY: NumberShape = {
  type: 'number',
  weight: 1,
  excluded: [],
  notes: [],
  integer: false,
  fractional: false,
  min: -Infinity,
  exclusiveMin: false,
  max: Infinity,
  exclusiveMax: false,
  multipleOf: [],
  notMultipleOf: [],
  formats: [],
};

function draw(shape: Partial<NumberShape>, count = 1000): Float64Array {
  const numbers = compileNumbers({ ...ANY, ...shape });
  assert.ok(numbers);
  const out = new Float64Array(count);
  numbers.draw(streamFor(3, 'numbers'), rootAddresses(0, count), out);
  return out;
}

describe('json-schema compose: numbers', () => {
  const MULTIPLES: [number[], number][] = [
    [[0.01], 0.01],
    [[2, 3], 6],
    [[0.25, 0.1], 0.5],
    [[1.5, 1], 3],
    [[1e-7, 3e-8], 3e-7],
    [[1e22, 4], 1e22],
  ];
  for (const [values, expected] of MULTIPLES) {
    it(`the least common multiple of ${values.join(' and ')}`, () => {
      assert.equal(toNumber(leastCommonMultiple(values.map(decimalOf))), expected);
    });
  }

  it('writes decimals as they are', () => {
    for (const x of [0.1, 123.456, 5e-324, 1.7976931348623157e308, 7, 1e21, 1.5e-9])
      assert.equal(toNumber(decimalOf(x)), x);
  });

  it('lists what is left of small ranges', () => {
    const numbers = compileNumbers({ ...ANY, integer: true, min: 0, max: 10, notMultipleOf: [2], excluded: [5] });
    assert.deepEqual(Array.from(numbers!.points!), [1, 3, 7, 9]);
  });

  it('draws every member of a range alike', () => {
    const counts = new Map<number, number>();
    for (const x of draw({ integer: true, min: -2, exclusiveMax: true, max: 3 }, 10_000))
      counts.set(x, (counts.get(x) ?? 0) + 1);
    assert.deepEqual(
      [...counts.keys()].sort((a, b) => a - b),
      [-2, -1, 0, 1, 2],
    );
    const chi = [...counts.values()].reduce((sum, n) => sum + (n - 2000) ** 2 / 2000, 0);
    assert.ok(chi < 18.5, `${chi}`);
  });

  it('gives multiples as validators test them', () => {
    for (const step of [0.01, 0.07, 1e-5, 3.3, 1e-12]) {
      for (const x of draw({ multipleOf: [step], min: -50, max: 5000 })) {
        assert.ok(Number.isInteger(x / step), `${x} by ${step}`);
      }
    }
  });

  it('never gives a negative zero', () => {
    for (const x of draw({ integer: true, min: -1, max: 1 })) assert.ok(!Object.is(x, -0));
    for (const x of draw({ min: -1, max: 0, multipleOf: [0.5] })) assert.ok(!Object.is(x, -0));
  });

  it('finds the only double between two others', () => {
    const values = draw({ min: 1, exclusiveMin: true, max: 1 + 2 ** -51, exclusiveMax: true }, 20);
    assert.deepEqual(new Set(values), new Set([1 + 2 ** -52]));
  });

  const IMPOSSIBLE: Record<string, Partial<NumberShape>> = {
    'between neighbours': { min: 1, exclusiveMin: true, max: 1 + 2 ** -52, exclusiveMax: true },
    'no integer inside': { integer: true, min: 0.2, max: 0.8 },
    'integers that are none': { integer: true, fractional: true },
    'multiples that are none': { multipleOf: [4], notMultipleOf: [2], min: 0, max: 1e6 },
    'all excluded': { integer: true, min: 1, max: 2, excluded: [1, 2] },
  };
  for (const [name, shape] of Object.entries(IMPOSSIBLE)) {
    it(`knows that there are none: ${name}`, () => {
      assert.equal(compileNumbers({ ...ANY, ...shape }), undefined);
    });
  }
});
