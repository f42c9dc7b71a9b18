/** What a cell, row or table can break. */
export const VIOLATION_KINDS = [
  'table',
  'count',
  'key',
  'null',
  'type',
  'min',
  'max',
  'decimals',
  'multipleOf',
  'support',
  'length',
  'pattern',
  'case',
  'enum',
  'const',
  'uuid',
  'sequence',
  'unique',
  'primaryKey',
  'ref',
  'alias',
  'children',
  'order',
  'anchor',
  'precision',
  'items',
  'when',
  'expr',
  'template',
  'semantic',
  'from',
] as const;

export type ViolationKind = (typeof VIOLATION_KINDS)[number];

export interface Violation {
  readonly kind: ViolationKind;
  readonly table: string;
  /** Row number, from 0; −1 for the table as a whole. */
  readonly row: number;
  /** `address/city`, `tags/2`. */
  readonly path: string;
  readonly message: string;
}
