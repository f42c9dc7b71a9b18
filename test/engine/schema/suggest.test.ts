import assert from 'node:assert/strict';
import { didYouMean, meaning } from '../../../engine/src/schema/suggest.js';

const TYPES = ['string', 'integer', 'number', 'boolean', 'datetime', 'date', 'person.fullName', 'person.lastName'];

const CASES: [word: string, meant: string[]][] = [
  ['strnig', ['string']],
  ['String', ['string']],
  ['intger', ['integer']],
  ['datetiem', ['datetime']],
  ['person.fulName', ['person.fullName']],
  ['fullName', ['person.fullName']],
  ['dat', ['date']],
  ['xyzzy', []],
  ['', []],
];

describe('did you mean', () => {
  for (const [word, meant] of CASES) {
    it(`${JSON.stringify(word)} → ${meant.join(', ') || 'nothing'}`, () =>
      assert.deepEqual(didYouMean(word, TYPES), meant));
  }

  it('gives at most three, nearest first, ties by name', () => {
    assert.deepEqual(didYouMean('aaaaaa', ['aaaaab', 'aaaabb', 'aaaaac', 'aaaaad']), ['aaaaab', 'aaaaac', 'aaaaad']);
  });

  it('writes a question', () => {
    assert.equal(meaning(['a']), ' Did you mean "a"?');
    assert.equal(meaning(['a', 'b', 'c']), ' Did you mean "a", "b" or "c"?');
    assert.equal(meaning([]), '');
  });
});
