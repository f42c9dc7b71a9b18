import assert from 'node:assert/strict';
import { readdir, readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { bash, cli, STACK, temporaryFolder } from './cli.js';

const SCHEMA = 'fields:\n  id: sequence\n';

describe('command line: paths', () => {
  const folder = temporaryFolder();
  const here = (...args: string[]): ReturnType<typeof cli> => cli(args, { cwd: folder.path });
  const utf16 = Buffer.from(SCHEMA, 'utf16le');

  beforeEach(async () => {
    await folder.write({ 'u.yaml': SCHEMA, 'utf16.yaml': utf16, 'utf16.csv': utf16, 'users.csv': 'id\n1\n' });
    await symlink('gone.yaml', join(folder.path, 'link.yaml'));
  });

  const refused: readonly (readonly [args: string, code: number, message: RegExp])[] = [
    ['generate structured --schema=', 2, /The path is empty: name a file, or leave the flag out\./],
    ['generate structured --output=', 2, /The path is empty: name a file, or leave the flag out\./],
    ['validate --schema= users.csv', 2, /The path is empty/],
    ['generate structured --schema link.yaml', 1, /^error: link\.yaml is a link to gone\.yaml, which is not there\.$/m],
    ['generate structured --schema utf16.yaml', 1, /^error: utf16\.yaml is UTF-16: save it as UTF-8\.$/m],
    ['validate --schema u.yaml utf16.csv', 1, /^error: utf16\.csv is UTF-16: save it as UTF-8\.$/m],
    ['infer utf16.csv', 1, /^error: utf16\.csv is UTF-16: save it as UTF-8\.$/m],
    ['generate structured --plugin gone.mjs', 1, /^error: There is no plug-in gone\.mjs\.$/m],
    ['generate structured --output users.cvs', 2, /^error: "users\.cvs" ends in no format .* Did you mean "csv"\?$/m],
    ['generate structured --output users.csv.gz', 2, /"users\.csv\.gz" ends in no format that can be written \(json, /],
    ['init u.yaml/x.yaml', 1, /^error: Cannot write u\.yaml\/x\.yaml: a part of the path is a file, not a folder\.$/m],
    ['infer users.csv -o u.yaml/x.yaml', 1, /^error: Cannot write u\.yaml\/x\.yaml: a part of the path is a file/m],
    [
      'generate structured --log-file no/x.log',
      1,
      /^error: Cannot write no\/x\.log: a folder of its path is not there\./m,
    ],
  ];
  for (const [args, expected, message] of refused) {
    it(`${args}: says what is wrong`, async () => {
      const before = await readdir(folder.path);
      const { code, stdout, stderr } = await here(...args.split(' '));
      assert.match(stderr, message);
      assert.doesNotMatch(stderr, STACK);
      assert.deepEqual([code, stdout, await readdir(folder.path)], [expected, '', before]);
    });
  }

  it('writes in any file whose format is said', async () => {
    const { code } = await here('generate', 'structured', '-s', 'u.yaml', '-n', '2', '-f', 'csv', '-o', 'u.txt');
    assert.deepEqual([code, await readFile(join(folder.path, 'u.txt'), 'utf8')], [0, 'id\n1\n2\n']);
  });

  it('reads a schema from standard input, and writes to standard output, as -', async () => {
    const line = 'cat u.yaml | $cli generate structured --schema - --count 2 --format csv --output -';
    const made = await bash(line, { cwd: folder.path });
    assert.deepEqual([made.code, made.stdout, made.stderr], [0, 'id\n1\n2\n', '']);
    const checked = await bash('printf "id: uid\\n" | $cli validate -', { cwd: folder.path });
    assert.equal(checked.code, 1);
    assert.match(checked.stdout, /^-:1:5 error .*"uid"/);
    const wrong = await bash('printf "id: uid\\n" | $cli generate structured -s -', { cwd: folder.path });
    assert.match(wrong.stderr, /^-:1:5 error/);
    assert.deepEqual((await readdir(folder.path)).includes('-'), false);
  });

  for (const args of [
    'generate structured -o /proc/a/b/rows.json',
    'generate structured --stream -o /proc/a/b/rows.jsonl',
  ]) {
    it(`${args}: says that no folder can be made there`, async function () {
      if (process.platform !== 'linux') return this.skip();
      const { code, stdout, stderr } = await here(...args.split(' '));
      assert.deepEqual([code, stdout], [1, '']);
      assert.match(stderr, /^error: Cannot write \/proc\/a\/b\/rows\.jsonl?: a folder of its path is not there\./);
    });
  }

  it('says that the working folder is gone', async () => {
    const line = 'mkdir gone && cd gone && rmdir ../gone && $cli generate structured';
    const { code, stderr } = await bash(line, { cwd: folder.path });
    assert.deepEqual([code, stderr], [1, 'error: The working folder is gone: change into one that is there.\n']);
  });

  it('infers days and times of day from Parquet', async () => {
    await folder.write({ 't.yaml': 'fields:\n  day: date\n  o: { fields: { at: time, when: datetime } }\n' });
    await here('generate', 'structured', '-s', 't.yaml', '-n', '60', '-q', '-o', 't.parquet');
    const { stdout } = await here('infer', 't.parquet', '-o', '-');
    assert.match(stdout, /^ {2}day: \{ type: date, .*\n {2}o:\n {4}fields:\n {6}at: .*time\b.*\n {6}when: .*datetime/m);
  });

  it('infers tables from lines that name theirs', async () => {
    const lines = [
      ...Array.from({ length: 30 }, (_, i) => ({ table: 'users', row: { id: i + 1 } })),
      ...Array.from({ length: 60 }, (_, i) => ({ table: 'orders', row: { userId: (i % 30) + 1, sum: i } })),
    ];
    await folder.write({ 'shop.jsonl': lines.map((line) => JSON.stringify(line)).join('\n') });
    const { stdout, stderr } = await here('infer', 'shop.jsonl', '--limit', '20');
    assert.match(
      stdout,
      /^# A first schema, inferred from the first 20 rows of users, 20 rows of orders in shop\.jsonl\.$/m,
      stderr,
    );
    await folder.write({ 'shop.jsonl': `${JSON.stringify(lines[0])}\n{"id":1}\n` });
    assert.match(
      (await here('infer', 'shop.jsonl')).stderr,
      /^error: shop\.jsonl: line 2 names no table, unlike those before it\.$/m,
    );
  });
});
