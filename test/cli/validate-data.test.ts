import assert from 'node:assert/strict';
import { bash, cli, STACK, temporaryFolder } from './cli.js';

const SCHEMA = `
tables:
  users:
    count: 30
    fields: { id: uuid, age: integer (18..90), since: date }
  orders:
    count: { per: users, min: 1, max: 3 }
    fields:
      userId: { ref: users.id }
      quantity: integer (1..9)
      price: { type: number, min: 1, max: 50, decimals: 2 }
      total: { expr: quantity * price, decimals: 2 }
`;

describe('command line: validate --schema', () => {
  const folder = temporaryFolder();
  const validate = (...args: string[]): ReturnType<typeof cli> =>
    cli(['validate', '--schema', 'shop.yaml', ...args], { cwd: folder.path });

  beforeEach(() => folder.write({ 'shop.yaml': SCHEMA }));

  for (const format of ['json', 'jsonl', 'csv', 'parquet']) {
    it(`finds a folder of ${format} valid`, async () => {
      const args = ['generate', 'structured', '--schema', 'shop.yaml', '--output', 'out/', '--format', format];
      assert.equal((await cli(args, { cwd: folder.path })).code, 0);
      const { code, stdout, stderr } = await validate('out/');
      assert.match(stdout, /^30 rows of users, \d+ rows of orders: ok\n$/);
      assert.deepEqual([code, stderr], [0, '']);
    });
  }

  it('says in which file, line, row and field something is wrong, and how often', async () => {
    const row = '11111111-1111-4111-8111-111111111111';
    await folder.write({
      'users.csv': `id,age,since\n${row},17,2025-02-30\n`,
      'orders.csv': `userId,quantity,price,total\n${`${row},2,1.5,4\n`.repeat(25)}`,
    });
    const { code, stdout, stderr } = await validate('users.csv', 'orders.csv');
    assert.deepEqual([code, stderr], [1, '']);
    const lines = stdout.trimEnd().split('\n');
    assert.deepEqual(lines.slice(0, 4), [
      'users.csv:2 users row 0: age must be at least 18, not 17 (value/range)',
      'users.csv:2 users row 0: since must be a date in ISO 8601, not "2025-02-30" (value/format)',
      'users.csv:2 users row 0: the record has 25 rows of orders, not 1 to 3 (count/range)',
      'orders.csv:2 orders row 0: total must be 3, computed by `quantity * price`, not 4 (value/computed)',
    ]);
    assert.equal(lines.filter((line) => line.includes('value/computed')).length, 21);
    assert.deepEqual(lines.slice(-2), [
      'orders.csv and 5 more (value/computed)',
      '1 row of users, 25 rows of orders: 28 problems',
    ]);
  });

  it('prints JSON', async () => {
    await folder.write({ 'users.jsonl': '{"id":1}\n' });
    const { code, stdout } = await validate('--json', 'users.jsonl');
    assert.equal(code, 1);
    const report = JSON.parse(stdout) as { valid: boolean; problems: object[] };
    assert.equal(report.valid, false);
    assert.deepEqual(report.problems[0], {
      path: 'id',
      code: 'value/format',
      message: 'must be a UUID of version 4, not 1',
      table: 'users',
      row: 0,
      file: 'users.jsonl',
      line: 1,
    });
  });

  it('reads CSV as it was written', async () => {
    await folder.write({ 'p.yaml': 'name: string (1..9)?\nage: integer?\n', 'p.csv': 'name;age\nNA;3\n"NA";NA\n' });
    const args = ['validate', '--schema', 'p.yaml', '--delimiter', ';', '--null', 'NA', 'p.csv'];
    const { code, stdout } = await cli(args, { cwd: folder.path });
    assert.deepEqual([code, stdout], [0, '2 rows: ok\n']);
  });

  it('is told of types of plug-ins', async () => {
    await folder.write({
      'dice.mjs': `export default { type: 'dice', value: (row) => row.integer(1, 6) };`,
      'd.yaml': 'roll: dice\n',
      'd.jsonl': '{"roll":3}\n',
    });
    const here = (...args: string[]): ReturnType<typeof cli> => cli(['validate', ...args], { cwd: folder.path });
    assert.equal((await here('--schema', 'd.yaml', '--plugin', './dice.mjs', 'd.jsonl')).code, 0);
    assert.equal((await here('--plugin', './dice.mjs', 'd.yaml')).code, 0);
    assert.equal((await here('--schema', 'd.yaml', 'd.jsonl')).code, 1);
  });

  const refused: [args: string[], code: number, message: RegExp][] = [
    [['gone.csv'], 1, /There is no file gone\.csv/],
    [['shop.yaml'], 1, /shop\.yaml is no data file/],
    [['--delimiter', 'ab', 'users.csv'], 2, /--delimiter must be one character/],
  ];
  for (const [args, code, message] of refused) {
    it(`refuses ${args.join(' ')}`, async () => {
      const done = await validate(...args);
      assert.match(done.stderr, message);
      assert.deepEqual([done.code, done.stdout], [code, '']);
      assert.doesNotMatch(done.stderr, STACK);
    });
  }

  it('refuses flags of data without a schema', async () => {
    const { code, stderr } = await cli(['validate', '--null', 'NA', 'shop.yaml'], { cwd: folder.path });
    assert.equal(code, 2);
    assert.match(stderr, /--null is about CSV data: name its schema with --schema/);
  });

  it('ends quietly when the reader has read enough', async () => {
    await folder.write({ 'users.jsonl': '{}\n'.repeat(2000) });
    const { stdout, stderr } = await bash('$cli validate --schema shop.yaml --json users.jsonl | head -n 1', {
      cwd: folder.path,
    });
    assert.deepEqual([stdout, stderr], ['{\n', '']);
  });
});
