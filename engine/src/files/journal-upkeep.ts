import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { headerOf, readLines } from '../cache/lines.js';
import { TEMPORARY, writePrivate } from './cache-files.js';
import { LOCK_ENDING, lockOf, nameAfter, rowLine, rowOf, SEGMENT, SEGMENT_ENDING } from './journal-format.js';
import { isHeld, takeLock } from './lock.js';

export interface Upkeep {
  readonly maxBytes: number;
  /** Groups in use: they are put together where they lie in many pieces, and never removed. */
  readonly groups: ReadonlySet<string>;
}

/** More segments of one group than this are put together. */
const MANY = 8;
/** Segments that are larger stay as they are. */
const SMALL = 8 << 20;
const ABANDONED = 3_600_000;

/**
 * Keeps a folder of segments small: puts those of a group together, and removes the ones used longest ago beyond the size.
 * Segments of living processes stay untouched. Only one process tends a folder at a time; it would harm nothing but the
 * time it takes if two did, since segments go only after their rows are elsewhere.
 */
export async function tend(folder: string, upkeep: Upkeep): Promise<void> {
  const lock = takeLock(join(folder, `upkeep${LOCK_ENDING}`));
  if (lock === undefined) return;
  try {
    await sweep(folder);
    for (const group of upkeep.groups) await putTogether(folder, group);
    await shrink(folder, upkeep);
  } finally {
    lock.release();
  }
}

async function sweep(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    if (name.endsWith(TEMPORARY)) {
      const stats = await stat(path).catch(() => undefined);
      if (stats !== undefined && Date.now() - stats.mtimeMs > ABANDONED) await rm(path, { force: true });
    } else if (name.endsWith(LOCK_ENDING) && !isHeld(path)) {
      await rm(path, { force: true });
    }
  }
}

interface Segment {
  readonly name: string;
  readonly path: string;
  readonly size: number;
  readonly mtimeMs: number;
}

/** Segments that nobody writes, by name. */
async function resting(folder: string): Promise<Segment[]> {
  const found: Segment[] = [];
  for (const name of (await readdir(folder)).sort()) {
    if (!name.endsWith(SEGMENT_ENDING) || isHeld(join(folder, lockOf(name)))) continue;
    const path = join(folder, name);
    const stats = await stat(path).catch(() => undefined);
    if (stats?.isFile()) found.push({ name, path, size: stats.size, mtimeMs: stats.mtimeMs });
  }
  return found;
}

async function putTogether(folder: string, group: string): Promise<void> {
  const pieces = (await resting(folder)).filter(({ name, size }) => name.startsWith(`${group}.`) && size < SMALL);
  if (pieces.length <= MANY) return;
  const rows = new Map<string, string>();
  const read: Segment[] = [];
  for (const piece of pieces) {
    const { payloads, newer } = readLines(SEGMENT, await readFile(piece.path));
    if (newer !== undefined) continue;
    read.push(piece);
    for (const payload of payloads) {
      const row = rowOf(payload);
      if (row === undefined) continue;
      // Again at the end: the order is that of the last time each was put.
      rows.delete(row[0]);
      rows.set(...row);
    }
  }
  const last = read.at(-1);
  if (last === undefined) return;
  const lines = [...rows].map(([key, value]) => rowLine(key, value));
  const whole = new TextEncoder().encode(headerOf(SEGMENT) + lines.join(''));
  await writePrivate(join(folder, nameAfter(last.name)), whole);
  for (const { path } of read) await rm(path, { force: true });
}

async function shrink(folder: string, { maxBytes, groups }: Upkeep): Promise<void> {
  const segments = (await resting(folder)).sort((a, b) => a.mtimeMs - b.mtimeMs);
  let size = segments.reduce((sum, segment) => sum + segment.size, 0);
  for (const segment of segments) {
    if (size <= maxBytes) return;
    if (groups.has(segment.name.slice(0, segment.name.indexOf('.')))) continue;
    await rm(segment.path, { force: true });
    size -= segment.size;
  }
}
