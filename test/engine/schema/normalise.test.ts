import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import type { DocumentModel, FieldSpec, TableModel } from '../../../engine/src/schema/model.js';
import { normalise, type NormaliseOptions } from '../../../engine/src/schema/normalise.js';
import { parseDocument } from '../../../engine/src/schema/parse.js';
import { byCodePoint } from '../../../engine/src/schema/read-enum.js';

const EXAMPLES = [
  'shop.synth.yaml',
  'sensors.synth.yaml',
  'clickstream.synth.yaml',
  'reviews.synth.yaml',
  'clinic.synth.yaml',
  'readings.json',
];

function modelOf(text: string, options?: NormaliseOptions): DocumentModel {
  const parsed = parseDocument(text, { language: 'yaml' });
  const { model, diagnostics } = normalise(parsed.value, options);
  assert.deepEqual(
    [...parsed.diagnostics, ...diagnostics].filter((d) => d.severity === 'error'),
    [],
  );
  assert.ok(model);
  return model;
}

function tableOf(text: string, options?: NormaliseOptions): TableModel {
  return modelOf(text, options).tables[0];
}

/** The first field of a field map of one, without what every field has. */
function specOf(text: string, options?: NormaliseOptions): Record<string, unknown> {
  const { spec } = tableOf(
    `fields:\n  a: ${text}\n${options?.type === 'timeseries' ? 'type: timeseries\n' : ''}`,
    options,
  ).fields[0];
  return bare(spec);
}

function bare(spec: FieldSpec): Record<string, unknown> {
  const usual: Record<string, unknown> = { nullable: 0, optional: 0, unique: false };
  const entries = Object.entries(spec).filter(([key, value]) => !(key in usual) || usual[key] !== value);
  return Object.fromEntries(entries.filter(([key]) => key !== 'pointer' && key !== 'key'));
}

const at = (text: string, pointer: string): { text: string; pointer: string } => ({ text, pointer });
const A = '/fields/a';
const utc = (text: string): number => Date.parse(text);

