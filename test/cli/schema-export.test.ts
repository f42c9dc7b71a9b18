import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bash, cli, STACK, temporaryFolder } from './cli.js';

const USERS = 'id: uuid\nage: integer (18..90)\nname: { type: person.fullName, description: Who }\n';
const SHOP = `seed: 4
tables:
  users: { count: 3, fields: { id: uuid, email: email } }
  orders: { count: { per: users }, fields: { id: sequence, user: { ref: users.id } } }
`;

describe('command line: schema export', () => {
  const folder = temporaryFolder();
  const here = (...args: string[]): ReturnType<typeof cli> => cli(args, { cwd: folder.path });

  beforeEach(() => folder.write({ 'users.yaml': USERS, 'shop.yaml': SHOP }));

  it('prints the JSON Schema of the rows, and nothing else', async () => {
    const { code, stdout, stderr } = await here('schema', 'export', 'users.yaml');
    assert.deepEqual([code, stderr], [0, '']);
    assert.deepEqual(JSON.parse(stdout), {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      title: 'rows',
      type: 'object',
      properties: {
        id: { type: 'string', format: 'uuid' },
        age: { type: 'integer', minimum: 18, maximum: 90 },
        name: { type: 'string', description: 'Who', 'x-synth': { type: 'person.fullName' } },
      },
      required: ['id', 'age', 'name'],
      additionalProperties: false,
      'x-synth': { infer: false },
    });
    assert.ok(stdout.endsWith('}\n'));
  });

  it('writes it to a file, from which the same tables are made', async () => {
    assert.deepEqual(await here('schema', 'export', 'shop.yaml', '--output', 'out/shop.json'), {
      code: 0,
      signal: null,
      stdout: '',
      stderr: '',
    });
    assert.match(await readFile(join(folder.path, 'out/shop.json'), 'utf8'), /"\$defs"/);
    const [own, back] = await Promise.all(
      ['shop.yaml', 'out/shop.json'].map((file) => here('generate', 'structured', '--schema', file)),
    );
    assert.equal(own.code, 0, own.stderr);
    assert.deepEqual(back, own);
    assert.deepEqual((await here('validate', 'out/shop.json')).code, 0);
  });

  it('prints one table', async () => {
    const { code, stdout } = await here('schema', 'export', 'shop.yaml', '--table', 'orders');
    assert.equal(code, 0);
    const { properties } = JSON.parse(stdout) as { properties: object };
    assert.deepEqual(properties, {
      id: { type: 'integer', minimum: 1, 'x-synth': { type: 'sequence' } },
      user: { type: 'string', format: 'uuid' },
    });
  });

  const wrong: readonly [args: string, code: number, message: RegExp][] = [
    ['schema', 2, /schema export FILE/],
    ['schema export', 2, /missing required argument 'file'/],
    ['schema exprt users.yaml', 2, /schema export/],
    ['schema export no.yaml', 1, /There is no file no\.yaml/],
    ['schema export shop.yaml --table order', 2, /no table `order`; did you mean `orders`/],
    ['schema export bad.yaml', 1, /^bad\.yaml:1:4 error .*Did you mean/],
  ];
  for (const [args, code, message] of wrong) {
    it(`explains: ${args}`, async () => {
      await folder.write({ 'bad.yaml': 'a: emial\n' });
      const done = await here(...args.split(' '));
      assert.deepEqual([done.code, done.stdout], [code, '']);
      assert.match(done.stderr, message);
      assert.doesNotMatch(done.stderr, STACK);
    });
  }

  it('stops where its reader does', async () => {
    const { stderr } = await bash('$cli schema export users.yaml | head -c 1', { cwd: folder.path });
    assert.equal(stderr, '');
  });
});
