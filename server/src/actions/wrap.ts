import { isDeepStrictEqual } from 'node:util';
import { parseDocument } from 'agentic-synth';
import type { SynthDocument } from '../document/document.js';
import { lineBreak, lineStart } from '../document/layout.js';
import type { Splice } from '../document/pieces.js';
import { spliced } from '../document/edits.js';
import { styleOf } from '../document/print.js';

/** Puts all of a field map under `fields`, which changes none of its values; comments and layout stay. */
export function wrapInFields({ text, parsed }: SynthDocument): Splice[] | undefined {
  const { tree, language, value } = parsed;
  if (tree?.kind !== 'map' || tree.entries.length === 0) return undefined;
  const { unit, pad } = styleOf(text, tree, language);
  const eol = lineBreak(text);
  const name = language === 'json' ? '"fields"' : 'fields';
  const inner = text.slice(tree.start, tree.end);
  const splices: Splice[] = [];
  const begin = tree.flow ? tree.start : lineStart(text, tree.start);
  for (const { index } of text.slice(begin, tree.end).matchAll(/(?<=[\r\n])(?=[^\r\n])/g)) {
    splices.push({ start: begin + index, end: begin + index, text: unit });
  }
  if (!tree.flow) {
    splices.push({ start: begin, end: begin, text: `${name}:${eol}${unit}` });
  } else if (/[\r\n]/.test(inner)) {
    splices.push({ start: tree.start, end: tree.start, text: `{${eol}${unit}${name}: ` });
    splices.push({ start: tree.end, end: tree.end, text: `${eol}}` });
  } else {
    splices.push({ start: tree.start, end: tree.start, text: `{${pad}${name}: ` });
    splices.push({ start: tree.end, end: tree.end, text: `${pad}}` });
  }
  const read = parseDocument(spliced(text, splices), { language });
  return isDeepStrictEqual(read.value, { fields: value }) ? splices : undefined;
}
