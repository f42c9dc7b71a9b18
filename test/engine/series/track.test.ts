import assert from 'node:assert/strict';
import type { NoiseModel } from '../../../engine/src/schema/model-series.js';
import { kolmogorov } from '../random/statistics.js';
import { autocorrelation, mean, normalCdf, variance } from './estimators.js';
import { MINUTE, trackOf } from './generate.js';

const common = { stdDev: 1, df: undefined } as const;

/** Each with the standard deviation it has in the long run. */
const stationary: Record<string, [noise: NoiseModel, deviation: number]> = {
  'AR(1) that forgets at once': [{ type: 'ar', coefficients: [0.8], ...common }, 1 / Math.sqrt(1 - 0.64)],
  'AR(1) near the unit root, still in blocks': [
    { type: 'ar', coefficients: [0.99], ...common },
    1 / Math.sqrt(1 - 0.99 ** 2),
  ],
  'AR(1) of 0.9999, carried': [{ type: 'ar', coefficients: [0.9999], ...common }, 1 / Math.sqrt(1 - 0.9999 ** 2)],
  'AR(1) of 0.9999999, carried': [
    { type: 'ar', coefficients: [0.9999999], ...common },
    1 / Math.sqrt((1 - 0.9999999) * 1.9999999),
  ],
  'AR(1) that swings': [{ type: 'ar', coefficients: [-0.95], ...common }, 1 / Math.sqrt(1 - 0.95 ** 2)],
  'AR(2) with a cycle': [
    { type: 'ar', coefficients: [1.6, -0.9], ...common },
    // γ₀ = (1 − φ₂) / ((1 + φ₂) ((1 − φ₂)² − φ₁²)).
    Math.sqrt(1.9 / (0.1 * (1.9 ** 2 - 1.6 ** 2))),
  ],
  'AR(2) with a slow cycle, carried': [
    { type: 'ar', coefficients: [1.9996, -0.9997], ...common },
    Math.sqrt(1.9997 / (0.0003 * (1.9997 ** 2 - 1.9996 ** 2))),
  ],
  'OU of a year at steps of a minute': [{ type: 'ou', reversion: 1 / (365 * 1440 * MINUTE), stdDev: 3 }, 3],
  'MA(3)': [{ type: 'ma', coefficients: [0.5, 0.5, -1], ...common }, Math.sqrt(2.5)],
  GARCH: [{ type: 'garch', omega: 0.1, alpha: 0.1, beta: 0.8, df: undefined }, 1],
};

const walks: Record<string, NoiseModel> = {
  'a random walk': { type: 'randomWalk', ...common },
  GBM: { type: 'gbm', drift: 0, volatility: 0.01, clustering: { alpha: 0.1, beta: 0.8 } },
  'heavy-tailed AR(2)': { type: 'ar', coefficients: [0.5, 0.3], stdDev: 1, df: 3 },
};

/** Values of `seeds` runs at a step, in units of the deviation. */
function ensemble(noise: NoiseModel, deviation: number, steps: readonly number[], seeds: number): Float64Array[] {
  const columns = steps.map(() => new Float64Array(seeds));
  const out = new Float64Array(1);
  for (let seed = 0; seed < seeds; seed++) {
    const track = trackOf(noise, seed);
    steps.forEach((step, i) => {
      track.values(step, 1, out);
      columns[i][seed] = out[0] / deviation;
    });
  }
  return columns;
}

