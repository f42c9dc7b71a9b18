import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { placeAt, type SyntaxNode, textOffsets } from 'agentic-synth';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { createDocument } from '../../../server/src/document/create.js';
import { cursorAt } from '../../../server/src/document/cursor-at.js';
import type { Cursor } from '../../../server/src/document/cursor.js';

type Language = 'json' | 'yaml';

function at(marked: string, language: Language): Cursor {
  const offset = marked.indexOf('‸');
  const text = marked.replace('‸', '');
  const document = createDocument({ uri: `file:///x.synth.${language}`, version: 1, text });
  return cursorAt(document, offset);
}

/** A cursor in a few words: what is written where, what of it is typed, its siblings, and what goes around it. */
function show({ at, pointer, typed, quote, siblings, hasColon, before, after }: Cursor): string {
  const parts = [at, at === 'nothing' ? '' : pointer || '/'];
  if (quote !== '' || typed !== '') parts.push(`${quote}${typed}`);
  if (siblings.length > 0) parts.push(`beside ${siblings.join(' ')}`);
  if (hasColon) parts.push('colon');
  if (before !== '') parts.push(`before${before}`);
  if (after !== '') parts.push(`after${after}`);
  return parts.filter((part) => part !== '').join('|');
}

const JSON_CASES: [marked: string, shown: string][] = [
  ['‸', 'value|/'],
  ['  \n‸\n', 'value|/'],
  ['\uFEFF‸', 'value|/'],
  ['// note ‸\n', 'nothing'],
  ['// note\n‸', 'value|/'],
  ['{‸', 'key|/'],
  ['{‸}', 'key|/'],
  ['{}‸', 'nothing'],
  ['{} ‸', 'nothing'],
  ['‸{}', 'nothing'],
  ['{ "‸', 'key|/|"'],
  ['{ "na‸', 'key|/|"na'],
  ['{ "na‸me": 1 }', 'key|/|"na|colon'],
  ['{ "name"‸: 1 }', 'nothing'],
  ['{ "na\\u0041‸"', 'key|/|"naA'],
  ['{ na‸ }', 'key|/|na'],
  ['{ "a": ‸', 'value|/a'],
  ['{ "a":‸ }', 'value|/a'],
  ['{ "a": ‸, "b": 1 }', 'value|/a'],
  ['{ "a": ‸\n "b": 1 }', 'value|/a|after,'],
  ['{ "a": "‸" }', 'value|/a|"'],
  ['{ "a": "in‸teger" }', 'value|/a|"in'],
  ['{ "a": "integer"‸ }', 'nothing'],
  ['{ "a": "integer" ‸}', 'key|/|beside a|before,'],
  ['{ "a": "integer"\n  ‸\n}', 'key|/|beside a|before,'],
  ['{ "a": "integer",\n  ‸\n}', 'key|/|beside a'],
  ['{ "a": "integer",\n  ‸\n  "b": 1 }', 'key|/|beside a b|after,'],
  ['{\n  ‸\n  "b": 1 }', 'key|/|beside b|after,'],
  ['{ "a": 1, ‸"b": 1 }', 'key|/|beside a b|after,'],
  ['{ "a": 1 ‸, "b": 1 }', 'nothing'],
  ['{ "a": 1, ‸, "b": 1 }', 'key|/|beside a b'],
  ['{ "a": tr‸ }', 'value|/a|tr'],
  ['{ "a": 12‸ }', 'value|/a|12'],
  ['{ "a": ‸12 }', 'value|/a'],
  ['{ "a": ‸  12 }', 'nothing'],
  ['{ "a": { "b": "‸', 'value|/a/b|"'],
  ['{ "a": { "b": "‸\n }, "c": 1 }', 'value|/a/b|"'],
  ['{ "a": { "b": ‸ }, "c": 1 }', 'value|/a/b'],
  ['{ "a": { ‸ }, "c": 1 }', 'key|/a'],
  ['{ "a": { "x": 1 },‸ "c": 1 }', 'key|/|beside a c|after,'],
  ['{ "a": { "x": 1 }‸, "c": 1 }', 'nothing'],
  ['{ "a": { "x": 1 } ‸ }', 'key|/|beside a|before,'],
  ['{ "a": [‸] }', 'value|/a/0'],
  ['{ "a": [ "x", ‸ ] }', 'value|/a/1'],
  ['{ "a": [ "x" ‸ ] }', 'value|/a/1|before,'],
  ['{ "a": [ ‸ "x" ] }', 'value|/a/0|after,'],
  ['{ "a": [ "‸x" ] }', 'value|/a/0|"'],
  ['{ "a": [ { "f": "x" }, { "‸" } ] }', 'key|/a/1|"'],
  ['{ "a": [1, 2‸', 'value|/a/1|2'],
  ['{ "a": [[1], [‸', 'value|/a/1/0'],
  ['{ "a": 1, // ‸\n "b": 2 }', 'nothing'],
  ['{ "a": 1, // x\n ‸\n "b": 2 }', 'key|/|beside a b|after,'],
  ['{ "a": /* ‸ */ 1 }', 'nothing'],
  ['{ "a": /* x */ ‸ }', 'value|/a'],
  ['{ "a": 1, /* ‸', 'nothing'],
  ['{ "a": 1 "b‸" }', 'key|/|"b|beside a|before,'],
  ['{ "a": 1\n  "b‸": 2 }', 'key|/|"b|beside a|colon|before,'],
  ['{ "a" ‸ }', 'nothing'],
  ['{ "a" "‸" }', 'key|/|"|beside a|before,'],
  ['{ "a/b": { "~": ‸ } }', 'value|/a~1b/~0'],
  ['{ "𝒳y": { "ü‸": 1 } }', 'key|/𝒳y|"ü|colon'],
  ['{\r\n\t"a": 1,\r\n\t‸\r\n}', 'key|/|beside a'],
  ['{ "a": "x\\"y‸" }', 'value|/a|"x"y'],
  ['{ "a": "x\\\\‸" }', 'value|/a|"x\\'],
  ['{ "a": "😀‸" }', 'value|/a|"😀'],
  ['{ "a": 1 }, ‸', 'nothing'],
  ['{ "a": { "b": 1 ], ‸ }', 'key|/a|beside b'],
  ['{ "a": 1, "a": 2, ‸ }', 'key|/|beside a a'],
  ['"te‸xt"', 'value|/|"te'],
  ['[‸]', 'value|/0'],
  ['[1, 2,\n‸\n]', 'value|/2'],
];

