// How long a person waits for the preview in real VS Code, a line of JSON for each: node --import tsx benchmarks/extension.ts
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { VsCodeHost } from '../test/extension/host.js';
import { CURRENT, type Edition, OLDEST } from '../test/extension/install.js';
import { packedExtension } from '../test/extension/vsix.js';
import { Workbench } from '../test/extension/workbench.js';

const ROWS = 1000;
const EDITS = 20;
/** Twenty fields of the usual kinds. */
const FIELDS = `id: uuid
name: person.fullName
email: { type: internet.email, from: name }
phone: phone.number
street: location.streetAddress
city: location.city
country: { enum: { US: 5, DE: 2, JP: 1 } }
born: date
signedUp: { type: datetime, min: now-2y, max: now }
score: { type: number, min: 0, max: 100, decimals: 2 }
visits: { type: integer, min: 0, max: 1000, distribution: { type: lognormal, mean: 20, stdDev: 30 } }
active: boolean
plan: { enum: [free, pro, team], nullable: 0.1 }
company: company.name
job: person.jobTitle
note: lorem.sentence
color: color.human
ip: internet.ipv4
code: { pattern: '[A-Z]{3}-[0-9]{4}' }
age: integer (18-90)
`;

for (const edition of [OLDEST, CURRENT]) {
  const { activation, paints } = await measured(edition);
  console.log(JSON.stringify({ version: edition.vscode.replace(/^4\./, '1.'), activation, paints }));
}

async function measured(edition: Edition): Promise<{ activation: string; paints: number[] }> {
  const folder = await mkdtemp(join(tmpdir(), 'agentic-synth-bench-'));
  await writeFile(join(folder, 'people.synth.yaml'), FIELDS);
  const host = await VsCodeHost.start(edition, { vsix: await packedExtension() });
  try {
    const window = new Workbench(await host.open(folder));
    const { page, preview } = window;
    await window.ready();
    await window.openFile('people.synth.yaml');
    await page.locator('.editor-actions [aria-label^="Preview"]').first().click();
    await preview.locator('[role=gridcell]').first().waitFor();
    const rows = preview.locator('vscode-textfield.number input').first();
    await rows.fill(String(ROWS));
    await rows.press('Enter');
    await preview.locator('footer', { hasText: '1,000 rows' }).waitFor();
    const paints: number[] = [];
    await window.select('18-90');
    for (let edit = 0; edit < EDITS; edit++) {
      const before = await painted(window);
      await page.keyboard.type(edit === 0 ? '18-50' : '');
      if (edit > 0) {
        await page.keyboard.press('Backspace');
        await page.keyboard.type(String(edit % 10));
      }
      for (let waited = 0; waited < 10_000; waited += 50) {
        await page.waitForTimeout(50);
        const now = await painted(window);
        if (now !== undefined && now.start !== before?.start) {
          paints.push(now.duration);
          break;
        }
      }
    }
    await window.command('Developer: Show Running Extensions');
    const entry = page.locator('.runtime-extensions-editor .monaco-list-row', { hasText: 'Agentic Synth' }).first();
    const activation = await entry.locator('.activation-time').textContent();
    return { activation: activation!.replace(/^.*?:\s*/, '').replace(/ ?ms$/, ''), paints };
  } finally {
    await host.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** What the page has measured last. */
function painted({ preview }: Workbench): Promise<{ start: number; duration: number } | undefined> {
  return preview.locator('body').evaluate(() => {
    const last = performance.getEntriesByName('rows-painted').at(-1);
    return last && { start: last.startTime, duration: last.duration };
  });
}
