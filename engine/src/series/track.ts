import { backwards, type Draws } from './draws.js';
import type { Process, Windows } from './process.js';
import { drawnValues } from './step-kernel.js';

/** Steps that are drawn at once. */
const STRETCH = 4096;

/** A process that forgets is entered anew at least so rarely: blocks are so many times longer than its memory. */
const BLOCKS_PER_MEMORY = 8;

/** Steps between two states that a carried process remembers. */
const BETWEEN_STATES = 1 << 16;

/** Values that nobody wants. */
const valueScratch = new Float64Array(STRETCH);

/**
 * The values of one process at any steps, the same however they are asked for.
 *
 * A process that forgets is cut into blocks of fixed length, each entered by running the process {@link Process.memory}
 * steps before: any block costs the same, wherever it is. At a border the value differs from that of an unbroken run by
 * what is left of the start, 1 part in 10^15. A process that never forgets is carried from the start: the first visit of a
 * step goes through all steps before, later ones go on from remembered states.
 *
 * A process that is {@link Process.settled} from its beginning begins at step 0. Steps before that one, which lags ask for,
 * are drawn backwards from it.
 */
export class Track {
  private readonly state: Float64Array;
  private readonly block: number;
  private remembered: Map<number, Float64Array> | undefined;
  private readonly settled: boolean;
  private past: Track | undefined;
  /** The step that `state` stands before. */
  private at = NaN;

  constructor(
    private readonly process: Process,
    private readonly draws: Draws,
    private readonly windows?: Windows,
  ) {
    this.state = new Float64Array(process.size);
    let block = STRETCH;
    while (process.memory < Infinity && block < BLOCKS_PER_MEMORY * process.memory) block *= 2;
    this.block = block;
    this.settled = process.settled === true && windows === undefined;
  }

  /** Writes the values of steps `from` … `from + length − 1` to the start of `out`. */
  values(from: number, length: number, out: Float64Array): void {
    out.fill(0, 0, length);
    this.add(from, length, out);
  }

  /** Adds the values of steps `from` … `from + length − 1` to `sums`, from their start. */
  add(from: number, length: number, sums: Float64Array): void {
    const { process, block } = this;
    if (process.memory === 0) {
      this.advance(from, length, sums);
      return;
    }
    const end = from + length;
    let step = from;
    if (from < 0 && this.settled) {
      step = Math.min(0, end);
      this.before(from, step - from, sums);
    } else if (process.memory === Infinity && from < -process.burnIn) {
      step = Math.min(end, -process.burnIn);
    }
    while (step < end) {
      const border = process.memory === Infinity ? end : (Math.floor(step / block) + 1) * block;
      const stop = Math.min(end, border);
      this.reach(step);
      this.advance(step, stop - step, step === from ? sums : sums.subarray(step - from));
      step = stop;
    }
  }

  /** Steps before 0: seen backwards the process is the same one, so that they go on from step 0 as those after it do. */
  private before(from: number, length: number, sums: Float64Array): void {
    this.past ??= new Track(this.process, backwards(this.draws));
    const values = new Float64Array(length);
    this.past.values(1 - from - length, length, values);
    for (let i = 0; i < length; i++) sums[i] += values[length - 1 - i];
  }

  /** Brings the state before a step. */
  private reach(step: number): void {
    const { process, block, state } = this;
    if (process.memory < Infinity) {
      if (this.at === step && step % block !== 0) return;
      const border = Math.floor(step / block) * block;
      if (!(this.at < step && this.at > border)) {
        process.begin(state);
        this.at = border === 0 && this.settled ? 0 : border - process.memory;
      }
    } else if (!(this.at <= step)) {
      let known = Math.floor(step / BETWEEN_STATES) * BETWEEN_STATES;
      while (known > 0 && !this.remembered?.has(known)) known -= BETWEEN_STATES;
      const saved = this.remembered?.get(known);
      if (saved !== undefined) state.set(saved);
      else process.begin(state);
      this.at = saved !== undefined ? known : this.settled ? 0 : -process.burnIn;
    }
    this.advance(this.at, step - this.at);
  }

  private advance(from: number, length: number, sums?: Float64Array): void {
    const { process, draws } = this;
    const drawn = drawnValues();
    for (let done = 0; done < length;) {
      const step = from + done;
      const some = Math.min(STRETCH, length - done, this.untilRemembered(step));
      // Before the numbers, since what it takes to know the bounds may draw some too.
      const window = this.windows?.(step, some);
      if (window !== undefined || process.innovations === undefined) draws.uniforms(step, some, drawn);
      else process.innovations.draw(draws, step, some, drawn);
      const target = sums === undefined ? valueScratch : done === 0 ? sums : sums.subarray(done);
      process.run(this.state, drawn, some, target, window);
      done += some;
      this.at = step + some;
      if (process.memory === Infinity && this.at >= 0 && this.at % BETWEEN_STATES === 0) {
        this.remembered ??= new Map();
        if (!this.remembered.has(this.at)) this.remembered.set(this.at, this.state.slice());
      }
    }
  }

  private untilRemembered(step: number): number {
    if (this.process.memory < Infinity) return Infinity;
    return (Math.floor(step / BETWEEN_STATES) + 1) * BETWEEN_STATES - step;
  }
}
