import type { TextPieces } from '../columns/text-pieces.js';
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
  type WasmModule,
  when,
} from '../wasm/assembler.js';
import type { Span } from './bytes.js';
import {
  dateCode,
  decimalCode,
  instantCode,
  integerCode,
  LOCALS,
  POS,
  SINCE,
  type ValueCode,
  X,
} from './cell-kernel-code.js';
import { fourDigits, POWERS } from './digits.js';

/** A kind of values that a kernel writes. */
export type KernelKind = 'integer' | 'decimal' | 'date' | 'second' | 'millisecond';

/** A column of doubles to be written as cells; see `Frame` for what stands around them. */
export interface KernelColumn {
  readonly kind: KernelKind;
  /** For decimals, how many; see {@link MOST_DECIMALS}. */
  readonly decimals: number;
  readonly values: Float64Array;
  readonly nulls: Uint8Array | undefined;
  readonly absent: Uint8Array | undefined;
  readonly frame: { readonly before: Span; readonly after: Span; readonly null: Span; readonly absent: Span };
  /** Writes a cell that the kernel cannot write, and returns where it ends. */
  readonly write: (view: DataView, pos: number, row: number) => number;
}

/** More decimals are for JavaScript. */
export const MOST_DECIMALS = 4;

/** Rows of one call. */
const MOST = 1024;
/** Below this, calling costs more than it saves. */
const LEAST = 16;
/** After so many cells that the kernel could not write, the others are not given to it. */
const PATIENCE = 8;

/** Bytes of what stands before a value or in its place, at most; and after it. */
const WIDE = 64;
const NARROW = 8;

// What lies in the memory aside, from its beginning.
const VALUES = 0;
const MARKS = VALUES + 8 * MOST;
const BEFORE = MARKS + MOST;
const MISSING = BEFORE + WIDE;
const AFTER = MISSING + 2 * WIDE;
const RESULT = AFTER + 2 * NARROW;
const DIGITS = RESULT + 16;

// Parameters: that of the values; the first row and the one after the last; where the first cell begins; where in memory
// the end of row 0 is noted; whether there are marks; how long the texts around values and in their place are.
const [ROW, ROWS, AT, ENDS, MARKED, BEFORE_LENGTH, AFTER_LENGTH, MISSING_LENGTHS] = [1, 2, 3, 4, 5, 6, 7, 8];

/** Copies {@link WIDE} bytes. */
const wide = (target: Code, source: Code): Code =>
  [0, 16, 32, 48].map((offset) => v128.store(target, offset, v128.load(source, offset)));

/** Writes cells, row by row, until one is not for the code: {@link RESULT} tells how far it came. */
function cells(value: ValueCode, base: number): WasmFunction {
  const at = (offset: number): Code => i32.const(base + offset);
  const stop: Code = [i32.store(at(RESULT), 0, get(ROW)), i32.store(at(RESULT), 4, get(AT)), end];
  const mark = i32.load8(i32.add(get(ROW), at(MARKS)));
  const missing: Code = [
    set(POS, i32.subtract(mark, i32.const(1))),
    wide(get(AT), i32.add(i32.multiply(get(POS), i32.const(WIDE)), at(MISSING))),
    set(
      AT,
      i32.add(
        get(AT),
        i32.and(i32.shiftRightUnsigned(get(MISSING_LENGTHS), i32.shiftLeft(get(POS), i32.const(3))), i32.const(0xff)),
      ),
    ),
  ];
  const present: Code = [
    v128.store(get(AT), 0, v128.load(at(BEFORE), 0)),
    when(i32.lessUnsigned(i32.const(16), get(BEFORE_LENGTH)), wide(get(AT), at(BEFORE))),
    set(POS, i32.add(get(AT), get(BEFORE_LENGTH))),
    set(X, f64.load(i32.add(i32.shiftLeft(get(ROW), i32.const(3)), at(VALUES)), 0)),
    value(stop),
    i64.store(get(POS), 0, i64.load(at(AFTER))),
    set(AT, i32.add(get(POS), get(AFTER_LENGTH))),
  ];
  return {
    ...LOCALS,
    body: [
      set(SINCE, f64.const(Infinity)),
      doWhile(
        [
          when(get(MARKED), when(mark, missing, present), present),
          i32.store(i32.add(get(ENDS), i32.shiftLeft(get(ROW), i32.const(2))), 0, get(AT)),
        ],
        i32.lessUnsigned(tee(ROW, i32.add(get(ROW), i32.const(1))), get(ROWS)),
      ),
      stop,
    ],
  };
}

