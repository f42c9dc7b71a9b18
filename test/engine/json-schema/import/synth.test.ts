import assert from 'node:assert/strict';
import { DRAFT, fieldOf, imported, mistakes, record, rowsOf, validRows } from './support.js';

const synth = (settings: unknown, schema: object = { type: 'string' }): object => ({ ...schema, 'x-synth': settings });

describe('x-synth on properties', () => {
  it('says what a property is', async () => {
    const [row] = await rowsOf<{ name: string }>(
      record({ name: synth('person.fullName'), x: synth({ type: 'vehicle.vin' }) }),
    );
    assert.match(String((row as { x?: string }).x), /^[A-Z0-9]{17}$/);
  });

  it('is laid over what the schema says', () => {
    const number = fieldOf(
      synth({ distribution: { type: 'normal', mean: 5, stdDev: 1 } }, { type: 'number', minimum: 0, maximum: 10 }),
    );
    assert.ok(
      number.kind === 'number' && number.min === 0 && number.max === 10 && number.distribution?.type === 'normal',
    );
    const text = fieldOf(synth({ nullable: 0.4 }, { type: ['string', 'null'], minLength: 3, maxLength: 4 }));
    assert.ok(text.kind === 'text' && text.nullable === 0.4 && text.length?.max === 4);
    const list = fieldOf(synth({ length: 2 }, { type: 'array', items: { type: 'integer', minimum: 7 } }));
    assert.ok(list.kind === 'array' && list.length.max === 2 && list.items.kind === 'integer' && list.items.min === 7);
    const object = fieldOf(
      synth({ nullable: 0.5 }, { type: ['object', 'null'], properties: { a: { type: 'integer' } } }),
    );
    assert.ok(object.kind === 'object' && object.fields.length === 1 && object.nullable === 0.5);
    const choice = fieldOf(synth({ nullable: 0 }, { type: ['integer', 'string'] }));
    assert.equal(choice.kind, 'json');
  });

  it('refers to its neighbours', async () => {
    const schema = record({
      name: synth('person.fullName'),
      email: synth({ from: 'name' }, { type: 'string', format: 'email' }),
      a: { type: 'integer', minimum: 1, maximum: 50 },
      b: synth({ expr: 'a * 2' }, { type: 'integer', maximum: 100 }),
      start: { type: 'string', format: 'date' },
      end: synth({ after: 'start', within: '5d' }, { type: 'string', format: 'date' }),
      label: synth({ template: '{{a}}-{{b}}' }, { type: 'string', pattern: '^\\d+-\\d+$' }),
      in: record({ c: synth({ expr: 'a + 1' }, { type: 'integer' }) }),
    });
    const rows = await validRows<{
      a: number;
      b: number;
      start: string;
      end: string;
      label: string;
      in: { c: number };
    }>(schema);
    for (const { a, b, start, end, label, in: inner } of rows) {
      assert.equal(b, 2 * a);
      assert.ok(end > start);
      assert.equal(label, `${a}-${b}`);
      assert.equal(inner.c, a + 1);
    }
  });

  it('draws again what the schema refuses', async () => {
    const schema = record({ a: synth({ type: 'integer', min: 0, max: 20 }, { type: 'integer', minimum: 10 }) });
    const rows = await validRows<{ a: number }>(schema, { count: 1000 });
    assert.deepEqual(
      [...new Set(rows.map(({ a }) => a))].sort(),
      Array.from({ length: 11 }, (_, i) => i + 10),
    );
    const again = await rowsOf<{ a: number }>(schema, { count: 1000, batchSize: 7 });
    assert.deepEqual(again, rows);
    const others = await rowsOf<{ a: number }>(
      record({ b: { type: 'null' }, a: (schema as { properties: { a: object } }).properties.a }),
      { count: 1000 },
    );
    assert.deepEqual(
      others.map(({ a }) => a),
      rows.map(({ a }) => a),
    );
  });

  it('fails by name where that does not help', async () => {
    assert.deepEqual(
      await mistakes(record({ a: synth({ type: 'integer', min: 0, max: 5 }, { type: 'integer', minimum: 10 }) })),
      ['json-schema/refused'],
    );
    assert.deepEqual(await mistakes(record({ a: synth({ expr: '1 + 1' }, { type: 'integer', minimum: 10 }) })), [
      'json-schema/refused',
    ]);
  });

  it('makes values unique', async () => {
    const rows = await rowsOf<{ a: number }>(
      record({ a: synth({ unique: true }, { type: 'integer', minimum: 1, maximum: 100 }) }),
      { count: 100 },
    );
    assert.equal(new Set(rows.map(({ a }) => a)).size, 100);
    const ids = await rowsOf<{ id: number }>(record({ id: synth('sequence', { type: 'integer', minimum: 1 }) }), {
      count: 3,
    });
    assert.deepEqual(
      ids.map(({ id }) => id),
      [1, 2, 3],
    );
  });

  it('leaves properties out as often as it says', async () => {
    const schema = {
      $schema: DRAFT,
      type: 'object',
      properties: { a: synth({ optional: 0.7 }), b: synth({ optional: 0 }) },
    };
    const rows = await rowsOf(schema, { count: 1000 });
    assert.ok(Math.abs(rows.filter((row) => 'a' in row).length - 300) < 50);
    assert.ok(rows.every((row) => 'b' in row));
  });

  const wrong: readonly (readonly [string, object, readonly string[]])[] = [
    [
      'a type that does not exist',
      record({ a: synth('persn.fullName') }),
      ['field/unknown-type /properties/a/x-synth'],
    ],
    [
      'a property that does not exist',
      record({ a: synth({ type: 'integer', mni: 3 }, {}) }),
      ['property/unknown /properties/a/x-synth/mni'],
    ],
    ['a property of other kinds', record({ a: synth({ min: 3 }) }), ['property/foreign /properties/a/x-synth/min']],
    [
      'a name that does not exist',
      record({ a: synth({ expr: 'b + 1' }, { type: 'integer' }) }),
      ['expr/unknown-name /properties/a/x-synth/expr'],
    ],
    ['no mapping', record({ a: synth(5) }), ['field/not-a-field /properties/a/x-synth']],
    [
      'nulls that are not allowed',
      record({ a: synth({ nullable: true }) }),
      ['json-schema/no-null /properties/a/x-synth'],
    ],
    [
      'absence of what is required',
      record({ a: synth({ optional: 0.5 }) }),
      ['json-schema/required /properties/a/x-synth/optional'],
    ],
    [
      'neighbours, in parts of values made as a whole',
      { $schema: DRAFT, oneOf: [record({ a: synth({ expr: '1' }, {}) }), record({ b: { type: 'null' } })] },
      ['json-schema/no-columns /oneOf/0/properties/a/x-synth'],
    ],
    [
      'a root setting that does not exist',
      record({ a: {} }, { 'x-synth': { sede: 1 } }),
      ['property/unknown /x-synth/sede'],
    ],
    [
      'a bad root setting',
      record({ a: {} }, { 'x-synth': { seed: 'x', infer: 3 } }),
      ['value/type /x-synth/infer', 'value/type /x-synth/seed'],
    ],
    [
      'keys where rows are made as a whole',
      { $schema: DRAFT, oneOf: [record({ a: {} }), record({ b: {} })], 'x-synth': { primaryKey: 'a' } },
      ['json-schema/no-columns /x-synth/primaryKey'],
    ],
  ];
  for (const [what, schema, codes] of wrong) {
    it(`is refused for ${what}`, async () => assert.deepEqual((await mistakes(schema)).sort(), codes));
  }

  it('says what parts of values made as a whole are', async () => {
    const schema = {
      $schema: DRAFT,
      oneOf: [record({ vin: synth('vehicle.vin') }), record({ b: {} }, { additionalProperties: false })],
    };
    const rows = await validRows<{ vin?: string }>(schema);
    assert.ok(rows.some(({ vin }) => vin !== undefined));
    for (const { vin } of rows) if (vin !== undefined) assert.match(vin, /^[A-Z0-9]{17}$/);
  });
});

