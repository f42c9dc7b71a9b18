import {
  expressionTokens,
  indexInText,
  type ScalarNode,
  type SyntaxNode,
  templateTokens,
  textOffsets,
} from 'agentic-synth';
import type { Position, SelectionRange } from 'vscode-languageserver-types';
import type { SynthDocument } from '../document/document.js';
import { inner } from '../names/name-index.js';
import { rangeIn, viewOf } from '../names/view.js';

interface Span {
  readonly start: number;
  readonly end: number;
}

/** What selections grow by: a word of a text, the text, its quotes, the entry, the mapping around it, and so on. */
export function selectionRanges(document: SynthDocument, positions: readonly Position[]): SelectionRange[] {
  const view = viewOf(document);
  return positions.map((position) => {
    const then = view.then(document.offsetAt(position));
    const spans = then === undefined ? [] : [...spansAround(view.source, then)];
    let selection: SelectionRange | undefined;
    const add = (span: Span): void => {
      const range = rangeIn(view, span);
      if (range !== undefined) selection = { range, ...(selection !== undefined && { parent: selection }) };
    };
    let around: Span | undefined;
    for (const span of [{ start: 0, end: view.source.text.length }, ...spans]) {
      // Each around the position, within the one before, and smaller.
      if (then !== undefined && (then < span.start || then > span.end)) continue;
      if (around !== undefined && (span.start < around.start || span.end > around.end)) continue;
      if (around !== undefined && span.start === around.start && span.end === around.end) continue;
      add(span);
      around = span;
    }
    return selection ?? { range: { start: position, end: position } };
  });
}

/** From the whole to the innermost. */
function* spansAround({ text, parsed: { tree } }: SynthDocument, offset: number): Iterable<Span> {
  for (let node: SyntaxNode | undefined = tree; node !== undefined;) {
    if (offset < node.start || offset > node.end) return;
    yield node;
    if (node.kind === 'scalar') {
      yield* spansInText(text, node, offset);
      return;
    }
    if (node.kind === 'alias') return;
    if (node.kind === 'list') {
      if (node.flow) yield { start: node.start + 1, end: Math.max(node.start + 1, node.end - 1) };
      node = node.items.find((item) => item !== undefined && item.start <= offset && offset <= item.end);
      continue;
    }
    if (node.flow) yield { start: node.start + 1, end: Math.max(node.start + 1, node.end - 1) };
    const entry = node.entries.find(({ start, end }) => start <= offset && offset <= end);
    if (entry === undefined) return;
    yield entry;
    if (offset <= entry.key.end) {
      yield entry.key;
      yield* spansInText(text, entry.key, offset);
      return;
    }
    node = entry.value;
  }
}

function* spansInText(text: string, node: ScalarNode, offset: number): Iterable<Span> {
  yield inner(node);
  if (typeof node.value !== 'string') return;
  const offsets = textOffsets(text, node);
  const at = indexInText(text, node, offset);
  const place = (start: number, end: number): Span => ({ start: offsets[start], end: offsets[end] });
  const { value } = node;
  const open = value.lastIndexOf('{{', at);
  const close = value.indexOf('}}', open);
  const template = open >= 0 && close >= 0 && at <= close + 2;
  if (template) {
    yield place(open, close + 2);
    if (at >= open + 2 && at <= close) yield place(open + 2, close);
  }
  const tokens = template ? templateTokens(value) : expressionTokens(value);
  const word = tokens.find(({ start, end }) => start <= at && at <= end);
  if (word !== undefined) yield place(word.start, word.end);
}
