import type { CodePoints } from './pattern-classes.js';
import { PatternError, type PatternNode } from './pattern-syntax.js';

/** Fixed places beyond this many are not written out. */
const MOST_PLACES = 1024;

/** Code points of the longest text. */
export function longestOf(root: PatternNode): number {
  const groups = new Map<number, number>();
  const measure = (node: PatternNode): number => {
    switch (node.type) {
      case 'set':
        return 1;
      case 'sequence':
        return node.items.reduce((sum, n) => sum + measure(n), 0);
      case 'choice':
        return Math.max(...node.options.map(measure));
      case 'repeat':
        return node.max * measure(node.body);
      case 'group': {
        const length = measure(node.body);
        groups.set(node.index, length);
        return length;
      }
      case 'reference':
        return groups.get(node.index) ?? 0;
      default:
        return 0;
    }
  };
  return measure(root);
}

/** Whether a node can draw the empty text. */
function canBeEmpty(node: PatternNode): boolean {
  switch (node.type) {
    case 'set':
      return false;
    case 'sequence':
      return node.items.every(canBeEmpty);
    case 'choice':
      return node.options.some(canBeEmpty);
    case 'repeat':
      return node.min === 0 || canBeEmpty(node.body);
    case 'group':
      return canBeEmpty(node.body);
    default:
      return true;
  }
}

/** The character sets of a pattern whose texts all have one length and need no choice but of characters. */
export function fixedPlaces(root: PatternNode): CodePoints[] | undefined {
  const places: CodePoints[] = [];
  const append = (node: PatternNode): boolean => {
    switch (node.type) {
      case 'set':
        places.push(node.points);
        return places.length <= MOST_PLACES;
      case 'sequence':
        return node.items.every(append);
      case 'repeat': {
        if (node.min !== node.max) return false;
        for (let k = 0; k < node.max; k++) if (!append(node.body)) return false;
        return true;
      }
      case 'group':
        return append(node.body);
      case 'choice':
      case 'reference':
        return false;
      default:
        return true;
    }
  };
  return append(root) ? places : undefined;
}

/** @throws PatternError where `^` or `$` stands where something may be drawn before or after it. */
export function checkAnchors(root: PatternNode): void {
  const refuse = (at: number, sign: string, side: string): never => {
    throw new PatternError(
      'pattern/unsupported',
      `${sign} can only stand at the ${side} of the pattern; for the character itself write \\${sign}`,
      at,
      at + 1,
    );
  };
  const check = (node: PatternNode, first: boolean, last: boolean): void => {
    switch (node.type) {
      case 'start':
        if (!first) refuse(node.at, '^', 'start');
        return;
      case 'end':
        if (!last) refuse(node.at, '$', 'end');
        return;
      case 'sequence': {
        const draws = node.items.map((n) => longestOf(n) > 0 || n.type === 'reference');
        const from = draws.indexOf(true);
        const to = draws.lastIndexOf(true);
        node.items.forEach((n, k) => check(n, first && (from < 0 || k <= from), last && (to < 0 || k >= to)));
        return;
      }
      case 'choice':
        for (const option of node.options) check(option, first, last);
        return;
      case 'repeat': {
        const once = node.max <= 1;
        check(node.body, first && once, last && once);
        return;
      }
      case 'group':
        check(node.body, first, last);
        return;
      default:
    }
  };
  check(root, true, true);
}

/**
 * A repetition that may draw nothing forgets its groups in a way that depends on how the text is read.
 * @throws PatternError where a group in such a repetition is referred to.
 */
export function checkReferences(root: PatternNode, source: string): void {
  const referred = referredIn(root);
  const loose = new Set<number>();
  const walk = (node: PatternNode, inLoose: boolean): void => {
    switch (node.type) {
      case 'group':
        if (inLoose) loose.add(node.index);
        walk(node.body, inLoose);
        return;
      case 'repeat':
        walk(node.body, inLoose || (node.max > node.min && canBeEmpty(node.body)));
        return;
      case 'sequence':
        for (const n of node.items) walk(n, inLoose);
        return;
      case 'choice':
        for (const n of node.options) walk(n, inLoose);
        return;
      default:
    }
  };
  walk(root, false);
  for (const index of referred) {
    if (!loose.has(index)) continue;
    throw new PatternError(
      'pattern/unsupported',
      `${source} refers to group ${index}, which stands in a repetition that may be empty; move the group out of it`,
    );
  }
}

/** Numbers of the groups inside a node. */
export function groupsIn(node: PatternNode): number[] {
  switch (node.type) {
    case 'group':
      return [node.index, ...groupsIn(node.body)];
    case 'repeat':
      return groupsIn(node.body);
    case 'sequence':
      return node.items.flatMap(groupsIn);
    case 'choice':
      return node.options.flatMap(groupsIn);
    default:
      return [];
  }
}

/** Numbers of the groups that are referred to. */
export function referredIn(node: PatternNode): Set<number> {
  switch (node.type) {
    case 'reference':
      return new Set([node.index]);
    case 'repeat':
    case 'group':
      return referredIn(node.body);
    case 'sequence':
      return new Set(node.items.flatMap((n) => [...referredIn(n)]));
    case 'choice':
      return new Set(node.options.flatMap((n) => [...referredIn(n)]));
    default:
      return new Set();
  }
}
