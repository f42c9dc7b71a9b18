import assert from 'node:assert/strict';
import { applyFix, type Edit, parseDocument, pointerTo } from 'agentic-synth';
import fc from 'fast-check';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { stringify } from 'yaml';
import { createDocument } from '../../../server/src/document/create.js';
import { textEdits } from '../../../server/src/document/edits.js';

type Language = 'json' | 'yaml';

function edited(text: string, language: Language, edits: readonly Edit[]): string | undefined {
  const document = createDocument({ uri: `file:///x.synth.${language}`, version: 1, text });
  const found = textEdits(document, edits);
  return found && TextDocument.applyEdits(TextDocument.create('', '', 1, text), found);
}

const add = (pointer: string, value: unknown): Edit => ({ op: 'add', pointer, value });
const replace = (pointer: string, value: unknown): Edit => ({ op: 'replace', pointer, value });
const remove = (pointer: string): Edit => ({ op: 'remove', pointer });
const rename = (pointer: string, key: string): Edit => ({ op: 'rename', pointer, key });
const move = (from: string, pointer: string): Edit => ({ op: 'move', from, pointer });

const CASES: [language: Language, before: string, edits: Edit[], after: string | undefined][] = [
  // Replacing.
  ['json', '{ "a": 1 } // x', [replace('/a', 'b')], '{ "a": "b" } // x'],
  ['json', '{\n  "a": 1\n}', [replace('/a', { b: 1 })], '{\n  "a": { "b": 1 }\n}'],
  ['json', '{\n  "a": {\n    "x": 1\n  }\n}', [replace('/a', { b: 1 })], '{\n  "a": {\n    "b": 1\n  }\n}'],
  ['yaml', 'a: 1 # x\n', [replace('/a', 2)], 'a: 2 # x\n'],
  ['yaml', 'a: "x"\n', [replace('/a', 'y')], 'a: "y"\n'],
  ['yaml', "a: 'x'\n", [replace('/a', "it's")], "a: 'it''s'\n"],
  ['yaml', 'a: x\n', [replace('/a', 'y z')], 'a: y z\n'],
  ['yaml', 'a: x\n', [replace('/a', '12')], "a: '12'\n"],
  ['yaml', 'a: x\nb: "q"\n', [replace('/a', '12')], 'a: "12"\nb: "q"\n'],
  ['yaml', 'a: { b: 1, c: x } # n\n', [replace('/a/c', 'p, q')], "a: { b: 1, c: 'p, q' } # n\n"],
  ['yaml', 'a:\nb: 1\n', [replace('/a', 'x')], 'a: x\nb: 1\n'],
  ['yaml', 'a: # why\nb: 1\n', [replace('/a', 'x')], 'a: x # why\nb: 1\n'],
  ['yaml', 'a:\n  b: 1\n  c: 2\nd: 3\n', [replace('/a', 5)], 'a: 5\nd: 3\n'],
  ['yaml', 'a: |\n  x\n  y\nb: 1\n', [replace('/a', 'z')], 'a: z\nb: 1\n'],
  ['yaml', '- a\n- b # x\n', [replace('/1', 'c')], '- a\n- c # x\n'],
  // Adding.
  ['json', '{}', [add('/a', 1)], '{ "a": 1 }'],
  ['json', '{"a":1}', [add('/b', 2)], '{"a":1, "b": 2}'],
  ['json', '{ "a": 1 }', [add('/b', 2)], '{ "a": 1, "b": 2 }'],
  ['json', '{\n  "a": 1\n}\n', [add('/b', 2)], '{\n  "a": 1,\n  "b": 2\n}\n'],
  ['json', '{\n  "a": 1 // one\n}\n', [add('/b', 2)], '{\n  "a": 1, // one\n  "b": 2\n}\n'],
  ['json', '{\n  "a": 1, // one\n}\n', [add('/b', 2)], '{\n  "a": 1, // one\n  "b": 2,\n}\n'],
  ['json', '{\r\n\t"a": 1\r\n}', [add('/b', { c: [1] })], '{\r\n\t"a": 1,\r\n\t"b": { "c": [1] }\r\n}'],
  ['json', '{ "a": [1, 2] }', [add('/a/2', 3)], '{ "a": [1, 2, 3] }'],
  ['json', '{ "a": [1, 2] }', [add('/a/-', 3)], '{ "a": [1, 2, 3] }'],
  ['json', '{ "a": {\n    // empty\n  } }', [add('/a/b', 3)], '{ "a": {\n    // empty\n  "b": 3\n} }'],
  ['yaml', 'a: 1\n', [add('/b', 2)], 'a: 1\nb: 2\n'],
  ['yaml', 'a: 1', [add('/b', 2)], 'a: 1\nb: 2'],
  ['yaml', 'a: 1 # one\n# end\n', [add('/b', 2)], 'a: 1 # one\nb: 2\n# end\n'],
  ['yaml', 'a:\n  x: 1\nb: 2\n', [add('/a/y', 'z')], 'a:\n  x: 1\n  y: z\nb: 2\n'],
  ['yaml', 'a:\r\n  x: 1\r\nb: 2\r\n', [add('/a/y', 'z')], 'a:\r\n  x: 1\r\n  y: z\r\nb: 2\r\n'],
  ['yaml', 'a:\n  - x: 1\n  - x: 2\n', [add('/a/1/y', 3)], 'a:\n  - x: 1\n  - x: 2\n    y: 3\n'],
  ['yaml', 'a:\n  - x\n', [add('/a/-', 'y')], 'a:\n  - x\n  - y\n'],
  ['yaml', 'a:\n- x\n', [add('/b', ['y', 'z'])], 'a:\n- x\nb:\n- y\n- z\n'],
  ['yaml', 'a: { x: 1 }\n', [add('/a/y', 2)], 'a: { x: 1, y: 2 }\n'],
  ['yaml', 'a: {x: 1}\n', [add('/b', { y: 2 })], 'a: {x: 1}\nb: {y: 2}\n'],
  ['yaml', 'a: {}\n', [add('/a/y', 2)], 'a: { y: 2 }\n'],
  ['yaml', 'a: [\n  x,\n  y\n]\n', [add('/a/-', 'z')], 'a: [\n  x,\n  y,\n  z\n]\n'],
  ['yaml', '', [add('', { a: 1 })], 'a: 1\n'],
  [
    'yaml',
    'f:\n  a:\n    type: integer\n    min: 1\n',
    [add('/f/b', { type: 'x', max: 2 })],
    'f:\n  a:\n    type: integer\n    min: 1\n  b:\n    type: x\n    max: 2\n',
  ],
  ['yaml', 'a: &x { b: 1 }\nc: *x\n', [add('/c/d', 2)], 'a: &x { b: 1 }\nc: { b: 1, d: 2 }\n'],
  [
    'yaml',
    'a: &x { b: 1 }\nc:\n  <<: *x\n  e: 1\n',
    [replace('/c/b', 2)],
    'a: &x { b: 1 }\nc:\n  <<: *x\n  e: 1\n  b: 2\n',
  ],
  // Removing.
  ['json', '{ "a": 1, "b": 2 }', [remove('/b')], '{ "a": 1 }'],
  ['json', '{ "a": 1, "b": 2 }', [remove('/a')], '{ "b": 2 }'],
  ['json', '{ "a": 1 }', [remove('/a')], '{}'],
  ['json', '{\n  "a": 1, // one\n  // two\n  "b": 2\n}', [remove('/b')], '{\n  "a": 1 // one\n  // two\n}'],
  ['json', '{\n  "a": 1, // one\n  "b": 2\n}', [remove('/a')], '{\n  "b": 2\n}'],
  ['json', '[1, 2, 3]', [remove('/1')], '[1, 3]'],
  ['yaml', 'a: 1\nb: 2 # x\nc: 3\n', [remove('/b')], 'a: 1\nc: 3\n'],
  ['yaml', 'a: 1\n# about b\nb: 2', [remove('/b')], 'a: 1\n# about b'],
  ['yaml', 'a:\n  x: 1\nb: 2\n', [remove('/a/x')], 'a: {}\nb: 2\n'],
  ['yaml', 'a:\n  - x: 1\n    y: 2\n', [remove('/a/0/x')], 'a:\n  - y: 2\n'],
  ['yaml', 'a:\n  - x\n  - y\n', [remove('/a/0')], 'a:\n  - y\n'],
  ['yaml', 'a: [x, y]\n', [remove('/a/1')], 'a: [x]\n'],
  ['yaml', 'a: { x: 1, y: 2 }\n', [remove('/a/y')], 'a: { x: 1 }\n'],
  ['yaml', 'a:\n  x:\n    y: 1\n    z: 2\n  w: 3\n', [remove('/a/x')], 'a:\n  w: 3\n'],
  // Renaming.
  ['json', '{ "a": 1 }', [rename('/a', 'b"c')], '{ "b\\"c": 1 }'],
  ['yaml', 'a: 1 # x\n', [rename('/a', 'b')], 'b: 1 # x\n'],
  ['yaml', '"a": 1\n', [rename('/a', 'b')], '"b": 1\n'],
  ['yaml', 'x: { a: 1 }\n', [rename('/x/a', 'b c')], 'x: { b c: 1 }\n'],
  ['yaml', 'a: 1\n', [rename('/a', '- b')], "'- b': 1\n"],
  ['yaml', 'a: 1\nb: 2\n', [rename('/a', 'b')], undefined],
  // Moving.
  [
    'yaml',
    'a:\n  x: 1 # one\n  # two\n  y: 2\nb:\n  z: 3\n',
    [move('/a/x', '/b/x')],
    'a:\n  # two\n  y: 2\nb:\n  z: 3\n  x: 1 # one\n',
  ],
  ['yaml', 'x: |\n  one\n   two\nb:\n  z: 3\n', [move('/x', '/b/x')], 'b:\n  z: 3\n  x: |\n    one\n     two\n'],
  [
    'yaml',
    'id: uuid\nf:\n  age: { type: integer } # n\n',
    [add('/g', {}), move('/f', '/g/f'), move('/id', '/g/id')],
    'g: { f: { age: { type: integer } }, id: uuid }\n',
  ],
  [
    'json',
    '{ "a": {\n  "x": [ 1 ]\n}, "b": {\n    "y": 2\n} }',
    [move('/a/x', '/b/x')],
    '{ "a": {}, "b": {\n    "y": 2,\n    "x": [ 1 ]\n} }',
  ],
  // What finds no place.
  ['yaml', 'a: x\n', [add('/a/b', 1)], undefined],
  ['yaml', 'a: x\n', [remove('/b')], undefined],
  ['json', '{ "a": 1 }', [remove('/b')], undefined],
];

