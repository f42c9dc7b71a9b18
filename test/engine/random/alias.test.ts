import assert from 'node:assert/strict';
import fc from 'fast-check';
import { AliasTable, CumulativeTable } from '../../../engine/src/random/alias.js';
import { DistributionError } from '../../../engine/src/random/distribution.js';
import { type Addresses, rootAddresses, Stream } from '../../../engine/src/random/stream.js';
import { WORTH } from '../../../engine/src/wasm/worth.js';
import { chiSquare, uniformsFor, wordsFor } from './statistics.js';

const COUNT = 100000;

const weightSets: Record<string, number[]> = {
  one: [3],
  equal: new Array<number>(7).fill(1),
  steep: [1e6, 1, 1e-6, 0, 20],
  'with zeros at both ends': [0, 0, 5, 0, 1, 0],
  'a thousand': Array.from({ length: 1000 }, (_, i) => (i * 7919) % 101),
  tiny: [1e-300, 3e-300],
};

function tally(indices: ArrayLike<number>, size: number): Float64Array {
  const counts = new Float64Array(size);
  for (let i = 0; i < indices.length; i++) counts[indices[i]]++;
  return counts;
}

for (const [name, weights] of Object.entries(weightSets)) {
  const total = weights.reduce((sum, w) => sum + w, 0);
  const expected = weights.map((w) => (COUNT * w) / total);

  describe(`weights: ${name}`, () => {
    it('alias table draws by weight', () => {
      const table = new AliasTable(weights);
      const out = new Int32Array(COUNT);
      const [first, other] = wordsFor(`alias ${name}`, COUNT);
      table.fill(first, other, COUNT, out);
      const counts = tally(out, weights.length);
      assert.ok(chiSquare(counts, expected) < 3.1);
      weights.forEach((w, i) => assert.ok(w > 0 || counts[i] === 0));
      for (let i = 0; i < 100; i++) assert.equal(table.pick(first[i], other[i]), out[i]);
    });

    it('cumulative table draws by weight', () => {
      const table = new CumulativeTable(weights);
      const out = new Float64Array(COUNT);
      const u = uniformsFor(`cumulative ${name}`, COUNT);
      table.fill(u, COUNT, out);
      const counts = tally(out, weights.length);
      assert.ok(chiSquare(counts, expected) < 3.1);
      weights.forEach((w, i) => assert.ok(w > 0 || counts[i] === 0));
    });
  });
}

describe('draws of tables', () => {
  const stream = new Stream(17, -4);
  before('kernels are compiled', () => {
    new AliasTable([1]).draw(stream, rootAddresses(0, WORTH), 0, new Int32Array(WORTH));
  });

  const sets: Record<string, number[]> = {
    ...weightSets,
    'more than a kernel takes': Array.from({ length: 1025 }, (_, i) => i % 3),
    'as many as a kernel takes': Array.from({ length: 1024 }, (_, i) => (i % 9) ** 5),
  };
  const child = (length: number): Addresses => ({
    length,
    low: Int32Array.from({ length }, (_, i) => Math.imul(i, 0x9e3779b1)),
    high: Int32Array.from({ length }, (_, i) => Math.imul(~i, 0x85ebca6b)),
  });
  for (const [name, weights] of Object.entries(sets)) {
    it(`are those of each row: weights ${name}`, () => {
      const [alias, cumulative] = [new AliasTable(weights), new CumulativeTable(weights)];
      for (const length of [0, 3, 64, 4098]) {
        for (const at of [rootAddresses(2 ** 32 - 100, length), child(length)]) {
          for (const draw of [0, 5]) {
            const [first, other] = [new Int32Array(length), new Int32Array(length)];
            stream.words(at, draw, first, other);
            const u = new Float64Array(length);
            stream.uniforms(at, draw, u);
            const [picks, quantiles, filled] = [0, 1, 2].map(() => new Int32Array(length));
            alias.draw(stream, at, draw, picks);
            assert.deepEqual(
              picks,
              first.map((word, i) => alias.pick(word, other[i])),
            );
            alias.fill(first, other, length, filled);
            assert.deepEqual(filled, picks);
            cumulative.draw(stream, at, draw, quantiles);
            assert.deepEqual(
              quantiles,
              Int32Array.from(u, (x) => cumulative.quantile(x)),
            );
            cumulative.fill(u, length, filled);
            assert.deepEqual(filled, quantiles);
          }
        }
      }
    });
  }
});

describe('weight tables', () => {
  const anyWeights = fc
    .array(fc.oneof(fc.constant(0), fc.double({ min: 1e-9, max: 1e9, noNaN: true })), { minLength: 1, maxLength: 60 })
    .filter((weights) => weights.some((w) => w > 0));
  const word = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });

  it('never draw what weighs nothing', () => {
    fc.assert(
      fc.property(
        anyWeights,
        word,
        word,
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (weights, a, b, u) => {
          assert.ok(weights[new AliasTable(weights).pick(a, b)] > 0);
          assert.ok(weights[new CumulativeTable(weights).quantile(u)] > 0);
        },
      ),
    );
  });

  it('cumulative quantiles rise and invert the shares', () => {
    fc.assert(
      fc.property(anyWeights, fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (weights, u) => {
        const table = new CumulativeTable(weights);
        const i = table.quantile(u);
        assert.ok(table.cumulative(i) > u && table.cumulative(i - 1) <= u);
      }),
    );
  });

  for (const weights of [[], [0, 0], [1, -1], [NaN], [Infinity, 1], [1.7e308, 1.7e308]]) {
    it(`refuse [${weights.join(', ')}]`, () => {
      assert.throws(() => new AliasTable(weights), DistributionError);
      assert.throws(() => new CumulativeTable(weights), DistributionError);
    });
  }
});
