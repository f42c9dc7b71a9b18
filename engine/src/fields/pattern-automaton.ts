import { countOf, pointAt, unite, type CodePoints } from './pattern-classes.js';
import type { PatternNode } from './pattern-syntax.js';

/** Automata beyond this many states are not counted. */
const MOST_STATES = 20_000;
const EXACT = 2n ** 53n;

/** The texts of a pattern, each exactly once, in a fixed order. */
export interface TextSet {
  /** How many: 1 … 2^53; `Infinity` for more. */
  readonly size: number;
  /** Writes the code points of text number `k` (0 … min(size, 2^53) − 1) and returns how many; different numbers give different texts. */
  write(k: number, points: Int32Array): number;
}

interface Edge {
  readonly points: CodePoints;
  readonly size: bigint;
  readonly to: number;
}

interface State {
  readonly accepts: boolean;
  readonly edges: readonly Edge[];
}

/**
 * Counts the different texts of a pattern whose repetitions are bounded, by its deterministic automaton: a text that can be
 * read in several ways counts once. `undefined` for a pattern with references back or too large an automaton.
 */
export function textSetOf(root: PatternNode): TextSet | undefined {
  const automaton = new Automaton();
  const start = automaton.add();
  const end = automaton.build(root, start);
  if (end === undefined) return undefined;
  const states = automaton.determine(start, end);
  return states && counted(states);
}

/** Thompson's construction: states joined by empty moves and by moves over sets of characters. */
class Automaton {
  private readonly empty: number[][] = [];
  private readonly moves: { set: number; to: number }[][] = [];
  private readonly sets: CodePoints[] = [];
  private readonly numbers = new Map<string, number>();

  add(): number {
    this.empty.push([]);
    this.moves.push([]);
    return this.empty.length - 1;
  }

  /** Adds a node that starts in `from`; gives the state it ends in, or `undefined` where it cannot be built. */
  build(node: PatternNode, from: number): number | undefined {
    if (this.empty.length > MOST_STATES) return undefined;
    switch (node.type) {
      case 'start':
      case 'end':
        return from;
      case 'set': {
        const to = this.add();
        this.moves[from].push({ set: this.numberOf(node.points), to });
        return to;
      }
      case 'sequence': {
        let at: number | undefined = from;
        for (const item of node.items) {
          at = this.build(item, at);
          if (at === undefined) return undefined;
        }
        return at;
      }
      case 'choice': {
        const to = this.add();
        for (const option of node.options) {
          const start = this.add();
          this.empty[from].push(start);
          const end = this.build(option, start);
          if (end === undefined) return undefined;
          this.empty[end].push(to);
        }
        return to;
      }
      case 'repeat': {
        const to = this.add();
        let at: number | undefined = from;
        for (let k = 0; k < node.max; k++) {
          if (k >= node.min) this.empty[at].push(to);
          const start = this.add();
          this.empty[at].push(start);
          at = this.build(node.body, start);
          if (at === undefined) return undefined;
        }
        this.empty[at].push(to);
        return to;
      }
      case 'group':
        return this.build(node.body, from);
      case 'reference':
        return undefined;
    }
  }

  /** The subset construction over classes of characters that no set tells apart. */
  determine(start: number, end: number): State[] | undefined {
    const classes = this.classes();
    const ids = new Map<string, number>();
    const subsets: number[][] = [];
    const idOf = (subset: number[]): number => {
      const key = subset.join();
      let id = ids.get(key);
      if (id === undefined) {
        ids.set(key, (id = subsets.length));
        subsets.push(subset);
      }
      return id;
    };
    idOf(this.closure([start]));
    const states: State[] = [];
    for (let id = 0; id < subsets.length; id++) {
      if (subsets.length > MOST_STATES) return undefined;
      const subset = subsets[id];
      const edges: Edge[] = [];
      for (const { points, size, sets } of classes) {
        const targets = new Set<number>();
        for (const s of subset) for (const { set, to } of this.moves[s]) if (sets.has(set)) targets.add(to);
        if (targets.size > 0) edges.push({ points, size, to: idOf(this.closure([...targets])) });
      }
      states.push({ accepts: subset.includes(end), edges });
    }
    return states;
  }

