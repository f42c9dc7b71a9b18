import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseInstant, type TemporalKind } from '../../../engine/src/schema/instants.js';
import { MEAN_MONTH, nominalMs, parseDuration, parseRate } from '../../../engine/src/schema/units.js';

const DURATIONS: [text: string, months: number, days: number, ms: number][] = [
  ['500ms', 0, 0, 500],
  ['30s', 0, 0, 30_000],
  ['15m', 0, 0, 900_000],
  ['1h30m', 0, 0, 5_400_000],
  ['1h 30 min', 0, 0, 5_400_000],
  ['90d', 0, 90, 0],
  ['2w', 0, 14, 0],
  ['1mo', 1, 0, 0],
  ['1y', 12, 0, 0],
  ['1y2mo3d', 14, 3, 0],
  ['0.5y', 6, 0, 0],
  ['1.5d', 0, 1, 43_200_000],
  ['1.5w', 0, 10, 43_200_000],
  ['0.1s', 0, 0, 100],
  ['0s', 0, 0, 0],
  ['2 days', 0, 2, 0],
  ['10 seconds', 0, 0, 10_000],
  ['3 months', 3, 0, 0],
  ['P90D', 0, 90, 0],
  ['PT15M', 0, 0, 900_000],
  ['P1Y2M10DT2H30M', 14, 10, 9_000_000],
  ['P2W', 0, 14, 0],
  ['PT0,5S', 0, 0, 500],
];

const BAD_DURATIONS: [text: string, problem: RegExp, instead: string[]][] = [
  ['1M', /minutes or months/, ['1m', '1mo']],
  ['1h5M', /minutes or months/, ['1h5m', '1h5mo']],
  ['30', /no unit/, ['30s', '30m', '30ms']],
  ['1 H', /unknown unit/, ['1 h']],
  ['5us', /smallest unit/, []],
  ['1.5mo', /fraction of a month/, []],
  ['0.3y', /fraction of a year/, []],
  ['P0.5M', /fraction of a month/, []],
  ['1d1d', /twice/, []],
  ['', /empty/, ['1d']],
  ['-5m', /not a duration/, []],
  ['soon', /not a duration/, []],
  ['P', /ISO 8601/, []],
  ['PT', /ISO 8601/, []],
  ['P1H', /ISO 8601/, []],
  ['999999999999y', /longer than any date/, []],
];

const RATES: [text: string, amount: number, perMs: number][] = [
  ['100/sec', 100, 1000],
  ['5/m', 5, 60_000],
  ['0.1/d', 0.1, 86_400_000],
  ['-2.5/h', -2.5, 3_600_000],
  ['1e3 / s', 1000, 1000],
  ['1/mo', 1, MEAN_MONTH],
  ['7/week', 7, 604_800_000],
];

const BAD_RATES: [text: string, problem: RegExp, instead: string[]][] = [
  ['100', /per what/, ['100/s', '100/m', '100/d']],
  ['3/M', /minutes or months/, ['3/m', '3/mo']],
  ['3/parsec', /unknown unit/, []],
  ['often', /not a rate/, []],
  ['/s', /not a rate/, []],
];

const NOW = Date.UTC(2026, 2, 31, 10);

const INSTANTS: [text: string, kind: TemporalKind, zone: string, value: string | number][] = [
  ['2025-01-31', 'datetime', 'UTC', '2025-01-31T00:00:00.000Z'],
  ['2025-07-01', 'datetime', 'Europe/Berlin', '2025-06-30T22:00:00.000Z'],
  ['2025-07-01T12:30', 'datetime', 'Europe/Berlin', '2025-07-01T10:30:00.000Z'],
  ['2025-07-01 12:30:15.25', 'datetime', 'UTC', '2025-07-01T12:30:15.250Z'],
  ['2025-07-01T12:30:00+05:30', 'datetime', 'Europe/Berlin', '2025-07-01T07:00:00.000Z'],
  ['2025-07-01T12:30:00-0800', 'datetime', 'UTC', '2025-07-01T20:30:00.000Z'],
  ['2024-02-29', 'datetime', 'UTC', '2024-02-29T00:00:00.000Z'],
  ['now', 'datetime', 'UTC', '2026-03-31T10:00:00.000Z'],
  ['now-90d', 'datetime', 'UTC', '2025-12-31T10:00:00.000Z'],
  ['now + 1y', 'datetime', 'UTC', '2027-03-31T10:00:00.000Z'],
  ['now-1mo', 'datetime', 'UTC', '2026-02-28T10:00:00.000Z'],
  // Across the change to summer time a day keeps its local hour, 24 hours do not.
  ['now-3d', 'datetime', 'Europe/Berlin', '2026-03-28T11:00:00.000Z'],
  ['now-72h', 'datetime', 'Europe/Berlin', '2026-03-28T10:00:00.000Z'],
  ['2025-01-31', 'date', 'Asia/Tokyo', '2025-01-31T00:00:00.000Z'],
  ['2025-01-31T23:30:00Z', 'date', 'Asia/Tokyo', '2025-02-01T00:00:00.000Z'],
  ['now', 'date', 'Pacific/Auckland', '2026-03-31T00:00:00.000Z'],
  ['0001-01-01', 'date', 'UTC', '0001-01-01T00:00:00.000Z'],
  ['09:00', 'time', 'UTC', 32_400_000],
  ['23:59:59.999', 'time', 'UTC', 86_399_999],
  ['now', 'time', 'Europe/Berlin', 43_200_000],
];

