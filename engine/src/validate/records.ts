import { SynthError } from '../errors.js';
import type { TableModel } from '../schema/model.js';
import type { OutputField } from '../columns/column.js';
import { type Problem, problemsOf } from './value.js';

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

/** Checks records of one table, each by itself. */
export class RecordValidator {
  private readonly types: ReadonlyMap<string, OutputField['type']>;

  constructor(
    private readonly table: TableModel,
    fields: readonly OutputField[],
  ) {
    this.types = new Map(fields.map((f) => [f.name, f.type]));
  }

  problems(record: unknown): Problem[] {
    if (typeof record !== 'object' || record === null || Array.isArray(record)) {
      return [{ path: '', code: 'value/type', message: 'must be an object' }];
    }
    const row = record as Readonly<Record<string, unknown>>;
    const problems: Problem[] = [];
    for (const { name, spec } of this.table.fields) {
      const value = Object.hasOwn(row, name) ? row[name] : undefined;
      problems.push(...problemsOf(spec, this.types.get(name)!, value, name, { record: row }));
    }
    for (const name of Object.keys(row)) {
      if (!this.types.has(name)) problems.push({ path: name, code: 'value/unknown', message: 'is not in the schema' });
    }
    return problems;
  }

  /** @throws ValidationError for a record that does not fit. */
  assert(record: unknown, row: number): void {
    const problems = this.problems(record);
    if (problems.length > 0) throw new ValidationError(this.table.name, row, problems);
  }
}
