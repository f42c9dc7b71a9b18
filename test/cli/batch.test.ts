import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFile, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Finished } from '../support/run.js';
import { CLI, cli, STACK, temporaryFolder } from './cli.js';

const BATCH = `
output: out
seed: 7
format: csv
jobs:
  - { name: orders, schema: orders.synth.yaml, count: 50 }
  - { name: users, schema: users.synth.yaml, count: 12, seed: 9 }
  - name: visits
    schema: { user: { ref: 'job:users#id' } }
    output: logs/visits.jsonl
`;
const FILES = {
  'batch-config.yaml': BATCH,
  'users.synth.yaml': 'fields: { id: uuid, name: person.fullName }\n',
  'orders.synth.yaml': "fields: { id: sequence, userId: { ref: './users.synth.yaml#id' } }\n",
};

describe('command line: batch', () => {
  const folder = temporaryFolder();
  const here = (line: string): Promise<Finished> => cli(line.split(' '), { cwd: folder.path });
  const text = (path: string): Promise<string> => readFile(join(folder.path, path), 'utf8');
  beforeEach(() => folder.write(FILES));

  it('runs, says on stderr what became of each job, and leaves at the second time what is there', async () => {
    const first = await here('batch generate --config ./batch-config.yaml --parallel 4 --output ./output-dir/');
    assert.deepEqual([first.code, first.stdout], [0, '']);
    const lines = first.stderr.trim().split('\n');
    assert.equal(lines.length, 4);
    assert.match(lines[0], /^done {7}orders {2}50 rows, 2\.0 KB in orders\.csv$/);
    assert.match(lines[2], /^done {7}visits {2}10 rows, .* in logs\/visits\.jsonl$/);
    assert.match(lines[3], /^3 jobs: 3 done in .* s\. output-dir\/manifest\.json lists the files\.$/);
    const manifest = await text('output-dir/manifest.json');
    const { files } = JSON.parse(manifest) as { files: { path: string; sha256: string; bytes: number }[] };
    for (const { path, sha256, bytes } of files) {
      const contents = await readFile(join(folder.path, 'output-dir', path));
      assert.equal(contents.length, bytes);
      assert.equal(createHash('sha256').update(contents).digest('hex'), sha256);
    }
    const second = await here('batch generate --config batch-config.yaml --output output-dir');
    assert.match(second.stderr, /3 jobs: 3 unchanged/);
    assert.equal(await text('output-dir/manifest.json'), manifest);
    const quiet = await here('batch generate --config batch-config.yaml --output output-dir --force --quiet');
    assert.deepEqual([quiet.code, quiet.stdout, quiet.stderr], [0, '', '']);
    assert.equal(await text('output-dir/manifest.json'), manifest);
  });

  it('lists with --dry-run what it would do, in order', async () => {
    const { code, stdout } = await here('batch generate --config batch-config.yaml --dry-run');
    assert.equal(code, 0);
    const lines = stdout.split('\n');
    assert.match(lines[0], /^users +structured +12 rows +users\.csv$/);
    assert.match(lines[1], /^orders +structured +50 rows +orders\.csv +after users$/);
    assert.match(lines[3], /^3 jobs, 72 rows\. Nothing was written or asked\.$/);
    const json = await here('batch generate --config batch-config.yaml --dry-run --json');
    assert.equal((JSON.parse(json.stdout) as { rows: number }).rows, 72);
    assert.ok(!(await readdir(folder.path)).includes('out'));
  });

  it('finds with verify what was changed, taken away and added', async () => {
    await here('batch generate --config batch-config.yaml -q');
    const good = await here('batch verify out');
    assert.deepEqual([good.code, good.stdout], [0, 'out ok: 3 files, 72 rows, 3.1 KB\n']);
    await appendFile(join(folder.path, 'out/orders.csv'), '51,x\n');
    await rm(join(folder.path, 'out/users.csv'));
    await writeFile(
      join(folder.path, 'out/logs/visits.jsonl'),
      (await text('out/logs/visits.jsonl')).replace(/[0-9]/, 'x'),
    );
    const bad = await here('batch verify out');
    assert.equal(bad.code, 1);
    const lines = bad.stdout.trim().split('\n');
    assert.equal(lines[0], 'out/orders.csv: has 51 rows; 50 were written');
    assert.equal(lines[1], 'out/users.csv: is missing');
    assert.match(
      lines[2],
      /^out\/logs\/visits\.jsonl: was changed: as many bytes as were written, SHA-256 \w{64}; it was \w{64}$/,
    );
    const { stdout } = await here('batch verify out --json');
    assert.equal((JSON.parse(stdout) as { problems: unknown[] }).problems.length, 3);
    assert.equal((await here('batch generate --config batch-config.yaml -q')).code, 0);
    assert.equal((await here('batch verify out')).code, 0);
  });

  it('says every mistake at its line and column, and writes nothing', async () => {
    await folder.write({
      'orders.synth.yaml': "fields:\n  id: sequenc\n  userId: { ref: './users.synth.yaml#idd' }\n",
      'batch-config.yaml': `output: out
paralel: 3
jobs:
  - name: orders
    schema: orders.synth.yaml
    dependsOn: [usrs]
  - { name: users, schema: users.synth.yaml, output: ../x.csv }
`,
    });
    const { code, stdout, stderr } = await here('batch generate --config batch-config.yaml');
    assert.deepEqual([code, stdout], [1, '']);
    for (const line of [
      /^batch-config\.yaml:2:1 error property\/unknown .*Did you mean "parallel"\?/m,
      /^batch-config\.yaml:6:17 error batch\/unknown-job There is no job "usrs"\. Did you mean "users"\?/m,
      /^batch-config\.yaml:7:54 error batch\/output "\.\.\/x\.csv" leads out of the folder/m,
      /^orders\.synth\.yaml:2:7 error field\/unknown-type/m,
      /^orders\.synth\.yaml:3:18 error ref\/dangling/m,
      /^error: batch-config\.yaml has 5 mistakes; nothing was written\.$/m,
    ]) {
      assert.match(stderr, line);
    }
    assert.ok(!(await readdir(folder.path)).includes('out'));
    const validated = await here('validate batch-config.yaml users.synth.yaml');
    assert.equal(validated.code, 1);
    assert.match(validated.stdout, /^batch-config\.yaml:6:17 error batch\/unknown-job/m);
    assert.match(validated.stdout, /^users\.synth\.yaml ok$/m);
  });

  it('keeps what the other jobs have made where one fails', async () => {
    await folder.write({ 'out/users.csv/in-the-way': '' });
    const { code, stdout, stderr } = await here('batch generate --config batch-config.yaml');
    assert.deepEqual([code, stdout], [1, '']);
    assert.match(stderr, /^skipped {4}orders {2}needs users, which is not there$/m);
    assert.match(stderr, /^failed {5}users {3}Cannot write out\/users\.csv: it is a folder/m);
    assert.doesNotMatch(stderr, STACK);
    await folder.write({ 'batch-config.yaml': `${BATCH}  - { name: free, count: 3 }\n` });
    const quiet = await here('batch generate --config batch-config.yaml --quiet');
    assert.equal(quiet.code, 1);
    assert.equal(quiet.stderr.trim().split('\n').length, 3);
    assert.equal((await text('out/free.csv')).trim().split('\n').length, 4);
    await rm(join(folder.path, 'out/users.csv'), { recursive: true });
    const { code: mended, stderr: told } = await here('batch generate --config batch-config.yaml');
    assert.equal(mended, 0);
    assert.match(told, /4 jobs: 3 done, 1 unchanged/);
  });

  /** Small jobs first, then one that takes a while. */
  const LONG = `
output: out
parallel: 1
format: csv
jobs:
  - { name: a, count: 100 }
  - { name: b, count: 100, seed: 2 }
  - { name: long, schema: { id: sequence, text: lorem.paragraph }, count: 5000000 }
`;

  const interrupted = async (signal: NodeJS.Signals): Promise<{ code: number | null; stderr: string }> => {
    await folder.write({ 'long.yaml': LONG });
    const child = spawn(process.execPath, [CLI, 'batch', 'generate', '--config', 'long.yaml'], { cwd: folder.path });
    let stderr = '';
    child.stderr.on('data', (piece: Buffer) => (stderr += piece.toString()));
    const ended = new Promise<number | null>((done) => child.on('close', done));
    const begun = async (): Promise<boolean> =>
      (await readdir(join(folder.path, 'out')).catch(() => [])).some((name) => name.startsWith('.long.csv.'));
    while (!(await begun())) await sleep(20);
    child.kill(signal);
    return { code: await ended, stderr };
  };

  const goesOn = async (): Promise<void> => {
    await folder.write({ 'long.yaml': LONG.replace('5000000', '500') });
    const { code, stderr } = await here('batch generate --config long.yaml');
    assert.equal(code, 0, stderr);
    assert.match(stderr, /^unchanged {2}a /m);
    assert.match(stderr, /^unchanged {2}b /m);
    assert.match(stderr, /^done {7}long /m);
    assert.deepEqual((await readdir(join(folder.path, 'out'))).sort(), ['a.csv', 'b.csv', 'long.csv', 'manifest.json']);
    assert.equal((await here('batch verify out')).code, 0);
  };

  it('stops when it is interrupted, keeps what is finished and goes on from there', async () => {
    const { code, stderr } = await interrupted('SIGINT');
    assert.equal(code, 130);
    assert.equal(stderr, 'Interrupted: 2 jobs are finished. The same command goes on from there.\n');
    assert.deepEqual((await readdir(join(folder.path, 'out'))).sort(), ['a.csv', 'b.csv', 'manifest.json']);
    const verified = await here('batch verify out');
    assert.deepEqual(
      [verified.code, verified.stdout],
      [1, 'out: the job long is not finished; run the batch again to go on\n'],
    );
    await goesOn();
  });

  it('goes on after it was killed, and clears up what was left', async () => {
    await interrupted('SIGKILL');
    const left = await readdir(join(folder.path, 'out'));
    assert.ok(
      left.some((name) => name.endsWith('.tmp')),
      left.join(),
    );
    const { jobs } = JSON.parse(await text('out/manifest.json')) as { jobs: { status: string }[] };
    assert.deepEqual(
      jobs.map(({ status }) => status),
      ['done', 'done', 'pending'],
    );
    await goesOn();
  });

  it('draws large jobs in threads, with the same bytes', async () => {
    const large = (name: string): string =>
      `  - { name: ${name}, schema: { id: sequence, n: 'integer (0..9)' }, count: 320000 }\n`;
    await folder.write({ 'large.yaml': `format: csv\njobs:\n${large('a')}${large('b')}` });
    await here('batch generate --config large.yaml --output threads --workers 2 --parallel 2');
    await here('batch generate --config large.yaml --output one --workers 1 --parallel 1');
    assert.equal(await text('threads/manifest.json'), await text('one/manifest.json'));
  });
});
