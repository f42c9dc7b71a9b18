import type { Column } from '../../columns/column.js';

/** Which rows of a column chunk have a value. */
export interface Presence {
  /** 1 for each row that has a value; `undefined` where all have one. */
  readonly present: Uint8Array | undefined;
  /** How many have none. */
  readonly nulls: number;
}

export function presenceOf(parts: readonly Pick<Column, 'length' | 'nulls'>[], rows: number): Presence {
  if (parts.every((part) => part.nulls === undefined)) return { present: undefined, nulls: 0 };
  const present = new Uint8Array(rows).fill(1);
  let nulls = 0;
  let base = 0;
  for (const part of parts) {
    if (part.nulls !== undefined) {
      for (let row = 0; row < part.length; row++) {
        if (part.nulls[row] === 0) continue;
        present[base + row] = 0;
        nulls++;
      }
    }
    base += part.length;
  }
  return { present: nulls === 0 ? undefined : present, nulls };
}

/** How many of the rows `from` … `to` − 1 have a value. */
export function countPresent(present: Uint8Array | undefined, from: number, to: number): number {
  if (present === undefined) return to - from;
  let count = 0;
  for (let row = from; row < to; row++) count += present[row];
  return count;
}
