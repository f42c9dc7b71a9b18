import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { batchDocument } from '../../../engine/src/schema/grammar-batch.js';
import { documentForms, type FieldMap, type SynthDocument } from '../../../engine/src/schema/grammar.js';
import { batchJsonSchema, dataSchemaJsonSchema, type JsonSchema } from '../../../engine/src/schema/json-schema.js';
import { normalise } from '../../../engine/src/schema/normalise.js';
import { parseDocument } from '../../../engine/src/schema/parse.js';

const root = new URL('../../../', import.meta.url);

function example(name: string): unknown {
  return parseDocument(readFileSync(new URL(`examples/${name}`, root), 'utf8'), { file: name }).value;
}

describe('the grammar', () => {
  for (const name of ['shop', 'clickstream', 'clinic']) {
    it(`has the tables of ${name}`, () => void documentForms().tables.parse(example(`${name}.synth.yaml`)));
  }
  for (const name of ['sensors', 'reviews']) {
    it(`has the document ${name}`, () => void documentForms().document.parse(example(`${name}.synth.yaml`)));
  }
  it('has the field map of readings', () => void documentForms().fieldMap.parse(example('readings.json')));

  const mistakes: [name: string, document: unknown][] = [
    ['a misspelt property', { tables: { t: { fields: { a: { type: 'integer', minn: 5 } }, cuont: 5 } } }],
    ['a share in per cent', { tables: { t: { fields: { a: { type: 'uuid', nullable: 5 } } } } }],
    ['a table without fields', { tables: { t: { count: 5 } } }],
    [
      'a distribution without its parameters',
      { tables: { t: { fields: {}, count: { per: 'u', distribution: { type: 'normal' } } } } },
    ],
  ];
  for (const [name, document] of mistakes) {
    it(`refuses ${name}`, () => assert.equal(documentForms().tables.safeParse(document).success, false));
  }

  it('types documents', () => {
    const shop: SynthDocument = {
      seed: 42,
      tables: {
        users: {
          count: 10,
          fields: { id: 'uuid', name: 'person.fullName', age: { type: 'integer', min: 18, max: 90 } },
        },
        orders: {
          count: { per: 'users', max: 3, distribution: { type: 'poisson', mean: 1 } },
          fields: {
            user: { ref: 'users.id' },
            tags: { items: 'string', length: { max: 3 } },
            total: { type: 'number', by: 'user', cases: { a: { max: 5 } } },
          },
        },
      },
    };
    const map: FieldMap = { timestamp: 'datetime', temperature: { type: 'number', min: -20, max: 40 } };
    assert.deepEqual(
      [shop, map].map((document) => normalise(document).diagnostics),
      [[], []],
    );

    // @ts-expect-error a bound is a number
    const bound: FieldMap = { a: { type: 'integer', min: '5' } };
    // @ts-expect-error there is no such distribution
    const spread: FieldMap = { a: { type: 'number', distribution: { type: 'bell' } } };
    // @ts-expect-error a table has fields
    const table: SynthDocument = { tables: { users: { count: 5 } } };
    // @ts-expect-error a seed is a number
    const seed: SynthDocument = { seed: 'x', fields: { a: 'uuid' } };
    for (const document of [bound, spread, table, seed]) assert.equal(normalise(document).model, undefined);
  });

  it('takes batch files', () => {
    const batch = {
      parallel: 4,
      output: 'out',
      jobs: [
        { name: 'a', schema: 'a.synth.yaml', count: 5 },
        { name: 'b', dependsOn: ['a'], seed: 'random' },
      ],
    };
    batchDocument().parse(batch);
    for (const wrong of [
      { jobs: [] },
      { jobs: [{ schema: 'x' }] },
      { jobs: [{ name: 'a', cuont: 1 }] },
      { parallel: 0, jobs: [{ name: 'a' }] },
    ]) {
      assert.equal(batchDocument().safeParse(wrong).success, false);
    }
  });
});

describe('the published JSON Schemas', () => {
  const published: [file: string, schema: () => JsonSchema][] = [
    ['data-schema.schema.json', dataSchemaJsonSchema],
    ['batch.schema.json', batchJsonSchema],
  ];
  for (const [file, schema] of published) {
    it(`${file} is what its source says`, () => {
      assert.deepEqual(JSON.parse(readFileSync(new URL(`schemas/${file}`, root), 'utf8')), schema());
    });

    it(`${file} refers only to what it defines`, () => {
      const { $defs = {} } = schema() as { $defs?: Record<string, unknown> };
      for (const [, name] of JSON.stringify(schema()).matchAll(/"\$ref":"#\/\$defs\/([^"]+)"/g))
        assert.ok(name in $defs, name);
    });
  }

  it('describe every property of a field', () => {
    const { $defs } = dataSchemaJsonSchema() as { $defs: Record<string, { description?: string }> };
    const shared = Object.keys($defs).filter((name) => name.includes('.'));
    assert.ok(shared.length > 20);
    for (const name of shared) assert.ok($defs[name].description, name);
  });

  it('are made anew without harm', () => {
    assert.deepEqual(dataSchemaJsonSchema(), dataSchemaJsonSchema());
    assert.ok(z.toJSONSchema(documentForms().fieldMap));
  });
});
