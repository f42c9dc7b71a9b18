import assert from 'node:assert/strict';
import fc from 'fast-check';
import { SynthError } from '../../../engine/src/errors.js';
import { ModelError } from '../../../engine/src/models/error.js';
import type { RowJournal } from '../../../engine/src/models/row-journal.js';
import { ModelRowWriter } from '../../../engine/src/models/row-writer.js';
import { RowsMissingError } from '../../../engine/src/models/rows-missing.js';
import type { WriteRequest } from '../../../engine/src/models/writer.js';
import { RowCheck } from '../../../engine/src/prompting/check-rows.js';
import { conditionsOf, failure, goodAnswer, ScriptedClient, type Asked } from './scripted-client.js';

const TITLE = { type: 'string', minLength: 1, maxLength: 60 };
const titles = (count: number, more: Partial<WriteRequest> = {}): WriteRequest => ({
  table: 'reviews',
  field: 'title',
  schema: TITLE,
  validate: () => undefined,
  items: Array.from({ length: count }, (_, row) => ({ row, prompt: `Title of a review of product ${row}.` })),
  models: [],
  seed: 1,
  ...more,
});
const pool = (count: number, more: Partial<WriteRequest> = {}): WriteRequest =>
  titles(count, {
    items: Array.from({ length: count }, (_, row) => ({ row, prompt: 'A reviewer in five words.' })),
    ...more,
  });
const people = (count: number, more: Partial<WriteRequest> = {}): WriteRequest => ({
  ...titles(0),
  field: undefined,
  table: 'people',
  schema: {
    type: 'object',
    properties: { name: { type: 'string', maxLength: 40 }, age: { type: 'integer', minimum: 0, maximum: 120 } },
    required: ['name', 'age'],
    additionalProperties: false,
  },
  items: Array.from({ length: count }, (_, row) => ({ row, prompt: '' })),
  ...more,
});

const title = (condition: string): string => `About ${/product \d+/u.exec(condition)![0]}`;
const expected = (count: number): string[] => Array.from({ length: count }, (_, i) => `About product ${i}`);
const good = (asked: Asked): string => goodAnswer(asked, title);

class Journal implements RowJournal {
  readonly place = 'memory';
  readonly values = new Map<string, unknown>();
  get = (key: string): unknown => this.values.get(key);
  put(key: string, value: unknown): void {
    this.values.set(key, value);
  }
}

