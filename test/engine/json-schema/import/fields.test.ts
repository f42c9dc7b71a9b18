import assert from 'node:assert/strict';
import type { FieldSpec } from '../../../../engine/src/schema/model.js';
import { DRAFT, fieldOf, imported, record, rowsOf, validRows } from './support.js';

/** A field in short: its kind and what bounds it. */
function short(spec: FieldSpec): string {
  const nullable = spec.nullable > 0 ? '?' : '';
  const optional = spec.optional > 0 ? ' optional' : '';
  return `${shortKind(spec)}${nullable}${optional}`;
}

function shortKind(spec: FieldSpec): string {
  switch (spec.kind) {
    case 'integer':
    case 'number':
      return `${spec.kind} ${spec.min}..${spec.max}${spec.multipleOf === undefined ? '' : ` by ${spec.multipleOf}`}`;
    case 'text':
      return spec.pattern ? `/${spec.pattern.text}/` : `text ${spec.length?.min}..${spec.length?.max}`;
    case 'semantic':
      return spec.type;
    case 'enum':
      return `enum ${spec.values.map(({ value }) => JSON.stringify(value)).join()}`;
    case 'const':
      return `const ${JSON.stringify(spec.value)}`;
    case 'array':
      return `[${short(spec.items)}] ${spec.length.min}..${spec.length.max}${spec.uniqueItems ? ' unique' : ''}`;
    case 'object':
      return `{${spec.fields.map(({ name, spec: inner }) => `${name}: ${short(inner)}`).join(', ')}}`;
    case 'json':
      return `json ${spec.output}${spec.preferred ? ` like ${shortKind(spec.preferred)}` : ''}`;
    default:
      return spec.kind;
  }
}

