import { accepts } from './accept.js';
import { gather, weighed } from './alternatives.js';
import { explainConflict } from './conflict.js';
import { Depths } from './depth.js';
import type { Draft, Reason } from './draft.js';
import { Expander } from './expand.js';
import { formShapes } from './form.js';
import { Goals, type Goal } from './goal.js';
import type { SchemaGraph } from './graph.js';
import { Schemas } from './name-schemas.js';
import type { Parts } from './object-shape.js';
import { Search } from './search.js';
import type { Shape } from './shape.js';
import { Sketches } from './sketch.js';

/** Nested goals that are looked into while one is solved; deeper ones are taken to be possible until they are asked for. */
const LOOKAHEAD = 16;

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
    return formShapes(this.#parts, goal, draft).filter((shape) =>
      this.#depths.needs(shape).every(({ count, of }) => {
        let left = count;
        for (const part of of) if (left > 0 && this.#promising(part)) left--;
        return left <= 0;
      }),
    );
  }

  #promising(goal: Goal): boolean {
    if (this.goals.isNever(goal)) return false;
    if (this.#underWay.has(goal) || (this.#underWay.size >= LOOKAHEAD && !this.#solved.has(goal))) return true;
    return this.#solve(goal).shapes.length > 0;
  }
}
