import assert from 'node:assert/strict';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from '../support/run.js';
import { VsCodeHost } from './host.js';
import { CURRENT } from './install.js';
import { packedExtension } from './vsix.js';
import { Workbench } from './workbench.js';

const folder = join(ROOT, '.cache/extension/german');

describe('the extension in German', function () {
  this.timeout(300_000);
  let host: VsCodeHost;
  let window: Workbench;

  before(async () => {
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'leute.synth.yaml'), 'id: uuid\nname: person.fullName\nalter: integer (18-90)\n');
    host = await VsCodeHost.start(CURRENT, { vsix: await packedExtension(), locale: 'de' });
    window = new Workbench(await host.open(folder));
    window.page.setDefaultTimeout(10_000);
    await window.ready();
    await window.openFile('leute.synth.yaml');
  });
  after(() => host?.close());
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await window.screenshot('failed german');
  });

  it('has its commands, lists and messages in German', async () => {
    await window.command('Agentic Synth: Schlüssel verwalten…');
    await window.quickInput.getByText('Schlüssel der Modellanbieter').waitFor();
    await window.screenshot('50 German keys');
    await window.page.keyboard.press('Escape');
    await window.command('Agentic Synth: Neues Schema…');
    await window.quickInput.getByText('In Worten beschrieben…').waitFor();
    await window.screenshot('51 German new schema');
    await window.page.keyboard.press('Escape');
  });

  it('has its preview in German, and numbers as Germans write them', async () => {
    await window.editor.locator('.codelens-decoration', { hasText: /^Vorschau.*Erzeugen…/ }).waitFor();
    await window.page.locator('.editor-actions [aria-label^="Vorschau"]').first().click();
    const rows = window.preview.locator('vscode-textfield.number input').first();
    await rows.fill('1200');
    await rows.press('Enter');
    await window.preview.locator('footer', { hasText: '1.200 Zeilen × 3 Spalten' }).waitFor();
    for (const [k, name] of ['Tabelle', 'Spalten', 'Diagramm', 'JSON'].entries()) {
      await window.preview.locator('vscode-tab-header', { hasText: name }).click();
      await window.page.waitForTimeout(300);
      await window.screenshot(`52 German preview ${k + 1}`);
    }
    const words = await window.preview.locator('.toolbar').allTextContents();
    assert.match(words.join(' '), /Zeilen.*Startwert.*Modell.*Erzeugen…/s);
  });

  it('asks for a run in German', async () => {
    await window.preview.getByRole('button', { name: 'Erzeugen…' }).click();
    await window.quickInput.locator('.monaco-list-row', { hasText: 'Zeitreihe' }).first().waitFor();
    await window.screenshot('53 German generate');
    await window.page.keyboard.press('Escape');
  });
});
