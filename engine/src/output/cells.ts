import type {
  BooleanColumn,
  Column,
  Dictionary,
  DictionaryColumn,
  NumberColumn,
  TemporalColumn,
  TextColumn,
} from '../columns/column.js';
import { copyWords, TextTable } from '../columns/text.js';
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
}

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
function widest(frame: Frame, width: number): number {
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
  return {
    bound: column.length * widest(frame, NUMBER_WIDTH),
    write(view, pos, row) {
      if (nulls !== undefined && nulls[row] === 1) return writeMissing(column, frame, view, pos, row);
      const value = values[row];
      if (value - value !== 0) throw new EncodeError(`${value} is not a number that a file can hold`, frame.field);
      const at = put(before, view, pos);
      if (isInteger || value === Math.floor(value)) return put(after, view, writeInteger(view, at, value));
      if (decimals === undefined) return put(after, view, writeAscii(view, at, String(value)));
      return put(after, view, writeDecimal(view, at, value, decimals));
    },
  };
}

export function booleanCells(column: BooleanColumn, frame: Frame, texts: { true: Span; false: Span }): Cells {
  const { values, nulls } = column;
  const { before, after } = frame;
  return {
    bound: column.length * widest(frame, Math.max(texts.true.length, texts.false.length)),
    write(view, pos, row) {
      if (nulls !== undefined && nulls[row] === 1) return writeMissing(column, frame, view, pos, row);
      const at = put(before, view, pos);
      return put(after, view, put(values[row] === 1 ? texts.true : texts.false, view, at));
    },
  };
}

export function temporalCells(column: TemporalColumn, frame: Frame): Cells {
  const { values, nulls, format } = column;
  const { before, after } = frame;
  return {
    bound: column.length * widest(frame, INSTANT_WIDTH),
    write(view, pos, row) {
      if (nulls !== undefined && nulls[row] === 1) return writeMissing(column, frame, view, pos, row);
      const ms = values[row];
      if (!(Math.abs(ms) <= MAX_INSTANT)) throw new EncodeError(`${ms} ms is not a point in time`, frame.field);
      return put(after, view, writeTemporal(view, put(before, view, pos), ms, format));
    },
  };
}

/** Text that needs nothing but its frame. */
export function textCells(column: TextColumn, frame: Frame): Cells {
  const { offsets, nulls } = column;
  const { before, after } = frame;
  const source = viewOf(column.bytes);
  return {
    bound: offsets[column.length] - offsets[0] + column.length * widest(frame, 0),
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

/** Whole cells of the values of dictionaries, made once for each dictionary. */
export class DictionaryTables {
  private readonly tables = new WeakMap<Dictionary, TextTable>();

  /** @param cellText text of the whole cell of a value, frame included */
  constructor(private readonly cellText: (value: unknown) => string) {}

  of(dictionary: Dictionary): TextTable {
    let table = this.tables.get(dictionary);
    if (table === undefined) this.tables.set(dictionary, (table = new TextTable(dictionary.values.map(this.cellText))));
    return table;
  }
}

export function dictionaryCells(column: DictionaryColumn, frame: Frame, tables: DictionaryTables): Cells {
  const { codes, nulls } = column;
  const table = tables.of(column.dictionary);
  const { offsets, view: source } = table;
  return {
    bound: column.length * Math.max(table.longest, frame.null.length, frame.absent.length),
    write(view, pos, row) {
      if (nulls !== undefined && nulls[row] === 1) return writeMissing(column, frame, view, pos, row);
      const code = codes[row];
      const from = offsets[code];
      const length = offsets[code + 1] - from;
      copyWords(source, from, view, pos, length);
      return pos + length;
    },
  };
}
