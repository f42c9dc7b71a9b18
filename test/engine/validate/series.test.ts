import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { recordsOfBatch } from '../../../engine/src/generators/records.js';
import { AgenticSynth, loadSchema, validateData } from '../../../engine/src/index.js';
import { DataChecker } from '../../../engine/src/validate/checker.js';
import { planOf } from '../../../engine/src/validate/data.js';
import { clockedTables, events, timeSeries } from '../../oracle/series-arbitrary.js';
import { ROOT } from '../../support/run.js';
import { runs } from '../properties/generate.js';

type Rows = Record<string, unknown>[];

const synth = new AgenticSynth();
const typeOf = (document: object): string =>
  'tables' in document ? 'structured' : (document as { type: string }).type;

async function codes(document: object, data: unknown): Promise<string[]> {
  const { problems } = await validateData(document, data);
  return problems.map(({ code, path, row }) => `${code} ${path} ${row}`);
}

const series = {
  type: 'timeseries',
  start: '2026-01-31T00:00:00Z',
  interval: '1mo',
  series: { sensor: ['roof', 'cellar'] },
  count: 24,
  fields: {
    value: {
      type: 'number',
      min: 0,
      max: 50,
      decimals: 1,
      anomalies: { probability: 0.2, types: ['spike', 'missing'], label: 'why' },
    },
    sales: { type: 'integer', base: 100, noise: { type: 'poisson' } },
  },
};

const clicks = {
  type: 'events',
  start: '2026-01-01T00:00:00Z',
  rate: '1/s',
  count: 60,
  events: { view: { fields: { page: 'string' } }, buy: { fields: { amount: 'integer (1..9)' } } },
  fields: { id: 'uuid', user: 'integer (1..5)' },
};

const drifting = {
  ...clicks,
  count: 120,
  faults: {
    drift: [
      { at: '2026-01-01T00:01:00Z', field: 'user', rename: 'account' },
      { at: '2026-01-01T00:01:00Z', field: 'amount', change: 'text' },
    ],
  },
};

