type Schema = Readonly<Record<string, unknown>>;

/** What `responseSchema` of Gemini takes, a part of OpenAPI 3.0: https://ai.google.dev/api/caching#Schema */
export interface GeminiSchema {
  type?: 'string' | 'number' | 'integer' | 'boolean' | 'array' | 'object';
  format?: string;
  description?: string;
  nullable?: boolean;
  enum?: string[];
  minimum?: number;
  maximum?: number;
  items?: GeminiSchema;
  minItems?: number;
  maxItems?: number;
  properties?: Record<string, GeminiSchema>;
  required?: string[];
  propertyOrdering?: string[];
  anyOf?: GeminiSchema[];
}

/**
 * A schema for Gemini that takes every value that the JSON Schema takes, and more where Gemini has no words for a
 * constraint (lengths and patterns too, which make it refuse schemas as too complex: values are validated anyway).
 * `undefined` where Gemini could not put out all of them: recursion, values of any type, objects with free names.
 */
export function geminiSchema(schema: object): GeminiSchema | undefined {
  try {
    const { nullable: _, ...root } = convert(schema, schema as Schema, []);
    return root;
  } catch (error) {
    if (error instanceof Inexpressible) return undefined;
    throw error;
  }
}

class Inexpressible extends Error {}

function convert(at: unknown, root: Schema, path: readonly unknown[]): GeminiSchema {
  if (at === null || typeof at !== 'object' || Array.isArray(at) || path.includes(at)) throw new Inexpressible();
  const schema = at as Schema;
  const inner = [...path, at];
  if (typeof schema.$ref === 'string') {
    const { $ref: _, $defs: _defs, definitions: _old, $schema: _dialect, $id: _id, ...beside } = schema;
    const target = convert(resolve(schema.$ref, root), root, inner);
    return typeof beside.description === 'string' ? { ...target, description: beside.description } : target;
  }
  if (Array.isArray(schema.allOf)) {
    const { allOf, ...beside } = schema;
    return convert(joined([...(allOf as Schema[]), beside]), root, inner);
  }
  const description = typeof schema.description === 'string' ? { description: schema.description } : {};
  const options = schema.anyOf ?? schema.oneOf;
  if (Array.isArray(options) && (schema.properties ?? schema.items ?? schema.prefixItems) !== undefined) {
    throw new Inexpressible();
  }
  if (Array.isArray(options)) return { ...union(options, root, inner), ...description };
  if (schema.const !== undefined) return { ...ofValues([schema.const]), ...description };
  if (Array.isArray(schema.enum)) return { ...ofValues(schema.enum), ...description };
  if (Array.isArray(schema.type)) {
    return {
      ...union(
        schema.type.map((type: unknown) => ({ ...schema, type })),
        root,
        inner,
      ),
      ...description,
    };
  }
  return { ...ofType(schema, root, inner), ...description };
}

/** One schema of several, where none speaks of what another speaks of. */
function joined(schemas: readonly Schema[]): Schema {
  const told = schemas.filter((schema) => Object.keys(schema).length > 0);
  if (told.length === 1) return told[0]!;
  const all: Record<string, unknown> = {};
  for (const schema of told) {
    for (const [keyword, value] of Object.entries(schema)) {
      if (keyword === '$ref' || (keyword in all && all[keyword] !== value)) throw new Inexpressible();
      all[keyword] = value;
    }
  }
  return all;
}

