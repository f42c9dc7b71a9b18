/**
 * A batch of values of one field, in the one representation that every reader (encoders, statistics, preview, `rows()`)
 * takes. Typed columns keep values unboxed; a null or an absent key is a mark beside the values, never a value.
 */
export type Column =
  | NumberColumn
  | BooleanColumn
  | TemporalColumn
  | DictionaryColumn
  | TextColumn
  | ObjectColumn
  | ListColumn
  | ValueColumn;

interface ColumnBase {
  /** Number of rows. */
  readonly length: number;
  /** 1 where the value is null; `undefined` where no row is. What `values` hold there is unspecified. */
  readonly nulls?: Uint8Array | undefined;
  /** 1 where the record has no such key at all (`optional`); an absent row is also marked in `nulls`. */
  readonly absent?: Uint8Array | undefined;
}

/** Numbers as doubles. With `decimals`, each value is the double nearest to k / 10^decimals for an integer k. */
export interface NumberColumn extends ColumnBase {
  readonly kind: 'number';
  readonly values: Float64Array;
  /** Digits after the point: 0 for integers, `undefined` for doubles of full precision. */
  readonly decimals: number | undefined;
}

/** True and false, a byte each. */
export interface BooleanColumn extends ColumnBase {
  readonly kind: 'boolean';
  /** 1 true, 0 false. */
  readonly values: Uint8Array;
}

/** Points in time, days, times of day. `format` says what a record shows for them. */
export interface TemporalColumn extends ColumnBase {
  readonly kind: 'temporal';
  /** Milliseconds: since 1970-01-01T00:00:00Z (`datetime`), of that day's midnight UTC (`date`), since midnight (`time`). */
  readonly values: Float64Array;
  readonly format: TemporalFormat;
}

/** How a point in time is written. `milliseconds`: whether the text carries `.123`. Texts are ASCII and need no quoting. */
export type TemporalFormat =
  | { readonly type: 'datetime'; readonly milliseconds: boolean } // 2024-05-06T07:08:09Z
  | { readonly type: 'date' } // 2024-05-06
  | { readonly type: 'time'; readonly milliseconds: boolean }; // 07:08:09

/** Few distinct values: an index into a dictionary for each row. */
export interface DictionaryColumn extends ColumnBase {
  readonly kind: 'dictionary';
  readonly codes: Int32Array;
  readonly dictionary: Dictionary;
}

/** The distinct values of dictionary columns; shared by all batches of a field, so readers may cache by identity. */
export interface Dictionary {
  /** JSON values: strings, numbers, booleans, null, or any other JSON value. */
  readonly values: readonly unknown[];
}

/** Text as UTF-8 bytes, one after another. */
export interface TextColumn extends ColumnBase {
  readonly kind: 'text';
  /** Has at least 16 spare bytes after the last value, so that readers may copy by whole words. */
  readonly bytes: Uint8Array;
  /** `length + 1` byte offsets. */
  readonly offsets: Int32Array;
  /** True where every value is sure to be non-empty ASCII that JSON need not escape and CSV need not quote. */
  readonly plain: boolean;
}

/** Objects, a column for each of their fields. */
export interface ObjectColumn extends ColumnBase {
  readonly kind: 'object';
  readonly fields: readonly { readonly name: string; readonly column: Column }[];
}

/** Lists of any length, their items one after the other in one column. */
export interface ListColumn extends ColumnBase {
  readonly kind: 'list';
  /** `length + 1` offsets into `items`. A null row may have some: they do not count. */
  readonly offsets: Int32Array;
  readonly items: Column;
}

/** Anything else: one JSON value a row (`Date` for a point in time). The slow path of custom generators and mixed values. */
export interface ValueColumn extends ColumnBase {
  readonly kind: 'value';
  readonly values: readonly unknown[];
}

/** What a field puts out, known before a row is drawn: for headers, Parquet types and the exported JSON Schema. */
export interface OutputType {
  readonly kind:
    | 'integer' // whole numbers within ±2^53
    | 'number'
    | 'boolean'
    | 'string'
    | 'datetime'
    | 'date'
    | 'time'
    | 'object'
    | 'list'
    | 'any'; // mixed JSON values
  /** A null can occur. */
  readonly nullable: boolean;
  /** The key can be missing. */
  readonly optional: boolean;
  /** `object`: its fields in order. */
  readonly fields?: readonly OutputField[];
  /** `object`: it may have members that are not among its fields. */
  readonly open?: boolean | undefined;
  /** `list`: its items. */
  readonly items?: OutputType;
  /** `number`: digits after the point, where they are limited. */
  readonly decimals?: number | undefined;
  /** `string`: the values come from a small dictionary. */
  readonly dictionary?: boolean | undefined;
}

/** A column by name, with its type. */
export interface OutputField {
  /** Name of the column. */
  readonly name: string;
  /** Type of its values. */
  readonly type: OutputType;
}
