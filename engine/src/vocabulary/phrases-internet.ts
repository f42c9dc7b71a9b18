import { type Composition, type Ingredients, phrasesOf } from './composition.js';
import { characters, DIGITS, HEX, LOWER, number, oneOf, type Phrase, pick, sequence, text, UPPER } from './phrase.js';
import { list } from './words.js';

const slugged = new WeakMap<readonly string[], readonly string[]>();

/** The words that can stand in a domain name, as faker's `slugify` writes them; latin words of `lorem` where there are none. */
function domainWords({ vocabulary }: Ingredients, kind: string): readonly string[] {
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

/** Two words and a hyphen. */
export function domainWord(use: Ingredients): Phrase {
  const part = (kind: string): Phrase => {
    const words = domainWords(use, kind);
    // Where a locale has no Latin words at all faker makes letters up, too.
    if (words.length === 0) return oneOf([4, 5, 6, 7, 8].map((length) => characters(LOWER, length)));
    return pick(words);
  };
  return sequence(part('adjective'), '-', part('noun'));
}

export function domainName(use: Ingredients): Phrase {
  return sequence(domainWord(use), '.', pick(list(use.vocabulary, 'internet', 'domain_suffix')));
}

const ipv4 = sequence(number(0, 255), '.', number(0, 255), '.', number(0, 255), '.', number(0, 255));
const group = characters(HEX, 4);
const ipv6 = sequence(group, ...Array.from({ length: 7 }, () => sequence(':', group)));

export const internetPhrases: Readonly<Record<string, Composition>> = {
  'internet.domainWord': (use) => domainWord(use),
  'internet.domainName': (use) => domainName(use),
  'internet.url': (use, { protocol = 'https', appendSlash }) => {
    const bare = sequence(`${protocol as string}://`, domainName(use));
    const slashed = sequence(bare, '/');
    return appendSlash === undefined ? oneOf([bare, slashed]) : appendSlash ? slashed : bare;
  },
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
