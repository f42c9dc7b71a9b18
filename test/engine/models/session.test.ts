import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Logger, Progress } from '../../../engine/src/index.js';
import type { Fault } from '../../support/model-servers/index.js';
import { run } from '../../support/run.js';
import { echoes, KEY, modelsUnderTest } from './support.js';

const schema = {
  tables: {
    authors: { count: 260, fields: { id: 'sequence', bio: { prompt: 'Life of author {{id}}' } } },
    books: {
      count: { per: 'authors', min: 1, max: 1 },
      fields: { author: { ref: 'authors.id' }, title: { prompt: 'Title of a book by {{author}}' } },
    },
  },
};
const notes = { fields: { id: 'sequence', note: { prompt: 'Note {{id}}' } } };
const model = 'gemini-pro';

interface Line {
  readonly level: string;
  readonly message: string;
  readonly details: object | undefined;
}

function recorder(): { readonly logger: Logger; readonly lines: Line[] } {
  const lines: Line[] = [];
  const at = (level: string) => (message: string, details?: object) => void lines.push({ level, message, details });
  const logger: Logger = {
    error: at('error'),
    warn: at('warn'),
    info: at('info'),
    debug: at('debug'),
    child: () => logger,
  };
  return { logger, lines };
}

describe('a run with models', () => {
  const test = modelsUnderTest();

  it('tells how far they are, over all tables', async () => {
    const told: Progress[] = [];
    const onProgress = (progress: Progress): void => void told.push(progress);
    await test.synth().generate('structured', { schema, model, onProgress });
    const writing = told.filter((progress) => progress.writing !== undefined);
    assert.ok(writing.length >= 520);
    assert.ok(told.every(({ total }) => total === 520));
    const bios = writing.filter(({ table }) => table === 'authors');
    assert.deepEqual([...new Set(bios.map(({ writing: { field } = { field: '' } }) => field))], ['bio']);
    assert.deepEqual([...new Set(bios.map(({ rows }) => rows))], [0, 200]);
    const titles = writing.filter(({ table }) => table === 'books');
    assert.deepEqual([...new Set(titles.map(({ rows }) => rows))], [260, 460]);
    assert.deepEqual(titles.at(-1)!.writing, { field: 'title', done: 60, total: 60 });
    const rows = told.map((progress) => progress.rows);
    assert.deepEqual(
      rows,
      [...rows].sort((a, b) => a - b),
    );
  });

  it('tells a logger of routes and attempts, never of keys', async () => {
    const { logger, lines } = recorder();
    test.server.use((request) => (request.number === 0 ? { fault: 'http-503' } : echoes(request)));
    await test.synth().generate('structured', { schema: notes, model, fallback: ['gpt-4'], count: 3, logger });
    assert.ok(lines.some(({ level, message }) => level === 'debug' && /asked for/u.test(message)));
    assert.ok(lines.some(({ level, message }) => level === 'warn' && /It is asked again/u.test(message)));
    assert.ok(!JSON.stringify(lines).includes(KEY.slice(0, 12)));
    const broken = { ...logger, warn: undefined } as unknown as Logger;
    await assert.rejects(test.synth().generate('structured', { schema: notes, model, logger: broken }), {
      code: 'option/invalid',
      message: /no method `warn`/u,
    });
  });

  it('tells of what was kept and cannot be read, and goes on', async () => {
    const options = { schema: notes, model, count: 20 };
    const { records } = await test.synth().run('structured', options);
    const rows = join(test.folder, 'rows');
    for (const name of await readdir(rows)) {
      const text = await readFile(join(rows, name), 'utf8');
      await writeFile(join(rows, name), text.replaceAll('[Note 7]', '[Note 8]'));
    }
    const { logger, lines } = recorder();
    const again = await test.synth().run('structured', { ...options, logger });
    assert.deepEqual(again.records, records);
    assert.equal(again.report.models!.rows.fromJournal, 19);
    assert.deepEqual(
      again.report.models!.warnings.map(({ code }) => code),
      ['cache/damaged'],
    );
    assert.ok(lines.some(({ level, message }) => level === 'warn' && /cannot be read/u.test(message)));
  });

  it('asks at the temperature that is configured', async () => {
    const models = { temperature: 0.9, providers: { gemini: { baseUrl: test.server.url } } };
    await test.synth({ models }).generate('structured', { schema: notes, model, count: 2 });
    assert.equal(test.server.requests[0].temperature, 0.9);
    assert.throws(() => test.synth({ models: { temperature: 3 } }), { code: 'option/invalid' });
  });

  it('lets OpenRouter charge no more than was set aside, where there is a budget', async () => {
    const openRouter = { baseUrl: test.server.openAI };
    const models = { providers: { openRouter }, prices: { 'openRouter:*': { input: 0.5, output: 1.5 } } };
    const options = { schema: notes, model: 'some/model', count: 2 };
    await test.synth({ models }).generate('structured', { ...options, budget: 1 });
    await test.synth({ models }).generate('structured', { ...options, seed: 1 });
    const [limited, free] = test.server.requests.map(({ body }) => body.provider);
    assert.deepEqual(limited, { max_price: { prompt: 0.5, completion: 1.5 }, require_parameters: true });
    assert.deepEqual(free, { require_parameters: true });
  });

  it('asks its own model where the one that a field asks for has no key', async () => {
    const fields = { a: { prompt: 'A' }, b: { prompt: 'B', model: 'gpt-4' } };
    const { OPENROUTER_API_KEY } = process.env;
    delete process.env.OPENROUTER_API_KEY;
    try {
      const synth = test.synth({ apiKeys: { gemini: KEY } });
      const rows = await synth.generate('structured', { schema: { fields }, model, count: 1 });
      assert.equal(rows.length, 1);
      assert.equal(new Set(test.server.requests.map(({ path }) => path)).size, 1);
    } finally {
      if (OPENROUTER_API_KEY !== undefined) process.env.OPENROUTER_API_KEY = OPENROUTER_API_KEY;
    }
  });
});

describe('runs with every fault of a model server', () => {
  const test = modelsUnderTest((request) => {
    const fault = /fault:([\w-]+)/u.exec(request.prompt)?.[1] ?? 'none';
    return { ...(echoes(request) as object), ...(fault !== 'none' && { fault: fault as Fault }) };
  });

  it('give rows or typed errors, no unhandled rejection, no key, and a process that ends at once', async () => {
    const script = fileURLToPath(new URL('every-fault.ts', import.meta.url));
    const args = ['--import', 'tsx', script, test.server.url, test.folder];
    const { code, stdout, stderr } = await run(process.execPath, args);
    assert.deepEqual([code, stderr], [0, '']);
    const seen = JSON.parse(stdout) as {
      readonly outcomes: Readonly<Record<string, string>>;
      readonly [count: string]: unknown;
    };
    const { outcomes, logged, idle, ...counts } = seen;
    assert.deepEqual(counts, { unhandled: 0, warnings: 0, leaked: 0 });
    assert.ok(Number(logged) > 100, String(logged));
    const odd = Object.entries(outcomes).filter(([, outcome]) => !['rows', 'typed', 'stopped'].includes(outcome));
    assert.deepEqual(odd, []);
    assert.ok(Object.values(outcomes).filter((outcome) => outcome === 'rows').length >= 20, JSON.stringify(outcomes));
    assert.ok(Number(idle) <= 100, `${String(idle)} ms after the last result`);
  });
});
