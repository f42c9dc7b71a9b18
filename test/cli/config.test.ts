import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { cli, STACK, temporaryFolder } from './cli.js';

const KEY = 'canary-7f3a91c2d8';

interface Shown {
  readonly path: string;
  readonly value: unknown;
  readonly from: string;
}

describe('command line: config', () => {
  const folder = temporaryFolder();
  const run = (args: string, env: Record<string, string> = {}): ReturnType<typeof cli> =>
    cli(args.split(' '), {
      cwd: folder.path,
      env: { PATH: process.env.PATH, HOME: join(folder.path, 'home'), ...env },
    });

  describe('show', () => {
    it('prints the defaults where nothing is said', async () => {
      const { code, stdout, stderr } = await run('config show');
      assert.deepEqual([code, stderr], [0, '']);
      assert.match(stdout, /^cache\.enabled +true +default$/m);
      assert.match(stdout, /^cache\.ttl +3600000 +default$/m);
    });

    it('tells where each value comes from, and masks keys whole', async () => {
      await folder.write({
        'home/.config/agentic-synth/config.yaml': 'cache: { ttl: 7 }',
        '.agentic-synth.json': `{ "apiKeys": { "gemini": "${KEY}" }, "cache": { "maxSize": 3 }, "models": { "providers": {
          "own": { "baseUrl": "http://me:${KEY}@localhost/v1", "apiKey": "\${OWN}" } } } }`,
        '.env': `OPENROUTER_API_KEY=${KEY}-2\nOWN=${KEY}-3\n`,
      });
      const { code, stdout, stderr } = await run('config show --format json', {
        GEMINI_BASE_URL: 'http://localhost:9',
      });
      assert.equal(code, 0);
      assert.match(stderr, /warning: .*agentic-synth\.json: A key stands in a file that git does not ignore/);
      assert.ok(!`${stdout}${stderr}`.includes('canary'), stdout);
      const { files, values } = JSON.parse(stdout) as { files: string[]; values: Shown[] };
      assert.equal(files.length, 2);
      const at = Object.fromEntries(values.map(({ path, value, from }) => [path, [value, from]]));
      const project = `project ${join(folder.path, '.agentic-synth.json')}`;
      assert.deepEqual(at, {
        'apiKeys.gemini': ['••••', project],
        'apiKeys.openRouter': ['••••', `${join(folder.path, '.env')} OPENROUTER_API_KEY`],
        'cache.enabled': [true, 'default'],
        'cache.maxSize': [3, project],
        'cache.ttl': [7, `user ${join(folder.path, 'home/.config/agentic-synth/config.yaml')}`],
        'models.providers.gemini.baseUrl': ['http://localhost:9', 'environment GEMINI_BASE_URL'],
        'models.providers.own.apiKey': ['${OWN}', project],
        'models.providers.own.baseUrl': ['http://••••@localhost/v1', project],
      });
      const text = await run('config show');
      assert.match(text.stdout, /^apiKeys\.gemini +•••• +project /m);
      assert.ok(!text.stdout.includes('canary'));
    });
  });

  describe('validate', () => {
    it('says what is fine', async () => {
      await folder.write({ '.agentic-synth.yaml': 'cache: { ttl: 1 }' });
      const { code, stdout } = await run('config validate');
      assert.deepEqual([code, stdout], [0, `${join(folder.path, '.agentic-synth.yaml')} ok\n`]);
      const none = await cli(['config', 'validate', 'other.json'], { cwd: folder.path });
      assert.equal(none.code, 1);
      assert.match(none.stdout, /error file\/missing/);
    });

    it('places every mistake, of any file', async () => {
      await folder.write({ 'c.json': '{\n  "chace": {},\n  "cache": { "ttl": "1h" }\n}' });
      const { code, stdout, stderr } = await run('config validate c.json');
      assert.equal(code, 1);
      assert.match(stdout, /^c\.json:2:3 error config\/unknown-key .*Did you mean "cache"\?/m);
      assert.match(stdout, /^c\.json:3:21 error config\/type .*must be a number/m);
      assert.doesNotMatch(stderr, STACK);
      const json = await run('config validate c.json --format json');
      const [{ file, diagnostics }] = JSON.parse(json.stdout) as [{ file: string; diagnostics: { line: number }[] }];
      assert.deepEqual([file, diagnostics.map(({ line }) => line).sort()], ['c.json', [2, 3]]);
    });

    it('warns of a key and is content', async () => {
      await folder.write({ '.agentic-synth.json': `{ "apiKeys": { "openRouter": "${KEY}" } }` });
      const { code, stdout } = await run('config validate');
      assert.equal(code, 0);
      assert.match(stdout, /:1:30 warning config\/literal-key /);
      assert.match(stdout, /fix: Write "\$\{OPENROUTER_API_KEY\}" instead/);
      assert.ok(!stdout.includes('canary'));
    });
  });
});

