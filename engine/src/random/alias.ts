import { DistributionError } from './law.js';
import type { Addresses, Stream } from './stream.js';
import { drawAliases, drawShares, SLOT } from './table-vectors.js';

const TWO_POW_32 = 4294967296;
const TWO_POW_MINUS_32 = 1 / TWO_POW_32;

/**
 * Sum of weights, by Neumaier's compensated summation.
 * @throws {@link DistributionError} where there is none, one is negative or not finite, or all are 0.
 */
export function totalWeight(weights: ArrayLike<number>): number {
  let sum = 0;
  let lost = 0;
  for (let i = 0; i < weights.length; i++) {
    const w = weights[i];
    if (!(w >= 0 && w < Infinity))
      throw new DistributionError(`weight ${i + 1} is ${w}; a weight is a finite number from 0 up.`, 'weights');
    const t = sum + w;
    lost += sum >= w ? sum - t + w : w - t + sum;
    sum = t;
  }
  const total = sum + lost;
  if (!(total > 0)) throw new DistributionError('the weights sum to 0: at least one must be above 0.', 'weights');
  if (total === Infinity) throw new DistributionError('the weights are too large to be added up.', 'weights');
  return total;
}

/**
 * Draws an index by its weight in constant time from two 32-bit words: one chooses a slot, the other decides between the
 * slot's own index and its alias. M. D. Vose, "A linear algorithm for generating random numbers with a given
 * distribution", IEEE Trans. Softw. Eng. 17 (1991). An index of weight 0 is never drawn.
 */
export class AliasTable {
  readonly size: number;
  /** A second word below this (of 2^32) keeps the slot. */
  readonly #threshold: Float64Array;
  readonly #alias: Int32Array;
  /** The same for {@link drawAliases}, made when first needed. */
  #slots: Int32Array | undefined;

  /** @throws {@link DistributionError} as {@link totalWeight} does. */
  constructor(weights: ArrayLike<number>) {
    const total = totalWeight(weights);
    const size = weights.length;
    const scaled = new Float64Array(size);
    const small = new Int32Array(size);
    const large = new Int32Array(size);
    let smalls = 0;
    let larges = 0;
    let heaviest = 0;
    for (let i = 0; i < size; i++) {
      scaled[i] = (weights[i] / total) * size;
      if (weights[i] > weights[heaviest]) heaviest = i;
      if (scaled[i] < 1) small[smalls++] = i;
      else large[larges++] = i;
    }
    const threshold = new Float64Array(size).fill(TWO_POW_32);
    const alias = Int32Array.from({ length: size }, (_, i) => i);
    while (smalls > 0 && larges > 0) {
      const s = small[--smalls];
      const l = large[larges - 1];
      threshold[s] = scaled[s] * TWO_POW_32;
      alias[s] = l;
      scaled[l] -= 1 - scaled[s];
      if (scaled[l] < 1) {
        larges--;
        small[smalls++] = l;
      }
    }
    while (smalls > 0) {
      // Only rounding leaves a slot over: it is full but for that, unless its weight was nothing.
      const s = small[--smalls];
      if (weights[s] > 0) continue;
      threshold[s] = 0;
      alias[s] = heaviest;
    }
    this.size = size;
    this.#threshold = threshold;
    this.#alias = alias;
  }

  /** The index that two random 32-bit words choose. */
  pick(word0: number, word1: number): number {
    const slot = Math.floor((word0 >>> 0) * TWO_POW_MINUS_32 * this.size);
    return word1 >>> 0 < this.#threshold[slot] ? slot : this.#alias[slot];
  }

  /** `out[i] = pick(first[i], other[i])` for i < `length`. */
  fill(first: Int32Array, other: Int32Array, length: number, out: Int32Array): void {
    const threshold = this.#threshold;
    const alias = this.#alias;
    const factor = TWO_POW_MINUS_32 * this.size;
    for (let i = 0; i < length; i++) {
      const slot = Math.floor((first[i] >>> 0) * factor);
      // All bits where the slot is kept, none where not: no processor could guess which way a branch would go.
      const keep = Math.floor(((other[i] >>> 0) - threshold[slot]) * TWO_POW_MINUS_32) | 0;
      out[i] = alias[slot] ^ ((alias[slot] ^ slot) & keep);
    }
  }

