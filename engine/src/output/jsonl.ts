import type { OutputField } from '../columns/column.js';
import { span } from './bytes.js';
import type { TableEncoder } from './encoder.js';
import { jsonMember } from './json-cells.js';
import { encodeRows } from './rows.js';

const OPEN = span('{');
const CLOSE = span('}\n');

/** One JSON object a line. Nested values stay nested, absent keys are left out. */
export function jsonlEncoder(fields: readonly OutputField[]): TableEncoder {
  const members = fields.map((field) => jsonMember(field.name, false, 0));
  return {
    format: 'jsonl',
    chunkRows: undefined,
    begin: () => new Uint8Array(0),
    encode: (batches, _firstRow, spare) =>
      encodeRows(
        batches,
        (batch) => batch.columns.map((column, i) => members[i](column)),
        { open: OPEN, close: CLOSE, closeEmpty: CLOSE },
        OPEN,
        spare,
      ),
    end: () => new Uint8Array(0),
  };
}
