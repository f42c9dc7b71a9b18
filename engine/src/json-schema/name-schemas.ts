import { canonicalText } from './equality.js';
import type { SchemaAt, SchemaGraph, SchemaNode } from './graph.js';
import type { Keywords, Pattern } from './keywords.js';
import { NO_KEYWORDS } from './keywords-read.js';

/**
 * Reads schemas, also those that stand in no document: what the name of a property has to be where `patternProperties`
 * or `additionalProperties` are to speak of it.
 */
export class Schemas {
  readonly graph: SchemaGraph;
  readonly #made = new Map<string, SchemaAt>();
  readonly #keywords = new Map<SchemaNode, Keywords>();

  constructor(graph: SchemaGraph) {
    this.graph = graph;
  }

  keywords(node: SchemaNode): Keywords {
    return node.id < 0 ? this.#keywords.get(node)! : this.graph.keywords(node);
  }

  enter(node: SchemaNode, from: SchemaAt): SchemaAt {
    return this.graph.enter(node, from.scope);
  }

  isMade(at: SchemaAt): boolean {
    return at.node.id < 0;
  }

  /** Texts that match. */
  matching(pattern: Pattern): SchemaAt {
    return this.#make({ pattern: pattern.source }, { ...NO_KEYWORDS, pattern });
  }

  /** One of these texts. */
  among(names: readonly string[]): SchemaAt {
    return this.#make({ enum: names }, { ...NO_KEYWORDS, values: names });
  }

  /** Whether a made schema holds. */
  holds(at: SchemaAt, value: unknown): boolean {
    const { pattern, values } = this.keywords(at.node);
    if (typeof value !== 'string') return values === undefined;
    return (values === undefined || values.includes(value)) && (pattern === undefined || pattern.regexp.test(value));
  }

  #make(value: Readonly<Record<string, unknown>>, keywords: Keywords): SchemaAt {
    const key = canonicalText(value);
    let at = this.#made.get(key);
    if (at === undefined) {
      const id = -1 - this.#made.size;
      const node: SchemaNode = { id, location: `names:#/${-id}`, pointer: '', dialect: '2020-12', value };
      at = { node, scope: this.graph.root.scope };
      this.#made.set(key, at);
      this.#keywords.set(node, keywords);
    }
    return at;
  }
}
