import type { CumulativeTable } from '../random/alias.js';
import type { Quantile } from '../random/distribution.js';
import type { Stream } from '../random/stream.js';
import { second, threefry } from '../random/threefry.js';
import type { TimeAxis } from '../series/axis.js';
import { copy, DUE, EventHeap, ORDINAL, POSITION, SESSION, TIME, TYPE, WIDTH } from './event-heap.js';
import type { EventStream, SavedStream } from './event-stream.js';

/** A state machine over event types: where sessions begin, what follows what and after how long. */
export interface Journey {
  readonly first: CumulativeTable;
  /** By type: places of the types, and one more for the end; `undefined`: always the end. */
  readonly next: readonly (CumulativeTable | undefined)[];
  /** By type: ms until the next event. */
  readonly dwell: readonly Quantile[];
}

/** The mean number of events of a session; `Infinity` where some never end. Visits v solve v = first + Pᵀ v. */
export function meanLength(first: readonly number[], next: readonly (readonly number[])[]): number {
  const n = first.length;
  const rows = Array.from({ length: n }, (_, i) =>
    Float64Array.from({ length: n + 1 }, (__, j) => (j === n ? first[i] : (i === j ? 1 : 0) - (next[j][i] ?? 0))),
  );
  // Gauss–Jordan with pivots by size.
  for (let k = 0; k < n; k++) {
    let pivot = k;
    for (let i = k + 1; i < n; i++) if (Math.abs(rows[i][k]) > Math.abs(rows[pivot][k])) pivot = i;
    if (Math.abs(rows[pivot][k]) < 1e-12) return Infinity;
    [rows[k], rows[pivot]] = [rows[pivot], rows[k]];
    for (let i = 0; i < n; i++) {
      if (i === k) continue;
      const factor = rows[i][k] / rows[k][k];
      if (factor !== 0) for (let j = k; j <= n; j++) rows[i][j] -= factor * rows[k][j];
    }
  }
  let sum = 0;
  for (let k = 0; k < n; k++) sum += rows[k][n] / rows[k][k];
  return sum >= 1 - 1e-9 && sum < 1e9 ? sum : Infinity;
}

/** Draws of an event of a session. */
const WHAT = 0;
const WHEN = 1;

/**
 * The events of many sessions, woven together in the order of their times: only sessions under way are held. Session k
 * begins with arrival k; what happens in it depends on k alone.
 */
export class SessionStream implements EventStream {
  private readonly under = new EventHeap();
  /** The next session to begin, and the events so far. */
  private readonly counters = new Float64Array(2);
  private readonly start = new Float64Array(1);
  private readonly event = new Float64Array(WIDTH);
  private startOf = -1;

  /**
   * @param starts when sessions begin
   * @param end no event comes at or after this instant, ms
   * @param stream of the address of an event: see {@link eventAddress}
   * @param draws decide what happens
   */
  constructor(
    private readonly starts: TimeAxis,
    private readonly end: number,
    private readonly journey: Journey,
    private readonly stream: Stream,
    private readonly draws: Stream,
  ) {}

  next(out: Float64Array): boolean {
    const { under, counters } = this;
    let begins = this.begins(counters[0]);
    while (begins <= under.due && begins < this.end) {
      this.begin(counters[0], begins);
      begins = this.begins(++counters[0]);
    }
    if (!(under.due < this.end)) return false;
    under.pop(out);
    out[ORDINAL] = counters[1]++;
    this.follow(out);
    return true;
  }

  private begins(session: number): number {
    if (session !== this.startOf) {
      this.starts.times(session, 1, this.start);
      this.startOf = session;
    }
    return this.start[0];
  }

  private begin(session: number, time: number): void {
    const { event } = this;
    event.fill(0);
    event[DUE] = event[TIME] = time;
    event[SESSION] = session;
    event[TYPE] = this.journey.first.quantile(this.uniform(session, 0, WHAT));
    this.under.push(event);
  }

  /** What comes after an event in its session, if anything. */
  private follow(event: Float64Array): void {
    const { journey } = this;
    const type = event[TYPE];
    const position = event[POSITION] + 1;
    const next = journey.next[type]?.quantile(this.uniform(event[SESSION], position, WHAT)) ?? journey.dwell.length;
    if (next === journey.dwell.length) return;
    const dwell = Math.max(0, journey.dwell[type].quantile(this.uniform(event[SESSION], position, WHEN)));
    copy(event, 0, this.event, 0);
    this.event[DUE] = this.event[TIME] = Math.floor(event[TIME] + dwell);
    this.event[POSITION] = position;
    this.event[TYPE] = next;
    this.under.push(this.event);
  }

  private uniform(session: number, position: number, draw: number): number {
    const low = eventAddress(this.stream, session, position);
    return this.draws.uniform(low, second, draw);
  }

  save(): SavedStream {
    return [this.counters.slice(), this.under.save()];
  }

  restore([counters, under]: SavedStream): void {
    this.counters.set(counters);
    this.under.restore(under);
  }
}

/** The address of an event of a session: the low word is returned, the high one left in `second`. */
export function eventAddress({ key0, key1 }: Stream, session: number, position: number): number {
  return threefry((key0 + position) | 0, key1, session | 0, Math.floor(session / 4294967296));
}
