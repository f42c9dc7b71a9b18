import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { TextColumn } from '../../../engine/src/columns/column.js';
import { isPlain } from '../../../engine/src/columns/text.js';
import type { Batch } from '../../../engine/src/fields/drawer.js';
import { compileText } from '../../../engine/src/fields/text.js';
import { titleCase } from '../../../engine/src/fields/text-case.js';
import type { TextSpec } from '../../../engine/src/schema/model.js';
import { batchOf, chiSquare, fakeContext, inPieces, uniqueOf, valuesOf, type ContextOptions } from './context.js';

function field(spec: Omit<TextSpec, 'kind'>, options: ContextOptions = {}) {
  return compileText({ kind: 'text', ...spec }, fakeContext(options));
}
function drawUnique(spec: Omit<TextSpec, 'kind'>, rows: number): string[] {
  return valuesOf(uniqueOf(field(spec))(batchOf(0, rows))) as string[];
}
function draw(spec: Omit<TextSpec, 'kind'>, rows: number, options: ContextOptions = {}): string[] {
  return valuesOf(field(spec, options).draw(batchOf(0, rows))) as string[];
}
const pattern = (text: string) => ({ text, pointer: '/fields/f/pattern' });

const LETTERS = {
  any: /^[A-Za-z0-9]*$/,
  lower: /^[a-z0-9]*$/,
  upper: /^[A-Z0-9]*$/,
  title: /^([A-Z0-9][a-z0-9]*)?$/,
};
const size = fc
  .tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 40 }))
  .map(([min, span]) => ({ min, max: min + span }));
const textCase = fc.constantFrom(undefined, 'lower' as const, 'upper' as const, 'title' as const);

describe('letters and digits', () => {
  it('have the length and the case wanted', () => {
    fc.assert(
      fc.property(size, textCase, fc.boolean(), (length, change, unique) => {
        const texts = (unique ? drawUnique : draw)({ length, case: change }, 1);
        for (const text of texts) {
          assert.match(text, LETTERS[change ?? 'any']);
          assert.ok(text.length >= length.min && text.length <= length.max);
        }
      }),
    );
    const lengths = draw({}, 2000).map((t) => t.length);
    assert.equal(Math.min(...lengths), 8);
    assert.equal(Math.max(...lengths), 16);
  });

  it('are even at every place', () => {
    for (const length of [1, 2, 3, 4, 7]) {
      const texts = draw({ length: { min: length, max: length } }, 31_000);
      for (let p = 0; p < length; p++) {
        const counts = new Map<string, number>();
        for (const t of texts) counts.set(t[p], (counts.get(t[p]) ?? 0) + 1);
        assert.equal(counts.size, 62);
        const { value, limit } = chiSquare([...counts.values()]);
        assert.ok(value < limit);
      }
    }
  });

  it('are each different where unique, over a whole domain too', () => {
    const all = field({ length: { min: 0, max: 2 }, case: 'lower' });
    assert.equal(all.domain?.size, 1 + 36 + 36 * 36);
    const texts = valuesOf(uniqueOf(all)(batchOf(0, 1333)));
    assert.equal(new Set(texts).size, 1333);
    for (const spec of [
      {},
      { length: { min: 9, max: 400 } },
      { length: { min: 0, max: 12 } },
      { words: true },
    ] as const) {
      const drawn = drawUnique(spec, 5000);
      assert.equal(new Set(drawn).size, 5000);
    }
    assert.equal(field({ length: { min: 8, max: 16 } }).domain?.size, Infinity);
    assert.equal(field({ length: { min: 8, max: 8 } }).domain?.size, 62 ** 8);
  });

  it('of many lengths take turns where they are unique', () => {
    const lengths = drawUnique({ length: { min: 10, max: 14 } }, 5000).map((t) => t.length);
    const { value, limit } = chiSquare([10, 11, 12, 13, 14].map((n) => lengths.filter((l) => l === n).length));
    assert.ok(value < limit);
  });

  it('keep their characters when the length changes', () => {
    const short = draw({ length: { min: 5, max: 5 } }, 100);
    const long = draw({ length: { min: 30, max: 30 } }, 100);
    assert.ok(short.every((t, i) => long[i].startsWith(t)));
  });
});

describe('words', () => {
  it('have exactly the length wanted, begin with a capital and end with a stop', () => {
    for (let n = 0; n <= 130; n++) {
      for (const text of draw({ words: true, length: { min: n, max: n } }, 40)) {
        assert.equal([...text].length, n);
        if (n >= 8) assert.match(text, /^[A-Z][a-z]*( [A-Za-z][a-z]*|\. [A-Z][a-z]*)*\.$/);
        else assert.match(text, /^([A-Z][a-z]*( [a-z]+)*)?$/);
      }
    }
  });

  it('take a case', () => {
    assert.ok(draw({ words: true, case: 'upper' }, 50).every((t) => t === t.toUpperCase() && t.length >= 40));
    assert.ok(draw({ words: true, case: 'lower' }, 50).every((t) => t === t.toLowerCase() && t.length <= 120));
    assert.ok(draw({ words: true, case: 'title' }, 50).every((t) => t === titleCase(t)));
  });
});

describe('text columns', () => {
  it('are plain only where every value is', () => {
    fc.assert(
      fc.property(
        fc.constantFrom<Omit<TextSpec, 'kind'>>(
          {},
          { words: true },
          { length: { min: 0, max: 1 } },
          { pattern: pattern('[a-z]{2} [a-z]') },
          { pattern: pattern(' ?[a-z]') },
          { pattern: pattern('[a-z]+,?') },
          { pattern: pattern('a["|]b{1,2}') },
          { pattern: pattern('\\w{3} ') },
          { pattern: pattern('[é]') },
        ),
        fc.integer({ min: 1, max: 1000 }),
        (spec, seed) => {
          const column = field(spec, { seed }).draw(batchOf(0, 40)) as TextColumn;
          if (column.plain) assert.ok((valuesOf(column) as string[]).every(isPlain));
        },
      ),
    );
    assert.equal((field({}).draw(batchOf(0, 40)) as TextColumn).plain, true);
    assert.equal((field({ pattern: pattern('[A-Z]{3}-\\d{4}') }).draw(batchOf(0, 4)) as TextColumn).plain, true);
  });

  it('do not depend on the batch', () => {
    for (const spec of [{}, { words: true }, { case: 'title' }, { pattern: pattern('(a|b)+\\d') }] as const) {
      const drawer = field(spec);
      for (const drawn of [(b: Batch) => drawer.draw(b), uniqueOf(drawer)]) {
        const places = Math.min(400, drawer.domain?.size ?? 0);
        assert.deepEqual(inPieces(drawn, places), valuesOf(drawn(batchOf(0, places))));
      }
    }
  });

  it('of a unique pattern hold every text once', () => {
    const texts = drawUnique({ pattern: pattern('[ab]{1,3}|c\\d') }, 24);
    assert.equal(new Set(texts).size, 24);
    assert.ok(texts.every((t) => /^([ab]{1,3}|c\d)$/.test(t)));
    assert.equal(new Set(drawUnique({ pattern: pattern('\\w{30}') }, 3000)).size, 3000);
  });

  it('refuse what cannot be', () => {
    assert.throws(() => field({ pattern: pattern('(?=x)') }), { code: 'pattern/unsupported' });
    assert.throws(() => field({ pattern: pattern('x'), length: { min: 1, max: 2 } }), {
      code: 'text/pattern-and-length',
    });
    assert.equal(field({ pattern: pattern('(\\w)\\1') }).domain, undefined);
  });
});
