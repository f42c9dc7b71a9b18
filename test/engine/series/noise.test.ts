import assert from 'node:assert/strict';
import { kolmogorov } from '../random/statistics.js';
import {
  autocorrelation,
  autoregression,
  distance,
  type Estimate,
  garch,
  leastSquares,
  mean,
  normalCdf,
  variance,
} from './estimators.js';
import { SEEDS, trackOf, valuesOf } from './generate.js';

const STEPS = 5000;

/** Estimates of one process on every seed: all within three standard errors, and together as far off as they should be. */
async function recovered(
  noise: object,
  truths: readonly number[],
  estimate: (x: Float64Array) => readonly Estimate[],
): Promise<void> {
  const off: number[] = [];
  for (const seed of SEEDS) {
    const estimates = estimate(await valuesOf({ noise }, STEPS, seed));
    truths.forEach((truth, k) => {
      const d = distance(estimates[k], truth);
      assert.ok(
        Math.abs(d) < 3,
        `seed ${seed}: ${truth} is estimated as ${estimates[k].value} ± ${estimates[k].error}, ${d} errors off`,
      );
      off.push(d);
    });
  }
  // Of twenty seeds: the mean of independent standard normals, within four of its own standard errors.
  truths.forEach((truth, k) => {
    const own = off.filter((_, i) => i % truths.length === k);
    assert.ok(Math.abs(mean(own)) * Math.sqrt(SEEDS.length) < 4, `${truth} is biased by ${mean(own)} errors`);
    const spread = variance(own, 0);
    assert.ok(spread > 0.3 && spread < 2.2, `the errors of ${truth} are off by a factor of ${Math.sqrt(spread)}`);
  });
}

/** The standard deviation of independent normals. */
const deviation = (x: ArrayLike<number>): Estimate => {
  const value = Math.sqrt(variance(x, 0));
  return { value, error: value / Math.sqrt(2 * x.length) };
};

const increments = (x: Float64Array): Float64Array => x.slice(1).map((value, i) => value - x[i]);

/** What an autoregression leaves. */
const innovations = (x: Float64Array, phi: readonly number[]): Float64Array =>
  x.slice(phi.length).map((value, i) => phi.reduce((left, f, k) => left - f * x[phi.length + i - k - 1], value));

