import assert from 'node:assert/strict';
import type { Drawer } from '../../../engine/src/fields/drawer.js';
import { compileDuration } from '../../../engine/src/fields/duration.js';
import { compileTemporal } from '../../../engine/src/fields/temporal.js';
import { compileText } from '../../../engine/src/fields/text.js';
import { compileUuid } from '../../../engine/src/fields/uuid.js';
import type { CommonSpec, TemporalSpec } from '../../../engine/src/schema/model.js';
import { batchOf, COMMON, fakeContext, uniqueOf, valuesOf, type ContextOptions } from './context.js';

function time(spec: Partial<TemporalSpec>, options?: ContextOptions): Drawer {
  const whole = { ...COMMON, kind: 'datetime', after: [], before: [], format: 'iso', ...spec };
  return compileTemporal(whole as TemporalSpec & CommonSpec, fakeContext(options));
}
const text = (pattern: string): Drawer =>
  compileText({ kind: 'text', pattern: { text: pattern, pointer: '' } }, fakeContext());

const month = { months: 1, days: 0, ms: 0, text: '1mo' };
const hour = { months: 0, days: 0, ms: 3_600_000, text: '1h' };
const anchored = { after: [{ text: 'a', pointer: '' }], within: month };
const berlin = { timezone: 'Europe/Berlin', locale: 'de' };

const FIELDS: Record<string, () => Drawer> = {
  'a pattern of fixed places': () => text('[A-Z]{3}-\\d{4}'),
  'a pattern of runs and choices': () => text('(foo|bar)-\\w+x{2,3}'),
  'a pattern with a reference': () => text('([a-f]+):\\1'),
  'a pattern beyond ASCII': () => text('\\p{Lu}\\p{Ll}{3,5}'),
  'letters and digits': () => compileText({ kind: 'text' }, fakeContext()),
  words: () => compileText({ kind: 'text', words: true, length: { min: 20, max: 30 } }, fakeContext()),
  'uuid 4': () => compileUuid({ kind: 'uuid', version: 4 }, fakeContext()),
  'uuid 7': () => compileUuid({ kind: 'uuid', version: 7 }, fakeContext()),
  datetime: () => time({}),
  'datetime by months': () => time({ precision: month }, berlin),
  'datetime by hours': () => time({ precision: hour }, berlin),
  'datetime after another': () => time(anchored, { columns: { a: (b) => time({}).draw(b) } }),
  'datetime by a distribution': () =>
    time(
      { ...anchored, distribution: { type: 'exponential', mean: 1e8 } },
      { columns: { a: (b) => time({}).draw(b) } },
    ),
  'datetime as text': () => time({ format: 'EEE d. MMMM y HH:mm XXX' }, berlin),
  date: () => time({ kind: 'date' }),
  time: () => time({ kind: 'time' }),
  duration: () => compileDuration({ kind: 'duration', format: 'iso' }, fakeContext()),
};

/** Drawn values and, where they are counted, unique ones: a change here changes everybody's data. */
const RECORDED: Record<string, { drawn: unknown[]; unique?: unknown[] }> = {
  'a pattern of fixed places': { drawn: ['JMQ-0241', 'RWJ-1117', 'LVF-9543'], unique: ['KGE-5940', 'YOZ-4006'] },
  'a pattern of runs and choices': {
    drawn: ['foo-1g1WUJizHxx', 'bar-7572nxx', 'foo-zqx7yhn1Apxx'],
    unique: ['foo-Wg_MepvJCIOxxx', 'bar-F4J1dmHwyjuxx'],
  },
  'a pattern with a reference': { drawn: ['aacfa:aacfa', 'dcaaaeaa:dcaaaeaa', 'fffef:fffef'] },
  'a pattern beyond ASCII': { drawn: ['Ñãcſā', 'Ĳánŝŏá', 'Ýáŵî'], unique: ['Řcħüêw', 'Ėļđōfĝ'] },
  'letters and digits': {
    drawn: ['wMGbE8DZTTpZrI9f', 'QKKg5JXMslEj', 'Ck17kJ8Tq'],
    unique: ['jcn2L2ouDjaGj', 'hmVL8xmdh4TQy'],
  },
  words: {
    drawn: ['Enim cupidatat velit ea ipsum.', 'Officia est consequat eu.', 'Ipsum voluptate ut a.'],
    unique: ['Ed4CWbnERQ7QUTsieSznq57MvBf', '46bB9zesilFrB2c8ZXnyGlG4jl9'],
  },
  'uuid 4': {
    drawn: [
      '5d678417-0631-4221-bb2f-db92badc79f8',
      'afdb1f0a-1c9b-4da2-8cdf-85312f6d8614',
      '7456252b-f451-441b-bac1-c280cb4048d5',
    ],
  },
  'uuid 7': {
    drawn: [
      '019b76da-a807-7221-bb2f-db92badc79f8',
      '019b76da-a808-7da2-8cdf-85312f6d8614',
      '019b76da-a809-741b-bac1-c280cb4048d5',
    ],
  },
  datetime: {
    drawn: ['2025-05-14T04:10:49Z', '2025-09-08T17:34:14Z', '2025-06-15T20:53:23Z'],
    unique: ['2025-11-25T16:28:10Z', '2025-06-11T06:02:12Z'],
  },
  'datetime by months': {
    drawn: ['2025-05-31T22:00:00Z', '2025-09-30T22:00:00Z', '2025-06-30T22:00:00Z'],
    unique: ['2025-06-30T22:00:00Z', '2025-11-30T23:00:00Z'],
  },
  'datetime by hours': {
    drawn: ['2025-05-14T04:00:00Z', '2025-09-08T18:00:00Z', '2025-06-15T21:00:00Z'],
    unique: ['2025-04-12T00:00:00Z', '2025-11-04T07:00:00Z'],
  },
  'datetime after another': { drawn: ['2025-05-25T11:38:13Z', '2025-09-29T08:09:56Z', '2025-06-29T12:05:11Z'] },
  'datetime by a distribution': { drawn: ['2025-05-14T16:47:20Z', '2025-09-10T01:49:49Z', '2025-06-16T13:43:17Z'] },
  'datetime as text': {
    drawn: ['Mi 14. Mai 2025 06:10 +02:00', 'Mo 8. September 2025 19:34 +02:00', 'So 15. Juni 2025 22:53 +02:00'],
  },
  date: { drawn: ['2025-05-14', '2025-09-09', '2025-06-16'], unique: ['2025-12-04', '2025-12-18'] },
  time: { drawn: ['08:45:23', '16:29:11', '10:54:23'], unique: ['12:30:23', '19:16:31'] },
  duration: { drawn: ['PT21M53S', 'PT41M13S', 'PT27M16S'], unique: ['PT1M59S', 'PT27M48S'] },
};

describe('recorded values', () => {
  for (const [name, make] of Object.entries(FIELDS)) {
    it(`of ${name} are what they were`, () => {
      const drawer = make();
      const found = {
        drawn: valuesOf(drawer.draw(batchOf(7, 3))),
        ...(drawer.domain && { unique: valuesOf(uniqueOf(drawer)(batchOf(7, 2))) }),
      };
      assert.deepEqual(found, RECORDED[name]);
    });
  }
});
