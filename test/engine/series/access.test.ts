import assert from 'node:assert/strict';
import { type Row, rowsOf, series } from './generate.js';

const COUNT = 900;

const noises: Record<string, object> = {
  white: { type: 'white', stdDev: 1 },
  'white, heavy-tailed': { type: 'white', stdDev: 1, df: 4 },
  'moving average': { type: 'ma', coefficients: [0.4, 0.2, 0.1], stdDev: 1 },
  'AR(1)': { type: 'ar', coefficients: [0.9], stdDev: 1 },
  'AR(3), heavy-tailed': { type: 'ar', coefficients: [0.5, -0.2, 0.3], stdDev: 1, df: 5 },
  'AR(1) near the unit root': { type: 'ar', coefficients: [0.9999], stdDev: 1 },
  OU: { type: 'ou', reversion: '2/h', stdDev: 1 },
  'random walk': { type: 'randomWalk', stdDev: 1 },
  GARCH: { type: 'garch', omega: 0.1, alpha: 0.1, beta: 0.8 },
  GBM: { type: 'gbm', drift: '0.1/d', volatility: '0.3/d', clustering: { alpha: 0.1, beta: 0.8 } },
};

const number = (more: object): object => ({ type: 'number', decimals: 6, base: 100, ...more });

const schemas: Record<string, object> = {
  ...Object.fromEntries(
    Object.entries(noises).map(([name, noise]) => [
      name,
      series({
        x: number({ noise }),
        // Followers look back, before the start too.
        y: number({ drivers: [{ field: 'x', coefficient: 0.5, lag: '37m' }], noise }),
      }),
    ]),
  ),
  counts: series({
    x: { type: 'integer', base: 30, noise: { type: 'poisson' }, seasonality: [{ period: '1h', amplitude: 10 }] },
    y: { type: 'integer', base: 8, min: 2, max: 20, noise: { type: 'negativeBinomial', dispersion: 3 } },
    z: number({ drivers: [{ field: 'x', coefficient: 2, lag: '3m' }] }),
  }),
  anomalies: series(
    {
      x: number({
        noise: { type: 'ar', coefficients: [0.7], stdDev: 1 },
        anomalies: {
          probability: 0.02,
          types: ['spike', 'levelShift', 'trendChange', 'varianceChange', 'stuck', 'dropout', 'missing'],
          label: 'why',
        },
      }),
      walk: number({
        noise: { type: 'randomWalk', stdDev: 1 },
        anomalies: { probability: 0.02, types: ['varianceChange', 'stuck'], at: ['2026-01-01T01:00:00Z'] },
      }),
    },
    { series: { sensor: ['a', 'b', 'c'] } },
  ),
  regimes: series(
    {
      state: {
        type: 'enum',
        enum: { up: 1, down: 1 },
        transitions: { up: { up: 9, down: 1 }, down: { up: 1, down: 4 } },
      },
      x: { by: 'state', ...number({ noise: noises['AR(1)'] }), cases: { down: { base: 0 } } },
    },
    { series: { host: ['a', 'b'] } },
  ),
  'bounds by rejection': series({
    x: number({ min: 98, max: 101, bounds: 'reject', noise: noises['AR(1)'] }),
    y: number({ min: 99, bounds: 'reject', noise: noises['white, heavy-tailed'] }),
    z: number({ min: 90, max: 130, bounds: 'reject', noise: noises.GBM }),
  }),
  'correlated noise': {
    ...series(
      {
        x: number({ noise: noises.OU }),
        y: number({ noise: noises['AR(3), heavy-tailed'] }),
        z: { type: 'integer', base: 20, noise: { type: 'poisson' } },
      },
      { series: { sensor: ['a', 'b'] } },
    ),
    correlations: [{ fields: ['x', 'y', 'z'], rho: 0.7 }],
  },
  jitter: series({ x: number({ noise: noises['AR(1)'] }) }, { arrival: { type: 'regular', jitter: '40s' } }),
  'poisson instants': series(
    { x: number({ trend: { type: 'linear', slope: '1/h' }, noise: noises.OU }) },
    { arrival: { type: 'poisson' }, series: { sensor: ['a', 'b'] } },
  ),
  'plausible defaults': {
    type: 'timeseries',
    interval: '1h',
    fields: { a: { type: 'number', min: 0, max: 10 }, b: { type: 'integer', min: -5, max: 50 } },
  },
};

