import type { Keywords } from '../json-schema/keywords.js';
import type { RowCheck } from './check-rows.js';

type Json = Readonly<Record<string, unknown>>;

/** Annotations that an answer does not depend on. */
const NOISE = new Set(['$schema', '$id', '$comment', 'x-synth', 'examples', 'default', 'title']);
/** From this many characters on a schema is written once and referred to. */
const SHARED = 30;

/**
 * The names of whole rows that can be written as lists of cells in a fixed order: all properties are there in each row,
 * and none holds a list or an object. That halves the tokens of a row. `undefined` for any other schema.
 */
export function cellNames(check: RowCheck): readonly string[] | undefined {
  const k = check.keywords;
  const simple = k.types?.size === 1 && k.types.has('object') && k.allOf.length + k.anyOf.length + k.oneOf.length === 0;
  if (!simple || k.refs.length > 0 || k.not !== undefined || k.if !== undefined || k.properties.size < 2)
    return undefined;
  for (const [name, node] of k.properties) {
    const cell = check.graph.keywords(node);
    if (!k.required.includes(name) || !isCell(cell)) return undefined;
  }
  return k.patternProperties.length === 0 ? [...k.properties.keys()] : undefined;
}

function isCell(k: Keywords): boolean {
  if (k.values !== undefined) return k.values.every((value) => typeof value !== 'object' || value === null);
  return k.types !== undefined && !k.types.has('array') && !k.types.has('object');
}

/** Schema of a list of `count` values. `undefined` where the value's schema cannot stand within another. */
export function listSchema(value: object, count: number): object | undefined {
  const inner = embedded(value);
  return inner && { ...listOf(inner.schema, count), ...inner.beside };
}

/** Schema of a list of `count` objects, each with one value under its name, and its number as `n` before it. */
export function namedSchema(value: object, count: number, name: string, numbered: boolean): object | undefined {
  const inner = embedded(value);
  if (inner === undefined) return undefined;
  const properties = { ...(numbered && { n: { type: 'integer', minimum: 1, maximum: count } }), [name]: inner.schema };
  const item = { type: 'object', properties, required: Object.keys(properties), additionalProperties: false };
  return { ...listOf(item, count), ...inner.beside };
}

function listOf(items: object, count: number): object {
  return {
    type: 'object',
    properties: { rows: { type: 'array', items, minItems: count, maxItems: count } },
    required: ['rows'],
    additionalProperties: false,
  };
}

/** Schema of an object with a property for each of the numbers 1 … `count`. */
export function numberedSchema(value: object, count: number): object | undefined {
  const inner = embedded(value);
  if (inner === undefined) return undefined;
  const shared = JSON.stringify(inner.schema).length > SHARED && count > 1;
  const each = shared ? { $ref: '#/$defs/value' } : inner.schema;
  const names = Array.from({ length: count }, (_, i) => String(i + 1));
  const definitions = { ...inner.beside.$defs, ...(shared && { value: inner.schema }) };
  return {
    type: 'object',
    properties: Object.fromEntries(names.map((name) => [name, each])),
    required: names,
    additionalProperties: false,
    ...inner.beside,
    ...(Object.keys(definitions).length > 0 && { $defs: definitions }),
  };
}

/** Schema of rows as lists of cells. What each cell holds is checked afterwards: few providers take lists by position. */
export function cellsSchema(check: RowCheck, count: number): object | undefined {
  const properties = (check.schema as { readonly properties?: Json }).properties ?? {};
  const seen = new Map<string, Json>();
  for (const each of Object.values(properties)) {
    const cell = typesOnly(each as Json);
    seen.set(JSON.stringify(cell), cell);
  }
  const kinds = [...seen.values()];
  const size = Object.keys(properties).length;
  const row = {
    type: 'array',
    items: kinds.length === 1 ? kinds[0] : { anyOf: kinds },
    minItems: size,
    maxItems: size,
  };
  return listSchema(row, count);
}

function typesOnly(schema: Json): Json {
  if (schema.type !== undefined) return { type: schema.type };
  const values = schema.const === undefined ? ((schema.enum as readonly unknown[] | undefined) ?? []) : [schema.const];
  const types = [...new Set(values.map((value) => (value === null ? 'null' : typeof value)))];
  return { type: types.length === 1 ? types[0] : types };
}

interface Embedded {
  readonly schema: object;
  readonly beside: { readonly $defs?: Json; readonly definitions?: Json };
}

/** A schema to stand inside of another: definitions are moved to the root, where references look for them. */
function embedded(schema: object): Embedded | undefined {
  const { $defs, definitions, ...rest } = schema as Json;
  const plain = withoutNoise(rest) as object;
  const text = JSON.stringify([rest, $defs, definitions]);
  for (const [, reference] of text.matchAll(/"\$(?:ref|dynamicRef|recursiveRef)":"((?:[^"\\]|\\.)*)"/gu)) {
    if (!/^#\/(?:\$defs|definitions)\//u.test(reference!)) return undefined;
  }
  if ($defs !== undefined && Object.hasOwn($defs as object, 'value')) return undefined;
  const beside = {
    ...($defs !== undefined && { $defs: withoutNoise($defs, true) as Json }),
    ...(definitions !== undefined && { definitions: withoutNoise(definitions, true) as Json }),
  };
  return { schema: plain, beside };
}

/** @param names the keys are names of properties or definitions, not keywords. */
export function withoutNoise(schema: unknown, names = false): unknown {
  if (Array.isArray(schema)) return schema.map((each) => withoutNoise(each));
  if (typeof schema !== 'object' || schema === null) return schema;
  const entries: [string, unknown][] = [];
  for (const [key, value] of Object.entries(schema)) {
    if (!names && NOISE.has(key)) continue;
    if (!names && (key === 'enum' || key === 'const')) entries.push([key, value]);
    else entries.push([key, withoutNoise(value, !names && NAMED.has(key))]);
  }
  return Object.fromEntries(entries);
}

const NAMED = new Set(['properties', 'patternProperties', '$defs', 'definitions', 'dependentSchemas']);
