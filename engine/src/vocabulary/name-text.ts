import type { Vocabulary } from './locale.js';
import { NameTables } from './name-tables.js';
import type { WeightedPattern } from './phrases-person.js';
import { type BySex, bySex, entry } from './words.js';

/** Takes full names apart again, as the locale writes them. */
export interface NameReader {
  /** First and last name of a text; both are the text itself where it is one word. */
  split(name: string): { first: string; last: string };
}

/** The reader of a locale; made once for each vocabulary. */
export function nameReader(vocabulary: Vocabulary): NameReader {
  let reader = vocabulary.memo.get('name reader') as NameReader | undefined;
  if (!reader) {
    reader = makeReader(vocabulary);
    vocabulary.memo.set('name reader', reader);
  }
  return reader;
}

function makeReader(vocabulary: Vocabulary): NameReader {
  const tables = NameTables.of(vocabulary);
  const firstNames = new Set(tables?.firstNames);
  const lastNames = new Set(tables?.lastNames);
  const titles = new Set<string>();
  const prefixes = bySex(entry(vocabulary, 'person', 'prefix') as BySex<string>, undefined).flatMap((o) => o.list);
  const suffixes = entry(vocabulary, 'person', 'suffix') as readonly string[];
  for (const title of [...prefixes, ...suffixes]) for (const word of title.split(' ')) titles.add(word);
  const patterns = entry(vocabulary, 'person', 'name') as readonly WeightedPattern[];
  const lastFirst = (p: WeightedPattern): boolean => p.value.indexOf('lastName') < p.value.indexOf('firstName');
  const weight = (some: readonly WeightedPattern[]): number => some.reduce((sum, p) => sum + p.weight, 0);
  const reversed = weight(patterns.filter(lastFirst)) * 2 > weight(patterns);

  const joinsByBlank = tables?.joins.includes(' ') === true;
  const split = (name: string): { first: string; last: string } => {
    const words = name.split(/[\s,]+/).filter((w) => w !== '' && !titles.has(w));
    if (words.length === 0) return { first: name, last: name };
    if (words.length === 1) return splitWord(words[0], lastNames);
    const start = words[0];
    const end = words[words.length - 1];
    const straight = firstNames.has(start) && lastNames.has(end);
    // A patronymic may stand behind the first name.
    const second = words.slice(1).find((w) => firstNames.has(w));
    const swapped = lastNames.has(start) && second !== undefined;
    if (!straight && (reversed || swapped)) return { first: second ?? end, last: start };
    let n = words.length - 1;
    while (n > 1 && !firstNames.has(words.slice(0, n).join(' '))) n--;
    const rest = words.slice(n);
    const two = rest.length > 1 && joinsByBlank && lastNames.has(rest[rest.length - 2]);
    const whole = lastNames.has(rest.join(' ')) ? rest : rest.slice(two ? -2 : -1);
    return { first: words.slice(0, n).join(' '), last: whole.join(' ') };
  };
  return { split };
}

/** A name without a blank: the longest last name that it starts with, in scripts that write none. */
function splitWord(word: string, lastNames: ReadonlySet<string>): { first: string; last: string } {
  const characters = [...word];
  if (/[\p{Script=Han}\p{Script=Hangul}]/u.test(word)) {
    for (let n = Math.min(characters.length - 1, 3); n > 0; n--) {
      const last = characters.slice(0, n).join('');
      if (lastNames.has(last)) return { first: characters.slice(n).join(''), last };
    }
  }
  return { first: word, last: word };
}
