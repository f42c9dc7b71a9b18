import type { GoalSource } from './source.js';
import type { SchemaAt } from './graph.js';

/** A schema that has to hold for a value, or must not. */
export interface Literal {
  readonly at: SchemaAt;
  readonly negated: boolean;
}

/**
 * What a value has to satisfy: all of its literals. Goals are interned: equal sets of literals are one object, so that
 * what is found out about a goal is found out once, and recursion comes back to the same goal.
 */
export interface Goal {
  readonly id: number;
  readonly literals: readonly Literal[];
  /** As plain data. */
  readonly source: GoalSource;
}
