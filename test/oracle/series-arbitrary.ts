import * as fc from 'fast-check';

type Source = Record<string, unknown>;

const pick = <T>(...values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values);
const maybe = (value: fc.Arbitrary<Source>): fc.Arbitrary<Source> => fc.option(value, { nil: {} });
const key = <T>(name: string, value: fc.Arbitrary<T>): fc.Arbitrary<Source> =>
  maybe(value.map((each) => ({ [name]: each })));
const merged = (...parts: fc.Arbitrary<Source>[]): fc.Arbitrary<Source> =>
  fc.tuple(...parts).map((all) => Object.assign({}, ...all) as Source);

const ZONES = ['UTC', 'Europe/Berlin', 'America/Sao_Paulo', 'Asia/Kathmandu'] as const;
const head = merged(
  fc.record({ seed: fc.nat(), timezone: pick(...ZONES) }),
  key('now', pick('2024-02-29T12:00:00Z', '2025-07-01')),
);

const start = pick('2026-01-01T00:00:00Z', '2026-03-28T22:30:00Z', '2026-01-31', 'now');
const extent = fc.oneof(
  fc.integer({ min: 1, max: 300 }).map((count) => ({ count })),
  pick({ duration: '3m' }, { duration: 'PT90S' }, {}),
);

const innovations = fc.record({ stdDev: pick(0, 0.5, 3), df: pick(undefined, 3, 8) }).map(({ stdDev, df }) => ({
  stdDev,
  ...(df !== undefined && { df }),
}));
const noise: fc.Arbitrary<Source> = fc.oneof(
  innovations.map((rest) => ({ type: 'white', ...rest })),
  innovations.map((rest) => ({ type: 'randomWalk', ...rest })),
  innovations.map((rest) => ({ type: 'ar', coefficients: [0.5, -0.2, 0.1], ...rest })),
  innovations.map((rest) => ({ type: 'ma', coefficients: [0.7, 0.2], ...rest })),
  pick(
    { type: 'ou', reversion: '1/h', stdDev: 2 },
    { type: 'gbm', drift: '0.1/y', volatility: '0.3/y' },
    { type: 'gbm', drift: '0/y', volatility: '2/d', clustering: { alpha: 0.1, beta: 0.85 } },
    { type: 'garch', omega: 0.1, alpha: 0.2, beta: 0.7, df: 5 },
  ),
);
const trend = pick(
  { type: 'linear', slope: '-2/h' },
  { type: 'exponential', growth: '0.5/y' },
  { type: 'logistic', capacity: 80, growth: '3/h', midpoint: '2026-01-01T01:00:00Z' },
  {
    type: 'piecewise',
    points: [
      ['2026-01-01', 5],
      ['2026-01-02', 30],
      ['2026-02-01', -4],
    ],
  },
);
const season = fc.oneof(
  fc.record({ period: pick('1h', '1d', '1w', '1mo'), amplitude: pick(0, 3, 40), peak: pick('0m', '20m') }),
  pick({ period: '1d', profile: [1, 5, 2] }, { period: '2h', amplitude: 4, harmonics: [1, 0.5, 0.2] }),
);
const ANOMALIES = ['spike', 'levelShift', 'trendChange', 'varianceChange', 'stuck', 'dropout', 'missing'] as const;
const anomalies = (label: string): fc.Arbitrary<Source> =>
  merged(
    fc.record({ types: fc.uniqueArray(pick(...ANOMALIES), { minLength: 1 }), probability: pick(0.002, 0.1, 1) }),
    key('at', fc.constant(['now+2m'])),
    key('magnitude', pick(2, -9)),
    key('duration', pick('5m', '2h')),
    key('label', fc.constant(label)),
  );

const bounds = pick<Source>(
  {},
  { min: -20, max: 40 },
  { min: 0, bounds: 'soft' },
  { max: 12.5, bounds: 'reject' },
  { min: 3, max: 3.5, decimals: 2, bounds: 'reject' },
);
const signal = (label: string): fc.Arbitrary<Source> =>
  merged(
    fc.constant({ type: 'number' }),
    bounds,
    key('base', pick(0, 10, 3.25)),
    key('combine', pick('add', 'multiply')),
    key('trend', trend),
    key('seasonality', fc.array(season, { minLength: 1, maxLength: 2 })),
    key('noise', noise),
    key('anomalies', anomalies(label)),
    key('nullable', pick<number | boolean>(0.1, true)),
  );
const counts = merged(
  fc.constant({ type: 'integer', min: 0, base: 30 }),
  key('noise', pick({ type: 'poisson' }, { type: 'negativeBinomial', dispersion: 2 })),
  key('max', fc.constant(60)),
  key('multipleOf', pick(1, 5)),
);

const arrivalOfSeries = pick<Source>(
  {},
  { arrival: { type: 'regular', jitter: '400ms' } },
  { arrival: { type: 'poisson' } },
  { arrival: { type: 'profile', hours: Array.from({ length: 24 }, (_, hour) => hour + 1) } },
);
const dimensions = pick<Source>(
  {},
  { series: { sensor: ['roof', 'größe 1', null] } },
  { series: { sensor: ['a', 'b'], floor: [1, 2, 3] } },
);

