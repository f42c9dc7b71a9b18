import type { Kind } from '../../engine/src/schema/grammar-fields.js';

/** Examples of the language, each drawn when the documents are made. */
interface Chapter {
  readonly title: string;
  readonly text: string;
  /** The kind of field whose properties it lists. */
  readonly kind: Kind;
  /** Fields, each drawn alone. */
  readonly fields: readonly string[];
  /** Schemas in which fields need each other. */
  readonly schemas?: readonly { readonly schema: string; readonly type?: 'timeseries'; readonly rows?: number }[];
}

export const KINDS: readonly Chapter[] = [
  {
    title: 'Numbers',
    kind: 'number',
    text: '`integer` and `number`. Without bounds they are plausible, from 0 to 1000. In a time series a number can take a course instead: see [signals](TIME-SERIES-AND-EVENTS.md#signals).',
    fields: [
      'integer',
      'integer (1..6)',
      'number (0..1)',
      '{ type: number, min: -20, max: 40, decimals: 1 }',
      '{ type: integer, min: 0, max: 100, multipleOf: 5 }',
      '{ type: number, min: 0, decimals: 2, distribution: { type: lognormal, mean: 25, stdDev: 15 } }',
    ],
  },
  {
    title: 'Booleans',
    kind: 'boolean',
    text: '`boolean`.',
    fields: ['boolean', 'boolean (0.9)', '{ type: boolean, probability: 0.1 }'],
  },
  {
    title: 'Text',
    kind: 'text',
    text: '`string` or `text`: letters and digits, so long as `length` says, or what a pattern says. For words take a semantic type, such as `lorem.sentence`. Patterns are regular expressions; every text matches from its first character to its last, and groups, classes, counts and `\\p{…}` of Unicode are understood.',
    fields: [
      'string',
      'string (8)',
      "{ pattern: '[A-Z]{3}-\\d{4}' }",
      "{ pattern: '(AB|CD)\\d{2,4}[aeiou]?' }",
      '{ type: text, length: { min: 30, max: 40 } }',
      '{ type: string, length: { max: 12 }, case: title }',
    ],
  },
  {
    title: 'Semantic types',
    kind: 'semantic',
    text: "People, places, companies, products, networks, files: names of [faker](https://fakerjs.dev), with faker's data in its locales. All of them are [below](#all-semantic-types).",
    fields: [
      'person.fullName',
      'email',
      '{ type: person.fullName, locale: ja }',
      '{ type: finance.amount, options: { min: 10, max: 20 } }',
      'location.city',
    ],
    schemas: [
      {
        schema:
          'sex: { enum: [female, male] }\nname: { type: person.fullName, from: sex }\nemail: { type: internet.email, from: name, unique: true }\nlogin: { type: internet.username, from: name }\n',
      },
    ],
  },
  {
    title: 'Dates and times',
    kind: 'datetime',
    text: '`datetime`, `date` and `time`. Instants without an offset are in the `timezone` of the document (UTC). `now` is its reference date (2026-01-01), not the clock: `now-90d` and `now+1y` count from there. Without bounds they lie in the year before `now`.',
    fields: [
      'datetime',
      'date',
      'time (09:00..17:00)',
      '{ type: datetime, min: 2025-01-01, max: 2025-03-31T18:00:00Z }',
      '{ type: datetime, min: now-1d, max: now, precision: 15m }',
      '{ type: date, min: 1950-01-01, max: 2007-12-31, distribution: { type: normal, mean: 1985-06-01, stdDev: 12y } }',
      '{ type: date, format: dd.MM.yyyy }',
      '{ type: datetime, format: unix }',
    ],
    schemas: [
      {
        schema:
          'orderedAt: { type: datetime, min: 2025-01-01, max: 2025-12-31 }\nshippedAt: { type: datetime, after: orderedAt, within: 3d }\nreminder: { type: date, before: orderedAt, within: 2w }\n',
      },
    ],
  },
  {
    title: 'Durations',
    kind: 'duration',
    text: '`duration`: a length of time, as ISO 8601 or as a number of a unit.',
    fields: [
      'duration',
      'duration (1m..2h)',
      '{ type: duration, min: 1m, max: 2h, format: m }',
      '{ type: duration, min: 0s, max: 1d, distribution: { type: exponential, mean: 30m } }',
    ],
  },
  {
    title: 'UUIDs',
    kind: 'uuid',
    text: '`uuid`: never the same twice. Version 7 begins with an instant, in a table of events that of the event, and sorts by it.',
    fields: ['uuid', '{ type: uuid, version: 7 }'],
  },
  {
    title: 'Sequences',
    kind: 'sequence',
    text: '`sequence`: counts up row by row, in numbers or in time; with `per`, from the start again for each parent.',
    fields: [
      'sequence',
      '{ type: sequence, start: 1000, step: 10 }',
      '{ type: sequence, start: 2026-01-30, step: 1mo }',
    ],
    schemas: [
      {
        schema:
          'tables:\n  invoices: { count: 2, fields: { id: sequence } }\n  lines:\n    count: { per: invoices, min: 2, max: 3 }\n    fields:\n      invoice: { ref: invoices.id }\n      line: { type: sequence, per: invoices }\n',
        rows: 4,
      },
    ],
  },
  {
    title: 'Lists of values',
    kind: 'enum',
    text: 'One of some values: a list, where all are alike or have a `weight`, or a mapping of values to weights. The keys of a mapping are texts, unless `type` says what they are. Weights need not add up to anything. In a time series `transitions` make states that take turns.',
    fields: [
      '{ enum: [red, green, blue] }',
      'enum (S, M, L)',
      '{ enum: { paid: 9, refunded: 1 } }',
      '{ type: integer, enum: { 200: 90, 404: 8, 500: 2 } }',
      '{ enum: [{ value: null, weight: 1 }, { value: 404, weight: 2 }, unknown] }',
    ],
    schemas: [
      {
        type: 'timeseries',
        schema:
          'type: timeseries\nstart: 2026-01-01\ninterval: 1h\nfields:\n  state:\n    enum: { ok: 1, down: 0 }\n    transitions: { ok: { ok: 3, down: 1 }, down: { ok: 1, down: 1 } }\n',
        rows: 5,
      },
    ],
  },
  {
    title: 'Constants',
    kind: 'const',
    text: 'The same value in every row: a text, a number, a list, a mapping.',
    fields: ['{ const: EUR }', '{ const: 2, type: integer }', '{ const: [1, two] }'],
  },
  {
    title: 'Templates',
    kind: 'template',
    text: 'Text with [expressions](#expressions) in double braces. Null is empty there.',
    fields: [],
    schemas: [
      {
        schema:
          "id: { type: sequence, start: 17 }\ncountry: { enum: [DE, JP] }\nlabel: { template: '{{country}}-{{id}}' }\nlower: { template: '{{country.lowerAscii()}}/{{id % 10}}', type: string }\n",
      },
    ],
  },
  {
    title: 'Computed fields',
    kind: 'expr',
    text: 'What an [expression](#expressions) says. Its type is that of the field; `decimals` rounds.',
    fields: [],
    schemas: [
      {
        schema:
          "quantity: integer (1..5)\nprice: { type: number, min: 1, max: 100, decimals: 2 }\ntotal: { expr: quantity * price * 1.19, decimals: 2, type: number }\nsize: { expr: \"quantity > 3 ? 'large' : 'small'\" }\n",
      },
    ],
  },
  {
    title: 'References',
    kind: 'ref',
    text: 'A row of another table is drawn, and its column is the value: a foreign key. All references under one alias (`as`, else the name of the table) are to the same row, so that columns can be copied beside the key. With `distribution: { type: zipf, … }` some rows are referred to far more often. `ref: ./other.synth.yaml#users.id` refers to the table of another file, which is made the same way there. A reference to the own table picks an earlier row.',
    fields: [],
    schemas: [
      {
        schema:
          'tables:\n  users: { count: 3, fields: { id: sequence, country: { enum: [DE, JP, US] } } }\n  gifts:\n    count: 4\n    fields:\n      from: { ref: users.id, as: giver, distribution: { type: zipf, exponent: 1.2 } }\n      fromCountry: { ref: users.country, as: giver }\n      to: { ref: users.id, as: receiver }\n',
        rows: 4,
      },
      {
        schema: 'id: sequence\nmanager: { ref: id, nullable: 0.2 }\n',
        rows: 4,
      },
    ],
  },
  {
    title: 'Arrays',
    kind: 'array',
    text: '`TYPE[]`, or `items` with a field of its own.',
    fields: [
      'string[]',
      '{ items: integer (1..6), length: 3 }',
      '{ type: array, items: { enum: [a, b, c, d] }, length: { min: 1, max: 3 }, uniqueItems: true }',
    ],
  },
  {
    title: 'Objects',
    kind: 'object',
    text: 'A mapping with `fields` of its own. In CSV and Parquet they become columns with a dot.',
    fields: [
      '{ fields: { street: location.street, zip: location.zipCode } }',
      '{ type: object, fields: { x: number (0..1) } }',
    ],
  },
  {
    title: 'Texts that a language model writes',
    kind: 'prompt',
    text: 'A `prompt` is what a [language model](MODELS.md) is asked to write; expressions in it are filled in row by row. With `pool`, so many different values are written once and drawn from. Here is what `--model local` puts there, which knows words and no meaning:',
    fields: [],
    schemas: [
      {
        schema: "stars: integer (1..5)\ntitle: { prompt: 'Title of a {{stars}}-star review.', length: { max: 40 } }\n",
      },
    ],
  },
];

