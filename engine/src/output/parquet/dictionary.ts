import type { DictionaryColumn, NumberColumn } from '../../columns/column.js';
import { POWERS } from '../digits.js';
import type { PhysicalReader, PhysicalValue } from './physical.js';

/** The values of a column chunk as numbers of distinct values. */
export interface DictionaryIndex {
  /** Distinct values in the order in which they first occur. */
  readonly values: readonly PhysicalValue[];
  /** Index of each value that is not null, row after row. */
  readonly indices: Int32Array;
  /** 1 for each row that has a value; `undefined` where all have one. */
  readonly present: Uint8Array | undefined;
}

/** Indices of so many bits would overflow the packing. */
const MOST_VALUES = 1 << 24;

/**
 * Numbers the values that occur, which batches may have taken from different dictionaries. `undefined` where a
 * dictionary would save nothing, since the values hardly repeat.
 */
export function indexDictionaries(
  parts: readonly DictionaryColumn[],
  reader: PhysicalReader,
): DictionaryIndex | undefined {
  const rows = parts.reduce((sum, part) => sum + part.length, 0);
  const places = new Map<PhysicalValue, number>();
  const values: PhysicalValue[] = [];
  const indices = new Int32Array(rows);
  const present = new Uint8Array(rows);
  let at = 0;
  let row = 0;
  let previous: DictionaryColumn['dictionary'] | undefined;
  let placeOf = new Int32Array(0);
  let stored: readonly PhysicalValue[] = [];

  const place = (code: number): number => {
    const value = stored[code];
    if (value === null) return (placeOf[code] = ABSENT_VALUE);
    let found = places.get(value);
    if (found === undefined) {
      found = values.length;
      values.push(value);
      places.set(value, found);
    }
    return (placeOf[code] = found);
  };

  for (const { codes, dictionary, nulls, length } of parts) {
    if (dictionary !== previous) {
      previous = dictionary;
      stored = reader.dictionary(dictionary);
      placeOf = new Int32Array(stored.length).fill(UNKNOWN);
    }
    for (let i = 0; i < length; i++, row++) {
      if (nulls !== undefined && nulls[i] === 1) continue;
      let index = placeOf[codes[i]];
      if (index === UNKNOWN) index = place(codes[i]);
      if (index === ABSENT_VALUE) continue;
      indices[at++] = index;
      present[row] = 1;
    }
  }
  if (values.length * 2 > at || values.length > MOST_VALUES) return undefined;
  return { values, indices: indices.subarray(0, at), present: at === rows ? undefined : present };
}

const UNKNOWN = -1;
const ABSENT_VALUE = -2;

/** Decimals of a wider range are not worth a table to look them up in. */
const MOST_STEPS = 1 << 16;

/**
 * Numbers the values of columns of few decimals, which repeat where they lie close together. `undefined` where they do not, and
 * where one is no such decimal.
 */
export function indexDecimals(parts: readonly NumberColumn[]): DictionaryIndex | undefined {
  const { decimals } = parts[0];
  if (decimals === undefined || decimals >= POWERS.length) return undefined;
  const power = POWERS[decimals];
  let rows = 0;
  let min = Infinity;
  let max = -Infinity;
  for (const part of parts) {
    if (part.decimals !== decimals) return undefined;
    rows += part.length;
    for (let row = 0; row < part.length; row++) {
      if (part.nulls !== undefined && part.nulls[row] === 1) continue;
      const value = part.values[row];
      if (value < min) min = value;
      if (value > max) max = value;
    }
  }
  const first = Math.round(min * power);
  const steps = Math.round(max * power) - first + 1;
  if (!(steps >= 1 && steps <= MOST_STEPS)) return undefined;
  const placeOf = new Int32Array(steps).fill(UNKNOWN);
  const values: number[] = [];
  const indices = new Int32Array(rows);
  const present = new Uint8Array(rows);
  let at = 0;
  let base = 0;
  for (const part of parts) {
    for (let row = 0; row < part.length; row++) {
      if (part.nulls !== undefined && part.nulls[row] === 1) continue;
      const value = part.values[row];
      const step = Math.round(value * power);
      // Which 0 it is counts, too.
      if (step / power !== value || (step === 0 && Object.is(value, -0))) return undefined;
      let index = placeOf[step - first];
      if (index === UNKNOWN) placeOf[step - first] = index = values.push(value) - 1;
      indices[at++] = index;
      present[base + row] = 1;
    }
    base += part.length;
  }
  if (values.length * 2 > at) return undefined;
  return { values, indices: indices.subarray(0, at), present: at === rows ? undefined : present };
}
