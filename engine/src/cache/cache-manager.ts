import { LRUCache } from 'lru-cache';
import { OptionError } from '../errors.js';
import { type Clock, systemClock } from './clock.js';
import { decodeValue, encodeValue } from './codec.js';
import { headerOf, type LineFormat, lineOf, readLines } from './lines.js';
import type { CacheWarning, OnWarning } from './warning.js';

/** What is kept under a key. */
export interface CacheEntry<T = unknown> {
  /** A copy: changing it changes nothing in the cache. */
  readonly value: T;
  /** ms since 1970. */
  readonly createdAt: number;
  /** ms since 1970; `undefined`: never. */
  readonly expiresAt: number | undefined;
}

/** Where caches are persisted. */
export interface CacheFiles {
  /** `undefined` where there is none. */
  read(path: string): Promise<Uint8Array | undefined>;
  /** The file is there whole, or as it was. */
  write(path: string, bytes: Uint8Array): Promise<void>;
}

/** Size and lifetimes of a {@link CacheManager}. */
export interface CacheManagerOptions {
  /** Most entries; the least recently used goes first. 1,000. */
  readonly maxSize?: number | undefined;
  /** How long an entry is good, in ms, where `set` says nothing; 0: without end. One hour. */
  readonly ttl?: number | undefined;
  /** Needed by `persist` and `restore`. */
  readonly files?: CacheFiles | undefined;
  readonly clock?: Clock | undefined;
  /** Told of each warning as it comes. */
  readonly onWarning?: OnWarning | undefined;
}

/** What a {@link CacheManager} did so far. */
export interface CacheStats {
  /** Entries held in memory. */
  readonly size: number;
  /** Questions that were answered. */
  readonly hits: number;
  /** Questions that were not. */
  readonly misses: number;
  /** Share of hits, 0 … 1; 0 before the first question. */
  readonly hitRate: number;
}

const FORMAT: LineFormat = { kind: 'cache', version: 1 };
const HOUR = 3_600_000;

interface Kept {
  readonly text: string;
  readonly createdAt: number;
  /** Infinity: never. */
  readonly expiresAt: number;
}

/**
 * Keeps plain data in memory: the least recently used entry goes first, and none outlives its time to live. Values are
 * kept as text, so that neither what was passed in nor what is handed out can change them.
 *
 * @example
 * const cache = new CacheManager({ maxSize: 500, ttl: 60_000 });
 * cache.set('greeting', { text: 'hello' });
 * cache.get('greeting')?.value; // { text: 'hello' }
 */
export class CacheManager {
  readonly #kept: LRUCache<string, Kept>;
  readonly #ttl: number;
  readonly #files: CacheFiles | undefined;
  readonly #clock: Clock;
  readonly #onWarning: OnWarning | undefined;
  readonly #warnings: CacheWarning[] = [];
  #hits = 0;
  #misses = 0;

  /** @throws OptionError for a size or time to live that cannot be. */
  constructor(options: CacheManagerOptions = {}) {
    const { maxSize = 1000, ttl = HOUR } = options;
    if (!Number.isSafeInteger(maxSize) || maxSize < 1) {
      throw new OptionError(`cache.maxSize is ${maxSize}: it must be a whole number from 1.`);
    }
    this.#ttl = checkedTtl(ttl);
    this.#kept = new LRUCache({ max: maxSize });
    this.#files = options.files;
    this.#clock = options.clock ?? systemClock;
    this.#onWarning = options.onWarning;
  }

  /** The entry of a key, unless its time is over. */
  get<T = unknown>(key: string): CacheEntry<T> | undefined {
    const kept = this.#kept.get(key);
    if (kept === undefined || kept.expiresAt <= this.#clock()) {
      if (kept !== undefined) this.#kept.delete(key);
      this.#misses++;
      return undefined;
    }
    this.#hits++;
    const { createdAt, expiresAt } = kept;
    return {
      value: decodeValue(kept.text) as T,
      createdAt,
      expiresAt: expiresAt === Infinity ? undefined : expiresAt,
    };
  }

  /**
   * Keeps a value under a key; an earlier one is replaced.
   * @param value plain data: what JSON can say, and `undefined`, bigints, dates, maps, sets and bytes.
   * @param ttl ms that it is good for; 0: without end.
   * @throws OptionError for what is no data, or a time to live that cannot be.
   */
  set(key: string, value: unknown, ttl?: number): void {
    const lasting = ttl === undefined ? this.#ttl : checkedTtl(ttl);
    const createdAt = this.#clock();
    this.#kept.set(key, { text: encodeValue(value), createdAt, expiresAt: createdAt + lasting });
  }

