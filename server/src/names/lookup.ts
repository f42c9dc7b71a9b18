import { dirname, isAbsolute, resolve } from 'node:path';
import { type Definition, type OtherDocument, references } from 'agentic-synth';
import type { Location } from 'vscode-languageserver-types';
import { URI } from 'vscode-uri';
import type { SynthDocument } from '../document/document.js';
import { NameIndex } from './name-index.js';
import { viewOf } from './view.js';

/** The files around a document. */
export interface Files {
  read(uri: string): Promise<SynthDocument | undefined>;
  /** URIs of schemas that may refer to each other. */
  schemaFiles(): Promise<readonly string[]>;
}

interface Known {
  readonly index: NameIndex;
  /** What other files were when they were read, by path. */
  readonly others: ReadonlyMap<string, SynthDocument | undefined>;
}

const known = new WeakMap<SynthDocument, Known>();

/** The names of a document, with those that it takes from other files. Made once for as long as no file changes. */
export async function namesOf(document: SynthDocument, files: Pick<Files, 'read'>): Promise<NameIndex> {
  const before = known.get(document);
  if (before !== undefined && (await isCurrent(before, files))) return before.index;
  const view = viewOf(document);
  const value = document.kind === 'schema' ? view.source.parsed.value : undefined;
  const others = new Map<string, SynthDocument | undefined>();
  for (;;) {
    const missing = new Set<string>();
    const other = (name: string, from = document.file): OtherDocument | undefined => {
      const file = pathOf(name, from);
      if (!others.has(file)) missing.add(file);
      const found = others.get(file);
      return found && { value: viewOf(found).source.parsed.value, file };
    };
    const found = references(value, { other });
    if (missing.size === 0) {
      const index = new NameIndex(view, found);
      known.set(document, { index, others });
      return index;
    }
    for (const file of missing) others.set(file, await files.read(uriOf(file)));
  }
}

async function isCurrent({ others }: Known, files: Pick<Files, 'read'>): Promise<boolean> {
  for (const [file, other] of others) if ((await files.read(uriOf(file))) !== other) return false;
  return true;
}

/** The path of a file that a document names, relative to it. */
export function pathOf(name: string, from: string): string {
  return resolve(dirname(from), name.startsWith('file:') ? URI.parse(name).fsPath : name);
}

export function uriOf(file: string): string {
  return URI.file(file).toString();
}

/** The names of a document and of all others that can use what it defines. */
export async function* everywhere(definition: Definition, index: NameIndex, files: Files): AsyncIterable<NameIndex> {
  const { document } = index.view;
  const home = definition.file ?? document.file;
  const seen = new Set([document.file]);
  yield index;
  if (!isAbsolute(home)) return;
  // The aliases of a reference are seen in its own file only.
  const name =
    definition.kind === 'alias' ? undefined : home.slice(Math.max(home.lastIndexOf('/'), home.lastIndexOf('\\')) + 1);
  const uris = [
    ...(document.file === home ? [] : [uriOf(home)]),
    ...(name === undefined ? [] : await files.schemaFiles()),
  ];
  for (const uri of uris) {
    const other = await files.read(uri);
    if (other === undefined || seen.has(other.file)) continue;
    seen.add(other.file);
    // A reference names the file.
    if (other.file !== home && !mentions(other.text, name!)) continue;
    yield await namesOf(other, files);
  }
}

/** Whether a text can refer to a file: directly, or through another file that does. */
function mentions(text: string, name: string): boolean {
  return text.includes(`${name}#`) || /\.(?:json|ya?ml)#/i.test(text);
}

/** Where a definition is; undefined where its file is gone. */
export async function locate(
  definition: Definition,
  index: NameIndex,
  files: Pick<Files, 'read'>,
): Promise<Location | undefined> {
  const { document } = index.view;
  if (index.owns(definition)) return { uri: document.uri, range: index.nameRange(definition) };
  const other = await files.read(uriOf(definition.file!));
  if (other === undefined) return undefined;
  return { uri: other.uri, range: (await namesOf(other, files)).nameRange(definition) };
}
