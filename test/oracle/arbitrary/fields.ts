import * as fc from 'fast-check';
import { countDistribution, instantDistribution, numberDistribution, size, spanDistribution } from './distributions.js';

/** A field as a schema writes it. */
export type Field = string | Record<string, unknown>;
export type Fields = Record<string, Field>;

const weight = fc.integer({ min: 0, max: 9 });

function bounds(): fc.Arbitrary<{ min: number; max: number }> {
  return fc
    .tuple(fc.integer({ min: -1000, max: 1000 }), fc.constantFrom(2, 9, 100, 5000))
    .map(([min, width]) => ({ min, max: min + width }));
}

const integers = fc.oneof(
  fc.constant('integer'),
  bounds().map(({ min, max }) => `integer (${min}..${max})`),
  bounds().map((b) => ({ type: 'integer', ...b })),
  bounds().map(({ min }) => ({ type: 'integer', min })),
  bounds().chain(({ min, max }) =>
    numberDistribution(min, max).map((distribution) => ({ type: 'integer', min, max, distribution })),
  ),
  fc
    .constantFrom(5, 50)
    .chain((max) => countDistribution(0, max).map((distribution) => ({ type: 'integer', min: 0, max, distribution }))),
  fc.constant({ type: 'integer', distribution: { type: 'poisson', mean: 4 } }),
  fc.constantFrom(5, 10).map((multipleOf) => ({ type: 'integer', min: -30, max: 60, multipleOf })),
);

const numbers = fc.oneof(
  fc.constant('number'),
  bounds().map(({ min, max }) => `number (${min} to ${max})`),
  bounds().chain(({ min, max }) =>
    fc
      .tuple(numberDistribution(min, max), fc.integer({ min: 0, max: 4 }))
      .map(([distribution, decimals]) => ({ type: 'number', min, max, decimals, distribution })),
  ),
  bounds().chain(({ min, max }) =>
    numberDistribution(min, max).map((distribution) => ({ type: 'number', min, max, distribution })),
  ),
  fc.constantFrom(0.05, 0.25, 3).map((multipleOf) => ({ type: 'number', min: -3, max: 12, multipleOf })),
  fc.constant({ type: 'number', decimals: 3, distribution: { type: 'normal', mean: 0, stdDev: 2 } }),
);

const booleans = fc.oneof(
  fc.constantFrom('boolean', 'boolean (0.3)', 'boolean (1)'),
  fc.constantFrom(0, 0.25, 1).map((probability) => ({ type: 'boolean', probability })),
);

/** Patterns of the syntax that JavaScript and other dialects share. */
export const PATTERNS = [
  '[A-Z]{3}-\\d{4}',
  '[a-f0-9]{8}',
  '(?:\\+49|0)1[5-7]\\d \\d{7}',
  'a{2}(b|c[0-9])?x*',
  '^\\d{3}$',
  '\\w{3,6}',
  '[^a-z\\s]{2}',
  '[äöü😀]{2,4}',
  '.{4}',
  '\\S+',
  '(foo|bar|)baz',
  '[\\]\\-\\\\"]{3}',
];

const texts = fc.oneof(
  fc.constantFrom('string', 'text', 'string (8)', 'text (5..40)'),
  size(1, 30).map((length) => ({ type: 'string', length })),
  size(20, 200).map((length) => ({ type: 'text', length })),
  fc.constantFrom(...PATTERNS).map((pattern) => ({ type: 'string', pattern })),
  fc.constantFrom(...PATTERNS).map((pattern) => ({ pattern })),
  fc
    .constantFrom('lower', 'upper', 'title')
    .map((letters) => ({ type: 'string', length: { min: 3, max: 12 }, case: letters })),
);

const semantic = fc.oneof(
  fc.constantFrom(
    'email',
    'fullName',
    'phone',
    'person.firstName',
    'location.city',
    'location.country',
    'location.countryCode',
  ),
  fc.constantFrom(
    'internet.url',
    'internet.ipv4',
    'internet.ipv6',
    'internet.mac',
    'internet.username',
    'company.name',
    'commerce.productName',
  ),
  fc.constantFrom(
    'finance.iban',
    'git.commitSha',
    'color.rgb',
    'lorem.sentence',
    'lorem.words',
    'vehicle.vin',
    'animal.dog',
    'location.latitude',
  ),
  fc.constantFrom('de', 'ja', 'pt_BR', 'ar').map((locale) => ({ type: 'person.fullName', locale })),
);