describe('writing rows with a model', () => {
  it('writes every value for its own condition', async () => {
    const client = new ScriptedClient(good);
    const writer = new ModelRowWriter(client);
    assert.deepEqual(await writer.write(titles(120)), expected(120));
    assert.deepEqual(
      client.asked.map(({ count }) => count),
      [50, 50, 20],
    );
    assert.ok(client.peak <= 4 && client.peak > 1);
    assert.deepEqual(conditionsOf(client.asked[2]!.question.prompt)[0], 'Title of a review of product 100.');
    const { report } = writer;
    assert.deepEqual(
      [report.wanted, report.written, report.calls, report.reasked, report.surplus],
      [120, 120, 3, 0, 0],
    );
  });

  it('asks for nothing where nothing is wanted', async () => {
    const client = new ScriptedClient(good);
    assert.deepEqual(await new ModelRowWriter(client).write(titles(0)), []);
    assert.equal(client.asked.length, 0);
  });

  it('writes 10,000 rows in at most 210 calls though some are bad', async () => {
    let bad = 0;
    const client = new ScriptedClient((asked, number) =>
      goodAnswer(asked, (condition) => (number < 200 && ++bad % 50 === 0 ? 'x'.repeat(61) : title(condition))),
    );
    const writer = new ModelRowWriter(client);
    assert.deepEqual(await writer.write(titles(10_000)), expected(10_000));
    assert.ok(client.asked.length <= 210, String(client.asked.length));
    assert.equal(writer.report.reasked, 200);
    assert.equal(writer.report.refused.length, 200);
  });

  it('asks again for what is missing or invalid, once and with the reason', async () => {
    const client = new ScriptedClient((asked, number) =>
      number === 0 ? '{"1":"About product 0","2":"' + 'x'.repeat(80) + '","4":["a","b"]}' : good(asked),
    );
    const writer = new ModelRowWriter(client);
    assert.deepEqual(await writer.write(titles(4)), expected(4));
    const again = client.asked[1]!.question;
    assert.deepEqual(
      conditionsOf(again.prompt),
      expected(4)
        .slice(1)
        .map((text) => `Title of a review of ${text.slice(6)}.`),
    );
    assert.match(again.prompt, /1: must have 60 characters or fewer/u);
    assert.match(again.prompt, /2: no value came for it/u);
    assert.match(again.prompt, /3: must be /u);
    assert.notEqual(again.identity, client.asked[0]!.question.identity);
    assert.equal(writer.report.reasked, 3);
  });

  it('hands over to the next model after one more try', async () => {
    const client = new ScriptedClient(
      (asked) => (asked.route.model === 'weak' ? 'I am no good at this.' : good(asked)),
      ['weak', 'strong'],
    );
    const writer = new ModelRowWriter(client);
    assert.deepEqual(await writer.write(titles(3)), expected(3));
    assert.deepEqual(
      client.asked.map(({ route }) => route.model),
      ['weak', 'weak', 'strong'],
    );
    const rows = Object.fromEntries(writer.report.models.map(({ model, rows: count }) => [model, count]));
    assert.deepEqual(rows, { weak: 0, strong: 3 });
  });

  it('asks the models that the field wants first', async () => {
    const client = new ScriptedClient(good, ['one']);
    await new ModelRowWriter(client).write(titles(1, { models: ['mine'] }));
    assert.equal(client.asked[0]!.route.model, 'mine');
  });

  it('throws how many there were, why, and where they are kept', async () => {
    const journal = new Journal();
    const client = new ScriptedClient(() => `{"1":"About product 0","2":"${'x'.repeat(99)}"}`);
    const error = await new ModelRowWriter(client, { journal }).write(titles(3)).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    assert.ok(error instanceof RowsMissingError);
    assert.deepEqual([error.had, error.wanted], [2, 3]);
    assert.equal(
      Object.values(error.reasons).reduce((a, b) => a + b),
      1,
    );
    assert.match(error.message, /only 2 of 3 values of reviews\.title/u);
    assert.match(error.message, /kept in memory/u);
    assert.equal(error.code, 'model/rows-missing');
    assert.equal(journal.values.size, 2);
  });

  it("carries the provider's last words", async () => {
    const client = new ScriptedClient(() => ({ error: failure('model/no-credit', 'Insufficient credits.') }));
    const error = await new ModelRowWriter(client).write(titles(200)).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    assert.ok(error instanceof RowsMissingError && error.cause instanceof ModelError);
    assert.match(error.message, /Insufficient credits\./u);
    assert.deepEqual(error.reasons, { failed: 200 });
    assert.ok(client.asked.length <= 4, 'what cannot work is not repeated');
  });

  it('keeps the complete rows of a stream that was cut, and asks only for the others', async () => {
    const journal = new Journal();
    const client = new ScriptedClient((asked, number) => {
      const text = good(asked);
      return number === 0
        ? { text: text.slice(0, text.length >> 1), error: failure('model/network', 'reset', true) }
        : text;
    });
    const writer = new ModelRowWriter(client, { journal });
    assert.deepEqual(await writer.write(titles(20)), expected(20));
    assert.equal(client.asked.length, 2);
    assert.ok(client.asked[1]!.count <= 11);
    assert.deepEqual(writer.report.models[0]!.failures, { 'model/network': 1 });
  });

  it('takes what the journal has, and pays for no row twice', async () => {
    const journal = new Journal();
    const first = new ScriptedClient((asked, number) =>
      number === 0 ? good(asked) : { error: failure('model/no-credit') },
    );
    await assert.rejects(new ModelRowWriter(first, { journal, concurrency: 1 }).write(titles(80)), RowsMissingError);
    const second = new ScriptedClient(good, ['another']);
    const writer = new ModelRowWriter(second, { journal });
    assert.deepEqual(await writer.write(titles(80)), expected(80));
    assert.deepEqual(
      second.asked.map(({ count }) => count),
      [30],
    );
    assert.equal(writer.report.fromJournal, 50);
    const third = new ScriptedClient(() => assert.fail());
    assert.deepEqual(await new ModelRowWriter(third, { journal }).write(titles(80)), expected(80));
  });

  it('believes no journal that holds something invalid', async () => {
    const journal = new Journal();
    await new ModelRowWriter(new ScriptedClient(good), { journal }).write(titles(2));
    journal.values.set([...journal.values.keys()][1]!, 42);
    const client = new ScriptedClient(good);
    assert.deepEqual(await new ModelRowWriter(client, { journal }).write(titles(2)), expected(2));
    assert.equal(client.asked.length, 1);
  });

  it('has other keys for another seed, schema, prompt or row, and for each of two equal items', async () => {
    const keys = async (request: WriteRequest): Promise<string[]> => {
      const journal = new Journal();
      await new ModelRowWriter(new ScriptedClient((asked) => goodAnswer(asked, (_, i) => `value ${i}`)), {
        journal,
      }).write(request);
      return [...journal.values.keys()];
    };
    const one = { row: 3, prompt: 'A title.' };
    const all = await Promise.all([
      keys(titles(0, { items: [one, one] })),
      keys(titles(0, { items: [{ ...one, row: 4 }] })),
      keys(titles(0, { items: [{ ...one, prompt: 'A name.' }] })),
      keys(titles(0, { items: [one], seed: 2 })),
      keys(titles(0, { items: [one], schema: { type: 'string' } })),
      keys(titles(0, { items: [one], field: 'other' })),
      keys(titles(0, { items: [one], table: 'other' })),
    ]);
    assert.equal(new Set(all.flat()).size, 8);
    assert.deepEqual(await keys(titles(0, { items: [one] })), [all[0]![0]]);
  });

  it('does without structured output where it is refused, and remembers that', async () => {
    const client = new ScriptedClient((asked) =>
      asked.question.responseSchema === undefined
        ? good(asked)
        : { error: failure('model/bad-request', 'response_format is not supported') },
    );
    const writer = new ModelRowWriter(client, { concurrency: 1 });
    assert.deepEqual(await writer.write(titles(150)), expected(150));
    assert.equal(client.asked.length, 4);
    assert.equal(writer.report.withoutSchema, 1);
  });

  it('asks for less at once where answers get too long, and loses nothing', async () => {
    const client = new ScriptedClient((asked) => {
      const text = good(asked);
      return asked.count > 12 ? { text: text.slice(0, 200), finish: 'length' } : text;
    });
    assert.deepEqual(await new ModelRowWriter(client).write(titles(50)), expected(50));
    assert.ok(client.asked.length <= 8, String(client.asked.length));
  });

  it('gives up where even one value is too long', async () => {
    const client = new ScriptedClient(() => ({ text: '{"rows":["never ends', finish: 'length' }));
    const error = await new ModelRowWriter(client).write(titles(50)).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    assert.ok(error instanceof RowsMissingError);
    assert.deepEqual(error.reasons, { truncated: 50 });
    assert.ok(client.asked.length <= 20, String(client.asked.length));
  });

  it('asks for less where the question is too long for the model', async () => {
    const client = new ScriptedClient((asked) =>
      asked.count > 10
        ? { error: failure('model/bad-request', 'This model has a maximum context length of 512 tokens') }
        : good(asked),
    );
    assert.deepEqual(await new ModelRowWriter(client).write(titles(40)), expected(40));
  });

  it('makes batches by the limits of tokens', async () => {
    const client = new ScriptedClient((asked) => goodAnswer(asked, (condition) => title(condition)));
    const long = titles(40, { schema: { type: 'string', maxLength: 4000 } });
    await new ModelRowWriter(client, { limits: () => ({ output: 8192 }) }).write(long);
    assert.ok(client.asked.every(({ count }) => count <= 6));
    assert.ok(client.asked.every(({ question }) => question.maxTokens <= 8192));
    const wide = titles(0, {
      items: Array.from({ length: 10 }, (_, row) => ({ row, prompt: `product ${row} ${'x'.repeat(4000)}` })),
    });
    const other = new ScriptedClient((asked) => goodAnswer(asked, (condition) => title(condition)));
    await new ModelRowWriter(other, { limits: () => ({ input: 4000 }) }).write(wide);
    assert.ok(other.asked.length >= 4);
  });

  it('asks again once for values that were there already, then lets them stand', async () => {
    const client = new ScriptedClient((asked, number) =>
      goodAnswer(asked, (_, i) => (number === 0 ? `persona ${i % 3}` : `persona ${i + 3}`)),
    );
    const writer = new ModelRowWriter(client);
    const values = await writer.write(pool(6));
    assert.deepEqual(values, ['persona 0', 'persona 1', 'persona 2', 'persona 3', 'persona 4', 'persona 5']);
    assert.match(client.asked[1]!.question.prompt, /These exist already: "persona 0", "persona 1", "persona 2"/u);
    assert.equal(writer.report.duplicates['reviews.title']!.distinctShare, 1);

    const dull = new ModelRowWriter(new ScriptedClient((asked) => goodAnswer(asked, () => 'always me')));
    assert.deepEqual(await dull.write(pool(5)), Array(5).fill('always me'));
    assert.equal(dull.report.calls, 2);
    assert.equal(dull.report.duplicates['reviews.title']!.distinctShare, 0.2);
    assert.equal(dull.report.written, 5);
  });

  it('knows what it wrote before', async () => {
    const client = new ScriptedClient((asked, number) =>
      goodAnswer(asked, (_, i) => (number === 2 ? `new ${i}` : `same ${i}`)),
    );
    const writer = new ModelRowWriter(client);
    await writer.write(pool(2));
    const items = [5, 6].map((row) => ({ row, prompt: 'A reviewer in five words.' }));
    assert.deepEqual(await writer.write(pool(0, { items })), ['new 0', 'new 1']);
  });

  it('expects no different values of numbers and choices', async () => {
    const client = new ScriptedClient((asked) => goodAnswer(asked, () => 'a'));
    const schema = { type: 'string', enum: ['a', 'b'] };
    assert.deepEqual(await new ModelRowWriter(client).write(pool(4, { schema })), ['a', 'a', 'a', 'a']);
    assert.equal(client.asked.length, 1);
  });

  it('writes whole rows: cells first, by name when asked again', async () => {
    const client = new ScriptedClient((_asked, number) =>
      number === 0
        ? '{"rows":[["Ann","30"],["Bob",-1],["Cem"]]}'
        : '{"rows":[{"name":"Bo","age":3},{"name":"Cy","age":4}]}',
    );
    const writer = new ModelRowWriter(client);
    assert.deepEqual(await writer.write(people(3)), [
      { name: 'Ann', age: 30 },
      { name: 'Bo', age: 3 },
      { name: 'Cy', age: 4 },
    ]);
    assert.match(client.asked[0]!.question.prompt, /^Generate 3 rows with fields name, age\./u);
    assert.equal(writer.report.coerced, 1);
    assert.doesNotMatch(client.asked[1]!.question.prompt, /list of its cells/u);
  });

  it('hears what only the caller can say', async () => {
    const client = new ScriptedClient((asked, number) => goodAnswer(asked, (_, i) => `value ${number}-${i}`));
    const request = titles(3, {
      validate: (value, item) => (item === 1 && String(value).startsWith('value 0') ? 'not on Mondays' : undefined),
    });
    const values = await new ModelRowWriter(client).write(request);
    assert.equal(values[1], 'value 1-0');
    assert.match(client.asked[1]!.question.prompt, /not on Mondays/u);
  });

  it('reports tokens and cost by model, and what is not known', async () => {
    const client = new ScriptedClient((asked, number) => ({
      text: good(asked),
      usage: { inputTokens: 100, outputTokens: 50, ...(number === 0 && { cost: 0.25 }) },
    }));
    const writer = new ModelRowWriter(client);
    await writer.write(titles(100));
    const { inputTokens, outputTokens, cost, unpriced } = writer.report;
    assert.deepEqual(
      { inputTokens, outputTokens, cost, unpriced },
      { inputTokens: 200, outputTokens: 100, cost: 0.25, unpriced: 1 },
    );
  });

  it('counts what was repaired, coerced, cleaned and too much', async () => {
    const client = new ScriptedClient(() => `{"rows":["**One**", 2, 'three', "four", "five"]}`);
    const writer = new ModelRowWriter(client);
    assert.deepEqual(await writer.write(pool(4)), ['One', '2', 'three', 'four']);
    const { repaired, coerced, sanitised, surplus } = writer.report;
    assert.deepEqual({ repaired, coerced, sanitised, surplus }, { repaired: 2, coerced: 1, sanitised: 1, surplus: 1 });
  });

  it('tells how far it is', async () => {
    const seen: number[] = [];
    const writer = new ModelRowWriter(new ScriptedClient(good), {
      onProgress: ({ done, total }) => seen.push(done / total),
    });
    await writer.write(titles(60));
    assert.equal(seen.length, 60);
    assert.equal(seen.at(-1), 1);
    assert.deepEqual(
      [...seen].sort((a, b) => a - b),
      seen,
    );
  });

  it('stops when it is told to, and keeps what is there', async () => {
    const journal = new Journal();
    const control = new AbortController();
    const client = new ScriptedClient((asked, number) => {
      if (number === 1) control.abort(new Error('enough'));
      return good(asked);
    });
    const writer = new ModelRowWriter(client, { journal, concurrency: 1 });
    await assert.rejects(writer.write(titles(500), control.signal), /enough/u);
    assert.equal(client.asked.length, 2);
    assert.equal(journal.values.size, 50);
    assert.equal(client.active, 0);
    await assert.rejects(writer.write(titles(1), control.signal), /enough/u);
    assert.equal(client.asked.length, 2);
  });

  it('stops at the budget: calls on their way end, and what they gave is kept', async () => {
    const journal = new Journal();
    const spent = new SynthError('budget/exceeded', 'The budget of $0.10 does not cover the next call.');
    const client = new ScriptedClient((asked, number) => (number >= 3 ? { error: spent } : good(asked)));
    const error = await new ModelRowWriter(client, { journal }).write(titles(500)).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    assert.ok(error instanceof RowsMissingError);
    assert.equal(error.cause, spent);
    assert.deepEqual(error.reasons, { budget: 350 });
    assert.equal(journal.values.size, 150);
    assert.match(error.message, /350 would have passed the budget/u);
  });

  it('hides no mistake of its own', async () => {
    const client = new ScriptedClient(() => ({ error: new TypeError('a bug') }));
    await assert.rejects(new ModelRowWriter(client).write(titles(300)), TypeError);
  });

  it('hands on values that could not be kept, with a warning', async () => {
    const journal: RowJournal = { get: () => undefined, put: () => Promise.reject(new Error('disk full')) };
    const writer = new ModelRowWriter(new ScriptedClient(good), { journal });
    assert.deepEqual(await writer.write(titles(3)), expected(3));
    assert.deepEqual(writer.report.warnings, ['values that were written could not be kept: disk full']);
  });

  it('asks the same questions and gives the same values every time', async () => {
    const run = async (): Promise<unknown> => {
      const client = new ScriptedClient((asked, number) =>
        number === 1 ? '{"2":"x"}' : goodAnswer(asked, (_, i) => `text ${asked.count} ${i}`),
      );
      const values = await new ModelRowWriter(client, { concurrency: 1 }).write(titles(130));
      return [values, client.asked.map(({ question }) => question)];
    };
    assert.deepEqual(await run(), await run());
  });

  it('gives every value and only valid ones, or an error with true numbers, whatever models answer', async () => {
    const check = new RowCheck(TITLE);
    const scrap = fc.oneof(
      fc.constant('good'),
      fc.constant('cut'),
      fc.constant('fail'),
      fc.json(),
      fc.string(),
      fc.array(fc.string({ maxLength: 70 }), { maxLength: 30 }).map((rows) => JSON.stringify({ rows })),
      fc
        .dictionary(fc.nat({ max: 30 }).map(String), fc.jsonValue(), { maxKeys: 30 })
        .map((rows) => JSON.stringify(rows)),
    );
    const finish = fc.constantFrom('stop', 'length', 'blocked', 'other');
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(scrap, finish), { minLength: 1, maxLength: 6 }),
        fc.nat({ max: 40 }),
        fc.boolean(),
        async (answers, count, alike) => {
          const journal = new Journal();
          const client = new ScriptedClient(
            (asked, number) => {
              const [said, end] = answers[number % answers.length]!;
              const text = goodAnswer(asked, (_, i) => `value ${number} ${i}`);
              if (said === 'fail') return { error: failure('model/server', 'no', true) };
              if (said === 'cut')
                return { text: text.slice(0, text.length >> 1), error: failure('model/network', 'cut', true) };
              return { text: said === 'good' ? text : said, finish: end as 'stop' };
            },
            ['one', 'two'],
          );
          const writer = new ModelRowWriter(client, { journal, rowsPerCall: 10 });
          const request = alike ? pool(count) : titles(count);
          try {
            const values = await writer.write(request);
            assert.equal(values.length, count);
            assert.ok(values.every((value) => check.accepts(value)));
          } catch (error) {
            assert.ok(error instanceof RowsMissingError, String(error));
            assert.equal(error.had + Object.values(error.reasons).reduce((a, b) => a + b, 0), count);
            assert.equal(journal.values.size, error.had);
          }
          for (const value of journal.values.values()) assert.ok(check.accepts(value));
          assert.equal(client.active, 0);
        },
      ),
      { numRuns: 300, seed: 17 },
    );
  });
});
