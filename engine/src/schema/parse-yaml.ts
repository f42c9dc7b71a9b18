import {
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  parseAllDocuments,
  type Document,
  type Node,
  type Pair,
  type Scalar,
  type YAMLMap,
} from 'yaml';
import { pointerTo } from './diagnostic.js';
import { bracketDepth, indentDepth, MAX_NESTING } from './nesting.js';
import { duplicate, tooDeep } from './parse-json.js';
import type { Mistake, RawDocument, Span } from './parse.js';
import { numberLoss, setOwn } from './scalars.js';
import type { ScalarNode, SyntaxEntry, SyntaxNode } from './syntax.js';

/** Aliases may not blow a document up beyond this many values. */
const MAX_EXPANDED = 200_000;

/** YAML 1.2, core schema: dates stay texts, `yes` is a text; anchors, aliases and merge keys are expanded. */
export function parseYaml(text: string): RawDocument {
  // Flow collections and block ones add up; either alone is a sound guard for the parser's recursion.
  if (bracketDepth(text) > 5 * MAX_NESTING || indentDepth(text) > MAX_NESTING) return tooDeep(text);
  const parsed = parseAllDocuments(text, {
    version: '1.2',
    schema: 'core',
    uniqueKeys: false,
    prettyErrors: false,
    strict: true,
    stringKeys: false,
  });
  const documents: Document.Parsed[] = Array.isArray(parsed) ? parsed : [];
  const [document, second] = documents;
  if (document === undefined) return { value: null, mistakes: [], span: () => undefined, tree: () => undefined };

  const reader = new Reader(document, text);
  for (const { message, pos, code } of [...document.errors, ...document.warnings]) {
    // What follows the first error is often its echo.
    if (reader.mistakes.some((m) => m.start <= pos[0] && m.end >= pos[0])) continue;
    const [start, end] = pos;
    reader.mistakes.push({
      code: 'syntax/yaml',
      message: explain(code, message),
      pointer: '',
      start,
      end: Math.max(end, start),
    });
  }
  if (second !== undefined) {
    const start = second.range[0];
    const message = 'A second YAML document begins here; a schema is one document. Put it into a file of its own.';
    reader.mistakes.push({ code: 'syntax/several-documents', message, pointer: '', start, end: start });
  }
  let value: unknown;
  try {
    value = document.contents === null ? null : reader.value(document.contents, '', 0);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return tooDeep(text);
  }
  reader.mistakes.sort((a, b) => a.start - b.start);
  return {
    value,
    mistakes: reader.mistakes,
    span: (segments, at) => reader.span(segments, at),
    tree: (shift) => new TreeReader(reader, shift).node(document.contents),
  };
}

function explain(code: string, message: string): string {
  if (code === 'TAB_AS_INDENT') return 'Tabs cannot indent YAML; use spaces.';
  if (code === 'TAG_RESOLVE_FAILED') return 'This tag is not known: only the types of the YAML core schema are.';
  return /[.!?]$/.test(message) ? message : `${message}.`;
}

type Mapping = YAMLMap<Node, Node | null>;

class Reader {
  readonly mistakes: Mistake[] = [];
  private readonly document: Document.Parsed;
  private readonly text: string;
  /** Values of aliased nodes, made once; `undefined` while being made. */
  private readonly made = new Map<Node, { value: unknown; size: number } | undefined>();
  private size = 0;

  constructor(document: Document.Parsed, text: string) {
    this.document = document;
    this.text = text;
  }

  value(node: Node | null, pointer: string, depth: number): unknown {
    this.size++;
    if (node === null) return null;
    if (depth > MAX_NESTING) throw new RangeError('nested too deeply');
    if (isAlias(node)) return this.aliased(node, pointer, depth);
    if (!node.anchor) return this.plain(node, pointer, depth);
    const before = this.size;
    this.made.set(node, undefined);
    const value = this.plain(node, pointer, depth);
    this.made.set(node, { value, size: this.size - before });
    return value;
  }

  private plain(node: Node, pointer: string, depth: number): unknown {
    if (isScalar(node)) return this.scalar(node, pointer);
    if (isSeq(node)) return node.items.map((item, i) => this.value(nodeOf(item), pointerTo(pointer, i), depth + 1));
    return isMap(node) ? this.mapping(node as Mapping, pointer, depth) : null;
  }

