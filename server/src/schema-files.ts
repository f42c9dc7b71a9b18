import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { URI } from 'vscode-uri';

const SCHEMA = /\.synth\.(?:json|ya?ml)$/i;
const SKIPPED: ReadonlySet<string> = new Set(['node_modules', 'dist', 'build', 'out', 'target', 'vendor']);
/** A workspace of more folders is not searched to its end. */
const MOST_FOLDERS = 5000;

/** URIs of the schema files in folders and below, but for hidden folders and those of packages and builds. */
export async function schemaFilesIn(folders: readonly string[]): Promise<readonly string[]> {
  const found: string[] = [];
  const waiting = [...folders];
  for (let seen = 0; waiting.length > 0 && seen < MOST_FOLDERS; seen++) {
    const folder = waiting.shift()!;
    const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      if (entry.isDirectory()) {
        if (!entry.name.startsWith('.') && !SKIPPED.has(entry.name)) waiting.push(join(folder, entry.name));
      } else if (SCHEMA.test(entry.name)) found.push(URI.file(join(folder, entry.name)).toString());
    }
  }
  return found.sort();
}
