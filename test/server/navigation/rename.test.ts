import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AgenticSynth, type Definition, parseDocument } from 'agentic-synth';
import type { Location, TextDocumentEdit, TextEdit, WorkspaceEdit } from 'vscode-languageserver-types';
import { createDocument } from '../../../server/src/document/create.js';
import type { SynthDocument } from '../../../server/src/document/document.js';
import { definition } from '../../../server/src/features/definition.js';
import { references } from '../../../server/src/features/references.js';
import { prepareRename, rename, RenameError } from '../../../server/src/features/rename.js';
import { type Files, namesOf } from '../../../server/src/names/lookup.js';
import { ROOT } from '../../support/run.js';
import { applied, documentOf, filesOf, LANGUAGES, marked, rangeText, write } from './support.js';

const changesOf = (edit: WorkspaceEdit | undefined): TextDocumentEdit[] => edit!.documentChanges as TextDocumentEdit[];

function textsAfter(edit: WorkspaceEdit | undefined, documents: readonly SynthDocument[]): string[] {
  const changes = changesOf(edit);
  return documents.map((document) => {
    const change = changes.find(({ textDocument: { uri } }) => uri === document.uri);
    return change === undefined ? document.text : applied(document, change.edits as TextEdit[]);
  });
}

describe('rename', () => {
  const refused: readonly (readonly [yaml: string, name: string, message: RegExp])[] = [
    ['fields: { a‸: integer, b: integer }', 'b', /There is a field "b" already/],
    ['fields: { a‸: integer }', '', /needs a name/],
    ['fields: { a‸: integer }', ' b', /white space/],
    ['fields: { a‸: integer }', 'b\nc', /one line/],
    ["fields: { a‸: integer, b: { expr: 'a + 1' } }", 'two words', /line \d+ of .*choose another/],
    ["fields: { a‸: integer, b: { expr: 'a + 1' } }", 'in', /choose another/],
    ["fields: { a‸: integer, b: { expr: '[1].map(x, x + a)' } }", 'x', /choose another/],
    ["fields: { a‸: integer, b: { expr: '_row + a' } }", '_row', /choose another/],
    [
      'tables: { users‸: { fields: { id: uuid } }, b: { fields: { of: { ref: users.id } } } }',
      'b',
      /table "b" already/,
    ],
    ['tables: { users‸: { fields: { id: uuid } }, b: { fields: { of: { ref: users.id } } } }', 'a.b', /a dot/],
    [
      'tables: { a: { fields: { x: uuid, ‸y: { ref: b.id } } }, b: { fields: { id: uuid } } }',
      'x',
      /field "x" already/,
    ],
    ['types: { ‸money: number }\nfields: { a: money }', 'integer', /a type of the language/],
    ['types: { ‸money: number }\nfields: { a: money }', 'email', /a type of the language/],
    ['types: { ‸money: number }\nfields: { a: money }', 'two words', /no name of a type/],
    [
      `type: events
start: 2026-01-01
rate: 1/s
count: 5
sessions: { first: a, next: { a: { ‸b: 1 }, b: { end: 1 } }, dwell: { type: exponential, mean: 5m } }
events: { a: {}, b: {} }`,
      'end',
      /ends a session/,
    ],
    // A nested field hides the one outside.
    ['fields: { a‸: integer, o: { fields: { b: integer, t: { template: "{{a}}" } } } }', 'b', /choose another/],
    // An alias hides another.
    [
      `tables:
  users: { fields: { id: uuid } }
  orders: { fields: { x: { ref: users.id, as: buye‸r }, y: { ref: users.id }, t: { template: "{{users.id}}" } } }`,
      'users',
      /choose another/,
    ],
    [
      'type: timeseries\nstart: 2026-01-01\ninterval: 1m\ncount: 5\nfields: { a: { template: "{{time‸stamp}}" } }',
      'at',
      /adds the column "timestamp" by itself/,
    ],
    ['fields: { a: { template: "{{no‸pe}}" } }', 'yes', /Nothing has this name/],
  ];
  for (const [yaml, name, message] of refused) {
    for (const language of LANGUAGES) {
      it(`refuses ${JSON.stringify(name)} for ${yaml}, in ${language}`, async () => {
        const { document, cursor } = marked(yaml, language);
        await assert.rejects(
          rename(document, document.positionAt(cursor), name, filesOf(document)),
          (error) => error instanceof RenameError && message.test(error.message),
        );
      });
    }
  }

  it('finds no name in words and punctuation', async () => {
    for (const yaml of [
      'fields: { a: { const: so‸me } }',
      'fields: { a: { enum: [x, ‸y] } }',
      'see‸d: 1\nfields: { a: uuid }',
    ]) {
      const { document, cursor } = marked(yaml, 'flow YAML');
      assert.equal(await prepareRename(document, document.positionAt(cursor), filesOf(document)), undefined);
      assert.equal(await rename(document, document.positionAt(cursor), 'b', filesOf(document)), undefined);
    }
  });

  it('changes nothing for the name that is there', async () => {
    const { document, cursor } = marked('fields: { a‸: integer }', 'JSON');
    assert.deepEqual(await rename(document, document.positionAt(cursor), 'a', filesOf(document)), {
      documentChanges: [],
    });
  });

  const quoting: readonly (readonly [text: string, name: string, after: string])[] = [
    [
      '{ fields: { a‸: integer, b: { type: email, from: a } } }',
      'x, y',
      "{ fields: { 'x, y': integer, b: { type: email, from: 'x, y' } } }",
    ],
    [
      'fields:\n  a‸: integer\n  b: { type: email, from: "a" }\n',
      'say "hi"',
      'fields:\n  say "hi": integer\n  b: { type: email, from: "say \\"hi\\"" }\n',
    ],
    [
      "fields:\n  'a‸': integer\n  b: { type: email, from: 'a' }\n",
      "it's",
      "fields:\n  'it''s': integer\n  b: { type: email, from: 'it''s' }\n",
    ],
    [
      'fields:\n  a‸: integer\n  b:\n    type: email\n    from: a # note\n',
      '#1',
      "fields:\n  '#1': integer\n  b:\n    type: email\n    from: '#1' # note\n",
    ],
    [
      'fields:\n  a‸: integer\n  b: { type: email, from: a }\n',
      '12',
      "fields:\n  12: integer\n  b: { type: email, from: '12' }\n",
    ],
    [
      'fields:\n  a‸: integer\n  b:\n    expr: sum([a, 1]) +\n      a\n',
      'x',
      'fields:\n  x: integer\n  b:\n    expr: sum([x, 1]) +\n      x\n',
    ],
    [
      'fields:\n  a‸: integer\n  b:\n    template: |\n      {{a}} of\n      {{ a }}\n',
      'xyz',
      'fields:\n  xyz: integer\n  b:\n    template: |\n      {{xyz}} of\n      {{ xyz }}\n',
    ],
    [
      'fields:\n  a‸: integer\n  b:\n    template: >-\n      {{a}} of\n      {{ a }}\r\n',
      'xyz',
      'fields:\n  xyz: integer\n  b:\n    template: >-\n      {{xyz}} of\n      {{ xyz }}\r\n',
    ],
    ['fields:\n  base: &base { id‸: uuid }\n', 'key2', 'fields:\n  base: &base { id: uuid }\n'],
    // What an anchor repeats has all names at once.
    [
      'tables:\n  a: &a\n    fields:\n      id‸: uuid\n      t: { template: "{{id}}" }\n  b: *a\n  c:\n    fields:\n      x: { ref: a.id }\n      y: { ref: b.id }\n',
      'no',
      'tables:\n  a: &a\n    fields:\n      no: uuid\n      t: { template: "{{no}}" }\n  b: *a\n  c:\n    fields:\n      x: { ref: a.no }\n      y: { ref: b.no }\n',
    ],
  ];
  for (const [text, name, after] of quoting) {
    it(`writes ${name} into ${JSON.stringify(text)}`, async () => {
      const document = documentOf(text.replace('‸', ''), 'block YAML');
      const edit = await rename(document, document.positionAt(text.indexOf('‸')), name, filesOf(document));
      if (edit === undefined) assert.equal(document.text, after);
      else assert.equal(textsAfter(edit, [document])[0], after);
    });
  }

  it('refuses while a text is broken', async () => {
    const document = documentOf('{ "fields": { "a": "integer", "b": } }', 'JSON');
    await assert.rejects(rename(document, document.positionAt(15), 'b', filesOf(document)), /mistake of syntax/);
  });
});

