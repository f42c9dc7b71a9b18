import type { SchemaAt, DynamicScope, SchemaNode } from './graph.js';

export type JsonType = 'null' | 'boolean' | 'number' | 'string' | 'array' | 'object';

/**
 * The keywords of one schema in the terms of draft 2020-12, whatever its dialect: older spellings are read as what they
 * mean (`items` lists with `additionalItems`, `dependencies`, boolean `exclusiveMinimum`, `nullable`), and where a dialect
 * ignores the neighbours of `$ref`, they are not here. Absent keywords are `undefined` or empty. `true` has none, `false`
 * has an empty list of {@link values}.
 */
export interface Keywords {
  /** `integer` is `number` with {@link integer}; both in a list is `number`. */
  readonly types: ReadonlySet<JsonType> | undefined;
  /** Of numbers, only integers are of the type. */
  readonly integer: boolean;
  /** `const` is an `enum` of one. Both written: the values in both. */
  readonly values: readonly unknown[] | undefined;

  readonly minimum: Bound | undefined;
  readonly maximum: Bound | undefined;
  readonly multipleOf: number | undefined;

  readonly minLength: number;
  /** `Infinity` where absent, as for all upper bounds here. */
  readonly maxLength: number;
  readonly pattern: Pattern | undefined;
  readonly format: string | undefined;
  readonly contentEncoding: string | undefined;
  readonly contentMediaType: string | undefined;
  readonly contentSchema: SchemaNode | undefined;

  readonly prefixItems: readonly SchemaNode[];
  /** Of the items after the prefix. */
  readonly items: SchemaNode | undefined;
  readonly minItems: number;
  readonly maxItems: number;
  readonly uniqueItems: boolean;
  readonly contains:
    { readonly node: SchemaNode; readonly min: number; readonly max: number; readonly evaluates: boolean } | undefined;
  readonly unevaluatedItems: SchemaNode | undefined;

  readonly properties: ReadonlyMap<string, SchemaNode>;
  readonly patternProperties: readonly { readonly pattern: Pattern; readonly node: SchemaNode }[];
  readonly additionalProperties: SchemaNode | undefined;
  readonly unevaluatedProperties: SchemaNode | undefined;
  readonly propertyNames: SchemaNode | undefined;
  readonly required: readonly string[];
  readonly minProperties: number;
  readonly maxProperties: number;
  readonly dependentRequired: ReadonlyMap<string, readonly string[]>;
  readonly dependentSchemas: ReadonlyMap<string, SchemaNode>;

  readonly allOf: readonly SchemaNode[];
  readonly anyOf: readonly SchemaNode[];
  readonly oneOf: readonly SchemaNode[];
  readonly not: SchemaNode | undefined;
  readonly if: SchemaNode | undefined;
  readonly then: SchemaNode | undefined;
  readonly else: SchemaNode | undefined;
  /** `$ref`, `$dynamicRef`, `$recursiveRef`. */
  readonly refs: readonly Reference[];

  readonly title: string | undefined;
  readonly description: string | undefined;
  readonly default: { readonly value: unknown } | undefined;
  /** `examples`, OpenAPI's `example`. */
  readonly examples: readonly unknown[];
  /** `x-synth`. */
  readonly synth: unknown;
}

export interface Bound {
  readonly value: number;
  readonly exclusive: boolean;
}

/** A regular expression found anywhere in a text, as ECMAScript's `u` flag reads it (without it where only that can). */
export interface Pattern {
  readonly source: string;
  readonly regexp: RegExp;
}

export interface Reference {
  readonly keyword: '$ref' | '$dynamicRef' | '$recursiveRef';
  /** As written. */
  readonly to: string;
  /**
   * Where it leads, for a value reached through `scope`.
   *
   * @throws UnresolvedReferenceError
   */
  resolve(scope: DynamicScope): SchemaAt;
}