/** The same in JSON and in the braces of YAML. */
const FLOW_CASES: [marked: string, json: string, yaml?: string][] = [
  ['{ "a": { "b": ‸ } }', 'value|/a/b'],
  ['{ "a": { ‸ } }', 'key|/a'],
  ['{ "a": { "x": 1, ‸ } }', 'key|/a|beside x'],
  ['{ "a": { "x": "y", "z‸": 1 } }', 'key|/a|"z|beside x|colon'],
  ['{ "a": [ "x", "‸" ] }', 'value|/a/1|"'],
  ['{ "a": [ ‸ ] }', 'value|/a/0'],
  ['{ "a": [ {}, { "f": ‸ } ] }', 'value|/a/1/f'],
  ['{ "a": { "b": "c"‸ } }', 'nothing'],
];

const YAML_CASES: [marked: string, shown: string][] = [
  ['‸', 'key|/'],
  ['\n\n‸\n', 'key|/'],
  ['\uFEFF‸', 'key|/'],
  ['# ‸', 'nothing'],
  ['# note\n‸', 'key|/'],
  ['na‸', 'key|/|na'],
  ['na‸me', 'key|/|na'],
  ['na‸me: x', 'key|/|na|colon'],
  ['name‸: x', 'key|/|name|colon'],
  ['name:‸', 'value|/name|before '],
  ['name:‸\nb: 1', 'value|/name|before '],
  ['name: ‸', 'value|/name'],
  ['name: ‸\nb: 1', 'value|/name'],
  ['name:  ‸  # note', 'value|/name'],
  ['name: # ‸', 'nothing'],
  ['name: x‸', 'value|/name|x'],
  ['name: ‸x', 'value|/name'],
  ['name: x # ‸', 'nothing'],
  ['name: x ‸', 'value|/name|x '],
  ['name: a + ‸\nb: 1', 'value|/name|a + '],
  ['name: x ‸ # note', 'value|/name|x '],
  ['name: "‸', 'value|/name|"'],
  ['name: "a b‸\nc: 1', 'value|/name|"a b'],
  ['name: "ab"‸', 'nothing'],
  ['name: "a\\tb‸c"', 'value|/name|"a\tb'],
  ["name: 'it''s‸'", "value|/name|'it's"],
  ["name: '‸'", "value|/name|'"],
  ['name: "ab" ‸', 'nothing'],
  ['name: &x ‸', 'value|/name'],
  ['name: &x y‸', 'value|/name|y'],
  ['name: *‸', 'value|/name|*'],
  ['name: !!str y‸', 'value|/name|y'],
  ['"na‸', 'key|/|"na'],
  ['"na‸me": x', 'key|/|"na|colon'],
  ['a: 1\n‸', 'key|/|beside a'],
  ['a: 1\n‸\nb: 2', 'key|/|beside a b'],
  ['‸\nb: 2', 'key|/|beside b'],
  ['a: 1\n  ‸', 'nothing'],
  ['a: 1\nb‸', 'key|/|b|beside a'],
  ['a: 1\nb‸\nc: 2', 'key|/|b|beside a c'],
  ['a:\n  ‸', 'key|/a'],
  ['a:\n  b‸', 'key|/a|b'],
  ['a:\n  b‸\n  c: 1', 'key|/a|b|beside c'],
  ['a:\n  ‸\n  c: 1', 'key|/a|beside c'],
  ['a:\n  ‸\nb: 1', 'key|/a'],
  ['a:\n‸\nb: 1', 'key|/|beside a b'],
  ['a:\n  c: 1\n  ‸\nb: 1', 'key|/a|beside c'],
  ['a:\n  c: 1\n‸\nb: 1', 'key|/|beside a b'],
  ['a:\n  c: 1\n ‸\nb: 1', 'nothing'],
  ['a:\n  c:\n    d: 1\n    ‸', 'key|/a/c|beside d'],
  ['a:\n  c:\n    d: 1\n  ‸', 'key|/a|beside c'],
  ['a:\n  c:\n    d: 1\n‸', 'key|/|beside a'],
  ['a:\n  c:\n    d: ‸\n  e: 1', 'value|/a/c/d'],
  ['a:\n  c:\n    ‸\n  e: 1', 'key|/a/c'],
  ['a:\n\n\n  ‸\n\n  c: 1', 'key|/a|beside c'],
  ['a: # note\n  ‸', 'key|/a'],
  ['a:\n  # note\n  ‸', 'key|/a'],
  ['a:\n  # no‸te\n  b: 1', 'nothing'],
  ['a:\n  b: 1 # x\n  ‸', 'key|/a|beside b'],
  ['a:\n  ‸b: 1', 'key|/a|colon'],
  ['a:\n ‸ b: 1', 'nothing'],
  ['- ‸', 'value|/0'],
  ['-‸', 'value|/0|before '],
  ['a:\n  - ‸', 'value|/a/0'],
  ['a:\n  -‸', 'value|/a/0|before '],
  ['a:\n  - x\n  - ‸', 'value|/a/1'],
  ['a:\n  - x‸\n  - y', 'value|/a/0|x'],
  ['a:\n- x\n- y‸\nb: 1', 'value|/a/1|y'],
  ['a:\n- x\n‸\nb: 1', 'key|/|beside a b'],
  ['a:\n  - x\n  ‸', 'nothing'],
  ['a:\n  - name: ‸', 'value|/a/0/name'],
  ['a:\n  - na‸me: x', 'key|/a/0|na|colon'],
  ['a:\n  - name: x\n    ‸', 'key|/a/0|beside name'],
  ['a:\n  - name: x\n    type‸', 'key|/a/0|type|beside name'],
  ['a:\n  - name: x\n    type: ‸', 'value|/a/0/type'],
  ['a:\n  - name: x\n  - name: y\n    ‸', 'key|/a/1|beside name'],
  ['a:\n  - name: x\n  ‸', 'nothing'],
  ['a:\n  - name: x\n‸', 'key|/|beside a'],
  ['a:\n- name: x\n  ‸', 'key|/a/0|beside name'],
  ['a:\n  -\n    ‸', 'key|/a/0'],
  ['a:\n  -\n    b‸', 'key|/a/0|b'],
  ['a:\n  - - x\n    - ‸', 'value|/a/0/1'],
  ['a:\n  - { b: ‸ }', 'value|/a/0/b'],
  ['a: {‸', 'key|/a'],
  ['a: {‸}', 'key|/a'],
  ['a: { ‸ }', 'key|/a'],
  ['a: { b‸ }', 'key|/a|b'],
  ['a: { b:‸ }', 'value|/a/b|before '],
  ['a: { b: ‸ }', 'value|/a/b'],
  ['a: { b: ‸, c: 1 }', 'value|/a/b'],
  ['a: { b: ‸c: 1 }', 'value|/a/b|after,'],
  ['a: { b: x‸ }', 'value|/a/b|x'],
  ['a: { b: x ‸ }', 'value|/a/b|x '],
  ['a: { b: x, ‸ }', 'key|/a|beside b'],
  ['a: { b: x, ‸c: 1 }', 'key|/a|beside b|colon'],
  ['a: { b: x, ‸ c: 1 }', 'key|/a|beside b c|after,'],
  ['a: { b: x, c‸ }', 'key|/a|c|beside b'],
  ['a: { b: x }‸', 'nothing'],
  ['a: { b: x } ‸', 'nothing'],
  ['a: { b: x }\n‸', 'key|/|beside a'],
  ['a: { b: ‸\nc: 1\n', 'value|/a/b'],
  ['a: { b: { c: ‸\nd: 1', 'value|/a/b/c'],
  ['a: {\n  b: x,\n  ‸\n}', 'key|/a|beside b'],
  ['a: {\n  b: x\n  ‸\n}', 'key|/a|beside b|before,'],
  ['a:\n  b: { x: 1, ‸\n  c: 2', 'key|/a/b|beside x'],
  ['a: [‸]', 'value|/a/0'],
  ['a: [x, ‸]', 'value|/a/1'],
  ['a: [x, y‸]', 'value|/a/1|y'],
  ['a: [ x, "‸" ]', 'value|/a/1|"'],
  ["a: { b: 'it''s ‸' }", "value|/a/b|'it's "],
  ['a: { b: "x: ‸" }', 'value|/a/b|"x: '],
  ["a: { b: x == 'y' && z‸ }", "value|/a/b|x == 'y' && z"],
  ['a: { b: http://x‸ }', 'value|/a/b|http://x'],
  ['a: { # ‸\n b: 1 }', 'nothing'],
  ['a: { b: 1, # note\n  ‸\n}', 'key|/a|beside b'],
  ['{ a: ‸ }', 'value|/a'],
  ['{ a: 1, ‸ }', 'key|/|beside a'],
  ['{\n‸\n}', 'key|/'],
  ['a: |\n  one‸', 'value|/a|one'],
  ['a: |\n  one\n    two‸\n  three\nb: 1', 'value|/a|one\n  two'],
  ['a: |‸\n  one', 'nothing'],
  ['a: |\n  ‸\nb: 1', 'value|/a'],
  ['a: |\n  one\n  ‸\nb: 1', 'value|/a|one\n'],
  ['a: |\n  b: ‸\n  c', 'value|/a|b: '],
  ['a: |\n  # ‸\n', 'value|/a|# '],
  ['a: >-\n  one\n  two‸', 'value|/a|one two'],
  ['a: >\n  one\n\n  two‸', 'value|/a|one\ntwo'],
  ['a: |\n  one\n‸b: 1', 'key|/|beside a|colon'],
  ['a: one\n  two‸', 'value|/a|one two'],
  ['a:\n  one‸', 'key|/a|one'],
  ['a: "one\n  two‸"\nb: 1', 'value|/a|"one two'],
  ['a: "one‸\nb: 1', 'value|/a|"one'],
  ['a: "one‸\nb: "two"', 'value|/a|"one'],
  ['a:\n  x: "one‸\n  y: "two"', 'value|/a/x|"one'],
  ['𝒳:\n  ü‸', 'key|/𝒳|ü'],
  ['a~/b:\n  c: ‸', 'value|/a~0~1b/c'],
  ['a:\r\n  b: 1\r\n  ‸\r\nc: 1\r\n', 'key|/a|beside b'],
  ['a:\r\n  b: ‸\r\n', 'value|/a/b'],
  ['a:\r\n  b: x‸\r\n', 'value|/a/b|x'],
  ['a:\r\n  b: |\r\n    x\r\n    y‸\r\n', 'value|/a/b|x\ny'],
  ['a: integer (0..‸\nb: 1', 'value|/a|integer (0..'],
  ['a: integer\n  mi‸', 'value|/a|integer mi'],
  ['a: integer\n  min: ‸', 'value|/a/min'],
  ['---\n‸', 'key|/'],
  ['%YAML 1.2\n---\na: ‸', 'value|/a'],
  ['a: 1\n\tb‸', 'value|/a|1 b'],
  [
    'tables:\n  users:\n    fields:\n      id: uuid\n      ‸\n  orders:\n    fields: {}\n',
    'key|/tables/users/fields|beside id',
  ],
  [
    'tables:\n  users:\n    fields:\n      id: uuid\n    ‸\n  orders:\n    fields: {}\n',
    'key|/tables/users|beside fields',
  ],
  [
    'tables:\n  users:\n    fields:\n      id: uuid\n  ‸\n  orders:\n    fields: {}\n',
    'key|/tables|beside users orders',
  ],
  ['a: { b: "x‸\nc: 1', 'value|/a/b|"x'],
  ['a: x\n# ‸ b\n', 'nothing'],
  ['1: x\n‸', 'key|/|beside 1'],
  ['a: "x" # ‸', 'nothing'],
  ['a: ""‸', 'nothing'],
  ['a: "‸"', 'value|/a|"'],
  ['a: x#y‸', 'value|/a|x#y'],
  ['a: {b: 1}\n\n‸\n\nc: 1', 'key|/|beside a c'],
  ['a:\n    b: 1\n    c:\n        ‸', 'key|/a/c'],
];

