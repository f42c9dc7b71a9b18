import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { CsvError, Info } from 'csv-parse';
import type { OutputType } from '../columns/column.js';
import { BATCH } from '../validate/data.js';
import type { DataItem, DataSource } from './data-file.js';
import { FlatTable } from './data-file-flat.js';
import { textOf } from './data-file-text.js';

/** How a CSV file is written. */
export interface CsvReadOptions {
  /** Default: `,`. */
  readonly delimiter?: string | undefined;
  /** What stands for null, without quotes. Default: nothing. */
  readonly null?: string | undefined;
}

/** A row longer than this is almost surely a quote that nothing closes. */
const LONGEST_ROW = 1 << 24;

/** Reads comma-separated values after RFC 4180. The first line names the columns; objects are dotted columns. */
export async function* readCsv(source: DataSource): AsyncGenerator<DataItem> {
  const { file, table, tables, signal, csv = {} } = source;
  if (table === undefined) {
    yield { problem: { code: 'data/table', message: tables.which(file) } };
    return;
  }
  const { delimiter = ',', null: nullText = '' } = csv;
  const fields = tables.fields(table);
  // Loading it takes a few milliseconds, which other commands save.
  const { parse } = await import('csv-parse');
  const parser = parse({
    delimiter,
    info: true,
    raw: true,
    record_delimiter: ['\r\n', '\n'],
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: LONGEST_ROW,
  });
  // The parser is destroyed with the error, which its reader below then meets.
  const fed = pipeline(Readable.from(textOf(file, signal)), parser).catch(() => undefined);
  let flat: FlatTable | undefined;
  let line = 1;
  let records: unknown[] = [];
  let lines: number[] = [];
  try {
    for await (const { record, info, raw: text } of parser as AsyncIterable<Parsed>) {
      // The text of a row begins with the empty lines before it.
      const raw = text.replace(/^[\r\n]+/, '');
      const starts = line + text.slice(0, -raw.length).split('\n').length - 1;
      line = info.lines + 1;
      if (flat === undefined) {
        flat = new FlatTable(fields, record, table, tables.bare(table));
        for (const problem of flat.problems) yield { problem };
        if (flat.incomplete) return;
        yield { table, records: [] };
        continue;
      }
      if (record.length !== flat.types.length) {
        const message = `has ${record.length} fields, and the header has ${flat.types.length}`;
        yield { problem: { table, line: starts, code: 'data/csv', message } };
        continue;
      }
      records.push(flat.record(cellsOf(record, flat.types, nullText, () => quoted(raw, delimiter))));
      lines.push(starts);
      if (records.length < BATCH) continue;
      yield { table, records, lines, texts: true };
      records = [];
      lines = [];
    }
  } catch (error) {
    const { code, message, lines: at } = error as CsvError & { lines?: number };
    if (typeof code !== 'string' || !code.startsWith('CSV_')) throw error;
    if (records.length > 0) yield { table, records, lines, texts: true };
    const open = code === 'CSV_QUOTE_NOT_CLOSED';
    const why = open ? 'a quote is opened here and never closed' : message;
    yield { problem: { table, line: open ? line : (at ?? line), code: 'data/csv', message: `is no CSV: ${why}` } };
    return;
  } finally {
    parser.destroy();
    await fed;
  }
  if (flat === undefined) {
    yield { problem: { table, line: 1, code: 'data/csv', message: 'is empty; its first line must name the columns' } };
  } else if (records.length > 0) yield { table, records, lines, texts: true };
}

interface Parsed {
  readonly record: string[];
  readonly info: Info;
  /** The text of the row. */
  readonly raw: string;
}

/** @param quotes which cells stand in quotes: asked for only where a text may be null or not. */
function cellsOf(
  texts: readonly string[],
  types: readonly (OutputType | undefined)[],
  nullText: string,
  quotes: () => readonly boolean[],
): unknown[] {
  // Readers skip empty lines, so that in a file of one column a null is written as an empty text.
  if (texts.length === 1 && texts[0] === '' && types[0]?.nullable) return [null];
  let known: readonly boolean[] | undefined;
  return texts.map((text, i) => {
    const type = types[i];
    if (text === nullText && !(known ??= quotes())[i]) return null;
    return type === undefined ? text : convert(text, type);
  });
}

/** Which fields of a row stand in quotes. The parser tells it too, but takes ten times as long when asked. */
function quoted(raw: string, delimiter: string): boolean[] {
  const found: boolean[] = [];
  for (let at = 0; at <= raw.length;) {
    const inQuotes = raw[at] === '"';
    found.push(inQuotes);
    if (inQuotes) {
      do at = raw.indexOf('"', at + 1) + 1;
      while (raw[at] === '"');
    }
    const end = raw.indexOf(delimiter, at);
    if (end < 0) break;
    at = end + delimiter.length;
  }
  return found;
}

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/** A text as the type of its column; itself where it is none of that type, which the check of the record then says. */
function convert(text: string, type: OutputType): unknown {
  switch (type.kind) {
    case 'integer':
    case 'number':
      return NUMBER.test(text) ? Number(text) : text;
    case 'boolean':
      return /^true$/i.test(text) ? true : /^false$/i.test(text) ? false : text;
    case 'list':
    case 'object':
      try {
        return JSON.parse(text) as unknown;
      } catch {
        return text;
      }
    default:
      return text;
  }
}
