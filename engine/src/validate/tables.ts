import type { Plan } from '../plan/compile.js';
import type { TablePlan } from '../plan/table.js';
import type { FieldSpec } from '../schema/model.js';
import { RecordValidator } from './records.js';
import type { Problem } from './value.js';

/** A problem of a record in a data set. */
export interface DataProblem extends Problem {
  readonly table: string;
  /** Row number, from 0. */
  readonly row: number;
}

type Row = Readonly<Record<string, unknown>>;

/**
 * Checks the records of tables against their plan: each by itself, keys and unique values over each table, references
 * into the tables that are there.
 * @param data records by table; tables that are missing are not looked into.
 */
export function problemsOfTables(plan: Plan, data: ReadonlyMap<string, readonly unknown[]>): DataProblem[] {
  const problems: DataProblem[] = [];
  for (const table of plan.tables) {
    const rows = data.get(table.name);
    if (rows === undefined) continue;
    const validator = new RecordValidator(table.model, table.fields);
    for (const [row, record] of rows.entries()) {
      for (const problem of validator.problems(record)) problems.push({ ...problem, table: table.name, row });
    }
    const sound = rows.filter((r): r is Row => typeof r === 'object' && r !== null && !Array.isArray(r));
    if (sound.length < rows.length) continue;
    problems.push(...repeated(table, sound), ...dangling(table, sound, plan, data));
  }
  return problems;
}

/** Values and combinations that must not occur twice. Nulls do not count. */
function repeated(table: TablePlan, rows: readonly Row[]): DataProblem[] {
  const { fields, primaryKey, unique } = table.model;
  const single = fields.filter(({ spec }) => spec.unique === true || spec.kind === 'uuid').map(({ name }) => [name]);
  const groups = [...single, ...(primaryKey.length > 0 ? [primaryKey] : []), ...unique.map((u) => u.fields)];
  return groups.flatMap((names) => {
    const seen = new Map<string, number>();
    const problems: DataProblem[] = [];
    for (const [row, record] of rows.entries()) {
      const values = names.map((name) => record[name]);
      if (values.some((v) => v === null || v === undefined)) continue;
      const key = JSON.stringify(values);
      const before = seen.get(key);
      if (before === undefined) seen.set(key, row);
      else
        problems.push({
          table: table.name,
          row,
          path: names.join(', '),
          code: 'unique/repeated',
          message: `repeats row ${before}`,
        });
    }
    return problems;
  });
}

/** References that hit no row of the table they name. */
function dangling(
  table: TablePlan,
  rows: readonly Row[],
  plan: Plan,
  data: ReadonlyMap<string, readonly unknown[]>,
): DataProblem[] {
  return table.model.fields.flatMap(({ name, spec }) => {
    const target = targetOf(spec, table, plan);
    const parents = target && data.get(target.table);
    if (target === undefined || parents === undefined) return [];
    const known = new Set(parents.map((p) => JSON.stringify((p as Row | null)?.[target.column])));
    const problems: DataProblem[] = [];
    for (const [row, record] of rows.entries()) {
      const value = record[name];
      if (value === null || value === undefined || known.has(JSON.stringify(value))) continue;
      const message = `refers to ${target.table}.${target.column} ${JSON.stringify(value)}, which is not there`;
      problems.push({ table: table.name, row, path: name, code: 'ref/no-parent', message });
    }
    return problems;
  });
}

function targetOf(spec: FieldSpec, table: TablePlan, plan: Plan): { table: string; column: string } | undefined {
  if (spec.kind !== 'ref' || spec.when !== undefined || spec.by !== undefined || spec.ref.text.includes('#'))
    return undefined;
  const [head, ...rest] = spec.ref.text.split('.');
  if (rest.length === 0) return { table: table.name, column: head };
  const named = rest.length === 1 && plan.tables.some((t) => t.name === head);
  return named ? { table: head, column: rest[0] } : undefined;
}
