import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import type { OutputType } from '../columns/column.js';
import { formatTemporal } from '../columns/read.js';
import { SynthError } from '../errors.js';
import { BATCH } from '../validate/data.js';
import { isRecord } from '../validate/problem.js';
import type { DataItem, DataSource } from './data-file.js';
import { FlatTable } from './data-file-flat.js';
import { readError } from './schema-file.js';

/** Reads Apache Parquet, a row group at a time. Objects are dotted columns or groups; lists are groups or JSON text. */
export async function* readParquet({ file, table, tables, signal }: DataSource): AsyncGenerator<DataItem> {
  if (table === undefined) {
    yield { problem: { code: 'data/table', message: tables.which(file) } };
    return;
  }
  const { asyncBufferFromFile, parquetMetadataAsync, parquetRead } = await import('hyparquet');
  const buffer = await asyncBufferFromFile(file).catch(async (error: unknown) => {
    throw await readError(file, error as NodeJS.ErrnoException);
  });
  try {
    const metadata = await parquetMetadataAsync(buffer);
    const columns = topColumns(metadata.schema);
    const fields = tables.fields(table);
    // A group of columns is one value here, as a list in JSON is.
    const whole = new Set(columns.filter(({ group }) => group).map(({ name }) => name));
    const shown = fields.map((f) => (whole.has(f.name) ? { ...f, type: opaque(f.type) } : f));
    const names = columns.map(({ name }) => name);
    const flat = new FlatTable(shown, names, table, tables.bare(table));
    for (const { line: _, ...problem } of flat.problems) yield { problem };
    if (flat.incomplete) return;
    const types = names.map((name, i) => fields.find((f) => whole.has(name) && f.name === name)?.type ?? flat.types[i]);
    yield { table, records: [] };
    let rowStart = 0;
    for (const group of metadata.row_groups) {
      signal?.throwIfAborted();
      const rowEnd = rowStart + Number(group.num_rows);
      let rows: unknown[][] = [];
      await parquetRead({
        file: buffer,
        metadata,
        rowStart,
        rowEnd,
        compressors: { GZIP: (bytes) => gunzipSync(bytes), BROTLI: (bytes) => brotliDecompressSync(bytes) },
        onComplete: (read) => (rows = read as unknown[][]),
      });
      rowStart = rowEnd;
      for (let at = 0; at < rows.length; at += BATCH) {
        const part = rows.slice(at, at + BATCH);
        yield { table, records: part.map((row) => flat.record(row.map((v, i) => plain(v, types[i])))), flat: true };
      }
    }
  } catch (error) {
    if (error instanceof SynthError || signal?.aborted) throw error;
    yield { problem: { table, code: 'data/parquet', message: `cannot be read: ${(error as Error).message}` } };
  }
}

/** An object whose parts are not columns of their own. */
function opaque({ kind, nullable, optional }: OutputType): OutputType {
  return { kind, nullable, optional };
}

/** The columns of a file, and whether each is a group. */
function topColumns(
  schema: readonly { readonly name: string; readonly num_children?: number }[],
): { readonly name: string; readonly group: boolean }[] {
  const columns: { name: string; group: boolean }[] = [];
  let at = 1;
  const skip = (): void => {
    const { num_children: children = 0 } = schema[at++];
    for (let i = 0; i < children; i++) skip();
  };
  for (let i = 0; i < (schema[0].num_children ?? 0); i++) {
    const { name, num_children: children = 0 } = schema[at];
    columns.push({ name, group: children > 0 });
    skip();
  }
  return columns;
}

/** A value of Parquet as a record shows it. */
function plain(value: unknown, type: OutputType | undefined): unknown {
  if (value === null || value === undefined) return null;
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof Date) {
    const ms = value.getTime();
    if (type?.kind === 'date') return formatTemporal(ms, { type: 'date' });
    return formatTemporal(ms, { type: 'datetime', milliseconds: ms % 1000 !== 0 });
  }
  if (type?.kind === 'time' && typeof value === 'number')
    return formatTemporal(value, { type: 'time', milliseconds: value % 1000 !== 0 });
  if (Array.isArray(value)) return value.map((item) => plain(item, type?.items));
  if (isRecord(value)) {
    const members = Object.entries(value).map(([name, part]) => {
      return [name, plain(part, type?.fields?.find((f) => f.name === name)?.type)];
    });
    return Object.fromEntries(members) as unknown;
  }
  return value;
}