describe('the cursor', () => {
  for (const [marked, shown] of JSON_CASES) {
    it(`in JSON ${JSON.stringify(marked)}`, () => assert.equal(show(at(marked, 'json')), shown));
  }
  for (const [marked, json, yaml = json] of FLOW_CASES) {
    it(`in JSON and flow YAML ${JSON.stringify(marked)}`, () => {
      assert.equal(show(at(marked, 'json')), json);
      assert.equal(show(at(marked, 'yaml')), yaml);
    });
  }
  for (const [marked, shown] of YAML_CASES) {
    it(`in YAML ${JSON.stringify(marked)}`, () => assert.equal(show(at(marked, 'yaml')), shown));
  }

  const LAYOUT: [marked: string, language: Language, indent: string, unit: string][] = [
    ['{\n\t"a": 1,\n\t‸\n}', 'json', '\t', '\t'],
    ['{\n    "a": {\n        ‸\n    }\n}', 'json', '        ', '    '],
    ['{ "a": { ‸ } }', 'json', '', '  '],
    ['{\n  "a": { "b": 1, ‸ }\n}', 'json', '  ', '  '],
    ['a:\n    b: 1\n    ‸', 'yaml', '    ', '    '],
    ['a:\n  - b: 1\n    ‸', 'yaml', '    ', '  '],
    ['a:\n  b: ‸', 'yaml', '  ', '  '],
    ['a: {\n    b: 1,\n    ‸\n}', 'yaml', '    ', '    '],
  ];
  for (const [marked, language, indent, unit] of LAYOUT) {
    it(`knows the indentation in ${JSON.stringify(marked)}`, () => {
      const cursor = at(marked, language);
      assert.deepEqual([cursor.indent, cursor.unit], [indent, unit]);
    });
  }

  const REPLACED: [marked: string, language: Language, replaced: string][] = [
    ['{ "na‸me": 1 }', 'json', '"name"'],
    ['{ "a": "in‸', 'json', '"in'],
    ['{ "a": "in‸}', 'json', '"in'],
    ['{ "a": ‸ }', 'json', ''],
    ['{ "a": tr‸u }', 'json', 'tru'],
    ['a: integer (0..‸9) # x', 'yaml', 'integer (0..9)'],
    ['a: { b: x‸yz }', 'yaml', 'xyz'],
    ['na‸me: 1', 'yaml', 'name'],
    ['"na‸me": 1', 'yaml', '"name"'],
    ['a: x ‸', 'yaml', 'x '],
  ];
  for (const [marked, language, replaced] of REPLACED) {
    it(`replaces ${JSON.stringify(replaced)} in ${JSON.stringify(marked)}`, () => {
      const { start, end } = at(marked, language).replace;
      assert.equal(marked.replace('‸', '').slice(start, end), replaced);
    });
  }
});