/** A time series: one table with its settings. */
export const timeSeries: fc.Arbitrary<Source> = fc
  .tuple(
    merged(head, key('start', start), extent, arrivalOfSeries, dimensions),
    pick<Source>({ interval: '1m' }, { sampleRate: '500ms' }, { interval: '1d' }, { interval: '1mo' }, {}),
    fc.record({ value: signal('valueLabel'), other: signal('otherLabel'), count: counts }),
    merged(
      key(
        'timestamp',
        pick<unknown>('datetime', { type: 'datetime', format: 'unixMs' }, { type: 'datetime', precision: '1h' }),
      ),
      key(
        'state',
        fc.constant({ enum: { on: 1, off: 3 }, transitions: { on: { on: 9, off: 1 }, off: { off: 5, on: 1 } } }),
      ),
      key('follows', fc.constant({ type: 'number', drivers: [{ field: 'value', coefficient: 2, lag: '3m' }] })),
      key('hot', fc.constant({ expr: 'value > 5.0 && count >= 30' })),
      key('id', pick('uuid', 'sequence')),
      key('drawn', fc.constant({ type: 'number', distribution: { type: 'normal', mean: 3, stdDev: 1 } })),
    ),
  )
  .map(([table, interval, signals, rest]) => {
    const { timestamp, ...more } = rest;
    const fields = { ...(timestamp !== undefined && { timestamp }), ...signals, ...more };
    return { type: 'timeseries', ...table, ...interval, fields };
  });

const arrival = pick<Source>(
  {},
  { arrival: { type: 'regular' } },
  { arrival: { type: 'regular', jitter: '2s' } },
  { arrival: { type: 'poisson' } },
  { arrival: { type: 'profile', weekdays: [1, 1, 1, 1, 1, 0, 0] } },
  { arrival: { type: 'intensity', expr: 'weekday >= 6 ? 0.2 : 1.0 + hour / 24.0' } },
  { arrival: { type: 'bursts', factor: 20, on: '1m', off: '10m' } },
  { arrival: { type: 'hawkes', branching: 0.6, decay: '30s' } },
);

const payloads: Source = {
  view: { weight: 5, fields: { page: { enum: ['/', '/docs'] }, took: 'integer (1..900)' } },
  order: {
    weight: 2,
    dwell: { type: 'exponential', mean: '5s' },
    fields: {
      amount: { type: 'number', min: 1, max: 90, decimals: 2 },
      net: { expr: 'amount * 0.8', decimals: 2 },
      note: 'string?',
      took: { type: 'string', pattern: '[A-Z]{2}', optional: 0.2 },
      items: { items: 'integer (1..9)', length: { min: 0, max: 3 } },
    },
  },
  leave: {},
};
const sessions = merged(
  fc.constant({
    first: { view: 3, order: 1 },
    next: { view: { view: 2, order: 1, end: 1 }, order: { leave: 1, end: 2 } },
    dwell: { type: 'lognormal', mean: '20s', stdDev: '30s' },
  }),
  key('idField', fc.constant('visit')),
);
const drift = fc.uniqueArray(
  pick<Source>(
    { at: '2026-01-01T00:10:00Z', field: 'device', rename: 'agent' },
    { at: '2026-01-01T00:20:00Z', field: 'amount', change: 'text' },
    { at: '2026-01-01T00:30:00Z', field: 'page', change: 'remove' },
    { at: '2026-01-01T00:05:00Z', field: 'score', change: 'text' },
  ),
  { minLength: 1, selector: ({ field }) => field },
);
const faults = (payload: boolean): fc.Arbitrary<Source> =>
  merged(
    key('late', fc.constant({ probability: 0.1, delay: { type: 'exponential', mean: '1m' } })),
    key('outOfOrder', pick(0.1)),
    key('duplicate', pick(0.05, 1)),
    key('drop', pick(0.2)),
    key('skew', fc.constant({ probability: 0.5, offset: { type: 'normal', mean: '0s', stdDev: '9s' }, by: 'device' })),
    key(
      'drift',
      payload ? drift : fc.constant<Source[]>([{ at: '2026-01-01T00:10:00Z', field: 'device', rename: 'agent' }]),
    ),
    key('label', fc.constant('fault')),
  );

const eventsTable: fc.Arbitrary<Source> = pick('plain', 'typed', 'sessions').chain((kind) =>
  merged(
    fc.constant({
      type: 'events',
      fields: {
        id: { type: 'uuid', version: 7 },
        device: { enum: ['phone', 'desk'] },
        score: 'integer (0..9)',
        label: { template: '{{device}} {{score}}' },
      },
      ...(kind !== 'plain' && { events: payloads }),
    }),
    key('start', fc.constant('2026-01-01')),
    extent,
    arrival,
    pick({ rate: '20/m' }, { rate: '0.5/s' }),
    ...(kind === 'plain' ? [] : [key('typeField', fc.constant('kind'))]),
    ...(kind === 'sessions' ? [sessions.map((value) => ({ sessions: value }))] : []),
    key('faults', faults(kind !== 'plain')),
  ),
);

/** Events: one table with its settings. */
export const events: fc.Arbitrary<Source> = merged(head, eventsTable);

/** Series of the rows of a table, and events whose sessions belong to them. */
export const clockedTables: fc.Arbitrary<Source> = fc
  .tuple(head, timeSeries, events, fc.boolean())
  .map(([settings, series, { seed: _seed, timezone: _zone, now: _now, ...table }, per]) => {
    const { seed: _s, timezone: _z, now: _n, series: _keys, ...measures } = series;
    const eventFields = table.fields as Source;
    const under = table.sessions as Source | undefined;
    return {
      ...settings,
      tables: {
        machines: {
          count: 3,
          fields: { id: { pattern: 'm-\\d{3}', unique: true }, room: { enum: ['north', 'south'] } },
        },
        measures: {
          ...measures,
          series: { machine: { ref: 'machines.id' } },
          fields: { room: { ref: 'machines.room' }, ...(measures.fields as Source) },
        },
        log: {
          ...table,
          ...(under && { sessions: per ? { ...under, per: 'machines' } : under }),
          fields: { ...eventFields, machine: { ref: 'machines.id' }, where: { ref: 'machines.room' } },
        },
      },
    };
  });
