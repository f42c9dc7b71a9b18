import type { TextColumn } from '../columns/column.js';
import type { Node, RelationNode, RelationOperator } from './node.js';
import { compareText } from './text-order.js';
import { DurationValue } from './time.js';
import { eitherFault, eitherNull, unpack, type BoolVec, type Vec } from './vector.js';

export function relation(node: RelationNode, a: Vec, b: Vec): BoolVec {
  const { length } = a;
  const nulls = eitherNull(a.nulls, b.nulls);
  const faults = eitherFault(a.faults, b.faults);
  const values = new Uint8Array(length);
  if (node.on === 'number' && a.kind === 'number' && b.kind === 'number') {
    compareNumbers(node.operator, a.values, b.values, values);
  } else if (node.on === 'bool' && a.kind === 'bool' && b.kind === 'bool') {
    compareNumbers(node.operator, a.values, b.values, values);
  } else if (!equalBytes(node, a, b, values)) {
    compareValues(node, a, b, values);
  }
  return { kind: 'bool', length, values, nulls, faults };
}

type Numbers = Float64Array | Uint8Array;

function compareNumbers(operator: RelationOperator, x: Numbers, y: Numbers, out: Uint8Array): void {
  const { length } = out;
  switch (operator) {
    case '<':
      for (let i = 0; i < length; i++) out[i] = x[i] < y[i] ? 1 : 0;
      break;
    case '<=':
      for (let i = 0; i < length; i++) out[i] = x[i] <= y[i] ? 1 : 0;
      break;
    case '>':
      for (let i = 0; i < length; i++) out[i] = x[i] > y[i] ? 1 : 0;
      break;
    case '>=':
      for (let i = 0; i < length; i++) out[i] = x[i] >= y[i] ? 1 : 0;
      break;
    case '==':
      for (let i = 0; i < length; i++) out[i] = x[i] === y[i] ? 1 : 0;
      break;
    case '!=':
      for (let i = 0; i < length; i++) out[i] = x[i] !== y[i] ? 1 : 0;
      break;
  }
}

/** A text column against a literal, by its bytes; false if the operands are something else. */
function equalBytes(node: RelationNode, a: Vec, b: Vec, out: Uint8Array): boolean {
  if (node.on !== 'string' || (node.operator !== '==' && node.operator !== '!=')) return false;
  const [literal, vec] = literalOf(node.left) === undefined ? [literalOf(node.right), a] : [literalOf(node.left), b];
  if (literal === undefined || vec.kind !== 'text' || vec.column.kind !== 'text') return false;
  findEqual(vec.column, new TextEncoder().encode(literal), out);
  if (node.operator === '!=') for (let i = 0; i < out.length; i++) out[i] ^= 1;
  return true;
}

function literalOf(node: Node): string | undefined {
  return node.op === 'const' && typeof node.value === 'string' ? node.value : undefined;
}

function findEqual({ bytes, offsets }: TextColumn, wanted: Uint8Array, out: Uint8Array): void {
  for (let i = 0; i < out.length; i++) {
    const from = offsets[i];
    if (offsets[i + 1] - from !== wanted.length) continue;
    let k = 0;
    while (k < wanted.length && bytes[from + k] === wanted[k]) k++;
    if (k === wanted.length) out[i] = 1;
  }
}

function compareValues({ operator, on, left, right }: RelationNode, a: Vec, b: Vec, out: Uint8Array): void {
  const x = unpack(a, left.type);
  const y = unpack(b, right.type);
  for (let i = 0; i < out.length; i++) {
    if (x[i] === null || y[i] === null) continue;
    const holds =
      operator === '==' || operator === '!='
        ? (operator === '==') === (on === 'string' ? x[i] === y[i] : deepEqual(x[i], y[i]))
        : ordered(operator, compareText(x[i] as string, y[i] as string));
    out[i] = holds ? 1 : 0;
  }
}

/** Whether an order of `sign` (less than 0, 0, more) satisfies the operator. */
export function ordered(operator: '<' | '<=' | '>' | '>=', sign: number): boolean {
  switch (operator) {
    case '<':
      return sign < 0;
    case '<=':
      return sign <= 0;
    case '>':
      return sign > 0;
    case '>=':
      return sign >= 0;
  }
}

/** Equality of values of any types: by structure; values of different types differ. */
export function deepEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (a instanceof Date || b instanceof Date) {
    return a instanceof Date && b instanceof Date && a.getTime() === b.getTime();
  }
  if (a instanceof DurationValue || b instanceof DurationValue) {
    return a instanceof DurationValue && b instanceof DurationValue && a.ms === b.ms;
  }
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
    return a.every((item, i) => deepEqual(item, b[i]));
  }
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every(
      (k) => Object.hasOwn(b, k) && deepEqual((a as Record<string, unknown>)[k], (b as Record<string, unknown>)[k]),
    )
  );
}

/** `x in list`. */
export function isIn(left: Node, right: Node, a: Vec, b: Vec): BoolVec {
  const { length } = a;
  const nulls = eitherNull(a.nulls, b.nulls);
  const faults = eitherFault(a.faults, b.faults);
  const values = new Uint8Array(length);
  const x = unpack(a, left.type);
  const literal = right.op === 'const' && Array.isArray(right.value) ? right.value : undefined;
  const simple = literal?.every((item) => typeof item !== 'object' || item === null);
  if (literal && simple) {
    const wanted = new Set<unknown>(literal);
    for (let i = 0; i < length; i++) values[i] = wanted.has(x[i]) ? 1 : 0;
  } else {
    const lists = unpack(b, right.type);
    for (let i = 0; i < length; i++) {
      const list = lists[i] as unknown[] | null;
      if (list !== null && x[i] !== null && list.some((item) => deepEqual(item, x[i]))) values[i] = 1;
    }
  }
  return { kind: 'bool', length, values, nulls, faults };
}
