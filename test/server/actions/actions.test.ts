import assert from 'node:assert/strict';
import { AgenticSynth, check, parseDocument } from 'agentic-synth';
import { type CodeAction, type TextEdit } from 'vscode-languageserver-types';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { stringify } from 'yaml';
import { ACTION_KINDS, codeActions } from '../../../server/src/actions/actions.js';
import { FIX_ALL } from '../../../server/src/actions/fix-all.js';
import { type CheckContext, diagnose } from '../../../server/src/diagnostics.js';
import { createDocument } from '../../../server/src/document/create.js';
import type { DocumentKind, SynthDocument } from '../../../server/src/document/document.js';
import { MISTAKES } from '../diagnostics/cases.js';

const context: CheckContext = {
  check: ({ parsed, file }) => check(parsed.value, { file }),
  read: () => Promise.resolve(undefined),
};
const NAMES: Record<DocumentKind, string> = {
  schema: 'x.synth',
  config: '.agentic-synth',
  batch: 'x.synth-batch',
  'json-schema': 'x',
};

function open(text: string, language: 'json' | 'yaml', kind: DocumentKind = 'schema'): SynthDocument {
  return createDocument({ uri: `file:///${NAMES[kind]}.${language}`, version: 1, text });
}

/** The actions at the cursor mark, and the document without it. */
async function at(marked: string, language: 'json' | 'yaml', only?: string[]): Promise<[SynthDocument, CodeAction[]]> {
  const document = open(marked.replace('‸', ''), language);
  const position = document.positionAt(Math.max(0, marked.indexOf('‸')));
  return [document, await codeActions(document, { start: position, end: position }, context, only)];
}

function editsOf({ edit }: CodeAction): TextEdit[] {
  const [first] = edit?.documentChanges ?? [];
  if (first !== undefined && 'edits' in first) return first.edits as TextEdit[];
  return Object.values(edit?.changes ?? {})[0];
}

function applied(document: SynthDocument, action: CodeAction): string {
  return TextDocument.applyEdits(TextDocument.create('', '', 1, document.text), editsOf(action));
}

