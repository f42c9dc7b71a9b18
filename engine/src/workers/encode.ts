import type { RowSource } from '../generators/generator.js';
import { DEFAULT_BATCH } from '../generators/records.js';
import type { EncodedChunk, RecordBatch, TableEncoder } from '../output/encoder.js';

/** Encodes rows `from` … `to` of a table as one chunk. */
export function encodeRange(
  source: RowSource,
  encoder: TableEncoder,
  range: { readonly from: number; readonly to: number; readonly firstRow: number },
  batchSize = DEFAULT_BATCH,
  spare?: ArrayBuffer,
): EncodedChunk {
  const batches: RecordBatch[] = [];
  for (let at = range.from; at < range.to; at += batchSize) {
    batches.push(source.batch(at, Math.min(range.to, at + batchSize)));
  }
  return encoder.encode(batches, range.firstRow, spare);
}
