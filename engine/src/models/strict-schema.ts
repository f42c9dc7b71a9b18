// https://platform.openai.com/docs/guides/structured-outputs#supported-schemas
const KNOWN = new Set([
  '$defs',
  '$ref',
  'additionalProperties',
  'anyOf',
  'const',
  'description',
  'enum',
  'items',
  'maxItems',
  'maximum',
  'minItems',
  'minimum',
  'properties',
  'required',
  'title',
  'type',
]);

/**
 * Whether a JSON Schema keeps to what strict structured output takes: an object at its root, every object closed and all
 * of its properties required, no other keywords.
 */
export function isStrict(schema: object): boolean {
  return (schema as { type?: unknown }).type === 'object' && strict(schema);
}

function strict(schema: unknown): boolean {
  if (schema === null || typeof schema !== 'object' || Array.isArray(schema)) return false;
  const { properties, required, additionalProperties, items, anyOf, $defs, type } = schema as Record<string, unknown>;
  if (!Object.keys(schema).every((keyword) => KNOWN.has(keyword))) return false;
  const names = Object.keys(properties ?? {});
  if (type === 'object' || properties !== undefined) {
    const asked = new Set(Array.isArray(required) ? (required as unknown[]) : []);
    if (additionalProperties !== false || !names.every((name) => asked.has(name))) return false;
  }
  if (type === 'array' && items === undefined) return false;
  return [
    ...Object.values(properties ?? {}),
    ...Object.values($defs ?? {}),
    ...(Array.isArray(anyOf) ? (anyOf as unknown[]) : []),
    ...(items === undefined ? [] : [items]),
  ].every(strict);
}
