import * as z from 'zod';
import { baseShape, documentForms, headShape } from './grammar.js';
import { batchDocument } from './grammar-batch.js';
import { commonShape } from './grammar-fields.js';
import { clockShape, signalShape } from './grammar-series.js';

/** A JSON Schema (2020-12) as a plain object. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/**
 * The JSON Schema of data-schema documents in all their forms, for editors that know no more: it finds misspelt properties
 * and wrong types; what names refer to, and whether texts of dates and durations are right, `check()` finds.
 */
export function dataSchemaJsonSchema(): JsonSchema {
  define('head', headShape());
  define('table', baseShape());
  define('clock', clockShape());
  define('field', commonShape());
  define('signal', signalShape());
  const { tables, document, fieldMap } = documentForms();
  const foreign = z
    .looseObject({ $schema: z.string().regex(/json-schema\.org/) })
    .meta({ title: 'JSON Schema', description: 'A JSON Schema of the rows.' });
  return publish(z.union([tables, document, foreign, fieldMap]), {
    $id: 'data-schema.schema.json',
    title: 'Data schema',
    description: 'What synthetic data should look like: *.synth.json, *.synth.yaml.',
  });
}

/** The JSON Schema of batch files. */
export function batchJsonSchema(): JsonSchema {
  return publish(batchDocument(), {
    $id: 'batch.schema.json',
    title: 'Batch',
    description: 'Several jobs of data generation in one file.',
  });
}

/** Lets properties that many types share stand once, under `$defs`. */
function define(prefix: string, shape: Readonly<Record<string, z.ZodType>>): void {
  for (const [name, schema] of Object.entries(shape)) {
    z.globalRegistry.add(schema, { ...z.globalRegistry.get(schema), id: `${prefix}.${name}` });
  }
}

function publish(schema: z.ZodType, head: JsonSchema): JsonSchema {
  const { $schema, ...body } = z.toJSONSchema(schema, {
    target: 'draft-2020-12',
    io: 'input',
    cycles: 'ref',
    unrepresentable: 'any',
  });
  return { $schema, ...head, ...(body as JsonSchema) };
}
