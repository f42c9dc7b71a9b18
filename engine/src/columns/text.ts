import type { TextColumn } from './column.js';

const encoder = new TextEncoder();
/** A byte order mark is text like any other. */
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Spare bytes after the last value of a text column, so that copies by whole words may read past the end. */
export const SPARE = 16;

/** Pre-encoded texts, copied into builders and encoders by number. */
export class TextTable {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  /** One offset more than there are texts. */
  readonly offsets: Int32Array;
  /** Every text is ASCII that JSON need not escape and CSV need not quote, and not empty. */
  readonly plain: boolean;
  readonly longest: number;

  constructor(texts: readonly string[]) {
    this.offsets = new Int32Array(texts.length + 1);
    let units = 0;
    for (const t of texts) units += t.length;
    const buffer = new Uint8Array(units * 3);
    let total = 0;
    let longest = 0;
    for (let i = 0; i < texts.length; i++) {
      const { written } = encoder.encodeInto(texts[i], buffer.subarray(total, total + texts[i].length * 3));
      total += written;
      longest = Math.max(longest, written);
      this.offsets[i + 1] = total;
    }
    this.longest = longest;
    this.bytes = new Uint8Array(total + SPARE);
    this.bytes.set(buffer.subarray(0, total));
    this.view = new DataView(this.bytes.buffer);
    this.plain = texts.every(isPlain);
  }
}

/** Whether a text may be copied into JSON between quotes and into CSV without any, whatever the delimiter of the usual ones. */
export function isPlain(text: string): boolean {
  if (text === '' || text.startsWith(' ') || text.endsWith(' ')) return false;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    // quote, backslash, controls, beyond ASCII, and what a CSV delimiter may be: , ; | tab
    if (c < 0x20 || c > 0x7e || c === 0x22 || c === 0x5c || c === 0x2c || c === 0x3b || c === 0x7c) return false;
  }
  return true;
}

/**
 * Copies `length` bytes of UTF-8 by eight at a time and may write up to 16 bytes too many: the target needs that room, and
 * what comes next must be written after it. Both views need {@link SPARE} bytes beyond what is used.
 *
 * The words travel as doubles, the widest thing a DataView moves without allocating. Eight bytes of UTF-8 are never a
 * NaN (that takes a last byte of 0xff, or 0x7f after one from 0xf0 on), so no bit pattern can be changed on the way.
 */
export function copyWords(source: DataView, from: number, target: DataView, to: number, length: number): void {
  // Most texts are short: two words go without a question, which the processor would too often guess wrong.
  target.setFloat64(to, source.getFloat64(from, true), true);
  target.setFloat64(to + 8, source.getFloat64(from + 8, true), true);
  for (let i = 16; i < length; i += 8) target.setFloat64(to + i, source.getFloat64(from + i, true), true);
}

/** Builds a text column row by row: any number of `…` calls, then `endRow()` for each row, then `finish()`. */
export class TextBuilder {
  private bytes: Uint8Array;
  private view: DataView;
  private at = 0;
  private row = 0;
  private readonly offsets: Int32Array;
  private plain = true;

  constructor(rows: number, bytesPerRow = 24) {
    this.bytes = new Uint8Array(rows * bytesPerRow + SPARE + 64);
    this.view = new DataView(this.bytes.buffer);
    this.offsets = new Int32Array(rows + 1);
  }

  /** Makes room for `length` more bytes. Call it before {@link byte} and {@link table}, once a row is enough. */
  reserve(length: number): void {
    const needed = this.at + length + SPARE;
    if (needed <= this.bytes.length) return;
    const grown = new Uint8Array(Math.max(needed, this.bytes.length * 2));
    grown.set(this.bytes.subarray(0, this.at));
    this.bytes = grown;
    this.view = new DataView(grown.buffer);
  }

  /** One byte, unchecked: room must be reserved, and the byte be plain or {@link mark} be called. */
  byte(value: number): void {
    this.bytes[this.at++] = value;
  }

  /** A pre-encoded text, unchecked: room must be reserved, and the table be plain or {@link mark} be called. */
  table(table: TextTable, index: number): void {
    const from = table.offsets[index];
    const length = table.offsets[index + 1] - from;
    copyWords(table.view, from, this.view, this.at, length);
    this.at += length;
  }

  /** Says that some value may need escaping or quoting. */
  mark(): void {
    this.plain = false;
  }

  /** Any text, checked and encoded. */
  text(value: string): void {
    this.reserve(value.length * 3);
    if (this.plain && !isPlain(value)) this.plain = false;
    this.at += encoder.encodeInto(value, this.bytes.subarray(this.at)).written;
  }

  endRow(): void {
    this.offsets[++this.row] = this.at;
  }

  /** @param nulls marks of null rows; their text is whatever was written for them, best nothing. */
  finish(nulls?: Uint8Array): TextColumn {
    return { kind: 'text', length: this.row, bytes: this.bytes, offsets: this.offsets, plain: this.plain, nulls };
  }
}

/** A text column of JS strings; `null` and `undefined` become nulls. */
export function textColumn(values: readonly (string | null | undefined)[]): TextColumn {
  const builder = new TextBuilder(values.length);
  let nulls: Uint8Array | undefined;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (value == null) (nulls ??= new Uint8Array(values.length))[i] = 1;
    else builder.text(value);
    builder.endRow();
  }
  return builder.finish(nulls);
}

/** The text of row `i`. */
export function textAt(column: TextColumn, i: number): string {
  const from = column.offsets[i];
  const to = column.offsets[i + 1];
  if (to - from < 24 && column.plain) {
    let text = '';
    for (let k = from; k < to; k++) text += String.fromCharCode(column.bytes[k]);
    return text;
  }
  return decoder.decode(column.bytes.subarray(from, to));
}
