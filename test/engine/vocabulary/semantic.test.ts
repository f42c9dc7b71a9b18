import assert from 'node:assert/strict';
import { ABSENT } from '../../../engine/src/columns/read.js';
import { locales, semanticSignature, semanticTypes } from '../../../engine/src/vocabulary/catalog.js';
import { batchOf, compile, draw, NEEDED, range, valuesOf } from './draws.js';

const LOCALES = ['en', 'de', 'fr', 'es', 'ja', 'zh_CN', 'pt_BR', 'ar'];

/** Where line breaks belong to the text. */
const MULTILINE = /^(lorem\.(paragraphs|lines|text)|git\.commitEntry|location\.postalAddress)$/;

function assertGood(type: string, value: unknown): void {
  assert.ok(value !== ABSENT && value !== null && value !== undefined, `${type}: ${String(value)}`);
  if (typeof value === 'string') {
    assert.notEqual(value.trim(), '', type);
    const text = MULTILINE.test(type) ? value.replaceAll(/\r?\n/g, ' ') : value;
    assert.doesNotMatch(text, /\p{Cc}/u, `${type}: ${JSON.stringify(value)}`);
    assert.doesNotMatch(value, /\{\{|undefined|\[object/, type);
  }
  if (Array.isArray(value)) for (const item of value) assertGood(type, item);
}

const RESULT: Readonly<Record<string, (value: unknown) => boolean>> = {
  string: (v) => typeof v === 'string',
  number: (v) => typeof v === 'number' && Number.isFinite(v),
  boolean: (v) => typeof v === 'boolean',
  date: (v) => typeof v === 'string' && new Date(v).toISOString() === v,
  object: (v) => typeof v === 'object' && !Array.isArray(v),
  'number[]': (v) => Array.isArray(v) && v.every((n) => typeof n === 'number'),
  'date[]': (v) => Array.isArray(v),
};

describe('semantic types', () => {
  for (const locale of LOCALES) {
    it(`all give values in ${locale}, whatever rows are drawn together`, async () => {
      for (const type of semanticTypes()) {
        const drawer = await compile({ type, locale });
        const all = valuesOf(drawer.draw(batchOf(range(0, 50))));
        for (const value of all) {
          assertGood(type, value);
          const kinds = semanticSignature(type)!.result;
          assert.ok(
            kinds.some((k) => (RESULT[k] ?? ((v: unknown) => `'${String(v)}'` === k))(value)),
            `${type} in ${locale} is ${kinds.join('|')}, drawn ${JSON.stringify(value)}`,
          );
        }
        const mixed = [49, 3, 17, 3, 0];
        assert.deepEqual(
          valuesOf(drawer.draw(batchOf(mixed))),
          mixed.map((row) => all[row]),
          type,
        );
        assert.deepEqual(valuesOf(drawer.draw(batchOf(range(20, 33)))), all.slice(20, 33), type);
        const again = await compile({ type, locale });
        assert.deepEqual(valuesOf(again.draw(batchOf([7]))), [all[7]], type);
      }
    });
  }

  it('work in every locale', async () => {
    const types = [
      'person.fullName',
      'internet.email',
      'location.streetAddress',
      'company.name',
      'phone.number',
      'lorem.sentence',
    ];
    for (const locale of locales()) {
      for (const type of types) for (const value of await draw({ type, locale }, 20)) assertGood(type, value);
    }
  });

  it('are drawn from the words of the locale', async () => {
    assert.match(
      String((await draw({ type: 'person.lastName', locale: 'ja' }))[0]),
      /\p{Script=Han}|\p{Script=Hiragana}/u,
    );
    assert.match(String((await draw({ type: 'person.fullName', locale: 'ar' }))[0]), /\p{Script=Arabic}/u);
    assert.notDeepEqual(await draw({ type: 'color.human', locale: 'de' }), await draw({ type: 'color.human' }));
  });

  it('have types that say what their columns hold', async () => {
    for (const type of semanticTypes()) {
      const drawer = await compile({ type });
      const column = drawer.draw(batchOf([0, 1]));
      const { kind } = drawer.type;
      const fits: Record<string, readonly string[]> = {
        text: ['string'],
        dictionary: ['string', 'integer', 'number', 'boolean', 'any'],
        number: ['integer', 'number'],
        boolean: ['boolean'],
        temporal: ['datetime'],
        object: ['object'],
        list: ['list'],
        value: ['any'],
      };
      assert.ok(fits[column.kind].includes(kind), `${type}: ${column.kind} column of ${kind}`);
    }
  });

  it('read only their own row: far rows cost the same', async () => {
    const drawer = await compile({ type: 'lorem.sentence' });
    assert.equal(valuesOf(drawer.draw(batchOf([2 ** 39])))[0], valuesOf(drawer.draw(batchOf([5, 2 ** 39])))[1]);
  });
});

describe('options of semantic types', () => {
  it('are honoured', async () => {
    const cases: [string, Record<string, unknown>, (value: unknown) => boolean][] = [
      ['lorem.sentence', { wordCount: 4 }, (v) => String(v).split(' ').length === 4],
      ['lorem.words', { wordCount: { min: 2, max: 3 } }, (v) => [2, 3].includes(String(v).split(' ').length)],
      ['lorem.paragraphs', { paragraphCount: 2, separator: '|' }, (v) => String(v).split('|').length === 2],
      ['word.noun', { length: 5 }, (v) => String(v).length === 5],
      ['string.alpha', { length: 12, casing: 'upper', exclude: 'ABC' }, (v) => /^[D-Z]{12}$/.test(String(v))],
      ['string.alphanumeric', { length: { min: 3, max: 5 } }, (v) => /^\w{3,5}$/.test(String(v))],
      ['string.numeric', { length: 4, allowLeadingZeros: false }, (v) => /^[1-9]\d{3}$/.test(String(v))],
      ['number.int', { min: 5, max: 9 }, (v) => Number.isInteger(v) && (v as number) >= 5 && (v as number) <= 9],
      ['number.int', { min: 0, max: 100, multipleOf: 10 }, (v) => (v as number) % 10 === 0],
      ['number.float', { min: 1, max: 2, fractionDigits: 2 }, (v) => /^[12](\.\d{1,2})?$/.test(String(v))],
      ['finance.amount', { min: -5, max: 5, dec: 3, symbol: '€' }, (v) => /^€-?[0-5]\.\d{3}$/.test(String(v))],
      [
        'commerce.price',
        { min: 10, max: 20 },
        (v) => Number(v) >= 10 && Number(v) < 20 && /^\d\d\.\d\d$/.test(String(v)),
      ],
      ['finance.pin', { length: 6 }, (v) => /^\d{6}$/.test(String(v))],
      ['phone.number', { style: 'international' }, (v) => /^\+1\d{10}$/.test(String(v))],
      ['internet.url', { protocol: 'http', appendSlash: true }, (v) => /^http:\/\/[\w.-]+\/$/.test(String(v))],
      ['internet.mac', { separator: '-' }, (v) => /^([0-9a-f]{2}-){5}[0-9a-f]{2}$/.test(String(v))],
      ['internet.password', { length: 20, prefix: 'a#' }, (v) => /^a#\w{18}$/.test(String(v))],
      ['internet.ipv4', { network: 'private-a' }, (v) => String(v).startsWith('10.')],
      ['location.countryCode', { variant: 'alpha-3' }, (v) => /^[A-Z]{3}$/.test(String(v))],
      ['location.state', { abbreviated: true }, (v) => /^[A-Z]{2}$/.test(String(v))],
      ['location.zipCode', { format: '?#-*' }, (v) => /^[A-Z]\d-[A-Z\d]$/.test(String(v))],
      ['location.zipCode', { state: 'CA', locale: 'en_US' }, (v) => /^9\d{4}$/.test(String(v))],
      ['location.latitude', { min: 10, max: 11, precision: 1 }, (v) => (v as number) >= 10 && (v as number) <= 11],
      ['date.month', { abbreviated: true }, (v) => /^[A-Z][a-z]{2}$/.test(String(v))],
      ['date.past', { years: 2 }, (v) => Date.parse(String(v)) < Date.UTC(2026, 0, 1)],
      [
        'date.between',
        NEEDED['date.between'],
        (v) => String(v).startsWith('2024-') || String(v).startsWith('2025-01-01'),
      ],
      ['date.birthdate', { mode: 'year', min: 1990, max: 1990 }, (v) => String(v).startsWith('1990-')],
      ['color.rgb', { format: 'css' }, (v) => String(v).startsWith('rgb(')],
      ['color.rgb', { casing: 'upper', prefix: '' }, (v) => /^[0-9A-F]{6}$/.test(String(v))],
      ['person.firstName', { sex: 'female' }, (v) => typeof v === 'string'],
      ['datatype.boolean', { probability: 1 }, (v) => v === true],
      ['commerce.isbn', { variant: 10 }, (v) => String(v).replaceAll('-', '').length === 10],
      ['airline.flightNumber', { length: 2, addLeadingZeros: true }, (v) => /^00[1-9]\d$/.test(String(v))],
      ['git.commitSha', { length: 7 }, (v) => /^[0-9a-f]{7}$/.test(String(v))],
      ['image.personPortrait', { sex: 'male', size: 128 }, (v) => String(v).includes('/male/128/')],
      ['internet.httpStatusCode', { types: ['success'] }, (v) => Math.floor((v as number) / 100) === 2],
    ];
    for (const [type, { locale, ...options }, holds] of cases) {
      for (const value of await draw({ type, options, locale: locale as string | undefined }, 200)) {
        assert.ok(holds(value), `${type} ${JSON.stringify(options)}: ${JSON.stringify(value)}`);
      }
    }
  });

  it('are refused where the type has not them', async () => {
    const cases: [string, Record<string, unknown>, RegExp][] = [
      ['person.fristName', {}, /There is no semantic type "person.fristName". Did you mean "person.firstName"/],
      ['lorem.sentence', { wordcount: 3 }, /no option "wordcount". Did you mean "wordCount"\?/],
      ['animal.dog', { breed: 'x' }, /animal.dog has no option "breed". It takes none./],
      ['person.firstName', { sex: 'femal' }, /wants 'female', 'generic', 'male' for "sex", not "femal"/],
      ['string.alpha', { length: '5' }, /wants number or \{ min, max \} for "length", not "5"/],
      ['string.alpha', { length: { min: 5, max: 2 } }, /for "length"/],
      ['date.between', { from: '2024-01-01' }, /date.between needs the option "to"/],
      ['date.between', { from: 'yesterday', to: '2024-01-01' }, /for "from"/],
      ['date.past', { refDate: '2024-01-01T00:00:00' }, /for "refDate"/],
      ['number.int', { min: 5, max: 2 }, /number.int cannot be drawn: Max 2 should be greater than min 5/],
      ['finance.amount', { autoFormat: true }, /"autoFormat": it depends on the language of the machine/],
      ['location.zipCode', { state: 'XX' }, /'location.postcode_by_state' are missing/],
    ];
    for (const [type, options, message] of cases) {
      await assert.rejects(compile({ type, options }), (error: Error) => {
        assert.match(error.message, message);
        return true;
      });
    }
  });

  it('do not change what other options draw', async () => {
    assert.deepEqual(await draw({ type: 'lorem.sentence', options: {} }), await draw({ type: 'lorem.sentence' }));
  });
});

describe('locales', () => {
  it('that do not exist are refused with the nearest', async () => {
    await assert.rejects(
      compile({ type: 'person.fullName', locale: 'pt-br' }),
      /no locale "pt-br". Did you mean "pt_BR"\?/,
    );
  });
});
