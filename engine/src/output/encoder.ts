import type { Column } from '../columns/column.js';
import { SynthError } from '../errors.js';

/** The formats that rows are written in. */
export type Format = 'json' | 'jsonl' | 'csv' | 'parquet';

/** Columns of consecutive rows, in the order of the schema's fields. */
export interface RecordBatch {
  /** Rows. */
  readonly length: number;
  /** One for each field, in their order. */
  readonly columns: readonly Column[];
}

/** The bytes of some consecutive rows, ready to be written after those of the rows before. */
export interface EncodedChunk {
  /** The chunk owns the memory: it may be transferred to another thread. */
  readonly bytes: Uint8Array;
  /** What {@link TableEncoder.end} has to know about the chunk; survives a structured clone. */
  readonly meta?: unknown;
  /** Rows in it. */
  readonly rows: number;
}

/**
 * Writes a table in one format. Encoders hold no state between calls (only caches), so the chunks of one file can be
 * encoded by several threads, in any order, and are then written in the order of their rows.
 */
export interface TableEncoder {
  /** What it writes. */
  readonly format: Format;
  /** Rows a chunk must hold (all but the last), whatever the batch size; `undefined`: any number. */
  readonly chunkRows: number | undefined;
  /** What stands before the first row. */
  begin(): Uint8Array;
  /**
   * @param firstRow number of the chunk's first row in this file, from 0
   * @param spare memory the caller no longer needs: the chunk is written into it where it is large enough
   * @throws EncodeError where a value cannot be written
   */
  encode(batches: readonly RecordBatch[], firstRow: number, spare?: ArrayBuffer): EncodedChunk;
  /** What stands after the last row. `chunks` lists all chunks of the file in order; `bytes` is the size of each. */
  end(chunks: readonly WrittenChunk[]): Uint8Array;
}

/** A chunk that was written: its size, and its meta data as {@link TableEncoder.encode} gave it. */
export interface WrittenChunk {
  readonly meta?: unknown;
  readonly rows: number;
  readonly bytes: number;
}

/** A value that the format cannot hold: not a finite number, or nothing that JSON knows. */
export class EncodeError extends SynthError {
  constructor(
    message: string,
    /** Dotted name of the field. */
    readonly field: string,
  ) {
    super('output/value', `field ${field}: ${message}`);
  }
}
