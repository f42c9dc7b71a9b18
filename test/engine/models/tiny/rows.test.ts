import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import type { Config } from '../../../../engine/src/config/schema.js';
import { AgenticSynth, type RowsMissingError } from '../../../../engine/src/index.js';
import { GeminiProvider } from '../../../../engine/src/models/gemini.js';
import { RoutedClient } from '../../../../engine/src/models/model-client.js';
import { OpenRouterProvider } from '../../../../engine/src/models/open-router.js';
import type { RowsReport } from '../../../../engine/src/models/row-report.js';
import { ModelRowWriter } from '../../../../engine/src/models/row-writer.js';
import type { WriteRequest } from '../../../../engine/src/models/writer.js';
import type { ModelServer } from '../../../support/model-servers/index.js';
import type { Structured } from '../../../support/tiny-model/index.js';
import { withTinyModel } from './model.js';

const MODELS = { gemini: 'gemini-2.5-flash', openRouter: 'openRouter:tiny/json' } as const;
type Wire = keyof typeof MODELS;
const WIRES: readonly Wire[] = ['gemini', 'openRouter'];

const PEOPLE = { name: 'fullName', city: 'location.city', age: { type: 'integer', min: 18, max: 89 } } as const;
const REVIEWS = {
  fields: {
    id: 'sequence',
    stars: { type: 'integer', enum: [1, 5] },
    comment: { prompt: 'Review {{id}} with {{stars}} stars', length: { min: 5, max: 80 } },
  },
};

function assertPeople(records: readonly Record<string, unknown>[], count: number): void {
  assert.equal(records.length, count);
  for (const record of records) {
    const { name, city, age } = record;
    assert.deepEqual(Object.keys(record), ['name', 'city', 'age']);
    assert.ok(typeof name === 'string' && name !== '' && typeof city === 'string' && city !== '', inspect(record));
    assert.ok(Number.isInteger(age) && Number(age) >= 18 && Number(age) <= 89, inspect(record));
  }
}

const isMissing = (ended: unknown): ended is RowsMissingError =>
  (ended as { code?: unknown }).code === 'model/rows-missing';

const cities = (count: number): WriteRequest => ({
  table: 'people',
  field: 'city',
  schema: { type: 'string', minLength: 2, maxLength: 60 },
  validate: () => undefined,
  items: Array.from({ length: count }, (_, row) => ({ row, prompt: 'A city.' })),
  models: [],
  seed: 3,
});

function writerAt(wire: Wire, server: ModelServer, stream?: boolean): ModelRowWriter {
  const provider =
    wire === 'gemini'
      ? new GeminiProvider({ baseUrl: server.url, apiKey: 'some-key', stream })
      : new OpenRouterProvider({ baseUrl: server.openAI, apiKey: 'some-key', stream });
  const client = new RoutedClient({
    providers: new Map([[wire, provider]]),
    keys: new Map([[wire, { needed: true, present: true }]]),
    models: [MODELS[wire]],
  });
  return new ModelRowWriter(client, { limits: () => ({ rows: 5, named: true }) });
}

