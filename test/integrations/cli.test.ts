import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cli, STACK } from '../cli/cli.js';
import type { Finished } from '../support/run.js';
import { freePort, hasNative, linkPackages, listen, type Listener, type Midstreamer, realPackage } from './packages.js';

/** What is used of ruvector here. */
interface Stores {
  readonly VectorDB: new (options: { dimensions: number; storagePath: string; distanceMetric: string }) => {
    len(): Promise<number>;
  };
}

describe('command line: integrations', function () {
  this.timeout(300_000);
  let folder: string;
  const here = (line: string): Promise<Finished> => cli(line.split(' '), { cwd: folder });
  const configure = (integrations: object): Promise<void> =>
    writeFile(join(folder, '.agentic-synth.json'), JSON.stringify({ integrations }));
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'agentic-synth-integrations-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  describe('with the packages in the project', () => {
    let midstreamer: Midstreamer;
    let listener: Listener;
    before(async function () {
      midstreamer = await realPackage<Midstreamer>('midstreamer');
      if (!hasNative(await realPackage('ruvector'))) this.skip();
    });
    beforeEach(async () => {
      await linkPackages(folder, 'midstreamer', 'ruvector');
      listener = await listen(midstreamer, 'clicks');
    });
    afterEach(() => listener.close());

    it('streams and stores the rows that it writes', async () => {
      await configure({
        midstreamer: { defaultPipeline: 'clicks', address: listener.address },
        ruvector: { dbPath: './vectors.db' },
      });
      const { code, stdout, stderr } = await here(
        'generate events --count 300 --stream-to midstreamer --vectorize-with ruvector --cache-policy aggressive --format jsonl',
      );
      assert.equal(code, 0, stderr);
      assert.deepEqual(
        listener.messages.map(({ payload }) => JSON.stringify(payload)),
        stdout.trimEnd().split('\n'),
      );
      assert.match(
        stderr,
        new RegExp(
          `^midstreamer: 300 rows to ${listener.address} \\(clicks\\)\\nruvector: 300 rows to .*vectors\\.db\\n$`,
        ),
      );
      assert.ok((await readdir(folder)).includes('vectors.db'), 'beside the configuration');
    });

    it('streams every run where the configuration enables it, in real time too', async () => {
      await configure({ midstreamer: { enabled: true, defaultPipeline: 'clicks', address: listener.address } });
      const { code, stderr } = await here('generate events --count 20 --rate 200/sec --realtime --output e.jsonl');
      assert.equal(code, 0, stderr);
      assert.equal(listener.messages.length, 20);
    });

    it('says what was kept where nobody listens any more', async () => {
      await configure({ midstreamer: { defaultPipeline: 'clicks', address: `127.0.0.1:${await freePort()}` } });
      const { code, stdout, stderr } = await here('generate events --stream-to midstreamer --output e.csv');
      assert.deepEqual([code, stdout], [1, '']);
      assert.match(
        stderr,
        /^error: midstreamer cannot be used at 127\.0\.0\.1:\d+ \(clicks\) \(3 attempts\): .*ECONNREFUSED/,
      );
      assert.doesNotMatch(stderr, STACK);
      assert.ok(!(await readdir(folder)).includes('e.csv'));
    });

    it('sends the rows of all jobs of a batch under ids of their own, and what is unchanged not again', async () => {
      await configure({
        midstreamer: { defaultPipeline: 'clicks', address: listener.address },
        ruvector: { dbPath: './vectors.db' },
      });
      const job = (name: string): object => ({ name, count: 40, schema: { id: 'sequence', city: 'location.city' } });
      const jobs = [job('one'), { ...job('two'), seed: 8 }, job('three')];
      await writeFile(join(folder, 'batch.json'), JSON.stringify({ seed: 7, output: 'out', format: 'jsonl', jobs }));
      const plain = await here('batch generate --config batch.json');
      assert.equal(plain.code, 0, plain.stderr);
      assert.equal(listener.messages.length, 0);

      const flags = '--parallel 3 --stream-to midstreamer --vectorize-with ruvector';
      const first = await here(`batch generate --config batch.json ${flags}`);
      assert.equal(first.code, 0, first.stderr);
      assert.match(
        first.stderr,
        /^midstreamer: 120 rows to .* \(clicks\)\nruvector: 120 rows to .*vectors\.db\n3 jobs: 3 done/m,
      );
      const ids = listener.messages.map(({ id }) => id);
      assert.equal(new Set(ids).size, 120);
      assert.deepEqual(
        ids.filter((id) => id.startsWith('two/')),
        Array.from({ length: 40 }, (_, i) => `two/rows:8:${i}`),
      );
      const { VectorDB } = await realPackage<Stores>('ruvector');
      const stored = new VectorDB({
        dimensions: 256,
        storagePath: join(folder, 'vectors.db'),
        distanceMetric: 'cosine',
      });
      assert.equal(await stored.len(), 120);

      const second = await here(`batch generate --config batch.json ${flags}`);
      assert.match(second.stderr, /3 jobs: 3 unchanged/);
      assert.equal(listener.messages.length, 120);
    });

    it('keeps standard output for rows, whatever the packages would say there', async () => {
      await configure({ midstreamer: { defaultPipeline: 'clicks', address: listener.address } });
      const args = 'generate structured --count 2 --stream-to midstreamer'.split(' ');
      const { stdout } = await cli(args, { cwd: folder, env: { ...process.env, VERBOSE: '1', DEBUG: '1' } });
      assert.equal((JSON.parse(stdout) as unknown[]).length, 2);
    });
  });

  describe('without the packages', () => {
    for (const [flags, sentence] of [
      [
        '--stream-to midstreamer',
        'The package midstreamer is not installed: npm install --ignore-scripts midstreamer.',
      ],
      ['--vectorize-with ruvector', 'The package ruvector is not installed: npm install ruvector.'],
    ] as const) {
      it(`fails with one sentence before anything is written: ${flags}`, async () => {
        const { code, stdout, stderr } = await here(`generate structured ${flags} --output out.json`);
        assert.deepEqual([code, stdout, stderr], [1, '', `error: ${sentence}\n`]);
        assert.deepEqual(await readdir(folder), []);
      });
    }

    it('warns once where the configuration enables them, and goes on', async () => {
      await configure({
        midstreamer: { enabled: true },
        agenticRobotics: { enabled: true },
        ruvector: { semanticCache: true },
      });
      const { code, stderr } = await here('generate structured --count 3 --output out.json');
      assert.equal(code, 0);
      assert.equal((JSON.parse(await readFile(join(folder, 'out.json'), 'utf8')) as unknown[]).length, 3);
      const lines = stderr.trimEnd().split('\n');
      assert.equal(lines.length, 3, stderr);
      assert.match(
        lines[0],
        /midstreamer is not installed: .*Rows are made as if midstreamer were off\. \(\/integrations\/midstreamer\/enabled\)/,
      );
      assert.match(lines[1], /not on the npm registry.*\(\/integrations\/agenticRobotics\/enabled\)/);
      assert.match(lines[2], /ruvector is not installed: .*\(\/integrations\/ruvector\/semanticCache\)/);
    });
  });
});
