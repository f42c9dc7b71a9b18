import assert from 'node:assert/strict';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { ROOT } from '../support/run.js';
import { installVsCode, runInVsCode } from './host.js';

const suite = join(ROOT, '.cache/extension-suite/index.cjs');
const workspace = join(ROOT, '.cache/extension-workspace');

describe('extension', function () {
  before(async function () {
    this.timeout(300_000);
    await installVsCode();
    await build({
      entryPoints: [join(ROOT, 'test/extension/suite/index.ts')],
      bundle: true,
      platform: 'node',
      format: 'cjs',
      outfile: suite,
      external: ['vscode', 'mocha'],
    });
    await rm(workspace, { recursive: true, force: true });
    await mkdir(workspace, { recursive: true });
    await writeFile(join(workspace, 'users.synth.yaml'), 'id: uiud\nname: person.fullName\n');
    await writeFile(join(workspace, 'users.synth.json'), '// people\n{ "id": "uiud", "name": "person.fullName" }\n');
  });

  it('passes its suite in real VS Code', async function () {
    this.timeout(240_000);
    const { code, log } = await runInVsCode(suite, workspace);
    assert.equal(code, 0, log);
  });
});
