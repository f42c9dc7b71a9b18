import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { VsCodeHost } from '../test/extension/host.js';
import { CURRENT } from '../test/extension/install.js';
import { packedExtension } from '../test/extension/vsix.js';
import { Workbench } from '../test/extension/workbench.js';
import { ROOT } from '../test/support/run.js';
import { fewColours } from './pictures/png.js';

/** Takes the pictures of docs/EXTENSION.md in real VS Code: npm run pictures:extension, after npm run build. */
const TARGET = join(ROOT, 'docs/pictures');
const USERS = `# Customers of a shop
seed: 7
fields:
  name: person.fullName
  email: { type: internet.email, from: name, unique: true }
  age:
    type: integer
    min: 18
    max: 90
    distribution: { type: normal, mean: 40, stdDev: 12 }
  country: { enum: { US: 5, DE: 2, JP: 1 } }
  plan: { enum: [free, pro, team], nullable: 0.1 }
  signedUp: { type: date, min: now-2y, max: now }
`;

const folder = await mkdtemp(join(tmpdir(), 'agentic-synth-pictures-'));
await mkdir(join(folder, 'shop/.vscode'), { recursive: true });
await writeFile(join(folder, 'shop/users.synth.yaml'), USERS);
const settings = { 'editor.minimap.enabled': false, 'workbench.colorTheme': 'Default Dark Modern' };
await writeFile(join(folder, 'shop/.vscode/settings.json'), JSON.stringify(settings));
const host = await VsCodeHost.start(CURRENT, { vsix: await packedExtension() });
try {
  const window = new Workbench(await host.open(join(folder, 'shop')));
  const { page, preview } = window;
  await page.setViewportSize({ width: 1240, height: 620 });
  const take = async (name: string): Promise<void> => {
    await page.mouse.move(400, 610);
    await page.waitForTimeout(1500);
    await writeFile(join(TARGET, `${name}.png`), fewColours(await page.screenshot()));
  };

  await window.ready();
  await window.openFile('users.synth.yaml');
  await page.keyboard.press('Control+B');
  await page.locator('.editor-actions [aria-label^="Preview"]').first().click();
  await preview.locator('[role=gridcell]').first().waitFor();
  await take('extension-preview');

  await preview.locator('vscode-tab-header', { hasText: 'Columns' }).click();
  await preview.locator('h2', { hasText: 'country' }).scrollIntoViewIfNeeded();
  await take('extension-columns');

  await preview.locator('vscode-tab-header', { hasText: 'Table' }).click();
  await window.replace('integer', 'intger');
  await window.squiggles.first().waitFor();
  await page.waitForTimeout(1500);
  // The list of what could be written.
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+.');
  await page.locator('.action-widget').getByText('Change to "integer"').waitFor();
  await take('extension-mistake');
} finally {
  await host.close();
  await rm(folder, { recursive: true, force: true });
}