/** At every character of every key and scalar the cursor is where the tree says. */
function agrees(text: string, language: Language): void {
  const document = createDocument({ uri: `file:///x.synth.${language}`, version: 1, text });
  const { tree } = document.parsed;
  const visit = (node: SyntaxNode | undefined): void => {
    if (node?.kind === 'map') {
      for (const { key, value } of node.entries) {
        check(key, 'key');
        visit(value);
      }
    } else if (node?.kind === 'list') node.items.forEach(visit);
    else if (node?.kind === 'scalar') check(node, 'value');
  };
  const check = (node: SyntaxNode & { kind: 'scalar' }, role: 'key' | 'value'): void => {
    const closed = node.style === 'single' || node.style === 'double';
    const block = node.style === 'literal' || node.style === 'folded';
    const from = block ? text.indexOf('\n', node.start) + 40 : node.start + 1;
    for (let offset = from; offset <= node.end - (closed ? 1 : 0); offset++) {
      const place = placeAt(tree, offset);
      const cursor = cursorAt(document, offset);
      const pointer = role === 'key' ? place?.pointer.replace(/\/[^/]*$/, '') : place?.pointer;
      const where = `${JSON.stringify(text.slice(Math.max(0, offset - 30), offset))}‸`;
      // What is a plain text on a line of its own may be a key that is being typed.
      if (role === 'value' && cursor.at === 'key' && node.style !== 'literal') continue;
      assert.deepEqual([cursor.at, cursor.pointer], [role, pointer], `${where} in ${JSON.stringify(text)}`);
      if (
        role === 'value' &&
        cursor.inText !== undefined &&
        typeof node.value === 'string' &&
        node.style !== 'folded'
      ) {
        const offsets = textOffsets(text, node);
        const index = offsets.indexOf(offset);
        if (index >= 0 && offsets[index - 1] !== offset - 2) assert.equal(cursor.inText, index, where);
      }
    }
  };
  visit(tree);
}

