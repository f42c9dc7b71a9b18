import { exp, log, log1p } from '../random/exact.js';
import { type Addresses, rootAddresses, type Stream } from '../random/stream.js';
import { firstAt, type TimeAxis } from '../series/axis.js';
import { addGaps, drawExponentials } from './gap-kernel.js';

/** Arrivals between two remembered states. */
const BETWEEN_STATES = 4096;

/** So many arrivals are computed at once at least. */
const AT_ONCE = 256;

/** So many instants are copied one by one: sessions ask for each. */
const FEW = 32;

const TWO_POW_32 = 4294967296;

/**
 * A point process as a recursion: each arrival follows from the one before and one or two unit exponentials of its own;
 * uniforms are there for the asking.
 */
export interface ArrivalProcess {
  /** Doubles of state beside the time. */
  readonly size: number;
  /** Arrivals a millisecond, where gaps are independent of each other and of everything else. */
  readonly rate?: number;
  /** How many exponentials an arrival takes. */
  readonly exponentials: 1 | 2;
  begin(state: Float64Array): void;
  /**
   * The instant of the next arrival, ms; `Infinity` where none comes any more.
   * @param time instant of the arrival before, or the start
   * @param first, other unit exponentials, of uniforms 0 and 1
   * @param uniform gives uniforms in [0, 1) of this arrival by their numbers: those that are not taken as exponentials
   */
  next(time: number, state: Float64Array, first: number, other: number, uniform: (k: number) => number): number;
}

/**
 * The instants of arrivals 0, 1, 2, …, the same however they are asked for. An instant is a sum over all arrivals before:
 * the first visit of an arrival goes through them, later ones go on from remembered states, 4,096 apart.
 */
export class Arrivals implements TimeAxis {
  private readonly remembered: Float64Array[] = [];
  private readonly state: Float64Array;
  private readonly first = new Float64Array(BETWEEN_STATES);
  private readonly other = new Float64Array(BETWEEN_STATES);
  private block = -1;
  /** How many instants of the block are known. */
  private known = 0;
  /** Instants of the arrivals of {@link block}, whole ms. */
  private readonly instants = new Float64Array(BETWEEN_STATES);

  /**
   * @param interval mean ms between two arrivals
   * @param stream of their uniforms, at the addresses of root rows
   */
  constructor(
    private readonly process: ArrivalProcess,
    private readonly start: number,
    readonly interval: number,
    private readonly stream: Stream,
  ) {
    this.state = new Float64Array(process.size + 1);
  }

  /** Whole milliseconds; before arrival 0, the start. */
  times(from: number, length: number, out: Float64Array): void {
    for (let i = 0; i < length;) {
      const arrival = from + i;
      if (arrival < 0) {
        out[i++] = this.start;
        continue;
      }
      const block = Math.floor(arrival / BETWEEN_STATES);
      const place = arrival - block * BETWEEN_STATES;
      const count = Math.min(length - i, BETWEEN_STATES - place);
      this.reach(block, place + count);
      this.copy(place, count, out, i);
      i += count;
    }
  }

  private copy(from: number, count: number, out: Float64Array, to: number): void {
    const { instants } = this;
    if (count < FEW) for (let i = 0; i < count; i++) out[to + i] = instants[from + i];
    else out.set(instants.subarray(from, from + count), to);
  }

  stepAt(instant: number): number {
    return instant < this.start ? -1 : this.countBefore(instant);
  }

  countBefore(instant: number): number {
    // Blocks begin where the one before ended.
    let low = 0;
    let high = this.remembered.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (this.remembered[middle][0] < instant) low = middle;
      else high = middle - 1;
    }
    for (let block = low; ; block++) {
      this.reach(block, BETWEEN_STATES);
      if (this.instants[BETWEEN_STATES - 1] < instant) continue;
      let i = 0;
      while (this.instants[i] < instant) i++;
      return block * BETWEEN_STATES + i;
    }
  }

  /** Computes so many instants of a block. */
  private reach(block: number, count: number): void {
    if (this.remembered.length === 0) {
      this.state[0] = this.start;
      this.process.begin(this.state.subarray(1));
      this.remembered.push(this.state.slice());
    }
    if (block !== this.block) {
      for (let b = Math.min(block, this.remembered.length - 1); b < block; b++) {
        this.enter(b);
        this.run(BETWEEN_STATES);
      }
      this.enter(block);
    }
    if (this.known < count) this.run(count);
  }

  private enter(block: number): void {
    this.state.set(this.remembered[block]);
    this.block = block;
    this.known = 0;
  }

  /** Computes the instants of the block up to number `to`, and perhaps some more. */
  private run(to: number): void {
    this.advance(Math.min(BETWEEN_STATES, Math.ceil(to / AT_ONCE) * AT_ONCE));
    if (this.known === BETWEEN_STATES && this.block + 1 === this.remembered.length)
      this.remembered.push(this.state.slice());
  }

  private advance(to: number): void {
    const { process, state, first, other, instants, stream, known } = this;
    const from = this.block * BETWEEN_STATES;
    if (process.rate !== undefined && known === 0) {
      const last = addGaps(stream, rootAddresses(from, BETWEEN_STATES), process.rate, state[0], instants);
      if (last !== undefined) {
        state[0] = last;
        this.known = BETWEEN_STATES;
        return;
      }
    }
    const at = rootAddresses(from + known, to - known);
    fillExponentials(stream, at, 0, first);
    if (process.exponentials === 2) fillExponentials(stream, at, 1, other);
    const inner = state.subarray(1);
    let arrival = 0;
    const uniform = (k: number): number => stream.uniform(arrival | 0, Math.floor(arrival / TWO_POW_32), k);
    let time = state[0];
    for (let i = 0; i < at.length; i++) {
      arrival = from + known + i;
      time = process.next(time, inner, first[i], other[i], uniform);
      instants[known + i] = Math.floor(time);
    }
    state[0] = time;
    this.known = to;
  }
}

