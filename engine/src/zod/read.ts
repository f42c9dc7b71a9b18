import { SchemaError } from '../errors.js';
import type { RowSource } from '../generators/generator.js';
import type { Plan } from '../plan/compile.js';
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
}

/** @throws SchemaError naming every part that has no JSON. */
export async function readZod(schema: ZodSchema): Promise<ZodDocument> {
  const { rows, diagnostics } = await convertZod(schema);
  if (rows === undefined) throw new SchemaError(diagnostics);
  return {
    value: rows.json,
    parsed: rows.parsed,
    table({ tables: [table] }) {
      // The schema of a list of rows describes the whole file.
      const row = table.model.rows === undefined ? schema : itemOf(schema);
      const parse: ParseRow = (value) => rows.parse(row, value);
      if (!rows.parsed) return new PlainRows(table, parse);
      const fields = table.bare ? undefined : outputFields(row);
      const whole = [{ name: 'value', type: { kind: 'any', nullable: true, optional: true } }] as const;
      const parsed = new ParsedRows(table, parse, fields ?? whole, fields === undefined);
      parsed.records(0, Math.min(1, table.total));
      return parsed;
    },
  };
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