  private aliased(node: Node, pointer: string, depth: number): unknown {
    const target = this.target(node);
    if (target === undefined)
      return this.refuse('syntax/alias', 'No anchor of this name stands before the alias.', pointer, node);
    const known = this.made.get(target);
    if (known === undefined) {
      if (this.made.has(target))
        return this.refuse('syntax/alias', 'This alias stands inside its own anchor.', pointer, node);
      return this.value(target, pointer, depth);
    }
    const fitted = this.size <= MAX_EXPANDED;
    this.size += known.size;
    if (this.size <= MAX_EXPANDED) return known.value;
    if (!fitted) return null;
    return this.refuse('syntax/alias-bomb', `The aliases expand to more than ${MAX_EXPANDED} values.`, pointer, node);
  }

  private scalar(node: Node, pointer: string): unknown {
    if (!isScalar(node)) return null;
    const { value, source } = node;
    if (typeof value !== 'number' && typeof value !== 'bigint') return value ?? null;
    const message = source === undefined ? undefined : numberLoss(source);
    if (message !== undefined) this.refuse('syntax/number-range', message, pointer, node);
    return Number(value);
  }

  private mapping(node: Mapping, pointer: string, depth: number): Record<string, unknown> {
    const object: Record<string, unknown> = {};
    const merged: Node[] = [];
    for (const pair of node.items) {
      const key = this.keyOf(pair);
      if (key === undefined) {
        this.refuse('syntax/complex-key', 'A key must be a text or another single value.', pointer, pair.key ?? node);
        continue;
      }
      if (isMergeKey(pair)) {
        if (pair.value !== null) merged.push(pair.value);
        continue;
      }
      const at = pointerTo(pointer, key);
      if (Object.hasOwn(object, key)) this.mistakes.push(duplicate(key, at, this.spanOfNode(pair.key)));
      setOwn(object, key, this.value(pair.value, at, depth + 1));
    }
    for (const source of merged) this.merge(object, source, pointer, depth);
    return object;
  }

  /** Adds what a merge key `<<` names, where the mapping does not say it itself; earlier sources win. */
  private merge(object: Record<string, unknown>, source: Node, pointer: string, depth: number): void {
    const value = this.value(source, pointerTo(pointer, '<<'), depth + 1);
    for (const part of Array.isArray(value) ? (value as unknown[]) : [value]) {
      if (part === null || typeof part !== 'object' || Array.isArray(part)) {
        this.refuse('syntax/merge', 'A merge key << takes a mapping, or a list of mappings.', pointer, source);
        return;
      }
      for (const [key, item] of Object.entries(part)) if (!Object.hasOwn(object, key)) setOwn(object, key, item);
    }
  }

  /** The text of a key as written: `1.50` stays `1.50`; `undefined` for a key that is no scalar. */
  keyOf(pair: Pair<Node, Node | null>): string | undefined {
    let key: unknown = pair.key;
    if (isAlias(key)) key = this.target(key);
    if (key === null || key === undefined) return 'null';
    if (!isScalar(key)) return undefined;
    if (typeof key.value === 'string') return key.value;
    return key.source === undefined || key.source === '' || key.source === '~' ? String(key.value) : key.source;
  }

  target(node: Node): Node | undefined {
    return isAlias(node) ? (node.resolve(this.document) as Node | undefined) : node;
  }

  private refuse(code: string, message: string, pointer: string, node: Node): null {
    this.mistakes.push({ code, message, pointer, ...this.spanOfNode(node) });
    return null;
  }

  spanOfNode(node: Node | null): Span {
    const range = node?.range;
    if (!range) return { start: 0, end: 0 };
    // A block value ends with its last line; the line break is not part of it.
    const [start] = range;
    let end = range[1];
    while (end > start && /\s/.test(this.text[end - 1])) end--;
    return { start, end };
  }

  span(segments: readonly string[], at: 'key' | 'value'): Span | undefined {
    let node: Node | null = this.document.contents;
    let key: Node | null = null;
    for (const segment of segments) {
      const holder: Node | undefined = node === null ? undefined : this.target(node);
      key = null;
      if (isSeq(holder)) {
        if (!/^\d+$/.test(segment) || Number(segment) >= holder.items.length) return undefined;
        node = nodeOf(holder.items[Number(segment)]);
      } else if (isMap(holder)) {
        const pair = this.pairOf(holder as Mapping, segment);
        if (pair === undefined) return undefined;
        key = pair.key;
        node = pair.value;
      } else {
        return undefined;
      }
    }
    if (at === 'key' && key !== null) return this.spanOfNode(key);
    const empty = node === null || !node.range || (isScalar(node) && node.range[0] === node.range[1]);
    if (empty) return key === null ? undefined : this.spanOfNode(key);
    return this.spanOfNode(node);
  }

