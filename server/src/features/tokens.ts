import { expressionTokens, type ScalarNode, type SyntaxNode, templateTokens } from 'agentic-synth';
import { allFields, type FieldItem, itemsOf, textOf } from '../names/fields.js';
import type { SynthDocument } from '../document/document.js';
import { type Files, namesOf } from '../names/lookup.js';
import { type NameIndex, type Occurrence, partOf } from '../names/name-index.js';
import type { Range, SemanticTokens, SemanticTokensDelta } from 'vscode-languageserver-types';

/** Kinds of tokens, all from the protocol's own. */
export const TOKEN_TYPES = [
  'class',
  'property',
  'type',
  'enumMember',
  'variable',
  'namespace',
  'function',
  'keyword',
  'number',
  'string',
  'operator',
  'macro',
] as const;
/** `declaration` where the name is given; `defaultLibrary` what the language brings. */
export const TOKEN_MODIFIERS = ['declaration', 'defaultLibrary'] as const;

type TokenType = (typeof TOKEN_TYPES)[number];

const OF_NAMES: Readonly<Record<Occurrence['kind'], TokenType>> = {
  table: 'class',
  field: 'property',
  column: 'property',
  series: 'property',
  type: 'type',
  alias: 'variable',
  event: 'enumMember',
  file: 'namespace',
};
const DECLARATION = 1;
const LIBRARY = 2;

interface Token {
  /** Offsets of the version that is read. */
  readonly start: number;
  readonly end: number;
  readonly type: TokenType;
  readonly modifiers: number;
}

/**
 * Names of tables, fields, types and events where they are given and used; words and signs of expressions and templates;
 * amounts and units. In the protocol's numbers, for the whole document or a part of it.
 */
export async function semanticTokens(
  document: SynthDocument,
  files: Pick<Files, 'read'>,
  part?: Range,
): Promise<number[]> {
  const index = await namesOf(document, files);
  const { view } = index;
  const within = part && { start: document.offsetAt(part.start), end: document.offsetAt(part.end) };
  const data: number[] = [];
  let line = 0;
  let character = 0;
  let last = 0;
  for (const { start, end, type, modifiers } of tokensOf(index)) {
    const from = view.now(start);
    const to = view.now(end);
    if (from === undefined || to === undefined || from < last || to <= from) continue;
    if (within !== undefined && (to <= within.start || from >= within.end)) continue;
    last = to;
    for (const [at, length] of linesOf(document.text, from, to)) {
      const position = document.positionAt(at);
      const sameLine = position.line === line;
      data.push(
        position.line - line,
        sameLine ? position.character - character : position.character,
        length,
        TOKEN_TYPES.indexOf(type),
        modifiers,
      );
      ({ line, character } = position);
    }
  }
  return data;
}

/** A token that goes over several lines is one in each. */
function* linesOf(text: string, from: number, to: number): Iterable<readonly [at: number, length: number]> {
  for (let at = from; at < to;) {
    const rest = text.slice(at, to);
    const line = /[\r\n]/.exec(rest)?.index ?? rest.length;
    const blank = /^[ \t]*/.exec(rest)![0].length;
    if (line > (at === from ? 0 : blank)) {
      const skip = at === from ? 0 : blank;
      yield [at + skip, line - skip];
    }
    at += line + (/^\r\n?|^\n/.exec(rest.slice(line))?.[0].length ?? 0);
  }
}

const known = new WeakMap<NameIndex, readonly Token[]>();

/** In the order of the text; where two have the same place the first is meant. */
function tokensOf(index: NameIndex): readonly Token[] {
  let tokens = known.get(index);
  if (tokens === undefined) {
    tokens = new Collector(index).collect();
    known.set(index, tokens);
  }
  return tokens;
}

/** `90d`, `1h30m`, `P1DT2H`. */
const DURATION = /^[+-]?(?:\d+(?:\.\d+)?\s*[a-zµ]+\s*)+$/i;
const ISO = /^P(?=\d|T\d)(?:\d+(?:\.\d+)?[YMWD])*(?:T(?:\d+(?:\.\d+)?[HMS])+)?$/;
/** `100/sec`, `0.1/d`. */
const RATE = /^[+-]?\d+(?:\.\d+)?\s*\/\s*[a-z]+$/i;
/** `now-90d` */
const NOW = /^now(?:\s*[+-]\s*\d.*)?$/;
/** Properties that hold data or words for people, or what is read elsewhere. */
const OTHER: ReadonlySet<unknown> = new Set([
  ...['const', 'enum', 'options', 'description', 'key', 'template', 'prompt', 'pattern', 'format', 'expr', 'when'],
  ...['fields', 'items', 'cases', 'else', 'types', 'tables', 'events', 'series', 'name', 'locale', 'timezone', 'model'],
  ...['label', 'ref', 'as', 'from', 'by', 'per', 'field', 'timeField', 'typeField', 'idField', '$schema'],
]);
/** Mappings that have a `type` of their own. */
const TYPED: ReadonlySet<unknown> = new Set([
  'distribution',
  'dwell',
  'delay',
  'noise',
  'trend',
  'arrival',
  'components',
]);

class Collector {
  private readonly found: Token[] = [];
  private readonly text: string;

  constructor(private readonly index: NameIndex) {
    this.text = index.view.source.text;
  }

