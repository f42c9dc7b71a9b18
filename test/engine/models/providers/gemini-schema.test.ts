import assert from 'node:assert/strict';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { geminiSchema } from '../../../../engine/src/models/gemini-schema.js';

describe('models: schemas for Gemini', () => {
  const text = { type: 'string' };
  const cases: [title: string, schema: object, converted: object | undefined][] = [
    ['null beside a type', { type: ['string', 'null'] }, text],
    [
      'null inside',
      { type: 'array', items: { type: ['string', 'null'] } },
      { type: 'array', items: { ...text, nullable: true } },
    ],
    ['several types', { type: ['string', 'integer'] }, { anyOf: [text, { type: 'integer' }] }],
    [
      'lengths, patterns and most formats are left out',
      { ...text, minLength: 1, pattern: '^a', format: 'email' },
      text,
    ],
    ['the one format it knows', { ...text, format: 'date-time' }, { ...text, format: 'date-time' }],
    ['enum of texts', { enum: ['a', 'b', null] }, { ...text, enum: ['a', 'b'] }],
    ['an empty text in an enum', { enum: ['a', ''] }, text],
    ['enum of numbers', { enum: [3, 1, 2] }, { type: 'integer', minimum: 1, maximum: 3 }],
    ['const', { const: 'a' }, { ...text, enum: ['a'] }],
    ['const of a number', { const: 1.5 }, { type: 'number', minimum: 1.5, maximum: 1.5 }],
    ['enum of this and that', { enum: ['a', 1] }, undefined],
    [
      'open bounds',
      { type: 'number', exclusiveMinimum: 0, maximum: 9, exclusiveMaximum: 7 },
      { type: 'number', minimum: 0, maximum: 7 },
    ],
    [
      'places in an array',
      { type: 'array', prefixItems: [text, { type: 'integer' }, text], items: false, minItems: 3 },
      { type: 'array', items: { anyOf: [text, { type: 'integer' }] }, minItems: 3, maxItems: 3 },
    ],
    [
      'references',
      { type: 'array', items: { $ref: '#/$defs/a~1b' }, $defs: { 'a/b': text } },
      { type: 'array', items: text },
    ],
    ['recursion', { type: 'object', properties: { next: { $ref: '#' } } }, undefined],
    ['references elsewhere', { $ref: 'https://example.com/a' }, undefined],
    ['dangling references', { $ref: '#/$defs/none' }, undefined],
    ['free names', { type: 'object', additionalProperties: text }, undefined],
    ['an object without properties', { type: 'object' }, undefined],
    ['anything', {}, undefined],
    ['anything inside', { type: 'array' }, undefined],
    ['true', { type: 'array', items: true }, undefined],
    ['nothing but null', { type: 'null' }, undefined],
    ['allOf of one', { allOf: [text], description: 'a' }, { ...text, description: 'a' }],
    [
      'allOf that says one thing twice',
      { allOf: [{ properties: { a: text } }, { properties: { b: text } }] },
      undefined,
    ],
    ['options', { oneOf: [text, { type: 'null' }, { type: 'boolean' }] }, { anyOf: [text, { type: 'boolean' }] }],
    ['options beside properties', { properties: { a: text }, anyOf: [{ required: ['a'] }] }, undefined],
    [
      'an object, in its order',
      {
        type: 'object',
        properties: { b: text, a: { type: 'boolean' } },
        required: ['a', 'c'],
        additionalProperties: false,
      },
      {
        type: 'object',
        properties: { b: text, a: { type: 'boolean' } },
        required: ['a'],
        propertyOrdering: ['b', 'a'],
      },
    ],
  ];
  for (const [title, schema, converted] of cases) {
    it(title, () => assert.deepEqual(geminiSchema(schema), converted));
  }

  it('takes whatever the JSON Schema takes', () => {
    const leaf = fc.oneof(
      fc.record({ type: fc.constant('string'), maxLength: fc.nat(9) }),
      fc.record({
        type: fc.constantFrom('integer', 'number'),
        minimum: fc.integer({ min: -5, max: 0 }),
        exclusiveMaximum: fc.integer({ min: 1, max: 5 }),
      }),
      fc.record({ enum: fc.uniqueArray(fc.constantFrom('a', 'b', '', null), { minLength: 1 }) }),
      fc.record({ enum: fc.uniqueArray(fc.integer({ min: -3, max: 3 }), { minLength: 1 }) }),
      fc.constant({ type: ['boolean', 'null'] }),
    );
    const schemas = fc.letrec<{ schema: object }>((tie) => ({
      schema: fc.oneof(
        { maxDepth: 3 },
        leaf,
        fc.record({ type: fc.constant('array'), items: tie('schema'), maxItems: fc.constant(2) }),
        fc.record({
          type: fc.constant('array'),
          prefixItems: fc.array(tie('schema'), { minLength: 1, maxLength: 2 }),
          items: fc.constant(false),
        }),
        fc.record({ anyOf: fc.array(tie('schema'), { minLength: 1, maxLength: 2 }) }),
        fc.record({
          properties: fc.record({ a: tie('schema'), b: tie('schema') }),
          additionalProperties: fc.constant(false),
          type: fc.constant('object'),
        }),
      ),
    })).schema;
    const values = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 2 },
        fc.constantFrom<unknown>('a', 'b', '', null, true, 0, 1, -2, 1.5),
        fc.array(tie('value'), { maxLength: 2 }),
        fc.record({ a: tie('value'), b: tie('value') }, { requiredKeys: [] }),
      ),
    })).value;
    let held = 0;
    fc.assert(
      fc.property(schemas, fc.array(values, { minLength: 20, maxLength: 20 }), (schema, some) => {
        const converted = geminiSchema({ type: 'object', properties: { x: schema } });
        if (converted === undefined) return;
        const before = new Ajv2020({ strict: false }).compile(schema);
        const after = new Ajv2020({ strict: false }).compile(plain(converted.properties!.x!));
        for (const value of some.filter((each) => before(each))) {
          held++;
          assert.ok(after(value), `${JSON.stringify(schema)} → ${JSON.stringify(converted)}: ${JSON.stringify(value)}`);
        }
      }),
      { seed: 5, numRuns: 400 },
    );
    assert.ok(held > 500, String(held));
  });
});

/** OpenAPI's `nullable` as JSON Schema says it. */
function plain(schema: object): object {
  const { nullable, propertyOrdering: _, items, properties, anyOf, ...rest } = schema as Record<string, unknown>;
  const inner = {
    ...rest,
    ...(items === undefined ? {} : { items: plain(items as object) }),
    ...(anyOf === undefined ? {} : { anyOf: (anyOf as object[]).map(plain) }),
    ...(properties === undefined
      ? {}
      : {
          properties: Object.fromEntries(Object.entries(properties as object).map(([k, v]) => [k, plain(v as object)])),
        }),
  };
  return nullable === true ? { anyOf: [{ type: 'null' }, inner] } : inner;
}
