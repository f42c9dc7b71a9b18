import assert from 'node:assert/strict';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { parseDocument, type DocumentLanguage } from '../../../engine/src/schema/parse.js';
import { placeOf } from '../../../engine/src/schema/place.js';
import type { SyntaxNode } from '../../../engine/src/schema/syntax.js';
import { indexInText, textOffsets, textSpan } from '../../../engine/src/schema/text-offsets.js';
import { entryAt, follow, nodeAt, placeAt } from '../../../engine/src/schema/tree.js';

function treeOf(text: string, language: DocumentLanguage = 'yaml'): SyntaxNode | undefined {
  return parseDocument(text, { language }).tree;
}

/** The value that a tree without aliases holds. */
function valueOf(node: SyntaxNode | undefined): unknown {
  const target = follow(node);
  if (target === undefined) return null;
  if (target.kind === 'list') return target.items.map(valueOf);
  if (target.kind === 'map')
    return Object.fromEntries(target.entries.map((e) => [String(e.key.value), valueOf(e.value)]));
  return target.kind === 'scalar' ? target.value : null;
}

const VALUES = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.string({ unit: 'grapheme' }),
    fc.stringMatching(/^[ a-c\n'":#{},\\-]{0,12}$/),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(
      fc.string().filter((key) => key !== '__proto__' && key !== '<<'),
      tie('value'),
      { maxKeys: 4 },
    ),
  ),
})).value;