type Kernels = Readonly<Record<KernelKind, WasmModule['functions'][string]>>;

/** Compiled when first needed, in the memory of texts put together; `null` where the platform cannot. */
let kernels: Kernels | null | undefined;

function compileKernels({ wasm, aside, words }: TextPieces): Kernels | null {
  if (wasm === undefined) return null;
  const digits = aside + DIGITS;
  for (let n = 0; n < 10_000; n++) words[(digits >> 2) + n] = fourDigits(n);
  const codes: Record<KernelKind, ValueCode> = {
    integer: integerCode(digits),
    decimal: decimalCode(digits),
    date: dateCode(digits),
    second: instantCode(digits, false),
    millisecond: instantCode(digits, true),
  };
  const functions = Object.entries(codes).map(([kind, code]) => [kind, cells(code, aside)] as const);
  const module = compileWasm(Object.fromEntries(functions), wasm);
  return module === undefined ? null : (module.functions as Kernels);
}

interface Doubles {
  readonly values: Float64Array;
  readonly nulls?: Uint8Array | undefined;
  readonly absent?: Uint8Array | undefined;
}

/** A column that the kernel writes; `undefined` where the texts around and in the place of values are too long. */
export function kernelColumn(
  kind: KernelKind,
  { values, nulls, absent }: Doubles,
  frame: KernelColumn['frame'],
  write: KernelColumn['write'],
  decimals = 0,
): KernelColumn | undefined {
  const wide = Math.max(frame.before.length, frame.null.length, frame.absent.length);
  if (wide > WIDE || frame.after.length > NARROW) return undefined;
  return { kind, decimals, values, nulls, absent, frame, write };
}

/**
 * Writes the cells of rows `from` … `to` (exclusive) one behind another from `pos` on, as WebAssembly: the same bytes as
 * {@link KernelColumn.write} does. Where each ends is noted in the words of the memory after number `entry`.
 * @returns false where nothing was done: for few rows, and where the platform has no WebAssembly.
 */
export function writeCells(
  memory: TextPieces,
  column: KernelColumn,
  pos: number,
  from: number,
  to: number,
  entry: number,
): boolean {
  const rows = to - from;
  if (rows < LEAST || rows > MOST || memory.wasm === undefined) return false;
  if (kernels === undefined) kernels = compileKernels(memory);
  if (kernels === null) return false;
  const { words, view, aside } = memory;
  const { values, nulls, absent, frame, decimals, write } = column;
  valuesOf(memory).set(values.subarray(from, to));
  const marked = mark(memory, nulls, absent, from, to);
  putSpan(memory, frame.before, aside + BEFORE);
  putSpan(memory, frame.null, aside + MISSING);
  putSpan(memory, frame.absent, aside + MISSING + WIDE);
  putSpan(memory, frame.after, aside + AFTER);
  const run = kernels[column.kind];
  const lengths = frame.null.length | (frame.absent.length << 8);
  const ends = 4 * entry + 4;
  const result = (aside + RESULT) >> 2;
  let row = 0;
  let at = pos;
  for (let failures = 0; row < rows && failures < PATIENCE; failures++) {
    run(POWERS[decimals], row, rows, at, ends, marked ? 1 : 0, frame.before.length, frame.after.length, lengths);
    row = words[result];
    at = words[result + 1];
    if (row < rows) words[entry + ++row] = at = write(view, at, from + row - 1);
  }
  for (; row < rows; row++) words[entry + row + 1] = at = write(view, at, from + row);
  return true;
}

let values: Float64Array | undefined;

function valuesOf({ words, aside }: TextPieces): Float64Array {
  return (values ??= new Float64Array(words.buffer, aside + VALUES, MOST));
}

/** Notes 1 for null rows and 2 for absent ones; false where there are none. */
function mark(
  { bytes, aside }: TextPieces,
  nulls: Uint8Array | undefined,
  absent: Uint8Array | undefined,
  from: number,
  to: number,
): boolean {
  if (nulls === undefined) return false;
  bytes.set(nulls.subarray(from, to), aside + MARKS);
  if (absent === undefined) return true;
  for (let row = from, at = aside + MARKS; row < to; row++, at++) if (absent[row] === 1) bytes[at] <<= 1;
  return true;
}

function putSpan({ bytes }: TextPieces, { view }: Span, at: number): void {
  bytes.set(new Uint8Array(view.buffer, 0, Math.min(view.byteLength, WIDE)), at);
}