  /** Forgets an entry. @returns whether there was one */
  delete(key: string): boolean {
    return this.#kept.delete(key);
  }

  /** Forgets all entries and counts. */
  clear(): void {
    this.#kept.clear();
    this.#hits = 0;
    this.#misses = 0;
  }

  /** Entries, also those whose time is over and that nobody has asked for since. */
  get size(): number {
    return this.#kept.size;
  }

  get stats(): CacheStats {
    const [hits, misses] = [this.#hits, this.#misses];
    return { size: this.size, hits, misses, hitRate: hits === 0 ? 0 : hits / (hits + misses) };
  }

  /** What could not be restored, and why. */
  get warnings(): readonly CacheWarning[] {
    return this.#warnings;
  }

  /**
   * Writes all entries to a file, which appears whole or stays as it was.
   * @throws OutputError where it cannot be written
   */
  async persist(path: string): Promise<void> {
    const files = this.#filesFor('persist');
    const now = this.#clock();
    let text = headerOf(FORMAT);
    let entries = 0;
    // From the least recently used, so that restoring in this order restores the order.
    const oldestFirst = this.#kept.rentries() as Iterable<readonly [string, Kept]>;
    for (const [key, { text: value, createdAt, expiresAt }] of oldestFirst) {
      if (expiresAt <= now) continue;
      const until = expiresAt === Infinity ? 'null' : String(expiresAt);
      text += lineOf(FORMAT, `[${JSON.stringify(key)},${createdAt},${until},${value}]`);
      entries++;
    }
    text += lineOf(FORMAT, endOf(entries));
    await files.write(path, new TextEncoder().encode(text));
  }

  /**
   * Adds the entries of a file to those there are. What is damaged, foreign or of a newer version is left out with a
   * warning; times to live go on from where they were.
   */
  async restore(path: string): Promise<void> {
    const files = this.#filesFor('restore');
    let bytes: Uint8Array | undefined;
    try {
      bytes = await files.read(path);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      this.#warn('cache/unreadable', path, `The cache file ${path} cannot be read (${why}): nothing was restored.`);
      return;
    }
    if (bytes === undefined) {
      this.#warn('cache/missing', path, `There is no cache file ${path}: nothing was restored.`);
      return;
    }
    const { payloads, damaged, torn, newer } = readLines(FORMAT, bytes);
    if (newer !== undefined) {
      this.#warn('cache/newer', path, `The cache file ${path} is of a newer version (${newer}): nothing was restored.`);
      return;
    }
    const entries = payloads.filter((payload) => payload.startsWith('['));
    if (payloads.length === 0) {
      this.#warn('cache/foreign', path, `${path} is no cache file, or nothing of it is whole: nothing was restored.`);
    } else if (damaged > 0 || torn || payloads.at(-1) !== endOf(entries.length)) {
      this.#warn('cache/damaged', path, `The cache file ${path} is damaged: what is whole of it was restored.`);
    }
    for (const entry of entries) this.#restoreEntry(entry);
  }

  #restoreEntry(payload: string): void {
    const [key, created, until, value] = JSON.parse(payload) as [string, number, number | null, unknown];
    const now = this.#clock();
    // Of a clock that was ahead: nothing is good for longer than it was meant to be.
    const ahead = Math.max(0, created - now);
    const expiresAt = until === null ? Infinity : until - ahead;
    if (expiresAt <= now) return;
    this.#kept.set(key, { text: JSON.stringify(value), createdAt: created - ahead, expiresAt });
  }

  #filesFor(what: string): CacheFiles {
    if (this.#files !== undefined) return this.#files;
    throw new OptionError(
      `A CacheManager of the core cannot ${what}: pass \`files\`, or import it from 'agentic-synth'.`,
    );
  }

  #warn(code: string, path: string, message: string): void {
    const warning = { code, message, path };
    this.#warnings.push(warning);
    this.#onWarning?.(warning);
  }
}

/** The last line of a whole file. */
function endOf(entries: number): string {
  return JSON.stringify({ entries });
}

/** Infinity where it is without end. */
function checkedTtl(ttl: number): number {
  if (typeof ttl !== 'number' || !(ttl >= 0)) {
    throw new OptionError(`A time to live of ${ttl} cannot be: it is in milliseconds, from 0 (without end).`);
  }
  return ttl === 0 ? Infinity : ttl;
}