describe('steps of a process', () => {
  for (const [name, [noise, deviation]] of Object.entries(stationary)) {
    it(`${name}: stationary from step 0 on`, function () {
      // The carried ones go through their steps before the start with every seed.
      const slow = /carried|year/.test(name);
      const seeds = slow ? 150 : 1500;
      const [first, second] = ensemble(noise, deviation, [0, 1], seeds);
      const tolerance = 4 * Math.sqrt((noise.type === 'garch' ? 3 : 2) / seeds);
      for (const values of [first, second]) {
        assert.ok(Math.abs(variance(values, 0) - 1) < tolerance, `variance ${variance(values, 0)}`);
        assert.ok(Math.abs(mean(values)) < 4 / Math.sqrt(seeds), `mean ${mean(values)}`);
        if (noise.type !== 'garch') assert.ok(kolmogorov(values, normalCdf) < 1.95);
      }
    });
  }

  for (const name of ['AR(1) that forgets at once', 'AR(1) near the unit root, still in blocks', 'MA(3)', 'GARCH']) {
    const [noise, deviation] = stationary[name];
    it(`${name}: as scattered, and as tied to its neighbours, at the borders of blocks as anywhere`, () => {
      const blocks = 300;
      const at = new Float64Array(blocks);
      const before = new Float64Array(blocks);
      const middle = new Float64Array(blocks);
      const track = trackOf(noise, 5);
      const pair = new Float64Array(2);
      // Blocks are 4,096 steps, or a power of two times that.
      const size = name.includes('near') ? 1 << 15 : 4096;
      for (let b = 0; b < blocks; b++) {
        track.values((b + 1) * size - 1, 2, pair);
        [before[b], at[b]] = pair;
        track.values((b + 0.5) * size, 1, pair);
        middle[b] = pair[0];
      }
      const tolerance = 4 * Math.sqrt((noise.type === 'garch' ? 3 : 2) / blocks);
      for (const values of [at, before, middle])
        assert.ok(Math.abs(variance(values, 0) / deviation ** 2 - 1) < tolerance, `${variance(values, 0)}`);
      let product = 0;
      for (let b = 0; b < blocks; b++) product += (at[b] * before[b]) / blocks / deviation ** 2;
      const whole = new Float64Array(20_000);
      track.values(10, whole.length, whole);
      assert.ok(Math.abs(product - autocorrelation(whole, 1)) < 0.2, `${product}`);
    });
  }

  it('a block is entered as an unbroken run would go on', () => {
    // φ x + e from the last value of one block gives the first of the next, to rounding.
    const white = new Float64Array(10_000);
    trackOf({ type: 'white', ...common }, 3).values(0, white.length, white);
    for (const phi of [0.3, 0.8, -0.9, 0.99]) {
      const x = new Float64Array(10_000);
      trackOf({ type: 'ar', coefficients: [phi], ...common }, 3).values(0, x.length, x);
      for (let t = 1; t < x.length; t++)
        assert.ok(Math.abs(phi * x[t - 1] + white[t] - x[t]) < 1e-11, `φ = ${phi}, step ${t}`);
    }
  });

  const everything = { ...Object.fromEntries(Object.entries(stationary).map(([k, [noise]]) => [k, noise])), ...walks };
  for (const [name, noise] of Object.entries(everything)) {
    it(`${name}: the same values in whatever order they are asked for`, () => {
      const length = 20_000;
      const whole = new Float64Array(length);
      trackOf(noise, 9).values(0, length, whole);
      const at = new Float64Array(300);
      const read = (track: ReturnType<typeof trackOf>, from: number, count: number): void => {
        track.values(from, count, at);
        for (let i = 0; i < count; i++)
          assert.equal(at[i], whole[from + i], `${name} at ${from + i} of ${from} … ${from + count - 1}`);
      };
      const anew = trackOf(noise, 9);
      for (const from of [19_700, 0, 12_288, 4095, 4096, 8191, 8192, 8000, 7, 16_383, 1]) read(anew, from, 300);
      const stepwise = trackOf(noise, 9);
      for (let step = 4000; step < 4200; step++) read(stepwise, step, 1);
      for (let step = 8300; step > 8100; step--) read(stepwise, step, 1);
      // As a follower with a lag does, before the start too.
      const lagged = trackOf(noise, 9);
      const early = new Float64Array(50);
      const again = new Float64Array(50);
      lagged.values(-50, 50, early);
      for (const from of [0, 300, 600]) {
        lagged.values(from - 50, 50, again);
        if (from === 0) assert.deepEqual(again, early);
        read(lagged, from, 300);
      }
      const late = trackOf(noise, 9);
      read(late, 100, 5);
      late.values(-50, 50, again);
      assert.deepEqual(again, early);
    });
  }

  it('a walk has not begun before its start', () => {
    const out = new Float64Array(10).fill(NaN);
    const track = trackOf(walks['a random walk'], 1);
    track.values(-5, 10, out);
    assert.deepEqual([...out.subarray(0, 5)], [0, 0, 0, 0, 0]);
    assert.notEqual(out[5], 0);
  });
});
