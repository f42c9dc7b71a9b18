import type { TextColumn } from '../columns/column.js';
import type { TextTable } from '../columns/text.js';
import { type EncodedTexts, PlacedTexts } from '../columns/placed-texts.js';
import { JoinedTexts, TextPieces } from '../columns/text-pieces.js';
import { OptionError } from '../errors.js';
import type { Addresses, Stream } from '../random/stream.js';
import type { Phrase } from './phrase.js';
import { compilePhraseKernel, type PhraseKernel } from './phrase-kernel.js';
import { type KernelBatch, KernelRows } from './phrase-kernel-rows.js';
import { isPlainPhrase } from './phrase-plain.js';
import {
  allSteps,
  Code,
  compile,
  EMPTY,
  LONGEST_NUMBER,
  longestOf,
  piecesOf,
  RESERVE,
  type Step,
} from './phrase-steps.js';

const LONGEST = 1 << 24;

/** Compiling a kernel takes as long as it saves over so many rows. */
const WORTH_COMPILING = 1 << 14;
/** Rows that a kernel is given at a time. */
const MOST_ROWS = 4096;

/** What a caller has drawn for a slot of phrases: text number `codes[row]`, or nothing where that is −1. */
export interface Slot {
  readonly texts: EncodedTexts;
  readonly codes: Int32Array;
  /** Most bytes of a text. */
  readonly longest: number;
}

/** Whole numbers, 0 … 2^53, each row's own. */
export function numberSlot(numbers: Float64Array): Slot {
  const bytes = new Uint8Array(numbers.length * LONGEST_NUMBER);
  const offsets = new Int32Array(numbers.length + 1);
  for (let i = 0; i < numbers.length; i++) offsets[i + 1] = writeNumber(bytes, offsets[i], numbers[i], 0);
  const codes = Int32Array.from(numbers, (_, i) => i);
  return { texts: { bytes, offsets }, codes, longest: LONGEST_NUMBER };
}

/**
 * Writes phrases straight into text columns. A row reads draw 0 of its stream for the first few choices, draw 1 for the
 * next ones and so on: each 53-bit uniform is split by arithmetic decoding, `floor(x·n)` a choice and the rest of x the
 * next uniform, until its bits are spent.
 */
export class PhraseWriter {
  private readonly programs: readonly (readonly Step[])[];
  private readonly steps: readonly Step[];
  private readonly tables: readonly TextTable[];
  private readonly longest: number;
  private readonly pieces: number;
  private readonly plain: boolean;
  private memory!: TextPieces;
  private slots: readonly { readonly codes: Int32Array; readonly base: number }[] = [];
  private x = 0;
  private bits = 0;
  private draw = 0;
  private row = 0;
  private at!: Addresses;
  /** Draw number `aheadOf` of every row: drawn for all at once where most rows of the last batch came to need it. */
  private ahead: Float64Array | undefined;
  private aheadOf = 0;
  private refills = 0;
  private written = 0;
  /** By the bits that rows start with; `undefined` where there can be none. */
  private readonly kernels = new Map<number, PhraseKernel | undefined>();

  /**
   * @param phrases one, or several among which a row's selector decides
   * @param firstDraw the draws before it are the caller's
   */
  constructor(
    phrases: readonly Phrase[],
    private readonly stream: Stream,
    private readonly firstDraw = 0,
  ) {
    this.programs = phrases.map(compile);
    this.steps = this.programs.flatMap(allSteps).filter((step) => step.table !== EMPTY);
    this.tables = this.steps.map((step) => step.table);
    this.longest = Math.max(...this.programs.map(longestOf));
    this.pieces = Math.max(...this.programs.map(piecesOf));
    this.plain = phrases.every((p) => isPlainPhrase(p));
    if (this.longest > LONGEST) throw new OptionError(`A text of up to ${this.longest} bytes is too long.`);
  }

