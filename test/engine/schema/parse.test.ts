import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parse as parseYamlReference, stringify } from 'yaml';
import { parseDocument, type DocumentLanguage } from '../../../engine/src/schema/parse.js';

/** Documents in which `‹…›` marks the place that a pointer must give. */
const PLACES: [name: string, marked: string, pointer: string, at?: 'key' | 'value', language?: DocumentLanguage][] = [
  ['JSON value', '{ "a": { "b": ‹[1, 2]› } }', '/a/b'],
  ['JSON key', '{ "a": { ‹"b"›: 1 } }', '/a/b', 'key'],
  ['JSON item', '{ "a": [1, ‹{ "x": 2 }›, 3] }', '/a/1'],
  ['JSON root', '‹{ "a": 1 }›', ''],
  ['JSON with comments', '// one\n{ /* two */ "a": ‹1›, }', '/a'],
  ['JSON escapes', '{ "a/b": { "c~d": ‹1› } }', '/a~1b/c~0d'],
  ['JSON after a byte-order mark', '\uFEFF{ "a": ‹1› }', '/a'],
  ['JSON, CRLF', '{\r\n  "a": 1,\r\n  "b": ‹2›\r\n}', '/b'],
  ['JSON beyond the BMP', '{ "😀": "😀", "b": ‹"😀"› }', '/b'],
  ['JSON duplicate: the last counts', '{ "a": 1, "a": ‹2› }', '/a'],
  ['JSON value not written yet', '{ ‹"a"›: }', '/a', 'value', 'json'],
  ['YAML value', 'a:\n  b: ‹[1, 2]›\n', '/a/b'],
  ['YAML key', 'a:\n  ‹b›: 1\n', '/a/b', 'key'],
  ['YAML block', 'a:\n  ‹b: 1\n  c: 2›\nd: 3\n', '/a'],
  ['YAML item', 'a:\n  - 1\n  - ‹x: 2›\n', '/a/1'],
  ['YAML block text', 'a: ‹|\n  one\n  two›\nb: 1\n', '/a'],
  ['YAML quoted key', "‹'a b'›: 1\n", '/a b', 'key'],
  ['YAML number key', 'enum: { 1: 8, 1.50: ‹3› }\n', '/enum/1.50'],
  ['YAML null key', 'cases: { null: ‹a› }\n', '/cases/null'],
  ['YAML empty value is its key', 'a: 1\n‹b›:\n', '/b'],
  ['YAML alias', 'a: &x { p: 1 }\nb: ‹*x›\n', '/b'],
  ['YAML inside an alias', 'a: &x { p: ‹1› }\nb: *x\n', '/b/p'],
  ['YAML merged', 'a: &x { p: ‹1› }\nb: { <<: *x, q: 2 }\n', '/b/p'],
  ['YAML merge overridden', 'a: &x { p: 1 }\nb: { <<: *x, p: ‹2› }\n', '/b/p'],
  ['YAML, CRLF', 'a: 1\r\nb: ‹2›\r\n', '/b'],
  ['YAML flow, like JSON', '{ a: 1, b: ‹x y› }', '/b'],
];

const SAME: [name: string, text: string, value: unknown, language?: DocumentLanguage][] = [
  ['an empty text', '', null],
  ['only a comment', '# nothing\n', null],
  ['an empty JSON file', '', null, 'json'],
  ['dates as texts', 'a: 2024-01-01\nb: 2024-01-01T10:00:00Z\n', { a: '2024-01-01', b: '2024-01-01T10:00:00Z' }],
  ['YAML 1.2 words', 'a: yes\nb: on\nc: true\nd: ~\n', { a: 'yes', b: 'on', c: true, d: null }],
  ['YAML 1.2 numbers', 'a: 0o14\nb: 0x1F\nc: 1_000\nd: 012\n', { a: 12, b: 31, c: '1_000', d: 12 }],
  ['times as texts', 'a: 09:00\nb: 1:30\n', { a: '09:00', b: '1:30' }],
  [
    'merge keys',
    'a: &x { p: 1, q: 2 }\nb: { <<: [*x, { r: 3 }], q: 5 }\n',
    { a: { p: 1, q: 2 }, b: { p: 1, q: 5, r: 3 } },
  ],
  ['JSON with comments', '{ "a": 1, // x\n "b": [1,], }', { a: 1, b: [1] }],
  ['a key of every object', '{ "constructor": 1 }', { constructor: 1 }],
  ['single quotes as YAML', "{ 'a': 1 }", { a: 1 }],
];

