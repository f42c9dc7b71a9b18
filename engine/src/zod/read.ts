import { SchemaError } from '../errors.js';
import type { RowSource } from '../generators/generator.js';
import type { Plan } from '../plan/compile.js';
import type { TablePlan } from '../plan/table.js';
import type { Diagnostic } from '../schema/diagnostic.js';
import type { JsonSchema } from '../schema/json-schema.js';
import { convertZod } from './convert.js';
import { outputFields } from './outputs.js';
import { viewOf } from './inspect.js';
import { ParsedRows, type ParseRow, PlainRows } from './rows.js';
import type { ZodSchema } from './schema.js';

/** A Zod schema as a document that can be planned, and what makes its records of the plan. */
export interface ZodDocument {
  readonly value: JsonSchema;
  /** The schema itself makes the records: they cannot be made in a worker. */
  readonly parsed: boolean;
  /**
   * The table of the plan, parsed where it has to be. Makes one row, so that a schema which cannot be parsed at once, or
   * which refuses everything, is told before anything is written.
   * @throws SchemaError, RowError
   */
  table(plan: Plan): RowSource;
  /** The table whose rows a model writes, parsed where it has to be. @throws RowError for a row that is refused */
  written(source: RowSource, plan: Plan): RowSource;
  /** Why the schema refuses a row; `undefined` where it takes it. */
  refuse(row: unknown, plan: Plan): string | undefined;
}

/** @throws SchemaError naming every part that has no JSON. */
export async function readZod(schema: ZodSchema): Promise<ZodDocument> {
  const { rows, diagnostics } = await convertZod(schema);
  if (rows === undefined) throw new SchemaError(diagnostics);
  return {
    value: rows.json,
    parsed: rows.parsed,
    table(plan) {
      const [table] = plan.tables;
      const source = rowsOf(table, rowOf(plan), table);
      if (source instanceof ParsedRows) source.records(0, Math.min(1, table.total));
      return source;
    },
    written: (source, plan) => rowsOf(source, rowOf(plan)),
    refuse(value, plan) {
      const parsed = rows.parse(rowOf(plan), value);
      if (parsed.success) return undefined;
      const [{ path, message }] = parsed.error.issues;
      return `${path.map(String).join('.')} ${message}`.trim();
    },
  };

  /** The schema of a row; that of a list of rows describes the whole file. */
  function rowOf({ tables: [table] }: Plan): ZodSchema {
    return table.model.rows === undefined ? schema : itemOf(schema);
  }

  function rowsOf(source: RowSource, row: ZodSchema, drawn?: TablePlan): RowSource {
    const parse: ParseRow = (value) => rows!.parse(row, value);
    if (!rows!.parsed) return new PlainRows(source, parse);
    const fields = source.bare === true ? undefined : outputFields(row);
    const whole = [{ name: 'value', type: { kind: 'any', nullable: true, optional: true } }] as const;
    return new ParsedRows(source, parse, fields ?? whole, fields === undefined, drawn);
  }
}

/** @throws SchemaError where more is asked of the list than of its items. */
function itemOf(schema: ZodSchema): ZodSchema {
  const view = viewOf(schema);
  if (!view.parsed && view.kind === 'array') return view.item;
  if (!view.parsed && view.kind === 'wrapper') return itemOf(view.inner);
  const message =
    'A list of rows describes the whole file, of which each row is made alone: refinements and transforms of the list cannot be kept. Put them on the schema of a row.';
  throw new SchemaError([{ code: 'zod/list', severity: 'error', message, pointer: '' }]);
}

/** What there is to say of a Zod schema before it is planned. */
export async function documentOfZod(
  schema: ZodSchema,
): Promise<{ readonly value: JsonSchema | undefined; readonly diagnostics: readonly Diagnostic[] }> {
  const { rows, diagnostics } = await convertZod(schema);
  return { value: rows?.json, diagnostics };
}
