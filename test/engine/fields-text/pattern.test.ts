import assert from 'node:assert/strict';
import fc from 'fast-check';
import { compilePattern, type Pattern } from '../../../engine/src/fields/pattern.js';
import type { TextCase } from '../../../engine/src/fields/text-case.js';
import { streamFor } from '../../../engine/src/random/key.js';
import { batchOf, chiSquare, inPieces, valuesOf } from './context.js';

function pattern(source: string, textCase?: TextCase): Pattern {
  const compiled = compilePattern(source, textCase);
  assert.ok(compiled.ok, compiled.ok ? '' : compiled.message);
  return compiled.pattern;
}
function draw(source: string, rows: number, textCase?: TextCase): string[] {
  return valuesOf(pattern(source, textCase).drawer(streamFor(1, 'f'))(batchOf(0, rows))) as string[];
}
function all(p: Pattern): string[] {
  assert.ok(p.size !== undefined && p.size <= 10_000);
  return valuesOf(p.at(Float64Array.from({ length: p.size }, (_, k) => k))) as string[];
}
const whole = (source: string) => new RegExp(`^(?:${source})$`, 'u');

/** Patterns of every construct that can be generated, small enough to be counted. */
const regexp: fc.Arbitrary<string> = fc.letrec<{ node: string; atom: string }>((tie) => ({
  atom: fc.oneof(
    fc.constantFrom('a', 'b', 'ab', 'é', '😀', '-', '\\d', '\\w', '\\s', '\\.', '\\/', '\\x41', '\\u{1F600}', '\\t'),
    fc.constantFrom(
      '[abc]',
      '[^abc]',
      '[a-c\\d]',
      '[\\w-]',
      '[😀-😃]',
      '.',
      '\\D',
      '\\S',
      '\\W',
      '\\p{Lu}',
      '\\P{L}',
      '[^\\d\\s]',
    ),
  ),
  node: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    tie('atom'),
    fc.array(tie('node'), { minLength: 1, maxLength: 3 }).map((items) => items.join('')),
    fc.array(tie('node'), { minLength: 1, maxLength: 3 }).map((items) => `(?:${items.join('|')})`),
    tie('node').map((n) => `(${n})`),
    fc
      .tuple(tie('node'), fc.constantFrom('?', '*', '+', '{2}', '{1,2}', '{0,3}', '{2,}', '??', '*?'))
      .map(([n, q]) => `(?:${n})${q}`),
  ),
})).node;

