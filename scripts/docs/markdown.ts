import { readFile } from 'node:fs/promises';
import { format, resolveConfig } from 'prettier';

/** The repository. */
export const ROOT = new URL('../../', import.meta.url);

/** What stands at the top of every generated document. */
export function generatedFrom(sources: string): string {
  return `<!-- Made by \`npm run docs\` from ${sources}. Changes here are overwritten. -->`;
}

/** A table; cells are Markdown, and may hold bars and line breaks. Columns without a cell are left out. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const used = head.map((_, i) => rows.some((row) => row[i] !== ''));
  const line = (cells: readonly string[]): string =>
    `| ${cells
      .filter((_, i) => used[i])
      .map((cell) => cell.replaceAll('|', String.raw`\|`).replaceAll(/\s*\n\s*/g, ' '))
      .join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** Text as code, also where it has backquotes in it. */
export function code(text: string): string {
  return text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``;
}

export function fence(language: string, text: string): string {
  return `\`\`\`${language}\n${text.trimEnd()}\n\`\`\``;
}

/** The anchor that GitHub gives to a heading. */
export function anchorOf(heading: string): string {
  return heading
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\p{M}\p{Pc} -]/gu, '')
    .replaceAll(' ', '-');
}

/** A document as `npm run format` leaves it. */
export async function formatted(parts: readonly string[]): Promise<string> {
  const path = new URL('docs/generated.md', ROOT).pathname;
  return format(`${parts.join('\n\n')}\n`, { ...(await resolveConfig(path)), parser: 'markdown' });
}

export function readSource(path: string): Promise<string> {
  return readFile(new URL(path, ROOT), 'utf8');
}
