import type { Alphabet } from './alphabet.js';
import { ANY, WORD } from './characters.js';
import { complementOf, explore, minimise, MOST_STATES, TooLarge, type MinimalDfa } from './dfa.js';
import { Inexpressible, Nfa, type Extent, type Left } from './nfa.js';
import type { Expression, ParsedExpression } from './syntax.js';

/** Contexts that are told apart; more come from several look-behinds that nest. */
const MOST_CONTEXTS = 2_000;

/**
 * The automaton of the texts that an expression matches, to the given extent.
 *
 * A run is in a set of NFA states, each with the look-aheads it still has to see fulfilled, as states of automata of their
 * own; and in a context, which says what stands before: states of the automata of look-behinds.
 *
 * @throws TooLarge, Inexpressible
 */
export function determine(
  parsed: Pick<ParsedExpression, 'root' | 'bodies'>,
  extent: Extent,
  alphabet: Alphabet,
): { readonly dfa: MinimalDfa; readonly approximate: boolean } {
  const nfa = new Nfa(parsed.root, extent, parsed.bodies);
  const contexts = new Contexts(nfa.lefts, parsed.bodies, alphabet);
  const run = new Run(nfa, contexts, alphabet);
  return { dfa: run.determine(nfa.start, [0]), approximate: nfa.approximate || contexts.approximate };
}

/** What stands before a place, as far as the conditions of one expression ask. Number 0: nothing. */
class Contexts {
  approximate = false;
  private readonly automata: LeftAutomaton[];
  private readonly numbers = new Map<string, number>();
  private readonly states: (readonly number[])[] = [];
  private readonly steps: (number[] | undefined)[] = [];

  constructor(
    lefts: readonly Left[],
    bodies: ReadonlyMap<number, Expression>,
    private readonly alphabet: Alphabet,
  ) {
    this.automata = lefts.map((left) => this.automaton(left, bodies));
    this.numberOf(this.automata.map((a) => a.start));
  }

  holds(left: number, context: number): boolean {
    return this.automata[left].holds(this.states[context][left]);
  }

  step(context: number, letter: number): number {
    const known = (this.steps[context] ??= new Array<number>(this.alphabet.letters.length).fill(-1));
    if (known[letter] < 0) {
      known[letter] = this.numberOf(this.automata.map((a, k) => a.step(this.states[context][k], letter)));
    }
    return known[letter];
  }

  /** Every context that some text leads to. */
  all(): number[] {
    for (let context = 0; context < this.states.length; context++) {
      for (let letter = 0; letter < this.alphabet.letters.length; letter++) this.step(context, letter);
    }
    return this.states.map((_, k) => k);
  }

  private numberOf(states: readonly number[]): number {
    const key = states.join();
    let number = this.numbers.get(key);
    if (number === undefined) {
      if (this.states.length >= MOST_CONTEXTS) throw new TooLarge();
      this.numbers.set(key, (number = this.states.length));
      this.states.push(states);
    }
    return number;
  }

  private automaton(left: Left, bodies: ReadonlyMap<number, Expression>): LeftAutomaton {
    switch (left.type) {
      case 'start':
        return { start: 0, step: () => 1, holds: (state) => state === 0 };
      case 'word': {
        const word = this.alphabet.lettersOf(WORD);
        return { start: 0, step: (_, letter) => word[letter], holds: (state) => state === 1 };
      }
      case 'behind': {
        const { dfa, approximate } = behind(left.body, bodies, this.alphabet);
        this.approximate ||= approximate;
        const { letters, next, accepts } = dfa;
        return {
          start: dfa.starts[0],
          step: (state, letter) => next[state * letters + letter],
          holds: (state) => accepts[state] === 1,
        };
      }
    }
  }
}

interface LeftAutomaton {
  readonly start: number;
  step(state: number, letter: number): number;
  holds(state: number): boolean;
}

function behind(
  body: Expression,
  bodies: ReadonlyMap<number, Expression>,
  alphabet: Alphabet,
): { dfa: MinimalDfa; approximate: boolean } {
  const nfa = new Nfa(body, 'to the end', bodies);
  if (nfa.aheads.length > 0) {
    throw new Inexpressible('a look-behind that itself looks at what follows ($, \\b or a look-ahead inside it)');
  }
  const contexts = new Contexts(nfa.lefts, bodies, alphabet);
  const dfa = new Run(nfa, contexts, alphabet).determine(nfa.start, [0]);
  return { dfa, approximate: nfa.approximate || contexts.approximate };
}

