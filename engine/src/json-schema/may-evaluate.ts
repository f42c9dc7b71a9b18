import type { SchemaAt, SchemaNode } from './graph.js';
import type { Keywords, Pattern } from './keywords.js';
import type { Schemas } from './name-schemas.js';

/** What a schema may evaluate, whichever of its parts hold. */
export interface MayEvaluate {
  /** All items, in any case. */
  readonly items: boolean;
  readonly places: number;
  /** Items that match these. */
  readonly contains: readonly SchemaAt[];
  /** All properties, in any case. */
  readonly properties: boolean;
  readonly names: readonly string[];
  readonly patterns: readonly Pattern[];
}

/** Below a schema, apart from its own `unevaluatedItems` and `unevaluatedProperties`. */
export function mayEvaluate(schemas: Schemas, from: SchemaAt): MayEvaluate {
  const seen = new Set<SchemaNode>();
  const contains: SchemaAt[] = [];
  const names = new Set<string>();
  const patterns = new Map<string, Pattern>();
  let [items, properties, places] = [false, false, 0];
  const visit = (at: SchemaAt, certain: boolean): void => {
    if (seen.has(at.node) || typeof at.node.value === 'boolean') return;
    seen.add(at.node);
    const keywords = schemas.keywords(at.node);
    places = Math.max(places, keywords.prefixItems.length);
    if (keywords.contains?.evaluates) contains.push(schemas.enter(keywords.contains.node, at));
    for (const name of keywords.properties.keys()) names.add(name);
    for (const { pattern } of keywords.patternProperties) patterns.set(pattern.source, pattern);
    const inner = at !== from;
    if (certain) {
      items ||= keywords.items !== undefined || (inner && keywords.unevaluatedItems !== undefined);
      properties ||=
        keywords.additionalProperties !== undefined || (inner && keywords.unevaluatedProperties !== undefined);
    }
    for (const node of keywords.allOf) visit(schemas.enter(node, at), certain);
    for (const ref of keywords.refs) visit(ref.resolve(at.scope), certain);
    for (const node of conditional(keywords)) visit(schemas.enter(node, at), false);
  };
  visit(from, true);
  return { items, places, contains, properties, names: [...names], patterns: [...patterns.values()] };
}

function conditional(keywords: Keywords): SchemaNode[] {
  const { anyOf, oneOf, dependentSchemas, if: condition, then, else: otherwise } = keywords;
  const branches = [condition, then, otherwise].filter((node) => node !== undefined);
  return [...anyOf, ...oneOf, ...dependentSchemas.values(), ...branches];
}
