import type { Goal, Goals } from './goal.js';
import { DraftObject } from './object-shape.js';
import type { Shape } from './shape.js';

/** So many of these goals have to be satisfied, or a value of the shape cannot be. */
export interface Need {
  readonly count: number;
  readonly of: readonly Goal[];
  /** The parts it speaks of, for messages. */
  readonly part: string;
  /** The property, where it is required by name. */
  readonly name?: string;
}

/** What parts a shape cannot do without; necessary, not always sufficient. */
export function needsOf(shape: Shape, goals: Goals): readonly Need[] {
  if (shape instanceof DraftObject) return objectNeeds(shape);
  if (shape.type !== 'array') return [];
  const needs: Need[] = [];
  const { prefix, rest, minItems, maxItems } = shape;
  prefix.slice(0, minItems).forEach((goal, place) => needs.push({ count: 1, of: [goal], part: `item ${place}` }));
  if (minItems > prefix.length) needs.push({ count: 1, of: [rest], part: 'items' });
  for (const { goal, min } of shape.contains) {
    if (min === 0) continue;
    const places = [...prefix.slice(0, maxItems), ...(maxItems > prefix.length ? [rest] : [])];
    needs.push({ count: 1, of: places.map((place) => goals.and(place, goal)), part: 'an item that contains asks for' });
  }
  return needs;
}

function objectNeeds(shape: DraftObject): Need[] {
  const needs: Need[] = shape.required.map((name) => ({
    count: 1,
    of: [shape.goalOf(name)],
    part: `property "${name}"`,
    name,
  }));
  for (const { name, value } of shape.some) {
    needs.push({ count: 1, of: [name], part: 'the name of a property' }, { count: 1, of: [value], part: 'a property' });
  }
  const extra = shape.minProperties - shape.required.length;
  if (extra <= 0) return needs;
  const optional = shape.spelled.filter((name) => !shape.required.includes(name)).map((name) => shape.goalOf(name));
  const beyond = shape.endless ? [shape.others, ...shape.patternGoals] : [];
  // One more than can be spelled out needs what any number more needs.
  const count = Math.min(extra, optional.length + 1);
  const endless = beyond.flatMap((goal) => new Array<Goal>(count).fill(goal));
  needs.push({ count, of: [...optional, ...endless], part: 'the properties that minProperties asks for' });
  return needs;
}