describe('texts of a pattern', () => {
  it('match the platform RegExp, whatever the pattern', () => {
    fc.assert(
      fc.property(regexp, (source) => {
        const expected = whole(source);
        for (const text of draw(source, 30)) assert.ok(expected.test(text), `${source} drew ${JSON.stringify(text)}`);
      }),
      { numRuns: 400 },
    );
  });

  it('are numbered without repeating, and each number matches', () => {
    fc.assert(
      fc.property(regexp, fc.array(fc.integer({ min: 0, max: 2 ** 52 }), { maxLength: 30 }), (source, wanted) => {
        const p = pattern(source);
        if (p.size === undefined) return;
        const most = Math.min(p.size, 2 ** 53);
        const first = Array.from({ length: Math.min(most, 200) }, (_, k) => k);
        const numbers = [...new Set([...first, ...wanted.map((k) => k % most)])];
        const texts = valuesOf(p.at(Float64Array.from(numbers))) as string[];
        assert.equal(new Set(texts).size, texts.length, source);
        const expected = whole(source);
        for (const text of texts) assert.ok(expected.test(text), `${source} numbered ${JSON.stringify(text)}`);
      }),
      { numRuns: 300 },
    );
  });

  for (const [source, size] of [
    ['[A-Z]{3}-\\d{4}', 175_760_000],
    ['(a|a)', 1],
    ['(a|ab)(b|)', 3],
    ['a*a*', 21],
    ['a?a?a?', 4],
    ['(?:19|20)\\d{2}', 200],
    ['[ab]{1,3}', 14],
    ['', 1],
    ['(?:)*', 1],
    ['x|', 2],
    ['[aab-b]', 2],
    ['\\d{15}', 1e15],
    ['\\d{16}', Infinity],
    ['\\w{3,30}', Infinity],
    ['^(\\d)$', 10],
    ['(\\w)\\1', undefined],
  ] as const) {
    it(`of ${source} are counted: ${size}`, () => assert.equal(pattern(source).size, size));
  }

  it('come each once when all numbers are asked', () => {
    for (const source of ['[ab]{1,3}', '(a|ab)(b|)', '[A-C]-\\d{2}', '(?:x|yy|\\d)[é😀]?']) {
      const texts = all(pattern(source));
      const expected = whole(source);
      assert.equal(new Set(texts).size, texts.length);
      assert.ok(texts.every((t) => expected.test(t)));
      // Nothing that is drawn is missing.
      const known = new Set(texts);
      assert.ok(draw(source, 2000).every((t) => known.has(t)));
    }
  });

  it('repeat what a group drew', () => {
    for (const source of ['(\\w+)-\\1', '(?<y>\\d{2})\\/\\k<y>', '(?:(a)|b)\\1c', '\\1(a)', '((a|b)\\2){2}']) {
      const expected = whole(source);
      for (const text of draw(source, 200)) assert.ok(expected.test(text), `${source} drew ${text}`);
    }
  });

  it('take alternatives and repetitions evenly', () => {
    for (const [source, of, size] of [
      ['[0-6]', (t: string) => Number(t), 7],
      ['a|bcd|e[xyz]', (t: string) => 'abe'.indexOf(t[0]), 3],
      ['a{0,4}', (t: string) => t.length, 5],
      ['[A-J]{2}\\d', (t: string) => (t.charCodeAt(0) - 65) * 10 + t.charCodeAt(1) - 65, 100],
      ['[ab]{9}', (t: string) => parseInt(t.replaceAll('a', '0').replaceAll('b', '1'), 2), 512],
      ['(?:x?)[ab]{9}', (t: string) => parseInt(t.replace('x', '').replaceAll('a', '0').replaceAll('b', '1'), 2), 512],
    ] as const) {
      const counts = new Array<number>(size).fill(0);
      for (const text of draw(source, 60_000)) counts[of(text)]++;
      const { value, limit } = chiSquare(counts);
      assert.ok(value < limit, `${source}: χ² ${value} > ${limit}`);
    }
  });

  it('do not depend on the batch', () => {
    for (const source of ['[A-Z]{3}-\\d{4}', '[a-z]{31}', '\\w+@(a|b)\\.com', '(\\d)\\1']) {
      const p = pattern(source);
      const drawer = p.drawer(streamFor(3, 'f'));
      assert.deepEqual(inPieces(drawer, 700), valuesOf(p.drawer(streamFor(3, 'f'))(batchOf(0, 700))));
    }
  });

  it('stay readable where a class is open, and reach beyond ASCII where it must', () => {
    assert.ok(draw('.\\S\\D\\W[^"]', 500).every((t) => /^[ -~]+$/.test(t)));
    assert.ok(draw('\\p{Script=Greek}{3}', 100).every((t) => /^\p{Script=Greek}{3}$/u.test(t)));
    assert.ok(draw('[^\\x00-\\xff]', 100).every((t) => /^[\u0100-\u017f]$/.test(t)));
    assert.deepEqual(new Set(draw('[\\uD83D\\uDE00]', 10)), new Set(['😀']));
  });

  it('take a case', () => {
    assert.ok(draw('[a-z]{2}\\d[A-Z]', 100, 'upper').every((t) => /^[A-Z]{2}\d[A-Z]$/.test(t)));
    assert.equal(pattern('[aA]{3}', 'lower').size, 1);
    assert.ok(draw('(foo|bär)\\s[a-z]+', 100, 'upper').every((t) => /^(FOO|BÄR) [A-Z]+$/.test(t)));
    assert.ok(draw('[a-z]{3} [A-Z]{3}', 100, 'title').every((t) => /^[A-Z][a-z]{2} [A-Z][a-z]{2}$/.test(t)));
    assert.ok(draw("[a-z]+( |-|')[a-z]+", 200, 'title').every((t) => /^[A-Z][a-z]*([ -][A-Z]|'[a-z])[a-z]*$/.test(t)));
    assert.equal(pattern('[a-z]{3} [A-Z]{3}', 'title').size, 26 ** 6);
  });
});

describe('patterns that cannot be drawn', () => {
  for (const [source, code, message, start] of [
    ['(a', 'pattern/invalid', /Unterminated group/, undefined],
    ['\\-', 'pattern/invalid', /write - instead of \\-/, undefined],
    ['a{2,1}', 'pattern/invalid', /out of order/, undefined],
    ['[b-a]', 'pattern/invalid', /out of order/, undefined],
    ['x(?=a)b', 'pattern/unsupported', /look-ahead/, 1],
    ['(?<!a)b', 'pattern/unsupported', /look-behind/, 0],
    ['a\\bc', 'pattern/unsupported', /word boundary \\b/, 1],
    ['a\\Bc', 'pattern/unsupported', /\\B/, 1],
    ['a^b', 'pattern/unsupported', /\^ can only stand at the start/, 1],
    ['(a$|b)c', 'pattern/unsupported', /\$ can only stand at the end/, 2],
    ['(?:^a){2}', 'pattern/unsupported', /\^/, 3],
    ['[]', 'pattern/empty', /no character/, 0],
    ['a[\\uD800-\\uDBFF]', 'pattern/empty', /no character/, 1],
    ['[a-z]{70000}', 'pattern/too-long', /70000/, undefined],
    ['(?:(a)|b?)*\\1', 'pattern/unsupported', /group 1/, undefined],
  ] as const) {
    it(`${source} is ${code}`, () => {
      const compiled = compilePattern(source);
      assert.ok(!compiled.ok);
      assert.equal(compiled.code, code);
      assert.match(compiled.message, message);
      assert.equal(compiled.start, start);
      if (start !== undefined) assert.ok((compiled.end ?? 0) > start);
    });
  }
});