const MISTAKES: [name: string, text: string, codes: string[], language?: DocumentLanguage][] = [
  ['duplicate JSON key', '{ "a": 1, "a": 2 }', ['syntax/duplicate-key']],
  ['duplicate YAML key', 'a: 1\na: 2\n', ['syntax/duplicate-key']],
  ['duplicate YAML key in two spellings', 'a: 1\n"a": 2\n', ['syntax/duplicate-key']],
  ['missing comma', '{ "a": 1 "b": 2 }', ['syntax/json'], 'json'],
  ['unclosed brace', '{ "a": 1', ['syntax/json'], 'json'],
  ['text after the end', '{ "a": 1 } x', ['syntax/json'], 'json'],
  ['tab as indent', 'a:\n\tb: 1\n', ['syntax/yaml']],
  ['unclosed quote', 'a: "x\n', ['syntax/yaml']],
  ['unknown tag', 'a: !money 1\n', ['syntax/yaml']],
  ['two documents', 'a: 1\n---\nb: 2\n', ['syntax/several-documents']],
  ['alias without anchor', 'a: *x\n', ['syntax/alias']],
  ['alias inside its anchor', 'a: &x [*x]\n', ['syntax/alias']],
  ['mapping as key', '? [a]\n: 1\n', ['syntax/complex-key']],
  ['merge of a scalar', 'a: { <<: 5 }\n', ['syntax/merge']],
  ['integer beyond 2^53', 'seed: 9007199254740993\n', ['syntax/number-range']],
  ['JSON integer beyond 2^53', '{ "seed": -12345678901234567890 }', ['syntax/number-range']],
  ['number beyond all', '{ "max": 1e999 }', ['syntax/number-range']],
  ['deep JSON', '['.repeat(100_000), ['syntax/too-deep'], 'json'],
  ['deep YAML', '['.repeat(100_000), ['syntax/too-deep'], 'yaml'],
  ['deep YAML blocks', '- '.repeat(50_000), ['syntax/too-deep'], 'yaml'],
];

