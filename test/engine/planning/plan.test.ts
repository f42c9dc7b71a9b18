import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AgenticSynth, check, parseDocument, type PlanError, type PlanOptions } from '../../../engine/src/index.js';
import { type ModelServer, type Script, startModelServer } from '../../support/model-servers/index.js';

const RENTAL = `name: rental
tables:
  customers:
    description: People who rent bikes.
    count: 50
    fields:
      id: uuid
      name: person.fullName
      email: { type: internet.email, from: name, unique: true }
  trips:
    count: { per: customers, min: 1, max: 8 }
    fields:
      id: sequence
      customerId: { ref: customers.id }
      startedAt: { type: datetime, min: now-1y, max: now }
      endedAt: { type: datetime, after: startedAt, within: 3h }
      km: { type: number, min: 0.2, max: 40, decimals: 1, distribution: { type: lognormal, mean: 4, stdDev: 3 } }
      price: { expr: 1 + km * 0.4, decimals: 2 }
`;
const WRONG = RENTAL.replace('km * 0.4', 'distance * 0.4');
const DESCRIPTION = 'customers of a bike-rental shop with their trips';
const fenced = (text: string): string => `\`\`\`yaml\n${text}\`\`\``;

describe('plans', () => {
  let server: ModelServer;
  let folder: string;

  beforeEach(async () => {
    server = await startModelServer(fenced(RENTAL));
    folder = await mkdtemp(join(tmpdir(), 'synth-plan-'));
  });
  afterEach(async () => {
    await server.close();
    await rm(folder, { recursive: true });
  });

  const synthOf = (): AgenticSynth =>
    new AgenticSynth({
      apiKeys: { gemini: 'a-key', openRouter: 'a-key' },
      models: { providers: { gemini: { baseUrl: server.url }, openRouter: { baseUrl: server.openAI } } },
      cache: { persistPath: folder },
    });
  const plan = (script: Script, options: PlanOptions = {}) => {
    server.use(script);
    return synthOf().plan(DESCRIPTION, { model: 'gemini-pro', ...options });
  };
  const failed = async (script: Script, options: PlanOptions = {}): Promise<PlanError> => {
    const error = await plan(script, options).then(
      () => assert.fail('a schema came of it'),
      (thrown: unknown) => thrown,
    );
    assert.equal((error as Error).name, 'PlanError', String(error));
    return error as PlanError;
  };

  for (const model of ['gemini-pro', 'openai/gpt-4o-mini']) {
    it(`are written in one call by ${model}, and their rows in none`, async () => {
      const { document, text, diagnostics, report, sample } = await plan(fenced(RENTAL), { model });
      assert.deepEqual(document, parseDocument(RENTAL).value);
      assert.deepEqual(parseDocument(text).value, document);
      assert.match(text, /^# customers of a bike-rental shop with their trips\n/);
      assert.deepEqual(diagnostics, []);
      assert.equal(report.type, 'structured');
      assert.deepEqual(report.tables, ['customers', 'trips']);
      assert.deepEqual(
        Object.entries(sample).map(([table, rows]) => [table, rows.length]),
        [
          ['customers', 3],
          ['trips', 3],
        ],
      );
      assert.equal(server.requests.length, 1);
      const { system, prompt } = server.requests[0];
      assert.match(`${system}${prompt}`, /Request: customers of a bike-rental shop/);

      const rows = await synthOf().generate<Record<string, object[]>>(report.type, { schema: document, count: 10_000 });
      assert.equal(rows.customers.length, 10_000);
      assert.deepEqual(Object.keys(rows.trips[0]), ['id', 'customerId', 'startedAt', 'endedAt', 'km', 'price']);
      assert.equal(server.requests.length, 1);
    });
  }

  it('are sent back with their mistakes, and what was wrong is in the report', async () => {
    const { report } = await plan([fenced(WRONG), fenced(RENTAL)]);
    assert.deepEqual(
      report.attempts.map(({ outcome, mistakes }) => [outcome, mistakes.map(({ code }) => code)]),
      [
        ['invalid', ['expr/unknown-name']],
        ['accepted', []],
      ],
    );
    const { prompt } = server.requests[1];
    assert.match(prompt, /You wrote:\n```yaml\nname: rental/);
    assert.match(
      prompt,
      /- expr\/unknown-name at \/tables\/trips\/fields\/price\/expr: There is no name "distance" here/,
    );
    assert.equal(report.models.calls.length, 2);
  });

  it('are mended here where there is one way to, which saves the call', async () => {
    const slips = RENTAL.replace('min: 0.2', 'minimum: 0.2')
      .replace('within: 3h', 'within: 3hours')
      .replace('person.fullName', 'person.fulName');
    const { document, report } = await plan(fenced(slips));
    assert.equal(server.requests.length, 1);
    assert.deepEqual(
      (await check(document)).filter(({ severity }) => severity === 'error'),
      [],
    );
    const titles = report.attempts[0].fixes.map(({ title, pointer }) => `${pointer} ${title}`);
    assert.ok(titles.includes('/tables/trips/fields/km/minimum Rename to "min"'), titles.join('\n'));
    assert.equal(JSON.stringify(document).includes('fulName'), false);
  });

  it('stop after three drafts of one model, with the last one and what is wrong with it', async () => {
    const error = await failed(fenced(WRONG));
    assert.equal(server.requests.length, 3);
    assert.equal(error.code, 'plan/invalid');
    assert.match(error.message, /3 calls.*last draft has 1 mistake.*There is no name "distance" here/);
    assert.deepEqual(parseDocument(error.draft!).value, parseDocument(WRONG).value);
    assert.deepEqual(
      error.diagnostics.map(({ code }) => code),
      ['expr/unknown-name'],
    );
    assert.equal(error.models?.calls.length, 3);
  });

  it('go on with the next model of the chain, which begins anew', async () => {
    server.use((request) => fenced(request.path.includes('gemini') ? WRONG : RENTAL));
    const { report } = await synthOf().plan(DESCRIPTION, { model: 'gemini-pro', fallback: ['openai/gpt-4o-mini'] });
    assert.deepEqual(
      report.attempts.map(({ provider, outcome }) => `${provider} ${outcome}`),
      ['gemini invalid', 'gemini invalid', 'gemini invalid', 'openRouter accepted'],
    );
    assert.doesNotMatch(server.requests[3].prompt, /distance/);
  });

  it('go on with the next model where one does not answer', async () => {
    server.use((request) => (request.path.includes('gemini') ? { fault: 'http-404' } : fenced(RENTAL)));
    const { report } = await synthOf().plan(DESCRIPTION, { model: 'gemini-pro', fallback: ['openai/gpt-4o-mini'] });
    assert.deepEqual(
      report.attempts.map(({ outcome }) => outcome),
      ['model/not-found', 'accepted'],
    );
    await assert.rejects(plan({ fault: 'http-401' }, { cachePolicy: 'off' }), { code: 'model/bad-key' });
  });

  const answers: [what: string, answer: string][] = [
    ['thoughts before it', `<think>\n\`\`\`yaml\nid: uuid\n\`\`\`\nno, tables</think>\n${fenced(RENTAL)}`],
    ['prose around it', `Sure! Here is your schema:\n\n${fenced(RENTAL)}\n\nLet me know: I can change it.`],
    ['a fence that never ends', `\`\`\`yaml\n${RENTAL}`],
    ['no fence', `Here is the schema.\n\n${RENTAL}\nI hope this helps!`],
    ['JSON', JSON.stringify(parseDocument(RENTAL).value)],
    ['JSON in prose', `The schema: ${JSON.stringify(parseDocument(RENTAL).value, null, 2)} — that is all.`],
    ['JSON in a fence', `\`\`\`json\n${JSON.stringify(parseDocument(RENTAL).value, null, 2)}\n\`\`\``],
    ['a wrapper', JSON.stringify({ schema: parseDocument(RENTAL).value })],
    ['a smaller example before it', `Like\n\`\`\`yaml\nid: uuid\n\`\`\`\nbut whole:\n${fenced(RENTAL)}`],
    ['other line ends', fenced(RENTAL).replaceAll('\n', '\r\n')],
  ];
  for (const [what, answer] of answers) {
    it(`are read out of an answer with ${what}`, async () => {
      const { document } = await plan(answer);
      assert.deepEqual(document, parseDocument(RENTAL).value);
      assert.equal(server.requests.length, 1);
    });
  }

  it('may be a JSON Schema, if it is sound', async () => {
    const schema = {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      type: 'object',
      properties: { id: { type: 'string', format: 'uuid' }, age: { type: 'integer', minimum: 18, maximum: 90 } },
      required: ['id', 'age'],
    };
    const { document, report } = await plan(JSON.stringify(schema));
    assert.deepEqual(document, schema);
    const [row] = await synthOf().generate<{ age: number }[]>(report.type, { schema: document, count: 1 });
    assert.ok(row.age >= 18);
  });

  it('may be a list of fields, which is mended', async () => {
    const { document } = await plan('[{"name":"id","type":"uuid"},{"name":"email","type":"internet.email"}]');
    assert.deepEqual(document, { id: 'uuid', email: 'internet.email' });
  });

  const refused: [what: string, answer: Script, code: string, message: RegExp][] = [
    ['only chats', 'Sure, I would love to help you with that!', 'plan/no-schema', /held no schema/],
    ['says nothing', '{}', 'plan/invalid', /empty/],
    ['writes rows', '[{"id":1,"name":"Ann Lee"},{"id":2,"name":"Bo Yu"}]', 'plan/invalid', /This is a list: data/],
    ['writes code', '```python\nimport faker\nprint(faker.name())\n```', 'plan/no-schema', /held no schema/],
    ['breaks YAML', '```yaml\ntables:\n  a: [1,\n  b: }\n```', 'plan/invalid', /Line 3: /],
    ['breaks off', { text: fenced(RENTAL), finish: 'length' }, 'plan/invalid', /cut off/],
    ['divides by zero', 'id: sequence\nshare: { expr: 1 / (id - 3), type: number }', 'plan/invalid', /row 2/],
    ['reads files', 'id: uuid\nuser: { ref: "./users.synth.yaml#users.id" }', 'plan/invalid', /files cannot be read/],
  ];
  for (const [what, answer, code, message] of refused) {
    it(`fail where a model ${what}`, async () => {
      const error = await failed(answer);
      assert.equal(error.code, code);
      assert.match(error.message, message);
      assert.equal(server.requests.length, 3);
    });
  }

  it('fail at once where a model refuses to answer', async () => {
    await assert.rejects(plan({ fault: 'blocked-answer' }), (error: Error & { code: string }) =>
      /^(?:model\/blocked|plan\/no-schema)$/.test(error.code),
    );
    assert.equal(server.requests.length, 1);
  });

  it('are asked for once: the same description and model are answered from what was kept', async () => {
    const first = await plan([fenced(WRONG), fenced(RENTAL)]);
    const again = await synthOf().plan(DESCRIPTION, { model: 'gemini-pro' });
    assert.equal(server.requests.length, 2);
    assert.equal(again.text, first.text);
    assert.equal(again.report.models.cost, 0);
    const keyless = new AgenticSynth({ cache: { persistPath: folder } });
    const frozen = await keyless.plan(DESCRIPTION, { model: 'gemini-pro', frozen: true });
    assert.equal(frozen.text, first.text);
    await assert.rejects(keyless.plan('something else', { model: 'gemini-pro', frozen: true }), {
      code: 'cache/frozen-miss',
    });
    await plan(fenced(RENTAL), { cachePolicy: 'off' });
    assert.equal(server.requests.length, 3);
    assert.ok((await readdir(folder)).includes('answers'));
  });

  it('stop before the budget is passed, and what was paid for is kept', async () => {
    await assert.rejects(plan(fenced(RENTAL), { budget: 0.0001 }), { code: 'budget/reached' });
    assert.equal(server.requests.length, 0);
    server.use({ text: fenced(WRONG), usage: { inputTokens: 100_000, outputTokens: 20_000 } });
    await assert.rejects(synthOf().plan(DESCRIPTION, { model: 'gemini-pro', budget: 0.06 }), {
      code: 'budget/reached',
    });
    const asked = server.requests.length;
    assert.ok(asked >= 1 && asked < 3);
    await plan(fenced(RENTAL), { budget: 1 });
    assert.equal(server.requests.length, asked + 1);
  });

  it('hold the rows and the type that were asked for', async () => {
    const structured = await plan(fenced(RENTAL), { count: 7 });
    assert.equal(structured.sample.customers.length, 3);
    assert.match(structured.text, /customers:\n(?: +description.*\n)? +count: 7\n/);
    const series = await plan('timestamp: datetime\nlevel: { type: number, base: 3 }', {
      type: 'timeseries',
      count: 9,
    });
    assert.deepEqual(series.document, {
      type: 'timeseries',
      count: 9,
      fields: { timestamp: 'datetime', level: { type: 'number', base: 3 } },
    });
    assert.equal(series.report.type, 'timeseries');
    assert.match(server.requests.at(-1)!.prompt, /timeseries data.*\n.*9 rows/);
    const wrongType = await failed(fenced(RENTAL), { type: 'events' });
    assert.match(wrongType.message, /events/);
    const tooMany = await failed('code: { type: string, pattern: "[AB]", unique: true }', { count: 3 });
    assert.match(tooMany.message, /unique|values/i);
  });

  it('are written as JSON too', async () => {
    const { text, document } = await plan(fenced(RENTAL), { format: 'json' });
    assert.deepEqual(JSON.parse(text), document);
  });

  it('name fields that a model would have to write', async () => {
    const { report } = await plan("id: uuid\nreview: { prompt: 'A review' }");
    assert.deepEqual(report.prompts, ['/review']);
  });

  it('are refused without a description, a key or a model, before anything is asked', async () => {
    const synth = synthOf();
    const wrong: [unknown, object, RegExp][] = [
      ['  ', {}, /Say what the data is/],
      [undefined, {}, /Say what the data is/],
      ['x'.repeat(8001), {}, /8001 characters/],
      ['x', { model: 'local' }, /without a language model/],
      ['x', { type: 'evens' }, /Did you mean "events"/],
      ['x', { format: 'xml' }, /yaml or json/],
      ['x', { rows: 4 }, /no option `rows`/],
      ['x', { count: 0 }, /`count`/],
      ['x', { budget: -1 }, /`budget`/],
    ];
    for (const [description, options, message] of wrong) {
      await assert.rejects(synth.plan(description as string, options), { code: 'option/invalid', message });
    }
    const { GEMINI_API_KEY, OPENROUTER_API_KEY } = process.env;
    delete process.env.GEMINI_API_KEY;
    delete process.env.OPENROUTER_API_KEY;
    try {
      await assert.rejects(new AgenticSynth({ cache: { persistPath: folder } }).plan('x'), (error: Error) => {
        assert.match(error.message, /GEMINI_API_KEY or OPENROUTER_API_KEY is not set/);
        assert.doesNotMatch(error.message, /local/);
        return true;
      });
    } finally {
      if (GEMINI_API_KEY !== undefined) process.env.GEMINI_API_KEY = GEMINI_API_KEY;
      if (OPENROUTER_API_KEY !== undefined) process.env.OPENROUTER_API_KEY = OPENROUTER_API_KEY;
    }
    assert.equal(server.requests.length, 0);
  });

  it('end when the caller wants them to', async () => {
    const abort = new AbortController();
    const planned = plan({ text: fenced(RENTAL), delay: 30_000 }, { signal: abort.signal });
    await server.received(1);
    abort.abort();
    await assert.rejects(planned, { code: 'model/aborted' });
  });
});
