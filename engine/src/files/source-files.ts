import { stat } from 'node:fs/promises';
import { OutputError } from './output-error.js';

/**
 * Keeps a run from writing over what it is read from.
 * @param written files about to be written
 * @param sources files that were read; names that are no files are passed over
 * @throws OutputError `output/source` where one is both, by whatever name
 */
export async function keepSources(written: readonly string[], sources: readonly string[]): Promise<void> {
  const read = new Map<string, string>();
  for (const source of sources) {
    const identity = await identityOf(source);
    if (identity !== undefined) read.set(identity, source);
  }
  if (read.size === 0) return;
  for (const path of written) {
    const identity = await identityOf(path);
    const source = identity === undefined ? undefined : read.get(identity);
    if (source === undefined) continue;
    const name = source === path ? 'it' : source;
    throw new OutputError('output/source', `Cannot write ${path}: ${name} is read here. Name another file.`, path);
  }
}

/** What one file has in common under all its names; of a terminal or pipe, which may be both ends, nothing. */
async function identityOf(path: string): Promise<string | undefined> {
  const found = await stat(path, { bigint: true }).catch(() => undefined);
  return found?.isFile() ? `${found.dev}:${found.ino}` : undefined;
}
