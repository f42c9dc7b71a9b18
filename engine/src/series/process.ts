/**
 * A recursion in steps, driven by uniforms: a fixed state goes in, values come out. The value at a step depends on the
 * process, the uniforms up to that step and nothing else.
 */
export interface Process {
  /** Doubles of state. */
  readonly size: number;
  /** Uniforms in [0, 1) for each step. */
  readonly draws: 1 | 2;
  /**
   * After so many steps the start makes no difference beyond rounding: the process can be entered anywhere by running it
   * that many steps before. `Infinity`: it never forgets, or takes too long to, and its state has to be carried from the
   * start.
   */
  readonly memory: number;
  /** Where the state is carried: steps that run before step 0, so that a stationary process starts as one. */
  readonly burnIn: number;
  /** Standard deviation in the long run; of a process that has none, of one step. */
  readonly stdDev: number;
  /** Writes the state before the first step. */
  begin(state: Float64Array): void;
  /**
   * Goes on for `length` steps. `uniforms` holds `draws` numbers for each step, one step after another; values are written
   * to `out` from its start; `state` is left as it is after the last.
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
