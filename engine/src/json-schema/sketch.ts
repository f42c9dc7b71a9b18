import { canonicalText } from './equality.js';
import type { SchemaAt, SchemaNode } from './graph.js';
import { ALL_TYPES, TYPE_BIT, typeOf, typeSet, type TypeSet } from './json-types.js';
import type { Keywords } from './keywords.js';
import type { Schemas } from './name-schemas.js';

/** What is plain about a schema without solving it: every value that it accepts is within. */
export interface Sketch {
  readonly types: TypeSet;
  /** Types of which every value is accepted. */
  readonly free: TypeSet;
  /** By {@link canonicalText}. */
  readonly values: ReadonlySet<string> | undefined;
  readonly min: number;
  readonly max: number;
  readonly required: ReadonlySet<string>;
  readonly properties: ReadonlyMap<string, readonly SchemaAt[]>;
  /** Tells whether a property of that name can be there. */
  readonly closed: readonly ((name: string) => boolean)[];
}

const NOTHING_KNOWN: Sketch = {
  types: ALL_TYPES,
  free: 0,
  values: undefined,
  min: -Infinity,
  max: Infinity,
  required: new Set(),
  properties: new Map(),
  closed: [],
};

const NOTHING: Sketch = { ...NOTHING_KNOWN, types: 0 };

const ANYTHING: Sketch = { ...NOTHING_KNOWN, free: ALL_TYPES };

/** How deep properties are compared to tell schemas apart: `metadata.kind` and the like. */
const DEPTH = 3;

/** More than there can be, such that two numbers, a type set and a depth are one safe integer. */
const SCHEMAS = 2 ** 22;

/** Tells cheaply that schemas exclude each other, as the options of most `oneOf`s do. */
export class Sketches {
  readonly #schemas: Schemas;
  readonly #sketches = new Map<SchemaAt, Sketch>();
  readonly #numbers = new Map<SchemaAt, number>();
  readonly #disjoint = new Map<number, boolean>();

  constructor(schemas: Schemas) {
    this.#schemas = schemas;
  }

  of(at: SchemaAt): Sketch {
    const known = this.#sketches.get(at);
    if (known !== undefined) return known;
    this.#sketches.set(at, NOTHING_KNOWN);
    const sketch = this.#draw(at);
    this.#sketches.set(at, sketch);
    return sketch;
  }

  /** No value of the types satisfies both; `false` where that is not plain. */
  disjoint(a: SchemaAt, b: SchemaAt, types = ALL_TYPES, depth = DEPTH): boolean {
    if (a === b) return (this.of(a).types & types) === 0;
    const [x, y] = [this.#numberOf(a), this.#numberOf(b)];
    const pair = Math.min(x, y) * SCHEMAS + Math.max(x, y);
    const key = (pair * (ALL_TYPES + 1) + types) * (DEPTH + 1) + depth;
    let result = this.#disjoint.get(key);
    if (result === undefined) {
      this.#disjoint.set(key, false);
      result = this.#compare(this.of(a), this.of(b), types, depth);
      this.#disjoint.set(key, result);
    }
    return result;
  }

  #numberOf(at: SchemaAt): number {
    let number = this.#numbers.get(at);
    if (number === undefined) this.#numbers.set(at, (number = this.#numbers.size));
    return number;
  }

  #compare(a: Sketch, b: Sketch, among: TypeSet, depth: number): boolean {
    const types = a.types & b.types & among;
    if (types === 0) return true;
    if (a.values !== undefined && b.values !== undefined) {
      for (const value of a.values) if (b.values.has(value)) return false;
      return true;
    }
    if (types === TYPE_BIT.number) return a.min > b.max || b.min > a.max;
    return types === TYPE_BIT.object && depth > 0 && (this.#objects(a, b, depth) || this.#objects(b, a, depth));
  }

