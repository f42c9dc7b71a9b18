import { Permutation } from '../../random/permutation.js';
import type { Stream } from '../../random/stream.js';
import type { Goal } from '../goal.js';
import type { ArrayShape, ContainsShape } from '../shape.js';
import { type Limits, COUNT, MOST_PARTS, POSITION } from './limits.js';
import { type Plans, type Problem, problemOf, tooMany } from './plans.js';

/** Lists without a length of their own have up to so many items. */
const ITEMS = 5;

/** What stands at each place of one array. */
export interface Items {
  readonly goals: readonly Goal[];
  /** The values themselves, where they are drawn without repetition from a list of all. */
  readonly values?: readonly unknown[];
  /** The item at `to` is to be a copy of the one at `from`. */
  readonly copy?: { readonly from: number; readonly to: number };
  /** From here on items may be left out, where no different ones turn up. */
  readonly loose: number;
}

/** How arrays of a shape are drawn. */
export class ArrayPlan {
  readonly kind = 'array';
  readonly weight: number;
  readonly least: number;
  private readonly narrowed = new Map<string, Goal>();
  private mostFound: number | undefined;

  static of(shape: ArrayShape, plans: Plans): ArrayPlan | Problem {
    const plan = new ArrayPlan(shape, plans);
    return plan.problem() ?? plan;
  }

  private constructor(
    readonly shape: ArrayShape,
    private readonly plans: Plans,
  ) {
    this.weight = shape.weight;
    const contained = shape.contains.map((c) => c.min);
    const apart = contained.reduce((a, b) => a + b, 0);
    const together = Math.max(0, ...contained);
    const asked = Math.max(shape.minItems, together, shape.repeated ? 2 : 0);
    // Where there is room, items that must be contained stand beside each other.
    this.least = Math.max(asked, Math.min(apart, shape.maxItems));
  }

  choose(stream: Stream, low: number, high: number, limits: Limits): Items {
    const count = this.count(stream.uniform(low, high, COUNT), limits);
    const { shape } = this;
    if (shape.unique && this.uniform && shape.contains.length === 0) {
      const domain = this.plans.domain(shape.rest);
      if (domain !== undefined && domain.length > 0) {
        const permutation = new Permutation(stream, domain.length);
        const values = Array.from({ length: count }, (_, k) => domain[permutation.at(k, low, high)]);
        return { goals: [], values, loose: count };
      }
    }
    const goals = Array.from({ length: count }, (_, i) => this.goalAt(i));
    if (shape.contains.length > 0) this.placeContained(goals, stream, low, high);
    const copy = shape.repeated ? this.placeCopy(goals, stream, low, high) : undefined;
    const loose = shape.contains.length > 0 ? count : Math.max(this.least, shape.prefix.length);
    return { goals, loose, ...(copy && { copy }) };
  }

  private problem(): Problem | undefined {
    const { shape, plans, least } = this;
    if (least > shape.maxItems)
      return problemOf(shape, `at least ${least} items are asked for, but only ${shape.maxItems} are allowed.`);
    if (least > MOST_PARTS) return tooMany(shape, 'items', least);
    for (let i = 0; i < Math.min(least, shape.prefix.length + 1); i++) {
      if (!plans.possible(this.goalAt(i))) return plans.problem(this.goalAt(i));
    }
    for (const c of shape.contains) if (c.min > 0 && !plans.possible(c.goal)) return plans.problem(c.goal);
    if (shape.unique && least > 1) {
      const domain = this.domainSize();
      if (domain + (this.uniform ? 0 : shape.prefix.length) < least)
        return problemOf(shape, `${least} different items are asked for, but there are only ${domain}.`);
    }
    return undefined;
  }

  /** All places have the same goal. */
  private get uniform(): boolean {
    return this.shape.prefix.length === 0;
  }

  private goalAt(i: number): Goal {
    return this.shape.prefix[i] ?? this.shape.rest;
  }

  private domainSize(): number {
    const { shape, plans } = this;
    if (plans.of(shape.rest).building) return Infinity;
    return plans.domain(shape.rest)?.length ?? Infinity;
  }

