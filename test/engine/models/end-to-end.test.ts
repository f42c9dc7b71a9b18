import assert from 'node:assert/strict';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { AgenticSynth } from '../../../engine/src/index.js';
import type { RecordedRequest, Reply } from '../../support/model-servers/index.js';
import { type ModelServer, startModelServer } from '../../support/model-servers/index.js';

const KEY = 'AIzaSyCANARY-0123456789-canary-0123456789';

const reviews = {
  fields: {
    id: 'sequence',
    stars: { type: 'integer', enum: [1, 5] },
    title: { prompt: 'Title of review {{id}} with {{stars}} stars', length: { max: 60 } },
  },
};

/** Answers with as many different texts as were asked for. */
function texts(request: RecordedRequest): Reply {
  return { rows: byNumber(request, (i) => `Text ${request.number} number ${i} of something`) };
}

/** A value for each numbered condition, or so many in a list. */
function byNumber({ prompt }: RecordedRequest, value: (i: number) => unknown): unknown {
  const numbers = [...prompt.matchAll(/^(\d+): /gm)].map(([, number]) => Number(number));
  if (numbers.length > 0) return Object.fromEntries(numbers.map((number) => [String(number), value(number)]));
  return { rows: Array.from({ length: Number(/(\d+) in all/.exec(prompt)?.[1]) }, (_, i) => value(i)) };
}

