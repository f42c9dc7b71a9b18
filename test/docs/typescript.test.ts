import assert from 'node:assert/strict';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { transform } from 'esbuild';
import ts from 'typescript';
import * as main from '../../engine/src/index.js';
import * as integrations from '../../engine/src/integrations/index.js';
import { ROOT, run } from '../support/run.js';
import { placeOf, type Snippet, snippets } from './snippets.js';
import { Workspace } from './workspace.js';

/** A program and the blocks that it was put together from: one that `continues` another stands behind it. */
interface Program {
  readonly snippet: Snippet;
  readonly name: string;
  readonly code: string;
  readonly runs: boolean;
  /** What it prints, where the document says. */
  readonly output: string | undefined;
}

/** In examples of the reference these are there already. */
const AROUND: Readonly<Record<string, string>> = {
  synth: 'declare const synth: import("agentic-synth").AgenticSynth;',
  schema: 'declare const schema: object;',
  z: "import * as z from 'zod';",
};

const RUNNER = `
import { readFileSync, writeFileSync } from 'node:fs';
const told = {};
for (const { name, cwd } of JSON.parse(readFileSync(process.argv[2], 'utf8'))) {
  const lines = [];
  console.log = (...values) => lines.push(values.join(' '));
  process.chdir(cwd);
  try {
    await import(new URL(name + '.mjs', import.meta.url));
    told[name] = { output: lines.join('\\n') };
  } catch (error) {
    told[name] = { error: String(error?.stack ?? error) };
  }
}
writeFileSync(process.argv[3], JSON.stringify(told));
`;

describe('TypeScript in the documents', function () {
  this.timeout(120_000);
  // Beneath the repository, so that packages are found as in any project.
  const folder = join(ROOT, `.cache/docs-${process.pid}`);
  const programs = programsOf(snippets('ts').filter(({ info }) => info !== 'signature'));
  let workspace: Workspace;
  let mistakes: ReadonlyMap<string, readonly string[]>;
  let told: Readonly<Record<string, { readonly output?: string; readonly error?: string }>>;

  before(async () => {
    await mkdir(folder, { recursive: true });
    workspace = await Workspace.make();
    await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
    for (const { name, code } of programs) await writeFile(join(folder, `${name}.ts`), code);
    mistakes = typeMistakes(folder, programs);
    told = await runAll(
      folder,
      programs.filter(({ runs }) => runs),
      workspace,
    );
  });
  after(async () => {
    await workspace?.close();
    await rm(folder, { recursive: true, force: true });
  });

  for (const { snippet, name, runs, output } of programs) {
    it(`has the types of the package: ${placeOf(snippet)}`, () => assert.deepEqual(mistakes.get(name) ?? [], []));
    if (!runs) continue;
    it(`runs: ${placeOf(snippet)}`, () => {
      assert.equal(told[name].error, undefined);
      if (output !== undefined) assert.equal(told[name].output, output.trimEnd());
    });
  }

  for (const snippet of snippets('js')) {
    it(`has no mistake of syntax: ${placeOf(snippet)}`, () => transform(snippet.text, { format: 'esm' }));
  }
});

function programsOf(all: readonly Snippet[]): Program[] {
  return all.map((snippet, i) => {
    const { info, text, page, next } = snippet;
    let code = text;
    for (let j = i; all[j].info === 'continues' && all[j - 1]?.page === page; j--) code = `${all[j - 1].text}\n${code}`;
    if (info === 'example') code = `${preamble(code)}\n${code}\nexport {};\n`;
    return {
      snippet,
      name: `${page.replaceAll(/\W+/g, '-')}-${snippet.line}`,
      code: `${code}\nexport {};\n`,
      runs: info !== 'example' && !info.startsWith('no-run') && all[i + 1]?.info !== 'continues',
      output: next?.language === 'text' ? next.text : undefined,
    };
  });
}

/** Imports and names that an example of the reference leaves out. */
function preamble(code: string): string {
  const said = (name: string): boolean =>
    new RegExp(String.raw`(?<![.\w'])${name}\b`).test(code) && !new RegExp(String.raw`\bconst ${name}\b`).test(code);
  const imports = Object.entries({
    'agentic-synth': [...Object.keys(main), 'RowContext'],
    'agentic-synth/integrations': Object.keys(integrations),
  }).map(([from, names]) => `import { ${names.filter(said).join(', ')} } from '${from}';`);
  return [
    ...imports,
    ...Object.keys(AROUND)
      .filter(said)
      .map((name) => AROUND[name]),
  ].join('\n');
}

function typeMistakes(folder: string, programs: readonly Program[]): Map<string, string[]> {
  const program = ts.createProgram(
    programs.map(({ name }) => join(folder, `${name}.ts`)),
    {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      strict: true,
      noEmit: true,
      skipLibCheck: true,
      types: ['node'],
    },
  );
  const found = new Map<string, string[]>();
  for (const { file, messageText } of ts.getPreEmitDiagnostics(program)) {
    const name = /([^/\\]+)\.ts$/.exec(file?.fileName ?? '')?.[1] ?? '';
    found.set(name, [...(found.get(name) ?? []), ts.flattenDiagnosticMessageText(messageText, '\n')]);
  }
  return found;
}

/** All in one process, each in a folder of its own. */
async function runAll(
  folder: string,
  programs: readonly Program[],
  workspace: Workspace,
): Promise<Record<string, { output?: string; error?: string }>> {
  const jobs = [];
  for (const { name, code, snippet } of programs) {
    const { code: js } = await transform(code, { loader: 'ts', format: 'esm', target: 'es2022' });
    await writeFile(join(folder, `${name}.mjs`), js);
    jobs.push({ name, cwd: await workspace.copy(name, snippet.page) });
  }
  const [list, told] = [join(folder, 'jobs.json'), join(folder, 'told.json')];
  await writeFile(list, JSON.stringify(jobs));
  await writeFile(join(folder, 'runner.mjs'), RUNNER);
  const { stderr } = await run(process.execPath, ['runner.mjs', list, told], {
    cwd: folder,
    env: workspace.environment,
  });
  const text = await readFile(told, 'utf8').catch(() => assert.fail(stderr));
  return JSON.parse(text) as Record<string, { output?: string; error?: string }>;
}
