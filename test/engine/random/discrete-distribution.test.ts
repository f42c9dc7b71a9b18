import assert from 'node:assert/strict';
import { compileDistribution, type Bounds } from '../../../engine/src/random/distribution.js';
import type { Distribution } from '../../../engine/src/schema/model.js';
import { chiSquare, uniformsFor } from './statistics.js';

const COUNT = 40000;

function draw(spec: Distribution, bounds: Bounds, count = COUNT): Float64Array {
  const out = new Float64Array(count);
  compileDistribution(spec, bounds).fill(uniformsFor(JSON.stringify([spec, bounds]), count), count, out);
  return out;
}

const name = (spec: Distribution, bounds: Bounds): string =>
  `${JSON.stringify(spec)}${Object.keys(bounds).length > 0 ? ` in ${JSON.stringify(bounds)}` : ''}`;

const DISCRETE: [Distribution, Bounds][] = [
  [{ type: 'poisson', mean: 3.5 }, {}],
  [
    { type: 'poisson', mean: 3.5 },
    { min: 2, max: 5 },
  ],
  [{ type: 'poisson', mean: 0.01 }, { min: 1 }],
  [{ type: 'poisson', mean: 2000 }, {}],
  [{ type: 'negativeBinomial', mean: 10, dispersion: 0.5 }, {}],
  [
    { type: 'negativeBinomial', mean: 10, dispersion: 20 },
    { min: 5, max: 12 },
  ],
  [{ type: 'binomial', trials: 40, probability: 0.3 }, {}],
  [{ type: 'binomial', trials: 5, probability: 0.99 }, { max: 3 }],
  [
    { type: 'zipf', exponent: 1.1 },
    { min: 1, max: 100 },
  ],
  [
    { type: 'zipf', exponent: 0 },
    { min: -3, max: 3 },
  ],
  [
    { type: 'normal', mean: 40, stdDev: 12 },
    { min: 18, max: 90, discrete: true },
  ],
  [
    { type: 'beta', alpha: 0.5, beta: 0.5 },
    { min: 0, max: 6, discrete: true },
  ],
  [
    {
      type: 'mixture',
      components: [
        { weight: 1, distribution: { type: 'poisson', mean: 3 } },
        { weight: 2, distribution: { type: 'binomial', trials: 60, probability: 0.5 } },
      ],
    },
    { min: 2, max: 40 },
  ],
];

describe('discrete distributions', () => {
  for (const [spec, bounds] of DISCRETE) {
    describe(name(spec, bounds), () => {
      const quantile = compileDistribution(spec, bounds);
      const low = quantile.min;
      const high = Math.min(quantile.max, quantile.quantile(1 - 2 ** -53));

      it('draws follow the shares of the single numbers', () => {
        const counts = new Float64Array(high - low + 1);
        for (const x of draw(spec, bounds)) counts[x - low]++;
        const expected = counts.map((_, i) => COUNT * (quantile.cdf(low + i) - quantile.cdf(low + i - 1)));
        assert.ok(chiSquare(counts, expected) < 3.1);
      });

      it('quantiles are the least numbers that reach the share', () => {
        for (const u of uniformsFor('least', 3000)) {
          const x = quantile.quantile(u);
          assert.ok(Number.isInteger(x) && x >= low && x <= high);
          assert.ok(quantile.cdf(x) >= u - 1e-15 && quantile.cdf(x - 1) <= u + 1e-15);
        }
      });

      it('knows its mean', () => {
        if (Number.isNaN(quantile.mean)) return;
        const sample = draw(spec, bounds);
        const mean = sample.reduce((sum, x) => sum + x, 0) / COUNT;
        const variance = sample.reduce((sum, x) => sum + (x - mean) ** 2, 0) / COUNT;
        assert.ok(Math.abs(mean - quantile.mean) <= 4 * Math.sqrt(variance / COUNT) + 1e-9);
      });
    });
  }

  const huge: [Distribution, Bounds][] = [
    [{ type: 'poisson', mean: 1e12 }, {}],
    [{ type: 'poisson', mean: 1e12 }, { min: 1e12 + 2e6 }],
    [{ type: 'negativeBinomial', mean: 1e7, dispersion: 0.5 }, {}],
    [{ type: 'binomial', trials: 1e12, probability: 0.3 }, {}],
    [
      { type: 'zipf', exponent: 1 },
      { min: 1, max: 1e9 },
    ],
    [
      { type: 'zipf', exponent: 0.5 },
      { min: 0, max: 2 ** 53 - 2 },
    ],
    [
      { type: 'zipf', exponent: 0 },
      { min: 1, max: 1e7 },
    ],
    [
      { type: 'zipf', exponent: 1.00001 },
      { min: 1, max: 1e7 },
    ],
    [{ type: 'zipf', exponent: 3 }, { min: 5 }],
  ];
  for (const [spec, bounds] of huge) {
    it(`${name(spec, bounds)} draws whole numbers that follow the distribution function`, () => {
      const quantile = compileDistribution(spec, bounds);
      const sample = draw(spec, bounds);
      assert.ok(sample.every((x) => Number.isInteger(x) && x >= quantile.min && x <= quantile.max));
      assert.ok(sample.every((x) => !Object.is(x, -0)));
      // Shares between the quantiles at sixteenths.
      const edges = [...new Set(Array.from({ length: 15 }, (_, i) => quantile.quantile((i + 1) / 16)))];
      const counts = new Float64Array(edges.length + 1);
      for (const x of sample) counts[edges.filter((edge) => x > edge).length]++;
      const cuts = [0, ...edges.map((edge) => quantile.cdf(edge)), 1];
      const expected = cuts.slice(1).map((share, i) => COUNT * (share - cuts[i]));
      assert.ok(chiSquare(counts, expected) < 3.1);
    });
  }

  it('a large Zipf domain agrees with its sum', () => {
    const size = 100000;
    for (const exponent of [0, 0.5, 1, 1.00001, 1.7, 4]) {
      const quantile = compileDistribution({ type: 'zipf', exponent }, { min: 1, max: size });
      const sums = new Float64Array(size + 1);
      for (let r = 1; r <= size; r++) sums[r] = sums[r - 1] + r ** -exponent;
      for (const r of [1, 2, 1023, 1024, 1025, 2000, 50000, size - 1])
        assert.ok(Math.abs(quantile.cdf(r) - sums[r] / sums[size]) < 1e-11, `exponent ${exponent}, rank ${r}`);
    }
  });
});
