import assert from 'node:assert/strict';
import fc from 'fast-check';
import { sanitise, type SanitiseOptions } from '../../../engine/src/prompting/sanitise.js';

const PROMPT = 'A kind reply from the shop to the review.';
const CASES: readonly (readonly [original: string, expected: string, options?: SanitiseOptions])[] = [
  ['plain text', 'plain text'],
  ['  space around \n', 'space around'],
  ['a\u0000b\u0007c\u009f', 'abc'],
  ['tab\tand\nline', 'tab\tand\nline'],
  ['a\r\nb\rc\u2028d', 'a\nb\nc\nd'],
  ['\u001b[31mred\u001b[0m', 'red'],
  ['\uFEFFmark', 'mark'],
  ['evil\u202Etxt', 'eviltxt'],
  ['half \uD83D pair', 'half  pair'],
  ['half \uDE00 pair', 'half  pair'],
  ['whole 😀 pair', 'whole 😀 pair'],
  ['done<|im_end|>', 'done'],
  ['done</s>', 'done'],
  ['[INST]done[/INST]', 'done'],
  ['<think>what now?</think>done', 'done'],
  ['```\ncode\n```', 'code'],
  ['```text\nwords here\n```', 'words here'],
  ['`word`', 'word'],
  ['use `a` and `b`', 'use `a` and `b`'],
  ['"Great bike"', 'Great bike'],
  ['“Great bike”', 'Great bike'],
  ['«Bon vélo»', 'Bon vélo'],
  ['„Gutes Rad“', 'Gutes Rad'],
  ['"Yes" and "no"', '"Yes" and "no"'],
  ['He said "hi"', 'He said "hi"'],
  ["'tis the season", "'tis the season"],
  ['**Great bike**', 'Great bike'],
  ['**Great** and **good**', '**Great** and **good**'],
  ['# Great bike', 'Great bike'],
  ['#1 seller', '#1 seller'],
  ['<p>Great bike</p>', 'Great bike'],
  ['<b>Great</b> bike', '<b>Great</b> bike'],
  ['Row 3: Great bike', 'Great bike'],
  ['row 12 - Great bike', 'Great bike'],
  ['**Row 3:** Great bike', 'Great bike'],
  ['Item #4) Great bike', 'Great bike'],
  ['3. Great bike', 'Great bike', { number: 3 }],
  ['3. Great bike', '3. Great bike', { number: 4 }],
  ['3.5 stars of 5', '3.5 stars of 5', { number: 3 }],
  ['Title: Great bike', 'Great bike', { label: 'title' }],
  ['**Title:** "Great bike"', 'Great bike', { label: 'title' }],
  ['Reply text: Thanks', 'Thanks', { label: 'replyText' }],
  ['Note: Great bike', 'Note: Great bike', { label: 'title' }],
  [`${PROMPT} Thank you!`, 'Thank you!', { prompt: PROMPT }],
  [`${PROMPT}\n\nThank you!`, 'Thank you!', { prompt: PROMPT }],
  [`"${PROMPT.slice(0, -1)}": Thank you!`, `"${PROMPT.slice(0, -1)}": Thank you!`, { prompt: PROMPT }],
  ['Bike shops rule', 'Bike shops rule', { prompt: 'Bike' }],
  ['One two. Three four. Five six.', 'One two. Three four.', { maxLength: 22 }],
  ['One. Two three four five six', 'One. Two three four five six', { maxLength: 20 }],
  ['Sehr gut! Noch besser', 'Sehr gut!', { maxLength: 12 }],
  ['とても良い。とても悪い。', 'とても良い。', { maxLength: 8 }],
  ['One two. Three four.', 'One two. Three four.', { maxLength: 10, minLength: 9 }],
];

const REFUSED: readonly (readonly [text: string, options?: SanitiseOptions])[] = [
  ['As an AI language model, I have no opinions.'],
  ["I'm sorry, but I can't help with that."],
  ['…'],
  ['...'],
  ['<value>'],
  ['[title]'],
  ['undefined'],
  [PROMPT, { prompt: PROMPT }],
  [PROMPT.toUpperCase(), { prompt: PROMPT }],
];

describe('cleaning texts', () => {
  for (const [original, expected, options] of CASES) {
    it(`${JSON.stringify(original)} → ${JSON.stringify(expected)}`, () => {
      const { text, changed, refused } = sanitise(original, options);
      assert.equal(text, expected);
      assert.equal(changed, original !== expected);
      assert.equal(refused, undefined);
    });
  }

  for (const [text, options] of REFUSED) {
    it(`refuses ${JSON.stringify(text)}`, () => assert.ok(sanitise(text, options).refused));
  }

  it("keeps a customer's apology", () => {
    assert.equal(sanitise("I'm sorry, but I cannot recommend this bike.").refused, undefined);
  });

  it('leaves no control character and no half of a pair, and changes nothing twice', () => {
    const unit = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('\uD800', '\uDC00', '\u0000', '"', '`', '**', '<p>', '</p>', 'Row 1: ', '\n'),
    );
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 8 }), (parts) => {
        const { text } = sanitise(parts.join(''));
        assert.ok(!/[^\P{Cc}\t\n]/u.test(text));
        assert.ok(!/[\uD800-\uDBFF](?![\uDC00-\uDFFF])/.test(text));
      }),
      { numRuns: 1000, seed: 3 },
    );
  });
});
