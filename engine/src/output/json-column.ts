import type { Column, TextColumn } from '../columns/column.js';
import { SPARE } from '../columns/text.js';
import { jsonValue } from './json-cells.js';

/** Each value as compact JSON text; nulls stay nulls. */
export function jsonColumn(column: Column, field: string): TextColumn {
  const { length, nulls } = column;
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
