import assert from 'node:assert/strict';
import { AgenticSynth } from '../../../engine/src/core-synth.js';
import { createEncoder, FORMATS } from '../../../engine/src/output/formats.js';

const SHOP = {
  tables: {
    users: { count: 3000, fields: { id: 'uuid', name: 'fullName', age: 'integer(1..90)' } },
    orders: {
      count: { per: 'users', min: 0, max: 9, distribution: { type: 'poisson', mean: 2 } },
      fields: { id: 'sequence', userId: { ref: 'users.id' }, at: 'datetime' },
    },
  },
};

describe('estimate', () => {
  const synth = new AgenticSynth();

  it('tells the rows of each table, and about their bytes in each format', async () => {
    const { tables, rows, bytes, prompts, models } = await synth.estimate('structured', { schema: SHOP });
    const records = await synth.generate<Record<string, object[]>>('structured', { schema: SHOP });
    assert.deepEqual(
      tables.map((table) => [table.name, table.rows, table.expected]),
      Object.entries(records).map(([name, own]) => [name, own.length, false]),
    );
    assert.equal(rows, records.users.length + records.orders.length);
    assert.deepEqual([prompts, models], [[], undefined]);
    const written = new TextEncoder().encode(records.users.map((row) => `${JSON.stringify(row)}\n`).join('')).length;
    const told = tables[0].bytes.jsonl!;
    assert.ok(Math.abs(told - written) < 0.02 * written, `${told}, not ${written}`);
    assert.deepEqual(Object.keys(bytes), [...FORMATS]);
    assert.ok(bytes.parquet! < bytes.csv! && bytes.csv! < bytes.jsonl!);
  });

  it('is exact where all rows are looked at', async () => {
    const schema = { a: 'integer', b: 'email', c: { type: 'date', nullable: true } };
    const { bytes } = await synth.estimate('structured', { schema, count: 150 });
    const { sources } = await (synth as unknown as { open: AgenticSynth['open'] }).open('structured', {
      schema,
      count: 150,
    });
    for (const format of FORMATS) {
      const encoder = createEncoder(format, sources[0].fields);
      const chunk = encoder.encode([sources[0].batch(0, 150)], 0);
      const end = encoder.end([{ ...chunk, bytes: chunk.bytes.length }]);
      assert.equal(bytes[format], encoder.begin().length + chunk.bytes.length + end.length, format);
    }
  });

  it('says what is to be expected where counting would take long', async () => {
    const schema = { tables: { ...SHOP.tables, users: { ...SHOP.tables.users, count: 5_000_000 } } };
    const { tables } = await synth.estimate('structured', { schema });
    assert.equal(tables[0].rows, 5_000_000);
    assert.ok(tables[1].expected && Math.abs(tables[1].rows - 10_000_000) < 200_000, String(tables[1].rows));
    const events = { type: 'events', rate: '2/s', duration: '1w', faults: { drop: 0.5 }, fields: { at: 'datetime' } };
    const told = await synth.estimate('events', { schema: events });
    assert.deepEqual(
      told.tables.map(({ rows, expected }) => [rows, expected]),
      [[604_800, true]],
    );
    assert.equal((await synth.estimate('events', { schema: events, count: 70 })).rows, 70);
  });

  it('says what models would be asked, though no key is there', async () => {
    const schema = { a: 'fullName', b: { prompt: 'A greeting to {{a}}.' } };
    const { prompts, models } = await synth.estimate('structured', { schema, count: 100, model: 'gemini-2.5-flash' });
    assert.deepEqual(prompts, ['/b']);
    assert.ok(models !== undefined && models.calls > 0 && models.cost > 0 && models.inputTokens > 0);
    assert.equal((await synth.estimate('structured', { schema, model: 'local' })).models, undefined);
  });

  it('tells nothing of tables without rows', async () => {
    const none = {
      tables: { ...SHOP.tables, orders: { ...SHOP.tables.orders, count: { per: 'users', min: 0, max: 0 } } },
    };
    const { tables } = await synth.estimate('structured', { schema: none });
    assert.deepEqual([tables[1].rows, tables[1].bytes.csv], [0, 0]);
  });
});
