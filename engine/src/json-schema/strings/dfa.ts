/** Automata beyond this many states are not built. */
export const MOST_STATES = 20_000;

/** An automaton or the work for it grows beyond what is sensible. */
export class TooLarge extends Error {}

/** A complete deterministic automaton over the letters of an alphabet. */
export interface Dfa {
  readonly letters: number;
  /** State after each letter: `next[state * letters + letter]`. */
  readonly next: Int32Array;
  readonly accepts: Uint8Array;
  /** Where runs begin: one state, or one for each context a run can begin in. */
  readonly starts: Int32Array;
}

/** States of {@link minimise}d automata from which every text is refused, or accepted; −1: none. */
export interface MinimalDfa extends Dfa {
  readonly dead: number;
  readonly universal: number;
}

/** The texts that an automaton refuses. */
export function complementOf(dfa: MinimalDfa): MinimalDfa {
  return { ...dfa, accepts: dfa.accepts.map((a) => 1 - a), dead: dfa.universal, universal: dfa.dead };
}

export function isEmpty(dfa: MinimalDfa): boolean {
  return dfa.starts.every((s) => s === dfa.dead);
}

/** Builds automata state by state: states are known by keys, and numbered as they are met. */
export function explore<State>(
  letters: number,
  starts: readonly State[],
  keyOf: (state: State) => string,
  acceptsAt: (state: State) => boolean,
  step: (state: State, letter: number) => State | undefined,
  most = MOST_STATES,
): Dfa {
  const ids = new Map<string, number>();
  // State 0 refuses everything.
  const states: (State | undefined)[] = [undefined];
  const idOf = (state: State | undefined): number => {
    if (state === undefined) return 0;
    const key = keyOf(state);
    let id = ids.get(key);
    if (id === undefined) {
      if (states.length >= most) throw new TooLarge();
      ids.set(key, (id = states.length));
      states.push(state);
    }
    return id;
  };
  const from = Int32Array.from(starts, idOf);
  const next: number[] = new Array<number>(letters).fill(0);
  const accepts = [0];
  for (let id = 1; id < states.length; id++) {
    const state = states[id]!;
    accepts.push(acceptsAt(state) ? 1 : 0);
    for (let letter = 0; letter < letters; letter++) next.push(idOf(step(state, letter)));
  }
  return { letters, next: Int32Array.from(next), accepts: Uint8Array.from(accepts), starts: from };
}

/** The texts that both accept. */
export function intersection(a: MinimalDfa, b: MinimalDfa): MinimalDfa {
  const { letters } = a;
  const width = b.accepts.length;
  const at = (p: number, q: number): number => p * width + q;
  const dfa = explore<number>(
    letters,
    [at(a.starts[0], b.starts[0])],
    (s) => String(s),
    (s) => a.accepts[Math.floor(s / width)] === 1 && b.accepts[s % width] === 1,
    (s, letter) => {
      const p = a.next[Math.floor(s / width) * letters + letter];
      const q = b.next[(s % width) * letters + letter];
      return p === a.dead || q === b.dead ? undefined : at(p, q);
    },
  );
  return minimise(dfa);
}

/**
 * The smallest automaton of the same language (Hopcroft's partition refinement), its states in the order in which they
 * are first reached.
 */
export function minimise(dfa: Dfa): MinimalDfa {
  const block = partition(dfa);
  return quotient(dfa, block);
}

function partition({ letters, next, accepts }: Dfa): Int32Array {
  const n = accepts.length;
  // Predecessors by letter, laid out one after another.
  const first = new Int32Array(n * letters + 1);
  for (const [k, to] of next.entries()) first[to * letters + (k % letters) + 1]++;
  for (let k = 0; k < n * letters; k++) first[k + 1] += first[k];
  const from = new Int32Array(n * letters);
  const fill = first.slice(0, n * letters);
  for (let s = 0; s < n; s++) {
    for (let c = 0; c < letters; c++) from[fill[next[s * letters + c] * letters + c]++] = s;
  }

  const order = new Int32Array(n);
  const place = new Int32Array(n);
  const block = new Int32Array(n);
  let at = 0;
  for (const value of [0, 1]) {
    for (let s = 0; s < n; s++) {
      if (accepts[s] !== value) continue;
      order[at] = s;
      place[s] = at++;
    }
  }
  let refused = 0;
  for (let s = 0; s < n; s++) refused += 1 - accepts[s];
  const starts = [0];
  const ends = [n];
  if (refused > 0 && refused < n) {
    ends[0] = refused;
    starts.push(refused);
    ends.push(n);
    for (let k = refused; k < n; k++) block[order[k]] = 1;
  }
  const marked: number[] = starts.map(() => 0);
  const queue: number[] = [];
  const queued: boolean[] = [];
  for (let b = 0; b < starts.length; b++) {
    queue.push(b);
    queued.push(true);
  }
  const splitter: number[] = [];
  for (let q = 0; q < queue.length; q++) {
    const work = queue[q];
    queued[work] = false;
    splitter.length = 0;
    for (let k = starts[work]; k < ends[work]; k++) splitter.push(order[k]);
    for (let c = 0; c < letters; c++) {
      const touched: number[] = [];
      for (const to of splitter) {
        const cell = to * letters + c;
        for (let k = first[cell]; k < first[cell + 1]; k++) {
          const s = from[k];
          const b = block[s];
          const slot = starts[b] + marked[b];
          // Each state has one move by a letter, so it is met once.
          const other = order[slot];
          order[place[s]] = other;
          place[other] = place[s];
          order[slot] = s;
          place[s] = slot;
          if (marked[b]++ === 0) touched.push(b);
        }
      }
      for (const b of touched) {
        const count = marked[b];
        marked[b] = 0;
        const size = ends[b] - starts[b];
        if (count === size) continue;
        const made = starts.length;
        const cut = starts[b] + count;
        // The smaller part becomes the new block.
        const small = count * 2 <= size;
        if (small) {
          starts.push(starts[b]);
          ends.push(cut);
          starts[b] = cut;
        } else {
          starts.push(cut);
          ends.push(ends[b]);
          ends[b] = cut;
        }
        marked.push(0);
        for (let k = starts[made]; k < ends[made]; k++) block[order[k]] = made;
        queue.push(made);
        queued.push(true);
      }
    }
  }
  return block;
}

function quotient({ letters, next, accepts, starts }: Dfa, block: Int32Array): MinimalDfa {
  const numbers = new Map<number, number>();
  const members: number[] = [];
  const idOf = (state: number): number => {
    const b = block[state];
    let id = numbers.get(b);
    if (id === undefined) {
      numbers.set(b, (id = members.length));
      members.push(state);
    }
    return id;
  };
  const from = Int32Array.from(starts, idOf);
  const moves: number[] = [];
  for (let id = 0; id < members.length; id++) {
    for (let c = 0; c < letters; c++) moves.push(idOf(next[members[id] * letters + c]));
  }
  const ends = Uint8Array.from(members, (s) => accepts[s]);
  let dead = -1;
  let universal = -1;
  for (let id = 0; id < members.length; id++) {
    let stays = true;
    for (let c = 0; c < letters && stays; c++) stays = moves[id * letters + c] === id;
    if (stays && ends[id] === 1) universal = id;
    else if (stays) dead = id;
  }
  return { letters, next: Int32Array.from(moves), accepts: ends, starts: from, dead, universal };
}
