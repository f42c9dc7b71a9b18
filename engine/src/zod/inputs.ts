import type { Inspection } from './inspect.js';
import { viewOf } from './inspect.js';
import type { ZodSchema } from './schema.js';

/** What a parse says of a value. */
export type Parsed =
  | { readonly success: true; readonly data: unknown }
  | { readonly success: false; readonly error: { readonly issues: readonly Issue[] } };

export interface Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

export type SafeParse = (schema: ZodSchema, value: unknown) => Parsed;

/** Makes the values that a schema takes out of the JSON values that stand for them: a Date of a text, a Set of a list. */
export class Inputs {
  constructor(
    private readonly special: Inspection['special'],
    private readonly safeParse: SafeParse,
  ) {}

  /** `value` as `schema` takes it; what does not look like it stays as it is, for the schema to refuse. */
  of(schema: ZodSchema, value: unknown): unknown {
    if (value === undefined || value === null || !this.special.has(schema)) return value;
    const view = viewOf(schema);
    switch (view.kind) {
      case 'date':
        return typeof value === 'string' ? new Date(value) : value;
      case 'bigint':
        return Number.isSafeInteger(value) ? BigInt(value as number) : value;
      case 'literal':
        return view.values.find((v) => typeof v === 'bigint' && Number(v) === value) ?? value;
      case 'object':
        return isObject(value) ? mapValues(value, (v, k) => this.member(view.shape, view.rest, k, v)) : value;
      case 'record':
        return isObject(value) ? mapValues(value, (v) => this.of(view.value, v)) : value;
      case 'array':
        return Array.isArray(value) ? value.map((item) => this.of(view.item, item)) : value;
      case 'tuple':
        if (!Array.isArray(value)) return value;
        return value.map((item, k) => {
          const schemaOf = view.items[k] ?? view.rest;
          return schemaOf ? this.of(schemaOf, item) : (item as unknown);
        });
      case 'set':
        return Array.isArray(value) ? new Set(value.map((item) => this.of(view.item, item))) : value;
      case 'map':
        if (!Array.isArray(value)) return value;
        return new Map((value as [unknown, unknown][]).map(([k, v]) => [this.of(view.key, k), this.of(view.value, v)]));
      case 'union':
        return this.option(view.options, value);
      case 'intersection':
        return view.sides.reduce<unknown>((made, side) => this.of(side, made), value);
      case 'wrapper':
        return this.of(view.inner, value);
      default:
        return value;
    }
  }

  private member(
    shape: Readonly<Record<string, ZodSchema>>,
    rest: ZodSchema | undefined,
    name: string,
    value: unknown,
  ): unknown {
    const schema = Object.hasOwn(shape, name) ? shape[name] : rest;
    return schema === undefined ? value : this.of(schema, value);
  }

  /** As the first option that takes it. */
  private option(options: readonly ZodSchema[], value: unknown): unknown {
    const made = options.map((option) => this.of(option, value));
    return made.find((input, k) => this.safeParse(options[k], input).success) ?? made[0];
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

function mapValues(
  value: Readonly<Record<string, unknown>>,
  change: (value: unknown, name: string) => unknown,
): object {
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, change(inner, name)]));
}
