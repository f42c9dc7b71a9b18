import { randomUUID } from 'node:crypto';
import { open, readFile, realpath, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import type { CacheFiles } from '../cache/cache-manager.js';
import type { Environment } from '../config/environment.js';
import { makeFolder } from './folder.js';
import { outputError } from './output-error.js';

/** For the person who runs it, and nobody else. */
export const PRIVATE_FILE = 0o600;
export const PRIVATE_FOLDER = 0o700;

/** The ending of files on their way. */
export const TEMPORARY = '.tmp';

/** Reads and writes cache files whole; they belong to the person alone. */
export const cacheFiles: CacheFiles = {
  async read(path) {
    try {
      return await readFile(path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  },
  async write(path, bytes) {
    // A link stays a link, to the new content.
    await writePrivate(await realpath(path).catch(() => path), bytes);
  },
};

/**
 * Writes a file that appears whole or stays as it was, for its owner alone; missing folders are made.
 * @throws OutputError
 */
export async function writePrivate(path: string, bytes: Uint8Array): Promise<void> {
  const temporary = join(dirname(path), `.${randomUUID()}${TEMPORARY}`);
  try {
    await makePrivateFolder(dirname(path));
    const file = await open(temporary, 'wx', PRIVATE_FILE);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw outputError(path, error);
  }
}

/** Makes a folder and those above it; the ones made are for their owner alone, those there are stay as they are. */
export async function makePrivateFolder(folder: string): Promise<void> {
  await makeFolder(folder, PRIVATE_FOLDER);
}

/** The folder of the person's own cache: `agentic-synth` under `$XDG_CACHE_HOME`, `%LOCALAPPDATA%` or `~/.cache`. */
export function userCacheFolder(env: Environment = process.env): string {
  const base = env.XDG_CACHE_HOME || env.LOCALAPPDATA || join(env.HOME || homedir(), '.cache');
  return join(base, 'agentic-synth');
}
