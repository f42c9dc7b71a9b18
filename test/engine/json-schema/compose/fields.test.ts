import assert from 'node:assert/strict';
import type { Column } from '../../../../engine/src/columns/column.js';
import { valueAt } from '../../../../engine/src/columns/read.js';
import { compilePlan } from '../../../../engine/src/plan/compile.js';
import { TableRows } from '../../../../engine/src/plan/rows.js';
import { rootAddresses } from '../../../../engine/src/random/stream.js';
import type { DocumentModel, FieldSpec, JsonSpec } from '../../../../engine/src/schema/model.js';
import { loadJsonPart } from '../../../../engine/src/plan/json-part.js';
import { loadVocabulary } from '../../../../engine/src/vocabulary/locale.js';
import { refusal, type Schema } from './support.js';

const COMMON = { pointer: '', nullable: 0, optional: 0, unique: false } as const;

interface Field {
  readonly output: JsonSpec['output'];
  readonly schema: Schema;
  readonly preferred?: object;
}

/** Columns of the fields of a schema, as drawn in one batch. */
async function columns(
  fields: Record<string, Field>,
  count: number,
  settings: { infer?: boolean; from?: number; seed?: number } = {},
): Promise<Record<string, Column>> {
  const uri = 'file:///schema.json';
  const properties = Object.fromEntries(Object.entries(fields).map(([name, { schema }]) => [name, schema]));
  const model: DocumentModel = {
    form: 'json-schema',
    seed: settings.seed ?? 0,
    now: 1_767_225_600_000,
    locale: 'en',
    timezone: 'UTC',
    jsonSchema: { documents: [{ uri, value: { properties } }], root: `${uri}#`, infer: settings.infer ?? true },
    tables: [
      {
        name: 'rows',
        key: '',
        type: 'structured',
        pointer: '',
        count: undefined,
        primaryKey: [],
        unique: [],
        correlations: [],
        source: {},
        fields: Object.entries(fields).map(([name, { output, preferred }]) => ({
          name,
          pointer: '',
          spec: {
            ...COMMON,
            key: name,
            kind: 'json',
            output,
            goal: [{ location: `${uri}#/properties/${name}`, negated: false, scope: [] }],
            ...(preferred && { preferred: { ...COMMON, key: name, ...preferred } as FieldSpec }),
          },
        })),
      },
    ],
  };
  const vocabularies = new Map([['en', await loadVocabulary('en')]]);
  await loadJsonPart();
  const { plan, diagnostics } = compilePlan(
    { model, file: undefined, others: new Map() },
    { vocabularies, fieldTypes: new Map(), localText: false, count },
  );
  assert.deepEqual(diagnostics, []);
  const [table] = plan.tables;
  const from = settings.from ?? 0;
  const rows = Float64Array.from({ length: count }, (_, i) => from + i);
  const batch = new TableRows(table.level, rows, rootAddresses(from, count));
  return Object.fromEntries(table.outputs.map(({ name, cell }) => [name, batch.column(cell)]));
}

function valuesOf(column: Column): unknown[] {
  return Array.from({ length: column.length }, (_, i) => valueAt(column, i));
}