describe('Fields of properties', () => {
  const string = { type: 'string' };
  const cases: readonly (readonly [unknown, string])[] = [
    [{ type: 'integer' }, 'integer 0..1000'],
    [{ type: 'integer', minimum: 5 }, 'integer 5..1005'],
    [{ type: 'integer', maximum: -5 }, 'integer -1005..-5'],
    [{ type: 'integer', maximum: 20 }, 'integer 0..20'],
    [{ type: 'integer', exclusiveMinimum: 0, exclusiveMaximum: 10 }, 'integer 1..9'],
    [{ type: 'integer', minimum: 0.5, maximum: 3.5 }, 'integer 1..3'],
    [{ type: 'integer', multipleOf: 5, minimum: 1 }, 'integer 5..1000 by 5'],
    [{ type: 'integer', format: 'int32' }, 'integer 0..1000'],
    [{ type: 'integer', minimum: 3e15, maximum: 4e15 }, 'integer 3000000000000000..4000000000000000'],
    [{ type: 'integer', minimum: 1e18 }, 'json number'],
    [{ type: 'number' }, 'number 0..1000'],
    [{ type: 'number', minimum: 0, maximum: 1 }, 'number 0..1'],
    [{ type: 'number', exclusiveMinimum: 0, maximum: 0.001 }, 'number 0.000001..0.001'],
    [{ type: 'number', multipleOf: 0.25, maximum: 10 }, 'number 0..10 by 0.25'],
    // Whether a decimal is a multiple of another, validators only say of the very number.
    [{ type: 'number', multipleOf: 0.01 }, 'json number'],
    [{ type: 'integer', not: { multipleOf: 2 } }, 'json integer'],
    [{ type: 'boolean' }, 'boolean'],
    [{ type: 'null' }, 'const null'],
    [string, 'text 8..16'],
    [{ ...string, minLength: 3, maxLength: 5 }, 'text 3..5'],
    [{ ...string, minLength: 100 }, 'text 100..108'],
    [{ ...string, maxLength: 1 }, 'text 1..1'],
    [{ ...string, maxLength: 0 }, 'json string'],
    [{ ...string, pattern: '^[A-Z]{3}-\\d+$' }, '/^[A-Z]{3}-\\d+$/'],
    [{ ...string, pattern: '^a(?=b)' }, 'json string'],
    [{ ...string, pattern: '^\\d+$', maxLength: 3 }, 'json string'],
    [{ ...string, format: 'email' }, 'internet.email'],
    [{ ...string, format: 'email', maxLength: 30 }, 'json string like internet.email'],
    [{ ...string, format: 'uuid' }, 'uuid'],
    [{ ...string, format: 'date-time' }, 'datetime'],
    [{ ...string, format: 'date' }, 'date'],
    [{ ...string, format: 'time' }, 'time'],
    [{ ...string, format: 'duration' }, 'duration'],
    [{ ...string, format: 'ipv4' }, 'internet.ipv4'],
    [{ ...string, format: 'uri' }, 'internet.url'],
    [{ ...string, format: 'regex' }, 'json string'],
    [{ enum: ['a', 'b'] }, 'enum "a","b"'],
    [{ enum: ['a', null] }, 'enum "a",null'],
    [{ type: 'string', enum: ['a', 5] }, 'const "a"'],
    [{ const: { deep: [1] } }, 'const {"deep":[1]}'],
    [{ type: ['string', 'null'] }, 'text 8..16?'],
    [{ anyOf: [{ type: 'integer' }, { type: 'null' }] }, 'integer 0..1000?'],
    [{ type: ['string', 'integer'] }, 'json any'],
    [{ type: ['integer', 'number'] }, 'number 0..1000'],
    [{ allOf: [{ type: 'integer', minimum: 3 }, { maximum: 7 }] }, 'integer 3..7'],
    [{ $ref: '#/$defs/code' }, 'text 2..2'],
    [{ type: 'array', items: string }, '[text 8..16] 1..5'],
    [{ type: 'array', items: string, minItems: 3 }, '[text 8..16] 3..7'],
    [{ type: 'array', items: string, maxItems: 2 }, '[text 8..16] 1..2'],
    [{ type: 'array', maxItems: 0 }, 'const []'],
    [{ type: 'array', items: false }, 'const []'],
    [{ type: 'array', items: { enum: [1, 2, 3] }, uniqueItems: true }, '[enum 1,2,3] 1..3 unique'],
    [{ type: 'array', items: { type: 'integer' }, uniqueItems: true }, '[integer 0..1000] 1..5 unique'],
    [{ type: 'array', items: { ...string, format: 'email' }, uniqueItems: true }, 'json any'],
    [{ type: 'array', items: { type: ['integer', 'null'] }, uniqueItems: true }, 'json any'],
    [{ type: 'array', prefixItems: [string] }, 'json any'],
    [{ type: 'array', contains: { const: 1 } }, 'json any'],
    [{ type: 'array', items: { type: 'array', items: { type: 'boolean' } } }, '[[boolean] 1..5] 1..5'],
    [record({ a: { type: 'boolean' } }), '{a: boolean}'],
    [{ type: 'object', properties: { a: { type: 'boolean' } } }, '{a: boolean optional}'],
    [{ type: ['object', 'null'], properties: { a: { type: 'boolean' } } }, '{a: boolean optional}?'],
    [{ type: 'object', properties: { a: true, b: false }, required: ['a'] }, '{a: json any}'],
    [
      { type: 'object', properties: { a: string, b: string }, minProperties: 1 },
      '{a: text 8..16, b: text 8..16 optional}',
    ],
    [{ type: 'object', properties: { a: string, b: string }, maxProperties: 1 }, 'json any'],
    [{ type: 'object', additionalProperties: { type: 'integer' } }, 'json any'],
    [{ type: 'object', required: ['z'], additionalProperties: { type: 'boolean' } }, '{z: boolean}'],
    [{ type: 'object', properties: { a: string }, propertyNames: { maxLength: 0 } }, 'json any'],
    [record({ a: string }, { dependentRequired: { a: ['b'] } }), '{a: text 8..16, b: json any}'],
    [{ type: 'object', properties: { a: string }, dependentRequired: { a: ['b'] } }, 'json any'],
    [{}, 'json any'],
    [true, 'json any'],
  ];
  for (const [property, expected] of cases) {
    it(`${JSON.stringify(property)} is ${expected}`, () => {
      const { model, diagnostics } = imported(
        record({ x: property }, { $defs: { code: { type: 'string', minLength: 2, maxLength: 2 } } }),
      );
      assert.ok(model, JSON.stringify(diagnostics));
      assert.equal(short(model.tables[0].fields[0].spec), expected);
    });
  }

  it('draws what they say', async () => {
    const properties = Object.fromEntries(cases.map(([property], i) => [`x${i}`, property]));
    const schema = record(properties, { $defs: { code: { type: 'string', minLength: 2, maxLength: 2 } } });
    await validRows(schema, { count: 100 });
    await validRows({ ...schema, required: [] }, { count: 100, seed: 3 });
  }).timeout(30_000);

  it('looks at names unless it is told not to', () => {
    assert.equal(short(fieldOf({ type: 'string' }, {}, 'email')), 'internet.email');
    assert.equal(short(fieldOf({ type: 'string' }, { infer: false }, 'email')), 'text 8..16');
    assert.equal(short(fieldOf({ type: 'string', format: 'email' }, { infer: false }, 'y')), 'internet.email');
    assert.equal(short(fieldOf({ type: 'integer' }, { infer: false }, 'age')), 'integer 0..1000');
    assert.equal(short(fieldOf({ type: 'string' }, {}, 'tags')), 'lorem.word');
    assert.equal(short(fieldOf({ type: 'array', items: { type: 'string' } }, {}, 'emails')), '[internet.email] 1..5');
  });

  it('leaves out what can never be, keeps one in ten optional ones and nulls away', async () => {
    const properties = { a: { type: 'string' }, b: false, c: { type: ['integer', 'null'] } };
    const rows = await validRows({ $schema: DRAFT, type: 'object', properties, required: ['c'] }, { count: 2000 });
    const share = (test: (row: Record<string, unknown>) => boolean): number => rows.filter(test).length / rows.length;
    assert.ok(Math.abs(share((row) => 'a' in row) - 0.9) < 0.03);
    assert.ok(Math.abs(share((row) => row.c === null) - 0.1) < 0.03);
    assert.equal(
      share((row) => 'b' in row),
      0,
    );
  });

  it('draws a property the same whichever others there are', async () => {
    const of = {
      a: { type: 'integer' },
      b: { type: 'string', format: 'email', maxLength: 20 },
      c: { oneOf: [{ type: 'integer' }, { type: 'boolean' }] },
    };
    const all = await rowsOf(record(of), { count: 50 });
    for (const name of ['a', 'b', 'c'] as const) {
      const alone = await rowsOf(record({ z: { type: 'string' }, [name]: of[name] }), { count: 50 });
      assert.deepEqual(
        alone.map((row) => row[name]),
        all.map((row) => row[name]),
        name,
      );
    }
  });

  it('reads schemas that contain themselves', async () => {
    const node = record({ value: { type: 'integer' }, children: { type: 'array', items: { $ref: '#' }, maxItems: 2 } });
    const { model } = imported(node);
    assert.equal(short(model!.tables[0].fields[1].spec), 'json any');
    await validRows(node);
  });

  it('keeps names apart from paths', async () => {
    const schema = record({
      'a/b': { type: 'integer' },
      a: record({ b: { type: 'integer' } }),
      '': { type: 'integer' },
      __proto__x: { type: 'null' },
    });
    const rows = await validRows(schema);
    assert.notDeepEqual(
      rows.map((row) => row['a/b']),
      rows.map((row) => (row.a as { b: number }).b),
    );
  });
});
