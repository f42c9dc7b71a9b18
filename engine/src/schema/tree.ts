import { pointerTo, segmentsOf } from './diagnostic.js';
import type { ScalarNode, SyntaxEntry, SyntaxNode } from './syntax.js';

/** A place in a tree: a value, or the key of an entry. */
export interface TreePlace {
  /** RFC 6901. */
  readonly pointer: string;
  /** The innermost node around the offset; the key where `at` is `key`. */
  readonly node: SyntaxNode;
  readonly at: 'key' | 'value';
  /** Nodes from the root to the innermost value, which is the last; without the key. */
  readonly path: readonly SyntaxNode[];
}

/** The innermost key or value around an offset; right behind the last character counts as in it. */
export function placeAt(tree: SyntaxNode | undefined, offset: number): TreePlace | undefined {
  if (tree === undefined || offset < tree.start || offset > tree.end) return undefined;
  const path: SyntaxNode[] = [];
  let pointer = '';
  for (let node: SyntaxNode | undefined = tree; node !== undefined;) {
    path.push(node);
    const step: Step | undefined = stepInto(node, offset);
    if (step?.key) return { pointer: pointerTo(pointer, step.segment), node: step.key, at: 'key', path };
    if (step === undefined) break;
    pointer = pointerTo(pointer, step.segment);
    node = step.node;
  }
  return { pointer, node: path[path.length - 1], at: 'value', path };
}

interface Step {
  readonly segment: string | number;
  readonly node: SyntaxNode | undefined;
  readonly key?: ScalarNode;
}

function stepInto(node: SyntaxNode, offset: number): Step | undefined {
  if (node.kind === 'map') {
    const entry = around(node.entries, offset);
    if (entry === undefined) return undefined;
    const { key, value } = entry;
    if (offset <= key.end) return { segment: String(key.value), node: value, key };
    return value && offset >= value.start ? { segment: String(key.value), node: value } : undefined;
  }
  if (node.kind !== 'list') return undefined;
  const index = node.items.findIndex((item) => item && item.start <= offset && offset <= item.end);
  return index < 0 ? undefined : { segment: index, node: node.items[index] };
}

/** The last entry that begins at or before the offset, if it reaches it. */
function around(entries: readonly SyntaxEntry[], offset: number): SyntaxEntry | undefined {
  let low = 0;
  let high = entries.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (entries[middle].start <= offset) low = middle + 1;
    else high = middle - 1;
  }
  const entry = entries.at(high < 0 ? entries.length : high);
  return entry && offset <= entry.end ? entry : undefined;
}

/** The value at a pointer; aliases and merge keys on the way are followed, the last of duplicate keys counts. */
export function nodeAt(tree: SyntaxNode | undefined, pointer: string): SyntaxNode | undefined {
  let node = tree;
  for (const segment of segmentsOf(pointer)) {
    const holder: SyntaxNode | undefined = follow(node);
    if (holder?.kind === 'list') node = /^\d+$/.test(segment) ? holder.items[Number(segment)] : undefined;
    else node = entryIn(holder, segment)?.value;
    if (node === undefined) return undefined;
  }
  return node;
}

/** The entry whose value a pointer names; `undefined` for the root and for items of lists. */
export function entryAt(tree: SyntaxNode | undefined, pointer: string): SyntaxEntry | undefined {
  if (pointer === '') return undefined;
  const cut = pointer.lastIndexOf('/');
  return entryIn(follow(nodeAt(tree, pointer.slice(0, cut))), segmentsOf(pointer.slice(cut))[0]);
}

/** The entry of a key in a mapping; without one of its own, the one that a merge key brings in. */
function entryIn(node: SyntaxNode | undefined, name: string, depth = 0): SyntaxEntry | undefined {
  if (node?.kind !== 'map' || depth > MAX_MERGES) return undefined;
  const own = node.entries.filter(({ key, merge }) => !merge && key.value === name).at(-1);
  if (own !== undefined) return own;
  for (const { merge, value } of node.entries) {
    if (!merge) continue;
    const source = follow(value);
    for (const part of source?.kind === 'list' ? source.items : [source]) {
      const found = entryIn(follow(part), name, depth + 1);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

const MAX_MERGES = 200;

/** What an alias stands for. */
export function follow(node: SyntaxNode | undefined): SyntaxNode | undefined {
  let target = node;
  for (let i = 0; target?.kind === 'alias' && i < MAX_MERGES; i++) target = target.target;
  return target?.kind === 'alias' ? undefined : target;
}
