import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { cli, STACK, temporaryFolder } from './cli.js';

const addFormats = ((formats as { default?: unknown }).default ?? formats) as typeof formats.default;

const USER = `
$schema: https://json-schema.org/draft/2020-12/schema
title: User
type: object
required: [id, email, name, role]
properties:
  id: { type: string, format: uuid }
  email: { type: string, format: email }
  name: { type: string, maxLength: 120 }
  age: { type: [integer, 'null'], minimum: 0, maximum: 120 }
  createdAt: { type: string, format: date-time }
  role: { $ref: './common/roles.json#/$defs/role' }
  address:
    type: object
    required: [city]
    properties: { city: { type: string }, zip: { type: string, pattern: '^\\d{5}$' } }
    additionalProperties: false
  tags: { type: array, items: { type: string }, maxItems: 3 }
  contact:
    oneOf:
      - { type: string, format: email }
      - { type: object, required: [phone], properties: { phone: { type: string } }, additionalProperties: false }
additionalProperties: false
`;

const ROLES = JSON.stringify({ $defs: { role: { enum: ['admin', 'editor', 'reader'] } } });

const API = `
openapi: 3.0.3
info: { title: Shop, version: 1.0.0 }
paths: {}
components:
  schemas:
    Order:
      type: object
      required: [id, customer, total]
      properties:
        id: { type: integer, format: int64, minimum: 1 }
        customer: { $ref: '#/components/schemas/Customer' }
        total: { type: number, minimum: 0, exclusiveMinimum: true }
        note: { type: string, nullable: true, example: leave at the door }
    Customer:
      type: object
      required: [email]
      properties: { email: { type: string, format: email }, name: { type: string } }
`;

