import type * as z from 'zod';
import type { OutputField } from '../columns/column.js';
import type { RecordBatch } from '../output/encoder.js';
import type { GenerateOptions } from './options.js';

/** Makes one type of data. The interface of the architecture: what callers and plug-ins see. */
export interface Generator<T = unknown> {
  /** What `generate(type)` calls it: `structured`, `timeseries`, `events`, or a name of your own. */
  readonly type: string;
  /** What a record must be. */
  readonly schema: z.ZodType<T>;
  /** The first record. */
  generate(options?: GenerateOptions): Promise<T>;
  /** The first `count` records, one after another, made as they are asked for. */
  generateBatch(count: number, options?: GenerateOptions): AsyncIterableIterator<T>;
  /** The record itself. Throws where it does not fit {@link schema}. */
  validate(data: unknown): T;
}

/** One table about to be drawn: what every writer and reader of rows takes. */
export interface RowSource {
  /** Name of the table. */
  readonly name: string;
  /** Its columns. */
  readonly fields: readonly OutputField[];
  /** Rows are the values of the only field, not objects around them. */
  readonly bare?: boolean | undefined;
  /** Rows in the whole table. */
  readonly total: number;
  /**
   * Fetches what rows `from` … `to` (exclusive) need before they can be read: texts that a model writes.
   * @throws ModelError, RowsMissingError
   */
  prepare?(from: number, to: number, signal?: AbortSignal): Promise<void>;
  /** Rows to prepare together; `undefined`: any number. */
  readonly batchRows?: number | undefined;
  /** Rows to draw together at most, where each is so large that memory counts; `undefined`: any number. */
  readonly drawRows?: number | undefined;
  /** Rows `from` … `to` (exclusive). */
  batch(from: number, to: number): RecordBatch;
  /** How many of the first `to` rows there are: the lesser of `to` and {@link total}, without going further to find out. */
  reach?(to: number): number;
  /** When rows `from` … `to` come about, ms; `undefined` where rows have no time. */
  times?(from: number, to: number): Float64Array | undefined;
  /** Rows `from` … `to` as objects, where they are more than columns show: what parsing with a Zod schema yields. */
  records?(from: number, to: number): unknown[];
  /**
   * @param firstRow row number of the first of the records.
   * @throws ValidationError where a record does not fit the schema.
   */
  verify(records: readonly unknown[], firstRow: number): void;
}
