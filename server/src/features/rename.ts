import type { Definition, Edit } from 'agentic-synth';
import type { Position, Range, TextDocumentEdit, TextEdit, WorkspaceEdit } from 'vscode-languageserver-types';
import type { SynthDocument } from '../document/document.js';
import { textEdits } from '../document/edits.js';
import { everywhere, type Files, namesOf, uriOf } from '../names/lookup.js';
import type { NameIndex, Occurrence } from '../names/name-index.js';
import { objection, wordFor } from '../names/new-name.js';
import { type FileRename, type Misread, misread, renameIn } from '../names/rename-plan.js';

/** Why something cannot be renamed: what the person reads. */
export class RenameError extends Error {}

export interface RenameOptions {
  /**
   * Renamed fields and tables keep their values by `key: oldName`. Otherwise they are drawn anew, since random numbers
   * belong to names.
   */
  readonly keepValues?: boolean;
}

/**
 * The name under the cursor that can be changed; `undefined` where there is none.
 * @throws RenameError where there is one that cannot
 */
export async function prepareRename(
  document: SynthDocument,
  position: Position,
  files: Files,
): Promise<{ readonly range: Range; readonly placeholder: string } | undefined> {
  const index = await namesOf(document, files);
  const under = index.at(document.offsetAt(position));
  const range = under[0] && index.range(under[0]);
  if (range === undefined) return undefined;
  const { target, name } = await targetOf(under, index, files);
  const text = document.text.slice(document.offsetAt(range.start), document.offsetAt(range.end));
  return { range, placeholder: target.name === name ? name : text };
}

/**
 * A new name for the thing under the cursor, wherever it is used.
 * @throws RenameError where the name is taken, cannot be written, or would change what another name means
 */
export async function rename(
  document: SynthDocument,
  position: Position,
  newName: string,
  files: Files,
  { keepValues = false }: RenameOptions = {},
): Promise<WorkspaceEdit | undefined> {
  const index = await namesOf(document, files);
  const under = index.at(document.offsetAt(position));
  if (under.length === 0) return undefined;
  const { target, home } = await targetOf(under, index, files);
  if (newName === target.name) return { documentChanges: [] };
  const against = objection(target, newName, home);
  if (against !== undefined) throw new RenameError(against);
  const renames = await renamesOf(target, home, newName, files);
  for (const { document: changed } of renames) assertReadable(changed);
  const others = await othersOf(renames, files);
  const changed = await misread(renames, (file) => others.get(file), newName);
  if (changed !== undefined) throw new RenameError(misreadMessage(changed, newName));
  return { documentChanges: renames.map((one) => changesOf(one, keepValues ? target : undefined)) };
}

interface Target {
  readonly target: Definition;
  /** The names of the document that defines it. */
  readonly home: NameIndex;
  readonly name: string;
}

async function targetOf(under: readonly Occurrence[], index: NameIndex, files: Files): Promise<Target> {
  assertReadable(index.view.document);
  const found = under.find(({ target }) => target !== undefined);
  const target = found?.target;
  if (target === undefined) throw new RenameError('Nothing has this name, so that there is nothing to rename.');
  if (target.kind === 'file') throw new RenameError('Files are renamed in the file system.');
  const owner = index.owns(target) ? index.view.document : await files.read(uriOf(target.file!));
  if (owner === undefined) throw new RenameError(`The file ${target.file} cannot be read.`);
  assertReadable(owner);
  const home = await namesOf(owner, files);
  if (home.of(target).some(({ defines }) => defines)) return { target, home, name: target.name };
  throw new RenameError(
    target.kind === 'column'
      ? `The table adds the column "${target.name}" by itself: name it with \`timeField\` or \`typeField\` first.`
      : `This ${wordFor(target)} has no name of its own: give the document a \`name\` first.`,
  );
}

/**
 * The places that a rename changes, by document. A text that is read several times, through aliases of YAML, names
 * several things: they all get the name.
 */
