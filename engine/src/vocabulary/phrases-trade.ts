import { type Composition, phrasesOf, resolver } from './composition.js';
import { characters, choice, digits, DIGITS, HEX, number, oneOf, sequence, text, titled } from './phrase.js';
import { list, patterns, phoneFormat } from './words.js';

const patternsOf =
  (module: string, name: string): Composition =>
  (use) =>
    patterns(use.vocabulary, list(use.vocabulary, module, name), resolver(use));

const spaced =
  (...types: readonly string[]): Composition =>
  (use) => {
    const phrases = phrasesOf(use, ...types);
    return phrases && sequence(...phrases.flatMap((p, i) => (i === 0 ? [p] : [' ', p])));
  };

/** A decimal text between bounds; `undefined` where the bounds are not whole numbers of the last place. */
const amount =
  (lowest: number): Composition =>
  (_, options) => {
    const { min = lowest, max = 1000, dec = 2, symbol = '' } = options as Record<string, number> & { symbol?: string };
    const scale = Number(`1e${dec}`);
    const [low, high] = [min * scale, max * scale];
    if (!Number.isSafeInteger(low) || !Number.isSafeInteger(high) || high < low || high - low > 1e12) return undefined;
    return sequence(symbol, number(low, high, dec));
  };

export const tradePhrases: Readonly<Record<string, Composition>> = {
  'commerce.productName': (use) => {
    const { pattern } = use.vocabulary.definitions.commerce?.product_name as { pattern: readonly string[] };
    return patterns(use.vocabulary, pattern, resolver(use));
  },
  'commerce.productDescription': patternsOf('commerce', 'product_description'),
  'commerce.price': (use, options) => {
    const { min = 1, max = 1000, dec = 2, symbol = '' } = options as Record<string, number> & { symbol?: string };
    const whole = Number.isSafeInteger(min) && Number.isSafeInteger(max) && min >= 0 && max > min;
    if (!whole || !Number.isInteger(dec) || dec < 1 || max - min > 1e12) return amount(1)(use, options);
    // Prices end in 9, 5 and 0 more often than not, as faker has it.
    const last = choice([
      { phrase: text('9'), weight: 5 },
      { phrase: text('5'), weight: 3 },
      { phrase: text('0'), weight: 1 },
      { phrase: characters(DIGITS, 1), weight: 1 },
    ]);
    return sequence(symbol, number(min, max - 1), '.', characters(DIGITS, dec - 1), last);
  },
  'company.name': patternsOf('company', 'name_pattern'),
  'company.catchPhrase': spaced(
    'company.catchPhraseAdjective',
    'company.catchPhraseDescriptor',
    'company.catchPhraseNoun',
  ),
  'company.buzzPhrase': spaced('company.buzzVerb', 'company.buzzAdjective', 'company.buzzNoun'),
  'finance.amount': amount(0),
  'finance.accountNumber': (_, { length = 8 }) => characters(DIGITS, length as number),
  'finance.pin': (_, { length = 4 }) => ((length as number) >= 1 ? characters(DIGITS, length as number) : undefined),
  'finance.creditCardCVV': () => characters(DIGITS, 3),
  'finance.ethereumAddress': () => sequence('0x', characters(HEX, 40)),
  'finance.transactionDescription': patternsOf('finance', 'transaction_description_pattern'),
  'food.description': patternsOf('food', 'description_pattern'),
  'food.dish': (use) => {
    const composed = patternsOf('food', 'dish_pattern')(use, {});
    return (
      composed && oneOf([titled(composed), titled({ type: 'pick', values: list(use.vocabulary, 'food', 'dish') })])
    );
  },
  'git.commitMessage': spaced('hacker.verb', 'hacker.adjective', 'hacker.noun'),
  'git.commitSha': (_, { length = 40 }) => characters(HEX, length as number),
  'database.mongodbObjectId': () => characters(HEX, 24),
  'hacker.phrase': patternsOf('hacker', 'phrase'),
  'vehicle.vehicle': spaced('vehicle.manufacturer', 'vehicle.model'),
  'phone.number': ({ vocabulary }, { style = 'human' }) => {
    const formats = (vocabulary.definitions.phone_number?.format as Record<string, readonly string[]>)[style as string];
    return formats && oneOf(formats.map(phoneFormat));
  },
  'system.semver': () => sequence(number(0, 9), '.', number(0, 20), '.', number(0, 20)),
  'airline.flightNumber': (_, { length = { min: 1, max: 4 }, addLeadingZeros = false }) => {
    const range = length as { min: number; max: number };
    if (addLeadingZeros || typeof length === 'number' || range.min < 1 || range.max > 12) return undefined;
    return oneOf(Array.from({ length: range.max - range.min + 1 }, (_unused, i) => digits(range.min + i)));
  },
};
