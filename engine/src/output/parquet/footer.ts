import type { WrittenChunk } from '../encoder.js';
import type { Leaf } from '../flatten.js';
import type { ColumnMeta } from './chunk.js';
import { ThriftWriter } from './thrift.js';
import { CONVERTED, type Meaning, OPTIONAL, type ParquetType, parquetType } from './types.js';

/** What {@link TableEncoder.end} is told of a row group. */
export interface RowGroupMeta {
  readonly columns: readonly ColumnMeta[];
}

export const MAGIC = new TextEncoder().encode('PAR1');

/** The footer of a file whose row groups follow each other after the magic number; ends the file. */
export function footer(leaves: readonly Leaf[], chunks: readonly WrittenChunk[]): Uint8Array {
  const columns = leaves.map((leaf) => ({ name: leaf.name, type: parquetType(leaf.type) }));
  const groups: { rows: number; start: number; size: number; columns: readonly ColumnMeta[] }[] = [];
  let start = MAGIC.length;
  for (const { rows, bytes, meta } of chunks) {
    if (rows > 0) groups.push({ rows, start, size: bytes, columns: (meta as RowGroupMeta).columns });
    start += bytes;
  }
  const out = new ThriftWriter();
  out.body(() => {
    out.i32(1, 2);
    out.structs(2, [undefined, ...columns], (column) => {
      if (column === undefined) {
        out.text(4, 'schema');
        out.i32(5, columns.length);
      } else schemaElement(out, column.name, column.type);
    });
    out.i64(
      3,
      groups.reduce((sum, group) => sum + group.rows, 0),
    );
    out.structs(4, groups, (group) => {
      const index = groups.indexOf(group);
      out.structs(1, group.columns, (meta) => {
        const { name, type } = columns[group.columns.indexOf(meta)];
        columnChunk(out, name, type, meta, group.rows, group.start + meta.offset);
      });
      out.i64(
        2,
        group.columns.reduce((sum, meta) => sum + meta.uncompressed, 0),
      );
      out.i64(3, group.rows);
      out.i64(5, group.start);
      out.i64(6, group.size);
      if (index < 32768) out.i16(7, index);
    });
    out.text(6, 'agentic-synth');
    // TYPE_ORDER for every column: without it readers may not trust the statistics.
    out.structs(7, columns, () => out.struct(1, () => undefined));
  });
  const { sink } = out;
  const size = sink.length;
  sink.reserve(4);
  sink.view.setInt32(sink.length, size, true);
  sink.length += 4;
  sink.append(MAGIC);
  return sink.written();
}

function schemaElement(out: ThriftWriter, name: string, type: ParquetType): void {
  out.i32(1, type.physical);
  out.i32(3, OPTIONAL);
  out.text(4, name);
  const converted = CONVERTED_OF[type.meaning];
  if (converted !== undefined) out.i32(6, converted);
  logicalType(out, type.meaning);
}

const CONVERTED_OF: Readonly<Partial<Record<Meaning, number>>> = {
  string: CONVERTED.UTF8,
  json: CONVERTED.JSON,
  timestamp: CONVERTED.TIMESTAMP_MILLIS,
  date: CONVERTED.DATE,
};

function logicalType(out: ThriftWriter, meaning: Meaning): void {
  const instant = (id: number, utc: boolean): void =>
    out.struct(id, () => {
      out.bool(1, utc);
      out.struct(2, () => out.struct(1, () => undefined)); // milliseconds
    });
  switch (meaning) {
    case 'string':
      return out.struct(10, () => out.struct(1, () => undefined));
    case 'date':
      return out.struct(10, () => out.struct(6, () => undefined));
    case 'time':
      return out.struct(10, () => instant(7, false));
    case 'timestamp':
      return out.struct(10, () => instant(8, true));
    case 'json':
      return out.struct(10, () => out.struct(12, () => undefined));
    case 'number':
    case 'boolean':
      return;
  }
}

function columnChunk(
  out: ThriftWriter,
  name: string,
  type: ParquetType,
  meta: ColumnMeta,
  rows: number,
  start: number,
): void {
  out.i64(2, 0);
  out.struct(3, () => {
    out.i32(1, type.physical);
    out.integers(2, meta.encodings);
    out.texts(3, [name]);
    out.i32(4, meta.codec);
    out.i64(5, rows);
    out.i64(6, meta.uncompressed);
    out.i64(7, meta.compressed);
    out.i64(9, start + meta.dictionarySize);
    if (meta.dictionarySize > 0) out.i64(11, start);
    out.struct(12, () => {
      out.i64(3, meta.nulls);
      if (meta.range === undefined) return;
      out.binary(5, meta.range.max);
      out.binary(6, meta.range.min);
    });
  });
}
