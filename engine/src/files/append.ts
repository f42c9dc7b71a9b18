import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { makeFolder } from './folder.js';
import { outputError } from './output-error.js';
import { type FileTarget, WRITE_SIZE } from './target.js';

const LINE_BREAK = new Uint8Array([0x0a]);

/**
 * A file that whole lines are added to as they come; missing folders and the file are made. What is written stays. Where
 * the last line that is there has no end, it gets one.
 *
 * @throws OutputError where the path cannot be written
 */
export async function openAppend(path: string): Promise<FileTarget> {
  try {
    await makeFolder(dirname(path));
    const file = await open(path, 'a');
    const target = new AppendTarget(path, file);
    try {
      if (await isTorn(path, file)) await target.write(LINE_BREAK);
    } catch (error) {
      await target.abort();
      throw error;
    }
    return target;
  } catch (error) {
    throw outputError(path, error);
  }
}

async function isTorn(path: string, file: FileHandle): Promise<boolean> {
  const { size } = await file.stat();
  // A pipe or device has no end to look at; opening it for reading could wait forever.
  if (size === 0) return false;
  const reading = await open(path, constants.O_RDONLY).catch(() => undefined);
  if (reading === undefined) return false;
  try {
    const { buffer, bytesRead } = await reading.read(new Uint8Array(1), 0, 1, size - 1);
    return bytesRead === 1 && buffer[0] !== LINE_BREAK[0];
  } finally {
    await reading.close();
  }
}

class AppendTarget implements FileTarget {
  private last: Promise<void> = Promise.resolve();
  private closed = false;

  constructor(
    readonly path: string,
    private readonly file: FileHandle,
  ) {
    // Its default is to kill the process when a file passes `ulimit -f`; with a listener the write fails with EFBIG.
    process.on('SIGXFSZ', ignore);
  }

  write(bytes: Uint8Array): Promise<void> {
    this.last = this.last.then(() => this.writeAll(bytes));
    return this.last;
  }

  async commit(): Promise<void> {
    await this.last;
    await this.close();
  }

  async abort(): Promise<void> {
    await this.last.catch(() => undefined);
    await this.close().catch(() => undefined);
  }

  private async writeAll(bytes: Uint8Array): Promise<void> {
    let at = 0;
    try {
      while (at < bytes.length) {
        const { bytesWritten } = await this.file.write(bytes, at, Math.min(WRITE_SIZE, bytes.length - at));
        at += bytesWritten;
      }
    } catch (error) {
      await this.cut(bytes.subarray(0, at));
      throw outputError(this.path, error);
    }
  }

  /** A full disk may take half a line: it goes again, so that all lines are whole. */
  private async cut(written: Uint8Array): Promise<void> {
    const torn = written.length - 1 - written.lastIndexOf(0x0a);
    if (torn === 0) return;
    const stats = await this.file.stat().catch(() => undefined);
    if (stats?.isFile()) await this.file.truncate(stats.size - torn).catch(() => undefined);
  }

  private async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    process.off('SIGXFSZ', ignore);
    await this.file.close();
  }
}

function ignore(): void {
  // Heard so that the default action does not happen.
}
