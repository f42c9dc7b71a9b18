import { OptionError, SchemaError } from '../../errors.js';
import type { SchemaReader } from '../../plan/prepare.js';
import { isMapping } from '../../schema/form.js';
import type { JsonSchema } from '../../schema/json-schema.js';
import { formOf } from '../../schema/form.js';
import { planOf, type ValidateOptions } from '../../validate/data.js';
import { documentOfZod } from '../../zod/read.js';
import { isZod } from '../../zod/schema.js';
import { exportPlan } from './document.js';

export type { JsonSchema } from '../../schema/json-schema.js';

/** What {@link exportJsonSchema} is told beside the document. */
export interface ExportOptions extends Pick<ValidateOptions, 'fieldTypes'> {
  /** The only table to export. */
  readonly table?: string | undefined;
}

/** Where a document was read from. */
export interface ExportPlace {
  readonly file?: string | undefined;
  readonly readSchema?: SchemaReader | undefined;
}

/**
 * The JSON Schema (draft 2020-12) of the rows that a data schema makes: types, bounds, patterns, values, which properties
 * are required. What it cannot say (distributions, references, expressions …) stands under `x-synth`, so that the same data
 * schema can be read back out of it: rows of the one fit the other. Several tables make an object with a list for each;
 * one of them alone, {@link ExportOptions.table}, loses what refers to the others.
 * @param schema a parsed data schema; a JSON Schema is given back as it is, a Zod schema converted.
 * @throws SchemaError where the schema has mistakes; OptionError where it has no such table.
 */
export async function exportJsonSchema(
  schema: object,
  { table, fieldTypes }: ExportOptions = {},
  place: ExportPlace = {},
): Promise<JsonSchema> {
  if (isZod(schema)) {
    const { value, diagnostics } = await documentOfZod(schema);
    if (value === undefined) throw new SchemaError(diagnostics);
    return alone(value, table);
  }
  if (formOf(schema).form === 'json-schema' && isMapping(schema)) return alone(schema, table);
  return exportPlan(await planOf(schema, { fieldTypes, ...place }), schema, table);
}

function alone(schema: JsonSchema, table: string | undefined): JsonSchema {
  if (table === undefined) return schema;
  throw new OptionError(`A JSON Schema has no tables, and so no table \`${table}\`.`);
}
