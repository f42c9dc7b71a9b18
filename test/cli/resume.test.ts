import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { echoes, KEY } from '../engine/models/support.js';
import { type ModelServer, type RecordedRequest, startModelServer } from '../support/model-servers/index.js';
import { CLI, cli, temporaryFolder } from './cli.js';

const REVIEWS = `
fields:
  id: sequence
  stars: { type: integer, min: 1, max: 5 }
  title: { prompt: "Title of review {{id}} with {{stars}} stars", length: { max: 120 } }
  text: { prompt: "Text of {{title}}", length: { max: 200 } }
  city: { prompt: A city, pool: 20 }
`;
/** Of a tenth of a cent for a call or so. */
const CONFIG = JSON.stringify({ models: { prices: { 'gemini:*': { input: 0.1, output: 1 } } } });
const ANSWERED = 7;

describe('command line: runs that break off', () => {
  const folder = temporaryFolder();
  let server: ModelServer;
  let env: NodeJS.ProcessEnv;
  const args = (output: string, ...more: string[]): string[] => [
    ...['generate', 'structured', '--schema', 'reviews.synth.yaml', '--count', '500', '--model', 'gemini-pro'],
    ...['--format', 'jsonl', '--output', output, ...more],
  ];
  const here = (...all: string[]): ReturnType<typeof cli> => cli(all, { cwd: folder.path, env });
  const read = (name: string): string => readFileSync(join(folder.path, name), 'utf8');
  const cache = (name: string): NodeJS.ProcessEnv => ({ ...env, XDG_CACHE_HOME: join(folder.path, name) });

  beforeEach(async () => {
    server = await startModelServer(echoes);
    await folder.write({ 'reviews.synth.yaml': REVIEWS, '.agentic-synth.json': CONFIG });
    env = { ...process.env, GEMINI_API_KEY: KEY, OPENROUTER_API_KEY: '', GEMINI_BASE_URL: server.url };
    env = cache('cache');
  });
  afterEach(() => server.close());

  /** What is asked for: a value of a field for a condition. */
  const asked = (request: RecordedRequest): string[] => {
    const [first] = request.prompt.split('\n');
    const shared = /^Every condition begins with: (.*)$/mu.exec(request.prompt)?.[1] ?? '';
    const conditions = [...request.prompt.matchAll(/^\d+: (.*)$/gmu)].map(([, text]) => text.replace(/^…/u, shared));
    return conditions.length > 0 ? conditions : [first];
  };

  /** Values that lie in the cache, on the disk. */
  const kept = (): number => {
    const rows = join(folder.path, 'cache/agentic-synth/rows');
    try {
      return readdirSync(rows).reduce(
        (sum, name) => sum + readFileSync(join(rows, name), 'utf8').split('\n').length - 2,
        0,
      );
    } catch {
      return 0;
    }
  };

  /** A run of which some calls are answered and the others hang, at a moment when nothing moves. */
  const hanging = async (): Promise<ChildProcess & { readonly told: () => string }> => {
    server.use((request) => (request.number < ANSWERED ? echoes(request) : { fault: 'slow-headers' }));
    const child = spawn(process.execPath, [CLI, ...args('out.jsonl')], { cwd: folder.path, env });
    let told = '';
    child.stderr.on('data', (piece: Buffer) => (told += piece.toString()));
    await server.received(ANSWERED + 1);
    for (let before = -1, now = kept(); now === 0 || now !== before; now = kept()) {
      before = now;
      await sleep(200);
    }
    return Object.assign(child, { told: () => told });
  };

  const ended = (child: ChildProcess): Promise<number | string | null> =>
    new Promise((done) => child.on('close', (code, signal) => done(code ?? signal)));

  /** The same command again asks for nothing that was answered, and makes what a run makes that nothing befell. */
  const goesOn = async (answered: readonly RecordedRequest[], ...more: string[]): Promise<void> => {
    const before = server.requests.length;
    server.use(echoes);
    const again = await here(...args('out.jsonl', ...more));
    assert.equal(again.code, 0, again.stderr);
    const had = new Set(answered.flatMap(asked));
    assert.ok(had.size > 0);
    const twice = server.requests
      .slice(before)
      .flatMap(asked)
      .filter((condition) => had.has(condition));
    assert.deepEqual(twice, []);
    assert.match(again.stderr, /gemini:\S+: [\d,]+ values? from earlier runs, for nothing/);

    const whole = await cli(args('whole.jsonl'), { cwd: folder.path, env: cache('another') });
    assert.equal(whole.code, 0, whole.stderr);
    assert.equal(read('out.jsonl'), read('whole.jsonl'));
    assert.equal(read('out.jsonl').split('\n').length, 501);

    const sent = server.requests.length;
    const frozen = await cli(args('frozen.jsonl', '--frozen'), {
      cwd: folder.path,
      env: { ...env, GEMINI_API_KEY: '', GEMINI_BASE_URL: 'http://127.0.0.1:9' },
    });
    assert.equal(frozen.code, 0, frozen.stderr);
    assert.equal(read('frozen.jsonl'), read('whole.jsonl'));
    assert.equal(server.requests.length, sent);
  };

  it('go on after kill -9 and pay for nothing twice', async () => {
    const child = await hanging();
    child.kill('SIGKILL');
    assert.equal(await ended(child), 'SIGKILL');
    await goesOn(server.requests.slice(0, ANSWERED));
  });

  it('go on after Ctrl-C, and say so', async () => {
    const child = await hanging();
    child.kill('SIGINT');
    assert.equal(await ended(child), 130);
    assert.match(child.told(), /Interrupted: no file was written\.\n.* is kept: the same command goes on from there\./);
    await goesOn(server.requests.slice(0, ANSWERED));
  });

  it('go on when the network is back', async () => {
    server.use((request) => (request.number < ANSWERED ? echoes(request) : { fault: 'reset' }));
    const { code, stderr } = await here(...args('out.jsonl'));
    assert.equal(code, 1);
    assert.match(stderr, /error: only \d+ of 500 values .* kept in .*: the same command goes on from there/s);
    assert.equal(stderr.match(/^warning: /gmu)?.length, 1, stderr);
    assert.ok(!stderr.includes(KEY.slice(0, 12)));
    await goesOn(server.requests.slice(0, ANSWERED));
  });

  it('go on with a higher budget, and never pass the one they have', async () => {
    const { code, stderr } = await here(...args('out.jsonl', '--budget', '0.018'));
    assert.equal(code, 1);
    assert.match(stderr, /The budget of \$0\.018 does not cover the next call/);
    assert.match(stderr, /the same command goes on from there/);
    const answered = [...server.requests];
    assert.ok(answered.length > 2 && answered.length < 15, `${answered.length} calls`);
    await goesOn(answered, '--budget', '1');
  });
});

