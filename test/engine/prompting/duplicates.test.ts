import assert from 'node:assert/strict';
import { DuplicateIndex, normalised } from '../../../engine/src/prompting/duplicates.js';

const WORDS =
  'bike ride shop fast red kind chain wheel saddle brake light bell road hill rain sun price staff help gear'.split(
    ' ',
  );
const sentence = (seed: number, length = 18): string =>
  Array.from({ length }, (_, i) => WORDS[(seed * 7919 + i * 104729 + seed * i * 31) % WORDS.length]).join(' ');

describe('duplicates', () => {
  it('takes case, punctuation, space and forms of characters for nothing', () => {
    assert.equal(normalised(' Great  BIKE!! '), 'great bike');
    assert.equal(normalised('ﬁne'), 'fine');
    assert.equal(normalised('★★★'), '★★★');
    const index = new DuplicateIndex();
    assert.equal(index.add('Great bike!'), 'new');
    assert.equal(index.add('great bike'), 'exact');
    assert.equal(index.look('GREAT BIKE'), 'exact');
    assert.equal(index.look('great bikes'), 'new');
    assert.deepEqual(index.counts, { values: 2, distinct: 1, exact: 1, near: 0 });
  });

  it('keeps texts of other scripts and of symbols apart', () => {
    const index = new DuplicateIndex();
    for (const text of ['とても良い', 'とても悪い', '★★★', '★★', 'Ä', 'A', ''])
      assert.equal(index.add(text), 'new', text);
  });

  it('finds nearly the same texts, and leaves different ones alone', () => {
    const index = new DuplicateIndex();
    const text =
      'We hired two bikes for the long weekend and rode along the river to the old mill; the gears were smooth, the saddles a little hard, and the lady at the counter lent us a second lock without asking for money.';
    index.add(text);
    assert.equal(index.add(`${text} too`), 'near');
    assert.equal(index.add(`${text.slice(0, text.length / 2)} ${sentence(9, 20)}`), 'new');
    const other = new DuplicateIndex({ near: false });
    other.add(text);
    assert.equal(other.add(`${text} too`), 'new');
  });

  it('forgets the oldest beyond its memory', () => {
    const index = new DuplicateIndex({ memory: 100 });
    for (let i = 0; i < 1000; i++) assert.equal(index.add(`value number ${i}`), 'new');
    assert.equal(index.look('value number 999'), 'exact');
    assert.equal(index.look('value number 1'), 'new');
  });

  it('is the same every time', () => {
    const counts = () => {
      const index = new DuplicateIndex();
      for (let i = 0; i < 300; i++) index.add(`${sentence(i % 250)} ${i % 3 === 0 ? 'x' : ''}`);
      return index.counts;
    };
    assert.deepEqual(counts(), counts());
    assert.ok(counts().exact > 0);
  });
});
