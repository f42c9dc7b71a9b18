import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { configEntries, DEFAULT_CONFIG } from '../../engine/src/config/layers.js';
import { keyVariable, literalKeys, secretsOf, shownValue } from '../../engine/src/config/secrets.js';
import { loadConfig } from '../../engine/src/files/config.js';
import { gitState } from '../../engine/src/files/git-ignore.js';
import { findKey } from '../../engine/src/files/keys.js';

const KEY = 'canary-7f3a91c2d8';

describe('sources of the configuration', () => {
  let root: string;
  beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'agentic-synth-config-'))));
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const write = (files: Record<string, string>): void => {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, name)), { recursive: true });
      writeFileSync(join(root, name), text);
    }
  };
  const load = (folder = '.', env: Record<string, string> = {}): ReturnType<typeof loadConfig> =>
    loadConfig({ folder: join(root, folder), env: { HOME: join(root, 'home'), ...env } });
  const git = (...args: string[]): unknown => execFileSync('git', args, { cwd: root, stdio: 'pipe' });

  describe('.env', () => {
    it('is weaker than the environment and stronger than files', async () => {
      write({
        '.agentic-synth.json': '{ "apiKeys": { "gemini": "${OTHER}", "openRouter": "${OPENROUTER_API_KEY}" } }',
        '.env': 'GEMINI_API_KEY="from file" # a comment\nOPENROUTER_API_KEY=weak\nOTHER=x\n',
      });
      const { config, env } = await load('.', { OPENROUTER_API_KEY: 'strong' });
      assert.deepEqual(config.apiKeys, { gemini: 'from file', openRouter: 'strong' });
      assert.equal(env.OTHER, 'x');
      assert.equal(env.OPENROUTER_API_KEY, 'strong');
    });

    it('is read beside the project file, else in the working folder', async () => {
      write({ '.env': 'A=top', 'in/.env': 'A=below' });
      assert.equal((await load('in')).env.A, 'below');
      write({ '.agentic-synth.yaml': 'cache: { ttl: 1 }' });
      assert.equal((await load('in')).env.A, 'top');
    });

    it('is taken away by a variable that is set to nothing', async () => {
      write({ '.env': 'GEMINI_API_KEY=k123' });
      assert.equal((await load('.', { GEMINI_API_KEY: '' })).config.apiKeys, undefined);
    });

    it('may be a folder, or begin with a byte order mark', async () => {
      write({ 'a/.env/bin/python': '', 'b/.env': '\uFEFFA=1\r\nB=2\r\n' });
      assert.deepEqual((await load('a')).layers, []);
      const { env } = await load('b');
      assert.deepEqual([env.A, env.B], ['1', '2']);
    });
  });

  it('tells of each value which layer set it', async () => {
    write({
      'home/.config/agentic-synth/config.json': '{ "cache": { "ttl": 1, "maxSize": 5 }, "plugins": ["/u.js"] }',
      'package.json': '{ "agenticSynth": { "cache": { "ttl": 2 }, "plugins": ["/p.js", "/u.js"] } }',
      '.env': 'OPENROUTER_BASE_URL=http://localhost:1/v1',
    });
    const { layers } = await load('.', { GEMINI_API_KEY: KEY });
    const entries = configEntries([{ origin: 'default', config: DEFAULT_CONFIG }, ...layers]);
    assert.deepEqual(
      entries.map(({ path, value, layer }) => [path.join('.'), value, layer.origin]),
      [
        ['apiKeys.gemini', KEY, 'environment'],
        ['cache.enabled', true, 'default'],
        ['cache.maxSize', 5, 'user'],
        ['cache.ttl', 2, 'package'],
        ['models.providers.openRouter.baseUrl', 'http://localhost:1/v1', '.env'],
        ['plugins.0', '/u.js', 'user'],
        ['plugins.1', '/p.js', 'package'],
      ],
    );
  });

  describe('keys in files', () => {
    const literal = { '.agentic-synth.json': `{ "apiKeys": { "gemini": "${KEY}", "openRouter": "\${X}" } }` };
    const warnings = async (): Promise<string[]> => (await load()).warnings.map(({ code, pointer }) => code + pointer);

    it('are told of where no .gitignore hides them', async () => {
      write(literal);
      const [warning] = (await load()).warnings;
      assert.equal(warning.code, 'config/literal-key');
      assert.equal(warning.severity, 'warning');
      assert.equal(warning.pointer, '/apiKeys/gemini');
      assert.match(warning.message, /GEMINI_API_KEY.*\.env.*"\$\{GEMINI_API_KEY\}".*\.gitignore/);
      assert.ok(!JSON.stringify(warning).includes('canary'));
      git('init', '-q');
      assert.deepEqual(await warnings(), ['config/literal-key/apiKeys/gemini']);
      write({ '.gitignore': '*.log\n.agentic-synth.json\n' });
      assert.deepEqual(await warnings(), []);
      git('add', '--force', '.agentic-synth.json');
      assert.deepEqual(await warnings(), ['config/literal-key/apiKeys/gemini']);
    });

    it('are told of with a name of their own for other providers', async () => {
      write({ '.agentic-synth.json': `{ "models": { "providers": { "myServer": { "apiKey": "${KEY}" } } } }` });
      assert.match((await load()).warnings[0].message, /MY_SERVER_API_KEY/);
      assert.equal(keyVariable('vllm-2'), 'VLLM_2_API_KEY');
    });

    it("are no matter in the user's own file", async () => {
      write({ 'home/.config/agentic-synth/config.json': literal['.agentic-synth.json'] });
      assert.deepEqual(await warnings(), []);
    });
  });

  const patterns: [rules: string, file: string, ignored: boolean][] = [
    ['a.json', 'in/a.json', true],
    ['/a.json', 'in/a.json', false],
    ['in/', 'in/a.json', true],
    ['a.json/', 'in/a.json', false],
    ['*.json\n!a.json', 'in/a.json', false],
    ['in/*.json', 'in/a.json', true],
    ['**/deep/*.json', 'x/y/deep/a.json', true],
    ['x/**', 'x/y/deep/a.json', true],
    ['# a.json\n\n.*', '.agentic-synth.json', true],
    ['a?json', 'a.json', true],
    ['ajson', 'a.json', false],
  ];
  for (const [rules, file, ignored] of patterns) {
    it(`reads .gitignore as git does: ${JSON.stringify(rules)} ${file}`, async () => {
      git('init', '-q');
      write({ '.gitignore': rules, [file]: '' });
      const wanted = ignored ? 'ignored' : 'exposed';
      assert.equal(await gitState(join(root, file)), wanted, 'git');
      assert.equal(await gitState(join(root, file), '/nowhere'), wanted, 'without git');
    });
  }

  describe('a key', () => {
    it('comes from the environment, the file, the keychain, in this order', async () => {
      const code = `exports.Entry = class {
        constructor(service, account) { this.name = service + ' ' + account; }
        getPassword() { return this.name === 'agentic-synth OPENROUTER_API_KEY' ? 'kept' : null; }
      };`;
      const config = { apiKeys: { gemini: 'literal', openRouter: '${OPENROUTER_API_KEY}' } };
      assert.deepEqual(await findKey('gemini', { config, env: { GEMINI_API_KEY: 'set' } }), {
        key: 'set',
        from: 'environment',
      });
      assert.deepEqual(await findKey('gemini', { config, env: {} }), { key: 'literal', from: 'configuration' });
      assert.equal(await findKey('openRouter', { config, env: {} }, root), undefined);
      write({ 'node_modules/@napi-rs/keyring/index.js': code });
      assert.deepEqual(await findKey('openRouter', { config, env: {} }, root), { key: 'kept', from: 'keychain' });
      assert.equal(await findKey('gemini', { config: {}, env: {} }, root), undefined);
      const own = { models: { providers: { own: { apiKey: '${K}' } } } };
      assert.deepEqual(await findKey('own', { config: own, env: { K: ' v \n' } }), { key: 'v', from: 'environment' });
    });

    it('is known wherever it stands', () => {
      const config = {
        apiKeys: { gemini: KEY },
        models: {
          providers: {
            a: { apiKey: '${OWN}', baseUrl: 'https://me:p%40ssword@host/v1?key=inaddress' },
            b: { apiKey: 'Bearer ${OWN}', headers: { 'X-Api-Key': `${KEY}-2`, Accept: 'text' } },
          },
        },
      };
      const secrets = secretsOf([config], { OWN: 'own-value', MISTRAL_API_KEY: 'elsewhere', PATH: '/bin' });
      assert.deepEqual(
        [...secrets].sort(),
        [`${KEY}-2`, KEY, 'elsewhere', 'inaddress', 'own-value', 'p%40ssword', 'p@ssword'].sort(),
      );
      assert.deepEqual(
        literalKeys(config).map(({ provider }) => provider),
        ['gemini', 'b'],
      );
      assert.equal(shownValue(['models', 'providers', 'b', 'headers', 'X-Api-Key'], 'v', []), '••••');
      const address = ['models', 'providers', 'a', 'baseUrl'];
      assert.equal(shownValue(['apiKeys', 'gemini'], KEY, secrets), '••••');
      assert.equal(shownValue(['apiKeys', 'gemini'], '${GEMINI_API_KEY}', secrets), '${GEMINI_API_KEY}');
      assert.equal(shownValue(address, config.models.providers.a.baseUrl, secrets), 'https://••••@host/v1?key=••••');
    });
  });
});