const SPECS: [text: string, spec: Record<string, unknown>][] = [
  ['integer', { kind: 'integer' }],
  ['int', { kind: 'integer' }],
  ['float', { kind: 'number' }],
  ['bool', { kind: 'boolean', probability: 0.5 }],
  ['boolean (0.3)', { kind: 'boolean', probability: 0.3 }],
  ['string', { kind: 'text' }],
  ['text', { kind: 'text' }],
  ['timestamp', { kind: 'datetime', after: [], before: [], format: 'iso' }],
  ['email', { kind: 'semantic', type: 'internet.email', from: [] }],
  ['fullName', { kind: 'semantic', type: 'person.fullName', from: [] }],
  ['phone', { kind: 'semantic', type: 'phone.number', from: [] }],
  ['person.fullName', { kind: 'semantic', type: 'person.fullName', from: [] }],
  ['email?', { kind: 'semantic', type: 'internet.email', from: [], nullable: 0.1 }],
  ['number (-20-40)', { kind: 'number', min: -20, max: 40 }],
  ['string (8)', { kind: 'text', length: { min: 8, max: 8 } }],
  ['"string (3..8)"', { kind: 'text', length: { min: 3, max: 8 } }],
  [
    'integer (1, 2, 2000)',
    {
      kind: 'enum',
      valueType: 'integer',
      values: [1, 2, 2000].map((value) => ({ value, weight: 1 })),
      weighted: false,
    },
  ],
  ['uuid', { kind: 'uuid', version: 4 }],
  ['{ type: uuid, version: 7 }', { kind: 'uuid', version: 7 }],
  ['sequence', { kind: 'sequence', start: 1, step: 1, temporal: false }],
  ['{ type: sequence, start: 100, step: -5 }', { kind: 'sequence', start: 100, step: -5, temporal: false }],
  [
    '{ type: sequence, per: orders }',
    { kind: 'sequence', start: 1, step: 1, temporal: false, per: at('orders', `${A}/per`) },
  ],
  [
    '{ type: sequence, start: 2025-01-01, step: 1mo }',
    { kind: 'sequence', start: utc('2025-01-01'), step: { months: 1, days: 0, ms: 0, text: '1mo' }, temporal: true },
  ],
  [
    '{ type: number, min: 0, max: 1, decimals: 2, multipleOf: 0.25 }',
    { kind: 'number', min: 0, max: 1, decimals: 2, multipleOf: 0.25 },
  ],
  [
    '{ type: boolean, nullable: true, optional: 0.2, unique: true }',
    { kind: 'boolean', probability: 0.5, nullable: 0.1, optional: 0.2, unique: true },
  ],
  ['{ type: integer, unique: { per: orders } }', { kind: 'integer', unique: { per: 'orders' } }],
  ["{ pattern: '[A-Z]{3}', case: lower }", { kind: 'text', pattern: at('[A-Z]{3}', `${A}/pattern`), case: 'lower' }],
  ['{ length: { max: 60 } }', { kind: 'text', length: { min: 1, max: 60 } }],
  ['{ length: { min: 80 } }', { kind: 'text', length: { min: 80, max: 160 } }],
  ['{ type: string, length: 0 }', { kind: 'text', length: { min: 0, max: 0 } }],
  [
    '{ type: email, from: name, locale: de, options: { x: 1 } }',
    { kind: 'semantic', type: 'internet.email', from: [at('name', `${A}/from`)], locale: 'de', options: { x: 1 } },
  ],
  [
    '{ type: email, from: [first, last] }',
    { kind: 'semantic', type: 'internet.email', from: [at('first', `${A}/from/0`), at('last', `${A}/from/1`)] },
  ],
  [
    '"datetime (2024-01-01..now)"',
    { kind: 'datetime', min: utc('2024-01-01'), max: utc('2026-01-01'), after: [], before: [], format: 'iso' },
  ],
  [
    '{ type: date, min: now-1y, format: yyyy/MM/dd }',
    { kind: 'date', min: utc('2025-01-01'), after: [], before: [], format: 'yyyy/MM/dd' },
  ],
  [
    '{ type: time, min: 09:00, max: "17:30" }',
    { kind: 'time', min: 32_400_000, max: 63_000_000, after: [], before: [], format: 'iso' },
  ],
  [
    '{ type: datetime, after: b, within: 90d, precision: 15m }',
    {
      kind: 'datetime',
      after: [at('b', `${A}/after`)],
      before: [],
      within: { months: 0, days: 90, ms: 0, text: '90d' },
      precision: { months: 0, days: 0, ms: 900_000, text: '15m' },
      format: 'iso',
    },
  ],
  ['{ type: duration, min: 1m, max: PT2H, format: s }', { kind: 'duration', min: 60_000, max: 7_200_000, format: 's' }],
  [
    '{ enum: [b, a, null] }',
    { kind: 'enum', values: ['b', 'a', null].map((value) => ({ value, weight: 1 })), weighted: false },
  ],
  [
    '{ enum: { b: 1, a: 2 } }',
    {
      kind: 'enum',
      values: [
        { value: 'a', weight: 2 },
        { value: 'b', weight: 1 },
      ],
      weighted: true,
    },
  ],
  [
    '{ enum: { b: 3, a: 3 } }',
    {
      kind: 'enum',
      values: [
        { value: 'a', weight: 3 },
        { value: 'b', weight: 3 },
      ],
      weighted: false,
    },
  ],
  [
    '{ enum: { 10: 1, 9: 2 } }',
    {
      kind: 'enum',
      values: [
        { value: '10', weight: 1 },
        { value: '9', weight: 2 },
      ],
      weighted: true,
    },
  ],
  [
    '{ type: integer, enum: { 10: 1, 9: 2 } }',
    {
      kind: 'enum',
      valueType: 'integer',
      values: [
        { value: 10, weight: 1 },
        { value: 9, weight: 2 },
      ],
      weighted: true,
    },
  ],
  [
    '{ type: number, enum: { 1.50: 1, 0.5: 2 } }',
    {
      kind: 'enum',
      valueType: 'number',
      values: [
        { value: 0.5, weight: 2 },
        { value: 1.5, weight: 1 },
      ],
      weighted: true,
    },
  ],
  [
    '{ type: boolean, enum: { true: 1, false: 2 } }',
    {
      kind: 'enum',
      valueType: 'boolean',
      values: [
        { value: false, weight: 2 },
        { value: true, weight: 1 },
      ],
      weighted: true,
    },
  ],
  [
    '{ enum: [{ value: null, weight: 1 }, 404, { value: { a: 1 } }] }',
    {
      kind: 'enum',
      values: [
        { value: null, weight: 1 },
        { value: 404, weight: 1 },
        { value: { a: 1 }, weight: 1 },
      ],
      weighted: false,
    },
  ],
  ['{ const: [1, { a: null }] }', { kind: 'const', value: [1, { a: null }] }],
  ['{ const: null }', { kind: 'const', value: null }],
  ["{ template: '{{b}}-x' }", { kind: 'template', template: at('{{b}}-x', `${A}/template`) }],
  [
    "{ expr: 'b * 2', type: integer, decimals: 0 }",
    { kind: 'expr', expr: at('b * 2', `${A}/expr`), resultType: 'integer', decimals: 0 },
  ],
  [
    '{ ref: users.id, as: buyer, distribution: { type: zipf, exponent: 1.2 } }',
    { kind: 'ref', ref: at('users.id', `${A}/ref`), as: 'buyer', distribution: { type: 'zipf', exponent: 1.2 } },
  ],
  [
    '{ prompt: A title., length: { max: 60 }, pool: 10, model: x }',
    { kind: 'prompt', prompt: at('A title.', `${A}/prompt`), pool: 10, model: 'x', length: { min: 1, max: 60 } },
  ],
  ['{ type: string, prompt: A title. }', { kind: 'text', prompt: at('A title.', `${A}/prompt`) }],
];

