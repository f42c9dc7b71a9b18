import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { TemporalColumn } from '../../../engine/src/columns/column.js';
import { DAY, offsetAt } from '../../../engine/src/fields/calendar.js';
import { compileTemporal } from '../../../engine/src/fields/temporal.js';
import { EmptyWindowError } from '../../../engine/src/fields/temporal-window.js';
import type { CalendarDuration, CommonSpec, TemporalSpec } from '../../../engine/src/schema/model.js';
import {
  batchOf,
  chiSquare,
  COMMON,
  fakeContext,
  inPieces,
  NOW,
  uniqueOf,
  valuesOf,
  type ContextOptions,
} from '../fields-text/context.js';

const ZONES = ['UTC', 'Europe/Berlin', 'America/Sao_Paulo', 'Australia/Lord_Howe', 'Pacific/Apia'];
const at = (text: string): number => Date.parse(text);
const HOUR = 3_600_000;

type Spec = TemporalSpec & CommonSpec;
function spec(kind: TemporalSpec['kind'], more: Partial<TemporalSpec> = {}): Spec {
  return { ...COMMON, kind, after: [], before: [], format: 'iso', ...more } as Spec;
}
function lasting(months: number, days: number, ms: number): CalendarDuration {
  return { months, days, ms, text: `P${months}M${days}DT${ms / 1000}S` };
}
function draw(field: Spec, options: ContextOptions = {}, rows = 200): number[] {
  const drawer = compileTemporal(field, fakeContext(options));
  return [...(drawer.instants.draw(batchOf(0, rows)) as TemporalColumn).values];
}
const located = (text: string) => ({ text, pointer: `/${text}` });
const instants =
  (values: readonly (number | null)[], type: 'datetime' | 'date' | 'time' = 'datetime') =>
  (): TemporalColumn => ({
    kind: 'temporal',
    length: values.length,
    values: Float64Array.from(values, (v) => v ?? 0),
    format: type === 'date' ? { type } : { type, milliseconds: false },
    nulls: values.includes(null) ? Uint8Array.from(values, (v) => (v === null ? 1 : 0)) : undefined,
  });

const precision = fc.constantFrom(
  lasting(0, 0, 1),
  lasting(0, 0, 1000),
  lasting(0, 0, 7000),
  lasting(0, 0, 15 * 60_000),
  lasting(0, 0, HOUR),
  lasting(0, 0, 7 * HOUR),
  lasting(0, 1, 0),
  lasting(0, 7, 0),
  lasting(1, 0, 0),
  lasting(3, 0, 0),
);

/** Whether a point lies on the grid, in local time; a local time in a gap may stand later. */
function onGrid(ms: number, zone: string, { months, days, ms: step }: CalendarDuration): boolean {
  const local = ms + offsetAt(zone, ms);
  // A point in a gap is shown later by at most a day.
  const gap = offsetAt(zone, ms) - offsetAt(zone, ms - 1);
  const from = gap > 0 ? Math.ceil((local - gap) / 1000) * 1000 : local;
  for (let l = local; l >= from; l -= Math.max(1000, local - from)) {
    const date = new Date(l);
    if (months > 0) {
      if (l % DAY === 0 && date.getUTCDate() === 1 && (date.getUTCFullYear() * 12 + date.getUTCMonth()) % months === 0)
        return true;
    } else if (days > 0) {
      if (l % DAY === 0 && (days % 7 !== 0 || date.getUTCDay() === 1)) return true;
    } else if (l % step === 0) return true;
    if (l === from) break;
  }
  return false;
}

