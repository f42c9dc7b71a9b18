import {
  check,
  type Definition,
  type Diagnostic,
  type OtherDocument,
  parseDocument,
  references,
  type References,
  pointerTo,
  segmentsOf,
} from 'agentic-synth';
import type { SynthDocument } from '../document/document.js';
import { spliced } from '../document/edits.js';
import type { Splice } from '../document/pieces.js';
import { keyText, scalarText, type Style, styleOf } from '../document/print.js';
import { pathOf } from './lookup.js';
import type { NameIndex, Occurrence } from './name-index.js';

type SchemaReader = NonNullable<NonNullable<Parameters<typeof check>[2]>['readSchema']>;

/** What a rename does to one document. */
export interface FileRename {
  readonly index: NameIndex;
  readonly document: SynthDocument;
  readonly splices: readonly Splice[];
  /** Pointers, as they are before, of keys that get the new name. */
  readonly keys: ReadonlySet<string>;
}

/** Writes a new name at some places of a document. */
export function renameIn(index: NameIndex, occurrences: readonly Occurrence[], name: string): FileRename {
  const { document } = index.view;
  const style = styleOf(document.text, document.parsed.tree, document.language);
  const byNode = new Map<number, Map<number, Occurrence>>();
  for (const occurrence of occurrences) {
    const { node, start } = occurrence;
    byNode.set(node.start, (byNode.get(node.start) ?? new Map<number, Occurrence>()).set(start, occurrence));
  }
  const splices = [...byNode.values()].flatMap((same) => rewritten([...same.values()], name, style));
  const keys = occurrences.filter(({ at }) => at === 'key').map(({ pointer }) => pointer);
  return { index, document, splices, keys: new Set(keys) };
}

/** The new text of one scalar, changed as little as can be. */
function rewritten(occurrences: readonly Occurrence[], name: string, style: Style): Splice[] {
  const [{ node, at }] = occurrences;
  const text = String(node.value);
  const parts = occurrences.map(({ start, end, span = [0, text.length] }) => {
    // A name in brackets with escapes is a text of an expression.
    const asText = /^['"]/.test(text.slice(...span)) && at === 'value' && text.slice(...span).length > 1;
    return { start, end, span, name: asText ? JSON.stringify(name) : name };
  });
  if (node.style === 'plain') {
    const [before, after] = [text, replaced(text, parts)];
    const inBraces = at === 'key' || scalarText(before, style, true) === before;
    const written = at === 'key' ? keyText(after, style, true) : scalarText(after, style, inBraces);
    if (written !== after) return [{ start: node.start, end: node.end, text: written }];
  }
  const escaped = (part: string): string => {
    if (node.style === 'double') return JSON.stringify(part).slice(1, -1);
    return node.style === 'single' ? part.replaceAll("'", "''") : part;
  };
  return parts.map((part) => ({ start: part.start, end: part.end, text: escaped(part.name) }));
}

function replaced(
  text: string,
  parts: readonly { readonly span: readonly [number, number]; readonly name: string }[],
): string {
  return [...parts]
    .sort((a, b) => b.span[0] - a.span[0])
    .reduce((whole, { span, name }) => whole.slice(0, span[0]) + name + whole.slice(span[1]), text);
}

/** The first thing that would mean something else after a rename. */
export interface Misread {
  readonly document: SynthDocument;
  /** As it is before; undefined where the document as a whole would be read otherwise. */
  readonly pointer: string | undefined;
  /** What would be wrong. */
  readonly mistake?: string;
}

/**
 * Reads the documents of a rename as they will be: every name must stand for the same thing as before.
 * @param others documents around them that stay as they are, by path.
 */
export async function misread(
  renames: readonly FileRename[],
  others: (file: string) => SynthDocument | undefined,
  name: string,
): Promise<Misread | undefined> {
  const values = new Map<string, unknown>();
  const keys = new Map<string, ReadonlySet<string>>();
  for (const { document, splices, keys: renamed } of renames) {
    const parsed = parseDocument(spliced(document.text, splices), { language: document.language });
    if (parsed.diagnostics.some(({ severity }) => severity === 'error')) return { document, pointer: undefined };
    values.set(document.file, parsed.value);
    keys.set(document.file, renamed);
  }
  const moved = (file: string, pointer: string): string => {
    const renamed = keys.get(file);
    return renamed === undefined ? pointer : movedPointer(pointer, renamed, name);
  };
  for (const { index, document } of renames) {
    const other = (path: string, from = document.file): OtherDocument | undefined => {
      const file = pathOf(path, from);
      if (values.has(file)) return { value: values.get(file), file };
      const found = others(file);
      return found && { value: found.parsed.value, file };
    };
    const now = meaningsOf(references(values.get(document.file), { other }), document.file, (_file, at) => at);
    const before = meaningsOf(index.references, document.file, moved);
    for (const [id, { meaning, pointer }] of before) {
      if (now.get(id)?.meaning !== meaning) return { document, pointer };
    }
    for (const [id, { pointer }] of now) if (!before.has(id)) return { document, pointer };
  }
  for (const { document } of renames) {
    const mistakes = async (valueOf: (file: string) => unknown): Promise<readonly Diagnostic[]> => {
      const readSchema = (path: string, from = document.file): ReturnType<SchemaReader> => {
        const file = pathOf(path, from);
        return Promise.resolve({ value: valueOf(file), file, diagnostics: [] });
      };
      const found = await check(valueOf(document.file), { file: document.file }, { readSchema });
      return found.filter(({ severity }) => severity === 'error');
    };
    const asBefore = (file: string): unknown =>
      renames.find((one) => one.document.file === file)?.document.parsed.value ?? others(file)?.parsed.value;
    const before = await mistakes(asBefore);
    const known = new Set(before.map(({ code, pointer }) => `${code} ${moved(document.file, pointer)}`));
    const now = await mistakes((file) => (values.has(file) ? values.get(file) : asBefore(file)));
    // A name may say what its field holds: `from: sex`.
    const added = now.find(({ code, pointer }) => !known.has(`${code} ${pointer}`));
    if (added !== undefined) return { document, pointer: undefined, mistake: added.message };
  }
  return undefined;
}

interface Meaning {
  readonly meaning: string;
  readonly pointer: string | undefined;
}

/** What every name of a document stands for, by place. */
function meaningsOf(
  { tables, definitions, uses }: References,
  own: string,
  moved: (file: string, pointer: string) => string,
): Map<string, Meaning> {
  const found = new Map<string, Meaning>();
  const idOf = ({ kind, file = own, pointer, at }: Definition): string =>
    `${kind} ${at} ${file} ${moved(file, pointer)}`;
  for (const { pointer, type } of tables) found.set(`table ${moved(own, pointer)}`, { meaning: type, pointer });
  for (const definition of definitions)
    found.set(`defines ${idOf(definition)}`, { meaning: '', pointer: definition.pointer });
  const order = new Map<string, number>();
  for (const { pointer, at, kind, target } of [...uses].sort((a, b) => a.span[0] - b.span[0])) {
    const place = `${at} ${moved(own, pointer)}`;
    const count = order.get(place) ?? 0;
    order.set(place, count + 1);
    const meaning = target === undefined ? `nothing ${kind}` : idOf(target);
    found.set(`uses ${place} ${count}`, { meaning, pointer });
  }
  return found;
}

function movedPointer(pointer: string, renamed: ReadonlySet<string>, name: string): string {
  let before = '';
  let after = '';
  for (const segment of segmentsOf(pointer)) {
    before = pointerTo(before, segment);
    after = pointerTo(after, renamed.has(before) ? name : segment);
  }
  return after;
}
