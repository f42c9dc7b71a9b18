// Builds everything: the engine as ES modules, as CommonJS and as one command-line file; the language server; the extension.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { buildSingleFiles, packLocales, withoutChildProcess } from './scripts/single-file.mjs';
import { thirdPartyLicenses } from './scripts/licenses.mjs';

const root = dirname(fileURLToPath(import.meta.url));
const at = (...parts) => join(root, ...parts);
const engine = JSON.parse(readFileSync(at('engine/package.json'), 'utf8'));

const node = {
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  format: 'cjs',
  // Prefers ES modules, which can be tree-shaken, where a package has both.
  mainFields: ['module', 'main'],
  legalComments: 'none',
  logLevel: 'warning',
  metafile: true,
  absWorkingDir: root,
};

/** One ES module a source module, with its declarations. Types are checked by `tsc -b`, not here. */
function engineModules() {
  rmSync(at('engine/dist'), { recursive: true, force: true });
  const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc');
  execFileSync(process.execPath, [tsc, '-p', at('engine'), '--noCheck'], { stdio: 'inherit' });
}

async function engineCommonJs() {
  const cjs = at('engine/dist/cjs');
  mkdirSync(cjs, { recursive: true });
  // cel-js and faker are ES modules only: the first is bundled, the second is loaded by import() when it is needed.
  const external = Object.keys(engine.dependencies).filter((name) => name !== '@marcbachmann/cel-js');
  // Its worker threads run the same file.
  const contents = `export * from './index.js';
    export * as integrations from './integrations/index.js';
    import './workers/worker.js';`;
  await build({
    ...node,
    stdin: { contents, resolveDir: at('engine/src') },
    outfile: join(cjs, 'index.cjs'),
    external,
    logOverride: { 'empty-import-meta': 'silent' },
  });
  // One bundle, so that a class is the same class through either entry.
  writeFileSync(join(cjs, 'core.cjs'), "module.exports = require('./index.cjs');\n");
  writeFileSync(join(cjs, 'integrations.cjs'), "module.exports = require('./index.cjs').integrations;\n");
  // Beside CommonJS, declarations must say that they import types of ES modules.
  const fromModules = /^import type (.*) from '(@faker-js\/faker|@marcbachmann\/cel-js)(.*)';$/gm;
  for (const file of readdirSync(at('engine/dist/esm'), { recursive: true }).filter((name) => name.endsWith('.d.ts'))) {
    const text = readFileSync(at('engine/dist/esm', file), 'utf8');
    mkdirSync(dirname(join(cjs, file)), { recursive: true });
    writeFileSync(
      join(cjs, file),
      text.replace(fromModules, `import type $1 from '$2$3' with { 'resolution-mode': 'import' };`),
    );
  }
  writeFileSync(join(cjs, 'package.json'), '{ "type": "commonjs" }\n');
}

const commandLine = () =>
  buildSingleFiles({
    options: { ...node, minify: true },
    entry: at('engine/src/cli/main.ts'),
    outputs: [{ outfile: at('engine/dist/cli.cjs'), locales: everyLocale }],
    version: engine.version,
    plugins: [withoutChildProcess],
  });

const languageServer = () =>
  buildSingleFiles({
    options: { ...node, minify: true },
    // Threads run the same file: those of the engine, which write rows, and the server's own.
    stdin: {
      contents: `
        import { workerData } from 'node:worker_threads';
        if (workerData?.agenticSynth === 'encode') void import('./engine/dist/esm/workers/worker.js');
        else void import('./server/src/main.ts');`,
      resolveDir: root,
    },
    outputs: [
      { outfile: at('dist/server.cjs'), locales: commonLocales, packed: true },
      // The package has it too, for other editors.
      { outfile: at('engine/dist/language-server.cjs'), locales: everyLocale },
    ],
    version: engine.version,
  });

/** The client of the protocol checks the version of VS Code by a library; the manifest says it already. */
const withoutVersionCheck = {
  name: 'without-version-check',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^semver\// }, () => ({ path: 'semver', namespace: 'nothing' }));
    onLoad({ filter: /.*/, namespace: 'nothing' }, () => ({ contents: 'module.exports = () => true', loader: 'js' }));
  },
};

async function extension() {
  const { metafile } = await build({
    ...node,
    minify: true,
    plugins: [withoutVersionCheck],
    entryPoints: [at('client/src/extension.ts')],
    outfile: at('dist/extension.cjs'),
    external: ['vscode'],
  });
  return metafile;
}

/** The preview's page. */
async function pages() {
  const { metafile } = await build({
    bundle: true,
    platform: 'browser',
    target: 'chrome128',
    format: 'iife',
    minify: true,
    legalComments: 'none',
    logLevel: 'warning',
    metafile: true,
    absWorkingDir: root,
    entryPoints: [at('client/webview/preview.ts')],
    outdir: at('dist/webview'),
  });
  return metafile;
}

engineModules();
/** What the package says of itself: its links lead to what is packed. How to work on the repository is said there only. */
function packageDocuments() {
  for (const folder of ['docs', 'examples']) cpSync(at(folder), at('engine/dist', folder), { recursive: true });
  const text = readFileSync(at('README.md'), 'utf8')
    .replace(/^## Working on it\n[^]*?^(?=MIT licence)/m, '')
    .replace(/\]\((?=(?:docs|examples|schemas)\b)/g, '](dist/');
  writeFileSync(at('engine/README.md'), text);
  cpSync(at('LICENSE'), at('engine/LICENSE'));
}

const everyLocale = await packLocales(at('engine'));
// The extension is small: these languages in all their regions. Others come from the package (docs/EDITORS.md).
const commonLocales = await packLocales(at('engine'), (name) => /^(base$|(en|de|fr|es|pt|ja|zh|ar)(_|$))/.test(name));
await engineCommonJs();
const cli = await commandLine();
const editor = [await languageServer(), await extension(), await pages()];
writeFileSync(at('engine/dist/THIRD-PARTY-LICENSES.txt'), thirdPartyLicenses(root, [cli, editor[0]]));
writeFileSync(at('dist/THIRD-PARTY-LICENSES.txt'), thirdPartyLicenses(root, editor));
cpSync(at('schemas'), at('engine/dist/schemas'), { recursive: true });
// The language server links codes to it.
for (const folder of ['dist', 'engine/dist']) cpSync(at('docs/DIAGNOSTICS.md'), at(folder, 'DIAGNOSTICS.md'));
packageDocuments();
