import assert from 'node:assert/strict';
import { RowError } from '../../../../engine/src/errors.js';
import { composing, drawn, type Schema } from './support.js';

type Row = Record<string, unknown>;

function parts(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 1;
  return 1 + Object.values(value).reduce<number>((sum, part) => sum + parts(part), 0);
}

describe('json-schema compose: composer', () => {
  it('leaves the values of other properties alone when one is added', () => {
    const before = {
      type: 'object',
      required: ['id', 'list'],
      properties: {
        id: { type: 'integer' },
        note: { type: 'string' },
        list: { type: 'array', items: { type: 'object', properties: { n: { type: 'number' } } } },
      },
    };
    const after = {
      ...before,
      required: ['added', ...before.required],
      properties: { added: { type: 'array', items: { type: 'string' } }, ...before.properties },
    };
    const old = drawn(before, 100);
    const now = drawn(after, 100) as Row[];
    assert.ok(now.every((row) => 'added' in row));
    assert.deepEqual(
      now.map(({ added: _, ...row }) => row),
      old,
    );
  });

  it('leaves items alone when a list may be longer', () => {
    const lists = (maxItems: number): unknown[][] =>
      drawn({ type: 'array', items: { type: 'integer' }, minItems: 2, maxItems }, 100) as unknown[][];
    const short = lists(2);
    const long = lists(4);
    assert.ok(long.some((list) => list.length === 4));
    assert.deepEqual(
      long.map((list) => list.slice(0, 2)),
      short,
    );
  });

  it('gives other values for other seeds and rows', () => {
    const schema = {
      type: 'object',
      required: ['a', 'b'],
      properties: { a: { type: 'integer' }, b: { type: 'integer' } },
    };
    const rows = drawn(schema, 100) as Row[];
    assert.ok(new Set(rows.map((r) => JSON.stringify(r))).size > 95);
    assert.ok(rows.filter((r) => r.a === r.b).length < 3);
  });

  it('takes every alternative', () => {
    const schema = {
      oneOf: [
        {
          type: 'object',
          required: ['circle'],
          properties: { circle: { type: 'number' } },
          additionalProperties: false,
        },
        {
          type: 'object',
          required: ['square'],
          properties: { square: { type: 'number' } },
          additionalProperties: false,
        },
        { type: 'string' },
        { type: 'array', items: { type: 'null' } },
        { const: 17 },
      ],
    };
    const kinds = new Set(
      drawn(schema, 200).map((v) =>
        typeof v === 'object' && v !== null && !Array.isArray(v)
          ? Object.keys(v)[0]
          : Array.isArray(v)
            ? 'list'
            : typeof v,
      ),
    );
    assert.deepEqual([...kinds].sort(), ['circle', 'list', 'number', 'square', 'string']);
  });

  it('leaves one optional property of ten out', () => {
    const rows = drawn({ type: 'object', properties: { a: { type: 'null' } } }, 4000) as Row[];
    const share = rows.filter((row) => 'a' in row).length / rows.length;
    assert.ok(Math.abs(share - 0.9) < 0.015, `${share}`);
  });

  it('picks listed values evenly', () => {
    const counts = new Map<unknown, number>();
    for (const v of drawn({ enum: [1, 'a', null, true] }, 4000)) counts.set(v, (counts.get(v) ?? 0) + 1);
    assert.equal(counts.size, 4);
    for (const n of counts.values()) assert.ok(Math.abs(n - 1000) < 100, `${n}`);
  });

  it('draws numbers where people would', () => {
    const within = (schema: Schema, low: number, high: number): void => {
      const values = drawn(schema, 500) as number[];
      assert.ok(
        values.every((v) => v >= low && v <= high),
        `${JSON.stringify(schema)}: ${Math.min(...values)} … ${Math.max(...values)}`,
      );
      assert.ok(new Set(values).size > 20);
    };
    within({ type: 'number' }, 0, 1000);
    within({ type: 'integer' }, 0, 1000);
    within({ type: 'integer', minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER }, 0, 1000);
    within({ type: 'integer', minimum: 2000 }, 2000, 3000);
    within({ type: 'number', maximum: 50 }, 0, 50);
    within({ type: 'number', maximum: -50 }, -1050, -50);
    within({ type: 'number', minimum: 0, maximum: 1 }, 0, 1);
  });

  it('covers wide ranges', () => {
    const values = drawn({ type: 'number', minimum: -1e308, maximum: 1e308 }, 500) as number[];
    assert.ok(Math.min(...values) < -9e307 && Math.max(...values) > 9e307);
    const large = drawn({ type: 'integer', minimum: 2 ** 60, maximum: 2 ** 62 }, 500) as number[];
    assert.ok(new Set(large).size > 490 && large.every(Number.isInteger));
  });

  it('ends recursion and keeps values of a bounded size', () => {
    const wide: Schema = {
      type: 'object',
      properties: Object.fromEntries(
        Array.from({ length: 30 }, (_, i) => [
          `p${i}`,
          i % 2 === 0 ? { type: 'array', items: { $ref: '#' } } : { $ref: '#' },
        ]),
      ),
    };
    const sizes = drawn(wide, 100).map(parts);
    assert.ok(Math.max(...sizes) < 4000, `${Math.max(...sizes)}`);
    const deep: Schema = {
      type: 'object',
      required: ['kind', 'next'],
      properties: { kind: { const: 'node' }, next: { anyOf: [{ $ref: '#' }, { type: 'null' }] } },
    };
    assert.ok(Math.max(...drawn(deep, 500).map(parts)) < 200);
  });

  it('makes up keys that belong to nothing else', () => {
    const schema = {
      type: 'object',
      properties: { alpha: { type: 'string' } },
      additionalProperties: { type: 'integer' },
      minProperties: 4,
    };
    for (const row of drawn(schema, 200) as Row[]) {
      for (const [name, value] of Object.entries(row))
        assert.equal(typeof value, name === 'alpha' ? 'string' : 'number');
    }
  });

  it('writes content that its schema describes', () => {
    const schema = {
      type: 'string',
      contentMediaType: 'application/json',
      contentEncoding: 'base64',
      contentSchema: { type: 'object', required: ['né'], properties: { né: { enum: ['ä', '😀'] } } },
    };
    for (const text of drawn(schema, 50) as string[]) {
      const value = JSON.parse(Buffer.from(text, 'base64').toString('utf8')) as Row;
      assert.ok(value['né'] === 'ä' || value['né'] === '😀');
    }
  });

  it('hands out values of their own', () => {
    const constant = { a: [1] };
    const [first, second] = drawn({ const: constant }, 2) as { a: number[] }[];
    first.a.push(2);
    assert.deepEqual(second, { a: [1] });
    assert.deepEqual(constant, { a: [1] });
  });

  it('uses examples for about half of the values, and a default now and then', () => {
    const schema = {
      type: 'object',
      required: ['a', 'b', 'c'],
      properties: {
        a: { type: 'string', examples: ['first', 'second', 3] },
        b: { type: 'integer', default: -1 },
        c: { type: 'integer', minimum: 1, default: 0 },
      },
    };
    const rows = drawn(composing(schema, { infer: true }), 1000) as { a: string; b: number; c: number }[];
    const examples = rows.filter((r) => r.a === 'first' || r.a === 'second').length;
    assert.ok(examples > 430 && examples < 570, `${examples}`);
    const defaults = rows.filter((r) => r.b === -1).length;
    assert.ok(defaults > 60 && defaults < 140, `${defaults}`);
    assert.ok(rows.every((r) => r.c !== 0));
    const plain = drawn(schema, 200) as { a: string }[];
    assert.ok(plain.every((r) => r.a !== 'first' && r.a !== 'second'));
  });

  describe('what cannot be drawn', () => {
    const IMPOSSIBLE: Record<string, [Schema, RegExp]> = {
      'too few different items': [
        { type: 'array', items: { type: 'boolean' }, uniqueItems: true, minItems: 3 },
        /only 2/,
      ],
      'too few different numbers': [
        { type: 'array', items: { type: 'integer', minimum: 1, maximum: 4 }, uniqueItems: true, minItems: 5 },
        /only 4/,
      ],
      'no number on the grid': [{ type: 'number', minimum: 0.5, maximum: 0.9, multipleOf: 1 }, /./],
      'a required property without values': [
        { type: 'object', required: ['a'], properties: { a: { type: 'string', pattern: '^a$', minLength: 2 } } },
        /./,
      ],
      nothing: [false, /./],
    };
    for (const [name, [schema, message]] of Object.entries(IMPOSSIBLE)) {
      it(name, () => {
        const { composer, solver } = composing(schema);
        const problem = composer.check(solver.goals.root);
        assert.ok(problem);
        assert.match(problem.message, message);
        assert.equal(problem.code, 'json-schema/unsatisfiable');
      });
    }

    it('is left out where something else can be', () => {
      const schema: Schema = {
        anyOf: [
          { type: 'array', items: { type: 'boolean' }, uniqueItems: true, minItems: 3 },
          { type: 'object', properties: { a: { type: 'string', pattern: '^a$', minLength: 2 } } },
        ],
      };
      assert.deepEqual(new Set(drawn(schema, 100).map((v) => JSON.stringify(v))), new Set(['{}']));
    });

    it('stops at a row with an error that names it', () => {
      const made = composing({ type: 'integer', minimum: 1, maximum: 3 });
      const accepts = made.solver.accepts.bind(made.solver);
      made.solver.accepts = (goal, value) => value !== 2 && accepts(goal, value) && typeof value !== 'number';
      assert.throws(
        () => drawn(made, 5, 30),
        (error: unknown) =>
          error instanceof RowError && error.code === 'json-schema/no-valid-row' && error.place.row === 30,
      );
    });
  });
});
