import assert from 'node:assert/strict';
import { parseDocument } from 'agentic-synth';
import { type DocumentSymbol, SymbolKind } from 'vscode-languageserver-types';
import { documentSymbols, workspaceSymbols } from '../../../server/src/features/symbols.js';
import { documentOf, filesOf, LANGUAGES, noFiles, rangeText, write } from './support.js';

const KIND = Object.fromEntries(Object.entries(SymbolKind).map(([name, number]) => [number, name]));

/** `Kind name: detail`, indented. */
function lines(symbols: readonly DocumentSymbol[], indent = ''): string[] {
  return symbols.flatMap(({ name, detail, kind, children = [] }) => [
    `${indent}${KIND[kind]} ${name}${detail ? `: ${detail}` : ''}`,
    ...lines(children, `${indent}  `),
  ]);
}

const CASES: readonly (readonly [
  title: string,
  kind: 'schema' | 'json-schema' | 'config' | 'batch',
  yaml: string,
  outline: readonly string[],
])[] = [
  [
    'tables, nested fields, lists, variants and types',
    'schema',
    `
seed: 1
types: { money: { type: number, min: 0 } }
tables:
  users:
    fields:
      id: uuid
      home: { fields: { city: location.city } }
      lines: { type: array, items: { fields: { price: money } } }
      tags: 'string[]'
      height: { by: sex, cases: { female: integer, male: { type: number } }, else: date }
      sex: { enum: [female, male] }
      '': boolean
  orders: { count: { per: users, min: 1, max: 2 }, fields: { userId: { ref: users.id }, sum: { expr: 1 + 1 } } }`,
    [
      'Class users: structured',
      '  Key id: uuid',
      '  Object home: object',
      '    Field city: location.city',
      '  Array lines: object[]',
      '    Field price: money',
      '  Array tags: string[]',
      '  Field height: by sex',
      '    EnumMember case female: integer',
      '    EnumMember case male: number',
      '    EnumMember else: date',
      '  Enum sex: enum',
      '  Boolean "": boolean',
      'Class orders: structured',
      '  Key userId: → users.id',
      '  Operator sum: expr',
      'Struct money: number',
    ],
  ],
  [
    'a document with events',
    'schema',
    `
name: clicks
type: events
start: 2026-01-01
rate: 1/s
count: 3
events: { view: { fields: { page: string } }, buy: {} }
fields: { id: uuid }`,
    ['Class clicks: events', '  Key id: uuid', '  Event view: event', '    String page: string', '  Event buy: event'],
  ],
  [
    'series of a document without a name',
    'schema',
    'type: timeseries\nstart: 2026-01-01\ninterval: 1m\ncount: 3\nseries: { room: [a, b] }\nfields: { heat: number }',
    ['Class x: timeseries', '  Field room: series', '  Number heat: number'],
  ],
  [
    'a field map',
    'schema',
    'name: person.fullName\nage: integer (0..9)',
    ['Field name: person.fullName', 'Number age: integer (0..9)'],
  ],
  ['nothing', 'schema', '', []],
  [
    'a JSON Schema',
    'json-schema',
    'type: object\nproperties: { a: { type: integer } }\nrequired: [a]',
    ['String type: object', 'Object properties', '  Object a: integer', '    String type: integer', 'Array required'],
  ],
  [
    'a batch',
    'batch',
    'jobs: [{ name: one, schema: a.synth.yaml, count: 3 }]',
    ['Array jobs', '  Object one: 0', '    String name: one', '    String schema: a.synth.yaml', '    Number count: 3'],
  ],
];

describe('outline', () => {
  for (const [title, kind, yaml, expected] of CASES) {
    for (const language of LANGUAGES) {
      it(`${title}, in ${language}`, async () => {
        const { value } = parseDocument(yaml, { language: 'yaml' });
        const document = documentOf(value === null ? '' : write(value, language), language, { kind });
        const symbols = await documentSymbols(document, noFiles);
        assert.deepEqual(lines(symbols), expected);
        const within = (list: readonly DocumentSymbol[], from: number, to: number): void => {
          for (const { range, selectionRange, children = [], name } of list) {
            const [start, end] = [document.offsetAt(range.start), document.offsetAt(range.end)];
            assert.ok(from <= start && start <= end && end <= to, name);
            assert.ok(start <= document.offsetAt(selectionRange.start) && document.offsetAt(selectionRange.end) <= end);
            within(children, start, end);
          }
        };
        within(symbols, 0, document.text.length);
      });
    }
  }

  it('finds tables and fields of all files by letters in their order', async () => {
    const one = documentOf(
      'tables: { users: { fields: { userName: string, home: { fields: { city: string } } } } }',
      'flow YAML',
      { name: '/work/one' },
    );
    const two = documentOf('{ "fields": { "city": "string" } }', 'JSON', { name: '/work/two' });
    const find = async (query: string): Promise<string[]> =>
      (await workspaceSymbols(query, filesOf(one, two))).map(({ name, containerName, location }) => {
        const document = location.uri === one.uri ? one : two;
        assert.equal(document.text.slice(0, 1) === '{', document === two);
        assert.ok('range' in location);
        return `${containerName}/${name} ${rangeText(document, location.range)}`;
      });
    assert.deepEqual(await find('uN'), ['users/userName userName']);
    assert.deepEqual(await find('CITY'), ['users.home/city city', 'two/city "city"']);
    assert.deepEqual(await find('users'), ['one.synth.yaml/users users']);
    assert.equal((await find('')).length, 6);
    assert.deepEqual(await find('zz'), []);
  });
});
