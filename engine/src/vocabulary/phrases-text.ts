import { bounds, type Composition, type Ingredients } from './composition.js';
import { characters, DIGITS, LOWER, oneOf, type Phrase, pick, repeat, sequence, UPPER } from './phrase.js';
import { list } from './words.js';

const capitals = new WeakMap<readonly string[], readonly string[]>();

function capitalised(words: readonly string[]): readonly string[] {
  let found = capitals.get(words);
  if (!found) {
    found = words.map((w) => w.charAt(0).toUpperCase() + w.slice(1));
    capitals.set(words, found);
  }
  return found;
}

function sentence({ vocabulary }: Ingredients, count: unknown): Phrase | undefined {
  const { min, max } = bounds(count, 3, 10);
  if (min < 1) return undefined;
  const words = list(vocabulary, 'lorem', 'word');
  const rest = repeat(sequence(' ', pick(words)), min - 1, max - 1);
  return sequence(pick(capitalised(words)), rest, '.');
}

function sentences(use: Ingredients, count: unknown, min: number, max: number, separator: string): Phrase | undefined {
  const range = bounds(count, min, max);
  const one = sentence(use, undefined);
  return one && range.min > 0 ? repeat(one, range.min, range.max, separator) : undefined;
}

const words =
  (separator: string): Composition =>
  ({ vocabulary }, { wordCount }) => {
    const { min, max } = bounds(wordCount, 3, 3);
    const all = list(vocabulary, 'lorem', 'word');
    const fit = separator === ' ' || all.every((w) => /^[a-z]+$/i.test(w));
    return min > 0 && fit ? repeat(pick(all), min, max, separator) : undefined;
  };

const paragraphs: Composition = (use, { paragraphCount, separator = '\n' }) => {
  const { min, max } = bounds(paragraphCount, 3, 3);
  const one = sentences(use, undefined, 3, 3, ' ');
  return one && min > 0 ? repeat(one, min, max, separator as string) : undefined;
};

const lines: Composition = (use, { lineCount }) => sentences(use, lineCount, 1, 5, '\n');

const KINDS_OF_WORD = ['adjective', 'adverb', 'conjunction', 'interjection', 'noun', 'preposition', 'verb'];

/** A word of any kind, each kind alike. */
function anyWord({ vocabulary }: Ingredients): Phrase {
  return oneOf(KINDS_OF_WORD.map((kind) => pick(list(vocabulary, 'word', kind))));
}

/** A string of so many of the characters that the options leave. */
const string =
  (alphabet: (casing: unknown) => string): Composition =>
  (_, { length = 1, casing = 'mixed', exclude = [], allowLeadingZeros = true }) => {
    const { min, max } = bounds(length, 1, 1);
    const left = [...alphabet(casing)].filter((c) => !(exclude as string | readonly string[]).includes(c)).join('');
    if (min < 1 || left === '' || allowLeadingZeros !== true) return undefined;
    return repeat(characters(left, 1), min, max);
  };

const letters = (casing: unknown): string => (casing === 'upper' ? UPPER : casing === 'lower' ? LOWER : LOWER + UPPER);

export const textPhrases: Readonly<Record<string, Composition>> = {
  'lorem.words': words(' '),
  'lorem.slug': words('-'),
  'lorem.sentence': (use, { wordCount }) => sentence(use, wordCount),
  'lorem.sentences': (use, { sentenceCount, separator = ' ' }) =>
    sentences(use, sentenceCount, 2, 6, separator as string),
  'lorem.paragraph': (use, { sentenceCount }) => sentences(use, sentenceCount, 3, 3, ' '),
  'lorem.paragraphs': paragraphs,
  'lorem.lines': lines,
  'lorem.text': (use) => {
    const kinds = ['lorem.sentence', 'lorem.sentences', 'lorem.paragraph', 'lorem.paragraphs', 'lorem.lines'];
    const phrases = kinds.map((kind) => use.of(kind));
    return phrases.every((p) => p !== undefined) ? oneOf(phrases) : undefined;
  },
  'word.sample': (use, options) => (Object.keys(options).length === 0 ? anyWord(use) : undefined),
  'word.words': (use, { count }) => {
    const { min, max } = bounds(count, 1, 3);
    return min > 0 ? repeat(anyWord(use), min, max, ' ') : undefined;
  },
  'string.alpha': string(letters),
  'string.alphanumeric': string((casing) => DIGITS + letters(casing)),
  'string.numeric': string(() => DIGITS),
};
