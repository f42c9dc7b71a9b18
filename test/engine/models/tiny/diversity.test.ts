import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { RoutedClient } from '../../../../engine/src/models/model-client.js';
import { OpenRouterProvider } from '../../../../engine/src/models/open-router.js';
import type { RowsReport } from '../../../../engine/src/models/row-report.js';
import { ModelRowWriter } from '../../../../engine/src/models/row-writer.js';
import type { ModelServer } from '../../../support/model-servers/index.js';
import { withTinyModel } from './model.js';

const COUNT = 60;
const PER_CALL = 4;
const TEXT = { type: 'string', minLength: 1, maxLength: 60 };
const PEOPLE = {
  type: 'object',
  properties: { name: TEXT, city: TEXT },
  required: ['name', 'city'],
  additionalProperties: false,
};

withTinyModel('diversity of a real language model', (tiny) => {
  let server: ModelServer;

  before(async () => {
    server = await tiny().serve('held');
  });
  after(() => server.close());

  async function write(field: string | undefined, temperature: number): Promise<{ texts: string[]; rows: RowsReport }> {
    const provider = new OpenRouterProvider({ baseUrl: server.openAI, apiKey: 'some-key' });
    const client = new RoutedClient({
      providers: new Map([['openRouter', provider]]),
      keys: new Map([['openRouter', { needed: true, present: true }]]),
      models: ['openRouter:tiny/json'],
    });
    const writer = new ModelRowWriter(client, { temperature, limits: () => ({ rows: PER_CALL, named: true }) });
    const values = await writer.write({
      table: 'people',
      field,
      schema: field === undefined ? PEOPLE : TEXT,
      validate: () => undefined,
      items: Array.from({ length: COUNT }, (_, row) => ({ row, prompt: '' })),
      models: [],
      seed: 1,
    });
    return { texts: values.map((value) => JSON.stringify(value)), rows: writer.report };
  }

  for (const field of [undefined, 'city']) {
    const what = field === undefined ? 'rows' : 'values of one field';
    const name = field === undefined ? 'people' : `people.${field}`;

    it(`repeats the same ${what} at temperature 0: they are asked for again, and told as duplicates`, async () => {
      const { texts, rows } = await write(field, 0);
      const counts = rows.duplicates[name];
      assert.equal(texts.length, COUNT);
      // Each call says what the one before said.
      assert.ok(counts.distinct <= 2 * PER_CALL, inspect(counts));
      assert.equal(counts.exact + counts.near, COUNT - counts.distinct);
      assert.ok(Math.abs(counts.distinctShare - counts.distinct / COUNT) < 1e-9);
      assert.equal(rows.refused.duplicate, COUNT - counts.distinct, inspect(rows));
      assert.equal(rows.reasked, rows.refused.duplicate);
      assert.ok(new Set(texts).size <= 2 * PER_CALL);
      assert.ok(server.requests.every(({ temperature }) => temperature !== undefined));
    });

    it(`writes different ${what} at temperature 0.9`, async () => {
      const { texts, rows } = await write(field, 0.9);
      const counts = rows.duplicates[name];
      assert.ok(counts.distinct >= 0.9 * COUNT, inspect(counts));
      assert.ok(new Set(texts).size >= counts.distinct);
    });
  }
});
