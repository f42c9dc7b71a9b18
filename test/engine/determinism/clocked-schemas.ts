const number = (more: object): object => ({ type: 'number', ...more });
const wave = { base: 20, seasonality: [{ period: '1d', amplitude: 5, peak: '15h' }] };
const series = (fields: object, more: object = {}): object => ({ type: 'timeseries', interval: '1m', ...more, fields });
const events = (more: object, fields: object = { id: { type: 'uuid', version: 7 }, n: 'integer' }): object => ({
  type: 'events',
  rate: '2/s',
  ...more,
  fields,
});

const noises = {
  white: { type: 'white', stdDev: 1 },
  student: { type: 'white', stdDev: 1, df: 4 },
  walk: { type: 'randomWalk', stdDev: 0.3 },
  ar: { type: 'ar', coefficients: [0.6, -0.2, 0.1], stdDev: 1 },
  slow: { type: 'ar', coefficients: [0.999], stdDev: 0.1, df: 5 },
  ma: { type: 'ma', coefficients: [0.7, 0.2], stdDev: 1 },
  ou: { type: 'ou', reversion: '2/h', stdDev: 3 },
  gbm: { type: 'gbm', drift: '0.1/y', volatility: '0.3/y' },
  clustered: { type: 'gbm', drift: '0/y', volatility: '2/d', clustering: { alpha: 0.1, beta: 0.85 } },
  garch: { type: 'garch', omega: 0.1, alpha: 0.1, beta: 0.85, df: 6 },
};

const sessions = {
  idField: 'visit',
  first: { view: 3, search: 1 },
  next: { view: { view: 3, buy: 1, end: 2 }, search: { view: 2, end: 1 }, buy: { end: 1 } },
  dwell: { type: 'lognormal', mean: '20s', stdDev: '30s' },
};
const types = {
  view: { fields: { page: { enum: { '/': 3, '/docs': 1 } } } },
  search: { fields: { words: 'string', hits: 'integer (0..99)' } },
  buy: {
    dwell: { type: 'exponential', mean: '2m' },
    fields: { amount: { type: 'number', min: 1, max: 99, decimals: 2 }, hits: 'boolean?' },
  },
};
const everything = {
  late: { probability: 0.1, delay: { type: 'exponential', mean: '1m' } },
  outOfOrder: 0.05,
  duplicate: 0.05,
  drop: 0.1,
  skew: { probability: 0.3, offset: { type: 'normal', mean: '0s', stdDev: '20s' }, by: 'n' },
  drift: [
    { at: '2026-01-01T00:02:00Z', field: 'n', rename: 'number' },
    { at: '2026-01-01T00:03:00Z', field: 'id', change: 'remove' },
    { at: '2026-01-01T00:04:00Z', field: 'number', change: 'text' },
  ],
  label: 'fault',
};

