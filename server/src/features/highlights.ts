import { type DocumentHighlight, DocumentHighlightKind, type Position } from 'vscode-languageserver-types';
import type { SynthDocument } from '../document/document.js';
import { type Files, namesOf } from '../names/lookup.js';
import { targetsUnder } from './under.js';

/** Where the document defines and uses the thing under the cursor. */
export async function highlights(
  document: SynthDocument,
  position: Position,
  files: Pick<Files, 'read'>,
): Promise<DocumentHighlight[]> {
  const index = await namesOf(document, files);
  const found = new Map<number, DocumentHighlight>();
  for (const target of targetsUnder(index, document.offsetAt(position))) {
    for (const occurrence of index.of(target)) {
      const range = index.range(occurrence);
      if (range === undefined) continue;
      const kind = occurrence.defines ? DocumentHighlightKind.Write : DocumentHighlightKind.Read;
      found.set(occurrence.start, { range, kind });
    }
  }
  return [...found.values()];
}
