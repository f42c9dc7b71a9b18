import type { JsonSchema } from '../../schema/json-schema.js';
import { keyOf } from '../../validate/problem.js';

/** The schema, and null. */
export function allowNull(schema: JsonSchema): JsonSchema {
  const { type, enum: values } = schema;
  if ('const' in schema) {
    const { const: only, ...rest } = schema;
    return only === null ? schema : { ...rest, enum: [only, null] };
  }
  if (Array.isArray(values)) {
    return values.includes(null) ? schema : { ...schema, enum: [...(values as unknown[]), null] };
  }
  if (Array.isArray(schema.anyOf)) return anyOf([...(schema.anyOf as JsonSchema[]), { type: 'null' }]);
  if (typeof type === 'string') return type === 'null' ? schema : { ...schema, type: [type, 'null'] };
  if (Array.isArray(type))
    return type.includes('null') ? schema : { ...schema, type: [...(type as unknown[]), 'null'] };
  // Says nothing of the type, and so allows null.
  return schema;
}

/** Any of some schemas, each once; constants and lists of values together. */
export function anyOf(schemas: readonly JsonSchema[]): JsonSchema {
  if (schemas.some((schema) => Object.keys(schema).length === 0)) return {};
  const values = new Map<string, unknown>();
  const others = new Map<string, JsonSchema>();
  let nullable = false;
  for (const schema of schemas) {
    const listed = valuesOf(schema);
    if (listed !== undefined) for (const value of listed) values.set(keyOf(value), value);
    else if (schema.type === 'null') nullable = true;
    else others.set(JSON.stringify(schema), schema);
  }
  const all = [...others.values(), ...(values.size > 0 ? [{ enum: [...values.values()] }] : [])];
  if (all.length === 0) return { type: 'null' };
  if (all.length === 1) return nullable ? allowNull(all[0]) : all[0];
  return { anyOf: nullable ? [...all, { type: 'null' }] : all };
}

function valuesOf(schema: JsonSchema): readonly unknown[] | undefined {
  if ('const' in schema) return [schema.const];
  return Array.isArray(schema.enum) ? (schema.enum as unknown[]) : undefined;
}
