import { readdir, readFile, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { headerOf, lineOf, type LineFormat, readLines } from '../cache/lines.js';
import type { AnswerStore, CompleteAnswer } from '../cache/response-cache.js';
import type { OnWarning } from '../cache/warning.js';
import { TEMPORARY, writePrivate } from './cache-files.js';

export interface AnswerFolderOptions {
  /** Bytes of all answers; the least recently used go first. 256 MiB. */
  readonly maxBytes?: number | undefined;
  /** Nothing is changed, not even the time of the last use. */
  readonly readOnly?: boolean | undefined;
  readonly onWarning?: OnWarning | undefined;
}

const FORMAT: LineFormat = { kind: 'answer', version: 1 };
const MAX_BYTES = 256 << 20;
/** ms after which a file on its way belongs to nobody. */
const ABANDONED = 3_600_000;
/** Taking stock of a folder at most so often, in ms. */
const PRUNE_EVERY = 600_000;

/** A folder of answers, a file each. Any number of processes may use it at once. */
export class AnswerFolder implements AnswerStore {
  readonly #options: AnswerFolderOptions;
  #written = false;

  constructor(
    private readonly folder: string,
    options: AnswerFolderOptions = {},
  ) {
    this.#options = options;
  }

  async read(key: string): Promise<CompleteAnswer | undefined> {
    const path = this.#pathOf(key);
    let bytes: Uint8Array;
    try {
      bytes = await readFile(path);
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      if (code !== 'ENOENT' && code !== 'ENOTDIR') {
        this.#warn(
          'cache/unreadable',
          path,
          `An answer in the cache cannot be read (${message}): it is asked for again.`,
        );
      }
      return undefined;
    }
    const { payloads, newer } = readLines(FORMAT, bytes);
    const [stored, answer] = payloads.length === 1 ? (JSON.parse(payloads[0]) as [string, CompleteAnswer]) : [];
    if (stored !== key) {
      const what = newer === undefined ? 'is damaged' : 'is of a newer version';
      this.#warn('cache/damaged', path, `An answer in the cache (${path}) ${what}: it is asked for again.`);
      return undefined;
    }
    if (!this.#options.readOnly) {
      const now = new Date();
      await utimes(path, now, now).catch(() => undefined);
    }
    return answer;
  }

  /** @throws OutputError */
  async write(key: string, answer: CompleteAnswer): Promise<void> {
    if (this.#options.readOnly) return;
    this.#written = true;
    const text = headerOf(FORMAT) + lineOf(FORMAT, JSON.stringify([key, answer]));
    await writePrivate(this.#pathOf(key), new TextEncoder().encode(text));
  }

  async remove(key: string): Promise<void> {
    if (!this.#options.readOnly) await rm(this.#pathOf(key), { force: true });
  }

  /** Keeps the folder within its size. */
  async close(): Promise<void> {
    if (!this.#written) return;
    this.#written = false;
    const mark = join(this.folder, '.pruned');
    const last = await stat(mark).catch(() => undefined);
    if (last !== undefined && Date.now() - last.mtimeMs < PRUNE_EVERY) return;
    await writePrivate(mark, new Uint8Array(0)).catch(() => undefined);
    await this.prune();
  }

  /** Removes what was used longest ago until the rest is within its size, and files that never got their name. */
  async prune(): Promise<void> {
    const answers: { path: string; size: number; mtimeMs: number }[] = [];
    for (const shelf of await namesIn(this.folder)) {
      for (const name of await namesIn(join(this.folder, shelf))) {
        const path = join(this.folder, shelf, name);
        const stats = await stat(path).catch(() => undefined);
        if (!stats?.isFile()) continue;
        if (!name.endsWith(TEMPORARY)) answers.push({ path, size: stats.size, mtimeMs: stats.mtimeMs });
        else if (Date.now() - stats.mtimeMs > ABANDONED) await rm(path, { force: true }).catch(() => undefined);
      }
    }
    answers.sort((a, b) => b.mtimeMs - a.mtimeMs);
    let left = this.#options.maxBytes ?? MAX_BYTES;
    for (const { path, size } of answers) {
      left -= size;
      if (left < 0) await rm(path, { force: true }).catch(() => undefined);
    }
  }

  #pathOf(key: string): string {
    const name = key.replaceAll(/[^\w-]/g, '_');
    return join(this.folder, name.slice(-2), `${name}.json`);
  }

  #warn(code: string, path: string, message: string): void {
    this.#options.onWarning?.({ code, path, message });
  }
}

async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}
