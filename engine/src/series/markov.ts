import { CumulativeTable } from '../random/alias.js';
import type { Process } from './process.js';

/**
 * A Markov chain over places 0, 1, …: its state is carried, since what it was decides what it is however long ago.
 * @param first weights of the first state
 * @param next by state, weights of the one after
 */
export function markovChain(first: readonly number[], next: readonly (readonly number[])[]): Process {
  const start = new CumulativeTable(first);
  const tables = next.map((weights) => new CumulativeTable(weights));
  return {
    size: 1,
    memory: Infinity,
    burnIn: 0,
    stdDev: 0,
    begin: (state) => void state.fill(-1),
    run(state, uniforms, length, sums) {
      let current = state[0];
      for (let i = 0; i < length; i++) {
        current = (current < 0 ? start : tables[current]).quantile(uniforms[i]);
        sums[i] += current;
      }
      state[0] = current;
    },
  };
}