const BAD_INSTANTS: [text: string, kind: TemporalKind, problem: RegExp, instead: string[]][] = [
  ['2025-02-30', 'datetime', /2025-02 has 28 days/, ['2025-02-28']],
  ['2023-02-29T10:00', 'datetime', /has 28 days/, ['2023-02-28T10:00']],
  ['2025-13-01', 'date', /no month 13/, []],
  ['2025-04-00', 'date', /has 30 days/, ['2025-04-01']],
  ['09:00', 'datetime', /without a date/, ['2025-01-01T09:00']],
  ['2025-01-01', 'time', /is a date/, []],
  ['25:00', 'time', /no time of day/, []],
  ['24:00', 'time', /no time of day/, ['23:59:59']],
  ['2025-01-01T24:30', 'datetime', /no such time/, []],
  ['2025-01-01T10:00+25:00', 'datetime', /impossible offset/, []],
  ['2025-01-01T10:00 CET', 'datetime', /no offset/, []],
  ['31/12/2024', 'date', /not a date/, ['2024-12-31']],
  ['03/04/2024', 'date', /not a date/, ['2024-04-03', '2024-03-04']],
  ['2024/3/4', 'date', /not a date/, ['2024-03-04']],
  ['2024', 'datetime', /not a date/, ['2024-01-01']],
  ['now-1M', 'datetime', /minutes or months/, ['now-1m', 'now-1mo']],
  ['now*2', 'datetime', /is not now/, []],
  ['nowhere', 'datetime', /not a date/, []],
  ['yesterday', 'datetime', /not a date/, []],
];

describe('durations', () => {
  for (const [text, months, days, ms] of DURATIONS) {
    it(`reads ${text}`, () => assert.deepEqual(parseDuration(text), { value: { months, days, ms, text } }));
  }
  for (const [text, problem, instead] of BAD_DURATIONS) {
    it(`refuses ${JSON.stringify(text)}`, () => {
      const read = parseDuration(text);
      assert.ok('problem' in read);
      assert.match(read.problem, problem);
      assert.deepEqual(read.instead, instead);
    });
  }
  it('proposes only texts that can be read', () => {
    for (const [text] of BAD_DURATIONS) {
      const read = parseDuration(text);
      assert.ok('problem' in read);
      for (const other of read.instead) assert.ok('value' in parseDuration(other), other);
    }
  });
  it('never throws', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void [parseDuration(text), parseRate(text)]));
  });
  it('counts a year as twelve mean months', () => {
    const year = parseDuration('1y');
    assert.ok('value' in year);
    assert.equal(nominalMs(year.value), 365.2425 * 86_400_000);
  });
});

describe('rates', () => {
  for (const [text, amount, perMs] of RATES) {
    it(`reads ${text}`, () => {
      const read = parseRate(text);
      assert.ok('value' in read);
      assert.deepEqual([read.value.amount, read.value.perMs], [amount, perMs]);
    });
  }
  for (const [text, problem, instead] of BAD_RATES) {
    it(`refuses ${JSON.stringify(text)}`, () => {
      const read = parseRate(text);
      assert.ok('problem' in read);
      assert.match(read.problem, problem);
      assert.deepEqual(read.instead, instead);
    });
  }
});

describe('instants', () => {
  for (const [text, kind, timezone, value] of INSTANTS) {
    it(`reads ${text} as ${kind} in ${timezone}`, () => {
      const read = parseInstant(text, kind, { now: NOW, timezone });
      assert.ok('value' in read, JSON.stringify(read));
      assert.equal(typeof value === 'number' ? read.value : new Date(read.value).toISOString(), value);
    });
  }
  for (const [text, kind, problem, instead] of BAD_INSTANTS) {
    it(`refuses ${text} as ${kind}`, () => {
      const read = parseInstant(text, kind, { now: NOW, timezone: 'UTC' });
      assert.ok('problem' in read);
      assert.match(read.problem, problem);
      assert.deepEqual(read.instead, instead);
      for (const other of read.instead) {
        assert.ok('value' in parseInstant(other, kind, { now: NOW, timezone: 'UTC' }), other);
      }
    });
  }
  it('agrees with the platform on every valid date-time', () => {
    const dates = fc.date({
      min: new Date('0001-01-01T00:00:00Z'),
      max: new Date('9999-12-31T23:59:59Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(dates, (date) => {
        assert.deepEqual(parseInstant(date.toISOString(), 'datetime', { now: 0, timezone: 'Asia/Tokyo' }), {
          value: date.getTime(),
        });
      }),
    );
  });
});
