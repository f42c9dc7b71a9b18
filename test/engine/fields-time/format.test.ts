import assert from 'node:assert/strict';
import fc from 'fast-check';
import { compileTemporal } from '../../../engine/src/fields/temporal.js';
import { checkFormat } from '../../../engine/src/fields/temporal-format.js';
import { checkPrecision } from '../../../engine/src/fields/temporal-grid.js';
import type { CommonSpec, TemporalSpec } from '../../../engine/src/schema/model.js';
import { batchOf, COMMON, fakeContext, valuesOf } from '../fields-text/context.js';

const at = (text: string): number => Date.parse(text);
const MILLISECOND = { months: 0, days: 0, ms: 1, text: '1ms' };

function field(ms: number, format: string, kind: TemporalSpec['kind'] = 'datetime', more: Partial<TemporalSpec> = {}) {
  return { ...COMMON, kind, min: ms, max: ms, after: [], before: [], format, ...more } as TemporalSpec & CommonSpec;
}
function shown(
  ms: number,
  format: string,
  timezone = 'UTC',
  locale = 'en',
  kind: TemporalSpec['kind'] = 'datetime',
): unknown {
  const precision = kind === 'date' ? undefined : MILLISECOND;
  const drawer = compileTemporal(field(ms, format, kind, { precision }), fakeContext({ timezone, locale }));
  return valuesOf(drawer.draw(batchOf(0, 1)))[0];
}

describe('LDML formats', () => {
  const point = at('2024-05-06T07:08:09.045Z');
  for (const [format, text, timezone, locale] of [
    ['yyyy-MM-dd HH:mm:ss.SSS', '2024-05-06 07:08:09.045', 'UTC', 'en'],
    ['d.M.yy H:m:s S', '6.5.24 7:8:9 0', 'UTC', 'en'],
    ["EEEE, d MMMM y 'at' h:mm a", 'Monday, 6 May 2024 at 7:08 AM', 'UTC', 'en'],
    ['EEE d MMM', 'Mo 6 Mai', 'UTC', 'de'],
    ['EEEE, d. MMMM yyyy', 'lundi, 6. mai 2024', 'UTC', 'fr'],
    ['yyyy年M月d日', '2024年5月6日', 'UTC', 'ja'],
    ['d MMMM y', '6 de maio de 2024'.replace(/ de /g, ' '), 'UTC', 'pt_BR'],
    ["yyyy-MM-dd'T'HH:mm:ssXXX", '2024-05-06T09:08:09+02:00', 'Europe/Berlin', 'en'],
    ["yyyyMMdd'T'HHmmssX", '20240506T070809Z', 'UTC', 'en'],
    [
      'x xx xxx X XX Z ZZZZZ VV',
      '-03 -0300 -03:00 -03 -0300 -0300 -03:00 America/Sao_Paulo',
      'America/Sao_Paulo',
      'en',
    ],
    ['HH:mm x xxx', '17:38 +1030 +10:30', 'Australia/Lord_Howe', 'en'],
    ['HH:mm X Z ZZZZZ x', '07:08 Z +0000 Z +00', 'UTC', 'en'],
    ["YYYY-'W'ww D Q QQ", '2024-W19 127 2 02', 'UTC', 'en'],
    ['k K h hh kk', '7 7 7 07 07', 'UTC', 'en'],
    ["''yy'o''clock'", "'24o'clock", 'UTC', 'en'],
    ['yyyy/MM/dd, G', '2024/05/06, AD', 'UTC', 'en'],
    ['LLLL', 'Mai', 'UTC', 'de'],
  ] as const) {
    it(`${format} in ${locale}, ${timezone}: ${text}`, () =>
      assert.equal(shown(point, format, timezone, locale), text));
  }

  for (const [instant, format, text] of [
    ['2024-12-30T00:30:00Z', "YYYY-'W'ww y", '2025-W01 2024'],
    ['2021-01-03T12:30:00Z', "YYYY-'W'ww D", '2020-W53 3'],
    ['2024-01-01T00:30:00Z', 'h a K k H', '12 AM 0 24 0'],
    ['2024-01-01T12:30:00Z', 'h a K k H', '12 PM 0 12 12'],
    ['0099-03-01T00:00:00Z', 'y yyyy yy', '99 0099 99'],
    ['-000043-03-15T00:00:00Z', 'y G u yyyy', '44 BC -43 0044'],
    ['+012024-01-01T00:00:00Z', 'y yyyy', '12024 12024'],
    ['1969-12-31T23:59:59.999Z', 'EEE HH:mm:ss.SSS D', 'Wed 23:59:59.999 365'],
  ] as const) {
    it(`${instant} as ${format}: ${text}`, () => assert.equal(shown(at(instant), format), text));
  }

  it('of dates and times show them as they are, whatever the zone', () => {
    assert.equal(shown(at('2024-05-06'), 'dd/MM/yyyy', 'Pacific/Apia', 'en', 'date'), '06/05/2024');
    assert.equal(shown(3_600_000, 'h:mm a', 'Pacific/Apia', 'en', 'time'), '1:00 AM');
  });

  it('agree with Intl about local time', () => {
    const zones = fc.constantFrom(
      'Europe/Berlin',
      'America/Sao_Paulo',
      'Australia/Lord_Howe',
      'Pacific/Apia',
      'Asia/Kolkata',
    );
    fc.assert(
      fc.property(zones, fc.integer({ min: -2e9, max: 2e9 }), (timezone, seconds) => {
        const expected = new Date(seconds * 1000).toLocaleString('sv-SE', { timeZone: timezone });
        assert.equal(shown(seconds * 1000, 'yyyy-MM-dd HH:mm:ss', timezone), expected);
      }),
    );
  });

  it('unix and unixMs are numbers', () => {
    assert.equal(shown(point, 'unixMs'), point);
    assert.equal(shown(point, 'unix'), point / 1000);
    const whole = compileTemporal(field(5000, 'unix'), fakeContext());
    assert.equal(whole.type.kind, 'integer');
    assert.deepEqual(valuesOf(whole.draw(batchOf(0, 1))), [5]);
  });

  it('fall back to English names for a locale that is no language', () => {
    assert.equal(shown(point, 'MMMM', 'UTC', 'base'), 'May');
    assert.equal(shown(point, 'EEEE', 'UTC', 'en_AU_ocker'), 'Monday');
  });

  it('keep counted domains only where every point is shown differently', () => {
    const day = { months: 0, days: 1, ms: 0, text: '1d' };
    const range = { min: at('2024-01-01'), max: at('2024-12-31') };
    const domain = (
      format: string,
      more: Partial<TemporalSpec> = {},
      timezone = 'UTC',
      kind: TemporalSpec['kind'] = 'datetime',
    ) => compileTemporal(field(0, format, kind, { ...range, ...more }), fakeContext({ timezone })).domain?.size;
    assert.equal(domain('yyyy-MM-dd', { precision: day }), 366);
    assert.equal(domain('yyyy-MM-dd'), undefined);
    assert.equal(domain('yy-MM-dd', { precision: day }), undefined);
    assert.equal(domain('d MMM y', {}, 'UTC', 'date'), 366);
    assert.equal(domain('MMM y', {}, 'UTC', 'date'), undefined);
    assert.equal(domain('yyyy-MM-dd HH:mm:ss'), 365 * 86_400 + 1);
    assert.equal(domain('yyyy-MM-dd HH:mm:ss', {}, 'Europe/Berlin'), undefined);
    assert.equal(domain('yyyy-MM-dd HH:mm:ss X', {}, 'Europe/Berlin'), 365 * 86_400 + 1);
    assert.equal(domain('yyyy-MM-dd hh:mm:ss'), undefined);
  });
});

