import type { OutputField } from '../columns/column.js';
import { span } from './bytes.js';
import type { TableEncoder } from './encoder.js';
import { jsonItem, jsonMember } from './json-cells.js';
import { RowWriter } from './rows.js';

const OBJECT = { open: span('{'), close: span('}\n'), closeEmpty: span('}\n') };
const BARE = { open: span(''), close: span('\n'), closeEmpty: span('\n') };

export interface JsonlOptions {
  /** Lines are the values of the only field, not objects around them. Default: false. */
  readonly bare?: boolean | undefined;
}

/** One JSON object a line. Nested values stay nested, absent keys are left out. */
export function jsonlEncoder(fields: readonly OutputField[], { bare = false }: JsonlOptions = {}): TableEncoder {
  const members = fields.map((field) => (bare ? jsonItem(field.name, false, 0) : jsonMember(field.name, false, 0)));
  const frame = bare ? BARE : OBJECT;
  const rows = new RowWriter((batch) => batch.columns.map((column, i) => members[i](column)), frame);
  return {
    format: 'jsonl',
    chunkRows: undefined,
    begin: () => new Uint8Array(0),
    encode: (batches, _firstRow, spare) => rows.encode(batches, frame.open, spare),
    end: () => new Uint8Array(0),
  };
}
