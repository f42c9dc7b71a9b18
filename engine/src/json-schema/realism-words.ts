/** The words of a name, lower case and in the singular: `billing_zipCodes` is `billing`, `zip`, `code`. */
export function wordsOf(name: string): string[] {
  return name
    .normalize('NFKC')
    .replaceAll(/([\p{Ll}\p{Nd}])(\p{Lu})/gu, '$1 $2')
    .replaceAll(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .map(singular);
}

function singular(word: string): string {
  if (word.length < 4 || /(ss|us|is)$/.test(word) || !word.endsWith('s')) return word;
  if (word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  return /(ss|x|ch|sh)es$/.test(word) ? word.slice(0, -2) : word.slice(0, -1);
}

/** The most words that a name of a table has. */
const MOST = 4;

/**
 * What a table says about the end of a name, the longest end first; a number behind it does not count (`phone2`). Keys of
 * the table are written without spaces; with `=` they stand for whole names only.
 * @param least words that must match.
 */
export function tailOf(words: readonly string[], table: ReadonlyMap<string, string>, least = 1): string | undefined {
  const whole = table.get(`=${words.join('')}`);
  if (whole !== undefined) return whole;
  for (let count = Math.min(MOST, words.length); count >= least; count--) {
    const found = table.get(words.slice(-count).join(''));
    if (found !== undefined) return found;
  }
  const last = words.at(-1) ?? '';
  const bare = last.replace(/\d+$/, '');
  if (bare === last) return undefined;
  return tailOf(bare === '' ? words.slice(0, -1) : [...words.slice(0, -1), bare], table, least);
}
