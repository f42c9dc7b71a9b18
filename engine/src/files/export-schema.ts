import { exportJsonSchema as exportParsed, type ExportOptions, type JsonSchema } from '../json-schema/export/export.js';
import { nodeHost } from './host.js';
import { loadSchema } from './schema-file.js';

/**
 * The JSON Schema (draft 2020-12) of the rows that a data schema makes; see the function of the same name in the core.
 * @param schema a parsed data schema, a Zod schema, or the path of a schema file.
 * @throws SchemaError where the schema has mistakes; OptionError where it has no such table; SynthError where the file
 * cannot be read.
 */
export async function exportJsonSchema(schema: object | string, options: ExportOptions = {}): Promise<JsonSchema> {
  const { readSchema } = nodeHost;
  if (typeof schema !== 'string') return exportParsed(schema, options, { readSchema });
  const { value, file } = await loadSchema(schema);
  return exportParsed(value as object, options, { file, readSchema });
}
