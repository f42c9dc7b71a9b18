import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Config } from '../config/schema.js';
import { userCacheFolder, writePrivate } from './cache-files.js';

/**
 * Keeps a schema that is not finished, for its owner to mend: in the folder of the cache.
 * @returns the file, or undefined where none could be written
 */
export async function keepDraft(text: string, { cache }: Config): Promise<string | undefined> {
  const name = createHash('sha256').update(text).digest('hex').slice(0, 12);
  const file = join(cache?.persistPath ?? userCacheFolder(), 'drafts', `${name}.synth.yaml`);
  try {
    await writePrivate(file, new TextEncoder().encode(text));
    return file;
  } catch {
    return undefined;
  }
}
