/** A key or scalar on its own, as it is written. */
export interface FlowWord {
  readonly start: number;
  readonly end: number;
  readonly quote: '' | '"' | "'";
  readonly closed: boolean;
}

/** The text of a word up to `offset`, without quotes and with escapes resolved. */
export function contentOf(text: string, { start, end, quote, closed }: FlowWord, offset: number): string {
  const from = quote === '' ? start : start + 1;
  const raw = text.slice(from, Math.min(offset, quote !== '' && closed ? end - 1 : end));
  const folded = /[\r\n]/.test(raw) ? fold(raw) : raw;
  if (quote === '') return folded;
  return quote === "'" ? folded.replaceAll("''", "'") : folded.replace(ESCAPE, unescape);
}

function fold(text: string): string {
  return text.replace(/[ \t]*(?:\r\n?|\n)([ \t]*(?:\r\n?|\n))*[ \t]*/g, (gap) => {
    const breaks = gap.match(/\r\n?|\n/g)?.length ?? 1;
    return breaks === 1 ? ' ' : '\n'.repeat(breaks - 1);
  });
}

const ESCAPE = /\\(?:x([\da-f]{2})|u([\da-f]{4})|U([\da-f]{8})|([^])|$)/gi;
const LETTERS: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f', '0': '\0', e: '\x1b' };

function unescape(_: string, x?: string, u?: string, long?: string, letter?: string): string {
  const code = x ?? u ?? long;
  if (code === undefined) return LETTERS[letter ?? ''] ?? letter ?? '';
  const value = parseInt(code, 16);
  return value > 0x10ffff ? '' : String.fromCodePoint(value);
}
