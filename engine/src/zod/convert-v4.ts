import * as z from 'zod';
import type { JsonSchema } from '../schema/json-schema.js';
import { bigintSchema, dateSchema, type Limits, mapSchema, setSchema, type Sizes } from './special.js';
import { soleFormat } from './strings.js';
import { asV4, checksOf, formatOf, inputOf, metaOf, type SchemaV4 } from './view-v4.js';
import type { ZodSchema } from './schema.js';

/** Stands in `$ref` for the definition of a nested conversion until all are gathered. */
const NESTED = '#nested:';

/**
 * The JSON Schema of what a Zod 4 schema takes. Parts that JSON Schema has no values for are written as what stands for
 * them in JSON: instants as text, bigints as whole numbers, sets as lists, maps as lists of pairs.
 */
export function convertV4(schema: ZodSchema): JsonSchema {
  const conversion = new ConversionV4();
  const root = conversion.convert(asV4(schema));
  return conversion.finish(root);
}

class ConversionV4 {
  /** Sets and maps met so far, by schema, with the names of the definitions of their parts. */
  private readonly nested = new Map<SchemaV4, JsonSchema>();
  private readonly definitions: Record<string, unknown> = {};
  private names = 0;

  convert(schema: SchemaV4): JsonSchema {
    return z.toJSONSchema(schema as unknown as z.core.$ZodType, {
      target: 'draft-2020-12',
      io: 'input',
      cycles: 'ref',
      reused: 'inline',
      unrepresentable: ({ zodSchema }) => this.stand(zodSchema as unknown as SchemaV4),
      override: ({ zodSchema, jsonSchema }) => this.refine(zodSchema as unknown as SchemaV4, jsonSchema),
    }) as JsonSchema;
  }

  /** Puts what nested conversions made in its place: in line, or where it leads elsewhere, among the definitions. */
  finish(root: JsonSchema): JsonSchema {
    if (this.nested.size === 0) return root;
    const kept = new Map<string, unknown>();
    const place = (value: unknown): unknown =>
      mapRefs(value, (ref) => {
        if (!ref.startsWith(NESTED)) return { $ref: ref };
        const [name] = ref.slice(NESTED.length).split('/');
        const definition = this.definitions[name];
        if (!JSON.stringify(definition).includes('"$ref"')) return definition;
        if (!kept.has(name)) {
          kept.set(name, undefined);
          kept.set(name, place(definition));
        }
        return { $ref: `#/$defs/${ref.slice(NESTED.length)}` };
      });
    const placed = place(root) as JsonSchema;
    if (kept.size === 0) return placed;
    return { ...placed, $defs: { ...(placed.$defs as object | undefined), ...Object.fromEntries(kept) } };
  }

  /** What stands for a schema that JSON Schema cannot say. */
  private stand(schema: SchemaV4): Record<string, unknown> | 'any' {
    const { def } = schema._zod;
    switch (def.type) {
      case 'date':
        return dateSchema(datesOf(schema));
      case 'bigint':
        return bigintSchema(bigintsOf(schema));
      case 'literal': {
        const values = (def.values ?? []).filter((value) => value !== undefined);
        if (values.length === 0) return { not: {} };
        return { enum: values.map((value) => (typeof value === 'bigint' ? Number(value) : value)) };
      }
      case 'set':
      case 'map':
        return { ...this.collection(schema) };
      case 'undefined':
      case 'void':
        return { not: {} };
      default:
        return 'any';
    }
  }

  /** A set or map. Its parts are converted apart, as the conversion that met it cannot go on into them. */
  private collection(schema: SchemaV4): JsonSchema {
    let found = this.nested.get(schema);
    if (found !== undefined) return found;
    const { def } = schema._zod;
    const parts = def.type === 'set' ? [def.valueType!] : [def.keyType!, def.valueType!];
    const names = parts.map(() => `collection${++this.names}`);
    const refs = names.map((name) => ({ $ref: NESTED + name }));
    found = def.type === 'set' ? setSchema(refs[0], sizesOf(schema)) : mapSchema(refs[0], refs[1], sizesOf(schema));
    // Known before its parts are read: they may lead back here.
    this.nested.set(schema, found);
    for (const [k, part] of parts.entries()) {
      const { $schema: _, ...json } = this.convert(part);
      const here = NESTED + names[k];
      this.definitions[names[k]] = mapRefs(json, (ref) => ({
        $ref: ref.startsWith(NESTED) ? ref : here + ref.slice(1),
      }));
    }
    return found;
  }

  private refine(schema: SchemaV4, json: Record<string, unknown>): void {
    const { def } = schema._zod;
    if (def.type === 'string') refineText(schema, json);
    if (def.type === 'number') refineNumber(json);
    if (def.type === 'pipe') refinePipe(schema, json);
    if (!z.globalRegistry.has(schema as unknown as z.core.$ZodType)) Object.assign(json, metaOf(schema));
    if (Object.hasOwn(json, 'synth')) {
      json['x-synth'] = json.synth;
      delete json.synth;
    }
  }
}

const TEXT_KEYWORDS = ['format', 'pattern', 'allOf', 'contentEncoding', 'x-synth'];

function refineText(schema: SchemaV4, json: Record<string, unknown>): void {
  const check = formatOf(schema);
  const said = check && soleFormat(check);
  if (said === undefined) {
    // Of the schema that this one was derived from.
    if (checksOf(schema).length > 1) delete json['x-synth'];
    return;
  }
  for (const keyword of TEXT_KEYWORDS) delete json[keyword];
  Object.assign(json, said.json);
}

