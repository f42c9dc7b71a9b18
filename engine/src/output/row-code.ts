import {
  type Code,
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
  when,
} from '../wasm/assembler.js';
import type { Span } from './bytes.js';
import type { CellSource } from './cells.js';
import { POWERS } from './digits.js';
import { columnAt, DIGITS, MARKS, PLACE, RESULT } from './row-memory.js';
import {
  dateCode,
  decimalCode,
  forget,
  instantCode,
  integerCode,
  LOCALS,
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

/** What the code for the cells of a column depends on. */
export interface CellShape {
  readonly kind: CellSource['kind'];
  readonly decimals: number;
  /** Cells may be missing. */
  readonly marked: boolean;
  readonly before: string;
  readonly after: string;
  readonly null: string;
  readonly absent: string;
}

// Locals of the loop. Parameters: the first row, the one after the last, where the first begins. Where the cells of a row
// begin; the text that is copied.
const [ROW, END, AT, CELLS, FROM, LENGTH, DONE] = [0, 1, 2, 3, 4, 5, 6];

/** Whether the text of a value is kept for the next one: no more columns than {@link MOST_HELD} are. */
export function isInstant(kind: CellSource['kind']): boolean {
  return kind === 'date' || kind === 'second' || kind === 'millisecond';
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

/** Writes the cell of the row, without what stands around it. @param column address of its column. */
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

/** Writes rows until one is not for the code: what is left at {@link RESULT} tells how far it came. */
export function rowsFunction(shapes: readonly CellShape[], frame: RowFrame): WasmFunction {
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
    const column = columnAt(k);
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
  return {
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
}
