import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { bash, cli, CLI, STACK, temporaryFolder } from './cli.js';

const SCHEMA = 'id: sequence\nname: person.fullName\nage: integer (18..90)\n';
const ROWS = 3_000_000;

describe('command line: generate', function () {
  this.timeout(120_000);
  const folder = temporaryFolder();
  const here = (...args: string[]): ReturnType<typeof cli> => cli(args, { cwd: folder.path });
  const shell = (line: string): ReturnType<typeof bash> => bash(line, { cwd: folder.path });
  const files = async (): Promise<string[]> => (await readdir(folder.path)).sort();

  beforeEach(() => folder.write({ 's.yaml': SCHEMA }));

  it('makes a table of people without a schema, data only on stdout', async () => {
    const { code, stdout, stderr } = await here('generate', 'structured', '--count', '3');
    assert.equal(code, 0);
    assert.equal(stderr, '');
    assert.equal((JSON.parse(stdout) as unknown[]).length, 3);
  });

  it('takes the format from the ending, and says nothing in a pipe', async () => {
    for (const [file, first] of Object.entries({
      'a.csv': 'id,name,age',
      'a.jsonl': '{"id":1,',
      'a.json': '[',
      'a.parquet': 'PAR1',
    })) {
      const done = await here('generate', 'structured', '--schema', 's.yaml', '--count', '7', '--output', file);
      assert.deepEqual(done, { code: 0, signal: null, stdout: '', stderr: '' });
      assert.ok((await readFile(join(folder.path, file), 'utf8')).startsWith(first), file);
    }
  });

  it('gives the same bytes for any workers, batches and shards', async () => {
    const run = `$cli generate structured --schema s.yaml --count 40001 --format csv --seed 9`;
    const line = `${run} > whole; ${run} --workers 2 > workers; ${run} --batch-size 777 > batches
      for i in 1 2 3; do ${run} --shard $i/3; done > shards; cksum < whole; cksum < workers; cksum < batches; cksum < shards; wc -l < whole`;
    const { stdout, stderr } = await shell(line);
    assert.equal(stderr, '');
    const [whole, workers, batches, shards, lines] = stdout.trim().split('\n');
    assert.deepEqual([workers, batches, shards, Number(lines)], [whole, whole, whole, 40002]);
  });

  it('honours the options of CSV, and refuses them elsewhere', async () => {
    await folder.write({ 'n.yaml': 'a: { const: 1 }\nb: { type: integer, nullable: 1 }\n' });
    const csv = await here(
      ...'generate structured --schema n.yaml --count 1 --format csv'.split(' '),
      '--delimiter',
      'tab',
      '--null',
      'NULL',
      '--no-header',
    );
    assert.equal(csv.stdout.trimEnd(), '1\tNULL');
    const json = await here(...'generate structured --schema n.yaml --no-header'.split(' '));
    assert.equal(json.code, 2);
    assert.match(json.stderr, /header.*CSV/);
  });

  it('prints the seed that it drew, which makes the same rows again', async () => {
    const first = await here(...'generate structured --schema s.yaml --seed random --quiet'.split(' '));
    const seed = /^seed (\d+)\n$/.exec(first.stderr)?.[1];
    assert.ok(seed, first.stderr);
    assert.equal((await here(...`generate structured --schema s.yaml --seed ${seed}`.split(' '))).stdout, first.stdout);
  });

  it('writes one file a table into a folder', async () => {
    await here('init', '--template', 'shop');
    const { code, stderr } = await here(
      ...'generate structured --schema shop.synth.yaml --count 5 --format csv --output out/'.split(' '),
    );
    assert.equal(code, 0, stderr);
    assert.deepEqual((await readdir(join(folder.path, 'out'))).sort(), ['items.csv', 'orders.csv', 'users.csv']);
  });

  const broken: [name: string, text: string | Uint8Array, ...wanted: RegExp[]][] = [
    [
      'type.yaml',
      'id: uuid\nmail: emial\n',
      /^type\.yaml:2:7 error \S+ .*Did you mean "email/,
      /type\.yaml has 1 mistake; nothing was written/,
    ],
    ['type.json', '{\n  // people\n  "mail": "emial"\n}\n', /^type\.json:3:11 error/, /1 mistake/],
    [
      'range.yaml',
      'n: { type: integer, min: 9, max: 1 }\nm: nmber\n',
      /^range\.yaml:1:\d+ error/,
      /range\.yaml:2:4 error/,
      /2 mistakes/,
    ],
    ['syntax.yaml', 'a: [1, 2\nb: 3\n', /^syntax\.yaml:\d+:\d+ error/],
    ['syntax.json', '{ "a": "uuid", }}', /^syntax\.json:1:\d+ error/],
    ['empty.yaml', '', /error: empty\.yaml has 1 mistake/],
    ['utf16.yaml', new Uint8Array([0xff, 0xfe, 0x61, 0x00]), /utf16\.yaml is UTF-16: save it as UTF-8\./],
    ['binary.yaml', new Uint8Array([0x80, 0x81]), /binary\.yaml is not text in UTF-8/],
    ['prompt.yaml', 'bio: { prompt: "A life in ten words." }\n', /\/bio has a prompt.*--model local/],
    [
      'json-schema.json',
      '{ "type": "object", "properties": { "a": { "minLength": 3, "maxLength": 2, "type": "string" } }, "required": ["a"] }',
      /^json-schema\.json:1:\d+ error json-schema\/unsatisfiable/,
    ],
    ['later.yaml', 'type: timeseries\ninterval: 1m\nfields: { v: number }\n', /timeseries/],
  ];
  for (const [name, text, ...wanted] of broken) {
    it(`explains what is wrong with ${name}`, async () => {
      await folder.write({ [name]: text });
      const { code, stdout, stderr } = await here('generate', 'structured', '--schema', name, '--output', 'out.csv');
      assert.ok(code === 1 || code === 2, String(code));
      assert.equal(stdout, '');
      for (const pattern of wanted) assert.match(stderr, pattern);
      assert.doesNotMatch(stderr, STACK);
      assert.ok(!(await files()).includes('out.csv'));
    });
  }

  const unreadable: [args: string, wanted: RegExp][] = [
    ['--schema t.yaml', /There is no file t\.yaml\. Did you mean s\.yaml\?/],
    ['--schema s.json', /There is no file s\.json\. Did you mean s\.yaml\?/],
    ['--schema no/s.yaml', /There is no file no\/s\.yaml\. There is no folder no either\./],
    ['--schema .', /\. is a folder: name a file in it\./],
  ];
  for (const [args, wanted] of unreadable) {
    it(`explains: ${args}`, async () => {
      const { code, stdout, stderr } = await here('generate', 'structured', ...args.split(' '));
      assert.deepEqual([code, stdout], [1, '']);
      assert.match(stderr, wanted);
      assert.doesNotMatch(stderr, STACK);
    });
  }

  it('reads the configuration of a folder above, and places its mistakes', async () => {
    await folder.write({ '.agentic-synth.json': '{\n  "chace": {}\n}\n', 'in/s.yaml': SCHEMA });
    const { code, stderr } = await cli(['generate', 'structured', '--schema', 's.yaml'], {
      cwd: join(folder.path, 'in'),
    });
    assert.equal(code, 1);
    assert.match(
      stderr,
      /\.agentic-synth\.json:2:3 error config\/unknown-key Unknown key "chace"\. Did you mean "cache"\?/,
    );
  });

  it('warns once about an integration that is not installed, and goes on', async () => {
    await folder.write({ '.agentic-synth.json': '{ "integrations": { "ruvector": { "enabled": true } } }' });
    const { code, stdout, stderr } = await here('generate', 'structured', '--schema', 's.yaml');
    assert.equal(code, 0);
    assert.equal((JSON.parse(stdout) as unknown[]).length, 10);
    assert.match(stderr, /^warning: The package ruvector is not installed: npm install ruvector\.[^\n]*\n$/);
  });

  it('loads generators from a plug-in, by flag and by configuration', async () => {
    await folder.write({
      'dice.mjs': `export default { type: 'dice', version: '1', options: {}, value: (row) => row.integer(1, 6) };`,
      's2.yaml': 'roll: dice\n',
    });
    for (let time = 0; time < 2; time++) {
      const { stdout, stderr } = await here(
        ...'generate structured --schema s2.yaml --plugin dice.mjs --format csv'.split(' '),
      );
      assert.match(stdout, /^roll\n([1-6]\n){10}$/, stderr);
    }
    await folder.write({ '.agentic-synth.yaml': 'plugins: [./dice.mjs]\n' });
    const { stdout, stderr } = await here(...'generate structured --schema s2.yaml --format csv'.split(' '));
    assert.match(stdout, /^roll\n([1-6]\n){10}$/, stderr);
    const missing = await here('generate', 'structured', '--plugin', 'no.mjs');
    assert.equal(missing.code, 1);
    assert.match(missing.stderr, /There is no plug-in no\.mjs\./);
    assert.doesNotMatch(missing.stderr, STACK);
  });

  it('ends quietly when its reader has enough', async () => {
    const { stdout, stderr } = await shell(
      `$cli generate structured --schema s.yaml --count ${ROWS} --format csv | head -n 1; echo \${PIPESTATUS[0]}`,
    );
    assert.equal(stdout, 'id,name,age\n141\n');
    assert.equal(stderr, '');
  });

  it('says that the disk is full, and leaves what was there', async () => {
    await folder.write({ 'out.csv': 'before' });
    const { code, stderr } = await shell(
      `ulimit -f 1000; $cli generate structured --schema s.yaml --count ${ROWS} --output out.csv`,
    );
    assert.equal(code, 1, stderr);
    assert.match(stderr, /Cannot write out\.csv: /);
    assert.doesNotMatch(stderr, STACK);
    assert.deepEqual(await files(), ['out.csv', 's.yaml']);
    assert.equal(await readFile(join(folder.path, 'out.csv'), 'utf8'), 'before');
  });

  for (const [signal, expected] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    it(`stops on ${signal} and leaves no file`, async () => {
      const { code, stderr } = await interrupt(folder.path, signal, [
        '--count',
        String(ROWS * 20),
        '--output',
        'out.csv',
      ]);
      assert.equal(code, expected, stderr);
      assert.match(stderr, /Interrupted/);
      assert.deepEqual(await files(), ['s.yaml']);
    });
  }

  it('leaves the target as it was when it is killed', async () => {
    await folder.write({ 'out.csv': 'before' });
    const { signal } = await interrupt(folder.path, 'SIGKILL', ['--count', String(ROWS * 20), '--output', 'out.csv']);
    assert.equal(signal, 'SIGKILL');
    assert.equal(await readFile(join(folder.path, 'out.csv'), 'utf8'), 'before');
  });

  it('shows progress and a summary on a terminal, and neither with --quiet', async () => {
    const onTerminal = (flags: string): Promise<string> =>
      shell(
        `script -qec "$cli generate structured --schema s.yaml --count ${ROWS} --output out.csv ${flags}" /dev/null`,
      ).then(({ stdout }) => stdout);
    const shown = await onTerminal('');
    assert.match(shown, /\r[█░]+ +\d+ % +[\d,]+\/3,000,000 rows +[\d,]+ rows\/s +\S+ .* left/);
    assert.match(shown, /3,000,000 rows in .* rows\/s\), \d+ MB in out\.csv, seed 0\r\n$/);
    assert.equal(await onTerminal('--quiet'), '');
    assert.ok((await stat(join(folder.path, 'out.csv'))).size > ROWS * 10);
  });
});

/** Starts a run, and sends it a signal once it is writing. */
async function interrupt(
  cwd: string,
  signal: NodeJS.Signals,
  args: readonly string[],
): Promise<{ code: number | null; signal: NodeJS.Signals | null; stderr: string }> {
  const child = spawn(process.execPath, [CLI, 'generate', 'structured', '--schema', 's.yaml', ...args], { cwd });
  let stderr = '';
  child.stderr.on('data', (piece: Buffer) => (stderr += piece.toString()));
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null; stderr: string }>((done) =>
    child.on('close', (code, by) => done({ code, signal: by, stderr })),
  );
  while (child.exitCode === null && !(await readdir(cwd)).some((name) => name.endsWith('.tmp'))) {
    await new Promise((done) => setTimeout(done, 20));
  }
  await new Promise((done) => setTimeout(done, 100));
  child.kill(signal);
  return ended;
}
