/**
 * Writes `anyOf: [{ type: T, … }, { type: 'null' }]` as `type: [T, 'null']`, which means the same and is read as one
 * field that may be null. Anything else is left as it is.
 */
export function nullableTypes(json: unknown): unknown {
  if (Array.isArray(json)) return json.map(nullableTypes);
  if (!isObject(json)) return json;
  const inner = Object.fromEntries(
    Object.entries(json).map(([key, value]) => [key, DATA.has(key) ? value : nullableTypes(value)]),
  );
  const { anyOf, ...rest } = inner;
  if (!Array.isArray(anyOf) || anyOf.length !== 2) return inner;
  const options = anyOf as readonly unknown[];
  const value = options.find((option) => !isNull(option));
  if (!options.some(isNull) || !isObject(value) || typeof value.type !== 'string') return inner;
  // Beside each other, keywords of both would have to be joined.
  if (Object.keys(rest).some((key) => Object.hasOwn(value, key) && !NOTES.has(key))) return inner;
  if (OF_ALL_TYPES.some((key) => Object.hasOwn(value, key))) return inner;
  const { const: only, enum: values, ...others } = value;
  const list = Array.isArray(values) ? [...(values as unknown[]), null] : only === undefined ? undefined : [only, null];
  return { ...others, ...rest, type: [value.type, 'null'], ...(list && { enum: list }) };
}

/** Keywords whose values are data, not schemas. */
const DATA: ReadonlySet<string> = new Set(['const', 'enum', 'default', 'examples', 'x-synth']);

/** Keywords that null would have to satisfy too. */
const OF_ALL_TYPES = ['$ref', '$dynamicRef', 'allOf', 'anyOf', 'oneOf', 'not', 'if'] as const;

const NOTES: ReadonlySet<string> = new Set(['title', 'description', 'examples', 'default']);

function isNull(schema: unknown): boolean {
  return isObject(schema) && schema.type === 'null' && Object.keys(schema).length === 1;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
