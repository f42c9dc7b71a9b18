import { SynthError } from '../errors.js';
import { copy, FAULTS, ORDINAL, POSITION, SESSION, TIME, TYPE, WIDTH } from '../events/event-heap.js';
import type { EventStream, SavedStream } from '../events/event-stream.js';
import { eventAddress } from '../events/sessions.js';
import { type Addresses, rootAddresses, type Stream } from '../random/stream.js';
import { second } from '../random/threefry.js';
import type { TimeAxis } from '../series/axis.js';
import type { RowSpace } from './row-space.js';
import { addressesOf, areConsecutive, type Level, type Span, TableRows } from './rows.js';

/** Rows whose events are woven together at once. */
const BLOCK = 2048;
/** Blocks between two saved states of the stream, at first: twice as many whenever there are {@link MOST_STATES}. */
const BLOCKS_BETWEEN_STATES = 32;
const MOST_STATES = 32;
/** Blocks kept. */
const KEPT = 16;

/** The events behind a batch of rows. */
export class EventRows extends TableRows {
  constructor(
    level: Level,
    ordinals: Float64Array | Span,
    addresses: Addresses | (() => Addresses),
    readonly times: () => Float64Array,
    /** Where events belong to sessions: the session, the place in it, and the type. */
    readonly sessions?: Float64Array,
    readonly types?: Float64Array,
    readonly faults?: Float64Array,
  ) {
    super(level, ordinals, addresses);
  }
}

/** Rows that are the arrivals themselves, in their order. */
export class ArrivalSpace implements RowSpace {
  /**
   * @param count rows that are wanted; `undefined`: all there are
   * @param end no event comes at or after this instant, ms
   */
  constructor(
    private readonly axis: TimeAxis,
    private readonly count: number | undefined,
    private readonly end: number,
  ) {}

  get total(): number {
    return this.count ?? this.axis.countBefore(this.end);
  }

  reach(to: number): number {
    if (this.count !== undefined) return Math.min(this.count, to);
    const last = new Float64Array(1);
    this.axis.times(to - 1, 1, last);
    return last[0] < this.end ? to : this.total;
  }

  /** @throws SynthError `events/none-left`, when times are read, where fewer events come than are wanted. */
  rowsAt(level: Level, numbers: Float64Array): EventRows {
    const addresses = (): Addresses => addressesOf(numbers);
    return new EventRows(level, numbers, addresses, () => {
      const times = instantsAt(this.axis, numbers);
      for (let i = 0; i < times.length; i++) if (times[i] === Infinity) throw noneLeft(level.name, numbers[i]);
      return times;
    });
  }

  /** @throws SynthError as {@link rowsAt} does. */
  range(level: Level, rows: Span): EventRows {
    const { first, length } = rows;
    return new EventRows(level, rows, rootAddresses(first, length), () => {
      const times = new Float64Array(length);
      this.axis.times(first, length, times);
      // They never fall.
      if (times[length - 1] === Infinity) throw noneLeft(level.name, first + times.indexOf(Infinity));
      return times;
    });
  }
}

/** A rate may fall to 0 for good. */
function noneLeft(table: string, row: number): SynthError {
  const message = `no event comes after ${row} of ${table}: the rate stays at 0 for ten years. Raise it, or ask for fewer.`;
  return new SynthError('events/none-left', message);
}

/** Instants of steps in any order; those that follow each other are asked for together. */
export function instantsAt(axis: TimeAxis, steps: Float64Array): Float64Array {
  const times = new Float64Array(steps.length);
  const { length } = steps;
  if (areConsecutive(steps)) {
    axis.times(steps[0], length, times);
    return times;
  }
  let buffer = new Float64Array(0);
  for (let i = 0; i < length;) {
    let end = i + 1;
    while (end < length && (steps[end] === steps[end - 1] || steps[end] === steps[end - 1] + 1)) end++;
    const first = steps[i];
    const count = steps[end - 1] - first + 1;
    if (buffer.length < count) buffer = new Float64Array(count);
    axis.times(first, count, buffer);
    for (; i < end; i++) times[i] = buffer[steps[i] - first];
  }
  return times;
}

/**
 * Rows of a stream that has to be gone through: sessions woven together, events that come late. The first visit of a row
 * goes through those before it; later ones go on from saved states.
 */
