import { SPARE } from '../columns/text.js';
import { PlacedTexts } from '../columns/placed-texts.js';
import {
  type Code,
  compileWasm,
  doWhile,
  end,
  f64,
  get,
  i32,
  i64,
  set,
  tee,
  v128,
  type WasmFunction,
  type WasmMemory,
  when,
} from '../wasm/assembler.js';
import { type Span, span, viewOf } from './bytes.js';
import { type Cells, type CellSource, widest } from './cells.js';
import { fourDigits, POWERS } from './digits.js';
import {
  dateCode,
  decimalCode,
  forget,
  instantCode,
  integerCode,
  LOCALS,
  MOST_HELD,
  POS,
  type ValueCode,
  X,
} from './value-code.js';

/** What stands around the cells of a row. */
export interface RowFrame {
  readonly open: Span;
  /** Takes the place of the separator that ends the last cell. */
  readonly close: Span;
  /** Closes a row in which no cell was written. */
  readonly closeEmpty: Span;
}

/** Rows of one call: they and their texts stay in the processor's cache. */
const MOST_ROWS = 1024;
/** Wider rows are for JavaScript. */
const MOST_COLUMNS = 128;
/** Rows of a batch for which calling is worth it, and rows of one shape for which compiling is. */
const WORTH_CALLING = 16;
const WORTH_COMPILING = 1024;
/** After so many rows of a batch that the kernel could not write, the others are not given to it. */
const PATIENCE = 8;

const PAGE = 1 << 16;

// What lies in memory: digits and the result of a call; texts of dictionaries, kept from batch to batch; the columns of
// the rows of a call, and their texts; the rows as they are written. Copying touches some bytes behind a text.
const DIGITS = 0;
const RESULT = 40_000;
const TABLES = PAGE;
const TABLES_SIZE = 4 << 20;
const LARGEST_TABLE = TABLES_SIZE / 4;
const COLUMNS = TABLES + TABLES_SIZE;
/** Of a column: its values, codes or offsets; marks of what is missing; where its texts stand. */
const MARKS = 8 * (MOST_ROWS + 1);
const PLACE = MARKS + MOST_ROWS;
const COLUMN_SIZE = PLACE + 8;
const TEXTS = COLUMNS + MOST_COLUMNS * COLUMN_SIZE;
const TEXTS_SIZE = 1 << 20;
const ROWS = TEXTS + TEXTS_SIZE + PAGE;
const ROWS_SIZE = 1 << 20;
const SIZE = ROWS + ROWS_SIZE + PAGE;

// Locals of the loop. Parameters: the first row, the one after the last, where the first begins. Where the cells of a row
// begin; the text that is copied.
const [ROW, END, AT, CELLS, FROM, LENGTH, DONE] = [0, 1, 2, 3, 4, 5, 6];

type Run = (row: number, rows: number, at: number) => void;

interface Memory {
  readonly wasm: WasmMemory;
  readonly bytes: Uint8Array;
  readonly words: Int32Array;
  readonly doubles: Float64Array;
  readonly view: DataView;
  /** The texts of dictionaries. */
  readonly tables: PlacedTexts;
}

/** By the shape of rows: how many were written, and what writes them; `null` where the platform cannot. */
const kernels = new Map<string, { rows: number; run?: Run | null }>();
const MOST_KERNELS = 64;

/** Made when first needed; `null` where the platform has no WebAssembly. */
let memory: Memory | null | undefined;

function makeMemory(): Memory | null {
  const module = compileWasm({}, Math.ceil(SIZE / PAGE));
  if (module === undefined) return null;
  const { buffer } = module.memory;
  const words = new Int32Array(buffer);
  const bytes = new Uint8Array(buffer);
  for (let n = 0; n < 10_000; n++) words[(DIGITS >> 2) + n] = fourDigits(n);
  return {
    words,
    wasm: module.memory,
    bytes,
    doubles: new Float64Array(buffer),
    view: new DataView(buffer),
    tables: new PlacedTexts(bytes, words, TABLES, TABLES_SIZE),
  };
}

