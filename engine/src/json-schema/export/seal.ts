import { streamFor } from '../../random/key.js';
import type { Diagnostic } from '../../schema/diagnostic.js';
import { isMapping, type Mapping } from '../../schema/form.js';
import type { JsonSchema } from '../../schema/json-schema.js';

/** Changes nothing of what rows are. */
const NOTES: ReadonlySet<string> = new Set(['$comment', '$schema', 'title', 'description', 'examples', 'x-synth']);

/** Says in `x-synth` which JSON Schema it belongs to. */
export function sealed(schema: JsonSchema): JsonSchema {
  return { ...schema, 'x-synth': { ...(schema['x-synth'] as object), schema: digestOf(schema) } };
}

/** Tables that were exported as a JSON Schema, as the document that they were, or why they are not any more. */
export type ExportedTables = { readonly document: Mapping } | { readonly diagnostics: readonly Diagnostic[] };

/**
 * Reads tables back out of their JSON Schema; `undefined` where it is another kind of schema. The rows of the tables have
 * the JSON Schema only as long as that is the one which was exported with them: one that was changed is refused.
 */
export function exportedTables(value: unknown): ExportedTables | undefined {
  if (!isMapping(value)) return undefined;
  const synth = value['x-synth'];
  if (!isMapping(synth) || !isMapping(synth.tables)) return undefined;
  const { schema, ...document } = synth;
  if (schema === digestOf(value)) return { document };
  const message =
    'This JSON Schema is not the one that the tables under "x-synth" were exported with, so that their rows may not fit it. Change the data schema and export it again, or take "x-synth" away.';
  return { diagnostics: [{ code: 'x-synth/changed', severity: 'error', message, pointer: '/x-synth', at: 'key' }] };
}

function digestOf({ 'x-synth': _, ...schema }: JsonSchema): string {
  const { key0, key1 } = streamFor(0, canonical(schema));
  return [key0, key1].map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
}

/** The same text for schemas that mean the same but for notes and the order of keys. */
function canonical(value: unknown, names = false): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonical(item)).join(',')}]`;
  if (!isMapping(value)) return JSON.stringify(value) ?? 'null';
  const keys = Object.keys(value).filter((key) => names || !NOTES.has(key));
  const members = keys.sort().map((key) => {
    // What stands under these are names, whatever they are called.
    const inner = !names && (key === 'properties' || key === '$defs');
    return `${JSON.stringify(key)}:${canonical(value[key], inner)}`;
  });
  return `{${members.join(',')}}`;
}
