import type { Dictionary, TextColumn } from '../columns/column.js';
import { formatTemporal } from '../columns/read.js';
import { copyWords, isPlain, SPARE, TextTable } from '../columns/text.js';
import { NUMBER_WIDTH, writeDecimal, writeInteger } from '../output/digits.js';
import { FaultList } from './arithmetic.js';
import type { Frame } from './frame.js';
import { allFaults } from './logic.js';
import type { Node, TemplateNode } from './node.js';
import { jsonOf, notFinite } from './result.js';
import { temporalFormat } from './temporal-format.js';
import { formatDuration } from './time.js';
import { unpack, type Faults, type TextVec, type Vec } from './vector.js';

/** What is written for each row by one part of a template. */
type Piece = { readonly nulls: Uint8Array | undefined } & (
  | { readonly kind: 'literal'; readonly table: TextTable; readonly safe: boolean }
  | { readonly kind: 'codes'; readonly table: TextTable; readonly codes: Int32Array }
  | { readonly kind: 'bytes'; readonly column: TextColumn; readonly view: DataView }
  | { readonly kind: 'integer'; readonly values: Float64Array }
  | { readonly kind: 'decimal'; readonly values: Float64Array; readonly decimals: number }
  | { readonly kind: 'strings'; readonly strings: ArrayLike<string | null> }
);

const encoder = new TextEncoder();

/** The text of each row, written as bytes; only values that have no bytes yet go through strings. */
export function writeTemplate(node: TemplateNode, frame: Frame, evaluate: (part: Node) => Vec): TextVec {
  const vecs: Vec[] = [];
  const pieces = node.parts.map((part): Piece => {
    if (typeof part === 'string') {
      return { kind: 'literal', table: new TextTable([part]), safe: isPlain(`x${part}x`), nulls: undefined };
    }
    const vec = finite(part, evaluate(part));
    vecs.push(vec);
    return pieceOf(part, vec, frame);
  });
  const column = write(pieces, frame.length);
  return { kind: 'text', length: frame.length, column, nulls: undefined, faults: allFaults(vecs) };
}

function finite(node: Node, vec: Vec): Vec {
  if (node.type.kind !== 'double' || vec.kind !== 'number') return vec;
  const faults = new FaultList(node, vec.nulls, vec.faults);
  for (let i = 0; i < vec.length; i++) {
    const value = vec.values[i];
    if (value - value !== 0) faults.put(i, notFinite(value));
  }
  return { ...vec, faults: faults.all };
}

function pieceOf(node: Node, vec: Vec, frame: Frame): Piece {
  const nulls = nothing(vec.nulls, vec.faults, vec.length);
  const { type } = node;
  if (vec.kind === 'text') {
    const { column } = vec;
    if (column.kind === 'dictionary')
      return { kind: 'codes', table: tableOf(column.dictionary), codes: column.codes, nulls };
    return { kind: 'bytes', column, view: new DataView(column.bytes.buffer, column.bytes.byteOffset), nulls };
  }
  if (vec.kind === 'bool') return { kind: 'codes', table: TRUTH, codes: Int32Array.from(vec.values), nulls };
  if (vec.kind === 'number' && type.kind === 'int') return { kind: 'integer', values: vec.values, nulls };
  if (vec.kind === 'number' && type.kind === 'double') {
    const loaded = node.op === 'load' ? frame.column(node) : undefined;
    const decimals = loaded?.kind === 'number' ? loaded.decimals : undefined;
    if (decimals === 0) return { kind: 'integer', values: vec.values, nulls };
    // With 15 digits or fewer behind the point the digits can be written without a string; others are told apart there.
    return { kind: 'decimal', values: vec.values, decimals: Math.min(decimals ?? 4, 15), nulls };
  }
  const values = unpack(vec, type);
  const format = type.kind === 'timestamp' ? temporalFormat(node, frame) : undefined;
  const strings = Array.from(values, (value) => {
    if (value === null) return null;
    if (typeof value === 'string') return value;
    if (format) return formatTemporal(value as number, format);
    if (type.kind === 'duration') return formatDuration(value as number);
    const json = jsonOf(value, type);
    return typeof json === 'string' ? json : JSON.stringify(json);
  });
  return { kind: 'strings', strings, nulls };
}

