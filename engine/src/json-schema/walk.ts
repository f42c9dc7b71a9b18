import { UnresolvedReferenceError, type SchemaAt, type SchemaGraph, type SchemaNode } from './graph.js';
import type { Keywords, Reference } from './keywords.js';

/** The schemas that apply to the same value. */
export function inPlaceSchemas(k: Keywords, found: SchemaNode[] = []): SchemaNode[] {
  found.push(...k.allOf, ...k.anyOf, ...k.oneOf, ...k.dependentSchemas.values());
  for (const node of [k.not, k.if, k.then, k.else]) if (node !== undefined) found.push(node);
  return found;
}

/** The schemas that apply to items, properties, names, content. */
export function partSchemas(k: Keywords, found: SchemaNode[] = []): SchemaNode[] {
  found.push(...k.properties.values(), ...k.prefixItems);
  for (const { node } of k.patternProperties) found.push(node);
  if (k.contains !== undefined) found.push(k.contains.node);
  const { items, unevaluatedItems, additionalProperties, unevaluatedProperties, propertyNames, contentSchema } = k;
  for (const node of [
    items,
    unevaluatedItems,
    additionalProperties,
    unevaluatedProperties,
    propertyNames,
    contentSchema,
  ]) {
    if (node !== undefined) found.push(node);
  }
  return found;
}

/**
 * Visits every schema that a value's check can get to, in the order of the document, each once for what dynamic references
 * lead to.
 */
export function walk(
  graph: SchemaGraph,
  visit: (at: SchemaAt) => void,
  unresolved: (at: SchemaAt, reference: Reference, error: UnresolvedReferenceError) => void,
): void {
  const seen = new Set<SchemaAt>([graph.root]);
  const waiting: SchemaAt[] = [graph.root];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    visit(at);
    const { scope } = at;
    const keywords = graph.keywords(at.node);
    const next = partSchemas(keywords, inPlaceSchemas(keywords)).map((node) => graph.enter(node, scope));
    next.push(...referred(at, keywords, (reference, error) => unresolved(at as SchemaAt, reference, error)));
    for (const each of next.reverse()) {
      if (seen.has(each)) continue;
      seen.add(each);
      waiting.push(each);
    }
  }
}

/** What the references of a schema lead to. */
export function referred(
  at: SchemaAt,
  keywords: Keywords,
  unresolved: (reference: Reference, error: UnresolvedReferenceError) => void,
): SchemaAt[] {
  const found: SchemaAt[] = [];
  for (const reference of keywords.refs) {
    try {
      found.push(reference.resolve(at.scope));
    } catch (error) {
      if (!(error instanceof UnresolvedReferenceError)) throw error;
      unresolved(reference, error);
    }
  }
  return found;
}
