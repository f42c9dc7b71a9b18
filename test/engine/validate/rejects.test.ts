import assert from 'node:assert/strict';
import { AgenticSynth, recordValidator, validateData, ValidationError } from '../../../engine/src/index.js';

type Row = Record<string, unknown>;

/** What is done to a good record, and what is said of it: code and path. */
type Mutation = readonly [what: string, change: (row: Row) => unknown, ...problems: string[]];

interface Subject {
  readonly fields: object;
  readonly document?: object;
  /** Which of the generated records is taken. */
  readonly row?: (row: Row) => boolean;
  readonly mutations: readonly Mutation[];
}

const set =
  (values: Row) =>
  (row: Row): Row => ({ ...row, ...values });

const without =
  (name: string) =>
  (row: Row): Row =>
    Object.fromEntries(Object.entries(row).filter(([key]) => key !== name));

const SUBJECTS: Record<string, Subject> = {
  record: {
    fields: { a: 'integer', b: 'string?', toString: { type: 'string', optional: 0.5 } },
    mutations: [
      ['no object', () => [1], 'value/type '],
      ['null', () => null, 'value/type '],
      ['a text', () => 'a', 'value/type '],
      ['a missing key', without('a'), 'value/missing a'],
      ['a key too many', set({ c: 1 }), 'value/unknown c'],
      ['a key too many, with an inherited name', set({ constructor: 1 }), 'value/unknown constructor'],
      ['null where none may be', set({ a: null }), 'value/null a'],
      ['null where one may be', set({ b: null })],
      ['an optional key left out', without('toString')],
      ['two things at once', set({ a: 'x', c: 1 }), 'value/type a', 'value/unknown c'],
    ],
  },
  integer: {
    fields: { x: { type: 'integer', min: 3, max: 99, multipleOf: 3 } },
    mutations: [
      ['a text', set({ x: '9' }), 'value/type x'],
      ['NaN', set({ x: NaN }), 'value/type x'],
      ['a fraction', set({ x: 9.5 }), 'value/type x'],
      ['too small', set({ x: 0 }), 'value/range x'],
      ['too large', set({ x: 102 }), 'value/range x'],
      ['no multiple', set({ x: 10 }), 'value/step x'],
      ['the bounds themselves', set({ x: 99 })],
    ],
  },
  number: {
    fields: { x: { type: 'number', min: -1, max: 1, decimals: 2 }, y: { type: 'number', multipleOf: 0.1 } },
    mutations: [
      ['a boolean', set({ x: true }), 'value/type x'],
      ['infinite', set({ x: Infinity }), 'value/type x'],
      ['too small', set({ x: -1.01 }), 'value/range x'],
      ['too many digits', set({ x: 0.125 }), 'value/step x'],
      ['off the grid', set({ y: 0.25 }), 'value/step y'],
      ['on the grid, with the rounding of doubles', set({ y: 0.3 })],
    ],
  },
  boolean: {
    fields: { x: 'boolean' },
    mutations: [
      ['a number', set({ x: 1 }), 'value/type x'],
      ['a text', set({ x: 'true' }), 'value/type x'],
    ],
  },
  string: {
    fields: { x: 'string (2..4)', p: { pattern: '[a-c]+|\\d{2}' }, u: { type: 'string', length: 6, case: 'upper' } },
    mutations: [
      ['a number', set({ x: 1 }), 'value/type x'],
      ['too short', set({ x: 'a' }), 'value/length x'],
      ['too long', set({ x: 'abcde' }), 'value/length x'],
      ['as long in characters, longer in UTF-16', set({ x: '😀😀😀😀' })],
      ['long enough in UTF-16 only', set({ x: '😀' }), 'value/length x'],
      ['another pattern', set({ p: 'abd' }), 'value/pattern p'],
      ['more than the pattern', set({ p: '123' }), 'value/pattern p'],
      ['a line more than the pattern', set({ p: 'abc\n' }), 'value/pattern p'],
      ['another case', set({ u: 'ABCdEF' }), 'value/case u'],
      ['several at once', set({ x: '', u: 'a' }), 'value/length x', 'value/length u', 'value/case u'],
    ],
  },
  enum: {
    fields: { x: { enum: ['a', 'b'] }, y: { enum: [1, null, { value: { k: [1, 2], l: 'x' } }] }, z: { const: 'c' } },
    mutations: [
      ['none of the list', set({ x: 'c' }), 'value/enum x'],
      ['a number as text', set({ y: '1' }), 'value/enum y'],
      ['a null of the list', set({ y: null })],
      ['an object with its keys in another order', set({ y: { l: 'x', k: [1, 2] } })],
      ['another object', set({ y: { k: [2, 1], l: 'x' } }), 'value/enum y'],
      ['another constant', set({ z: 'd' }), 'value/enum z'],
      ['null', set({ x: null }), 'value/null x'],
    ],
  },
  datetime: {
    fields: {
      x: 'datetime (2024-01-01..2025-12-31)',
      q: { type: 'datetime', precision: '15m' },
      u: { type: 'datetime', min: '2024-01-01', format: 'unix' },
      t: { type: 'datetime', format: "EEE d MMM yyyy 'at' HH:mm XXX" },
    },
    mutations: [
      ['a number', set({ x: 1 }), 'value/type x'],
      ['a date', set({ x: '2024-05-06' }), 'value/format x'],
      ['no offset', set({ x: '2024-05-06T07:08:09' }), 'value/format x'],
      ['a day that is none', set({ x: '2024-02-30T00:00:00Z' }), 'value/format x'],
      ['an hour that is none', set({ x: '2024-02-03T24:00:00Z' }), 'value/format x'],
      ['something behind it', set({ x: '2024-05-06T07:08:09Z ' }), 'value/format x'],
      ['with an offset', set({ x: '2024-01-01T01:00:00+01:00' })],
      ['before the first, by its offset', set({ x: '2024-01-01T00:30:00+01:00' }), 'value/range x'],
      ['after the last', set({ x: '2026-01-01T00:00:00Z' }), 'value/range x'],
      ['between two points', set({ q: '2025-05-06T07:08:00Z' }), 'value/step q'],
      ['a text for seconds', set({ u: '1704067200' }), 'value/type u'],
      ['seconds too early', set({ u: 1704067199 }), 'value/range u'],
      ['another format', set({ t: '2024-05-06 07:08' }), 'value/format t'],
    ],
  },
  'date and time': {
    fields: { d: 'date (2024-01-01..2024-12-31)', t: 'time (09:00..17:00)' },
    mutations: [
      ['a datetime', set({ d: '2024-05-06T00:00:00Z' }), 'value/format d'],
      ['a month that is none', set({ d: '2024-13-01' }), 'value/format d'],
      ['a leap day', set({ d: '2024-02-29' })],
      ['too early', set({ d: '2023-12-31' }), 'value/range d'],
      ['a time too late', set({ t: '17:00:01' }), 'value/range t'],
      ['a time that is none', set({ t: '9:00' }), 'value/format t'],
    ],
  },
  duration: {
    fields: { x: { type: 'duration', min: '1m', max: '2h' }, h: { type: 'duration', max: '2d', format: 'h' } },
    mutations: [
      ['a number', set({ x: 60 }), 'value/format x'],
      ['a shorthand', set({ x: '90m' }), 'value/format x'],
      ['too short', set({ x: 'PT59S' }), 'value/range x'],
      ['negative', set({ x: '-PT5M' }), 'value/range x'],
      ['a text', set({ h: '1' }), 'value/type h'],
      ['too long', set({ h: 48.001 }), 'value/range h'],
    ],
  },
  identifiers: {
    fields: {
      u: 'uuid',
      v: { type: 'uuid', version: 7 },
      s: { type: 'sequence', start: 100, step: 5 },
      t: { type: 'sequence', start: '2024-01-01', step: '1d' },
    },
    mutations: [
      ['no UUID', set({ u: 'x' }), 'value/format u'],
      ['a UUID of another version', (row) => ({ ...row, u: row.v }), 'value/format u'],
      ['in upper case', (row) => ({ ...row, u: (row.u as string).toUpperCase() })],
      ['between two steps', set({ s: 102 }), 'value/sequence s'],
      ['before the first', set({ s: 95 }), 'value/sequence s'],
      ['a text', set({ s: '100' }), 'value/type s'],
      ['no instant', set({ t: 'tomorrow' }), 'value/format t'],
    ],
  },
  array: {
    fields: {
      x: { items: 'integer (1..9)', length: { min: 2, max: 4 }, uniqueItems: true },
      y: { items: { fields: { k: 'string', n: 'number?' } }, length: 2 },
    },
    mutations: [
      ['no list', set({ x: '1,2' }), 'value/type x'],
      ['too short', set({ x: [1] }), 'value/length x'],
      ['too long', set({ x: [1, 2, 3, 4, 5] }), 'value/length x'],
      ['an item twice', set({ x: [1, 2, 1] }), 'value/repeated x'],
      ['a bad item', set({ x: [1, 10, 'x'] }), 'value/range x[1]', 'value/type x[2]'],
      ['a null item', set({ x: [1, null] }), 'value/null x[1]'],
      ['an item without a key', (row) => ({ ...row, y: [(row.y as Row[])[0], { n: 1 }] }), 'value/missing y[1].k'],
      [
        'an item with a key too many',
        set({
          y: [
            { k: 'abcdefgh', n: 1 },
            { k: 'abcdefgh', n: null, m: 1 },
          ],
        }),
        'value/unknown y[1].m',
      ],
    ],
  },
  object: {
    fields: {
      a: { fields: { 'zip.code': 'string (5)', city: 'city', in: { fields: { n: 'integer (0..9)' } } }, nullable: 0.2 },
    },
    row: (row) => row.a !== null,
    mutations: [
      ['a list', set({ a: [] }), 'value/type a'],
      ['null', set({ a: null })],
      ['a missing part', set({ a: { city: 'X', in: { n: 1 } } }), 'value/missing a.zip.code'],
      ['a bad part of a part', set({ a: { 'zip.code': '12345', city: 'X', in: { n: 10 } } }), 'value/range a.in.n'],
      ['a part of another type', set({ a: { 'zip.code': '12345', city: 7, in: { n: 1 } } }), 'value/type a.city'],
    ],
  },
  when: {
    fields: {
      status: { enum: ['paid', 'open'] },
      paidOn: { type: 'date', when: "status == 'paid'" },
      days: { type: 'integer', min: 1, max: 9, when: "status == 'open'", else: { const: 0 } },
      seen: { type: 'integer', min: 1, max: 9, when: '_row > 5', else: { const: 0 } },
    },
    row: (row) => row.status === 'paid',
    mutations: [
      ['null although it holds', set({ paidOn: null }), 'value/null paidOn'],
      ['a value although it does not hold', set({ status: 'open', days: 3 }), 'value/when paidOn'],
      ['the field where `else` is due', set({ days: 3 }), 'value/enum days'],
      ['`else` where the field is due', set({ status: 'open', paidOn: null }), 'value/range days'],
      ['either, where the record does not tell', set({ seen: 5 })],
      ['neither, where the record does not tell', set({ seen: 10 }), 'value/range seen'],
    ],
  },
  by: {
    fields: {
      country: { enum: ['US', 'DE'], nullable: 0.3 },
      age: 'integer (0..99)',
      phone: {
        by: 'country',
        cases: { US: { pattern: '\\+1\\d{3}' }, null: { const: '-' } },
        else: { pattern: '\\+49\\d{3}' },
      },
      group: { by: 'age', cases: { '..18': { const: 'child' }, '18..': { enum: ['adult'] } } },
    },
    mutations: [
      ['another case', set({ country: 'US', phone: '+49123' }), 'value/pattern phone'],
      ['its case', set({ country: 'US', phone: '+1123' })],
      ['the case of null', set({ country: null, phone: '+1123' }), 'value/enum phone'],
      ['what no case names', set({ country: 'DE', phone: '+1123' }), 'value/pattern phone'],
      ['below a bound', set({ age: 17, group: 'adult' }), 'value/enum group'],
      ['at a bound', set({ age: 18, group: 'adult' })],
      ['null', set({ age: 17, group: null }), 'value/null group'],
    ],
  },
  anchors: {
    document: { timezone: 'Europe/Berlin' },
    fields: {
      a: { type: 'datetime', min: '2024-01-01', max: '2024-12-31', nullable: 0.2 },
      b: { type: 'datetime', after: 'a', within: '10d' },
      c: { type: 'date', before: 'a' },
    },
    row: (row) => row.a !== null,
    mutations: [
      ['the anchor itself', (row) => ({ ...row, b: row.a }), 'value/after b'],
      [
        'too far from it',
        set({ a: '2024-03-01T00:00:00Z', b: '2024-03-12T00:00:00Z', c: '2024-02-20' }),
        'value/within b',
      ],
      [
        'ten local days, one of 23 hours',
        set({ a: '2024-03-30T11:00:00Z', b: '2024-04-09T10:00:00Z', c: '2024-03-20' }),
      ],
      [
        'behind what it must precede',
        set({ a: '2024-03-01T00:00:00Z', b: '2024-03-02T00:00:00Z', c: '2024-03-02' }),
        'value/before c',
      ],
      ['null without a null anchor', set({ b: null }), 'value/null b'],
      ['a value beside a null anchor', set({ a: null, c: null }), 'value/null b'],
    ],
  },
  computed: {
    fields: {
      quantity: 'integer (1..9)',
      price: { type: 'number', min: 1, max: 99, decimals: 2 },
      lines: { items: { fields: { n: 'integer (1..5)', twice: { expr: 'n * 2' } } }, length: 3 },
      born: 'date (1960-01-01..1999-12-31)',
      stay: { type: 'duration', min: '1h', max: '3d', format: 'h' },
      total: { expr: 'quantity * price', decimals: 2 },
      share: { expr: 'price / 3.0' },
      count: { expr: 'sum(lines.map(l, l.n))' },
      level: { expr: "price > 50.0 ? 'high' : 'low'" },
      adult: { expr: "born < timestamp('1990-01-01')" },
      next: { expr: "born + duration('24h')", type: 'date' },
      long: { expr: "stay > duration('24h')" },
      label: { template: '{{quantity}} × {{price}} ({{born}})' },
      place: { template: '#{{_row}}' },
    },
    mutations: [
      ['a wrong total', (row) => ({ ...row, total: (row.total as number) + 1 }), 'value/computed total'],
      [
        'the total of another price',
        set({ quantity: 2, price: 10.01, total: 20.03, share: 10.01 / 3, level: 'low', label: undefined }),
        'value/computed total',
        'value/missing label',
      ],
      [
        'a total rounded the other way',
        set({ quantity: 1, price: 10.01, total: 10.01, share: 3.3366666666666664, level: 'low', label: undefined }),
        'value/missing label',
      ],
      [
        'a quotient that was cut',
        (row) => ({ ...row, share: Math.floor(((row.price as number) / 3) * 1e4) / 1e4 - 1e-4 }),
        'value/computed share',
      ],
      ['a wrong sum of a list', set({ count: 99 }), 'value/computed count'],
      [
        'a wrong value in an item',
        (row) => ({ ...row, lines: (row.lines as Row[]).map((l, i) => (i === 1 ? { ...l, twice: 1 } : l)) }),
        'value/computed lines[1].twice',
      ],
      ['a wrong choice', (row) => ({ ...row, level: row.level === 'high' ? 'low' : 'high' }), 'value/computed level'],
      ['a wrong truth', (row) => ({ ...row, adult: !row.adult }), 'value/computed adult'],
      ['a wrong date', set({ next: '2020-01-01' }), 'value/computed next'],
      ['a wrong length', (row) => ({ ...row, long: !row.long }), 'value/computed long'],
      ['a wrong text', set({ label: 'x' }), 'value/computed label'],
      ['of another type', set({ total: 'x' }), 'value/type total'],
      ['a text that the record cannot tell', set({ place: '#99' })],
    ],
  },
  'copied and made': {
    fields: {
      name: 'person.fullName',
      age: { type: 'number.int', options: { min: 1, max: 9 } },
      self: { ref: 'name', nullable: 0.3 },
    },
    mutations: [
      ['a number for a name', set({ name: 1 }), 'value/type name'],
      ['a text for a number', set({ age: 'x' }), 'value/type age'],
      ['null for a name', set({ name: null }), 'value/null name'],
      ['a list for a copy', set({ self: [] }), 'value/type self'],
    ],
  },
};

