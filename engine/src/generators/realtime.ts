import { OptionError } from '../errors.js';
import type { RowSource } from './generator.js';
import type { OpenRun } from './open.js';
import type { StreamOptions } from './options.js';
import { type Stretch, stretchesOf, type Window, windowsOf } from './stretches.js';

/** The clock on the wall, ms from any fixed moment, and a way to wait by it. */
export interface WallClock {
  now(): number;
  /** @throws the signal's reason as soon as it is aborted. */
  wait(ms: number, signal: AbortSignal | undefined): Promise<void>;
}

/** Timers of longer times fire at once. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** Rows after which the event loop gets its turn, however late they are. */
const BREATH = 1 << 16;

export const wallClock: WallClock = {
  now: () => performance.now(),
  wait: (ms, signal) =>
    new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const done = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', stop);
      };
      const stop = (): void => {
        done();
        reject(signal!.reason as Error);
      };
      const timer = setTimeout(
        () => {
          done();
          resolve();
        },
        Math.min(LONGEST_TIMER, ms),
      );
      signal?.addEventListener('abort', stop);
    }),
};

/** The rows of one table on their way: those of a window, and when they are due. */
class Cursor {
  private readonly windows: AsyncIterator<Window>;
  private window: Window | undefined;
  private due: Float64Array = new Float64Array(0);
  private at = 0;
  /** When the next row is due, ms; `Infinity` after the last. */
  next = Infinity;

  constructor(
    private readonly source: RowSource,
    private readonly table: number,
    private readonly options: StreamOptions,
  ) {
    this.windows = windowsOf(source, options);
  }

  /** Goes on to the next window where this one is through, and has written there what models write. */
  async fill(): Promise<void> {
    if (this.at < this.due.length) return;
    const { value, done } = await this.windows.next();
    this.window = done === true ? undefined : (value as Window);
    if (this.window !== undefined) {
      await this.source.prepare?.(this.window.from, this.window.to, this.options.signal);
    }
    const latest = this.due.at(-1) ?? -Infinity;
    this.due = this.window === undefined ? new Float64Array(0) : dueTimes(this.source, this.window, latest);
    this.at = 0;
    this.next = this.due.length > 0 ? this.due[0] : Infinity;
  }

  /** Takes the rows that are due up to an instant. */
  take(until: number): Stretch {
    const window = this.window!;
    const from = window.from + this.at;
    while (this.at < this.due.length && this.due[this.at] <= until) this.at++;
    if (this.at < this.due.length) this.next = this.due[this.at];
    return { table: this.table, from, to: window.from + this.at, window };
  }
}

/** When rows are due. One that comes late is due when it comes: with the one before. */
function dueTimes(source: RowSource, { from, to }: Window, latest: number): Float64Array {
  let last = latest;
  return source.times!(from, to)!.map((time) => (last = Math.max(last, time)));
}

/**
 * Rows when they are due: the first at once, the others as much later as their instants are, divided by the speed. The
 * tables with an axis of time go on side by side; the rows of others come before. A reader who is late is not waited for:
 * what is due by then comes at once, and the pace stays.
 *
 * @throws OptionError where no table has an axis of time.
 */
export async function* inRealTime(
  run: OpenRun,
  options: StreamOptions & { readonly realtime: number },
  clock: WallClock = wallClock,
): AsyncGenerator<Stretch> {
  const { signal, realtime: speed } = options;
  const timed = run.sources.map((source) => source.times?.(0, 0) !== undefined);
  if (!timed.includes(true)) {
    throw new OptionError(`Rows come in real time by their timestamps, and ${run.type} data has no axis of time.`);
  }
  for (const [table, source] of run.sources.entries()) {
    if (!timed[table]) yield* stretchesOf(source, table, options);
  }
  const cursors = run.sources.flatMap((source, table) => (timed[table] ? [new Cursor(source, table, options)] : []));
  for (const cursor of cursors) await cursor.fill();
  const zero = Math.min(...cursors.map(({ next }) => next));
  const start = clock.now();
  let rows = 0;
  for (;;) {
    signal?.throwIfAborted();
    const [first, second] = leading(cursors);
    if (first.next === Infinity) return;
    for (;;) {
      const left = (first.next - zero) / speed - (clock.now() - start);
      if (left <= 0) break;
      await clock.wait(left, signal);
    }
    const passed = zero + (clock.now() - start) * speed;
    const stretch = first.take(Math.max(first.next, Math.min(passed, second?.next ?? Infinity)));
    yield stretch;
    await first.fill();
    rows += stretch.to - stretch.from;
    if (rows < BREATH) continue;
    rows = 0;
    await clock.wait(0, signal);
  }
}

/** The table whose next row is due first, and the one after it; of equals, the earlier table. */
function leading(cursors: readonly Cursor[]): readonly [Cursor, Cursor?] {
  return [...cursors].sort((a, b) => (a.next === b.next ? 0 : a.next - b.next)) as unknown as readonly [
    Cursor,
    Cursor?,
  ];
}
