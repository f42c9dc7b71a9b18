/**
 * A recursion in steps, driven by uniforms: a fixed state goes in, values come out. The value at a step depends on the
 * process, the uniforms up to that step and nothing else.
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
  /** Standard deviation in the long run; of a process that has none, of one step. */
  readonly stdDev: number;
  /** Writes the state before the first step. */
  begin(state: Float64Array): void;
  /**
   * Goes on for `length` steps. `uniforms` holds a number in [0, 1) for each and is not needed after; values are written to `out` from its
   * start; `state` is left as it is after the last.
   * @param window where given, values stay within these bounds: innovations are drawn from what fits.
   */
  run(state: Float64Array, uniforms: Float64Array, length: number, out: Float64Array, window?: Window): void;
}

/** Bounds of the value at each step. */
export interface Window {
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/** Fills in the uniforms of steps `from` … `from + length − 1`; steps before 0 have some too. */
export type Uniforms = (from: number, length: number, out: Float64Array) => void;

/** As {@link Uniforms}, for the bounds of values. */
export type Windows = (from: number, length: number) => Window;
