import type { Composition, Ingredients } from './composition.js';
import type { Vocabulary } from './locale.js';
import { checkOptions } from './options.js';
import type { Phrase } from './phrase.js';
import { pick } from './phrase.js';
import { internetPhrases } from './phrases-internet.js';
import { locationPhrases } from './phrases-location.js';
import { personPhrases } from './phrases-person.js';
import { textPhrases } from './phrases-text.js';
import { tradePhrases } from './phrases-trade.js';
import { fakerCall, singleDraw, type SingleDraw } from './single-draw.js';
import { isTexts } from './words.js';

const COMPOSITIONS: Readonly<Record<string, Composition>> = {
  ...personPhrases,
  ...internetPhrases,
  ...locationPhrases,
  ...tradePhrases,
  ...textPhrases,
};

/** The phrase of a semantic type with checked options; `undefined` where only faker's own code can draw it. */
export function phraseOf(
  vocabulary: Vocabulary,
  type: string,
  options: Readonly<Record<string, unknown>>,
  now: number,
): Phrase | undefined {
  const key = `phrase ${type} ${now} ${JSON.stringify(options)}`;
  if (!vocabulary.memo.has(key)) vocabulary.memo.set(key, build(vocabulary, type, options, now));
  return vocabulary.memo.get(key) as Phrase | undefined;
}

function build(
  vocabulary: Vocabulary,
  type: string,
  options: Readonly<Record<string, unknown>>,
  now: number,
): Phrase | undefined {
  const composition = COMPOSITIONS[type];
  if (composition) {
    const of: Ingredients['of'] = (name, inner = {}) => phraseOf(vocabulary, name, inner, now);
    return composition({ vocabulary, now, of }, options);
  }
  const single = singleDrawOf(vocabulary, type, options, now);
  return single?.kind === 'values' && isTexts(single.values) ? pick(single.values) : undefined;
}

/** What a type does with a single draw, if it takes no more. */
export function singleDrawOf(
  vocabulary: Vocabulary,
  type: string,
  options: Readonly<Record<string, unknown>>,
  now: number,
): SingleDraw | undefined {
  const key = `single ${type} ${now} ${JSON.stringify(options)}`;
  if (!vocabulary.memo.has(key)) {
    const checked = checkOptions(type, options);
    const found = singleDraw((randomizer) => fakerCall(vocabulary.faker(randomizer), type, checked, now));
    vocabulary.memo.set(key, found);
  }
  return vocabulary.memo.get(key) as SingleDraw | undefined;
}
