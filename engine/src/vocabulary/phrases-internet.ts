import { type Composition, phrasesOf } from './composition.js';
import { characters, DIGITS, HEX, LOWER, number, oneOf, type Phrase, pick, sequence, text, UPPER } from './phrase.js';
import type { Vocabulary } from './locale.js';
import { list } from './words.js';

const slugged = new WeakMap<readonly string[], readonly string[]>();

/** The words that can stand in a domain name, as faker's `slugify` writes them; latin words of `lorem` where there are none. */
function domainWords(vocabulary: Vocabulary, kind: string): readonly string[] {
  const source = list(vocabulary, 'word', kind);
  let words = slugged.get(source);
  if (!words) {
    const fit = (list: readonly string[]): readonly string[] => [
      ...new Set(list.map(domainSlug).filter((w) => /^[a-z][a-z-]*[a-z]$/.test(w))),
    ];
    words = fit(source);
    if (words.length === 0) words = fit(list(vocabulary, 'lorem', 'word'));
    slugged.set(source, words);
  }
  return words;
}

function domainSlug(word: string): string {
  return word
    .normalize('NFKD')
    .replaceAll(/[\u0300-\u036F]/g, '')
    .replaceAll(' ', '-')
    .replaceAll(/[^\w.-]+/g, '')
    .toLowerCase();
}

/** Two words and a hyphen; the last character is a letter. */
function domainWord(vocabulary: Vocabulary): Phrase {
  const part = (kind: string): Phrase => {
    const words = domainWords(vocabulary, kind);
    // Where a locale has no Latin words at all faker makes letters up, too.
    return words.length > 0 ? pick(words) : oneOf([4, 5, 6, 7, 8].map((length) => characters(LOWER, length)));
  };
  return sequence(part('adjective'), '-', part('noun'));
}

/** A domain word, domain name or URL whose word carries a number; without one, as faker has it. */
export function domainWithNumber(
  vocabulary: Vocabulary,
  type: string,
  { protocol = 'https', appendSlash }: Readonly<Record<string, unknown>>,
  number: Phrase = text(''),
): Phrase {
  const word = sequence(domainWord(vocabulary), number);
  if (type === 'internet.domainWord') return word;
  const name = sequence(word, '.', pick(list(vocabulary, 'internet', 'domain_suffix')));
  if (type === 'internet.domainName') return name;
  const bare = sequence(`${protocol as string}://`, name);
  const slashed = sequence(bare, '/');
  return appendSlash === undefined ? oneOf([bare, slashed]) : appendSlash ? slashed : bare;
}

const domain =
  (type: string): Composition =>
  ({ vocabulary }, options) =>
    domainWithNumber(vocabulary, type, options);

const ipv4 = sequence(number(0, 255), '.', number(0, 255), '.', number(0, 255), '.', number(0, 255));
const group = characters(HEX, 4);
const ipv6 = sequence(group, ...Array.from({ length: 7 }, () => sequence(':', group)));

export const internetPhrases: Readonly<Record<string, Composition>> = {
  'internet.domainWord': domain('internet.domainWord'),
  'internet.domainName': domain('internet.domainName'),
  'internet.url': domain('internet.url'),
  'internet.ip': () => oneOf([ipv4, ipv6]),
  'internet.ipv4': (_, options) => (Object.keys(options).length === 0 ? ipv4 : undefined),
  'internet.ipv6': () => ipv6,
  'internet.mac': (_, { separator = ':' }) => {
    const between = [':', '-', ''].includes(separator as string) ? (separator as string) : ':';
    const pair = characters(HEX, 2);
    return sequence(pair, ...Array.from({ length: 5 }, () => sequence(between, pair)));
  },
  'internet.password': (_, { length = 15, memorable = false, prefix = '' }) => {
    const left = (length as number) - (prefix as string).length;
    if (memorable || !Number.isInteger(left) || left < 1) return undefined;
    return sequence(prefix as string, characters(`${DIGITS}${UPPER}${LOWER}_`, left));
  },
  'image.avatarGitHub': () => sequence('https://avatars.githubusercontent.com/u/', number(0, 100_000_000)),
  'image.avatar': (use) => {
    const phrases = phrasesOf(use, 'image.personPortrait', 'image.avatarGitHub');
    return phrases && oneOf(phrases);
  },
  'image.personPortrait': (_, { sex = 'generic', size = 512 }) => {
    const base = 'https://cdn.jsdelivr.net/gh/faker-js/assets-person-portrait/';
    const who = sex === 'generic' ? pick(['female', 'male']) : text(sex as string);
    return sequence(base, who, `/${size as number}/`, number(0, 99), '.jpg');
  },
  'color.rgb': (_, { format = 'hex', casing = 'lower', prefix = '#', includeAlpha = false }) => {
    if (format !== 'hex' || casing === 'mixed') return undefined;
    return sequence(prefix as string, characters(casing === 'upper' ? HEX.toUpperCase() : HEX, includeAlpha ? 8 : 6));
  },
};
