import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { ROOT, run } from '../support/run.js';

const VSIX = '.cache/extension/agentic-synth.vsix';
let packed: Promise<string> | undefined;

/** The extension as it is published, packed once from what was built. */
export function packedExtension(): Promise<string> {
  packed ??= run(process.execPath, ['scripts/package.mjs', '--out', VSIX]).then(({ code, stdout, stderr }) => {
    if (code !== 0) throw new Error(`${stdout}${stderr}`);
    return join(ROOT, VSIX);
  });
  return packed;
}

/** The suite that runs inside VS Code, as an extension of its own, so that the packed one is the one under test. */
export async function builtSuite(): Promise<string> {
  const folder = join(ROOT, '.cache/extension/suite');
  await mkdir(folder, { recursive: true });
  const manifest = {
    name: 'suite',
    publisher: 'agentic-synth',
    version: '0.0.0',
    engines: { vscode: '*' },
    // Only newer editors take models from extensions.
    contributes: { languageModelChatProviders: [{ vendor: 'suite', displayName: 'Models of the suite' }] },
  };
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
  await build({
    entryPoints: [join(ROOT, 'test/extension/suite/index.ts')],
    bundle: true,
    platform: 'node',
    format: 'cjs',
    outfile: join(folder, 'index.cjs'),
    external: ['vscode', 'mocha'],
  });
  return folder;
}
