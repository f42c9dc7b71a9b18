import type { SyntaxNode } from 'agentic-synth';
import { type FoldingRange, FoldingRangeKind } from 'vscode-languageserver-types';
import type { SynthDocument } from '../document/document.js';
import { rangeIn, viewOf } from '../names/view.js';

/** Mappings, lists, long texts, comments and regions (`# region` … `# endregion`, also with `//`). */
export function foldingRanges(document: SynthDocument): FoldingRange[] {
  const found: FoldingRange[] = [];
  const view = viewOf(document);
  const texts: (readonly [from: number, to: number])[] = [];
  const fold = (startLine: number, endLine: number, kind?: FoldingRangeKind): void => {
    if (endLine > startLine) found.push({ startLine, endLine, ...(kind !== undefined && { kind }) });
  };
  const foldNode = (start: number, end: number, flow: boolean): void => {
    const range = rangeIn(view, { start, end });
    if (range === undefined) return;
    // A closing brace stays in sight where it has a line of its own.
    const apart =
      flow &&
      /^\s*[\]}]$/.test(
        document.text.slice(document.offsetAt({ ...range.end, character: 0 }), document.offsetAt(range.end)),
      );
    fold(range.start.line, apart ? range.end.line - 1 : range.end.line);
  };
  const visit = (node: SyntaxNode | undefined, start = node?.start ?? 0): void => {
    if (node === undefined || node.kind === 'alias') return;
    if (node.kind === 'scalar') {
      const range = rangeIn(view, node);
      if (range === undefined || range.start.line === range.end.line) return;
      texts.push([range.start.line, range.end.line]);
      // The end of a block text may be the start of the next line.
      fold(range.start.line, range.end.character === 0 ? range.end.line - 1 : range.end.line);
      return;
    }
    if (node.flow || node !== view.source.parsed.tree) foldNode(start, node.end, node.flow);
    if (node.kind === 'map') {
      for (const entry of node.entries)
        visit(entry.value, entry.value && isBlock(entry.value) ? entry.start : undefined);
    } else for (const item of node.items) visit(item);
  };
  visit(view.source.parsed.tree);
  comments(document, texts, fold);
  return found.sort((a, b) => a.startLine - b.startLine || b.endLine - a.endLine).filter(isFirst);
}

function isBlock(node: SyntaxNode): boolean {
  return (node.kind === 'map' || node.kind === 'list') && !node.flow;
}

/** What begins on one line is folded once. */
function isFirst({ startLine }: FoldingRange, i: number, all: readonly FoldingRange[]): boolean {
  return i === 0 || all[i - 1].startLine !== startLine;
}

const REGION = /^(?:#|\/\/)\s*#?(end)?region\b/i;

/** Comments that fill lines of their own, outside of texts. */
function comments(
  document: SynthDocument,
  texts: readonly (readonly [from: number, to: number])[],
  fold: (from: number, to: number, kind: FoldingRangeKind) => void,
): void {
  const mark = document.language === 'json' ? /^\/\// : /^#/;
  const regions: number[] = [];
  let first = -1;
  let block = -1;
  let next = 0;
  const lines = document.text.split(/\r\n?|\n/);
  const close = (end: number): void => {
    if (first >= 0) fold(first, end, FoldingRangeKind.Comment);
    first = -1;
  };
  for (const [i, full] of lines.entries()) {
    while (next < texts.length && texts[next][1] < i) next++;
    const line = full.trim();
    if (block >= 0) {
      if (!line.includes('*/')) continue;
      fold(block, i, FoldingRangeKind.Comment);
      block = -1;
    } else if (next < texts.length && texts[next][0] < i && i <= texts[next][1]) close(i - 1);
    else if (document.language === 'json' && line.startsWith('/*')) {
      close(i - 1);
      if (!line.includes('*/')) block = i;
    } else if (mark.test(line)) {
      const region = REGION.exec(line);
      if (region === null) {
        if (first < 0) first = i;
        continue;
      }
      close(i - 1);
      const start = region[1] === undefined ? undefined : regions.pop();
      if (region[1] === undefined) regions.push(i);
      else if (start !== undefined) fold(start, i, FoldingRangeKind.Region);
    } else close(i - 1);
  }
  close(lines.length - 1);
}
