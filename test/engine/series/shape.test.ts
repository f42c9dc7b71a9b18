import assert from 'node:assert/strict';
import { kolmogorov } from '../random/statistics.js';
import { type Estimate, distance, leastSquares, mean, normalCdf, variance } from './estimators.js';
import { column, DAY, HOUR, rowsOf, SEEDS, series, START, times, trackOf, valuesOf } from './generate.js';

const exact = (field: object): object => ({ x: { type: 'number', decimals: 9, base: 0, ...field } });

function near(estimate: Estimate, truth: number, what: string): void {
  const d = distance(estimate, truth);
  assert.ok(Math.abs(d) < 3.5, `${what}: ${truth} is estimated as ${estimate.value} ± ${estimate.error}`);
}

const white = { noise: { type: 'white', stdDev: 1 } };

describe('seasons of a series', () => {
  it('amplitude and peak by least squares, day and week apart', async () => {
    const seasonality = [
      { period: '1d', amplitude: 6, peak: '15h' },
      { period: '1w', amplitude: 2, peak: '2d' },
    ];
    for (const seed of SEEDS.slice(0, 5)) {
      const rows = await rowsOf(series(exact({ ...white, base: 15, seasonality }), { interval: '1h' }), {
        count: 24 * 7 * 20,
        seed,
      });
      const at = times(rows);
      // Weeks begin on Monday: 2025-12-29.
      const monday = START - 3 * DAY;
      const wave = (f: (x: number) => number, period: number, origin: number): Float64Array =>
        at.map((t) => f((2 * Math.PI * (t - origin)) / period));
      const [base, dayCos, daySin, weekCos, weekSin] = leastSquares(column(rows, 'x'), [
        at.map(() => 1),
        wave(Math.cos, DAY, START + 15 * HOUR),
        wave(Math.sin, DAY, START + 15 * HOUR),
        wave(Math.cos, 7 * DAY, monday + 2 * DAY),
        wave(Math.sin, 7 * DAY, monday + 2 * DAY),
      ]);
      near(base, 15, 'base');
      near(dayCos, 6, 'amplitude of the day');
      near(daySin, 0, 'phase of the day');
      near(weekCos, 2, 'amplitude of the week');
      near(weekSin, 0, 'phase of the week');
    }
  });

  it('harmonics by least squares', async () => {
    const field = { ...white, seasonality: [{ period: '1d', amplitude: 4, peak: '6h', harmonics: [1, 0.5, 0, 0.25] }] };
    const rows = await rowsOf(series(exact(field), { interval: '10m' }), { count: 144 * 40, seed: 1 });
    const at = times(rows);
    const columns = [1, 2, 3, 4].map((k) => at.map((t) => Math.cos((2 * Math.PI * k * (t - START - 6 * HOUR)) / DAY)));
    leastSquares(column(rows, 'x'), columns).forEach((e, k) => near(e, [4, 2, 0, 1][k], `harmonic ${k + 1}`));
  });

  it('profiles go through their points, straight between them, the last joined to the first', async () => {
    const profile = [0, 4, 2, 10];
    const field = { seasonality: [{ period: '4h', profile, amplitude: 0.5 }] };
    const x = await valuesOf(field, 480, 1);
    for (let m = 0; m < x.length; m++) {
      const at = (m % 240) / 60;
      const k = Math.floor(at);
      const expected = 0.5 * (profile[k] + (profile[(k + 1) % 4] - profile[k]) * (at - k));
      assert.ok(Math.abs(x[m] - expected) < 1e-8);
    }
  });

  it('weekly profiles begin on Monday', async () => {
    const field = { seasonality: [{ period: '1w', profile: [1, 2, 3, 4, 5, 6, 7] }] };
    const rows = await rowsOf(series(exact(field), { interval: '1d' }), { count: 30 });
    for (const row of rows) {
      const weekday = new Date(row.timestamp as string).getUTCDay();
      assert.equal(row.x, weekday === 0 ? 7 : weekday);
    }
  });

  it('a peak at 15:00 stays there when the clocks change', async () => {
    for (const [timezone, start] of [
      ['Europe/Berlin', '2026-03-26T00:00:00+01:00'],
      ['America/New_York', '2026-10-30T00:00:00-04:00'],
    ]) {
      const field = { seasonality: [{ period: '1d', amplitude: 5, peak: '15h' }] };
      const rows = await rowsOf({ ...series(exact(field), { start, interval: '1h' }), timezone }, { count: 24 * 7 });
      const local = new Intl.DateTimeFormat('en', { timeZone: timezone, hour: 'numeric', hourCycle: 'h23' });
      const peaks = rows.filter(({ x }) => (x as number) > 4.9999);
      assert.equal(peaks.length, 7);
      for (const { timestamp } of peaks) assert.equal(local.format(new Date(timestamp as string)), '15');
    }
  });

  it('years and months follow the calendar', async () => {
    const yearly = { seasonality: [{ period: '1y', amplitude: 1 }] };
    const rows = await rowsOf(series(exact(yearly), { interval: '1d' }), { count: 365 * 5 });
    for (const { timestamp, x } of rows) {
      const day = (timestamp as string).slice(5, 10);
      if (day === '01-01') assert.equal(x, 1);
      if (day === '07-01') assert.equal(x, -1);
    }
    const monthly = { seasonality: [{ period: '1mo', amplitude: 1 }] };
    const months = await rowsOf(series(exact(monthly), { interval: '1d' }), { count: 365 });
    for (const { timestamp, x } of months) if ((timestamp as string).slice(8, 10) === '01') assert.equal(x, 1);
  });

  it('in a product seasons, noise and base are factors', async () => {
    const seasonality = [
      { period: '1d', amplitude: 0.5, peak: '12h' },
      { period: '1w', amplitude: 0.2, peak: '1d' },
    ];
    const noise = { type: 'white', stdDev: 0.1 };
    const field = { base: 200, combine: 'multiply', seasonality, noise };
    const rows = await rowsOf(series(exact(field), { interval: '1h' }), { count: 24 * 7 * 10, seed: 2 });
    const at = times(rows);
    const level = at.map(
      (t) =>
        200 *
        (1 + 0.5 * Math.cos((2 * Math.PI * (t - START - 12 * HOUR)) / DAY)) *
        (1 + 0.2 * Math.cos((2 * Math.PI * (t - START + 3 * DAY - DAY)) / (7 * DAY))),
    );
    const relative = column(rows, 'x').map((x, i) => (x / level[i] - 1) / 0.1);
    assert.ok(kolmogorov(relative, normalCdf) < 1.95);
  });
});

