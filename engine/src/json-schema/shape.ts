import type { Goal } from './goal.js';

/**
 * One way to satisfy a goal, narrowed to values of a single JSON type: no choices left at this place, only constraints
 * that hold together. Goals of parts (items, properties) are solved in their turn. A goal's shapes are alternatives: a
 * value of any of them is meant to satisfy the goal; {@link accepts} has the last word on each value.
 */
export type Shape = ValuesShape | NullShape | BooleanShape | NumberShape | StringShape | ArrayShape | ObjectShape;

interface ShapeBase {
  /** How likely it is chosen, relative to the other shapes of its goal; 0 only where nothing else can be drawn. */
  readonly weight: number;
  /** Values that must not come out, beside what the constraints say. */
  readonly excluded: readonly unknown[];
  /** The schemas that took part: where titles, examples and `x-synth` are read. In the order met, outermost first. */
  readonly notes: readonly Note[];
}

/** What a schema says about looks, not validity. */
export interface Note {
  /** RFC 6901 pointer of the schema in its document, for messages. */
  readonly pointer: string;
  readonly file?: string | undefined;
  readonly title?: string | undefined;
  readonly description?: string | undefined;
  readonly default?: { readonly value: unknown } | undefined;
  readonly examples: readonly unknown[];
  readonly synth?: unknown;
}

/** `const` and `enum`: only values that satisfy the whole goal are left, each once. */
export interface ValuesShape extends ShapeBase {
  readonly type: 'values';
  readonly values: readonly unknown[];
}

export interface NullShape extends ShapeBase {
  readonly type: 'null';
}

export interface BooleanShape extends ShapeBase {
  readonly type: 'boolean';
}

export interface NumberShape extends ShapeBase {
  readonly type: 'number';
  readonly integer: boolean;
  /** Must not be an integer. */
  readonly fractional: boolean;
  readonly min: number;
  readonly exclusiveMin: boolean;
  readonly max: number;
  readonly exclusiveMax: boolean;
  readonly multipleOf: readonly number[];
  readonly notMultipleOf: readonly number[];
  /** `int32`, `float` and the like: already in the bounds. */
  readonly formats: readonly string[];
}

export interface StringShape extends ShapeBase {
  readonly type: 'string';
  /** Code points. */
  readonly minLength: number;
  readonly maxLength: number;
  /** ECMAScript, found anywhere in the text. */
  readonly patterns: readonly string[];
  readonly notPatterns: readonly string[];
  readonly formats: readonly string[];
  readonly notFormats: readonly string[];
  readonly contentEncoding?: string | undefined;
  readonly contentMediaType?: string | undefined;
  /** What the decoded content must satisfy. */
  readonly contentSchema?: Goal | undefined;
}

export interface ArrayShape extends ShapeBase {
  readonly type: 'array';
  readonly minItems: number;
  readonly maxItems: number;
  readonly unique: boolean;
  /** Two items must be equal. */
  readonly repeated: boolean;
  /** Items that must be there: goals of the first places, then of all others. */
  readonly prefix: readonly Goal[];
  readonly rest: Goal;
  readonly contains: readonly ContainsShape[];
}

export interface ContainsShape {
  readonly goal: Goal;
  readonly min: number;
  readonly max: number;
  /** The negation, for items that must not count where `max` is reached. */
  readonly not: Goal;
}

export interface ObjectShape extends ShapeBase {
  readonly type: 'object';
  readonly required: readonly string[];
  readonly absent: ReadonlySet<string>;
  readonly minProperties: number;
  readonly maxProperties: number;
  /** Names that the schemas spell out, in their order: what objects are made of. */
  readonly known: readonly string[];
  /** What the value of a property has to satisfy: the conjunction of all that applies to its name. */
  goalOf(name: string): Goal;
  /** What a name has to satisfy, as a string; `undefined`: anything. */
  readonly names: Goal | undefined;
  /** Patterns whose names are worth making up, from `patternProperties`. */
  readonly patterns: readonly string[];
  /** Names beyond the known ones can come out: some value is possible for them. */
  readonly open: boolean;
  /** Some property, of a name that `known` or `patterns` may not list, has to have such a value. */
  readonly some: readonly SomeProperty[];
}

export interface SomeProperty {
  /** What the name has to satisfy, as a string. */
  readonly name: Goal;
  readonly value: Goal;
}
