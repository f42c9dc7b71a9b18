import type { OutputField } from '../columns/column.js';
import { span } from './bytes.js';
import type { TableEncoder } from './encoder.js';
import { jsonMember, lineBreak } from './json-cells.js';
import { encodeRows } from './rows.js';

export interface JsonOptions {
  /** Two spaces a level, as `JSON.stringify(rows, null, 2)`. Default: one row a line. */
  readonly indent?: boolean | undefined;
}

const encoder = new TextEncoder();

/** One JSON array of all rows. Nested values stay nested, absent keys are left out. No rows give `[]`. */
export function jsonEncoder(fields: readonly OutputField[], options: JsonOptions = {}): TableEncoder {
  const indent = options.indent ?? false;
  const members = fields.map((field) => jsonMember(field.name, indent, 1));
  const line = indent ? lineBreak(true, 1) : '\n';
  const first = span(`${line}{`);
  const frame = { open: span(`,${line}{`), close: span(`${lineBreak(indent, 1)}}`), closeEmpty: span('}') };
  return {
    format: 'json',
    chunkRows: undefined,
    begin: () => encoder.encode('['),
    encode: (batches, firstRow, spare) =>
      encodeRows(
        batches,
        (batch) => batch.columns.map((column, i) => members[i](column)),
        frame,
        firstRow === 0 ? first : frame.open,
        spare,
      ),
    end: (chunks) => encoder.encode(chunks.some((chunk) => chunk.rows > 0) ? '\n]\n' : ']\n'),
  };
}
