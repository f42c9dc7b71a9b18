import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { downloadAndUnzipVSCode, resolveCliArgsFromVSCodeExecutablePath, runTests } from '@vscode/test-electron';
import { run } from '../support/run.js';
import { writeWorkspace } from './workspace.js';
import { builtSuite, packedExtension } from './vsix.js';

/**
 * The suite in the VS Code that people download, the oldest and the newest, where a download is possible:
 * `npm run test:electron`. Versions can be named: `npm run test:electron -- 1.105.0 insiders`.
 */
const versions = process.argv.slice(2);
for (const version of versions.length > 0 ? versions : ['1.100.3', 'stable']) {
  const program = await downloadAndUnzipVSCode(version);
  const folder = await mkdtemp(join(tmpdir(), 'agentic-synth-electron-'));
  try {
    const workspace = join(folder, 'workspace');
    await mkdir(workspace);
    const both = await writeWorkspace(workspace);
    const places = [`--user-data-dir=${join(folder, 'data')}`, `--extensions-dir=${join(folder, 'extensions')}`];
    const [cli, ...args] = resolveCliArgsFromVSCodeExecutablePath(program, { reuseMachineInstall: true });
    const installed = await run(cli!, [...args, ...places, '--install-extension', await packedExtension()]);
    if (installed.code !== 0) throw new Error(`${installed.stdout}${installed.stderr}`);
    const suite = await builtSuite();
    await runTests({
      vscodeExecutablePath: program,
      extensionDevelopmentPath: suite,
      extensionTestsPath: join(suite, 'index.cjs'),
      launchArgs: [both, ...places, '--disable-workspace-trust', '--skip-welcome'],
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
