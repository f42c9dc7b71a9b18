import type { OutputField } from '../columns/column.js';
import { SynthError } from '../errors.js';
import type { TableModel } from '../schema/model.js';
import type { Settings } from './expressions.js';
import { membersCheck } from './field.js';
import { Findings, isRecord, type Problem } from './problem.js';

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

export interface RecordValidatorOptions {
  /**
   * Records come from a flat table of texts: values of mixed columns are texts that may stand for themselves or for
   * JSON. Default: false.
   */
  readonly texts?: boolean;
}

const NONE: readonly Problem[] = [];

/**
 * Checks records of one table, each by itself: types, bounds, lengths, patterns, lists, nested parts, missing and unknown
 * keys; `when`, `by`, `after`, `before`, expressions and templates as far as they read the record's own fields. What only
 * the whole data shows (unique values, references, counts) is not seen here. Everything is compiled once.
 */
export class RecordValidator {
  private readonly check: (record: Readonly<Record<string, unknown>>, findings: Findings) => void;
  private readonly findings = new Findings();

  constructor(
    private readonly table: TableModel,
    fields: readonly OutputField[],
    settings: Settings,
    { texts = false }: RecordValidatorOptions = {},
  ) {
    const types = new Map(fields.map((f) => [f.name, f.type]));
    this.check = membersCheck(table.fields, types, { settings, column: true }, undefined, texts);
  }

  problems(record: unknown): readonly Problem[] {
    if (!isRecord(record)) return [{ path: '', code: 'value/type', message: 'must be an object' }];
    const { findings } = this;
    this.check(record, findings);
    const { problems } = findings;
    if (problems.length === 0) return NONE;
    findings.problems = [];
    return problems;
  }

  /** @throws ValidationError for a record that does not fit. */
  assert(record: unknown, row: number): void {
    const problems = this.problems(record);
    if (problems.length > 0) throw new ValidationError(this.table.name, row, problems);
  }
}
