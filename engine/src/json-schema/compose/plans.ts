import { textAt } from '../../columns/text.js';
import { canonicalText } from '../equality.js';
import type { Goal } from '../goal.js';
import type { NumberShape, Shape, StringShape } from '../shape.js';
import type { Solver } from '../solver.js';
import { compileStrings, type StringRequest } from '../strings/index.js';
import { ArrayPlan } from './arrays.js';
import { type DrawableStrings, type Leaf, numberLeaf, stringLeaf, type Whereabouts } from './leaf.js';
import type { Leaves } from './leaves.js';
import { MOST_CHARACTERS, MOST_PARTS } from './limits.js';
import { compileNumbers, SPAN } from './numbers.js';
import { ObjectPlan } from './objects.js';

/** Why nothing of a shape can be drawn. */
export interface Problem {
  readonly code: 'json-schema/unsatisfiable' | 'json-schema/unsupported';
  readonly message: string;
  /** RFC 6901 pointer of the schema in its document, where one is to blame. */
  readonly pointer?: string | undefined;
  readonly file?: string | undefined;
}

/** How one shape is drawn. */
export type ShapePlan = ValuesPlan | LeafPlan | ArrayPlan | ObjectPlan;

/** Listed values: `enum`, `const`, null, booleans. */
export interface ValuesPlan {
  readonly kind: 'values';
  readonly weight: number;
  readonly values: readonly unknown[];
}

/** Texts or numbers. */
export interface LeafPlan {
  readonly kind: 'leaf';
  readonly weight: number;
  readonly shape: StringShape | NumberShape;
  /** What draws the values of one place; see {@link Whereabouts}. */
  leaf(name: string, parent: string | undefined, span: number): Leaf;
  /** All values, where they are few and no others are possible. */
  readonly points: (() => readonly unknown[] | undefined) | undefined;
}

/** Up to here the values that a goal leaves are listed. */
const LISTED = 1024;

/** The ways to draw a goal. */
export class GoalPlan {
  readonly choices: ShapePlan[] = [];
  readonly problems: Problem[] = [];
  building = true;
  /** Some choice has parts. */
  composite = false;
  private total = 0;
  private least: ShapePlan[] | undefined;

  constructor(
    readonly goal: Goal,
    private readonly plans: Plans,
  ) {}

  add(choice: ShapePlan): void {
    this.choices.push(choice);
    this.total += choice.weight;
    this.composite ||= choice.kind === 'array' || choice.kind === 'object';
  }

  /** @param even whether weights are left aside. */
  choose(uniform: number, even: boolean): ShapePlan {
    const { choices, total } = this;
    if (choices.length === 1) return choices[0];
    if (even || total <= 0) return choices[Math.floor(uniform * choices.length)];
    let left = uniform * total;
    for (const choice of choices) {
      left -= choice.weight;
      if (left < 0) return choice;
    }
    return choices.filter((c) => c.weight > 0).at(-1)!;
  }

  /** One of the choices that end soonest. */
  cheapest(uniform: number): ShapePlan {
    this.least ??= this.leastOf();
    return this.least[Math.floor(uniform * this.least.length)];
  }

  private leastOf(): ShapePlan[] {
    const { solver } = this.plans;
    const depths = this.choices.map((c) =>
      c.kind === 'array' || c.kind === 'object' ? solver.depthOfShape(c.shape) : 0,
    );
    const least = Math.min(...depths);
    const sufficient = this.choices.filter((_, i) => depths[i] === least);
    const likely = sufficient.filter((c) => c.weight > 0);
    return likely.length > 0 ? likely : sufficient;
  }

  /** Every value of the goal, each once, where they are few. */
  domain(): readonly unknown[] | undefined {
    const values = new Map<string, unknown>();
    for (const choice of this.choices) {
      const own = choice.kind === 'values' ? choice.values : choice.kind === 'leaf' ? choice.points?.() : undefined;
      if (own === undefined || own.length > LISTED) return undefined;
      for (const value of own) values.set(canonicalText(value), value);
    }
    return [...values.values()].filter((v) => this.plans.solver.accepts(this.goal, v));
  }
}

