import assert from 'node:assert/strict';
import { readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseDocument } from '../../engine/src/core.js';
import { type ModelServer, startModelServer } from '../support/model-servers/index.js';
import type { Finished } from '../support/run.js';
import { bash, cli, STACK, temporaryFolder } from './cli.js';

const RENTAL = `name: rental
tables:
  customers:
    count: 50
    fields: { id: uuid, name: person.fullName }
  trips:
    count: { per: customers, minimum: 1, max: 8 }
    fields: { id: sequence, customerId: { ref: customers.id }, km: number (1..40), price: { expr: km * 0.4 } }
`;
const GOOD = `Here it is:\n\`\`\`yaml\n${RENTAL}\`\`\``;
const WRONG = GOOD.replace('km * 0.4', 'distance * 0.4');
const KEY = 'AIzaSyCANARY-0123456789-canary-0123456789';

describe('command line: plan', function () {
  this.timeout(120_000);
  const folder = temporaryFolder();
  let server: ModelServer;

  beforeEach(async () => (server = await startModelServer(GOOD)));
  afterEach(() => server.close());

  const environment = (): NodeJS.ProcessEnv => ({
    ...process.env,
    GEMINI_API_KEY: KEY,
    OPENROUTER_API_KEY: '',
    GEMINI_BASE_URL: server.url,
    OPENROUTER_BASE_URL: server.openAI,
    XDG_CACHE_HOME: join(folder.path, 'cache'),
    HOME: folder.path,
  });
  const plan = (...args: string[]): Promise<Finished> =>
    cli(['plan', ...args], { cwd: folder.path, env: environment() });
  const DESCRIPTION = 'customers of a bike-rental shop with their trips';

  it('writes a schema that makes 10,000 rows without asking a model', async () => {
    const { code, stdout, stderr } = await plan(DESCRIPTION, '--output', 'rental.synth.yaml', '--model', 'gemini-pro');
    assert.equal(code, 0, stderr);
    assert.equal(stdout, '');
    assert.match(stderr, /^gemini:gemini-\S+: 1 call, \$0\.00/);
    assert.match(stderr, /mended here: Rename to "min" \(\/tables\/trips\/count\/minimum\)/);
    assert.match(
      stderr,
      /Wrote rental\.synth\.yaml.*\n {2}agentic-synth generate structured --schema rental\.synth\.yaml\n$/,
    );
    assert.equal(server.requests.length, 1);

    const checked = await cli(['validate', 'rental.synth.yaml'], { cwd: folder.path });
    assert.deepEqual([checked.code, checked.stdout], [0, 'rental.synth.yaml ok\n']);
    const args = ['generate', 'structured', '--schema', 'rental.synth.yaml', '--count', '10000', '--output', 'rows/'];
    const made = await cli([...args, '--format', 'csv'], { cwd: folder.path, env: environment() });
    assert.equal(made.code, 0, made.stderr);
    const customers = await readFile(join(folder.path, 'rows/customers.csv'), 'utf8');
    assert.equal(customers.trimEnd().split('\n').length, 10_001);
    assert.equal(server.requests.length, 1);
  });

  it('prints the schema where no file is named, and asks for the same only once', async () => {
    const first = await plan(DESCRIPTION, '--model', 'gemini-pro', '--quiet');
    assert.equal(first.stderr, '');
    assert.equal(first.stdout.split('\n')[0], `# ${DESCRIPTION}`);
    const again = await plan(DESCRIPTION, '--model', 'gemini-pro', '--format', 'json');
    assert.deepEqual(JSON.parse(again.stdout), parseDocument(first.stdout).value);
    assert.match(again.stderr, /1 call \(1 from the cache\), \$0\.0000/);
    const env = { ...environment(), GEMINI_API_KEY: '' };
    const frozen = await cli(['plan', DESCRIPTION, '--model', 'gemini-pro', '--frozen'], { cwd: folder.path, env });
    assert.equal(frozen.stdout, first.stdout);
    assert.equal(server.requests.length, 1);
    const missing = await cli(['plan', 'planets', '--model', 'gemini-pro', '--frozen'], { cwd: folder.path, env });
    assert.deepEqual([missing.code, missing.stdout], [1, '']);
    assert.match(missing.stderr, /frozen, and the cache has no answer/);
  });

  it('shows the first rows of each table on a screen', async () => {
    const line = `script -qec "$cli plan '${DESCRIPTION}' -o rental.synth.yaml --model gemini-pro" /dev/null`;
    const { stdout } = await bash(line, { cwd: folder.path, env: environment() });
    assert.match(stdout, /customers:\r\n(?: {2}\{"id":"[^\r]+\r\n){3}trips:\r\n(?: {2}\{"id":\d[^\r]+\r\n){3}Wrote/);
  });

  it('never writes a schema with mistakes, and keeps the last draft elsewhere', async () => {
    server.use(WRONG);
    const { code, stdout, stderr } = await plan(DESCRIPTION, '-o', 'rental.synth.yaml', '--model', 'gemini-pro');
    assert.deepEqual([code, stdout], [1, '']);
    assert.equal(server.requests.length, 3);
    const file = /The last draft is kept in (\S+)\.\n/.exec(stderr)?.[1] ?? '';
    assert.match(stderr, new RegExp(`^${file}:\\d+:\\d+ error expr/unknown-name There is no name "distance" here`));
    assert.match(stderr, /error: No schema without mistakes came of 3 calls/);
    assert.doesNotMatch(stderr, STACK);
    assert.ok(file.startsWith(join(folder.path, 'cache')));
    assert.match(await readFile(file, 'utf8'), /distance \* 0\.4/);
    assert.deepEqual((await readdir(folder.path)).sort(), ['cache']);
  });

  it('goes on with the next model', async () => {
    server.use((request) => (request.path.includes('gemini') ? WRONG : GOOD));
    const env = { ...environment(), OPENROUTER_API_KEY: `sk-or-${KEY}` };
    const args = ['plan', DESCRIPTION, '--model', 'gemini-pro', '--fallback', 'openai/gpt-4o-mini', '-o', 'a.json'];
    const { code, stderr } = await cli(args, { cwd: folder.path, env });
    assert.equal(code, 0, stderr);
    assert.equal(server.requests.length, 4);
    const { tables } = JSON.parse(await readFile(join(folder.path, 'a.json'), 'utf8')) as { tables: object };
    assert.deepEqual(Object.keys(tables), ['customers', 'trips']);
  });

  it('overwrites only by --force, through links', async () => {
    await writeFile(join(folder.path, 'old.yaml'), 'id: uuid\n');
    await symlink('old.yaml', join(folder.path, 'link.yaml'));
    const kept = await plan(DESCRIPTION, '-o', 'link.yaml', '--model', 'gemini-pro');
    assert.equal(kept.code, 2);
    assert.match(kept.stderr, /link\.yaml exists already\. Pass --force/);
    assert.equal(server.requests.length, 0);
    const forced = await plan(DESCRIPTION, '-o', 'link.yaml', '--model', 'gemini-pro', '--force');
    assert.equal(forced.code, 0, forced.stderr);
    assert.match(await readFile(join(folder.path, 'old.yaml'), 'utf8'), /name: rental/);
  });

  const refused: [args: string[], code: number, message: RegExp][] = [
    [[''], 2, /Say what the data is/],
    [[], 1, /missing required argument 'description'/],
    [['x', '-o', 'x.txt'], 2, /name the file x\.synth\.yaml/],
    [['x', '-o', 'x.json', '--format', 'yaml'], 2, /contradicts the ending/],
    [['x', '-o', 'cache.yaml/y.yaml'], 1, /cache\.yaml/],
    [['x', '--type', 'evens'], 2, /Did you mean "events"/],
    [['x', '--model', 'local'], 2, /without a language model/],
    [['x', '--model', 'gemini-pro', '--budget', '0.0001'], 1, /budget/],
    [['x', '--model', 'openai/gpt-4o-mini'], 1, /OPENROUTER_API_KEY is not set/],
  ];
  for (const [args, code, message] of refused) {
    it(`refuses before anything is asked: plan ${args.join(' ')}`, async () => {
      await folder.write({ 'cache.yaml': '' });
      const finished = await plan(...args);
      assert.match(finished.stderr, message);
      if (args.length > 0) assert.equal(finished.code, code);
      assert.notEqual(finished.code, 0);
      assert.equal(finished.stdout, '');
      assert.equal(server.requests.length, 0);
    });
  }

  it('tells no key, whatever goes wrong', async () => {
    server.use({ fault: 'echoed-key' });
    const args = ['--model', 'gemini-pro', '--log-level', 'debug', '--log-file', 'log.jsonl'];
    const { stdout, stderr } = await cli(['plan', 'x', ...args], {
      cwd: folder.path,
      env: { ...environment(), AGENTIC_SYNTH_DEBUG: '1' },
    });
    const log = await readFile(join(folder.path, 'log.jsonl'), 'utf8');
    assert.match(log, /plan failed/);
    for (const text of [stdout, stderr, log]) assert.ok(!text.includes('CANARY'), text);
  });
});
