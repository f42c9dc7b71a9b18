import type { OutputField } from '../columns/column.js';
import { OptionError } from '../errors.js';
import type { TableEncoder } from './encoder.js';
import { leafColumn, leaves } from './flatten.js';
import { type ColumnMeta, writeColumnChunk } from './parquet/chunk.js';
import { footer, MAGIC, type RowGroupMeta } from './parquet/footer.js';
import { PageWriter } from './parquet/pages.js';
import { PhysicalReader } from './parquet/physical.js';
import { ByteSink } from './parquet/sink.js';
import { parquetType, PHYSICAL } from './parquet/types.js';

/** How Parquet is written. */
export interface ParquetOptions {
  /** Rows of a row group, which is held in memory while it is written. Default: 65536. */
  readonly rowGroupRows?: number | undefined;
  /** Default: `snappy`; columns that it would shrink by less than a third stay uncompressed. */
  readonly compression?: 'snappy' | 'none' | undefined;
  /** Rows are the values of the only field: where they are objects, their members are the columns. Default: false. */
  readonly bare?: boolean | undefined;
}

/**
 * Apache Parquet (https://parquet.apache.org/docs/file-format/): one row group a chunk, data pages of version 1,
 * dictionaries where values repeat, else whole numbers and the lengths of texts by their differences. Objects become
 * dotted columns; lists and mixed values JSON text. Every column may hold nulls, and an absent value is one.
 *
 * @throws OptionError where an option has a value that is not one of those above
 */
export function parquetEncoder(fields: readonly OutputField[], options: ParquetOptions = {}): TableEncoder {
  const { rowGroupRows = 65536, compression = 'snappy', bare } = options;
  if (!Number.isSafeInteger(rowGroupRows) || rowGroupRows < 1 || rowGroupRows > 0x7fffffff) {
    throw new OptionError(`The rows of a Parquet row group must be a whole number from 1 on, not ${rowGroupRows}.`);
  }
  if (compression !== 'snappy' && compression !== 'none') {
    throw new OptionError(`Parquet compression must be "snappy" or "none", not ${JSON.stringify(compression)}.`);
  }
  const columns = leaves(fields, bare);
  const readers = columns.map((leaf) => new PhysicalReader(parquetType(leaf.type), leaf.name));
  const raw = new ByteSink();
  const packed = new ByteSink();
  return {
    format: 'parquet',
    chunkRows: rowGroupRows,
    begin: () => MAGIC.slice(),
    encode(batches, _firstRow, spare) {
      const rows = batches.reduce((sum, batch) => sum + batch.length, 0);
      const out = new ByteSink(spare);
      const metas: ColumnMeta[] = [];
      columns.forEach((leaf, i) => {
        if (rows === 0) return;
        const offset = out.length;
        const parts = batches.map((batch) => leafColumn(leaf, batch.columns));
        const texts = readers[i].type.physical === PHYSICAL.BYTE_ARRAY;
        const pages = new PageWriter(out, raw, packed, compression, texts);
        metas.push({ offset, ...writeColumnChunk(parts, rows, readers[i], pages) });
      });
      return { bytes: out.written(), rows, meta: { columns: metas } satisfies RowGroupMeta };
    },
    end: (chunks) => footer(columns, chunks),
  };
}