describe('checks of formats and precisions', () => {
  for (const [format, kind, message] of [
    ['yyyy-MM-dd', 'date', undefined],
    ['iso', 'time', undefined],
    ['unix', 'date', undefined],
    ['YYYY-MM-DD', 'datetime', /has DD; for the day of the year write D, DDD/],
    ['YYYY-MM-dd', 'datetime', /for the year write yyyy/],
    ["YYYY-'W'ww", 'datetime', undefined],
    ['yyyy-MM-D', 'datetime', /for the day write dd/],
    ['yyyy-mm-dd', 'datetime', /for the month write MM/],
    ['mm:ss', 'time', undefined],
    ['yyyy-mm-dd', 'date', /minute.*type date has not/],
    ['HH:mm', 'date', /hour 0–23/],
    ['yyyy HH', 'time', /year/],
    ['HH:mm XXX', 'time', /offset/],
    ['%Y-%m-%d', 'date', /minute|has not/],
    ['yyyy-bb', 'datetime', /unknown letter b; known are/],
    ['yyyyy', 'datetime', /write y, yy, yyyy/],
    ["yyyy 'at", 'datetime', /opens a quote/],
    ['', 'datetime', /empty/],
    ['--', 'datetime', /shows nothing/],
  ] as const) {
    it(`${JSON.stringify(format)} for a ${kind}: ${message ? 'refused' : 'fine'}`, () => {
      const found = checkFormat(format, kind);
      if (message === undefined) assert.equal(found, undefined);
      else assert.match(found ?? '', message);
    });
  }

  for (const [kind, months, days, ms, message] of [
    ['datetime', 0, 0, 900_000, undefined],
    ['datetime', 1, 0, 0, undefined],
    ['date', 0, 7, 0, undefined],
    ['time', 0, 0, 60_000, undefined],
    ['datetime', 0, 0, 0, /longer than zero/],
    ['datetime', 0, -1, 0, /longer than zero/],
    ['datetime', 0, 1, 1000, /mixes/],
    ['date', 0, 0, 1000, /finer than a day/],
    ['time', 0, 1, 0, /time of day/],
    ['time', 0, 0, 90_000_000, /longer than a day/],
    ['datetime', 0, 0, 0.5, /whole milliseconds/],
  ] as const) {
    it(`a precision of ${months}mo ${days}d ${ms}ms for a ${kind}: ${message ? 'refused' : 'fine'}`, () => {
      const found = checkPrecision(kind, { months, days, ms, text: 'P' });
      if (message === undefined) assert.equal(found, undefined);
      else assert.match(found ?? '', message);
    });
  }
});
