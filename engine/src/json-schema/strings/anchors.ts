import { countOf } from '../../fields/pattern-classes.js';
import { readable } from './readable.js';
import type { Expression } from './syntax.js';

/** Whether every match begins where the text does (`start`), or ends where it does. */
export function isAnchored(node: Expression, side: 'start' | 'end'): boolean {
  switch (node.type) {
    case 'start':
    case 'end':
      return node.type === side;
    case 'group':
      return isAnchored(node.body, side);
    case 'repeat':
      return node.min > 0 && isAnchored(node.body, side);
    case 'choice':
      return node.options.every((option) => isAnchored(option, side));
    case 'sequence': {
      const items = side === 'start' ? node.items : [...node.items].reverse();
      for (const item of items) {
        if (isAnchored(item, side)) return true;
        if (!isWidthless(item)) return false;
      }
      return false;
    }
    default:
      return false;
  }
}

function isWidthless(node: Expression): boolean {
  return node.type === 'look' || node.type === 'boundary' || node.type === 'start' || node.type === 'end';
}

/** About how many readable texts an expression has, `most` for more. */
export function varietyOf(node: Expression, most: number): number {
  const variety = (of: Expression): number => {
    switch (of.type) {
      case 'set':
        return countOf(readable(of.points));
      case 'sequence':
        return of.items.reduce((product, item) => Math.min(most, product * variety(item)), 1);
      case 'choice':
        return of.options.reduce((sum, option) => Math.min(most, sum + variety(option)), 0);
      case 'group':
        return variety(of.body);
      case 'repeat': {
        const body = variety(of.body);
        let sum = 0;
        let product = 1;
        for (let k = 0; k <= Math.min(of.max, of.min + 8) && sum < most; k++) {
          if (k >= of.min) sum += product;
          product = Math.min(most, product * body);
        }
        return Math.min(most, sum);
      }
      default:
        return 1;
    }
  };
  return Math.min(most, variety(node));
}

/**
 * For `^[…]{1,2048}$`, a set of characters repeated and nothing else: the set without bounds, and the bounds. Lengths cost
 * less than states.
 */
export function lengthsOf(root: Expression): { root: Expression; min: number; max: number } | undefined {
  const unwrap = (node: Expression): Expression => (node.type === 'group' ? unwrap(node.body) : node);
  const outer = unwrap(root);
  if (outer.type !== 'sequence' || outer.items.length !== 3) return undefined;
  const [start, middle, end] = outer.items;
  const repeat = unwrap(middle);
  if (start.type !== 'start' || end.type !== 'end' || repeat.type !== 'repeat') return undefined;
  if (unwrap(repeat.body).type !== 'set') return undefined;
  const body: Expression = { ...repeat, min: 0, max: Infinity };
  return { root: { type: 'sequence', items: [start, body, end] }, min: repeat.min, max: repeat.max };
}
