import { closing } from './compile.js';
import { LEXEME } from './lexeme.js';

/** A word or sign of an expression; offsets in UTF-16 units of the text it was found in. */
export interface ExpressionToken {
  /** `function` is a name that is called; `brace` the `{{` and `}}` of a template. */
  readonly kind: 'name' | 'function' | 'string' | 'number' | 'keyword' | 'operator' | 'brace';
  /** In UTF-16 units from the start of the text. */
  readonly start: number;
  /** Behind its last character. */
  readonly end: number;
}

const KEYWORDS: ReadonlySet<string> = new Set(['true', 'false', 'null', 'in']);

/** The tokens of an expression, also of one that is wrong or half typed; brackets, commas and dots are left out. */
export function expressionTokens(text: string, from = 0, to = text.length): ExpressionToken[] {
  const tokens: ExpressionToken[] = [];
  for (const match of text.slice(from, to).matchAll(LEXEME)) {
    const { string, number, word, operator } = match.groups!;
    const start = from + match.index;
    const end = start + match[0].length;
    if (string !== undefined) tokens.push({ kind: 'string', start, end });
    else if (number !== undefined) tokens.push({ kind: 'number', start, end });
    else if (operator !== undefined) tokens.push({ kind: 'operator', start, end });
    else if (word !== undefined) {
      const kind = KEYWORDS.has(word) ? 'keyword' : /^\s*\(/.test(text.slice(end, to)) ? 'function' : 'name';
      tokens.push({ kind, start, end });
    }
  }
  return tokens;
}

/** The tokens within the `{{ }}` of a template, and these braces themselves. One that is not closed goes to the end. */
export function templateTokens(text: string): ExpressionToken[] {
  return [...placeholders(text)].flatMap(({ start, end, closed }) => [
    { kind: 'brace', start: start - 2, end: start } as const,
    ...expressionTokens(text, start, end),
    ...(closed ? [{ kind: 'brace', start: end, end: end + 2 } as const] : []),
  ]);
}

/** The insides of the `{{ }}` of a template. */
export function* placeholders(text: string): Iterable<{ start: number; end: number; closed: boolean }> {
  for (let at = text.indexOf('{{'); at >= 0;) {
    const start = at + 2;
    const close = closing(text, start);
    yield { start, end: close < 0 ? text.length : close, closed: close >= 0 };
    at = close < 0 ? -1 : text.indexOf('{{', close + 2);
  }
}
