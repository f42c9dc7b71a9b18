/** One level of indentation of a text: the first step that its lines take to the right; two spaces where none does. */
export function indentUnit(text: string): string {
  let before = '';
  for (const [, indent, rest] of text.slice(0, MOST).matchAll(/^([ \t]*)([^\s#/].*)?/gm)) {
    if (rest === undefined) continue;
    if (indent.length > before.length && indent.startsWith(before)) {
      const step = indent.slice(before.length);
      return step[0] === '\t' ? '\t' : step;
    }
    before = indent;
  }
  return '  ';
}

/** A unit shows early. */
const MOST = 20_000;

/** How lines of a text end. */
export function lineBreak(text: string): '\n' | '\r\n' {
  return /\r?\n/.exec(text)?.[0] === '\r\n' ? '\r\n' : '\n';
}

/** The white space that the line of an offset begins with. */
export function indentOfLine(text: string, offset: number): string {
  return /^[ \t]*/.exec(text.slice(lineStart(text, offset)))?.[0] ?? '';
}

/** Where the line of an offset begins, a byte order mark left out. */
export function lineStart(text: string, offset: number): number {
  let at = offset;
  while (at > 0 && text[at - 1] !== '\n' && text[at - 1] !== '\r') at--;
  return at === 0 && text.startsWith('\uFEFF') ? Math.min(1, offset) : at;
}
