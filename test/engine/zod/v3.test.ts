import assert from 'node:assert/strict';
import { z } from 'zod/v3';
import { AgenticSynth } from '../../../engine/src/core.js';

enum Level {
  Low = 'low',
  High = 'high',
}

const tree: z.ZodType<unknown> = z.lazy(() => z.object({ value: z.number(), children: z.array(tree) }));

const values: Readonly<Record<string, z.ZodTypeAny>> = {
  string: z.string(),
  'string between': z.string().min(3).max(5),
  'string of a length': z.string().length(4),
  email: z.string().email(),
  url: z.string().url(),
  uuid: z.string().uuid(),
  nanoid: z.string().nanoid(),
  cuid: z.string().cuid(),
  cuid2: z.string().cuid2(),
  ulid: z.string().ulid(),
  emoji: z.string().emoji(),
  regex: z.string().regex(/^[A-F]{3}\d$/),
  'regex that ignores case': z.string().regex(/^abc$/i),
  startsWith: z.string().startsWith('a.b'),
  endsWith: z.string().endsWith('!'),
  includes: z.string().includes('ö'),
  datetime: z.string().datetime(),
  'datetime of a precision': z.string().datetime({ precision: 3 }),
  'datetime with offset': z.string().datetime({ offset: true }),
  date: z.string().date(),
  time: z.string().time(),
  duration: z.string().duration(),
  ip: z.string().ip(),
  ipv6: z.string().ip({ version: 'v6' }),
  cidr: z.string().cidr(),
  base64: z.string().base64(),
  base64url: z.string().base64url(),
  jwt: z.string().jwt(),
  trim: z.string().trim().toLowerCase(),
  number: z.number(),
  'number between': z.number().gt(1).lte(2),
  int: z.number().int().min(0).max(9),
  multipleOf: z.number().multipleOf(0.5),
  finite: z.number().finite().safe(),
  bigint: z.bigint(),
  'bigint between': z.bigint().gte(3n).lt(6n).multipleOf(2n),
  boolean: z.boolean(),
  'date object': z.date(),
  'date between': z.date().min(new Date('2020-01-01')).max(new Date('2020-01-02')),
  null: z.null(),
  any: z.any(),
  unknown: z.unknown(),
  literal: z.literal('x'),
  'literal number': z.literal(4),
  'literal bigint': z.literal(4n),
  enum: z.enum(['a', 'b', 'c']),
  nativeEnum: z.nativeEnum(Level),
  optional: z.string().optional(),
  nullable: z.number().int().nullable(),
  nullish: z.string().email().nullish(),
  default: z.number().default(3),
  catch: z.number().catch(3),
  readonly: z.array(z.string()).readonly(),
  brand: z.string().min(1).brand<'Id'>(),
  array: z.array(z.boolean()).min(2).max(3),
  'array of dates': z.date().array().length(2),
  tuple: z.tuple([z.string(), z.number()]),
  'tuple with rest': z.tuple([z.string()]).rest(z.date()),
  set: z.set(z.number().int()).min(1).max(3),
  map: z.map(z.string(), z.date()),
  record: z.record(z.number()),
  'record of patterned names': z.record(z.string().regex(/^k\d$/), z.string()),
  'record of an enum': z.record(z.enum(['a', 'b']), z.boolean()),
  union: z.union([z.string(), z.number()]),
  'union with a date': z.union([z.date(), z.number()]),
  discriminatedUnion: z.discriminatedUnion('t', [
    z.object({ t: z.literal('a'), x: z.string() }),
    z.object({ t: z.literal('b'), y: z.date() }),
  ]),
  intersection: z.object({ a: z.string() }).and(z.object({ b: z.date() })),
  object: z.object({ a: z.object({ b: z.string().email() }) }),
  strict: z.object({ a: z.string() }).strict(),
  passthrough: z.object({ a: z.string() }).passthrough(),
  catchall: z.object({ a: z.string() }).catchall(z.number()),
  partial: z.object({ a: z.string(), b: z.number() }).partial(),
  recursive: tree,
  coerce: z.coerce.number().int().max(5),
  'coerced date': z.coerce.date(),
  refine: z.number().refine((n) => n > 10),
  superRefine: z.object({ a: z.number().int(), b: z.number().int() }).superRefine((value, context) => {
    if (value.a > value.b) context.addIssue({ code: 'custom', message: 'a is above b' });
  }),
  preprocess: z.preprocess((value) => value, z.string()),
};

describe('Zod 3: rows of every kind of schema parse', () => {
  const synth = new AgenticSynth();
  for (const [name, x] of Object.entries(values)) {
    it(name, async () => {
      const schema = z.object({ x });
      const rows = await synth.generate('structured', { schema, count: 50, verify: true });
      assert.equal(rows.length, 50);
      for (const row of rows) {
        const parsed = schema.safeParse(row);
        assert.ok(parsed.success, `${String(row.x)}: ${parsed.error?.message}`);
      }
    });
  }

  it('tries many kinds', () => assert.ok(Object.keys(values).length >= 40));

  it('gives what transforms make', async () => {
    const schema = z.object({ n: z.string().transform((text) => text.length), p: z.string().pipe(z.string().min(1)) });
    for (const row of await synth.generate('structured', { schema, count: 20 })) {
      const { n }: { n: number; p: string } = row;
      assert.equal(typeof n, 'number');
    }
  });
});
