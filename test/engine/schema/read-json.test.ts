import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { RawDocument } from '../../../engine/src/schema/parse.js';
import { parseJson, parseWrongJson } from '../../../engine/src/schema/parse-json.js';
import { readJson } from '../../../engine/src/schema/read-json.js';

/** Pointers of everything in a value, and of what is not there. */
function* places(value: unknown, path: readonly string[] = []): Iterable<readonly string[]> {
  yield path;
  yield [...path, 'no such key'];
  yield [...path, '7'];
  if (value === null || typeof value !== 'object') return;
  for (const [key, part] of Object.entries(value)) yield* places(part, [...path, key]);
}

/** All that a document tells. */
function told({ value, mistakes, span, tree }: RawDocument): object {
  const spans = [...places(value)].flatMap((path) => [span(path, 'key'), span(path, 'value')]);
  return { value, mistakes, spans, tree: tree(3) };
}

const RIGHT = [
  '1',
  '-0',
  '[]',
  ' { } ',
  '{"a":{"b":[1,2,{"c":null}]},"__proto__":{"x":true},"":false}',
  '{ "a": 1, }',
  '[1, 2, ]',
  '// first\r\n{ /* a */ "a" /* : */ : /* 1 */ 1 // end\n}\r// last',
  '{"\\u0061b": "\\ud83d\\ude00 \\" \\\\", "😀": "😀", "\\n": [-1.5e-3, 1E+2, 0.25]}',
  '\t\n{"long name of a key": "long text of a value, \u2028 and more"}\n',
  '9007199254740991',
];
const OTHER = [
  '',
  '// nothing',
  '{',
  '[1',
  '[,]',
  '{,}',
  '[1,,2]',
  '{"a":1,"a":2}',
  '{"a" 1}',
  "{'a': 1}",
  '{a: 1}',
  '[01]',
  '[1.]',
  '[-]',
  '[+1]',
  '[1e999]',
  '[9007199254740993]',
  '["a\nb"]',
  '["a\tb"]',
  '["\\x"]',
  '["\\u12"]',
  '"',
  '"\\',
  'tru',
  'trueish',
  'nullnull',
  '1 2',
  '/* open',
  '/ 1',
  '[1] x',
  '\u00a01',
  '['.repeat(300) + ']'.repeat(300),
];

describe('reading JSON', () => {
  for (const text of RIGHT) {
    it(`tells the same both ways: ${JSON.stringify(text)}`, () => {
      const read = readJson(text);
      assert.ok(read);
      assert.deepEqual(told(read), told(parseWrongJson(text)));
    });
  }

  for (const text of OTHER) {
    it(`leaves mistakes to the slower parser: ${JSON.stringify(text.slice(0, 40))}`, () => {
      assert.equal(readJson(text), undefined);
      assert.deepEqual(told(parseJson(text)), told(parseWrongJson(text)));
    });
  }

  it('tells the same both ways of any JSON, and of any text that is like it', () => {
    const layout = fc.constantFrom('', ' ', '\n', '\r\n', '\t', '/* , */', '// }\n');
    const json = fc
      .tuple(fc.jsonValue({ maxDepth: 4 }), fc.constantFrom(undefined, 1, '\t'))
      .map(([value, indent]) => JSON.stringify(value, null, indent));
    const edit = fc.record({
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      remove: fc.nat(3),
      insert: fc.oneof(
        layout,
        fc.constantFrom(',', '"', '[', ']', '{', '}', ':', '1', '\\', 'e', '-', '.', 'null', '"a":1'),
      ),
    });
    fc.assert(
      fc.property(json, fc.array(edit, { maxLength: 3 }), (start, edits) => {
        let text = start;
        for (const { at, remove, insert } of edits) {
          const from = Math.floor(at * text.length);
          text = text.slice(0, from) + insert + text.slice(from + remove);
        }
        assert.deepEqual(told(parseJson(text)), told(parseWrongJson(text)), text);
      }),
      { numRuns: 1500 },
    );
  });
});