  /** A property that `a` requires cannot be in `b`, or not with such a value. */
  #objects(a: Sketch, b: Sketch, depth: number): boolean {
    for (const name of a.required) {
      if (b.closed.some((allows) => !allows(name))) return true;
      const theirs = b.properties.get(name);
      const ours = a.properties.get(name);
      if (theirs === undefined || ours === undefined) continue;
      if (ours.some((x) => theirs.some((y) => this.disjoint(x, y, ALL_TYPES, depth - 1)))) return true;
    }
    return false;
  }

  #draw(at: SchemaAt): Sketch {
    if (at.node.value === true) return ANYTHING;
    if (at.node.value === false) return NOTHING;
    const keywords = this.#schemas.keywords(at.node);
    let sketch = this.#own(at, keywords);
    for (const node of keywords.allOf) sketch = both(sketch, this.of(this.#schemas.enter(node, at)));
    for (const ref of keywords.refs) sketch = both(sketch, this.of(ref.resolve(at.scope)));
    for (const options of [keywords.anyOf, keywords.oneOf]) {
      if (options.length > 0) sketch = both(sketch, this.#either(options, at));
    }
    const { oneOf, not, if: condition } = keywords;
    return oneOf.length > 1 || not !== undefined || condition !== undefined ? { ...sketch, free: 0 } : sketch;
  }

  #own(at: SchemaAt, keywords: Keywords): Sketch {
    const { values } = keywords;
    let types = keywords.types === undefined ? ALL_TYPES : typeSet(keywords.types);
    if (values !== undefined) types &= typeSet(values.map(typeOf));
    const { patternProperties, additionalProperties } = keywords;
    const properties = new Map<string, readonly SchemaAt[]>();
    for (const [name, node] of keywords.properties) properties.set(name, [this.#schemas.enter(node, at)]);
    const closed =
      additionalProperties?.value === false
        ? [
            (name: string): boolean =>
              properties.has(name) || patternProperties.some(({ pattern }) => pattern.regexp.test(name)),
          ]
        : [];
    return {
      types,
      free: types & freeOf(keywords),
      values: values && new Set(values.map(canonicalText)),
      min: keywords.minimum?.value ?? -Infinity,
      max: keywords.maximum?.value ?? Infinity,
      required: new Set(keywords.required),
      properties,
      closed,
    };
  }

  /** What the options have in common. */
  #either(nodes: readonly SchemaNode[], at: SchemaAt): Sketch {
    const options = nodes.map((node) => this.of(this.#schemas.enter(node, at)));
    let [types, free] = [0, 0];
    for (const option of options) {
      types |= option.types;
      free |= option.free;
    }
    const values = options.every((option) => option.values !== undefined || option.types === 0)
      ? new Set(options.flatMap((option) => [...(option.values ?? [])]))
      : undefined;
    const [first, ...others] = options.filter((option) => option.types !== 0);
    const required = new Set([...(first?.required ?? [])].filter((name) => others.every((o) => o.required.has(name))));
    return { ...NOTHING_KNOWN, types, free, values, required };
  }
}

function both(a: Sketch, b: Sketch): Sketch {
  if (b === ANYTHING) return a;
  const properties = new Map(a.properties);
  for (const [name, at] of b.properties) properties.set(name, [...(properties.get(name) ?? []), ...at]);
  return {
    types: a.types & b.types,
    free: a.free & b.free,
    values: a.values && b.values ? new Set([...a.values].filter((key) => b.values!.has(key))) : (a.values ?? b.values),
    min: Math.max(a.min, b.min),
    max: Math.min(a.max, b.max),
    required: new Set([...a.required, ...b.required]),
    properties,
    closed: [...a.closed, ...b.closed],
  };
}

/** Types that no keyword of the schema itself speaks of. */
function freeOf(keywords: Keywords): TypeSet {
  const { minimum, maximum, multipleOf, minLength, maxLength, pattern, format, values } = keywords;
  const { prefixItems, items, minItems, maxItems, uniqueItems, contains, unevaluatedItems } = keywords;
  const { properties, patternProperties, additionalProperties, unevaluatedProperties, propertyNames } = keywords;
  const { required, minProperties, maxProperties, dependentRequired, dependentSchemas } = keywords;
  if (values !== undefined) return 0;
  let free = ALL_TYPES;
  if (format !== undefined) free &= ~(TYPE_BIT.number | TYPE_BIT.string);
  if (keywords.integer || minimum !== undefined || maximum !== undefined || multipleOf !== undefined) {
    free &= ~TYPE_BIT.number;
  }
  if (minLength > 0 || maxLength < Infinity || pattern !== undefined) free &= ~TYPE_BIT.string;
  const listed =
    prefixItems.length > 0 || items !== undefined || contains !== undefined || unevaluatedItems !== undefined;
  if (listed || minItems > 0 || maxItems < Infinity || uniqueItems) free &= ~TYPE_BIT.array;
  const named = properties.size + patternProperties.length + required.length + dependentRequired.size;
  const ruled = [additionalProperties, unevaluatedProperties, propertyNames].some((node) => node !== undefined);
  const counted = minProperties > 0 || maxProperties < Infinity;
  if (named > 0 || dependentSchemas.size > 0 || ruled || counted) free &= ~TYPE_BIT.object;
  return free;
}