  /**
   * @param select number of the phrase of each row; absent: the first
   * @param start a uniform of each row that is still unspent, of so many bits; absent: rows start with a draw
   */
  write(
    at: Addresses,
    select?: ArrayLike<number>,
    slots: readonly Slot[] = [],
    nulls?: Uint8Array,
    start?: { readonly uniforms: Float64Array; readonly bits: number },
  ): TextColumn {
    const { length } = at;
    const { programs } = this;
    const uniforms = start?.uniforms ?? new Float64Array(length);
    if (start === undefined) this.stream.uniforms(at, this.firstDraw, uniforms);
    const bits = start?.bits ?? 53;
    const nextDraw = start === undefined ? this.firstDraw + 1 : this.firstDraw;
    this.written += length;
    if (this.written > WORTH_COMPILING) {
      const column = this.writeByKernel({ at, uniforms, nextDraw, select, nulls }, slots, bits);
      if (column !== undefined) return column;
    }
    this.at = at;
    this.aheadOf = nextDraw;
    this.ahead = undefined;
    if (this.refills > length / 2) this.stream.uniforms(at, nextDraw, (this.ahead = new Float64Array(length)));
    this.refills = 0;
    const { memory, rows } = this.place(slots);
    const joined = new JoinedTexts(memory, length);
    for (let from = 0; from < length; from += rows) {
      const to = Math.min(length, from + rows);
      let pieces = 0;
      for (let i = from; i < to; i++) {
        if (nulls === undefined || nulls[i] === 0) {
          this.row = i;
          this.x = uniforms[i];
          this.bits = bits;
          this.draw = nextDraw;
          pieces = this.run(programs[select === undefined ? 0 : select[i]], pieces);
        }
        joined.endRow(i, pieces);
      }
      joined.join(from, to, pieces);
    }
    return joined.finish(this.plain, nulls);
  }

  /** As {@link write}, in WebAssembly; `undefined` where that cannot be. */
  private writeByKernel(batch: KernelBatch, slots: readonly Slot[], bits: number): TextColumn | undefined {
    if (this.kernels.has(bits) && this.kernels.get(bits) === undefined) return undefined;
    const { length } = batch.at;
    const most = Math.min(length, MOST_ROWS);
    const { memory, bases, rows } = this.place(slots, KernelRows.bytes(most, this.steps.length, slots.length));
    if (memory.wasm === undefined) return undefined;
    let kernel = this.kernels.get(bits);
    if (kernel === undefined) {
      this.kernels.set(bits, (kernel = compilePhraseKernel(this.programs, this.steps, bits, memory.wasm)));
      if (kernel === undefined) return undefined;
    }
    const lent = new KernelRows(memory, most, bases, this.slots);
    const joined = new JoinedTexts(memory, length);
    const step = Math.min(rows, most);
    for (let from = 0; from < length; from += step) {
      const to = Math.min(length, from + step);
      const ends = lent.run(kernel, batch, this.stream, from, to);
      joined.endRows(from, ends);
      joined.join(from, to, ends[to - from - 1]);
    }
    return joined.finish(this.plain, batch.nulls);
  }

  /** Finds a memory for all texts, and how many rows it has room for at a time. */
  private place(slots: readonly Slot[], lending = 0): { memory: TextPieces; rows: number; bases: readonly number[] } {
    const texts = [...this.tables, ...slots.map((slot) => slot.texts)];
    const longest = this.longest + this.pieces * Math.max(0, ...slots.map((slot) => slot.longest));
    const tables = PlacedTexts.sizeOf(texts) + lending;
    const memory = TextPieces.with({ pieces: this.pieces, text: longest, tables });
    const bases = memory.place(texts, lending);
    this.steps.forEach((step, i) => (step.base = bases[i]));
    this.slots = slots.map(({ codes }, i) => ({ codes, base: bases[this.steps.length + i] }));
    this.memory = memory;
    const { room } = memory;
    return { memory, bases, rows: Math.floor(Math.min(room.pieces / this.pieces, room.text / Math.max(1, longest))) };
  }

  private next(size: number, bits: number): number {
    if (this.bits < bits + RESERVE) this.refill();
    this.bits -= bits;
    const scaled = this.x * size;
    const index = Math.floor(scaled);
    this.x = scaled - index;
    return index;
  }

