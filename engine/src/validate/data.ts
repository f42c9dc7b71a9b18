import { OptionError } from '../errors.js';
import type { FieldType } from '../generators/field-type.js';
import { globalRegistry } from '../generators/registry.js';
import type { Plan } from '../plan/compile.js';
import { prepareOrThrow, type PrepareOptions } from '../plan/prepare.js';
import { parseNow } from '../schema/normalise.js';
import { didYouMean } from '../schema/suggest.js';
import { validateByZod, zodValidator } from '../zod/validate.js';
import { isZod } from '../zod/schema.js';
import { DataChecker, type DataReport } from './checker.js';
import { isRecord, type Problem } from './problem.js';
import { validatorOf } from './validator-of.js';

/** How data is read against its schema. */
export interface ValidateOptions {
  /** Reference date that `now` in the schema means, ISO 8601. Default: the document's, else 2026-01-01T00:00:00Z. */
  readonly now?: string | undefined;
  /** IANA time zone. Default: the document's, else UTC. */
  readonly timezone?: string | undefined;
  /** Problems kept of each code (and file); the others are counted. Default: all. */
  readonly limit?: number | undefined;
  /** Custom types of fields. Default: those of `registerGenerator`. */
  readonly fieldTypes?: ReadonlyMap<string, FieldType> | undefined;
}

/**
 * Checks data against a schema, whoever made it: types, bounds, formats, conditions, computed values, unique values,
 * references between tables, numbers of children. What it holds in memory beyond the data are keys.
 * @param schema a parsed data schema, or a Zod schema, whose parsing then decides alone: the data is what goes into it,
 * with text where it takes a Date.
 * @param data records of the one table, or `{ table: records }`; of tables that are missing nothing is said.
 * @throws SchemaError where the schema has mistakes.
 */
export async function validateData(schema: object, data: unknown, options: ValidateOptions = {}): Promise<DataReport> {
  if (isZod(schema)) return validateByZod(schema, data, options.limit);
  const plan = await planOf(schema, options);
  const checker = new DataChecker(plan, options.limit);
  addTables(checker, plan, data);
  return checker.finish();
}

/**
 * A check for single records of one table, compiled once: what a record alone shows, not unique values or references.
 * @param table may be left out where the schema has one table.
 * @returns problems of a record; none where it fits.
 * @throws SchemaError where the schema has mistakes; OptionError where it has no such table.
 */
export async function recordValidator(
  schema: object,
  options: ValidateOptions & { readonly table?: string } = {},
): Promise<(record: unknown) => readonly Problem[]> {
  if (isZod(schema)) return zodValidator(schema);
  const plan = await planOf(schema, options);
  const { table: name } = options;
  const table =
    name === undefined && plan.tables.length === 1 ? plan.tables[0] : plan.tables.find((t) => t.name === name);
  if (table === undefined) throw new OptionError(unknownTable(plan, name));
  const validator = validatorOf(table.model, table.fields, table.document);
  return (record) => validator.problems(record);
}

/** Compiles a schema that data is checked against. @throws SchemaError, OptionError */
export async function planOf(
  schema: unknown,
  options: ValidateOptions & Pick<PrepareOptions, 'file' | 'fragment' | 'readSchema'>,
): Promise<Plan> {
  const { now, timezone, fieldTypes = globalRegistry.fieldTypes(), file, fragment, readSchema } = options;
  const at = now === undefined ? undefined : parseNow(now);
  if (now !== undefined && at === undefined)
    throw new OptionError(`\`now\` must be an instant such as 2026-01-01, not ${JSON.stringify(now)}.`);
  const { plan } = await prepareOrThrow(schema, {
    fieldTypes,
    file,
    fragment,
    readSchema,
    ...(at !== undefined && { now: at }),
    ...(timezone !== undefined && { timezone }),
  });
  return plan;
}

/** Takes in records of one table, or of several by name. */
export function addTables(checker: DataChecker, plan: Plan, data: unknown): void {
  if (Array.isArray(data)) {
    const [first] = plan.tables;
    if (plan.tables.length === 1) addAll(checker, first.name, data);
    else checker.report({ table: '', path: '', code: 'data/shape', message: severalTables(plan) });
  } else if (!isRecord(data)) {
    const message = 'must be a list of records, or an object of such lists by table';
    checker.report({ table: '', path: '', code: 'data/shape', message });
  } else {
    for (const [name, records] of Object.entries(data)) {
      if (!plan.tables.some((t) => t.name === name)) {
        checker.report({ table: name, path: '', code: 'data/unknown-table', message: unknownTable(plan, name) });
      } else if (!Array.isArray(records)) {
        checker.report({ table: name, path: '', code: 'data/shape', message: 'must be a list of records' });
      } else addAll(checker, name, records);
    }
  }
}

/** Records checked together. */
export const BATCH = 1024;

function addAll(checker: DataChecker, table: string, records: readonly unknown[]): void {
  for (let at = 0; at < records.length || at === 0; at += BATCH) checker.add(table, records.slice(at, at + BATCH));
}

export function severalTables(plan: Plan): string {
  const names = plan.tables.map((t) => t.name).join(', ');
  return `the schema has several tables (${names}), and this does not say whose records they are`;
}

export function unknownTable(plan: Plan, name: string | undefined): string {
  if (name === undefined) return `The schema has several tables: ${plan.tables.map((t) => t.name).join(', ')}.`;
  const names = plan.tables.map((t) => t.name);
  const [meant] = didYouMean(name, names);
  return `the schema has no table \`${name}\`${meant ? `; did you mean \`${meant}\`?` : `. Tables: ${names.join(', ')}.`}`;
}
