import type { WriteStream } from 'node:tty';

/** At most this many milliseconds between two drawings: ten a second. */
const INTERVAL = 100;
const BAR = 24;

/** How far a run is. */
export interface Progress {
  readonly rows: number;
  /** `NaN` where it is not known. */
  readonly total: number;
  readonly table: string;
  /** What language models are writing. */
  readonly writing?: { readonly field: string | undefined; readonly done: number; readonly total: number } | undefined;
}

/** Progress in one line of a terminal, drawn over itself: bar, share, rows, rows a second, time left. */
export class ProgressBar {
  readonly #terminal: Pick<WriteStream, 'write' | 'columns'>;
  readonly #now: () => number;
  readonly #start: number;
  #drawn: number;
  #visible = false;

  constructor(terminal: Pick<WriteStream, 'write' | 'columns'>, now: () => number = () => performance.now()) {
    this.#terminal = terminal;
    this.#now = now;
    this.#start = now();
    // Nothing is drawn for a run that is over before a person could read it.
    this.#drawn = this.#start + INTERVAL;
  }

  update(progress: Progress): void {
    const now = this.#now();
    if (now - this.#drawn < INTERVAL) return;
    this.#drawn = now;
    this.#visible = true;
    // One column stays free: a line that fills the last one would move on to the next.
    const width = (this.#terminal.columns || 80) - 1;
    this.#terminal.write(`\r${progressLine(progress, now - this.#start, width)}\x1b[K`);
  }

  /** Takes the line away. */
  clear(): void {
    if (this.#visible) this.#terminal.write('\r\x1b[K');
    this.#visible = false;
  }
}

/** One line of progress after some milliseconds, as wide as fits: the table's name gives way first, then the bar. */
export function progressLine(progress: Progress, elapsed: number, width: number): string {
  const { rows, total, writing } = progress;
  const field = [progress.table, writing?.field].filter((name) => name !== undefined && name !== '').join('.');
  const table =
    writing === undefined
      ? progress.table
      : `${field} by a model: ${formatNumber(writing.done)}/${formatNumber(writing.total)}`;
  const pace = elapsed > 0 ? (rows * 1000) / elapsed : 0;
  if (Number.isNaN(total)) {
    const line = `${formatNumber(rows)} rows  ${formatNumber(pace)} rows/s`;
    return (line.length + table.length + 2 <= width ? `${line}  ${table}` : line).slice(0, Math.max(1, width));
  }
  const share = total > 0 ? Math.min(1, rows / total) : 0;
  const left = pace > 0 ? formatDuration(((total - rows) / pace) * 1000) : '–';
  const percent = `${Math.floor(share * 100)} %`.padStart(5);
  const text = `${percent}  ${formatNumber(rows)}/${formatNumber(total)} rows  ${formatNumber(pace)} rows/s  ${left} left`;
  const bar = Math.min(BAR, width - text.length - 1);
  if (bar < 4) return text.trimStart().slice(0, Math.max(1, width));
  const filled = Math.floor(share * bar);
  const line = `${'█'.repeat(filled)}${'░'.repeat(bar - filled)} ${text}`;
  return line.length + table.length + 2 <= width ? `${line}  ${table}` : line;
}

/** Digits in groups of three. */
export function formatNumber(value: number): string {
  return String(Math.round(value)).replaceAll(/\B(?=(\d{3})+$)/g, ',');
}

/** `0.4 s`, `12 s`, `3 min 05 s`, `2 h 07 min`. */
export function formatDuration(milliseconds: number): string {
  const seconds = Math.max(0, milliseconds / 1000);
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  if (seconds < 59.5) return `${Math.round(seconds)} s`;
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');
  const whole = Math.round(seconds);
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${two(whole % 60)} s`;
  return `${Math.floor(whole / 3600)} h ${two((whole % 3600) / 60)} min`;
}

/** `312 B`, `4.1 KB`, `20 MB`: powers of 1,000. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 || value >= 9.95 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}
