import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { inspect } from 'node:util';
import type { Config } from '../../../engine/src/config/schema.js';
import { AgenticSynth } from '../../../engine/src/index.js';
import {
  type ModelServer,
  type RecordedRequest,
  type Reply,
  startModelServer,
} from '../../support/model-servers/index.js';
import { conditionsOf } from './scripted-client.js';

const CUSTOMERS = {
  fields: {
    id: 'sequence',
    uuid: 'uuid',
    name: 'fullName',
    email: 'email',
    age: { type: 'integer', min: 18, max: 90 },
    country: 'location.country',
    since: { type: 'date', min: '2020-01-01', max: '2025-12-31' },
    score: { type: 'number', min: 0, max: 1 },
    active: 'boolean',
    remark: { prompt: 'What {{name}} from {{country}} said on the phone', length: { max: 80 } },
  },
};
const SIZES = {
  fields: { id: 'sequence', text: { prompt: 'A remark about order {{id}} of a bicycle shop', length: { max: 80 } } },
};

const WORDS =
  'asked about brakes chain delivery the invoice Monday bell saddle twice loudly spare tyres paint wheel rust gears';

/** A remark unlike all others: models that repeat themselves are asked again. */
function remark(number: number): string {
  const words = WORDS.split(' ');
  const bytes = createHash('sha256').update(String(number)).digest();
  return [...bytes.subarray(0, 8)].map((byte) => words[byte % words.length]).join(' ');
}

/** A text for each numbered condition, as no other call gets it, in the form that was asked for. */
function texts({ prompt, number, schema }: RecordedRequest): Reply {
  const numbers = conditionsOf(prompt).map((_, i) => i + 1);
  const text = (n: number): string => remark(number * 50 + n);
  const named = /"n":1,"(\w+)"/u.exec(prompt)?.[1];
  if (named !== undefined) return { rows: { rows: numbers.map((n) => ({ n, [named]: text(n) })) } };
  assert.ok(schema !== undefined);
  return { rows: Object.fromEntries(numbers.map((n) => [String(n), text(n)])) };
}

describe('batches of rows that models are asked for', () => {
  let server: ModelServer;

  beforeEach(async () => {
    server = await startModelServer(texts);
  });
  afterEach(() => server.close());

  const synthOf = (models: Config['models'] = {}, rows?: 'cells' | 'objects'): AgenticSynth =>
    new AgenticSynth({
      cache: { enabled: false },
      models: { ...models, providers: { shop: { baseUrl: server.openAI, models: ['small'], ...(rows && { rows }) } } },
    });

  it('take 200 calls for 10,000 rows of ten fields with one text', async () => {
    const { records, report } = await synthOf().run('structured', { schema: CUSTOMERS, count: 10_000, model: 'small' });
    assert.equal(records.length, 10_000);
    assert.equal(new Set(records.map(({ remark }) => remark)).size, 10_000);
    assert.ok(server.requests.length <= 210, String(server.requests.length));
    assert.equal(report.models?.rows.calls, server.requests.length);
    assert.ok(server.requests.every(({ prompt }) => conditionsOf(prompt).length <= 50));
  });

  it('hold as many rows as a limit of the model says', async () => {
    const limits = { '*': { rowsPerCall: 20 }, small: { rowsPerCall: 7 } };
    const records = await synthOf({ limits }).generate('structured', { schema: SIZES, count: 30, model: 'small' });
    assert.equal(records.length, 30);
    assert.deepEqual(
      server.requests.map(({ prompt }) => conditionsOf(prompt).length),
      [7, 7, 7, 7, 2],
    );
  });

  it('hold no more than the context of the model, which is asked though all rows together are too many for it', async () => {
    const prices = { small: { contextTokens: 1000, maxOutputTokens: 400 } };
    const { records, report } = await synthOf({ prices }).run('structured', {
      schema: SIZES,
      count: 50,
      model: 'small',
    });
    assert.equal(records.length, 50);
    assert.ok(server.requests.length > 2, String(server.requests.length));
    for (const { prompt, system, maxTokens } of server.requests) {
      const tokens = Math.ceil((prompt.length + (system?.length ?? 0)) / 4);
      assert.ok(
        maxTokens !== undefined && maxTokens <= 400 && tokens + maxTokens <= 1000,
        inspect({ tokens, maxTokens }),
      );
    }
    assert.equal(report.models?.rows.reasked, 0);
  });

  it('are of objects with names where the provider is set to them', async () => {
    const records = await synthOf({}, 'objects').generate('structured', { schema: SIZES, count: 3, model: 'small' });
    assert.deepEqual(
      records.map(({ text }) => text),
      [remark(1), remark(2), remark(3)],
    );
    assert.deepEqual(Object.keys((server.requests[0].schema as { properties: object }).properties), ['rows']);
  });
});
