import assert from 'node:assert/strict';
import { solve } from './solving.js';
import { summary } from './summary.js';

const CASES: readonly (readonly [schema: unknown, shapes: readonly string[]])[] = [
  [true, ['null', 'boolean', 'number', 'string', 'array rest any', 'object open']],
  [{ type: 'integer', minimum: 1.5, exclusiveMaximum: 7 }, ['integer 2..6']],
  [{ type: ['string', 'null'] }, ['null', 'string']],
  [{ minimum: 3 }, ['number 3..Infinity', 'else null boolean string array object']],
  [{ minLength: 2, format: 'date' }, ['string 2..Infinity, date', 'else null boolean number array object']],
  [
    { properties: { a: { type: 'string' } } },
    ['object a?: {type:string}, open', 'else null boolean number string array'],
  ],
  [{ enum: [1, 'a', 2, 1], type: 'integer' }, ['1 | 2']],
  [{ const: 1, enum: [1, 2] }, ['1']],
  [{ allOf: [{ minimum: 1 }, { maximum: 9, type: 'integer' }], multipleOf: 2 }, ['integer 1..9, ×2']],
  [{ allOf: [{ multipleOf: 2 }, { multipleOf: 3 }], type: 'number' }, ['integer ×2, ×3']],
  [
    { type: 'array', prefixItems: [{ type: 'string' }, { type: 'integer' }], items: false, minItems: 1 },
    ['array 1..2, {type:string}, {type:integer}, rest false'],
  ],
  [
    { type: 'array', items: { type: 'string' }, contains: { const: 'x' }, uniqueItems: true },
    ['array 1..Infinity, unique, rest {type:string}, contains 1..Infinity of {const:x}'],
  ],
  [
    {
      type: 'object',
      required: ['a'],
      properties: { a: { type: 'string' }, b: { type: 'integer' } },
      additionalProperties: false,
    },
    ['object a: {type:string}, b?: {type:integer}, closed'],
  ],
  [
    { type: 'object', patternProperties: { '^x-': { type: 'string' } }, additionalProperties: false },
    ['object /^x-/, closed'],
  ],
  [
    { type: 'object', propertyNames: { enum: ['a', 'b'] }, additionalProperties: { type: 'integer' } },
    ['object a?: {type:integer}, b?: {type:integer}, closed'],
  ],
  [
    { type: 'object', allOf: [{ properties: { a: { type: 'string' } } }], unevaluatedProperties: false },
    ['object a?: {type:string}, closed'],
  ],
  [{ anyOf: [{ type: 'string' }, { type: 'integer' }, { type: 'null' }] }, ['string', 'integer', 'null']],
  [
    {
      oneOf: [
        { type: 'string', maxLength: 3 },
        { type: 'string', minLength: 2 },
      ],
    },
    ['string 0..1', 'string 4..Infinity'],
  ],
  [
    {
      oneOf: [
        { type: 'object', properties: { kind: { const: 'a' } }, required: ['kind'] },
        { type: 'object', properties: { kind: { const: 'b' } }, required: ['kind'] },
      ],
    },
    ['object kind: {const:a}, open', 'object kind: {const:b}, open'],
  ],
  [{ type: 'integer', not: { minimum: 3 } }, ['integer -Infinity..2']],
  [{ not: { type: ['object', 'array'] } }, ['null', 'boolean', 'number', 'string']],
  [{ type: 'number', not: { type: 'integer' } }, ['number fractional']],
  [{ type: 'string', not: { enum: ['a', 'b'] } }, ['string but "a" | "b"']],
  [{ type: 'object', not: { required: ['a', 'b'] } }, ['object no a, open', 'object no b, open']],
  [
    {
      type: 'object',
      properties: { a: { type: 'string' } },
      required: ['a'],
      if: { properties: { a: { const: 'x' } } },
      then: { required: ['b'] },
      else: { required: ['c'] },
    },
    ['object a: {type:string} ∧ {const:x}, b: any, open', 'object a: {type:string} ∧ ¬{const:x}, c: any, open'],
  ],
  [{ type: 'object', dependentRequired: { a: ['b'] } }, ['object b?: any, no a, open', 'object a: any, b: any, open']],
  [
    { type: 'object', dependentSchemas: { a: { required: ['b'] } } },
    ['object no a, open', 'object a: any, b: any, open'],
  ],
  [{ type: 'array', not: { items: { type: 'string' } } }, ['array 1..Infinity, ¬{type:string}, rest any']],
  [{ type: 'array', not: { contains: { type: 'string' } } }, ['array rest ¬{type:string}']],
  [{ type: 'array', not: { uniqueItems: true } }, ['array 2..Infinity, repeated, rest any']],
  [
    { type: 'object', not: { additionalProperties: { type: 'string' }, properties: { a: true } } },
    ['object 1..Infinity, some ¬{enum:[a]}: ¬{type:string}, open'],
  ],
  [
    { type: 'object', not: { propertyNames: { maxLength: 3 } } },
    ['object 1..Infinity, some ¬{maxLength:3}: any, open'],
  ],
  [
    {
      type: 'object',
      anyOf: [{ required: ['a'] }, { required: ['b'] }],
      oneOf: [{ required: ['c'] }, { required: ['d'] }],
    },
    ['object a: any, c: any, no d, open', 'object a: any, d: any, no c, open', 'object b: any, c: any, no d, open'],
  ],
  [{ anyOf: [{ $ref: '#' }, { type: 'string' }] }, ['string']],
  [
    { type: 'object', properties: { child: { $ref: '#' } }, required: ['name'] },
    ['object child?: {type:object,properties:{child:{$ref:#}},required:[name]}, name: any, open'],
  ],
  [
    { type: 'array', prefixItems: [{ type: 'string' }], contains: { type: 'integer' }, unevaluatedItems: false },
    ['array 1..Infinity, {type:string}, rest {type:integer}, contains 1..Infinity of {type:integer}'],
  ],
  [{ type: 'boolean', not: { const: true } }, ['false']],
  [
    { type: 'object', not: { anyOf: [{ enum: [{ a: 1 }] }, { minProperties: 1 }] } },
    ['object 0..0, open, but {"a":1}'],
  ],
  [
    { minLength: 2, dependentSchemas: { a: { items: { type: 'null' } } } },
    ['string 2..Infinity', 'object no a, open', 'object a: any, open', 'else null boolean number array'],
  ],
  [{ type: ['integer', 'string'], format: 'int32' }, ['integer -2147483648..2147483647', 'string']],
  [
    {
      type: 'object',
      unevaluatedProperties: false,
      anyOf: [{ properties: { a: true } }, { properties: { b: true } }],
      required: ['a', 'b'],
    },
    ['object a: any, b: any, closed'],
  ],
];

describe('solver: shapes', () => {
  for (const [schema, shapes] of CASES) {
    it(JSON.stringify(schema), () => assert.deepEqual(summary(solve(schema)), shapes));
  }
});
