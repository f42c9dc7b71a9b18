/** What an expression is made of, blanks and comments too. */
export const LEXEME =
  /(?<space>\s+|\/\/.*)|(?<string>[rR]?(?:"""[^]*?(?:"""|$)|'''[^]*?(?:'''|$)|"(?:\\.|[^"\\\n])*"?|'(?:\\.|[^'\\\n])*'?))|(?<number>0[xX][\da-fA-F]+|(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?)u?|(?<word>[A-Za-z_]\w*)|(?<operator>&&|\|\||[=!<>]=|[-+*/%<>!?:])|./gsu;

/**
 * A part of an expression with the brackets that belong to it: `(a + 1) / (b - c)` begins with its `a` and ends with its
 * `c` as parsers have it.
 */
export function bracketed(text: string, start: number, end: number): { readonly start: number; readonly end: number } {
  let open = 0;
  let missing = 0;
  for (const { 0: lexeme } of text.slice(start, end).matchAll(LEXEME)) {
    if (lexeme === '(') open++;
    else if (lexeme !== ')') continue;
    else if (open > 0) open--;
    else missing++;
  }
  const before = /(?:\(\s*)*$/.exec(text.slice(0, start))![0];
  const after = /^(?:\s*\))*/.exec(text.slice(end))![0];
  return { start: start - reach([...before].reverse(), '(', missing), end: end + reach([...after], ')', open) };
}

/** How many characters there are up to the last of so many brackets. */
function reach(characters: readonly string[], bracket: string, count: number): number {
  let found = 0;
  for (let i = 0; i < characters.length && count > 0; i++) {
    if (characters[i] !== bracket) continue;
    count--;
    found = i + 1;
  }
  return found;
}