const CASES: [what: string, language: 'json' | 'yaml', marked: string, title: RegExp, after: string][] = [
  ['did you mean', 'yaml', 'fields:\n  a: ‸strnig # x\n', /"string"/, 'fields:\n  a: string # x\n'],
  ['did you mean', 'json', '{ "fields": { "a": "‸strnig" } }', /"string"/, '{ "fields": { "a": "string" } }'],
  ['a key', 'yaml', 'fields:\n  a: { type: integer, ‸mni: 1 }\n', /"min"/, 'fields:\n  a: { type: integer, min: 1 }\n'],
  [
    'swapped bounds',
    'yaml',
    'fields:\n  a: { type: integer, min: ‸9, max: 1 }\n',
    /swap/i,
    'fields:\n  a: { type: integer, min: 1, max: 9 }\n',
  ],
  [
    'swapped bounds',
    'json',
    '{ "fields": { "a": { "type": "integer", "min": ‸9, "max": 1 } } }',
    /swap/i,
    '{ "fields": { "a": { "type": "integer", "min": 1, "max": 9 } } }',
  ],
  [
    'a missing field',
    'yaml',
    'fields:\n  a: { expr: ‸age + 1 } # x\n',
    /Add the field "age"/,
    'fields:\n  a: { expr: age + 1 } # x\n  age: integer\n',
  ],
  [
    'a missing field',
    'json',
    '{ "fields": { "a": { "type": "email", "from": "‸nick" } } }',
    /Add the field "nick"/,
    '{ "fields": { "a": { "type": "email", "from": "nick" }, "nick": "string" } }',
  ],
  [
    'a missing table',
    'yaml',
    'tables:\n  orders:\n    fields:\n      user: { ref: ‸users.id }\n',
    /Add the table "users"/,
    'tables:\n  orders:\n    fields:\n      user: { ref: users.id }\n  users:\n    fields:\n      id: uuid\n',
  ],
  [
    'a missing table',
    'yaml',
    'tables:\n  orders:\n    count: { per: ‸users, min: 1, max: 3 }\n    fields:\n      n: integer\n',
    /Add the table "users"/,
    'tables:\n  orders:\n    count: { per: users, min: 1, max: 3 }\n    fields:\n      n: integer\n  users:\n    fields:\n      id: uuid\n',
  ],
  [
    'weights',
    'yaml',
    'fields:\n  a:\n    enum: { x: 3, ‸y: 1 }\n',
    /Normalise/,
    'fields:\n  a:\n    enum: { x: 0.75, y: 0.25 }\n',
  ],
  [
    'weights',
    'json',
    '{ "fields": { "a": { "enum": { "x": 3, ‸"y": 1 } } } }',
    /Normalise/,
    '{ "fields": { "a": { "enum": { "x": 0.75, "y": 0.25 } } } }',
  ],
  [
    'a field map',
    'yaml',
    '# top\nid: uuid # key\n‸\nage:\n  type: integer\n  min: 1\n',
    /field map/,
    '# top\nfields:\n  id: uuid # key\n\n  age:\n    type: integer\n    min: 1\n',
  ],
  [
    'a field map',
    'json',
    '{\r\n  "id"‸: "uuid", // key\r\n  "n": "integer"\r\n}',
    /field map/,
    '{\r\n  "fields": {\r\n    "id": "uuid", // key\r\n    "n": "integer"\r\n  }\r\n}',
  ],
  ['a field map', 'json', '{ "id"‸: "uuid" }', /field map/, '{ "fields": { "id": "uuid" } }'],
  ['a field map', 'yaml', '{ ‸id: uuid }\n', /field map/, '{ fields: { id: uuid } }\n'],
  [
    'equal fields',
    'yaml',
    'fields:\n  a: { type: integer, ‸min: 1 } # one\n  b: { min: 1, type: integer }\n',
    /Extract 2/,
    'fields:\n  a: aType # one\n  b: aType\ntypes:\n  aType: { type: integer, min: 1 }\n',
  ],
  [
    'to YAML',
    'json',
    '// top\n{\n  // about a\n  "a": "uuid", // the key\n  "b": { "type": "integer", /* least */ "min": 1‸ }\n  // end\n}\n',
    /Convert to YAML/,
    '# top\n# about a\na: uuid # the key\n# least\nb: { type: integer, min: 1 }\n# end\n',
  ],
  [
    'to JSON',
    'yaml',
    '# top\na: uuid # the key\nb:\n  # inner\n  type: integer\n  min: ‸1\nc: "# none"\n# end\n',
    /Convert to JSON/,
    '{\n  // top\n  "a": "uuid", // the key\n  "b": {\n    // inner\n    "type": "integer",\n    "min": 1\n  },\n  "c": "# none"\n}\n// end\n',
  ],
];

