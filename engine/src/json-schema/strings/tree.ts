import type { TextColumn } from '../../columns/column.js';
import type { Batch } from '../../fields/drawer.js';
import { drawBytes, isAscii } from '../../fields/pattern-bytes.js';
import { drawChain } from '../../fields/pattern-chain.js';
import { checkAnchors, checkReferences, fixedPlaces, longestOf } from '../../fields/pattern-shape.js';
import { OPEN_REPEATS, PatternError, type PatternNode } from '../../fields/pattern-syntax.js';
import { hasSpace, isPlainSet } from '../../fields/pattern-text.js';
import { drawTree } from '../../fields/pattern-tree.js';
import type { Stream } from '../../random/stream.js';
import { readable } from './readable.js';
import type { Expression, ParsedExpression } from './syntax.js';

/** Repetitions beyond the fewest that are drawn of a quantifier with both ends. */
const BOUND_REPEATS = 24;
const LONGEST = 65_536;

/** A regular expression without look-around, drawn as it is written: alternatives are equally likely. */
export interface Tree {
  /** Code points. */
  readonly shortest: number;
  readonly longest: number;
  drawer(stream: Stream): (batch: Batch) => TextColumn;
}

/** `undefined` where texts cannot be drawn as the expression is written. */
export function treeOf(parsed: ParsedExpression, source: string): Tree | undefined {
  const root = nodeOf(parsed.root);
  if (root === undefined) return undefined;
  try {
    checkAnchors(root);
    checkReferences(root, source);
  } catch (error) {
    if (error instanceof PatternError) return undefined;
    throw error;
  }
  const longest = longestOf(root);
  if (longest > LONGEST) return undefined;
  return { shortest: shortestOf(root), longest, drawer: (stream) => drawerOf(root, parsed.groups, longest, stream) };
}

function drawerOf(root: PatternNode, groups: number, longest: number, stream: Stream): (batch: Batch) => TextColumn {
  if (longest === 0 || !isAscii(root)) return drawTree(root, groups, longest, stream, false);
  const places = fixedPlaces(root);
  if (places === undefined) return drawBytes(root, groups, longest, stream);
  const plain = places.every(isPlainSet) && !hasSpace(places[0]) && !hasSpace(places[places.length - 1]);
  return drawChain(places, stream, plain);
}

function nodeOf(node: Expression): PatternNode | undefined {
  switch (node.type) {
    case 'set': {
      const points = readable(node.points);
      return points.length === 0 ? undefined : { type: 'set', points };
    }
    case 'sequence': {
      const items = nodesOf(node.items);
      return items && { type: 'sequence', items };
    }
    case 'choice': {
      const options = nodesOf(node.options);
      return options && { type: 'choice', options };
    }
    case 'repeat': {
      const body = nodeOf(node.body);
      const { min } = node;
      const span = node.max === Infinity ? OPEN_REPEATS : Math.min(node.max - min, BOUND_REPEATS);
      return body && { type: 'repeat', body, min, max: min + span };
    }
    case 'group': {
      const body = nodeOf(node.body);
      return body && { type: 'group', index: node.index, body };
    }
    case 'reference':
      return node;
    case 'start':
    case 'end':
      return { type: node.type, at: 0 };
    default:
      return undefined;
  }
}

function nodesOf(nodes: readonly Expression[]): PatternNode[] | undefined {
  const made: PatternNode[] = [];
  for (const node of nodes) {
    const one = nodeOf(node);
    if (one === undefined) return undefined;
    made.push(one);
  }
  return made;
}

function shortestOf(node: PatternNode): number {
  switch (node.type) {
    case 'set':
      return 1;
    case 'sequence':
      return node.items.reduce((sum, n) => sum + shortestOf(n), 0);
    case 'choice':
      return Math.min(...node.options.map(shortestOf));
    case 'repeat':
      return node.min * shortestOf(node.body);
    case 'group':
      return shortestOf(node.body);
    default:
      return 0;
  }
}