const DISTRIBUTIONS: [field: string, distribution: string, read: Record<string, unknown>][] = [
  ['number', 'type: uniform', { type: 'uniform' }],
  ['number', 'type: normal, mean: 40, stdDev: 12', { type: 'normal', mean: 40, stdDev: 12 }],
  ['number', 'type: lognormal, mu: 3, sigma: 0.5', { type: 'lognormal', mu: 3, sigma: 0.5 }],
  ['duration', 'type: exponential, mean: 5m', { type: 'exponential', mean: 300_000 }],
  ['duration', 'type: gamma, shape: 2, scale: 1h', { type: 'gamma', shape: 2, scale: 3_600_000 }],
  [
    'datetime',
    'type: normal, mean: 2025-01-01, stdDev: 30d',
    { type: 'normal', mean: utc('2025-01-01'), stdDev: 30 * 86_400_000 },
  ],
  // Positive distributions count from the earliest instant on.
  ['datetime', 'type: exponential, mean: 1d', { type: 'exponential', mean: 86_400_000 }],
  [
    'date',
    'type: histogram, edges: [2024-01-01, 2025-01-01, now], weights: [1, 3]',
    { type: 'histogram', edges: ['2024-01-01', '2025-01-01', '2026-01-01'].map(utc), weights: [1, 3] },
  ],
  ['time', 'type: triangular, mode: "12:00"', { type: 'triangular', mode: 43_200_000 }],
  ['integer', 'type: poisson, mean: 3', { type: 'poisson', mean: 3 }],
  [
    'integer',
    'type: mixture, components: [{ weight: 1, distribution: { type: poisson, mean: 3 } }, { weight: 2, distribution: { type: uniform } }]',
    {
      type: 'mixture',
      components: [
        { weight: 1, distribution: { type: 'poisson', mean: 3 } },
        { weight: 2, distribution: { type: 'uniform' } },
      ],
    },
  ],
];

