import type { Plan } from '../plan/compile.js';
import type { TablePlan } from '../plan/table.js';
import { UniqueKeys } from './keys.js';
import { Links, type RowPlace } from './links.js';
import { RowOrder } from './order.js';
import { isRecord, type Problem } from './problem.js';
import type { RowValidator } from './row-validator.js';
import { validatorOf } from './validator-of.js';

/** A problem of a data set. */
export interface DataProblem extends Problem {
  /** The table; empty where the data does not say which one is meant. */
  readonly table: string;
  /** Row number in the table, from 0; `undefined` for what is wrong with a file or table as a whole. */
  readonly row?: number | undefined;
  /** The file it stands in. */
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

/** Where records come from. */
export interface RecordsSource {
  readonly file?: string | undefined;
  /** The line of each record, from 1. */
  readonly lines?: readonly number[] | undefined;
  /** They come from a flat table of texts. */
  readonly texts?: boolean | undefined;
  /** They come from a flat table. */
  readonly flat?: boolean | undefined;
}

interface Checked {
  readonly plan: TablePlan;
  readonly keys: UniqueKeys;
  readonly order: RowOrder;
  /** Rows that were read; their numbers count on over all files of a table. */
  rows: number;
  /** The file that the last of them came from. */
  file?: string | undefined;
  /** By where records come from. */
  readonly validators: Map<string, RowValidator>;
}

/**
 * Checks the records of tables one after another: each by itself, then keys and unique values over each table, times that
 * follow each other, references into the tables that are there, and the numbers of children. Holds keys in memory, not records.
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
      plan.tables.map((table) => [
        table.name,
        {
          plan: table,
          keys: new UniqueKeys(table),
          order: new RowOrder(table.model, table.document.timezone),
          rows: 0,
          validators: new Map(),
        },
      ]),
    );
  }

  /** Says that the data has a table, even if it has no rows. */
  see(table: string): void {
    this.seen.add(table);
  }

  /** @param table one of the plan's. */
  add(table: string, records: readonly unknown[], from: RecordsSource = {}): void {
    const checked = this.tables.get(table)!;
    this.see(table);
    const { file, lines } = from;
    if (file !== checked.file) checked.order.restart();
    checked.file = file;
    const first = checked.rows;
    const place = (i: number): RowPlace => ({
      row: first + i,
      ...(file !== undefined && { file }),
      ...(lines !== undefined && { line: lines[i] }),
    });
    checkOf(checked, from).each(records, (i, problems) => {
      for (const problem of problems) this.report({ ...problem, table, ...place(i) });
    });
    for (const [i, record] of records.entries()) {
      const between = [...checked.keys.problems(record, first + i), ...checked.order.problems(record)];
      for (const problem of between) this.report({ ...problem, table, ...place(i) });
      if (!isRecord(record)) continue;
      this.links.add(checked.plan, record, place(i));
    }
    checked.rows += records.length;
  }

  /** Adds a problem of the data as a whole. */
  report(problem: DataProblem): void {
    const key = JSON.stringify([problem.file, problem.code]);
    let count = this.counts.get(key);
    if (count === undefined) this.counts.set(key, (count = { file: problem.file, code: problem.code, count: 0 }));
    if (count.count++ < this.limit) this.problems.push(problem);
  }

  finish(): DataReport {
    for (const table of this.seen) this.checkCount(table);
    for (const { place, ...problem } of this.links.problems(this.seen)) this.report({ ...problem, ...place });
    const tables = this.plan.tables
      .filter(({ name }) => this.seen.has(name))
      .map(({ name }) => ({ name, rows: this.tables.get(name)!.rows }));
    return {
      valid: this.counts.size === 0,
      tables,
      problems: inOrder(this.problems),
      counts: [...this.counts.values()].map(({ file, ...rest }) => ({ ...(file !== undefined && { file }), ...rest })),
    };
  }

  private checkCount(table: string): void {
    const { plan, rows, file } = this.tables.get(table)!;
    const bounds = plan.model.rows;
    if (bounds === undefined) return;
    const few = rows < bounds.min;
    if (!few && rows <= bounds.max) return;
    const message = few
      ? `must be ${bounds.min} rows or more, not ${rows}`
      : `must be ${bounds.max} rows or fewer, not ${rows}`;
    this.report({ table, path: '', code: few ? 'json-schema/minItems' : 'json-schema/maxItems', message, file });
  }
}

/** Files and tables as they came, and in each the rows in order: references are only checked at the end. */
function inOrder(problems: readonly DataProblem[]): DataProblem[] {
  const places = new Map<string, DataProblem[]>();
  for (const problem of problems) {
    const place = JSON.stringify([problem.file, problem.table]);
    const list = places.get(place);
    if (list === undefined) places.set(place, [problem]);
    else list.push(problem);
  }
  return [...places.values()].flatMap((list) => list.sort((a, b) => (a.row ?? -1) - (b.row ?? -1)));
}

function checkOf(checked: Checked, { texts = false, flat = texts }: RecordsSource): RowValidator {
  const { plan, validators } = checked;
  const key = `${texts} ${flat}`;
  let validator = validators.get(key);
  if (validator === undefined) {
    validator = validatorOf(plan.model, plan.fields, plan.document, { texts, flat });
    validators.set(key, validator);
  }
  return validator;
}
