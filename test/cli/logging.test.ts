import assert from 'node:assert/strict';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type LogDetails, type Logger, redactingLogger, silentLogger } from '../../engine/src/logger.js';
import { cli, STACK, temporaryFolder } from './cli.js';

const KEY = 'canary-7f3a91c2d8';

interface Line {
  readonly level: string;
  readonly message: string;
  readonly timestamp: string;
  readonly error?: { readonly message: string };
}

describe('command line: log', () => {
  const folder = temporaryFolder();
  const run = (args: string, env: Record<string, string> = {}): ReturnType<typeof cli> =>
    cli(args.split(' '), { cwd: folder.path, env: { PATH: process.env.PATH, HOME: folder.path, ...env } });
  const linesOf = (text: string): Line[] =>
    text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Line);

  it('is silent without a flag', async () => {
    const { stderr, stdout } = await run('generate structured --count 1');
    assert.equal(stderr, '');
    assert.equal((JSON.parse(stdout) as unknown[]).length, 1);
  });

  it('tells on standard error, and leaves the rows alone', async () => {
    const plain = await run('generate structured --count 3');
    const { stdout, stderr } = await run('generate structured --count 3 --log-level debug');
    assert.equal(stdout, plain.stdout);
    assert.match(stderr, /^\S+ debug configuration loaded files=\[\]$/m);
    assert.match(stderr, /^\S+ info run finished rows=3 /m);
    const warnings = await run('generate structured --count 3 --log-level warn');
    assert.equal(warnings.stderr, '');
    const json = await run('generate structured --count 3 --log-format json');
    assert.deepEqual(
      linesOf(json.stderr).map(({ level, message }) => `${level} ${message}`),
      ['info run started', 'info run finished'],
    );
  });

  it('adds lines of JSON to a file, failures too', async () => {
    await run('generate structured --count 2 --log-file run.log');
    const { code, stderr } = await run('generate structured --schema none.json --log-file run.log');
    assert.equal(code, 1);
    assert.doesNotMatch(stderr, STACK);
    const file = join(folder.path, 'run.log');
    const lines = linesOf(await readFile(file, 'utf8'));
    assert.deepEqual(
      lines.map(({ message }) => message),
      ['run started', 'run finished', 'run started', 'run failed'],
    );
    assert.match(lines[3].error?.message ?? '', /There is no file none\.json/);
    if (process.platform !== 'win32') assert.equal((await stat(file)).mode & 0o777, 0o600);
  });

  it('refuses a file that cannot be written', async () => {
    const { code, stderr, stdout } = await run('generate structured --log-file no/such/run.log');
    assert.deepEqual([code, stdout], [1, '']);
    assert.match(stderr, /no\/such/);
  });

  it('holds no key: of the environment, of .env, of a file, in debug output', async () => {
    await folder.write({
      '.agentic-synth.json': `{ "models": { "providers": { "own": { "apiKey": "${KEY}-1" } } } }`,
      '.env': `OPENROUTER_API_KEY=${KEY}-2`,
    });
    const env = { GEMINI_API_KEY: `${KEY}-3`, AGENTIC_SYNTH_DEBUG: '1' };
    for (const given of [1, 2, 3]) {
      const schema = `${KEY}-${given}.synth.yaml`;
      const to = `--log-level debug --log-file run.log --schema ${schema}`;
      await run(`generate structured ${to}`, env);
    }
    const text = await readFile(join(folder.path, 'run.log'), 'utf8');
    assert.equal(linesOf(text).filter(({ message }) => message === 'run failed').length, 3);
    assert.ok(!text.includes('canary'), text);
    assert.ok(!text.includes('7f3a91'), text);
    const { stderr } = await run(`generate structured --schema ${KEY}-3.json`, env);
    assert.match(stderr, /error: /);
    assert.ok(!stderr.includes('canary'), stderr);
  });
});

describe('a logger without keys', () => {
  function recording(): { readonly logger: Logger; readonly text: () => string } {
    const said: unknown[] = [];
    const make = (more: LogDetails): Logger => {
      const say = (message: string, details?: LogDetails): void => void said.push([message, more, details]);
      return { error: say, warn: say, info: say, debug: say, child: (details) => make({ ...more, ...details }) };
    };
    return { logger: make({}), text: () => JSON.stringify(said) };
  }

  const error = new Error(`refused ${KEY}`, { cause: new TypeError(`deep ${KEY}`, { cause: `text ${KEY}` }) });
  const circular: Record<string, unknown> = { key: KEY };
  circular.self = circular;
  const places: [name: string, say: (logger: Logger) => void][] = [
    ['a message', (logger) => logger.info(`asked with ${KEY}`)],
    ['a part of it', (logger) => logger.warn(`asked with ${KEY.slice(0, 12)}…`)],
    ['details', (logger) => logger.debug('x', { a: [{ b: KEY }], [KEY]: 1 })],
    ['an error, its stack and its causes', (logger) => logger.error('x', { error })],
    ['an AggregateError', (logger) => logger.error('x', { error: new AggregateError([error], KEY) })],
    ['a child', (logger) => logger.child({ key: KEY }).child({ again: KEY }).info(KEY)],
    [
      'headers, maps and sets',
      (logger) => logger.info('x', { a: new Headers({ b: KEY }), c: new Map([[KEY, new Set([KEY])]]) }),
    ],
    ['an address', (logger) => logger.info('x', { at: new URL(`https://host/?key=${KEY}`) })],
    ['a cycle', (logger) => logger.info('x', circular)],
    ['bytes', (logger) => logger.info('x', { bytes: new TextEncoder().encode(KEY), big: 1n, run: () => KEY })],
  ];
  for (const [name, say] of places) {
    it(`masks a known key in ${name}`, () => {
      const { logger, text } = recording();
      say(redactingLogger(logger, () => [KEY]));
      assert.ok(text().length > 10);
      assert.ok(!text().includes('canary'), text());
      assert.ok(!text().includes('7f3a91'), text());
    });
  }

  const looks = [
    'AIzaSyA-1234567890abcdefghij',
    'sk-or-v1-0123456789abcdef',
    'sk-0123456789abcdef',
    'Bearer abcdef123456',
  ];
  for (const look of looks) {
    it(`masks what looks like a key: ${look.slice(0, 6)}…`, () => {
      const { logger, text } = recording();
      redactingLogger(logger, () => []).info(`with ${look}`, { header: look, error: new Error(look) });
      assert.ok(!text().includes(look.slice(-8)), text());
    });
  }

  it('masks by name what looks like nothing', () => {
    const { logger, text } = recording();
    redactingLogger(logger, () => []).info('x', { apiKey: 'plain words', headers: { Authorization: 'odd' }, rows: 5 });
    assert.equal(text(), '[["x",{},{"apiKey":"[key]","headers":{"Authorization":"[key]"},"rows":5}]]');
  });

  it('says nothing when silent', () => {
    silentLogger.child({ a: 1 }).error('x');
  });
});