const events = (more: object): object => ({
  type: 'events',
  start: '2026-01-05T07:00:00Z',
  rate: '5/m',
  fields: { id: 'uuid', amount: { type: 'number', min: 0, max: 9, decimals: 3 } },
  ...more,
});

const sessions = {
  idField: 'session',
  first: { a: 2, b: 1 },
  next: { a: { a: 1, b: 3, end: 1 }, b: { a: 1, end: 1 } },
  dwell: { type: 'lognormal', mean: '40s', stdDev: '1m' },
};

const faults = {
  late: { probability: 0.1, delay: { type: 'exponential', mean: '2m' } },
  outOfOrder: 0.1,
  duplicate: 0.1,
  drop: 0.1,
  label: 'fault',
};

const types = {
  a: { weight: 3, fields: { page: { enum: ['x', 'y'] } } },
  b: { fields: { price: { type: 'number', min: 1, max: 5 } } },
};

const streams: Record<string, object> = {
  regular: events({ arrival: { type: 'regular', jitter: '6s' } }),
  poisson: events({ events: types }),
  profile: events({ arrival: { type: 'profile', hours: Array.from({ length: 24 }, (_, h) => h % 5) } }),
  intensity: events({ arrival: { type: 'intensity', expr: 'hour < 8.0 ? 3.0 : 1.0' } }),
  bursts: events({ arrival: { type: 'bursts', factor: 20, on: '2m', off: '10m' } }),
  hawkes: events({ arrival: { type: 'hawkes', branching: 0.7, decay: '1m' } }),
  sessions: events({ events: types, sessions }),
  faults: events({
    faults: { ...faults, drift: [{ at: '2026-01-05T08:00:00Z', field: 'amount', rename: 'sum' }] },
  }),
  'sessions with faults': events({ events: types, sessions, faults }),
};

describe('rows on an axis of time', () => {
  for (const [name, schema] of [...Object.entries(schemas), ...Object.entries(streams)]) {
    it(`are the same in any batch and shard: ${name}`, async () => {
      const whole = await rowsOf(schema, { count: COUNT, seed: 4 });
      assert.equal(whole.length, COUNT);
      for (const batchSize of [1, 7])
        assert.deepEqual(await rowsOf(schema, { count: COUNT, seed: 4, batchSize }), whole, `batches of ${batchSize}`);
      const parts: Row[][] = [];
      // The last first: each has to find its way on its own.
      for (const index of [3, 2, 1])
        parts.unshift(await rowsOf(schema, { count: COUNT, seed: 4, shard: { index, of: 3 } }));
      assert.deepEqual(parts.flat(), whole, 'shards');
      assert.notDeepEqual(await rowsOf(schema, { count: COUNT, seed: 5 }), whole);
      // Fewer rows are the first of them.
      assert.deepEqual(await rowsOf(schema, { count: 100, seed: 4 }), whole.slice(0, 100));
    });
  }

  it('are the same over the border of blocks, in few and in many', async () => {
    for (const name of ['AR(1)', 'AR(1) near the unit root', 'GBM', 'anomalies', 'correlated noise', 'regimes']) {
      const options = { count: 13_000, seed: 4 };
      const whole = await rowsOf(schemas[name], options);
      assert.deepEqual(await rowsOf(schemas[name], { ...options, batchSize: 100_000 }), whole, name);
      const last = await rowsOf(schemas[name], { ...options, batchSize: 999, shard: { index: 3, of: 3 } });
      assert.deepEqual(last, whole.slice(-last.length), name);
    }
  });

  it('of one series do not change with another one, nor those of a field with another field', async () => {
    const fields = { x: number({ noise: noises['AR(1)'] }) };
    const alone = await rowsOf(series(fields, { series: { sensor: ['a'] } }), { count: 200, seed: 1 });
    const more = await rowsOf(
      series({ w: number({ noise: noises.OU }), ...fields }, { series: { sensor: ['b', 'a'] } }),
      { count: 400, seed: 1 },
    );
    assert.deepEqual(
      more.filter(({ sensor }) => sensor === 'a').map(({ x }) => x),
      alone.map(({ x }) => x),
    );
  });
});
