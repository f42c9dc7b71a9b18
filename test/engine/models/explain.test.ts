import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { AgenticSynth } from '../../../engine/src/index.js';
import { echoes, KEY, modelsUnderTest } from './support.js';

const reviews = {
  fields: {
    id: 'sequence',
    stars: { type: 'integer', enum: [1, 5] },
    title: { prompt: 'Title of review {{id}} with {{stars}} stars', length: { max: 120 } },
    text: { prompt: 'Text of {{title}}', length: { max: 200 } },
    city: { prompt: 'A city', pool: 30 },
  },
};

describe('a run that is explained', () => {
  const test = modelsUnderTest();

  it('says as many calls as the run then makes, and no less than it may cost, and sends nothing', async () => {
    const options = { count: 430, schema: reviews, model: 'gemini-pro' };
    const explained = await test.synth().explain('structured', options);
    assert.equal(test.server.requests.length, 0);
    assert.deepEqual(explained.values, [
      { label: 'rows.city', wanted: 30, kept: 0, cached: 0 },
      { label: 'rows.title', wanted: 430, kept: 0, cached: 0 },
      { label: 'rows.text', wanted: 430, kept: 0, cached: 0 },
    ]);
    const { report } = await test.synth().run('structured', options);
    assert.equal(explained.calls, report.models!.rows.calls);
    assert.equal(explained.calls, 1 + 2 * 9);
    const { cost, inputTokens } = report.models!.models;
    assert.ok(cost > 0 && cost <= explained.worst, `${cost} ${explained.worst}`);
    assert.ok(Math.abs(explained.inputTokens / inputTokens - 1) < 0.3, `${explained.inputTokens} ${inputTokens}`);
    assert.ok(explained.cost <= explained.worst);
    assert.ok(!inspect(explained, { depth: 20 }).includes(KEY.slice(0, 12)));
  });

  it('says what earlier runs have paid for', async () => {
    const options = { schema: reviews, model: 'gemini-pro' };
    await test.synth().generate('structured', { ...options, count: 100 });
    const sent = test.server.requests.length;
    const more = await test.synth().explain('structured', { ...options, count: 150 });
    assert.deepEqual(
      more.values.map(({ wanted, kept }) => [wanted, kept]),
      [
        [30, 30],
        [150, 100],
        [150, 100],
      ],
    );
    assert.equal(more.calls, 2);
    const same = await test.synth().explain('structured', { ...options, count: 100 });
    assert.equal(same.calls, 0);
    assert.equal(same.cost, 0);
    assert.match(same.words.join('\n'), /100 values of rows\.title, 100 values kept from earlier runs: for nothing/);
    const frozen = await test.synth().explain('structured', { ...options, count: 150, frozen: true });
    assert.match(frozen.words.join('\n'), /frozen/);
    assert.equal(test.server.requests.length, sent);
  });

  it('says why a model goes first and why another is left out', async () => {
    const { words } = await test
      .synth({ apiKeys: { gemini: KEY } })
      .explain('structured', { schema: reviews, model: 'gemini-pro', fallback: ['gpt-4', 'local'], budget: 0.0001 });
    const text = words.join('\n');
    assert.match(text, /rows\.title: 1 call to gemini-pro \(\S+\) at gemini, .* – asked for; gemini-pro stands for/);
    assert.match(text, /if that fails, local – next in the fallback chain/);
    assert.match(text, /not gpt-4: OPENROUTER_API_KEY is not set; with it, .* about \$/);
    assert.match(text, /The budget of \$0\.00\d+ (?:does|may) not cover that/);
  });

  it('says what it would cost without a key too', async () => {
    const { GEMINI_API_KEY, OPENROUTER_API_KEY } = process.env;
    delete process.env.GEMINI_API_KEY;
    delete process.env.OPENROUTER_API_KEY;
    try {
      const synth = new AgenticSynth({ cache: { persistPath: test.folder } });
      const explained = await synth.explain('structured', { schema: reviews, count: 100, model: 'gemini-pro' });
      assert.equal(explained.calls, 5);
      assert.ok(explained.cost > 0);
      assert.match(explained.words.at(-1)!, /once the keys are set/);
      const unnamed = await synth.explain('structured', { schema: reviews });
      assert.match(unnamed.words.at(-1)!, /GEMINI_API_KEY or OPENROUTER_API_KEY/);
    } finally {
      if (GEMINI_API_KEY !== undefined) process.env.GEMINI_API_KEY = GEMINI_API_KEY;
      if (OPENROUTER_API_KEY !== undefined) process.env.OPENROUTER_API_KEY = OPENROUTER_API_KEY;
    }
  });

  it('looks at some of many rows, of a shard at its own', async () => {
    const schema = { fields: { id: 'sequence', note: { prompt: 'Note {{id}}' } } };
    const options = { schema, model: 'gemini-pro', count: 200_000 };
    const all = await test.synth().explain('structured', options);
    assert.deepEqual(
      { looked: all.looked, rows: all.rows, calls: all.calls },
      { looked: 20_000, rows: 200_000, calls: 4000 },
    );
    const part = await test.synth().explain('structured', { ...options, shard: { index: 2, of: 100 } });
    assert.deepEqual(
      { looked: part.looked, rows: part.rows, calls: part.calls },
      { looked: 2000, rows: 2000, calls: 40 },
    );
  });

  it('says where no model takes part', async () => {
    const drawn = await test.synth().explain('structured', { count: 5 });
    assert.match(drawn.words.join(), /every value is drawn here/);
    const local = await test.synth().explain('structured', { schema: reviews, model: 'local' });
    assert.match(local.words.join(), /local text/);
    await assert.rejects(test.synth().explain('structured', { schema: reviews, model: 'no such' }), {
      code: 'model/unknown',
    });
  });
});