describe('rows written by models', () => {
  let server: ModelServer;
  let folder: string;

  beforeEach(async () => {
    server = await startModelServer(texts);
    folder = await mkdtemp(join(tmpdir(), 'synth-models-'));
  });
  afterEach(async () => {
    await server.close();
    await rm(folder, { recursive: true });
  });

  const synthOf = (): AgenticSynth =>
    new AgenticSynth({
      apiKeys: { gemini: KEY, openRouter: `sk-or-${KEY}` },
      models: { providers: { gemini: { baseUrl: server.url }, openRouter: { baseUrl: server.openAI } } },
      cache: { persistPath: folder },
    });

  it('have their other fields drawn here, the same as without a model', async () => {
    const options = { count: 120, schema: reviews };
    const { records, report } = await synthOf().run('structured', { ...options, model: 'gemini-pro' });
    const local = await synthOf().generate('structured', { ...options, model: 'local' });
    assert.equal(records.length, 120);
    assert.deepEqual(
      records.map(({ id, stars }) => ({ id, stars })),
      local.map(({ id, stars }) => ({ id, stars })),
    );
    assert.equal(new Set(records.map(({ title }) => title)).size, 120);
    assert.equal(server.requests.length, 3);
    assert.equal(report.models?.rows.written, 120);
    assert.deepEqual(report.localText, []);
  });

  it('go on with the next model of the chain, and say who wrote what', async () => {
    server.use((request) => (request.path.includes('gemini') ? { fault: 'http-404' } : texts(request)));
    const { records, report } = await synthOf().run('structured', {
      count: 4,
      schema: reviews,
      model: 'gemini-pro',
      fallback: ['openai/gpt-4o-mini'],
    });
    assert.equal(records.length, 4);
    const wrote = report.models!.rows.models.filter(({ rows }) => rows > 0).map(({ provider }) => provider);
    assert.deepEqual(wrote, ['openRouter']);
    const [{ table, field, pointer, by, written, rows }] = report.models!.rows.writtenBy;
    assert.deepEqual(
      { table, field, pointer, written, rows },
      {
        table: 'rows',
        field: 'title',
        pointer: '/fields/title',
        written: 4,
        rows: '0-3',
      },
    );
    assert.deepEqual(by, { provider: 'openRouter', model: 'openai/gpt-4o-mini' });
  });

  it('are paid for once: a run that broke off goes on where it ended', async () => {
    server.use((request) => (request.number < 2 ? texts(request) : { fault: 'http-400' }));
    const options = { count: 200, schema: reviews, model: 'gemini-pro' };
    await assert.rejects(synthOf().generate('structured', options), /of 200 values/);
    server.use(texts);
    const before = server.requests.length;
    const { records, report } = await synthOf().run('structured', options);
    assert.equal(records.length, 200);
    assert.ok(report.models!.rows.fromJournal >= 50, inspect(report.models!.rows));
    assert.ok(server.requests.length - before <= 3);

    const again = server.requests.length;
    const { records: frozen, report: told } = await synthOf().run('structured', { ...options, frozen: true });
    assert.deepEqual(frozen, records);
    const [{ by, written, replayed, rows }, ...others] = told.models!.rows.writtenBy;
    assert.deepEqual(
      { by, written, replayed, rows, others },
      {
        by: { provider: 'gemini', model: report.models!.rows.models[0].model },
        written: 0,
        replayed: 200,
        rows: '0-199',
        others: [],
      },
    );
    assert.equal(told.models!.rows.models[0].replayed, 200);
    assert.equal(server.requests.length, again);
    await assert.rejects(synthOf().generate('structured', { ...options, count: 201, frozen: true }), /frozen/i);
  });

  it('are asked for anew where all that came was good for nothing, though answers are kept', async () => {
    const options = { count: 3, schema: reviews, model: 'gemini-pro' };
    server.use('I do not know.');
    await assert.rejects(synthOf().generate('structured', options), /only 0 of 3 values/);
    const before = server.requests.length;
    await assert.rejects(synthOf().generate('structured', options), /only 0 of 3 values/);
    assert.equal(server.requests.length, 2 * before);
    server.use(texts);
    const { records, report } = await synthOf().run('structured', options);
    assert.equal(records.length, 3);
    assert.equal(report.models!.rows.reasked, 0);
  });

  it('are whole where no field has a prompt', async () => {
    server.use((request) => ({ rows: byNumber(request, (i) => [20 + i, `City ${i}`]) }));
    const records = await synthOf().generate('structured', {
      count: 5,
      model: 'gemini-pro',
      schema: { id: 'uuid', age: { type: 'integer', min: 18, max: 90 }, city: 'location.city' },
    });
    assert.deepEqual(
      records.map(({ age }) => age),
      [20, 21, 22, 23, 24],
    );
    assert.match(String(records[0].id), /^[0-9a-f-]{36}$/);
  });

  it('stop before the budget is passed', async () => {
    await assert.rejects(
      synthOf().generate('structured', { count: 20, schema: reviews, model: 'gemini-pro', budget: 0 }),
      (error: Error) => /budget/i.test(error.message),
    );
    assert.equal(server.requests.length, 0);
  });

  it('name the field and the key where there is none', async () => {
    const { GEMINI_API_KEY, OPENROUTER_API_KEY } = process.env;
    delete process.env.GEMINI_API_KEY;
    delete process.env.OPENROUTER_API_KEY;
    try {
      await assert.rejects(new AgenticSynth({}).generate('structured', { count: 2, schema: reviews }), {
        code: 'needs-model',
        message: /GEMINI_API_KEY/,
      });
    } finally {
      if (GEMINI_API_KEY !== undefined) process.env.GEMINI_API_KEY = GEMINI_API_KEY;
      if (OPENROUTER_API_KEY !== undefined) process.env.OPENROUTER_API_KEY = OPENROUTER_API_KEY;
    }
  });

  it('leave no trace of a key in reports, errors and files', async () => {
    const { report } = await synthOf().run('structured', { count: 3, schema: reviews, model: 'gemini-pro' });
    server.use({ fault: 'http-401' });
    const error = await synthOf()
      .generate('structured', { count: 9, schema: reviews, model: 'gemini-pro' })
      .then(
        () => assert.fail('it was refused'),
        (thrown: unknown) => thrown,
      );
    const files = await readdir(folder, { recursive: true, withFileTypes: true });
    const kept = await Promise.all(
      files.filter((file) => file.isFile()).map((file) => readFile(join(file.parentPath, file.name), 'utf8')),
    );
    assert.ok(kept.length > 0);
    for (const text of [inspect(report, { depth: 20 }), inspect(error, { depth: 20 }), ...kept]) {
      assert.ok(!text.includes(KEY.slice(0, 12)), text.slice(0, 300));
    }
  });
});
