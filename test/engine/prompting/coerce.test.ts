import assert from 'node:assert/strict';
import fc from 'fast-check';
import { RowCheck } from '../../../engine/src/prompting/check-rows.js';

const INTEGER = { type: 'integer', minimum: 1, maximum: 100 };
const NUMBER = { type: 'number' };
const TEXT = { type: 'string' };
const BOOLEAN = { type: 'boolean' };
const DATE = { type: 'string', format: 'date' };
const TIME = { type: 'string', format: 'date-time' };
const ROW = {
  type: 'object',
  properties: { name: TEXT, age: INTEGER, note: TEXT, tags: { type: 'array', items: TEXT } },
  required: ['name', 'age'],
  additionalProperties: false,
};

const COERCED: readonly (readonly [schema: object, value: unknown, expected: unknown])[] = [
  [INTEGER, '42', 42],
  [INTEGER, ' 42 ', 42],
  [INTEGER, '42.0', 42],
  [INTEGER, 42, 42],
  [NUMBER, '-1.5e3', -1500],
  [NUMBER, '-0', 0],
  [NUMBER, '0.10', 0.1],
  [INTEGER, [7], 7],
  [INTEGER, { value: 7 }, 7],
  [INTEGER, { value: '7' }, 7],
  [BOOLEAN, 'true', true],
  [BOOLEAN, 'False', false],
  [TEXT, 42, '42'],
  [TEXT, true, 'true'],
  [TEXT, ['one'], 'one'],
  [TEXT, { title: 'one' }, 'one'],
  [DATE, '2024-01-02', '2024-01-02'],
  [DATE, '2024-01-02T00:00:00Z', '2024-01-02'],
  [DATE, '2024-01-02 00:00:00.000', '2024-01-02'],
  [TIME, '2024-01-02 03:04:05Z', '2024-01-02T03:04:05Z'],
  [TIME, '2024-01-02T03:04Z', '2024-01-02T03:04:00Z'],
  [TIME, '2024-01-02T03:04:05+0100', '2024-01-02T03:04:05+01:00'],
  [{ type: 'array', items: TEXT }, 'one', ['one']],
  [{ type: 'array', items: INTEGER }, ['1', 2], [1, 2]],
  [{ type: 'array', items: TEXT }, '["a","b"]', ['a', 'b']],
  [{ enum: [1, 2, 3] }, '2', 2],
  [{ enum: ['a', 'b'] }, ' b ', 'b'],
  [{ anyOf: [INTEGER, BOOLEAN] }, '42', 42],
  [{ anyOf: [INTEGER, { type: 'null' }] }, '42', 42],
  [{ $ref: '#/$defs/n', $defs: { n: INTEGER } }, '42', 42],
  [{ allOf: [INTEGER] }, '42', 42],
  [{ type: ['string', 'null'] }, null, null],
  [{ type: ['integer', 'null'] }, 'null', null],
  [ROW, { name: 'Ann', age: '30' }, { name: 'Ann', age: 30 }],
  [ROW, { name: 'Ann', age: 30, note: null }, { name: 'Ann', age: 30 }],
  [ROW, { name: 'Ann', age: 30, tags: 'x' }, { name: 'Ann', age: 30, tags: ['x'] }],
  [ROW, '{"name":"Ann","age":30}', { name: 'Ann', age: 30 }],
];

