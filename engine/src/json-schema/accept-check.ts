import { jsonEquals } from './equality.js';
import { formatCheck, numberFormatCheck } from './formats.js';
import type { SchemaAt, SchemaGraph, SchemaNode } from './graph.js';
import type { Keywords, Pattern } from './keywords.js';
import { ALL_TYPES, typeBits } from './accept-scalar.js';

/** A schema to be checked later: what it takes is worked out when the first value gets there. */
export class Link {
  private found: Check | undefined;

  constructor(
    private readonly graph: SchemaGraph,
    private readonly at: SchemaAt,
  ) {}

  get check(): Check {
    this.found ??= checkOf(this.graph, this.at);
    return this.found;
  }
}

const checks = new WeakMap<SchemaAt, Check>();

export function checkOf(graph: SchemaGraph, at: SchemaAt): Check {
  let check = checks.get(at);
  if (check === undefined) {
    check = new Check(graph, at);
    checks.set(at, check);
  }
  return check;
}

/** A schema as reached, prepared for checking values. */
export class Check {
  readonly node: SchemaNode;
  readonly keywords: Keywords;
  /** Everything is valid, or nothing. */
  readonly constant: boolean | undefined;
  readonly types: number;
  readonly integer: boolean;
  readonly values: ValueSet | undefined;

  readonly scalar: boolean;
  readonly textFormat: ((text: string) => boolean) | undefined;
  readonly numberFormat: ((value: number) => boolean) | undefined;

  readonly array: boolean;
  readonly prefix: readonly Link[];
  readonly items: Link | undefined;
  readonly contains:
    { readonly at: Link; readonly min: number; readonly max: number; readonly evaluates: boolean } | undefined;
  readonly unevaluatedItems: Link | undefined;

  readonly object: boolean;
  readonly sized: boolean;
  readonly named: boolean;
  readonly dependent: boolean;
  readonly properties: ReadonlyMap<string, Link>;
  readonly patterns: readonly { readonly pattern: Pattern; readonly at: Link }[];
  readonly additional: Link | undefined;
  readonly names: Link | undefined;
  readonly dependentSchemas: readonly (readonly [name: string, at: Link])[];
  readonly unevaluatedProperties: Link | undefined;

  readonly inPlace: boolean;
  /** `allOf` and references. */
  readonly all: readonly Link[];
  readonly any: readonly Link[];
  readonly one: readonly Link[];
  readonly not: Link | undefined;
  readonly if: Link | undefined;
  readonly then: Link | undefined;
  readonly else: Link | undefined;
  /** It asks what was evaluated. */
  readonly tracks: boolean;

  constructor(graph: SchemaGraph, at: SchemaAt) {
    const k = graph.keywords(at.node);
    const { scope } = at;
    const link = (node: SchemaNode): Link => new Link(graph, graph.enter(node, scope));
    const optional = (node: SchemaNode | undefined): Link | undefined => node && link(node);
    this.node = at.node;
    this.keywords = k;
    this.constant = typeof at.node.value === 'boolean' ? at.node.value : undefined;
    this.types = k.types === undefined ? ALL_TYPES : typeBits(k.types);
    this.integer = k.integer;
    this.values = k.values && new ValueSet(k.values);

    this.textFormat = k.format === undefined ? undefined : formatCheck(k.format);
    this.numberFormat = k.format === undefined ? undefined : numberFormatCheck(k.format);
    this.scalar =
      k.integer ||
      k.minimum !== undefined ||
      k.maximum !== undefined ||
      k.multipleOf !== undefined ||
      k.minLength > 0 ||
      k.maxLength < Infinity ||
      k.pattern !== undefined ||
      this.textFormat !== undefined ||
      this.numberFormat !== undefined;

    this.prefix = k.prefixItems.map(link);
    this.items = optional(k.items);
    this.contains = k.contains && { ...k.contains, at: link(k.contains.node) };
    this.unevaluatedItems = optional(k.unevaluatedItems);
    this.array =
      this.prefix.length > 0 ||
      this.items !== undefined ||
      this.contains !== undefined ||
      k.minItems > 0 ||
      k.maxItems < Infinity ||
      k.uniqueItems;

    this.properties = links(k.properties, link);
    this.patterns = k.patternProperties.map(({ pattern, node }) => ({ pattern, at: link(node) }));
    this.additional = optional(k.additionalProperties);
    this.names = optional(k.propertyNames);
    this.dependentSchemas = [...links(k.dependentSchemas, link)];
    this.unevaluatedProperties = optional(k.unevaluatedProperties);
    this.sized = k.minProperties > 0 || k.maxProperties < Infinity;
    this.named =
      this.properties.size > 0 || this.patterns.length > 0 || this.additional !== undefined || this.names !== undefined;
    this.dependent = k.dependentRequired.size > 0 || this.dependentSchemas.length > 0;
    this.object = this.named || this.sized || this.dependent || k.required.length > 0;

    this.all = [...k.refs.map((r) => new Link(graph, r.resolve(scope))), ...k.allOf.map(link)];
    this.any = k.anyOf.map(link);
    this.one = k.oneOf.map(link);
    this.not = optional(k.not);
    this.if = optional(k.if);
    this.then = optional(k.then);
    this.else = optional(k.else);
    this.inPlace =
      this.all.length > 0 ||
      this.any.length > 0 ||
      this.one.length > 0 ||
      this.not !== undefined ||
      this.if !== undefined;
    this.tracks = this.unevaluatedItems !== undefined || this.unevaluatedProperties !== undefined;
  }
}

function links(nodes: ReadonlyMap<string, SchemaNode>, link: (node: SchemaNode) => Link): Map<string, Link> {
  const found = new Map<string, Link>();
  for (const [name, node] of nodes) found.set(name, link(node));
  return found;
}

/** The values of an `enum`. */
class ValueSet {
  private readonly simple = new Set<unknown>();
  private readonly composed: unknown[] = [];

  constructor(values: readonly unknown[]) {
    for (const value of values) {
      if (typeof value === 'object' && value !== null) this.composed.push(value);
      else this.simple.add(value);
    }
  }

  has(value: unknown): boolean {
    return typeof value === 'object' && value !== null
      ? this.composed.some((v) => jsonEquals(v, value))
      : this.simple.has(value);
  }
}
