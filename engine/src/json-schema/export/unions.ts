import type { JsonSchema } from '../../schema/json-schema.js';
import { keyOf } from '../../validate/problem.js';

/** The schema, and null. */
export function allowNull(schema: JsonSchema): JsonSchema {
  if (allowsNull(schema)) return schema;
  const { type, enum: values } = schema;
  if ('const' in schema) {
    const { const: only, ...rest } = schema;
    return { ...rest, enum: [only, null] };
  }
  if (Array.isArray(values)) return { ...schema, enum: [...(values as unknown[]), null] };
  if (Array.isArray(schema.anyOf)) return { ...schema, anyOf: [...(schema.anyOf as unknown[]), { type: 'null' }] };
  return { ...schema, type: [...(Array.isArray(type) ? (type as unknown[]) : [type]), 'null'] };
}

/** Whether null satisfies a schema of the kind that is made here. */
export function allowsNull(schema: JsonSchema): boolean {
  const { type, enum: values, anyOf: options } = schema;
  if ('const' in schema) return schema.const === null;
  if (Array.isArray(values)) return values.includes(null);
  if (Array.isArray(options)) return (options as JsonSchema[]).some(allowsNull);
  return type === undefined || type === 'null' || (Array.isArray(type) && type.includes('null'));
}

/** Any of some schemas, each once; constants and lists of values together. */
export function anyOf(schemas: readonly JsonSchema[]): JsonSchema {
  const flat = schemas.flatMap((schema) => optionsOf(schema));
  if (flat.some((schema) => Object.keys(schema).length === 0)) return {};
  const values = new Map<string, unknown>();
  const others = new Map<string, JsonSchema>();
  for (const schema of flat) {
    const listed = valuesOf(schema);
    if (listed === undefined) others.set(JSON.stringify(schema), schema);
    else for (const value of listed) values.set(keyOf(value), value);
  }
  const nullable = flat.some(allowsNull);
  values.delete(keyOf(null));
  others.delete(JSON.stringify({ type: 'null' }));
  const all = [...others.values(), ...(values.size > 0 ? [{ enum: [...values.values()] }] : [])];
  if (all.length === 0) return { type: 'null' };
  const any = all.length === 1 ? all[0] : { anyOf: all };
  return nullable ? allowNull(any) : any;
}

function optionsOf(schema: JsonSchema): readonly JsonSchema[] {
  const alone = Object.keys(schema).length === 1 && Array.isArray(schema.anyOf);
  return alone ? (schema.anyOf as JsonSchema[]).flatMap(optionsOf) : [schema];
}

function valuesOf(schema: JsonSchema): readonly unknown[] | undefined {
  if ('const' in schema) return [schema.const];
  return Array.isArray(schema.enum) ? (schema.enum as unknown[]) : undefined;
}
