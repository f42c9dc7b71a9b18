import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Where one reads about a code: an address, or `undefined` where nothing is said of it. */
export type CodeLinks = (code: string) => string | undefined;

/**
 * Links to the page that tells of every code under a heading of its own.
 * @param page its address; of a Markdown file links lead to lines, since editors show files without anchors.
 */
export function codeLinks(page: string): CodeLinks {
  if (!page.startsWith('file:')) return (code) => `${page}#${anchorOf(code)}`;
  let lines: ReadonlyMap<string, number> | undefined;
  return (code) => {
    lines ??= headings(page);
    const line = lines.get(code);
    return line === undefined ? undefined : `${page}#L${line}`;
  };
}

/** The anchor of a code on a page, as Markdown makes it of a heading. */
export function anchorOf(code: string): string {
  return code.replaceAll('/', '');
}

/** Lines, from 1, by code; none where there is no such file. */
function headings(page: string): ReadonlyMap<string, number> {
  let text: string;
  try {
    text = readFileSync(fileURLToPath(page), 'utf8');
  } catch {
    return new Map();
  }
  return new Map(
    text.split('\n').flatMap((line, i): [string, number][] => {
      const code = /^#+ `(.+)`$/.exec(line)?.[1];
      return code === undefined ? [] : [[code, i + 1]];
    }),
  );
}