describe('validation rejects what does not fit', () => {
  for (const [name, { fields, document, row: wanted = () => true, mutations }] of Object.entries(SUBJECTS)) {
    describe(name, () => {
      const schema = { ...document, fields };
      let good: Row;
      let check: (record: unknown) => readonly { readonly code: string; readonly path: string }[];

      before(async () => {
        const rows = await new AgenticSynth().generate<Row[]>('structured', { schema, count: 50 });
        good = rows.find(wanted)!;
        check = await recordValidator(schema);
        assert.deepEqual(check(good), []);
      });

      for (const [what, change, ...expected] of mutations) {
        it(`${what}: ${expected.join(', ') || 'fits'}`, () => {
          const found = check(change(good)).map(({ code, path }) => `${code} ${path}`);
          assert.deepEqual(found.sort(), [...expected].sort());
        });
      }
    });
  }

  it('one by one as all together, whatever stands beside', async () => {
    const schema = { a: 'integer (1..9)', b: { expr: 'a * 2' }, c: { type: 'integer', when: 'a > 4' } };
    const rows = await new AgenticSynth().generate<Row[]>('structured', { schema, count: 200 });
    const bad = rows.map((row, i) => (i % 50 === 7 ? { ...row, a: 'x' } : i % 50 === 9 ? { ...row, b: -1 } : row));
    const check = await recordValidator(schema);
    const alone = bad.flatMap((row, at) => check(row).map((problem) => ({ ...problem, table: 'rows', row: at })));
    assert.equal(alone.length, 8);
    assert.deepEqual((await validateData(schema, bad)).problems, alone);
    const fewer = bad.map((row, i) => (i % 50 === 7 ? rows[i] : row));
    assert.equal((await validateData(schema, fewer)).problems.length, 4);
  });

  it('names the row of a generator that goes wrong', () => {
    const error = new ValidationError('users', 7, [{ path: 'age', code: 'value/type', message: 'must be a number' }]);
    assert.equal(error.message, 'users row 7: age must be a number');
    assert.equal(error.code, 'record/invalid');
  });
});
