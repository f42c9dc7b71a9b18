import assert from 'node:assert/strict';
import { solve } from './solving.js';

const CASES: readonly (readonly [schema: unknown, reasons: readonly string[]])[] = [
  [
    { type: 'integer', minimum: 5, maximum: 3 },
    ['/minimum no number lies between 5 and 3', '/maximum no number lies between 5 and 3'],
  ],
  [
    { type: 'integer', exclusiveMinimum: 1, exclusiveMaximum: 2 },
    [
      '/exclusiveMinimum no integer lies between 1 and 2',
      '/exclusiveMaximum no integer lies between 1 and 2',
      '/type no integer lies between 1 and 2',
    ],
  ],
  [
    { type: 'integer', minimum: 1, maximum: 3, multipleOf: 5 },
    [
      '/multipleOf no multiple of 5 lies between 1 and 3',
      '/minimum no multiple of 5 lies between 1 and 3',
      '/maximum no multiple of 5 lies between 1 and 3',
    ],
  ],
  [
    { type: 'string', minLength: 3, allOf: [{ maxLength: 2 }] },
    ['/minLength no text is that long and that short', '/allOf/0/maxLength no text is that long and that short'],
  ],
  [
    { type: 'string', allOf: [{ type: 'integer' }] },
    ['/allOf/0/type allows number, where only string is left', '/type leaves string'],
  ],
  [{ enum: [1, 2], type: 'string' }, ['/enum none of the values satisfies everything else']],
  [
    { const: 1, allOf: [{ const: 2 }] },
    ['/allOf/0/const has no value in common with the other enum', '/const has no value in common with the other enum'],
  ],
  [{ type: 'object', required: ['a'], properties: { a: false } }, ['/required requires "a", which cannot be there']],
  [
    { type: 'object', required: ['a'], properties: { a: { type: 'integer', minimum: 2, maximum: 1 } } },
    [
      '/properties/a/minimum no number lies between 2 and 1',
      '/properties/a/maximum no number lies between 2 and 1',
      '/required property "a" has to be there, but nothing satisfies what it must be',
    ],
  ],
  [
    { type: 'object', required: ['next'], properties: { next: { $ref: '#' } } },
    ['/required property "next" would have to nest without end'],
  ],
  [{ type: 'array', minItems: 1, items: { $ref: '#' } }, ['/minItems items would have to nest without end']],
  [
    { type: 'object', required: ['a'], not: { required: ['a'] } },
    ['/required requires "a", which must not be there', '/not/required does not let "a" be there'],
  ],
  [
    { type: 'object', required: ['a', 'b'], maxProperties: 1 },
    ['/maxProperties 2 properties are required, 1 allowed', '/required 2 properties are required, 1 allowed'],
  ],
  [
    { type: 'object', properties: { a: true }, additionalProperties: false, minProperties: 2 },
    ['/minProperties asks for more properties than can be there (1)'],
  ],
  [
    { type: 'object', required: ['abc'], propertyNames: { maxLength: 2 } },
    ['/required requires "abc", which cannot be there'],
  ],
  [
    { type: 'array', minItems: 2, prefixItems: [true], items: false },
    ['/minItems no array has that few and that many items'],
  ],
  [
    { type: 'array', contains: { type: 'string', enum: [1] } },
    [
      '/contains/enum none of the values satisfies everything else',
      '/contains an item that contains asks for has to be there, but nothing satisfies what it must be',
    ],
  ],
  [
    { type: 'string', anyOf: [{ type: 'integer' }, { type: 'null' }] },
    [
      '/anyOf allows null, number, where only string is left',
      '/type leaves string',
      '/anyOf none of the alternatives can hold',
    ],
  ],
  [
    { type: 'string', oneOf: [{ minLength: 1 }, { minLength: 1 }] },
    [
      '/oneOf/0/minLength no text is that long and that short',
      '/oneOf/1/minLength no text is that long and that short',
    ],
  ],
  [{ type: 'string', pattern: '^a', not: { pattern: '^a' } }, ['/pattern no text matches ^a and does not']],
  [{ type: 'string', format: 'date', allOf: [{ format: 'ipv4' }] }, ['/allOf/0/format no text is a date and a ipv4']],
  [{ not: {} }, ['/not/ always holds, but must not']],
  [false, ['/ allows nothing']],
  [{ not: { $ref: '#' } }, ['/not/ always holds here, but must not']],
  [
    { type: 'array', items: { type: 'boolean' }, uniqueItems: true, minItems: 3 },
    ['/uniqueItems has only 2 different items', '/minItems has only 2 different items'],
  ],
  [
    { type: 'array', contains: { type: 'string' }, minContains: 2, maxContains: 1 },
    ['/maxContains lets 1 items match where 2 have to', '/type leaves array'],
  ],
];

describe('solver: conflicts', () => {
  for (const [schema, reasons] of CASES) {
    it(JSON.stringify(schema), () => {
      const solver = solve(schema);
      const { root } = solver.goals;
      assert.equal(solver.depthOf(root), Infinity);
      assert.deepEqual(solver.shapesOf(root), []);
      const given = solver.conflict(root).map(({ node, keyword, message }) => `${node.pointer}/${keyword} ${message}`);
      assert.deepEqual(given, reasons);
    });
  }

  it('has none where something satisfies the goal', () => {
    const solver = solve({ type: 'string', anyOf: [{ type: 'integer' }, { minLength: 1 }] });
    assert.deepEqual(solver.conflict(solver.goals.root), []);
  });
});
