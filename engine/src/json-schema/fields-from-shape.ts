import type { CommonSpec, FieldModel, FieldSpec, JsonSpec, SizeModel } from '../schema/model.js';
import { BOOLEAN, numberField, textField, valuesField } from './fields-scalar.js';
import { distinctCount } from './fields-distinct.js';
import type { Goal } from './goal.js';
import { commonOf, type Suggestion, suggest, suggestByFormat } from './realism.js';
import type { ArrayShape, NumberShape, ObjectShape, Shape, StringShape } from './shape.js';
import type { Solver } from './solver.js';

/** Share of nulls where null is allowed, and of rows without a property that is not required. */
const SHARE = 0.1;

/** Objects deeper than this, and fields beyond so many, are drawn as a whole. */
const DEEPEST = 8;
const MOST = 2000;

/** Items of a list that bounds neither end. */
const USUAL_ITEMS: SizeModel = { min: 1, max: 5 };

/** Where a field stands. */
export interface FieldPlace {
  readonly name: string;
  /** In the document asked for. */
  readonly pointer: string;
  /** What the object around it is called. */
  readonly parent: string | undefined;
  /** It is a whole row: its name is none of the schema's. */
  readonly root?: boolean;
}

/** What a property says of itself beyond its schema, laid over what that says. */
export type Overlay = (spec: FieldSpec, goal: Goal, place: FieldPlace, required: boolean) => FieldSpec;

/**
 * Turns goals into fields: ordinary ones, which are drawn column by column, where every value is sure to satisfy the goal;
 * else fields of kind `json`.
 */
export class FieldReader {
  private readonly within: Goal[] = [];
  /** Goals that were found inside of themselves. */
  private readonly recursive = new Set<Goal>();
  private fields = 0;

  constructor(
    private readonly solver: Solver,
    private readonly infer: boolean,
    private readonly overlay: Overlay,
  ) {}

  field(goal: Goal, place: FieldPlace, required = true): FieldSpec {
    this.fields++;
    const spec = this.plain(goal, place) ?? this.composed(goal, place);
    return this.overlay(required ? spec : { ...spec, optional: SHARE }, goal, place, required);
  }

  /** An ordinary field; `undefined` where none is sure to draw nothing else than what satisfies the goal. */
  private plain(goal: Goal, place: FieldPlace): FieldSpec | undefined {
    const shapes = drawn(this.solver.shapesOf(goal));
    const nullable = shapes.some(isNull);
    const others = shapes.filter((shape) => !isNull(shape));
    if (others.length === 0 && nullable) return { ...this.common(place), kind: 'const', value: null };
    const spec = others.length === 1 ? this.ofShape(goal, others[0], place) : undefined;
    return spec && nullable ? { ...spec, nullable: SHARE } : spec;
  }

  private common({ name, pointer }: FieldPlace): CommonSpec {
    return { ...commonOf(keyOf(name), []), pointer };
  }

  private ofShape(goal: Goal, shape: Shape, place: FieldPlace): FieldSpec | undefined {
    const common = this.common(place);
    switch (shape.type) {
      case 'null':
        return { ...common, kind: 'const', value: null };
      case 'boolean':
        return shape.excluded.length === 0 ? { ...common, ...BOOLEAN } : undefined;
      case 'values':
        return { ...common, ...valuesField(shape) };
      case 'number':
      case 'string': {
        const suggestion = this.suggestion(shape, place);
        if (suggestion !== undefined) return suggestion.proven ? { ...suggestion.spec, ...common } : undefined;
        const spec = shape.type === 'number' ? numberField(shape) : textField(shape);
        return spec && { ...common, ...spec };
      }
      case 'array':
        return this.inside(goal, () => this.list(shape, place, common));
      case 'object':
        return this.inside(goal, () => this.object(shape, place, common));
    }
  }

  /** `undefined` where the goal contains itself: only as a whole are such values of a size that is known. */
  private inside<T>(goal: Goal, read: () => T | undefined): T | undefined {
    if (this.within.includes(goal)) this.recursive.add(goal);
    if (this.recursive.has(goal) || this.within.length >= DEEPEST || this.fields > MOST) return undefined;
    this.within.push(goal);
    try {
      const found = read();
      return this.recursive.has(goal) && this.within.length > 1 ? undefined : found;
    } finally {
      this.within.pop();
    }
  }

  private suggestion(shape: StringShape | NumberShape, place: FieldPlace): Suggestion | undefined {
    const found = this.infer
      ? suggest(place.name, shape, shape.notes, place.parent)
      : suggestByFormat(place.name, shape, shape.notes);
    return found && { ...found, spec: { ...found.spec, pointer: place.pointer, key: keyOf(place.name) } };
  }

  private list(shape: ArrayShape, place: FieldPlace, common: CommonSpec): FieldSpec | undefined {
    if (shape.contains.length + shape.prefix.length + shape.excluded.length > 0 || shape.repeated) return undefined;
    const item: FieldPlace = { name: place.name, parent: place.parent, pointer: pointerOf(shape.rest, place.pointer) };
    if (this.solver.depthOf(shape.rest) === Infinity || shape.maxItems === 0) {
      return shape.minItems === 0 ? { ...common, kind: 'const', value: [] } : undefined;
    }
    const items = { ...this.field(shape.rest, item), key: '[]' };
    if (isOpenEnded(items)) return undefined;
    const least = Math.max(shape.minItems, Math.min(USUAL_ITEMS.min, shape.maxItems));
    let most = Math.min(shape.maxItems, Math.max(USUAL_ITEMS.max, shape.minItems + USUAL_ITEMS.max - USUAL_ITEMS.min));
    if (shape.unique) {
      most = Math.min(most, distinctCount(items));
      if (most < least) return undefined;
    }
    return { ...common, kind: 'array', items, length: { min: least, max: most }, uniqueItems: shape.unique };
  }