describe('trends of a series', () => {
  it('linear, by least squares', async () => {
    for (const seed of SEEDS.slice(0, 5)) {
      const x = await valuesOf({ ...white, base: 3, trend: { type: 'linear', slope: '-0.5/h' } }, 3000, seed);
      const [base, slope] = leastSquares(x, [x.map(() => 1), x.map((_, i) => i / 60)]);
      near(base, 3, 'base');
      near(slope, -0.5, 'slope');
    }
  });

  const shapes: Record<string, [field: object, expected: (hours: number) => number]> = {
    exponential: [{ base: 10, trend: { type: 'exponential', growth: '0.1/h' } }, (h) => 10 * Math.exp(0.1 * h)],
    'exponential decay': [
      { base: 10, trend: { type: 'exponential', growth: '-0.3/h' } },
      (h) => 10 * Math.exp(-0.3 * h),
    ],
    logistic: [
      {
        base: 5,
        trend: { type: 'logistic', capacity: 105, growth: '0.8/h', midpoint: '2026-01-01T20:00:00Z' },
      },
      (h) => 5 + 100 / (1 + Math.exp(-0.8 * (h - 20))),
    ],
    piecewise: [
      {
        base: undefined,
        trend: {
          type: 'piecewise',
          points: [
            ['2026-01-01T05:00:00Z', 10],
            ['2026-01-01T10:00:00Z', 20],
            ['2026-01-01T11:00:00Z', -5],
          ],
        },
      },
      (h) => (h < 5 ? 10 : h < 10 ? 10 + 2 * (h - 5) : h < 11 ? 20 - 25 * (h - 10) : -5),
    ],
    'linear in a product': [
      { base: 100, combine: 'multiply', trend: { type: 'linear', slope: '2/h' } },
      (h) => 100 + 2 * h,
    ],
  };
  for (const [name, [field, expected]] of Object.entries(shapes)) {
    it(`${name}: as its formula says`, async () => {
      const { x } = exact(field) as { x: { base?: number } };
      if (x.base === undefined) delete x.base;
      const values = column(await rowsOf(series({ x }), { count: 3000 }), 'x');
      values.forEach((v, i) => assert.ok(Math.abs(v - expected(i / 60)) < 1e-6 * (1 + Math.abs(v)), `${i}: ${v}`));
    });
  }
});