const KEYS = fc.stringMatching(/^[a-z][a-z.~/_ -]{0,6}[a-z]$/);
const TEXTS = fc.oneof(
  KEYS,
  fc.stringMatching(/^[a-z'"{},#: ü😀]{0,10}$/u),
  fc.constantFrom("x == 'y'", '{{a}} b', 'price * qty', 'one\ntwo\n  three\n', '#x', '- x', '', 'null', '12'),
);
const VALUES = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    TEXTS,
    fc.integer(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(KEYS, tie('value'), { maxKeys: 3 }),
  ),
})).value;
const DOCUMENTS = fc.dictionary(KEYS, VALUES, { minKeys: 1, maxKeys: 4 });

describe('the cursor in documents that parse', () => {
  it('agrees with the tree in JSON', () => {
    fc.assert(
      fc.property(DOCUMENTS, fc.constantFrom(0, 2, 4, '\t'), (v, indent) =>
        agrees(JSON.stringify(v, null, indent), 'json'),
      ),
    );
  });
  it('agrees with the tree in flow YAML', () => {
    fc.assert(fc.property(DOCUMENTS, (v) => agrees(stringify(v, { collectionStyle: 'flow', lineWidth: 0 }), 'yaml')));
  });
  it('agrees with the tree in block YAML', () => {
    fc.assert(
      fc.property(DOCUMENTS, fc.boolean(), fc.constantFrom(2, 4), (v, indentSeq, indent) =>
        agrees(stringify(v, { lineWidth: 0, indentSeq, indent }), 'yaml'),
      ),
    );
  });
  for (const file of readdirSync('examples').filter((name) => /\.ya?ml$|\.json$/.test(name))) {
    it(`agrees with the tree of ${file}`, () => {
      agrees(readFileSync(`examples/${file}`, 'utf8'), file.endsWith('json') ? 'json' : 'yaml');
    });
  }

  it('is found at every offset of any text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'{}[]",:\' \n-&*ab|>#\t\r/\\'), maxLength: 40 }),
        fc.constantFrom<Language>('json', 'yaml'),
        (text, language) => {
          const document = createDocument({ uri: `file:///x.synth.${language}`, version: 1, text });
          for (let offset = 0; offset <= text.length; offset++) {
            const { replace } = cursorAt(document, offset);
            assert.ok(replace.start <= offset && offset <= replace.end && replace.end <= text.length);
          }
        },
      ),
      { numRuns: 3000 },
    );
  });
});