describe('names across files', () => {
  const users = 'tables:\n  users: { fields: { id: uuid, city: location.city } }\n';
  const orders = `tables:
  orders:
    fields:
      userId: { ref: ./users.synth.ENDING#users.id }
      city: { ref: ./users.synth.ENDING#users.city }
      text: { template: '{{users.city}} {{users.id}}' }
`;
  for (const language of LANGUAGES) {
    const ending = language === 'JSON' ? 'json' : 'yaml';
    const written = (yaml: string): string => write(parseDocument(yaml.replaceAll('ENDING', ending)).value, language);
    const one = documentOf(written(users), language, { name: '/work/a/users', version: -1 });
    const two = documentOf(written(orders), language, { name: '/work/a/orders', version: 7 });
    const apart = documentOf(written(orders.replaceAll('./users', '../a/users')), language, { name: '/work/b/more' });
    const other = documentOf(written(orders), language, { name: '/work/b/orders' });
    const files: Files = filesOf(one, two, apart, other);
    const at = (document: SynthDocument, text: string, from = 0): ReturnType<SynthDocument['positionAt']> =>
      document.positionAt(document.text.indexOf(text, from) + 1);
    const told = (places: readonly Location[]): string[] =>
      places.map(({ uri, range }) => {
        const document = [one, two, apart, other].find((d) => d.uri === uri)!;
        return `${document.file.replace('/work/', '')} ${rangeText(document, range)}`;
      });

    it(`leads to another file, in ${language}`, async () => {
      assert.deepEqual(told(await definition(two, at(two, 'users.id'), files)), [`a/users.synth.${ending} users`]);
      assert.deepEqual(told(await definition(two, at(two, 'id}'), files)), [`a/users.synth.${ending} id`]);
      assert.deepEqual(told(await definition(two, at(two, './users'), files)), [`a/users.synth.${ending} `]);
      assert.deepEqual(told(await definition(other, at(other, 'users.id'), files)), []);
    });

    it(`finds uses in other files, in ${language}`, async () => {
      const expected = [one, two, two, apart, apart].map(({ file }) => `${file.slice(6)} id`).sort();
      for (const [document, text] of [
        [one, 'id'],
        [two, 'id}'],
        [apart, 'id}'],
      ] as const) {
        assert.deepEqual(told(await references(document, at(document, text), files)).sort(), expected);
      }
    });

    it(`renames in all files, in ${language}`, async () => {
      const edit = await rename(apart, at(apart, 'id}'), 'no', files);
      assert.deepEqual(
        changesOf(edit)
          .map(({ textDocument: { uri, version } }) => [uri, version] as const)
          .sort(([a], [b]) => (a < b ? -1 : 1)),
        [
          [two.uri, 7],
          [one.uri, null],
          [apart.uri, 1],
        ],
      );
      const swapped = (document: SynthDocument): string => document.text.replace(/\bid\b/g, 'no');
      assert.deepEqual(textsAfter(edit, [one, two, apart, other]), [
        swapped(one),
        swapped(two),
        swapped(apart),
        other.text,
      ]);
      const table = await rename(one, at(one, 'users'), 'people', files);
      const people = (document: SynthDocument): string => document.text.replace(/users(?!\.synth)/g, 'people');
      assert.deepEqual(textsAfter(table, [one, two, apart, other]), [
        people(one),
        people(two),
        people(apart),
        other.text,
      ]);
      await assert.rejects(rename(two, at(two, 'city}'), 'id', files), /field "id" already/);
    });
  }
});

