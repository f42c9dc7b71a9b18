import { type Diagnostic, segmentsOf } from './diagnostic.js';
import { parseJson } from './parse-json.js';
import { parseYaml } from './parse-yaml.js';
import { lineMap, type Position, type Range } from './positions.js';
import type { SyntaxNode } from './syntax.js';
import { textSpan } from './text-offsets.js';
import { nodeAt } from './tree.js';

export { segmentsOf } from './diagnostic.js';
export type { Position, Range } from './positions.js';

export type DocumentLanguage = 'json' | 'yaml';

/** A mistake of syntax: besides its pointer, where it stands in the text. */
export interface SyntaxDiagnostic extends Diagnostic {
  readonly range: Range;
}

/** A parsed text, with the place of everything in it. */
export interface ParsedDocument {
  /** JSON with comments, or YAML. */
  readonly language: DocumentLanguage;
  /** The value: plain objects, lists and scalars. `null` for an empty text; with errors, as much as could be read. */
  readonly value: unknown;
  /** Errors of syntax, duplicate keys, numbers that cannot be held. */
  readonly diagnostics: readonly SyntaxDiagnostic[];
  /**
   * Where the value at a JSON pointer stands, or its key; `undefined` if nothing stands there. What an alias or merge
   * brought in has the place where it was written. `span` narrows it to a part of a text value.
   */
  range(pointer: string, at?: 'key' | 'value', span?: readonly [start: number, end: number]): Range | undefined;
  /** The text as a tree, with all that could be read of it; `undefined` where it holds no value. Made when first read. */
  readonly tree: SyntaxNode | undefined;
}

/** What a parser of one language finds, in offsets of the text. */
export interface RawDocument {
  readonly value: unknown;
  readonly mistakes: readonly Mistake[];
  span(segments: readonly string[], at: 'key' | 'value'): Span | undefined;
  /** All offsets moved on by `shift`. */
  tree(shift: number): SyntaxNode | undefined;
}

export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface Mistake extends Span {
  readonly code: string;
  readonly message: string;
  readonly pointer: string;
  readonly at?: 'key';
  readonly severity?: 'warning';
}

/**
 * Reads a schema: JSON with comments and trailing commas, or YAML 1.2 core with anchors and merge keys expanded. The
 * language comes from `language`, else from the ending of `file`, else from the text. Never throws.
 */
export function parseDocument(
  text: string,
  options: { readonly language?: DocumentLanguage; readonly file?: string } = {},
): ParsedDocument {
  const skip = text.startsWith('\uFEFF') ? 1 : 0;
  const body = skip === 0 ? text : text.slice(1);
  const [language, raw] = read(body, options.language ?? languageOf(options.file));
  const lines = lineMap(text);
  const place = (offset: number): Position => lines(Math.min(text.length, offset + skip));
  const range = ({ start, end }: Span): Range => ({ start: place(start), end: place(end) });
  let tree: SyntaxNode | undefined | null = null;
  const treeOf = (): SyntaxNode | undefined => (tree === null ? (tree = raw.tree(skip)) : tree);
  return {
    language,
    value: raw.value,
    diagnostics: raw.mistakes.map(({ start, end, severity, ...rest }) => ({
      severity: severity ?? 'error',
      ...rest,
      range: range({ start, end }),
    })),
    range(pointer, at = 'value', part) {
      const node = part && at === 'value' ? nodeAt(treeOf(), pointer) : undefined;
      if (part && node?.kind === 'scalar' && typeof node.value === 'string') {
        const { start, end } = textSpan(text, node, part);
        return { start: lines(start), end: lines(end) };
      }
      const span = raw.span(segmentsOf(pointer), at);
      return span && range(span);
    },
    get tree() {
      return treeOf();
    },
  };
}

/** The language of a file by its ending, if that says it. */
export function languageOf(file: string | undefined): DocumentLanguage | undefined {
  const ending = file === undefined ? undefined : /\.([^./\\]+)$/.exec(file)?.[1].toLowerCase();
  if (ending === 'json' || ending === 'jsonc' || ending === 'json5') return 'json';
  return ending === 'yaml' || ending === 'yml' ? 'yaml' : undefined;
}

function read(text: string, language: DocumentLanguage | undefined): [DocumentLanguage, RawDocument] {
  if (language === 'json') return ['json', parseJson(text)];
  if (language === 'yaml' || !/^\s*(?:[[{"]|\/[/*])/.test(text)) return ['yaml', parseYaml(text)];
  const json = parseJson(text);
  if (json.mistakes.length === 0) return ['json', json];
  // A flow mapping of YAML begins like JSON; where it is right YAML, it was meant so.
  const yaml = parseYaml(text);
  return yaml.mistakes.length === 0 ? ['yaml', yaml] : ['json', json];
}
