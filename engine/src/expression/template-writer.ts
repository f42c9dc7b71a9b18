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
import { eitherNull, unpack, type Faults, type TextVec, type Vec } from './vector.js';

type PieceKind = 'literal' | 'codes' | 'bytes' | 'integer' | 'decimal' | 'strings';

const NO_TABLE = new TextTable([]);
const NO_CODES = new Int32Array(0);
const NO_NUMBERS = new Float64Array(0);

/** What one part of a template writes for each row. One shape for all kinds: the loop over rows stays monomorphic. */
class Piece {
  /** `literal`, `codes`: pre-encoded texts, of which a code picks one. */
  table = NO_TABLE;
  codes: Int32Array = NO_CODES;
  /** `bytes`: a text column. */
  offsets: Int32Array = NO_CODES;
  view = NO_TABLE.view;
  /** `integer`, `decimal`. */
  values: Float64Array = NO_NUMBERS;
  decimals = 0;
  /** `strings`. */
  strings: ArrayLike<unknown> = [];
  /** Its characters can stand within plain text; blanks at the ends of rows are looked at row by row. */
  plain = true;

  constructor(
    readonly kind: PieceKind,
    readonly nulls: Uint8Array | undefined,
  ) {}
}

const encoder = new TextEncoder();

/** The text of each row, written as bytes; only values that have no bytes yet go through strings. */
export function writeTemplate(node: TemplateNode, frame: Frame, evaluate: (part: Node) => Vec): TextVec {
  const vecs: Vec[] = [];
  const pieces = node.parts.map((part): Piece => {
    if (typeof part === 'string') {
      return Object.assign(new Piece('literal', undefined), {
        table: new TextTable([part]),
        plain: isPlain(`x${part}x`),
      });
    }
    const vec = finite(part, evaluate(part));
    vecs.push(vec);
    return pieceOf(part, vec, frame);
  });
  const column = write(pieces, frame.length);
  const nulls = node.strict
    ? vecs.reduce<Uint8Array | undefined>((m, v) => eitherNull(m, v.nulls), undefined)
    : undefined;
  return { kind: 'text', length: frame.length, column, nulls, faults: allFaults(vecs) };
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
  const piece = (kind: PieceKind, parts: Partial<Piece>): Piece => Object.assign(new Piece(kind, nulls), parts);
  const { type } = node;
  if (vec.kind === 'text') {
    const { column } = vec;
    if (column.kind === 'dictionary') {
      const table = tableOf(column.dictionary);
      return piece('codes', { table, codes: column.codes, plain: table.plain });
    }
    const { bytes, offsets, plain } = column;
    return piece('bytes', { offsets, view: new DataView(bytes.buffer, bytes.byteOffset), plain });
  }
  if (vec.kind === 'bool') return piece('codes', { table: TRUTH, codes: Int32Array.from(vec.values) });
  if (vec.kind === 'number' && type.kind === 'int') return piece('integer', { values: vec.values });
  if (vec.kind === 'number' && type.kind === 'double') {
    const loaded = node.op === 'load' ? frame.column(node) : undefined;
    const decimals = loaded?.kind === 'number' ? loaded.decimals : undefined;
    if (decimals === 0) return piece('integer', { values: vec.values });
    // With few digits behind the point they are written without a string; other numbers are told apart there.
    return piece('decimal', { values: vec.values, decimals: Math.min(decimals ?? 4, 15) });
  }
  const format = type.kind === 'timestamp' ? temporalFormat(node, frame) : undefined;
  const strings = Array.from(unpack(vec, type), (value) => {
    if (value === null || typeof value === 'string') return value;
    if (format) return formatTemporal(value as number, format);
    if (type.kind === 'duration') return formatDuration(value as number);
    const json = jsonOf(value, type);
    return typeof json === 'string' ? json : JSON.stringify(json);
  });
  return piece('strings', { strings, plain: format !== undefined });
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

function write(pieces: readonly Piece[], length: number): TextColumn {
  const fixed = pieces.reduce((sum, p) => sum + widthOf(p), SPARE);
  const offsets = new Int32Array(length + 1);
  let bytes = new Uint8Array(length * Math.min(fixed, 64) + fixed + 64);
  let view = new DataView(bytes.buffer);
  let at = 0;
  // Strings are looked at one by one.
  let plain = pieces.every((piece) => piece.plain || piece.kind === 'strings');
  for (let i = 0; i < length; i++) {
    const from = at;
    if (at + fixed > bytes.length) {
      bytes = grown(bytes, at, fixed);
      view = new DataView(bytes.buffer);
    }
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
          const start = piece.offsets[i];
          const size = piece.offsets[i + 1] - start;
          if (at + size + fixed > bytes.length) {
            bytes = grown(bytes, at, size + fixed);
            view = new DataView(bytes.buffer);
          }
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
          const text = piece.strings[i] as string;
          if (at + text.length * 3 + fixed > bytes.length) {
            bytes = grown(bytes, at, text.length * 3 + fixed);
            view = new DataView(bytes.buffer);
          }
          at += encoder.encodeInto(text, bytes.subarray(at)).written;
          if (plain && !piece.plain && !isPlain(`x${text}x`)) plain = false;
          break;
        }
      }
    }
    if (plain && (at === from || bytes[from] === 0x20 || bytes[at - 1] === 0x20)) plain = false;
    offsets[i + 1] = at;
  }
  return { kind: 'text', length, bytes, offsets, plain };
}

function grown(bytes: Uint8Array<ArrayBuffer>, used: number, more: number): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(Math.max(bytes.length * 2, used + more));
  out.set(bytes.subarray(0, used));
  return out;
}

/** The most bytes a piece can write, as far as that is known before. */
function widthOf(piece: Piece): number {
  if (piece.kind === 'literal' || piece.kind === 'codes') return piece.table.longest + 4;
  return piece.kind === 'integer' || piece.kind === 'decimal' ? NUMBER_WIDTH + 8 : SPARE;
}
