import { SPARE } from '../columns/text.js';
import { allocate, put, type Span } from './bytes.js';
import type { Cells } from './cells.js';
import type { EncodedChunk, RecordBatch } from './encoder.js';

/** What stands around the cells of a row. */
export interface RowFrame {
  readonly open: Span;
  /** Takes the place of the separator that ends the last cell. */
  readonly close: Span;
  /** Closes a row in which no cell was written. */
  readonly closeEmpty: Span;
}

/**
 * Writes rows as text into one buffer that is large enough from the start, so that no cell has to check for room.
 *
 * @param prepare the columns of a batch made ready, in the order in which they are written
 * @param first opens the first row
 */
export function encodeRows(
  batches: readonly RecordBatch[],
  prepare: (batch: RecordBatch) => Cells[],
  frame: RowFrame,
  first: Span,
  spare: ArrayBuffer | undefined,
): EncodedChunk {
  const own = Math.max(first.length, frame.open.length) + Math.max(frame.close.length, frame.closeEmpty.length);
  let rows = 0;
  let size = 2 * SPARE;
  const prepared = batches.map(prepare);
  for (let b = 0; b < batches.length; b++) {
    rows += batches[b].length;
    size += batches[b].length * own;
    for (const cells of prepared[b]) size += cells.bound;
  }
  const bytes = allocate(size, spare);
  const view = new DataView(bytes.buffer);
  let pos = 0;
  let open = first;
  for (let b = 0; b < batches.length; b++) {
    const writers = prepared[b].map((cells) => cells.write);
    const { length } = batches[b];
    for (let row = 0; row < length; row++) {
      const start = put(open, view, pos);
      let at = start;
      for (let i = 0; i < writers.length; i++) at = writers[i](view, at, row);
      pos = at === start ? put(frame.closeEmpty, view, at) : put(frame.close, view, at - 1);
      open = frame.open;
    }
  }
  return { bytes: bytes.subarray(0, pos), rows };
}
