import type { Draft, Origin } from './draft.js';
import { Evaluated } from './evaluated.js';
import { positive, type Goal, type Goals, type Literal } from './goal.js';
import type { SchemaAt } from './graph.js';
import type { Schemas } from './name-schemas.js';
import type { Note, ObjectShape, SomeProperty } from './shape.js';

/** What the shapes of parts need to know of goals. */
export interface Parts {
  readonly schemas: Schemas;
  readonly goals: Goals;
  accepts(goal: Goal, value: unknown): boolean;
  /** Whether some value satisfies the goal. */
  possible(goal: Goal): boolean;
  /** At least all values that satisfy the goal, where these are few and known. */
  listed(goal: Goal): readonly unknown[] | undefined;
}

/** Objects of a draft; what names lead to is looked up as they are met. */
export class DraftObject implements ObjectShape {
  readonly type = 'object';
  readonly required: readonly string[];
  readonly absent: ReadonlySet<string>;
  readonly minProperties: number;
  readonly maxProperties: number;
  readonly notes: readonly Note[];
  readonly excluded: readonly unknown[];
  readonly names: Goal | undefined;
  readonly patterns: readonly string[];
  readonly some: readonly SomeProperty[];
  /** As {@link known}, with those that turn out to be impossible. */
  readonly spelled: readonly string[];
  /** What requires the properties that are required. */
  readonly origins: ReadonlyMap<string, Origin>;
  /** What has to hold for properties that no schema speaks of by name or pattern. */
  readonly others: Goal;
  /** Goals of properties whose names match the patterns. */
  readonly patternGoals: readonly Goal[];

  readonly #parts: Parts;
  readonly #draft: Draft;
  readonly #unevaluated: readonly { readonly at: SchemaAt; readonly evaluated: Evaluated }[];
  readonly #goals = new Map<string, Goal>();
  #known: readonly string[] | undefined;
  #open: boolean | undefined;

  constructor(
    parts: Parts,
    draft: Draft,
    excluded: readonly unknown[],
    public weight: number,
  ) {
    const { object } = draft;
    const { schemas, goals } = parts;
    this.#parts = parts;
    this.#draft = draft;
    this.excluded = excluded;
    this.notes = draft.notes;
    this.required = [...object.required.keys()];
    this.origins = object.required;
    this.absent = object.absent;
    this.minProperties = object.minProperties;
    this.maxProperties = object.maxProperties;
    this.#unevaluated = object.unevaluated.map(({ at, owner }) => ({
      at,
      evaluated: new Evaluated(schemas, draft, owner),
    }));
    this.names = object.names.length === 0 ? undefined : goals.of(object.names);
    this.some = object.some.map(({ name, value }) => ({
      name: goals.of([...name, ...object.names]),
      value: goals.of(value),
    }));
    this.others = goals.of(this.#literalsOf(undefined));
    const patterned = new Map<string, Literal[]>();
    for (const { keywords, scope } of object.maps) {
      for (const { pattern, node } of keywords.patternProperties) {
        const literal = positive(schemas.graph.enter(node, scope));
        patterned.set(pattern.source, [...(patterned.get(pattern.source) ?? []), literal]);
      }
    }
    const usable = [...patterned]
      .map(([pattern, literals]) => ({ pattern, goal: goals.of(literals) }))
      .filter(({ goal }) => !goals.isNever(goal));
    this.patterns = usable.map(({ pattern }) => pattern);
    this.patternGoals = usable.map(({ goal }) => goal);
    this.spelled = [...new Set(object.known.flat())].filter((name) => !object.absent.has(name) && this.allows(name));
  }

  get known(): readonly string[] {
    return (this.#known ??= this.spelled.filter((name) => this.#parts.possible(this.goalOf(name))));
  }

  get open(): boolean {
    return (this.#open ??= this.endless && this.#parts.possible(this.others));
  }

  /** Names are not limited to those that are spelled out. */
  get endless(): boolean {
    if (this.names === undefined) return true;
    const listed = this.#parts.listed(this.names);
    return listed === undefined || listed.some((name) => !this.spelled.includes(name as string));
  }

  goalOf(name: string): Goal {
    let goal = this.#goals.get(name);
    if (goal === undefined) {
      goal = this.#parts.goals.of(this.#literalsOf(name));
      this.#goals.set(name, goal);
    }
    return goal;
  }

  /** Nothing plainly forbids the property. */
  allows(name: string): boolean {
    return (
      (this.names === undefined || this.#parts.accepts(this.names, name)) &&
      !this.#parts.goals.isNever(this.goalOf(name))
    );
  }

  /** `undefined` stands for a name that no schema speaks of. */
  #literalsOf(name: string | undefined): Literal[] {
    const { graph } = this.#parts.schemas;
    const literals: Literal[] = [];
    for (const { keywords, scope } of this.#draft.object.maps) {
      const { properties, patternProperties, additionalProperties } = keywords;
      let spoken = false;
      if (name !== undefined) {
        const property = properties.get(name);
        if (property !== undefined) literals.push(positive(graph.enter(property, scope)));
        spoken = property !== undefined;
        for (const { pattern, node } of patternProperties) {
          if (!pattern.regexp.test(name)) continue;
          literals.push(positive(graph.enter(node, scope)));
          spoken = true;
        }
      }
      if (!spoken && additionalProperties !== undefined)
        literals.push(positive(graph.enter(additionalProperties, scope)));
    }
    for (const { name: other, literal } of this.#draft.object.named) if (other === name) literals.push(literal);
    for (const { at, evaluated } of this.#unevaluated) if (!evaluated.has(name)) literals.push(positive(at));
    return literals;
  }
}
