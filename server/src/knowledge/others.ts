import { dirname, resolve } from 'node:path';
import type { OtherDocument } from 'agentic-synth';
import { URI } from 'vscode-uri';
import type { SynthDocument } from '../document/document.js';
import type { Workspace } from '../workspace.js';

/** Reads the files that references of a document name, so that they can be looked up. */
export async function othersOf(
  value: unknown,
  document: SynthDocument,
  workspace: Workspace,
): Promise<(file: string) => OtherDocument | undefined> {
  const found = new Map<string, OtherDocument>();
  for (const name of filesIn(value)) {
    const other = await otherDocument(name, document, workspace);
    if (other !== undefined) found.set(name, { value: other.parsed.value, file: other.file });
  }
  return (file) => found.get(file);
}

/** The document of a file that a reference names, as it is open or on disk. */
export function otherDocument(
  name: string,
  { file }: SynthDocument,
  workspace: Workspace,
): Promise<SynthDocument | undefined> {
  return workspace.read(URI.file(resolve(dirname(file), name)).toString());
}

function filesIn(value: unknown): Set<string> {
  const files = new Set<string>();
  const visit = (part: unknown): void => {
    if (part === null || typeof part !== 'object') return;
    for (const [key, inner] of Object.entries(part)) {
      if (key === 'ref' && typeof inner === 'string') {
        const hash = inner.indexOf('#');
        if (hash > 0) files.add(inner.slice(0, hash));
      } else visit(inner);
    }
  };
  visit(value);
  return files;
}
