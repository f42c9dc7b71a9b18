import { parseDocument, type SyntaxNode } from 'agentic-synth';
import { stringify } from 'yaml';
import { createDocument } from '../../../server/src/document/create.js';
import type { SynthDocument } from '../../../server/src/document/document.js';
import type { Files } from '../../../server/src/names/lookup.js';

export const LANGUAGES = ['JSON', 'block YAML', 'flow YAML'] as const;
export type Written = (typeof LANGUAGES)[number];

const FORMATS = { schema: 'synth', 'json-schema': 'schema', config: '.agentic-synth', batch: 'synth-batch' } as const;

/** A value written in a language. */
export function write(value: unknown, language: Written): string {
  if (language === 'JSON') return `${JSON.stringify(value, null, 2)}\n`;
  return stringify(value, {
    schema: 'core',
    lineWidth: 0,
    aliasDuplicateObjects: false,
    collectionStyle: language === 'flow YAML' ? 'flow' : 'block',
  });
}

export function documentOf(
  text: string,
  language: Written,
  { name = '/work/x', kind = 'schema' as SynthDocument['kind'], version = 1 } = {},
): SynthDocument {
  const ending = language === 'JSON' ? 'json' : 'yaml';
  const file = `${name}.${FORMATS[kind]}.${ending}`;
  return createDocument({ uri: `file://${file}`, file, version, text, kind });
}

/** Files that exist, by path. */
export function filesOf(...documents: readonly SynthDocument[]): Files {
  return {
    read: (uri) => Promise.resolve(documents.find((document) => document.uri === uri)),
    schemaFiles: () => Promise.resolve(documents.filter(({ kind }) => kind === 'schema').map(({ uri }) => uri)),
  };
}

export const noFiles = filesOf();

/** A document with its marks taken out: a cursor `‸`, and ranges `«…»`. */
export interface Marked {
  readonly document: SynthDocument;
  /** Offsets. */
  readonly cursor: number;
  /** The marked texts, with their places, sorted. */
  readonly ranges: readonly string[];
}

const MARKS = /[‸«»]/gu;

/**
 * A document written in YAML with marks in keys and texts, in each language. Marks must survive being written again, and
 * so stand within words.
 */
export function marked(yaml: string, language: Written, options: Parameters<typeof documentOf>[2] = {}): Marked {
  const withMarks = write(parseDocument(yaml, { language: 'yaml' }).value, language);
  let text = '';
  let cursor = -1;
  const starts: number[] = [];
  const ranges: (readonly [number, number])[] = [];
  let last = 0;
  for (const match of withMarks.matchAll(MARKS)) {
    text += withMarks.slice(last, match.index);
    last = match.index + match[0].length;
    if (match[0] === '‸') cursor = text.length;
    else if (match[0] === '«') starts.push(text.length);
    else ranges.push([starts.pop()!, text.length]);
  }
  text += withMarks.slice(last);
  const document = documentOf(text, language, options);
  return { document, cursor, ranges: ranges.map(([start, end]) => placed(document, start, end)).sort() };
}

/** `text@offset` */
export function placed({ text }: SynthDocument, start: number, end: number): string {
  return `${text.slice(start, end)}@${String(start).padStart(6, '0')}`;
}

interface RangeLike {
  readonly start: { readonly line: number; readonly character: number };
  readonly end: { readonly line: number; readonly character: number };
}

export function placedRange(document: SynthDocument, { start, end }: RangeLike): string {
  return placed(document, document.offsetAt(start), document.offsetAt(end));
}

export function rangeText(document: SynthDocument, { start, end }: RangeLike): string {
  return document.text.slice(document.offsetAt(start), document.offsetAt(end));
}

interface Change {
  readonly range: RangeLike;
  readonly newText: string;
}

/** The text after edits, none of which may overlap another. */
export function applied(document: SynthDocument, edits: readonly Change[]): string {
  const changes = edits
    .map(({ range, newText }) => ({
      start: document.offsetAt(range.start),
      end: document.offsetAt(range.end),
      newText,
    }))
    .sort((a, b) => a.start - b.start || a.end - b.end);
  let text = '';
  let last = 0;
  for (const { start, end, newText } of changes) {
    if (start < last) throw new Error(`edits overlap at ${start}`);
    text += document.text.slice(last, start) + newText;
    last = end;
  }
  return text + document.text.slice(last);
}

/** All scalars of a tree, with the offsets of their insides. */
export function* scalars(node: SyntaxNode | undefined): Iterable<{ readonly start: number; readonly end: number }> {
  if (node?.kind === 'scalar') yield node;
  else if (node?.kind === 'list') for (const item of node.items) yield* scalars(item);
  else if (node?.kind === 'map') {
    for (const { key, value } of node.entries) {
      yield key;
      yield* scalars(value);
    }
  }
}
