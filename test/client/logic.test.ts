import assert from 'node:assert/strict';
import { looksLikeJsonSchema } from '../../client/src/documents.js';
import { rememberAnswers, rememberedAnswers } from '../../client/src/generate/answers.js';
import {
  budgetOf,
  bytesText,
  countOf,
  dollarsText,
  numberText,
  rowsIn,
  durationText,
} from '../../client/src/generate/labels.js';
import { byNearness, type ListedModel, usableWith } from '../../client/src/models/order.js';
import { commandLine, dataTypeOf } from '../../client/src/tasks/command-line.js';
import { recordsOf } from '../../client/src/tools/records.js';

class Store {
  kept: unknown;
  get = (): unknown => this.kept;
  update = async (_: string, value: unknown): Promise<void> => {
    this.kept = JSON.parse(JSON.stringify(value));
  };
}

describe('answers to Generate…', () => {
  it('are remembered for each schema, the newest fifty', async () => {
    const store = new Store();
    for (let i = 0; i < 60; i++) await rememberAnswers(store, `file:///${i}`, { count: i });
    assert.deepEqual(rememberedAnswers(store, 'file:///59'), { count: 59 });
    assert.deepEqual(rememberedAnswers(store, 'file:///10'), { count: 10 });
    assert.deepEqual(rememberedAnswers(store, 'file:///9'), {});
    await rememberAnswers(store, 'file:///10', { count: 5, format: 'parquet', model: 'local', budget: 0 });
    assert.deepEqual(rememberedAnswers(store, 'file:///10'), {
      count: 5,
      format: 'parquet',
      model: 'local',
      budget: 0,
    });
    assert.equal((store.kept as unknown[]).length, 50);
  });

  const kept: [what: string, value: unknown, expected: object][] = [
    ['nothing', undefined, {}],
    ['something else', { 'file:///a': {} }, {}],
    ['no entries', [1, null, 'file:///a'], {}],
    ['no answers', [['file:///a', null]], {}],
    ['other types', [['file:///a', { type: 'rows', count: '5', format: 'xml', model: 1, budget: -1, output: 2 }]], {}],
    [
      'some of them',
      [['file:///a', { type: 'events', count: 1.5, output: 'file:///b' }]],
      { type: 'events', output: 'file:///b' },
    ],
  ];
  for (const [what, value, expected] of kept) {
    it(`are none where ${what} was kept`, () => {
      const store = new Store();
      store.kept = value;
      assert.deepEqual(rememberedAnswers(store, 'file:///a'), expected);
    });
  }
});

describe('what a person types', () => {
  const counts: [text: string, count: number | undefined][] = [
    ['1', 1],
    [' 1000 ', 1000],
    ['1,000', 1000],
    ['1.000.000', 1_000_000],
    ['1 000', 1000],
    ['10k', 10_000],
    ['2 M', 2_000_000],
    ['0', undefined],
    ['-5', undefined],
    ['1.5', undefined],
    ['1,00', undefined],
    ['ten', undefined],
    ['', undefined],
    ['9007199254740993', undefined],
  ];
  for (const [text, count] of counts) {
    it(`"${text}" is ${count ?? 'no'} rows`, () => assert.equal(countOf(text), count));
  }

  const budgets: [text: string, dollars: number | undefined][] = [
    ['0.50', 0.5],
    ['0,50', 0.5],
    ['$2', 2],
    ['3 USD', 3],
    ['0', 0],
    ['-1', undefined],
    ['much', undefined],
  ];
  for (const [text, dollars] of budgets) {
    it(`"${text}" is ${dollars ?? 'no'} dollars`, () => assert.equal(budgetOf(text), dollars));
  }
});