const EXAMPLES = join(ROOT, 'examples');
/** Prompts are keyed by what they say, and names are part of that; others have no key of their own. */
const KEPT: ReadonlySet<Definition['kind']> = new Set(['field', 'table', 'type']);

describe('rename of every definition of the examples', () => {
  const synth = new AgenticSynth({});
  const rowsOf = async (file: string, text: string): Promise<unknown> => {
    const { value } = parseDocument(text, { file });
    const tables = (value as { tables?: Record<string, unknown> }).tables;
    const type = Object.values(tables ?? { value }).map((table) => (table as { type?: string }).type ?? 'structured');
    return synth.generate((type.includes('structured') ? 'structured' : type[0]) as 'structured', {
      schema: value as object,
      count: 12,
      model: 'local',
    });
  };
  const names = readdirSync(EXAMPLES).filter((name) => /\.synth\.yaml$/.test(name));
  for (const name of names) {
    it(name, async function () {
      this.timeout(60_000);
      const file = join(EXAMPLES, name);
      const text = readFileSync(file, 'utf8');
      const document = createDocument({ uri: `file://${file}`, file, version: 1, text });
      const files = filesOf(document);
      const index = await namesOf(document, files);
      const shape = (rows: unknown): string => JSON.stringify(rows).replaceAll(/"[^"]*":/g, '');
      const before = shape(await rowsOf(file, text));
      const { definitions, uses } = index.references;
      for (const one of definitions) {
        const { start } = index.nameRange(one);
        const keepValues = true;
        const label = `${one.kind} ${one.name}`;
        const edit = await rename(document, start, 'renamed_1', files, { keepValues }).catch((error: unknown) => {
          // What a field holds may be told by its name alone.
          if (label === 'field sex' && (error as Error).message.includes('cannot be made from')) return undefined;
          throw error;
        });
        if (edit === undefined) continue;
        const after = textsAfter(edit, [document])[0];
        const found = await synth.check(parseDocument(after, { file }).value);
        assert.deepEqual(
          found.filter(({ severity }) => severity === 'error'),
          [],
          label,
        );
        const changed = createDocument({ uri: document.uri, file, version: 2, text: after });
        const now = (await namesOf(changed, files)).references;
        assert.equal(now.uses.length, uses.length, label);
        if (KEPT.has(one.kind) && !text.includes('prompt:'))
          assert.equal(shape(await rowsOf(file, after)), before, label);
      }
      for (const { target, start, end } of index.occurrences) {
        for (const offset of [start, end]) {
          const [place] = await definition(document, document.positionAt(offset), files);
          if (target === undefined) continue;
          assert.deepEqual(place.range, index.nameRange(target));
        }
      }
    });
  }
});