const INVALID: readonly (readonly [schema: object, value: unknown, reason: string])[] = [
  [INTEGER, '42.5', 'type'],
  [INTEGER, 42.5, 'type'],
  [INTEGER, '1,000', 'type'],
  [INTEGER, '$42', 'type'],
  [INTEGER, '42 years', 'type'],
  [INTEGER, '0x2A', 'type'],
  [INTEGER, '042', 'type'],
  [INTEGER, '', 'type'],
  [INTEGER, true, 'type'],
  [INTEGER, null, 'type'],
  [INTEGER, '101', 'type'],
  [INTEGER, 101, 'range'],
  [INTEGER, [1, 2], 'type'],
  [NUMBER, '12345678901234567890', 'type'],
  [NUMBER, '0.1000000000000000055', 'type'],
  [NUMBER, 'Infinity', 'type'],
  [NUMBER, 'NaN', 'type'],
  [NUMBER, '1e999', 'type'],
  [BOOLEAN, 'yes', 'type'],
  [BOOLEAN, 1, 'type'],
  [TEXT, null, 'type'],
  [TEXT, { a: 'x', b: 'y' }, 'type'],
  [DATE, '2024-01-02T03:04:05Z', 'form'],
  [DATE, '02.01.2024', 'form'],
  [DATE, '2024-02-30', 'form'],
  [TIME, '2024-01-02T03:04:05', 'form'],
  [TIME, '2024-01-02', 'form'],
  [{ enum: ['pro', 'free'] }, 'Pro', 'values'],
  [{ type: 'string', maxLength: 3 }, 'four', 'length'],
  [{ type: 'string', pattern: '^a' }, 'b', 'form'],
  [ROW, { name: 'Ann' }, 'properties'],
  [ROW, { name: 'Ann', age: null }, 'type'],
  [ROW, { name: 'Ann', age: 30, extra: 1 }, 'properties'],
  [ROW, ['Ann', 30], 'type'],
  // What it means depends on which alternative is meant.
  [
    {
      anyOf: [
        { type: 'integer', maximum: 9 },
        { type: 'array', items: { type: 'integer' } },
      ],
    },
    '5',
    'type',
  ],
];

describe('coercing and checking values', () => {
  for (const [schema, value, expected] of COERCED) {
    it(`${JSON.stringify(value)} is ${JSON.stringify(expected)} for ${JSON.stringify(schema)}`, () => {
      const checked = new RowCheck(schema).check(value);
      assert.ok(checked.valid, JSON.stringify(checked));
      assert.deepEqual(checked.value, expected);
      assert.ok(!Object.is(checked.value, -0));
    });
  }

  for (const [schema, value, reason] of INVALID) {
    it(`${JSON.stringify(value)} is invalid for ${JSON.stringify(schema)}: ${reason}`, () => {
      const checked = new RowCheck(schema).check(value);
      assert.ok(!checked.valid, JSON.stringify(checked));
      assert.ok(checked.message.length > 0);
      if (!('anyOf' in schema)) assert.equal(checked.reason, reason);
    });
  }

  it('keeps what looks like markup where the schema wants it', () => {
    const fenced = new RowCheck({ type: 'string', pattern: '^```' }).check('```\ncode\n```');
    assert.ok(fenced.valid);
    assert.equal(fenced.value, '```\ncode\n```');
    const quoted = new RowCheck({ enum: ['"a"', 'b'] }).check('"a"');
    assert.ok(quoted.valid);
    assert.equal(quoted.value, '"a"');
  });

  it('takes no empty text for a value unless the schema lists it', () => {
    assert.equal(new RowCheck(TEXT).check(' \n').valid, false);
    assert.equal(new RowCheck({ enum: ['', 'a'] }).check('').valid, true);
  });

  it('cleans the texts inside of rows', () => {
    const checked = new RowCheck(ROW).check({ name: 'An\u0000n', age: 3, tags: ['a\uD800'] });
    assert.ok(checked.valid && checked.sanitised && !checked.coerced);
    assert.deepEqual(checked.value, { name: 'Ann', age: 3, tags: ['a'] });
  });

  it('lets nothing invalid out, whatever comes in', () => {
    const schemas = [INTEGER, NUMBER, TEXT, BOOLEAN, DATE, TIME, ROW, { type: 'string', minLength: 2, maxLength: 5 }];
    fc.assert(
      fc.property(
        fc.constantFrom(...schemas),
        fc.oneof(fc.jsonValue({ maxDepth: 3 }), fc.constantFrom('1', 'true', '2024-01-02')),
        (schema, value) => {
          const check = new RowCheck(schema);
          const checked = check.check(value);
          if (checked.valid) assert.ok(check.accepts(checked.value));
        },
      ),
      { numRuns: 2000, seed: 13 },
    );
  });
});
