import type { Goal, Goals } from './goal.js';
import { needsOf, type Need } from './needs.js';
import type { Shape } from './shape.js';

/** Goals looked at for one answer; what lies beyond is taken to be possible. */
const GOALS = 20000;

/**
 * Least nesting of values: 0 of scalars, 1 of empty containers. The least fixpoint over what shapes cannot do without:
 * what only leads back to itself has no value, so its depth is infinite.
 */
export class Depths {
  readonly #goals: Goals;
  readonly #shapes: (goal: Goal) => readonly Shape[];
  readonly #known = new Map<Goal, number>();
  readonly #needs = new WeakMap<Shape, readonly Need[]>();

  constructor(goals: Goals, shapes: (goal: Goal) => readonly Shape[]) {
    this.#goals = goals;
    this.#shapes = shapes;
  }

  of(goal: Goal): number {
    const known = this.#known.get(goal);
    if (known !== undefined) return known;
    this.#solve(goal);
    return this.#known.get(goal)!;
  }

  ofShape(shape: Shape): number {
    if (shape.type !== 'array' && shape.type !== 'object') return 0;
    let depth = 0;
    for (const { count, of } of this.needs(shape)) {
      depth = Math.max(
        depth,
        nthLeast(of, count, (goal) => this.of(goal)),
      );
    }
    return 1 + depth;
  }

  needs(shape: Shape): readonly Need[] {
    let needs = this.#needs.get(shape);
    if (needs === undefined) {
      needs = needsOf(shape, this.#goals);
      this.#needs.set(shape, needs);
    }
    return needs;
  }

  /** All goals that the answer depends on are answered with it. */
  #solve(goal: Goal): void {
    const found = new Map<Goal, number>([[goal, Infinity]]);
    const line = [goal];
    const open: { readonly goal: Goal; readonly shapes: readonly (readonly Need[])[] }[] = [];
    const depthOf = (other: Goal): number => this.#known.get(other) ?? found.get(other) ?? 0;
    for (const next of line) {
      const shapes = this.#shapes(next);
      if (shapes.some(({ type }) => type !== 'array' && type !== 'object')) {
        found.set(next, 0);
        continue;
      }
      const needs = shapes.map((shape) => this.needs(shape));
      if (needs.some(({ length }) => length === 0)) {
        found.set(next, 1);
        continue;
      }
      open.push({ goal: next, shapes: needs });
      for (const other of needs.flat().flatMap(({ of }) => of)) {
        if (this.#known.has(other) || found.has(other) || line.length >= GOALS) continue;
        found.set(other, Infinity);
        line.push(other);
      }
    }
    open.reverse();
    for (let changed = true; changed;) {
      changed = false;
      for (const { goal: each, shapes } of open) {
        let least = Infinity;
        for (const needs of shapes) {
          let depth = 0;
          for (const { count, of } of needs) depth = Math.max(depth, nthLeast(of, count, depthOf));
          least = Math.min(least, 1 + depth);
        }
        if (least >= found.get(each)!) continue;
        found.set(each, least);
        changed = true;
      }
    }
    for (const [each, depth] of found) this.#known.set(each, depth);
  }
}

function nthLeast(goals: readonly Goal[], count: number, depthOf: (goal: Goal) => number): number {
  if (goals.length < count) return Infinity;
  if (count === 1) {
    let least = Infinity;
    for (const goal of goals) least = Math.min(least, depthOf(goal));
    return least;
  }
  return goals.map(depthOf).sort((a, b) => a - b)[count - 1]!;
}