/** The plans of all goals that come up, each made once. */
export class Plans {
  private readonly made = new Map<Goal, GoalPlan>();
  private readonly domains = new Map<Goal, readonly unknown[] | undefined>();

  constructor(
    readonly solver: Solver,
    readonly leaves: Leaves,
  ) {}

  of(goal: Goal): GoalPlan {
    let plan = this.made.get(goal);
    if (plan !== undefined) return plan;
    plan = new GoalPlan(goal, this);
    this.made.set(goal, plan);
    for (const shape of this.solver.shapesOf(goal)) {
      const choice = this.planOf(goal, shape);
      if ('message' in choice) plan.problems.push(choice);
      else plan.add(choice);
    }
    plan.building = false;
    return plan;
  }

  /** Whether something can be drawn; taken for granted of goals that are being looked at. */
  possible(goal: Goal): boolean {
    const plan = this.of(goal);
    return plan.building || plan.choices.length > 0;
  }

  domain(goal: Goal): readonly unknown[] | undefined {
    if (!this.domains.has(goal)) this.domains.set(goal, this.of(goal).domain());
    return this.domains.get(goal);
  }

  /** What satisfies both. */
  both(a: Goal, b: Goal): Goal {
    if (b.literals.length === 0) return a;
    return a.literals.length === 0 ? b : this.solver.goals.of([...a.literals, ...b.literals]);
  }

  /** Why nothing can be drawn for a goal. */
  problem(goal: Goal): Problem {
    const { problems } = this.of(goal);
    const unsupported = problems.find((p) => p.code === 'json-schema/unsupported');
    const found = unsupported ?? problems[0];
    if (found !== undefined) return found;
    const code = 'json-schema/unsatisfiable';
    const [reason] = this.solver.conflict(goal);
    if (reason !== undefined)
      return { code, message: reason.message, pointer: reason.node.pointer, file: reason.node.file };
    return { code, message: 'no value satisfies this schema.', ...placeOf(goal) };
  }

  private planOf(goal: Goal, shape: Shape): ShapePlan | Problem {
    const { weight } = shape;
    switch (shape.type) {
      case 'values':
        return { kind: 'values', weight, values: shape.values };
      case 'null':
        return { kind: 'values', weight, values: [null] };
      case 'boolean': {
        const values = [true, false].filter((v) => !shape.excluded.includes(v));
        return values.length > 0 ? { kind: 'values', weight, values } : problemOf(shape, 'no boolean is left.');
      }
      case 'number':
        return this.numberPlan(goal, shape);
      case 'string':
        return this.stringPlan(goal, shape);
      case 'array':
        return ArrayPlan.of(shape, this);
      case 'object':
        return ObjectPlan.of(shape, this);
    }
  }

  private numberPlan(goal: Goal, shape: NumberShape): LeafPlan | Problem {
    const numbers = compileNumbers(shape);
    if (numbers === undefined) return problemOf(shape, `no number ${describeNumbers(shape)}.`);
    const closed = Number.isFinite(shape.min) && Number.isFinite(shape.max);
    return {
      kind: 'leaf',
      weight: shape.weight,
      shape,
      leaf: cached((where) =>
        numberLeaf(
          shape,
          where,
          // What is found at all is found within a wider span too.
          where.span === SPAN ? numbers : (compileNumbers(shape, where.span) ?? numbers),
          this.leaves,
          (v) => this.solver.accepts(goal, v),
        ),
      ),
      points: () => {
        if (!closed || numbers.points === undefined) return undefined;
        // Numbers between those drawn are possible too, unless they lie on a lattice.
        return shape.integer || shape.multipleOf.length > 0 || shape.min === shape.max
          ? Array.from(numbers.points)
          : undefined;
      },
    };
  }

