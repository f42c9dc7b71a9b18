import type { Quantile } from '../random/distribution.js';
import type { Stream } from '../random/stream.js';
import { DUE, EventHeap, FAULTS, ORDINAL, TIME, WIDTH } from './event-heap.js';
import type { EventStream, SavedStream } from './event-stream.js';

/** What went wrong with an event: flags. */
export const LATE = 1;
export const OUT_OF_ORDER = 2;
export const DUPLICATE = 4;
export const SKEWED = 8;

/** What happens to events on their way. Shares of all events. */
export interface FaultPlan {
  readonly late: { readonly probability: number; readonly delay: Quantile } | undefined;
  readonly outOfOrder: number;
  readonly duplicate: number;
  readonly drop: number;
}

/** Draws of an event's faults. */
const DROP = 0;
const IS_LATE = 1;
const DELAY = 2;
const COPY = 3;
const SWAP = 4;

/**
 * Events as they are received: some never, some twice, some after others that happened later. Late events are held until
 * they are due; of the rest, the order stays. What happens to an event depends on its ordinal, so that a clean run has the
 * same events.
 */
export class FaultyStream implements EventStream {
  private readonly held = new EventHeap();
  private readonly upcoming = new Float64Array(WIDTH);
  private readonly swapped = new Float64Array(WIDTH);
  /** Whether `upcoming` holds an event; whether `swapped` does; whether one has passed it. */
  private readonly flags = new Float64Array(3);

  /** Share of the events that may change places: one that is passed by another leaves that one where it is. */
  private readonly swap: number;

  constructor(
    private readonly events: EventStream,
    private readonly plan: FaultPlan,
    private readonly draws: Stream,
  ) {
    this.swap = plan.outOfOrder < 0.5 ? plan.outOfOrder / (1 - plan.outOfOrder) : 1;
  }

  next(out: Float64Array): boolean {
    const { held, upcoming, flags } = this;
    for (;;) {
      const more = this.peek();
      if (flags[1] === 1 && (flags[2] === 1 || !more)) {
        this.release(out);
        return true;
      }
      if (held.size > 0 && (!more || held.due <= upcoming[TIME])) {
        held.pop(out);
        return true;
      }
      if (!more) return false;
      flags[0] = 0;
      if (!this.receive(upcoming, out)) continue;
      if (flags[1] === 1) flags[2] = 1;
      return true;
    }
  }

  /** Puts out the event that another has passed; at the end of the stream, none has. Its copy follows it. */
  private release(out: Float64Array): void {
    const { held, swapped, flags } = this;
    out.set(swapped);
    if ((swapped[FAULTS] & DUPLICATE) !== 0) {
      swapped[FAULTS] = DUPLICATE;
      held.push(swapped);
    }
    out[FAULTS] = flags[2] === 1 ? OUT_OF_ORDER : 0;
    flags[1] = flags[2] = 0;
  }

  /** Whether there is another event to receive. */
  private peek(): boolean {
    if (this.flags[0] === 0 && this.events.next(this.upcoming)) this.flags[0] = 1;
    return this.flags[0] === 1;
  }

  /** Decides about an event; true where it is received now. */
  private receive(event: Float64Array, out: Float64Array): boolean {
    const { plan, held, swapped, flags } = this;
    if (this.happens(event, DROP, plan.drop)) return false;
    const copy = this.happens(event, COPY, plan.duplicate);
    const late = plan.late !== undefined && this.happens(event, IS_LATE, plan.late.probability);
    if (late) {
      event[FAULTS] = LATE;
      event[DUE] = event[TIME] + Math.max(0, plan.late.delay.quantile(this.uniform(event, DELAY)));
    }
    if (!late && flags[1] === 0 && this.happens(event, SWAP, this.swap)) {
      swapped.set(event);
      swapped[FAULTS] = copy ? OUT_OF_ORDER | DUPLICATE : OUT_OF_ORDER;
      flags[1] = 1;
      flags[2] = 0;
      return false;
    }
    out.set(event);
    if (late) held.push(event);
    if (copy) {
      event[FAULTS] |= DUPLICATE;
      held.push(event);
    }
    return !late;
  }

  private happens(event: Float64Array, draw: number, share: number): boolean {
    return share > 0 && this.uniform(event, draw) < share;
  }

  private uniform(event: Float64Array, draw: number): number {
    const ordinal = event[ORDINAL];
    return this.draws.uniform(ordinal | 0, Math.floor(ordinal / 4294967296), draw);
  }

  save(): SavedStream {
    const own = [this.flags.slice(), this.upcoming.slice(), this.swapped.slice(), this.held.save()];
    return [...own, ...this.events.save()];
  }

  restore([flags, upcoming, swapped, held, ...inner]: SavedStream): void {
    this.flags.set(flags);
    this.upcoming.set(upcoming);
    this.swapped.set(swapped);
    this.held.restore(held);
    this.events.restore(inner);
  }
}
