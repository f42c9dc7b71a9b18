import assert from 'node:assert/strict';
import { chiSquare, kolmogorov } from '../random/statistics.js';
import { autocorrelation, crossCorrelation, leastSquares, mean, normalCdf, spearman, variance } from './estimators.js';
import { column, DAY, rowsOf, SEEDS, series, times } from './generate.js';

const number = (more: object): object => ({ type: 'number', decimals: 9, base: 0, ...more });

describe('metrics that belong together', () => {
  for (const rho of [0.7, -0.5]) {
    it(`noise with a rank correlation of ${rho}`, async () => {
      const schema = {
        ...series({
          a: number({ noise: { type: 'ar', coefficients: [0.8], stdDev: 1 } }),
          b: number({ noise: { type: 'randomWalk', stdDev: 1, df: 5 } }),
          c: number({ noise: { type: 'white', stdDev: 1 } }),
        }),
        correlations: [{ fields: ['a', 'b'], rho }],
      };
      const count = 4000;
      for (const seed of SEEDS.slice(0, 5)) {
        const rows = await rowsOf(schema, { count, seed });
        const [a, b, c] = ['a', 'b', 'c'].map((name) => column(rows, name));
        const ea = a.slice(1).map((v, i) => v - 0.8 * a[i]);
        const eb = b.slice(1).map((v, i) => v - b[i]);
        // The standard error of Spearman's ρ is below 1 / √n.
        assert.ok(Math.abs(spearman(ea, eb) - rho) < 4 / Math.sqrt(count), `${spearman(ea, eb)}`);
        assert.ok(Math.abs(spearman(ea, c.slice(1))) < 4 / Math.sqrt(count));
        assert.ok(Math.abs(autocorrelation(ea, 1)) < 4 / Math.sqrt(count));
        assert.ok(kolmogorov(ea, normalCdf) < 1.95);
      }
    });
  }

  it('counts take part in correlations', async () => {
    const schema = {
      ...series({
        a: number({ noise: { type: 'white', stdDev: 1 } }),
        b: { type: 'integer', base: 100, noise: { type: 'poisson' } },
      }),
      correlations: [{ fields: ['a', 'b'], rho: 0.8 }],
    };
    const rows = await rowsOf(schema, { count: 4000, seed: 1 });
    assert.ok(Math.abs(spearman(column(rows, 'a'), column(rows, 'b')) - 0.8) < 0.05);
    assert.ok(Math.abs(variance(column(rows, 'b')) / 100 - 1) < 0.1);
  });

  it('a follower is its driver some steps ago, times the coefficient', async () => {
    const schema = series({
      load: number({ base: 50, noise: { type: 'ar', coefficients: [0.6], stdDev: 3 } }),
      heat: number({
        base: 20,
        drivers: [{ field: 'load', coefficient: -0.4, lag: '17m' }],
        noise: { type: 'white', stdDev: 0.5 },
      }),
    });
    for (const seed of SEEDS.slice(0, 5)) {
      const rows = await rowsOf(schema, { count: 5000, seed });
      const [load, heat] = [column(rows, 'load'), column(rows, 'heat')];
      const lags = Array.from({ length: 40 }, (_, lag) => crossCorrelation(load, heat, lag));
      assert.equal(lags.indexOf(Math.min(...lags)), 17);
      const y = heat.slice(17);
      const [base, coefficient] = leastSquares(y, [y.map(() => 1), y.map((_, i) => load[i] - 50)]);
      assert.ok(Math.abs(coefficient.value + 0.4) < 3.5 * coefficient.error);
      assert.ok(Math.abs(base.value - 20) < 3.5 * base.error);
    }
  });

  it('a follower has a past before the first row, as scattered as later', async () => {
    const schema = series({
      load: number({ noise: { type: 'ar', coefficients: [0.9], stdDev: 1 } }),
      heat: number({ drivers: [{ field: 'load', coefficient: 1, lag: '50m' }] }),
    });
    const early: number[] = [];
    for (let seed = 0; seed < 300; seed++) early.push((await rowsOf(schema, { count: 1, seed }))[0].heat as number);
    assert.ok(Math.abs(variance(early, 0) * (1 - 0.81) - 1) < 4 * Math.sqrt(2 / 300));
  });

  it('a follower follows what is shown: counts, and values within bounds', async () => {
    const schema = series({
      requests: { type: 'integer', base: 40, noise: { type: 'poisson' } },
      level: number({ base: 5, min: 3, max: 7, noise: { type: 'ar', coefficients: [0.9], stdDev: 1 } }),
      sum: number({
        base: 1,
        drivers: [
          { field: 'requests', coefficient: 2 },
          { field: 'level', coefficient: 10, lag: '1m' },
        ],
      }),
    });
    const rows = await rowsOf(schema, { count: 1000, seed: 1 });
    const [requests, level, sum] = ['requests', 'level', 'sum'].map((name) => column(rows, name));
    for (let i = 1; i < rows.length; i++)
      assert.ok(Math.abs(sum[i] - (1 + 2 * (requests[i] - 40) + 10 * (level[i - 1] - 5))) < 1e-6);
  });

  it('computed metrics are computed from what is shown', async () => {
    const schema = series({
      a: { type: 'number', base: 20, decimals: 2, noise: { type: 'white', stdDev: 4 }, nullable: 0.1 },
      f: { expr: 'a * 2.0 + 32.0', decimals: 6 },
      hot: { expr: 'a > 25.0' },
    });
    for (const { a, f, hot } of await rowsOf(schema, { count: 2000, seed: 1 })) {
      if (a === null) assert.equal(f, null);
      else {
        assert.equal(f, Math.round(((a as number) * 2 + 32) * 1e6) / 1e6);
        assert.equal(hot, (a as number) > 25);
      }
    }
  });
});

