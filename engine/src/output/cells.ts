import type {
  BooleanColumn,
  Column,
  Dictionary,
  DictionaryColumn,
  NumberColumn,
  TemporalColumn,
  TemporalFormat,
  TextColumn,
} from '../columns/column.js';
import { copyWords, TextTable } from '../columns/text.js';
import type { EncodedTexts } from '../columns/placed-texts.js';
import { put, type Span, viewOf } from './bytes.js';
import { NUMBER_WIDTH, writeAscii, writeDecimal, writeInteger } from './digits.js';
import { EncodeError } from './encoder.js';
import { INSTANT_WIDTH, writeTemporal } from './instants.js';

/**
 * One column of one batch, ready to be written cell by cell. Cells are written left to right, top to bottom, and may
 * write up to 7 bytes too many: the next cell covers them.
 */
export interface Cells {
  /** Bytes that all cells of the column together take at most. */
  readonly bound: number;
  /** Writes the cell of a row and returns where it ends. */
  readonly write: (view: DataView, pos: number, row: number) => number;
  /** What a kernel makes the same cells of. */
  readonly source?: CellSource | undefined;
}

/** A column as a kernel reads it. */
export type CellSource =
  | ({
      readonly kind: 'integer' | 'decimal' | 'date' | 'second' | 'millisecond';
      /** For decimals, how many: 1 … {@link MOST_DECIMALS}. */
      readonly decimals: number;
      readonly values: Float64Array;
    } & MissingCells)
  | ({ readonly kind: 'text'; readonly texts: EncodedTexts } & MissingCells)
  /** Text number `codes[row]` is the whole cell. The texts are kept from batch to batch. */
  | { readonly kind: 'coded'; readonly texts: EncodedTexts; readonly codes: Int32Array };

interface MissingCells {
  readonly nulls: Uint8Array | undefined;
  readonly absent: Uint8Array | undefined;
  readonly frame: Omit<Frame, 'field'>;
}

/** Decimals that a kernel writes; more are for JavaScript. */
const MOST_DECIMALS = 4;

/** What stands around the values of a column, and in their place. */
export interface Frame {
  /** Dotted name of the field, for messages. */
  readonly field: string;
  readonly before: Span;
  readonly after: Span;
  /** The whole cell of a null. */
  readonly null: Span;
  /** The whole cell of an absent row. */
  readonly absent: Span;
}

const MAX_INSTANT = 8.64e15;

/** Size of the longest cell of values up to `width` bytes. */
export function widest(frame: Omit<Frame, 'field'>, width: number): number {
  return Math.max(frame.before.length + width + frame.after.length, frame.null.length, frame.absent.length);
}

/** Whether a row is null or absent. */
export function isMissing(column: Column, row: number): boolean {
  return column.nulls?.[row] === 1 || column.absent?.[row] === 1;
}

export function writeMissing(column: Column, frame: Frame, view: DataView, pos: number, row: number): number {
  return put(column.absent !== undefined && column.absent[row] === 1 ? frame.absent : frame.null, view, pos);
}

export function numberCells(column: NumberColumn, frame: Frame): Cells {
  const { values, nulls, decimals } = column;
  const { before, after } = frame;
  const isInteger = decimals === 0;
  const write: Cells['write'] = (view, pos, row) => {
    if (nulls !== undefined && nulls[row] === 1) return writeMissing(column, frame, view, pos, row);
    const value = values[row];
    if (value - value !== 0) throw new EncodeError(`${value} is not a number that a file can hold`, frame.field);
    const at = put(before, view, pos);
    if (isInteger || value === Math.floor(value)) return put(after, view, writeInteger(view, at, value));
    if (decimals === undefined) return put(after, view, writeAscii(view, at, String(value)));
    return put(after, view, writeDecimal(view, at, value, decimals));
  };
  const kernel = decimals !== undefined && decimals <= MOST_DECIMALS;
  return {
    bound: column.length * widest(frame, NUMBER_WIDTH),
    write,
    source: kernel
      ? { kind: isInteger ? 'integer' : 'decimal', decimals, values, nulls, absent: column.absent, frame }
      : undefined,
  };
}

