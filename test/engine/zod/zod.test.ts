import assert from 'node:assert/strict';
import { cp, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as z from 'zod';
import { z as z3 } from 'zod/v3';
import { AgenticSynth, RowError, recordValidator, SchemaError, validateData } from '../../../engine/src/index.js';
import { assertSays, convertZod } from '../../../engine/src/zod/convert.js';
import { convertV3 } from '../../../engine/src/zod/convert-v3.js';
import { zodVersion, type ZodSchema } from '../../../engine/src/zod/schema.js';

const synth = new AgenticSynth();

async function jsonOf(schema: ZodSchema): Promise<Record<string, unknown>> {
  const { rows, diagnostics } = await convertZod(schema);
  assert.ok(rows, diagnostics.map(({ message }) => message).join('\n'));
  return rows.json as Record<string, unknown>;
}

async function propertyOf(x: z.ZodType): Promise<unknown> {
  const { properties } = await jsonOf(z.object({ x }));
  return (properties as Record<string, unknown>).x;
}

async function refusal(schema: ZodSchema): Promise<readonly (readonly [string, string])[]> {
  const { rows, diagnostics } = await convertZod(schema);
  assert.equal(rows, undefined);
  return diagnostics.map(({ code, pointer }) => [code, pointer]);
}

/** What `generate` rejects with. */
async function failure(schema: ZodSchema): Promise<unknown> {
  return synth.generate('structured', { schema, count: 20 }).then(
    () => assert.fail('it made rows'),
    (error: unknown) => error,
  );
}

describe('Zod schemas', () => {
  it('are told by their shape', () => {
    assert.equal(zodVersion(z.string()), 4);
    assert.equal(zodVersion(z3.string()), 3);
    for (const other of [null, 'uuid', {}, { _def: {} }, { _zod: 4 }, { _def: 'x', parse: () => 0 }, { id: 'uuid' }]) {
      assert.equal(zodVersion(other), undefined);
    }
  });

  it('take a copy of the library that is not ours', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'agentic-synth-zod-'));
    try {
      const home = dirname(createRequire(import.meta.url).resolve('zod/package.json'));
      const copy = join(folder, 'zod');
      for (const part of ['package.json', 'index.js', 'v3', 'v4']) {
        await mkdir(dirname(join(copy, part)), { recursive: true });
        await cp(join(home, part), join(copy, part), {
          recursive: true,
          filter: (path) => !/\.(cjs|ts|cts)$/.test(path),
        });
      }
      const other = (await import(pathToFileURL(join(copy, 'index.js')).href)) as typeof z;
      assert.notEqual(other.ZodString, z.ZodString);
      const schema = other.object({ id: other.uuid(), even: other.int().refine((n) => n % 2 === 0), at: other.date() });
      for (const row of await synth.generate('structured', { schema, count: 20 })) {
        assert.equal(row.even % 2, 0);
        assert.ok(row.at instanceof Date);
        schema.parse(row);
      }
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  describe('as JSON Schema', () => {
    const cases: readonly [name: string, schema: z.ZodType, json: unknown][] = [
      ['whole numbers without their machine bounds', z.int(), { type: 'integer' }],
      ['one machine bound', z.int32().min(5), { type: 'integer', minimum: 5, maximum: 2147483647 }],
      ['formats without the patterns that check them', z.uuid(), { type: 'string', format: 'uuid' }],
      ['null beside a type', z.string().max(5).nullable(), { type: ['string', 'null'], maxLength: 5 }],
      ['null beside values', z.enum(['a']).nullable(), { type: ['string', 'null'], enum: ['a', null] }],
      ['null beside any other schema', z.union([z.object({ a: z.int() }), z.int()]).nullable(), undefined],
      ['instants as text', z.date(), { type: 'string', format: 'date-time' }],
      [
        'bounds of instants',
        z.date().min(new Date(0)),
        { type: 'string', format: 'date-time', 'x-synth': { type: 'datetime', min: '1970-01-01T00:00:00.000Z' } },
      ],
      ['bigints as whole numbers', z.bigint().gt(3n).max(9n), { type: 'integer', minimum: 4, maximum: 9 }],
      [
        'both ends of a pipe',
        z.string().pipe(z.string().max(3)),
        { type: 'string', allOf: [{ type: 'string', maxLength: 3 }] },
      ],
      ['the words of a boolean', z.stringbool({ truthy: ['y'], falsy: ['n'] }), { type: 'string', enum: ['y', 'n'] }],
      ['settings of a field', z.string().meta({ synth: 'email' }), { type: 'string', 'x-synth': 'email' }],
      [
        'notes',
        z
          .string()
          .meta({ title: 'T', examples: ['e'] })
          .describe('D'),
        { type: 'string', title: 'T', description: 'D', examples: ['e'] },
      ],
    ];
    for (const [name, schema, json] of cases) {
      it(name, async () => {
        const made = await propertyOf(schema);
        if (json !== undefined) assert.deepEqual(made, json);
        else assert.ok(Array.isArray((made as { anyOf: unknown }).anyOf));
      });
    }

    it('sets and maps as lists, also where they lead back to themselves', async () => {
      interface Node {
        readonly next: Set<Node>;
      }
      const node: z.ZodType<Node> = z.lazy(() => z.object({ next: z.set(node) }));
      const rows = await synth.generate('structured', { schema: node, count: 10 });
      for (const row of rows) assert.ok(row.next instanceof Set);
      const { properties } = await jsonOf(z.object({ m: z.map(z.string(), z.int()) }));
      assert.deepEqual(properties, {
        m: {
          type: 'array',
          items: {
            type: 'array',
            prefixItems: [{ type: 'string' }, { type: 'integer' }],
            items: false,
            minItems: 2,
            maxItems: 2,
          },
        },
      });
    });

    it('never comes out empty', async () => {
      // What the converter of version 3 makes of a schema of version 4.
      const wrong = z.object({ id: z.uuid() });
      const { $schema, ...json } = await convertV3(wrong);
      assert.ok($schema);
      assert.deepEqual(json, {});
      assert.throws(() => assertSays(wrong, { $schema, ...json }), /came out empty/);
      assert.throws(() => assertSays(z3.string(), { description: 'x' }), /came out empty/);
      for (const any of [
        z.any(),
        z.unknown().optional(),
        z3.any(),
        z3.unknown().nullable(),
        z.union([z.any(), z.int()]),
      ]) {
        assertSays(any, {});
      }
    });
  });

  describe('that JSON has no values for', () => {
    const cases: readonly [string, ZodSchema, ...(readonly [string, string])[]][] = [
      ['symbol', z.object({ a: z.symbol() }), ['zod/unsupported', '/properties/a']],
      ['function', z.object({ a: z.array(z.function()) }) as ZodSchema, ['zod/unsupported', '/properties/a/items']],
      ['promise', z.promise(z.string()), ['zod/unsupported', '']],
      ['nan', z.union([z.nan(), z.string()]), ['zod/unsupported', '/anyOf/0']],
      ['file', z.object({ f: z.file() }), ['zod/unsupported', '/properties/f']],
      ['instanceof', z.object({ u: z.instanceof(URL) }), ['zod/unsupported', '/properties/u']],
      ['custom', z.record(z.string(), z.custom<string>()), ['zod/unsupported', '/additionalProperties']],
      ['transform alone', z.object({ t: z.transform(() => 1) }), ['zod/unsupported', '/properties/t']],
      ['success', z.success(z.string()), ['zod/unsupported', '']],
      ['undefined', z.object({ a: z.array(z.undefined()) }), ['zod/unsupported', '/properties/a/items']],
      ['void', z.void(), ['zod/unsupported', '']],
      [
        'several at once',
        z.object({ a: z.object({ b: z.symbol() }), c: z.tuple([z.nan()]) }),
        ['zod/unsupported', '/properties/a/properties/b'],
        ['zod/unsupported', '/properties/c/prefixItems/0'],
      ],
      ['symbol of version 3', z3.object({ a: z3.symbol() }), ['zod/unsupported', '/properties/a']],
      ['instanceof of version 3', z3.object({ a: z3.instanceof(Date) }), ['zod/unsupported', '/properties/a']],
      ['function of version 3', z3.function() as ZodSchema, ['zod/unsupported', '']],
      ['two versions', z3.object({ a: z.string() as never }), ['zod/mixed', '/properties/a']],
    ];
    for (const [name, schema, ...expected] of cases) {
      it(`are refused by name: ${name}`, async () => {
        assert.deepEqual(await refusal(schema), expected);
        const error = await failure(schema);
        assert.ok(error instanceof SchemaError);
        assert.deepEqual(await synth.check(schema), error.diagnostics);
      });
    }

    it('go on without end', async () => {
      const endless = (): z3.ZodTypeAny => z3.object({ next: z3.lazy(endless) });
      const [[code]] = await refusal(endless());
      assert.equal(code, 'zod/unsupported');
    });

    it('but for those with a field of their own', async () => {
      const schema = z.object({ u: z.custom<string>((value) => String(value).includes('@')).meta({ synth: 'email' }) });
      for (const { u } of await synth.generate('structured', { schema, count: 20 })) assert.match(u, /@/);
    });
  });

  describe('with refinements', () => {
    const schema = z.object({
      low: z.int().min(0).max(99),
      high: z.int().min(0).max(99),
      name: z.string().trim().toUpperCase(),
      at: z.date(),
    });
    const refined = schema.refine(({ low, high }) => low < high, { path: ['high'], message: 'high is not above low' });

    it('draw rows again that are refused, and leave the others alone', async () => {
      const plain = await synth.generate('structured', { schema, count: 300 });
      const rows = await synth.generate('structured', { schema: refined, count: 300 });
      let kept = 0;
      for (const [i, row] of rows.entries()) {
        assert.ok(row.low < row.high);
        assert.ok(row.at instanceof Date);
        if (plain[i].low >= plain[i].high) continue;
        kept++;
        assert.deepEqual(row, plain[i]);
      }
      assert.ok(kept > 100);
    });

    it('make a row of the seed and its number alone', async () => {
      const whole = await synth.generate('structured', { schema: refined, count: 200, seed: 5 });
      const batches = await synth.generate('structured', { schema: refined, count: 200, seed: 5, batchSize: 7 });
      assert.deepEqual(batches, whole);
      const parts = await Promise.all(
        [1, 2, 3].map((index) =>
          synth.generate('structured', { schema: refined, count: 200, seed: 5, shard: { index, of: 3 } }),
        ),
      );
      assert.deepEqual(parts.flat(), whole);
      const streamed: unknown[] = [];
      for await (const row of synth.generateStream('structured', { schema: refined, count: 200, seed: 5 }))
        streamed.push(row);
      assert.deepEqual(streamed, whole);
      assert.notDeepEqual(await synth.generate('structured', { schema: refined, count: 200, seed: 6 }), whole);
    });

    it('give up after so many tries, and say what was wrong', async () => {
      const error = await failure(z.object({ a: z.object({ b: z.int().refine((n) => n > 1e12, 'too small') }) }));
      assert.ok(error instanceof RowError);
      assert.equal(error.code, 'zod/refused');
      assert.deepEqual(error.place, { table: 'rows', row: 0, field: 'a.b' });
      assert.match(error.message, /too small/);
    });

    it('that are async, or throw, are told', async () => {
      for (const slow of [
        z.object({ a: z.string().refine(async () => true) }),
        z.object({ a: z.string().transform(async (text) => text) }),
        z3.object({ a: z3.string().refine(async () => true) }),
        z3.object({ a: z3.string().transform(async (text) => text) }),
      ]) {
        const error = await failure(slow);
        assert.ok(error instanceof SchemaError);
        assert.equal(error.diagnostics[0].code, 'zod/async');
      }
      const error = await failure(
        z.object({
          a: z.string().refine(() => {
            throw new Error('no database');
          }),
        }),
      );
      assert.ok(error instanceof RowError);
      assert.match(error.message, /no database/);
    });
  });

  describe('of lists', () => {
    it('describe the file: their items are the rows', async () => {
      const schema = z.array(z.object({ n: z.int().refine((n) => n % 2 === 1) })).min(3);
      const rows = await synth.generate('structured', { schema, count: 5 });
      assert.equal(rows.length, 5);
      for (const { n } of rows) assert.equal(n % 2, 1);
    });

    it('are refused where the list as a whole is refined', async () => {
      const error = await failure(z.array(z.object({ a: z.int() })).refine((list) => list.length < 3));
      assert.ok(error instanceof SchemaError);
      assert.equal(error.diagnostics[0].code, 'zod/list');
    });
  });

  describe('written to files', () => {
    let folder = '';
    before(async () => {
      folder = await mkdtemp(join(tmpdir(), 'agentic-synth-zod-'));
    });
    after(() => rm(folder, { recursive: true }));

    const schema = z.object({
      at: z.date(),
      big: z.bigint(),
      tags: z.set(z.enum(['a', 'b', 'c'])).min(1),
      made: z.int().transform((n) => ({ n, at: new Date(n) })),
      gone: z.string().optional(),
    });

    it('hold what parsing gives, as JSON', async () => {
      const output = join(folder, 'rows.json');
      const rows = await synth.generate('structured', { schema, count: 20 });
      await synth.write('structured', { schema, count: 20, output, workers: 2, verify: true });
      const expected = rows.map((row) => ({ ...row, big: Number(row.big), tags: [...row.tags] }));
      assert.deepEqual(JSON.parse(await readFile(output, 'utf8')), JSON.parse(JSON.stringify(expected)));
    });

    it('have the fields of the schema as columns', async () => {
      const output = join(folder, 'rows.csv');
      await synth.write('structured', { schema, count: 3, output });
      const [header, first] = (await readFile(output, 'utf8')).split('\n');
      assert.equal(header, 'at,big,tags,made,gone');
      assert.match(first, /^\d{4}-\d\d-\d\dT[\d:]+\.\d{3}Z,\d+,"\[""[abc]""/);
    });

    it('hold rows as they are where a transform makes the whole row', async () => {
      const output = join(folder, 'rows.jsonl');
      const whole = z.object({ n: z.int() }).transform(({ n }) => ({ double: 2 * n }));
      const report = await synth.write('structured', { schema: whole, count: 4, output });
      const rows = await synth.generate('structured', { schema: whole, count: 4 });
      const lines = (await readFile(output, 'utf8')).trim().split('\n');
      assert.equal(report.rows, 4);
      assert.deepEqual(
        lines.map((line) => JSON.parse(line) as unknown),
        rows,
      );
    });

    it('of plain schemas are the same from threads', async () => {
      const plain = z.object({ id: z.uuid(), email: z.email(), n: z.int().nullable() });
      const [one, two] = [join(folder, '1.csv'), join(folder, '2.csv')];
      await synth.write('structured', { schema: plain, count: 5000, output: one, workers: 1 });
      await synth.write('structured', { schema: plain, count: 5000, output: two, batchSize: 999 });
      assert.equal(await readFile(two, 'utf8'), await readFile(one, 'utf8'));
    });
  });

  describe('check data', () => {
    const schema = z.object({ at: z.date(), age: z.int().min(0), tags: z.array(z.string()) });

    it('given as records', async () => {
      const good = { at: '2025-01-01T00:00:00Z', age: 3, tags: [] };
      const report = await validateData(schema, [good, { ...good, at: new Date() }, { ...good, age: -1, tags: [1] }]);
      assert.equal(report.valid, false);
      assert.deepEqual(
        report.problems.map(({ row, path }) => [row, path]),
        [
          [2, 'age'],
          [2, 'tags[0]'],
        ],
      );
      assert.deepEqual(report.tables, [{ name: 'rows', rows: 3 }]);
      assert.equal((await validateData(schema, { rows: [] })).problems[0].code, 'data/shape');
    });

    it('one by one', async () => {
      const check = await recordValidator(schema);
      assert.deepEqual(check({ at: new Date(), age: 1, tags: ['x'] }), []);
      assert.equal(check({ at: 'never', age: 1, tags: ['x'] })[0].path, 'at');
    });
  });
});
