import type { JsonSchema } from '../schema/json-schema.js';
import { bigintSchema, dateSchema, type Limits } from './special.js';
import { asV3, type DefV3, formatV3 } from './view-v3.js';
import type { ZodSchema } from './schema.js';

/** The JSON Schema of what a Zod 3 schema takes; see {@link convertV4}. Loads its converter at the first use. */
export async function convertV3(schema: ZodSchema): Promise<JsonSchema> {
  const { zodToJsonSchema, ignoreOverride } = await import('zod-to-json-schema');
  const converted = zodToJsonSchema(asV3(schema) as never, {
    target: 'jsonSchema2019-09',
    effectStrategy: 'input',
    pipeStrategy: 'input',
    // Objects that strip unknown keys take them: nothing is said of them.
    removeAdditionalStrategy: 'strict',
    allowedAdditionalProperties: undefined,
    applyRegexFlags: true,
    override: (def, refs, seen) => {
      const stands = seen === undefined ? stand(def as unknown as DefV3) : undefined;
      if (stands === undefined) return ignoreOverride;
      // Kept as if the converter had made it, so that a second mention refers to it.
      refs.seen.set(def, { def, path: refs.currentPath, jsonSchema: stands });
      return stands;
    },
  });
  return converted as JsonSchema;
}

function stand(def: DefV3): Record<string, unknown> | undefined {
  const described = <T extends object>(json: T): T & { description?: string } => {
    const { description } = def as { readonly description?: string };
    return description === undefined ? json : { ...json, description };
  };
  switch (def.typeName) {
    case 'ZodDate':
      return described(dateSchema(datesOf(def)));
    case 'ZodBigInt':
      return described(bigintSchema(bigintsOf(def)));
    case 'ZodLiteral':
      return typeof def.value === 'bigint' ? described({ const: Number(def.value) }) : undefined;
    case 'ZodUndefined':
    case 'ZodVoid':
      return { not: {} };
    case 'ZodString': {
      const said = formatV3(def);
      return said && described({ type: 'string', ...said.json });
    }
    default:
      return undefined;
  }
}

function datesOf({ checks = [] }: DefV3): Limits<Date> {
  const values = (kind: string): number[] => checks.filter((c) => c.kind === kind).map((c) => Number(c.value));
  const mins = values('min');
  const maxs = values('max');
  return {
    ...(mins.length > 0 && { min: new Date(Math.max(...mins)) }),
    ...(maxs.length > 0 && { max: new Date(Math.min(...maxs)) }),
  };
}

function bigintsOf({ checks = [] }: DefV3): Limits<bigint> & { readonly multipleOf: readonly bigint[] } {
  const limits: { min?: bigint; max?: bigint; multipleOf: bigint[] } = { multipleOf: [] };
  for (const { kind, value, inclusive } of checks) {
    if (typeof value !== 'bigint') continue;
    if (kind === 'min') limits.min = bigger(limits.min, inclusive ? value : value + 1n);
    if (kind === 'max') limits.max = smaller(limits.max, inclusive ? value : value - 1n);
    if (kind === 'multipleOf') limits.multipleOf.push(value < 0n ? -value : value);
  }
  return limits;
}

function bigger(a: bigint | undefined, b: bigint): bigint {
  return a === undefined || b > a ? b : a;
}

function smaller(a: bigint | undefined, b: bigint): bigint {
  return a === undefined || b < a ? b : a;
}
