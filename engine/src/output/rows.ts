import { SPARE, TextTable } from '../columns/text.js';
import { type EncodedTexts, TextPieces } from '../columns/text-pieces.js';
import { allocate, put, type Span, viewOf } from './bytes.js';
import type { Cells, CellTexts } from './cells.js';
import type { EncodedChunk, RecordBatch } from './encoder.js';

/** What stands around the cells of a row. */
export interface RowFrame {
  readonly open: Span;
  /** Takes the place of the separator that ends the last cell. */
  readonly close: Span;
  /** Closes a row in which no cell was written. */
  readonly closeEmpty: Span;
}

/**
 * Writes rows as text into one buffer that is large enough from the start, so that no cell has to check for room.
 *
 * @param prepare the columns of a batch made ready, in the order in which they are written
 * @param first opens the first row
 */
export function encodeRows(
  batches: readonly RecordBatch[],
  prepare: (batch: RecordBatch) => Cells[],
  frame: RowFrame,
  first: Span,
  spare: ArrayBuffer | undefined,
): EncodedChunk {
  const own = Math.max(first.length, frame.open.length) + Math.max(frame.close.length, frame.closeEmpty.length);
  let rows = 0;
  let size = 2 * SPARE;
  const prepared = batches.map(prepare);
  for (let b = 0; b < batches.length; b++) {
    rows += batches[b].length;
    size += batches[b].length * own;
    for (const cells of prepared[b]) size += cells.bound;
  }
  const bytes = allocate(size, spare);
  let pos = 0;
  for (let b = 0; b < batches.length; b++) {
    if (batches[b].length === 0) continue;
    pos = joinRows(prepared[b], batches[b].length, frame, pos === 0 ? first : frame.open, bytes, pos);
  }
  return { bytes: bytes.subarray(0, pos), rows };
}

/** Rows joined at a time: their texts stay in the processor's cache. */
const MOST_ROWS = 1024;
const MOST_BYTES = 1 << 20;
const MOST_PIECES = 1 << 16;

/** Up to so many cells that no texts are copied for, a row is written as it stands. */
const FEW_CELLS = 4;

/** Writes rows cell by cell. */
function writeRows(
  cells: readonly Cells[],
  length: number,
  frame: RowFrame,
  first: Span,
  target: Uint8Array,
  pos: number,
): number {
  const view = viewOf(target);
  const { open, close, closeEmpty } = frame;
  const writers = cells.map(({ write }) => write);
  const [one, two] = writers;
  let at = pos;
  for (let row = 0; row < length; row++) {
    const start = put(row === 0 ? first : open, view, at);
    at = one(view, start, row);
    if (writers.length > 1) at = two(view, at, row);
    for (let c = 2; c < writers.length; c++) at = writers[c](view, at, row);
    at = at === start ? put(closeEmpty, view, at) : put(close, view, at - 1);
  }
  return at;
}

/** Writes the rows of a batch and returns where they end. */
function joinRows(
  cells: readonly Cells[],
  length: number,
  frame: RowFrame,
  first: Span,
  target: Uint8Array,
  pos: number,
): number {
  if (
    cells.length > 0 &&
    cells.length <= FEW_CELLS &&
    cells.every(({ texts, fill, kernel }) => texts === undefined && fill && !kernel)
  ) {
    return writeRows(cells, length, frame, first, target, pos);
  }
  const layout = new RowLayout(cells, length, frame, first);
  const { width, stride } = layout;
  const most = Math.max(1, Math.min(MOST_ROWS, Math.floor(MOST_BYTES / width), Math.floor(MOST_PIECES / stride)));
  let at = pos;
  for (let from = 0; from < length; from += most) at = layout.join(from, Math.min(length, from + most), target, at);
  return at;
}

/** A piece of every row: a cell's text, or a fixed one. */
type Piece = { readonly cell: number } | { readonly fixed: number };

/** Of which pieces the rows of a batch are put together. */
class RowLayout {
  private readonly cells: readonly Cells[];
  /** The pieces of a row but for the last, which closes it. */
  private readonly pieces: Piece[] = [];
  /** Tables of cells with codes. */
  private readonly tables: EncodedTexts[] = [];
  private readonly fixed: TextTable;
  private readonly close: number;
  private readonly closeEmpty: number;
  /** What opens the first row of the batch. */
  private readonly first: number;
  /** Whether a row may have no cells. */
  private readonly hollow: boolean;
  /** Bytes of a row, on the average over the batch at most. */
  readonly width: number;
  /** Pieces of a row. */
  readonly stride: number;