/** Bounds that only say what numbers there are are no bounds of the data. */
function refineNumber(json: Record<string, unknown>): void {
  const { minimum, maximum } = json;
  const least = NUMBER_LIMITS.find(([min]) => min === minimum);
  const most = NUMBER_LIMITS.find(([, max]) => max === maximum);
  const low = minimum === -Infinity || (least !== undefined && least[1] === maximum);
  const high = maximum === Infinity || (most !== undefined && most[0] === minimum);
  if (low) delete json.minimum;
  if (high) delete json.maximum;
  if (minimum === Number.MIN_SAFE_INTEGER && typeof maximum === 'number' && maximum >= 0) delete json.minimum;
  if (maximum === Number.MAX_SAFE_INTEGER && typeof minimum === 'number' && minimum <= 0x7fffffff) delete json.maximum;
}

const NUMBER_LIMITS: readonly (readonly [number, number])[] = [
  [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
  [-2147483648, 2147483647],
  [-3.4028234663852886e38, 3.4028234663852886e38],
  [-Number.MAX_VALUE, Number.MAX_VALUE],
];

/** What goes into a pipe and comes out as it went in is of both schemas. */
function refinePipe(schema: SchemaV4, json: Record<string, unknown>): void {
  const { def } = schema._zod;
  const words = wordsOf(schema);
  if (words !== undefined) {
    json.enum ??= words;
    return;
  }
  const isCodec = def.transform !== undefined;
  if (isCodec || inputOf(def) === def.out) return;
  if (!isPure(def.in!) || def.out!._zod.def.type === 'transform') return;
  const { $schema: _, ...out } = new ConversionV4().convert(def.out!);
  if (Object.keys(out).length > 0 && !('$defs' in out) && !JSON.stringify(out).includes('"$ref"')) {
    json.allOf = [...((json.allOf as unknown[] | undefined) ?? []), out];
  }
}

/** The texts that `z.stringbool()` takes: it keeps them, or in earlier versions tells them only to a text it refuses. */
function wordsOf(schema: SchemaV4): readonly unknown[] | undefined {
  const { bag, def } = schema._zod;
  if (Array.isArray(bag.truthy) && Array.isArray(bag.falsy)) return [...(bag.truthy as []), ...(bag.falsy as [])];
  const inner = def.in!._zod.def.type === 'pipe' ? def.in!._zod.def.in! : def.in!;
  if (def.out!._zod.def.type !== 'boolean' || inner._zod.def.type !== 'string') return undefined;
  try {
    const { error } = z.safeParse(schema as unknown as z.core.$ZodType, '\u0000');
    const [issue] = (error?.issues ?? []) as readonly { readonly expected?: unknown; readonly values?: unknown }[];
    return issue?.expected === 'stringbool' && Array.isArray(issue.values) ? (issue.values as unknown[]) : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a value comes out of a schema as it went in: only said of single values. */
function isPure({ _zod: { def } }: SchemaV4): boolean {
  return ['string', 'number', 'boolean', 'any', 'unknown'].includes(def.type);
}

function datesOf(schema: SchemaV4): Limits<Date> {
  const limits: { min?: Date; max?: Date } = {};
  for (const { check, value } of checksOf(schema)) {
    if (!(value instanceof Date)) continue;
    if (check === 'greater_than' && !(limits.min && limits.min >= value)) limits.min = value;
    if (check === 'less_than' && !(limits.max && limits.max <= value)) limits.max = value;
  }
  return limits;
}

const BIGINT_FORMATS: Readonly<Record<string, readonly [bigint, bigint]>> = {
  int64: [-(1n << 63n), (1n << 63n) - 1n],
  uint64: [0n, (1n << 64n) - 1n],
};

function bigintsOf(schema: SchemaV4): Limits<bigint> & { readonly multipleOf: readonly bigint[] } {
  const limits: { min?: bigint; max?: bigint; multipleOf: bigint[] } = { multipleOf: [] };
  const atLeast = (value: bigint): void => {
    if (limits.min === undefined || limits.min < value) limits.min = value;
  };
  const atMost = (value: bigint): void => {
    if (limits.max === undefined || limits.max > value) limits.max = value;
  };
  for (const { check, value, format, inclusive } of checksOf(schema)) {
    const range = check === 'bigint_format' ? BIGINT_FORMATS[format ?? ''] : undefined;
    if (range !== undefined) {
      atLeast(range[0]);
      atMost(range[1]);
    }
    if (typeof value !== 'bigint') continue;
    if (check === 'greater_than') atLeast(inclusive ? value : value + 1n);
    if (check === 'less_than') atMost(inclusive ? value : value - 1n);
    if (check === 'multiple_of') limits.multipleOf.push(value < 0n ? -value : value);
  }
  return limits;
}

function sizesOf(schema: SchemaV4): Sizes {
  let min = 0;
  let max = Infinity;
  for (const { check, minimum, maximum, size } of checksOf(schema)) {
    if (check === 'min_size') min = Math.max(min, minimum!);
    if (check === 'max_size') max = Math.min(max, maximum!);
    if (check === 'size_equals') min = max = size!;
  }
  return { min, max };
}

/** A copy in which other schemas stand where references are. */
function mapRefs(value: unknown, change: (ref: string) => unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => mapRefs(item, change));
  if (typeof value !== 'object' || value === null) return value;
  const { $ref, ...rest } = value as Readonly<Record<string, unknown>>;
  const entries = Object.entries(typeof $ref === 'string' ? rest : value);
  const others = Object.fromEntries(entries.map(([key, inner]) => [key, mapRefs(inner, change)]));
  return typeof $ref === 'string' ? { ...(change($ref) as object), ...others } : others;
}
