import type { Column } from '../../columns/column.js';
import { EncodeError } from '../encoder.js';
import { type DictionaryIndex, indexDictionaries } from './dictionary.js';
import { writeHybrid } from './levels.js';
import type { PageWriter } from './pages.js';
import type { PhysicalColumn, PhysicalReader } from './physical.js';
import { writeBits, writeNumber, writeNumbers, writeTexts } from './plain.js';
import { type Range, rangeOf, rangeOfValues } from './range.js';
import { ENCODING, type ParquetType, PHYSICAL } from './types.js';

/** Rows of a data page. */
const PAGE_ROWS = 16384;

/** What the footer says of a column chunk. */
export interface ColumnMeta {
  /** Where the chunk begins in its row group. */
  readonly offset: number;
  /** Size of the dictionary page, 0 for none; the data pages follow it. */
  readonly dictionarySize: number;
  readonly encodings: readonly number[];
  readonly codec: number;
  /** Sizes with page headers. */
  readonly uncompressed: number;
  readonly compressed: number;
  readonly nulls: number;
  readonly range: Range | undefined;
}

/** Writes the pages of one column of a row group. */
export function writeColumnChunk(
  parts: readonly Column[],
  rows: number,
  reader: PhysicalReader,
  pages: PageWriter,
): Omit<ColumnMeta, 'offset'> {
  if (parts.every((part) => part.kind === 'dictionary') && reader.type.physical !== PHYSICAL.BOOLEAN) {
    const index = indexDictionaries(parts, reader);
    if (index !== undefined) return writeIndexed(index, rows, reader, pages);
  }
  return writePlain(
    parts.map((part) => reader.column(part)),
    rows,
    reader,
    pages,
  );
}

function writeIndexed(
  { values, indices, present }: DictionaryIndex,
  rows: number,
  { type, field }: PhysicalReader,
  pages: PageWriter,
): Omit<ColumnMeta, 'offset'> {
  const { raw } = pages;
  raw.length = 0;
  const encoder = new TextEncoder();
  for (const value of values) {
    if (type.physical === PHYSICAL.BYTE_ARRAY) {
      const bytes = encoder.encode(String(value));
      writeNumber(raw, PHYSICAL.INT32, bytes.length);
      raw.append(bytes);
    } else writeNumber(raw, type.physical, wholeWhereNeeded(Number(value), type, field));
  }
  pages.endDictionary(values.length);
  const dictionarySize = pages.compressed;

  const width = 32 - Math.clz32(values.length - 1);
  let at = 0;
  for (let from = 0; from < rows; from += PAGE_ROWS) {
    const to = Math.min(from + PAGE_ROWS, rows);
    const count = present === undefined ? to - from : countOnes(present, from, to);
    pages.beginData(present, from, to);
    raw.byte(width);
    writeHybrid(raw, indices, at, at + count, width);
    at += count;
    pages.endData(to - from, ENCODING.RLE_DICTIONARY);
  }
  return {
    dictionarySize,
    encodings: [ENCODING.PLAIN, ENCODING.RLE, ENCODING.RLE_DICTIONARY],
    codec: pages.chosenCodec,
    uncompressed: pages.uncompressed,
    compressed: pages.compressed,
    nulls: rows - indices.length,
    range: rangeOfValues(type, values, field),
  };
}

function writePlain(
  parts: readonly PhysicalColumn[],
  rows: number,
  { type, field }: PhysicalReader,
  pages: PageWriter,
): Omit<ColumnMeta, 'offset'> {
  const range = rangeOf(type, parts, field);
  if (type.physical === PHYSICAL.INT64 || type.physical === PHYSICAL.INT32) {
    for (const part of parts) if (part.kind === 'number') checkWhole(part.values, part.nulls, type, field);
  }
  const { present, nulls } = presence(parts, rows);
  for (let from = 0; from < rows; from += PAGE_ROWS) {
    const to = Math.min(from + PAGE_ROWS, rows);
    pages.beginData(present, from, to);
    if (type.physical === PHYSICAL.BOOLEAN) writeBooleans(parts, from, to, pages);
    else {
      forEachPart(parts, from, to, (part, a, b) => {
        if (part.kind === 'text') writeTexts(pages.raw, part, a, b);
        else if (part.kind === 'number') writeNumbers(pages.raw, type.physical, part.values, part.nulls, a, b);
      });
    }
    pages.endData(to - from, ENCODING.PLAIN);
  }
  return {
    dictionarySize: 0,
    encodings: [ENCODING.PLAIN, ENCODING.RLE],
    codec: pages.chosenCodec,
    uncompressed: pages.uncompressed,
    compressed: pages.compressed,
    nulls,
    range,
  };
}

/** Bits go on across batches, so the values of a page are brought together first. */
function writeBooleans(parts: readonly PhysicalColumn[], from: number, to: number, pages: PageWriter): void {
  const values = new Uint8Array(to - from);
  let count = 0;
  forEachPart(parts, from, to, (part, a, b) => {
    if (part.kind !== 'boolean') return;
    for (let row = a; row < b; row++) {
      if (part.nulls === undefined || part.nulls[row] === 0) values[count++] = part.values[row];
    }
  });
  writeBits(pages.raw, values, count);
}

/** Calls back for each stretch of consecutive rows that lies in one batch, with row numbers in the batch. */
function forEachPart(
  parts: readonly PhysicalColumn[],
  from: number,
  to: number,
  visit: (part: PhysicalColumn, from: number, to: number) => void,
): void {
  let base = 0;
  for (const part of parts) {
    const a = Math.max(from - base, 0);
    const b = Math.min(to - base, part.length);
    if (a < b) visit(part, a, b);
    base += part.length;
  }
}

function presence(parts: readonly PhysicalColumn[], rows: number): { present: Uint8Array | undefined; nulls: number } {
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

function countOnes(marks: Uint8Array, from: number, to: number): number {
  let count = 0;
  for (let i = from; i < to; i++) count += marks[i];
  return count;
}

function checkWhole(values: Float64Array, nulls: Uint8Array | undefined, type: ParquetType, field: string): void {
  for (let row = 0; row < values.length; row++) {
    if (nulls !== undefined && nulls[row] === 1) continue;
    wholeWhereNeeded(values[row], type, field);
  }
}

/** The value, if the type can hold it. */
function wholeWhereNeeded(value: number, { physical }: ParquetType, field: string): number {
  if (physical === PHYSICAL.DOUBLE) return value;
  const most = physical === PHYSICAL.INT32 ? 0x7fffffff : 2 ** 63;
  if (value === Math.floor(value) && value >= -most && value <= most) return value;
  throw new EncodeError(
    `${value} is not a whole number that Parquet's ${physical === PHYSICAL.INT32 ? 'INT32' : 'INT64'} holds`,
    field,
  );
}
