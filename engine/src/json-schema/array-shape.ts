import type { Draft } from './draft.js';
import { Evaluated } from './evaluated.js';
import { negative, positive, type Goal, type Literal } from './goal.js';
import type { Parts } from './object-shape.js';
import type { ArrayShape, ContainsShape } from './shape.js';

/** Arrays of a draft; `undefined` where its item counts leave none. */
export function arrayShape(
  { schemas, goals }: Parts,
  draft: Draft,
  excluded: readonly unknown[],
  weight: number,
): ArrayShape | undefined {
  const { array } = draft;
  const unevaluated = array.unevaluated.flatMap(({ at, owner }) => {
    const evaluated = new Evaluated(schemas, draft, owner);
    if (evaluated.allItems) return [];
    // Items that `contains` matches are evaluated: where no other may be, all others have to match it.
    const literal = at.node.value === false && evaluated.contains.length > 0 ? evaluated.contains[0]! : at;
    return [{ from: evaluated.places, literal: positive(literal) }];
  });
  const places = Math.max(
    0,
    ...array.lists.map(({ keywords }) => keywords.prefixItems.length),
    ...array.placed.map(({ place }) => place + 1),
    ...unevaluated.map(({ from }) => from),
  );
  const goalAt = (place: number): Goal => {
    const literals: Literal[] = [...array.all];
    for (const { keywords, scope } of array.lists) {
      const node = keywords.prefixItems[place] ?? keywords.items;
      if (node !== undefined) literals.push(positive(schemas.graph.enter(node, scope)));
    }
    for (const { place: other, literal } of array.placed) if (other === place) literals.push(literal);
    for (const { from, literal } of unevaluated) if (place >= from) literals.push(literal);
    return goals.of(literals);
  };

  const { minItems, unique, repeated } = array;
  let { maxItems } = array;
  const contains = new Map<Goal, ContainsShape>();
  for (const { at, min, max } of array.contains) {
    const goal = goals.of([positive(at)]);
    const before = contains.get(goal);
    const counted = { min: Math.max(min, before?.min ?? 0), max: Math.min(max, before?.max ?? Infinity) };
    if (counted.min > counted.max || (counted.min > 0 && goals.isNever(goal))) return undefined;
    contains.set(goal, { goal, ...counted, not: goals.of([negative(at)]) });
  }
  for (const [goal, { not, max }] of contains) {
    if (goals.isNever(goal)) contains.delete(goal);
    if (!goals.isNever(not)) continue;
    maxItems = Math.min(maxItems, max);
    contains.delete(goal);
  }

  const prefix: Goal[] = [];
  while (prefix.length < Math.min(places, maxItems)) {
    const goal = goalAt(prefix.length);
    if (goals.isNever(goal)) maxItems = prefix.length;
    else prefix.push(goal);
  }
  const rest = goalAt(places);
  if (goals.isNever(rest)) maxItems = Math.min(maxItems, places);
  if (minItems > maxItems) return undefined;
  const shared = { type: 'array', weight, excluded, notes: draft.notes, minItems, maxItems, unique, repeated } as const;
  return { ...shared, prefix, rest, contains: [...contains.values()] };
}
