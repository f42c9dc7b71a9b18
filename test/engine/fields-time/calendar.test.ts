import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  addCalendar,
  civilFromDays,
  DAY,
  daysFromCivil,
  daysInMonth,
  isTimeZone,
  localToUtc,
  offsetAt,
  zoneOf,
} from '../../../engine/src/fields/calendar.js';

const ZONES = [
  'UTC',
  'Europe/Berlin',
  'America/Sao_Paulo',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Africa/Casablanca',
  'Asia/Kolkata',
  'America/St_Johns',
];
const instant = fc.integer({ min: Date.UTC(1901, 0, 1) / 1000, max: Date.UTC(2037, 0, 1) / 1000 }).map((s) => s * 1000);
const at = (text: string): number => Date.parse(text);
const months = (n: number) => ({ months: n, days: 0, ms: 0, text: `${n}mo` });
const days = (n: number) => ({ months: 0, days: n, ms: 0, text: `${n}d` });

describe('civil days', () => {
  it('agree with Date over 8,000 years and with each other', () => {
    fc.assert(
      fc.property(fc.integer({ min: -2_900_000, max: 2_900_000 }), (day) => {
        const date = new Date(day * DAY);
        const civil = civilFromDays(day);
        assert.deepEqual(civil, { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() });
        assert.equal(daysFromCivil(civil.year, civil.month, civil.day), day);
      }),
    );
  });

  it('know the lengths of months', () => {
    assert.deepEqual(
      [1900, 2000, 2023, 2024].map((y) => daysInMonth(y, 2)),
      [28, 29, 28, 29],
    );
    for (let m = 1; m <= 12; m++) assert.equal(daysInMonth(2023, m), new Date(Date.UTC(2023, m, 0)).getUTCDate());
  });
});

describe('time zones', () => {
  /** What the platform itself shows, asked for each instant. */
  function shown(zone: string, ms: number): number {
    const text = new Date(ms).toLocaleString('sv-SE', { timeZone: zone });
    return Date.parse(text.replace(' ', 'T') + 'Z');
  }

  it('give the offset the platform shows', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ZONES), instant, (zone, ms) => {
        assert.equal(ms + offsetAt(zone, ms), shown(zone, ms));
      }),
      { numRuns: 600 },
    );
  });

  it('know an offset to the millisecond around a change', () => {
    const change = at('2024-03-31T01:00:00Z');
    assert.equal(offsetAt('Europe/Berlin', change - 1), 3_600_000);
    assert.equal(offsetAt('Europe/Berlin', change), 7_200_000);
    assert.equal(offsetAt('Australia/Lord_Howe', at('2024-04-06T14:59:59.999Z')), 11 * 3_600_000);
    assert.equal(offsetAt('Australia/Lord_Howe', at('2024-04-06T15:00:00Z')), 10.5 * 3_600_000);
    assert.deepEqual(zoneOf('Europe/Berlin').changes(at('2024-01-01'), at('2025-01-01')), [
      change,
      at('2024-10-27T01:00:00Z'),
    ]);
    assert.deepEqual(zoneOf('Pacific/Apia').changes(at('2011-12-01'), at('2012-01-01')), [at('2011-12-30T10:00:00Z')]);
  });

  for (const [zone, local, utc, why] of [
    ['Europe/Berlin', '2024-03-31T02:30:00Z', '2024-03-31T01:30:00Z', 'a gap moves forward'],
    ['Europe/Berlin', '2024-10-27T02:30:00Z', '2024-10-27T00:30:00Z', 'of two the earlier counts'],
    ['America/Sao_Paulo', '2018-11-04T00:00:00Z', '2018-11-04T03:00:00Z', 'a midnight in a gap'],
    ['Pacific/Apia', '2011-12-30T12:00:00Z', '2011-12-30T22:00:00Z', 'a day that never was'],
    ['UTC', '2024-03-31T02:30:00Z', '2024-03-31T02:30:00Z', 'UTC is its own'],
  ] as const) {
    it(`read ${local.slice(0, -1)} in ${zone}: ${why}`, () => {
      assert.equal(new Date(localToUtc(zone, at(local))).toISOString(), new Date(at(utc)).toISOString());
    });
  }

  it('turn local time back into an instant that shows it, or a later one in a gap', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ZONES), instant, (zone, local) => {
        const utc = localToUtc(zone, local);
        const back = utc + offsetAt(zone, utc);
        assert.ok(back === local || (back > local && back - local <= DAY), `${zone} ${new Date(local).toISOString()}`);
        const round = localToUtc(zone, utc + offsetAt(zone, utc));
        assert.ok(round <= utc && utc - round <= 2 * 3_600_000);
      }),
      { numRuns: 600 },
    );
  });

  it('are told apart from other names', () => {
    for (const zone of ZONES) assert.ok(isTimeZone(zone));
    for (const text of ['', 'Europe/Berln', '+02:00', 'Mars', '2']) assert.ok(!isTimeZone(text), text);
  });
});

describe('calendar durations', () => {
  for (const [from, duration, zone, sign, to] of [
    ['2024-01-31T10:00:00Z', months(1), 'UTC', 1, '2024-02-29T10:00:00Z'],
    ['2024-03-31T10:00:00Z', months(1), 'UTC', -1, '2024-02-29T10:00:00Z'],
    ['2024-02-29T00:00:00Z', months(12), 'UTC', 1, '2025-02-28T00:00:00Z'],
    ['1969-01-31T00:00:00Z', months(-11), 'UTC', 1, '1968-02-29T00:00:00Z'],
    ['2024-03-30T12:00:00Z', days(1), 'Europe/Berlin', 1, '2024-03-31T11:00:00Z'],
    ['2024-03-30T12:00:00Z', { months: 0, days: 0, ms: DAY, text: '24h' }, 'Europe/Berlin', 1, '2024-03-31T12:00:00Z'],
    ['2024-10-26T12:00:00Z', days(1), 'Europe/Berlin', 1, '2024-10-27T13:00:00Z'],
    [
      '2024-01-30T23:30:00Z',
      { months: 1, days: 1, ms: 1000, text: '1mo1d1s' },
      'Europe/Berlin',
      1,
      '2024-02-29T23:30:01Z',
    ],
  ] as const) {
    it(`${from} ${sign > 0 ? '+' : '−'} ${duration.text} in ${zone} is ${to}`, () => {
      assert.equal(new Date(addCalendar(at(from), duration, zone, sign)).toISOString(), new Date(at(to)).toISOString());
    });
  }
});