export class StreamSpace implements RowSpace {
  private readonly stream: EventStream;
  private saved: SavedStream[];
  /** Blocks between two saved states. */
  private spacing = BLOCKS_BETWEEN_STATES;
  private readonly blocks = new Map<number, Float64Array>();
  /** The block that the stream stands before. */
  private at = 0;
  private rows: number | undefined;

  /**
   * @param count rows that are wanted; `undefined`: all there are
   * @param sessions of the addresses of events of sessions; `undefined`: events have the address of their ordinal
   */
  constructor(
    open: () => EventStream,
    private readonly count: number | undefined,
    private readonly sessions: Stream | undefined,
  ) {
    this.stream = open();
    this.saved = [this.stream.save()];
  }

  reach(to: number): number {
    if (this.rows !== undefined || this.count !== undefined) return Math.min(this.total, to);
    const block = Math.floor((to - 1) / BLOCK);
    const rows = block * BLOCK + this.block(block).length / WIDTH;
    return to <= rows ? to : this.total;
  }

  /** How many rows there are. Where a number is wanted, it is taken to be there until rows are asked for. */
  get total(): number {
    if (this.count !== undefined) return this.count;
    if (this.rows === undefined) {
      let rows = 0;
      for (let block = 0, length = BLOCK; length === BLOCK; block++) rows += length = this.block(block).length / WIDTH;
      this.rows = rows;
    }
    return this.rows;
  }

  get numbers(): number {
    let numbers = 0;
    for (let row = 0, events = this.block(0); row < this.total && events.length > 0;) {
      for (let at = 0; at < events.length && row < this.total; at += WIDTH, row++) {
        numbers = Math.max(numbers, events[at + ORDINAL] + 1);
      }
      if (row % BLOCK !== 0) break;
      events = this.block(row / BLOCK);
    }
    return numbers;
  }

  /** @throws SynthError `events/none-left` where fewer events come than are wanted. */
  rowsAt(level: Level, numbers: Float64Array): EventRows {
    const { length } = numbers;
    const [ordinals, times, sessions, types, faults] = Array.from({ length: 5 }, () => new Float64Array(length));
    const low = new Int32Array(length);
    const high = new Int32Array(length);
    let held = -1;
    let events = new Float64Array(0) as Float64Array;
    for (let i = 0; i < length; i++) {
      const block = Math.floor(numbers[i] / BLOCK);
      if (block !== held) {
        events = this.block(block);
        held = block;
      }
      const at = (numbers[i] - block * BLOCK) * WIDTH;
      if (at >= events.length) throw noneLeft(level.name, block * BLOCK + events.length / WIDTH);
      ordinals[i] = events[at + ORDINAL];
      times[i] = events[at + TIME];
      sessions[i] = events[at + SESSION];
      types[i] = events[at + TYPE];
      faults[i] = events[at + FAULTS];
      if (this.sessions !== undefined) {
        low[i] = eventAddress(this.sessions, sessions[i], events[at + POSITION]);
        high[i] = second;
      }
    }
    const addresses = this.sessions === undefined ? addressesOf(ordinals) : { length, low, high };
    const within = this.sessions === undefined ? undefined : sessions;
    return new EventRows(level, ordinals, addresses, () => times, within, within && types, faults);
  }

  /** The events of a block; fewer than its rows at the end of the stream. */
  private block(block: number): Float64Array {
    const known = this.blocks.get(block);
    if (known !== undefined) return known;
    const state = Math.min(Math.floor(block / this.spacing), this.saved.length - 1);
    if (block < this.at || state * this.spacing > this.at) {
      this.stream.restore(this.saved[state]);
      this.at = state * this.spacing;
    }
    let events = this.read();
    while (this.at <= block) events = this.read();
    this.blocks.set(block, events);
    if (this.blocks.size > KEPT) this.blocks.delete(this.blocks.keys().next().value!);
    return events;
  }

  /** Reads the block that the stream stands before. */
  private read(): Float64Array {
    if (this.at === this.saved.length * this.spacing) {
      if (this.saved.length === MOST_STATES) {
        this.saved = this.saved.filter((_, i) => i % 2 === 0);
        this.spacing *= 2;
      }
      if (this.at === this.saved.length * this.spacing) this.saved.push(this.stream.save());
    }
    const events = new Float64Array(BLOCK * WIDTH);
    const event = new Float64Array(WIDTH);
    let length = 0;
    while (length < BLOCK && this.stream.next(event)) copy(event, 0, events, length++ * WIDTH);
    this.at++;
    return length === BLOCK ? events : events.slice(0, length * WIDTH);
  }
}
