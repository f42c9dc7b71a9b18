import assert from 'node:assert/strict';
import fc from 'fast-check';
import { compileStrings, type StringRequest } from '../../../../engine/src/json-schema/strings/index.js';
import { draw, lengthOf, numbered, regexpOf, request } from './draw.js';

/** Regular expressions over a few characters, with everything that JSON Schemas use. */
const expression: fc.Arbitrary<string> = fc.letrec<{ node: string; sequence: string; alternatives: string }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 2, withCrossShrink: true, depthIdentifier: 'expression' },
    fc.constantFrom('a', 'b', '1', '-', '[ab]', '[^a]', '\\d', '\\w', '.', '\\W', 'a*', 'b+', '[a1]{1,2}', 'é', '\\s?'),
    fc.constantFrom('^', '$', '\\b', '\\B'),
    tie('alternatives').map((inner) => `(?:${inner})`),
    fc
      .tuple(tie('alternatives'), fc.constantFrom('*', '+', '?', '{2}', '{1,3}', '{2,}', '*?'))
      .map(([inner, times]) => `(${inner})${times}`),
    fc
      .tuple(fc.constantFrom('?=', '?!', '?<=', '?<!'), tie('sequence'))
      .filter(([look, inner]) => !look.startsWith('?<') || !/[$]|\\[bB]|\?[=!]/.test(inner))
      .map(([look, inner]) => `(${look}${inner})`),
  ),
  sequence: fc
    .array(tie('node'), { minLength: 1, maxLength: 3, depthIdentifier: 'expression' })
    .map((all) => all.join('')),
  alternatives: fc
    .array(tie('sequence'), { minLength: 1, maxLength: 2, depthIdentifier: 'expression' })
    .map((all) => all.join('|')),
})).alternatives;

const demands: fc.Arbitrary<StringRequest> = fc
  .record({
    patterns: fc.array(expression, { minLength: 0, maxLength: 2 }),
    notPatterns: fc.array(expression, { minLength: 0, maxLength: 1 }),
    minLength: fc.integer({ min: 0, max: 6 }),
    span: fc.option(fc.integer({ min: 0, max: 4 })),
    excluded: fc.array(fc.string({ unit: fc.constantFrom('a', 'b', '1', '-'), maxLength: 3 }), { maxLength: 3 }),
  })
  .map(({ span, ...rest }) => request({ ...rest, maxLength: span === null ? Infinity : rest.minLength + span }));

function satisfies(text: string, { patterns, notPatterns, minLength, maxLength, excluded }: StringRequest): boolean {
  const length = lengthOf(text);
  return (
    length >= minLength &&
    length <= maxLength &&
    patterns.every((p) => regexpOf(p).test(text)) &&
    !notPatterns.some((p) => regexpOf(p).test(text)) &&
    !excluded.includes(text)
  );
}

const ALPHABET = ['a', 'b', '1', '-', ' ', 'é', '\n'];

/** Every text of the alphabet up to a length, the shortest first. */
function* everyText(longest: number): Generator<string> {
  let layer = [''];
  for (let length = 0; length <= longest; length++) {
    yield* layer;
    layer = layer.flatMap((text) => ALPHABET.map((c) => text + c));
  }
}

describe('texts that match random expressions', () => {
  it('all satisfy what was asked for', () => {
    let drawn = 0;
    fc.assert(
      fc.property(demands, (asked) => {
        const made = compileStrings(asked);
        if (!made.ok) return;
        drawn++;
        assert.ok(made.exact);
        for (const text of draw(made, 25)) assert.ok(satisfies(text, asked), JSON.stringify(text));
      }),
      { seed: 1, numRuns: 1000 },
    );
    assert.ok(drawn > 500, `${drawn}`);
  });

  it('are different where they are numbered, and as many as they say', () => {
    fc.assert(
      fc.property(demands, (asked) => {
        const made = compileStrings(asked);
        if (!made.ok || made.size === undefined) return;
        const count = Math.min(made.size, 200);
        assert.ok(count > 0);
        const texts = numbered(
          made,
          Array.from({ length: count }, (_, k) => k),
        );
        assert.equal(new Set(texts).size, count);
        for (const text of texts) assert.ok(satisfies(text, asked), JSON.stringify(text));
      }),
      { seed: 2, numRuns: 500 },
    );
  });

  it('are said to be impossible only where there are none', () => {
    let refused = 0;
    fc.assert(
      fc.property(demands, (asked) => {
        const made = compileStrings(asked);
        if (made.ok) return;
        assert.equal(made.reason, 'impossible', made.message);
        refused++;
        for (const text of everyText(Math.min(5, asked.maxLength)))
          assert.ok(!satisfies(text, asked), JSON.stringify(text));
      }),
      { seed: 3, numRuns: 400 },
    );
    assert.ok(refused > 20, `${refused}`);
  });

  it('are counted exactly where they are few', () => {
    const small = fc.record({ pattern: expression, max: fc.integer({ min: 0, max: 4 }) });
    fc.assert(
      fc.property(small, ({ pattern, max }) => {
        const asked = request({ patterns: [pattern, `^[ab1\\- é\\n]{0,${max}}$`] });
        const made = compileStrings(asked);
        let count = 0;
        for (const text of everyText(max)) if (satisfies(text, asked)) count++;
        assert.equal(made.ok ? made.size : 0, count);
      }),
      { seed: 4, numRuns: 400 },
    );
  });
});
