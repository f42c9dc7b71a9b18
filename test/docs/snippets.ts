import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../support/run.js';

/** A fenced block of a document. */
export interface Snippet {
  /** Relative to the repository. */
  readonly page: string;
  /** Of its first line, from 1. */
  readonly line: number;
  readonly language: string;
  /** The words behind the language: `no-run: needs a server`. */
  readonly info: string;
  readonly text: string;
  /** The block that follows with nothing but blank lines between. */
  readonly next: Snippet | undefined;
}

/** The documents that people read, the README first. */
export const PAGES: readonly string[] = [
  'README.md',
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  'benchmarks/README.md',
  'examples/README.md',
  ...readdirSync(join(ROOT, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .sort()
    .map((name) => `docs/${name}`),
];

const texts = new Map<string, string>();

export function pageText(page: string): string {
  const text = texts.get(page) ?? readFileSync(join(ROOT, page), 'utf8');
  texts.set(page, text);
  return text;
}

/** The text without its fenced blocks, line by line. */
export function proseOf(page: string): string {
  return pageText(page).replaceAll(/^(```+)[^]*?^\1$/gm, (block) => block.replaceAll(/[^\n]/g, ''));
}

/** All blocks of some languages, in the order of the pages. */
export function snippets(...languages: readonly string[]): Snippet[] {
  return PAGES.flatMap(snippetsOf).filter(({ language }) => languages.includes(language));
}

function snippetsOf(page: string): Snippet[] {
  const text = pageText(page);
  const found = [...text.matchAll(/^```(\w*)[ \t]*(.*)\n([^]*?)^```$/gm)].map((match) => ({
    page,
    line: text.slice(0, match.index).split('\n').length,
    language: match[1],
    info: match[2].trim(),
    text: match[3],
    start: match.index,
    end: match.index + match[0].length,
  }));
  const linked: Snippet[] = [];
  for (const { start: _start, end, ...snippet } of [...found].reverse()) {
    const after = found.find((other) => other.start > end);
    const adjacent = after !== undefined && text.slice(end, after.start).trim() === '';
    linked.unshift({ ...snippet, next: adjacent ? linked[0] : undefined });
  }
  return linked;
}

/** What a test is called that is about a snippet. */
export function placeOf({ page, line }: Snippet): string {
  return `${page}:${line}`;
}

/** The name of the file that a snippet is, which its first line or its fence says. */
export function fileOf({ language, info, text }: Snippet): string | undefined {
  if (language === 'csv') return info;
  return /^(?:#|\/\/) ([\w.-]+\.(?:ya?ml|json))$/m.exec(text.slice(0, text.indexOf('\n') + 1))?.[1];
}
