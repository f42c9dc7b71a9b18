import type { OutputField } from '../columns/column.js';
import type { TableModel } from '../schema/model.js';
import type { Settings } from './expressions.js';
import { eventsCheck } from './events.js';
import { membersCheck } from './field.js';
import { Findings, isRecord, type Problem, show } from './problem.js';
import { rowFields } from './row-fields.js';
import { type RowValidator, ValidationError } from './row-validator.js';

export { ValidationError };

export interface RecordValidatorOptions {
  /**
   * Records come from a flat table of texts: values of mixed columns are texts that may stand for themselves or for
   * JSON. Default: false.
   */
  readonly texts?: boolean;
  /** Records come from a flat table, where a null may stand for an absent value. Default: `texts`. */
  readonly flat?: boolean;
}

const NONE: readonly Problem[] = [];

/**
 * Checks records of one table, each by itself: types, bounds, lengths, patterns, lists, nested parts, missing and unknown
 * keys; `when`, `by`, `after`, `before`, expressions and templates as far as they read the record's own fields. What only
 * the whole data shows (unique values, references, counts) is not seen here. Everything is compiled once.
 */
export class RecordValidator implements RowValidator {
  private readonly check: (record: Readonly<Record<string, unknown>>, findings: Findings) => void;
  private readonly findings = new Findings();

  constructor(
    private readonly table: TableModel,
    fields: readonly OutputField[],
    settings: Settings,
    { texts = false, flat = texts }: RecordValidatorOptions = {},
  ) {
    const types = new Map(fields.map((f) => [f.name, f.type]));
    const { events } = table;
    this.check =
      events === undefined
        ? membersCheck(rowFields(table), types, { settings, column: true }, undefined, texts)
        : eventsCheck({ ...table, events }, types, { settings, texts, flat });
  }

  problems(record: unknown): readonly Problem[] {
    let found: readonly Problem[] = NONE;
    this.each([record], (_, problems) => (found = problems));
    return found;
  }

  /** Together, computed values are cheaper. */
  each(records: readonly unknown[], report: (index: number, problems: readonly Problem[]) => void): void {
    const { findings } = this;
    // A list of our own: expressions remember by it what they computed.
    findings.batch = records.every(isRecord) ? records.slice() : [];
    for (let i = 0; i < records.length; i++) {
      const record = records[i];
      if (!isRecord(record)) {
        report(i, [{ path: '', code: 'value/type', message: `must be an object, not ${show(record)}` }]);
        continue;
      }
      findings.index = i;
      this.check(record, findings);
      const { problems } = findings;
      if (problems.length === 0) continue;
      findings.problems = [];
      report(i, problems);
    }
    findings.batch = [];
  }

  assertAll(records: readonly unknown[], firstRow: number): void {
    this.each(records, (i, problems) => {
      throw new ValidationError(this.table.name, firstRow + i, problems);
    });
  }
}
