import { readdirSync, readFileSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { decodeValue, encodeValue } from '../cache/codec.js';
import { readLines } from '../cache/lines.js';
import type { Author, RowJournal } from '../models/row-journal.js';
import type { OnWarning } from '../cache/warning.js';
import { groupOf, isSegmentOf, rowLine, rowOf, SEGMENT, signed, unsigned } from './journal-format.js';
import { SegmentWriter } from './journal-segment.js';
import { tend } from './journal-upkeep.js';
import { OutputError } from './output-error.js';

export interface JournalOptions {
  /** Bytes of all rows; those used longest ago go first, but never those of this run. 256 MiB. */
  readonly maxBytes?: number | undefined;
  /** What is put is known until the end of the run only; no file changes. */
  readonly readOnly?: boolean | undefined;
  /** A row that holds one of these is not written. */
  readonly secrets?: (() => Iterable<string>) | undefined;
  readonly onWarning?: OnWarning | undefined;
}

const MAX_BYTES = 256 << 20;
const ATTEMPTS = 5;

/** Rows of one group: all are read when the first is asked for. */
interface Group {
  /** Text of each value, by key. */
  readonly rows: Map<string, string>;
  /** Keys whose values are not on the disk yet. */
  readonly pending: Map<string, Promise<void>>;
  /** Keys whose values could not be written. */
  readonly unsaved: Set<string>;
  readonly writer: SegmentWriter;
}

/**
 * A folder of rows that were paid for. Every process appends to files of its own and reads those of all, so that any
 * number of them may use a folder at once; it sees what the others had when it began. A line that was cut off or damaged
 * is as good as none.
 */
export class JournalFolder implements RowJournal {
  readonly #groups = new Map<string, Group>();
  readonly #options: JournalOptions;
  readonly #warned = new Set<string>();
  #written = false;
  #closed = false;

  constructor(
    private readonly folder: string,
    options: JournalOptions = {},
  ) {
    this.#options = options;
  }

  get place(): string {
    return this.folder;
  }

  get(key: string): unknown {
    const text = this.#group(key).rows.get(key);
    return text === undefined ? undefined : decodeValue(unsigned(text).value);
  }

  by(key: string): Author | undefined {
    const text = this.#group(key).rows.get(key);
    return text === undefined ? undefined : unsigned(text).by;
  }

  /** @throws OutputError where it cannot be written; OptionError for what is no plain data. */
  async put(key: string, value: unknown, by?: Author): Promise<void> {
    const text = signed(encodeValue(value), by);
    const group = this.#group(key);
    if (group.rows.get(key) === text && !group.unsaved.has(key)) return group.pending.get(key);
    group.rows.set(key, text);
    const line = rowLine(key, text);
    if (this.#options.readOnly || this.#isSecret(line)) return;
    if (this.#closed) throw new OutputError('output/closed-target', `${this.folder} is already closed.`, this.folder);
    this.#written = true;
    const written = group.writer.append(line);
    group.pending.set(key, written);
    group.unsaved.delete(key);
    try {
      await written;
    } catch (error) {
      group.unsaved.add(key);
      throw error;
    } finally {
      if (group.pending.get(key) === written) group.pending.delete(key);
    }
  }

  /** Brings all to the disk and keeps the folder within its size. @throws OutputError */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    const failures: unknown[] = [];
    for (const { writer } of this.#groups.values())
      await writer.close().catch((error: unknown) => failures.push(error));
    if (failures.length > 0) throw failures[0];
    if (!this.#written) return;
    const upkeep = { maxBytes: this.#options.maxBytes ?? MAX_BYTES, groups: new Set(this.#groups.keys()) };
    // It can wait for the next run.
    await tend(this.folder, upkeep).catch(() => undefined);
  }

  #group(key: string): Group {
    const name = groupOf(key);
    let group = this.#groups.get(name);
    if (group === undefined) {
      group = {
        rows: this.#read(name),
        pending: new Map(),
        unsaved: new Set(),
        writer: new SegmentWriter(this.folder, name),
      };
      this.#groups.set(name, group);
    }
    return group;
  }

  #read(group: string): Map<string, string> {
    for (let attempt = 0; ; attempt++) {
      const rows = new Map<string, string>();
      const gone = this.#segments(group).filter((name) => !this.#readSegment(join(this.folder, name), rows));
      // One that went while we read was put together with others, whose place in the order is its own.
      if (gone.length === 0 || attempt === ATTEMPTS) return rows;
    }
  }

  #segments(group: string): string[] {
    try {
      return readdirSync(this.folder)
        .filter((name) => isSegmentOf(group, name))
        .sort();
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      if (code !== 'ENOENT')
        this.#warn('cache/unreadable', this.folder, `The rows kept in ${this.folder} cannot be read (${message}).`);
      return [];
    }
  }

  /** @returns whether it was still there. */
  #readSegment(path: string, rows: Map<string, string>): boolean {
    let bytes: Uint8Array;
    try {
      bytes = readFileSync(path);
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      if (code === 'ENOENT') return false;
      this.#warn('cache/unreadable', path, `The rows kept in ${path} cannot be read (${message}).`);
      return true;
    }
    const { payloads, damaged, newer } = readLines(SEGMENT, bytes);
    if (newer !== undefined) {
      this.#warn(
        'cache/newer',
        path,
        `The rows kept in ${path} are of a newer version (${newer}) and were left alone.`,
      );
      return true;
    }
    if (damaged > 0) {
      const what = damaged === 1 ? 'One line' : `${damaged} lines`;
      this.#warn(
        'cache/damaged',
        path,
        `${what} of ${path} cannot be read: these rows are as if they had not been kept.`,
      );
    }
    for (const payload of payloads) {
      const row = rowOf(payload);
      if (row !== undefined) rows.set(...row);
    }
    this.#touch(path);
    return true;
  }

  #touch(path: string): void {
    if (this.#options.readOnly) return;
    const now = new Date();
    try {
      utimesSync(path, now, now);
    } catch {
      // A folder of somebody else's: it is read all the same.
    }
  }

  #isSecret(line: string): boolean {
    for (const secret of this.#options.secrets?.() ?? []) {
      if (secret === '' || !line.includes(JSON.stringify(secret).slice(1, -1))) continue;
      this.#warn('cache/secret', this.folder, 'A row holds a key of a provider: it is not kept for the next run.');
      return true;
    }
    return false;
  }

  #warn(code: string, path: string, message: string): void {
    if (this.#warned.has(path)) return;
    this.#warned.add(path);
    this.#options.onWarning?.({ code, path, message });
  }
}
