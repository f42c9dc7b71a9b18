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

/** A document that was exported as a JSON Schema, or why it is not any more. */
export type ExportedDocument = { readonly document: Mapping } | { readonly diagnostics: readonly Diagnostic[] };

/**
 * Reads tables, a series or events back out of their JSON Schema; `undefined` where it is another kind of schema. Their
 * rows have the JSON Schema only as long as that is the one which was exported with them: one that was changed is refused.
 */
export function exportedDocument(value: unknown): ExportedDocument | undefined {
  if (!isMapping(value)) return undefined;
  const synth = value['x-synth'];
  if (!isMapping(synth)) return undefined;
  if (!isMapping(synth.tables) && synth.type !== 'timeseries' && synth.type !== 'events') return undefined;
  const { schema, ...document } = synth;
  if (schema === digestOf(value)) return { document };
  const message =
    'This JSON Schema is not the one that the data schema under "x-synth" was exported with, so that its rows may not fit it. Change the data schema and export it again, or take "x-synth" away.';
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
