/** One row as custom code sees it. Everything here depends on the seed, the field and the row alone. */
export interface RowContext {
  /** Row number in the table, from 0. */
  readonly row: number;
  /** The next uniform number in [0, 1) of this cell. */
  random(): number;
  /** A whole number, min ≤ n ≤ max. */
  integer(min: number, max: number): number;
  /** One of the values, all alike. */
  pick<T>(values: readonly T[]): T;
  /** The field as written in the schema, or the options of the call. */
  readonly options: Readonly<Record<string, unknown>>;
  /** Reference instant. */
  readonly now: Date;
  /** faker locale name. */
  readonly locale: string;
}

/** A type of field that a plug-in adds to the schema language. */
export interface FieldType {
  readonly name: string;
  /** Changes when its values change: part of a run's report. */
  readonly version: string;
  /** The value of one cell: JSON, or a Date for an instant. Must be a function of its argument alone. */
  value(context: RowContext): unknown;
}