describe('command line: doctor', () => {
  const folder = temporaryFolder();
  const run = (args: string, env: Record<string, string> = {}): ReturnType<typeof cli> =>
    cli(args.split(' '), { cwd: folder.path, env: { PATH: process.env.PATH, HOME: folder.path, ...env } });

  it('checks everything, shows no key and leaves nothing behind', async () => {
    await folder.write({ '.env': `GEMINI_API_KEY=${KEY}`, 'node_modules/ruvector/index.js': '' });
    const before = await readdir(folder.path);
    const { code, stdout, stderr } = await run('doctor');
    assert.equal(code, 0, stdout);
    assert.equal(stderr, '');
    assert.match(stdout, /^ok +agentic-synth: version \d/m);
    assert.match(stdout, /^ok +Node: v\d+/m);
    assert.match(stdout, /^ok +key of gemini: set, from the environment/m);
    assert.match(stdout, /^info +key of openRouter: not set; set OPENROUTER_API_KEY/m);
    assert.match(stdout, /^info +midstreamer: not installed; .*npm install --ignore-scripts midstreamer$/m);
    assert.match(stdout, /^ok +ruvector: installed/m);
    assert.match(stdout, /^ok +working folder: .* can be written to/m);
    assert.match(stdout, /^ok +cache folder: .* will be made/m);
    assert.ok(!stdout.includes('canary'));
    assert.deepEqual(await readdir(folder.path), before);
  });

  it('fails where the configuration is broken', async () => {
    await folder.write({ '.agentic-synth.json': '{ "chace": {} }' });
    const { code, stdout } = await run('doctor --format json');
    assert.equal(code, 1);
    const { healthy, findings } = JSON.parse(stdout) as { healthy: boolean; findings: { status: string }[] };
    assert.equal(healthy, false);
    assert.deepEqual(findings.filter(({ status }) => status === 'broken').length, 1);
  });

  it('asks providers only when told to, and tells who does not answer', async () => {
    const { createServer } = await import('node:http');
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(request.url ?? '');
      if (request.url?.includes('/bad')) response.writeHead(401).end(`{"error":{"message":"bad key ${KEY}"}}`);
      else response.setHeader('content-type', 'application/json').end('{"data":[{"id":"a"},{"id":"b"}]}');
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const { port } = server.address() as { port: number };
    const address = `http://127.0.0.1:${port}`;
    await folder.write({
      '.agentic-synth.json': JSON.stringify({
        models: {
          providers: { own: { baseUrl: `${address}/v1` }, other: { baseUrl: `${address}/bad`, apiKey: '${K}' } },
        },
      }),
    });
    try {
      assert.equal((await run('doctor')).code, 0);
      assert.deepEqual(asked, []);
      const { code, stdout } = await run('doctor --online', { K: KEY });
      assert.equal(code, 1);
      assert.match(stdout, /^ok +reach own: answers; 2 models/m);
      assert.match(stdout, /^broken +reach other: /m);
      assert.match(stdout, /^info +reach gemini: not asked: no key is set/m);
      assert.ok(!stdout.includes('canary'), stdout);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
});
