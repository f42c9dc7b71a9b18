import type { Plan } from '../plan/compile.js';
import type { TablePlan } from '../plan/table.js';
import { UniqueKeys } from './keys.js';
import { Links, type RowPlace } from './links.js';
import { isRecord, type Problem } from './problem.js';
import { RecordValidator } from './records.js';

/** A problem of a data set. */
export interface DataProblem extends Problem {
  /** The table; empty where the data does not say which one is meant. */
  readonly table: string;
  /** Row number in the table, from 0; `undefined` for what is wrong with a file or table as a whole. */
  readonly row?: number | undefined;
  readonly file?: string | undefined;
  /** From 1. */
  readonly line?: number | undefined;
}

/** What {@link DataChecker} found. */
export interface DataReport {
  /** No problem was found. */
  readonly valid: boolean;
  /** The tables that were there, and how many rows of each. */
  readonly tables: readonly { readonly name: string; readonly rows: number }[];
  /** As many of each code and file as were asked for. */
  readonly problems: readonly DataProblem[];
  /** How many there are in all. */
  readonly counts: readonly { readonly file?: string | undefined; readonly code: string; readonly count: number }[];
}

interface Checked {
  readonly plan: TablePlan;
  readonly keys: UniqueKeys;
  /** Rows that were read; their numbers count on over all files of a table. */
  rows: number;
  values?: RecordValidator;
  texts?: RecordValidator;
}

/**
 * Checks the records of tables one after another: each by itself, then keys and unique values over each table,
 * references into the tables that are there, and the numbers of children. Holds keys in memory, not records.
 */
export class DataChecker {
  private readonly tables: ReadonlyMap<string, Checked>;
  private readonly links: Links;
  private readonly seen = new Set<string>();
  private readonly problems: DataProblem[] = [];
  private readonly counts = new Map<string, { file?: string | undefined; code: string; count: number }>();

  /** @param limit how many problems of one code and file are kept. */
  constructor(
    private readonly plan: Plan,
    private readonly limit = Infinity,
  ) {
    this.links = new Links(plan);
    this.tables = new Map(
      plan.tables.map((table) => [table.name, { plan: table, keys: new UniqueKeys(table), rows: 0 }]),
    );
  }

  /** Says that the data has a table, even if it has no rows. */
  see(table: string): void {
    this.seen.add(table);
  }

  /**
   * @param table one of the plan's.
   * @param texts the record comes from a flat table of texts.
   */
  add(table: string, record: unknown, at: { file?: string; line?: number } = {}, texts = false): void {
    const checked = this.tables.get(table)!;
    this.see(table);
    const place: RowPlace = { row: checked.rows++, ...at };
    for (const problem of validatorOf(checked, texts).problems(record)) this.report({ ...problem, table, ...place });
    if (!isRecord(record)) return;
    for (const problem of checked.keys.problems(record, place.row)) this.report({ ...problem, table, ...place });
    this.links.add(checked.plan, record, place);
  }

  /** Adds a problem of the data as a whole. */
  report(problem: DataProblem): void {
    const key = JSON.stringify([problem.file, problem.code]);
    let count = this.counts.get(key);
    if (count === undefined) this.counts.set(key, (count = { file: problem.file, code: problem.code, count: 0 }));
    if (count.count++ < this.limit) this.problems.push(problem);
  }

  finish(): DataReport {
    for (const { place, ...problem } of this.links.problems(this.seen)) this.report({ ...problem, ...place });
    const tables = this.plan.tables
      .filter(({ name }) => this.seen.has(name))
      .map(({ name }) => ({ name, rows: this.tables.get(name)!.rows }));
    return {
      valid: this.counts.size === 0,
      tables,
      problems: this.problems,
      counts: [...this.counts.values()].map(({ file, ...rest }) => ({ ...(file !== undefined && { file }), ...rest })),
    };
  }
}

function validatorOf(checked: Checked, texts: boolean): RecordValidator {
  const { model, fields, document } = checked.plan;
  if (texts) return (checked.texts ??= new RecordValidator(model, fields, document, { texts }));
  return (checked.values ??= new RecordValidator(model, fields, document));
}
