import assert from 'node:assert/strict';
import { cli } from './cli.js';

const env = { ...process.env, GEMINI_API_KEY: '', OPENROUTER_API_KEY: 'sk-or-canary-0123456789abcdef' };

describe('command line: models', () => {
  it('lists what can be named, what can be asked now first, with price and key', async () => {
    const { code, stdout } = await cli(['models'], { env });
    assert.equal(code, 0);
    const [head, first, ...rest] = stdout.trimEnd().split('\n');
    assert.match(head, /^MODEL +PROVIDER +CONTEXT/);
    assert.match(first, /openRouter .*\d+\.\d\d .* set$/);
    assert.ok(rest.some((line) => /gemini .* needs GEMINI_API_KEY$/.test(line)));
    assert.ok(!stdout.includes('canary'));
  });

  it('lists them as JSON', async () => {
    const { stdout } = await cli(['models', '--all', '--format', 'json'], { env });
    const listed = JSON.parse(stdout) as { id: string; provider: string; key: object }[];
    assert.ok(listed.length > 20);
    assert.deepEqual(listed.find(({ provider }) => provider === 'gemini')?.key, {
      needed: true,
      present: false,
      variable: 'GEMINI_API_KEY',
    });
  });
});
