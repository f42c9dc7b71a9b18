import type { SchemaAt, SchemaGraph } from './graph.js';
import type { Dialect, GoalSource } from './source.js';

/** A schema that has to hold for a value, or must not. */
export interface Literal {
  readonly at: SchemaAt;
  readonly negated: boolean;
}

export function positive(at: SchemaAt): Literal {
  return { at, negated: false };
}

export function negative(at: SchemaAt): Literal {
  return { at, negated: true };
}

/**
 * What a value has to satisfy: all of its literals. Goals are interned: equal sets of literals are one object, so that
 * what is found out about a goal is found out once, and recursion comes back to the same goal.
 */
export interface Goal {
  readonly id: number;
  readonly literals: readonly Literal[];
  /** As plain data. */
  readonly source: GoalSource;
}

/** References followed at most: some lead in a circle. */
const HOPS = 32;

/** Dialects that ignore what stands beside `$ref`. */
const REF_ALONE: ReadonlySet<Dialect> = new Set(['draft-04', 'draft-06', 'draft-07', 'openapi-3.0']);

/** The goals of a graph, each once. */
export class Goals {
  /** Nothing has to hold. */
  readonly any: Goal;
  /** Nothing satisfies it. */
  readonly never: Goal;
  /** What the schema that was asked for says. */
  readonly root: Goal;

  readonly #graph: SchemaGraph;
  readonly #interned = new Map<string, Goal>();
  readonly #impossible = new Set<Goal>();

  constructor(graph: SchemaGraph) {
    this.#graph = graph;
    const root = positive(graph.root);
    this.any = this.of([]);
    this.root = this.of([root]);
    this.never = this.of([root, negative(graph.root)]);
  }

  /**
   * The conjunction. Literals that always hold are dropped; one that never does stands alone, and so does a pair that
   * contradicts itself.
   */
  of(literals: readonly Literal[]): Goal {
    const kept = new Map<string, Literal>();
    for (const given of literals) {
      const literal = this.#followed(given);
      const verdict = verdictOf(literal);
      if (verdict === false) return this.#intern([literal], true);
      if (verdict === true) continue;
      const opposite = kept.get(literalKey(literal.at, !literal.negated));
      if (opposite !== undefined) return this.#intern([opposite, literal].sort(byIdentity), true);
      kept.set(literalKey(literal.at, literal.negated), literal);
    }
    return this.#intern([...kept.values()].sort(byIdentity), false);
  }

  /** What a schema leads to that is a reference and nothing else, so that all its users share a goal. */
  #followed(literal: Literal): Literal {
    let { at } = literal;
    for (let hops = 0; hops < HOPS; hops++) {
      if (typeof at.node.value === 'boolean' || at.node.id < 0 || !Object.hasOwn(at.node.value, '$ref')) break;
      const { refs, title, description, examples, default: fallback, synth } = this.#graph.keywords(at.node);
      const alone = Object.keys(at.node.value).length === 1 || REF_ALONE.has(at.node.dialect);
      const said = [title, description, fallback, synth, ...examples].some((note) => note !== undefined);
      if (!alone || said || refs.length !== 1) break;
      at = refs[0]!.resolve(at.scope);
    }
    return at === literal.at ? literal : { at, negated: literal.negated };
  }

  from(source: GoalSource): Goal {
    return this.of(source.map(({ location, negated, scope }) => ({ at: this.#graph.at(location, scope), negated })));
  }

  /** The goals together. */
  and(...goals: readonly Goal[]): Goal {
    return goals.length === 1 ? goals[0]! : this.of(goals.flatMap((goal) => goal.literals));
  }

  /** It is plain without looking into schemas that nothing satisfies the goal. */
  isNever(goal: Goal): boolean {
    return this.#impossible.has(goal);
  }

  #intern(literals: readonly Literal[], impossible: boolean): Goal {
    const key = literals.map((literal) => literalKey(literal.at, literal.negated)).join();
    let goal = this.#interned.get(key);
    if (goal === undefined) {
      goal = new InternedGoal(this.#interned.size, literals);
      this.#interned.set(key, goal);
      if (impossible) this.#impossible.add(goal);
    }
    return goal;
  }
}

/** Equal for equal literals. */
export function literalKey(at: SchemaAt, negated: boolean): string {
  let keys = KEYS.get(at);
  if (keys === undefined) {
    const place = `${at.node.id}.${at.scope.id}`;
    keys = [`${place}+`, `${place}-`];
    KEYS.set(at, keys);
  }
  return keys[negated ? 1 : 0];
}

const KEYS = new WeakMap<SchemaAt, readonly [string, string]>();

class InternedGoal implements Goal {
  constructor(
    readonly id: number,
    readonly literals: readonly Literal[],
  ) {}

  get source(): GoalSource {
    return this.literals.map(({ at, negated }) => ({
      location: at.node.location,
      negated,
      scope: at.scope.resources,
    }));
  }
}

function byIdentity(a: Literal, b: Literal): number {
  return a.at.node.id - b.at.node.id || a.at.scope.id - b.at.scope.id || Number(a.negated) - Number(b.negated);
}

/** Whether a literal holds for every value or for none; `undefined` where that depends. */
function verdictOf({ at, negated }: Literal): boolean | undefined {
  const { value } = at.node;
  if (typeof value === 'boolean') return value !== negated;
  return Object.keys(value).length === 0 ? !negated : undefined;
}
