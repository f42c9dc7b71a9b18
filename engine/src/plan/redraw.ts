import type { RecordBatch } from '../output/encoder.js';
import { streamFor } from '../random/key.js';
import { childAddresses } from '../random/stream.js';
import { TableRows } from './rows.js';
import type { TablePlan } from './table.js';

/**
 * Other values for some rows of a table: their random numbers are those of the attempt; their row numbers stay, and with
 * them what counts rows or is unique.
 * @param attempt from 1; attempt 0 are the rows of the table.
 */
export function redraw(table: TablePlan, numbers: Float64Array, attempt: number): RecordBatch {
  const { level, rows, addresses, parents, places } = table.rowsAt(numbers);
  const { length } = numbers;
  const stream = streamFor(table.document.seed, table.model.key, '', '#attempt');
  const index = Int32Array.from(numbers, (_, i) => i);
  const moved = childAddresses(stream, addresses, index, new Int32Array(length).fill(attempt));
  const drawn = new TableRows(level, rows, moved, parents, places);
  return { length, columns: table.outputs.map(({ cell }) => drawn.column(cell)) };
}
