import { unlinkSync } from 'node:fs';
import { access, constants, type FileHandle, open, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { makeFolder } from './folder.js';
import { outputError, OutputError } from './output-error.js';

/** Where the bytes of one file go. */
export interface FileTarget {
  /** Path as the caller gave it; `stdout` for standard output. */
  readonly path: string;
  /**
   * Writes bytes after those before; resolves when the system has taken them, so that a caller who waits never holds
   * more than one piece in memory.
   *
   * @throws OutputError where the system refuses; the target is then aborted
   */
  write(bytes: Uint8Array): Promise<void>;
  /** Makes the whole file appear under its name. */
  commit(): Promise<void>;
  /** Makes what is written so far appear beside its name, and gives that path; as {@link abort} where it cannot. */
  keep?(): Promise<string | undefined>;
  /** Leaves everything as it was. Does nothing after {@link commit} or a second time. */
  abort(): Promise<void>;
}

/** Larger writes were measured three times slower. */
export const WRITE_SIZE = 1 << 20;

/** Temporary files that exist now. */
const temporaries = new Set<string>();
let counter = 0;

/**
 * A file that appears under its name only when it is whole: the bytes go to a temporary file in the same folder, which
 * is renamed at the end. Where it replaces another one, it is flushed to disk before, so that even a power cut leaves the
 * one or the other. Missing folders are made. A link stays a link to the new content; a device
 * or pipe (`/dev/null`) is written directly.
 *
 * @throws OutputError where the path cannot be written
 */
export async function openTarget(path: string): Promise<FileTarget> {
  if (path === '') throw new OutputError('output/name', 'Cannot write a file without a name.', path);
  try {
    const full = await realpath(path).catch(() => resolve(path));
    const existing = await stat(full).catch(() => undefined);
    if (existing?.isDirectory()) throw Object.assign(new Error('is a directory'), { code: 'EISDIR' });
    if (existing !== undefined && !existing.isFile()) return new DirectTarget(path, await open(full, 'w'));
    if (existing !== undefined) await access(full, constants.W_OK);
    else await makeFolder(dirname(full));
    const name = `.${basename(full).slice(0, 48)}.${process.pid}-${counter++}.tmp`;
    const temporary = join(dirname(full), name);
    watchProcess();
    temporaries.add(temporary);
    try {
      const file = await open(temporary, 'wx');
      if (existing !== undefined) await file.chmod(existing.mode & 0o7777);
      return new AtomicTarget(path, full, temporary, file, existing !== undefined);
    } catch (error) {
      forget(temporary);
      throw error;
    }
  } catch (error) {
    throw outputError(path, error);
  }
}

/** Writes a text file, which appears when it is whole. @throws OutputError where it cannot be written */
export async function writeWhole(path: string, text: string): Promise<void> {
  const target = await openTarget(path);
  await target.write(new TextEncoder().encode(text));
  await target.commit();
}

/** Removes the temporary files of all open targets at once: for the end of the process. */
export function abortAllTargetsSync(): void {
  for (const temporary of temporaries) {
    try {
      unlinkSync(temporary);
    } catch {
      // Already gone: nothing is left to remove.
    }
    forget(temporary);
  }
}

class DirectTarget implements FileTarget {
  private last: Promise<void> = Promise.resolve();
  private closed = false;

  constructor(
    readonly path: string,
    protected readonly file: FileHandle,
  ) {}

  write(bytes: Uint8Array): Promise<void> {
    this.last = this.last.then(() => this.writeAll(bytes));
    return this.last;
  }

  async commit(): Promise<void> {
    try {
      await this.last;
      await this.finish();
    } catch (error) {
      await this.abort();
      throw outputError(this.path, error);
    }
  }

  async abort(): Promise<void> {
    await this.last.catch(() => undefined);
    await this.close().catch(() => undefined);
    await this.discard();
  }

  protected async finish(): Promise<void> {
    await this.close();
  }

  protected async discard(): Promise<void> {
    // What a device has taken cannot be taken back.
  }

  protected async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    await this.file.close();
  }

  private async writeAll(bytes: Uint8Array): Promise<void> {
    if (this.closed) throw new OutputError('output/closed-target', `${this.path} is already closed.`, this.path);
    try {
      for (let at = 0; at < bytes.length;) {
        const { bytesWritten } = await this.file.write(bytes, at, Math.min(WRITE_SIZE, bytes.length - at));
        at += bytesWritten;
      }
    } catch (error) {
      await this.close().catch(() => undefined);
      await this.discard();
      throw outputError(this.path, error);
    }
  }
}

/** So many bytes go to the disk while the next ones are made, so that little is left to wait for at the end. */
const FLUSH_SIZE = 1 << 24;

class AtomicTarget extends DirectTarget {
  private flushing: Promise<void> = Promise.resolve();
  private unflushed = 0;

  constructor(
    path: string,
    private readonly full: string,
    private readonly temporary: string,
    file: FileHandle,
    private readonly replaces: boolean,
  ) {
    super(path, file);
  }

  override async write(bytes: Uint8Array): Promise<void> {
    await super.write(bytes);
    if (!this.replaces) return;
    this.unflushed += bytes.length;
    if (this.unflushed < FLUSH_SIZE) return;
    this.unflushed = 0;
    this.flushing = this.flushing.then(() => this.file.datasync());
    // Awaited at the end; until then a failure must not count as unhandled.
    this.flushing.catch(() => undefined);
  }

  protected override async finish(): Promise<void> {
    // The system tells of a failure once: it must not get lost.
    await this.flushing;
    if (this.replaces) await this.file.sync();
    await this.close();
    await rename(this.temporary, this.full);
    forget(this.temporary);
  }

  async keep(): Promise<string | undefined> {
    try {
      await this.flushing;
      await this.close();
      await rename(this.temporary, `${this.full}.partial`);
      forget(this.temporary);
      return `${this.path}.partial`;
    } catch {
      await this.abort();
      return undefined;
    }
  }

  protected override async discard(): Promise<void> {
    if (!temporaries.has(this.temporary)) return;
    await rm(this.temporary, { force: true });
    forget(this.temporary);
  }
}

const ENDING: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

function forget(temporary: string): void {
  if (temporaries.delete(temporary) && temporaries.size === 0) unwatchProcess();
}

function watchProcess(): void {
  if (temporaries.size > 0) return;
  process.on('exit', abortAllTargetsSync);
  for (const signal of ENDING) process.on(signal, onEndingSignal);
  // Its default is to kill the process when a file passes `ulimit -f`; with a listener the write fails with EFBIG.
  process.on('SIGXFSZ', ignore);
}

function unwatchProcess(): void {
  process.off('exit', abortAllTargetsSync);
  for (const signal of ENDING) process.off(signal, onEndingSignal);
  process.off('SIGXFSZ', ignore);
}

function ignore(): void {
  // Heard so that the default action does not happen.
}

/** Where no one else handles the signal, does what would have happened without this listener, after cleaning up. */
function onEndingSignal(signal: NodeJS.Signals): void {
  if (process.listenerCount(signal) > 1) return;
  abortAllTargetsSync();
  process.off(signal, onEndingSignal);
  process.kill(process.pid, signal);
}
