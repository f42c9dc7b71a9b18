import { closeSync, openSync, readFileSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { PRIVATE_FILE } from './cache-files.js';

/** ms without a change after which a lock of another machine counts as left behind. */
const LEFT_BEHIND = 24 * 3_600_000;

/** Locks of this process: a process id may have been another's before. */
const own = new Set<string>();

/** Takes a lock, also one that a dead process has left behind. `undefined`: somebody holds it. */
export function takeLock(path: string): { release(): void } | undefined {
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      const file = openSync(path, 'wx', PRIVATE_FILE);
      try {
        writeSync(file, JSON.stringify({ pid: process.pid, host: hostname() }));
      } finally {
        closeSync(file);
      }
      own.add(path);
      return { release: () => release(path) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      if (isHeld(path)) return undefined;
      setAside(path);
    }
  }
  return undefined;
}

/** Whether a living process holds a lock. In doubt, one does. */
export function isHeld(path: string): boolean {
  if (own.has(path)) return true;
  let holder: { pid?: unknown; host?: unknown };
  let age: number;
  try {
    age = Date.now() - statSync(path).mtimeMs;
    holder = JSON.parse(readFileSync(path, 'utf8')) as typeof holder;
  } catch (error) {
    // Being written right now, or cut off in the middle of it.
    if (error instanceof SyntaxError) return Date.now() - mtimeOf(path) < 10_000;
    return (error as NodeJS.ErrnoException).code !== 'ENOENT';
  }
  if (typeof holder?.pid !== 'number') return false;
  if (holder.host !== hostname()) return age < LEFT_BEHIND;
  if (holder.pid === process.pid) return false;
  try {
    process.kill(holder.pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function release(path: string): void {
  own.delete(path);
  rmSync(path, { force: true });
}

/** By renaming, so that of several who find it only one takes it away. */
function setAside(path: string): void {
  const aside = `${path}.${randomUUID()}.tmp`;
  try {
    renameSync(path, aside);
    rmSync(aside, { force: true });
  } catch {
    // Somebody else was faster.
  }
}

function mtimeOf(path: string): number {
  try {
    return statSync(path).mtimeMs;
  } catch {
    return 0;
  }
}
