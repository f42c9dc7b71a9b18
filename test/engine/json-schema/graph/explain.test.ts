import assert from 'node:assert/strict';
import { explain } from '../../../../engine/src/json-schema/explain.js';
import { SchemaGraph } from '../../../../engine/src/json-schema/graph.js';

function reasons(schema: unknown, value: unknown): string[] {
  const graph = new SchemaGraph({ documents: [{ uri: 'test:a', value: schema }], root: 'test:a', infer: true });
  return explain(graph, graph.root, value).map(
    (v) => `${v.instance || '.'} ${v.schema.pointer || '.'} ${v.keyword}: ${v.message}`,
  );
}

describe('explaining violations', () => {
  const cases: [schema: unknown, value: unknown, ...expected: string[]][] = [
    [{ type: ['integer', 'null'] }, 'a', '. . type: must be an integer or null'],
    [{ type: 'integer', minimum: 2 }, 1.5, '. . type: must be an integer', '. . minimum: must be >= 2'],
    [
      { exclusiveMaximum: 2, multipleOf: 2 },
      3,
      '. . exclusiveMaximum: must be < 2',
      '. . multipleOf: must be a multiple of 2',
    ],
    [{ maxLength: 1 }, '😀😀', '. . maxLength: must have 1 character or fewer'],
    [{ enum: [1, 'a'] }, 2, '. . enum: must be one of 1, "a"'],
    [{ const: { a: 1 } }, 2, '. . const: must be {"a":1}'],
    [
      { properties: { 'a/b': { format: 'date' } }, required: ['c'], additionalProperties: false },
      { 'a/b': 'x', d: 1 },
      '. . required: must have the property "c"',
      '/a~1b /properties/a~1b format: must be of the format "date"',
      '/d . additionalProperties: the property "d" is not allowed',
    ],
    [{ $ref: '#/$defs/a', $defs: { a: { pattern: '^a' } } }, 'b', '. /$defs/a pattern: must match "^a"'],
    [
      { items: false, prefixItems: [{ type: 'null' }] },
      [1, 2],
      '/0 /prefixItems/0 type: must be null',
      '/1 /items false: nothing is allowed here',
    ],
    [
      { uniqueItems: true, contains: { const: 3 } },
      [{ a: 1 }, { a: 1.0 }],
      '. . uniqueItems: must not have two equal items',
      '. . contains: must have 1 or more items that satisfy "contains", not 0',
    ],
    [
      { anyOf: [{ type: 'string' }, { properties: { a: { type: 'null' } } }] },
      { a: 1 },
      '. . anyOf: must satisfy one of the 2 alternatives',
      '/a /anyOf/1/properties/a type: must be null',
    ],
    [{ oneOf: [{}, { minimum: 5 }, true] }, 1, '. . oneOf: must satisfy exactly one of the alternatives, not 0 and 2'],
    [{ not: { type: 'null' } }, null, '. . not: must not satisfy the schema of "not"'],
    [{ if: { minimum: 1 }, then: { const: 5 } }, 2, '. /then const: must be 5'],
    [
      { allOf: [{ properties: { a: {} } }], unevaluatedProperties: false },
      { a: 1, b: 2 },
      '/b . unevaluatedProperties: the property "b" is not allowed',
    ],
    [{ prefixItems: [{}], unevaluatedItems: { type: 'null' } }, [1, 2], '/1 /unevaluatedItems type: must be null'],
    [
      { dependentRequired: { a: ['b'] }, propertyNames: { maxLength: 1 } },
      { a: 1, cc: 1 },
      '/cc . propertyNames: the name "cc" is not allowed',
      '. . dependentRequired: must have the property "b" beside "a"',
    ],
    [{ type: 'number' }, NaN, '. . type: must be a number'],
  ];
  for (const [schema, value, ...expected] of cases) {
    it(JSON.stringify(schema), () => assert.deepEqual(reasons(schema, value), expected));
  }
});