describe('counts around a signal', () => {
  const logGamma = (x: number): number => {
    let shift = 0;
    for (; x < 12; x++) shift += Math.log(x);
    return (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + 1 / (12 * x) - 1 / (360 * x ** 3) - shift;
  };
  const poisson = (k: number, m: number): number => Math.exp(k * Math.log(m) - m - logGamma(k + 1));
  const negativeBinomial = (k: number, m: number, r: number): number =>
    Math.exp(logGamma(k + r) - logGamma(r) - logGamma(k + 1) + r * Math.log(r / (r + m)) + k * Math.log(m / (r + m)));
  const count = 20_000;

  const cases: [string, object, (k: number) => number][] = [
    ['Poisson, few', { base: 2.5, noise: { type: 'poisson' } }, (k) => poisson(k, 2.5)],
    [
      'Poisson, with the usual bound of counts',
      { base: 2.5, min: 0, noise: { type: 'poisson' } },
      (k) => poisson(k, 2.5),
    ],
    ['Poisson, many', { base: 120, noise: { type: 'poisson' } }, (k) => poisson(k, 120)],
    [
      'negative binomial, few',
      { base: 3, noise: { type: 'negativeBinomial', dispersion: 0.7 } },
      (k) => negativeBinomial(k, 3, 0.7),
    ],
    [
      'negative binomial, many',
      { base: 60, noise: { type: 'negativeBinomial', dispersion: 8 } },
      (k) => negativeBinomial(k, 60, 8),
    ],
    [
      'Poisson within bounds',
      { base: 9, min: 5, max: 12, noise: { type: 'poisson' } },
      (k) => {
        let mass = 0;
        for (let j = 5; j <= 12; j++) mass += poisson(j, 9);
        return k < 5 || k > 12 ? 0 : poisson(k, 9) / mass;
      },
    ],
  ];
  for (const [name, field, share] of cases) {
    it(`${name}: χ² of the counts`, async () => {
      for (const seed of [1, 2]) {
        const x = column(await rowsOf(series({ x: { type: 'integer', ...field } }), { count, seed }), 'x');
        const seen = new Float64Array(400);
        for (const k of x) seen[k]++;
        assert.ok(
          chiSquare(
            seen,
            seen.map((_, k) => count * share(k)),
          ) < 3.1,
        );
        seen.forEach((n, k) => assert.ok(n === 0 || share(k) > 0));
        assert.ok(Math.abs(autocorrelation(x, 1)) < 4 / Math.sqrt(count));
      }
    });
  }

  it('follow the mean from hour to hour, and scatter around it as they should', async () => {
    const season = { combine: 'multiply', seasonality: [{ period: '1d', amplitude: 0.9, peak: '12h' }] };
    for (const [noise, dispersion] of [
      [{ type: 'poisson' }, Infinity],
      [{ type: 'negativeBinomial', dispersion: 5 }, 5],
    ] as const) {
      const field = { type: 'integer', min: 0, base: 30, ...season, noise };
      const rows = await rowsOf(series({ x: field }), { count: 1440 * 10, seed: 3 });
      const at = times(rows);
      const pearson = column(rows, 'x').map((x, i) => {
        const m = 30 * (1 + 0.9 * Math.cos((2 * Math.PI * (at[i] - DAY / 2)) / DAY));
        return (x - m) / Math.sqrt(m + (m * m) / dispersion);
      });
      assert.ok(Math.abs(mean(pearson)) < 4 / Math.sqrt(rows.length));
      assert.ok(Math.abs(variance(pearson, 0) - 1) < 4 * Math.sqrt(2.5 / rows.length), `${variance(pearson, 0)}`);
    }
  });
});

describe('states of a series', () => {
  const transitions = { calm: { calm: 8, busy: 2 }, busy: { busy: 5, calm: 3, down: 2 }, down: { calm: 1 } };
  const schema = series({ state: { type: 'enum', enum: { calm: 3, busy: 1, down: 0 }, transitions } });

  it('χ² of the transitions from each', async () => {
    for (const seed of SEEDS.slice(0, 5)) {
      const states = (await rowsOf(schema, { count: 10_000, seed })).map(({ state }) => state as string);
      for (const [from, weights] of Object.entries(transitions)) {
        const names = Object.keys(transitions);
        const seen = names.map((to) => states.filter((s, i) => i > 0 && s === to && states[i - 1] === from).length);
        const total = seen.reduce((a, b) => a + b);
        const sum = Object.values(weights).reduce((a, b) => a + b);
        const expected = names.map((to) => (total * ((weights as Record<string, number>)[to] ?? 0)) / sum);
        assert.ok(chiSquare(seen, expected) < 3.1, `${from}: ${seen} of ${expected}`);
        expected.forEach((e, i) => assert.ok(e > 0 || seen[i] === 0));
      }
    }
  });

  it('the first by weight', async () => {
    let calm = 0;
    for (let seed = 0; seed < 400; seed++) if ((await rowsOf(schema, { count: 1, seed }))[0].state === 'calm') calm++;
    assert.ok(Math.abs(calm - 300) < 4 * Math.sqrt(400 * 0.75 * 0.25));
  });
});

describe('a metric of which only the range is known', () => {
  for (const [interval, daily] of [
    ['1s', true],
    ['1m', true],
    ['1h', true],
    ['1d', false],
  ] as const) {
    it(`looks like a measurement at steps of ${interval}`, async () => {
      const map = {
        temperature: { type: 'number', min: -20, max: 40 },
        humidity: { type: 'number', min: 0, max: 100 },
      };
      const schema = { type: 'timeseries', start: '2026-01-01T00:00:00Z', interval, fields: map };
      for (const seed of SEEDS.slice(0, 5)) {
        const count = interval === '1s' ? 86_400 / 4 : 3000;
        const rows = await rowsOf(schema, { count, seed });
        const at = times(rows);
        for (const [name, { min, max }] of Object.entries(map)) {
          const x = column(rows, name);
          assert.ok(autocorrelation(x, 1) > 0.8, `${name}: ${autocorrelation(x, 1)}`);
          assert.ok(x.every((v) => v >= min && v <= max));
          const close = x.filter((v) => v - min < 1e-3 * (max - min) || max - v < 1e-3 * (max - min)).length;
          assert.ok(close < 0.002 * count, `${name}: ${close} at the bounds`);
          assert.ok(Math.sqrt(variance(x)) > 0.01 * (max - min));
          if (!daily || interval === '1s') continue;
          const angle = at.map((t) => (2 * Math.PI * t) / DAY);
          const [, c, s] = leastSquares(x, [x.map(() => 1), angle.map(Math.cos), angle.map(Math.sin)]);
          const amplitude = Math.hypot(c.value, s.value);
          assert.ok(amplitude > 0.1 * (max - min) && amplitude > 10 * c.error, `${name}: amplitude ${amplitude}`);
        }
      }
    });
  }

  it("is the customer's map, without a type or a document around it", async () => {
    const map = { type: 'timeseries', fields: { cpu: { type: 'number', min: 0, max: 100 } } };
    const x = column(await rowsOf(map, { count: 2000, seed: 1 }), 'cpu');
    assert.ok(autocorrelation(x, 1) > 0.8);
  });
});
