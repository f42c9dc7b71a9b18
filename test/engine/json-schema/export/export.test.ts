import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { inspect } from 'node:util';
import addFormats from 'ajv-formats';
import { Ajv2020 } from 'ajv/dist/2020.js';
import * as z from 'zod';
import {
  AgenticSynth,
  exportJsonSchema,
  loadSchema,
  SchemaError,
  type SynthRecord,
  validateData,
} from '../../../../engine/src/index.js';
import { ROOT } from '../../../support/run.js';
import { schemas } from '../../determinism/schemas.js';

type Json = Readonly<Record<string, unknown>>;

const synth = new AgenticSynth();

function validator(schema: Json): (value: unknown) => string | undefined {
  const ajv = new Ajv2020({ strict: false, allErrors: true, allowUnionTypes: true });
  (addFormats as unknown as (ajv: Ajv2020) => void)(ajv);
  const validate = ajv.compile(schema);
  return (value) => (validate(value) ? undefined : `${ajv.errorsText(validate.errors)}\n${inspect(value)}`);
}

function rowsOf(document: object, count: number): Promise<SynthRecord[] | Record<string, SynthRecord[]>> {
  return synth.generate('structured', { schema: document, count, model: 'local' });
}

/** Rows of a data schema fit its JSON Schema; rows of that fit both. */
async function roundTrip(document: object, count: number): Promise<void> {
  const json = await exportJsonSchema(document);
  const accepts = validator(json);
  const rows = await rowsOf(document, count);
  const back = await rowsOf(json, count);
  const report = await validateData(document, back);
  assert.deepEqual(report.problems.slice(0, 3), []);
  for (const made of [rows, back]) {
    for (const value of Array.isArray(made) ? made : [made]) assert.equal(accepts(value), undefined);
  }
  // What was exported says the same again.
  assert.deepEqual(await exportJsonSchema(json), json);
}

/** Has an axis of time. */
function timed({ type, tables = {} }: Json): boolean {
  const types = [type, ...Object.values(tables as Readonly<Record<string, Json>>).map((table) => table.type)];
  return types.includes('timeseries') || types.includes('events');
}

async function property(field: unknown, others: object = {}): Promise<unknown> {
  const { properties } = await exportJsonSchema({ x: field, ...others });
  return (properties as Json).x;
}

