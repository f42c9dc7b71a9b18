import type { Innovations } from './innovations.js';

/**
 * A recursion in steps, driven by a random number each: a fixed state goes in, values come out. The value at a step depends
 * on the process, the numbers up to that step and nothing else.
 */
export interface Process {
  /** Doubles of state. */
  readonly size: number;
  /**
   * After so many steps the start makes no difference beyond rounding: the process can be entered anywhere by running it
   * that many steps before. `Infinity`: it never forgets, or takes too long to, and its state has to be carried from the
   * start.
   */
  readonly memory: number;
  /** Where the state is carried: steps that run before step 0. What came before them is 0. */
  readonly burnIn: number;
  /** It begins as it goes on: from its distribution in the long run, and the same seen backwards. */
  readonly settled?: boolean;
  /** It has no level to come back to. */
  readonly wanders?: boolean;
  /** What drives it; uniforms in [0, 1) where this is not set. */
  readonly innovations?: Innovations;
  /** Standard deviation in the long run; of a process that has none, of one step. */
  readonly stdDev: number;
  /** Writes the state before the first step. */
  begin(state: Float64Array): void;
  /**
   * Goes on for `length` steps, and leaves `state` as it is after the last.
   * @param drawn what drives it: an innovation for each step, or with a window a uniform in [0, 1).
   * @param sums the value of each step is added to these, from their start.
   * @param window where given, values stay within these bounds: innovations are drawn from what fits.
   */
  run(state: Float64Array, drawn: Float64Array, length: number, sums: Float64Array, window?: Window): void;
}

/** Bounds of the value at each step. */
export interface Window {
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/** The bounds of values of steps `from` … `from + length − 1`. */
export type Windows = (from: number, length: number) => Window;
