import { loadConfig } from '../files/config.js';
import { exportJsonSchema } from '../files/export-schema.js';
import { loadPlugins } from '../files/plugins.js';
import { keepSources } from '../files/source-files.js';
import { stdoutTarget } from '../files/stdout.js';
import { openTarget } from '../files/target.js';
import { GeneratorRegistry, globalRegistry } from '../generators/registry.js';

export interface SchemaExportFlags {
  readonly table?: string;
  readonly output?: string;
  readonly plugin?: readonly string[];
}

/**
 * Prints the JSON Schema of the rows that a schema file makes, or writes it to a file.
 * @throws SchemaError, OptionError, OutputError
 */
export async function exportSchemaFile(file: string, { table, output, plugin }: SchemaExportFlags): Promise<void> {
  const { config } = await loadConfig();
  const registry = new GeneratorRegistry(globalRegistry);
  await loadPlugins([...(config.plugins ?? []), ...(plugin ?? [])], (generator) => registry.register(generator));
  const schema = await exportJsonSchema(file, { table, fieldTypes: registry.fieldTypes() });
  if (output !== undefined) await keepSources([output], [file.replace(/#[^#]*$/, ''), file]);
  const target = output === undefined ? stdoutTarget() : await openTarget(output);
  try {
    await target.write(new TextEncoder().encode(`${JSON.stringify(schema, null, 2)}\n`));
    await target.commit();
  } catch (error) {
    await target.abort();
    throw error;
  }
}
