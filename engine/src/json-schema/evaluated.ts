import type { Draft } from './draft.js';
import type { Literal } from './goal.js';
import type { SchemaAt } from './graph.js';
import type { Schemas } from './name-schemas.js';

/** Which properties and items the schemas at and below a literal evaluate, in the alternative that a draft stands for. */
export class Evaluated {
  /** Places from the first that are evaluated. */
  readonly places: number;
  readonly allItems: boolean;
  readonly allProperties: boolean;
  /** What evaluates the items that match, by `contains`. */
  readonly contains: readonly SchemaAt[];
  readonly #names = new Set<string>();
  readonly #patterns: RegExp[] = [];

  constructor(schemas: Schemas, draft: Draft, owner: string) {
    let places = 0;
    let allItems = false;
    let allProperties = false;
    const contains: SchemaAt[] = [];
    for (const [key, { at }] of below(draft, owner)) {
      if (typeof at.node.value === 'boolean') continue;
      const keywords = schemas.keywords(at.node);
      places = Math.max(places, keywords.prefixItems.length);
      const below = key !== owner;
      allItems ||= keywords.items !== undefined || (below && keywords.unevaluatedItems !== undefined);
      if (keywords.contains?.evaluates) contains.push(schemas.enter(keywords.contains.node, at));
      allProperties ||=
        keywords.additionalProperties !== undefined || (below && keywords.unevaluatedProperties !== undefined);
      for (const name of keywords.properties.keys()) this.#names.add(name);
      for (const { pattern } of keywords.patternProperties) this.#patterns.push(pattern.regexp);
    }
    this.places = places;
    this.allItems = allItems;
    this.allProperties = allProperties;
    this.contains = contains;
  }

  /** Whether a property is; `undefined` stands for a name that no schema speaks of. */
  has(name: string | undefined): boolean {
    if (this.allProperties) return true;
    return name !== undefined && (this.#names.has(name) || this.#patterns.some((pattern) => pattern.test(name)));
  }
}

/** The literals that hold at the same place because of one, itself first; what must not hold evaluates nothing. */
function below(draft: Draft, owner: string): Map<string, Literal> {
  const found = new Map<string, Literal>();
  const line = [owner];
  for (const key of line) {
    const literal = draft.joined.get(key);
    if (literal === undefined || literal.negated || found.has(key)) continue;
    found.set(key, literal);
    line.push(...(draft.reached.get(key) ?? []));
  }
  return found;
}
