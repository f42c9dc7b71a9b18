import { PlacedTexts } from '../columns/placed-texts.js';
import { SPARE } from '../columns/text.js';
import { compileWasm } from '../wasm/assembler.js';
import { whenWorth } from '../wasm/worth.js';
import { span, viewOf } from './bytes.js';
import { type Cells, type CellSource, widest } from './cells.js';
import { type CellShape, isInstant, type RowFrame, rowsFunction } from './row-code.js';
import {
  columnAt,
  LARGEST_TABLE,
  MARKS,
  MOST_COLUMNS,
  MOST_ROWS,
  PLACE,
  RESULT,
  type RowMemory,
  rowMemory,
  ROWS,
  ROWS_SIZE,
  TEXTS,
  TEXTS_SIZE,
} from './row-memory.js';
import { MOST_HELD } from './value-code.js';

/** Rows of a batch for which calling is worth it, and rows of one shape for which compiling is. */
const WORTH_CALLING = 16;
const WORTH_COMPILING = 1024;
/** After so many rows of a batch that the kernel could not write, the others are not given to it. */
const PATIENCE = 8;

type Run = (row: number, rows: number, at: number) => void;

/** Gives what writes so many rows more, once they are worth compiling it. */
type Kernel = (rows: number) => Run | undefined;

/** By the shape of rows. */
const kernels = new Map<string, Kernel>();
const MOST_KERNELS = 64;

function kernelOf(shapes: readonly CellShape[], frame: RowFrame): Kernel {
  const { open, close, closeEmpty } = frame;
  const parts = [open.text, close.text, closeEmpty.text, ...shapes.flatMap((shape) => Object.values(shape))];
  const key = parts.join('\0');
  let kernel = kernels.get(key);
  if (kernel === undefined) {
    if (kernels.size === MOST_KERNELS) kernels.clear();
    kernels.set(key, (kernel = whenWorth(() => compileRows(shapes, frame), WORTH_COMPILING)));
  }
  return kernel;
}

const TEXT: CellShape = { kind: 'text', decimals: 0, marked: false, before: '', after: '', null: '', absent: '' };
const CODED: CellShape = { ...TEXT, kind: 'coded' };

function shapeOf(source: CellSource, marked: boolean): CellShape {
  if (source.kind === 'coded') return CODED;
  const { frame } = source;
  return {
    kind: source.kind,
    decimals: source.kind === 'text' ? 0 : source.decimals,
    marked,
    before: frame.before.text,
    after: frame.after.text,
    null: marked ? frame.null.text : '',
    absent: marked ? frame.absent.text : '',
  };
}

function areAlike(shapes: readonly CellShape[], others: readonly CellShape[]): boolean {
  return (
    shapes.length === others.length &&
    shapes.every((a, k) => {
      const b = others[k];
      return (
        a.kind === b.kind &&
        a.decimals === b.decimals &&
        a.marked === b.marked &&
        a.before === b.before &&
        a.after === b.after &&
        a.null === b.null &&
        a.absent === b.absent
      );
    })
  );
}

/** A cell source that a kernel is given, and what its rows take beside their texts. */
interface Input {
  readonly source: CellSource;
  readonly marked: boolean;
  /** Bytes of a cell at most, but for those of texts of its own. */
  readonly width: number;
  /** Where the table of codes stands. */
  readonly table: number;
}

/** Writes rows `from` … `to` (exclusive) without a kernel, and returns where they end. */
export type WriteRows = (view: DataView, pos: number, from: number, to: number) => number;

/**
 * Writes rows of a file as WebAssembly, in the same bytes as their cells write themselves. The code is made for the cells
 * of a row, one after another, with the texts around them as constants.
 */
export class RowKernel {
  /** By column: whether something was missing once. Its cells may be missing from then on. */
  private readonly marked: boolean[] = [];
  private last: { readonly shapes: readonly CellShape[]; readonly kernel: Kernel } | undefined;

  constructor(private readonly frame: RowFrame) {}

  /**
   * Writes rows `from` … `length` (exclusive) of a batch from `pos` on, and returns where they end.
   * @param others writes the rows that the kernel cannot.
   * @returns `undefined` where nothing was done: for rows too few or too wide, and where the platform has no WebAssembly.
   */
  write(
    cells: readonly Cells[],
    from: number,
    length: number,
    target: Uint8Array,
    pos: number,
    others: WriteRows,
  ): number | undefined {
    if (length < WORTH_CALLING || cells.length === 0 || cells.length > MOST_COLUMNS) return undefined;
    const shapes = this.shapes(cells);
    const run = this.compiled(shapes, length);
    const memory = run && rowMemory();
    if (memory == null) return undefined;
    const inputs = inputsOf(memory, cells, shapes, length);
    return inputs && writeRows(run!, memory, inputs, this.width(), from, length, target, pos, others);
  }

  private shapes(cells: readonly Cells[]): CellShape[] {
    let instants = 0;
    return cells.map(({ source }, k) => {
      if (source === undefined) return TEXT;
      if (source.kind === 'coded') return PlacedTexts.sizeOf([source.texts]) > LARGEST_TABLE ? TEXT : CODED;
      if (isInstant(source.kind) && ++instants > MOST_HELD) return TEXT;
      if (source.nulls !== undefined) this.marked[k] = true;
      return shapeOf(source, this.marked[k] ?? false);
    });
  }

