import { type Composition, type Ingredients, resolver } from './composition.js';
import { oneOf, type Phrase } from './phrase.js';
import { isTexts, list, numbersFor, patterns, symbols } from './words.js';

const patternsOf =
  (name: string): Composition =>
  (use) =>
    patterns(use.vocabulary, list(use.vocabulary, 'location', name), resolver(use));

function streetAddress(use: Ingredients, options: Readonly<Record<string, unknown>>): Phrase | undefined {
  const forms = use.vocabulary.definitions.location?.street_address as Record<string, unknown> | undefined;
  const sources = forms?.[options.useFullAddress ? 'full' : 'normal'];
  if (typeof sources === 'string') return patterns(use.vocabulary, [sources], resolver(use));
  return isTexts(sources) ? patterns(use.vocabulary, sources, resolver(use)) : undefined;
}

export const locationPhrases: Readonly<Record<string, Composition>> = {
  'location.city': patternsOf('city_pattern'),
  'location.street': patternsOf('street_pattern'),
  'location.streetAddress': streetAddress,
  'location.postalAddress': patternsOf('postal_address'),
  'location.secondaryAddress': (use) => {
    const phrase = patternsOf('secondary_address')(use, {});
    return phrase && numbersFor(phrase);
  },
  'location.buildingNumber': ({ vocabulary }) =>
    oneOf(list(vocabulary, 'location', 'building_number').map((format) => numbersFor({ type: 'text', text: format }))),
  'location.zipCode': ({ vocabulary }, { state, format }) => {
    if (state !== undefined) return undefined;
    if (format !== undefined) return symbols(format as string);
    return oneOf(list(vocabulary, 'location', 'postcode').map(symbols));
  },
};