export const COMMON: readonly { readonly text: string; readonly schema: string; readonly rows?: number }[] = [
  {
    text: '`nullable` and `optional`: a null, or no key at all. `email?` is short for `nullable: 0.1`.',
    schema: 'id: sequence\nphone: { type: phone, nullable: 0.4 }\nnote: { enum: [hello], optional: 0.5 }\n',
    rows: 5,
  },
  {
    text: '`unique`: no value twice. The values there can be are counted before anything runs: 12 of them for 13 rows is a mistake that is told at once. Nulls may come twice.',
    schema: "code: { pattern: '[AB]\\d', unique: true }\nletter: { pattern: '[a-z]', unique: true }\n",
    rows: 4,
  },
  {
    text: '`when`: a condition; where it is false or null the value is null, or what `else` says.',
    schema:
      "status: { enum: [paid, refunded] }\nrefundedOn: { type: date, when: status == 'refunded' }\nfee: { type: number, min: 1, max: 3, decimals: 2, when: status == 'paid', else: { const: 0 } }\n",
    rows: 4,
  },
  {
    text: '`by` and `cases`: a variant for each value of another field, or for ranges of a number: `18..65` is 18 and above, below 65. A case with a kind of its own replaces the field, else it is laid over it.',
    schema:
      "country: { enum: [US, DE, FR] }\nphone: { by: country, cases: { US: { pattern: '\\+1\\d{10}' }, DE: { pattern: '\\+49\\d{9}' } }, else: { const: null } }\nage: integer (10..80)\nticket: { by: age, cases: { ..18: { const: child }, 18..65: { const: full }, 65..: { const: senior } } }\n",
    rows: 4,
  },
];

