import type { Process, Uniforms, Windows } from './process.js';

/** Steps that are drawn at once. */
const STRETCH = 4096;

/** A process that forgets is entered anew at least so rarely: blocks are so many times longer than its memory. */
const BLOCKS_PER_MEMORY = 8;

/** Steps between two states that a carried process remembers. */
const BETWEEN_STATES = 1 << 16;

/**
 * The values of one process at any steps, the same however they are asked for.
 *
 * A process that forgets is cut into blocks of fixed length, each entered by running the process {@link Process.memory}
 * steps before: any block costs the same, wherever it is. At a border the value differs from that of an unbroken run by
 * what is left of the start, 1 part in 10^15. A process that never forgets is carried from the start: the first visit of a
 * step goes through all steps before, later ones go on from remembered states.
 */
export class Track {
  private readonly state: Float64Array;
  private readonly block: number;
  private readonly remembered = new Map<number, Float64Array>();
  /** The step that `state` stands before. */
  private at = NaN;
  private uniformBuffer: Float64Array = new Float64Array(0);
  private valueBuffer: Float64Array = new Float64Array(0);

  constructor(
    private readonly process: Process,
    private readonly uniforms: Uniforms,
    private readonly windows?: Windows,
  ) {
    this.state = new Float64Array(process.size);
    let block = STRETCH;
    while (process.memory < Infinity && block < BLOCKS_PER_MEMORY * process.memory) block *= 2;
    this.block = block;
  }

  /** Writes the values of steps `from` … `from + length − 1` (from ≥ 0) to the start of `out`. */
  values(from: number, length: number, out: Float64Array): void {
    const { process, block } = this;
    if (process.memory === 0) {
      this.advance(from, length, out);
      return;
    }
    let step = from;
    const end = from + length;
    while (step < end) {
      const border = process.memory === Infinity ? end : (Math.floor(step / block) + 1) * block;
      const stop = Math.min(end, border);
      this.reach(step);
      this.advance(step, stop - step, out.subarray(step - from));
      step = stop;
    }
  }

  /** Brings the state before a step. */
  private reach(step: number): void {
    const { process, block, state } = this;
    if (process.memory < Infinity) {
      if (this.at === step && step % block !== 0) return;
      const start = Math.floor(step / block) * block - process.memory;
      if (!(this.at < step && this.at > start + process.memory)) {
        process.begin(state);
        this.at = start;
      }
    } else if (!(this.at <= step)) {
      const last = Math.floor(step / BETWEEN_STATES) * BETWEEN_STATES;
      let known = last;
      while (known > 0 && !this.remembered.has(known)) known -= BETWEEN_STATES;
      const saved = this.remembered.get(known);
      if (saved !== undefined) state.set(saved);
      else process.begin(state);
      this.at = saved !== undefined ? known : -process.burnIn;
    }
    this.advance(this.at, step - this.at);
  }

  private advance(from: number, length: number, out?: Float64Array): void {
    const { process } = this;
    for (let done = 0; done < length;) {
      const step = from + done;
      const some = Math.min(STRETCH, length - done, this.untilRemembered(step));
      const u = (this.uniformBuffer = grown(this.uniformBuffer, some * process.draws));
      this.uniforms(step, some, u);
      const target = out?.subarray(done) ?? (this.valueBuffer = grown(this.valueBuffer, some));
      process.run(this.state, u, some, target, this.windows?.(step, some));
      done += some;
      this.at = step + some;
      if (process.memory === Infinity && this.at > 0 && this.at % BETWEEN_STATES === 0) {
        if (!this.remembered.has(this.at)) this.remembered.set(this.at, this.state.slice());
      }
    }
  }

  private untilRemembered(step: number): number {
    if (this.process.memory < Infinity) return Infinity;
    return (Math.floor(step / BETWEEN_STATES) + 1) * BETWEEN_STATES - step;
  }
}

function grown(buffer: Float64Array, length: number): Float64Array {
  return buffer.length >= length ? buffer : new Float64Array(Math.max(length, 2 * buffer.length));
}