  private stringPlan(goal: Goal, shape: StringShape): LeafPlan | Problem {
    if (shape.minLength > MOST_CHARACTERS) return tooMany(shape, 'characters', shape.minLength, MOST_CHARACTERS);
    const strings = this.strings(shape);
    if (!strings.ok) {
      const { reason, message } = strings;
      return problemOf(
        shape,
        message,
        reason === 'impossible' ? 'json-schema/unsatisfiable' : 'json-schema/unsupported',
      );
    }
    let draw: ReturnType<DrawableStrings['drawer']> | undefined;
    return {
      kind: 'leaf',
      weight: shape.weight,
      shape,
      leaf: cached((where) => {
        draw ??= strings.drawer(this.leaves.stream);
        return stringLeaf(shape, where, draw, strings.exact, this.leaves, (v) => this.solver.accepts(goal, v));
      }),
      points: () => pointsOf(strings),
    };
  }

  strings(shape: StringShape, pattern?: string): ReturnType<typeof compileStrings> {
    const { minLength, maxLength, patterns, notPatterns, formats, notFormats } = shape;
    const request: StringRequest = {
      minLength,
      maxLength,
      patterns: pattern === undefined ? patterns : [...patterns, pattern],
      notPatterns,
      formats,
      notFormats,
      ...(shape.contentEncoding !== undefined && { contentEncoding: shape.contentEncoding }),
      ...(shape.contentMediaType !== undefined && { contentMediaType: shape.contentMediaType }),
      excluded: shape.excluded.filter((v) => typeof v === 'string'),
    };
    return compileStrings(request);
  }
}

function cached(make: (where: Whereabouts) => Leaf): LeafPlan['leaf'] {
  const leaves = new Map<string, Leaf>();
  return (name, parent, span) => {
    const key = `${span} ${name.length} ${name} ${parent}`;
    let leaf = leaves.get(key);
    if (leaf === undefined) leaves.set(key, (leaf = make({ name, parent, span })));
    return leaf;
  };
}

function pointsOf(strings: DrawableStrings): readonly unknown[] | undefined {
  const { size, at, exact } = strings;
  if (size === undefined || at === undefined || !exact || size > LISTED) return undefined;
  const column = at(Float64Array.from({ length: size }, (_, i) => i));
  return Array.from({ length: size }, (_, i) => textAt(column, i));
}

/** The problem of a shape, at the innermost schema that took part. */
export function problemOf(shape: Shape, message: string, code: Problem['code'] = 'json-schema/unsatisfiable'): Problem {
  const note = shape.notes.at(-1);
  return { code, message, pointer: note?.pointer, file: note?.file };
}

/** The problem of a value too large to be put together. */
export function tooMany(shape: Shape, parts: string, asked: number, most = MOST_PARTS): Problem {
  const message = `at least ${asked} ${parts} are asked for, and at most ${most} can be put together.`;
  return problemOf(shape, message, 'json-schema/unsupported');
}

function placeOf(goal: Goal): Pick<Problem, 'pointer' | 'file'> {
  const node = goal.literals.find((l) => !l.negated)?.at.node;
  return { pointer: node?.pointer, file: node?.file };
}

function describeNumbers(shape: NumberShape): string {
  const parts: string[] = [];
  if (Number.isFinite(shape.min)) parts.push(`${shape.exclusiveMin ? 'above' : 'from'} ${shape.min}`);
  if (Number.isFinite(shape.max)) parts.push(`${shape.exclusiveMax ? 'below' : 'up to'} ${shape.max}`);
  if (shape.integer) parts.push('is an integer');
  if (shape.fractional) parts.push('is no integer');
  if (shape.multipleOf.length > 0) parts.push(`is a multiple of ${shape.multipleOf.join(' and ')}`);
  if (shape.notMultipleOf.length > 0) parts.push(`is no multiple of ${shape.notMultipleOf.join(' or ')}`);
  return parts.length > 0 ? parts.join(', ') : 'is left';
}
