import * as z from 'zod';

/** The texts and numbers of the language that mean more than their JSON type says. */
export type Literal =
  | 'share'
  | 'weight'
  | 'duration'
  | 'period'
  | 'rate'
  | 'instant'
  | 'weights'
  | 'pattern'
  | 'locale'
  | 'timezone'
  /** Names, and texts with names in them. */
  | 'path'
  | 'reference'
  | 'table'
  | 'event'
  | 'expression'
  | 'template'
  | 'temporal'
  | 'model'
  | 'provider'
  | 'variable'
  | 'schema'
  | 'schema-file'
  | 'job'
  | 'field-type'
  /** Read elsewhere, with what surrounds it. */
  | 'field'
  | 'fields'
  | 'variant';

/** What a check needs to know of a value beyond its Zod type. */
export interface ValueNote {
  readonly literal?: Literal;
  /** `a whole number of at least 1`, for messages. */
  readonly expected?: string;
  /** How many items a list has: at least, or exactly. */
  readonly items?: { readonly least: number } | { readonly exactly: number };
  /** What the keys of a mapping of any keys name. */
  readonly keys?: 'event' | 'value' | 'provider' | 'model';
}

/** Notes on the values of the grammar; a described or optional value keeps the notes of the value it was made from. */
export const notes = z.registry<ValueNote>();

/** Makes a thing at its first use: building the grammar is too dear to do at start-up. */
export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

/** A schema with a note on what its values mean. */
export function noted<T extends z.ZodType>(schema: T, note: ValueNote): T {
  notes.add(schema, note);
  return schema;
}

export const text = once(() => noted(z.string(), { expected: 'a text' }));
export const nonEmptyText = once(() => noted(z.string().min(1), { expected: 'a text' }));
export const tableName = once(() => noted(z.string().min(1), { literal: 'table', expected: 'the name of a table' }));
export const eventName = once(() => noted(z.string().min(1), { literal: 'event', expected: 'a text' }));
export const modelName = once(() => noted(z.string().min(1), { literal: 'model', expected: 'a text' }));
export const correlation = once(() => noted(z.number().min(-1).max(1), { expected: 'a number from -1 to 1' }));
export const numeric = once(() => noted(z.number(), { expected: 'a number' }));
export const positive = once(() => noted(z.number().positive(), { expected: 'a number above 0' }));
export const atLeastZero = once(() => noted(z.number().min(0), { expected: 'a number of at least 0' }));
export const flag = once(() => noted(z.boolean(), { expected: 'true or false' }));
export const share = once(() =>
  noted(z.number().min(0).max(1), { literal: 'share', expected: 'a share between 0 and 1' }),
);

export function whole(min: number, max = Number.MAX_SAFE_INTEGER): z.ZodNumber {
  const least = min > Number.MIN_SAFE_INTEGER ? ` of at least ${min}` : '';
  const range = max < Number.MAX_SAFE_INTEGER ? ` from ${min} to ${max}` : least;
  return noted(z.int().min(min).max(max), { expected: `a whole number${range}` });
}

export function oneOf<const T extends readonly [string, ...string[]]>(...names: T): z.ZodEnum<{ [K in T[number]]: K }> {
  return z.enum(names) as unknown as z.ZodEnum<{ [K in T[number]]: K }>;
}

/** A time span that may be nothing. */
export const duration = once(() =>
  noted(z.string(), { literal: 'duration', expected: 'a duration such as "30s", "15m" or "90d"' }).meta({
    examples: ['500ms', '30s', '15m', '1h30m', '90d', '2w', '1mo', '1y', 'P90D'],
  }),
);
/** A time span longer than nothing. */
export const period = once(() =>
  noted(z.string(), { literal: 'period', expected: 'a duration such as "30s", "15m" or "90d"' }).meta({
    examples: ['30s', '15m', '1h', '1d', '1w', '1mo', '1y'],
  }),
);
export const rate = once(() =>
  noted(z.string(), { literal: 'rate', expected: 'a rate such as "100/sec", "5/m" or "0.1/d"' }).meta({
    examples: ['100/sec', '5/m', '0.1/d'],
  }),
);
export const instant = once(() =>
  noted(z.string(), { literal: 'instant', expected: 'a date or date-time such as "2025-01-31"' }).meta({
    examples: ['2025-01-31', '2025-01-31T09:00:00Z', 'now', 'now-90d'],
  }),
);
/** An instant whose kind (date, date-time, time of day) the field around it says. */
export const temporal = once(() =>
  noted(z.string(), { literal: 'temporal', expected: 'a date, date-time or time of day in quotes' }).meta({
    examples: ['2025-01-31', '2025-01-31T09:00:00Z', '09:00', 'now', 'now-90d'],
  }),
);
const PATH = 'the name of a field, such as "city" or "users.country"';
export const path = once(() => noted(z.string().min(1), { literal: 'path', expected: PATH }));
/** A column of another table, or of another file. */
export const reference = once(() => noted(z.string().min(1), { literal: 'reference', expected: PATH }));
export const expression = once(() =>
  noted(z.string().min(1), { literal: 'expression', expected: 'an expression in quotes, such as "price * 2"' }),
);
export const template = once(() => noted(z.string(), { literal: 'template', expected: 'a text with {{ … }} in it' }));
export const pattern = once(() =>
  noted(z.string(), { literal: 'pattern', expected: 'a regular expression such as "[A-Z]{3}-\\d{4}"' }),
);
export const locale = once(() =>
  noted(z.string(), { literal: 'locale', expected: 'a locale such as "en" or "pt_BR"' }).meta({
    examples: ['en', 'de', 'pt_BR'],
  }),
);
export const timezone = once(() =>
  noted(z.string(), { literal: 'timezone', expected: 'a time zone such as "Europe/Berlin"' }).meta({
    examples: ['UTC', 'Europe/Berlin'],
  }),
);
export const scalar = once(() =>
  noted(z.union([z.string(), z.number(), z.boolean(), z.null()]), { expected: 'a text, number, true, false or null' }),
);
export const weights = once(() =>
  noted(z.record(z.string(), noted(z.number().min(0), { literal: 'weight', expected: 'a weight of at least 0' })), {
    literal: 'weights',
    expected: 'a mapping of values to weights',
  }),
);
export const paths = once(() =>
  noted(z.union([path(), list(path(), 'a list of field names')]), {
    expected: 'the name of a field, or a list of names',
  }),
);

export function list<T extends z.ZodType>(item: T, expected: string, least = 1): z.ZodArray<T> {
  return noted(z.array(item).min(least), { expected, items: { least } });
}

/** A list of so many items. */
export function exactly<T extends z.ZodType>(length: number, item: T, expected: string): z.ZodArray<T> {
  return noted(z.array(item).length(length), { expected, items: { exactly: length } });
}

export function either<const T extends readonly [z.ZodType, z.ZodType, ...z.ZodType[]]>(
  expected: string,
  ...options: T
): z.ZodUnion<T> {
  return noted(z.union(options), { expected });
}

export function reserved<T>(literal: 'field' | 'fields' | 'variant', schema: () => z.ZodType<T>): z.ZodType<T> {
  return noted(z.lazy(schema), { literal });
}