/** A field for each distribution. */
export const DISTRIBUTIONS: Readonly<Record<string, string>> = {
  uniform: '{ type: integer, min: 1, max: 6, distribution: { type: uniform } }',
  loguniform: '{ type: integer, min: 1, max: 1000000, distribution: { type: loguniform } }',
  normal: '{ type: integer, min: 18, max: 90, distribution: { type: normal, mean: 40, stdDev: 12 } }',
  lognormal: '{ type: number, decimals: 2, distribution: { type: lognormal, mean: 25, stdDev: 15 } }',
  exponential: '{ type: number, decimals: 1, distribution: { type: exponential, mean: 10 } }',
  gamma: '{ type: number, decimals: 1, distribution: { type: gamma, shape: 2, scale: 5 } }',
  weibull: '{ type: number, decimals: 1, distribution: { type: weibull, shape: 1.5, scale: 10 } }',
  beta: '{ type: number, min: 0, max: 1, decimals: 3, distribution: { type: beta, alpha: 2, beta: 5 } }',
  pareto: '{ type: number, decimals: 0, distribution: { type: pareto, shape: 2, scale: 100 } }',
  zipf: '{ type: integer, min: 1, max: 100, distribution: { type: zipf, exponent: 1.1 } }',
  poisson: '{ type: integer, distribution: { type: poisson, mean: 3 } }',
  negativeBinomial: '{ type: integer, distribution: { type: negativeBinomial, mean: 3, dispersion: 1 } }',
  binomial: '{ type: integer, distribution: { type: binomial, trials: 10, probability: 0.3 } }',
  triangular: '{ type: number, min: 0, max: 10, decimals: 1, distribution: { type: triangular, mode: 8 } }',
  histogram:
    '{ type: integer, min: 0, max: 100, distribution: { type: histogram, edges: [0, 18, 65, 100], weights: [1, 7, 2] } }',
  mixture:
    '{ type: number, decimals: 1, distribution: { type: mixture, components: [{ weight: 3, distribution: { type: normal, mean: 0, stdDev: 1 } }, { weight: 1, distribution: { type: normal, mean: 20, stdDev: 1 } }] } }',
};

