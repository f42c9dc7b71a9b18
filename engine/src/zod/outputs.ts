import * as z from 'zod';
import type { OutputField, OutputType } from '../columns/column.js';
import { viewOf } from './inspect.js';
import { zodVersion, type ZodSchema } from './schema.js';
import { asV3, type SchemaV3 } from './view-v3.js';
import { asV4, type SchemaV4 } from './view-v4.js';

/**
 * What parsing yields, as JSON: instants as ISO 8601 text, bigints as numbers (as text beyond ±2^53, where a number would
 * lose digits), sets as lists, maps as lists of pairs. Other values as `JSON.stringify` writes them.
 */
export function jsonOf(value: unknown): unknown {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  if (Array.isArray(value)) return value.map(jsonOf);
  if (value instanceof Set) return Array.from(value, jsonOf);
  if (value instanceof Map) return Array.from(value, ([key, inner]) => [jsonOf(key), jsonOf(inner)]);
  if (typeof (value as { readonly toJSON?: unknown }).toJSON === 'function') return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, jsonOf(inner)]));
}

/**
 * The fields of the records that parsing with a schema yields; `undefined` where they are no objects or not known before
 * rows are made, as after a transform of the whole.
 */
export function outputFields(schema: ZodSchema): readonly OutputField[] | undefined {
  const shape = outputShape(schema);
  return shape && Object.entries(shape).map(([name, part]) => ({ name, type: outputType(part) }));
}

function outputShape(schema: ZodSchema, depth = 0): Readonly<Record<string, ZodSchema>> | undefined {
  if (depth > 50 || isTransforming(schema)) return undefined;
  const view = viewOf(schema);
  switch (view.kind) {
    case 'object':
      return view.rest === undefined && !isLoose(schema) ? view.shape : undefined;
    case 'wrapper':
      return outputShape(view.inner, depth + 1);
    case 'intersection': {
      const [left, right] = view.sides.map((side) => outputShape(side, depth + 1));
      return left && right && { ...left, ...right };
    }
    default:
      return undefined;
  }
}

/** Whether what comes out of a schema is of another than what goes in. */
function isTransforming(schema: ZodSchema): boolean {
  if (zodVersion(schema) === 3) {
    const { typeName, effect } = asV3(schema)._def;
    return typeName === 'ZodPipeline' || (typeName === 'ZodEffects' && effect?.type === 'transform');
  }
  const { def } = asV4(schema)._zod;
  return def.type === 'pipe' && def.in!._zod.def.type !== 'transform';
}

function isLoose(schema: ZodSchema): boolean {
  return (asV3(schema)._def as { readonly unknownKeys?: unknown }).unknownKeys === 'passthrough';
}

const ANY: OutputType = { kind: 'any', nullable: true, optional: true };

function outputType(schema: ZodSchema, depth = 0): OutputType {
  if (depth > 50 || isTransforming(schema)) return ANY;
  const view = viewOf(schema);
  if (view.kind === 'wrapper') return outputType(view.inner, depth + 1);
  if (view.kind === 'date') return { ...ANY, kind: 'datetime' };
  if (view.kind !== 'plain') return ANY;
  return { ...ANY, kind: zodVersion(schema) === 3 ? kindV3(asV3(schema)) : kindV4(asV4(schema)) };
}

function kindV3({ _def: { typeName, checks = [] } }: SchemaV3): OutputType['kind'] {
  if (typeName === 'ZodString') return 'string';
  if (typeName === 'ZodBoolean') return 'boolean';
  if (typeName === 'ZodNumber') return checks.some(({ kind }) => kind === 'int') ? 'integer' : 'number';
  return 'any';
}

function kindV4(schema: SchemaV4): OutputType['kind'] {
  const { type } = z.toJSONSchema(schema as unknown as z.core.$ZodType, { unrepresentable: 'any' });
  return type === 'string' || type === 'boolean' || type === 'number' || type === 'integer' ? type : 'any';
}
