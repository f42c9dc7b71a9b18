import type { TimeAxis } from '../series/axis.js';
import { DUE, ORDINAL, TIME, WIDTH } from './event-heap.js';

/** What a stream needs to go on from a place. */
export type SavedStream = readonly Float64Array[];

/** Events one after another, as they are written. A pure function of its place: it can be saved and gone on with. */
export interface EventStream {
  /** Writes the next event (see `event-heap.ts` for its numbers); false where there is none any more. */
  next(event: Float64Array): boolean;
  save(): SavedStream;
  restore(saved: SavedStream): void;
}

/** Arrivals that are read at once. */
const STRETCH = 1024;

/** Events by themselves: one for each arrival. */
export class ArrivalStream implements EventStream {
  private readonly at = new Float64Array(1);
  private readonly times = new Float64Array(STRETCH);
  private from = NaN;

  /** @param end no event comes at or after this instant, ms. */
  constructor(
    private readonly axis: TimeAxis,
    private readonly end: number,
  ) {}

  next(event: Float64Array): boolean {
    const ordinal = this.at[0];
    if (!(ordinal >= this.from && ordinal < this.from + STRETCH)) {
      this.from = ordinal;
      this.axis.times(ordinal, STRETCH, this.times);
    }
    const time = this.times[ordinal - this.from];
    if (!(time < this.end)) return false;
    event.fill(0, 0, WIDTH);
    event[DUE] = event[TIME] = time;
    event[ORDINAL] = ordinal;
    this.at[0]++;
    return true;
  }

  save(): SavedStream {
    return [this.at.slice()];
  }

  restore([at]: SavedStream): void {
    this.at.set(at);
  }
}
