import { type Composition, type Ingredients, resolver } from './composition.js';
import { choice, type Phrase } from './phrase.js';
import { type BySex, bySex, entry, list, patterns, type Sex, weightedPatterns, wordsBySex } from './words.js';

/** A weighted pattern of faker's definitions. */
export interface WeightedPattern {
  readonly value: string;
  readonly weight: number;
}

const named =
  (name: string): Composition =>
  ({ vocabulary }, options) =>
    wordsBySex(entry(vocabulary, 'person', name) as BySex<string>, options.sex as Sex | undefined);

/** Last name of a sex: words, or the locale's patterns of several. */
function lastName(use: Ingredients, sex: Sex | undefined): Phrase | undefined {
  const { vocabulary } = use;
  const sources = vocabulary.definitions.person?.last_name_pattern as BySex<WeightedPattern> | undefined;
  if (!sources) return wordsBySex(entry(vocabulary, 'person', 'last_name') as BySex<string>, sex);
  const options = bySex(sources, sex).map(({ list: found, weight }) => ({
    phrase: weightedPatterns(vocabulary, found, resolver(use)),
    weight,
  }));
  return options.every((o) => o.phrase !== undefined)
    ? choice(options as { phrase: Phrase; weight: number }[])
    : undefined;
}

export const personPhrases: Readonly<Record<string, Composition>> = {
  'person.firstName': named('first_name'),
  'person.middleName': named('middle_name'),
  'person.prefix': named('prefix'),
  'person.lastName': (use, options) => lastName(use, options.sex as Sex | undefined),
  'person.jobTitle': (use) =>
    patterns(use.vocabulary, list(use.vocabulary, 'person', 'job_title_pattern'), resolver(use)),
  'person.bio': (use) => patterns(use.vocabulary, list(use.vocabulary, 'person', 'bio_pattern'), resolver(use)),
};
