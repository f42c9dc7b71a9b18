import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Finished, run } from '../support/run.js';
import { placeOf, type Snippet, snippets } from './snippets.js';
import { Workspace } from './workspace.js';

/** Reading stopped early, which `head` does. */
const READ_ENOUGH = 141;
const AT_ONCE = 4;

interface Ran extends Finished {
  /** Exit code and arguments of each call. */
  readonly calls: readonly string[];
  /** What was printed, and the text files there are afterwards. */
  output(): Promise<string>;
}

describe('commands in the documents', function () {
  this.timeout(180_000);
  const all = snippets('sh', 'bash', 'console').filter(
    ({ text, info }) => /\bagentic-synth\b|cli\.cjs/.test(text) && !info.startsWith('no-run'),
  );
  const results = new Map<Snippet, Promise<Ran>>();
  let workspace: Workspace;

  before(async () => {
    workspace = await Workspace.make();
    const waiting: (() => Promise<void>)[] = [];
    for (const snippet of all) {
      const ran = new Promise<Ran>((done, fail) => {
        waiting.push(() => runIn(workspace, snippet).then(done, fail));
      });
      ran.catch(() => undefined);
      results.set(snippet, ran);
    }
    const next = async (): Promise<void> => {
      for (let job = waiting.shift(); job !== undefined; job = waiting.shift()) await job();
    };
    for (let i = 0; i < AT_ONCE; i++) void next();
  });
  after(() => workspace?.close());

  for (const snippet of all) {
    it(`do what they say: ${placeOf(snippet)}`, async () => {
      const { code, stderr, calls, output } = await results.get(snippet)!;
      assert.ok(code === 0 || code === READ_ENOUGH, `exit code ${code}\n${snippet.text}\n${stderr}`);
      const failed = calls.filter((call) => !new RegExp(`^(?:0|${READ_ENOUGH}|130) `).test(call));
      assert.deepEqual(failed, [], stderr);
      if (snippet.next?.language !== 'text') return;
      const made = await output();
      for (const line of snippet.next.text.trimEnd().split('\n')) {
        if (/^\w+ \(\d+ rows\)$/.test(line)) continue;
        assert.ok(made.includes(line.trim().replace(/…$/, '')), `${line}\nis not in\n${made.slice(0, 2000)}`);
      }
    });
  }

  it('say why where they are not run', () => {
    for (const snippet of snippets('sh', 'bash', 'console', 'ts')) {
      if (snippet.info.startsWith('no-run')) assert.match(snippet.info, /^no-run: \w/, placeOf(snippet));
    }
  });
});

async function runIn(workspace: Workspace, snippet: Snippet): Promise<Ran> {
  // Commands that write a schema do not overwrite one.
  const own = [...snippet.text.matchAll(/\b(?:init --template (\S+)|(?:plan|infer) .*--output (\S+))/g)];
  const without = own.map(([, template, file]) => file ?? `${template}.synth.yaml`);
  const cwd = await workspace.copy(placeOf(snippet), snippet.page, without);
  const codes = join(cwd, '.exit-codes');
  const script = snippet.text
    .replaceAll('=…', '=AIzaSyCANARY-0123456789')
    .split('\n')
    .map((line) => line.replace(/^npm install && npm run build && /, '').replace(/^npm .*/, ''))
    .join('\n');
  const env = { ...workspace.environment, EXIT_CODES: codes };
  const finished = await run('bash', ['-c', script], { cwd, env });
  const calls = (await readFile(codes, 'utf8').catch(() => '')).trim().split('\n').filter(Boolean);
  return {
    ...finished,
    calls,
    async output() {
      const names = (await readdir(cwd, { recursive: true })).filter((name) =>
        /^(?!examples|engine).*\.(?:jsonl|csv)$/.test(name),
      );
      const files = await Promise.all(names.map((name) => readFile(join(cwd, name), 'utf8')));
      return [finished.stdout, ...files].join('\n');
    },
  };
}