const instants = fc.constantFrom(
  ['2024-01-01', '2025-12-31'],
  ['2023-02-27', '2024-03-02'],
  ['2025-06-01', '2025-09-30'],
);

const datetimes = fc.oneof(
  fc.constant('datetime'),
  instants.map(([min, max]) => `datetime (${min}..${max})`),
  instants.chain(([min, max]) =>
    instantDistribution(min, max).map((distribution) => ({ type: 'datetime', min, max, distribution })),
  ),
  instants.chain(([min, max]) =>
    fc.constantFrom('15m', '1h', '1d', '1mo').map((precision) => ({ type: 'datetime', min, max, precision })),
  ),
  instants.chain(([min, max]) =>
    fc
      .constantFrom('unix', 'unixMs', 'yyyy-MM-dd HH:mm:ss', 'dd/MM/yyyy')
      .map((format) => ({ type: 'datetime', min, max, format })),
  ),
  fc.constant({ type: 'datetime', min: 'now-1y', max: 'now' }),
  fc.constant({ type: 'datetime', min: '2024-05-01T10:00:00+02:00', max: '2024-05-01T10:00:05.500Z' }),
);

const dates = fc.oneof(
  fc.constant('date'),
  instants.map(([min, max]) => ({ type: 'date', min, max })),
  instants.chain(([min, max]) =>
    instantDistribution(min, max).map((distribution) => ({ type: 'date', min, max, distribution })),
  ),
  instants.map(([min, max]) => ({ type: 'date', min, max, format: 'dd.MM.yyyy' })),
);

const times = fc.oneof(
  fc.constantFrom('time', 'time (09:00..17:30)'),
  fc.constantFrom('5m', '1s').map((precision) => ({ type: 'time', min: '08:00', max: '19:00', precision })),
);

const spans = fc.oneof(
  fc.constantFrom('duration', 'duration (1h..2d)', 'duration (PT5M to PT1H30M)'),
  fc
    .tuple(spanDistribution(), fc.constantFrom('iso', 'ms', 's', 'm', 'h', 'd'))
    .map(([distribution, format]) => ({ type: 'duration', min: '1m', max: '4h', distribution, format })),
);

const uuids = fc.constantFrom<Field>('uuid', { type: 'uuid', version: 4 }, { type: 'uuid', version: 7 });

const sequences = fc.oneof(
  fc.constant('sequence'),
  fc.record({
    type: fc.constant('sequence'),
    start: fc.integer({ min: -5, max: 1000 }),
    step: fc.constantFrom(1, 2, 10, -3),
  }),
  fc.constantFrom('15m', '1d', '1mo', '1w').map((step) => ({ type: 'sequence', start: '2024-01-31T06:00:00Z', step })),
);

const enums = fc.oneof(
  fc.constantFrom('string (A, B, C)', 'integer (1, 2, 3)', 'enum (on, off)'),
  fc.tuple(weight, weight).map(([a, b]) => ({ enum: { red: a, 'light green': b, 'x,"y"': 1 } })),
  fc.tuple(weight, weight).map(([a, b]) => ({ type: 'integer', enum: { 10: a, 2: b, 1: 1 } })),
  fc.constant({ type: 'boolean', enum: { true: 3, false: 1 } }),
  fc.constant({ type: 'number', enum: { 0.5: 1, 1.25: 2 } }),
  fc
    .uniqueArray(fc.oneof(fc.integer(), fc.string({ unit: 'grapheme', minLength: 1, maxLength: 4 })), {
      minLength: 1,
      maxLength: 5,
    })
    .map((values) => ({ enum: values })),
  fc.constant({ enum: [{ value: null, weight: 1 }, 404, { value: 'x', weight: 3 }] }),
);

const constants = fc
  .oneof(
    fc.constantFrom<unknown>('', 'a,b', 'line\nbreak', 0, -1.5, true, null, 'é😀'),
    fc.constantFrom<unknown>([1, [2]], { a: { b: 'c' } }),
  )
  .map((value) => ({ const: value }));

