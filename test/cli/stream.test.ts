import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bash, CLI, cli, STACK, temporaryFolder } from './cli.js';

const SLOW = 'type: events\nrate: 1/h\nfields: { timestamp: datetime, n: sequence }\n';
const SHOP = `
tables:
  users: { count: 3, fields: { id: sequence } }
  clicks:
    type: events
    rate: 1/s
    count: 4
    fields: { at: datetime, user: { ref: users.id } }
  checks:
    type: timeseries
    interval: 1s
    count: 4
    fields: { load: number }
`;

describe('command line: --stream and --realtime', () => {
  const folder = temporaryFolder();
  const here = (...args: string[]): ReturnType<typeof cli> => cli(args, { cwd: folder.path });
  const read = (name: string): Promise<string> => readFile(join(folder.path, name), 'utf8');
  const stream = ['generate', 'events', '--stream', '--output', 'events.jsonl'];

  it('writes what a whole file would hold, line by line', async () => {
    const args = 'generate events --count 5000 --rate 100/sec --stream --output events.jsonl'.split(' ');
    const { code, stdout, stderr } = await here(...args);
    assert.deepEqual([code, stdout, stderr], [0, '', '']);
    const whole = await here('generate', 'events', '--count', '5000', '--rate', '100/sec', '--format', 'jsonl');
    assert.equal(await read('events.jsonl'), whole.stdout);
    assert.equal(whole.stdout.split('\n').length, 5001);
  });

  it('adds to a file that is there, after ending its last line', async () => {
    await folder.write({ 'events.jsonl': '{"torn":1}' });
    await here(...stream, '--count', '2');
    await here(...stream, '--count', '1');
    const lines = (await read('events.jsonl')).split('\n');
    assert.equal(lines[0], '{"torn":1}');
    assert.equal(lines[3], lines[1]);
    assert.deepEqual([lines.length, lines[4]], [5, '']);
  });

  it('makes missing folders, and a file for each table where a folder is asked for', async () => {
    await folder.write({ 'shop.yaml': SHOP });
    const { code } = await here('generate', 'events', '--stream', '--schema', 'shop.yaml', '--output', 'new/out/');
    assert.equal(code, 0);
    assert.equal((await read('new/out/users.jsonl')).split('\n').length, 4);
    assert.equal((await read('new/out/clicks.jsonl')).split('\n').length, 5);
  });

  it('takes JSON Lines on standard output, each naming its table', async () => {
    await folder.write({ 'shop.yaml': SHOP });
    const { stdout } = await here('generate', 'events', '--stream', '--schema', 'shop.yaml');
    const tables = stdout
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { table: string }).table);
    assert.deepEqual(tables, [...Array(3).fill('users'), ...Array(4).fill('clicks'), ...Array(4).fill('checks')]);
  });

  it('puts the rows of all tables in the order of their times, in real time', async () => {
    await folder.write({ 'shop.yaml': SHOP });
    const { stdout } = await here('generate', 'events', '--realtime', '100x', '--schema', 'shop.yaml');
    const rows = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { table: string; row: { at?: string; timestamp?: string } });
    assert.deepEqual(
      rows.slice(0, 3).map(({ table }) => table),
      ['users', 'users', 'users'],
    );
    const times = rows.slice(3).map(({ row }) => Date.parse((row.at ?? row.timestamp)!));
    assert.deepEqual(
      times,
      [...times].sort((a, b) => a - b),
    );
    assert.equal(times.length, 8);
  });

  it('keeps whole lines when it is interrupted while it waits', async () => {
    await folder.write({ 'slow.yaml': SLOW });
    const args = [
      'generate',
      'events',
      '--schema',
      'slow.yaml',
      '--count',
      '9',
      '--realtime',
      '--output',
      'slow.jsonl',
    ];
    const child = spawn(process.execPath, [CLI, ...args], { cwd: folder.path, stdio: ['ignore', 'pipe', 'pipe'] });
    let stderr = '';
    child.stderr.on('data', (piece: Buffer) => (stderr += piece.toString()));
    const closed = new Promise<number | null>((done) => child.on('close', done));
    while (!existsSync(join(folder.path, 'slow.jsonl')) || (await read('slow.jsonl')) === '') {
      await new Promise((done) => setTimeout(done, 20));
    }
    child.kill('SIGINT');
    assert.equal(await closed, 130);
    assert.equal(stderr, 'Interrupted after 1 row in slow.jsonl.\n');
    assert.match(await read('slow.jsonl'), /^\{.*"n":1\}\n$/);
  });

  it('ends quietly when the reader has enough', async () => {
    const { stdout, stderr } = await bash('$cli generate events --count 100000000 --stream | head -n 2 | wc -l');
    assert.deepEqual([stdout.trim(), stderr], ['2', '']);
  });

  it('does not grow for a slow reader', async () => {
    const child = spawn(process.execPath, [CLI, 'generate', 'events', '--stream', '--count', '50000000'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const resident = async (): Promise<number> => {
      const status = await readFile(`/proc/${child.pid}/status`, 'utf8').catch(() => '');
      return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0);
    };
    await new Promise((done) => child.stdout.once('readable', done));
    await new Promise((done) => setTimeout(done, 300));
    const before = await resident();
    await new Promise((done) => setTimeout(done, 1000));
    const after = await resident();
    const closed = new Promise((done) => child.on('close', done));
    child.kill('SIGTERM');
    child.stdout.destroy();
    await closed;
    assert.ok(after - before < 8000, `${before} kB, then ${after} kB`);
  });

  it('hands out the first line of a long run at once', async () => {
    await folder.write({ 'year.yaml': 'type: events\nduration: 10y\nrate: 50/s\nfields: { timestamp: datetime }\n' });
    const { stdout } = await bash('$cli generate events --schema year.yaml --stream | head -n 1', { cwd: folder.path });
    assert.match(stdout, /^\{"timestamp":"2026-01-01T00:00:0/);
  });

  const refused: [args: string, message: RegExp][] = [
    ['generate events --stream --format csv', /A stream is written as JSON Lines, .* not as csv/],
    ['generate events --stream --output out.parquet', /not as parquet; name the file out\.jsonl/],
    ['generate events --stream --output out.json', /not as json; name the file out\.jsonl/],
    ['generate events --stream --delimiter ;', /--delimiter is about CSV/],
    ['generate events --stream --no-header', /--no-header is about CSV/],
    ['generate events --stream --workers 2', /one thread.*leave `workers` out/],
    ['generate events --realtime fast', /--realtime must be how many times as fast.*not "fast"/],
    ['generate events --realtime 0', /--realtime must be/],
    ['generate events --realtime=-1', /--realtime must be/],
    ['generate structured --realtime', /structured data has no axis of time/],
    ['generate structured --rate 5/s', /structured data has none/],
    ['generate timeseries --rate 5/s', /between the steps of a series is its `interval`/],
    ['generate events --rate 100', /--rate: "100" .*100\/s/],
    ['generate events --rate 0/s', /--rate: "0\/s" must be above 0/],
    ['generate events --rate 5/parsec', /--rate: "5\/parsec"/],
  ];
  for (const [args, message] of refused) {
    it(`refuses: ${args}`, async () => {
      const { code, stdout, stderr } = await here(...args.split(' '));
      assert.match(stderr, message);
      assert.deepEqual([code, stdout], [2, '']);
      assert.doesNotMatch(stderr, STACK);
    });
  }

  it('says that a path cannot be written, and leaves nothing', async () => {
    await folder.write({ file: 'x' });
    const { code, stderr } = await here('generate', 'events', '--stream', '--output', 'file/events.jsonl');
    assert.equal(code, 1);
    assert.match(stderr, /Cannot write file\/events\.jsonl: a part of the path is a file/);
  });
});