describe('command line: JSON Schema', () => {
  const folder = temporaryFolder();
  const run = (...args: string[]): ReturnType<typeof cli> => cli(args, { cwd: folder.path });
  const generate = (...args: string[]): ReturnType<typeof cli> => run('generate', 'structured', ...args);

  beforeEach(() => folder.write({ 'user.yaml': USER, 'common/roles.json': ROLES, 'api.yaml': API }));

  it('makes rows that ajv accepts, from a file in YAML with another beside it', async () => {
    const { code, stdout, stderr } = await generate('--schema', 'user.yaml', '--count', '200', '--verify');
    assert.deepEqual([code, stderr], [0, '']);
    const rows = JSON.parse(stdout) as { role: string; name: string; email: string }[];
    assert.equal(rows.length, 200);
    const ajv = new Ajv2020({ allErrors: true });
    addFormats(ajv);
    const { parseDocument } = await import('../../engine/src/schema/parse.js');
    const schema = parseDocument(USER, { file: 'user.yaml' }).value as { properties: Record<string, unknown> };
    const role = { enum: ['admin', 'editor', 'reader'] };
    const valid = ajv.compile({ ...schema, properties: { ...schema.properties, role } });
    for (const row of rows) assert.ok(valid(row), JSON.stringify([row, valid.errors]));
    assert.ok(rows.every(({ name }) => /\p{L}+ \p{L}+/u.test(name)));
  });

  it('gives the same bytes with threads, batches and shards', async () => {
    const lines = async (...args: string[]): Promise<string> => {
      const { code, stdout, stderr } = await generate(
        '--schema',
        'user.yaml',
        '--format',
        'jsonl',
        '--count',
        '3000',
        ...args,
      );
      assert.deepEqual([code, stderr], [0, '']);
      return stdout;
    };
    const whole = await lines();
    assert.equal(await lines('--workers', '2', '--batch-size', '700'), whole);
    assert.equal(
      (await lines('--shard', '1/3')) + (await lines('--shard', '2/3')) + (await lines('--shard', '3/3')),
      whole,
    );
  }).timeout(30_000);

  for (const format of ['json', 'jsonl', 'csv', 'parquet']) {
    it(`finds its own rows valid: ${format}`, async () => {
      const made = await generate('--schema', 'user.yaml', '--count', '300', '--output', `users.${format}`);
      assert.deepEqual([made.code, made.stderr], [0, '']);
      const { code, stdout } = await run('validate', '--schema', 'user.yaml', `users.${format}`);
      assert.deepEqual([code, stdout], [0, '300 rows of User: ok\n']);
    });
  }

  it('says which rows are wrong', async () => {
    const good = { id: '11111111-1111-4111-8111-111111111111', email: 'a@b.co', name: 'Ada', role: 'admin' };
    const bad = [
      { ...good, role: 'king' },
      { ...good, email: 'a' },
      { ...good, extra: 1 },
      { ...good, address: {} },
      5,
    ];
    await folder.write({ 'users.jsonl': [good, good, ...bad].map((row) => `${JSON.stringify(row)}\n`).join('') });
    const { code, stdout } = await run('validate', '--schema', 'user.yaml', 'users.jsonl');
    assert.equal(code, 1);
    const lines = stdout.trimEnd().split('\n');
    assert.deepEqual(
      lines
        .slice(0, -1)
        .map((line) => line.replace(/^(users\.jsonl:\d+) User row \d+: (the record|\S+) .*\((\S+)\)$/, '$1 $2 $3')),
      [
        'users.jsonl:3 role json-schema/enum',
        'users.jsonl:4 email json-schema/format',
        'users.jsonl:5 extra json-schema/additionalProperties',
        'users.jsonl:6 address json-schema/required',
        'users.jsonl:7 the record json-schema/type',
      ],
    );
    assert.equal(lines.at(-1), '7 rows of User: 5 problems');
  });

  it('takes a schema out of an OpenAPI description', async () => {
    const { code, stdout, stderr } = await generate('--schema', 'api.yaml#/components/schemas/Order', '--count', '40');
    assert.deepEqual([code, stderr], [0, '']);
    const rows = JSON.parse(stdout) as {
      id: number;
      total: number;
      note?: string | null;
      customer: { email: string };
    }[];
    assert.ok(
      rows.every(
        ({ id, total, customer }) => Number.isInteger(id) && id >= 1 && total > 0 && customer.email.includes('@'),
      ),
    );
    assert.ok(rows.some(({ note }) => note === null));
  });

  it('says what is there where the schema is not', async () => {
    const none = await generate('--schema', 'api.yaml#/components/schemas/Oder');
    assert.match(
      none.stderr,
      /^api\.yaml:7:\d+ error json-schema\/no-such-schema .*Did you mean "#\/components\/schemas\/Order"\?/,
    );
    assert.deepEqual([none.code, none.stdout], [1, '']);
    const whole = await run('validate', 'api.yaml');
    assert.match(whole.stdout, /form\/openapi .*as in #\/components\/schemas\/Order\. It has Order, Customer\./);
    assert.equal(whole.code, 1);
    const part = await run('validate', 'api.yaml#/components/schemas/Customer', 'user.yaml');
    assert.deepEqual([part.code, part.stdout], [0, 'api.yaml#/components/schemas/Customer ok\nuser.yaml ok\n']);
  });

  it('places mistakes in the file that they are in', async () => {
    await folder.write({
      'common/roles.json': '{\n  "$defs": {\n    "role": { "type": "string", "minLength": -1 }\n  }\n}\n',
      'bad.yaml': 'type: object\nproperties:\n  a: { $ref: missing.json }\n  b: { type: strin }\n',
    });
    const { code, stdout } = await run('validate', 'user.yaml', 'bad.yaml');
    assert.equal(code, 1);
    assert.match(stdout, /^common[\\/]roles\.json:3:\d+ error json-schema\//m);
    assert.match(stdout, /^bad\.yaml:3:\d+ error json-schema\/unreadable .*missing\.json/m);
    assert.doesNotMatch(stdout, STACK);
  });

  it('keeps to names, titles and examples unless told not to', async () => {
    const first = async (...args: string[]): Promise<{ name: string }> => {
      const { stdout } = await generate('--schema', 'user.yaml', '--count', '1', ...args);
      return (JSON.parse(stdout) as { name: string }[])[0];
    };
    assert.match((await first()).name, / /);
    assert.match((await first('--no-infer')).name, /^[A-Za-z0-9]+$/);
    assert.notEqual((await first('--locale', 'de')).name, (await first()).name);
  });

  it('writes a file that is a list, with its bounds', async () => {
    await folder.write({
      'list.json': JSON.stringify({ type: 'array', items: { type: 'integer', minimum: 1 }, minItems: 3, maxItems: 5 }),
    });
    const { stdout } = await generate('--schema', 'list.json', '--format', 'jsonl');
    assert.match(stdout, /^(\d+\n){5}$/);
    const csv = await generate('--schema', 'list.json', '--format', 'csv', '--count', '3');
    assert.match(csv.stdout, /^value\n(\d+\n){3}$/);
    const { code, stderr } = await generate('--schema', 'list.json', '--count', '9');
    assert.equal(code, 1);
    assert.match(stderr, /count\/out-of-bounds .*3 to 5 rows, and 9 are asked for/);
    await folder.write({ 'data.json': '[1, 2]' });
    const checked = await run('validate', '--schema', 'list.json', 'data.json');
    assert.deepEqual(
      [checked.code, checked.stdout.split('\n')[0]],
      [1, 'data.json must be 3 rows or more, not 2 (json-schema/minItems)'],
    );
  });

  it('writes objects made as a whole to every format, and reads them again', async () => {
    await folder.write({
      'event.json': JSON.stringify({
        $schema: 'https://json-schema.org/draft/2020-12/schema',
        oneOf: [
          { type: 'object', required: ['kind', 'n'], properties: { kind: { const: 'count' }, n: { type: 'integer' } } },
          {
            type: 'object',
            required: ['kind', 'tags'],
            properties: { kind: { const: 'tag' }, tags: { type: 'array', items: { type: 'string' } } },
          },
        ],
        unevaluatedProperties: false,
      }),
    });
    for (const format of ['json', 'jsonl', 'csv', 'parquet']) {
      const made = await generate('--schema', 'event.json', '--count', '50', '--output', `events.${format}`);
      assert.deepEqual([made.code, made.stderr], [0, ''], format);
      const { stdout } = await run('validate', '--schema', 'event.json', `events.${format}`);
      assert.equal(stdout, '50 rows: ok\n', format);
    }
    const csv = await readFile(join(folder.path, 'events.csv'), 'utf8');
    assert.match(csv, /^kind,n,tags\n/);
  }).timeout(20_000);

  it('refuses series and events of a JSON Schema', async () => {
    for (const type of ['timeseries', 'events']) {
      const { code, stderr } = await run('generate', type, '--schema', 'user.yaml');
      assert.equal(code, 1);
      assert.match(stderr, /type\/contradiction/);
    }
  });
});