function resolve(ref: string, root: Schema): unknown {
  if (ref !== '#' && !ref.startsWith('#/')) throw new Inexpressible();
  return ref
    .slice(2)
    .split('/')
    .filter((name) => name !== '')
    .map((name) => decodeURIComponent(name).replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>((at, name) => (at as Schema | undefined)?.[name], root);
}

function union(options: readonly unknown[], root: Schema, path: readonly unknown[]): GeminiSchema {
  const isNull = (option: unknown): boolean => {
    const { type, const: only } = option as Schema;
    return type === 'null' || only === null;
  };
  const converted = options.filter((option) => !isNull(option)).map((option) => convert(option, root, path));
  const nullable = converted.length < options.length || converted.some((option) => option.nullable === true);
  if (converted.length === 0) throw new Inexpressible();
  const all = converted.length === 1 ? converted[0]! : { anyOf: distinct(converted) };
  return nullable ? { ...all, nullable } : all;
}

function distinct(schemas: readonly GeminiSchema[]): GeminiSchema[] {
  return [...new Map(schemas.map((schema) => [JSON.stringify(schema), schema])).values()];
}

/** Only texts can be listed; numbers become their range. */
function ofValues(values: readonly unknown[]): GeminiSchema {
  const there = values.filter((value) => value !== null);
  const nullable = there.length < values.length ? { nullable: true } : {};
  if (there.length > 0 && there.every((value) => typeof value === 'string')) {
    // An empty text is refused in a list.
    return there.includes('') ? { type: 'string', ...nullable } : { type: 'string', enum: [...there], ...nullable };
  }
  if (there.length > 0 && there.every((value) => typeof value === 'number')) {
    const type = there.every(Number.isInteger) ? 'integer' : 'number';
    const minimum = there.reduce((least, value) => Math.min(least, value));
    return { type, minimum, maximum: there.reduce((most, value) => Math.max(most, value)), ...nullable };
  }
  if (there.length > 0 && there.every((value) => typeof value === 'boolean')) return { type: 'boolean', ...nullable };
  throw new Inexpressible();
}

function ofType(schema: Schema, root: Schema, path: readonly unknown[]): GeminiSchema {
  switch (schema.type ?? (schema.properties ? 'object' : schema.items || schema.prefixItems ? 'array' : undefined)) {
    case 'string':
      return { type: 'string', ...(schema.format === 'date-time' ? { format: 'date-time' } : {}) };
    case 'integer':
      return { type: 'integer', ...rangeOf(schema) };
    case 'number':
      return { type: 'number', ...rangeOf(schema) };
    case 'boolean':
      return { type: 'boolean' };
    case 'array':
      return ofArray(schema, root, path);
    case 'object':
      return ofObject(schema, root, path);
    default:
      throw new Inexpressible();
  }
}

function rangeOf(schema: Schema): GeminiSchema {
  const bounds = (...values: unknown[]): number[] => values.filter((value) => typeof value === 'number');
  const low = bounds(schema.minimum, schema.exclusiveMinimum);
  const high = bounds(schema.maximum, schema.exclusiveMaximum);
  return {
    ...(low.length > 0 ? { minimum: Math.max(...low) } : {}),
    ...(high.length > 0 ? { maximum: Math.min(...high) } : {}),
  };
}

function ofArray(schema: Schema, root: Schema, path: readonly unknown[]): GeminiSchema {
  const sizes = (least: unknown, most: unknown): GeminiSchema => ({
    ...(typeof least === 'number' ? { minItems: least } : {}),
    ...(typeof most === 'number' ? { maxItems: most } : {}),
  });
  if (!Array.isArray(schema.prefixItems)) {
    return { type: 'array', items: convert(schema.items, root, path), ...sizes(schema.minItems, schema.maxItems) };
  }
  // Gemini knows no places in an array: any of their types may stand at each.
  const rest = schema.items === false ? [] : [schema.items];
  const items = union([...(schema.prefixItems as unknown[]), ...rest], root, path);
  const most = schema.items === false ? (schema.maxItems ?? schema.prefixItems.length) : schema.maxItems;
  return { type: 'array', items, ...sizes(schema.minItems, most) };
}

function ofObject(schema: Schema, root: Schema, path: readonly unknown[]): GeminiSchema {
  const named = Object.entries((schema.properties ?? {}) as Schema);
  const { additionalProperties } = schema;
  const free = additionalProperties !== undefined && additionalProperties !== false;
  if (named.length === 0 || schema.patternProperties !== undefined || (free && additionalProperties !== true)) {
    throw new Inexpressible();
  }
  const names = named.map(([name]) => name);
  const required = (Array.isArray(schema.required) ? (schema.required as string[]) : []).filter((n) =>
    names.includes(n),
  );
  return {
    type: 'object',
    properties: Object.fromEntries(named.map(([name, part]) => [name, convert(part, root, path)])),
    ...(required.length > 0 ? { required } : {}),
    propertyOrdering: names,
  };
}
