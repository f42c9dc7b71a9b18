import type { TextColumn } from '../../columns/column.js';
import { TextBuilder } from '../../columns/text.js';
import type { Batch } from '../../fields/drawer.js';
import { pointAt } from '../../fields/pattern-classes.js';
import { writePoints } from '../../fields/pattern-text.js';
import { second, threefry } from '../../random/threefry.js';
import type { Stream } from '../../random/stream.js';
import { TooLarge } from './dfa.js';
import { longestFrom, type Moves } from './moves.js';
import { likelihood } from './readable.js';

/** Lengths beyond the shortest that are drawn: of an open end, of an end that is written. */
const OPEN_LENGTHS = 12;
const BOUND_LENGTHS = 24;
/** Probabilities laid out at most: moves times lengths. */
const MOST_CHANCES = 1 << 22;
const TWO_POW_32 = 4294967296;

/** The lengths of texts that are drawn, with how likely each move is at each distance from the end. */
export interface Words {
  /** Some lengths that texts have, ascending. */
  readonly lengths: readonly number[];
  drawer(stream: Stream): (batch: Batch) => TextColumn;
}

export interface NoWords {
  /** Length of the shortest text, where that is too short; `undefined`: every text is longer than the most allowed. */
  readonly shortest: number | undefined;
  /** `Infinity`: there are longer ones, but none of a length that is allowed. */
  readonly longest: number;
}

/**
 * Lays out the texts of an automaton between two lengths: a length is drawn first, of those not much longer than they
 * must be, and then a path of that length, moves in proportion to what can follow them.
 *
 * @throws TooLarge where the shortest text is too long for the size of the automaton
 */
export function wordsOf(moves: Moves, minLength: number, maxLength: number): Words | NoWords {
  const longest = longestFrom(moves);
  const layers = new Layers(moves);
  const last = Math.min(maxLength, longest, minLength + moves.states);
  let from = -1;
  let shortest: number | undefined;
  for (let l = 0; l <= last; l++) {
    if (!layers.at(l)) continue;
    shortest ??= l;
    if (l < minLength) continue;
    from = l;
    break;
  }
  if (from < 0) return { shortest, longest };
  const end = Math.min(maxLength, longest);
  const to = Math.min(end, from + (end === Infinity || end > from + 4096 ? OPEN_LENGTHS : BOUND_LENGTHS));
  const lengths: number[] = [];
  for (let l = from; l <= to && (l === from || layers.fits(l)); l++) if (layers.at(l)) lengths.push(l);
  return { lengths, drawer: (stream) => layers.drawer(lengths, stream) };
}

/** For each length, how likely the moves of each state are when so many characters are left. */
class Layers {
  /** Chances of all moves, added up within each state. */
  private readonly chances: Float64Array[] = [new Float64Array(0)];
  private readonly possible: boolean[];
  private mantissas: Float64Array;
  private exponents: Int32Array;
  private readonly weights: Float64Array;

  constructor(private readonly moves: Moves) {
    this.mantissas = Float64Array.from(moves.accepts);
    this.exponents = new Int32Array(moves.states);
    this.weights = Float64Array.from(moves.points, likelihood);
    this.possible = [moves.accepts[moves.start] === 1];
  }

  fits(length: number): boolean {
    return length * this.moves.to.length <= MOST_CHANCES;
  }

  /** Whether there is a text of this length; lengths are asked for in ascending order. */
  at(length: number): boolean {
    while (this.possible.length <= length) this.add();
    return this.possible[length];
  }

  /** What can follow is kept as a fraction and a power of 2^32: no number of texts is too large for that. */
  private add(): void {
    if (!this.fits(this.possible.length)) throw new TooLarge();
    const { moves, weights, mantissas, exponents } = this;
    const { states, first, to } = moves;
    const chances = new Float64Array(to.length);
    const nextMantissas = new Float64Array(states);
    const nextExponents = new Int32Array(states);
    for (let s = 0; s < states; s++) {
      let scale = -Infinity;
      for (let k = first[s]; k < first[s + 1]; k++) {
        if (mantissas[to[k]] > 0) scale = Math.max(scale, exponents[to[k]]);
      }
      if (scale === -Infinity) continue;
      let total = 0;
      for (let k = first[s]; k < first[s + 1]; k++) {
        total += weights[k] * mantissas[to[k]] * scaleOf(exponents[to[k]] - scale);
        chances[k] = total;
      }
      let end = first[s + 1] - 1;
      while (end > first[s] && mantissas[to[end]] === 0) end--;
      for (let k = first[s]; k < end; k++) chances[k] /= total;
      chances[end] = 1;
      while (total >= TWO_POW_32) {
        total /= TWO_POW_32;
        scale++;
      }
      while (total < 1 / TWO_POW_32) {
        total *= TWO_POW_32;
        scale--;
      }
      nextMantissas[s] = total;
      nextExponents[s] = scale;
    }
    this.chances.push(chances);
    this.mantissas = nextMantissas;
    this.exponents = nextExponents;
    this.possible.push(nextMantissas[moves.start] > 0);
  }

  drawer(lengths: readonly number[], { key0, key1 }: Stream): (batch: Batch) => TextColumn {
    const { chances } = this;
    const { first, to, start } = this.moves;
    const characters = tables(this.moves);
    const points = new Int32Array(lengths[lengths.length - 1]);
    return ({ length: rows, addresses: { low, high } }) => {
      const out = new TextBuilder(rows, Math.min(64, points.length + 1));
      for (let i = 0; i < rows; i++) {
        let draw = high[i];
        let word = threefry(key0, key1, low[i], draw);
        let other = second;
        const length = lengths[Math.floor(((word >>> 0) / TWO_POW_32) * lengths.length)];
        let state = start;
        let spare = true;
        for (let p = 0; p < length; p++) {
          if (spare) word = other;
          else {
            draw = (draw + 256) | 0;
            word = threefry(key0, key1, low[i], draw);
            other = second;
          }
          spare = !spare;
          const u = (word >>> 0) / TWO_POW_32;
          const layer = chances[length - p];
          let k = first[state];
          let before = 0;
          while (layer[k] <= u) before = layer[k++];
          const choices = characters[k];
          points[p] = choices[Math.floor(((u - before) / (layer[k] - before)) * choices.length)];
          state = to[k];
        }
        writePoints(out, points, length);
        out.endRow();
      }
      return out.finish();
    };
  }
}

/** 2^(32 · exponent), 0 for less than a double can hold. */
function scaleOf(exponent: number): number {
  let scale = 1;
  for (let k = exponent; k < 0 && scale > 0; k++) scale /= TWO_POW_32;
  return scale;
}

function tables({ points }: Moves): Int32Array[] {
  const made = new Map<unknown, Int32Array>();
  return points.map((set) => {
    let table = made.get(set);
    if (table === undefined) {
      let size = 0;
      for (let r = 0; r < set.length; r += 2) size += set[r + 1] - set[r] + 1;
      table = Int32Array.from({ length: size }, (_, k) => pointAt(set, k));
      made.set(set, table);
    }
    return table;
  });
}
