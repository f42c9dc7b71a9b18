import assert from 'node:assert/strict';
import type { Format } from '../../../../engine/src/output/encoder.js';
import { createEncoder } from '../../../../engine/src/output/formats.js';
import { openRun } from '../../../../engine/src/generators/open.js';
import { GeneratorRegistry } from '../../../../engine/src/generators/registry.js';
import { validateData } from '../../../../engine/src/validate/data.js';
import { DRAFT, imported, mistakes, record, rowsOf, validRows } from './support.js';

/** The text of a whole file. */
async function fileOf(schema: object, format: Format, count?: number): Promise<string> {
  const run = await openRun('structured', { schema, count }, new GeneratorRegistry());
  const [source] = run.sources;
  const encoder = createEncoder(format, source.fields, { bare: source.bare });
  const chunk = encoder.encode([source.batch(0, source.total)], 0);
  const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
  const written = [{ ...chunk, bytes: chunk.bytes.length }];
  return text(encoder.begin()) + text(chunk.bytes) + text(encoder.end(written));
}

describe('Rows of a root that is no plain object', () => {
  const choice = {
    $schema: DRAFT,
    type: 'object',
    properties: { id: { type: 'integer' } },
    required: ['id'],
    oneOf: [
      { properties: { kind: { const: 'a' }, a: { type: 'boolean' } }, required: ['kind', 'a'] },
      {
        properties: { kind: { const: 'b' }, b: { type: 'array', items: { type: 'integer' } } },
        required: ['kind', 'b'],
      },
    ],
    unevaluatedProperties: false,
  };

  it('are the values themselves', async () => {
    const rows = await validRows<unknown>({ $schema: DRAFT, type: ['integer', 'null', 'boolean'] });
    assert.deepEqual(
      new Set(rows.map((row) => (row === null ? 'null' : typeof row))),
      new Set(['number', 'null', 'boolean']),
    );
    const texts = await validRows<string>({ $schema: DRAFT, enum: ['a', 'b'] });
    assert.deepEqual([...new Set(texts)].sort(), ['a', 'b']);
    const lists = await validRows<unknown[]>({ $schema: DRAFT, type: 'array', prefixItems: [{ type: 'integer' }] });
    assert.ok(lists.every(Array.isArray));
  });

  it('are objects made as a whole where their properties depend on each other', async () => {
    const rows = await validRows(choice);
    assert.deepEqual([...new Set(rows.map((row) => row.kind))].sort(), ['a', 'b']);
    assert.equal(imported(choice).model!.tables[0].bare, true);
  });

  it('are written as such in JSON and JSON Lines', async () => {
    const schema = { $schema: DRAFT, type: ['integer', 'null', 'array'], items: { type: 'boolean' } };
    const rows = await rowsOf<unknown>(schema, { count: 40 });
    assert.deepEqual(JSON.parse(await fileOf(schema, 'json', 40)), rows);
    const lines = (await fileOf(schema, 'jsonl', 40)).trimEnd().split('\n');
    assert.deepEqual(
      lines.map((line) => JSON.parse(line) as unknown),
      rows,
    );
    assert.deepEqual(JSON.parse(await fileOf(choice, 'json', 40)), await rowsOf(choice, { count: 40 }));
  });

  it('fill a column in CSV, and objects one for each name', async () => {
    const [header, first] = (await fileOf({ $schema: DRAFT, type: 'integer', minimum: 7, maximum: 7 }, 'csv', 1)).split(
      '\n',
    );
    assert.deepEqual([header, first], ['value', '7']);
    const [columns, ...lines] = (await fileOf(choice, 'csv', 30)).trimEnd().split('\n');
    assert.equal(columns, 'id,kind,a,b');
    assert.ok(lines.some((line) => /^\d+,a,(true|false),$/.test(line)));
    assert.ok(lines.some((line) => /^\d+,b,,"?\[/.test(line)));
  });

  it('give names that are made up a column of their own', async () => {
    const map = {
      $schema: DRAFT,
      type: 'object',
      properties: { id: { type: 'integer' } },
      required: ['id'],
      minProperties: 3,
      additionalProperties: { type: 'boolean' },
    };
    const [columns, first] = (await fileOf(map, 'csv', 1)).split('\n');
    assert.equal(columns, 'id,additionalProperties');
    assert.match(first, /^\d+,"\{""/);
    await validRows(map);
  });

  it('keep nulls beside objects', async () => {
    const schema = {
      $schema: DRAFT,
      type: ['object', 'null'],
      properties: { a: { type: 'integer' } },
      required: ['a'],
    };
    const rows = await validRows<{ a: number } | null>(schema);
    assert.ok(rows.includes(null) && rows.some((row) => row !== null));
    assert.match(await fileOf(schema, 'csv', 100), /^a\n(\d+\n|""\n)+$/);
  });

  it('are checked as they are', async () => {
    const schema = { $schema: DRAFT, type: ['integer', 'string'], minimum: 3, maxLength: 2 };
    assert.equal((await validateData(schema, [3, 'ab', 500])).valid, true);
    const { problems } = await validateData(schema, [1, 'abc', null]);
    assert.deepEqual(
      problems.map(({ row, code }) => `${row} ${code}`),
      ['0 json-schema/minimum', '1 json-schema/maxLength', '2 json-schema/type'],
    );
  });
});

describe('A root that describes the whole file', () => {
  const items = record({ n: { type: 'integer', minimum: 1, maximum: 9 } });

  it('makes a row of each item, as many as the bounds allow', async () => {
    const count = async (bounds: object, asked?: number): Promise<number> =>
      (await rowsOf({ $schema: DRAFT, type: 'array', items, ...bounds }, { count: asked })).length;
    assert.equal(await count({}), 10);
    assert.equal(await count({ minItems: 25 }), 25);
    assert.equal(await count({ maxItems: 4 }), 4);
    assert.equal(await count({ minItems: 2, maxItems: 90 }, 33), 33);
    assert.equal(await count({ 'x-synth': { count: 12 } }), 12);
  });

  it('refuses a count outside of them', async () => {
    const schema = { $schema: DRAFT, type: 'array', items, minItems: 5, maxItems: 8 };
    assert.deepEqual(await mistakes(schema, { count: 4 }), ['count/out-of-bounds ']);
    assert.deepEqual(await mistakes(schema, { count: 9 }), ['count/out-of-bounds ']);
    assert.deepEqual(await mistakes({ ...schema, 'x-synth': { count: 9 } }), ['count/out-of-bounds ']);
  });

  it('makes no row twice where none may be', async () => {
    const unique = { $schema: DRAFT, type: 'array', items, uniqueItems: true, minItems: 9 };
    const rows = await rowsOf<{ n: number }>(unique);
    assert.deepEqual(rows.map(({ n }) => n).sort(), [1, 2, 3, 4, 5, 6, 7, 8, 9]);
    assert.deepEqual(await mistakes(unique, { count: 10 }), ['unique/domain-too-small /items/properties/n']);
    const numbers = await rowsOf<number>(
      { $schema: DRAFT, type: 'array', items: { type: 'integer' }, uniqueItems: true },
      { count: 500 },
    );
    assert.equal(new Set(numbers).size, 500);
    const withId = {
      ...unique,
      minItems: 1,
      items: record({ n: { const: 1 }, id: { type: 'string', format: 'uuid' } }),
    };
    assert.equal((await rowsOf(withId, { count: 50 })).length, 50);
  });

  it('refuses by name what it cannot tell apart', async () => {
    const vague = { type: 'object', properties: { n: { type: 'integer' } } };
    assert.deepEqual(await mistakes({ $schema: DRAFT, type: 'array', items: vague, uniqueItems: true }), [
      'json-schema/unique-rows /uniqueItems',
    ]);
  });

  it('is checked as a whole', async () => {
    const schema = { $schema: DRAFT, type: 'array', items, minItems: 2, maxItems: 3, uniqueItems: true };
    const codes = async (data: unknown[]): Promise<string[]> =>
      (await validateData(schema, data)).problems.map(({ code }) => code).sort();
    assert.deepEqual(await codes([{ n: 1 }, { n: 2 }]), []);
    assert.deepEqual(await codes([{ n: 1 }]), ['json-schema/minItems']);
    assert.deepEqual(await codes([{ n: 1 }, { n: 2 }, { n: 3 }, { n: 4 }]), ['json-schema/maxItems']);
    assert.deepEqual(await codes([{ n: 1 }, { n: 1 }]), ['json-schema/uniqueItems']);
    assert.deepEqual(await codes([{ n: 1 }, { n: 10 }]), ['json-schema/maximum']);
  });
});

describe('What a schema as a whole may be refused for', () => {
  const wrong: readonly (readonly [string, object, readonly string[]])[] = [
    [
      'nothing satisfies it',
      record({ a: { type: 'string', minLength: 5, maxLength: 3 } }),
      ['json-schema/unsatisfiable /properties/a/minLength'],
    ],
    [
      'types that contradict',
      { $schema: DRAFT, allOf: [{ type: 'string' }, { type: 'integer' }] },
      ['json-schema/unsatisfiable /allOf/1/type'],
    ],
    ['false', { $schema: DRAFT, not: {} }, ['json-schema/unsatisfiable /not']],
    [
      'references that lead nowhere',
      record({ a: { $ref: '#/$defs/b' } }),
      ['json-schema/unresolved-reference /properties/a/$ref'],
    ],
    [
      'a web address',
      record({ a: { $ref: 'https://example.com/b.json' } }),
      ['json-schema/remote-reference /properties/a/$ref'],
    ],
    ['an OpenAPI description', { openapi: '3.1.0', info: {}, components: { schemas: { A: {} } } }, ['form/openapi ']],
  ];
  for (const [what, schema, codes] of wrong) {
    it(what, async () => assert.deepEqual(await mistakes(schema), codes));
  }

  it('another type of data', () => {
    const { diagnostics } = imported(record({ a: { type: 'integer' } }), { type: 'events' });
    assert.deepEqual(
      diagnostics.map(({ code }) => code),
      ['type/contradiction'],
    );
  });

  it('warns where it only defines others', () => {
    const { model, diagnostics } = imported({ $schema: DRAFT, $defs: { A: { type: 'string' } } });
    assert.ok(model);
    assert.deepEqual(
      diagnostics.map(({ code, severity }) => `${severity} ${code}`),
      ['warning json-schema/anything'],
    );
  });
});