export const FORMS: readonly { readonly title: string; readonly text: string; readonly schema: string }[] = [
  {
    title: 'A map of fields',
    text: 'The shortest: names and types.',
    schema: 'id: uuid\nname: person.fullName\nage: integer (18..90)\n',
  },
  {
    title: 'A document',
    text: 'Fields under `fields`, settings around them.',
    schema:
      'name: users\nseed: 42\ncount: 1000\nlocale: de\nfields:\n  id: sequence\n  name: person.fullName\n  city: location.city\n',
  },
  {
    title: 'Tables',
    text: 'Several tables that refer to each other. `generate` makes an object with a list for each, or a folder with a file for each.',
    schema:
      'seed: 7\ntypes:\n  money: { type: number, min: 0, max: 100, decimals: 2 }\ntables:\n  users:\n    count: 2\n    fields: { id: sequence, name: person.firstName }\n  orders:\n    count: { per: users, min: 1, max: 2 }\n    fields: { id: sequence, user: { ref: users.id }, total: money }\n',
  },
  {
    title: 'JSON Schema',
    text: 'Also in YAML. Names of properties decide what values look like; `--no-infer` turns that off.',
    schema:
      '$schema: https://json-schema.org/draft/2020-12/schema\ntype: object\nrequired: [id, email]\nproperties:\n  id: { type: integer, minimum: 1, maximum: 99 }\n  email: { type: string, format: email }\n',
  },
];