/** What the code for the cells of a column depends on. */
interface CellShape {
  readonly kind: CellSource['kind'];
  readonly decimals: number;
  /** Cells may be missing. */
  readonly marked: boolean;
  readonly before: string;
  readonly after: string;
  readonly null: string;
  readonly absent: string;
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
    if (run === undefined) return undefined;
    const inputs = inputsOf(cells, shapes, length);
    return inputs && writeRows(run, inputs, this.width(), from, length, target, pos, others);
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
    const { open, close, closeEmpty } = this.frame;
    const parts = [open.text, close.text, closeEmpty.text, ...shapes.flatMap((shape) => Object.values(shape))];
    const key = parts.join('\0');
    let known = kernels.get(key);
    if (known === undefined) {
      if (kernels.size === MOST_KERNELS) kernels.clear();
      kernels.set(key, (known = { rows: 0 }));
    }
    known.rows += rows;
    if (known.rows < WORTH_COMPILING) return undefined;
    if (known.run === undefined) known.run = compileRows(shapes, this.frame);
    return known.run ?? undefined;
  }

  /** Bytes that stand around the cells of a row at most. */
  private width(): number {
    const { open, close, closeEmpty } = this.frame;
    return open.length + Math.max(close.length, closeEmpty.length);
  }
}

function isInstant(kind: CellSource['kind']): boolean {
  return kind === 'date' || kind === 'second' || kind === 'millisecond';
}

