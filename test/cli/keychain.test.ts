import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { echoes, KEY } from '../engine/models/support.js';
import { type ModelServer, startModelServer } from '../support/model-servers/index.js';
import { cli, temporaryFolder } from './cli.js';

/** Stands where the package would be installed; says that it was loaded. */
const KEYRING = `
require('node:fs').writeFileSync(require('node:path').join(__dirname, '../../../loaded'), '');
exports.Entry = class {
  constructor(service, account) { this.name = service + ' ' + account; }
  getPassword() { return this.name === 'agentic-synth GEMINI_API_KEY' ? ${JSON.stringify(KEY)} : null; }
};`;

describe('command line: keys in the keychain', () => {
  const folder = temporaryFolder();
  let server: ModelServer;

  beforeEach(async () => {
    server = await startModelServer(echoes, { key: KEY });
    await folder.write({
      'notes.synth.yaml': 'fields: { id: sequence, note: { prompt: "Note {{id}}" } }\n',
      'node_modules/@napi-rs/keyring/index.js': KEYRING,
      'package.json': '{}',
    });
  });
  afterEach(() => server.close());

  const generate = (env: NodeJS.ProcessEnv, ...more: string[]): ReturnType<typeof cli> => {
    const args = [
      'generate',
      'structured',
      '--schema',
      'notes.synth.yaml',
      '--count',
      '2',
      '--format',
      'jsonl',
      ...more,
    ];
    const places = { XDG_CACHE_HOME: join(folder.path, 'cache'), GEMINI_BASE_URL: server.url };
    const none = { GEMINI_API_KEY: '', OPENROUTER_API_KEY: '' };
    return cli(args, { cwd: folder.path, env: { ...process.env, ...none, ...places, ...env } });
  };
  const loaded = (): boolean => existsSync(join(folder.path, 'loaded'));

  it('are taken where there are no others, and told nowhere', async () => {
    const { code, stdout, stderr } = await generate(
      { AGENTIC_SYNTH_DEBUG: '1' },
      '--log-level',
      'debug',
      '--log-file',
      'log',
    );
    assert.equal(code, 0, stderr);
    assert.match(stdout, /\[Note 1\]/u);
    assert.ok(loaded());
    const files = readdirSync(join(folder.path, 'cache'), { recursive: true, withFileTypes: true });
    const kept = files
      .filter((file) => file.isFile())
      .map((file) => readFileSync(join(file.parentPath, file.name), 'utf8'));
    const log = readFileSync(join(folder.path, 'log'), 'utf8');
    assert.match(log, /The key of gemini comes from the keychain/u);
    for (const text of [stdout, stderr, log, ...kept]) assert.ok(!text.includes(KEY.slice(0, 12)));
  });

  it('are not looked for where the environment has one, nor without models', async () => {
    const { code, stderr } = await generate({ GEMINI_API_KEY: KEY });
    assert.equal(code, 0, stderr);
    assert.equal((await generate({}, '--model', 'local')).code, 0);
    assert.ok(!loaded());
  });

  it('that are nowhere are named', async () => {
    const { code, stderr } = await generate({}, '--model', 'gpt-4');
    assert.equal(code, 1);
    assert.match(stderr, /OPENROUTER_API_KEY is not set/u);
    assert.equal(server.requests.length, 0);
  });
});
