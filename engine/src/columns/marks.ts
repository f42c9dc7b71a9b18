import type { Column } from './column.js';

/** Marks set in either. */
export function either(a: Uint8Array | undefined, b: Uint8Array | undefined): Uint8Array | undefined {
  if (a === undefined) return b;
  if (b === undefined) return a;
  const out = new Uint8Array(a.length);
  for (let i = 0; i < out.length; i++) out[i] = a[i] | b[i];
  return out;
}

/** The same column with more rows null. */
export function withNulls(column: Column, nulls: Uint8Array | undefined): Column {
  return nulls === undefined ? column : { ...column, nulls: either(column.nulls, nulls) };
}

/** The same column with more rows absent. */
export function withAbsent(column: Column, absent: Uint8Array | undefined): Column {
  if (absent === undefined) return column;
  return { ...column, nulls: either(column.nulls, absent), absent: either(column.absent, absent) };
}
