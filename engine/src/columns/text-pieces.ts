import type { TextColumn } from './column.js';
import { compileWasm, doWhile, get, i32, set, tee, v128, type WasmMemory, when } from '../wasm/assembler.js';
import { aligned, type EncodedTexts, PlacedTexts } from './placed-texts.js';
import { copyWords, SPARE } from './text.js';

/** Bytes of a number's text at most, behind the two words that say where it begins and ends. */
const NUMBER_SIZE = 24;
const NUMBER_STRIDE = 8 + NUMBER_SIZE;

/** Room for so many pieces, bytes of joined text, and bytes of tables. */
interface Room {
  readonly pieces: number;
  readonly text: number;
  readonly tables: number;
}

/** Bytes copied at a time: few texts are so long that the number of times has to be guessed. */
const STEP = 64;

const PAGE = 1 << 16;

/** Bytes of {@link TextPieces.aside}. */
const ASIDE = PAGE;

const SHARED: Room = { pieces: 1 << 16, text: 1 << 22, tables: 155 * PAGE };

/** Joins so many pieces: copies them one behind another to the address of the text; returns nothing. */
type Join = (pieces: number) => void;

/**
 * Texts put together from pieces: the texts of tables, lying in one memory, are named by number and then copied one behind
 * another, which WebAssembly does several times as fast as JavaScript can.
 */
export class TextPieces {
  /**
   * First the pieces: each names a text by the address of two words, where it begins and where it ends. After
   * {@link join}, where the joined text ends behind that piece.
   */
  readonly words: Int32Array;
  readonly bytes: Uint8Array;
  readonly view: DataView;
  private readonly numbers: number;
  private readonly text: number;
  private readonly tables: PlacedTexts;
  private lent = 0;

  private constructor(
    memory: ArrayBuffer,
    readonly room: Room,
    private readonly copy: Join | undefined,
    /** Where other kernels may name pieces; `undefined` where there is no WebAssembly. */
    readonly wasm: WasmMemory | undefined,
    /** With `wasm`, the address of {@link ASIDE} bytes for kernels that write texts. */
    readonly aside: number,
  ) {
    this.words = new Int32Array(memory);
    this.bytes = new Uint8Array(memory);
    this.view = new DataView(memory);
    const { numbers, text, tables } = layout(room);
    this.numbers = numbers;
    this.text = text;
    this.tables = new PlacedTexts(this.bytes, this.words, tables, room.tables);
  }

  /** A memory with that much room, the common one where it is enough. What is in it lasts until the next one asks for it. */
  static with(room: Room): TextPieces {
    shared ??= TextPieces.make();
    const { pieces, text, tables } = shared.room;
    if (room.pieces <= pieces && room.text <= text && room.tables <= tables) return shared;
    return new TextPieces(new ArrayBuffer(layout(room).size), room, undefined, undefined, 0);
  }

  private static make(): TextPieces {
    const { size, text } = layout(SHARED);
    const pages = Math.ceil(size / PAGE);
    const module = compileWasm({ join: joinFunction(text) }, pages + ASIDE / PAGE);
    if (module === undefined) return new TextPieces(new ArrayBuffer(size), SHARED, undefined, undefined, 0);
    const join: Join = (pieces) => module.functions.join(4 * pieces);
    return new TextPieces(module.memory.buffer, SHARED, join, module.memory, pages * PAGE);
  }

  /**
   * Sees to it that tables lie in memory, and gives the piece that is the first text of each; the next ones follow 4
   * apart. Pieces named before are no longer valid.
   *
   * @param lending bytes that {@link lend} is asked for afterwards
   * @throws RangeError where they do not fit into the room that was asked for
   */
  place(tables: readonly EncodedTexts[], lending = 0): number[] {
    const places = this.tables.place(tables, lending);
    if (places === undefined) throw new RangeError('These tables take more room than was asked for.');
    this.lent = this.tables.end;
    return places;
  }

  /** The address of so many bytes, a multiple of 8, that last until the next tables are placed. */
  lend(bytes: number): number {
    const start = Math.ceil(this.lent / 8) * 8;
    this.lent = start + aligned(bytes);
    return start;
  }

  /** Where piece number `piece` may have a text of its own, of at most {@link NUMBER_SIZE} bytes; see {@link own}. */
  ownText(piece: number): { readonly bytes: Uint8Array; readonly start: number } {
    return { bytes: this.bytes, start: this.numbers + piece * NUMBER_STRIDE + 8 };
  }

