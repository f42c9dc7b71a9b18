import type { Stream } from '../../random/stream.js';
import type { Goal } from '../goal.js';
import type { ObjectShape, SomeProperty } from '../shape.js';
import { high, nameHash, propertyAddress } from './address.js';
import { COUNT, EXTRA, type Limits, MOST_PARTS, PRESENCE } from './limits.js';
import { Names } from './names.js';
import { type Plans, type Problem, problemOf, tooMany } from './plans.js';

/** A property that a schema spells out, or that was made up. */
export interface Property {
  readonly name: string;
  readonly hash: Stream;
  readonly goal: Goal;
  /** The name was made up, and says nothing about the value. */
  readonly made: boolean;
}

interface KnownProperty extends Property {
  readonly required: boolean;
  possible: boolean | undefined;
}

/** Entries of an object that no name is known of: a map. */
const MAP_ENTRIES = 5;
/** How often an object with known names has an entry of a pattern beside them. */
const EXTRA_SHARE = 0.15;
/** A name that schemas hardly speak of: what it has to satisfy is what any other name has. */
const PROBE = '\u{f8ff}probe';

/** How objects of a shape are drawn. */
export class ObjectPlan {
  readonly kind = 'object';
  readonly weight: number;
  private readonly known: readonly KnownProperty[];
  private readonly spelled: ReadonlySet<string>;
  private readonly names: { readonly patterned?: Names; readonly free?: Names };
  private readonly plain: boolean;
  private readonly made = new Map<string, Property>();
  private readonly someNames = new Map<SomeProperty, Names>();

  static of(shape: ObjectShape, plans: Plans): ObjectPlan | Problem {
    const plan = new ObjectPlan(shape, plans);
    return plan.problem() ?? plan;
  }

  private constructor(
    readonly shape: ObjectShape,
    private readonly plans: Plans,
  ) {
    this.weight = shape.weight;
    const required = new Set(shape.required);
    const spelled = [...new Set([...shape.known, ...shape.required])].filter((name) => !shape.absent.has(name));
    this.known = spelled.map((name) => ({
      name,
      hash: nameHash(name),
      goal: shape.goalOf(name),
      made: false,
      required: required.has(name),
      possible: undefined,
    }));
    this.spelled = new Set(spelled);
    this.names = this.namesOf();
    this.plain =
      shape.some.length === 0 &&
      shape.minProperties <= required.size &&
      shape.maxProperties >= this.known.length &&
      this.names.patterned === undefined &&
      this.names.free === undefined;
  }

  /** The properties of one object, in order. */
  choose(stream: Stream, low: number, partHigh: number, limits: Limits): readonly Property[] {
    if (this.plain) {
      return this.known.filter(
        (p) => p.required || (this.present(p, stream, low, partHigh) < limits.presence && this.can(p)),
      );
    }
    const { shape } = this;
    const narrowed = new Map<string, Goal>();
    const rank = new Map<KnownProperty, number>();
    for (const p of this.known) if (!p.required && this.can(p)) rank.set(p, this.present(p, stream, low, partHigh));
    const extra: Property[] = [];
    for (const some of shape.some) this.choosePart(some, stream, low, partHigh, rank, narrowed, extra);

    const order = [...rank.keys()].sort((a, b) => rank.get(a)! - rank.get(b)!);
    if (limits.tight)
      order.sort((a, b) => Number(rank.get(b)! < 0) - Number(rank.get(a)! < 0) || this.depthOf(a) - this.depthOf(b));
    const needed = this.known.length - this.known.filter((p) => !p.required).length + extra.length;
    const least = shape.minProperties - needed;
    const room = shape.maxProperties - needed;
    const finite = order.filter((p) => !limits.tight || Number.isFinite(this.depthOf(p)));
    const wanted = finite.filter((p) => rank.get(p)! < limits.presence).length;
    const kept = new Set<Property>(finite.slice(0, Math.max(0, Math.min(room, Math.max(least, wanted)))));
    const chosen: Property[] = this.known.filter((p) => p.required || kept.has(p));
    chosen.push(...extra);
    this.makeUp(chosen, stream, low, partHigh, limits);
    if (narrowed.size === 0) return chosen;
    return chosen.map((p) => {
      const goal = narrowed.get(p.name);
      return goal === undefined ? p : { ...p, goal: this.plans.both(p.goal, goal) };
    });
  }

  private problem(): Problem | undefined {
    const { shape, plans } = this;
    const { required, minProperties, maxProperties } = shape;
    if (minProperties > MOST_PARTS) return tooMany(shape, 'properties', minProperties);
    for (const p of this.known) if (p.required && !this.can(p)) return plans.problem(p.goal);
    const lost = required.find((name) => shape.absent.has(name));
    if (lost !== undefined) return problemOf(shape, `\`${lost}\` is required and cannot be there.`);
    if (required.length > maxProperties)
      return problemOf(shape, `${required.length} properties are required, but only ${maxProperties} are allowed.`);
    if (minProperties > required.length && !shape.open && this.names.patterned === undefined) {
      const possible = this.known.filter((p) => this.can(p)).length;
      if (possible < minProperties)
        return problemOf(
          shape,
          `at least ${minProperties} properties are asked for, but only ${possible} can be there.`,
        );
    }
    return undefined;
  }