describe('code actions', () => {
  for (const [what, language, marked, title, after] of CASES) {
    it(`${what}: ${JSON.stringify(marked)}`, async () => {
      const [document, actions] = await at(marked, language);
      const action = actions.find((one) => title.test(one.title));
      assert.ok(action, actions.map((one) => one.title).join(', '));
      assert.equal(applied(document, action), after);
      assert.ok(ACTION_KINDS.includes(action.kind ?? ''));
    });
  }

  it('rename the file that is converted', async () => {
    const [, actions] = await at('a: uuid‸\n', 'yaml');
    const changes = actions.find(({ title }) => title === 'Convert to JSON')?.edit?.documentChanges;
    assert.deepEqual(changes?.[1], { kind: 'rename', oldUri: 'file:///x.synth.yaml', newUri: 'file:///x.synth.json' });
  });

  it('offer nothing but fixes where the text is broken', async () => {
    const [, actions] = await at('a: {‸\n', 'yaml');
    assert.deepEqual(actions, []);
  });

  it('are of the kinds that were asked for', async () => {
    const [, actions] = await at('a: ‸strnig\n', 'yaml', ['refactor']);
    assert.ok(actions.length > 0 && actions.every(({ kind }) => kind?.startsWith('refactor')));
    const [, fixes] = await at('a: ‸strnig\n', 'yaml', ['quickfix']);
    assert.ok(fixes.length > 0 && fixes.every(({ kind }) => kind === 'quickfix'));
  });

  it('keep the rows where a type is extracted, weights normalised or a field map wrapped', async () => {
    const rows = (text: string): Promise<unknown> =>
      new AgenticSynth().generate('structured', {
        schema: parseDocument(text, { language: 'yaml' }).value as object,
        count: 50,
      });
    for (const [marked, title] of [
      ['fields:\n  a: { type: integer, ‸min: 1, max: 1000 }\n  b: { type: integer, min: 1, max: 1000 }\n', /Extract/],
      ['fields:\n  a: { enum: { x: 5, ‸y: 3 } }\n', /Normalise/],
      ['‸a: { type: person.fullName }\nb: { type: email, from: a }\n', /field map/],
    ] as const) {
      const [document, actions] = await at(marked, 'yaml');
      const action = actions.find((one) => title.test(one.title));
      assert.ok(action);
      assert.deepEqual(await rows(applied(document, action)), await rows(document.text));
    }
  });

  const LANGUAGES = { JSON: 'json', 'block YAML': 'yaml', 'flow YAML': 'yaml' } as const;
  for (const [name, language] of Object.entries(LANGUAGES)) {
    for (const { kind, document: source, mistakes } of MISTAKES) {
      it(`mend ${mistakes.join(', ').slice(0, 80)} in ${name}: ${source.slice(0, 120)}`, async () => {
        const { value } = parseDocument(source, { language: 'yaml' });
        const text =
          name === 'JSON'
            ? JSON.stringify(value, null, 2)
            : stringify(value, {
                schema: 'core',
                lineWidth: 0,
                collectionStyle: name === 'flow YAML' ? 'flow' : 'block',
              });
        const document = open(text, language, kind);
        const all = { start: document.positionAt(0), end: document.positionAt(text.length) };
        const before = await diagnose(document, context);
        for (const action of await codeActions(document, all, context, ['quickfix'])) {
          const changed = open(applied(document, action), language, kind);
          const left = await diagnose(changed, context);
          const [mended] = action.diagnostics ?? [];
          const where = `${action.title} of ${mended.code}: ${JSON.stringify(changed.text)}`;
          assert.ok(!left.some(({ code, message }) => code === mended.code && message === mended.message), where);
          const known = new Set(before.map(({ code, message }) => `${code} ${message}`));
          const fresh = left.filter((one) => one.severity === 1 && !known.has(`${one.code} ${one.message}`));
          assert.deepEqual(
            fresh.map(({ code, message }) => `${code} ${message}`),
            [],
            where,
          );
        }
      });
    }
  }
});

describe('fix all', () => {
  const FIXED: [language: 'json' | 'yaml', before: string, after: string][] = [
    [
      'yaml',
      'fields:\n  a: { type: integer, mni: 1 } # keep\n  b: { type: integer, min: 9, max: 1 }\n',
      'fields:\n  a: { type: integer, min: 1 } # keep\n  b: { type: integer, min: 1, max: 9 }\n',
    ],
    [
      'json',
      '{ "fields": { "a": { "type": "integer", "min": 9, "max": 1 }, "b": { "enum": ["x", "x"] } } }',
      '{ "fields": { "a": { "type": "integer", "min": 1, "max": 9 }, "b": { "enum": ["x"] } } }',
    ],
  ];
  for (const [language, before, after] of FIXED) {
    it(JSON.stringify(before), async () => {
      const [document, actions] = await at(before, language, [FIX_ALL]);
      assert.equal(actions.length, 1);
      assert.equal(applied(document, actions[0]), after);
    });
  }

  it('is not offered where there is nothing clear to mend', async () => {
    assert.deepEqual((await at('a: uuid\n', 'yaml', ['source.fixAll']))[1], []);
    assert.deepEqual((await at('a: qqqqqq\n', 'yaml', [FIX_ALL]))[1], []);
    const several = 'fields:\n  a: integer\n  b: integer\n  c: { expr: d + 1 }\n';
    assert.deepEqual((await at(several, 'yaml', [FIX_ALL]))[1], []);
  });
});
