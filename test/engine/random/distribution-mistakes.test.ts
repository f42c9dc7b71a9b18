import assert from 'node:assert/strict';
import { compileDistribution, DistributionError, type Bounds } from '../../../engine/src/random/distribution.js';
import type { Distribution } from '../../../engine/src/schema/model.js';

const name = (spec: Distribution, bounds: Bounds): string =>
  `${JSON.stringify(spec)}${Object.keys(bounds).length > 0 ? ` in ${JSON.stringify(bounds)}` : ''}`;

describe('mistakes in a distribution', () => {
  const mistakes: [Distribution, Bounds, RegExp][] = [
    [{ type: 'uniform' }, { min: 1 }, /uniform.*no max/],
    [{ type: 'uniform' }, { min: -1.5e308, max: 1.5e308 }, /too wide/],
    [{ type: 'beta', alpha: 1, beta: 1 }, {}, /beta.*no min and max/],
    [{ type: 'uniform' }, { min: 2, max: 1 }, /min \(2\) is greater than max \(1\)/],
    [{ type: 'loguniform' }, { min: 0, max: 10 }, /loguniform.*above 0/],
    [{ type: 'normal', mean: 0, stdDev: -1 }, {}, /stdDev is -1/],
    [{ type: 'normal', mean: NaN, stdDev: 1 }, {}, /mean is NaN/],
    [{ type: 'normal', mean: 0, stdDev: 1 }, { min: 100 }, /no value.*from 100/],
    [{ type: 'normal', mean: 5, stdDev: 0 }, { max: 4 }, /only value is 5/],
    [{ type: 'exponential', mean: 0 }, {}, /mean is 0/],
    [{ type: 'exponential', mean: 1 }, { max: -1 }, /no value/],
    [{ type: 'gamma', shape: 0, scale: 1 }, {}, /shape is 0/],
    [{ type: 'pareto', shape: 1, scale: 5 }, { max: 4 }, /no value.*up to 4/],
    [{ type: 'triangular', mode: 11 }, { min: 0, max: 10 }, /mode \(11\) is outside/],
    [{ type: 'histogram', edges: [0, 1], weights: [0] }, {}, /sum to 0/],
    [{ type: 'histogram', edges: [0, 1], weights: [1, 2] }, {}, /need 3 edges/],
    [{ type: 'histogram', edges: [0, 2, 1], weights: [1, 2] }, {}, /must rise/],
    [{ type: 'histogram', edges: [0, 1, 2, 3], weights: [1, 0, 1] }, { min: 1.2, max: 1.8 }, /no value/],
    [{ type: 'mixture', components: [] }, {}, /no components/],
    [{ type: 'mixture', components: [{ weight: 0, distribution: { type: 'poisson', mean: 1 } }] }, {}, /sum to 0/],
    [{ type: 'poisson', mean: -1 }, {}, /mean is -1/],
    [{ type: 'poisson', mean: 3 }, { min: 0.2, max: 0.8 }, /no value/],
    [{ type: 'binomial', trials: 2.5, probability: 0.5 }, {}, /trials is 2.5/],
    [{ type: 'binomial', trials: 2, probability: 1.5 }, {}, /probability is 1.5/],
    [{ type: 'binomial', trials: 2, probability: 0.5 }, { min: 3 }, /no value/],
    [{ type: 'negativeBinomial', mean: 2, dispersion: 0 }, {}, /dispersion is 0/],
    [{ type: 'zipf', exponent: -1 }, { min: 1, max: 5 }, /exponent is -1/],
    [{ type: 'zipf', exponent: 1 }, { min: 1 }, /needs a max/],
  ];
  for (const [spec, bounds, message] of mistakes) {
    it(`${name(spec, bounds)} says ${message}`, () => {
      assert.throws(
        () => compileDistribution(spec, bounds),
        (error) => error instanceof DistributionError && error instanceof RangeError && message.test(error.message),
      );
    });
  }

  const degenerate: [Distribution, number, Bounds?][] = [
    [{ type: 'normal', mean: 5, stdDev: 0 }, 5],
    [{ type: 'poisson', mean: 0 }, 0],
    [{ type: 'binomial', trials: 7, probability: 1 }, 7],
    [{ type: 'uniform' }, 4, { min: 4, max: 4 }],
    [{ type: 'beta', alpha: 2, beta: 2 }, 4, { min: 4, max: 4 }],
    [{ type: 'normal', mean: 0, stdDev: 1 }, 3, { min: 3, max: 3, discrete: true }],
    [{ type: 'gamma', shape: 2, scale: 1 }, 3.25, { min: 3.25, max: 3.25 }],
  ];
  for (const [spec, value, bounds = {}] of degenerate) {
    it(`${name(spec, bounds)} is always ${value}`, () => {
      const quantile = compileDistribution(spec, bounds);
      assert.deepEqual(
        [0, 0.3, 1 - 2 ** -53].map((u) => quantile.quantile(u)),
        [value, value, value],
      );
      assert.deepEqual([quantile.min, quantile.max], [value, value]);
    });
  }
});