describe('points in time', () => {
  it('lie between min and max on the grid of their precision, in any zone', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...ZONES),
        precision,
        fc.integer({ min: at('2005-01-01'), max: at('2020-01-01') }),
        fc.integer({ min: 0, max: 3 * 365 * DAY }),
        fc.boolean(),
        (timezone, step, min, span, shaped) => {
          const max = min + 100 * DAY + span;
          const values = draw(
            spec('datetime', {
              min,
              max,
              precision: step,
              distribution: shaped ? { type: 'normal', mean: min + span / 2, stdDev: span / 4 + DAY } : undefined,
            }),
            { timezone },
            60,
          );
          for (const ms of values) {
            assert.ok(ms >= min && ms <= max);
            assert.ok(onGrid(ms, timezone, step), `${new Date(ms).toISOString()} in ${timezone} by ${step.text}`);
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  it('are every point of a small range exactly once where they are unique', () => {
    for (const timezone of ZONES) {
      for (const [min, max, step, size] of [
        ['2011-12-20', '2012-01-10', lasting(0, 1, 0), undefined],
        ['2024-03-30', '2024-04-08', lasting(0, 0, HOUR), undefined],
        ['2024-10-26', '2024-10-28', lasting(0, 0, 20 * 60_000), 145],
        ['2018-10-30', '2018-11-10', lasting(0, 0, 6 * HOUR), undefined],
        ['2018-06-15', '2020-06-15', lasting(1, 0, 0), 24],
      ] as const) {
        const field = spec('datetime', { min: at(min), max: at(max), precision: step });
        const drawer = compileTemporal(field, fakeContext({ timezone }));
        const count = drawer.domain?.size ?? 0;
        if (size !== undefined) assert.equal(count, size);
        const values = valuesOf(uniqueOf(drawer)(batchOf(0, count))) as string[];
        assert.equal(new Set(values).size, count);
        const sorted = values.map(at).sort((a, b) => a - b);
        for (const ms of sorted) assert.ok(onGrid(ms, timezone, step), `${new Date(ms).toISOString()} ${timezone}`);
        // Nothing on the grid is left out: neighbours are no farther apart than a step, a skipped hour and a change of offset.
        const longest = step.months * 31 * DAY + step.days * DAY + 2 * step.ms + 2 * HOUR + (step.ms === 0 ? DAY : 0);
        for (let i = 1; i < sorted.length; i++) assert.ok(sorted[i] - sorted[i - 1] <= longest);
      }
    }
    const apia = compileTemporal(
      spec('datetime', { min: at('2011-12-28T10:00Z'), max: at('2012-01-01T10:00Z'), precision: lasting(0, 1, 0) }),
      fakeContext({ timezone: 'Pacific/Apia' }),
    );
    assert.equal(apia.domain?.size, 5, '28, 29, 31 December, 1 and 2 January: the 30th never was');
  });

  it('default to the year before now, to whole seconds, days, and the whole day', () => {
    const values = draw(spec('datetime'), {}, 2000);
    assert.ok(Math.min(...values) >= at('2025-01-01') && Math.max(...values) <= NOW);
    assert.ok(values.every((ms) => ms % 1000 === 0));
    assert.ok(draw(spec('date')).every((ms) => ms % DAY === 0 && ms >= at('2025-01-01') && ms <= NOW));
    const times = draw(spec('time'), {}, 5000);
    assert.ok(times.every((ms) => ms >= 0 && ms < DAY && ms % 1000 === 0));
    assert.ok(Math.min(...times) < HOUR && Math.max(...times) > 23 * HOUR);
    assert.ok(draw(spec('datetime', { min: NOW + DAY })).every((ms) => ms >= NOW + DAY && ms <= NOW + 367 * DAY));
    assert.ok(draw(spec('datetime', { max: at('1970-01-01') })).every((ms) => ms <= 0 && ms >= at('1969-01-01')));
  });

  it('are even over days and do not depend on the batch', () => {
    const field = spec('date', { min: at('2024-02-01'), max: at('2024-02-29') });
    const counts = new Array<number>(29).fill(0);
    for (const ms of draw(field, {}, 29_000)) counts[new Date(ms).getUTCDate() - 1]++;
    const { value, limit } = chiSquare(counts);
    assert.ok(value < limit);
    const drawer = compileTemporal(
      spec('datetime', { precision: lasting(1, 0, 0) }),
      fakeContext({ timezone: 'Europe/Berlin' }),
    );
    assert.deepEqual(
      inPieces((b) => drawer.draw(b), 500),
      valuesOf(drawer.draw(batchOf(0, 500))),
    );
  });

  it('take months by their length', () => {
    const counts = new Array<number>(12).fill(0);
    const field = spec('datetime', { min: at('2023-01-01'), max: at('2023-12-31'), precision: lasting(1, 0, 0) });
    for (const ms of draw(field, {}, 36_500)) counts[new Date(ms).getUTCMonth()]++;
    const lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31].map((d) => d * 100);
    const { value, limit } = chiSquare(counts, lengths);
    assert.ok(value < limit);
  });

  it('measure distributions of positive values from the first point', () => {
    const min = at('2024-01-01');
    const bounds = { min, max: at('2024-12-31') };
    for (const distribution of [
      { type: 'exponential', mean: DAY },
      { type: 'gamma', shape: 2, scale: DAY / 2 },
      { type: 'lognormal', mu: Math.log(DAY) - 0.125, sigma: 0.5 },
    ] as const) {
      const distances = draw(spec('datetime', { ...bounds, distribution }), {}, 4000).map((ms) => ms - min);
      const mean = distances.reduce((a, b) => a + b, 0) / distances.length;
      assert.ok(Math.abs(mean / DAY - 1) < 0.06, `${distribution.type}: ${mean / DAY}`);
    }
    const dates = draw(
      spec('date', { ...bounds, distribution: { type: 'normal', mean: at('2024-07-01'), stdDev: 10 * DAY } }),
    );
    const mean = dates.reduce((a, b) => a + b, 0) / dates.length;
    assert.ok(Math.abs(mean - at('2024-07-01')) < 3 * DAY);
    const steps = draw(spec('date', { ...bounds, distribution: { type: 'poisson', mean: 4 } }), {}, 4000);
    assert.ok(Math.abs(steps.reduce((sum, ms) => sum + (ms - min) / DAY, 0) / 4000 - 4) < 0.15);
    const mixed = {
      type: 'mixture',
      components: [
        { weight: 1, distribution: { type: 'exponential', mean: DAY } },
        { weight: 1, distribution: { type: 'normal', mean: min, stdDev: DAY } },
      ],
    } as const;
    assert.throws(() => draw(spec('datetime', { ...bounds, distribution: mixed })), { code: 'distribution/origins' });
  });

  it('refuse a range without a point', () => {
    const field = spec('datetime', { min: at('2024-01-02'), max: at('2024-01-30'), precision: lasting(1, 0, 0) });
    assert.throws(() => compileTemporal(field, fakeContext()), { code: 'temporal/empty-range' });
  });

  it('are shown as text with milliseconds only where the precision is finer than a second', () => {
    const show = (ms: number) =>
      valuesOf(
        compileTemporal(spec('datetime', { min: 5000, max: 5000, precision: lasting(0, 0, ms) }), fakeContext()).draw(
          batchOf(0, 1),
        ),
      );
    assert.deepEqual(show(1000), ['1970-01-01T00:00:05Z']);
    assert.deepEqual(show(1), ['1970-01-01T00:00:05.000Z']);
  });
});

describe('windows between anchors', () => {
  const kinds = fc.constantFrom('datetime' as const, 'date' as const);

  it('hold strictly after rounding, within the distance', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...ZONES),
        kinds,
        fc.array(fc.integer({ min: at('2010-01-01') / 1000, max: at('2020-01-01') / 1000 }), {
          minLength: 5,
          maxLength: 40,
        }),
        fc.constantFrom(lasting(0, 2, 0), lasting(0, 90, 0), lasting(2, 0, 0), lasting(0, 0, 50 * HOUR)),
        fc.boolean(),
        fc.boolean(),
        (timezone, kind, seconds, within, forward, shaped) => {
          const anchors = seconds.map((s) => s * 1000);
          const field = spec(kind, {
            [forward ? 'after' : 'before']: [located('a')],
            within,
            distribution: shaped ? { type: 'exponential', mean: DAY } : undefined,
          });
          const drawn = draw(field, { timezone, columns: { a: instants(anchors) } }, anchors.length);
          drawn.forEach((ms, i) => {
            const anchor = kind === 'date' ? anchors[i] + offsetAt(timezone, anchors[i]) : anchors[i];
            const distance = forward ? ms - anchor : anchor - ms;
            const most = within.months * 31 * DAY + within.days * DAY + within.ms + (kind === 'date' ? 0 : DAY);
            assert.ok(
              distance > 0 && distance <= most,
              `${new Date(anchor).toISOString()} → ${new Date(ms).toISOString()}`,
            );
            assert.equal(ms % (kind === 'date' ? DAY : 1000), 0);
          });
        },
      ),
      { numRuns: 200 },
    );
  });

  it('take the latest after, the earliest before, and give null for a null anchor', () => {
    const a = [at('2024-01-01'), at('2024-02-01'), null, at('2024-01-01')];
    const b = [at('2024-01-10'), at('2024-01-01'), at('2024-01-01'), null];
    const c = [at('2024-03-01'), at('2024-02-03'), at('2024-03-01'), at('2024-03-01')];
    const d = [at('2024-01-12'), at('2024-03-03'), at('2024-03-01'), at('2024-03-01')];
    const field = spec('date', { after: [located('a'), located('b')], before: [located('c'), located('d')] });
    const drawer = compileTemporal(
      field,
      fakeContext({
        columns: { a: instants(a, 'date'), b: instants(b, 'date'), c: instants(c, 'date'), d: instants(d, 'date') },
      }),
    );
    assert.deepEqual(valuesOf(drawer.draw(batchOf(0, 4))), ['2024-01-11', '2024-02-02', null, null]);
    assert.equal(drawer.type.nullable, true);
  });

  it('stay between min and max, and reach both ends', () => {
    const rows = 3000;
    const field = spec('date', { after: [located('a')], max: at('2024-01-05') });
    const drawn = draw(
      field,
      { columns: { a: instants(new Array<number>(rows).fill(at('2024-01-01')), 'date') } },
      rows,
    );
    const counts = [0, 0, 0, 0];
    for (const ms of drawn) counts[new Date(ms).getUTCDate() - 2]++;
    const { value, limit } = chiSquare(counts);
    assert.ok(value < limit);
  });

  it('reach 30 days where only one anchor is said, to the end of the day for a time', () => {
    const rows = 2000;
    const anchors = new Array<number>(rows).fill(at('2024-01-01'));
    const drawn = draw(spec('datetime', { after: [located('a')] }), { columns: { a: instants(anchors) } }, rows);
    assert.ok(Math.min(...drawn) > anchors[0] && Math.max(...drawn) <= anchors[0] + 30 * DAY);
    assert.ok(Math.max(...drawn) > anchors[0] + 29 * DAY);
    const noon = new Array<number>(rows).fill(12 * HOUR);
    const times = draw(spec('time', { after: [located('a')] }), { columns: { a: instants(noon, 'time') } }, rows);
    assert.ok(times.every((ms) => ms > 12 * HOUR && ms < DAY));
    const early = draw(spec('time', { before: [located('a')] }), { columns: { a: instants(noon, 'time') } }, rows);
    assert.ok(early.every((ms) => ms >= 0 && ms < 12 * HOUR));
  });

  it('compare a date as its local midnight', () => {
    const options = { timezone: 'Europe/Berlin', columns: { a: instants([at('2024-05-06T22:30:00Z')]) } };
    const next = draw(spec('date', { after: [located('a')], within: lasting(0, 1, 0) }), options, 1);
    assert.deepEqual(next, [at('2024-05-08')], '00:30 on the 7th in Berlin');
    const drawn = draw(
      spec('datetime', { after: [located('a')], within: lasting(0, 0, 1000) }),
      { timezone: 'Europe/Berlin', columns: { a: instants([at('2024-05-06')], 'date') } },
      1,
    );
    assert.deepEqual(drawn, [at('2024-05-05T22:00:01Z')]);
  });

  it('name the row where nothing fits, and refuse what is not a time', () => {
    const field = spec('datetime', { after: [located('a')], before: [located('b')] });
    const columns = { a: instants([0, 5000]), b: instants([9000, 6000]) };
    assert.throws(
      () => draw(field, { columns }, 2),
      (error: unknown) =>
        error instanceof EmptyWindowError && error.row === 1 && error.code === 'temporal/empty-window',
    );
    const text = () => ({ kind: 'number' as const, length: 1, values: new Float64Array(1), decimals: 0 });
    assert.throws(() => draw(field, { columns: { a: text, b: text } }, 1), { code: 'temporal/not-a-time' });
    const time = instants([0], 'time');
    assert.throws(() => draw(field, { columns: { a: time, b: time } }, 1), { code: 'temporal/anchor-kind' });
  });

  it('keep the points readable whatever the format, and do not depend on the batch', () => {
    const rows = 300;
    const base = compileTemporal(spec('datetime'), fakeContext({ seed: 9 }));
    const columns = { a: (b: Parameters<typeof base.draw>[0]) => base.instants.draw(b) };
    const field = spec('datetime', { after: [located('a')], within: lasting(1, 0, 0), format: 'unix' });
    const drawer = compileTemporal(field, fakeContext({ columns, timezone: 'Europe/Berlin' }));
    const shown = valuesOf(drawer.draw(batchOf(0, rows))) as number[];
    const points = drawer.instants.draw(batchOf(0, rows)) as TemporalColumn;
    assert.deepEqual(
      shown,
      Array.from(points.values, (ms) => ms / 1000),
    );
    assert.deepEqual(
      inPieces((b) => drawer.draw(b), rows),
      shown,
    );
  });
});
