import { type Seen, unsupported, type View, type ZodSchema } from './schema.js';
import { type FormatSchema, soleFormat } from './strings.js';

/** A schema of version 3 as it is made, in the parts that are read here. */
export interface SchemaV3 {
  readonly _def: DefV3;
  readonly _output: unknown;
}

export interface DefV3 {
  readonly typeName: string;
  readonly checks?: readonly CheckV3[];
  /** Of effects the schema they are about, of a branded one what is branded, of an array its items. */
  readonly schema?: SchemaV3;
  readonly type?: SchemaV3;
  readonly innerType?: SchemaV3;
  readonly effect?: { readonly type: 'refinement' | 'transform' | 'preprocess' };
  readonly shape?: () => Readonly<Record<string, SchemaV3>>;
  readonly catchall?: SchemaV3;
  readonly items?: readonly SchemaV3[];
  readonly rest?: SchemaV3 | null;
  readonly keyType?: SchemaV3;
  readonly valueType?: SchemaV3;
  readonly options?: readonly SchemaV3[] | ReadonlyMap<unknown, SchemaV3>;
  readonly left?: SchemaV3;
  readonly right?: SchemaV3;
  readonly in?: SchemaV3;
  readonly getter?: () => SchemaV3;
  readonly value?: unknown;
}

export interface CheckV3 {
  readonly kind: string;
  readonly value?: unknown;
  readonly inclusive?: boolean;
  readonly version?: string;
  readonly precision?: number | null;
  readonly offset?: boolean;
  readonly local?: boolean;
  readonly alg?: string;
}

/** The JSON Schema of a text with one format and nothing else. */
export function formatV3({ checks = [] }: DefV3): FormatSchema | undefined {
  if (checks.length !== 1) return undefined;
  const [{ kind, ...settings }] = checks;
  switch (kind) {
    case 'uuid':
      return { json: { format: 'uuid' }, exact: true };
    case 'ip':
      return { json: { format: settings.version === 'v6' ? 'ipv6' : 'ipv4' }, exact: true };
    case 'cidr':
      return settings.version === 'v6' ? soleFormat({ format: 'cidrv6' }) : { json: { pattern: CIDR }, exact: true };
    case 'datetime':
    case 'time':
      return soleFormat({ ...settings, format: kind });
    case 'nanoid':
      return { json: { pattern: '^[a-zA-Z0-9_-]{21}$' }, exact: true };
    default:
      return TEXT_FORMATS.has(kind)
        ? soleFormat({ format: kind, ...(settings.alg && { alg: settings.alg }) })
        : undefined;
  }
}

const CIDR = '^((25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)\\.){3}(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)/(3[0-2]|[12]?\\d)$';

const TEXT_FORMATS: ReadonlySet<string> = new Set([
  ...['email', 'url', 'cuid', 'cuid2', 'ulid', 'emoji', 'date', 'duration', 'base64', 'base64url', 'jwt'],
]);

const SAID: ReadonlySet<string> = new Set(['min', 'max', 'length', 'int', 'finite', 'multipleOf']);

/** What a schema of version 3 is. */
export function viewV3(schema: SchemaV3): Seen {
  const def = schema._def;
  const plain = (view: View): Seen => ({ ...view, parsed: false });
  const parsed = (view: View): Seen => ({ ...view, parsed: true });
  switch (def.typeName) {
    case 'ZodString': {
      const format = formatV3(def);
      const said = (def.checks ?? []).every(({ kind }) => SAID.has(kind));
      return { kind: 'plain', parsed: format === undefined ? !said : !format.exact };
    }
    case 'ZodAny':
    case 'ZodUnknown':
      return plain({ kind: 'any' });
    case 'ZodDate':
      return parsed({ kind: 'date' });
    case 'ZodBigInt':
      return parsed({ kind: 'bigint' });
    case 'ZodUndefined':
    case 'ZodVoid':
      return plain({ kind: 'undefined' });
    case 'ZodSymbol':
      return unsupported('symbol');
    case 'ZodFunction':
      return unsupported('function');
    case 'ZodPromise':
      return unsupported('promise');
    case 'ZodNaN':
      return unsupported('nan');
    case 'ZodLiteral': {
      const { value } = def;
      if (typeof value === 'symbol') return unsupported('symbol');
      return { kind: 'literal', values: [value], parsed: typeof value === 'bigint' || value === undefined };
    }
    case 'ZodObject': {
      const closed = def.catchall === undefined || def.catchall._def.typeName === 'ZodNever';
      return plain({ kind: 'object', shape: def.shape!(), ...(!closed && { rest: def.catchall! }) });
    }
    case 'ZodArray':
      return plain({ kind: 'array', item: def.type! });
    case 'ZodTuple':
      return plain({ kind: 'tuple', items: def.items ?? [], ...(def.rest && { rest: def.rest }) });
    case 'ZodRecord':
      // Only some kinds of keys are converted.
      return { kind: 'record', key: def.keyType!, value: def.valueType!, parsed: !isAnyText(def.keyType!) };
    case 'ZodSet':
      return parsed({ kind: 'set', item: def.valueType! });
    case 'ZodMap':
      return parsed({ kind: 'map', key: def.keyType!, value: def.valueType! });
    case 'ZodUnion':
    case 'ZodDiscriminatedUnion':
      return plain({ kind: 'union', options: [...(def.options?.values() ?? [])] });
    case 'ZodIntersection':
      return plain({ kind: 'intersection', sides: [def.left!, def.right!] });
    case 'ZodEffects':
      // `z.custom()` and `z.instanceof()` are refinements of anything.
      if (def.effect?.type === 'refinement' && def.schema!._def.typeName === 'ZodAny') return unsupported('custom');
      return parsed({ kind: 'wrapper', inner: def.schema! });
    case 'ZodPipeline':
      return parsed({ kind: 'wrapper', inner: def.in! });
    case 'ZodDefault':
      return parsed({ kind: 'wrapper', inner: def.innerType! });
    case 'ZodBranded':
      return plain({ kind: 'wrapper', inner: def.type! });
    case 'ZodLazy':
      return plain({ kind: 'wrapper', inner: def.getter!() });
    case 'ZodOptional':
    case 'ZodNullable':
    case 'ZodReadonly':
    case 'ZodCatch':
      return plain({ kind: 'wrapper', inner: def.innerType! });
    default:
      return plain({ kind: 'plain' });
  }
}

function isAnyText({ _def }: SchemaV3): boolean {
  return _def.typeName === 'ZodString' && (_def.checks ?? []).length === 0;
}

export function asV3(schema: ZodSchema): SchemaV3 {
  return schema as unknown as SchemaV3;
}