/** Where a run may be: the context, and pairs of an NFA state and the number of its obligations. */
interface Subset {
  readonly context: number;
  readonly terms: readonly number[];
  /** Whatever follows is accepted. */
  readonly universal?: boolean;
}

function keyOf({ context, terms }: Subset): string {
  return `${context}:${terms.join()}`;
}

/** What a look-ahead asks of the text that follows. */
interface AheadAutomaton {
  start(context: number): number;
  step(state: number, letter: number): number;
  accepts(state: number): boolean;
  /** Nothing that follows is accepted, for sure. */
  isDead(state: number): boolean;
  /** Everything that follows is accepted, for sure. */
  isUniversal(state: number): boolean;
}

function eager({ starts, next, letters, accepts, dead, universal }: MinimalDfa): AheadAutomaton {
  return {
    start: (context) => starts[context],
    step: (state, letter) => next[state * letters + letter],
    accepts: (state) => accepts[state] === 1,
    isDead: (state) => state === dead,
    isUniversal: (state) => state === universal,
  };
}

/** Automata of look-aheads beyond this many states are not built as a whole. */
const MOST_AHEAD_STATES = 2_000;

/** Places looked at in all, before giving up. */
const MOST_WORK = 4_000_000;

/** Obligations are numbered; 0: none. */
const FREE = 0;

class Run {
  private readonly masks: (Uint8Array | undefined)[];
  private readonly aheads: AheadAutomaton[] = [];
  private readonly obligations: (readonly number[])[] = [[]];
  private work = 0;
  private readonly obligationNumbers = new Map<string, number>([['', FREE]]);

  constructor(
    private readonly nfa: Nfa,
    private readonly contexts: Contexts,
    private readonly alphabet: Alphabet,
  ) {
    this.masks = nfa.states.map((s) =>
      s.type !== 'move' ? undefined : s.points === ANY ? all(alphabet) : alphabet.lettersOf(s.points),
    );
    for (const { start, negated } of nfa.aheads) this.aheads.push(this.ahead(start, negated));
  }

  /** As small as it can be made, or as much of it as is needed. */
  private ahead(start: number, negated: boolean): AheadAutomaton {
    try {
      const dfa = this.determine(start, this.contexts.all(), MOST_AHEAD_STATES);
      return eager(negated ? complementOf(dfa) : dfa);
    } catch (error) {
      if (error instanceof TooLarge) return this.lazy(start, negated);
      throw error;
    }
  }

  private lazy(start: number, negated: boolean): AheadAutomaton {
    const nothing = { context: 0, terms: [] };
    const numbers = new Map<string, number>();
    const subsets: Subset[] = [nothing];
    const steps: number[][] = [];
    let universal = -1;
    const numberOf = (subset: Subset): number => {
      if (subset.terms.length === 0) return 0;
      const key = keyOf(subset);
      let number = numbers.get(key);
      if (number === undefined) {
        if (subsets.length >= MOST_STATES) throw new TooLarge();
        numbers.set(key, (number = subsets.length));
        subsets.push(subset);
        if (subset.universal === true) universal = number;
      }
      return number;
    };
    return {
      start: (context) => numberOf(this.closed(context, [[start, FREE]])),
      step: (state, letter) => {
        const known = (steps[state] ??= []);
        return (known[letter] ??= numberOf(this.step(subsets[state], letter) ?? nothing));
      },
      accepts: (state) => this.accepts(subsets[state]) !== negated,
      isDead: (state) => state === (negated ? universal : 0),
      isUniversal: (state) => state === (negated ? 0 : universal),
    };
  }

  /** The automaton of what can follow from a state on, for each context that the run can begin in. */
  determine(start: number, contexts: readonly number[], most?: number): MinimalDfa {
    const dfa = explore<Subset>(
      this.alphabet.letters.length,
      contexts.map((context) => this.closed(context, [[start, FREE]])),
      keyOf,
      (subset) => this.accepts(subset),
      (subset, letter) => this.step(subset, letter),
      most,
    );
    return minimise(dfa);
  }

