import { PlacedTexts } from '../columns/placed-texts.js';
import { compileWasm, type WasmMemory } from '../wasm/assembler.js';
import { fourDigits } from './digits.js';

/** Rows of one call: they and their texts stay in the processor's cache. */
export const MOST_ROWS = 1024;
export const MOST_COLUMNS = 128;

const PAGE = 1 << 16;

/** Where the digits of 0 … 9999 stand, four bytes each. */
export const DIGITS = 0;
/** Two words that say how far a call came: the row, and where the one before it ends. */
export const RESULT = 40_000;

/** The texts of dictionaries, kept from batch to batch. */
const TABLES = PAGE;
const TABLES_SIZE = 4 << 20;
/** A larger one is not kept. */
export const LARGEST_TABLE = TABLES_SIZE / 4;

/** What stands in a column: its values, codes or offsets from its beginning, then … */
const COLUMNS = TABLES + TABLES_SIZE;
/** … 0, 1 for null or 2 for absent of each row, and … */
export const MARKS = 8 * (MOST_ROWS + 1);
/** … the address that codes or offsets are relative to. */
export const PLACE = MARKS + MOST_ROWS;
const COLUMN_SIZE = PLACE + 8;

export const columnAt = (column: number): number => COLUMNS + column * COLUMN_SIZE;

// Copying touches some bytes behind a text.
export const TEXTS = columnAt(MOST_COLUMNS);
export const TEXTS_SIZE = 1 << 20;
export const ROWS = TEXTS + TEXTS_SIZE + PAGE;
export const ROWS_SIZE = 1 << 20;
const SIZE = ROWS + ROWS_SIZE + PAGE;

/** Memory in which rows are written, some at a time. */
export interface RowMemory {
  readonly wasm: WasmMemory;
  readonly bytes: Uint8Array;
  readonly words: Int32Array;
  readonly doubles: Float64Array;
  readonly view: DataView;
  /** The texts of dictionaries. */
  readonly tables: PlacedTexts;
}

let memory: RowMemory | null | undefined;

/** Made when first needed; `null` where the platform has no WebAssembly. */
export function rowMemory(): RowMemory | null {
  if (memory === undefined) memory = makeMemory();
  return memory;
}

function makeMemory(): RowMemory | null {
  const module = compileWasm({}, Math.ceil(SIZE / PAGE));
  if (module === undefined) return null;
  const { buffer } = module.memory;
  const words = new Int32Array(buffer);
  const bytes = new Uint8Array(buffer);
  for (let n = 0; n < 10_000; n++) words[(DIGITS >> 2) + n] = fourDigits(n);
  return {
    wasm: module.memory,
    bytes,
    words,
    doubles: new Float64Array(buffer),
    view: new DataView(buffer),
    tables: new PlacedTexts(bytes, words, TABLES, TABLES_SIZE),
  };
}
