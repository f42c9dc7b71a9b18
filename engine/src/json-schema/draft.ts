import { canonicalText } from './equality.js';
import type { Literal } from './goal.js';
import type { DynamicScope, SchemaAt, SchemaNode } from './graph.js';
import { ALL_TYPES, TYPE_BIT, typesIn, type TypeSet } from './json-types.js';
import type { Bound, JsonType, Keywords } from './keywords.js';
import type { Note } from './shape.js';

/** The keyword that says something. */
export interface Origin {
  readonly node: SchemaNode;
  readonly keyword: string;
}

/** Why nothing is left. */
export interface Reason extends Origin {
  readonly message: string;
}

/** Something that holds in one of several ways. */
export interface Choice {
  /** Equal for the same choice met on another way. */
  readonly key: string;
  readonly origin: Origin;
  /** The literal it comes from. */
  readonly owner: string;
  readonly options: readonly Option[];
  /** Of all options. */
  readonly types: TypeSet;
  /** The choice is settled as soon as this schema cannot hold any more. */
  readonly unless?: SchemaAt | undefined;
}

export function choiceOf(choice: Omit<Choice, 'types'>): Choice {
  let types = 0;
  for (const option of choice.options) types |= option.types;
  return { ...choice, types };
}

export interface Option {
  /** What has to hold beside. */
  readonly literals: readonly Literal[];
  /** Types that the option leaves possible. */
  readonly types: TypeSet;
  /** What the option says apart from schemas. */
  readonly constrain?: ((draft: Draft) => void) | undefined;
}

export interface NumberRules {
  readonly integer: boolean;
  readonly fractional: boolean;
  readonly min: number;
  readonly exclusiveMin: boolean;
  readonly max: number;
  readonly exclusiveMax: boolean;
  readonly multipleOf: readonly number[];
  readonly notMultipleOf: readonly number[];
  readonly formats: readonly string[];
}

export interface StringRules {
  readonly minLength: number;
  readonly maxLength: number;
  readonly patterns: readonly string[];
  readonly notPatterns: readonly string[];
  readonly formats: readonly string[];
  readonly notFormats: readonly string[];
  readonly contentEncoding: string | undefined;
  readonly contentMediaType: string | undefined;
  readonly content: readonly Literal[];
}

export interface ArrayRules {
  readonly minItems: number;
  readonly maxItems: number;
  readonly unique: boolean;
  readonly repeated: boolean;
  readonly lists: readonly ItemRule[];
  /** Beside the lists, by place. */
  readonly placed: readonly { readonly place: number; readonly literal: Literal }[];
  /** For every item. */
  readonly all: readonly Literal[];
  readonly contains: readonly { readonly at: SchemaAt; readonly min: number; readonly max: number }[];
  readonly unevaluated: readonly UnevaluatedRule[];
}

/** What one schema says about items. */
export interface ItemRule {
  readonly keywords: Keywords;
  readonly scope: DynamicScope;
}

export interface UnevaluatedRule {
  readonly at: SchemaAt;
  /** The literal below which evaluations count. */
  readonly owner: string;
  readonly origin: Origin;
}

export interface ObjectRules {
  readonly required: ReadonlyMap<string, Origin>;
  readonly absent: ReadonlySet<string>;
  readonly minProperties: number;
  readonly maxProperties: number;
  /** What schemas say about properties, and the names they spell out. */
  readonly maps: readonly PropertyRule[];
  readonly known: readonly (readonly string[])[];
  readonly named: readonly { readonly name: string; readonly literal: Literal }[];
  readonly names: readonly Literal[];
  readonly some: readonly { readonly name: readonly Literal[]; readonly value: readonly Literal[] }[];
  readonly unevaluated: readonly UnevaluatedRule[];
}

/** `properties`, `patternProperties` and `additionalProperties` of one schema. */
export interface PropertyRule {
  readonly keywords: Keywords;
  readonly scope: DynamicScope;
}

/** Any number. */
export const NUMBER: NumberRules = {
  integer: false,
  fractional: false,
  min: -Infinity,
  exclusiveMin: false,
  max: Infinity,
  exclusiveMax: false,
  multipleOf: [],
  notMultipleOf: [],
  formats: [],
};

/** Any text. */
export const STRING: StringRules = {
  minLength: 0,
  maxLength: Infinity,
  patterns: [],
  notPatterns: [],
  formats: [],
  notFormats: [],
  contentEncoding: undefined,
  contentMediaType: undefined,
  content: [],
};

const ARRAY: ArrayRules = {
  minItems: 0,
  maxItems: Infinity,
  unique: false,
  repeated: false,
  lists: [],
  placed: [],
  all: [],
  contains: [],
  unevaluated: [],
};

const OBJECT: ObjectRules = {
  required: new Map(),
  absent: new Set(),
  minProperties: 0,
  maxProperties: Infinity,
  maps: [],
  known: [],
  named: [],
  names: [],
  some: [],
  unevaluated: [],
};