  private object(shape: ObjectShape, place: FieldPlace, common: CommonSpec): FieldSpec | undefined {
    const fields = this.members(shape, place);
    return fields && { ...common, kind: 'object', fields };
  }

  /** The properties of an object as fields of their own; `undefined` where they depend on each other. */
  members(shape: ObjectShape, place: FieldPlace): FieldModel[] | undefined {
    if (shape.some.length + shape.excluded.length > 0) return undefined;
    const required = new Set(shape.required);
    const known = new Set([...shape.known, ...shape.required]);
    const names = [...known].filter((name) => this.canBe(shape, name));
    // Objects that list no names are maps, whose names have to be made up.
    if (names.length === 0 && shape.open) return undefined;
    if (names.length > shape.maxProperties || names.length < shape.minProperties) return undefined;
    const parent = titleOf(shape) ?? (place.root ? place.parent : place.name);
    let missing = shape.minProperties - names.filter((name) => required.has(name)).length;
    return names.map((name): FieldModel => {
      const goal = shape.goalOf(name);
      const pointer = pointerOf(goal, place.pointer);
      // As many stay as the object needs at least.
      const stays = required.has(name) || missing-- > 0;
      return { name, pointer, spec: this.field(goal, { name, pointer, parent }, stays) };
    });
  }

  private canBe(shape: ObjectShape, name: string): boolean {
    if (shape.absent.has(name)) return false;
    if (shape.names !== undefined && !this.solver.accepts(shape.names, name)) return false;
    return this.solver.depthOf(shape.goalOf(name)) < Infinity;
  }

  private composed(goal: Goal, place: FieldPlace): FieldSpec {
    const shapes = drawn(this.solver.shapesOf(goal));
    const scalars = shapes.filter((shape) => shape.type === 'string' || shape.type === 'number');
    const [only] = scalars;
    const alone = scalars.length === 1 && shapes.every((shape) => shape === only || isNull(shape));
    const suggestion = alone ? this.suggestion(only, place) : undefined;
    return {
      ...this.common(place),
      kind: 'json',
      goal: goal.source,
      output: outputOf(shapes),
      ...(suggestion && { preferred: suggestion.spec }),
    };
  }
}

/** Holds values that are composed, each as large as a whole: as items of lists they would be too many. */
function isOpenEnded(spec: FieldSpec): boolean {
  if (spec.kind === 'json') return spec.output === 'any';
  return spec.kind === 'object' && spec.fields.some((field) => isOpenEnded(field.spec));
}

/** The alternatives that are drawn: those without weight only where there are no others. */
export function drawn(shapes: readonly Shape[]): readonly Shape[] {
  const weighty = shapes.filter(({ weight }) => weight > 0);
  return weighty.length > 0 ? weighty : shapes;
}

/** Random identities are paths, so that a slash in a name has to be written otherwise. */
function keyOf(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** Where a goal is said in the document asked for. */
export function pointerOf(goal: Goal, otherwise: string): string {
  const here = goal.literals.find(({ at }) => at.node.file === undefined && at.node.id >= 0);
  return here?.at.node.pointer ?? otherwise;
}

export function titleOf(shape: Shape): string | undefined {
  return shape.notes.find(({ title }) => title !== undefined && title !== '')?.title;
}

function isNull(shape: Shape): boolean {
  return shape.type === 'null' || (shape.type === 'values' && shape.values.every((value) => value === null));
}

/** What a column of such values holds. */
function outputOf(shapes: readonly Shape[]): JsonSpec['output'] {
  const kinds = new Set(shapes.flatMap(kindsOf));
  kinds.delete('null');
  if (kinds.size === 2 && kinds.has('integer') && kinds.has('number')) return 'number';
  const [kind] = kinds;
  return kinds.size === 1 && kind !== 'null' ? kind : 'any';
}

type Kind = JsonSpec['output'] | 'null';

function kindsOf(shape: Shape): Kind[] {
  switch (shape.type) {
    case 'null':
    case 'boolean':
    case 'string':
      return [shape.type];
    case 'number':
      return [shape.integer && isSafe(shape) ? 'integer' : 'number'];
    case 'values':
      return shape.values.map(kindOfValue);
    default:
      return ['any'];
  }
}

/** Numbers near 0 are as good as any, or all are near it. */
function isSafe({ min, max, multipleOf }: NumberShape): boolean {
  return min <= 2 ** 53 && max >= -(2 ** 53) && multipleOf.every((step) => step <= 1e9);
}

function kindOfValue(value: unknown): Kind {
  if (value === null) return 'null';
  if (typeof value === 'number') return Number.isSafeInteger(value) ? 'integer' : 'number';
  return typeof value === 'string' || typeof value === 'boolean' ? (typeof value as 'string' | 'boolean') : 'any';
}