describe('x-synth at the root', () => {
  const base = record({ id: { type: 'integer', minimum: 1, maximum: 50 }, email: { type: 'string' } });

  it('sets seed, count, locale, time zone, reference date and name', () => {
    const settings = { seed: 7, count: 3, locale: 'de', timezone: 'Europe/Berlin', now: '2020-02-01', name: 'people' };
    const { model } = imported({ ...base, 'x-synth': settings });
    assert.deepEqual(
      [model!.seed, model!.locale, model!.timezone, model!.name, model!.tables[0].name],
      [7, 'de', 'Europe/Berlin', 'people', 'people'],
    );
    assert.equal(new Date(model!.now).toISOString(), '2020-01-31T23:00:00.000Z');
    assert.equal(model!.tables[0].count, 3);
  });

  it('gives way to what the caller says', () => {
    const { model } = imported(
      { ...base, 'x-synth': { seed: 7, locale: 'de', infer: false } },
      { seed: 9, locale: 'fr', infer: true },
    );
    assert.deepEqual([model!.seed, model!.locale, model!.jsonSchema!.infer], [9, 'fr', true]);
  });

  it('names the table by the title, else by the definition', () => {
    assert.equal(imported({ ...base, title: 'User' }).model!.tables[0].name, 'User');
    assert.equal(imported({ $defs: { Pet: base } }, {}, '/$defs/Pet').model!.tables[0].name, 'Pet');
    assert.equal(imported(base).model!.tables[0].name, 'rows');
  });

  it('switches names off, and sets keys', async () => {
    const plain = await rowsOf<{ id: number; email: string }>(
      { ...base, 'x-synth': { infer: false, unique: [['id']] } },
      { count: 50 },
    );
    assert.ok(plain.every(({ email }) => !email.includes('@')));
    assert.equal(new Set(plain.map(({ id }) => id)).size, 50);
  });
});
