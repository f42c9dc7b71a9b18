import { unite, type CodePoints } from '../../fields/pattern-classes.js';
import type { Alphabet } from './alphabet.js';
import type { MinimalDfa } from './dfa.js';

/** An automaton without what leads nowhere, its moves laid out by state: those of `s` are `first[s]` … `first[s + 1]` − 1. */
export interface Moves {
  readonly states: number;
  readonly start: number;
  readonly accepts: Uint8Array;
  readonly first: Int32Array;
  readonly to: Int32Array;
  readonly points: readonly CodePoints[];
}

/** @param narrow which of a move's characters are used; never none */
export function movesOf(dfa: MinimalDfa, alphabet: Alphabet, narrow: (points: CodePoints) => CodePoints): Moves {
  const { letters, next, accepts, dead } = dfa;
  const states = accepts.length;
  const first = new Int32Array(states + 1);
  const to: number[] = [];
  const points: CodePoints[] = [];
  const narrowed = new Map<string, CodePoints>();
  for (let s = 0; s < states; s++) {
    const targets = new Map<number, number[]>();
    for (let c = 0; c < letters; c++) {
      const target = next[s * letters + c];
      if (target === dead || s === dead) continue;
      const known = targets.get(target);
      if (known === undefined) targets.set(target, [c]);
      else known.push(c);
    }
    for (const [target, cs] of targets) {
      const key = cs.join();
      let label = narrowed.get(key);
      if (label === undefined) {
        label = narrow(unite(cs.flatMap((c) => alphabet.letters[c])));
        narrowed.set(key, label);
      }
      to.push(target);
      points.push(label);
    }
    first[s + 1] = to.length;
  }
  return { states, start: dfa.starts[0], accepts, first, to: Int32Array.from(to), points };
}

/** Texts from state 0… can only be so long: the length of the longest, `Infinity` where there is a way round. */
export function longestFrom({ states, start, first, to, accepts }: Moves): number {
  const longest = new Float64Array(states).fill(-1);
  const state = new Uint8Array(states);
  const stack = [start];
  while (stack.length > 0) {
    const s = stack[stack.length - 1];
    if (state[s] === 2) {
      stack.pop();
      continue;
    }
    if (state[s] === 1) {
      let most = accepts[s] === 1 ? 0 : -Infinity;
      for (let k = first[s]; k < first[s + 1]; k++) most = Math.max(most, longest[to[k]] + 1);
      longest[s] = most;
      state[s] = 2;
      stack.pop();
      continue;
    }
    state[s] = 1;
    for (let k = first[s]; k < first[s + 1]; k++) {
      if (state[to[k]] === 1) return Infinity;
      if (state[to[k]] === 0) stack.push(to[k]);
    }
  }
  return longest[start];
}
