import assert from 'node:assert/strict';
import { composing, drawn, refusal, type Schema } from './support.js';

const TREE = {
  $defs: {
    node: {
      type: 'object',
      required: ['value'],
      properties: {
        value: { type: 'integer' },
        children: { type: 'array', items: { $ref: '#/$defs/node' } },
        next: { $ref: '#/$defs/node' },
      },
      additionalProperties: false,
    },
  },
  $ref: '#/$defs/node',
};

const SCHEMAS: Record<string, Record<string, Schema>> = {
  numbers: {
    'no bounds': { type: 'number' },
    integers: { type: 'integer', minimum: -5, maximum: 5 },
    'exclusive bounds': { type: 'integer', exclusiveMinimum: 0, exclusiveMaximum: 3 },
    'a hair’s breadth': { type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 5e-324 * 4 },
    'between tenths': { type: 'number', minimum: 0.1, exclusiveMaximum: 0.1000001 },
    hundredths: { type: 'number', multipleOf: 0.01, minimum: -1, maximum: 1000 },
    'two steps': { type: 'number', allOf: [{ multipleOf: 0.25 }, { multipleOf: 0.1 }], minimum: 3 },
    'sixths and fourths': { allOf: [{ multipleOf: 6 }, { multipleOf: 4 }, { type: 'integer', minimum: 1 }] },
    'a tiny step': { type: 'number', multipleOf: 1e-8 },
    'a huge step': { type: 'number', multipleOf: 1e300, minimum: 1 },
    'no multiple': { type: 'integer', not: { multipleOf: 2 } },
    'no integer': { type: 'number', not: { type: 'integer' } },
    'nearly all doubles': { type: 'number', minimum: -1e308, maximum: 1e308 },
    'beyond safe integers': { type: 'integer', minimum: 2 ** 60, maximum: 2 ** 62 },
    'one excluded': { type: 'integer', minimum: 1, maximum: 3, not: { const: 2 } },
    'far away': { type: 'number', minimum: 1e300 },
    'below zero': { type: 'integer', exclusiveMaximum: -1e15 },
    'formats of integers': { type: 'integer', format: 'int32', minimum: 7 },
  },
  strings: {
    lengths: { type: 'string', minLength: 3, maxLength: 4 },
    pattern: { type: 'string', pattern: '^[A-Z]{2}\\d{4}$' },
    'several patterns': { type: 'string', allOf: [{ pattern: '[0-9]' }, { pattern: '[a-z]' }], maxLength: 8 },
    'not a pattern': { type: 'string', not: { pattern: '^a' }, minLength: 1 },
    email: { type: 'string', format: 'email' },
    moments: { type: 'string', format: 'date-time' },
    uuid: { type: 'string', format: 'uuid' },
    'listed and long enough': { enum: ['a', 'bb', 'ccc', 4], minLength: 2 },
  },
  arrays: {
    any: { type: 'array' },
    lengths: { type: 'array', items: { type: 'integer' }, minItems: 2, maxItems: 3 },
    tuples: { type: 'array', prefixItems: [{ type: 'integer' }, { type: 'string' }], items: false },
    'tuples that may be short': { type: 'array', prefixItems: [{ type: 'integer' }, false] },
    'different booleans': { type: 'array', items: { type: 'boolean' }, uniqueItems: true, minItems: 2 },
    'all of an enum': { type: 'array', items: { enum: [1, 2, 3, 'a', null] }, uniqueItems: true, minItems: 5 },
    'different objects': {
      type: 'array',
      items: { type: 'object', properties: { a: { type: 'boolean' } }, required: ['a'], additionalProperties: false },
      uniqueItems: true,
      minItems: 2,
    },
    'many different numbers': { type: 'array', items: { type: 'integer' }, uniqueItems: true, minItems: 150 },
    'different with a prefix': {
      type: 'array',
      prefixItems: [{ enum: [1, 2] }],
      items: { enum: [1, 2, 3] },
      uniqueItems: true,
      minItems: 3,
    },
    contains: { type: 'array', items: { type: 'integer' }, contains: { minimum: 5000 }, minItems: 4 },
    'contains twice': { type: 'array', contains: { const: 'x' }, minContains: 2 },
    'contains some only': {
      type: 'array',
      items: { type: 'integer', minimum: 0, maximum: 9 },
      contains: { minimum: 5 },
      minContains: 1,
      maxContains: 2,
      minItems: 6,
    },
    'contains none': {
      type: 'array',
      items: { type: 'integer' },
      contains: { minimum: 500 },
      minContains: 0,
      maxContains: 0,
    },
    'two to be contained': {
      type: 'array',
      allOf: [{ contains: { type: 'string' } }, { contains: { type: 'number' } }],
    },
    'two in one': {
      type: 'array',
      maxItems: 1,
      allOf: [{ contains: { type: 'number', minimum: 5 } }, { contains: { type: 'number', maximum: 10 } }],
    },
    'not different': { type: 'array', items: { type: 'integer' }, not: { uniqueItems: true } },
    'not unevaluated': { type: 'array', prefixItems: [{ type: 'string' }], unevaluatedItems: false },
    'evaluated by a branch': {
      type: 'array',
      minItems: 1,
      anyOf: [{ prefixItems: [{ const: 1 }, { const: 2 }] }, { prefixItems: [{ type: 'string' }] }],
      unevaluatedItems: { type: 'null' },
    },
  },
  objects: {
    any: { type: 'object' },
    properties: { type: 'object', properties: { a: { type: 'integer' }, b: { type: 'string' } }, required: ['b'] },
    closed: { type: 'object', properties: { a: true }, required: ['a'], additionalProperties: false },
    'a map': { type: 'object', additionalProperties: { type: 'integer' } },
    'at least': { type: 'object', minProperties: 3, properties: { a: { type: 'integer' } } },
    'at most': {
      type: 'object',
      maxProperties: 2,
      properties: { a: { type: 'null' }, b: { type: 'null' }, c: { type: 'null' }, d: { type: 'null' } },
    },
    patterns: {
      type: 'object',
      patternProperties: { '^x-': { type: 'string' }, '^\\d+$': { type: 'integer' } },
      additionalProperties: false,
      minProperties: 3,
    },
    'overlapping patterns': {
      type: 'object',
      patternProperties: { '^a': { type: 'integer' }, z$: { minimum: 10 } },
      required: ['az'],
      minProperties: 4,
    },
    'names by a pattern': { type: 'object', propertyNames: { pattern: '^[a-z]{3}$' }, minProperties: 3 },
    'names by a list': { type: 'object', propertyNames: { enum: ['one', 'two', 'three'] }, minProperties: 3 },
    'dependent properties': {
      type: 'object',
      properties: { card: { type: 'integer' }, address: { type: 'string' } },
      dependentRequired: { card: ['address'] },
    },
    'dependent schemas': {
      type: 'object',
      properties: { kind: { enum: ['a', 'b'] }, size: { type: 'integer' } },
      dependentSchemas: { size: { properties: { size: { minimum: 100 } }, required: ['kind'] } },
    },
    'not unevaluated': {
      type: 'object',
      allOf: [{ properties: { a: { type: 'string' } }, required: ['a'] }],
      properties: { b: { type: 'integer' } },
      unevaluatedProperties: false,
    },
    'names to beware of': {
      type: 'object',
      properties: { ['__proto__']: { type: 'integer' }, constructor: { type: 'string' }, toString: { type: 'null' } },
      required: ['__proto__', 'constructor', 'toString'],
    },
    'some property is no string': { type: 'object', not: { additionalProperties: { type: 'string' } } },
    'some name is long': { type: 'object', not: { propertyNames: { maxLength: 4 } } },
  },
  choices: {
    anything: true,
    types: { type: ['string', 'null', 'boolean'] },
    constants: { const: { a: [1, { b: null }] } },
    anyOf: { anyOf: [{ type: 'integer' }, { type: 'string', maxLength: 3 }] },
    oneOf: {
      oneOf: [
        { type: 'integer', multipleOf: 3 },
        { type: 'integer', multipleOf: 5 },
      ],
    },
    allOf: { allOf: [{ type: 'object', required: ['a'] }, { properties: { a: { type: 'integer', minimum: 3 } } }] },
    not: { not: { type: ['object', 'array'] } },
    conditions: {
      type: 'object',
      properties: { country: { enum: ['us', 'ca'] }, code: { type: 'string' } },
      required: ['country', 'code'],
      if: { properties: { country: { const: 'us' } } },
      then: { properties: { code: { pattern: '^\\d{5}$' } } },
      else: { properties: { code: { pattern: '^[A-Z]\\d[A-Z]$' } } },
    },
  },
  recursion: {
    trees: TREE,
    'an endless list': { type: 'array', items: { $ref: '#' }, minItems: 0 },
    'one way out': { anyOf: [{ type: 'object', required: ['in'], properties: { in: { $ref: '#' } } }, { const: 0 }] },
  },
};

describe('json-schema compose: keywords', () => {
  for (const [topic, schemas] of Object.entries(SCHEMAS)) {
    describe(topic, () => {
      for (const [name, schema] of Object.entries(schemas)) {
        it(name, () => {
          const values = drawn(schema, 200);
          assert.equal(values.length, 200);
          assert.deepEqual(refusal(schema, values), undefined);
        });

        it(`${name}: each row by itself`, () => {
          const all = drawn(schema, 60);
          const made = composing(schema);
          assert.deepEqual(drawn(made, 1, 41), all.slice(41, 42));
          assert.deepEqual([...drawn(made, 7), ...drawn(made, 20, 7), ...drawn(made, 33, 27)], all);
        });
      }
    });
  }
});
