import type { JsonSchema } from '../schema/json-schema.js';

/** Bounds, inclusive. */
export interface Limits<T> {
  readonly min?: T;
  readonly max?: T;
}

/** How many members a collection has, inclusive. */
export interface Sizes {
  readonly min: number;
  /** `Infinity`: no bound. */
  readonly max: number;
}

/** Instants as text. */
export function dateSchema({ min, max }: Limits<Date>): Record<string, unknown> {
  const json = { type: 'string', format: 'date-time' };
  if (min === undefined && max === undefined) return json;
  const bounds = { ...(min && { min: min.toISOString() }), ...(max && { max: max.toISOString() }) };
  // A range of less than a second has values between its seconds only.
  const narrow = min !== undefined && max !== undefined && max.getTime() - min.getTime() < 2000;
  return { ...json, 'x-synth': { type: 'datetime', ...bounds, ...(narrow && { precision: '1ms' }) } };
}

const SAFE = BigInt(Number.MAX_SAFE_INTEGER);

/** Bigints as whole numbers, of those that a double holds. */
export function bigintSchema({
  min,
  max,
  multipleOf,
}: Limits<bigint> & { readonly multipleOf: readonly bigint[] }): Record<string, unknown> {
  const [first, ...rest] = multipleOf.map(Number);
  return {
    type: 'integer',
    ...(min !== undefined && min > -SAFE && { minimum: Number(min) }),
    ...(max !== undefined && max < SAFE && { maximum: Number(max) }),
    ...(min !== undefined && min > SAFE && { not: {} }),
    ...(max !== undefined && max < -SAFE && { not: {} }),
    ...(first !== undefined && { multipleOf: first }),
    ...(rest.length > 0 && { allOf: rest.map((step) => ({ multipleOf: step })) }),
  };
}

/** Sets as lists without repeats. */
export function setSchema(items: JsonSchema, sizes: Sizes): JsonSchema {
  return { type: 'array', uniqueItems: true, items, ...itemsOf(sizes) };
}

/** Maps as lists of pairs. */
export function mapSchema(key: JsonSchema, value: JsonSchema, sizes: Sizes): JsonSchema {
  const pair = { type: 'array', prefixItems: [key, value], items: false, minItems: 2, maxItems: 2 };
  return { type: 'array', items: pair, ...itemsOf(sizes) };
}

function itemsOf({ min, max }: Sizes): JsonSchema {
  return { ...(min > 0 && { minItems: min }), ...(max < Infinity && { maxItems: max }) };
}
