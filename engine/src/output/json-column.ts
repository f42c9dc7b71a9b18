import type { Column, TextColumn } from '../columns/column.js';
import { either } from '../columns/marks.js';
import { SPARE } from '../columns/text.js';
import { jsonValue } from './json-cells.js';

/** Each value as compact JSON text; nulls are nulls of the column, not the text `null`. */
export function jsonColumn(column: Column, field: string): TextColumn {
  const { length } = column;
  const nulls = column.kind === 'value' ? either(column.nulls, nullValues(column.values)) : column.nulls;
  const cells = jsonValue(field)(column);
  const bytes = new Uint8Array(cells.bound + 2 * SPARE);
  const view = new DataView(bytes.buffer);
  const offsets = new Int32Array(length + 1);
  let at = 0;
  for (let row = 0; row < length; row++) {
    if (nulls === undefined || nulls[row] === 0) at = cells.write(view, at, row) - 1; // without the comma
    offsets[row + 1] = at;
  }
  return { kind: 'text', length, bytes, offsets, plain: false, nulls, absent: column.absent };
}

function nullValues(values: readonly unknown[]): Uint8Array {
  return Uint8Array.from(values, (value) => (value == null ? 1 : 0));
}
