import type { OutputField } from '../columns/column.js';
import { OptionError } from '../errors.js';
import { type CsvOptions, csvEncoder } from './csv.js';
import type { Format, TableEncoder } from './encoder.js';
import { type JsonOptions, jsonEncoder } from './json.js';
import { jsonlEncoder } from './jsonl.js';
import { type ParquetOptions, parquetEncoder } from './parquet.js';

/** Options of all formats; one that the chosen format does not have is an error. */
export interface EncoderOptions extends JsonOptions, CsvOptions, ParquetOptions {
  /** Rows are the values of the only field, not objects around them. Every format has this. Default: false. */
  readonly bare?: boolean | undefined;
}

/** Every format of output, by name. */
export const FORMATS: readonly Format[] = ['json', 'jsonl', 'csv', 'parquet'];

const OPTIONS: Readonly<Record<Exclude<keyof EncoderOptions, 'bare'>, Format>> = {
  indent: 'json',
  header: 'csv',
  delimiter: 'csv',
  null: 'csv',
  quote: 'csv',
  eol: 'csv',
  bom: 'csv',
  rowGroupRows: 'parquet',
  compression: 'parquet',
};

const EXTENSIONS: Readonly<Record<string, Format>> = {
  json: 'json',
  jsonl: 'jsonl',
  ndjson: 'jsonl',
  csv: 'csv',
  parquet: 'parquet',
};

/** The format that a file name asks for by its extension; `undefined` where it names none. */
export function formatForPath(path: string): Format | undefined {
  const extension = /\.([^./\\]+)$/.exec(path)?.[1].toLowerCase();
  return extension !== undefined && Object.hasOwn(EXTENSIONS, extension) ? EXTENSIONS[extension] : undefined;
}

/**
 * Makes an encoder of a format: batches of rows in, bytes out.
 * @throws OptionError for an unknown format, an option of another format, or a value that an option cannot have
 */
export function createEncoder(
  format: Format,
  fields: readonly OutputField[],
  options: EncoderOptions = {},
): TableEncoder {
  const { bare, ...own } = options;
  for (const [name, value] of Object.entries(own)) {
    const owner = Object.hasOwn(OPTIONS, name) ? OPTIONS[name as keyof typeof OPTIONS] : undefined;
    if (value !== undefined && owner !== format) {
      const whose = owner === undefined ? 'no format has it' : `it belongs to ${owner}`;
      throw new OptionError(`The format ${format} has no option ${JSON.stringify(name)}; ${whose}.`);
    }
  }
  switch (format) {
    case 'json':
      return jsonEncoder(fields, options);
    case 'jsonl':
      return jsonlEncoder(fields, { bare });
    case 'csv':
      return csvEncoder(fields, options);
    case 'parquet':
      return parquetEncoder(fields, options);
    default:
      throw new OptionError(`There is no format ${JSON.stringify(format)}; the formats are ${FORMATS.join(', ')}.`);
  }
}
