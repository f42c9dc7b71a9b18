import assert from 'node:assert/strict';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import axe from 'axe-core';
import type { Locator } from 'playwright-core';
import { ROOT } from '../support/run.js';
import { VsCodeHost } from './host.js';
import { CURRENT } from './install.js';
import { packedExtension } from './vsix.js';
import { Workbench } from './workbench.js';

const folder = join(ROOT, '.cache/extension/preview');
const SCHEMA = `# People of a shop
id: uuid
name: person.fullName
age: integer (18-90)
country: { enum: { US: 5, DE: 2, JP: 1 } }
`;

const VISITS = `tables:
  people:
    count: 200
    fields: { id: uuid, plan: { enum: { free: 8, pro: 2 } } }
  clicks:
    type: events
    start: 2026-01-05
    rate: 2/s
    events: { view: { weight: 9 }, buy: { weight: 1 } }
    fields: { timestamp: datetime, person: { ref: people.id } }
  sensors:
    type: timeseries
    start: 2026-01-05
    interval: 10m
    fields:
      timestamp: datetime
      warmth: { type: number, base: 15, noise: { type: white, stdDev: 1 }, anomalies: { probability: 0.05, types: [spike], label: odd } }
`;

describe('the preview, as a person has it', function () {
  this.timeout(300_000);
  let host: VsCodeHost;
  let window: Workbench;

  const choose = (text: string): Promise<void> =>
    window.quickInput.locator('.monaco-list-row', { hasText: text }).first().click();
  const header = (name: string): Locator =>
    window.preview.locator('[role=columnheader]', { has: window.preview.locator(`.name:text-is("${name}")`) });
  const status = (): Locator => window.preview.locator('footer');
  const tab = (name: string): Promise<void> => window.preview.locator('vscode-tab-header', { hasText: name }).click();

  /** The texts of the cells in sight, by column. */
  async function columns(): Promise<Record<string, string[]>> {
    const names = await window.preview.locator('[role=columnheader] .name').allTextContents();
    const cells = await window.preview
      .locator('[role=gridcell]')
      .evaluateAll((all) => all.map((cell) => [Number(cell.getAttribute('data-column')), cell.textContent] as const));
    const found: Record<string, string[]> = {};
    for (const [column, text] of cells) (found[names[column + 1]!] ??= []).push(text ?? '');
    return found;
  }
  /** Waits for rows about which something holds. */
  async function rowsWhere(holds: (found: Record<string, string[]>) => boolean): Promise<Record<string, string[]>> {
    for (let waited = 0; waited < 15_000; waited += 50) {
      const found = await columns();
      if (holds(found)) return found;
      await new Promise((done) => setTimeout(done, 50));
    }
    assert.fail(`no such rows: ${JSON.stringify(await columns()).slice(0, 2000)}`);
  }

  const inOrder = (texts: readonly string[]): boolean => texts.every((text, i) => i === 0 || texts[i - 1]! <= text);

  before(async () => {
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'people.synth.yaml'), SCHEMA);
    host = await VsCodeHost.start(CURRENT, { vsix: await packedExtension() });
    window = new Workbench(await host.open(folder));
    window.page.setDefaultTimeout(20_000);
    await window.ready();
  });
  after(() => host?.close());
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await window.screenshot(`failed ${this.currentTest.title.slice(0, 40)}`);
  });

  it('has mistakes mended by a quick fix before', async () => {
    await window.openFile('people.synth.yaml');
    await window.replace('uuid', 'uiud');
    await window.squiggles.first().waitFor();
    // A menu is closed where what is above its line appears later.
    await window.editor.locator('.codelens-decoration', { hasText: 'no estimate' }).waitFor();
    await window.screenshot('01 mistake');
    await window.page.keyboard.press('Control+.');
    const fix = window.page.locator('.action-widget').getByText('Change to "uuid"');
    await fix.waitFor();
    await window.screenshot('02 quick fix');
    await fix.click();
    await window.squiggles.first().waitFor({ state: 'detached' });
    assert.match(await window.text(), /id: uuid/);
  });

  it('opens beside the schema by the button of the editor', async () => {
    await window.page.locator('.editor-actions [aria-label^="Preview"]').first().click();
    await window.page.keyboard.press('Control+B');
    const rows = await rowsWhere(({ country }) => (country?.length ?? 0) > 10);
    assert.deepEqual(Object.keys(rows), ['id', 'name', 'age', 'country']);
    assert.match((await status().textContent())!, /100 rows × 4 columns\s+·\s+seed 0/);
    await window.screenshot('03 preview');
  });

  it('shows another column when a field changes, and all others as they were', async () => {
    const before = await rowsWhere(({ id }) => (id?.length ?? 0) > 10);
    await window.replace('18-90', '18-21');
    const after = await rowsWhere(({ age }) => age!.every((text) => Number(text) <= 21));
    const { age: _, ...others } = before;
    const { age: changed, ...same } = after;
    assert.deepEqual(same, others);
    assert.equal(changed!.length, before.age!.length);
    await window.screenshot('04 field changed');
  });

  it('draws other rows by another seed, and the first by the first', async () => {
    const before = await columns();
    await window.preview.getByRole('button', { name: 'New seed' }).click();
    await rowsWhere(({ id }) => id![0] !== before.id![0]);
    const seed = window.preview.locator('vscode-textfield.number input').nth(1);
    assert.match(await seed.inputValue(), /^\d+$/);
    await seed.fill('');
    await seed.press('Enter');
    assert.deepEqual(await rowsWhere(({ id }) => id![0] === before.id![0]), before);
  });

  it('sorts by a column, up and down and not', async () => {
    const before = await columns();
    await header('age').click();
    await rowsWhere(({ age }) => inOrder(age!) && age![0] === '18');
    assert.equal(await header('age').getAttribute('aria-sort'), 'ascending');
    await header('age').click();
    await rowsWhere(({ age }) => inOrder([...age!].reverse()) && age![0] === '21');
    await window.screenshot('05 sorted');
    await header('age').click();
    assert.deepEqual(await rowsWhere(({ id }) => id![0] === before.id![0]), before);
  });

  it('shows columns, a chart and JSON', async () => {
    await tab('Columns');
    await window.preview.getByText('country').first().waitFor();
    await window.screenshot('06 columns');
    await tab('Chart');
    await window.preview.locator('canvas').first().waitFor();
    await window.screenshot('07 chart');
    await tab('JSON');
    await window.preview.getByText('"country"').first().waitFor();
    await window.screenshot('08 json');
    await tab('Table');
  });

  it('keeps its rows while the schema has a mistake, and jumps to it', async () => {
    const before = await columns();
    const first = (found: Record<string, string[]>): unknown =>
      Object.entries(found).map(([name, texts]) => [name, texts.slice(0, 10)]);
    await window.replace('uuid', 'uiud');
    const problem = window.preview.locator('.problems').getByText('uiud').first();
    await problem.waitFor();
    // What tells of it takes the place of some rows.
    assert.deepEqual(first(await columns()), first(before));
    await window.screenshot('09 problem');
    await problem.click();
    await window.page.locator('.statusbar').getByText('Ln 2').waitFor();
    await window.replace('uiud', 'uuid');
    await window.preview.locator('.problems').getByText('uiud').first().waitFor({ state: 'hidden' });
  });

  it('shows what looks like HTML as the text it is', async () => {
    await window.page.keyboard.press('Control+End');
    await window.page.keyboard.type('html: { template: "<img src=x onerror=alert(1)>{{name}}" }\n', { delay: 2 });
    // Columns out of sight are not in the page.
    await window.preview.locator('footer', { hasText: '5 columns' }).waitFor();
    await window.preview.locator('.grid').evaluate((element) => element.scrollTo(9999, 0));
    const html = window.preview.locator('[role=gridcell][data-column="4"]').first();
    await html.waitFor();
    assert.match((await html.textContent())!, /^<img src=x onerror=alert\(1\)>\w/);
    assert.equal(await window.preview.locator('main img').count(), 0);
    await window.preview.locator('.grid').evaluate((element) => element.scrollTo(0, 0));
  });

  it('scrolls ten thousand rows with few of them in the page', async () => {
    const rows = window.preview.locator('vscode-textfield.number input').first();
    await rows.fill('10000');
    await rows.press('Enter');
    await window.preview.locator('footer', { hasText: '10,000 rows' }).waitFor();
    const grid = window.preview.locator('.grid');
    for (const share of [0.5, 1]) {
      await grid.evaluate((element, at) => element.scrollTo(0, at * element.scrollHeight), share);
      await window.preview.locator('.cell.ordinal', { hasText: share === 1 ? '10,000' : '5,002' }).waitFor();
      assert.ok((await window.preview.locator('[role=row]').count()) < 60);
    }
    assert.equal(await grid.getAttribute('aria-rowcount'), '10001');
    await grid.evaluate((element) => element.scrollTo(0, 0));
    await rows.fill('100');
    await rows.press('Enter');
    await window.preview.locator('footer', { hasText: /\b100 rows/ }).waitFor();
  });

  it('tells of a mistake where its code leads', async () => {
    await window.replace('uuid', 'uiud');
    await window.squiggles.first().waitFor();
    await window.editor
      .locator('.view-line span', { hasText: /^uiud$/ })
      .last()
      .hover();
    await window.page.locator('.monaco-hover a.code-link', { hasText: 'field/unknown-type' }).click();
    await window.page.locator('.tab.active', { hasText: 'DIAGNOSTICS.md' }).waitFor();
    await window.page.getByText('### `field/unknown-type`').first().waitFor();
    await window.screenshot('12 code');
    await window.command('View: Close Editor');
    await window.page.locator('.tab.active[data-resource-name="people.synth.yaml"]').waitFor();
    await window.replace('uiud', 'uuid');
    await window.squiggles.first().waitFor({ state: 'detached' });
  });

  it('generates a file', async () => {
    await window.preview.getByRole('button', { name: 'Generate' }).click();
    await choose('Records');
    await window.quickInput.getByText('How many rows?').waitFor();
    await window.quickInput.locator('input').first().fill('250');
    await window.page.keyboard.press('Enter');
    await choose('CSV');
    await window.quickInput.getByText(/\.csv/).first().waitFor();
    await window.screenshot('10 target');
    const path = window.quickInput.locator('input').first();
    await path.fill(join(folder, 'people.csv'));
    await path.press('Enter');
    await window.page.locator('.tab.active', { hasText: 'people.csv' }).waitFor();
    await window.screenshot('11 generated');
    const lines = (await readFile(join(folder, 'people.csv'), 'utf8')).trim().split('\n');
    assert.equal(lines.length, 251);
    assert.equal(lines[0], 'id,name,age,country,html');
    await window.page.keyboard.press('Control+F4');
  });

  it('charts several tables: events over time, series with their anomalies', async () => {
    await writeFile(join(folder, 'visits.synth.yaml'), VISITS);
    // Beside the schema, not over the preview.
    await window.page.keyboard.press('Control+1');
    await window.page.keyboard.press('Control+P');
    await window.quickInput.locator('input').fill(join(folder, 'visits.synth.yaml'));
    await window.quickInput.locator('.monaco-list-row', { hasText: 'visits' }).first().waitFor();
    await window.page.keyboard.press('Enter');
    await window.page.locator('.tab.active', { hasText: 'visits.synth.yaml' }).waitFor();
    await window.page.locator('.editor-actions [aria-label^="Preview"]').first().click();
    await tab('Chart');
    const title = window.preview.locator('.chart-view h2');
    await title.getByText('Distribution of plan').waitFor();
    const titles = { clicks: /^Events per /, sensors: /^warmth$/, people: /^Distribution of plan$/ };
    for (const [k, [name, text]] of Object.entries(titles).entries()) {
      // A table is chosen while another tab shows.
      await tab('Table');
      await window.preview.locator('vscode-single-select.tables').click();
      await window.preview.locator('vscode-single-select.tables li.option', { hasText: name }).click();
      await tab('Chart');
      await title.getByText(text).waitFor();
      assert.equal(await window.preview.locator('.chart-view canvas').count(), 1);
      await window.screenshot(`13 chart ${k + 1} ${name}`);
      assert.deepEqual(await violations(), [], name);
    }
    await window.command('View: Close Editor');
    await header('age').waitFor();
    await tab('Table');
  });

  const THEMES = ['Dark Modern', 'Dark High Contrast', 'Light High Contrast', 'Light Modern'];
  for (const [i, theme] of THEMES.entries()) {
    it(`can be read by everyone with the theme ${theme}`, async () => {
      await window.command('Preferences: Color Theme');
      await window.quickInput.locator('input').fill(theme);
      await window.quickInput.locator('.monaco-list-row', { hasText: theme }).first().waitFor();
      await window.page.keyboard.press('Enter');
      await window.quickInput.waitFor({ state: 'hidden' });
      for (const name of ['Columns', 'Chart', 'JSON', 'Table']) {
        await tab(name);
        await window.page.waitForTimeout(300);
        await window.screenshot(`2${i} ${theme} ${name}`);
        assert.deepEqual(await violations(), [], name);
      }
    });
  }

  it('is back after the window was loaded again', async () => {
    await header('age').click();
    const before = await rowsWhere(({ age }) => inOrder(age!) && age![0] === '18');
    // An editor in a browser keeps what has changed every five seconds.
    await window.page.waitForTimeout(8000);
    await window.page.reload();
    assert.deepEqual(await rowsWhere(({ age = [] }) => age.length === before.age!.length), before);
    await window.screenshot('30 reloaded');
  });

  /** What axe-core finds on the page. */
  async function violations(): Promise<string[]> {
    const body = window.preview.locator('body');
    await body.evaluate((_, text) => void (0, eval)(text), `if (!window.axe) { ${axe.source} }`);
    return body.evaluate(async () => {
      const { axe } = globalThis as unknown as {
        axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
      };
      const found = await axe.run();
      return found.violations.map(
        ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`,
      );
    });
  }
});