describe('noise of a series', () => {
  it('AR(1): coefficient and deviation by conditional least squares', () =>
    recovered({ type: 'ar', coefficients: [0.8], stdDev: 0.5 }, [0.8, 0.5], (x) => [
      ...autoregression(x, 1),
      deviation(innovations(x, [0.8])),
    ]));

  it('AR(3): coefficients and deviation by conditional least squares', () => {
    const phi = [0.5, -0.3, 0.4];
    return recovered({ type: 'ar', coefficients: phi, stdDev: 2 }, [...phi, 2], (x) => [
      ...autoregression(x, 3),
      deviation(innovations(x, phi)),
    ]);
  });

  it('GARCH(1,1): by quasi-maximum likelihood', () =>
    recovered({ type: 'garch', omega: 0.1, alpha: 0.15, beta: 0.7 }, [0.1, 0.15, 0.7], garch));

  it('OU: reversion and deviation by its exact discretisation', () => {
    // e^(−θΔ) of a step of a minute, 6 an hour.
    const factor = Math.exp(-0.1);
    return recovered({ type: 'ou', reversion: '6/h', stdDev: 3 }, [6, 3 * Math.sqrt(1 - factor * factor)], (x) => {
      const [phi] = autoregression(x, 1);
      return [
        { value: -60 * Math.log(phi.value), error: (60 * phi.error) / phi.value },
        deviation(innovations(x, [factor])),
      ];
    });
  });

  it('MA(2): autocorrelations up to its order, none beyond', async () => {
    const theta = [0.6, -0.4];
    const gain = 1 + theta[0] ** 2 + theta[1] ** 2;
    const rho = [1, (theta[0] + theta[0] * theta[1]) / gain, theta[1] / gain];
    for (const seed of SEEDS) {
      const x = await valuesOf({ noise: { type: 'ma', coefficients: theta, stdDev: 2 } }, STEPS, seed);
      for (let lag = 1; lag < 6; lag++) {
        // Bartlett's formula.
        let spread = 0;
        const at = (k: number): number => rho[Math.abs(k)] ?? 0;
        for (let k = 1; k < 10; k++) spread += (at(k + lag) + at(k - lag) - 2 * at(k) * at(lag)) ** 2;
        const d = (autocorrelation(x, lag) - at(lag)) / Math.sqrt(spread / STEPS);
        assert.ok(Math.abs(d) < 3.5, `seed ${seed}, lag ${lag}: ${d} errors off`);
      }
      let moments = 0;
      for (let k = -2; k <= 2; k++) moments += 2 * rho[Math.abs(k)] ** 2;
      const d = (variance(x, 0) / (4 * gain) - 1) / Math.sqrt(moments / STEPS);
      assert.ok(Math.abs(d) < 3.5, `seed ${seed}: the variance is ${d} errors off`);
    }
  });

  it('white: standard normal, independent', async () => {
    const x = await valuesOf({ noise: { type: 'white', stdDev: 2 } }, 20_000, 1);
    assert.ok(
      kolmogorov(
        x.map((v) => v / 2),
        normalCdf,
      ) < 1.95,
    );
    for (let lag = 1; lag < 20; lag++) assert.ok(Math.abs(autocorrelation(x, lag)) < 4 / Math.sqrt(x.length));
  });

  it('random walk: starts at its level, with independent normal steps', async () => {
    for (const seed of SEEDS) {
      const x = await valuesOf({ noise: { type: 'randomWalk', stdDev: 0.5 } }, STEPS, seed);
      const steps = Float64Array.of(x[0], ...increments(x));
      assert.ok(
        kolmogorov(
          steps.map((v) => v / 0.5),
          normalCdf,
        ) < 1.95,
        `seed ${seed}`,
      );
      assert.ok(Math.abs(autocorrelation(steps, 1)) < 4 / Math.sqrt(STEPS));
    }
  });

  it('GBM: logarithms drift by μ − σ²/2 and scatter by σ', async () => {
    for (const seed of SEEDS) {
      const noise = { type: 'gbm', drift: '2.88/d', volatility: '0.72/d' };
      const x = await valuesOf({ base: 100, noise }, STEPS, seed);
      const returns = increments(x.map(Math.log));
      // Of one of the 1,440 minutes of a day.
      const sigma = 0.72 / Math.sqrt(1440);
      const drift = 2.88 / 1440 - sigma ** 2 / 2;
      assert.ok(Math.abs(mean(returns) - drift) < (3.5 * sigma) / Math.sqrt(STEPS), `seed ${seed}`);
      assert.ok(Math.abs(distance(deviation(returns.map((r) => r - drift)), sigma)) < 3.5, `seed ${seed}`);
      assert.ok(
        kolmogorov(
          returns.map((r) => (r - drift) / sigma),
          normalCdf,
        ) < 1.95,
        `seed ${seed}`,
      );
    }
  });

  it('GBM with clustering: returns are uncorrelated, their squares are not', async () => {
    const noise = { type: 'gbm', drift: '0/d', volatility: '0.4/d', clustering: { alpha: 0.15, beta: 0.8 } };
    const x = await valuesOf({ base: 100, noise }, 20_000, 1);
    const returns = increments(x.map(Math.log));
    const sigma = 0.4 / Math.sqrt(1440);
    assert.ok(Math.abs(Math.sqrt(variance(returns)) / sigma - 1) < 0.1);
    const squares = returns.map((r) => r * r);
    // ρ₁ of the squares of a GARCH(1,1): α (1 − αβ − β²) / (1 − 2αβ − β²).
    assert.ok(Math.abs(autocorrelation(squares, 1) - (0.15 * (1 - 0.12 - 0.64)) / (1 - 0.24 - 0.64)) < 0.15);
    for (const lag of [1, 5, 10]) assert.ok(autocorrelation(squares, lag) > 0.1, `lag ${lag}`);
    const [omega, alpha, beta] = garch(returns.map((r) => r / sigma));
    for (const [estimate, truth] of [
      [omega, 0.05],
      [alpha, 0.15],
      [beta, 0.8],
    ] as const)
      assert.ok(Math.abs(distance(estimate, truth)) < 3, `${truth}: ${estimate.value}`);
  });

  for (const df of [3, 4, 5, 12]) {
    it(`heavy tails: Student's t with ${df} degrees of freedom, of the deviation asked for`, async () => {
      const x = await valuesOf({ noise: { type: 'white', stdDev: 2, df } }, 20_000, 1);
      const t = x.map((v) => v / (2 * Math.sqrt((df - 2) / df)));
      assert.ok(kolmogorov(t, (v) => studentCdf(v, df)) < 1.95);
      // The likelihood knows the degrees of freedom from those nearby.
      const likelihood = (nu: number): number => {
        let sum = 0;
        for (const v of t) sum -= ((nu + 1) / 2) * Math.log1p((v * v) / nu);
        return sum + t.length * studentScale(nu);
      };
      assert.ok(likelihood(df) > likelihood(df * 0.8) && likelihood(df) > likelihood(df * 1.3));
    });
  }

  it('heavy tails drive walks, averages and autoregressions too', async () => {
    const df = 5;
    const scale = Math.sqrt((df - 2) / df);
    const cases: [object, (x: Float64Array) => Float64Array][] = [
      [{ type: 'randomWalk' }, increments],
      [{ type: 'ar', coefficients: [0.6, 0.2] }, (x) => innovations(x, [0.6, 0.2])],
      [{ type: 'ma', coefficients: [0] }, (x) => x],
    ];
    for (const [noise, left] of cases) {
      const x = left(await valuesOf({ noise: { ...noise, stdDev: 1, df } }, 10_000, 2));
      assert.ok(
        kolmogorov(
          x.map((v) => v / scale),
          (v) => studentCdf(v, df),
        ) < 1.95,
        JSON.stringify(noise),
      );
    }
  });

  it('of a thousand seeds about one in 370 is further off than three errors', () => {
    const phi = [0.5, -0.3, 0.4];
    const x = new Float64Array(1000);
    let outside = 0;
    let squares = 0;
    for (let seed = 1; seed <= 1000; seed++) {
      trackOf({ type: 'ar', coefficients: phi, stdDev: 2, df: undefined }, seed).values(0, x.length, x);
      autoregression(x, 3).forEach((estimate, k) => {
        const d = distance(estimate, phi[k]);
        if (Math.abs(d) > 3) outside++;
        squares += d * d;
      });
    }
    // Binomial: 8.1 ± 2.8 of 3,000; they hang together in threes.
    assert.ok(outside <= 22, `${outside} lie outside`);
    assert.ok(squares > 2700 && squares < 3300, `${squares / 3000}`);
  });

  it('a regression on a wrong model is found out', async () => {
    const x = await valuesOf({ noise: { type: 'ar', coefficients: [0.8], stdDev: 0.5 } }, STEPS, 1);
    assert.ok(Math.abs(distance(autoregression(x, 1)[0], 0.75)) > 3);
    assert.ok(Math.abs(distance(leastSquares(x.slice(1), [x.subarray(0, STEPS - 1)])[0], 0.85)) > 3);
  });
});

/** Density of Student's t at 0, its logarithm. */
function studentScale(df: number): number {
  return lnGamma((df + 1) / 2) - lnGamma(df / 2) - 0.5 * Math.log(df * Math.PI);
}

/** Stirling's series. */
function lnGamma(x: number): number {
  let shift = 0;
  for (; x < 10; x++) shift += Math.log(x);
  return (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + 1 / (12 * x) - 1 / (360 * x ** 3) - shift;
}

/** Simpson's rule over the angle: t = √ν tan θ. */
function studentCdf(t: number, df: number): number {
  const scale = Math.exp(studentScale(df)) * Math.sqrt(df);
  const angle = Math.atan(Math.abs(t) / Math.sqrt(df));
  const n = 40;
  let sum = 0;
  for (let i = 0; i <= n; i++) {
    const weight = i === 0 || i === n ? 1 : i % 2 === 1 ? 4 : 2;
    sum += weight * Math.cos((angle * i) / n) ** (df - 1);
  }
  const half = (scale * sum * angle) / n / 3;
  return t < 0 ? 0.5 - half : 0.5 + half;
}