describe('local text in the fallback chain', () => {
  const test = modelsUnderTest(() => ({ fault: 'http-400' }));
  const schema = {
    fields: {
      id: 'sequence',
      title: { prompt: 'Title {{id}}', length: { min: 5, max: 80 } },
      word: { prompt: 'A word', pool: 10 },
    },
  };
  const options = { schema, count: 20, model: 'gemini-pro', fallback: ['local'] };

  it('stands in for models that fail, is marked, and gives way to models the next time', async () => {
    const { records, report } = await test.synth().run('structured', options);
    assert.ok(records.every(({ title }) => String(title).length >= 5 && String(title).length <= 80));
    const { writtenBy } = report.models!.rows;
    assert.deepEqual(
      writtenBy.map(({ pointer, by, written, rows }) => ({ pointer, by: by?.provider, written, rows })),
      [
        { pointer: '/fields/word', by: 'local', written: 10, rows: '' },
        { pointer: '/fields/title', by: 'local', written: 20, rows: '0-19' },
      ],
    );
    assert.deepEqual(report.localText, ['/fields/word', '/fields/title']);
    assert.deepEqual(await test.synth().generate('structured', { ...options, frozen: true }), records);

    test.server.use(echoes);
    const written = await test.synth().run('structured', options);
    assert.ok(written.records.every(({ title }) => /\[Title \d+\]$/u.test(String(title))));
    assert.deepEqual(written.report.localText, []);
  });

  it('stands in for whole rows', async () => {
    const people = { id: 'uuid', age: { type: 'integer', min: 18, max: 90 }, city: 'location.city' };
    const { records, report } = await test.synth().run('structured', { ...options, schema: people });
    assert.equal(records.length, 20);
    assert.ok(records.every(({ age, city }) => Number(age) >= 18 && Number(age) <= 90 && String(city).length > 0));
    assert.equal(report.models!.rows.writtenBy[0].by?.provider, 'local');
    assert.deepEqual(report.localText, ['']);
  });
});

describe('rows by models in real time', () => {
  const test = modelsUnderTest();

  it('come when their timestamps say', async () => {
    const schema = {
      type: 'events',
      rate: '50/sec',
      fields: { at: { type: 'datetime' }, note: { prompt: 'Note at {{at}}' } },
    };
    const stream = test.synth().generateStream('events', { schema, count: 12, model: 'gemini-pro', realtime: 1 });
    const arrived: { readonly at: number; readonly time: number }[] = [];
    for await (const { at, note } of stream) {
      assert.match(String(note), /\[Note at /u);
      arrived.push({ at: performance.now(), time: Date.parse(String(at)) });
    }
    assert.equal(arrived.length, 12);
    // Never before their time; how much later is the machine's affair.
    for (const { at, time } of arrived) assert.ok(at - arrived[0].at >= time - arrived[0].time - 5);
  });
});