/** `undefined` where tables are larger than the memory for them. */
function inputsOf(cells: readonly Cells[], shapes: readonly CellShape[], length: number): Input[] | undefined {
  const sources = cells.map((own, k) => {
    const { source } = own;
    // Where the shape is not that of the source, the kernel is given what the cells write themselves.
    return source !== undefined && shapes[k] !== TEXT ? source : written(own, length);
  });
  const tables = memory!.tables.place(sources.flatMap((source) => (source.kind === 'coded' ? [source.texts] : [])));
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
  inputs: readonly Input[],
  around: number,
  first: number,
  length: number,
  target: Uint8Array,
  pos: number,
  others: WriteRows,
): number {
  const { bytes, words, view } = memory!;
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
    inputs.forEach((input, k) => load(input, COLUMNS + k * COLUMN_SIZE, from, from + rows));
    placeTexts(inputs, from, from + rows);
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
function load({ source, marked, table }: Input, at: number, from: number, to: number): void {
  const { bytes, words, doubles } = memory!;
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
function placeTexts(inputs: readonly Input[], from: number, to: number): void {
  const { bytes, words } = memory!;
  let at = TEXTS;
  inputs.forEach(({ source }, k) => {
    if (source.kind !== 'text') return;
    const { offsets, bytes: texts } = source.texts;
    bytes.set(texts.subarray(offsets[from], offsets[to]), at);
    words[(COLUMNS + k * COLUMN_SIZE + PLACE) >> 2] = at - offsets[from];
    at += offsets[to] - offsets[from];
  });
}

const encoder = new TextEncoder();
const advance = (bytes: Code): Code => set(POS, i32.add(get(POS), bytes));

/** Writes a text that is always the same; may write 15 bytes too many. */
function constant(text: string): Code {
  if (text === '') return [];
  const bytes = encoder.encode(text);
  const stores: Code[] = [];
  for (let at = 0; at < bytes.length; at += 16) {
    const padded = new Uint8Array(16);
    padded.set(bytes.subarray(at, at + 16));
    const [low, high] = new Int32Array(padded.buffer);
    const left = bytes.length - at;
    if (left <= 4) stores.push(i32.store(get(POS), at, i32.const(low)));
    else if (left <= 8) stores.push(i64.store(get(POS), at, i64.fromWords(i32.const(low), i32.const(high))));
    else stores.push(v128.store(get(POS), at, v128.const(Array.from(padded))));
  }
  return [stores, advance(i32.const(bytes.length))];
}

/** Copies the text of {@link LENGTH} bytes at {@link FROM}: 16 bytes, then 64 at a time. */
const copied: Code = [
  v128.store(get(POS), 0, v128.load(get(FROM), 0)),
  when(i32.lessUnsigned(i32.const(16), get(LENGTH)), [
    set(DONE, i32.const(16)),
    doWhile(
      [0, 16, 32, 48].map((offset) =>
        v128.store(i32.add(get(POS), get(DONE)), offset, v128.load(i32.add(get(FROM), get(DONE)), offset)),
      ),
      i32.lessUnsigned(tee(DONE, i32.add(get(DONE), i32.const(64))), get(LENGTH)),
    ),
  ]),
  advance(get(LENGTH)),
];

/** Writes the cell of the row, without what stands around it. @param column where its values lie. */
function cell({ kind, decimals }: CellShape, column: number, instant: number, giveUp: Code): Code {
  const word = i32.shiftLeft(get(ROW), i32.const(2));
  const place = i32.load(i32.const(column + PLACE), 0);
  if (kind === 'coded') {
    return [
      set(FROM, i32.add(place, i32.shiftLeft(i32.load(word, column), i32.const(2)))),
      set(LENGTH, i32.load(get(FROM), 4)),
      set(LENGTH, i32.subtract(get(LENGTH), tee(FROM, i32.load(get(FROM), 0)))),
      copied,
    ];
  }
  if (kind === 'text') {
    return [
      set(LENGTH, i32.subtract(i32.load(word, column + 4), tee(FROM, i32.load(word, column)))),
      set(FROM, i32.add(get(FROM), place)),
      copied,
    ];
  }
  const codes: Record<typeof kind, () => ValueCode> = {
    integer: () => integerCode(DIGITS),
    decimal: () => decimalCode(DIGITS, POWERS[decimals]),
    date: () => dateCode(DIGITS, instant),
    second: () => instantCode(DIGITS, instant, false),
    millisecond: () => instantCode(DIGITS, instant, true),
  };
  return [set(X, f64.load(i32.shiftLeft(get(ROW), i32.const(3)), column)), codes[kind]()(giveUp)];
}

/** Whether nothing may be written for a cell. */
function mayBeEmpty(shape: CellShape): boolean {
  if (shape.marked && (shape.null === '' || shape.absent === '')) return true;
  return shape.kind === 'coded' || (shape.kind === 'text' && shape.before + shape.after === '');
}

/** Writes rows until one is not for the code: {@link RESULT} tells how far it came. `null` where the platform cannot. */
function compileRows(shapes: readonly CellShape[], frame: RowFrame): Run | null {
  if (memory === undefined) memory = makeMemory();
  if (memory === null) return null;
  const stop: Code = [i32.store(i32.const(RESULT), 0, get(ROW)), i32.store(i32.const(RESULT), 4, get(AT)), end];
  const row: Code[] = [];
  const hollow = shapes.every(mayBeEmpty);
  // Texts that follow each other are one.
  let pending = frame.open.text;
  const flush = (): void => {
    row.push(constant(pending));
    pending = '';
  };
  if (hollow) {
    flush();
    row.push(set(CELLS, get(POS)));
  }
  let instants = 0;
  shapes.forEach((shape, k) => {
    const column = COLUMNS + k * COLUMN_SIZE;
    const code = cell(shape, column, isInstant(shape.kind) ? instants++ : 0, stop);
    const { before, after } = shape;
    if (!shape.marked) pending += before;
    flush();
    if (!shape.marked) {
      row.push(code);
      pending = after;
      return;
    }
    const mark = i32.load8(i32.add(get(ROW), i32.const(column + MARKS)));
    const missing = when(i32.equal(get(DONE), i32.const(1)), constant(shape.null), constant(shape.absent));
    row.push(when(tee(DONE, mark), missing, [constant(before), code, constant(after)]));
  });
  const overwrite = advance(i32.const(-1));
  if (hollow) {
    flush();
    const empty = i32.equal(get(POS), get(CELLS));
    row.push(when(empty, constant(frame.closeEmpty.text), [overwrite, constant(frame.close.text)]));
  } else if (pending !== '') {
    pending = pending.slice(0, -1) + frame.close.text;
    flush();
  } else row.push(overwrite, constant(frame.close.text));
  const rows: WasmFunction = {
    ...LOCALS,
    body: [
      forget,
      doWhile(
        [set(POS, get(AT)), row, set(AT, get(POS))],
        i32.lessUnsigned(tee(ROW, i32.add(get(ROW), i32.const(1))), get(END)),
      ),
      stop,
    ],
  };
  return (compileWasm({ rows }, memory.wasm)?.functions.rows as Run | undefined) ?? null;
}
