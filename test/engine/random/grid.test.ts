import assert from 'node:assert/strict';
import {
  compileDistribution,
  discretise,
  DistributionError,
  type Bounds,
} from '../../../engine/src/random/distribution.js';
import type { Distribution } from '../../../engine/src/schema/model.js';
import { chiSquare, uniformsFor } from './statistics.js';

const COUNT = 40000;

function draw(spec: Distribution, bounds: Bounds, count = COUNT): Float64Array {
  const out = new Float64Array(count);
  compileDistribution(spec, bounds).fill(uniformsFor(JSON.stringify([spec, bounds]), count), count, out);
  return out;
}

describe('rounding to a grid', () => {
  it('gives decimals as the doubles people write', () => {
    const sample = draw({ type: 'normal', mean: 0, stdDev: 1 }, { min: -2, max: 2, step: 0.01 });
    for (const x of sample) assert.equal(x, Number(x.toFixed(2)) + 0);
  });

  it('takes the multiples between the bounds', () => {
    const quantile = compileDistribution({ type: 'normal', mean: 12, stdDev: 9 }, { min: 3, max: 26, step: 5 });
    assert.deepEqual([quantile.min, quantile.max], [5, 25]);
    assert.ok([0, 0.2, 0.5, 0.99].every((u) => quantile.quantile(u) % 5 === 0));
    const tenths = compileDistribution({ type: 'uniform' }, { min: 0.07, max: 0.3, step: 0.01 });
    assert.deepEqual([tenths.min, tenths.max], [0.07, 0.3]);
  });

  it('gives each value the mass around it', () => {
    const inside = compileDistribution({ type: 'exponential', mean: 2 }, { min: -0.5, max: 5.5 });
    const quantile = discretise(inside, 0, 5, 1);
    const counts = new Float64Array(6);
    const out = new Float64Array(COUNT);
    quantile.fill(uniformsFor('grid', COUNT), COUNT, out);
    for (const x of out) counts[x]++;
    const expected = counts.map((_, k) => COUNT * (inside.cdf(k + 0.5) - inside.cdf(k - 0.5)));
    assert.ok(chiSquare(counts, expected) < 3.1);
    assert.ok(Math.abs(quantile.cdf(2) - inside.cdf(2.5)) < 1e-15);
  });

  it('rounds counts to multiples too', () => {
    const spec: Distribution = { type: 'poisson', mean: 17 };
    const quantile = compileDistribution(spec, { min: 0, max: 100, step: 4 });
    const counts = new Float64Array(26);
    for (const x of draw(spec, { min: 0, max: 100, step: 4 })) {
      assert.equal(x % 4, 0);
      counts[x / 4]++;
    }
    const expected = counts.map((_, k) => COUNT * (quantile.cdf(4 * k) - quantile.cdf(4 * k - 4)));
    assert.ok(chiSquare(counts, expected) < 3.1);
  });

  it('refuses a grid without points', () => {
    assert.throws(() => compileDistribution({ type: 'uniform' }, { min: 1, max: 4, step: 5 }), DistributionError);
  });
});