describe('command line: what models would be asked', () => {
  const folder = temporaryFolder();

  it('is printed on standard output, and nothing is sent', async () => {
    const server = await startModelServer(echoes);
    try {
      await folder.write({ 'reviews.synth.yaml': REVIEWS });
      const cache = { XDG_CACHE_HOME: join(folder.path, 'cache') };
      const env = {
        ...process.env,
        ...cache,
        GEMINI_API_KEY: KEY,
        OPENROUTER_API_KEY: '',
        GEMINI_BASE_URL: server.url,
      };
      const run = ['generate', 'structured', '--schema', 'reviews.synth.yaml', '--count', '120', '--explain'];
      const options = { cwd: folder.path, env };
      const text = await cli([...run, '--model', 'gemini-pro', '--fallback', 'gpt-4', '--budget', '0.5'], options);
      assert.deepEqual([text.code, text.stderr], [0, '']);
      assert.match(text.stdout, /rows\.title: 3 calls to gemini-pro \(\S+\) at gemini, .* at most \$\S+ – asked for/);
      assert.match(text.stdout, /not gpt-4: OPENROUTER_API_KEY is not set/);
      assert.match(text.stdout, /The budget of \$0\.50 covers that\.\nNothing was sent\.\n$/);
      const json = await cli([...run, '--model', 'gemini-pro', '--format', 'json'], options);
      const explained = JSON.parse(json.stdout) as { calls: number; values: unknown };
      assert.equal(explained.calls, 7);
      const none = await cli(['generate', 'structured', '--count', '5', '--explain'], options);
      assert.match(none.stdout, /No language model is asked/);
      const odd = await cli([...run, '--output', 'x.json'], options);
      assert.equal(odd.code, 2);
      assert.match(odd.stderr, /--explain writes no rows/);
      assert.equal(server.requests.length, 0);
      assert.ok(![text.stdout, json.stdout].join().includes(KEY.slice(0, 12)));
    } finally {
      await server.close();
    }
  });
});