  private pairOf(map: Mapping, name: string, depth = 0): Pair<Node, Node | null> | undefined {
    if (depth > MAX_NESTING) return undefined;
    const own = map.items.filter((pair) => !isMergeKey(pair) && this.keyOf(pair) === name).at(-1);
    if (own !== undefined) return own;
    for (const pair of map.items) {
      if (!isMergeKey(pair) || pair.value === null) continue;
      const target = this.target(pair.value);
      for (const source of isSeq(target) ? target.items : [target]) {
        const part = source === undefined ? undefined : this.target(source as Node);
        const found = isMap(part) ? this.pairOf(part as Mapping, name, depth + 1) : undefined;
        if (found !== undefined) return found;
      }
    }
    return undefined;
  }
}

const STYLES: Readonly<Record<string, ScalarNode['style']>> = {
  QUOTE_SINGLE: 'single',
  QUOTE_DOUBLE: 'double',
  BLOCK_LITERAL: 'literal',
  BLOCK_FOLDED: 'folded',
};

/** Makes the tree for editors out of the nodes that were read. */
class TreeReader {
  private readonly reader: Reader;
  private readonly shift: number;
  private readonly made = new Map<Node, SyntaxNode>();

  constructor(reader: Reader, shift: number) {
    this.reader = reader;
    this.shift = shift;
  }

  node(node: Node | null | undefined): SyntaxNode | undefined {
    if (!node?.range) return undefined;
    const span = this.span(node);
    const empty = span.start >= span.end;
    if (isAlias(node)) {
      // An alias comes after its anchor, whose node is made by then, unless it stands inside of it.
      const target = this.reader.target(node);
      return { kind: 'alias', ...span, name: node.source, target: target && this.made.get(target) };
    }
    if (isScalar(node)) {
      if (empty) return undefined;
      const value = this.scalar(node, span);
      if (node.anchor) this.made.set(node, value);
      return value;
    }
    const made = isSeq(node)
      ? this.list(node.items, node, span)
      : isMap(node)
        ? this.map(node as Mapping, span)
        : undefined;
    if (made !== undefined && node.anchor) this.made.set(node, made);
    return made;
  }

  private list(items: readonly unknown[], node: Node, span: Span): SyntaxNode {
    const made = items.map((item) => this.node(nodeOf(item)));
    const flow = 'flow' in node && node.flow === true;
    return { kind: 'list', ...span, flow, items: made, ...(flow ? {} : { end: lastEnd(made, span) }) };
  }

  private map(node: Mapping, span: Span): SyntaxNode {
    const entries = node.items.flatMap((pair) => this.entry(pair));
    const flow = node.flow === true;
    return { kind: 'map', ...span, flow, entries, ...(flow ? {} : { end: lastEnd(entries, span) }) };
  }

  private entry(pair: Pair<Node, Node | null>): SyntaxEntry[] {
    const name = this.reader.keyOf(pair);
    if (name === undefined) return [];
    const place = this.span(pair.key);
    const style = (isScalar(pair.key) && STYLES[pair.key.type ?? '']) || 'plain';
    const key: ScalarNode = { kind: 'scalar', ...place, value: name, style };
    const value = this.node(pair.value);
    return [{ start: place.start, end: Math.max(place.end, value?.end ?? 0), key, value, merge: isMergeKey(pair) }];
  }

  private scalar(node: Scalar, span: Span): ScalarNode {
    const { value } = node;
    const plain =
      typeof value === 'string' || typeof value === 'boolean' ? value : value === null ? null : Number(value);
    return { kind: 'scalar', ...span, value: plain, style: STYLES[node.type ?? ''] ?? 'plain' };
  }

  private span(node: Node): Span {
    const { start, end } = this.reader.spanOfNode(node);
    return { start: start + this.shift, end: end + this.shift };
  }
}

/** A block collection ends with its last part: comments after it belong to nobody. */
function lastEnd(parts: readonly (Span | undefined)[], { start, end }: Span): number {
  const last = parts.reduce((most, part) => Math.max(most, part?.end ?? 0), 0);
  return last > start ? last : end;
}

function isMergeKey(pair: Pair<Node, Node | null>): boolean {
  return isScalar(pair.key) && pair.key.value === '<<' && pair.key.type === 'PLAIN';
}

function nodeOf(item: unknown): Node | null {
  if (isPair(item)) return null;
  return (item ?? null) as Node | null;
}