/** Tables with an axis of time: one schema a kind of course, arrival and fault. */
export const clockedSchemas: Readonly<Record<string, object>> = {
  plausible: series({ x: 'number (-20..40)', y: 'integer (0..100)', z: 'number' }),
  ...Object.fromEntries(
    Object.entries(noises).map(([name, noise]) => [`noise ${name}`, series({ x: number({ base: 100, noise }) })]),
  ),
  'noise counts': series({
    few: { type: 'integer', base: 3, noise: { type: 'poisson' } },
    many: { type: 'integer', ...wave, base: 4000, noise: { type: 'poisson' } },
    wild: { type: 'integer', max: 90, base: 20, noise: { type: 'negativeBinomial', dispersion: 1.5 } },
  }),
  trends: series({
    linear: number({ trend: { type: 'linear', slope: '0.3/h' } }),
    exponential: number({ base: 5, trend: { type: 'exponential', growth: '0.2/d' } }),
    logistic: number({ trend: { type: 'logistic', capacity: 80, growth: '1/h', midpoint: '2026-01-01T08:00:00Z' } }),
    piecewise: number({
      trend: {
        type: 'piecewise',
        points: [
          ['2026-01-01T02:00:00Z', 5],
          ['2026-01-01T06:00:00Z', 30],
          ['2026-01-01T09:00:00Z', -4],
        ],
      },
    }),
  }),
  seasons: series(
    {
      sine: number(wave),
      harmonics: number({ seasonality: [{ period: '6h', amplitude: 2, harmonics: [1, 0.5, 0.25], peak: '1h' }] }),
      profile: number({ seasonality: [{ period: '1w', profile: [1, 5, 2, 2, 3, 0, 0] }] }),
      year: number({
        combine: 'multiply',
        base: 9,
        seasonality: [
          { period: '1y', amplitude: 0.5 },
          { period: '1mo', amplitude: 0.1 },
        ],
      }),
    },
    { interval: '1h' },
  ),
  bounds: series({
    soft: number({ min: 0, max: 5, base: 4, noise: noises.ar }),
    reject: number({ min: 0, max: 5, base: 4, bounds: 'reject', noise: noises.ar }),
    floor: number({ min: 3, base: 3.5, bounds: 'reject', noise: noises.student, decimals: 3 }),
    steps: { type: 'integer', min: 0, max: 100, multipleOf: 5, ...wave, noise: noises.ou },
  }),
  anomalies: series(
    Object.fromEntries(
      ['spike', 'levelShift', 'trendChange', 'varianceChange', 'stuck', 'dropout', 'missing'].map((type) => [
        type,
        number({
          ...wave,
          noise: noises.ar,
          anomalies: { probability: 0.01, at: ['2026-01-01T01:00:00Z'], types: [type], label: `${type} label` },
        }),
      ]),
    ),
  ),
  drivers: series({
    a: number({ ...wave, noise: noises.ou }),
    b: number({ drivers: [{ field: 'a', coefficient: -0.8, lag: '20m' }], noise: noises.white }),
    c: number({
      drivers: [
        { field: 'a', coefficient: 2 },
        { field: 'b', coefficient: 1, lag: '3m' },
      ],
    }),
    d: { expr: 'a > b' },
  }),
  'correlated noise': {
    ...series({ x: number({ noise: noises.white }), y: number({ noise: noises.ar }) }),
    correlations: [{ fields: ['x', 'y'], rho: 0.8 }],
  },
  states: series({
    state: {
      enum: { up: 3, slow: 1, down: 0 },
      transitions: { up: { up: 50, slow: 1 }, slow: { slow: 9, up: 1, down: 1 }, down: { down: 4, up: 1 } },
    },
    latency: {
      type: 'number',
      by: 'state',
      base: 80,
      noise: noises.ar,
      cases: { slow: { base: 400, noise: noises.walk } },
    },
  }),
  'several series': series(
    { x: number({ ...wave, noise: noises.walk }), y: 'number (0..1)', id: 'uuid', n: 'sequence', word: 'string?' },
    { series: { site: ['north', 'süd', null], sensor: [1, 2] } },
  ),
  'days over changes of the clocks': series(
    { x: number({ seasonality: [{ period: '1w', amplitude: 3 }], noise: noises.ar }) },
    { interval: '1d', start: '2026-03-01T02:30', timezone: 'Europe/Berlin' },
  ),
  months: series({ x: 'number (0..9)' }, { interval: '1mo', start: '2024-01-31', count: 200 }),
  ...Object.fromEntries(
    Object.entries({
      jitter: { type: 'regular', jitter: '30s' },
      poisson: { type: 'poisson' },
      profile: {
        type: 'profile',
        hours: Array.from({ length: 24 }, (_, hour) => 1 + (hour % 7)),
        weekdays: [5, 5, 5, 5, 4, 2, 2],
      },
      intensity: { type: 'intensity', expr: 'weekday >= 6 ? 0.2 : 1.0 + hour / 24.0' },
    }).map(([name, arrival]) => [`series ${name}`, series({ x: number({ ...wave, noise: noises.ar }) }, { arrival })]),
  ),
  ...Object.fromEntries(
    Object.entries({
      regular: { type: 'regular' },
      jitter: { type: 'regular', jitter: '400ms' },
      poisson: { type: 'poisson' },
      profile: {
        type: 'profile',
        hours: Array.from({ length: 24 }, (_, hour) => hour % 5),
        weekdays: [1, 1, 1, 1, 1, 0, 0],
      },
      intensity: { type: 'intensity', expr: "elapsed < duration('5m') ? 0.1 : hour < 6.0 ? 2.0 : 0.5" },
      bursts: { type: 'bursts', factor: 30, on: '20s', off: '3m' },
      hawkes: { type: 'hawkes', branching: 0.8, decay: '10s' },
    }).map(([name, arrival]) => [`events ${name}`, events({ arrival, timezone: 'America/New_York' })]),
  ),
  payloads: events({ events: { ...types, view: { ...types.view, weight: 6 } }, typeField: 'kind' }),
  sessions: events({ events: types, sessions }),
  faults: events({ faults: everything }),
  'faults of sessions': events({ events: types, sessions, faults: { ...everything, drift: undefined } }),
  'tables of time': {
    tables: {
      hosts: { count: 5, fields: { id: { pattern: 'h-\\d{3}', unique: true }, room: { enum: ['north', 'south'] } } },
      load: {
        type: 'timeseries',
        interval: '15s',
        count: 600,
        series: { host: { ref: 'hosts.id' } },
        fields: { room: { ref: 'hosts.room' }, cpu: number({ min: 0, max: 100, ...wave, noise: noises.walk }) },
      },
      log: {
        type: 'events',
        rate: '1/s',
        count: 600,
        events: types,
        sessions: { ...sessions, per: 'hosts' },
        fields: { host: { ref: 'hosts.id' }, room: { ref: 'hosts.room' }, id: 'uuid' },
        faults: { late: everything.late, skew: { probability: 0.5, offset: everything.skew.offset } },
      },
    },
  },
};
