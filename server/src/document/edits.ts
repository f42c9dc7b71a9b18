import { isDeepStrictEqual } from 'node:util';
import { applyFix, type Edit, type ParsedDocument, parseDocument, pointerTo, segmentsOf } from 'agentic-synth';
import type { TextEdit } from 'vscode-languageserver-types';
import type { SynthDocument } from './document.js';
import { Pieces, type Splice } from './pieces.js';
import { type Style, styleOf } from './print.js';
import { Rewriter } from './rewriter.js';

/**
 * Edits by pointers, applied one after the other, as edits of the text: what they do not touch keeps its comments,
 * quotes and layout, what they add is written as its surroundings are. `undefined` where an edit finds no place.
 */
export function textEdits(document: SynthDocument, edits: readonly Edit[]): TextEdit[] | undefined {
  const pieces = new Pieces(document.text);
  const style = styleOf(document.text, document.parsed.tree, document.parsed.language);
  let { text, parsed }: Version = document;
  for (const edit of edits) {
    const next = applied({ text, parsed }, edit, style, pieces);
    if (next === undefined) return undefined;
    ({ text, parsed } = next);
  }
  return pieces.splices().map((splice) => ({
    range: { start: document.positionAt(splice.start), end: document.positionAt(splice.end) },
    newText: splice.text,
  }));
}

interface Version {
  readonly text: string;
  readonly parsed: ParsedDocument;
}

/** The first way of writing an edit after which the text means exactly what it should. */
function applied(before: Version, edit: Edit, style: Style, pieces: Pieces): Version | undefined {
  const { text, parsed } = before;
  const wanted = applyFix(parsed.value, { title: '', edits: [edit] });
  if (wanted === undefined) return undefined;
  for (const splices of ways(before, edit, style, wanted.value)) {
    if (splices === undefined) continue;
    const changed = spliced(text, splices);
    const read = parseDocument(changed, { language: parsed.language });
    if (isBroken(read) && !isBroken(parsed)) continue;
    if (!isDeepStrictEqual(read.value, wanted.value)) continue;
    pieces.apply(splices);
    return { text: changed, parsed: read };
  }
  return undefined;
}

function isBroken({ diagnostics }: ParsedDocument): boolean {
  return diagnostics.some(({ severity }) => severity === 'error');
}

/** Ways to write an edit, those that change least first; each may be wrong for a rare layout. */
function* ways(
  { text, parsed }: Version,
  edit: Edit,
  style: Style,
  wanted: unknown,
): Generator<readonly Splice[] | undefined> {
  const rewriter = new Rewriter(text, parsed.tree, style);
  switch (edit.op) {
    case 'add':
    case 'replace':
      yield rewriter.put(edit.pointer, edit.value);
      break;
    case 'remove':
      yield rewriter.remove(edit.pointer);
      break;
    case 'rename':
      yield rewriter.rename(edit.pointer, edit.key);
      break;
    case 'move':
      for (const asWritten of [true, false]) {
        const put = rewriter.copy(edit.from, edit.pointer, valueAt(parsed.value, edit.from), asWritten);
        const taken = put && rewriter.remove(edit.from);
        if (taken) yield overlap(put, taken) ? undefined : [...put, ...taken];
      }
      break;
  }
  // The collection around it is written anew, then the one around that.
  const paths = edit.op === 'move' ? [edit.from, edit.pointer] : [edit.pointer];
  const shared = paths
    .map(segmentsOf)
    .reduce((a, b) => a.slice(0, a.findIndex((segment, i) => segment !== b[i]) >>> 0));
  for (let depth = Math.min(...paths.map((path) => segmentsOf(path).length - 1), shared.length); depth >= 0; depth--) {
    const pointer = pointerTo('', ...shared.slice(0, depth));
    yield rewriter.put(pointer, valueAt(wanted, pointer));
  }
}

function overlap(some: readonly Splice[], others: readonly Splice[]): boolean {
  return some.some((a) => others.some((b) => a.start < b.end && b.start < a.end));
}

export function spliced(text: string, splices: readonly Splice[]): string {
  const pieces = new Pieces(text);
  pieces.apply(splices);
  return pieces.text;
}

/** The value at a pointer of a parsed document. */
export function valueAt(document: unknown, pointer: string): unknown {
  let value = document;
  for (const segment of segmentsOf(pointer)) {
    if (value === null || typeof value !== 'object' || !Object.hasOwn(value, segment)) return undefined;
    value = (value as Record<string, unknown>)[segment];
  }
  return value;
}