/** Unit exponentials of the uniforms of a draw. */
function fillExponentials(stream: Stream, at: Addresses, draw: number, out: Float64Array): void {
  if (drawExponentials(stream, at, draw, out)) return;
  stream.uniforms(at, draw, out);
  for (let i = 0; i < at.length; i++) out[i] = exponential(out[i]);
}

/** A unit exponential from a uniform in [0, 1). */
const exponential = (u: number): number => -log1p(-u);

/** Independent gaps of one mean. @param rate arrivals a millisecond. */
export function poisson(rate: number): ArrivalProcess {
  return { size: 0, rate, exponentials: 1, begin: () => undefined, next: (time, _, gap) => time + gap / rate };
}

/** The rate of arrivals at an instant, per ms, and the instant until which it holds. */
export type RateAt = (time: number) => { readonly rate: number; readonly until: number };

/**
 * A Poisson process whose rate is constant between given instants: an exponential amount of the rate's integral passes
 * from one arrival to the next. Where there is no rate for ten years, nothing comes any more.
 */
export function varyingPoisson(rateAt: RateAt): ArrivalProcess {
  return {
    size: 0,
    exponentials: 1,
    begin: () => undefined,
    next(time, _, amount) {
      let left = amount;
      let at = time;
      if (at === Infinity) return at;
      for (const horizon = time + 315_576_000_000; at < horizon;) {
        const { rate, until } = rateAt(at);
        const passed = rate * (until - at);
        if (rate > 0 && left <= passed) return at + left / rate;
        left -= passed;
        at = until;
      }
      return Infinity;
    },
  };
}

/**
 * Arrivals at two rates that take turns for exponential times: a Markov-modulated Poisson process. The mean rate over both
 * is `rate`; it starts in a phase drawn by its share of the time.
 * @param factor the rate while on, in rates while off
 * @param on, off mean lengths of the phases, ms
 */
export function bursts(rate: number, factor: number, on: number, off: number): ArrivalProcess {
  const calm = (rate * (on + off)) / (on * factor + off);
  const rates = [calm, calm * factor];
  const means = [off, on];
  const often = on / (on + off);
  return {
    // The phase, when it ends, and whether both are drawn yet.
    size: 3,
    exponentials: 1,
    begin: (state) => void state.fill(0),
    next(time, state, amount, _, uniform) {
      let left = amount;
      let at = time;
      let draw = 2;
      let [phase, end] = state;
      if (state[2] === 0) {
        const v = uniform(1);
        phase = v < often ? 1 : 0;
        end = at + means[phase] * exponential(phase === 1 ? v / often : (v - often) / (1 - often));
      }
      for (;;) {
        const passed = rates[phase] * (end - at);
        if (left <= passed) break;
        left -= passed;
        at = end;
        phase = 1 - phase;
        end = at + means[phase] * exponential(uniform(draw++));
      }
      state[0] = phase;
      state[1] = end;
      state[2] = 1;
      return at + left / rates[phase];
    },
  };
}

/**
 * Self-exciting arrivals: each raises the rate by branching / decay, which fades with time constant `decay`. Exact, by
 * A. Dassios, H. Zhao, "Exact simulation of Hawkes process with exponentially decaying intensity", Electronic
 * Communications in Probability 18 (2013). It starts with the mean excitation, and keeps the mean rate.
 * @param branching mean number of arrivals that one brings about, 0 ≤ branching < 1
 */
export function hawkes(rate: number, branching: number, decay: number): ArrivalProcess {
  const background = rate * (1 - branching);
  const delta = 1 / decay;
  return {
    size: 1,
    exponentials: 2,
    begin: (state) => void state.fill(rate * branching),
    next(time, state, first, other) {
      const excess = state[0];
      const d = excess > 0 ? 1 - (delta * first) / excess : -1;
      const excited = d > 0 ? -log(d) / delta : Infinity;
      const gap = Math.min(excited, other / background);
      state[0] = excess * exp(-gap * delta) + branching * delta;
      return time + gap;
    },
  };
}

/**
 * Arrivals at even distances. @param jitter each is moved by less than ± half of this, ms; at most a distance, so that
 * none passes its neighbour.
 */
export function evenly(start: number, interval: number, jitter: number, stream: Stream): TimeAxis {
  const width = Math.min(jitter, interval);
  const times = (from: number, length: number, out: Float64Array): void => {
    if (width > 0) {
      stream.uniforms(rootAddresses(from, length), 0, out);
      for (let i = 0; i < length; i++) {
        const time = Math.floor(start + (from + i) * interval + (out[i] - 0.5) * width);
        out[i] = from + i < 0 ? time : Math.max(start, time);
      }
    } else for (let i = 0; i < length; i++) out[i] = Math.floor(start + (from + i) * interval);
  };
  const stepAt = (instant: number): number =>
    instant < start ? -1 : firstAt(times, Math.ceil((instant - start) / interval), instant);
  return { interval, times, stepAt, countBefore: (instant) => Math.max(0, stepAt(instant)) };
}