withTinyModel('rows of a real language model', (tiny) => {
  const servers: ModelServer[] = [];
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'synth-tiny-'));
  });
  afterEach(async () => {
    await Promise.all(servers.splice(0).map((server) => server.close()));
  });
  after(() => rm(folder, { recursive: true }));

  const serve = async (structured: Structured): Promise<ModelServer> => {
    const server = await tiny().serve(structured);
    servers.push(server);
    return server;
  };
  const synthAt = (
    gemini: ModelServer,
    openRouter: ModelServer,
    rows: 'cells' | 'objects',
    cache: Config['cache'] = { enabled: false },
  ): AgenticSynth =>
    new AgenticSynth({
      apiKeys: { gemini: 'some-key', openRouter: 'other-key' },
      cache,
      models: {
        limits: { '*': { rowsPerCall: 8 } },
        providers: { gemini: { baseUrl: gemini.url, rows }, openRouter: { baseUrl: openRouter.openAI, rows } },
      },
    });
  const rowsOf = ({ models }: { readonly models?: { readonly rows: RowsReport } | undefined }): RowsReport =>
    models!.rows;

  for (const wire of WIRES) {
    for (const stream of [true, false]) {
      it(`come ${stream ? 'piece by piece' : 'at once'} from ${wire}, as many as were asked for`, async () => {
        const server = await serve('held');
        const writer = writerAt(wire, server, stream);
        const values = await writer.write(cities(10));
        assert.equal(values.length, 10);
        assert.ok(server.requests.every((request) => request.stream === stream && request.keyed));
        const { inputTokens, outputTokens } = writer.report;
        assert.ok(inputTokens > 0 && outputTokens > 0);
      });
    }

    it(`are whole and valid, held to their schema by ${wire}`, async () => {
      const server = await serve('held');
      const { records, report } = await synthAt(server, server, 'objects').run('structured', {
        count: 24,
        schema: PEOPLE,
        model: MODELS[wire],
      });
      assertPeople(records, 24);
      const { calls, written, withoutSchema, duplicates } = rowsOf(report);
      assert.equal(written, 24);
      assert.equal(withoutSchema, 0);
      assert.ok(calls >= 3 && calls === server.requests.length);
      assert.ok(server.requests.every(({ schema }) => schema !== undefined));
      assert.ok(duplicates.rows.distinctShare > 0.9, inspect(duplicates));
    });

    it(`have keys that are drawn here, and the rest by ${wire}`, async () => {
      const server = await serve('held');
      const synth = synthAt(server, server, 'objects');
      const schema = { id: 'sequence', ...PEOPLE };
      const { records, report } = await synth.run('structured', { count: 12, schema, model: MODELS[wire] });
      assert.deepEqual(
        records.map(({ id }) => id),
        Array.from({ length: 12 }, (_, i) => i + 1),
      );
      assertPeople(
        records.map(({ id: _, ...person }) => person),
        12,
      );
      assert.equal(rowsOf(report).written, 12);
    });

    it(`have one text each by ${wire}, beside what is drawn here`, async () => {
      const server = await serve('held');
      const synth = synthAt(server, server, 'objects');
      const { records, report } = await synth.run('structured', { count: 20, schema: REVIEWS, model: MODELS[wire] });
      assert.deepEqual(
        records.map(({ id }) => id),
        Array.from({ length: 20 }, (_, i) => i + 1),
      );
      for (const { stars, comment } of records) {
        assert.ok(stars === 1 || stars === 5);
        assert.ok(typeof comment === 'string' && comment.length >= 5 && comment.length <= 80, String(comment));
      }
      // It knows eight comments: it had to repeat itself, was asked again, and that is told.
      const { refused, reasked, duplicates } = rowsOf(report);
      assert.ok(refused.duplicate > 0 && reasked >= refused.duplicate, inspect(refused));
      const { values, distinct, exact, near } = duplicates['rows.comment'];
      assert.equal(values, 20);
      assert.equal(distinct + exact + near, 20);
      assert.ok(distinct >= new Set(records.map(({ comment }) => comment)).size / 2 && distinct < 20);
    });

    it(`that ${wire} cannot write as lists of cells are asked for again as objects`, async () => {
      const server = await serve('held');
      const synth = synthAt(server, server, 'cells');
      const { records, report } = await synth.run('structured', { count: 8, schema: PEOPLE, model: MODELS[wire] });
      assertPeople(records, 8);
      const { reasked, refused, calls } = rowsOf(report);
      assert.ok(reasked > 0 && calls > 1, inspect({ reasked, calls }));
      assert.ok(Object.values(refused).reduce((sum, count) => sum + count, 0) >= reasked, inspect(refused));
    });

    it(`are exactly so many or an error that counts them, where ${wire} takes no notice of their schema`, async () => {
      const server = await serve('ignored');
      const cache = { persistPath: join(folder, wire) };
      const counts: number[] = [];
      for (let runs = 1; ; runs++) {
        const before = server.requests.length;
        const run = synthAt(server, server, 'objects', cache).run('structured', {
          count: 30,
          schema: PEOPLE,
          model: MODELS[wire],
        });
        const ended = await run.catch((error: unknown) => error);
        if (!isMissing(ended)) {
          if (ended instanceof Error) throw ended;
          const { records, report } = ended as Awaited<typeof run>;
          assertPeople(records, 30);
          assert.equal(rowsOf(report).fromJournal, counts.at(-1) ?? 0);
          assert.ok(runs > 1, 'a model that is not held writes too few rows');
          break;
        }
        assert.equal(ended.wanted, 30);
        assert.ok(ended.had >= (counts.at(-1) ?? 0) && ended.had < 30, ended.message);
        assert.equal(
          Object.values(ended.reasons).reduce((sum, count) => sum + count, 0),
          30 - ended.had,
        );
        assert.match(ended.message, /are kept in .*: the same command goes on from there/u);
        // What is kept is not asked for again.
        const missing = 30 - (counts.at(-1) ?? 0);
        const asked = server.requests.slice(before);
        const wanted = asked.map(({ prompt }) => Number(/^Generate (\d+) row/mu.exec(prompt)![1]));
        assert.ok(Math.max(...wanted) <= Math.min(8, missing));
        counts.push(ended.had);
        assert.ok(runs < 20, inspect(counts));
      }
    });

    it(`come without a schema where ${wire} refuses those of answers`, async () => {
      const server = await serve('refused');
      const writer = writerAt(wire, server);
      // One that is not held to anything may write too few.
      const values = await writer.write(cities(4)).catch((error: unknown) => {
        if (isMissing(error)) return error.had;
        throw error;
      });
      const { withoutSchema, failedCalls, written, models } = writer.report;
      assert.ok(written > 0 && written === (typeof values === 'number' ? values : values.length));
      assert.ok(withoutSchema >= 1);
      const refusals = server.requests.filter(({ schema }) => schema !== undefined).length;
      assert.equal(failedCalls, refusals, inspect(models));
      assert.ok(server.requests.length > refusals);
    });
  }

  it('are written by the next model where one cannot, and the report says by whom', async () => {
    const [plain, held] = await Promise.all([serve('ignored'), serve('held')]);
    const { records, report } = await synthAt(plain, held, 'objects').run('structured', {
      count: 24,
      schema: PEOPLE,
      model: MODELS.gemini,
      fallback: [MODELS.openRouter],
    });
    assertPeople(records, 24);
    const { models, reasked, refused } = rowsOf(report);
    const [first, second] = models;
    assert.deepEqual([first.provider, second.provider], ['gemini', 'openRouter']);
    assert.ok(first.rows > 0 && second.rows > 0, inspect(models));
    assert.equal(first.rows + second.rows, 24);
    assert.equal(first.calls, plain.requests.length);
    assert.equal(second.calls, held.requests.length);
    assert.ok(reasked >= second.rows && refused.missing > 0, inspect({ reasked, refused }));
  });
});