  constructor(
    cells: readonly Cells[],
    private readonly length: number,
    frame: RowFrame,
    first: Span,
  ) {
    this.cells = cells.map((c) => ((c.texts ?? c.fill) ? c : { ...c, texts: written(c, length) }));
    const texts: string[] = [];
    const add = (text: string): number => texts.push(text) - 1;
    // What ends a cell and begins the next one is one text.
    let pending = frame.open.text;
    this.cells.forEach(({ texts: own }, cell) => {
      pending += own?.before ?? '';
      if (pending !== '') this.pieces.push({ fixed: add(pending) });
      this.pieces.push({ cell });
      pending = own?.after ?? '';
      if (own?.codes !== undefined) this.tables.push(own.texts);
    });
    if (cells.length === 0 && pending !== '') this.pieces.push({ fixed: add(pending) });
    const own = cells.length === 0 ? '' : pending.slice(0, -1);
    this.close = (add(own + frame.close.text) << 2) | (own === pending ? 1 : 0);
    this.closeEmpty = add(frame.closeEmpty.text) << 2;
    this.first = add(first.text + (cells[0]?.texts?.before ?? '')) << 2;
    this.hollow = this.cells.every(({ texts: t }) => t === undefined || (t.before === '' && t.after === ''));
    this.fixed = new TextTable(texts);
    this.stride = this.pieces.length + 1;
    this.width = this.fixed.bytes.length + cells.reduce((sum, { bound }) => sum + bound, 0) / length;
  }

  /** Writes rows `from` … `to` (exclusive) and returns where they end. */
  join(from: number, to: number, target: Uint8Array, pos: number): number {
    const { pieces, stride } = this;
    const end = (to - from) * stride;
    const { text, passing } = this.sizes(from, to);
    const memory = TextPieces.with({ pieces: end, text, tables: TextPieces.sizeOf(this.tables) + passing });
    const places = memory.place(this.tables, passing);
    const { words } = memory;
    const fixed = memory.pass(this.fixed);
    let table = 0;
    for (let k = 0; k < pieces.length; k++) {
      const piece = pieces[k];
      if ('fixed' in piece) {
        same(words, k, end, stride, fixed + 4 * piece.fixed);
        continue;
      }
      const { texts, fill, bound } = this.cells[piece.cell];
      if (texts?.codes !== undefined) coded(words, k, end, stride, places[table++], texts.codes, from);
      else if (texts !== undefined) {
        const { bytes, offsets } = texts.texts;
        following(words, k, end, stride, memory.pass({ bytes, offsets: offsets.subarray(from, to + 1) }));
      } else {
        const { piece: start, entry, at } = memory.write(to - from, (bound / this.length) * (to - from) + SPARE);
        fill!(memory, at, from, to, entry);
        following(words, k, end, stride, start);
      }
    }
    same(words, pieces.length, end, stride, fixed + this.close);
    if (this.hollow) this.closeHollow(words, end, stride, fixed + this.closeEmpty);
    if (from === 0 && pieces.length > 0 && 'fixed' in pieces[0]) words[0] = fixed + this.first;
    const joined = memory.join(end);
    const length = words[end - 1];
    target.set(joined.subarray(0, length), pos);
    return pos + length;
  }

  /** Bytes of the joined text and of the texts it is made of, at most. */
  private sizes(from: number, to: number): { text: number; passing: number } {
    const rows = to - from;
    let text = rows * this.fixed.bytes.length;
    let passing = TextPieces.sizeOf([this.fixed]);
    for (const { texts, bound } of this.cells) {
      let size = (bound / this.length) * rows + SPARE;
      if (texts !== undefined && texts.codes === undefined) {
        const { offsets } = texts.texts;
        size = offsets[to] - offsets[from];
      }
      text += size;
      if (texts?.codes === undefined) passing += size + 4 * (rows + 2);
    }
    return { text, passing };
  }

  /** Rows in which no cell was written are closed in a way of their own. */
  private closeHollow(words: Int32Array, end: number, stride: number, close: number): void {
    const last = stride - 1;
    for (let row = 0; row < end; row += stride) {
      const empty = this.pieces.every((piece, k) => {
        const entry = words[row + k] >> 2;
        return 'fixed' in piece || words[entry] === words[entry + 1];
      });
      if (empty) words[row + last] = close;
    }
  }
}

/** Every `stride`th word from `at` on: one value. */
function same(words: Int32Array, at: number, end: number, stride: number, value: number): void {
  for (let i = at; i < end; i += stride) words[i] = value;
}

/** Every `stride`th word from `at` on: the texts from one on. */
function following(words: Int32Array, at: number, end: number, stride: number, start: number): void {
  for (let i = at, piece = start; i < end; i += stride, piece += 4) words[i] = piece;
}

/** Every `stride`th word from `at` on: the texts that codes name. */
function coded(
  words: Int32Array,
  at: number,
  end: number,
  stride: number,
  start: number,
  codes: Int32Array,
  from: number,
): void {
  for (let i = at, row = from; i < end; i += stride, row++) words[i] = start + 4 * codes[row];
}

/** Cells written one after another. */
function written({ write, bound }: Cells, length: number): CellTexts {
  const bytes = new Uint8Array(bound + 2 * SPARE);
  const view = new DataView(bytes.buffer);
  const offsets = new Int32Array(length + 1);
  let at = 0;
  for (let row = 0; row < length; row++) offsets[row + 1] = at = write(view, at, row);
  return { texts: { bytes, offsets }, before: '', after: '' };
}
