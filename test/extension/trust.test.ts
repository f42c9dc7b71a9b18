import assert from 'node:assert/strict';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from '../support/run.js';
import { VsCodeHost } from './host.js';
import { OLDEST } from './install.js';
import { packedExtension } from './vsix.js';
import { Workbench } from './workbench.js';

const folder = join(ROOT, '.cache/extension/untrusted');

describe('a workspace that is not trusted', function () {
  this.timeout(300_000);
  let host: VsCodeHost;
  let window: Workbench;

  before(async () => {
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'users.synth.yaml'), 'id: uiud\nage: integer\n');
    const ran = join(folder, 'ran');
    await writeFile(join(folder, 'run.mjs'), `import { writeFileSync } from 'node:fs'; writeFileSync('${ran}', '');`);
    await writeFile(join(folder, '.agentic-synth.json'), '{ "plugins": ["./run.mjs"] }');
    host = await VsCodeHost.start(OLDEST, { vsix: await packedExtension(), asksForTrust: true });
    window = new Workbench(await host.open(folder));
    await window.page.getByRole('button', { name: /^No, I don't trust/ }).click();
    await window.ready();
    await window.page.getByText('Restricted Mode').first().waitFor();
    await window.openFile('users.synth.yaml');
  });
  after(() => host?.close());

  it('has its mistakes underlined', () => window.squiggles.first().waitFor());

  it('offers no command that generates', async () => {
    await window.page.keyboard.press('F1');
    await window.quickInput.locator('input').fill('>Agentic Synth: ');
    const rows = window.quickInput.locator('.monaco-list-row');
    await rows.filter({ hasText: 'New Schema…' }).waitFor();
    assert.equal(await rows.filter({ hasText: 'Generate' }).count(), 0);
    await window.page.keyboard.press('Escape');
    assert.equal(await window.page.locator('.editor-actions [aria-label*="Generate"]').count(), 0);
  });

  it('starts schemas from templates, and asks no model', async () => {
    await window.command('Agentic Synth: New Schema…');
    await window.quickInput.locator('.monaco-list-row', { hasText: 'Described in words…' }).click();
    const refusal = window.page.locator('.notification-toast', { hasText: 'Nothing runs in a workspace' });
    await refusal.getByRole('button', { name: 'Manage Workspace Trust' }).waitFor();
    await window.command('Agentic Synth: New Schema…');
    await window.quickInput.locator('.monaco-list-row', { hasText: 'users' }).first().click();
    await window.page.locator('.tab.active', { hasText: 'Untitled' }).waitFor();
  });

  it('shows no rows, and says why', async () => {
    await window.openFile('users.synth.yaml');
    await window.command('Agentic Synth: Preview');
    await window.preview.getByText('In an untrusted workspace nothing runs.').waitFor();
    await window.preview.getByRole('button', { name: 'Manage trust' }).waitFor();
    assert.equal(await window.preview.locator('[role=gridcell]').count(), 0);
    await window.screenshot('40 untrusted');
  });

  it('has run nothing', async () => {
    assert.deepEqual((await readdir(folder)).sort(), ['.agentic-synth.json', 'run.mjs', 'users.synth.yaml']);
  });
});
