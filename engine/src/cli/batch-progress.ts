import type { WriteStream } from 'node:tty';
import type { BatchEvent } from '../files/batch-report.js';
import { progressLine } from './progress.js';

/** At most this many milliseconds between two drawings: ten a second. */
const INTERVAL = 100;
const SHORTEST = 10;

interface Running {
  readonly start: number;
  rows: number;
  total: number;
}

/** Progress of a batch in a terminal, drawn over itself: a line for each job that runs, and one that counts the others. */
export class BatchProgress {
  readonly #terminal: Pick<WriteStream, 'write' | 'columns' | 'rows'>;
  readonly #now: () => number;
  readonly #running = new Map<string, Running>();
  readonly #finished: Record<string, number> = {};
  #drawn: number;
  #lines = 0;

  constructor(terminal: Pick<WriteStream, 'write' | 'columns' | 'rows'>, now: () => number = () => performance.now()) {
    this.#terminal = terminal;
    this.#now = now;
    // Nothing is drawn for a batch that is over before a person could read it.
    this.#drawn = now() + INTERVAL;
  }

  tell(event: BatchEvent): void {
    const now = this.#now();
    if (event.type === 'started') this.#running.set(event.job, { start: now, rows: 0, total: NaN });
    if (event.type === 'progress') Object.assign(this.#running.get(event.job) ?? {}, event);
    if (event.type === 'finished') {
      const { status } = event.report;
      this.#running.delete(event.job);
      this.#finished[status] = (this.#finished[status] ?? 0) + 1;
    }
    if (now - this.#drawn < INTERVAL) return;
    this.#drawn = now;
    this.#draw(now);
  }

  /** Takes the lines away. */
  clear(): void {
    if (this.#lines > 0) this.#terminal.write(`\r\x1b[${this.#lines}A\x1b[J`);
    this.#lines = 0;
  }

  #draw(now: number): void {
    // One column stays free: a line that fills the last one would move on to the next.
    const width = (this.#terminal.columns || 80) - 1;
    const shown = [...this.#running].slice(0, Math.max(1, (this.#terminal.rows || 24) - 2));
    const name = Math.min(Math.max(SHORTEST, ...shown.map(([job]) => job.length)), Math.floor(width / 3));
    const lines = shown.map(([job, { start, rows, total }]) => {
      const label = job.slice(0, name).padEnd(name);
      return `${label}  ${progressLine({ rows, total, table: '' }, now - start, width - name - 2)}`;
    });
    const counts = Object.entries(this.#finished).map(([status, jobs]) => `${jobs} ${status}`);
    lines.push([...counts, `${this.#running.size} running`].join(', ').slice(0, width));
    const up = this.#lines > 0 ? `\r\x1b[${this.#lines}A` : '\r';
    this.#terminal.write(`${up}${lines.map((line) => `${line.trimEnd()}\x1b[K\n`).join('')}\x1b[J`);
    this.#lines = lines.length;
  }
}
