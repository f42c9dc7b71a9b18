import assert from 'node:assert/strict';
import { bash, cli } from './cli.js';

describe('command line: completion', () => {
  const cases: [typed: string, ...wanted: string[]][] = [
    [
      'agentic-synth ',
      'generate',
      'plan',
      'validate',
      'infer',
      'init',
      'models',
      'schema',
      'config',
      'batch',
      'doctor',
      'completion',
      '--help',
      '--version',
    ],
    ['agentic-synth gen', 'generate'],
    ['agentic-synth generate st', 'structured'],
    ['agentic-synth generate structured --se', '--seed'],
    ['agentic-synth generate structured --format ', 'json', 'jsonl', 'csv', 'parquet'],
    ['agentic-synth init --template s', 'shop', 'sensors'],
    ['agentic-synth completion z', 'zsh'],
    ['agentic-synth schema e', 'export'],
    ['agentic-synth config s', 'show'],
    ['agentic-synth batch v', 'verify'],
    ['agentic-synth batch generate --dr', '--dry-run'],
    ['agentic-synth config show --format ', 'text', 'json'],
    ['agentic-synth doctor --o', '--online'],
    ['agentic-synth plan trips --type t', 'timeseries'],
    ['agentic-synth plan trips --format ', 'yaml', 'json'],
    ['agentic-synth generate structured --log-level d', 'debug'],
    ['agentic-synth schema export --t', '--table'],
  ];
  for (const [typed, ...wanted] of cases) {
    it(`completes in bash: ${typed}`, async () => {
      const line = `source <($cli completion bash)
        COMP_WORDS=(${typed.replace(/ $/, ' ""')}); COMP_CWORD=$(( \${#COMP_WORDS[@]} - 1 ))
        _agentic_synth; printf '%s\\n' "\${COMPREPLY[@]}"`;
      const { stdout, stderr } = await bash(line);
      assert.equal(stderr, '');
      assert.deepEqual(stdout.trim().split('\n').sort(), [...wanted].sort());
    });
  }

  it('offers files for --schema', async () => {
    const line = `source <($cli completion bash); cd engine
      COMP_WORDS=(agentic-synth generate structured --schema pack); COMP_CWORD=4; _agentic_synth; echo "\${COMPREPLY[@]}"`;
    assert.equal((await bash(line)).stdout, 'package.json\n');
  });

  it('writes scripts for zsh and fish with every command and flag', async () => {
    for (const shell of ['zsh', 'fish']) {
      const { code, stdout } = await cli(['completion', shell]);
      assert.equal(code, 0);
      for (const word of ['generate', 'validate', 'batch-size', 'no-header', 'vectorize-with', 'parquet', 'shop']) {
        assert.ok(stdout.includes(word), `${shell}: ${word}`);
      }
    }
  });
});