/** Fields that draw from themselves alone and hold one value. */
export const scalar: fc.Arbitrary<Field> = fc.oneof(
  { arbitrary: integers, weight: 4 },
  { arbitrary: numbers, weight: 3 },
  { arbitrary: booleans, weight: 2 },
  { arbitrary: texts, weight: 4 },
  { arbitrary: semantic, weight: 3 },
  { arbitrary: datetimes, weight: 3 },
  { arbitrary: dates, weight: 2 },
  times,
  spans,
  uuids,
  sequences,
  { arbitrary: enums, weight: 3 },
  constants,
);

/** Fields whose domain is large enough for every row of the drawn tables to differ. */
const manyValues: fc.Arbitrary<Record<string, unknown>> = fc.constantFrom<Record<string, unknown>>(
  { type: 'integer', min: -5000, max: 5000 },
  { type: 'number', min: 0, max: 100, decimals: 2 },
  { type: 'string', pattern: '[a-z]{5}' },
  { type: 'string', pattern: '[AB]-\\d{4}(x|yz)?' },
  { type: 'date', min: '1990-01-01', max: '2025-12-31' },
  { type: 'datetime', min: '2024-01-01', max: '2024-12-31', precision: '1m' },
  { type: 'uuid' },
  { type: 'sequence', start: 7 },
  { enum: Array.from({ length: 1200 }, (_, i) => `v${i}`) },
);

/** Fields that read their neighbours in the object, and the row. */
const READING: Fields = {
  n: 'integer (-3..9)',
  twice: { expr: 'n * 2' },
  label: { template: '{{n}}-{{_row}}' },
  sign: { by: 'n', cases: { '..0': { const: 'negative' } }, else: { const: 'positive' } },
  root: { type: 'integer', min: 1, max: 3, when: 'n >= 0' },
};

/** Lists and objects of fields. */
export function nested(depth: number): fc.Arbitrary<Field> {
  const inner = depth > 1 ? fc.oneof({ arbitrary: scalar, weight: 4 }, nested(depth - 1)) : scalar;
  const item = inner.filter((field) => typeof field === 'string' || !('const' in field && field.const === null));
  const objects = fc.dictionary(fc.constantFrom('city', 'zip code', 'n', 'größe', 'k1'), decorated(inner), {
    minKeys: 1,
    maxKeys: 3,
  });
  return fc.oneof(
    fc.constantFrom('string[]', 'integer (1..6)[]', 'email[]?', 'uuid[]'),
    fc.tuple(item, size(0, 4)).map(([items, length]) => ({ type: 'array', items, length })),
    fc
      .tuple(size(1, 6), fc.constantFrom<Field>('uuid', 'integer (1..5000)'))
      .map(([length, items]) => ({ items, length, uniqueItems: true })),
    objects.map((fields) => ({ type: 'object', fields: { ...fields } })),
    fc.constantFrom<Field>({ fields: READING }, { items: { fields: READING }, length: { min: 1, max: 4 } }),
    objects.map((fields) => ({ items: { fields: { ...fields } } })),
  );
}

/** A field, sometimes nullable, optional, unique or described. */
export function decorated(field: fc.Arbitrary<Field>): fc.Arbitrary<Field> {
  const change = fc.oneof(
    fc.constant({}),
    fc.constant({}),
    fc.constantFrom(true, 0.4, 1, 0).map((nullable) => ({ nullable })),
    fc.constantFrom(0.3, 1).map((optional) => ({ optional })),
    fc.constant({ nullable: 0.2, optional: 0.2, description: 'both' }),
  );
  return fc
    .tuple(field, change)
    .map(([f, extra]) =>
      typeof f === 'string'
        ? Object.keys(extra).length > 0 && /^\w+$/.test(f)
          ? { type: f, ...extra }
          : f
        : { ...f, ...extra },
    );
}

/** A field of a table that reads no other. */
export const plainField: fc.Arbitrary<Field> = fc.oneof(
  { arbitrary: decorated(scalar), weight: 8 },
  { arbitrary: decorated(nested(2)), weight: 2 },
  {
    arbitrary: fc
      .tuple(manyValues, fc.constantFrom({}, { nullable: 0.3 }))
      .map(([f, extra]) => ({ ...f, ...extra, unique: true })),
    weight: 2,
  },
);
