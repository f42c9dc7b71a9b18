import type { Column, OutputType } from '../columns/column.js';
import type { Addresses } from '../random/stream.js';

/**
 * Rows being drawn together: any rows of one table (or items of one list field), not necessarily consecutive. The value
 * of a cell depends on its address alone, never on its neighbours in the batch.
 */
export interface Batch {
  readonly length: number;
  /** Row number in the table (0…), or index in the list. */
  readonly rows: Float64Array;
  readonly addresses: Addresses;
}

/** Draws one field for the rows of a batch. Pure: the same batch gives the same column. */
export interface Drawer {
  readonly type: OutputType;
  draw(batch: Batch): Column;
  /** The distinct values the field can take, where they can be counted: what `unique` permutes. */
  readonly domain?: Domain | undefined;
}

/** A counted set of distinct values. */
export interface Domain {
  /** 1 … 2^53; `Infinity` for more. */
  readonly size: number;
  /** The values at these places (0 … size−1), place by place; different places give different values. */
  at(places: Float64Array): Column;
}
