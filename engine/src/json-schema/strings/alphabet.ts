import { unite, type CodePoints } from '../../fields/pattern-classes.js';
import { ANY } from './characters.js';

/** Characters that no set of the request tells apart are one letter of its alphabet: automata move by letters. */
export interface Alphabet {
  /** The characters of each letter. Together they are all characters. */
  readonly letters: readonly CodePoints[];
  /** 1 for each letter that is part of a set the alphabet was made of. */
  lettersOf(points: CodePoints): Uint8Array;
}

/** @param universe characters that may occur at all */
export function alphabetOf(sets: readonly CodePoints[], universe: CodePoints = ANY): Alphabet {
  const numbers = new Map<string, number>();
  const distinct: CodePoints[] = [];
  for (const points of sets) {
    const key = points.join();
    if (numbers.has(key)) continue;
    numbers.set(key, distinct.length);
    distinct.push(points);
  }
  const all = [universe, ...distinct];
  const cuts = [...new Set(all.flatMap((s) => s.map((c, i) => (i % 2 === 0 ? c : c + 1))))].sort((a, b) => a - b);
  const letters = new Map<string, { readonly ranges: number[]; readonly sets: readonly number[] }>();
  const next = all.map(() => 0);
  for (let k = 0; k + 1 < cuts.length; k++) {
    const members: number[] = [];
    for (let n = 0; n < all.length; n++) {
      const points = all[n];
      while (next[n] < points.length && points[next[n] + 1] < cuts[k]) next[n] += 2;
      if (next[n] < points.length && points[next[n]] <= cuts[k]) members.push(n);
    }
    if (members[0] !== 0) continue;
    const key = members.join();
    let letter = letters.get(key);
    if (letter === undefined) letters.set(key, (letter = { ranges: [], sets: members }));
    letter.ranges.push(cuts[k], cuts[k + 1] - 1);
  }
  const made = [...letters.values()];
  const masks = distinct.map((_, n) => Uint8Array.from(made, ({ sets: members }) => (members.includes(n + 1) ? 1 : 0)));
  return {
    letters: made.map(({ ranges }) => unite(ranges)),
    lettersOf(points) {
      const number = numbers.get(points.join());
      if (number === undefined) throw new RangeError('The alphabet does not know this set.');
      return masks[number];
    },
  };
}
