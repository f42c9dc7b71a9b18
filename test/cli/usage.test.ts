import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from '../support/run.js';
import { cli, STACK, temporaryFolder } from './cli.js';

describe('command line: usage', () => {
  const folder = temporaryFolder();

  const refused: [args: string, message: RegExp][] = [
    ['generate structured --count abc', /--count must be a whole number of rows, 1 or more, not "abc"/],
    ['generate structured --count 10x', /--count must be .* not "10x"/],
    ['generate structured --count 1.5', /--count must be .* not "1\.5"/],
    ['generate structured --count 0', /--count must be .* not 0/],
    ['generate structured --count -1', /--count must be .* not -1/],
    ['generate structured --count 1e3', /not "1e3"\. Write 1000\./],
    ['generate structured --count 1_000', /not "1_000"\. Write 1000\./],
    ['generate structured --count 9007199254740993', /--count 9007199254740993 is too large/],
    ['generate structured --count=', /--count must be/],
    ['generate structured --count', /--count <rows>' argument missing/],
    ['generate structured --seed x', /--seed must be a whole number, 0 or more, or "random", not "x"/],
    ['generate structured --seed -1', /--seed must be .* not -1/],
    ['generate structured --seed 9007199254740993', /--seed 9007199254740993 is too large/],
    ['generate structured --format cvs', /There is no format "cvs": json, jsonl, csv, parquet\. Did you mean "csv"\?/],
    ['generate structured --format xml', /There is no format "xml"/],
    ['generate structured --workers 0', /--workers must be .* not 0: 1 to 256/],
    ['generate structured --batch-size big', /--batch-size must be a whole number of rows, not "big"/],
    [
      'generate structured --batch-size 1048576',
      /--batch-size must be a whole number of rows, not 1048576: 1 to 1000000/,
    ],
    ['infer users.csv --limit many', /--limit must be a whole number of rows, 1 or more, not "many"/],
    ['generate structured --shard 5/4', /--shard 5\/4 names no part: I\/N goes from 1\/4 to 4\/4/],
    ['generate structured --shard 0/4', /names no part/],
    ['generate structured --shard half', /--shard must be I\/N/],
    ['generate structured --delimiter ab', /--delimiter must be one character or "tab", not "ab"/],
    ['generate structured --cuont 5', /unknown option '--cuont'\n\(Did you mean --count\?\)/],
    ['generate structured extra', /too many arguments/],
    ['generate', /missing required argument 'type'/],
    ['generate strutured --count 5', /strutured.*Did you mean "structured"\?/],
    ['generate structured --locale dee', /There is no locale "dee"\. Did you mean/],
    ['generate structured --now someday', /someday/],
    ['generate structured --fallback gemini-pro,gpt-4', /`fallback` is about language models, and this run asks none/],
    ['generate structured --budget 0.10', /`budget` is about language models, and this run asks none/],
    ['generate structured --budget much', /A budget is an amount of US dollars such as 0\.10, not "much"/],
    ['generate structured --model locl', /No model is called "locl"\. Did you mean "local"\?/],
    ['generate events --cache-policy lazy', /There is no cache policy "lazy"/],
    ['generate events --stream-to kafka', /--stream-to knows no "kafka"; it knows midstreamer/],
    ['generate events --vectorize-with rvector', /--vectorize-with knows no "rvector"; it knows ruvector/],
    ['generate structured --frozen', /`frozen` is about language models, and this run asks none/],
    ['batch', /Say what to do with the batch: batch generate, batch verify/],
    ['batch verfy', /There is no command "batch verfy": .*Did you mean "verify"\?/],
    ['batch generate', /required option '-c, --config <file>' not specified/],
    ['batch generate --config b.yaml --parallel 0', /--parallel must be a whole number of jobs, not 0: 1 to 64/],
    ['batch generate --config b.yaml --json', /--json is about --dry-run/],
    ['plan customers --seed 4', /unknown option '--seed'/],
    ['config', /Say what to do with the configuration: config show, config validate/],
    ['config shwo', /There is no command "config shwo": .*Did you mean "show"\?/],
    ['config show --format yaml', /--format must be text, json, not "yaml"/],
    ['doctor --format xml', /--format must be text, json, not "xml"/],
    ['generate structured --log-level inf', /--log-level must be .* not "inf"\. Did you mean "info"\?/],
    ['generate structured --log-format xml', /--log-format must be text, json, not "xml"/],
    ['genrate structured', /There is no command "genrate": .*Did you mean "generate"\?/],
    ['completion powershell', /There is no completion for "powershell": bash, zsh, fish/],
    ['init --template shp', /There is no template "shp": .*Did you mean "shop"\?/],
    ['init users.json', /name the file users\.synth\.yaml/],
    ['validate', /missing required argument 'files'/],
    ['--cuont', /unknown option/],
  ];
  for (const [args, message] of refused) {
    it(`refuses: ${args}`, async () => {
      const { code, stdout, stderr } = await cli(args.split(' '), { cwd: folder.path });
      assert.match(stderr, message);
      assert.equal(code, 2, stderr);
      assert.equal(stdout, '');
      assert.doesNotMatch(stderr, STACK);
      assert.ok(stderr.trim().split('\n').length <= 2, stderr);
    });
  }

  it('prints the version of the package', async () => {
    const { version } = JSON.parse(await readFile(join(ROOT, 'engine/package.json'), 'utf8')) as { version: string };
    for (const flag of ['--version', '-V']) {
      assert.deepEqual(await cli([flag]), { code: 0, signal: null, stdout: `${version}\n`, stderr: '' });
    }
  });

  const helps: [args: string[], ...wanted: RegExp[]][] = [
    [['--help'], /Examples:/, /generate /, /validate /, /init /, /completion /],
    [
      ['generate', '--help'],
      /--schema <file>/,
      /--shard <I\/N>/,
      /--stream/,
      /--realtime \[speed\]/,
      /--rate <rate>/,
      /Examples:/,
      /Exit codes:/,
    ],
    [['validate', '-h'], /--json/, /Examples:/],
    [['init', '--help'], /--template/],
    [['config', 'show', '--help'], /Strongest first: flags, environment/, /--format/],
    [['models', '--help'], /--all/],
    [['batch', '--help'], /generate/, /verify/],
    [['batch', 'generate', '--help'], /--dry-run/, /Exit codes: 0 done/],
    [['batch', 'verify', '--help'], /manifest/],
    [['doctor', '--help'], /--online/, /Exits with 1/],
    [['help', 'generate'], /--schema <file>/],
  ];
  for (const [args, ...wanted] of helps) {
    it(`helps: ${args.join(' ')}`, async () => {
      const { code, stdout, stderr } = await cli(args);
      assert.equal(code, 0);
      assert.equal(stderr, '');
      for (const pattern of wanted) assert.match(stdout, pattern);
    });
  }

  for (const [flags, message] of [
    ['--model gemini-pro', /gemini-pro cannot be used: GEMINI_API_KEY is not set/],
    ['--auto-route', /No model can be used: GEMINI_API_KEY or OPENROUTER_API_KEY is not set/],
  ] as const) {
    it(`asks for what it needs: ${flags}`, async () => {
      const env = { ...process.env, GEMINI_API_KEY: '', OPENROUTER_API_KEY: '' };
      const { code, stdout, stderr } = await cli(['generate', 'structured', ...flags.split(' ')], {
        cwd: folder.path,
        env,
      });
      assert.match(stderr, message);
      assert.equal(code, 1, stderr);
      assert.equal(stdout, '');
      assert.doesNotMatch(stderr, STACK);
    });
  }

  it('shows help and fails where no command is given', async () => {
    const { code, stdout, stderr } = await cli([]);
    assert.equal(code, 2);
    assert.equal(stdout, '');
    assert.match(stderr, /Usage: agentic-synth/);
  });
});
