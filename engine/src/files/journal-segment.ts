import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { headerOf } from '../cache/lines.js';
import { makePrivateFolder, PRIVATE_FILE } from './cache-files.js';
import { lockOf, newSegmentName, SEGMENT } from './journal-format.js';
import { takeLock } from './lock.js';
import { outputError } from './output-error.js';

/** A segment that grows beyond this is followed by another one, so that old rows can go without the new. */
const SEGMENT_SIZE = 32 << 20;
/** What the system has taken survives the end of the process; from losing power, all but the last second is safe. */
const SYNC_EVERY = 1000;

interface Waiting {
  readonly line: string;
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

/** Appends lines to a segment of its own, made with the first of them. Lines that come meanwhile go in one write. */
export class SegmentWriter {
  readonly #waiting: Waiting[] = [];
  readonly #locks: { release(): void }[] = [];
  #file: FileHandle | undefined;
  #path = '';
  #size = 0;
  #torn = false;
  #syncedAt = 0;
  #syncing: Promise<void> = Promise.resolve();
  #draining: Promise<void> | undefined;

  constructor(
    private readonly folder: string,
    private readonly group: string,
  ) {}

  /** Resolves when the system has the line: it then survives the end of the process. @throws OutputError */
  append(line: string): Promise<void> {
    return new Promise((done, failed) => {
      this.#waiting.push({ line, done, failed });
      this.#draining ??= this.#drain();
    });
  }

  /** Writes what waits, and brings all to the disk. */
  async close(): Promise<void> {
    await this.#draining;
    await this.#closeFile();
    for (const lock of this.#locks.splice(0)) lock.release();
  }

  async #drain(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0);
      try {
        await this.#write(batch.map(({ line }) => line).join(''));
        for (const { done } of batch) done();
      } catch (error) {
        for (const { failed } of batch) failed(outputError(this.#path || this.folder, error));
      }
    }
    this.#draining = undefined;
  }

  async #write(lines: string): Promise<void> {
    if (this.#size > SEGMENT_SIZE) await this.#closeFile();
    for (;;) {
      this.#file ??= await this.#open();
      await this.#append(this.#file, lines);
      // Taken away under our hands: what was to be kept would be gone with it.
      if ((await this.#file.stat()).nlink > 0) break;
      await this.#closeFile();
    }
    if (performance.now() - this.#syncedAt < SYNC_EVERY) return;
    this.#syncedAt = performance.now();
    const file = this.#file;
    this.#syncing = this.#syncing.then(() => file.datasync());
    // Awaited at the end; until then a failure must not count as unhandled.
    this.#syncing.catch(() => undefined);
  }

  async #open(): Promise<FileHandle> {
    await makePrivateFolder(this.folder);
    const name = newSegmentName(this.group);
    // Before there is anything to lock, so that nobody ever sees the segment without it.
    const lock = takeLock(join(this.folder, lockOf(name)));
    if (lock !== undefined) this.#locks.push(lock);
    this.#path = join(this.folder, name);
    const file = await open(this.#path, 'ax', PRIVATE_FILE);
    this.#size = 0;
    this.#torn = false;
    await this.#append(file, headerOf(SEGMENT));
    return file;
  }

  async #append(file: FileHandle, text: string): Promise<void> {
    const bytes = Buffer.from(this.#torn ? `\n${text}` : text);
    let at = 0;
    try {
      while (at < bytes.length) at += (await file.write(bytes, at, bytes.length - at)).bytesWritten;
    } catch (error) {
      if (at > 0) await file.truncate(this.#size).catch(() => (this.#torn = true));
      throw error;
    }
    this.#torn = false;
    this.#size += bytes.length;
  }

  async #closeFile(): Promise<void> {
    const file = this.#file;
    if (file === undefined) return;
    this.#file = undefined;
    try {
      await this.#syncing;
      await file.datasync();
    } catch (error) {
      throw outputError(this.#path, error);
    } finally {
      this.#syncing = Promise.resolve();
      await file.close();
    }
  }
}
