import {
  type Definition,
  type NameUse,
  type References,
  type ScalarNode,
  type SyntaxNode,
  textSpan,
} from 'agentic-synth';
import type { Range } from 'vscode-languageserver-types';
import { Places } from './places.js';
import { rangeIn, type View } from './view.js';

/** A place of a document that has a name: where it is defined, or used. */
export interface Occurrence {
  readonly kind: Definition['kind'];
  /** Offsets of the version that is read. */
  readonly start: number;
  readonly end: number;
  /** JSON pointer of the text, or of the key. */
  readonly pointer: string;
  readonly at: 'key' | 'value';
  /** The scalar that holds it. */
  readonly node: ScalarNode;
  /** Within the scalar's text; undefined for the whole of it. */
  readonly span: readonly [start: number, end: number] | undefined;
  /** What it names, with its file; undefined where nothing has the name. */
  readonly target: Definition | undefined;
  /** It is the definition itself. */
  readonly defines: boolean;
}

/** The names of one version of a document, with their places. */
export class NameIndex {
  readonly places: Places;
  /** In the order of the text. */
  readonly occurrences: readonly Occurrence[];
  private readonly byTarget = new Map<string, Occurrence[]>();
  private readonly named = new Map<Definition, Definition>();

  constructor(
    readonly view: View,
    readonly references: References,
  ) {
    this.places = new Places(view.source.parsed.tree);
    const found: Occurrence[] = [];
    for (const definition of references.definitions) {
      const occurrence = this.place(definition.kind, definition.pointer, definition.at, undefined, definition, true);
      if (occurrence !== undefined) found.push(occurrence);
    }
    for (const use of references.uses) {
      const occurrence = this.use(use);
      if (occurrence !== undefined) found.push(occurrence);
    }
    this.occurrences = found.sort((a, b) => a.start - b.start || a.end - b.end);
    for (const occurrence of this.occurrences) {
      if (occurrence.target === undefined) continue;
      const id = this.id(occurrence.target);
      const same = this.byTarget.get(id);
      if (same === undefined) this.byTarget.set(id, [occurrence]);
      else same.push(occurrence);
    }
  }

  /** What tells definitions apart, in all files. */
  id({ pointer, at, file = this.view.document.file, kind }: Definition): string {
    return kind === 'file' ? file : `${file} ${at} ${pointer}`;
  }

  /** Whether a definition is in this document. */
  owns({ file }: Definition): boolean {
    return file === undefined || file === this.view.document.file;
  }

  /**
   * What has its name at an offset of the present text; right behind the last character counts. Several where the text is
   * read more than once, through aliases of YAML.
   */
  at(offset: number): readonly Occurrence[] {
    const then = this.view.then(offset);
    if (then === undefined) return [];
    const { occurrences } = this;
    let low = 0;
    let high = occurrences.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (occurrences[middle].start <= then) low = middle + 1;
      else high = middle;
    }
    const last = occurrences[low - 1];
    if (last === undefined || last.end < then) return [];
    let first = low - 1;
    while (first > 0 && occurrences[first - 1].start === last.start) first--;
    return occurrences.slice(first, low).filter(({ end }) => end === last.end);
  }

  /** Where this document defines and uses it, each place once. */
  of(definition: Definition): readonly Occurrence[] {
    const all = this.byTarget.get(this.id(definition)) ?? [];
    return all.filter(({ start, end }, i) => i === 0 || all[i - 1].start !== start || all[i - 1].end !== end);
  }

  /** Where a definition of this document has its name; the start where it has none. */
  nameRange(definition: Definition): Range {
    const span = this.nameSpan(definition);
    return (span && rangeIn(this.view, span)) ?? START;
  }

  range(span: { readonly start: number; readonly end: number }): Range | undefined {
    return rangeIn(this.view, span);
  }

  private nameSpan({ pointer, at, kind }: Definition): { readonly start: number; readonly end: number } | undefined {
    if (kind === 'file') return undefined;
    const value = at === 'value' ? this.places.node(pointer) : undefined;
    if (value?.kind === 'scalar') return inner(value);
    // A column that its table adds is found at the table.
    const key = this.places.entry(pointer)?.key;
    return key && inner(key);
  }

  private use({ kind, pointer, at, span, target }: NameUse): Occurrence | undefined {
    return this.place(kind, pointer, at, at === 'key' ? undefined : span, target, false);
  }

  private place(
    kind: Definition['kind'],
    pointer: string,
    at: 'key' | 'value',
    span: readonly [number, number] | undefined,
    target: Definition | undefined,
    defines: boolean,
  ): Occurrence | undefined {
    const node: SyntaxNode | undefined = at === 'key' ? this.places.entry(pointer)?.key : this.places.node(pointer);
    if (node?.kind !== 'scalar' || typeof node.value !== 'string') {
      // Keys of YAML that are numbers are names as well.
      if (node?.kind !== 'scalar' || at !== 'key') return undefined;
    }
    const length = String(node.value).length;
    const block = node.style === 'literal' || node.style === 'folded';
    const whole = !block && (span === undefined || (span[0] === 0 && span[1] === length));
    const { start, end } = whole ? inner(node) : partOf(this.view.source.text, node, span ?? [0, length]);
    return {
      kind,
      start,
      end,
      pointer,
      at,
      node,
      span: whole ? undefined : span,
      target: target && this.withFile(target),
      defines,
    };
  }

  private withFile(definition: Definition): Definition {
    let named = this.named.get(definition);
    if (named === undefined) {
      named = { ...definition, file: definition.file ?? this.view.document.file };
      this.named.set(definition, named);
    }
    return named;
  }
}

const START: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

/** A scalar without its quotes. */
export function inner({ start, end, style }: ScalarNode): { readonly start: number; readonly end: number } {
  const quotes = style === 'single' || style === 'double' ? 1 : 0;
  return { start: start + quotes, end: Math.max(start + quotes, end - quotes) };
}

/** A part of a text value in its document. Most texts are written as they are: those need no tracing. */
export function partOf(
  text: string,
  node: ScalarNode,
  span: readonly [start: number, end: number],
): { readonly start: number; readonly end: number } {
  const { start, end } = inner(node);
  if (end - start === String(node.value).length && node.style !== 'literal' && node.style !== 'folded') {
    return { start: start + span[0], end: start + span[1] };
  }
  return textSpan(text, node, span);
}
