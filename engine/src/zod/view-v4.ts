import * as z from 'zod';
import { soleFormat, isPlainCheck, type StringCheck } from './strings.js';
import { type Seen, unsupported, type View, type ZodSchema } from './schema.js';

/** A schema of version 4 as it is made, in the parts that are read here. */
export interface SchemaV4 {
  readonly _zod: {
    readonly def: DefV4;
    readonly output: unknown;
    readonly traits?: ReadonlySet<string>;
    readonly bag: Readonly<Record<string, unknown>>;
    readonly innerType?: SchemaV4;
  };
}

export interface DefV4 {
  readonly type: string;
  readonly checks?: readonly { readonly _zod: { readonly def: CheckV4 } }[];
  readonly check?: string;
  readonly format?: string;
  readonly shape?: Readonly<Record<string, SchemaV4>>;
  readonly catchall?: SchemaV4;
  readonly element?: SchemaV4;
  readonly items?: readonly SchemaV4[];
  readonly rest?: SchemaV4 | null;
  readonly keyType?: SchemaV4;
  readonly valueType?: SchemaV4;
  readonly options?: readonly SchemaV4[];
  readonly left?: SchemaV4;
  readonly right?: SchemaV4;
  readonly innerType?: SchemaV4;
  readonly in?: SchemaV4;
  readonly out?: SchemaV4;
  readonly values?: readonly unknown[];
  readonly transform?: unknown;
}

export interface CheckV4 extends StringCheck {
  readonly check: string;
  readonly value?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly size?: number;
  readonly inclusive?: boolean;
}

/** Checks that JSON Schema says in full. */
const SAID: ReadonlySet<string> = new Set([
  'less_than',
  'greater_than',
  'multiple_of',
  'number_format',
  'min_length',
  'max_length',
  'length_equals',
]);

/** All checks of a schema; a format such as `z.email()` is its own first one. */
export function checksOf({ _zod: { def } }: SchemaV4): readonly CheckV4[] {
  const others = (def.checks ?? []).map((check) => check._zod.def);
  return def.check === undefined ? others : [def as DefV4 & CheckV4, ...others];
}

/** The only format of a text that has no other checks. */
export function formatOf(schema: SchemaV4): StringCheck | undefined {
  const checks = checksOf(schema);
  return checks.length === 1 && checks[0].check === 'string_format' ? checks[0] : undefined;
}

/** What a schema of version 4 is. */
export function viewV4(schema: SchemaV4): Seen {
  const { def } = schema._zod;
  const view = kindOf(schema, def);
  return { ...view, parsed: view.parsed || !checksSaid(schema) };
}

function checksSaid(schema: SchemaV4): boolean {
  const { type } = schema._zod.def;
  const checks = checksOf(schema);
  if (type !== 'string') return checks.every(({ check }) => SAID.has(check));
  const format = formatOf(schema);
  if (format !== undefined && soleFormat(format) !== undefined) return soleFormat(format)!.exact;
  const limited = checks.some(({ check }) => check === 'max_length' || check === 'length_equals');
  return checks.every((check) =>
    check.check === 'string_format' ? isPlainCheck(check, limited) : SAID.has(check.check),
  );
}

function kindOf(schema: SchemaV4, def: DefV4): Seen {
  const plain = (view: View): Seen => ({ ...view, parsed: false });
  const parsed = (view: View): Seen => ({ ...view, parsed: true });
  switch (def.type) {
    case 'any':
    case 'unknown':
      return plain({ kind: 'any' });
    case 'date':
      return parsed({ kind: 'date' });
    case 'bigint':
      return parsed({ kind: 'bigint' });
    case 'undefined':
    case 'void':
      return plain({ kind: 'undefined' });
    case 'symbol':
    case 'function':
    case 'promise':
    case 'nan':
    case 'success':
    case 'file':
    case 'custom':
    case 'transform':
      return unsupported(def.type);
    case 'literal': {
      const values = def.values ?? [];
      return { kind: 'literal', values, parsed: values.some((v) => typeof v === 'bigint' || v === undefined) };
    }
    case 'object':
      return plain({ kind: 'object', shape: def.shape ?? {}, ...(def.catchall && { rest: def.catchall }) });
    case 'array':
      return plain({ kind: 'array', item: def.element! });
    case 'tuple':
      return plain({ kind: 'tuple', items: def.items ?? [], ...(def.rest && { rest: def.rest }) });
    case 'record':
      // Numbers as keys are said as a pattern, without their bounds.
      return { kind: 'record', key: def.keyType!, value: def.valueType!, parsed: isNumeric(def.keyType!) };
    case 'set':
      return parsed({ kind: 'set', item: def.valueType! });
    case 'map':
      return parsed({ kind: 'map', key: def.keyType!, value: def.valueType! });
    case 'union':
      return plain({ kind: 'union', options: def.options ?? [] });
    case 'intersection':
      return plain({ kind: 'intersection', sides: [def.left!, def.right!] });
    case 'pipe':
      if ([def, def.in!._zod.def, def.out!._zod.def].some(isAsync)) return plain({ kind: 'async' });
      return parsed({ kind: 'wrapper', inner: inputOf(def) });
    case 'default':
    case 'prefault':
      return parsed({ kind: 'wrapper', inner: def.innerType! });
    case 'lazy':
      return plain({ kind: 'wrapper', inner: schema._zod.innerType! });
    default:
      return plain(def.innerType === undefined ? { kind: 'plain' } : { kind: 'wrapper', inner: def.innerType });
  }
}

/** What goes into a pipe: of one that begins with a transform (`z.preprocess`), what comes out of the transform. */
export function inputOf(def: DefV4): SchemaV4 {
  return def.in!._zod.def.type === 'transform' ? def.out! : def.in!;
}

/** Of functions that only return a promise it is seen when they are called. */
function isAsync({ transform }: DefV4): boolean {
  return typeof transform === 'function' && transform.constructor.name === 'AsyncFunction';
}

function isNumeric({ _zod: { def } }: SchemaV4): boolean {
  return def.type !== 'string' && def.type !== 'enum' && def.type !== 'literal';
}

export function asV4(schema: ZodSchema): SchemaV4 {
  return schema as unknown as SchemaV4;
}

/** What `.meta()` and `.describe()` say of a schema, but for its name among definitions. */
export function metaOf(schema: SchemaV4): Readonly<Record<string, unknown>> {
  // Early versions keep it in a registry of their own, which only their schemas know.
  const own = schema as { readonly meta?: () => Readonly<Record<string, unknown>> | undefined };
  const known = typeof own.meta === 'function' ? own.meta() : undefined;
  const { id: _, ...notes } = known ?? z.globalRegistry.get(schema as unknown as z.core.$ZodType) ?? {};
  return notes;
}