  /** How many items there can be. */
  private get most(): number {
    return (this.mostFound ??= Math.max(this.least, this.findMost()));
  }

  private findMost(): number {
    const { shape, plans } = this;
    let most = shape.maxItems;
    const { prefix } = shape;
    for (let i = 0; i < prefix.length; i++) if (!plans.possible(prefix[i])) most = Math.min(most, i);
    if (most > prefix.length && !plans.possible(shape.rest)) most = prefix.length;
    if (shape.unique && most > prefix.length) most = Math.min(most, prefix.length + this.domainSize());
    for (const c of shape.contains) {
      if (c.max === Infinity || plans.possible(plans.both(shape.rest, c.not))) continue;
      const others = prefix.filter((goal) => plans.possible(plans.both(goal, c.not))).length;
      most = Math.min(most, others + c.max);
    }
    return most;
  }

  private count(uniform: number, limits: Limits): number {
    const { least, most } = this;
    if (limits.tight) return least;
    const { prefix, rest } = this.shape;
    // A tuple is whole where it can be; nobody says what would come after one whose rest is anything.
    const from = Math.max(least, Math.min(most, prefix.length));
    const to =
      prefix.length > 0
        ? from + (rest.literals.length === 0 ? 0 : Math.min(2, limits.entries))
        : least > 1
          ? least + Math.min(3, limits.entries)
          : limits.entries;
    const low = from === 0 && limits.entries === ITEMS ? Math.min(1, most) : from;
    const high = Math.max(low, Math.min(most, to));
    return low + Math.floor(uniform * (high - low + 1));
  }

  /** Narrows the goals of drawn places so that as many items as asked for are contained, and no more than allowed. */
  private placeContained(goals: Goal[], stream: Stream, low: number, high: number): void {
    const { plans } = this;
    const { contains } = this.shape;
    const assigned: Set<number>[] = contains.map(() => new Set());
    let draw = POSITION;
    const order = goals.map((_, i) => i);
    for (let i = order.length - 1; i > 0; i--) {
      const j = Math.floor(stream.uniform(low, high, draw++) * (i + 1));
      [order[i], order[j]] = [order[j], order[i]];
    }
    contains.forEach((c, which) => {
      const mine = assigned[which];
      // Items that cannot but be contained count first.
      if (c.max < Infinity) for (const i of order) if (!plans.possible(this.both(goals[i], c.not))) mine.add(i);
      const free = order.filter((i) => !mine.has(i) && assigned.every((a) => !a.has(i)));
      for (const i of [...free, ...order]) {
        if (mine.size >= c.min) break;
        if (mine.has(i)) continue;
        const goal = this.both(goals[i], c.goal);
        if (!plans.possible(goal)) continue;
        goals[i] = goal;
        mine.add(i);
      }
    });
    contains.forEach((c: ContainsShape, which) => {
      if (c.max === Infinity) return;
      goals.forEach((goal, i) => {
        if (assigned[which].has(i)) return;
        const other = this.both(goal, c.not);
        if (plans.possible(other)) goals[i] = other;
      });
    });
  }

  private placeCopy(
    goals: Goal[],
    stream: Stream,
    low: number,
    high: number,
  ): { from: number; to: number } | undefined {
    const pairs: { from: number; to: number; goal: Goal }[] = [];
    const last = Math.min(goals.length, this.shape.prefix.length + 2);
    for (let to = 1; to < last; to++) {
      for (let from = 0; from < to; from++) {
        const goal = this.both(goals[from], goals[to]);
        if (this.plans.possible(goal)) pairs.push({ from, to, goal });
      }
    }
    if (pairs.length === 0) return undefined;
    const { from, to, goal } = pairs[Math.floor(stream.uniform(low, high, POSITION - 1) * pairs.length)];
    goals[from] = goal;
    goals[to] = goal;
    return { from, to };
  }

  private both(a: Goal, b: Goal): Goal {
    const key = `${a.id} ${b.id}`;
    let goal = this.narrowed.get(key);
    if (goal === undefined) this.narrowed.set(key, (goal = this.plans.both(a, b)));
    return goal;
  }
}