describe('parsing documents', () => {
  for (const [name, marked, pointer, at, language] of PLACES) {
    it(`finds the place: ${name}`, () => {
      const start = marked.indexOf('‹');
      const end = marked.indexOf('›') - 1;
      const text = marked.replace(/[‹›]/g, '');
      const range = parseDocument(text, { language }).range(pointer, at);
      assert.ok(range, 'there is a place');
      assert.equal(text.slice(range.start.offset, range.end.offset), text.slice(start, end));
      assert.equal(range.start.offset, start);
      const before = text.slice(0, start).split(/\r\n|\n/);
      assert.deepEqual(
        [range.start.line, range.start.character],
        [before.length - 1, before[before.length - 1].length],
      );
    });
  }

  for (const [name, text, value, language] of SAME) {
    it(`reads ${name}`, () => {
      const parsed = parseDocument(text, { language });
      assert.deepEqual(parsed.diagnostics, []);
      assert.deepEqual(parsed.value, value);
    });
  }

  for (const [name, text, codes, language] of MISTAKES) {
    it(`reports ${name}`, () => {
      const { diagnostics } = parseDocument(text, { language });
      assert.deepEqual([...new Set(diagnostics.map((d) => d.code))], codes);
      for (const { range } of diagnostics) {
        assert.ok(range.start.offset <= range.end.offset && range.end.offset <= text.length);
      }
    });
  }

  it('gives the pointer of a number that is too large', () => {
    const [{ pointer, range }] = parseDocument('a:\n  seed: 9007199254740993\n').diagnostics;
    assert.deepEqual([pointer, range.start.line, range.start.character], ['/a/seed', 1, 8]);
  });

  it('holds numbers up to 2^53 − 1', () => {
    assert.deepEqual(parseDocument('seed: 9007199254740991\n').diagnostics, []);
  });

  it('gives nothing for a pointer that leads nowhere', () => {
    const parsed = parseDocument('{ "a": [1] }');
    for (const pointer of ['/b', '/a/1', '/a/x', '/a/0/y']) assert.equal(parsed.range(pointer), undefined);
  });

  it('stops aliases that would blow up, in one diagnostic', () => {
    const rows = Array.from(
      { length: 9 },
      (_, i) =>
        `a${i}: &a${i} [${Array(10)
          .fill(i === 0 ? '1' : `*a${i - 1}`)
          .join(',')}]`,
    );
    const { diagnostics } = parseDocument(rows.join('\n'), { language: 'yaml' });
    assert.deepEqual(
      diagnostics.map((d) => d.code),
      ['syntax/alias-bomb'],
    );
  });

  it('keeps a key named __proto__ as a key', () => {
    for (const text of ['{ "__proto__": { "x": 1 } }', '__proto__: { x: 1 }']) {
      const value = parseDocument(text).value as Record<string, unknown>;
      assert.deepEqual(Object.keys(value), ['__proto__']);
      assert.equal(({} as { x?: number }).x, undefined);
    }
  });

  for (const [file, language] of [
    ['a.synth.json', 'json'],
    ['a.JSON', 'json'],
    ['a.jsonc', 'json'],
    ['a.synth.yml', 'yaml'],
    ['C:\\data.v1\\a.yaml', 'yaml'],
  ] as const) {
    it(`takes the language of ${file} from its ending`, () =>
      assert.equal(parseDocument('', { file }).language, language));
  }

  it('guesses the language from the text without an ending', () => {
    assert.equal(parseDocument('{ "a": 1 }', { file: 'schema' }).language, 'json');
    assert.equal(parseDocument('a: 1', { file: 'schema.v1/x' }).language, 'yaml');
    assert.equal(parseDocument('{ "a": 1,, }').language, 'json');
  });

  it('reads what JSON.stringify and a YAML writer write, and finds every place', () => {
    const json = fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<unknown>;
    fc.assert(
      fc.property(json, (value) => {
        const plain = JSON.parse(JSON.stringify(value)) as unknown;
        const text = JSON.stringify(value, null, 2);
        const parsed = parseDocument(text, { language: 'json' });
        assert.deepEqual(parsed.value, plain);
        const yaml = stringify(plain, { version: '1.2' });
        const keys = JSON.stringify(parseYamlReference(yaml));
        // Keys beyond what YAML can write plainly are the writer's affair.
        if (keys === JSON.stringify(plain)) assert.deepEqual(parseDocument(yaml, { language: 'yaml' }).value, plain);
        if (plain !== null && typeof plain === 'object' && !Array.isArray(plain)) {
          for (const [key, item] of Object.entries(plain)) {
            const range = parsed.range(`/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`);
            assert.ok(range);
            assert.deepEqual(JSON.parse(text.slice(range.start.offset, range.end.offset)), item);
          }
        }
      }),
    );
  });

  it('never throws on any text', () => {
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom(...'{}[]:,-?&*!|>#\'"%@` \n\tab1'.split('')) }),
    );
    fc.assert(
      fc.property(texts, fc.constantFrom(undefined, 'json', 'yaml'), (text, language) => {
        const parsed = parseDocument(text, { language });
        parsed.range('');
        parsed.range('/a/0', 'key');
      }),
      { numRuns: 2000 },
    );
  });
});
