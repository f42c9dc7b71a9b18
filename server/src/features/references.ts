import type { Location, Position } from 'vscode-languageserver-types';
import type { SynthDocument } from '../document/document.js';
import { everywhere, type Files, namesOf } from '../names/lookup.js';
import { targetsUnder } from './under.js';

/** Everywhere that uses the thing under the cursor, in all files. */
export async function references(
  document: SynthDocument,
  position: Position,
  files: Files,
  { includeDeclaration = true }: { readonly includeDeclaration?: boolean } = {},
): Promise<Location[]> {
  const index = await namesOf(document, files);
  const found = new Map<string, Location>();
  for (const target of targetsUnder(index, document.offsetAt(position))) {
    for await (const other of everywhere(target, index, files)) {
      for (const occurrence of other.of(target)) {
        const range = other.range(occurrence);
        if (range === undefined || (occurrence.defines && !includeDeclaration)) continue;
        const { uri } = other.view.document;
        found.set(`${uri} ${occurrence.start} ${occurrence.end}`, { uri, range });
      }
    }
  }
  return [...found.values()];
}