  /** The index that both words of draw number `draw` of every row choose. */
  draw(stream: Stream, at: Addresses, draw: number, out: Int32Array): void {
    if (drawAliases(stream, at, draw, (this.#slots ??= this.#packed()), out)) return;
    if (scratch.length < at.length) scratch = new Int32Array(at.length);
    stream.words(at, draw, out, scratch);
    this.fill(out, scratch, at.length, out);
  }

  #packed(): Int32Array {
    const slots = new Int32Array(this.size * SLOT);
    for (let i = 0; i < this.size; i++) {
      const threshold = this.#threshold[i];
      slots[i * SLOT] = Math.max(0, Math.ceil(threshold) - 1);
      slots[i * SLOT + 1] = threshold > 0 ? i : this.#alias[i];
      slots[i * SLOT + 2] = this.#alias[i];
    }
    return slots;
  }
}

/** Words on their way to indices; nothing keeps them beyond one call. */
let scratch = new Int32Array(4096);

let uniforms = new Float64Array(4096);

/** Cells of a guide table at least: in so many, hardly a search goes on. */
const CELLS = 256;

/**
 * The quantile function over indices 0 … size−1: nondecreasing in `u`, so that it keeps correlations, at about one
 * comparison a draw. H.-C. Chen, Y. Asau, "On generating random variates from an empirical distribution" (1974): the
 * search starts from a guide table.
 */
export class CumulativeTable {
  readonly size: number;
  /** Sum of the weights as given. */
  readonly total: number;
  readonly #cumulative: Float64Array;
  readonly #guide: Int32Array;

  /** @throws {@link DistributionError} as {@link totalWeight} does. */
  constructor(weights: ArrayLike<number>) {
    const total = totalWeight(weights);
    const size = weights.length;
    const cumulative = new Float64Array(size);
    let sum = 0;
    let lost = 0;
    let last = 0;
    for (let i = 0; i < size; i++) {
      const t = sum + weights[i];
      lost += sum >= weights[i] ? sum - t + weights[i] : weights[i] - t + sum;
      sum = t;
      cumulative[i] = Math.max(i > 0 ? cumulative[i - 1] : 0, Math.min(1, (sum + lost) / total));
      if (weights[i] > 0) last = i;
    }
    cumulative.fill(1, last);
    // A power of two: shares and uniforms are scaled by it without rounding.
    let cells = CELLS;
    while (cells < size) cells *= 2;
    const guide = new Int32Array(cells);
    for (let j = 0, i = 0; j < cells; j++) {
      while (cumulative[i] * cells <= j) i++;
      guide[j] = i;
    }
    this.size = size;
    this.total = total;
    this.#cumulative = cumulative;
    this.#guide = guide;
  }

  /** Share of the weights of indices up to and including `index`; 0 before the first, 1 after the last. */
  cumulative(index: number): number {
    return index < 0 ? 0 : index >= this.size ? 1 : this.#cumulative[index];
  }

  /** The least index whose cumulative share exceeds `u`, 0 ≤ u < 1. */
  quantile(u: number): number {
    const cumulative = this.#cumulative;
    let i = this.#guide[Math.floor(u * this.#guide.length)];
    while (cumulative[i] <= u) i++;
    return i;
  }

  /** `out[i] = offset + quantile(u[i])` for i < `length`; `out` may be `u`. */
  fill(u: Float64Array, length: number, out: Float64Array | Int32Array, offset = 0): void {
    const cumulative = this.#cumulative;
    const guide = this.#guide;
    const cells = guide.length;
    for (let k = 0; k < length; k++) {
      const x = u[k];
      let i = guide[Math.floor(x * cells)];
      while (cumulative[i] <= x) i++;
      out[k] = offset + i;
    }
  }

  /** The quantiles of the uniforms of draw number `draw` of every row. */
  draw(stream: Stream, at: Addresses, draw: number, out: Int32Array): void {
    if (drawShares(stream, at, draw, this.#cumulative, this.#guide, out)) return;
    if (uniforms.length < at.length) uniforms = new Float64Array(at.length);
    stream.uniforms(at, draw, uniforms);
    this.fill(uniforms, at.length, out);
  }
}
