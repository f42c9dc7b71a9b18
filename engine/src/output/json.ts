import type { OutputField } from '../columns/column.js';
import { span } from './bytes.js';
import type { TableEncoder } from './encoder.js';
import { jsonItem, jsonMember, lineBreak } from './json-cells.js';
import { RowWriter } from './rows.js';

/** How JSON is written. */
export interface JsonOptions {
  /** Two spaces a level, as `JSON.stringify(rows, null, 2)`. Default: one row a line. */
  readonly indent?: boolean | undefined;
  /** Items are the values of the only field, not objects around them. Default: false. */
  readonly bare?: boolean | undefined;
}

const encoder = new TextEncoder();

/** One JSON array of all rows. Nested values stay nested, absent keys are left out. No rows give `[]`. */
export function jsonEncoder(fields: readonly OutputField[], options: JsonOptions = {}): TableEncoder {
  const { indent = false, bare = false } = options;
  const members = fields.map((field) => (bare ? jsonItem(field.name, indent, 1) : jsonMember(field.name, indent, 1)));
  const line = indent ? lineBreak(true, 1) : '\n';
  const [open, close] = bare ? ['', ''] : ['{', '}'];
  const first = span(line + open);
  const before = bare ? '' : lineBreak(indent, 1);
  const frame = { open: span(`,${line}${open}`), close: span(before + close), closeEmpty: span(close) };
  const rows = new RowWriter((batch) => batch.columns.map((column, i) => members[i](column)), frame);
  return {
    format: 'json',
    chunkRows: undefined,
    begin: () => encoder.encode('['),
    encode: (batches, firstRow, spare) => rows.encode(batches, firstRow === 0 ? first : frame.open, spare),
    end: (chunks) => encoder.encode(chunks.some((chunk) => chunk.rows > 0) ? '\n]\n' : ']\n'),
  };
}