async function renamesOf(target: Definition, home: NameIndex, name: string, files: Files): Promise<FileRename[]> {
  const targets = new Map([[home.id(target), target]]);
  const indexes: NameIndex[] = [];
  for await (const index of everywhere(target, home, files)) indexes.push(index);
  let found: Map<NameIndex, Occurrence[]>;
  let size: number;
  do {
    size = targets.size;
    found = new Map();
    for (const index of indexes) {
      const texts = new Set([...targets.values()].flatMap((one) => index.of(one).map(({ start }) => start)));
      const same = index.occurrences.filter(({ start, target: other }) => texts.has(start) && other !== undefined);
      for (const { target: other } of same) targets.set(index.id(other!), other!);
      if (same.length > 0) found.set(index, same);
    }
  } while (targets.size > size);
  return [...found].map(([index, occurrences]) => renameIn(index, occurrences, name));
}

function assertReadable({ parsed, file }: SynthDocument): void {
  if (parsed.diagnostics.every(({ severity }) => severity !== 'error')) return;
  throw new RenameError(`${file} has a mistake of syntax, so that not all of its names can be read: mend it first.`);
}

/** The files that the documents of a rename refer to. */
async function othersOf(renames: readonly FileRename[], files: Files): Promise<Map<string, SynthDocument>> {
  const found = new Map<string, SynthDocument>();
  const waiting = renames.map(({ index }) => index);
  for (const index of waiting) {
    for (const { target } of index.references.uses) {
      if (target?.file === undefined || found.has(target.file)) continue;
      const other = await files.read(uriOf(target.file));
      if (other === undefined) continue;
      found.set(target.file, other);
      waiting.push(await namesOf(other, files));
    }
  }
  return found;
}

function misreadMessage({ document, pointer, mistake }: Misread, name: string): string {
  if (mistake !== undefined) return `With the name "${name}" there would be a mistake: ${mistake}`;
  const range = pointer === undefined ? undefined : document.parsed.range(pointer);
  if (range === undefined) return `With the name "${name}" the document would mean something else.`;
  const place = `line ${range.start.line + 1} of ${document.file}`;
  return `With the name "${name}" something else would be meant in ${place}: choose another one.`;
}

function changesOf({ document, index, splices }: FileRename, keeps: Definition | undefined): TextDocumentEdit {
  const edits: TextEdit[] = splices.map(({ start, end, text }) => ({
    range: { start: document.positionAt(start), end: document.positionAt(end) },
    newText: text,
  }));
  const kept = keeps !== undefined && index.owns(keeps) ? keyEdit(keeps, index) : undefined;
  if (kept !== undefined) {
    const added = textEdits(document, [kept]);
    if (added === undefined)
      throw new RenameError(`There is no place for a \`key\` that keeps the values of ${keeps!.name}.`);
    edits.push(...added);
  }
  const version = document.version < 0 ? null : document.version;
  return { textDocument: { uri: document.uri, version }, edits: inOrder(edits) };
}

function inOrder(edits: TextEdit[]): TextEdit[] {
  return edits.sort(({ range: { start: a } }, { range: { start: b } }) => a.line - b.line || a.character - b.character);
}

/** Makes a field or table keep its random numbers. */
function keyEdit({ kind, at, pointer, name }: Definition, { places }: NameIndex): Edit | undefined {
  if (at !== 'key' || (kind !== 'field' && kind !== 'table')) return undefined;
  const node = places.node(pointer);
  if (node?.kind === 'map') {
    const has = node.entries.some(({ key }) => key.value === 'key');
    return has ? undefined : { op: 'add', pointer: `${pointer}/key`, value: name };
  }
  const { value } = node?.kind === 'scalar' ? node : { value: undefined };
  if (typeof value !== 'string') return undefined;
  return { op: 'replace', pointer, value: { type: value, key: name } };
}