describe('the tree of a document', () => {
  const CASES: [text: string, language: DocumentLanguage, pointer: string, written: string][] = [
    ['{"a": [1, {"b": "x"}]}', 'json', '/a/1/b', '"x"'],
    ['{"a": [1, {"b": "x"}]}', 'json', '', '{"a": [1, {"b": "x"}]}'],
    ['\uFEFF{"a": 1}', 'json', '/a', '1'],
    ['{"a": 1, "a": 2}', 'json', '/a', '2'],
    ['{ // a\n "a~/b": true, }', 'json', '/a~0~1b', 'true'],
    ['{"a": {"b": [1, 2', 'json', '/a/b', '[1, 2'],
    ['a:\n  b: [x, y]\n  c: 3 # end\n', 'yaml', '/a', 'b: [x, y]\n  c: 3'],
    ['a:\r\n  - b: x\r\n    c: y\r\n', 'yaml', '/a/0', 'b: x\r\n    c: y'],
    ['\uFEFFa: 𝒳y\nb: z', 'yaml', '/b', 'z'],
    ['a: &x { b: 1 }\nc: *x', 'yaml', '/c/b', '1'],
    ['a: &x { b: 1 }\nc: { <<: *x, d: 2 }', 'yaml', '/c/b', '1'],
    ['a: |\n  one\n  two\n\nb: 2', 'yaml', '/a', '|\n  one\n  two'],
    ["a: 'it''s'", 'yaml', '/a', "'it''s'"],
    ['1: x\n~: y', 'yaml', '/null', 'y'],
  ];
  for (const [text, language, pointer, written] of CASES) {
    it(`${JSON.stringify(text)} has ${JSON.stringify(written)} at ${pointer}`, () => {
      const node = nodeAt(treeOf(text, language), pointer);
      assert.ok(node);
      assert.equal(text.slice(node.start, node.end), written);
    });
  }

  it('has no node for what is missing', () => {
    const tree = treeOf('a:\nb:\n  - \n  - x\n');
    assert.equal(nodeAt(tree, '/a'), undefined);
    assert.equal(nodeAt(tree, '/b/0'), undefined);
    assert.equal(entryAt(tree, '/a')?.key.value, 'a');
    assert.equal(entryAt(tree, '/c'), undefined);
    assert.equal(treeOf(''), undefined);
    assert.equal(treeOf('', 'json'), undefined);
  });

  it('marks merge keys, and finds what they bring in', () => {
    const tree = treeOf('base: &b { x: 1, y: 2 }\nuse:\n  <<: *b\n  y: 3\n');
    const use = nodeAt(tree, '/use');
    assert.deepEqual(use?.kind === 'map' && use.entries.map(({ key, merge }) => [key.value, merge]), [
      ['<<', true],
      ['y', false],
    ]);
    assert.equal(entryAt(tree, '/use/x')?.value?.start, 14);
  });

  it('does not follow an alias inside of its own anchor', () => {
    const alias = nodeAt(treeOf('a: &x [*x]'), '/a/0');
    assert.equal(alias?.kind, 'alias');
    assert.equal(follow(alias), undefined);
  });

  it('holds what was parsed, in both languages', () => {
    fc.assert(
      fc.property(VALUES, (value) => {
        for (const [text, language] of [
          [JSON.stringify(value, null, 2), 'json'],
          [stringify(value, { schema: 'core' }), 'yaml'],
        ] as const) {
          const parsed = parseDocument(text, { language });
          assert.deepEqual(valueOf(parsed.tree), parsed.value);
        }
      }),
    );
  });

  it('can be read of any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'{}[]",:\' \n-&*ab|>#<\t'), maxLength: 60 }), (text) => {
        for (const language of ['json', 'yaml'] as const) {
          const { tree } = parseDocument(text, { language });
          for (let i = 0; i <= text.length; i++) placeAt(tree, i);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('the place at an offset', () => {
  const CASES: [text: string, language: DocumentLanguage, pointer: string, at: 'key' | 'value'][] = [
    ['{"a‸bc": 1}', 'json', '/abc', 'key'],
    ['{"abc": 1‸}', 'json', '/abc', 'value'],
    ['{"abc": ‸ 1}', 'json', '', 'value'],
    ['{"a": [1, ‸2]}', 'json', '/a/1', 'value'],
    ['a:\n  b‸: 1', 'yaml', '/a/b', 'key'],
    ['a:\n  - x: 1\n    y: ‸2', 'yaml', '/a/0/y', 'value'],
    ['a: { b: 1, c:‸ }', 'yaml', '/a', 'value'],
  ];
  for (const [marked, language, pointer, at] of CASES) {
    it(JSON.stringify(marked), () => {
      const place = placeAt(treeOf(marked.replace('‸', ''), language), marked.indexOf('‸'));
      assert.deepEqual([place?.pointer, place?.at], [pointer, at]);
    });
  }
});

describe('offsets in text values', () => {
  const CASES: [text: string, part: string, written: string, language?: DocumentLanguage][] = [
    ['a: price * qty', 'qty', 'qty'],
    ["a: 'x == ''y'' && z'", "'y'", "''y''"],
    ['a: "x\\u0041\\n tail"', 'A\n', '\\u0041\\n'],
    ['{"a": "\\ud83d\\ude00 b"}', '😀', '\\ud83d\\ude00', 'json'],
    ['{"a": "\\"q\\" == b"}', '"q"', '\\"q\\"', 'json'],
    ['a: "\\U0001F600 b"', '😀', '\\U0001F600'],
    ['a: one\n  two\n  three', 'two', 'two'],
    ['a: one\n  two\n  three', 'one', 'one'],
    ['a: "one\n\n  two \\\n  three"', 'three', 'three'],
    ['a: |\n  first\n    deeper\n  last\n', 'deeper', 'deeper'],
    ['a: |2\n    deeper\n  last\n', 'last', 'last'],
    ['a: >-\n  first\n  second\n\n  third\n    deeper\n  last\n', 'third', 'third'],
    ['a: >-\n  first\n  second\n\n  third\n    deeper\n  last\n', 'last', 'last'],
    ['a: >\r\n  first\r\n  second\r\n', 'second', 'second'],
    ['\uFEFFa: |\n  𝒳 && y\n', 'y', 'y'],
  ];
  for (const [text, part, written, language = 'yaml'] of CASES) {
    it(`${JSON.stringify(part)} in ${JSON.stringify(text)}`, () => {
      const parsed = parseDocument(text, { language });
      const node = nodeAt(parsed.tree, '/a');
      assert.ok(node?.kind === 'scalar');
      const from = String(node.value).indexOf(part);
      assert.ok(from >= 0, String(node.value));
      const span = [from, from + part.length] as const;
      const { start, end } = textSpan(text, node, span);
      assert.equal(text.slice(start, end), written);
      assert.equal(indexInText(text, node, start), from);
      const range = placeOf(parsed, { code: 'x', severity: 'error', message: '', pointer: '/a', span });
      assert.deepEqual([range?.start.offset, range?.end.offset], [start, end]);
    });
  }

  it('never decrease, and point at the characters themselves', () => {
    const lines = fc.array(fc.stringMatching(/^[a-z ]{0,30}[a-z']{0,3}$/), { maxLength: 5 });
    fc.assert(
      fc.property(
        lines.map((some) => some.join('\n')),
        fc.constantFrom('PLAIN', 'QUOTE_SINGLE', 'QUOTE_DOUBLE', 'BLOCK_LITERAL', 'BLOCK_FOLDED'),
        fc.constantFrom('\n', '\r\n'),
        (value, style, eol) => {
          const text = stringify({ k: [{ a: value }] }, { defaultStringType: style as 'PLAIN', lineWidth: 20 });
          const whole = text.replaceAll('\n', eol);
          const node = nodeAt(treeOf(whole), '/k/0/a');
          if (node === undefined) return;
          assert.ok(node.kind === 'scalar');
          const offsets = textOffsets(whole, node);
          const read = String(node.value);
          assert.equal(offsets.length, read.length + 1);
          for (let i = 0; i < read.length; i++) {
            assert.ok(offsets[i] <= offsets[i + 1], `${i} of ${JSON.stringify(whole)}: ${offsets.join(' ')}`);
            if (/[a-z']/.test(read[i])) assert.equal(whole[offsets[i]], read[i], `${i} of ${JSON.stringify(whole)}`);
          }
        },
      ),
      { numRuns: 1000 },
    );
  });
});