  private can(p: KnownProperty): boolean {
    return (p.possible ??= this.plans.possible(p.goal));
  }

  private depthOf(p: Property): number {
    return this.plans.solver.depthOf(p.goal);
  }

  /** By the property's own random numbers, so that one more moves nothing. */
  private present(p: Property, stream: Stream, low: number, partHigh: number): number {
    const at = propertyAddress(p.hash, low, partHigh);
    return stream.uniform(at, high, PRESENCE);
  }

  private namesOf(): { patterned?: Names; free?: Names } {
    const { shape, plans } = this;
    const patterned = shape.patterns.length > 0 ? new Names(plans, shape.names, shape.patterns) : undefined;
    const needed = shape.minProperties > shape.required.length;
    const described = this.known.length === 0 && shape.goalOf(PROBE).literals.length > 0;
    const wanted = shape.open && (needed || described || shape.names !== undefined);
    const free = wanted ? new Names(plans, shape.names, []) : undefined;
    return { ...(patterned?.possible && { patterned }), ...(free?.possible && { free }) };
  }

  /** Adds properties that no schema names: as many as are needed, and some where objects are maps. */
  private makeUp(chosen: Property[], stream: Stream, low: number, partHigh: number, limits: Limits): void {
    const { patterned, free } = this.names;
    if (patterned === undefined && free === undefined) return;
    const { minProperties, maxProperties } = this.shape;
    let wanted = minProperties - chosen.length;
    const uniform = stream.uniform(low, partHigh, COUNT);
    if (!limits.tight && limits.entries > 0) {
      if (this.known.length === 0)
        wanted = Math.max(wanted, 1 + Math.floor(uniform * Math.min(MAP_ENTRIES, limits.entries)));
      else if (patterned !== undefined && uniform < EXTRA_SHARE) wanted = Math.max(wanted, 1);
    }
    wanted = Math.min(wanted, maxProperties - chosen.length);
    const taken = new Set(chosen.map((p) => p.name));
    for (let k = 0; k < wanted; k++) {
      const at = propertyAddress(nameHash(`#${k}`), low, partHigh);
      const atHigh = high;
      const name =
        patterned?.make(stream, at, atHigh, (n) => this.refused(n, taken, patterned)) ??
        free?.make(stream, at, atHigh, (n) => this.refused(n, taken, free));
      if (name === undefined) break;
      taken.add(name);
      chosen.push(this.property(name));
    }
  }

  private refused(name: string, taken: ReadonlySet<string>, names: Names): boolean {
    if (taken.has(name) || this.shape.absent.has(name)) return true;
    if (this.spelled.has(name) && !names.listed) return true;
    return !this.plans.possible(this.property(name).goal);
  }

  private property(name: string): Property {
    const known = this.spelled.has(name) ? this.known.find((p) => p.name === name) : this.made.get(name);
    if (known !== undefined) return known;
    const property = { name, hash: nameHash(name), goal: this.shape.goalOf(name), made: true };
    // Names without end are not worth keeping.
    if (this.made.size < 1024) this.made.set(name, property);
    return property;
  }

  /** Finds a property for a value that some property must have: a known one, else one made up. */
  private choosePart(
    some: SomeProperty,
    stream: Stream,
    low: number,
    partHigh: number,
    rank: Map<KnownProperty, number>,
    narrowed: Map<string, Goal>,
    extra: Property[],
  ): void {
    const { plans, shape } = this;
    const narrow = (p: Property): Goal => plans.both(narrowed.get(p.name) ?? some.value, some.value);
    const fits = this.known.filter(
      (p) => plans.solver.accepts(some.name, p.name) && plans.possible(plans.both(p.goal, narrow(p))),
    );
    const candidates = fits.some((p) => p.required) ? fits.filter((p) => p.required) : fits;
    if (candidates.length > 0) {
      const chosen = candidates[Math.floor(stream.uniform(low, partHigh, EXTRA) * candidates.length)];
      narrowed.set(chosen.name, narrow(chosen));
      if (!chosen.required) rank.set(chosen, -1);
      return;
    }
    if (!shape.open) return;
    let names = this.someNames.get(some);
    if (names === undefined) {
      const goal = shape.names === undefined ? some.name : plans.both(shape.names, some.name);
      this.someNames.set(some, (names = new Names(plans, goal.literals.length === 0 ? undefined : goal, [])));
    }
    const made = names.make(
      stream,
      propertyAddress(nameHash(`#some${extra.length}`), low, partHigh),
      high,
      (name) =>
        this.spelled.has(name) ||
        shape.absent.has(name) ||
        extra.some((p) => p.name === name) ||
        !plans.possible(plans.both(this.property(name).goal, some.value)),
    );
    if (made === undefined) return;
    extra.push(this.property(made));
    narrowed.set(made, some.value);
  }
}
