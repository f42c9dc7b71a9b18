import assert from 'node:assert/strict';
import { parseDocument } from 'agentic-synth';
import type { CompletionItem, TextEdit } from 'vscode-languageserver-types';
import { Document, isCollection, visit } from 'yaml';
import { createDocument } from '../../../server/src/document/create.js';
import type { SynthDocument } from '../../../server/src/document/document.js';
import { completion } from '../../../server/src/features/completion.js';
import { snippetText } from '../../../server/src/knowledge/sketch.js';
import { Workspace } from '../../../server/src/workspace.js';

export type Language = 'JSON' | 'JSON in quotes' | 'block YAML' | 'flow YAML';
export const LANGUAGES: readonly Language[] = ['JSON', 'JSON in quotes', 'block YAML', 'flow YAML'];

/** Where the cursor stands; the same document is written in every language. */
export interface Place {
  /** The document around it. */
  readonly value: unknown;
  /** Of the mapping that a key is typed in, or of the value. */
  readonly at: string;
  /** What is typed there so far: a key where it ends with a colon. */
  readonly typed?: string;
}

const MARK = '‸';

/** A document in a language, with a mark at the cursor. */
export function marked({ value, at, typed = '' }: Place, language: Language): string {
  const segments = at
    .split('/')
    .slice(1)
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'));
  const key = typed.endsWith(':');
  const word = key ? typed.slice(0, -1) : typed;
  const put = (here: unknown, [segment, ...rest]: readonly string[]): unknown => {
    if (segment === undefined) return key ? { ...(here as object), [word + MARK]: null } : word + MARK;
    if (Array.isArray(here)) return Object.assign([...here], { [segment]: put(here[Number(segment)], rest) });
    const holder = (here ?? {}) as Readonly<Record<string, unknown>>;
    return { ...holder, [segment]: put(holder[segment], rest) };
  };
  const whole = put(value, segments);
  if (language.startsWith('JSON')) {
    const text = JSON.stringify(whole, null, 2);
    const bare = language === 'JSON' && word === '';
    if (key) return text.replace(`"${word}${MARK}": null`, bare ? MARK : `"${word}${MARK}"`);
    return bare ? text.replace(`"${MARK}"`, MARK) : text;
  }
  const document = new Document(whole);
  if (language === 'flow YAML') {
    visit(document, { Collection: (_, node) => void (isCollection(node) && (node.flow = true)) });
  }
  const text = document.toString({ lineWidth: 0 });
  return key ? text.replace(`${word}${MARK}: null`, word + MARK).replace(`? ${word}${MARK}`, word + MARK) : text;
}

export interface Answer {
  readonly document: SynthDocument;
  /** The likeliest first. */
  readonly items: readonly CompletionItem[];
}

export interface Setting {
  readonly name?: string;
  readonly snippets?: boolean;
  readonly trusted?: boolean;
  readonly folders?: readonly string[];
}

/** What is offered at the mark of a text. */
export async function offered(text: string, language: Language, setting: Setting = {}): Promise<Answer> {
  const { snippets = false, trusted = true, folders = [], name = 'x.synth' } = setting;
  const workspace = new Workspace();
  workspace.client = { snippets, markdown: true };
  workspace.trusted = trusted;
  workspace.folders = folders;
  const ending = language.startsWith('JSON') ? 'json' : 'yaml';
  const folder = folders[0] ?? '/nowhere';
  const offset = text.indexOf(MARK);
  assert.ok(offset >= 0, text);
  const uri = `file://${folder}/${name}.${ending}`;
  const document = createDocument({ uri, version: 1, text: text.replace(MARK, '') });
  const { items } = await completion(document, document.positionAt(offset), { workspace });
  return { document, items: [...items].sort((a, b) => (a.sortText! < b.sortText! ? -1 : 1)) };
}

/** The text after an item has been taken; tab stops hold what stands in them. */
export function applied(document: SynthDocument, item: CompletionItem): string {
  const [main, ...more] = [item.textEdit as TextEdit, ...(item.additionalTextEdits ?? [])];
  const text = item.insertTextFormat === 2 ? snippetText(main.newText) : main.newText;
  const edits = [{ ...main, newText: text }, ...more]
    .map(({ range, newText }) => ({
      start: document.offsetAt(range.start),
      end: document.offsetAt(range.end),
      newText,
    }))
    .sort((a, b) => b.start - a.start);
  return edits.reduce(
    (whole, { start, end, newText }) => whole.slice(0, start) + newText + whole.slice(end),
    document.text,
  );
}

/** Mistakes of syntax in a text. */
export function mistakes(text: string, language: 'json' | 'yaml'): number {
  return parseDocument(text, { language }).diagnostics.filter(({ severity }) => severity === 'error').length;
}

/** The value of a text, what is still to be filled in told as null. */
export function valueOf(text: string, language: 'json' | 'yaml'): unknown {
  return blankless(parseDocument(text, { language }).value);
}

/** Empty mappings, lists and texts as null: how a language writes that something is to come. */
export function blankless(value: unknown): unknown {
  if (value === null || value === '') return null;
  if (typeof value !== 'object') return value;
  const entries = Object.entries(value as object).map(([key, part]): [string, unknown] => [key, blankless(part)]);
  if (entries.length === 0) return null;
  return Array.isArray(value)
    ? entries.every(([, part]) => part === null)
      ? null
      : entries.map(([, part]) => part)
    : Object.fromEntries(entries);
}
