import { isMapping } from '../../schema/form.js';
import type { JsonSchema } from '../../schema/json-schema.js';
import type { GoalSource, JsonSchemaSource } from '../source.js';
import { pointerSegments } from '../uri.js';

/** Characters of a schema that is told in words at most. */
const LONGEST = 6000;

/**
 * The schema at a place of a document as one that stands alone: with the definitions that it refers to. Where it refers
 * to others, or several must hold, it says so in words only, and what it asks of values has to be checked by the document.
 */
export function goalSchema(source: JsonSchemaSource, goal: GoalSource): JsonSchema {
  const parts = goal.flatMap(({ location, negated }) => {
    const schema = negated ? undefined : schemaAt(source, location);
    return schema === undefined ? [] : [schema];
  });
  const [only] = parts;
  if (goal.length === 1 && only !== undefined) {
    const alone = standing(only.document, only.schema);
    if (alone !== undefined) return alone;
  }
  const text = JSON.stringify(parts.map(({ schema }) => schema));
  if (parts.length === 0 || text.length > LONGEST) return {};
  return { description: `a value that satisfies ${parts.length === 1 ? text.slice(1, -1) : `all of ${text}`}` };
}

interface Found {
  readonly document: JsonSchema;
  readonly schema: JsonSchema;
}

function schemaAt({ documents }: JsonSchemaSource, location: string): Found | undefined {
  const [uri, fragment = ''] = location.split('#', 2);
  const document = documents.find((each) => each.uri === uri)?.value;
  let schema: unknown = document;
  for (const segment of pointerSegments(decodeURIComponent(fragment))) {
    schema = typeof schema === 'object' && schema !== null ? (schema as Record<string, unknown>)[segment] : undefined;
  }
  return isMapping(document) && isMapping(schema) ? { document, schema } : undefined;
}

/** With the definitions beside it; `undefined` where a reference leads elsewhere. */
function standing(document: JsonSchema, schema: JsonSchema): JsonSchema | undefined {
  const { $defs, definitions, $schema } = document;
  const alone = {
    ...schema,
    ...($schema !== undefined && { $schema }),
    ...($defs !== undefined && { $defs }),
    ...(definitions !== undefined && { definitions }),
  };
  if (typeof document.openapi === 'string') return undefined;
  for (const [, name, reference] of JSON.stringify(alone).matchAll(
    /"(\$ref|\$dynamicRef|\$recursiveRef|\$id|id|\$anchor)":"((?:[^"\\]|\\.)*)"/gu,
  )) {
    const rooted = name.endsWith('id') && (alone as Record<string, unknown>)[name] === reference;
    if (!rooted && (name !== '$ref' || !/^#\/(?:\$defs|definitions)\//u.test(reference))) return undefined;
  }
  const { $id: _id, id: _old, ...rest } = alone as Record<string, unknown>;
  return rest;
}
