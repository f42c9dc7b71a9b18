import type { TextPieces } from '../columns/text-pieces.js';
import type { Addresses, Stream } from '../random/stream.js';
import { MOST_DRAWS, type PhraseKernel } from './phrase-kernel.js';

/** The rows that a {@link PhraseKernel} writes. */
export interface KernelBatch {
  readonly at: Addresses;
  /** The first uniform of each row. */
  readonly uniforms: Float64Array;
  /** Number of the draw after it. */
  readonly nextDraw: number;
  /** Number of each row's program; absent: the first. */
  readonly select: ArrayLike<number> | undefined;
  readonly nulls: Uint8Array | undefined;
}

/** Memory in which a {@link PhraseKernel} finds what it reads, for so many rows at a time. */
export class KernelRows {
  private readonly doubles: Float64Array;
  private readonly uniforms: number;
  private readonly select: number;
  private readonly ends: number;
  private readonly nulls: number;
  private readonly bases: number;
  private readonly slots: number;
  private readonly codes: number;

  /**
   * @param bases the piece that is the first text of each step
   * @param given codes of all rows, and the piece that is the first text of each slot
   */
  constructor(
    private readonly memory: TextPieces,
    private readonly rows: number,
    bases: readonly number[],
    private readonly given: readonly { readonly codes: Int32Array; readonly base: number }[],
  ) {
    this.doubles = new Float64Array(memory.words.buffer);
    this.uniforms = memory.lend(8 * rows * (MOST_DRAWS + 1));
    this.select = memory.lend(4 * rows);
    this.ends = memory.lend(4 * rows);
    this.nulls = memory.lend(rows);
    this.bases = memory.lend(4 * bases.length);
    this.slots = memory.lend(8 * given.length);
    this.codes = memory.lend(4 * rows * given.length);
    memory.words.set(bases, this.bases >> 2);
    memory.words.set(
      given.flatMap(({ base }, k) => [base, this.codes + 4 * rows * k]),
      this.slots >> 2,
    );
  }

  /** Bytes that {@link KernelRows} borrows. */
  static bytes(rows: number, steps: number, slots: number): number {
    return rows * (8 * (MOST_DRAWS + 1) + 9 + 4 * slots) + 4 * steps + 8 * slots + 8 * 8;
  }

  /** Names the pieces of rows `from` … `to` (exclusive), and gives how many they are up to the end of each. */
  run(kernel: PhraseKernel, batch: KernelBatch, stream: Stream, from: number, to: number): Int32Array {
    const { words, bytes } = this.memory;
    const { at, uniforms, nextDraw, select, nulls } = batch;
    const rows = to - from;
    const whole = rows === at.length;
    const first = this.uniforms >> 3;
    this.doubles.set(whole ? uniforms : uniforms.subarray(from, to), first);
    const low = whole ? at.low : at.low.subarray(from, to);
    const high = whole ? at.high : at.high.subarray(from, to);
    for (let draw = 0; draw < kernel.draws; draw++) {
      const start = first + (draw + 1) * this.rows;
      stream.uniforms({ length: rows, low, high }, nextDraw + draw, this.doubles.subarray(start, start + rows));
    }
    for (let row = 0, to = this.select >> 2; row < rows; row++) words[to + row] = select?.[from + row] ?? 0;
    if (nulls !== undefined) bytes.set(nulls.subarray(from, to), this.nulls);
    this.given.forEach(({ codes }, k) => words.set(codes.subarray(from, to), (this.codes >> 2) + this.rows * k));
    kernel.run({
      rows,
      uniforms: this.uniforms,
      stride: 8 * this.rows,
      select: this.select,
      nulls: nulls === undefined ? 0 : this.nulls,
      bases: this.bases,
      slots: this.slots,
      ends: this.ends,
    });
    return words.subarray(this.ends >> 2, (this.ends >> 2) + rows);
  }
}
