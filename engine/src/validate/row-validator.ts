import { SynthError } from '../errors.js';
import type { Problem } from './problem.js';

/** Checks rows of one table, each by itself. */
export interface RowValidator {
  /** Problems of one row; none where it fits. */
  problems(record: unknown): readonly Problem[];
  /** Checks rows together, and tells of those that do not fit. */
  each(records: readonly unknown[], report: (index: number, problems: readonly Problem[]) => void): void;
  /**
   * @param firstRow number of the first record's row.
   * @throws ValidationError for a record that does not fit.
   */
  assertAll(records: readonly unknown[], firstRow: number): void;
}

/** A record does not fit its schema. */
export class ValidationError extends SynthError {
  constructor(
    table: string,
    row: number,
    readonly problems: readonly Problem[],
  ) {
    const [first] = problems;
    const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
    super('record/invalid', `${table} row ${row}: ${first.path || 'the record'} ${first.message}${more}`);
  }
}
