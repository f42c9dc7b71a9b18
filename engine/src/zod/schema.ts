/**
 * A Zod schema of any copy of the library: versions 4 (also zod/mini) by `_zod`, version 3 by `_def.typeName`. Told by
 * shape, since the schemas of a caller may come from another installation than ours.
 */
export type ZodSchema =
  { readonly _zod: { readonly output: unknown } } | { readonly _output: unknown; readonly _def: object };

/** What parsing with a schema yields: `z.output` of either version. */
export type ZodOutput<S> = S extends { readonly _zod: { readonly output: infer T } }
  ? T
  : S extends { readonly _output: infer T }
    ? T
    : never;

/** A record of the rows that a schema describes: what it parses to; of the schema of a list, which describes them all, an item. */
export type ZodRecord<S> =
  ZodOutput<S> extends readonly (infer T)[] ? (number extends ZodOutput<S>['length'] ? T : ZodOutput<S>) : ZodOutput<S>;

/** The major version that a value is a schema of; `undefined` where it is none. */
export function zodVersion(value: unknown): 3 | 4 | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { _zod, _def } = value as { readonly _zod?: unknown; readonly _def?: unknown };
  if (isObject(_zod) && isObject(_zod.def)) return 4;
  return isObject(_def) && typeof _def.typeName === 'string' ? 3 : undefined;
}

export function isZod(value: unknown): value is ZodSchema {
  return zodVersion(value) !== undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** What a schema is, whichever version it is of. */
export type View =
  /** The JSON value is what is parsed. */
  | { readonly kind: 'plain' }
  /** Any JSON value. */
  | { readonly kind: 'any' }
  | { readonly kind: 'date' }
  | { readonly kind: 'bigint' }
  | { readonly kind: 'literal'; readonly values: readonly unknown[] }
  | { readonly kind: 'object'; readonly shape: Readonly<Record<string, ZodSchema>>; readonly rest?: ZodSchema }
  | { readonly kind: 'array'; readonly item: ZodSchema }
  | { readonly kind: 'tuple'; readonly items: readonly ZodSchema[]; readonly rest?: ZodSchema }
  | { readonly kind: 'record'; readonly key: ZodSchema; readonly value: ZodSchema }
  | { readonly kind: 'set'; readonly item: ZodSchema }
  | { readonly kind: 'map'; readonly key: ZodSchema; readonly value: ZodSchema }
  | { readonly kind: 'union'; readonly options: readonly ZodSchema[] }
  | { readonly kind: 'intersection'; readonly sides: readonly [ZodSchema, ZodSchema] }
  /** Takes what another schema takes: optional, default, transforms … */
  | { readonly kind: 'wrapper'; readonly inner: ZodSchema }
  /** Only a missing key satisfies it. */
  | { readonly kind: 'undefined' }
  /** Can only be parsed by waiting. */
  | { readonly kind: 'async' }
  /** JSON has no such values; `name` as in `z.symbol()`. */
  | { readonly kind: 'unsupported'; readonly name: string; readonly instead: string };

/** A {@link View}, and whether values of its JSON Schema may be refused or changed by parsing. */
export type Seen = View & { readonly parsed: boolean };

export const UNSUPPORTED = {
  symbol: 'Leave it out of the schema, or make it a literal text.',
  function: 'Leave it out of the schema.',
  promise: 'Use the schema of what it resolves to.',
  nan: 'Use z.number().',
  success: 'Use the schema inside it.',
  file: 'Use a text, such as a path or base64.',
  custom: 'Give it .meta({ synth: … }) with a field that makes its values, or use a schema that JSON has.',
  transform: 'Put it after a schema of what goes in: z.string().transform(…).',
} as const;

export function unsupported(name: keyof typeof UNSUPPORTED): View & { readonly parsed: boolean } {
  return { kind: 'unsupported', name, instead: UNSUPPORTED[name], parsed: false };
}
