import type { RowSource } from '../generators/generator.js';
import { DEFAULT_BATCH } from '../generators/options.js';
import { recordsOfBatch } from '../generators/records.js';
import type { EncodedChunk, RecordBatch, TableEncoder } from '../output/encoder.js';

/** Encodes rows `from` … `to` of a table as one chunk. */
export function encodeRange(
  source: RowSource,
  encoder: TableEncoder,
  range: { readonly from: number; readonly to: number; readonly firstRow: number },
  settings: { readonly batchSize?: number | undefined; readonly verify?: boolean | undefined } = {},
  spare?: ArrayBuffer,
): EncodedChunk {
  const { verify = false } = settings;
  const batchSize = Math.min(settings.batchSize ?? DEFAULT_BATCH, source.drawRows ?? Infinity);
  const batches: RecordBatch[] = [];
  for (let at = range.from; at < range.to; at += batchSize) {
    const batch = source.batch(at, Math.min(range.to, at + batchSize));
    if (verify) source.verify(recordsOfBatch(source, batch), at);
    batches.push(batch);
  }
  return encoder.encode(batches, range.firstRow, spare);
}