/** Rows for which nothing is written: null, or without a value. */
function nothing(nulls: Uint8Array | undefined, faults: Faults | undefined, length: number): Uint8Array | undefined {
  if (faults === undefined) return nulls;
  const marks = nulls ? nulls.slice() : new Uint8Array(length);
  for (const row of faults.keys()) marks[row] = 1;
  return marks;
}

const TRUTH = new TextTable(['false', 'true']);
const tables = new WeakMap<Dictionary, TextTable>();

function tableOf(dictionary: Dictionary): TextTable {
  let table = tables.get(dictionary);
  if (table === undefined) tables.set(dictionary, (table = new TextTable(dictionary.values as string[])));
  return table;
}

/** Whether the characters of a piece can stand within plain text; blanks at its ends are looked at row by row. */
function isSafe(piece: Piece): boolean {
  if (piece.kind === 'bytes') return piece.column.plain;
  if (piece.kind === 'codes') return piece.table.plain;
  if (piece.kind === 'strings') return false;
  return piece.kind !== 'literal' || piece.safe;
}

function write(pieces: readonly Piece[], length: number): TextColumn {
  const fixed = pieces.reduce((sum, p) => sum + widthOf(p), SPARE);
  const offsets = new Int32Array(length + 1);
  let bytes = new Uint8Array(length * Math.min(fixed, 64) + fixed + 64);
  let view = new DataView(bytes.buffer);
  let at = 0;
  let plain = pieces.every(isSafe);
  const reserve = (more: number): void => {
    if (at + more + fixed <= bytes.length) return;
    const grown = new Uint8Array(Math.max(bytes.length * 2, at + more + fixed));
    grown.set(bytes.subarray(0, at));
    bytes = grown;
    view = new DataView(bytes.buffer);
  };
  for (let i = 0; i < length; i++) {
    reserve(0);
    const from = at;
    for (let p = 0; p < pieces.length; p++) {
      const piece = pieces[p];
      if (piece.nulls !== undefined && piece.nulls[i] === 1) continue;
      switch (piece.kind) {
        case 'literal':
        case 'codes': {
          const code = piece.kind === 'codes' ? piece.codes[i] : 0;
          const start = piece.table.offsets[code];
          const size = piece.table.offsets[code + 1] - start;
          copyWords(piece.table.view, start, view, at, size);
          at += size;
          break;
        }
        case 'bytes': {
          const start = piece.column.offsets[i];
          const size = piece.column.offsets[i + 1] - start;
          reserve(size);
          copyWords(piece.view, start, view, at, size);
          at += size;
          break;
        }
        case 'integer':
          at = writeInteger(view, at, piece.values[i]);
          break;
        case 'decimal':
          at = writeDecimal(view, at, piece.values[i], piece.decimals);
          break;
        case 'strings': {
          const text = piece.strings[i]!;
          reserve(text.length * 3);
          at += encoder.encodeInto(text, bytes.subarray(at)).written;
          break;
        }
      }
    }
    if (plain && (at === from || bytes[from] === 0x20 || bytes[at - 1] === 0x20)) plain = false;
    offsets[i + 1] = at;
  }
  return { kind: 'text', length, bytes, offsets, plain };
}

/** The most bytes a piece can write, as far as that is known before. */
function widthOf(piece: Piece): number {
  if (piece.kind === 'literal' || piece.kind === 'codes') return piece.table.longest + 4;
  return piece.kind === 'integer' || piece.kind === 'decimal' ? NUMBER_WIDTH + 8 : SPARE;
}