  private accepts({ terms }: Subset): boolean {
    for (let k = 0; k < terms.length; k += 2) {
      if (this.nfa.states[terms[k]].type !== 'accept') continue;
      if (this.pairs(terms[k + 1]).every(([ahead, state]) => this.aheads[ahead].accepts(state))) return true;
    }
    return false;
  }

  private step({ context, terms }: Subset, letter: number): Subset | undefined {
    const after: [number, number][] = [];
    for (let k = 0; k < terms.length; k += 2) {
      const state = this.nfa.states[terms[k]];
      if (state.type !== 'move' || this.masks[terms[k]]?.[letter] !== 1) continue;
      const obligations = this.advance(terms[k + 1], letter);
      if (obligations !== undefined) after.push([state.to, obligations]);
    }
    if (after.length === 0) return undefined;
    const subset = this.closed(this.contexts.step(context, letter), after);
    return subset.terms.length === 0 ? undefined : subset;
  }

  /** Everything that can be reached without reading. */
  private closed(context: number, from: readonly (readonly [number, number])[]): Subset {
    const seen = new Set<number>();
    const free = new Set<number>();
    const bound: (readonly [number, number])[] = [];
    if ((this.work += from.length) > MOST_WORK) throw new TooLarge();
    const stack = [...from];
    for (let term = stack.pop(); term !== undefined; term = stack.pop()) {
      const [at, obligations] = term;
      const key = obligations * this.nfa.states.length + at;
      if (seen.has(key)) continue;
      seen.add(key);
      const state = this.nfa.states[at];
      switch (state.type) {
        case 'split':
          for (const to of state.to) stack.push([to, obligations]);
          break;
        case 'left':
          if (this.contexts.holds(state.left, context) !== state.negated) stack.push([state.to, obligations]);
          break;
        case 'ahead': {
          const more = this.obliged(obligations, state.ahead, this.aheads[state.ahead].start(context));
          if (more !== undefined) stack.push([state.to, more]);
          break;
        }
        default:
          if (obligations === FREE) free.add(at);
          else bound.push(term);
      }
    }
    // What may go on freely need not be followed with obligations too.
    const terms: (readonly [number, number])[] = [...free].map((at) => [at, FREE]);
    for (const term of bound) if (!free.has(term[0])) terms.push(term);
    terms.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
    return this.universal(free) ?? { context, terms: terms.flat() };
  }

  /** Found, and anything may follow: nothing else matters, not even what stands before. */
  private universal(free: ReadonlySet<number>): Subset | undefined {
    for (const at of free) {
      const state = this.nfa.states[at];
      if (state.type !== 'move' || state.points !== ANY) continue;
      const loop = this.nfa.states[state.to];
      if (loop.type !== 'split' || !loop.to.includes(at)) continue;
      const end = loop.to.find((to) => this.nfa.states[to].type === 'accept');
      if (end !== undefined && free.has(end)) return { context: 0, terms: [end, FREE, at, FREE], universal: true };
    }
    return undefined;
  }

  private pairs(obligations: number): [number, number][] {
    const list = this.obligations[obligations];
    const pairs: [number, number][] = [];
    for (let k = 0; k < list.length; k += 2) pairs.push([list[k], list[k + 1]]);
    return pairs;
  }

  private advance(obligations: number, letter: number): number | undefined {
    let after = FREE;
    for (const [ahead, state] of this.pairs(obligations)) {
      const more = this.obliged(after, ahead, this.aheads[ahead].step(state, letter));
      if (more === undefined) return undefined;
      after = more;
    }
    return after;
  }

  /** One obligation more; `undefined` where it can never be fulfilled. */
  private obliged(obligations: number, ahead: number, state: number): number | undefined {
    const automaton = this.aheads[ahead];
    if (automaton.isDead(state)) return undefined;
    if (automaton.isUniversal(state)) return obligations;
    const pairs = this.pairs(obligations);
    if (pairs.some(([a, s]) => a === ahead && s === state)) return obligations;
    pairs.push([ahead, state]);
    pairs.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
    const list = pairs.flat();
    const key = list.join();
    let number = this.obligationNumbers.get(key);
    if (number === undefined) {
      this.obligationNumbers.set(key, (number = this.obligations.length));
      this.obligations.push(list);
    }
    return number;
  }
}

function all(alphabet: Alphabet): Uint8Array {
  return new Uint8Array(alphabet.letters.length).fill(1);
}