  /** Makes piece number `piece` the text that was written to its own place and ends there. */
  own(piece: number, end: number): void {
    const entry = this.numbers + piece * NUMBER_STRIDE;
    this.words[entry >> 2] = entry + 8;
    this.words[(entry >> 2) + 1] = end;
    this.words[piece] = entry;
  }

  /** Joins the first so many pieces. What is given has {@link SPARE} bytes behind it and lasts until the next call. */
  join(pieces: number): Uint8Array {
    if (pieces > 0) {
      if (this.copy !== undefined) this.copy(pieces);
      else this.copyWords(pieces);
    }
    const length = pieces === 0 ? 0 : this.words[pieces - 1];
    return this.bytes.subarray(this.text, this.text + length + SPARE);
  }

  private copyWords(pieces: number): void {
    const { words, view, text } = this;
    let at = text;
    for (let p = 0; p < pieces; p++) {
      const entry = words[p] >> 2;
      const from = words[entry];
      const length = words[entry + 1] - from;
      copyWords(view, from, view, at, length);
      at += length;
      words[p] = at - text;
    }
  }
}

let shared: TextPieces | undefined;

/** A text column of rows that are put together from pieces, some rows at a time. */
export class JoinedTexts {
  private readonly offsets: Int32Array;
  private bytes = new Uint8Array(SPARE);

  constructor(
    private readonly memory: TextPieces,
    rows: number,
  ) {
    this.offsets = new Int32Array(rows + 1);
  }

  /** Says that a row's text is made of the pieces up to number `pieces`. */
  endRow(row: number, pieces: number): void {
    this.offsets[row + 1] = pieces;
  }

  /** As {@link endRow} for the rows from one on. */
  endRows(from: number, pieces: Int32Array): void {
    this.offsets.set(pieces, from + 1);
  }

  /** Joins the pieces of rows `from` … `to` (exclusive); earlier rows have been joined before. */
  join(from: number, to: number, pieces: number): void {
    const { offsets } = this;
    const text = this.memory.join(pieces);
    const { words } = this.memory;
    const before = offsets[from];
    for (let row = from + 1; row <= to; row++) {
      offsets[row] = before + (offsets[row] === 0 ? 0 : words[offsets[row] - 1]);
    }
    if (from === 0) this.bytes = text.slice();
    else {
      const needed = before + text.length;
      if (needed > this.bytes.length) {
        const grown = new Uint8Array(Math.max(needed, 2 * this.bytes.length));
        grown.set(this.bytes);
        this.bytes = grown;
      }
      this.bytes.set(text, before);
    }
  }

  /** @param nulls marks of null rows, which were given no piece. */
  finish(plain: boolean, nulls: Uint8Array | undefined): TextColumn {
    const { offsets, bytes } = this;
    return { kind: 'text', length: offsets.length - 1, bytes, offsets, plain, nulls };
  }
}

function layout(room: Room): { numbers: number; text: number; tables: number; size: number } {
  const numbers = 4 * room.pieces;
  const text = numbers + NUMBER_STRIDE * room.pieces;
  const tables = aligned(text + room.text + 2 * STEP);
  return { numbers, text, tables, size: aligned(tables + room.tables + 2 * STEP) };
}

/** {@link TextPieces.join} for so many bytes of pieces: 16 bytes of each, then {@link STEP} at a time. */
function joinFunction(text: number): Parameters<typeof compileWasm>[0][string] {
  const [END, PIECE, AT, FROM, LENGTH, DONE] = [0, 1, 2, 3, 4, 5];
  const source = i32.add(get(FROM), get(DONE));
  const target = i32.add(get(AT), get(DONE));
  return {
    parameters: 1,
    integers: 5,
    body: [
      set(AT, i32.const(text)),
      doWhile(
        [
          set(LENGTH, i32.load(tee(FROM, i32.load(get(PIECE), 0)), 4)),
          set(LENGTH, i32.subtract(get(LENGTH), tee(FROM, i32.load(get(FROM), 0)))),
          v128.store(get(AT), 0, v128.load(get(FROM), 0)),
          when(i32.lessUnsigned(i32.const(16), get(LENGTH)), [
            set(DONE, i32.const(16)),
            doWhile(
              [0, 16, 32, 48].map((offset) => v128.store(target, offset, v128.load(source, offset))),
              i32.lessUnsigned(tee(DONE, i32.add(get(DONE), i32.const(STEP))), get(LENGTH)),
            ),
          ]),
          i32.store(get(PIECE), 0, i32.subtract(tee(AT, i32.add(get(AT), get(LENGTH))), i32.const(text))),
        ],
        i32.lessUnsigned(tee(PIECE, i32.add(get(PIECE), i32.const(4))), get(END)),
      ),
    ],
  };
}
