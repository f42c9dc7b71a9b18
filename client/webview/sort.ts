import type { Column } from '../src/preview/messages.js';
import { measure } from './measure.js';
import type { TableData } from './cells.js';

export interface Sorting {
  readonly column: string;
  readonly descending: boolean;
}

const texts = new Intl.Collator(undefined, { numeric: true });

/**
 * Row numbers in the order of a column: by amount, by time, by the alphabet, as its type asks. Equal rows stay in the order of
 * the data. Nulls come last in either direction, and behind them rows without the key.
 */
export function rowsInOrder(data: TableData, sorting: Sorting | undefined): Uint32Array {
  const rows = Uint32Array.from({ length: data.table.rows }, (_, row) => row);
  const column = sorting === undefined ? -1 : data.column(sorting.column);
  if (sorting === undefined || column < 0) return rows;
  const keys = Array.from(rows, (row) => data.value(row, column));
  const compare = comparison(data.table.columns[column]!, keys);
  const sign = sorting.descending ? -1 : 1;
  const missing = keys.map((key) => (key === undefined ? 2 : key === null ? 1 : 0));
  return rows.sort((a, b) => {
    const last = missing[a]! - missing[b]!;
    if (last !== 0) return last;
    return (missing[a] === 0 ? sign * compare(a, b) : 0) || a - b;
  });
}

/** Compares rows by values that are there. */
function comparison({ type }: Column, values: readonly unknown[]): (a: number, b: number) => number {
  switch (type) {
    case 'integer':
    case 'number':
    case 'boolean':
    case 'datetime':
    case 'date':
    case 'time':
    case 'duration':
    case 'list': {
      const numbers = values.map((value) => (value == null ? 0 : measure(type, value)));
      const written = values.map((value) => (typeof value === 'string' ? value : (JSON.stringify(value) ?? '')));
      return (a, b) => order(numbers[a]!, numbers[b]!) || byCode(written[a]!, written[b]!);
    }
    case 'text':
    case 'object':
    case 'mixed': {
      const numbers = values.map((value) => (typeof value === 'number' ? value : NaN));
      const written = values.map((value) => (typeof value === 'string' ? value : (JSON.stringify(value) ?? '')));
      return (a, b) => order(numbers[a]!, numbers[b]!) || texts.compare(written[a]!, written[b]!);
    }
  }
}

/** Numbers before what is none. */
function order(a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
  return a - b;
}

function byCode(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