export const PARENTS: readonly { readonly text: string; readonly schema: string; readonly rows?: number }[] = [
  {
    text: '`count: { per: users, … }` makes children: so many for each row of the parent. A parent can read its children in expressions; a child can read its parent. `primaryKey` and `unique` name combinations that never come twice.',
    schema:
      "tables:\n  orders:\n    count: 2\n    fields:\n      id: sequence\n      orderedAt: { type: date, min: 2025-01-01, max: 2025-12-31 }\n      total: { expr: 'sum(items.map(i, i.quantity * i.price))', decimals: 2 }\n  items:\n    count: { per: orders, min: 1, max: 3, distribution: { type: poisson, mean: 2 } }\n    primaryKey: [orderId, line]\n    fields:\n      orderId: { ref: orders.id }\n      line: { type: sequence, per: orders }\n      quantity: integer (1..5)\n      price: { type: number, min: 1, max: 50, decimals: 2 }\n      sentOn: { type: date, after: orders.orderedAt, within: 1w }\n",
    rows: 4,
  },
  {
    text: 'Many to many: a table with two references, no pair twice.',
    schema:
      'tables:\n  pupils: { count: 3, fields: { id: sequence } }\n  courses: { count: 2, fields: { id: sequence } }\n  enrolments:\n    count: { per: pupils, min: 1, max: 2 }\n    unique: [[pupil, course]]\n    fields: { pupil: { ref: pupils.id }, course: { ref: courses.id } }\n',
    rows: 4,
  },
  {
    text: "`correlations` let numbers, dates and durations rise and fall together: `rho` is Spearman's rank correlation of each pair. Each field keeps its own distribution.",
    schema:
      'fields:\n  heightCm: { type: integer, min: 140, max: 210, distribution: { type: normal, mean: 172, stdDev: 9 } }\n  weightKg: { type: number, min: 40, max: 160, decimals: 1, distribution: { type: lognormal, mean: 76, stdDev: 15 } }\ncorrelations:\n  - { fields: [heightCm, weightKg], rho: 0.8 }\n',
    rows: 4,
  },
];

export const TIME: readonly {
  readonly text: string;
  readonly schema: string;
  readonly type: 'timeseries' | 'events';
  readonly rows?: number;
}[] = [
  {
    type: 'timeseries',
    text: 'A time series with everything that moves a signal:',
    schema:
      'type: timeseries\nstart: 2026-01-01T12:00:00Z\ninterval: 15m\nseries: { sensor: [kitchen, roof] }\nfields:\n  timestamp: datetime\n  temperature:\n    type: number\n    decimals: 2\n    min: -20\n    max: 40\n    base: 15\n    trend: { type: linear, slope: 0.1/d }\n    seasonality: [{ period: 1d, amplitude: 6, peak: 15h }]\n    noise: { type: ar, coefficients: [0.8], stdDev: 0.5 }\n    anomalies: { probability: 0.2, types: [spike, levelShift], label: anomaly }\n    bounds: soft\n  load:\n    type: number\n    decimals: 2\n    base: 100\n    combine: multiply\n    seasonality: [{ period: 1d, amplitude: 0.3, peak: 18h }]\n    drivers: [{ field: temperature, coefficient: -0.01, lag: 30m }]\n',
    rows: 6,
  },
  {
    type: 'events',
    text: 'Events of two types, one of them with a field of its own, some of them late:',
    schema:
      'type: events\nstart: 2026-01-05T09:00:00Z\nrate: 2/s\nevents:\n  view: { weight: 6, fields: { page: { enum: { /: 5, /docs: 3 } } } }\n  purchase: { weight: 1, fields: { amount: { type: number, min: 5, max: 500, decimals: 2 } } }\nfields:\n  id: { type: uuid, version: 7 }\n  timestamp: datetime\nfaults: { late: { probability: 0.3, delay: { type: exponential, mean: 5s } }, label: fault }\n',
    rows: 5,
  },
];

/** Fields of the semantic types that cannot do without options. */
export const SEMANTIC_OPTIONS: Readonly<Record<string, { readonly type: string; readonly options: object }>> = {
  'date.between': { type: 'date.between', options: { from: '2025-01-01', to: '2025-12-31' } },
  'date.betweens': { type: 'date.betweens', options: { from: '2025-01-01', to: '2025-12-31' } },
  'string.fromCharacters': { type: 'string.fromCharacters', options: { characters: 'abc' } },
};

export const EXPRESSIONS = `odd name: integer (1..9)
tags: { type: array, items: { enum: [new, sale, last] }, length: { max: 3 } }
at: { type: datetime, min: 2025-01-01, max: 2025-12-31 }
half: { expr: '7 / 2' }
real: { expr: '7 / 2.0' }
odd: { expr: 'row["odd name"] % 2 == 1' }
onSale: { expr: "'sale' in tags" }
loud: { expr: 'tags.map(t, t.upperAscii())' }
late: { expr: 'at + duration("90d") > _now' }
`;
