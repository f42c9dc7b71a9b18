import type { NumberColumn } from '../../columns/column.js';
import { DELTA_LIMIT } from './delta.js';
import type { Span } from './range.js';

/** Whole numbers that are as far from each other, none of them beyond {@link DELTA_LIMIT}: value i is `first` + i × `step`. */
export interface Progression {
  readonly first: number;
  readonly step: number;
}

/** What the values of a column chunk are if they are a progression: row numbers, points in time at an interval. */
export function progressionOf(parts: readonly NumberColumn[], rows: number): Progression | undefined {
  if (parts.some((part) => part.nulls !== undefined)) return undefined;
  const [first, second = first] = parts.flatMap((part) =>
    Array.from(part.values.subarray(0, Math.min(part.length, 2))),
  );
  const step = second - first;
  const last = first + (rows - 1) * step;
  if (!Number.isInteger(first) || !Number.isInteger(step)) return undefined;
  if (Math.abs(first) > DELTA_LIMIT || Math.abs(last) > DELTA_LIMIT) return undefined;
  let start = first;
  for (const { values, length } of parts) {
    for (let row = 0; row < length; row++) if (values[row] !== start + row * step) return undefined;
    start += length * step;
  }
  return { first, step };
}

export function spanOfProgression({ first, step }: Progression, rows: number): Span {
  const last = first + (rows - 1) * step;
  return { min: Math.min(first, last), max: Math.max(first, last) };
}