describe('bounds of a series', () => {
  it('soft: within them, nothing piled up there, straight in the middle', async () => {
    const noise = { type: 'ar', coefficients: [0.9], stdDev: 0.5 };
    const free = await valuesOf({ base: 5, noise }, 20_000, 3);
    const x = await valuesOf({ base: 5, noise, min: 3, max: 7 }, 20_000, 3);
    let outside = 0;
    let close = 0;
    for (let i = 0; i < x.length; i++) {
      assert.ok(x[i] > 3 && x[i] < 7);
      if (free[i] < 3 || free[i] > 7) outside++;
      if (x[i] < 3.001 || x[i] > 6.999) close++;
      // The outer tenths are bent.
      if (free[i] >= 3.4 && free[i] <= 6.6) assert.equal(x[i], free[i]);
      else assert.ok(Math.abs(x[i] - free[i]) > 0);
      if (i > 0) assert.equal(Math.sign(x[i] - x[i - 1]), Math.sign(free[i] - free[i - 1]), 'order is kept');
    }
    assert.ok(outside > 1000, 'the bounds matter');
    assert.ok(close < 0.005 * x.length, `${close} of ${x.length} at the bounds`);
  });

  it('soft: a single bound is approached, the other side is free', async () => {
    const noise = { type: 'white', stdDev: 1 };
    const free = await valuesOf({ noise }, 10_000, 4);
    const x = await valuesOf({ noise, min: -1.5 }, 10_000, 4);
    for (let i = 0; i < x.length; i++) {
      assert.ok(x[i] > -1.5);
      if (free[i] >= -0.5) assert.equal(x[i], free[i]);
    }
  });

  it('rejection: white noise is the normal distribution within the bounds', async () => {
    for (const seed of SEEDS.slice(0, 5)) {
      const x = await valuesOf(
        { bounds: 'reject', min: -0.5, max: 2, noise: { type: 'white', stdDev: 1 } },
        5000,
        seed,
      );
      const [low, high] = [normalCdf(-0.5), normalCdf(2)];
      assert.ok(
        kolmogorov(
          x.map((v) => (normalCdf(v) - low) / (high - low)),
          (u) => u,
        ) < 1.95,
      );
    }
  });

  it('rejection: the innovations of an autoregression are those that fit', async () => {
    const phi = 0.9;
    const x = await valuesOf(
      { base: 10, bounds: 'reject', min: 9, max: 11, noise: { type: 'ar', coefficients: [phi], stdDev: 0.5 } },
      10_000,
      1,
    );
    const u = x.slice(1).map((v, i) => {
      const centre = 10 + phi * (x[i] - 10);
      const [low, high] = [normalCdf((9 - centre) / 0.5), normalCdf((11 - centre) / 0.5)];
      return (normalCdf((v - centre) / 0.5) - low) / (high - low);
    });
    assert.ok(kolmogorov(u, (v) => v) < 1.95);
  });

  it('rejection: heavy tails and prices are cut, not piled up', async () => {
    const cases: object[] = [
      { base: 0, min: -1, max: 1, noise: { type: 'white', stdDev: 1, df: 3 } },
      { base: 0, min: -1, noise: { type: 'ma', coefficients: [0.5], stdDev: 1, df: 4 } },
      { base: 100, min: 95, max: 110, noise: { type: 'gbm', drift: '0/d', volatility: '1/d' } },
      { base: -100, min: -110, max: -95, combine: 'multiply', noise: { type: 'white', stdDev: 0.1 } },
    ];
    for (const field of cases) {
      const { min, max = Infinity } = field as { min: number; max?: number };
      const x = await valuesOf({ ...field, bounds: 'reject' }, 10_000, 1);
      let atBounds = 0;
      for (const v of x) {
        assert.ok(v >= min && v <= max);
        if (v - min < 1e-6 || max - v < 1e-6) atBounds++;
      }
      assert.ok(atBounds < 5, `${atBounds} of ${JSON.stringify(field)}`);
      assert.ok(variance(x) > 0.05 && mean(x) > min && mean(x) < max);
    }
  });

  it('rejection: what does not fit in a window is drawn from what does, far out too', () => {
    const windows = (_: number, length: number) => ({
      low: new Float64Array(length).fill(6),
      high: new Float64Array(length).fill(Infinity),
    });
    for (const df of [undefined, 5]) {
      const x = new Float64Array(1000);
      trackOf({ type: 'white', stdDev: 1, df }, 1, windows).values(0, x.length, x);
      assert.ok(x.every((v) => v > 6 && v < 1000));
      assert.equal(new Set(x).size, x.length);
    }
  });
});