  private compiled(shapes: readonly CellShape[], rows: number): Run | undefined {
    if (this.last === undefined || !areAlike(shapes, this.last.shapes)) {
      this.last = { shapes, kernel: kernelOf(shapes, this.frame) };
    }
    return this.last.kernel(rows);
  }

  /** Bytes that stand around the cells of a row at most. */
  private width(): number {
    const { open, close, closeEmpty } = this.frame;
    return open.length + Math.max(close.length, closeEmpty.length);
  }
}

function compileRows(shapes: readonly CellShape[], frame: RowFrame): Run | null {
  const memory = rowMemory();
  const module = memory && compileWasm({ rows: rowsFunction(shapes, frame) }, memory.wasm);
  return (module?.functions.rows as Run | undefined) ?? null;
}

/** `undefined` where tables are larger than the memory for them. */
function inputsOf(
  memory: RowMemory,
  cells: readonly Cells[],
  shapes: readonly CellShape[],
  length: number,
): Input[] | undefined {
  const sources = cells.map((own, k) => {
    const { source } = own;
    // Where the shape is not that of the source, the kernel is given what the cells write themselves.
    return source !== undefined && shapes[k] !== TEXT ? source : written(own, length);
  });
  const tables = memory.tables.place(sources.flatMap((source) => (source.kind === 'coded' ? [source.texts] : [])));
  if (tables === undefined) return undefined;
  let table = 0;
  return sources.map((source, k) => ({
    source,
    marked: shapes[k].marked,
    width: source.kind === 'text' ? widest(source.frame, 0) : cells[k].bound / length,
    table: source.kind === 'coded' ? tables[table++] : 0,
  }));
}

const NOTHING = span('');
const UNFRAMED = { before: NOTHING, after: NOTHING, null: NOTHING, absent: NOTHING };

/** Cells that only they themselves can write, as texts. */
function written({ write, bound }: Cells, length: number): CellSource {
  const bytes = new Uint8Array(bound + 2 * SPARE);
  const view = viewOf(bytes);
  const offsets = new Int32Array(length + 1);
  let at = 0;
  for (let row = 0; row < length; row++) offsets[row + 1] = at = write(view, at, row);
  return { kind: 'text', texts: { bytes, offsets }, nulls: undefined, absent: undefined, frame: UNFRAMED };
}

/** @param around bytes of what stands around the cells of a row. */
function writeRows(
  run: Run,
  memory: RowMemory,
  inputs: readonly Input[],
  around: number,
  first: number,
  length: number,
  target: Uint8Array,
  pos: number,
  others: WriteRows,
): number {
  const { bytes, words, view } = memory;
  const other = viewOf(target);
  const width = inputs.reduce((sum, input) => sum + input.width, around);
  let failures = 0;
  let at = pos;
  for (let from = first; from < length;) {
    const rows = fitting(inputs, width, from, length);
    if (rows === 0) {
      at = others(other, at, from, ++from);
      continue;
    }
    inputs.forEach((input, k) => load(memory, input, columnAt(k), from, from + rows));
    placeTexts(memory, inputs, from, from + rows);
    let row = 0;
    let end = ROWS;
    while (row < rows) {
      run(row, rows, end);
      row = words[RESULT >> 2];
      end = words[(RESULT >> 2) + 1];
      if (row === rows) break;
      if (++failures === PATIENCE) break;
      end = others(view, end, from + row, from + row + 1);
      row++;
    }
    target.set(bytes.subarray(ROWS, end), at);
    at += end - ROWS;
    from += row;
    if (failures >= PATIENCE) return others(other, at, from, length);
  }
  return at;
}

/** How many rows from one on there is room for. */
function fitting(inputs: readonly Input[], width: number, from: number, length: number): number {
  let rows = Math.min(MOST_ROWS, length - from);
  for (; rows > 0; rows >>= 1) {
    let texts = 0;
    for (const { source } of inputs) {
      if (source.kind !== 'text') continue;
      const { offsets } = source.texts;
      texts += offsets[from + rows] - offsets[from];
    }
    if (texts <= TEXTS_SIZE && texts + rows * width <= ROWS_SIZE) break;
  }
  return rows;
}

/** Copies the rows of a column to its place, but for its texts. */
function load(memory: RowMemory, { source, marked, table }: Input, at: number, from: number, to: number): void {
  const { bytes, words, doubles } = memory;
  if (source.kind === 'coded') {
    words.set(source.codes.subarray(from, to), at >> 2);
    words[(at + PLACE) >> 2] = table;
    return;
  }
  if (source.kind === 'text') words.set(source.texts.offsets.subarray(from, to + 1), at >> 2);
  else doubles.set(source.values.subarray(from, to), at >> 3);
  if (!marked) return;
  const marks = at + MARKS;
  const { nulls, absent } = source;
  if (nulls === undefined) bytes.fill(0, marks, marks + to - from);
  else {
    bytes.set(nulls.subarray(from, to), marks);
    if (absent !== undefined) for (let row = from; row < to; row++) bytes[marks + row - from] <<= absent[row];
  }
}

/** Copies the texts of rows, one column behind another. */
function placeTexts(memory: RowMemory, inputs: readonly Input[], from: number, to: number): void {
  const { bytes, words } = memory;
  let at = TEXTS;
  inputs.forEach(({ source }, k) => {
    if (source.kind !== 'text') return;
    const { offsets, bytes: texts } = source.texts;
    bytes.set(texts.subarray(offsets[from], offsets[to]), at);
    words[(columnAt(k) + PLACE) >> 2] = at - offsets[from];
    at += offsets[to] - offsets[from];
  });
}
