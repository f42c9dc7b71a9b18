import type { Column, NumberColumn, TextColumn } from '../../columns/column.js';
import { EncodeError } from '../encoder.js';
import { DELTA_LIMIT, writeDeltas } from './delta.js';
import { type DictionaryIndex, indexDecimals, indexDictionaries } from './dictionary.js';
import { writeHybrid } from './levels.js';
import type { PageWriter } from './pages.js';
import type { PhysicalColumn, PhysicalReader } from './physical.js';
import { writeBits, writeNumber, writeNumbers, writeTexts } from './plain.js';
import type { ByteSink } from './sink.js';
import { type Range, rangeOf, rangeOfValues } from './range.js';
import { type Encoding, ENCODING, type ParquetType, PHYSICAL } from './types.js';

/** Rows of a data page. */
const PAGE_ROWS = 16384;

/** Lengths of texts, or whole numbers, of the rows of a page that have one. */
const lengths = new Int32Array(PAGE_ROWS);
const values = new Float64Array(PAGE_ROWS);

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
  const columns = parts.map((part) => reader.column(part));
  const decimals = reader.type.physical === PHYSICAL.DOUBLE && indexDecimals(columns as readonly NumberColumn[]);
  return decimals ? writeIndexed(decimals, rows, reader, pages) : writeValues(columns, rows, reader, pages);
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

function writeValues(
  parts: readonly PhysicalColumn[],
  rows: number,
  { type, field }: PhysicalReader,
  pages: PageWriter,
): Omit<ColumnMeta, 'offset'> {
  const range = rangeOf(type, parts, field);
  const encoding = encodingOf(parts, type, field);
  const { present, nulls } = presence(parts, rows);
  const encodings = new Set<Encoding>([ENCODING.RLE]);
  for (let from = 0; from < rows; from += PAGE_ROWS) {
    const to = Math.min(from + PAGE_ROWS, rows);
    const count = present === undefined ? to - from : countOnes(present, from, to);
    pages.beginData(present, from, to);
    // Nothing is nothing in every encoding, but some readers look for the begin of the others.
    const used = count === 0 ? ENCODING.PLAIN : encoding;
    if (count > 0) writePage(parts, from, to, count, type, encoding, pages.raw);
    encodings.add(used);
    pages.endData(to - from, used);
  }
  return {
    dictionarySize: 0,
    encodings: [...encodings],
    codec: pages.chosenCodec,
    uncompressed: pages.uncompressed,
    compressed: pages.compressed,
    nulls,
    range,
  };
}

/** Texts apart from their lengths, and whole numbers by their differences: both are smaller, and quicker to compress. */
function encodingOf(parts: readonly PhysicalColumn[], type: ParquetType, field: string): Encoding {
  switch (type.physical) {
    case PHYSICAL.BYTE_ARRAY:
      return ENCODING.DELTA_LENGTH_BYTE_ARRAY;
    case PHYSICAL.INT32:
    case PHYSICAL.INT64: {
      let most = 0;
      for (const part of parts) {
        if (part.kind === 'number') most = Math.max(most, mostOf(part.values, part.nulls, type, field));
      }
      return most <= DELTA_LIMIT ? ENCODING.DELTA_BINARY_PACKED : ENCODING.PLAIN;
    }
    default:
      return ENCODING.PLAIN;
  }
}

function writePage(
  parts: readonly PhysicalColumn[],
  from: number,
  to: number,
  count: number,
  { physical }: ParquetType,
  encoding: Encoding,
  raw: ByteSink,
): void {
  if (encoding === ENCODING.DELTA_LENGTH_BYTE_ARRAY) {
    let at = 0;
    forEachPart(parts, from, to, (part, a, b) => {
      if (part.kind === 'text') at = textLengths(part, a, b, at);
    });
    writeDeltas(raw, lengths, count);
    forEachPart(parts, from, to, (part, a, b) => {
      if (part.kind === 'text') writeTexts(raw, part, a, b);
    });
  } else if (encoding === ENCODING.DELTA_BINARY_PACKED) {
    let at = 0;
    forEachPart(parts, from, to, (part, a, b) => {
      if (part.kind === 'number') at = presentValues(part, a, b, at);
    });
    writeDeltas(raw, values, count);
  } else if (physical === PHYSICAL.BOOLEAN) {
    writeBooleans(parts, from, to, raw);
  } else {
    forEachPart(parts, from, to, (part, a, b) => {
      if (part.kind === 'number') writeNumbers(raw, physical, part.values, part.nulls, a, b);
    });
  }
}

/** Adds to {@link lengths} those of texts that are not null, and returns where they end. */
function textLengths({ offsets, nulls }: TextColumn, from: number, to: number, at: number): number {
  for (let row = from, end = offsets[from]; row < to; row++) {
    const start = end;
    end = offsets[row + 1];
    if (nulls === undefined || nulls[row] === 0) lengths[at++] = end - start;
  }
  return at;
}

/** Adds to {@link values} those that are not null, and returns where they end. */
function presentValues({ values: all, nulls }: NumberColumn, from: number, to: number, at: number): number {
  if (nulls === undefined) {
    values.set(all.subarray(from, to), at);
    return at + to - from;
  }
  for (let row = from; row < to; row++) if (nulls[row] === 0) values[at++] = all[row];
  return at;
}

/** Bits go on across batches, so the values of a page are brought together first. */
function writeBooleans(parts: readonly PhysicalColumn[], from: number, to: number, raw: ByteSink): void {
  const values = new Uint8Array(to - from);
  let count = 0;
  forEachPart(parts, from, to, (part, a, b) => {
    if (part.kind !== 'boolean') return;
    for (let row = a; row < b; row++) {
      if (part.nulls === undefined || part.nulls[row] === 0) values[count++] = part.values[row];
    }
  });
  writeBits(raw, values, count);
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

/** The greatest magnitude of the values, all of which must be whole and fit. */
function mostOf(values: Float64Array, nulls: Uint8Array | undefined, type: ParquetType, field: string): number {
  let most = 0;
  for (let row = 0; row < values.length; row++) {
    if (nulls !== undefined && nulls[row] === 1) continue;
    most = Math.max(most, Math.abs(wholeWhereNeeded(values[row], type, field)));
  }
  return most;
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
