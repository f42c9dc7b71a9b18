import type { Column, OutputField } from '../columns/column.js';
import { RowError, SchemaError } from '../errors.js';
import type { RowSource } from '../generators/generator.js';
import { recordsOfBatch } from '../generators/records.js';
import type { RecordBatch } from '../output/encoder.js';
import { redraw } from '../plan/redraw.js';
import type { TablePlan } from '../plan/table.js';
import type { Diagnostic } from '../schema/diagnostic.js';
import type { Issue, Parsed } from './inputs.js';
import { ASYNC } from './inspect.js';
import { jsonOf } from './outputs.js';
import { ValidationError } from '../validate/records.js';

/** Parses a row of the JSON Schema. */
export type ParseRow = (row: unknown) => Parsed;

/** So often a row is drawn, at most, until the schema takes it. */
export const TRIES = 200;

/** What rows have of the table that they come from. */
abstract class RowsOf implements RowSource {
  abstract readonly fields: readonly OutputField[];
  abstract readonly bare: boolean | undefined;

  readonly prepare: RowSource['prepare'];

  constructor(protected readonly source: RowSource) {
    this.prepare = source.prepare?.bind(source);
  }

  abstract batch(from: number, to: number): RecordBatch;
  abstract verify(records: readonly unknown[], firstRow: number): void;

  get name(): string {
    return this.source.name;
  }

  get total(): number {
    return this.source.total;
  }

  get batchRows(): number | undefined {
    return this.source.batchRows;
  }

  get drawRows(): number | undefined {
    return this.source.drawRows;
  }
}

/**
 * Rows as a Zod schema parses them: drawn from its JSON Schema, and drawn again, with other random numbers, while the
 * schema refuses them. A row depends on the seed and its number alone, whatever the batches.
 */
export class ParsedRows extends RowsOf {
  /**
   * @param bare rows are single values, in the only field.
   * @param plan draws rows again; without it, they are as they are.
   */
  constructor(
    source: RowSource,
    private readonly parseRow: ParseRow,
    readonly fields: readonly OutputField[],
    readonly bare: boolean,
    private readonly plan?: TablePlan,
  ) {
    super(source);
  }

  /** @throws RowError for a row that the schema goes on to refuse. */
  records(from: number, to: number): unknown[] {
    const records: unknown[] = new Array(to - from);
    let open = Float64Array.from(records, (_, i) => from + i);
    let drawn = this.source.batch(from, to);
    for (let attempt = 1; ; attempt++) {
      const refused: number[] = [];
      let issue: Issue | undefined;
      for (const [i, row] of recordsOfBatch(this.source, drawn).entries()) {
        const parsed = this.parse(row, open[i]);
        if (parsed.success) records[open[i] - from] = parsed.data;
        else {
          issue ??= parsed.error.issues[0];
          refused.push(open[i]);
        }
      }
      if (issue === undefined) return records;
      if (attempt === TRIES || this.plan === undefined) this.giveUp(refused[0], issue, attempt);
      open = Float64Array.from(refused);
      drawn = redraw(this.plan, open, attempt);
    }
  }

  batch(from: number, to: number): RecordBatch {
    const records = this.records(from, to);
    const value = (record: unknown, name: string): unknown =>
      this.bare ? record : (record as Readonly<Record<string, unknown>>)[name];
    const columns = this.fields.map(({ name }) => valueColumn(records.map((record) => jsonOf(value(record, name)))));
    return { length: records.length, columns };
  }

  /** Rows have been parsed. */
  verify(): void {}

  private parse(value: unknown, row: number): Parsed {
    try {
      return this.parseRow(value);
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      if (/synchronous parse/.test(text)) throw new SchemaError([WAITS]);
      throw new RowError('zod/threw', `the Zod schema threw an error: ${text}`, this.place(row), error);
    }
  }

  private place(row: number, field = '(the whole row)'): RowError['place'] {
    return { table: this.name, row, field };
  }

  private giveUp(row: number, { path, message }: Issue, tries: number): never {
    const field = path.length === 0 ? undefined : path.map(String).join('.');
    const text = `the Zod schema refused ${tries === 1 ? 'the value' : `all of ${tries} values`}: ${message}`;
    throw new RowError('zod/refused', text, this.place(row, field));
  }
}

const WAITS: Diagnostic = { code: 'zod/async', severity: 'error', message: `The Zod schema ${ASYNC}`, pointer: '' };

/** Rows that a Zod schema takes as they are drawn: parsed only to verify them. */
export class PlainRows extends RowsOf {
  constructor(
    source: RowSource,
    private readonly parseRow: ParseRow,
  ) {
    super(source);
  }

  get fields(): readonly OutputField[] {
    return this.source.fields;
  }

  get bare(): boolean | undefined {
    return this.source.bare;
  }

  batch(from: number, to: number): RecordBatch {
    return this.source.batch(from, to);
  }

  verify(records: readonly unknown[], firstRow: number): void {
    this.source.verify(records, firstRow);
    for (const [i, record] of records.entries()) {
      const parsed = this.parseRow(record);
      if (parsed.success) continue;
      const problems = parsed.error.issues.map(({ path, message }) => {
        return { path: path.map(String).join('.'), code: 'zod/refused', message };
      });
      throw new ValidationError(this.name, firstRow + i, problems);
    }
  }
}

function valueColumn(values: readonly unknown[]): Column {
  return {
    kind: 'value',
    length: values.length,
    values,
    nulls: Uint8Array.from(values, (value) => (value == null ? 1 : 0)),
    absent: Uint8Array.from(values, (value) => (value === undefined ? 1 : 0)),
  };
}
