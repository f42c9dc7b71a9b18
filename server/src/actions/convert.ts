import { isDeepStrictEqual } from 'node:util';
import { documentToYaml, nodeAt, parseDocument, pointerTo, type SyntaxNode } from 'agentic-synth';
import type { SynthDocument } from '../document/document.js';
import { spliced } from '../document/edits.js';
import { indentOfLine, indentUnit, lineBreak, lineStart } from '../document/layout.js';
import type { Splice } from '../document/pieces.js';

/**
 * The document in the other language, with its comments at the entries they stood at: those of their own line before it,
 * those at its end behind it. What stood inside of a line that is one now goes before it.
 */
export function converted(document: SynthDocument): string | undefined {
  const { parsed, text } = document;
  const to = parsed.language === 'json' ? 'yaml' : 'json';
  const unit = indentUnit(text);
  const plain = to === 'yaml' ? documentToYaml(parsed.value) : `${JSON.stringify(parsed.value, null, unit)}\n`;
  const read = parseDocument(plain, { language: to });
  if (!isDeepStrictEqual(read.value, parsed.value)) return undefined;
  const splices = commentsOf(document).map((comment) => placed(comment, plain, read.tree, to));
  const commented = spliced(plain, joined(splices));
  const sound = isDeepStrictEqual(parseDocument(commented, { language: to }).value, parsed.value);
  const result = sound ? commented : plain;
  return lineBreak(text) === '\r\n' ? result.replaceAll('\n', '\r\n') : result;
}

interface Comment {
  readonly text: string;
  /** Of the entry it stands before or behind; `undefined` at the end of the document. */
  readonly pointer: string | undefined;
  readonly behind: boolean;
}

/** Every comment, with the entry it belongs to. */
function commentsOf({ text, parsed }: SynthDocument): Comment[] {
  const places = entriesOf(parsed.tree, '');
  const found: Comment[] = [];
  for (const { start, body } of scan(text, parsed.language, parsed.tree)) {
    const ownLine = text.slice(lineStart(text, start), start).trim() === '';
    const before = places.filter((place) => place.start < start).at(-1);
    const after = places.find((place) => place.start > start);
    if (ownLine || before === undefined) found.push({ text: body, pointer: after?.pointer, behind: false });
    else found.push({ text: body, pointer: before.pointer, behind: true });
  }
  return found;
}

function entriesOf(
  node: SyntaxNode | undefined,
  pointer: string,
): { readonly start: number; readonly pointer: string }[] {
  if (node?.kind === 'map') {
    return node.entries.flatMap(({ start, key, value }) => {
      const at = pointerTo(pointer, String(key.value));
      return [{ start, pointer: at }, ...entriesOf(value, at)];
    });
  }
  if (node?.kind !== 'list') return [];
  return node.items.flatMap((item, i) => {
    const at = pointerTo(pointer, i);
    return item ? [{ start: item.start, pointer: at }, ...entriesOf(item, at)] : [];
  });
}

/** Comments of a text, those inside of keys and scalars left out. */
function scan(
  text: string,
  language: 'json' | 'yaml',
  tree: SyntaxNode | undefined,
): { start: number; body: string }[] {
  const scalars: SyntaxNode[] = [];
  const visit = (node: SyntaxNode | undefined): void => {
    if (node?.kind === 'map') {
      for (const { key, value } of node.entries) {
        scalars.push(key);
        visit(value);
      }
    } else if (node?.kind === 'list') node.items.forEach(visit);
    else if (node) scalars.push(node);
  };
  visit(tree);
  const found: { start: number; body: string }[] = [];
  const pattern = language === 'json' ? /\/\/([^\r\n]*)|\/\*([^]*?)\*\//g : /(?<=^|\s)#([^\r\n]*)/g;
  let next = 0;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const { index } = match;
    while (next < scalars.length && scalars[next].end <= index) next++;
    const around = scalars.at(next);
    if (around && around.start <= index) {
      // A block scalar of YAML has its header first, where a comment may stand.
      pattern.lastIndex = Math.max(around.end, index + 1);
      continue;
    }
    const body = (match[1] ?? match[2] ?? '').replaceAll('\r', '');
    found.push(...body.split('\n').map((line) => ({ start: index, body: line.replace(/^[ *]+/, '').trimEnd() })));
  }
  return found.filter(({ body }) => body !== '');
}

function placed(
  { text, pointer, behind }: Comment,
  plain: string,
  tree: SyntaxNode | undefined,
  to: 'json' | 'yaml',
): Splice {
  const mark = to === 'json' ? '//' : '#';
  const line = `${mark} ${text}`;
  if (pointer === undefined) return { start: plain.length, end: plain.length, text: `${line}\n` };
  const found = entryStart(tree, pointer);
  if (found === undefined) return { start: 0, end: 0, text: `${line}\n` };
  const begin = lineStart(plain, found.start);
  const alone = plain.slice(begin, found.start).replace(/^[ -]*/, '') === '';
  if (behind && alone && !/\n/.test(plain.slice(found.start, found.end))) {
    const end = plain.indexOf('\n', found.end);
    const at = end < 0 ? plain.length : end;
    return { start: at, end: at, text: ` ${line}` };
  }
  return { start: begin, end: begin, text: `${indentOfLine(plain, begin)}${line}\n` };
}

function entryStart(tree: SyntaxNode | undefined, pointer: string): { start: number; end: number } | undefined {
  const outer = nodeAt(tree, pointer.slice(0, pointer.lastIndexOf('/')));
  const node = nodeAt(tree, pointer);
  if (outer?.kind !== 'map') return node;
  return outer.entries.find(({ key }) => pointer.endsWith(pointerTo('', String(key.value))));
}

/** Texts for the same place as one. */
function joined(splices: readonly Splice[]): Splice[] {
  const at = new Map<number, Splice>();
  for (const splice of splices) {
    const before = at.get(splice.start);
    at.set(splice.start, before ? { ...splice, text: before.text + splice.text } : splice);
  }
  return [...at.values()];
}
