import { SPARE } from '../columns/text.js';
import { allocate, put, type Span, viewOf } from './bytes.js';
import type { Cells } from './cells.js';
import type { EncodedChunk, RecordBatch } from './encoder.js';
import type { RowFrame } from './row-code.js';
import { RowKernel } from './row-kernel.js';

/** Writes rows as text. */
export class RowWriter {
  private readonly kernel: RowKernel;

  /** @param prepare the columns of a batch made ready, in the order in which they are written */
  constructor(
    private readonly prepare: (batch: RecordBatch) => Cells[],
    private readonly frame: RowFrame,
  ) {
    this.kernel = new RowKernel(frame);
  }

  /**
   * Writes the rows into one buffer that is large enough from the start, so that no cell has to check for room.
   *
   * @param first opens the first row
   */
  encode(batches: readonly RecordBatch[], first: Span, spare: ArrayBuffer | undefined): EncodedChunk {
    const { frame } = this;
    const own = Math.max(first.length, frame.open.length) + Math.max(frame.close.length, frame.closeEmpty.length);
    let rows = 0;
    let size = 2 * SPARE;
    const prepared = batches.map(this.prepare);
    for (let b = 0; b < batches.length; b++) {
      rows += batches[b].length;
      size += batches[b].length * own;
      for (const cells of prepared[b]) size += cells.bound;
    }
    const bytes = allocate(size, spare);
    let pos = 0;
    for (let b = 0; b < batches.length; b++) {
      if (batches[b].length === 0) continue;
      pos = this.batch(prepared[b], batches[b].length, pos === 0 ? first : frame.open, bytes, pos);
    }
    return { bytes: bytes.subarray(0, pos), rows };
  }

  /** Writes the rows of a batch and returns where they end. */
  private batch(cells: readonly Cells[], length: number, first: Span, target: Uint8Array, pos: number): number {
    const { frame } = this;
    const others = rowsOf(cells, frame);
    const view = viewOf(target);
    let from = 0;
    let at = pos;
    if (first !== frame.open) at = rowsOf(cells, { ...frame, open: first })(view, at, from, ++from);
    return this.kernel.write(cells, from, length, target, at, others) ?? others(view, at, from, length);
  }
}

/** Writes rows `from` … `to` (exclusive) cell by cell, and returns where they end. */
function rowsOf(
  cells: readonly Cells[],
  { open, close, closeEmpty }: RowFrame,
): (view: DataView, pos: number, from: number, to: number) => number {
  const writers = cells.map(({ write }) => write);
  return (view, pos, from, to) => {
    let at = pos;
    for (let row = from; row < to; row++) {
      const start = put(open, view, at);
      at = start;
      for (let c = 0; c < writers.length; c++) at = writers[c](view, at, row);
      at = at === start ? put(closeEmpty, view, at) : put(close, view, at - 1);
    }
    return at;
  };
}