describe('validation of series and events', () => {
  it('accepts what the engine makes of the examples', async () => {
    const folder = join(ROOT, 'examples');
    for (const name of await readdir(folder)) {
      if (!/\.(synth\.yaml|json)$/.test(name)) continue;
      const { value } = await loadSchema(join(folder, name));
      if (!/"type":"(events|timeseries)"/.test(JSON.stringify(value))) continue;
      const plan = await planOf(value, {});
      const checker = new DataChecker(plan);
      for (const table of plan.tables) {
        const to = Math.min(5000, table.total);
        const records = recordsOfBatch(table, table.batch(0, to));
        table.verify(records, 0);
        checker.add(table.name, records);
      }
      assert.deepEqual(checker.finish().problems.slice(0, 5), [], name);
    }
  });

  for (const [name, document] of Object.entries({ timeSeries, events, clockedTables })) {
    it(`accepts what the engine makes of drawn schemas: ${name}`, async function () {
      this.timeout(300_000);
      const check = async (schema: object): Promise<void> => {
        const data = await synth.generate<unknown>(typeOf(schema), { schema, verify: true });
        assert.deepEqual((await codes(schema, data)).slice(0, 3), []);
      };
      await fc.assert(fc.asyncProperty(document, check), runs(60));
    });
  }

  const wrong: [what: string, schema: object, change: (rows: Rows) => void, problem: RegExp][] = [
    ['a value below its bound', series, (rows) => (rows[3].value = -0.1), /^value\/range value 3$/],
    ['a count that is no whole number', series, (rows) => (rows[3].sales = 1.5), /^value\/type sales 3$/],
    ['too many decimals', series, (rows) => (rows[3].value = 1.25), /^value\/step value 3$/],
    ['a key of no series', series, (rows) => (rows[0].sensor = 'attic'), /^value\/enum sensor 0$/],
    ['a label that is no anomaly', series, (rows) => (rows[0].why = 'stuck'), /^value\/enum why 0$/],
    ['a column without its time', series, (rows) => delete rows[5].timestamp, /^value\/missing timestamp 5$/],
    ['a column that no one knows', series, (rows) => (rows[5].extra = 1), /^value\/unknown extra 5$/],
    ['a time that is none', series, (rows) => (rows[2].timestamp = 'noon'), /^value\/format timestamp 2$/],
    ['times that fall', series, (rows) => rows.splice(4, 0, ...rows.splice(8, 2)), /^time\/(order|interval) timestamp/],
    ['a step left out', series, (rows) => rows.splice(6, 2), /^time\/interval timestamp [67]$/],
    [
      'a step beside the grid',
      series,
      (rows) => (rows[6].timestamp = '2026-04-29T00:00:00Z'),
      /^time\/interval timestamp [68]$/,
    ],
    ['a type of event that is none', clicks, (rows) => (rows[1].type = 'sell'), /^value\/enum type 1$/],
    ['an event of another type', clicks, (rows) => swapType(rows), /^value\/(missing|unknown) (page|amount) \d+$/],
    ['a payload that is wrong', clicks, (rows) => (find(rows, 'buy').amount = 11), /^value\/range amount \d+$/],
    ['a payload of another type', clicks, (rows) => (find(rows, 'view').amount = 3), /^value\/unknown amount \d+$/],
    ['a payload that is missing', clicks, (rows) => delete find(rows, 'view').page, /^value\/missing page \d+$/],
    ['events that go back in time', clicks, (rows) => rows.push(rows.splice(5, 1)[0]), /^time\/order timestamp 59$/],
    ['the same event again', clicks, (rows) => rows.push({ ...rows[59] }), /^unique\/repeated id 60$/],
    [
      'a field under its later name',
      drifting,
      (rows) => rename(rows[0], 'user', 'account'),
      /^value\/(missing|unknown) (user|account) 0$/,
    ],
    [
      'a field under its earlier name',
      drifting,
      (rows) => rename(rows[119], 'account', 'user'),
      /^value\/(missing|unknown) (user|account) 119$/,
    ],
    [
      'a number that is a text by then',
      drifting,
      (rows) => (findLast(rows, 'buy').amount = 3),
      /^value\/type amount \d+$/,
    ],
  ];
  for (const [what, schema, change, problem] of wrong) {
    it(`refuses ${what}`, async () => {
      const rows = await synth.generate<Rows>(typeOf(schema), { schema });
      assert.deepEqual(await codes(schema, rows), []);
      change(rows);
      const found = await codes(schema, rows);
      assert.ok(found.length > 0, 'nothing was found');
      for (const each of found) assert.match(each, problem);
    });
  }

  it('lets events come late where the schema says so, and no others', async () => {
    const faulty = { ...clicks, faults: { late: { probability: 0, delay: { type: 'exponential', mean: '1m' } } } };
    const rows = await synth.generate<Rows>('events', { schema: clicks });
    rows.push(rows.splice(5, 1)[0]);
    assert.deepEqual(await codes(faulty, rows), []);
  });

  it('takes a duplicate for the same record, not for a repeated key', async () => {
    const faulty = { ...clicks, faults: { duplicate: 0.5, label: 'fault' } };
    const rows = await synth.generate<Rows>('events', { schema: faulty });
    assert.deepEqual(await codes(faulty, rows), []);
    const copy = rows.findIndex(({ fault }) => fault === 'duplicate');
    rows[copy].user = ((rows[copy].user as number) % 5) + 1;
    assert.deepEqual(await codes(faulty, rows), [`unique/repeated id ${copy}`]);
  });

  it('knows the keys of series that are rows of a table', async () => {
    const schema = {
      tables: {
        hosts: { count: 2, fields: { id: { pattern: 'h\\d', unique: true } } },
        load: {
          type: 'timeseries',
          interval: '1m',
          count: 6,
          series: { host: { ref: 'hosts.id' } },
          fields: { x: 'number' },
        },
      },
    };
    const data = await synth.generate<Record<string, Rows>>('timeseries', { schema });
    assert.deepEqual(await codes(schema, data), []);
    data.load[4].host = 'zz';
    assert.deepEqual(await codes(schema, data), ['ref/no-parent host 4']);
  });

  it('starts anew with each file, whatever their order', async () => {
    const rows = await synth.generate<Rows>('events', { schema: clicks });
    const checker = new DataChecker(await planOf(clicks, {}));
    checker.add('rows', rows.slice(30), { file: 'b.jsonl' });
    checker.add('rows', rows.slice(0, 30), { file: 'a.jsonl' });
    assert.deepEqual(checker.finish().problems, []);
  });
});

const find = (rows: Rows, type: string): Rows[number] => rows.find((row) => row.type === type)!;
const findLast = (rows: Rows, type: string): Rows[number] => rows.filter((row) => row.type === type).at(-1)!;

function swapType(rows: Rows): void {
  rows[0].type = rows[0].type === 'view' ? 'buy' : 'view';
}

function rename(row: Rows[number], from: string, to: string): void {
  row[to] = row[from];
  delete row[from];
}