describe('numbers in words', () => {
  const cases: [what: string, text: string, expected: string][] = [
    ['rows', numberText(1_234_567.4, 'en'), '1,234,567'],
    ['rows in German', numberText(1_234_567, 'de'), '1.234.567'],
    ['no bytes', bytesText(0, 'en'), '0 B'],
    ['bytes', bytesText(999, 'en'), '999 B'],
    ['kilobytes that would round up', bytesText(999_600, 'en'), '1 MB'],
    ['megabytes', bytesText(4_560_000, 'en'), '4.6 MB'],
    ['megabytes in German', bytesText(4_560_000, 'de'), '4,6 MB'],
    ['terabytes', bytesText(5e15, 'en'), '5,000 TB'],
    ['milliseconds', durationText(40, 'en'), '40 ms'],
    ['seconds', durationText(1460, 'en'), '1.5 s'],
    ['many seconds', durationText(61_400, 'en'), '61 s'],
    ['dollars', dollarsText(1.5, 'en'), '$1.50'],
    ['less than a cent', dollarsText(0.000_37, 'en'), '$0.0004'],
    ['nothing', dollarsText(0, 'en'), '$0.00'],
  ];
  for (const [what, text, expected] of cases) it(`tell ${what}`, () => assert.equal(text, expected));

  it('are read from a report of progress', () => {
    assert.equal(rowsIn('users: 12,000 rows'), 12_000);
    assert.equal(rowsIn('a: b: 7 rows'), 7);
    assert.equal(rowsIn('Generating'), undefined);
    assert.equal(rowsIn(undefined), undefined);
  });
});

describe('models to choose among', () => {
  const model = (id: string, provider: string, usable: boolean): ListedModel => ({ id, provider, usable });

  it('stand with what is near and usable first', () => {
    const listed = [
      model('gemini-x', 'gemini', true),
      model('vscode:chat', 'vscode', true),
      model('router-y', 'openRouter', false),
      model('mine:small', 'mine', true),
    ];
    const order = (kept: string[]): string[] => byNearness(usableWith(listed, new Set(kept))).map(({ id }) => id);
    assert.deepEqual(order([]), ['mine:small', 'vscode:chat', 'gemini-x', 'router-y']);
    assert.equal(usableWith(listed, new Set(['openRouter']))[2]!.usable, true);
  });
});

describe('command lines of tasks', () => {
  const task = { schema: 'a b.synth.yaml', count: 10, output: 'a.csv', seed: 'random' };
  const args = [
    'generate',
    'structured',
    '--schema',
    'a b.synth.yaml',
    '--count',
    '10',
    '--seed',
    'random',
    '--output',
    'a.csv',
  ];
  const cases: [path: string, command: string, before: string[]][] = [
    ['', 'npx', ['agentic-synth']],
    ['/opt/agentic-synth', '/opt/agentic-synth', []],
    ['tools/cli.cjs', 'node', ['tools/cli.cjs']],
  ];
  for (const [path, command, before] of cases) {
    it(`call ${path || 'npx'}`, () =>
      assert.deepEqual(commandLine(task, path), { command, args: [...before, ...args] }));
  }

  const types: [text: string, type: string][] = [
    ['id: uuid\n', 'structured'],
    ['type: timeseries\nfields: {}\n', 'timeseries'],
    ['{\n  "type": "events",\n  "fields": {}\n}', 'events'],
    ['{ "type": "timeseries" }', 'timeseries'],
    ['events:\n  types: {}\n', 'events'],
    ['fields:\n  kind: { type: events.name }\n', 'structured'],
  ];
  for (const [text, type] of types) {
    it(`say ${type} for ${JSON.stringify(text)}`, () => assert.equal(dataTypeOf(text), type));
  }
});

describe('files that menus are for', () => {
  it('are JSON Schemas that say so', () => {
    assert.equal(looksLikeJsonSchema('{ "$schema": "http://json-schema.org/draft-07/schema#" }'), true);
    assert.equal(looksLikeJsonSchema('{\n"$schema" : "https://json-schema.org/draft/2020-12/schema"'), true);
    assert.equal(looksLikeJsonSchema('{ "$schema": "./settings.schema.json" }'), false);
    assert.equal(looksLikeJsonSchema('{}'), false);
  });
});

describe('records told to agents', () => {
  it('have no keys that are absent, and no more rows than asked for', () => {
    const statistics = { nulls: 0, absent: 0, distinct: 0 };
    const columns = [
      { name: 'a', type: 'integer', values: [1, 2, 3], statistics },
      { name: 'b', type: 'text', values: [null, 'x', null], absent: [2], statistics },
    ] as const;
    const told = recordsOf([{ name: 'rows', type: 'structured', rows: 3, columns }], 3);
    assert.deepEqual(told.tables, { rows: [{ a: 1, b: null }, { a: 2, b: 'x' }, { a: 3 }] });
    assert.equal(recordsOf([{ name: 'rows', type: 'structured', rows: 3, columns }], 2).tables.rows!.length, 2);
  });
});
