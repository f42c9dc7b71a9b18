import type { JsonType } from './keywords.js';

/** A set of JSON types, one bit each. */
export type TypeSet = number;

export const JSON_TYPES: readonly JsonType[] = ['null', 'boolean', 'number', 'string', 'array', 'object'];

export const TYPE_BIT: Readonly<Record<JsonType, TypeSet>> = {
  null: 1,
  boolean: 2,
  number: 4,
  string: 8,
  array: 16,
  object: 32,
};

export const ALL_TYPES: TypeSet = 63;

export function typeSet(types: Iterable<JsonType>): TypeSet {
  let set = 0;
  for (const type of types) set |= TYPE_BIT[type];
  return set;
}

export function typesIn(set: TypeSet): JsonType[] {
  return JSON_TYPES.filter((type) => set & TYPE_BIT[type]);
}

/** Of a JSON value. */
export function typeOf(value: unknown): JsonType {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value as 'boolean' | 'number' | 'string' | 'object';
}