/**
 * One alternative as it grows: constraints of all types side by side, since most keywords speak of one type only. A
 * contradiction takes its type away; without a type left the draft is dead. The rules are replaced, never changed, so
 * that a copy costs little.
 */
export class Draft {
  types: TypeSet = ALL_TYPES;
  /** Types were named. */
  typed = false;
  /** Types that keywords speak of. */
  hinted: TypeSet = 0;
  values: readonly unknown[] | undefined;
  excluded: readonly unknown[] = [];
  number = NUMBER;
  string = STRING;
  array = ARRAY;
  object = OBJECT;
  notes: readonly Note[] = [];
  /** Why types are gone, latest last. */
  reasons: readonly Reason[] = [];

  /** Literals that took part, by key. */
  readonly joined: Map<string, Literal>;
  /** From a literal to those it leads to at the same place. */
  readonly reached: Map<string, readonly string[]>;
  /** From a literal to the first that led to it. */
  readonly parents: Map<string, string>;
  /** Literals that come from a choice. */
  readonly chosen: Set<string>;
  queue: readonly { readonly literal: Literal; readonly parent: string }[] = [];
  choices: readonly Choice[] = [];
  readonly #origins: Map<string, Origin>;

  constructor(from?: Draft) {
    if (from !== undefined) Object.assign(this, from);
    this.joined = new Map(from?.joined);
    this.reached = new Map(from?.reached);
    this.parents = new Map(from?.parents);
    this.chosen = new Set(from?.chosen);
    this.#origins = new Map(from === undefined ? undefined : from.#origins);
  }

  get dead(): boolean {
    return this.types === 0;
  }

  copy(): Draft {
    return new Draft(this);
  }

  /** Puts a literal in line; `parent` is the literal it comes from. */
  join(literal: Literal, parent: string): void {
    this.queue = [...this.queue, { literal, parent }];
  }

  /** Whether a literal is another or led to it. */
  led(ancestor: string, to: string): boolean {
    for (let key: string | undefined = to; key !== undefined; key = this.parents.get(key)) {
      if (key === ancestor) return true;
    }
    return false;
  }

  /** Whether a choice lies between a literal and one that led to it. */
  ledByChoice(ancestor: string, to: string): boolean {
    let chosen = false;
    for (let key: string | undefined = to; key !== undefined; key = this.parents.get(key)) {
      if (key === ancestor) return chosen;
      chosen ||= this.chosen.has(key);
    }
    return false;
  }

  /** Leaves these types only. */
  only(types: TypeSet, origin: Origin, said?: string): void {
    const gone = this.types & ~types;
    if (gone === 0) return;
    if ((this.types & types) === 0) {
      const before = this.#origins.get('types');
      const left = typesIn(this.types).join(' or ');
      this.blame(origin, said ?? `allows ${typesIn(types).join(', ') || 'nothing'}, where only ${left} is left`);
      if (before !== undefined) this.blame(before, `leaves ${left}`);
    }
    this.#origins.set('types', origin);
    this.types &= types;
  }

  /** Takes the whole alternative away. */
  die(origin: Origin, message: string): void {
    this.blame(origin, message);
    this.types = 0;
  }

  /** Takes a type away because two keywords contradict each other. */
  drop(type: JsonType, message: string, ...slots: readonly string[]): void {
    if ((this.types & TYPE_BIT[type]) === 0) return;
    for (const slot of slots) {
      const origin = this.#origins.get(slot);
      if (origin !== undefined) this.blame(origin, message);
    }
    this.types &= ~TYPE_BIT[type];
  }

  /** The keyword that a limit comes from. */
  originOf(slot: string): Origin | undefined {
    return this.#origins.get(slot);
  }

  hint(type: JsonType): void {
    this.hinted |= TYPE_BIT[type];
  }