  private numberOf(points: CodePoints): number {
    const key = points.join();
    let number = this.numbers.get(key);
    if (number === undefined) {
      this.numbers.set(key, (number = this.sets.length));
      this.sets.push(points);
    }
    return number;
  }

  private closure(states: readonly number[]): number[] {
    const seen = new Set(states);
    for (const s of seen) for (const to of this.empty[s]) seen.add(to);
    // States that neither move nor end tell nothing; a shorter subset is met again sooner.
    return [...seen].filter((s) => this.moves[s].length > 0 || this.empty[s].length === 0).sort((a, b) => a - b);
  }

  private classes(): { points: CodePoints; size: bigint; sets: Set<number> }[] {
    const cuts = [...new Set(this.sets.flatMap((s) => s.map((c, i) => (i % 2 === 0 ? c : c + 1))))].sort(
      (a, b) => a - b,
    );
    const bySets = new Map<string, { ranges: number[]; sets: Set<number> }>();
    const next = this.sets.map(() => 0);
    for (let k = 0; k + 1 < cuts.length; k++) {
      const sets = new Set<number>();
      this.sets.forEach((points, n) => {
        while (next[n] < points.length && points[next[n] + 1] < cuts[k]) next[n] += 2;
        if (next[n] < points.length && points[next[n]] <= cuts[k]) sets.add(n);
      });
      if (sets.size === 0) continue;
      const key = [...sets].join();
      const found = bySets.get(key) ?? { ranges: [], sets };
      found.ranges.push(cuts[k], cuts[k + 1] - 1);
      bySets.set(key, found);
    }
    return [...bySets.values()].map(({ ranges, sets }) => {
      const points = unite(ranges);
      return { points, size: BigInt(countOf(points)), sets };
    });
  }
}

function counted(states: readonly State[]): TextSet {
  const counts = new Array<bigint | undefined>(states.length);
  const stack = [0];
  while (stack.length > 0) {
    const id = stack[stack.length - 1];
    const waiting = states[id].edges.filter((e) => counts[e.to] === undefined);
    if (waiting.length > 0) {
      for (const e of waiting) stack.push(e.to);
      continue;
    }
    stack.pop();
    let count = states[id].accepts ? 1n : 0n;
    for (const e of states[id].edges) count += e.size * (counts[e.to] ?? 0n);
    counts[id] = count;
  }
  const total = counts[0] ?? 0n;
  const place = total > EXACT ? spread(total) : (k: number) => BigInt(k);
  return {
    size: total > EXACT ? Infinity : Number(total),
    write(k, points) {
      let rest = place(k);
      let length = 0;
      let state = states[0];
      for (;;) {
        if (state.accepts) {
          if (rest === 0n) return length;
          rest -= 1n;
        }
        for (const edge of state.edges) {
          const after = counts[edge.to] ?? 0n;
          if (rest < edge.size * after) {
            points[length++] = pointAt(edge.points, Number(rest / after));
            rest %= after;
            state = states[edge.to];
            break;
          }
          rest -= edge.size * after;
        }
      }
    },
  };
}

/**
 * Spreads the numbers below 2^53 over a larger set, without meeting: a multiplication modulo its size by a number without
 * a common factor, near the golden section of it.
 */
export function spread(total: bigint): (k: number) => bigint {
  let factor = (total * 618_033_989n) / 1_000_000_000n;
  while (gcd(factor, total) !== 1n) factor++;
  return (k) => (BigInt(k) * factor) % total;
}

function gcd(a: bigint, b: bigint): bigint {
  let [x, y] = [a, b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}
