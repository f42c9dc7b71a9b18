import type { Faker } from '@faker-js/faker';
import type { Vocabulary } from './locale.js';
import { hangul, JAPANESE, KANA, LETTERS, PINYIN, spellings } from './romanisation.js';

/** Writes names in the letters a–z, for addresses and user names. */
export interface Slugs {
  /**
   * Lower-case ASCII letters and single inner hyphens: `Müller-Lüdenscheidt` → `mueller-luedenscheidt`, `山田` →
   * `yamada`. Never empty, never ends in a digit: a name without any letter gets a word made from its characters.
   */
  slug(name: string): string;
}

/** Spellings that a country prefers to dropping the accent. */
const UMLAUTS = new Map([
  ['ä', 'ae'],
  ['ö', 'oe'],
  ['ü', 'ue'],
]);

/** Syllables for what no table spells: a character always gets the same one. */
const CONSONANTS = 'bdfghjklmnprstvz';
const VOWELS = 'aeiou';

/** The slugs of a locale; made once for each vocabulary. */
export function slugsOf(vocabulary: Vocabulary): Slugs {
  let slugs = vocabulary.memo.get('slugs') as Slugs | undefined;
  if (!slugs) {
    slugs = makeSlugs(vocabulary);
    vocabulary.memo.set('slugs', slugs);
  }
  return slugs;
}

function makeSlugs(vocabulary: Vocabulary): Slugs {
  const { locale } = vocabulary;
  const umlauts = /^(de|de_\w+|fr_LU)$/.test(locale);
  let tools: { readonly tables: readonly Map<string, string>[]; readonly faker: Faker } | undefined;
  // Most names of most locales need neither.
  const spellers = (): NonNullable<typeof tools> =>
    (tools ??= {
      tables: [LETTERS, KANA, ...(locale === 'ja' ? [JAPANESE, PINYIN] : [PINYIN, JAPANESE])].map(spellings),
      faker: vocabulary.faker({ next: () => 0, seed: () => undefined }),
    });
  const letters = new Map<string, string>();
  const spell = (character: string): string => {
    let spelling = letters.get(character);
    if (spelling === undefined) {
      spelling = /[a-z-]/.test(character) ? character : spellOne(character, spellers().tables, spellers().faker);
      letters.set(character, spelling);
    }
    return spelling;
  };
  const slug = (name: string): string => {
    if (/^[a-z]+$/i.test(name)) return name.toLowerCase();
    const composed = name.normalize('NFC').toLowerCase();
    let out = '';
    let last = '';
    for (const character of composed) {
      // 々 repeats the character before it.
      if (character !== '々') last = (umlauts && UMLAUTS.get(character)) || spell(character);
      out += last;
    }
    const clean = out
      .toLowerCase()
      .replaceAll(/[^a-z-]+/g, '')
      .replaceAll(/-{2,}/g, '-')
      .replaceAll(/^-|-$/g, '');
    return clean === '' ? syllables(name) : clean;
  };
  return { slug };
}

function spellOne(character: string, tables: readonly Map<string, string>[], faker: Faker): string {
  if (/[\p{P}\p{Z}\p{N}\p{C}\p{S}]/u.test(character)) return character === '‐' || character === '־' ? '-' : '';
  const code = character.codePointAt(0)!;
  const hiragana = code >= 0x30a1 && code <= 0x30f6 ? String.fromCodePoint(code - 0x60) : character;
  for (const table of tables) {
    const spelling = table.get(hiragana);
    if (spelling !== undefined) return spelling;
  }
  const korean = hangul(character);
  if (korean !== undefined) return korean;
  let out = '';
  for (const part of character.normalize('NFKD').replaceAll(/\p{M}/gu, '')) {
    // faker spells through its own character maps; what they lack it writes as the code point in base 36.
    const [spelled] = faker.internet.username({ firstName: part, lastName: '|' }).split('.|');
    const unknown = part.codePointAt(0)! > 127 && spelled === part.codePointAt(0)!.toString(36);
    if (!unknown) out += spelled;
    else if (/\p{L}/u.test(part)) out += syllable(part.codePointAt(0)!);
  }
  return out;
}

function syllable(code: number): string {
  return CONSONANTS[code % 16] + VOWELS[Math.floor(code / 16) % 5];
}

function syllables(name: string): string {
  let hash = 7;
  for (let i = 0; i < name.length; i++) hash = (Math.imul(hash, 31) + name.charCodeAt(i)) >>> 0;
  return syllable(hash) + syllable(Math.floor(hash / 80)) + syllable(Math.floor(hash / 6400));
}