describe('normalising a document', () => {
  for (const [text, spec] of SPECS) {
    it(`reads ${text}`, () => assert.deepEqual(specOf(text), spec));
  }

  for (const [type, text, read] of DISTRIBUTIONS) {
    it(`reads ${type} with { ${text} }`, () => {
      assert.deepEqual(specOf(`{ type: ${type}, distribution: { ${text} } }`).distribution, read);
    });
  }

  it('reads a distribution from an anchor as distances', () => {
    const spec = specOf('{ type: datetime, after: b, distribution: { type: normal, mean: 10d, stdDev: 1d } }');
    assert.deepEqual(spec.distribution, { type: 'normal', mean: 864_000_000, stdDev: 86_400_000 });
  });

  it('turns the mean and deviation of a lognormal into those of its logarithm', () => {
    const { mu, sigma } = specOf('{ type: number, distribution: { type: lognormal, mean: 25, stdDev: 15 } }')
      .distribution as {
      mu: number;
      sigma: number;
    };
    const variance = sigma * sigma;
    const mean = Math.exp(mu + variance / 2);
    assert.ok(Math.abs(mean - 25) < 1e-12);
    assert.ok(Math.abs(mean * Math.sqrt(Math.exp(variance) - 1) - 15) < 1e-12);
  });

  it('reads lists within lists', () => {
    assert.deepEqual(stripPointers(specOf('string (2)[][]?')), {
      nullable: 0.1,
      kind: 'array',
      length: { min: 1, max: 5 },
      uniqueItems: false,
      items: {
        key: '[]',
        kind: 'array',
        length: { min: 1, max: 5 },
        uniqueItems: false,
        items: { key: '[]', kind: 'text', length: { min: 2, max: 2 } },
      },
    });
    assert.deepEqual(stripPointers(specOf('{ items: uuid, length: { max: 3 }, uniqueItems: true }')), {
      kind: 'array',
      length: { min: 0, max: 3 },
      uniqueItems: true,
      items: { key: '[]', kind: 'uuid', version: 4 },
    });
  });

  it('reads objects in the written order', () => {
    const spec = specOf('{ fields: { z: uuid, b: { type: object, fields: { c: boolean } } } }') as unknown as {
      fields: { name: string; pointer: string }[];
    };
    assert.deepEqual(
      spec.fields.map((f) => [f.name, f.pointer]),
      [
        ['z', `${A}/fields/z`],
        ['b', `${A}/fields/b`],
      ],
    );
  });

  it('takes shorthand as a type, with properties over it', () => {
    assert.deepEqual(specOf("{ type: 'number (0..10)?', max: 5, nullable: 0.5 }"), {
      kind: 'number',
      min: 0,
      max: 5,
      nullable: 0.5,
    });
  });

  describe('named types', () => {
    const types =
      'types:\n  Price: { type: number, min: 1, max: 100, decimals: 2 }\n  Cheap: { type: Price, max: 10 }\n  Code: string (A, B)\n';
    const named = (text: string): Record<string, unknown> =>
      bare(tableOf(`${types}fields:\n  a: ${text}\n`).fields[0].spec);

    it('stand for their field', () => {
      assert.deepEqual(named('Price'), { kind: 'number', min: 1, max: 100, decimals: 2 });
      assert.deepEqual(named('Cheap'), { kind: 'number', min: 1, max: 10, decimals: 2 });
      assert.deepEqual(named('{ type: Cheap, min: 5, nullable: 0.2 }'), {
        kind: 'number',
        min: 5,
        max: 10,
        decimals: 2,
        nullable: 0.2,
      });
    });
    it('take shorthand like the type they are made of', () => {
      assert.deepEqual(named('Price (2..3)?'), { kind: 'number', min: 2, max: 3, decimals: 2, nullable: 0.1 });
      assert.equal(named('Code[]').kind, 'array');
    });
    it('may have the name of an alias, which they then hide', () => {
      const { fields } = tableOf('types: { price: integer }\nfields: { a: price }\n');
      assert.equal(fields[0].spec.kind, 'integer');
    });
    it('give the pointers of what was written in them', () => {
      const { model } = normalise({ types: { P: { pattern: '[a]' } }, fields: { a: 'P' } });
      assert.deepEqual(model?.tables[0].fields[0].spec, {
        pointer: A,
        key: 'a',
        nullable: 0,
        optional: 0,
        unique: false,
        kind: 'text',
        pattern: at('[a]', '/types/P/pattern'),
      });
    });
  });

  describe('variants', () => {
    it('are laid over the field, or replace it where they have a kind of their own', () => {
      const spec = specOf(`
    type: integer
    min: 1
    max: 9
    nullable: 0.2
    optional: 0.1
    unique: true
    by: b
    cases: { x: { max: 5 }, '18..65': { type: string, length: 3 }, 65..: { const: 0, nullable: 0 }, 'null': uuid }
    else: { min: 2 }
`) as unknown as { cases: { match: unknown; field: FieldSpec }[]; otherwise: FieldSpec };
      assert.deepEqual(
        spec.cases.map(({ match, field }) => [match, bare(field)]),
        [
          [
            { type: 'value', text: 'x' },
            { kind: 'integer', min: 1, max: 5, nullable: 0.2 },
          ],
          [
            { type: 'range', min: 18, max: 65 },
            { kind: 'text', length: { min: 3, max: 3 }, nullable: 0.2 },
          ],
          [
            { type: 'range', min: 65 },
            { kind: 'const', value: 0 },
          ],
          [{ type: 'null' }, { kind: 'uuid', version: 4, nullable: 0.2 }],
        ],
      );
      assert.deepEqual(bare(spec.otherwise), { kind: 'integer', min: 2, max: 9, nullable: 0.2 });
    });

    it('keep the identity of their field', () => {
      const spec = specOf('{ type: integer, key: old, by: b, cases: { x: { max: 5 } } }') as unknown as {
        cases: { field: FieldSpec }[];
      };
      assert.equal(spec.cases[0].field.key, 'old');
    });

    it('may be all there is of a field', () => {
      const spec = specOf("{ by: b, cases: { '..140': { enum: [a] } } }");
      assert.equal(spec.kind, 'const');
      assert.equal(spec.value, null);
    });

    it('of a length or pattern are laid over texts', () => {
      const spec = specOf('{ type: string, length: 3, by: b, cases: { x: { length: 5 } } }') as unknown as {
        cases: { field: FieldSpec }[];
      };
      assert.deepEqual(bare(spec.cases[0].field), { kind: 'text', length: { min: 5, max: 5 } });
    });
  });

  describe('tables', () => {
    it('have their names as identity, documents and field maps none', () => {
      assert.deepEqual(
        [
          modelOf('tables: { u: { fields: { a: uuid } }, o: { key: old, fields: { a: uuid } } }'),
          modelOf('name: shop\nfields: { a: uuid }'),
          modelOf('a: uuid'),
        ].map((m) => [m.form, m.tables.map((t) => [t.name, t.key, t.pointer])]),
        [
          [
            'tables',
            [
              ['u', 'u', '/tables/u'],
              ['o', 'old', '/tables/o'],
            ],
          ],
          ['document', [['shop', '', '']]],
          ['field-map', [['rows', '', '']]],
        ],
      );
    });

    it('read counts, keys, uniqueness and correlations with their places', () => {
      const { tables } = modelOf(
        'tables: { o: { count: { per: u, max: 20, distribution: { type: poisson, mean: 3 } }, primaryKey: [a, b], unique: [[a, b]], correlations: [{ fields: [a, b], rho: 0.5 }], fields: { a: integer, b: integer } } }',
      );
      const { count, primaryKey, primaryKeyPointer, unique, correlations } = tables[0];
      assert.deepEqual(count, {
        per: 'u',
        size: { min: 0, max: 20, distribution: { type: 'poisson', mean: 3 } },
        pointer: '/tables/o/count',
      });
      assert.deepEqual([primaryKey, primaryKeyPointer], [['a', 'b'], '/tables/o/primaryKey']);
      assert.deepEqual(unique, [{ fields: ['a', 'b'], pointer: '/tables/o/unique/0' }]);
      assert.deepEqual(correlations, [{ fields: ['a', 'b'], rho: 0.5, pointer: '/tables/o/correlations/0' }]);
    });

    it('take the type of the command where they say none', () => {
      assert.equal(tableOf('a: uuid').type, 'structured');
      assert.equal(tableOf('a: uuid', { type: 'timeseries' }).type, 'timeseries');
      assert.equal(tableOf('fields: { a: uuid }', { type: 'events' }).type, 'events');
      assert.equal(tableOf('events: { view: {} }').type, 'events');
      assert.equal(tableOf('type: timeseries\nfields: { a: uuid }', { type: 'timeseries' }).type, 'timeseries');
    });

    it('may have signals in a time series of a field map', () => {
      assert.equal(tableOf('a: { type: number, base: 5 }', { type: 'timeseries' }).fields.length, 1);
    });
  });

  describe('settings', () => {
    const HEAD = 'seed: 5\nnow: 2025-07-01\nlocale: de\ntimezone: Europe/Berlin\nfields: { a: uuid }\n';
    it('have defaults', () => {
      const { seed, now, locale, timezone } = modelOf('a: uuid');
      assert.deepEqual([seed, now, locale, timezone], [0, utc('2026-01-01T00:00:00Z'), 'en', 'UTC']);
    });
    it('come from the document', () => {
      const { seed, now, locale, timezone } = modelOf(HEAD);
      assert.deepEqual([seed, now, locale, timezone], [5, utc('2025-06-30T22:00:00Z'), 'de', 'Europe/Berlin']);
    });
    it('are overridden by the caller', () => {
      const { seed, now, locale, timezone } = modelOf(HEAD, { seed: -1, now: 7, locale: 'ja', timezone: 'Asia/Tokyo' });
      assert.deepEqual([seed, now, locale, timezone], [-1, 7, 'ja', 'Asia/Tokyo']);
    });
    it('shift instants without an offset into the time zone', () => {
      const { fields } = tableOf(
        'timezone: Europe/Berlin\nfields: { a: { type: datetime, min: 2025-07-01, max: 2025-07-01T12:00:00Z } }\n',
      );
      const { min, max } = fields[0].spec as { min?: number; max?: number };
      assert.deepEqual([min, max], [utc('2025-06-30T22:00:00Z'), utc('2025-07-01T12:00:00Z')]);
    });
  });

  it('lets plug-in types keep their properties', () => {
    assert.deepEqual(specOf('{ type: checksum, over: [b], nullable: 0.5 }', { customTypes: new Set(['checksum']) }), {
      kind: 'custom',
      type: 'checksum',
      nullable: 0.5,
      source: { type: 'checksum', over: ['b'], nullable: 0.5 },
    });
  });

  it('sorts by code points, not UTF-16 units or locale', () => {
    const words = ['\u{1F600}', '\uFF5E', 'é', 'z', 'B', 'a', '', 'aa', '\u{1F600}b', '\u{1F601}'];
    const expected = [...words].sort((x, y) => {
      const [p, q] = [[...x].map((c) => c.codePointAt(0) ?? 0), [...y].map((c) => c.codePointAt(0) ?? 0)];
      const i = p.findIndex((v, k) => v !== q[k]);
      return i < 0 ? p.length - q.length : q[i] === undefined ? 1 : p[i] - q[i];
    });
    assert.deepEqual([...words].sort(byCodePoint), expected);
  });

  for (const name of EXAMPLES) {
    it(`has nothing to say about the example ${name}`, () => {
      const text = readFileSync(new URL(`../../../examples/${name}`, import.meta.url), 'utf8');
      const parsed = parseDocument(text, { file: name });
      const { model, diagnostics } = normalise(parsed.value);
      assert.deepEqual([...parsed.diagnostics, ...diagnostics], []);
      assert.ok(model);
      for (const { pointer, spec } of model.tables.flatMap((t) => t.fields)) {
        assert.ok(parsed.range(pointer), pointer);
        for (const located of pointersIn(spec)) assert.ok(parsed.range(located), located);
      }
    });
  }

  it('never throws, and gives no model with errors', () => {
    const words = [
      'type',
      'fields',
      'tables',
      'enum',
      'min',
      'max',
      'distribution',
      'cases',
      'by',
      'else',
      'when',
      'items',
      'length',
      'types',
      'count',
      'per',
      'unique',
      'nullable',
      'const',
      'events',
      'next',
    ];
    const leaf = fc.oneof(
      fc.constantFrom(
        'string',
        'number',
        'integer',
        'datetime',
        'array',
        'object',
        'enum',
        'email',
        'normal',
        'T',
        'timeseries',
        'events',
        'now',
        '1d',
        '5..1',
        'number (',
        '',
      ),
      fc.double(),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
    );
    const { node } = fc.letrec<{ node: unknown }>((tie) => ({
      node: fc.oneof(
        { maxDepth: 5, withCrossShrink: true },
        leaf,
        fc.dictionary(
          fc.oneof(fc.constantFrom(...words), fc.constantFrom('a', 'b', 'T', '', '__proto__', 'constructor')),
          tie('node'),
          { maxKeys: 6 },
        ),
        fc.array(tie('node'), { maxLength: 3 }),
      ),
    }));
    const types = fc.constantFrom(undefined, 'structured' as const, 'timeseries' as const, 'events' as const);
    fc.assert(
      fc.property(fc.oneof(node, fc.anything()), types, (value, type) => {
        const { model, diagnostics } = normalise(value, type && { type });
        assert.equal(
          model === undefined,
          diagnostics.some((d) => d.severity === 'error'),
        );
        const keys = diagnostics.map((d) => `${d.code} ${d.pointer} ${d.at} ${d.message}`);
        assert.equal(new Set(keys).size, keys.length, 'each mistake once');
      }),
      {
        numRuns: 3000,
        seed: 1,
        examples: [[{ a: { when: { length: Object.create(null) as unknown } } }, undefined]],
      },
    );
  });

  it('stops at values that contain themselves', () => {
    const fields: Record<string, unknown> = {};
    fields.a = { fields };
    fields.b = { fields };
    const { diagnostics } = normalise({ fields });
    assert.ok(diagnostics.some((d) => d.code === 'document/too-large'));
  });
});

function stripPointers(value: unknown): unknown {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(stripPointers);
  const common = { nullable: 0, optional: 0, unique: false } as Record<string, unknown>;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, item]) => key !== 'pointer' && (!(key in common) || common[key] !== item))
      .map(([key, item]) => [key, stripPointers(item)]),
  );
}

function pointersIn(value: unknown): string[] {
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, item]) => (key === 'pointer' ? [item as string] : pointersIn(item)));
}
