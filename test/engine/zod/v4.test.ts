import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import * as z from 'zod';
import * as mini from 'zod/mini';
import { AgenticSynth } from '../../../engine/src/core.js';

enum Level {
  Low,
  High = 5,
}

interface Tree {
  value: number;
  children: Tree[];
}
const tree: z.ZodType<Tree> = z.object({
  value: z.int(),
  get children() {
    return z.array(tree);
  },
});

const linked: z.ZodType<unknown> = z.lazy(() => z.object({ name: z.string(), next: linked.optional() }));

/** Schemas by what is worth trying about them. Those of values stand as a property `x`, others as they are. */
const values: Readonly<Record<string, z.ZodType>> = {
  string: z.string(),
  'string of a length': z.string().length(7),
  'short string': z.string().max(3),
  'long string': z.string().min(40).max(44),
  'nonempty string': z.string().nonempty(),
  regex: z.string().regex(/^[A-Z]{2}-\d{3,5}$/),
  'regex without anchors': z.string().regex(/a+b/),
  'regex that ignores case': z.string().regex(/^[^a-z]{4}$/i),
  'regex of any language': z.string().regex(/^\p{Lu}\p{Ll}{2,5}$/u),
  'regex and length': z
    .string()
    .regex(/^[ab]*$/)
    .min(2)
    .max(6),
  startsWith: z.string().startsWith('user_'),
  endsWith: z.string().endsWith('.png'),
  includes: z.string().includes('-'),
  'startsWith and endsWith': z.string().startsWith('a').endsWith('z').min(4),
  lowercase: z.string().lowercase(),
  uppercase: z.string().uppercase(),
  trim: z.string().trim(),
  toLowerCase: z.string().toLowerCase(),
  toUpperCase: z.string().min(2).toUpperCase(),
  email: z.email(),
  'email as a check': z.string().email(),
  'email of a length': z.email().max(40),
  uuid: z.uuid(),
  uuidv4: z.uuidv4(),
  uuidv6: z.uuidv6(),
  uuidv7: z.uuidv7(),
  guid: z.guid(),
  url: z.url(),
  httpUrl: z.httpUrl(),
  'url of a protocol': z.url({ protocol: /^ftp$/ }),
  'url of a host': z.url({ hostname: /^(.*\.)?example\.com$/ }),
  emoji: z.emoji(),
  base64: z.base64(),
  base64url: z.base64url(),
  nanoid: z.nanoid(),
  cuid: z.cuid(),
  cuid2: z.cuid2(),
  ulid: z.ulid(),
  xid: z.xid(),
  ksuid: z.ksuid(),
  ipv4: z.ipv4(),
  ipv6: z.ipv6(),
  cidrv4: z.cidrv4(),
  cidrv6: z.cidrv6(),
  mac: z.mac(),
  jwt: z.jwt(),
  'jwt of an algorithm': z.jwt({ alg: 'RS256' }),
  e164: z.e164(),
  hostname: z.hostname(),
  hex: z.hex(),
  'hash sha256': z.hash('sha256'),
  'iso date': z.iso.date(),
  'iso time': z.iso.time(),
  'iso time of a precision': z.iso.time({ precision: 3 }),
  'iso time to the minute': z.iso.time({ precision: -1 }),
  'iso datetime': z.iso.datetime(),
  'iso datetime with offset': z.iso.datetime({ offset: true }),
  'iso datetime of a precision': z.iso.datetime({ precision: 3 }),
  'local iso datetime': z.iso.datetime({ local: true }),
  'iso duration': z.iso.duration(),
  templateLiteral: z.templateLiteral(['v', z.int().min(0), '.', z.enum(['alpha', 'beta'])]),
  stringbool: z.stringbool(),
  'stringbool of own words': z.stringbool({ truthy: ['ja'], falsy: ['nein'], case: 'sensitive' }),
  number: z.number(),
  'number between': z.number().gt(-2.5).lt(-1),
  positive: z.number().positive(),
  nonpositive: z.number().nonpositive(),
  'multiple of a fraction': z.number().min(0).max(3).multipleOf(0.05),
  int: z.int(),
  int32: z.int32(),
  uint32: z.uint32(),
  float32: z.float32(),
  float64: z.float64(),
  'integer by check': z.number().int().min(3).max(9),
  'integer multiple': z.int().multipleOf(7).multipleOf(2),
  'coerced number': z.coerce.number().min(10).max(20),
  'coerced string': z.coerce.string(),
  'coerced date': z.coerce.date(),
  'coerced boolean': z.coerce.boolean(),
  'coerced bigint': z.coerce.bigint(),
  bigint: z.bigint(),
  'bigint between': z.bigint().min(5n).lt(9n),
  'bigint multiple': z.bigint().multipleOf(12n),
  int64: z.int64(),
  uint64: z.uint64(),
  boolean: z.boolean(),
  null: z.null(),
  any: z.any(),
  unknown: z.unknown(),
  date: z.date(),
  'date between': z.date().min(new Date('2020-02-01')).max(new Date('2020-02-02')),
  'date of one second': z.date().min(new Date(1000)).max(new Date(1001)),
  literal: z.literal('x'),
  'literals of several types': z.literal(['a', 1, true, null]),
  'literal bigint': z.literal([7n, 9n]),
  enum: z.enum(['a', 'b']),
  'enum of an object': z.enum({ Red: 'r', Blue: 'b' }),
  'native enum': z.enum(Level),
  optional: z.string().optional(),
  nullable: z.email().nullable(),
  nullish: z.int().min(4).nullish(),
  nonoptional: z.string().optional().nonoptional(),
  'exact optional': z.string().exactOptional(),
  default: z.string().default('none'),
  prefault: z.string().trim().prefault('  none '),
  catch: z.int().catch(0),
  readonly: z.array(z.string()).readonly(),
  brand: z.string().min(2).brand<'Id'>(),
  array: z.array(z.int()).min(2).max(4),
  'array of a length': z.array(z.email()).length(3),
  'array of dates': z.array(z.date()).nonempty(),
  tuple: z.tuple([z.string(), z.int(), z.boolean()]),
  'tuple with rest': z.tuple([z.string()], z.int()),
  'tuple with optional end': z.tuple([z.string(), z.int().optional()]),
  set: z
    .set(z.enum(['a', 'b', 'c', 'd']))
    .min(2)
    .max(3),
  'set of dates': z.set(z.date()).size(2),
  map: z.map(z.string(), z.date()),
  record: z.record(z.string(), z.int()),
  'record of an enum': z.record(z.enum(['a', 'b']), z.boolean()),
  'partial record': z.partialRecord(z.enum(['a', 'b']), z.boolean()),
  'record of patterned names': z.record(z.string().regex(/^x-[a-z]{3}$/), z.string()),
  'record of numbers': z.record(z.number(), z.string()),
  union: z.union([z.string(), z.int()]),
  'union of objects': z.union([z.object({ a: z.string() }), z.object({ b: z.date() })]),
  'union with undefined': z.union([z.string(), z.undefined()]),
  'union of a date and a string': z.union([z.date(), z.string().min(40)]),
  xor: z.xor([z.object({ a: z.string() }), z.object({ b: z.int() })]),
  discriminatedUnion: z.discriminatedUnion('type', [
    z.object({ type: z.literal('card'), number: z.string().regex(/^\d{16}$/) }),
    z.object({ type: z.literal('cash'), paid: z.date() }),
  ]),
  intersection: z.intersection(z.object({ a: z.string() }), z.object({ b: z.int() })),
  'intersection of strict objects': z.intersection(z.strictObject({ a: z.date() }), z.strictObject({ b: z.int() })),
  'intersection of numbers': z.number().min(3).and(z.number().max(4)),
  object: z.object({ a: z.object({ b: z.email() }) }),
  strictObject: z.strictObject({ a: z.string(), b: z.int().optional() }),
  looseObject: z.looseObject({ a: z.string() }),
  catchall: z.object({ a: z.string() }).catchall(z.int()),
  'partial object': z.object({ a: z.string(), b: z.int() }).partial(),
  'extended object': z.object({ a: z.string() }).extend({ b: z.int() }).omit({ a: true }),
  'recursive object': tree,
  'lazy recursion': linked,
  json: z.json(),
  keyof: z.object({ a: z.string(), b: z.int() }).keyof(),
  pipe: z.string().pipe(z.email()),
  'pipe of a transform': z
    .string()
    .regex(/^\d{1,3}$/)
    .transform(Number)
    .pipe(z.number().min(5)),
  transform: z.string().transform((text) => text.length),
  preprocess: z.preprocess((value) => value ?? 'none', z.string()),
  codec: z.codec(z.iso.datetime(), z.date(), {
    decode: (text) => new Date(text),
    encode: (date) => date.toISOString(),
  }),
  refine: z.int().refine((n) => n % 2 === 0),
  superRefine: z.string().superRefine((text, context) => {
    if (text.length % 2 === 0) context.addIssue('odd');
  }),
  check: z.string().check((context) => {
    if (/q/i.test(context.value)) context.issues.push({ code: 'custom', input: context.value, message: 'no q' });
  }),
  'string format of a function': z.stringFormat('even', (text) => text.length % 2 === 0),
  'string format of a pattern': z.stringFormat('hash', /^#[0-9a-f]{6}$/),
  creditCard: z.creditCard(),
  iban: z.iban(),
  'custom with a field': z.custom<number>((value) => typeof value === 'number').meta({ synth: 'integer (1..6)' }),
  'mini string': mini.string().check(mini.minLength(3), mini.trim()) as unknown as z.ZodType,
  'mini object': mini.object({ a: mini.optional(mini.email()), b: mini.nullable(mini.int()) }) as unknown as z.ZodType,
  'mini refinement': mini.number().check(mini.refine((n) => n > 100)) as unknown as z.ZodType,
};

/** Parses again what came out; of schemas whose output is not what goes in, it is not taken back. */
const ONE_WAY = new Set([
  ...['stringbool', 'stringbool of own words', 'transform', 'pipe of a transform', 'codec'],
  ...['coerced date', 'coerced bigint'],
]);

describe('Zod 4: rows of every kind of schema parse', () => {
  const synth = new AgenticSynth();
  for (const [name, x] of Object.entries(values)) {
    it(name, async () => {
      const schema = z.object({ x });
      const rows = await synth.generate('structured', { schema, count: 50, verify: true });
      assert.equal(rows.length, 50);
      if (ONE_WAY.has(name)) return;
      for (const row of rows) {
        const parsed = schema.safeParse(row);
        assert.ok(parsed.success, `${inspect(row)}: ${parsed.error?.message}`);
      }
    });
  }

  it('tries many kinds', () => assert.ok(Object.keys(values).length >= 80));
});
