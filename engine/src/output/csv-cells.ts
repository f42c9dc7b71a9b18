import type { Column, TextColumn } from '../columns/column.js';
import { isNull, valueAt } from '../columns/read.js';
import { SPARE, TextBuilder } from '../columns/text.js';
import { span } from './bytes.js';
import {
  booleanCells,
  type Cells,
  dictionaryCells,
  DictionaryTables,
  type Frame,
  numberCells,
  temporalCells,
  textCells,
} from './cells.js';
import { jsonColumn } from './json-column.js';
import { plainText } from './plain-text.js';

export interface CsvDialect {
  readonly delimiter: string;
  readonly quoteAll: boolean;
  /** What a reader takes for null: a value of this text is quoted. */
  readonly null: string;
  /** What is written for null. */
  readonly nullCell: string;
}

const NOTHING = span('');
const QUOTE = 0x22;

/** A value as CSV, quoted where it has to be. */
export function csvText(text: string, dialect: Omit<CsvDialect, 'nullCell'>): string {
  const quoted =
    dialect.quoteAll ||
    text === '' ||
    text === dialect.null ||
    /["\r\n]|^[ \t]|[ \t]$/.test(text) ||
    text.includes(dialect.delimiter);
  return quoted ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Writes columns of one field as CSV; each cell ends in the delimiter. */
export function csvColumn(field: string, dialect: CsvDialect): (column: Column) => Cells {
  const missing = span(dialect.nullCell + dialect.delimiter);
  const after = span(dialect.delimiter);
  const bare: Frame = { field, before: NOTHING, after, null: missing, absent: missing };
  const framed: Frame = dialect.quoteAll ? { ...bare, before: span('"'), after: span(`"${dialect.delimiter}`) } : bare;
  const special = specialBytes(dialect);
  // A null text such as -1 or NA may look like a number, a boolean or a date that is not null.
  const nullLooksTyped = /^(true|false|[-+\d].*)$/.test(dialect.null);
  const cellText = (value: unknown): string =>
    (value == null ? dialect.nullCell : csvText(plainText(value, field), dialect)) + dialect.delimiter;
  const tables = new DictionaryTables(cellText);

  return (column) => {
    switch (column.kind) {
      case 'number':
      case 'boolean':
      case 'temporal':
        if (nullLooksTyped) return anyCells(column, bare, cellText);
        if (column.kind === 'number') return numberCells(column, framed);
        return column.kind === 'boolean' ? booleanCells(column, bare, tables) : temporalCells(column, framed);
      case 'dictionary':
        return dictionaryCells(column, bare, tables);
      case 'text':
        return textCells(quoteTexts(column, dialect, special), framed);
      case 'object':
      case 'list':
        return textCells(quoteTexts(jsonColumn(column, field), dialect, special), framed);
      case 'value':
        return anyCells(column, bare, cellText);
    }
  };
}

function anyCells(column: Column, frame: Frame, cellText: (value: unknown) => string): Cells {
  const builder = new TextBuilder(column.length);
  for (let row = 0; row < column.length; row++) {
    builder.text(cellText(isNull(column, row) ? null : valueAt(column, row)));
    builder.endRow();
  }
  return textCells(builder.finish(), { ...frame, after: NOTHING });
}

/** 1 for the bytes that make quotes necessary. */
function specialBytes(dialect: CsvDialect): Uint8Array {
  const special = new Uint8Array(256);
  special[QUOTE] = 1;
  if (!dialect.quoteAll) for (const c of ['\r', '\n', dialect.delimiter]) special[c.charCodeAt(0)] = 1;
  return special;
}

/** The column with texts quoted where they have to be; itself where none has to be. */
function quoteTexts(column: TextColumn, dialect: CsvDialect, special: Uint8Array): TextColumn {
  const { bytes, offsets, length, nulls } = column;
  if (column.plain && dialect.null === '') return column;
  const quoteAll = dialect.quoteAll;
  const nullBytes = new TextEncoder().encode(dialect.null);
  const quoted = new Uint8Array(length);
  let extra = 0;
  for (let row = 0; row < length; row++) {
    if (nulls !== undefined && nulls[row] === 1) continue;
    const from = offsets[row];
    const to = offsets[row + 1];
    let quotes = 0;
    let needed = 0;
    for (let i = from; i < to; i++) {
      needed |= special[bytes[i]];
      if (bytes[i] === QUOTE) quotes++;
    }
    extra += quotes;
    if (quoteAll) continue;
    if (needed === 0 && from !== to && !isBlank(bytes[from]) && !isBlank(bytes[to - 1])) {
      if (!equals(bytes, from, to, nullBytes)) continue;
    }
    quoted[row] = 1;
    extra += 2;
  }
  if (extra === 0) return column;
  const out = new Uint8Array(offsets[length] - offsets[0] + extra + SPARE);
  const ends = new Int32Array(length + 1);
  let at = 0;
  for (let row = 0; row < length; row++) {
    ends[row] = at;
    if (nulls !== undefined && nulls[row] === 1) continue;
    if (quoted[row] === 1) out[at++] = QUOTE;
    for (let i = offsets[row]; i < offsets[row + 1]; i++) {
      const byte = bytes[i];
      out[at++] = byte;
      if (byte === QUOTE) out[at++] = QUOTE;
    }
    if (quoted[row] === 1) out[at++] = QUOTE;
  }
  ends[length] = at;
  return { ...column, bytes: out, offsets: ends };
}

function isBlank(byte: number): boolean {
  return byte === 0x20 || byte === 0x09;
}

function equals(bytes: Uint8Array, from: number, to: number, text: Uint8Array): boolean {
  if (to - from !== text.length) return false;
  for (let i = 0; i < text.length; i++) if (bytes[from + i] !== text[i]) return false;
  return true;
}
