import type { ValidateOptions, ViolationKind } from '../validate.js';

export type Rows = Record<string, unknown>[];

/** A schema, output that holds, output that does not, and the violation that must be named. */
export type Case = [
  what: string,
  schema: unknown,
  good: unknown,
  bad: unknown,
  kind: ViolationKind,
  options?: ValidateOptions,
];

export const rows = (...values: unknown[]): Rows => values.map((v) => ({ v }));