  private refill(): void {
    this.x = this.fresh();
    this.bits = 53;
  }

  /** The next uniform of the row. */
  private fresh(): number {
    const { row, at } = this;
    const draw = this.draw++;
    if (draw === this.aheadOf) {
      this.refills++;
      if (this.ahead !== undefined) return this.ahead[row];
    }
    return this.stream.uniform(at.low[row], at.high[row], draw);
  }

  private weighted(step: Step): number {
    if (this.bits < step.bits + RESERVE) this.refill();
    const { ends } = step;
    let k = 0;
    while (this.x >= ends[k]) k++;
    const start = k === 0 ? 0 : ends[k - 1];
    const rest = (this.x - start) * step.scales[k];
    // Rounding may reach 1, which is no uniform.
    this.x = rest < 1 ? rest : 0;
    this.bits -= step.costs[k];
    return k;
  }

  /** Names the pieces of a program from number `at` on, and gives the number after the last. */
  private run(program: readonly Step[], at: number): number {
    const { words } = this.memory;
    // The state is kept in locals between the steps; whoever else draws finds it in the fields.
    let { x, bits } = this;
    for (let s = 0; s < program.length; s++) {
      const step = program[s];
      switch (step.code) {
        case Code.Text:
          words[at++] = step.base;
          break;
        case Code.Pick: {
          const { size, base } = step;
          let { times } = step;
          if (step.spread > 1) {
            if (bits < step.spreadBits + RESERVE) {
              x = this.fresh();
              bits = 53;
            }
            bits -= step.spreadBits;
            const scaled = x * step.spread;
            const more = scaled | 0;
            x = scaled - more;
            times += more;
          }
          for (let i = 0; i < times; i++) {
            if (bits < step.bits + RESERVE) {
              x = this.fresh();
              bits = 53;
            }
            bits -= step.bits;
            const scaled = x * size;
            const index = scaled | 0;
            x = scaled - index;
            words[at++] = base + 4 * index;
          }
          break;
        }
        case Code.Slot: {
          const { codes, base } = this.slots[step.min];
          const code = codes[this.row];
          if (code >= 0) words[at++] = base + 4 * code;
          break;
        }
        default:
          this.x = x;
          this.bits = bits;
          at = this.branch(step, at);
          ({ x, bits } = this);
      }
    }
    this.x = x;
    this.bits = bits;
    return at;
  }

  private branch(step: Step, at: number): number {
    switch (step.code) {
      case Code.Number: {
        const { bytes, start } = this.memory.ownText(at);
        const value = step.min + this.next(step.size, step.bits);
        this.memory.own(at, writeNumber(bytes, start, value, step.decimals));
        return at + 1;
      }
      case Code.Equal:
        return this.run(step.programs[this.next(step.size, step.bits)], at);
      case Code.Weighted:
        return this.run(step.programs[this.weighted(step)], at);
      default: {
        const count = step.min + (step.size === 1 ? 0 : this.next(step.size, step.bits));
        const [program] = step.programs;
        const separated = step.table.longest > 0;
        for (let i = 0; i < count; i++) {
          if (i > 0 && separated) this.memory.words[at++] = step.base;
          at = this.run(program, at);
        }
        return at;
      }
    }
  }
}

const POWERS = Float64Array.from({ length: 20 }, (_, n) => Number(`1e${n}`));

/** Writes value / 10^decimals in decimal digits, |value| < 2^53, and gives where they end: at most 20 bytes further. */
export function writeNumber(bytes: Uint8Array, at: number, value: number, decimals: number): number {
  if (value < 0) {
    bytes[at++] = 0x2d;
    value = -value;
  }
  let places = 1;
  while (places <= decimals || value >= POWERS[places]) places++;
  for (; places > 0; places--) {
    if (places === decimals) bytes[at++] = 0x2e;
    const scale = POWERS[places - 1];
    const digit = Math.floor(value / scale);
    bytes[at++] = 0x30 + digit;
    value -= digit * scale;
  }
  return at;
}
