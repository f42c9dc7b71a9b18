import assert from 'node:assert/strict';
import { cli, temporaryFolder } from '../../../cli/cli.js';
import type { ModelServer } from '../../../support/model-servers/index.js';
import { withTinyModel } from './model.js';

const KEY = 'AIzaSyCANARY-0123456789-canary-0123456789';

withTinyModel('command line: a real language model', (tiny) => {
  const folder = temporaryFolder();
  let server: ModelServer;
  /** Only what a test says: no key and no cache of whoever runs it. */
  const alone = (): NodeJS.ProcessEnv => ({
    ...process.env,
    GEMINI_API_KEY: '',
    OPENROUTER_API_KEY: '',
    HOME: folder.path,
    XDG_CACHE_HOME: folder.path,
  });

  beforeEach(async () => {
    server = await tiny().serve();
    await folder.write({
      '.agentic-synth.json': JSON.stringify({
        models: { providers: { gemini: { rows: 'objects' }, openRouter: { rows: 'objects' } } },
      }),
      'people.synth.yaml': 'name: fullName\ncity: location.city\nage: { type: integer, min: 18, max: 89 }\n',
      'reviews.synth.yaml': [
        'fields:',
        '  id: sequence',
        '  stars: { type: integer, enum: [1, 5] }',
        '  comment: { prompt: "A review with {{stars}} stars", length: { min: 5, max: 80 } }',
      ].join('\n'),
    });
  });
  afterEach(() => server.close());

  const environments: Readonly<Record<string, () => NodeJS.ProcessEnv>> = {
    'gemini-pro': () => ({ GEMINI_API_KEY: KEY, GEMINI_BASE_URL: server.url }),
    'openai/gpt-4o-mini': () => ({ OPENROUTER_API_KEY: KEY, OPENROUTER_BASE_URL: server.openAI }),
  };
  for (const [model, environment] of Object.entries(environments)) {
    it(`writes whole rows by ${model}, split where its context ends`, async () => {
      const args = ['generate', 'structured', '--schema', 'people.synth.yaml', '--count', '30', '--model', model];
      const env = { ...alone(), ...environment() };
      const { code, stdout, stderr } = await cli([...args, '--format', 'jsonl'], { cwd: folder.path, env });
      assert.equal(code, 0, stderr);
      const rows = stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as { name: string; city: string; age: number });
      assert.equal(rows.length, 30);
      assert.ok(rows.every(({ name, city, age }) => name !== '' && city !== '' && age >= 18 && age <= 89));
      // Thirty rows do not go into 512 tokens: the first answer was cut off, and what it held was kept.
      assert.ok(server.requests.length > 1);
      assert.match(stderr, /30 values: 30 written/u);
      assert.ok(!`${stdout}${stderr}`.includes(KEY.slice(0, 12)));
    });
  }

  it('writes one column, and pays for nothing twice', async () => {
    const args = ['generate', 'structured', '--schema', 'reviews.synth.yaml', '--count', '6', '--model', 'gemini-pro'];
    const env = { ...alone(), ...environments['gemini-pro']() };
    const first = await cli(args, { cwd: folder.path, env });
    assert.equal(first.code, 0, first.stderr);
    const rows = JSON.parse(first.stdout) as { id: number; comment: string }[];
    assert.deepEqual(
      rows.map(({ id }) => id),
      [1, 2, 3, 4, 5, 6],
    );
    assert.ok(rows.every(({ comment }) => comment.length >= 5 && comment.length <= 80));

    const asked = server.requests.length;
    const second = await cli(args, { cwd: folder.path, env });
    assert.equal(second.stdout, first.stdout);
    assert.equal(server.requests.length, asked);
  });
});