interface Layout {
  readonly language: 'json' | 'block' | 'flow';
  readonly indent: number;
  readonly indentSeq: boolean;
  readonly crlf: boolean;
  readonly comments: boolean;
  readonly mark: boolean;
}

describe('edits of a text', () => {
  for (const [language, before, edits, after] of CASES) {
    it(`${edits.map((edit) => `${edit.op} ${edit.pointer}`).join(', ')} in ${JSON.stringify(before)}`, () => {
      assert.equal(edited(before, language, edits), after);
    });
  }

  const KEYS = fc.oneof(
    fc.constantFrom('a', 'b', 'c', 'type', 'x y', '1', 'null', '~', 'é', '-', '#', 'a: b', '/', '😀'),
    fc.string({ maxLength: 4, unit: 'grapheme' }).filter((key) => key !== '<<' && key !== '__proto__'),
  );
  const SCALARS = fc.oneof(
    fc.constantFrom(
      'x',
      "it's",
      'a, b',
      'a: b',
      ' x ',
      '',
      'null',
      '12',
      '1e3',
      '#x',
      '{{a}} b',
      'a\nb\n',
      '|',
      '2024-01-01',
      'x == "y"',
    ),
    fc.string({ unit: 'binary', maxLength: 6 }),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.integer({ min: -50, max: 50 }),
    fc.boolean(),
    fc.constant(null),
  );
  const VALUES = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      SCALARS,
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(KEYS, tie('value'), { maxKeys: 3, noNullPrototype: true }),
    ),
  })).value;
  const DOCUMENTS = fc.dictionary(KEYS, VALUES, { minKeys: 1, maxKeys: 4, noNullPrototype: true });
  const LAYOUTS = fc.record({
    language: fc.constantFrom<'json' | 'block' | 'flow'>('json', 'block', 'flow'),
    indent: fc.constantFrom(0, 1, 2, 4),
    indentSeq: fc.boolean(),
    crlf: fc.boolean(),
    comments: fc.boolean(),
    mark: fc.boolean(),
  });

  /** Pointers of everything in a value, and of an entry more in each collection. */
  function pointersOf(value: unknown, pointer = ''): { there: string[]; free: string[] } {
    const found: { there: string[]; free: string[] } = { there: [], free: [] };
    if (value === null || typeof value !== 'object') return found;
    found.free.push(pointerTo(pointer, Array.isArray(value) ? '-' : 'new key'));
    for (const [key, part] of Object.entries(value)) {
      const at = pointerTo(pointer, key);
      const inner = pointersOf(part, at);
      found.there.push(at, ...inner.there);
      found.free.push(...inner.free);
    }
    return found;
  }

  function written(value: unknown, { language, indent, indentSeq, crlf, comments, mark }: Layout): string {
    let text =
      language === 'json'
        ? JSON.stringify(value, null, indent)
        : stringify(value, {
            schema: 'core',
            lineWidth: 0,
            indent: Math.max(indent, 1),
            indentSeq: indentSeq || indent === 1,
            collectionStyle: language === 'flow' ? 'flow' : 'block',
            aliasDuplicateObjects: false,
          });
    if (comments && language === 'json') text = text.replace(/(?<=[[{,])\n/g, ' // a "note", {of [it\n');
    if (comments && language === 'block' && !/[|>][-+\d]*$/m.test(text))
      text = text.replace(/(?<=^[ ]*[a-z]+: [a-z]+)$/gm, ' # a "note": of it');
    if (crlf) text = text.replaceAll('\n', '\r\n');
    return mark ? `\uFEFF${text}` : text;
  }

  function randomEdit(
    value: unknown,
    op: Edit['op'],
    pick: (count: number) => number,
    part: unknown,
    key: string,
  ): Edit | undefined {
    const { there, free } = pointersOf(value);
    const at = (list: readonly string[]): string | undefined => list[pick(list.length)];
    const [one, other] = [at(there), at(free)];
    if (op === 'add') return other === undefined ? undefined : add(other, part);
    if (one === undefined) return undefined;
    if (op === 'replace') return replace(one, part);
    if (op === 'remove') return remove(one);
    if (op === 'rename') return rename(one, key);
    return other === undefined || other.startsWith(`${one}/`) ? undefined : move(one, other);
  }

  for (const op of ['add', 'replace', 'remove', 'rename', 'move'] as const) {
    it(`${op}: the text means the edited value, in JSON, block YAML and flow YAML`, () => {
      fc.assert(
        fc.property(DOCUMENTS, LAYOUTS, fc.nat(), VALUES, KEYS, (value, layout, seed, part, key) => {
          const text = written(value, layout);
          const language = layout.language === 'json' ? 'json' : 'yaml';
          const parsed = parseDocument(text, { language });
          fc.pre(parsed.diagnostics.length === 0);
          let turn = seed;
          const edit = randomEdit(
            parsed.value,
            op,
            (count) => (turn = (turn * 31 + 7) % 1_000_003) % Math.max(1, count),
            part,
            key,
          );
          fc.pre(edit !== undefined);
          const wanted = applyFix(parsed.value, { title: '', edits: [edit] });
          const result = edited(text, language, [edit]);
          if (wanted === undefined) return assert.equal(result, undefined);
          assert.ok(result !== undefined, `${JSON.stringify(edit)} has no place in ${JSON.stringify(text)}`);
          const read = parseDocument(result, { language });
          assert.deepEqual(read.diagnostics, []);
          assert.deepEqual(read.value, wanted.value, JSON.stringify([text, result]));
          const comments = (all: string): number => all.match(/a "note"/g)?.length ?? 0;
          if (layout.comments && (op === 'add' || op === 'rename')) assert.equal(comments(result), comments(text));
        }),
        { numRuns: 400 },
      );
    });
  }

  it('leaves every line alone that it does not touch', () => {
    fc.assert(
      fc.property(DOCUMENTS, VALUES, fc.constantFrom<Language>('json', 'yaml'), (value, part, language) => {
        const text =
          language === 'json' ? JSON.stringify(value, null, 2) : stringify(value, { schema: 'core', lineWidth: 0 });
        const result = edited(text, language, [add('/new key', part)]);
        fc.pre(
          !Object.hasOwn(value, 'new key') &&
            parseDocument(text, { language }).diagnostics.length === 0 &&
            Object.keys(value).length > 0,
        );
        assert.ok(result !== undefined);
        const kept = language === 'json' ? text.slice(0, -2) : text.replace(/\n$/, '');
        if (!/[|>]\d*\+/.test(text)) assert.ok(result.startsWith(kept), JSON.stringify([text, result]));
      }),
    );
  });
});
