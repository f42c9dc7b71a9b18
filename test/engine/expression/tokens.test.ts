import assert from 'node:assert/strict';
import { type ExpressionToken, expressionTokens, templateTokens } from '../../../engine/src/expression/tokens.js';

function told(text: string, tokens: readonly ExpressionToken[]): string[] {
  return tokens.map(({ kind, start, end }) => `${kind} ${text.slice(start, end)}`);
}

describe('tokens of expressions', () => {
  const cases: readonly (readonly [string, readonly string[]])[] = [
    ['price*2 >= 0x1F', ['name price', 'operator *', 'number 2', 'operator >=', 'number 0x1F']],
    ["a.size() in [1.5e3, r'\\d']", ['name a', 'function size', 'keyword in', 'number 1.5e3', "string r'\\d'"]],
    ['x ? true : null', ['name x', 'operator ?', 'keyword true', 'operator :', 'keyword null']],
    ["\"a\\\"b\" + '''c'd'''", ['string "a\\"b"', 'operator +', "string '''c'd'''"]],
    ['row["ö 𝄞"] + 𝄞 x', ['name row', 'string "ö 𝄞"', 'operator +', 'name x']],
    ["sum( a, 'half", ['function sum', 'name a', "string 'half"]],
    ['', []],
  ];
  for (const [text, expected] of cases) it(text, () => assert.deepEqual(told(text, expressionTokens(text)), expected));

  it('of templates: only within braces', () => {
    const text = "𝄞 total {{ a + '}}' }} and {{b";
    assert.deepEqual(told(text, templateTokens(text)), [
      'brace {{',
      'name a',
      'operator +',
      "string '}}'",
      'brace }}',
      'brace {{',
      'name b',
    ]);
  });
});
