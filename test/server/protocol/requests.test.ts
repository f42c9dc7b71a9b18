import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { CancellationTokenSource } from 'vscode-languageserver-protocol/node';
import type {
  EstimateResult,
  FailureData,
  GenerateResult,
  InferResult,
  PreviewResult,
} from '../../../server/src/messages.js';
import { echoes, KEY } from '../../engine/models/support.js';
import { startModelServer } from '../../support/model-servers/index.js';
import type { ServerClient } from '../client.js';
import { playground, range } from './support.js';

const CANCELLED = -32800;
const FAILED = -32803;

const SHOP = `
seed: 5
tables:
  users:
    fields: { id: uuid, name: fullName, age: { type: integer, min: 18, max: 20, nullable: 0.5 } }
  orders:
    count: { per: users, min: 1, max: 3 }
    fields:
      userId: { ref: users.id }
      note: { type: text, optional: 0.5 }
      tags: { type: array, items: color, length: 2 }
`;
/** Draws for minutes. */
const LONG = 'id: uuid\nname: fullName\nbio: { type: text, length: { min: 900, max: 1000 } }\n';
const MANY = 200_000_000;

describe('language server: requests', () => {
  const place = playground();
  const preview = (client: ServerClient, uri: string, more: object = {}): Promise<PreviewResult> =>
    client.request('agentic-synth/preview', { uri, rows: 100, ...more });
  const failure = async (answer: Promise<unknown>): Promise<{ code: number; data: FailureData; message: string }> =>
    answer.then(
      () => assert.fail('answered'),
      (error: { code: number; data: FailureData; message: string }) => error,
    );

  it('shows the rows of unsaved texts, the same that generate writes', async () => {
    await place.write({ 'users.synth.yaml': 'fields: { id: uuid }\n' });
    const client = await place.start();
    const uri = place.uri('shop.synth.yaml');
    client.open(uri, SHOP, 3);
    const result = await preview(client, uri);
    assert.deepEqual([result.version, result.seed, result.problems, result.localText], [3, 5, [], []]);
    assert.deepEqual(
      result.tables.map(({ name, type }) => [name, type]),
      [
        ['users', 'structured'],
        ['orders', 'structured'],
      ],
    );
    const [users, orders] = result.tables;
    assert.equal(users!.rows, 100);
    assert.deepEqual(
      users!.columns.map(({ name, type, pointer, line }) => [name, type, pointer, line]),
      [
        ['id', 'text', '/tables/users/fields/id', 4],
        ['name', 'text', '/tables/users/fields/name', 4],
        ['age', 'integer', '/tables/users/fields/age', 4],
      ],
    );
    const age = users!.columns[2]!;
    assert.equal(age.values.filter((value) => value === null).length, age.statistics.nulls);
    assert.deepEqual([age.statistics.min, age.statistics.max, age.statistics.distinct], [18, 20, 3]);
    assert.equal(age.statistics.expected?.nulls, 0.5);
    assert.deepEqual(orders!.columns[0]!.refersTo, { table: 'users', column: 'id' });
    assert.equal(orders!.columns[1]!.absent!.length, orders!.columns[1]!.statistics.absent);
    assert.deepEqual([orders!.columns[2]!.type, orders!.columns[2]!.statistics.mean], ['list', 2]);

    const written = await client.request<GenerateResult>('agentic-synth/generate', {
      uri,
      count: 100,
      output: 'out.json',
    });
    assert.deepEqual(
      written.files.map(({ path }) => path),
      [place.path('out.json')],
    );
    assert.equal(statSync(place.path('out.json')).size, written.files[0]!.bytes);
    const rows = JSON.parse(readFileSync(place.path('out.json'), 'utf8')) as { users: Record<string, unknown>[] };
    assert.deepEqual(
      rows.users.map(({ age: years }) => years),
      age.values,
    );
  });

  it('refers to the texts of other documents as the editor has them', async () => {
    await place.write({ 'users.synth.yaml': 'fields: { id: uuid }\n' });
    const client = await place.start();
    client.open(place.uri('users.synth.yaml'), 'fields: { id: { type: sequence, start: 7000 } }\n');
    const uri = place.uri('orders.synth.yaml');
    client.open(uri, 'userId: { ref: "./users.synth.yaml#id" }\n');
    const { tables } = await preview(client, uri);
    assert.ok(tables[0]!.columns[0]!.values.every((id) => Number(id) >= 7000));
  });

  it('says what is wrong and where instead of rows', async () => {
    const client = await place.start();
    const uri = place.uri('a.synth.yaml');
    client.open(uri, 'id: uuid\nage: intger\n');
    const { tables, problems } = await preview(client, uri);
    assert.deepEqual(tables, []);
    assert.deepEqual(
      problems.map(({ code, uri: at, range: where }) => [code, at, where]),
      [['field/unknown-type', uri, range(1, 5, 11)]],
    );
    client.change(uri, 2, { text: 'id: [' });
    assert.ok((await preview(client, uri)).problems.length > 0);
    const { code, data } = await failure(client.request('agentic-synth/generate', { uri, output: 'a.csv' }));
    assert.deepEqual([code, data.code, existsSync(place.path('a.csv'))], [FAILED, 'schema/invalid', false]);
  });

  const kinds: [name: string, text: string, expected: object][] = [
    [
      'time series',
      'type: timeseries\ninterval: 1m\nseries: { host: [a, b] }\nfields:\n  cpu: { type: number, base: 5, noise: { type: white, stdDev: 1 }, anomalies: { probability: 0.1, types: [spike], label: odd } }\n',
      { type: 'timeseries', time: 'timestamp', series: ['host'], labels: { odd: 'cpu' } },
    ],
    [
      'events',
      'type: events\nrate: 10/sec\nevents: { view: {}, buy: {} }\nfields: { user: uuid }\n',
      { type: 'events', time: 'timestamp', eventType: 'type', labels: {} },
    ],
    [
      'a JSON Schema',
      '{ "$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object", "properties": { "a": { "type": "integer" } } }',
      { type: 'structured', labels: {} },
    ],
  ];
  for (const [name, text, expected] of kinds) {
    it(`shows ${name}`, async () => {
      const client = await place.start();
      const uri = place.uri('a.synth.yaml');
      client.open(uri, text);
      const { tables, problems } = await preview(client, uri);
      assert.deepEqual(
        problems.filter(({ severity }) => severity === 'error'),
        [],
      );
      const { type, time, series, eventType, columns } = tables[0]!;
      const labels = Object.fromEntries(
        columns.flatMap(({ name: column, labels: of }) => (of === undefined ? [] : [[column, of]])),
      );
      const found = { type, time, series, eventType, labels };
      assert.deepEqual(JSON.parse(JSON.stringify(found)), expected);
    });
  }

  it('leaves no file behind when a run is cancelled, and goes on', async () => {
    const client = await place.start();
    const uri = place.uri('a.synth.yaml');
    client.open(uri, LONG);
    const source = new CancellationTokenSource();
    const params = { uri, count: MANY, output: 'out/a.csv', workDoneToken: 'run' };
    const answer = failure(client.request('agentic-synth/generate', params, source.token));
    await client.progressed('run', ({ kind }) => kind === 'report');
    source.cancel();
    const { code, data } = await answer;
    assert.deepEqual([code, data.code], [CANCELLED, 'run/cancelled']);
    await client.progressed('run', ({ kind }) => kind === 'end');
    assert.deepEqual(existsSync(place.path('out')) ? readdirSync(place.path('out')) : [], []);
    assert.equal((await preview(client, uri)).tables.length, 1);
  });

  it('gives up a preview for a newer one of the same document only, and types meanwhile', async () => {
    const client = await place.start();
    const [a, b] = [place.uri('a.synth.yaml'), place.uri('b.synth.yaml')];
    client.open(a, LONG);
    client.open(b, 'id: uuid\n');
    const slow = failure(preview(client, a, { rows: 20_000_000 }));
    client.change(a, 2, { text: 'id: uuid\nage: intger\n' });
    client.change(a, 3, { text: 'id: uuid\n' });
    const [{ code, message }, quick, other] = await Promise.all([slow, preview(client, a), preview(client, b)]);
    assert.deepEqual([code, /newer/.test(message)], [CANCELLED, true]);
    assert.deepEqual([quick.version, other.tables[0]!.rows], [3, 100]);
  });

  it('runs nothing in a workspace that is not trusted, until it is', async () => {
    const config = '{ "plugins": ["./plugin.mjs"], "models": { "providers": { "mine": { "baseUrl": "${CANARY}" } } } }';
    const plugin =
      "import { writeFileSync } from 'node:fs'; writeFileSync(new URL('ran', import.meta.url), ''); export default { type: 'coin', value: () => 1 };";
    await place.write({ '.agentic-synth.json': config, 'plugin.mjs': plugin });
    const client = await place.start({ initializationOptions: { trusted: false } });
    const uri = place.uri('a.synth.yaml');
    client.open(uri, 'side: coin\n');
    const params = { uri, rows: 1, output: 'a.csv', description: 'users' };
    for (const name of ['preview', 'generate', 'estimate', 'infer', 'plan', 'models']) {
      const { code, data } = await failure(client.request(`agentic-synth/${name}`, params));
      assert.deepEqual([name, code, data], [name, FAILED, { code: 'workspace/untrusted' }]);
    }
    const found = await client.notified<{ diagnostics: { code: string }[] }>('textDocument/publishDiagnostics');
    assert.deepEqual(
      found.diagnostics.map(({ code }) => code),
      ['field/unknown-type'],
    );
    assert.equal(existsSync(place.path('ran')), false);
    client.notify('agentic-synth/trusted', {});
    await client.notified<{ diagnostics: unknown[] }>(
      'textDocument/publishDiagnostics',
      ({ diagnostics }) => diagnostics.length === 0,
    );
    assert.equal(existsSync(place.path('ran')), true);
    assert.equal((await preview(client, uri)).tables.length, 1);
  });

  const crashes: [name: string, code: string, message: RegExp][] = [
    ['ends the process', "process.exit(3); return ''", /thread/],
    [
      'throws where nobody listens',
      "if (!globalThis.thrown) setImmediate(() => { throw new Error('boom'); }); globalThis.thrown = true; return ''",
      /boom/,
    ],
    ['fills the memory', 'const all = []; for (;;) all.push({ all: [all.length] })', /memory/],
  ];
  for (const [name, code, message] of crashes) {
    it(`tells of a plug-in that ${name}, and starts again`, async function () {
      this.timeout(60_000);
      await place.write({
        'bad.mjs': `export default { type: 'bad', value() { ${code}; } };`,
        '.agentic-synth.json': '{ "plugins": ["./bad.mjs"] }',
      });
      const client = await place.start();
      const [bad, good] = [place.uri('bad.synth.yaml'), place.uri('good.synth.yaml')];
      client.open(bad, 'a: bad\n');
      client.open(good, 'id: uuid\n');
      const error = await failure(preview(client, bad));
      assert.deepEqual([error.code, error.data.code], [FAILED, 'worker/crashed'], error.message);
      assert.match(error.message, message);
      assert.equal((await preview(client, good)).tables[0]!.rows, 100);
    });
  }

  it('keeps what plug-ins print away from the protocol', async () => {
    await place.write({
      'loud.mjs':
        "console.log('loud'); console.error('louder'); export default { type: 'loud', value: () => (console.log('x'), 1) };",
      '.agentic-synth.json': '{ "plugins": ["./loud.mjs"] }',
    });
    const client = await place.start();
    const uri = place.uri('a.synth.yaml');
    client.open(uri, 'a: loud\n');
    assert.equal((await preview(client, uri)).tables[0]!.rows, 100);
  });

  it('tells how much a run would give', async () => {
    const client = await place.start();
    const uri = place.uri('shop.synth.yaml');
    client.open(uri, SHOP);
    const { tables, bytes, model } = await client.request<EstimateResult>('agentic-synth/estimate', {
      uri,
      count: 1000,
    });
    assert.deepEqual(
      tables.map(({ name, pointer }) => [name, pointer]),
      [
        ['users', '/tables/users'],
        ['orders', '/tables/orders'],
      ],
    );
    assert.equal(tables[0]!.rows, 1000);
    const { rows, files } = await client.request<GenerateResult>('agentic-synth/generate', {
      ...{ uri, count: 1000, format: 'csv', output: 'out/' },
    });
    const near = (a: number, b: number): boolean => Math.abs(a - b) < 0.1 * b;
    assert.ok(
      near(
        tables.reduce((sum, table) => sum + table.rows, 0),
        rows,
      ),
    );
    assert.ok(
      near(
        bytes!,
        files.reduce((sum, file) => sum + file.bytes, 0),
      ),
    );
    for (const { name, bytes: size } of tables) {
      const file = files.find(({ path }) => path.endsWith(`${name}.csv`))!;
      assert.ok(near(size!, file.bytes), `${name}: ${size} for ${file.bytes}`);
    }
    assert.equal(model, undefined);
    client.change(uri, 2, { text: 'title: { prompt: A title }\n' });
    const asked = await client.request<EstimateResult>('agentic-synth/estimate', {
      uri,
      count: 1000,
      model: 'gemini-pro',
    });
    assert.ok(asked.model!.calls > 0 && asked.model!.tokens > 0, JSON.stringify(asked));
  });

  it('infers a schema from rows of a file, of an open document, and of a text', async () => {
    await place.write({ 'people.csv': 'id,age\n1,30\n2,41\n3,29\n' });
    const client = await place.start();
    const infer = (params: object): Promise<InferResult> => client.request('agentic-synth/infer', params);
    const uri = place.uri('people.csv');
    const first = await infer({ uri });
    assert.deepEqual([first.rows, /name: people/.test(first.text), /age:/.test(first.text)], [3, true, true]);
    client.open(uri, 'id,weight\n1,30\n');
    assert.match((await infer({ uri })).text, /weight:/);
    const json = await infer({ text: '[{ "a": 1 }, { "a": 2 }]', format: 'json', language: 'json' });
    assert.deepEqual([json.rows, typeof (JSON.parse(json.text) as object)], [2, 'object']);
    assert.equal((await failure(infer({}))).data.code, 'infer/no-rows');
  });

  describe('with a model', () => {
    const text = 'stars: { type: integer, min: 1, max: 5 }\ntitle: { prompt: "Title with {{stars}} stars" }\n';
    const prices = JSON.stringify({ models: { prices: { 'gemini:*': { input: 0.1, output: 1 } } } });

    it('asks for the key when a run needs it, uses it for that run only, and tells it nobody', async () => {
      const server = await startModelServer(echoes, { key: KEY });
      await place.write({ '.agentic-synth.json': prices });
      const client = place.client({
        folders: [place.uri('')],
        initializationOptions: { canAskForKeys: true, settings: { logLevel: 'debug' } },
        env: { GEMINI_BASE_URL: server.url },
      });
      const asked: unknown[] = [];
      await client.connect();
      client.onRequest('agentic-synth/key', (params) => (asked.push(params), { key: KEY }));
      await client.start();
      const uri = place.uri('a.synth.yaml');
      client.open(uri, text);
      assert.deepEqual((await preview(client, uri)).localText, ['/title']);
      assert.deepEqual(asked, []);
      const params = { uri, count: 5, output: 'a.json', model: 'gemini-pro' };
      const written = await client.request<GenerateResult>('agentic-synth/generate', params);
      assert.deepEqual([written.rows, written.localText], [5, []]);
      assert.ok(written.cost! > 0);
      assert.deepEqual(asked, [{ provider: 'gemini' }]);
      const { tables } = await preview(client, uri, { model: 'gemini-pro', rows: 3 });
      assert.equal(tables[0]!.columns[1]!.values.length, 3);
      assert.equal(asked.length, 2);

      client.onRequest('agentic-synth/key', () => ({ key: `${KEY}-wrong` }));
      const wrong = await failure(client.request('agentic-synth/generate', { ...params, count: 6, output: 'b.json' }));
      assert.match(wrong.message, /refused the key/);
      client.onRequest('agentic-synth/key', () => ({}));
      const none = await failure(client.request('agentic-synth/generate', { ...params, count: 7, output: 'c.json' }));
      assert.match(none.data.code, /no-key|needs-model/);
      await client.close();
      assert.ok(!`${client.transcript}${client.stderr}`.includes('CANARY'), 'a key came back');
      await server.close();
    });

    it('asks the models of the editor', async () => {
      const client = place.client({
        folders: [place.uri('')],
        initializationOptions: { editorModels: [{ id: 'copilot', name: 'Copilot', maxTokens: 8000 }] },
      });
      await client.connect();
      const asked: { id: string; prompt: string }[] = [];
      client.onRequest('agentic-synth/languageModel', (params: { id: string; prompt: string }) => {
        asked.push(params);
        return { text: JSON.stringify([['One'], ['Two'], ['Three']]) };
      });
      await client.start();
      const uri = place.uri('a.synth.yaml');
      client.open(uri, 'title: { prompt: A title }\n');
      const { tables } = await preview(client, uri, { model: 'vscode:copilot', rows: 3 });
      assert.deepEqual(tables[0]!.columns[0]!.values.length, 3);
      assert.equal(asked[0]!.id, 'copilot');
    });
  });
});
