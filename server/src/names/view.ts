import type { Range } from 'vscode-languageserver-types';
import type { SynthDocument } from '../document/document.js';

/**
 * A document as it can be read. While its text is broken, that is the last good version, in those places where the two
 * texts agree: before the first character that differs and after the last one. What was written in between is left out.
 * Without a good version, it is what could be read of the broken text.
 */
export interface View {
  readonly document: SynthDocument;
  /** The version that is read. */
  readonly source: SynthDocument;
  /** Where an offset of what is read stands in the present text; undefined where that has changed. */
  now(offset: number): number | undefined;
  /** Where an offset of the present text stands in what is read; undefined where that has changed. */
  then(offset: number): number | undefined;
}

const views = new WeakMap<SynthDocument, View>();

export function viewOf(document: SynthDocument): View {
  let view = views.get(document);
  if (view === undefined) {
    view = makeView(document);
    views.set(document, view);
  }
  return view;
}

function makeView(document: SynthDocument): View {
  const same = (offset: number): number => offset;
  const { lastGood } = document;
  if (lastGood === undefined || lastGood === document || lastGood.language !== document.language) {
    return { document, source: document, now: same, then: same };
  }
  const [before, after] = [lastGood.text, document.text];
  const most = Math.min(before.length, after.length);
  let head = 0;
  while (head < most && before.charCodeAt(head) === after.charCodeAt(head)) head++;
  let tail = 0;
  while (tail < most - head && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  const mapped = (from: string, to: string) => (offset: number) => {
    if (offset <= head) return offset;
    return offset >= from.length - tail ? offset + to.length - from.length : undefined;
  };
  return { document, source: lastGood, now: mapped(before, after), then: mapped(after, before) };
}

/** Where something that was read stands in the present text. */
export function rangeIn(
  view: View,
  { start, end }: { readonly start: number; readonly end: number },
): Range | undefined {
  const from = view.now(start);
  const to = view.now(end);
  if (from === undefined || to === undefined || to < from) return undefined;
  return { start: view.document.positionAt(from), end: view.document.positionAt(to) };
}
