import assert from 'node:assert/strict';
import { parseDocument } from '../../../engine/src/schema/parse.js';
import { normalise, type NormaliseOptions } from '../../../engine/src/schema/normalise.js';

/** A document in YAML, and all that is wrong with it: codes with pointers, a key marked by `@key`. */
type Case = [document: string, wrong: string[], options?: NormaliseOptions];

const field = (text: string): string => `fields:\n  a: ${text}\n`;
const number = (text: string): string => field(`{ type: number, ${text} }`);
const spread = (text: string): string => number(`min: 1, max: 9, distribution: { ${text} }`);

const CASES: Record<string, Case[]> = {
  'form and document': [
    ['', ['form/empty ']],
    ['- 1\n', ['form/data ']],
    ['$schema: http://json-schema.org/draft-07/schema#\ntype: object\n', ['form/json-schema /$schema']],
    ['fields: { type: string, title: string }\n', ['form/ambiguous /fields@key']],
    ['seed: 42\nid: uuid\n', ['form/setting /seed@key']],
    ['fields: { a: uuid }\nseed: 1.5\n', ['value/range /seed']],
    ['fields: { a: uuid }\nseed: abc\n', ['value/type /seed']],
    ['fields: { a: uuid }\nsede: 1\n', ['property/unknown /sede@key']],
    ['fields: { a: uuid }\nlocale: xx\n', ['locale/unknown /locale']],
    ['fields: { a: uuid }\nlocale: pt-BR\n', ['locale/unknown /locale']],
    ['fields: { a: uuid }\ntimezone: Europe/Berln\n', ['timezone/unknown /timezone']],
    ['fields: { a: uuid }\ntimezone: "+02:00"\n', ['timezone/unknown /timezone']],
    ['fields: { a: uuid }\nnow: 2025-02-30\n', ['instant/invalid /now']],
    ['fields: { a: uuid }\nnow: now\n', ['instant/invalid /now']],
    ['fields: { a: uuid }\nname: ""\n', ['value/empty /name']],
    ['fields: { a: uuid }\ncount: 0\n', ['value/range /count']],
    ['fields: { a: uuid }\ncount: 1.5\n', ['value/range /count']],
    ['fields: { a: uuid }\ncount: many\n', ['value/type /count']],
    ['fields: { a: uuid }\n', ['locale/unknown '], { locale: 'klingon' }],
    ['fields: { a: uuid }\n', ['timezone/unknown '], { timezone: 'Mars/Base' }],
    ['type: structured\nfields: { a: uuid }\n', ['type/contradiction /type'], { type: 'events' }],
    ['tables: { t: { fields: { a: uuid } } }\n', ['type/contradiction /tables'], { type: 'timeseries' }],
  ],
  tables: [
    ['tables:\n', ['tables/empty /tables']],
    ['tables: {}\n', ['tables/empty /tables']],
    ['tables: { users: x.csv }\n', ['value/type /tables/users']],
    ['tables: { users: }\n', ['table/empty /tables/users']],
    ['tables: { users: { count: 5 } }\n', ['property/missing /tables/users']],
    ['tables: { users: { fields: {} } }\n', ['fields/empty /tables/users/fields']],
    ['tables: { users: { fields: [a, b] } }\n', ['value/type /tables/users/fields']],
    ['tables: { users: { fields: [{ name: a, type: uuid }] } }\n', ['value/type /tables/users/fields']],
    ['tables: { users: { id: uuid, age: integer } }\n', ['fields/outside /tables/users/id@key']],
    ['type: timeseries\ntimestamp: datetime\n', ['fields/outside /timestamp@key']],
    ['tables: { a.b: { fields: { a: uuid } } }\n', ['table/name /tables/a.b@key']],
    ['tables: { users: { seed: 5, fields: { a: uuid } } }\n', ['property/foreign /tables/users/seed@key']],
    ['tables: { users: { fields: { a: uuid } } }\ncount: 5\n', ['property/foreign /count@key']],
    ['tables: { users: { type: timeserie, fields: { a: uuid } } }\n', ['table/unknown-type /tables/users/type']],
    ['tables: { users: { interval: 1m, fields: { a: uuid } } }\n', ['property/foreign /tables/users/interval@key']],
    ['tables: { users: { rate: 5/s, fields: { a: uuid } } }\n', ['property/foreign /tables/users/rate@key']],
    ['tables: { u: { count: { min: 1 }, fields: { a: uuid } } }\n', ['property/missing /tables/u/count']],
    [
      'tables: { u: { count: { per: p, min: 5, max: 1 }, fields: { a: uuid } } }\n',
      ['range/reversed /tables/u/count/min'],
    ],
    [
      'tables: { u: { count: { per: p, mean: 1 }, fields: { a: uuid } } }\n',
      ['property/unknown /tables/u/count/mean@key'],
    ],
    ['tables: { u: { primaryKey: [], fields: { a: uuid } } }\n', ['value/empty /tables/u/primaryKey']],
    [
      'tables: { u: { unique: [a, b], fields: { a: uuid } } }\n',
      ['value/type /tables/u/unique/0', 'value/type /tables/u/unique/1'],
    ],
    [
      'tables: { u: { correlations: [{ fields: [a], rho: 2 }], fields: { a: uuid } } }\n',
      ['value/range /tables/u/correlations/0/fields', 'value/range /tables/u/correlations/0/rho'],
    ],
    ['tables: { u: { fields: { "": uuid } } }\n', ['field/name /tables/u/fields/@key']],
  ],
  types: [
    [field('{ type: strnig }'), ['field/unknown-type /fields/a/type']],
    [field('strnig'), ['field/unknown-type /fields/a']],
    [field('person.fulName'), ['field/unknown-type /fields/a']],
    [field('number.bigInt'), ['field/unknown-type /fields/a']],
    [field('{ type: [string, null] }'), ['value/type /fields/a/type']],
    [field('{ type: 5 }'), ['value/type /fields/a/type']],
    [field('{ description: x }'), ['field/no-type /fields/a']],
    [field('{ min: 1, max: 5 }'), ['field/no-type /fields/a']],
    [field('5'), ['field/not-a-field /fields/a']],
    [field('[a, b]'), ['field/not-a-field /fields/a']],
    [field(''), ['field/empty /fields/a']],
    [field('"number (5)"'), ['shorthand/invalid /fields/a']],
    [field('"number (1..5"'), ['shorthand/invalid /fields/a']],
    [field('"number (5..1)"'), ['range/reversed /fields/a']],
    [field('"boolean (2)"'), ['share/range /fields/a']],
    [field('"datetime (2025-02-30..2025-03-01)"'), ['instant/invalid /fields/a']],
    [field('"email (de)"'), ['shorthand/invalid /fields/a']],
    [
      'tables: { u: { fields: { id: uuid } }, o: { fields: { u: u.id } } }\n',
      ['field/unknown-type /tables/o/fields/u'],
    ],
    ['types: { A: string (8) }\nfields: { a: { type: B } }\n', ['field/unknown-type /fields/a/type']],
    ['types: { A: B, B: "A[]" }\nfields: { a: A }\n', ['types/cycle /types/A']],
    ['types: { N: { fields: { child: N } } }\nfields: { a: N }\n', ['types/cycle /types/N']],
    ['types: { string: uuid }\nfields: { a: string }\n', ['types/name /types/string@key']],
    ['types: { "a b": uuid }\nfields: { a: string }\n', ['types/name /types/a b@key']],
    ['types: { A: { type: number, min: 5, max: 1 } }\nfields: { a: A, b: A }\n', ['range/reversed /types/A/min']],
    ['types: [a]\nfields: { a: uuid }\n', ['value/type /types']],
    [field('{ type: integer, template: x }'), ['type/contradiction /fields/a/type']],
    [field('{ type: uuid, ref: b }'), ['type/contradiction /fields/a/type']],
    [field('{ type: datetime, enum: [a] }'), ['type/contradiction /fields/a/type']],
    [field('{ type: integer, const: x }'), ['const/type /fields/a/const']],
  ],
  properties: [
    [field('{ type: integer, mn: 5 }'), ['property/unknown /fields/a/mn@key']],
    [field('{ type: integer, minimum: 5 }'), ['property/unknown /fields/a/minimum@key']],
    [field('{ type: integer, missing: 0.1 }'), ['property/renamed /fields/a/missing@key']],
    [field('{ type: boolean, rate: 0.1 }'), ['property/unknown /fields/a/rate@key']],
    [field('{ type: string, value: x }'), ['property/renamed /fields/a/value@key']],
    [field('{ type: string, min: 5 }'), ['property/foreign /fields/a/min@key']],
    [field('{ type: uuid, pattern: x }'), ['property/foreign /fields/a/pattern@key']],
    [field('{ type: uuid, sequence: { start: 1 } }'), ['property/renamed /fields/a/sequence@key']],
    [field('{ type: email, min: 5 }'), ['property/foreign /fields/a/min@key']],
    [field('{ const: 5, template: x }'), ['property/foreign /fields/a/template@key']],
    [field('{ type: array }'), ['property/missing /fields/a']],
    [field('{ type: object }'), ['property/missing /fields/a']],
    [field('{ type: enum }'), ['property/missing /fields/a']],
    [field('{ type: uuid, pool: 5 }'), ['property/alone /fields/a/pool@key']],
    [field('{ type: uuid, else: { const: 1 } }'), ['property/alone /fields/a/else@key']],
    [field('{ type: uuid, by: b }'), ['property/alone /fields/a/by@key']],
    [field('{ type: uuid, cases: { x: { const: 1 } } }'), ['property/alone /fields/a/cases@key']],
    [field('{ type: date, within: 5d }'), ['property/alone /fields/a/within@key']],
    [field('{ type: uuid, when: true }'), ['value/type /fields/a/when']],
    [field('{ type: uuid, unique: { per: p, x: 1 } }'), ['property/unknown /fields/a/unique/x@key']],
    [field('{ type: uuid, unique: yes }'), ['value/type /fields/a/unique']],
  ],
  values: [
    [number('min: 5, max: 1'), ['range/reversed /fields/a/min']],
    [number('min: "5"'), ['value/type /fields/a/min']],
    [number('min: .inf'), ['value/type /fields/a/min']],
    [number('nullable: 5'), ['share/range /fields/a/nullable']],
    [number('nullable: 5%'), ['value/type /fields/a/nullable']],
    [number('optional: -0.1'), ['share/range /fields/a/optional']],
    [number('decimals: 1.5'), ['value/range /fields/a/decimals']],
    [number('decimals: 16'), ['value/range /fields/a/decimals']],
    [number('decimals: 1, multipleOf: 0.25'), ['number/multiple-of /fields/a/multipleOf']],
    [number('multipleOf: 0'), ['value/range /fields/a/multipleOf']],
    [number('min: 1, max: 4, multipleOf: 5'), ['range/empty /fields/a/min']],
    [number('min: 0.01, max: 0.09, decimals: 1'), ['range/empty /fields/a/min']],
    [field('{ type: integer, min: 0.2, max: 0.8 }'), ['range/empty /fields/a/min']],
    [field('{ type: integer, decimals: 2 }'), ['number/decimals /fields/a/decimals']],
    [field('{ type: integer, multipleOf: 1.5 }'), ['number/multiple-of /fields/a/multipleOf']],
    [field('{ type: boolean, probability: 30 }'), ['share/range /fields/a/probability']],
    [field('{ type: string, length: -1 }'), ['value/range /fields/a/length']],
    [field('{ type: string, length: { min: 5, max: 2 } }'), ['range/reversed /fields/a/length/min']],
    [field('{ type: string, length: { mean: 5 } }'), ['property/unknown /fields/a/length/mean@key']],
    [field('{ type: string, case: UPPER }'), ['value/option /fields/a/case']],
    [field("{ pattern: '[a-' }"), ['pattern/invalid /fields/a/pattern']],
    [field('{ type: date, min: 2025-12-31, max: 2025-01-01 }'), ['range/reversed /fields/a/min']],
    [field('{ type: date, min: 2025-02-30 }'), ['instant/invalid /fields/a/min']],
    [field('{ type: date, min: 2025 }'), ['value/type /fields/a/min']],
    [field('{ type: time, min: 2025-01-01 }'), ['instant/invalid /fields/a/min']],
    [field('{ type: datetime, max: 09:00 }'), ['instant/invalid /fields/a/max']],
    [field('{ type: datetime, after: b, within: 1M }'), ['duration/invalid /fields/a/within']],
    [field('{ type: datetime, after: b, within: 90 }'), ['value/type /fields/a/within']],
    [field('{ type: datetime, precision: 0s }'), ['duration/invalid /fields/a/precision']],
    [field('{ type: date, precision: 1h }'), ['temporal/precision /fields/a/precision']],
    [field('{ type: datetime, format: YYYY-bb }'), ['temporal/format /fields/a/format']],
    [field('{ type: date, format: HH:mm }'), ['temporal/format /fields/a/format']],
    [field('{ type: duration, min: 2h, max: 1h }'), ['range/reversed /fields/a/min']],
    [field('{ type: duration, min: 5 }'), ['value/type /fields/a/min']],
    [field('{ type: duration, format: weeks }'), ['value/option /fields/a/format']],
    [field('{ type: uuid, version: 5 }'), ['value/type /fields/a/version']],
    [field('{ type: sequence, step: 0 }'), ['sequence/step /fields/a/step']],
    [field('{ type: sequence, start: 2025-01-01, step: 5 }'), ['sequence/mixed /fields/a/step']],
    [field('{ type: sequence, start: 5, step: 1d }'), ['sequence/mixed /fields/a/start']],
    [field('{ type: email, options: [a] }'), ['value/type /fields/a/options']],
    [field('{ type: email, locale: xx }'), ['locale/unknown /fields/a/locale']],
    [field('{ type: email, from: [] }'), ['value/empty /fields/a/from']],
    [field('{ expr: 5 }'), ['value/type /fields/a/expr']],
    [field('{ expr: "" }'), ['value/empty /fields/a/expr']],
    [field('{ items: strnig }'), ['field/unknown-type /fields/a/items']],
    [
      field('{ fields: { b: { type: strnig }, c: 5 } }'),
      ['field/unknown-type /fields/a/fields/b/type', 'field/not-a-field /fields/a/fields/c'],
    ],
    [field('{ fields: {} }'), ['fields/empty /fields/a/fields']],
    [field('{ items: string, uniqueItems: 1 }'), ['value/type /fields/a/uniqueItems']],
  ],
  enums: [
    [field('{ enum: [] }'), ['value/empty /fields/a/enum']],
    [field('{ enum: {} }'), ['value/empty /fields/a/enum']],
    [field('{ enum: x }'), ['value/type /fields/a/enum']],
    [field('{ enum: { a: -1, b: 2 } }'), ['weights/negative /fields/a/enum/a']],
    [field('{ enum: { a: 0, b: 0 } }'), ['weights/sum /fields/a/enum']],
    [field('{ enum: { a: x } }'), ['value/type /fields/a/enum/a']],
    [field('{ enum: [{ value: a, weight: 0 }] }'), ['weights/sum /fields/a/enum']],
    [field('{ enum: [{ value: a, weight: -1 }, b] }'), ['weights/negative /fields/a/enum/0/weight']],
    [field('{ enum: [{ weight: 1 }] }'), ['property/missing /fields/a/enum/0']],
    [field('{ enum: [{ value: a, wieght: 1 }] }'), ['property/unknown /fields/a/enum/0/wieght@key']],
    [field('{ enum: [a, b, a] }'), ['enum/duplicate /fields/a/enum/2']],
    [field('{ type: number, enum: { 1: 1, 1.0: 2 } }'), ['enum/duplicate /fields/a/enum/1.0']],
    [field('{ type: integer, enum: { one: 1 } }'), ['enum/value-type /fields/a/enum/one@key']],
    [field('{ type: integer, enum: [1, 2.5] }'), ['enum/value-type /fields/a/enum/1']],
    [field('{ type: boolean, enum: { yes: 1, true: 2 } }'), ['enum/value-type /fields/a/enum/yes@key']],
    [field('{ type: string, enum: [a, 5] }'), ['enum/value-type /fields/a/enum/1']],
  ],
  distributions: [
    [spread('type: nromal, mean: 1, stdDev: 1'), ['value/option /fields/a/distribution/type']],
    [spread('mean: 1'), ['property/missing /fields/a/distribution']],
    [spread('type: normal, mean: 1'), ['property/missing /fields/a/distribution']],
    [spread('type: normal, mean: 1, sd: 1'), ['property/unknown /fields/a/distribution/sd@key']],
    [spread('type: normal, mean: x, stdDev: 1'), ['value/type /fields/a/distribution/mean']],
    [spread('type: normal, mean: 1, stdDev: 0'), ['distribution/parameter /fields/a/distribution/stdDev']],
    [spread('type: lognormal, mean: 1'), ['distribution/parameter /fields/a/distribution']],
    [spread('type: lognormal, mean: 1, sigma: 1'), ['distribution/parameter /fields/a/distribution']],
    [spread('type: lognormal, mean: -1, stdDev: 1'), ['distribution/parameter /fields/a/distribution/mean']],
    [spread('type: exponential, mean: 0'), ['distribution/parameter /fields/a/distribution/mean']],
    [
      spread('type: gamma, shape: -1, scale: 0'),
      ['distribution/parameter /fields/a/distribution/shape', 'distribution/parameter /fields/a/distribution/scale'],
    ],
    [
      spread('type: binomial, trials: 0, probability: 2'),
      ['value/range /fields/a/distribution/trials', 'share/range /fields/a/distribution/probability'],
    ],
    [spread('type: triangular, mode: 20'), ['distribution/parameter /fields/a/distribution/mode']],
    [number('distribution: { type: beta, alpha: 1, beta: 1 }'), ['distribution/bounds /fields/a/distribution']],
    [number('min: 0, max: 5, distribution: { type: loguniform }'), ['distribution/bounds /fields/a/distribution']],
    [spread('type: histogram, edges: [1, 2, 2], weights: [1, 1]'), ['histogram/edges /fields/a/distribution/edges/2']],
    [spread('type: histogram, edges: [1, 2, 3], weights: [1]'), ['histogram/weights /fields/a/distribution/weights']],
    [spread('type: histogram, edges: [1, 2], weights: [0]'), ['weights/sum /fields/a/distribution/weights']],
    [
      spread('type: histogram, edges: [1], weights: [-1]'),
      ['value/range /fields/a/distribution/edges', 'value/range /fields/a/distribution/weights/0'],
    ],
    [
      spread('type: mixture, components: [{ weight: 0, distribution: { type: uniform } }]'),
      ['value/range /fields/a/distribution/components/0/weight'],
    ],
    [
      spread('type: mixture, components: [{ weight: 1, distribution: { type: normal, mean: 1, stdDev: -1 } }]'),
      ['distribution/parameter /fields/a/distribution/components/0/distribution/stdDev'],
    ],
    [
      field('{ type: date, distribution: { type: normal, mean: 5d, stdDev: 5d } }'),
      ['instant/invalid /fields/a/distribution/mean'],
    ],
    [
      field('{ type: date, distribution: { type: normal, mean: 2025-01-01, stdDev: 5 } }'),
      ['value/type /fields/a/distribution/stdDev'],
    ],
    [
      field('{ type: date, after: b, distribution: { type: exponential, mean: 1M } }'),
      ['duration/invalid /fields/a/distribution/mean'],
    ],
    [
      field('{ type: string, length: { distribution: { type: poisson, mean: 0 } } }'),
      ['distribution/parameter /fields/a/length/distribution/mean'],
    ],
  ],
  variants: [
    [field('{ by: b, cases: {} }'), ['cases/empty /fields/a/cases']],
    [field('{ by: b, cases: { 5..1: { const: 1 } } }'), ['cases/range /fields/a/cases/5..1@key']],
    [field('{ by: b, cases: { 1..5: { const: 1 }, 4..: { const: 2 } } }'), ['cases/overlap /fields/a/cases/4..@key']],
    [field('{ by: b, cases: { x: { min: 5 } } }'), ['field/no-type /fields/a/cases/x']],
    [field('{ type: integer, by: b, cases: { x: { mni: 5 } } }'), ['property/unknown /fields/a/cases/x/mni@key']],
    [field('{ type: integer, max: 3, by: b, cases: { x: { min: 5 } } }'), ['range/reversed /fields/a/cases/x/min']],
    [
      field('{ type: integer, by: b, cases: { x: { unique: true } } }'),
      ['variant/property /fields/a/cases/x/unique@key'],
    ],
    [field('{ type: integer, when: b, else: { const: 0, key: z } }'), ['variant/property /fields/a/else/key@key']],
    [field('{ type: integer, when: b, else: 0 }'), ['field/not-a-field /fields/a/else']],
    [field('{ type: integer, min: x, by: b, cases: { x: { max: 5 }, y: { max: 6 } } }'), ['value/type /fields/a/min']],
  ],
  'signals and events': [
    [
      `type: timeseries\n${number('trend: { type: linear, slope: 0.1/d, per: d }')}`,
      ['property/renamed /fields/a/trend/per@key'],
    ],
    [`type: timeseries\n${number('drivers: [{ field: b }]')}`, ['property/missing /fields/a/drivers/0']],
    [number('base: 5, trend: { type: linear, slope: 1/d }'), ['signal/not-a-series /fields/a/base@key']],
    [`type: timeseries\n${number('trend: { type: linear, slope: 1 }')}`, ['value/type /fields/a/trend/slope']],
    [`type: timeseries\n${number('trend: { type: linear, slope: 1/M }')}`, ['rate/invalid /fields/a/trend/slope']],
    [`type: timeseries\n${number('trend: { type: liner }')}`, ['value/option /fields/a/trend/type']],
    [
      `type: timeseries\n${number('seasonality: [{ period: 0d }]')}`,
      ['duration/invalid /fields/a/seasonality/0/period'],
    ],
    [`type: timeseries\n${number('seasonality: { period: 1d }')}`, ['value/type /fields/a/seasonality']],
    [`type: timeseries\n${number('noise: { type: ar, stdDev: 1 }')}`, ['property/missing /fields/a/noise']],
    [`type: timeseries\n${number('noise: { type: white, stdDev: -1 }')}`, ['value/range /fields/a/noise/stdDev']],
    [
      `type: timeseries\n${number('anomalies: { rate: 0.1, types: [spyke] }')}`,
      ['property/unknown /fields/a/anomalies/rate@key', 'value/option /fields/a/anomalies/types/0'],
    ],
    [`type: timeseries\ncount: 5\nduration: 1d\n${field('datetime')}`, ['clock/several /duration@key']],
    [`type: timeseries\ninterval: 1m\nsampleRate: 1m\n${field('datetime')}`, ['clock/several /sampleRate@key']],
    [`type: timeseries\nstart: 2025-01-02\nend: 2025-01-01\n${field('datetime')}`, ['range/reversed /end']],
    [`type: timeseries\ninterval: 60\n${field('datetime')}`, ['value/type /interval']],
    [`type: timeseries\nseries: { s: [] }\n${field('datetime')}`, ['value/empty /series/s']],
    ['type: events\nrate: 100\n', ['value/type /rate']],
    ['type: events\nrate: "100"\n', ['rate/invalid /rate']],
    ['type: events\narrival: { type: profile, weekdays: [1, 2] }\n', ['value/range /arrival/weekdays']],
    ['type: events\nevents: { view: { fields: { a: strnig } } }\n', ['field/unknown-type /events/view/fields/a']],
    ['type: events\nfaults: { drop: 2 }\n', ['share/range /faults/drop']],
    [
      'type: events\nsessions: { first: a, next: { a: { end: 0 } }, dwell: { type: exponential, mean: 5m } }\n',
      ['weights/sum /sessions/next/a'],
    ],
  ],
  'several mistakes at once': [
    [
      'seed: x\nlocale: xx\nfields:\n  a: strnig\n  b: { type: integer, min: 5, max: 1, nullable: 2 }\n  c: { enum: {} }\n',
      [
        'value/type /seed',
        'locale/unknown /locale',
        'field/unknown-type /fields/a',
        'share/range /fields/b/nullable',
        'range/reversed /fields/b/min',
        'value/empty /fields/c/enum',
      ],
    ],
  ],
};

describe('diagnostics of a document', () => {
  for (const [area, cases] of Object.entries(CASES)) {
    describe(area, () => {
      for (const [document, wrong, options] of cases) {
        it(`${JSON.stringify(document)}${options ? ` as ${JSON.stringify(options)}` : ''}`, () => {
          const { value, diagnostics: syntax } = parseDocument(document, { language: 'yaml' });
          assert.deepEqual(syntax, []);
          const { model, diagnostics } = normalise(value, options);
          const found = diagnostics.map((d) => `${d.code} ${d.pointer}${d.at === 'key' ? '@key' : ''}`);
          assert.deepEqual(found.sort(), [...wrong].sort());
          assert.equal(
            model === undefined,
            diagnostics.some((d) => d.severity === 'error'),
          );
          for (const { message } of diagnostics) assert.match(message, /^\S.*[.?]$/s);
        });
      }
    });
  }

  it('points at places that are there', () => {
    for (const [document] of Object.values(CASES).flat()) {
      const parsed = parseDocument(document, { language: 'yaml' });
      for (const { pointer, at, code } of normalise(parsed.value).diagnostics) {
        if (document !== '') assert.ok(parsed.range(pointer, at), `${code} at ${pointer} in ${document}`);
      }
    }
  });
});
