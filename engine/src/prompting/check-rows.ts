import { accepts } from '../json-schema/accept.js';
import { explain } from '../json-schema/explain.js';
import { SchemaGraph, type SchemaAt } from '../json-schema/graph.js';
import type { Keywords } from '../json-schema/keywords.js';
import { coerce } from './coerce.js';
import { cleanText, sanitise, type SanitiseOptions } from './sanitise.js';

/** What became of a value that a model wrote. */
export type Checked =
  | { readonly valid: true; readonly value: unknown; readonly sanitised: boolean; readonly coerced: boolean }
  | { readonly valid: false; readonly reason: Reason; readonly message: string };

/** Why a value does not count: a kind to be counted by. */
export type Reason =
  | 'missing'
  | 'type'
  | 'length'
  | 'range'
  | 'values'
  | 'form'
  | 'properties'
  | 'echo'
  | 'rejected'
  | 'duplicate'
  | 'truncated'
  | 'blocked'
  | 'failed'
  | 'budget';

/** Checks values against a JSON Schema, after cleaning texts and putting them into the types that are wanted. */
export class RowCheck {
  #graph: SchemaGraph | undefined;

  /** @param schema draft 2020-12; read when the first value comes. */
  constructor(readonly schema: object) {}

  get graph(): SchemaGraph {
    this.#graph ??= new SchemaGraph({
      documents: [{ uri: 'synth:value', value: this.schema }],
      root: 'synth:value#',
      infer: false,
    });
    return this.#graph;
  }

  get keywords(): Keywords {
    return this.graph.keywords(this.graph.root.node);
  }

  /** As {@link check}, for a value that was checked before: nothing is changed. */
  accepts(value: unknown): boolean {
    return accepts(this.graph, this.graph.root, value);
  }

  /** @param context of a value that is a text as a whole. */
  check(value: unknown, context: SanitiseOptions = {}): Checked {
    const { graph } = this;
    const { root } = graph;
    let text: unknown;
    if (typeof value === 'string') {
      const { minLength, maxLength, pattern, format, types } = this.keywords;
      const cut = pattern === undefined && format === undefined;
      const clean = sanitise(value, { ...context, ...(cut && { minLength, maxLength }) });
      if (clean.refused !== undefined && types?.has('string') !== false)
        return { valid: false, reason: 'echo', message: clean.refused };
      text = clean.text;
      // A schema may want what looks like markup: then the text stays.
      if (clean.changed && !accepts(graph, root, coerce(graph, root, text))) {
        const plain = cleanText(value);
        if (plain.trim() !== '' && accepts(graph, root, plain)) text = plain;
      }
      if (text === '' && value !== '' && this.keywords.minLength === 0 && !this.keywords.values?.includes('')) {
        return { valid: false, reason: 'missing', message: 'it is empty' };
      }
    } else text = this.#clean(root, value);
    const coerced = coerce(graph, root, text);
    if (accepts(graph, root, coerced)) {
      return { valid: true, value: coerced, sanitised: text !== value, coerced: coerced !== text };
    }
    const [first] = explain(graph, root, coerced);
    const where = first === undefined || first.instance === '' ? '' : `${first.instance.slice(1)} `;
    const message = `${where}${first?.message ?? 'does not satisfy the schema'}`;
    return { valid: false, reason: reasonOf(first?.keyword), message };
  }

  /** Cleans the texts inside of a value; the same value where they are clean. */
  #clean(at: SchemaAt, value: unknown): unknown {
    if (typeof value === 'string') {
      const plain = cleanText(value);
      return plain === value ? value : plain.trim();
    }
    if (Array.isArray(value)) {
      const items = value.map((item: unknown) => this.#clean(at, item));
      return items.some((item, i) => item !== value[i]) ? items : value;
    }
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value).map(([name, part]) => [name, this.#clean(at, part)] as const);
    const before = value as Readonly<Record<string, unknown>>;
    return entries.some(([name, part]) => part !== before[name]) ? Object.fromEntries(entries) : value;
  }
}

function reasonOf(keyword: string | undefined): Reason {
  switch (keyword) {
    case 'type':
      return 'type';
    case 'minLength':
    case 'maxLength':
    case 'minItems':
    case 'maxItems':
      return 'length';
    case 'minimum':
    case 'maximum':
    case 'exclusiveMinimum':
    case 'exclusiveMaximum':
    case 'multipleOf':
      return 'range';
    case 'enum':
    case 'const':
      return 'values';
    case 'pattern':
    case 'format':
      return 'form';
    case 'required':
    case 'additionalProperties':
    case 'unevaluatedProperties':
    case 'dependentRequired':
    case 'propertyNames':
    case 'minProperties':
    case 'maxProperties':
    case 'false':
      return 'properties';
    default:
      return 'form';
  }
}
