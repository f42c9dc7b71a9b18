import { checkObject, show, type Report } from './cells.js';
import { Relations } from './family.js';
import { isMap, readSchema, type NamedSpec, type Schema } from './schema.js';
import { Scope, type Row, type TableData } from './scope.js';
import { parseInstant } from './time.js';
import type { Violation, ViolationKind } from './violation.js';

export type { Violation, ViolationKind } from './violation.js';

export interface ValidateOptions {
  /** Rows of the tables that have no parent; default: what the schema says, else 10. */
  readonly count?: number;
  readonly now?: string;
  readonly timezone?: string;
}

/**
 * Judges generated rows by the language alone: what they break, nothing where they hold. Shares no code with the generator.
 *
 * @param document a parsed schema: field map, document or tables
 * @param output records of the one table, or records by the name of the table
 */
export function validateRows(document: unknown, output: unknown, options: ValidateOptions = {}): Violation[] {
  const schema = readSchema(document);
  const violations: Violation[] = [];
  const tables = readOutput(schema, output, violations);
  const zone = options.timezone ?? schema.timezone ?? 'UTC';
  const now = parseInstant(options.now ?? schema.now ?? '2026-01-01T00:00:00Z', NaN, zone);
  const relations = new Relations(tables, { now, zone });
  for (const table of tables.values()) {
    checkCount(table, options.count, violations);
    checkCells(table, relations, violations);
    checkUnique(table, relations, violations);
  }
  return [...violations, ...relations.violations()];
}

function readOutput(schema: Schema, output: unknown, violations: Violation[]): Map<string, TableData> {
  const byName = schema.single ? { [schema.tables[0].name]: output } : output;
  if (!isMap(byName)) throw new Error('the output of tables is an object of lists');
  const tables = new Map<string, TableData>();
  for (const table of schema.tables) {
    const rows = Object.hasOwn(byName, table.name) ? byName[table.name] : undefined;
    const isList = Array.isArray(rows) && rows.every(isMap);
    if (!isList)
      violations.push({
        kind: 'table',
        table: table.name,
        row: -1,
        path: '',
        message: 'is missing or no list of objects',
      });
    tables.set(table.name, { schema: table, rows: isList ? (rows as Row[]) : [] });
  }
  for (const name of Object.keys(byName)) {
    if (!tables.has(name))
      violations.push({ kind: 'table', table: name, row: -1, path: '', message: 'is not in the schema' });
  }
  return tables;
}

function checkCount({ schema, rows }: TableData, asked: number | undefined, violations: Violation[]): void {
  if (typeof schema.count !== 'number') return;
  const count = asked ?? schema.count;
  if (rows.length !== count)
    violations.push({
      kind: 'count',
      table: schema.name,
      row: -1,
      path: '',
      message: `${rows.length} rows, not ${count}`,
    });
}

function checkCells(table: TableData, relations: Relations, violations: Violation[]): void {
  const places = new Map<string, (number | undefined)[]>();
  for (let row = 0; row < table.rows.length; row++) {
    const report: Report = (kind, path, message) =>
      violations.push({ kind, table: table.schema.name, row, path, message });
    const placeAmong = (alias: string) => {
      let known = places.get(alias);
      if (!known) places.set(alias, (known = placesAmong(table, relations, alias)));
      return known[row];
    };
    checkObject(table.schema.fields, table.rows[row], Scope.of(relations, table, row), {
      path: '',
      report,
      placeAmong,
    });
  }
}

/** For each row, how many rows before it have the same parent. */
function placesAmong(table: TableData, relations: Relations, alias: string): (number | undefined)[] {
  const counts = new Map<number, number>();
  return table.rows.map((_, row) => {
    const parent = relations.parentOf(table, row, alias);
    if (!parent) return undefined;
    const place = counts.get(parent.row) ?? 0;
    counts.set(parent.row, place + 1);
    return place;
  });
}

function checkUnique(table: TableData, relations: Relations, violations: Violation[]): void {
  const { schema, rows } = table;
  const check = (kind: ViolationKind, paths: readonly string[], per?: string) => {
    const seen = new Map<string, number>();
    for (let row = 0; row < rows.length; row++) {
      const values = paths.map((path) => read(rows[row], path));
      if (values.some((value) => value === null || value === undefined)) {
        if (kind === 'primaryKey')
          violations.push({ kind, table: schema.name, row, path: paths.join(','), message: 'has a null' });
        continue;
      }
      const parent = per === undefined ? undefined : relations.parentOf(table, row, per);
      if (per !== undefined && !parent) continue;
      const key = JSON.stringify([parent?.row, values]);
      const before = seen.get(key);
      if (before !== undefined)
        violations.push({
          kind,
          table: schema.name,
          row,
          path: paths.join(','),
          message: `${show(values)} stands in row ${before} too`,
        });
      else seen.set(key, row);
    }
  };
  for (const { path, unique } of uniqueFields(schema.fields, [])) {
    check('unique', [path], isMap(unique) ? (unique.per as string) : undefined);
  }
  for (const fields of schema.unique) check('unique', fields);
  if (schema.primaryKey.length > 0) check('primaryKey', schema.primaryKey);
}

function* uniqueFields(
  fields: readonly NamedSpec[],
  place: readonly string[],
): Iterable<{ path: string; unique: unknown }> {
  for (const { name, spec } of fields) {
    const path = [...place, name].join('.');
    if (spec.raw.unique) yield { path, unique: spec.raw.unique };
    if (spec.kind === 'object') yield* uniqueFields(spec.fields, [...place, name]);
  }
}

function read(row: Row, path: string): unknown {
  if (Object.hasOwn(row, path)) return row[path];
  let value: unknown = row;
  for (const name of path.split('.')) value = isMap(value) && Object.hasOwn(value, name) ? value[name] : undefined;
  return value;
}
