import { accepts } from './accept.js';
import { gather, weighed } from './alternatives.js';
import { explainConflict, originOf } from './conflict.js';
import { Depths } from './depth.js';
import type { Draft, Reason } from './draft.js';
import { canonicalText } from './equality.js';
import { Expander } from './expand.js';
import { formShapes } from './form.js';
import { Goals, type Goal } from './goal.js';
import type { SchemaGraph } from './graph.js';
import { Schemas } from './name-schemas.js';
import type { Need } from './needs.js';
import type { Parts } from './object-shape.js';
import { Search } from './search.js';
import type { ArrayShape, Shape } from './shape.js';
import { Sketches } from './sketch.js';

/** Nested goals that are looked into while one is solved; deeper ones are taken to be possible until they are asked for. */
const LOOKAHEAD = 16;

/** Reasons taken over from a part. */
const INNER = 4;

interface Solved {
  readonly shapes: readonly Shape[];
  readonly reasons: readonly Reason[];
}

/** Finds out what values satisfy goals: as shapes without choices, and how deep they have to nest. */
export class Solver {
  readonly goals: Goals;
  readonly #graph: SchemaGraph;
  readonly #parts: Parts;
  readonly #expander: Expander;
  readonly #depths: Depths;
  readonly #solved = new Map<Goal, Solved>();
  readonly #possible = new Map<Goal, readonly Shape[]>();
  readonly #underWay = new Set<Goal>();

  constructor(graph: SchemaGraph) {
    this.#graph = graph;
    this.goals = new Goals(graph);
    const schemas = new Schemas(graph);
    this.#expander = new Expander(schemas, new Sketches(schemas));
    this.#depths = new Depths(this.goals, (goal) => this.#solve(goal).shapes);
    this.#parts = {
      schemas,
      goals: this.goals,
      accepts: (goal, value) => this.accepts(goal, value),
      possible: (goal) => this.depthOf(goal) < Infinity,
      listed: (goal) => this.#listed(goal),
    };
  }

  /** The alternatives of a goal, only those of which there are values; none where it is contradictory. */
  shapesOf(goal: Goal): readonly Shape[] {
    let shapes = this.#possible.get(goal);
    if (shapes === undefined) {
      shapes = gather(
        this.#solve(goal).shapes.filter((shape) => this.#depths.ofShape(shape) < Infinity),
        (part) => this.depthOf(part) < Infinity,
      );
      this.#possible.set(goal, shapes);
    }
    return shapes;
  }

  /** The least nesting of a value that satisfies the goal: 0 of scalars; `Infinity` where there is none. */
  depthOf(goal: Goal): number {
    return this.#depths.of(goal);
  }

  /** The least nesting of a value of the shape. */
  depthOfShape(shape: Shape): number {
    return this.#depths.ofShape(shape);
  }

  /** Whether a value satisfies every literal. */
  accepts(goal: Goal, value: unknown): boolean {
    const { schemas } = this.#parts;
    for (const { at, negated } of goal.literals) {
      const holds = schemas.isMade(at) ? schemas.holds(at, value) : accepts(this.#graph, at, value);
      if (holds === negated) return false;
    }
    return true;
  }

  /** Why nothing satisfies a goal: the keywords that contradict each other, best first; none where something does. */
  conflict(goal: Goal): readonly Reason[] {
    if (this.depthOf(goal) < Infinity) return [];
    return explainConflict(goal, (each) => this.#solve(each), this.#depths);
  }

  #solve(goal: Goal): Solved {
    let solved = this.#solved.get(goal);
    if (solved === undefined) {
      this.#underWay.add(goal);
      const search = new Search(this.#expander, (draft) => this.#form(goal, draft));
      const { alternatives, reasons } = search.run(goal);
      const shapes = alternatives.flatMap(({ shapes: own, share }) =>
        own.map((shape) => ({ shape, weight: shape.weight * share })),
      );
      solved = { shapes: weighed(shapes), reasons };
      this.#underWay.delete(goal);
      this.#solved.set(goal, solved);
    }
    return solved;
  }

  /** Shapes of parts that are plainly impossible are left out here, while another alternative can still be found. */
  #form(goal: Goal, draft: Draft): readonly Shape[] {
    const shapes: Shape[] = [];
    for (const shape of formShapes(this.#parts, goal, draft)) {
      const need = this.#depths.needs(shape).find(({ count, of }) => !this.#meets(count, of));
      if (need !== undefined) this.#blame(draft, shape, need);
      else if (shape.type !== 'array' || !shape.unique) shapes.push(shape);
      else {
        const limited = this.#limited(shape);
        if (limited.minItems <= limited.maxItems) shapes.push(limited);
        else draft.drop('array', `has only ${limited.maxItems} different items`, 'unique', 'minitems');
      }
    }
    return shapes;
  }

  /** Not longer than there are different items. */
  #limited(shape: ArrayShape): ArrayShape {
    const { prefix, rest, maxItems } = shape;
    const listed = maxItems > prefix.length ? this.#listed(rest) : undefined;
    return listed === undefined ? shape : { ...shape, maxItems: Math.min(maxItems, prefix.length + listed.length) };
  }

  #meets(count: number, goals: readonly Goal[]): boolean {
    let left = count;
    for (const goal of goals) if (left > 0 && this.#promising(goal)) left--;
    return left <= 0;
  }

  #blame(draft: Draft, shape: Shape, need: Need): void {
    const part = need.of.find((goal) => !this.#promising(goal));
    const inner = part === undefined || this.goals.isNever(part) ? [] : this.#solve(part).reasons;
    for (const { message, ...origin } of inner.slice(0, INNER)) draft.blame(origin, message);
    const origin = originOf(shape, need) ?? draft.originOf(shape.type === 'array' ? 'minitems' : 'minproperties');
    if (origin !== undefined)
      draft.blame(origin, `${need.part} has to be there, but nothing satisfies what it must be`);
  }

  #listed(goal: Goal): readonly unknown[] | undefined {
    if (this.#underWay.has(goal) || this.#underWay.size >= LOOKAHEAD) return undefined;
    const values: unknown[] = [];
    for (const shape of this.#solve(goal).shapes) {
      if (shape.type === 'values') values.push(...shape.values);
      else if (shape.type === 'null') values.push(null);
      else if (shape.type === 'boolean') values.push(true, false);
      else return undefined;
    }
    return [...new Map(values.map((value) => [canonicalText(value), value])).values()];
  }

  #promising(goal: Goal): boolean {
    if (this.goals.isNever(goal)) return false;
    if (this.#underWay.has(goal) || (this.#underWay.size >= LOOKAHEAD && !this.#solved.has(goal))) return true;
    return this.#solve(goal).shapes.length > 0;
  }
}
