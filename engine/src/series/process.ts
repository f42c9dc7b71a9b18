/**
 * A recursion in steps, driven by uniforms: a fixed state goes in, values come out. Values at a step depend on the
 * process, the uniforms of the steps before and nothing else.
 */
export interface Process {
  /** Doubles of state. */
  readonly size: number;
  /** Uniforms in (0, 1) for each step. */
  readonly draws: number;
  /**
   * After so many steps the start makes no difference beyond rounding (relative 1e-15): the process can be entered
   * anywhere by running it that many steps before. `Infinity`: it never forgets, its state has to be carried from step 0.
   */
  readonly memory: number;
  /** Writes the state before the first step. */
  begin(state: Float64Array): void;
  /**
   * Goes on for `length` steps. `uniforms` holds `draws` numbers for each step, step by step; values are written to `out`
   * from its start; `state` is left as it is after the last.
   */
  run(state: Float64Array, uniforms: Float64Array, length: number, out: Float64Array): void;
}

/** The uniforms of steps `from` … `from + length − 1` (steps before 0 have some too), `draws` a step. */
export type Uniforms = (from: number, length: number, out: Float64Array) => void;
