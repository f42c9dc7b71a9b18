import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { loadConfig } from '../../engine/src/files/config.js';
import { SchemaError } from '../../engine/src/errors.js';

describe('configuration files', () => {
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

  it('needs no file', async () => {
    const { env, ...loaded } = await load();
    assert.deepEqual(loaded, { config: {}, files: [], warnings: [], layers: [] });
    assert.deepEqual(env, { HOME: join(root, 'home') });
  });

  const places: [name: string, text: string][] = [
    ['.agentic-synth.json', '{ // comment\n "cache": { "ttl": 5 }, }'],
    ['.agentic-synth.yaml', 'cache:\n  ttl: 5\n'],
    ['.agentic-synth.yml', 'cache: { ttl: 5 }\n'],
    ['package.json', '{ "name": "x", "agenticSynth": { "cache": { "ttl": 5 } } }'],
    ['home/.config/agentic-synth/config.json', '{ "cache": { "ttl": 5 } }'],
    ['home/.config/agentic-synth/config.yaml', 'cache: { ttl: 5 }'],
  ];
  for (const [name, text] of places) {
    it(`reads ${name} from a folder below`, async () => {
      write({ [name]: text, 'a/b/x': '', 'a/package.json': '{ "description": "has no \\"agenticSynth\\"" }' });
      const { config, files } = await load('a/b');
      assert.deepEqual(config, { cache: { ttl: 5 } });
      assert.deepEqual(files, [join(root, name)]);
    });
  }

  it('takes the nearest file of a project, over that of the user, under the environment', async () => {
    write({
      'home/.config/agentic-synth/config.json': '{ "apiKeys": { "gemini": "u" }, "cache": { "ttl": 1, "maxSize": 1 } }',
      '.agentic-synth.json': '{ "cache": { "enabled": false } }',
      'in/.agentic-synth.json': '{ "apiKeys": { "gemini": "p", "openRouter": "${KEY}" }, "cache": { "ttl": 2 } }',
    });
    const { config, files } = await load('in', { GEMINI_API_KEY: 'e' });
    assert.deepEqual(config, { apiKeys: { gemini: 'e', openRouter: '${KEY}' }, cache: { ttl: 2, maxSize: 1 } });
    assert.equal(files.length, 2);
  });

  it('takes paths relative to their file', async () => {
    write({
      '.agentic-synth.json': JSON.stringify({
        cache: { persistPath: './c' },
        integrations: { ruvector: { dbPath: '/abs/v.db' } },
        plugins: ['./p.mjs', '${HOME}/q.mjs'],
      }),
      'in/x': '',
    });
    const { config } = await load('in');
    assert.equal(config.cache?.persistPath, join(root, 'c'));
    assert.equal(config.integrations?.ruvector?.dbPath, '/abs/v.db');
    assert.deepEqual(config.plugins, [join(root, 'p.mjs'), '${HOME}/q.mjs']);
  });

  it('refuses two files of one folder', async () => {
    write({ '.agentic-synth.json': '{}', '.agentic-synth.yml': '{}' });
    await assert.rejects(load(), { code: 'config/ambiguous', message: /json and .*yml compete/ });
  });

  it('places mistakes in the file, in package.json too', async () => {
    write({ 'package.json': '{ "agenticSynth": { "chace": {} } }' });
    await assert.rejects(load(), (error: unknown) => {
      assert.ok(error instanceof SchemaError);
      assert.equal(error.source, join(root, 'package.json'));
      assert.deepEqual(
        error.diagnostics.map(({ code, pointer }) => [code, pointer]),
        [['config/unknown-key', '/agenticSynth/chace']],
      );
      return true;
    });
    write({ '.agentic-synth.json': '{ "cache": ' });
    await assert.rejects(load(), SchemaError);
  });
});