  oneOf(values: readonly unknown[], origin: Origin): void {
    if (this.values !== undefined) {
      const keys = new Set(values.map(canonicalText));
      values = this.values.filter((value) => keys.has(canonicalText(value)));
      if (values.length === 0) {
        this.blame(origin, 'has no value in common with the other enum');
        this.blame(this.#origins.get('values')!, 'has no value in common with the other enum');
        this.types = 0;
      }
    }
    this.values = values;
    this.#origins.set('values', origin);
  }

  exclude(values: readonly unknown[], origin: Origin): void {
    this.excluded = [...this.excluded, ...values];
    this.#origins.set('excluded', origin);
  }

  atLeast(bound: Bound, origin: Origin): void {
    const { min, exclusiveMin } = this.number;
    if (bound.value < min || (bound.value === min && (exclusiveMin || !bound.exclusive))) return;
    this.number = { ...this.number, min: bound.value, exclusiveMin: bound.exclusive };
    this.#origins.set('min', origin);
    this.#checkInterval();
  }

  atMost(bound: Bound, origin: Origin): void {
    const { max, exclusiveMax } = this.number;
    if (bound.value > max || (bound.value === max && (exclusiveMax || !bound.exclusive))) return;
    this.number = { ...this.number, max: bound.value, exclusiveMax: bound.exclusive };
    this.#origins.set('max', origin);
    this.#checkInterval();
  }

  numbers(rules: Partial<NumberRules>, origin: Origin): void {
    const { integer, fractional } = (this.number = { ...this.number, ...rules });
    if (rules.integer || rules.fractional) {
      this.#origins.set(rules.integer ? 'integer' : 'fractional', origin);
      if (integer && fractional) this.drop('number', 'no number is an integer and none', 'integer', 'fractional');
    }
    if (rules.multipleOf !== undefined || rules.notMultipleOf !== undefined) this.#origins.set('multipleOf', origin);
  }

  lengths(min: number, max: number, origins: { readonly min: Origin; readonly max: Origin }): void {
    const limits = this.#limits(this.string.minLength, this.string.maxLength, min, max, 'length', origins);
    this.string = { ...this.string, minLength: limits.min, maxLength: limits.max };
    if (limits.min > limits.max) this.drop('string', 'no text is that long and that short', 'minlength', 'maxlength');
  }

  strings(rules: Partial<StringRules>, origin: Origin, slot: string): void {
    this.string = { ...this.string, ...rules };
    this.#origins.set(slot, origin);
  }

  itemCount(min: number, max: number, origins: { readonly min: Origin; readonly max: Origin }): void {
    const limits = this.#limits(this.array.minItems, this.array.maxItems, min, max, 'items', origins);
    this.array = { ...this.array, minItems: limits.min, maxItems: limits.max };
    if (limits.min > limits.max) this.drop('array', 'no array is that long and that short', 'minitems', 'maxitems');
  }

  arrays(rules: Partial<ArrayRules>, origin?: Origin): void {
    this.array = { ...this.array, ...rules };
    if (rules.unique && origin !== undefined) this.#origins.set('unique', origin);
  }

  propertyCount(min: number, max: number, origins: { readonly min: Origin; readonly max: Origin }): void {
    const limits = this.#limits(this.object.minProperties, this.object.maxProperties, min, max, 'properties', origins);
    this.object = { ...this.object, minProperties: limits.min, maxProperties: limits.max };
    if (limits.min > limits.max) {
      this.drop('object', 'no object has that many and that few properties', 'minproperties', 'maxproperties');
    }
    this.#checkRequiredCount();
  }

  require(names: readonly string[], origin: Origin): void {
    const missing = names.filter((name) => !this.object.required.has(name));
    if (missing.length === 0) return;
    const required = new Map(this.object.required);
    for (const name of missing) required.set(name, origin);
    this.object = { ...this.object, required };
    for (const name of missing) if (this.object.absent.has(name)) this.#dropPresence(name, origin);
    this.#checkRequiredCount();
  }

  forbid(name: string, origin: Origin): void {
    if (this.object.absent.has(name)) return;
    this.object = { ...this.object, absent: new Set(this.object.absent).add(name) };
    this.#origins.set(`absent ${name}`, origin);
    const required = this.object.required.get(name);
    if (required !== undefined) this.#dropPresence(name, required);
  }

  objects(rules: Partial<ObjectRules>): void {
    this.object = { ...this.object, ...rules };
  }

  note(note: Note): void {
    this.notes = [...this.notes, note];
  }

  #dropPresence(name: string, required: Origin): void {
    if ((this.types & TYPE_BIT.object) === 0) return;
    this.blame(required, `requires "${name}", which must not be there`);
    const absent = this.#origins.get(`absent ${name}`);
    if (absent !== undefined) this.blame(absent, `does not let "${name}" be there`);
    this.types &= ~TYPE_BIT.object;
  }

  #checkRequiredCount(): void {
    const { required, maxProperties } = this.object;
    if (required.size <= maxProperties || (this.types & TYPE_BIT.object) === 0) return;
    const max = this.#origins.get('maxproperties');
    const message = `${required.size} properties are required, ${maxProperties} allowed`;
    if (max !== undefined) this.blame(max, message);
    for (const origin of new Set(required.values())) this.blame(origin, message);
    this.types &= ~TYPE_BIT.object;
  }

  #checkInterval(): void {
    const { min, max, exclusiveMin, exclusiveMax } = this.number;
    if (min < max || (min === max && !exclusiveMin && !exclusiveMax)) return;
    this.drop('number', `no number lies between ${min} and ${max}`, 'min', 'max');
  }

  #limits(
    oldMin: number,
    oldMax: number,
    min: number,
    max: number,
    slot: string,
    origins: { readonly min: Origin; readonly max: Origin },
  ): { readonly min: number; readonly max: number } {
    if (min > oldMin) this.#origins.set(`min${slot}`, origins.min);
    if (max < oldMax) this.#origins.set(`max${slot}`, origins.max);
    return { min: Math.max(oldMin, min), max: Math.min(oldMax, max) };
  }

  blame(origin: Origin, message: string): void {
    this.reasons = [...this.reasons, { ...origin, message }];
  }
}
