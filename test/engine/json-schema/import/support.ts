import { AgenticSynth } from '../../../../engine/src/core-synth.js';
import { SchemaError, type SynthError } from '../../../../engine/src/errors.js';
import type { GenerateOptions } from '../../../../engine/src/generators/options.js';
import { accepts } from '../../../../engine/src/json-schema/accept.js';
import { SchemaGraph } from '../../../../engine/src/json-schema/graph.js';
import { importJsonSchema } from '../../../../engine/src/json-schema/import.js';
import type { Diagnostic } from '../../../../engine/src/schema/diagnostic.js';
import type { DocumentModel, FieldSpec } from '../../../../engine/src/schema/model.js';
import type { NormaliseOptions } from '../../../../engine/src/schema/normalise.js';

export const DRAFT = 'https://json-schema.org/draft/2020-12/schema';

/** An object schema with these properties, all required. */
export function record(properties: Record<string, unknown>, more: object = {}): object {
  return { $schema: DRAFT, type: 'object', required: Object.keys(properties), properties, ...more };
}

export function imported(
  value: unknown,
  options: NormaliseOptions = {},
  pointer = '',
): { readonly model: DocumentModel | undefined; readonly diagnostics: readonly Diagnostic[] } {
  return importJsonSchema(
    { documents: [{ uri: 'test:/schema.json', value }], root: `test:/schema.json#${pointer}`, infer: true },
    options,
  );
}

/** The field of the only property of an object. */
export function fieldOf(property: unknown, options: NormaliseOptions = {}, name = 'x'): FieldSpec {
  const { model, diagnostics } = imported(record({ [name]: property }), options);
  if (model === undefined) throw new Error(JSON.stringify(diagnostics));
  return model.tables[0].fields[0].spec;
}

const synth = new AgenticSynth();

export async function rowsOf<T = Record<string, unknown>>(schema: object, options: GenerateOptions = {}): Promise<T[]> {
  return synth.generate<T[]>('structured', { schema, ...options });
}

/** Rows of a schema that each satisfy it. */
export async function validRows<T = Record<string, unknown>>(
  schema: object,
  options: GenerateOptions = {},
): Promise<T[]> {
  const rows = await rowsOf<T>(schema, { count: 200, ...options });
  const graph = new SchemaGraph({ documents: [{ uri: 'test:/a', value: schema }], root: 'test:/a#', infer: true });
  for (const row of rows) {
    if (!accepts(graph, graph.root, row)) throw new Error(`the schema refuses ${JSON.stringify(row)}`);
  }
  return rows;
}

/** The codes and pointers of what is wrong with a schema, or of the error. */
export async function mistakes(schema: object, options: GenerateOptions = {}): Promise<string[]> {
  try {
    await rowsOf(schema, options);
    return [];
  } catch (error) {
    if (error instanceof SchemaError) return error.diagnostics.map(({ code, pointer }) => `${code} ${pointer}`);
    const { code } = error as Partial<SynthError>;
    if (code !== undefined) return [code];
    throw error;
  }
}