describe('json-schema compose: fields', () => {
  it('puts out columns of the kind that is promised', async () => {
    const made = await columns(
      {
        text: { output: 'string', schema: { type: 'string', pattern: '^[ab]+$' } },
        count: { output: 'integer', schema: { type: 'integer', not: { multipleOf: 3 } } },
        price: { output: 'number', schema: { type: 'number', multipleOf: 0.05 } },
        flag: { output: 'boolean', schema: { type: 'boolean' } },
        moment: { output: 'datetime', schema: { type: 'string', format: 'date-time' } },
        mixed: { output: 'any', schema: { type: ['integer', 'null', 'string'] } },
      },
      300,
    );
    const kinds = Object.fromEntries(Object.entries(made).map(([name, column]) => [name, column.kind]));
    assert.deepEqual(kinds, {
      text: 'text',
      count: 'number',
      price: 'number',
      flag: 'boolean',
      moment: 'text',
      mixed: 'value',
    });
    const mixed = valuesOf(made.mixed);
    assert.deepEqual(
      new Set(mixed.map((v) => (v === null ? 'null' : typeof v))),
      new Set(['null', 'number', 'string']),
    );
    assert.deepEqual(refusal({ type: 'integer', not: { multipleOf: 3 } }, valuesOf(made.count)), undefined);
  });

  it('keeps what is preferred where the schema accepts it', async () => {
    const preferred = { kind: 'integer', min: 1, max: 100 };
    const free = await columns({ n: { output: 'integer', schema: { type: 'integer' }, preferred } }, 500);
    const schema = { type: 'integer', not: { multipleOf: 7 } };
    const checked = await columns({ n: { output: 'integer', schema, preferred } }, 500);
    const before = valuesOf(free.n) as number[];
    const after = valuesOf(checked.n) as number[];
    assert.ok(before.some((n) => n % 7 === 0));
    assert.deepEqual(refusal(schema, after), undefined);
    after.forEach((n, i) => assert.ok(before[i] % 7 === 0 ? n >= 1 && n <= 100 : n === before[i]));
  });

  it('composes where nothing preferred is accepted', async () => {
    const schema = { type: 'string', pattern: '^[0-9]{4}$' };
    const preferred = { kind: 'semantic', type: 'person.fullName', from: [] };
    const made = await columns({ name: { output: 'string', schema, preferred } }, 100);
    assert.deepEqual(refusal(schema, valuesOf(made.name)), undefined);
  });

  it('looks like what properties are called, unless told not to', async () => {
    const schema = {
      type: 'object',
      required: ['email', 'age', 'short'],
      properties: {
        email: { type: 'string' },
        age: { type: 'integer', minimum: 0 },
        short: { type: 'object', required: ['email'], properties: { email: { type: 'string', maxLength: 22 } } },
      },
    };
    type Person = { email: string; age: number; short: { email: string } };
    const people = valuesOf((await columns({ person: { output: 'any', schema } }, 200)).person) as Person[];
    assert.ok(people.every((p) => /^\S+@\S+\.\S+$/.test(p.email)));
    assert.ok(people.every((p) => p.age < 120));
    assert.ok(people.filter((p) => p.short.email.includes('@')).length > 180);
    assert.deepEqual(refusal(schema, people), undefined);
    const plain = (await columns({ person: { output: 'any', schema } }, 200, { infer: false })).person;
    assert.ok((valuesOf(plain) as Person[]).filter((p) => p.email.includes('@')).length < 10);
  });

  it('takes field settings at leaves', async () => {
    const schema = {
      type: 'array',
      minItems: 1,
      items: { type: 'string', maxLength: 8, 'x-synth': { pattern: 'SKU-[0-9]{3,5}' } },
    };
    const lists = valuesOf((await columns({ skus: { output: 'any', schema } }, 200)).skus) as string[][];
    assert.ok(lists.flat().every((sku) => /^SKU-\d{3,4}$/.test(sku)));
  });

  it('draws the same whatever the batch, and other values for other seeds', async () => {
    const schema = {
      type: 'object',
      properties: { name: { type: 'string' }, tags: { type: 'array', items: { type: 'string' } } },
    };
    const fields: Record<string, Field> = { x: { output: 'any', schema } };
    const all = valuesOf((await columns(fields, 600)).x);
    assert.deepEqual(valuesOf((await columns(fields, 20, { from: 500 })).x), all.slice(500, 520));
    assert.notDeepEqual(valuesOf((await columns(fields, 600, { seed: 1 })).x), all);
  });

  it('gives fields of one schema values of their own', async () => {
    const schema = { type: 'object', required: ['n'], properties: { n: { type: 'number' } } };
    const made = await columns({ a: { output: 'any', schema }, b: { output: 'any', schema } }, 50);
    assert.notDeepEqual(valuesOf(made.a), valuesOf(made.b));
  });
});
