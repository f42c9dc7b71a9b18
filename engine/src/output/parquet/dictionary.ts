import type { DictionaryColumn, NumberColumn, TextColumn } from '../../columns/column.js';
import { textColumn } from '../../columns/text.js';
import { indexMemory } from './numbering.js';
import type { PhysicalReader, PhysicalValue } from './physical.js';
import { PHYSICAL, type ParquetType } from './types.js';

/** The values of a column chunk as numbers of distinct values. */
export interface DictionaryIndex {
  /** Distinct values in the order in which they first occur. */
  readonly values: NumberColumn | TextColumn;
  /** Index of each value that is not null, row after row; until the next column is indexed. */
  readonly indices: Int32Array;
  /** 1 for each row that has a value; `undefined` where all have one. */
  readonly present: Uint8Array | undefined;
}

/** Indices of so many bits would overflow the packing. */
const MOST_VALUES = 1 << 24;

const UNKNOWN = -1;
const ABSENT_VALUE = -2;

/**
 * Numbers the values that occur, which batches may have taken from different dictionaries. `undefined` where a
 * dictionary would save nothing, since the values hardly repeat.
 */
export function indexDictionaries(
  parts: readonly DictionaryColumn[],
  rows: number,
  reader: PhysicalReader,
): DictionaryIndex | undefined {
  const places = new Map<PhysicalValue, number>();
  const values: PhysicalValue[] = [];
  const indices = indexMemory(rows);
  let present: Uint8Array | undefined;
  let at = 0;
  let base = 0;
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
    for (let row = 0; row < length; row++) {
      let index = ABSENT_VALUE;
      if (nulls === undefined || nulls[row] === 0) {
        index = placeOf[codes[row]];
        if (index === UNKNOWN) index = place(codes[row]);
      }
      if (index === ABSENT_VALUE) (present ??= new Uint8Array(rows).fill(1))[base + row] = 0;
      else indices[at++] = index;
    }
    base += length;
  }
  if (values.length * 2 > at || values.length > MOST_VALUES) return undefined;
  return { values: columnOf(values, reader.type), indices: indices.subarray(0, at), present };
}

function columnOf(values: readonly PhysicalValue[], { physical }: ParquetType): NumberColumn | TextColumn {
  if (physical === PHYSICAL.BYTE_ARRAY) return textColumn(values.map(String));
  return { kind: 'number', length: values.length, values: Float64Array.from(values, Number), decimals: undefined };
}