  collect(): readonly Token[] {
    const { index, found } = this;
    for (const { kind, start, end, target, defines } of index.occurrences) {
      if (target === undefined) continue;
      found.push({ start, end, type: OF_NAMES[kind], modifiers: defines ? DECLARATION : 0 });
    }
    const items = itemsOf(index);
    for (const field of allFields(items)) this.field(field);
    const { tree } = index.view.source.parsed;
    for (const { node } of items.tables) if (node !== undefined) this.amounts(node, false);
    if (items.tables.some(({ entry }) => entry !== undefined) && tree !== undefined) this.amounts(tree, false);
    const order = new Map(found.map((token, i) => [token, i]));
    return found.sort((a, b) => a.start - b.start || order.get(a)! - order.get(b)!);
  }

  private field({ kind, entry: { value } }: FieldItem): void {
    if (kind === 'series') return;
    this.type(value);
    if (value?.kind !== 'map') return;
    for (const { key, value: part } of value.entries) {
      switch (key.value) {
        case 'type':
          this.type(part);
          break;
        case 'expr':
        case 'when':
          this.code(part, expressionTokens);
          break;
        case 'template':
        case 'prompt':
          this.code(part, templateTokens);
          break;
        default:
          if (!OTHER.has(key.value)) this.amounts(part, TYPED.has(key.value));
      }
    }
  }

  /** A type, perhaps with what stands in its parentheses. */
  private type(node: SyntaxNode | undefined): void {
    const text = textOf(node);
    const name = text === undefined ? null : /[\p{L}_][\p{L}\p{N}_.-]*/u.exec(text);
    if (text === undefined || name === null) return;
    const scalar = node as ScalarNode;
    const end = name.index + name[0].length;
    this.add(scalar, name.index, end, 'type', LIBRARY);
    for (const match of text.slice(end).matchAll(/\[\]|\?|\.\.|(?<![\p{L}\d-])-?\d+(?:\.\d+)?(?![\p{L}\d:-]|\.\d)/gu)) {
      const at = end + match.index;
      this.add(scalar, at, at + match[0].length, /\d/.test(match[0]) ? 'number' : 'operator');
    }
  }

  private code(node: SyntaxNode | undefined, tokens: typeof templateTokens): void {
    const text = textOf(node);
    if (text === undefined) return;
    for (const { kind, start, end } of tokens(text)) {
      const type = kind === 'name' ? 'variable' : kind === 'brace' ? 'macro' : kind;
      this.add(node as ScalarNode, start, end, type, kind === 'function' ? LIBRARY : 0);
    }
  }

  /** Amounts with units anywhere below. @param typed a `type` here is a word of the language. */
  private amounts(node: SyntaxNode | undefined, typed: boolean): void {
    if (node?.kind === 'list') for (const item of node.items) this.amounts(item, typed);
    else if (node?.kind === 'map') {
      for (const { key, value } of node.entries) {
        if (key.value === 'type' && typed && textOf(value) !== undefined) {
          this.add(value as ScalarNode, 0, textOf(value)!.length, 'enumMember', LIBRARY);
        } else if (!OTHER.has(key.value)) this.amounts(value, TYPED.has(key.value));
      }
    } else if (node?.kind === 'scalar' && typeof node.value === 'string') this.amount(node, node.value);
  }

  private amount(node: ScalarNode, text: string): void {
    if (NOW.test(text)) {
      this.add(node, 0, 3, 'keyword', LIBRARY);
      this.parts(node, text, 3);
    } else if (DURATION.test(text) || ISO.test(text) || RATE.test(text)) this.parts(node, text, 0);
  }

  private parts(node: ScalarNode, text: string, from: number): void {
    for (const match of text.slice(from).matchAll(/\d+(?:\.\d+)?|[\p{L}µ]+|[-+/]/gu)) {
      const at = from + match.index;
      const type = /\d/.test(match[0]) ? 'number' : /[-+/]/.test(match[0]) ? 'operator' : 'keyword';
      this.add(node, at, at + match[0].length, type);
    }
  }

  private add(node: ScalarNode, from: number, to: number, type: TokenType, modifiers = 0): void {
    const { start, end } = partOf(this.text, node, [from, to]);
    if (end > start) this.found.push({ start, end, type, modifiers });
  }
}

/** What turns earlier tokens into newer ones. */
export function tokensDelta(before: readonly number[], now: readonly number[]): SemanticTokensDelta['edits'] {
  const most = Math.min(before.length, now.length);
  let head = 0;
  while (head < most && before[head] === now[head]) head++;
  let tail = 0;
  while (tail < most - head && before[before.length - 1 - tail] === now[now.length - 1 - tail]) tail++;
  const deleteCount = before.length - head - tail;
  const data = now.slice(head, now.length - tail);
  return deleteCount === 0 && data.length === 0 ? [] : [{ start: head, deleteCount, data }];
}

/** Documents whose tokens are kept; of others a client gets all of them anew. */
const MOST_SENT = 50;

/** The tokens that a client has, by URI, for it to ask for what has changed. */
export class SentTokens {
  private readonly sent = new Map<string, SemanticTokens>();
  private count = 0;

  full(uri: string, data: number[]): SemanticTokens {
    const tokens = { resultId: String(++this.count), data };
    this.sent.delete(uri);
    this.sent.set(uri, tokens);
    const [oldest] = this.sent.keys();
    if (this.sent.size > MOST_SENT) this.sent.delete(oldest);
    return tokens;
  }

  delta(uri: string, previous: string, data: number[]): SemanticTokens | SemanticTokensDelta {
    const before = this.sent.get(uri);
    const tokens = this.full(uri, data);
    if (before?.resultId !== previous) return tokens;
    return { resultId: tokens.resultId as string, edits: tokensDelta(before.data, data) };
  }
}
