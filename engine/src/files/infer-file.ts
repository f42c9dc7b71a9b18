import { basename } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import type { SchemaElement } from 'hyparquet';
import { formatTemporal } from '../columns/read.js';
import { SynthError } from '../errors.js';
import { infer, type InferOptions, type Inferred } from '../infer/infer.js';
import { parseJson, readRows, typedColumns, type InferRow } from '../infer/rows.js';
import { formatForPath } from '../output/formats.js';
import { dataFilesAt } from './data-file.js';
import { isNamed } from './data-file-json.js';
import { linesOf, textOf, wholeText } from './data-file-text.js';
import { readError } from './schema-file.js';

const LIMIT = 10_000;

/**
 * As `infer` of the core, from a data file (JSON, JSON Lines, CSV, Parquet), or a folder of them with a file for each table.
 * Of all but JSON only as many rows are read as are looked at.
 * @throws SynthError where a file cannot be read or is no data
 */
export async function inferFile(path: string, options: InferOptions = {}): Promise<Inferred> {
  const { limit = LIMIT } = options;
  const files = await dataFilesAt(path);
  try {
    const read = await Promise.all(files.map((file) => tablesIn(file, limit + 1, options)));
    if (read.length === 1) return await infer(read[0], { ...options, texts: false });
    const tables = read.flatMap((own, i) =>
      Object.entries(own).map(([name, rows]) => [name === '' ? tableOf(files[i]) : name, rows] as const),
    );
    return await infer(Object.fromEntries(tables) as Record<string, readonly unknown[]>, { ...options, texts: false });
  } catch (error) {
    if (!(error instanceof SynthError) || !error.code.startsWith('infer/')) throw error;
    throw new SynthError(error.code, `${path}: ${error.message}`, { cause: error });
  }
}

/** What a file is called, without its ending. */
export function tableOf(file: string): string {
  return basename(file).replace(/\.[^.]*$/, '');
}

async function tablesIn(
  file: string,
  rows: number,
  options: InferOptions,
): Promise<Record<string, readonly unknown[]>> {
  const format = options.format ?? formatForPath(file);
  if (format === undefined) {
    throw new SynthError(
      'data/format',
      `${file} is no data file: its name must end in .json, .jsonl, .csv or .parquet.`,
    );
  }
  if (format === 'parquet') return { '': await parquetRows(file, rows) };
  if (format === 'jsonl') {
    const joined = await joinedLines(file, rows);
    if (joined !== undefined) return joined;
  }
  const text = format === 'json' ? await wholeText(file) : await beginning(file, rows);
  const tables = readRows(text, format, rows, options.delimiter);
  return format === 'csv' ? { '': typedColumns(tables[''] as InferRow[]) } : tables;
}

/**
 * Lines `{"table": …, "row": …}` by table, at most so many of each; `undefined` where the first line is none.
 * @throws SynthError for a line that is no JSON
 */
async function joinedLines(file: string, rows: number): Promise<Record<string, unknown[]> | undefined> {
  const tables = new Map<string, unknown[]>();
  let number = 0;
  for await (const line of linesOf(file)) {
    number++;
    if (line.trim() === '') continue;
    const value = parseJson(line, `line ${number}`);
    if (!isNamed(value)) {
      if (tables.size === 0) return undefined;
      throw new SynthError('infer/shape', `line ${number} names no table, unlike those before it.`);
    }
    const own = tables.get(value.table) ?? [];
    if (own.length < rows) own.push(value.row);
    tables.set(value.table, own);
  }
  return tables.size === 0 ? undefined : Object.fromEntries(tables);
}

/** The first lines of a file; line breaks between quotes end none. */
async function beginning(file: string, lines: number): Promise<string> {
  const pieces: string[] = [];
  let count = 0;
  let quoted = false;
  for await (const piece of textOf(file)) {
    for (let i = 0; i < piece.length; i++) {
      const char = piece[i];
      if (char === '"') quoted = !quoted;
      else if (char === '\n' && !quoted && ++count > lines) {
        pieces.push(piece.slice(0, i));
        return pieces.join('');
      }
    }
    pieces.push(piece);
  }
  return pieces.join('');
}

async function parquetRows(file: string, rows: number): Promise<unknown[]> {
  const { asyncBufferFromFile, parquetReadObjects, parquetMetadataAsync } = await import('hyparquet');
  const buffer = await asyncBufferFromFile(file).catch(async (error: unknown) => {
    throw await readError(file, error as NodeJS.ErrnoException);
  });
  try {
    const metadata = await parquetMetadataAsync(buffer);
    const read = await parquetReadObjects({
      file: buffer,
      metadata,
      rowStart: 0,
      rowEnd: Math.min(rows, Number(metadata.num_rows)),
      compressors: { GZIP: (bytes) => gunzipSync(bytes), BROTLI: (bytes) => brotliDecompressSync(bytes) },
    });
    const clocks = clocksOf(metadata.schema);
    for (const row of read) {
      for (const [name, clock] of clocks) if (name in row) row[name] = onClock(row[name], clock);
    }
    return typedColumns(read.map((row) => plain(row) as InferRow));
  } catch (error) {
    throw new SynthError('data/parquet', `${file} cannot be read: ${(error as Error).message}`, { cause: error });
  }
}

/** What a column of days or times of day holds: days, or so many units a millisecond. */
type Clock = 'date' | number;

/** The columns of days and times of day; what is inside of groups is left as it comes. */
function clocksOf(schema: readonly SchemaElement[]): Map<string, Clock> {
  const clocks = new Map<string, Clock>();
  for (const { name, converted_type: type, logical_type: logical } of schema.slice(1)) {
    if (type === 'DATE' || logical?.type === 'DATE') clocks.set(name, 'date');
    else if (logical?.type === 'TIME') clocks.set(name, { MILLIS: 1, MICROS: 1e3, NANOS: 1e6 }[logical.unit]);
    else if (type === 'TIME_MILLIS' || type === 'TIME_MICROS') clocks.set(name, type === 'TIME_MILLIS' ? 1 : 1e3);
  }
  return clocks;
}

function onClock(value: unknown, clock: Clock): unknown {
  if (clock === 'date') return value instanceof Date ? formatTemporal(value.getTime(), { type: 'date' }) : value;
  if (typeof value !== 'number' && typeof value !== 'bigint') return value;
  const ms = Math.floor(Number(value) / clock);
  return formatTemporal(ms, { type: 'time', milliseconds: ms % 1000 !== 0 });
}

/** A value of Parquet as JSON has it. */
function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof Date) return value.toISOString().replace('.000Z', 'Z');
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, plain(part)]));
  }
  return value ?? null;
}
