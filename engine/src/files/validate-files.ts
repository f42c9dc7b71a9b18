import { GeneratorRegistry, globalRegistry } from '../generators/registry.js';
import { DataChecker, type DataReport } from '../validate/checker.js';
import { planOf, type ValidateOptions } from '../validate/data.js';
import { type CsvReadOptions } from './data-file-csv.js';
import { dataFilesAt, DataTables, readDataFile } from './data-file.js';
import { nodeHost } from './host.js';
import { loadPlugins } from './plugins.js';
import { loadSchema } from './schema-file.js';

/** How {@link validateFiles} checks, and how the files are written. */
export interface ValidateFilesOptions extends ValidateOptions {
  /** How CSV files are written. */
  readonly csv?: CsvReadOptions | undefined;
  /** Paths of plug-ins, whose generators are types of fields. */
  readonly plugins?: readonly string[] | undefined;
  /** Aborting ends it with the reason of the signal. */
  readonly signal?: AbortSignal | undefined;
  /** Told after each piece of a file: the file, and the rows of all files so far. */
  readonly onProgress?: ((progress: { readonly file: string; readonly rows: number }) => void) | undefined;
}

/**
 * Checks data files against a schema, as {@link validateData} does. Several files of one table are its parts.
 * @param schema path of a schema file, or a parsed data schema.
 * @param paths files in JSON, JSON Lines, CSV or Parquet, told by their endings, or folders with one file a table. With
 * several tables a file is named after its table, or says itself whose records it holds.
 * @throws SchemaError where the schema has mistakes; SynthError where a file cannot be read. What is wrong inside a file is
 * a problem of the report.
 */
export async function validateFiles(
  schema: string | object,
  paths: readonly string[],
  options: ValidateFilesOptions = {},
): Promise<DataReport> {
  const { csv, signal, onProgress, plugins = [] } = options;
  const registry = new GeneratorRegistry(globalRegistry);
  await loadPlugins(plugins, (generator) => registry.register(generator));
  const fieldTypes = new Map([...registry.fieldTypes(), ...(options.fieldTypes ?? [])]);
  const loaded = typeof schema === 'string' ? await loadSchema(schema) : { value: schema };
  const { file, fragment } = 'file' in loaded ? loaded : {};
  const plan = await planOf(loaded.value, {
    ...options,
    fieldTypes,
    file,
    fragment,
    readSchema: nodeHost.readSchema,
  });
  const tables = new DataTables(plan);
  const checker = new DataChecker(plan, options.limit);
  let rows = 0;
  for (const path of paths) {
    for (const file of await dataFilesAt(path)) {
      for await (const item of readDataFile({ file, table: tables.ofFile(file), tables, csv, signal })) {
        if ('problem' in item) {
          const { table = '', path: at = '', ...problem } = item.problem;
          checker.report({ ...problem, table, path: at, file });
          continue;
        }
        signal?.throwIfAborted();
        const { table, records, ...from } = item;
        checker.add(table, records, { file, ...from });
        rows += records.length;
        onProgress?.({ file, rows });
      }
    }
  }
  return checker.finish();
}
