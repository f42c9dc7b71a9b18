import type { Level, Span, TableRows } from './rows.js';

/**
 * Where the rows of a table stand, when they are more than numbered: at the steps of series, or at the arrivals of events.
 * Gives any rows at any time, the same however they are asked for.
 */
export interface RowSpace {
  /** Number of rows. The first call may have to go through all of them. */
  readonly total: number;
  /** What the numbers of its rows lie below: more than {@link total} where events are lost on their way. */
  readonly numbers?: number;
  /** How many of the first `to` rows there are, found without going further. Default: by {@link total}. */
  reach?(to: number): number;
  /** Rows by number, in any order, with repeats; fastest for rising neighbours. */
  rowsAt(level: Level, numbers: Float64Array): TableRows;
  /** Rows that follow each other. Default: as {@link rowsAt}. */
  range?(level: Level, rows: Span): TableRows;
}
