import { countOf, pointAt } from '../../fields/pattern-classes.js';
import { spread, type TextSet } from '../../fields/pattern-automaton.js';
import { longestFrom, type Moves } from './moves.js';

const EXACT = 2n ** 53n;
/** Counts are not followed beyond: only the ends of very long texts tell them apart. */
const MOST_COUNTED = 2n ** 256n;
/** Numbers kept at most: states times lengths. */
const MOST_COUNTS = 1 << 20;

export interface CountedTexts extends TextSet {
  /** Code points of the longest text that has a number. */
  readonly longest: number;
}

/**
 * Numbers the texts of an automaton between two lengths, the shortest first; where there are more than 2^53, those of the
 * first lengths that hold so many, spread. `undefined` where there are too many states and lengths to count.
 */
export function countedTexts(moves: Moves, minLength: number, maxLength: number): CountedTexts | undefined {
  const { states, start, accepts, first, to, points } = moves;
  const sizes = points.map((set) => BigInt(countOf(set)));
  const layers: bigint[][] = [Array.from(accepts, (a) => BigInt(a))];
  const end = Math.min(maxLength, longestFrom(moves));
  const lengths: number[] = [];
  let total = 0n;
  for (let l = 0; l <= end; l++) {
    if (l * states > MOST_COUNTS) return undefined;
    if (l > 0) {
      const before = layers[l - 1];
      const layer: bigint[] = [];
      for (let s = 0; s < states; s++) {
        let count = 0n;
        for (let k = first[s]; k < first[s + 1]; k++) count += sizes[k] * before[to[k]];
        layer.push(count > MOST_COUNTED ? MOST_COUNTED : count);
      }
      layers.push(layer);
    }
    if (l < minLength || layers[l][start] === 0n) continue;
    lengths.push(l);
    total += layers[l][start];
    if (total > EXACT) break;
  }
  const place = total > EXACT ? spread(total) : (k: number) => BigInt(k);
  return {
    size: total > EXACT ? Infinity : Number(total),
    longest: lengths.length === 0 ? 0 : lengths[lengths.length - 1],
    write(k, out) {
      let rest = place(k);
      let n = 0;
      while (rest >= layers[lengths[n]][start]) rest -= layers[lengths[n++]][start];
      const length = lengths[n];
      let state = start;
      for (let p = 0; p < length; p++) {
        const after = layers[length - p - 1];
        for (let e = first[state]; e < first[state + 1]; e++) {
          const here = sizes[e] * after[to[e]];
          if (rest >= here) {
            rest -= here;
            continue;
          }
          out[p] = pointAt(points[e], Number(rest / after[to[e]]));
          rest %= after[to[e]];
          state = to[e];
          break;
        }
      }
      return length;
    },
  };
}
