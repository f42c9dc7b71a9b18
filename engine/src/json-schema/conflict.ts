import type { Depths } from './depth.js';
import type { Origin, Reason } from './draft.js';
import type { Goal } from './goal.js';
import type { Need } from './needs.js';
import { DraftObject } from './object-shape.js';
import type { Shape } from './shape.js';

/** Reasons given at most. */
const REASONS = 8;

/** What was found out about a goal on the way. */
export interface Findings {
  readonly shapes: readonly Shape[];
  readonly reasons: readonly Reason[];
}

/** The keywords that keep a goal from being satisfied: its own, or those of a part that it cannot do without. */
export function explainConflict(goal: Goal, findings: (goal: Goal) => Findings, depths: Depths): Reason[] {
  const reasons: Reason[] = [];
  const path = new Set<Goal>();
  const explain = (each: Goal): void => {
    if (path.has(each)) return;
    path.add(each);
    const { shapes, reasons: own } = findings(each);
    if (shapes.length === 0) reasons.push(...(own.length > 0 ? own : plainly(each)));
    for (const shape of shapes) {
      const need = depths
        .needs(shape)
        .find(({ count, of }) => of.filter((g) => depths.of(g) < Infinity).length < count);
      if (need === undefined) continue;
      const part = need.of.find((g) => depths.of(g) === Infinity);
      const endless = part !== undefined && path.has(part);
      if (part !== undefined && !endless) explain(part);
      reasons.push(reasonOf(each, shape, need, endless));
    }
  };
  explain(goal);
  return distinct(reasons).slice(0, REASONS);
}

/** What requires the part, where that is a keyword of its own. */
export function originOf(shape: Shape, { name }: Need): Origin | undefined {
  return name !== undefined && shape instanceof DraftObject ? shape.origins.get(name) : undefined;
}

function reasonOf(goal: Goal, shape: Shape, need: Need, endless: boolean): Reason {
  const why = endless ? 'would have to nest without end' : 'has to be there, but nothing satisfies what it must be';
  const origin = originOf(shape, need);
  const keyword = shape.type === 'array' ? 'minItems' : 'minProperties';
  return { ...(origin ?? { node: goal.literals[0]!.at.node, keyword }), message: `${need.part} ${why}` };
}

function plainly(goal: Goal): Reason[] {
  return goal.literals.map(({ at, negated }) => ({
    node: at.node,
    keyword: '',
    message: negated ? 'must not hold, but always does' : 'allows nothing',
  }));
}

function distinct(reasons: readonly Reason[]): Reason[] {
  const seen = new Set<string>();
  return reasons.filter(({ node, keyword, message }) => {
    const key = `${node.location} ${keyword} ${message}`;
    return !seen.has(key) && seen.add(key);
  });
}