const TRUTH: Dictionary = { values: [false, true] };

export function booleanCells(column: BooleanColumn, frame: Frame, tables: DictionaryTables): Cells {
  const { length, values, nulls, absent } = column;
  const codes = new Int32Array(values);
  return dictionaryCells({ kind: 'dictionary', length, codes, dictionary: TRUTH, nulls, absent }, frame, tables);
}

function instantKind(format: TemporalFormat): 'date' | 'second' | 'millisecond' | undefined {
  if (format.type === 'time') return undefined;
  if (format.type === 'date') return 'date';
  return format.milliseconds ? 'millisecond' : 'second';
}

export function temporalCells(column: TemporalColumn, frame: Frame): Cells {
  const { values, nulls, format } = column;
  const { before, after } = frame;
  const write: Cells['write'] = (view, pos, row) => {
    if (nulls !== undefined && nulls[row] === 1) return writeMissing(column, frame, view, pos, row);
    const ms = values[row];
    if (!(Math.abs(ms) <= MAX_INSTANT)) throw new EncodeError(`${ms} ms is not a point in time`, frame.field);
    return put(after, view, writeTemporal(view, put(before, view, pos), ms, format));
  };
  const kind = instantKind(format);
  return {
    bound: column.length * widest(frame, INSTANT_WIDTH),
    write,
    source: kind && { kind, decimals: 0, values, nulls, absent: column.absent, frame },
  };
}

/** Text that needs nothing but its frame. */
export function textCells(column: TextColumn, frame: Frame): Cells {
  const { offsets, nulls } = column;
  const { before, after } = frame;
  const source = viewOf(column.bytes);
  return {
    bound: offsets[column.length] - offsets[0] + column.length * widest(frame, 0),
    source: { kind: 'text', texts: column, nulls, absent: column.absent, frame },
    write(view, pos, row) {
      if (nulls !== undefined && nulls[row] === 1) return writeMissing(column, frame, view, pos, row);
      const from = offsets[row];
      const length = offsets[row + 1] - from;
      const at = put(before, view, pos);
      copyWords(source, from, view, at, length);
      return put(after, view, at + length);
    },
  };
}

/** Whole cells of the values of dictionaries, made once for each dictionary; those of null and absent rows follow. */
export class DictionaryTables {
  private readonly tables = new WeakMap<Dictionary, TextTable>();

  /** @param cellText text of the whole cell of a value, frame included */
  constructor(private readonly cellText: (value: unknown) => string) {}

  of(dictionary: Dictionary, frame: Frame): TextTable {
    let table = this.tables.get(dictionary);
    if (table === undefined) {
      table = new TextTable([...dictionary.values.map(this.cellText), frame.null.text, frame.absent.text]);
      this.tables.set(dictionary, table);
    }
    return table;
  }
}

export function dictionaryCells(column: DictionaryColumn, frame: Frame, tables: DictionaryTables): Cells {
  const table = tables.of(column.dictionary, frame);
  const codes = codesOf(column);
  const { offsets, view: source } = table;
  return {
    bound: column.length * table.longest,
    source: { kind: 'coded', texts: table, codes },
    write(view, pos, row) {
      const code = codes[row];
      const from = offsets[code];
      const length = offsets[code + 1] - from;
      copyWords(source, from, view, pos, length);
      return pos + length;
    },
  };
}

/** The codes of a column, with those of null and absent rows as {@link DictionaryTables} has them. */
function codesOf({ length, codes, dictionary, nulls, absent }: DictionaryColumn): Int32Array {
  if (nulls === undefined && absent === undefined) return codes;
  const missing = dictionary.values.length;
  const all = codes.slice(0, length);
  if (nulls !== undefined) for (let row = 0; row < length; row++) if (nulls[row] === 1) all[row] = missing;
  if (absent !== undefined) for (let row = 0; row < length; row++) if (absent[row] === 1) all[row] = missing + 1;
  return all;
}
