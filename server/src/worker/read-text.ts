import { readFile } from 'node:fs/promises';

/** The text of a file; `undefined` where it cannot be read. */
export async function readText(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').catch(() => undefined);
}
