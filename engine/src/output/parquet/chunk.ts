import type { BooleanColumn, Column, NumberColumn, TextColumn } from '../../columns/column.js';
import { indexDecimals } from './decimals.js';
import { MOST_VALUES } from './delta-format.js';
import { DELTA_LIMIT, deltaMemory, writeDeltas, writeProgression } from './delta.js';
import { type DictionaryIndex, indexDictionaries } from './dictionary.js';
import { writeHybrid } from './levels.js';
import type { PageWriter } from './pages.js';
import type { PhysicalColumn, PhysicalReader } from './physical.js';
import { writeBits, writeNumbers, writeTexts, writeTextsWithLengths } from './plain.js';
import { countPresent, presenceOf } from './presence.js';
import { type Progression, progressionOf, spanOfProgression } from './progression.js';
import { booleanRange, checkSpan, type Range, rangeOfSpan, spanOf, textRange } from './range.js';
import type { ByteSink } from './sink.js';
import { type Encoding, ENCODING, type ParquetType, PHYSICAL } from './types.js';

/** Rows of a data page. */
const PAGE_ROWS = MOST_VALUES;

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
  const { type, field } = reader;
  if (parts.every((part) => part.kind === 'dictionary') && type.physical !== PHYSICAL.BOOLEAN) {
    const index = indexDictionaries(parts, rows, reader);
    if (index !== undefined) return writeIndexed(index, rows, type, field, pages);
  }
  const columns = parts.map((part) => reader.column(part));
  const decimals =
    type.physical === PHYSICAL.DOUBLE ? indexDecimals(columns as readonly NumberColumn[], rows) : undefined;
  return decimals === undefined
    ? writeValues(columns, rows, type, field, pages)
    : writeIndexed(decimals, rows, type, field, pages);
}

function writeIndexed(
  { values, indices, present }: DictionaryIndex,
  rows: number,
  type: ParquetType,
  field: string,
  pages: PageWriter,
): Omit<ColumnMeta, 'offset'> {
  const { raw } = pages;
  const { range } = survey([values], values.length, type, field);
  raw.length = 0;
  if (values.kind === 'text') writeTextsWithLengths(raw, values);
  else writeNumbers(raw, type.physical, values.values, undefined, 0, values.length);
  pages.endDictionary(values.length);
  const dictionarySize = pages.compressed;

  const width = 32 - Math.clz32(values.length - 1);
  let at = 0;
  for (let from = 0; from < rows; from += PAGE_ROWS) {
    const to = Math.min(from + PAGE_ROWS, rows);
    const count = countPresent(present, from, to);
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
    range,
  };
}

function writeValues(
  parts: readonly PhysicalColumn[],
  rows: number,
  type: ParquetType,
  field: string,
  pages: PageWriter,
): Omit<ColumnMeta, 'offset'> {
  const { range, encoding, progression } = survey(parts, rows, type, field);
  const { present, nulls } = presenceOf(parts, rows);
  const encodings = new Set<Encoding>([ENCODING.RLE]);
  for (let from = 0; from < rows; from += PAGE_ROWS) {
    const to = Math.min(from + PAGE_ROWS, rows);
    const count = countPresent(present, from, to);
    pages.beginData(present, from, to);
    // Nothing is nothing in every encoding, but some readers look for the begin of the others.
    const used = count === 0 ? ENCODING.PLAIN : encoding;
    if (progression !== undefined) writeProgression(pages.raw, progression, from, count);
    else if (count > 0) writePage(parts, from, to, count, type, encoding, pages.raw);
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

/** What is known of a column chunk before its values are written. */
interface Survey {
  readonly range: Range | undefined;
  readonly encoding: Encoding;
  readonly progression?: Progression | undefined;
}

/** Texts go apart from their lengths, and whole numbers by their differences: both are smaller, and quicker to compress. */
function survey(parts: readonly PhysicalColumn[], rows: number, type: ParquetType, field: string): Survey {
  switch (type.physical) {
    case PHYSICAL.BYTE_ARRAY: {
      // JSON has no order worth telling.
      const range = type.meaning === 'json' ? undefined : textRange(parts as readonly TextColumn[]);
      return { range, encoding: ENCODING.DELTA_LENGTH_BYTE_ARRAY };
    }
    case PHYSICAL.BOOLEAN:
      return { range: booleanRange(parts as readonly BooleanColumn[]), encoding: ENCODING.PLAIN };
    case PHYSICAL.DOUBLE: {
      const span = spanOf(type, parts as readonly NumberColumn[], field);
      return { range: span && rangeOfSpan(type, span), encoding: ENCODING.PLAIN };
    }
    default: {
      const numbers = parts as readonly NumberColumn[];
      const progression = progressionOf(numbers, rows);
      const span =
        progression === undefined
          ? spanOf(type, numbers, field)
          : checkSpan(type, spanOfProgression(progression, rows), field);
      const most = span === undefined ? 0 : Math.max(-span.min, span.max);
      return {
        range: span && rangeOfSpan(type, span),
        encoding: most <= DELTA_LIMIT ? ENCODING.DELTA_BINARY_PACKED : ENCODING.PLAIN,
        progression,
      };
    }
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
    const lengths = deltaMemory(count);
    let at = 0;
    forEachPart(parts, from, to, (part, a, b) => {
      if (part.kind === 'text') at = textLengths(part, a, b, lengths, at);
    });
    writeDeltas(raw, lengths, count);
    forEachPart(parts, from, to, (part, a, b) => {
      if (part.kind === 'text') writeTexts(raw, part, a, b);
    });
  } else if (encoding === ENCODING.DELTA_BINARY_PACKED) {
    const values = deltaMemory(count);
    let at = 0;
    forEachPart(parts, from, to, (part, a, b) => {
      if (part.kind === 'number') at = presentValues(part, a, b, values, at);
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

/** Adds the lengths of texts that are not null, and returns where they end. */
function textLengths(part: TextColumn, from: number, to: number, lengths: Float64Array, at: number): number {
  const { offsets, nulls } = part;
  if (nulls === undefined) {
    for (let row = from; row < to; row++) lengths[at++] = offsets[row + 1] - offsets[row];
    return at;
  }
  for (let row = from; row < to; row++) if (nulls[row] === 0) lengths[at++] = offsets[row + 1] - offsets[row];
  return at;
}

/** Adds the values that are not null, and returns where they end. */
function presentValues(part: NumberColumn, from: number, to: number, values: Float64Array, at: number): number {
  const { values: all, nulls } = part;
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
