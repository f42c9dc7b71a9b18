import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from '../support/run.js';
import { type ModelServer, startModelServer } from '../support/model-servers/index.js';
import { VsCodeHost } from './host.js';
import { OLDEST } from './install.js';
import { packedExtension } from './vsix.js';
import { Workbench } from './workbench.js';

const KEY = 'sk-CANARY-51c0ffee97';
const folder = join(ROOT, '.cache/extension/keys');

describe('keys and the server, as a person has them', function () {
  this.timeout(300_000);
  let models: ModelServer;
  let host: VsCodeHost;
  let window: Workbench;

  before(async () => {
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'users.synth.yaml'), 'id: uiud\n');
    models = await startModelServer({}, { key: KEY });
    const env = { GEMINI_BASE_URL: models.url, GEMINI_API_KEY: '', OPENROUTER_API_KEY: '' };
    host = await VsCodeHost.start(OLDEST, { vsix: await packedExtension(), env });
    window = new Workbench(await host.open(folder));
    await window.ready();
    await window.openFile('users.synth.yaml');
    await window.squiggles.first().waitFor();
  });
  after(async () => {
    await host?.close();
    await models?.close();
  });

  const choose = (text: string): Promise<void> =>
    window.quickInput.locator('.monaco-list-row', { hasText: text }).first().click();
  const notification = (text: string) => window.page.locator('.notification-toast', { hasText: text }).first();

  async function typeKey(key: string): Promise<void> {
    const input = window.quickInput.locator('input[type=password]');
    await input.waitFor();
    await input.fill(key);
    await input.press('Enter');
    await input.waitFor({ state: 'hidden' });
  }

  it('are set, tested, replaced and removed, and stand nowhere on the disk', async () => {
    await window.command('Agentic Synth: Manage Keys…');
    await window.quickInput.getByText('none; GEMINI_API_KEY is not set').waitFor();
    await choose('Gemini');
    await choose('Set a key…');
    await typeKey(`${KEY}-wrong`);
    await notification('The key of Gemini is kept').getByRole('button', { name: 'Test' }).click();
    const refused = notification('Gemini does not take the key');
    await refused.waitFor();
    assert.ok(!(await refused.textContent())?.includes('CANARY'));
    await refused.getByRole('button', { name: 'Set Key…' }).click();
    await typeKey(KEY);
    await window.command('Agentic Synth: Test Key…');
    await window.quickInput.getByText('kept here').waitFor();
    await choose('Gemini');
    await notification('Gemini takes the key.').waitFor();

    assert.deepEqual([...(await holding(host.data)), ...(await holding(folder))], []);
    assert.ok(!host.output.includes('CANARY'));

    await window.command('Agentic Synth: Remove Key…');
    await choose('Gemini');
    await notification('The key of Gemini was removed.').waitFor();
    await window.command('Agentic Synth: Remove Key…');
    await notification('The editor keeps no key.').waitFor();
  });

  it('is told of when the server is gone, and starts it again', async function () {
    if (process.platform !== 'linux') this.skip();
    const [server] = await serversOf(host.data);
    assert.ok(server);
    process.kill(server, 'SIGKILL');
    const gone = notification('The language server has ended unexpectedly.');
    await gone.waitFor();
    await gone.getByRole('button', { name: 'Restart' }).click();
    await window.squiggles.first().waitFor();
    await until(async () => (await serversOf(host.data)).some((pid) => pid !== server));
  });
});

/** Files below a folder that hold a key. */
async function holding(root: string): Promise<string[]> {
  const files = await readdir(root, { recursive: true, withFileTypes: true });
  const found: string[] = [];
  for (const file of files.filter((entry) => entry.isFile())) {
    const path = join(file.parentPath, file.name);
    if ((await readFile(path)).includes('CANARY')) found.push(path);
  }
  return found;
}

/** Processes that run the language server of an editor. */
async function serversOf(data: string): Promise<number[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const commands = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')));
  return pids.filter((_, i) => commands[i]!.includes(data) && commands[i]!.includes('dist/server.cjs'));
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let waited = 0; waited < 20_000; waited += 100) {
    if (await holds()) return;
    await new Promise((done) => setTimeout(done, 100));
  }
  assert.fail('it did not happen');
}
