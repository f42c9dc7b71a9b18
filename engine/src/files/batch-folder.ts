import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type Manifest, type ManifestFile, manifestText, parseManifest } from '../batch/manifest.js';
import { MANIFEST } from '../batch/outputs.js';
import { SynthError } from '../errors.js';
import { makeFolder } from './folder.js';
import { takeLock } from './lock.js';
import { outputError } from './output-error.js';
import { openTarget } from './target.js';

const LOCK = '.agentic-synth-batch.lock';

/** Where a path of a manifest leads. */
export function pathIn(folder: string, path: string): string {
  return join(folder, ...path.split('/'));
}

/** The manifest of a folder; `undefined` where it has none. @throws SynthError where it cannot be read, or is none */
export async function readManifest(folder: string): Promise<Manifest | undefined> {
  const path = join(folder, MANIFEST);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw new SynthError('file/unreadable', `${path} cannot be read: ${message}.`, { cause: error });
  }
  return parseManifest(text, path);
}

/** Writes manifests one after another, each whole or not at all; one that is there already is not written again. */
export class ManifestWriter {
  private last: Promise<void> = Promise.resolve();
  private written: string | undefined;

  constructor(
    private readonly folder: string,
    private readonly current: () => Manifest,
  ) {}

  /** Resolves when what holds now is on the disk. @throws OutputError */
  save(): Promise<void> {
    this.last = this.last.catch(() => undefined).then(() => this.write());
    return this.last;
  }

  private async write(): Promise<void> {
    const text = manifestText(this.current());
    if (text === this.written) return;
    const target = await openTarget(join(this.folder, MANIFEST));
    await target.write(new TextEncoder().encode(text));
    await target.commit();
    this.written = text;
  }
}

/**
 * Keeps other batches out of a folder, which is made where it is missing.
 * @throws SynthError where another batch is writing to it; OutputError
 */
export async function lockFolder(folder: string): Promise<{ release(): void }> {
  try {
    await makeFolder(folder);
    const lock = takeLock(join(folder, LOCK));
    if (lock !== undefined) return lock;
  } catch (error) {
    throw outputError(folder, error);
  }
  const way = 'wait for it, or choose another folder';
  throw new SynthError('batch/locked', `Another batch is writing to ${folder}: ${way}.`);
}

/** Removes what a process that was killed has left of these files on their way. */
export async function removeLeftovers(folder: string, paths: readonly string[]): Promise<void> {
  const byFolder = new Map<string, Set<string>>();
  for (const path of [...paths, MANIFEST]) {
    const full = pathIn(folder, path);
    const names = byFolder.get(dirname(full)) ?? new Set();
    byFolder.set(dirname(full), names.add(basename(full).slice(0, 48)));
  }
  for (const [place, names] of byFolder) {
    for (const entry of await readdir(place).catch(() => [])) {
      const [, name, pid] = /^\.(.+)\.(\d+)-\d+\.tmp$/.exec(entry) ?? [];
      if (name !== undefined && names.has(name) && !isAlive(Number(pid))) await rm(join(place, entry), { force: true });
    }
  }
}

/** Whether another process lives under a number. Ours has just begun. */
function isAlive(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

/** Size and SHA-256 of a file, read piece by piece; `undefined` where there is none. */
export async function digestOf(path: string): Promise<{ readonly bytes: number; readonly sha256: string } | undefined> {
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    for await (const piece of createReadStream(path, { highWaterMark: 1 << 20 }) as AsyncIterable<Uint8Array>) {
      hash.update(piece);
      bytes += piece.length;
    }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR') return undefined;
    throw new SynthError('file/unreadable', `${path} cannot be read: ${message}.`, { cause: error });
  }
  return { bytes, sha256: hash.digest('hex') };
}

/** Whether a file is what a manifest says. */
export async function isUnchanged(folder: string, { path, bytes, sha256 }: ManifestFile): Promise<boolean> {
  const found = await digestOf(pathIn(folder, path));
  return found?.bytes === bytes && found.sha256 === sha256;
}
