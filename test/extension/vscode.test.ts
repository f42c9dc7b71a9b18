import assert from 'node:assert/strict';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from '../support/run.js';
import { VsCodeHost } from './host.js';
import { CURRENT, OLDEST } from './install.js';
import { builtSuite, packedExtension } from './vsix.js';
import { writeWorkspace } from './workspace.js';

const workspace = join(ROOT, '.cache/extension/workspace');

describe('extension', function () {
  this.timeout(600_000);
  for (const [name, edition] of Object.entries({ 'the oldest VS Code': OLDEST, 'a current VS Code': CURRENT })) {
    it(`passes its suite, installed from its package, in ${name}`, async () => {
      await rm(workspace, { recursive: true, force: true });
      await mkdir(workspace, { recursive: true });
      const both = await writeWorkspace(workspace);
      const host = await VsCodeHost.start(edition, { vsix: await packedExtension(), runsSuites: true });
      try {
        const { code, log } = await host.runSuite(await builtSuite(), both);
        assert.equal(code, 0, resultsIn(log));
      } finally {
        await host.close();
      }
    });
  }
});

/** What mocha has told; before it the editor tells of modules that it lacks. */
function resultsIn(log: string): string {
  return log.slice(Math.max(0, log.search(/^ +\d+ passing/m)));
}
