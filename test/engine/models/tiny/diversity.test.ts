import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { AgenticSynth } from '../../../../engine/src/index.js';
import type { RowsReport } from '../../../../engine/src/models/row-report.js';
import type { ModelServer } from '../../../support/model-servers/index.js';
import { withTinyModel } from './model.js';

const COUNT = 60;
const PER_CALL = 4;
const SCHEMAS = {
  rows: { name: { type: 'text', length: { max: 60 } }, city: { type: 'text', length: { max: 60 } } },
  'rows.city': { fields: { id: 'sequence', city: { prompt: 'A city', length: { max: 60 } } } },
};

withTinyModel('diversity of a real language model', (tiny) => {
  let server: ModelServer;

  before(async () => {
    server = await tiny().serve('held');
  });
  after(() => server.close());

  async function write(schema: object, temperature: number): Promise<{ texts: string[]; rows: RowsReport }> {
    const before = server.requests.length;
    const synth = new AgenticSynth({
      apiKeys: { openRouter: 'some-key' },
      cache: { enabled: false },
      models: {
        temperature,
        limits: { '*': { rowsPerCall: PER_CALL } },
        providers: { openRouter: { baseUrl: server.openAI, rows: 'objects' } },
      },
    });
    const { records, report } = await synth.run('structured', { schema, count: COUNT, model: 'openRouter:tiny/json' });
    assert.ok(server.requests.slice(before).every((request) => request.temperature === temperature));
    const texts = records.map(({ name = '', city }) => `${String(name)}, ${String(city)}`);
    return { texts, rows: report.models!.rows };
  }

  for (const [name, schema] of Object.entries(SCHEMAS)) {
    const what = name === 'rows' ? 'rows' : 'values of one field';

    it(`repeats the same ${what} at temperature 0: they are asked for again, and told as duplicates`, async () => {
      const { texts, rows } = await write(schema, 0);
      const counts = rows.duplicates[name];
      assert.equal(texts.length, COUNT);
      // Each call says what the one before said.
      assert.ok(counts.distinct <= 2 * PER_CALL, inspect(counts));
      assert.equal(counts.exact + counts.near, COUNT - counts.distinct);
      assert.ok(Math.abs(counts.distinctShare - counts.distinct / COUNT) < 1e-9);
      assert.equal(rows.refused.duplicate, COUNT - counts.distinct, inspect(rows));
      assert.equal(rows.reasked, rows.refused.duplicate);
      assert.ok(new Set(texts).size <= 2 * PER_CALL);
    });

    it(`writes different ${what} at temperature 0.9`, async () => {
      const { texts, rows } = await write(schema, 0.9);
      const counts = rows.duplicates[name];
      assert.ok(counts.distinct >= 0.9 * COUNT, inspect(counts));
      assert.ok(new Set(texts).size >= counts.distinct);
    });
  }
});