describe('the JSON Schema of a data schema', () => {
  describe('says of a field', () => {
    const cases: readonly [name: string, field: unknown, json: Json][] = [
      ['bounds of integers', 'integer (1..9)', { type: 'integer', minimum: 1, maximum: 9 }],
      ['steps that doubles hold', { type: 'number', multipleOf: 0.25 }, { type: 'number', multipleOf: 0.25 }],
      [
        'decimals, as settings',
        { type: 'number', min: 0, decimals: 2 },
        { type: 'number', minimum: 0, 'x-synth': { type: 'number', min: 0, decimals: 2 } },
      ],
      ['lengths', { type: 'string', length: { min: 2, max: 4 } }, { type: 'string', minLength: 2, maxLength: 4 }],
      ['patterns of the whole text', { pattern: 'a|b' }, { type: 'string', pattern: '^(?:a|b)$' }],
      ['uuids', 'uuid', { type: 'string', format: 'uuid' }],
      ['values', { enum: ['a', 1] }, { enum: ['a', 1] }],
      ['a constant', { const: { a: 1 } }, { const: { a: 1 } }],
      ['null beside a type', 'boolean?', { type: ['boolean', 'null'] }],
      ['null beside values', { enum: ['a'], nullable: true }, { enum: ['a', null] }],
      [
        'a share of nulls',
        'boolean (0.2)?',
        {
          type: ['boolean', 'null'],
          'x-synth': { type: 'boolean', probability: 0.2, nullable: 0.1 },
        },
      ],
      ['formats', 'email', { type: 'string', format: 'email', 'x-synth': { type: 'internet.email' } }],
      ['instants', 'datetime', { type: 'string', format: 'date-time', 'x-synth': { type: 'datetime' } }],
      [
        'bounds of instants, as settings',
        { type: 'date', min: '2024-02-01', max: 'now' },
        {
          type: 'string',
          format: 'date',
          'x-synth': { type: 'date', min: '2024-02-01', max: '2026-01-01' },
        },
      ],
      [
        'lists',
        'integer (1..9)[]',
        { type: 'array', items: { type: 'integer', minimum: 1, maximum: 9 }, minItems: 1, maxItems: 5 },
      ],
      ['its description', { type: 'uuid', description: 'Who' }, { type: 'string', format: 'uuid', description: 'Who' }],
      [
        'weights',
        { type: 'integer', enum: { 1: 3, 2: 1 } },
        {
          enum: [1, 2],
          'x-synth': {
            type: 'integer',
            enum: [
              { value: 1, weight: 3 },
              { value: 2, weight: 1 },
            ],
          },
        },
      ],
    ];
    for (const [name, field, json] of cases) it(name, async () => assert.deepEqual(await property(field), json));

    it('what any of its variants is', async () => {
      const x = {
        by: 'a',
        cases: { 1: { const: 'one' }, 2: { type: 'integer', min: 5, max: 6 } },
        else: { const: null },
      };
      const { 'x-synth': settings, ...json } = (await property(x, { a: 'integer (1..3)' })) as Json;
      assert.deepEqual(json, {
        anyOf: [{ type: 'integer', minimum: 5, maximum: 6 }, { enum: ['one'] }, { type: 'null' }],
      });
      assert.equal((settings as Json).by, 'a');
    });
  });

  it('is closed, and names what is required', async () => {
    const json = await exportJsonSchema({
      a: 'uuid',
      b: { type: 'uuid', optional: 0.3 },
      c: { fields: { d: 'uuid' } },
    });
    assert.deepEqual(json.required, ['a', 'c']);
    assert.equal(json.additionalProperties, false);
    const c = (json.properties as Json).c as Json;
    assert.deepEqual([c.required, c.additionalProperties], [['d'], false]);
  });

  it('keeps the settings of the document', async () => {
    const json = await exportJsonSchema({
      name: 'users',
      seed: 7,
      now: '2025-05-05',
      locale: 'de',
      timezone: 'Europe/Berlin',
      count: 12,
      description: 'People.',
      primaryKey: 'id',
      types: { money: { type: 'number', min: 0, decimals: 2 } },
      fields: { id: 'uuid', price: 'money', name: 'fullName' },
    });
    const settings = {
      name: 'users',
      seed: 7,
      now: '2025-05-04T22:00:00.000Z',
      locale: 'de',
      timezone: 'Europe/Berlin',
    };
    assert.deepEqual(json['x-synth'], { ...settings, count: 12, primaryKey: ['id'], infer: false });
    assert.deepEqual([json.title, json.description], ['users', 'People.']);
    const [one, two] = await Promise.all([
      synth.run('structured', { schema: json }),
      synth.run('structured', { schema: json }),
    ]);
    assert.deepEqual(one.records, two.records);
    assert.deepEqual([one.report.seed, one.report.rows], [7, 12]);
  });

  describe('and back', () => {
    for (const [name, document] of Object.entries(schemas)) {
      it(name, () => roundTrip(document, 60));
    }

    it('examples', async () => {
      const folder = join(ROOT, 'examples');
      let tried = 0;
      for (const file of (await readdir(folder)).filter((name) => /\.(synth\.yaml|json)$/.test(name))) {
        const document = (await loadSchema(join(folder, file))).value as Json;
        if (timed(document)) continue;
        await roundTrip(document, 40);
        tried++;
      }
      assert.ok(tried >= 4);
    });

    it('examples of series and events, whose rows hang together', async () => {
      const folder = join(ROOT, 'examples');
      let tried = 0;
      for (const file of (await readdir(folder)).filter((name) => name.endsWith('.synth.yaml'))) {
        const document = (await loadSchema(join(folder, file))).value as Json;
        if (!timed(document)) continue;
        const json = await exportJsonSchema(document);
        const accepts = validator(json);
        const type = typeof document.type === 'string' ? document.type : 'structured';
        const [own, back] = await Promise.all(
          [document, json].map((schema) => synth.generate<unknown>(type, { schema, count: 50 })),
        );
        assert.deepEqual(back, own);
        for (const value of Array.isArray(own) ? own : [own]) assert.equal(accepts(value), undefined);
        tried++;
      }
      assert.ok(tried >= 2);
    });
  });

  describe('of tables', () => {
    const shop = {
      seed: 3,
      tables: {
        users: { count: 5, fields: { id: 'uuid', name: 'fullName', since: { type: 'date', max: '2025-01-01' } } },
        orders: {
          count: { per: 'users', min: 1, max: 3 },
          unique: [['id', 'total']],
          fields: {
            id: 'sequence',
            user: { ref: 'users.id' },
            at: { type: 'date', after: 'users.since', within: '30d' },
            total: { type: 'number', min: 1, max: 9, decimals: 1 },
            note: { type: 'string', when: 'total > 5.0' },
            label: { template: '{{users.name}}' },
          },
        },
      },
    };

    it('is an object with a list for each', async () => {
      const json = await exportJsonSchema(shop);
      assert.deepEqual(json.required, ['users', 'orders']);
      assert.deepEqual((json.properties as Json).orders, { type: 'array', items: { $ref: '#/$defs/orders' } });
      assert.deepEqual(await rowsOf(json, 5), await rowsOf(shop, 5));
      assert.deepEqual(await synth.check(json), []);
    });

    it('of one alone keeps columns that rise and fall together', async () => {
      const { value } = await loadSchema(join(ROOT, 'examples/clinic.synth.yaml'));
      const json = await exportJsonSchema(value as object, { table: 'patients' });
      assert.equal(((json['x-synth'] as Json).correlations as unknown[]).length, 1);
      const accepts = validator(json);
      for (const row of (await rowsOf(json, 100)) as SynthRecord[]) assert.equal(accepts(row), undefined);
    });

    it('of one alone is without what needs the others', async () => {
      const json = await exportJsonSchema(shop, { table: 'orders' });
      const properties = json.properties as Readonly<Record<string, Json>>;
      assert.deepEqual(properties.user, { type: 'string', format: 'uuid' });
      assert.deepEqual(properties.at, { type: ['string', 'null'], format: 'date' });
      assert.deepEqual(properties.label, { type: 'string' });
      assert.equal((properties.note['x-synth'] as Json).when, 'total > 5.0');
      assert.deepEqual(json['x-synth'], { seed: 3, unique: [['id', 'total']], infer: false });
      const accepts = validator(json);
      for (const row of (await rowsOf(json, 50)) as SynthRecord[]) assert.equal(accepts(row), undefined);
      for (const row of ((await rowsOf(shop, 9)) as Record<string, SynthRecord[]>).orders)
        assert.equal(accepts(row), undefined);
    });

    it('has no other table', async () => {
      await assert.rejects(exportJsonSchema(shop, { table: 'order' }), /no table `order`; did you mean `orders`/);
    });

    it('is refused when it was changed afterwards', async () => {
      const json = structuredClone(await exportJsonSchema(shop)) as Record<string, Record<string, never>>;
      const changed = { ...json, $defs: { ...json.$defs, users: { type: 'object' } } };
      const [problem] = await synth.check(changed);
      assert.deepEqual([problem.code, problem.severity], ['x-synth/changed', 'error']);
      // Notes change nothing of what rows are.
      assert.deepEqual(await synth.check({ ...json, description: 'The shop.', $comment: 'x' }), []);
      const { 'x-synth': _, ...plain } = json;
      assert.deepEqual(await synth.check(plain), []);
    });
  });

  it('is a JSON Schema itself, or that of a Zod schema', async () => {
    const json = { type: 'object', properties: { a: { type: 'string' } } };
    assert.equal(await exportJsonSchema(json), json);
    const { properties } = await exportJsonSchema(z.object({ a: z.int().max(3) }));
    assert.deepEqual(properties, { a: { type: 'integer', maximum: 3 } });
    await assert.rejects(exportJsonSchema(z.object({ a: z.symbol() })), SchemaError);
    await assert.rejects(exportJsonSchema(json, { table: 'a' }), /no tables/);
    await assert.rejects(exportJsonSchema({ a: 'emial' }), SchemaError);
  });
});
