import { canonicalText } from './equality.js';
import type { Goal } from './goal.js';
import { DraftObject } from './object-shape.js';
import type { ArrayShape, Shape } from './shape.js';

/** How many values are null where null is one of several alternatives. */
const NULLS = 0.1;

/** Shapes with their weights; equal ones are one. */
export function weighed(shapes: readonly { readonly shape: Shape; readonly weight: number }[]): Shape[] {
  const kept = new Map<string, { readonly shape: Shape; weight: number }>();
  for (const { shape, weight } of shapes) {
    const key = keyOf(shape, weight > 0) ?? `#${kept.size}`;
    const same = kept.get(key);
    if (same === undefined) kept.set(key, { shape, weight });
    else same.weight += weight;
  }
  return [...kept.values()].map(({ shape, weight }) => reweighed(shape, weight));
}

/** The shapes that are offered: null for a tenth of the values, items only where they are possible. */
export function gather(shapes: readonly Shape[], possible: (goal: Goal) => boolean): Shape[] {
  let nulls = 0;
  let others = 0;
  for (const shape of shapes) {
    if (isNull(shape)) nulls += shape.weight;
    else others += shape.weight;
  }
  const factor = nulls > 0 && others > 0 ? ((NULLS / (1 - NULLS)) * others) / nulls : 1;
  return shapes.map((shape) => {
    if (shape.type === 'array') return withinPossible(shape, possible);
    return factor !== 1 && isNull(shape) ? reweighed(shape, shape.weight * factor) : shape;
  });
}

function isNull(shape: Shape): boolean {
  return shape.type === 'null' || (shape.type === 'values' && shape.values.every((value) => value === null));
}

function withinPossible(shape: ArrayShape, possible: (goal: Goal) => boolean): ArrayShape {
  let { maxItems, prefix } = shape;
  const end = prefix.findIndex((goal) => !possible(goal));
  if (end >= 0) {
    maxItems = Math.min(maxItems, end);
    prefix = prefix.slice(0, end);
  }
  if (maxItems > prefix.length && !possible(shape.rest)) maxItems = prefix.length;
  const contains = shape.contains.filter(({ goal }) => possible(goal));
  return { ...shape, maxItems, prefix, contains };
}

function reweighed(shape: Shape, weight: number): Shape {
  if (!(shape instanceof DraftObject)) return { ...shape, weight };
  shape.weight = weight;
  return shape;
}

/** Equal for shapes that stand for the same values and, where that counts, look the same; objects are told apart. */
function keyOf(shape: Shape, looks: boolean): string | undefined {
  if (shape instanceof DraftObject) return undefined;
  const { notes, ...rest } = shape;
  const met = looks ? notes.map(({ pointer, file }) => `${file ?? ''}#${pointer}`) : [];
  return canonicalText([met, plain({ ...rest, weight: looks })]);
}

/** Goals by number, limits as text: what a text can be made of. */
function plain(value: unknown): unknown {
  if (value === Infinity || value === -Infinity) return String(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(plain);
  if (isGoal(value)) return value.id;
  return Object.entries(value).map(([name, part]) => [name, plain(part)]);
}

function isGoal(value: object): value is Goal {
  return 'literals' in value && 'source' in value;
}
