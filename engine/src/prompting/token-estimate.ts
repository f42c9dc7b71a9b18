import type { SchemaAt, SchemaGraph } from '../json-schema/graph.js';

/** Tokens of a question and of its answer, at most. */
export interface TokenEstimate {
  readonly input: number;
  readonly output: number;
}

/** Characters that a text without a limit is taken to have at most. */
export const UNBOUNDED_TEXT = 400;
const UNBOUNDED_ITEMS = 10;
const DEEPEST = 6;
const MOST = 1e7;
const FORMAT_LENGTHS: Readonly<Record<string, number>> = {
  'date-time': 35,
  date: 10,
  time: 21,
  uuid: 36,
  email: 64,
  ipv4: 15,
  ipv6: 39,
  hostname: 64,
  uri: 120,
  duration: 20,
};

/** Tokens of a text: about four characters each, rounded up; characters beyond ASCII count double. */
export function estimateTokens(text: string): number {
  let weight = 0;
  for (let i = 0; i < text.length; i++) weight += text.charCodeAt(i) < 128 ? 1 : 2;
  return Math.ceil(weight / 4);
}

/** Characters of the longest JSON text that a value of a schema is likely to have. */
export function longestJson(graph: SchemaGraph, at: SchemaAt): number {
  return longest(graph, at, 0, new Map());
}

/** @param known sizes by schema and depth: schemas that hold themselves many times over are met again and again. */
function longest(graph: SchemaGraph, at: SchemaAt, depth: number, known: Map<number, number>): number {
  const key = at.node.id * (DEEPEST + 2) + depth;
  let size = known.get(key);
  if (size === undefined) known.set(key, (size = Math.min(MOST, sizeOf(graph, at, depth, known))));
  return size;
}

function sizeOf(graph: SchemaGraph, at: SchemaAt, depth: number, known: Map<number, number>): number {
  const k = graph.keywords(at.node);
  const below = (node: Parameters<SchemaGraph['enter']>[0]): number =>
    longest(graph, graph.enter(node, at.scope), depth + 1, known);
  if (k.values !== undefined) return Math.max(2, ...k.values.map((value) => JSON.stringify(value).length));
  if (depth > DEEPEST) return 2;
  const inPlace = [
    ...k.refs.map((ref) => longest(graph, ref.resolve(at.scope), depth + 1, known)),
    ...[...k.allOf, ...k.anyOf, ...k.oneOf].map(below),
  ];
  if (k.types === undefined && inPlace.length > 0) return Math.max(...inPlace);
  const sizes: number[] = [...inPlace];
  const may = (type: 'string' | 'number' | 'array' | 'object'): boolean => k.types === undefined || k.types.has(type);
  if (may('string')) {
    const known = FORMAT_LENGTHS[k.format ?? ''] ?? Math.max(UNBOUNDED_TEXT, k.minLength);
    sizes.push(2 + (k.maxLength === Infinity ? known : k.maxLength));
  }
  if (may('number')) {
    const bound = Math.max(numberLength(k.minimum?.value), numberLength(k.maximum?.value));
    sizes.push(k.integer ? bound : bound + 4);
  }
  if (may('array') && (k.types !== undefined || k.items !== undefined)) {
    const count = k.maxItems === Infinity ? Math.max(UNBOUNDED_ITEMS, k.minItems) : k.maxItems;
    const prefix = k.prefixItems.reduce((sum, node) => sum + below(node) + 1, 0);
    const rest = Math.max(0, count - k.prefixItems.length);
    sizes.push(2 + prefix + (k.items === undefined ? 0 : rest * (below(k.items) + 1)));
  }
  if (may('object') && (k.types !== undefined || k.properties.size > 0)) {
    let size = 2;
    for (const [name, node] of k.properties) size += JSON.stringify(name).length + 2 + below(node);
    sizes.push(size);
  }
  return Math.max(5, ...sizes);
}

function numberLength(value: number | undefined): number {
  return value === undefined ? 8 : String(value).length;
}
