import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BatchError, BatchOptions, BatchReport } from '../../../engine/src/index.js';
import { temporaryFolder } from '../../cli/cli.js';
import { echoes, KEY, modelsUnderTest } from '../models/support.js';

const REVIEWS = { id: 'sequence', stars: 'integer (1..5)', text: { prompt: 'Text {{id}} with {{stars}} stars' } };

interface Written {
  readonly jobs: { name: string; status: string; error?: { code: string } }[];
  readonly files: { path: string; models: { model: string; calls: number; cost: number }[]; cost: number }[];
}

describe('Batch with language models', () => {
  const under = modelsUnderTest();
  const folder = temporaryFolder();
  const output = (): string => join(folder.path, 'out');
  const jobs = (count: number, more: object = {}): object[] =>
    Array.from({ length: count }, (_, i) => ({ name: `reviews-${i}`, seed: i, schema: REVIEWS, count: 100, ...more }));
  const run = (config: object, options: BatchOptions = {}, models: object = {}): Promise<BatchReport> =>
    under.synth({ models }).batch(config, { output: output(), ...options });
  const failing = async (...args: Parameters<typeof run>): Promise<BatchReport> => {
    const error: unknown = await run(...args).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    assert.equal((error as BatchError | undefined)?.name, 'BatchError', String(error));
    return (error as BatchError).report;
  };
  const manifest = async (): Promise<Written> =>
    JSON.parse(await readFile(join(output(), 'manifest.json'), 'utf8')) as Written;

  it('says of each file which models wrote it and what that cost', async () => {
    const shop = {
      tables: {
        users: { count: 10, fields: { id: 'uuid', bio: { prompt: 'Life of {{id}}' } } },
        orders: { count: 20, fields: { id: 'sequence', note: { prompt: 'Note on {{id}}' } } },
        plain: { count: 5, fields: { id: 'sequence' } },
      },
    };
    const report = await run({
      model: 'gemini-pro',
      jobs: [{ name: 'shop', schema: shop }, ...jobs(1), { name: 'local' }],
    });
    const { files } = await manifest();
    assert.deepEqual(
      files.map(({ path, models }) => [path, models.map(({ calls }) => calls)]),
      [
        ['shop/users.json', [1]],
        ['shop/orders.json', [1]],
        ['shop/plain.json', []],
        ['reviews-0.json', [2]],
        ['local.json', []],
      ],
    );
    assert.equal(under.server.requests.length, 4);
    const sum = files.reduce((all, { cost }) => all + cost, 0);
    assert.ok(sum > 0 && Math.abs(sum - report.cost) < 1e-12, `${sum} and ${report.cost}`);
    assert.ok(!JSON.stringify([report, files]).includes(KEY.slice(0, 12)));
  });

  it('keeps one pace for a model over all jobs', async () => {
    under.server.use(async (request) => {
      await new Promise((done) => setTimeout(done, 30));
      return echoes(request);
    });
    await run({ model: 'gemini-pro', jobs: jobs(5) }, { parallel: 5 }, { limits: { '*': { concurrency: 2 } } });
    assert.equal(under.server.requests.length, 10);
    assert.equal(under.server.peak, 2);
  });

  it('keeps one budget over all jobs, and goes on from what was paid', async () => {
    const prices = { 'gemini:*': { input: 1, output: 10 } };
    const config = { model: 'gemini-pro', jobs: jobs(4) };
    const { cost: whole } = await under.synth({ models: { prices } }).explainBatch(config);
    assert.equal(under.server.requests.length, 0);
    const budget = whole / 2;
    const report = await failing(config, { budget }, { prices });
    const paid = under.server.requests.length;
    const failed = report.jobs.filter(({ status }) => status === 'failed');
    assert.ok(failed.length > 0 && failed.length <= 4, String(failed.length));
    for (const { error } of failed) assert.match(String(error), /budget of \$/i);
    const again = await run(config, { budget: whole * 4 }, { prices });
    assert.ok(again.jobs.every(({ status }) => status === 'done' || status === 'unchanged'));
    assert.equal(under.server.requests.length, 8, `${paid} at first`);
    assert.deepEqual(
      await run(config).then(({ jobs: all }) => all.map(({ status }) => status)),
      Array(4).fill('unchanged'),
    );
  });

  it('keeps the budget of a job inside of that of the batch', async () => {
    const prices = { 'gemini:*': { input: 1, output: 10 } };
    const [first, ...others] = jobs(3);
    const config = { model: 'gemini-pro', budget: 100, jobs: [{ ...first, budget: 1e-6 }, ...others] };
    const report = await failing(config, {}, { prices });
    assert.deepEqual(
      report.jobs.map(({ status }) => status),
      ['failed', 'done', 'done'],
    );
    const { jobs: all } = await manifest();
    assert.equal(all[0].error?.code, 'model/rows-missing');
  });

  it('makes what `write` makes alone, and replays it without a key or network', async () => {
    const [job] = jobs(1, { model: 'gemini-pro', format: 'jsonl' });
    await run({ jobs: [job] });
    const alone = join(folder.path, 'alone.jsonl');
    await under
      .synth()
      .write('structured', { schema: REVIEWS, seed: 0, count: 100, model: 'gemini-pro', output: alone });
    const written = await readFile(join(output(), 'reviews-0.jsonl'), 'utf8');
    assert.equal(await readFile(alone, 'utf8'), written);
    const asked = under.server.requests.length;
    await run({ jobs: [job, { name: 'plain' }] }, { force: true, frozen: true });
    assert.equal(await readFile(join(output(), 'reviews-0.jsonl'), 'utf8'), written);
    assert.equal(under.server.requests.length, asked);
  });

  it('fails only the jobs whose model cannot be asked', async () => {
    under.server.use((request) => (request.prompt.includes('Broken') ? { fault: 'bad-key' } : echoes(request)));
    const broken = { name: 'broken', schema: { text: { prompt: 'Broken' } } };
    const report = await failing({ model: 'gemini-pro', jobs: [broken, ...jobs(1), { name: 'local' }] });
    assert.deepEqual(
      report.jobs.map(({ status }) => status),
      ['failed', 'done', 'done'],
    );
    const text = await readFile(join(output(), 'manifest.json'), 'utf8');
    assert.ok(!text.includes(KEY.slice(0, 12)));
  });

  it('asks models only where a job has prompts, or names one itself', async () => {
    const config = {
      model: 'gemini-pro',
      fallback: ['gemini-flash'],
      jobs: [{ name: 'a', schema: { id: 'sequence' } }],
    };
    await run(config);
    assert.equal(under.server.requests.length, 0);
  });
});
