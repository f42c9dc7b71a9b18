import { FaultList } from './arithmetic.js';
import { mixed } from './conversions.js';
import { Fault } from './error.js';
import { asList, fold, itemsOf, sizes } from './lists.js';
import { allFaults } from './logic.js';
import type { CallNode, DynamicNode, ExpectNode, IndexNode, Node, NodeBase } from './node.js';
import { deepEqual, ordered } from './relation.js';
import { accept, needsItems, type FunctionOverload } from './signature.js';
import { compareText } from './text-order.js';
import { DurationValue } from './time.js';
import { aType, type ExprType } from './type.js';
import { eitherNull, ownValue, pack, unpack, type Vec } from './vector.js';

export function call(node: CallNode, args: readonly Vec[]): Vec {
  const folded = foldCall(node, args);
  if (folded) return folded;
  const types = node.args.map((arg) => arg.type);
  const single = node.overloads.length === 1 && !types.some(holdsDyn);
  const body = single ? node.overloads[0].call : dispatch(node, types);
  const lists = single ? node.overloads[0].params.map(needsItems) : [];
  return mapRows(node, args, types, (values) => {
    for (let k = 0; k < lists.length; k++) if (lists[k] && (values[k] as unknown[]).includes(null)) return null;
    return body(...values);
  });
}

function foldCall(node: CallNode, args: readonly Vec[]): Vec | undefined {
  const [overload] = node.overloads;
  const [arg] = node.args;
  if (node.overloads.length !== 1 || overload.fold === undefined || arg.type.kind !== 'list') return undefined;
  const list = asList(args[0], arg.type.items);
  if (overload.fold === 'size') return sizes(list);
  const items = itemsOf(list.items, arg.type.items);
  if (items.kind !== 'number') return undefined;
  return fold(overload.fold, list, items, overload.fold === 'sum' && node.type.kind === 'int', node);
}

/** Chooses among overloads by the values of a row. */
function dispatch(node: CallNode, types: readonly ExprType[]): (...values: unknown[]) => unknown {
  const convert = (overload: FunctionOverload, values: unknown[]): unknown[] =>
    values.map((value, k) => (holdsDyn(types[k]) ? accept(overload.params[k], value) : value));
  return (...values) => {
    for (const overload of node.overloads) {
      const given = convert(overload, values);
      if (!given.includes(undefined)) {
        if (given.some((value, k) => needsItems(overload.params[k]) && (value as unknown[]).includes(null)))
          return null;
        const result = overload.call(...given);
        return node.type.kind === 'dyn' ? mixed(result, overload.result.kind) : result;
      }
    }
    const wanted = node.overloads.map((o) => o.signature.replace(/:.*$/, '')).join(' or ');
    throw new Fault('expr/type', `${node.name}() takes ${wanted}, not ${values.map(show).join(', ')}`);
  };
}

function holdsDyn(type: ExprType): boolean {
  return type.kind === 'dyn' || (type.kind === 'list' && holdsDyn(type.items));
}

/** Applies a function to the values of each row that has them all. */
function mapRows(
  node: NodeBase,
  args: readonly Vec[],
  types: readonly ExprType[],
  body: (values: unknown[]) => unknown,
): Vec {
  const length = args[0]?.length ?? 0;
  const nulls = args.reduce<Uint8Array | undefined>((marks, arg) => eitherNull(marks, arg.nulls), undefined);
  const faults = new FaultList(node, nulls, allFaults(args));
  const columns = args.map((arg, k) => unpack(arg, types[k]));
  const out: unknown[] = new Array(length);
  const values: unknown[] = new Array(args.length);
  for (let i = 0; i < length; i++) {
    out[i] = null;
    if (!faults.live(i)) continue;
    for (let k = 0; k < columns.length; k++) values[k] = columns[k][i];
    try {
      out[i] = body(values);
    } catch (error) {
      faults.catch(i, error);
    }
  }
  return pack(out, node.type, faults.all);
}

/** A value in messages. */
function show(value: unknown): string {
  if (value instanceof Date) return value.toISOString();
  if (value instanceof DurationValue) return `${value.ms}ms`;
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}

export function expectType(node: ExpectNode, vec: Vec): Vec {
  const { type } = node;
  return mapRows(node, [vec], [node.operand.type], ([value]) => {
    const pattern =
      type.kind === 'list' ? ({ kind: 'list', items: { kind: 'dyn' } } as const) : ({ kind: type.kind } as const);
    const held = accept(pattern, value);
    if (held === undefined) throw new Fault('expr/type', `expected ${aType(type)}, found ${show(value)}`);
    return held;
  });
}

/** Timestamps and durations as they stand among mixed values. */
export function mix(operand: Node, vec: Vec, type: ExprType): Vec {
  const values = Array.from(unpack(vec, operand.type), (value) => mixValue(value, operand.type));
  return { ...pack(values, type), nulls: vec.nulls, faults: vec.faults };
}

function mixValue(value: unknown, type: ExprType): unknown {
  if (value === null) return null;
  if (type.kind === 'list') return (value as unknown[]).map((item) => mixValue(item, type.items));
  if (type.kind === 'map') {
    return Object.fromEntries(
      Object.entries(value as object).map(([k, v]) => [
        k,
        mixValue(v, type.fields.get(k) ?? { kind: 'dyn', nullable: true }),
      ]),
    );
  }
  return value instanceof Date ? value : mixed(value, type.kind);
}

export function dynamic(node: DynamicNode, a: Vec, b: Vec): Vec {
  const { operator } = node;
  return mapRows(node, [a, b], [node.left.type, node.right.type], ([x, y]) => {
    if (operator === 'in') return isMember(x, y);
    if (operator === '+') {
      if (typeof x === 'number' && typeof y === 'number') return x + y;
      if (typeof x === 'string' && typeof y === 'string') return x + y;
      if (Array.isArray(x) && Array.isArray(y)) return [...(x as unknown[]), ...(y as unknown[])];
    } else {
      if (typeof x === 'number' && typeof y === 'number') return ordered(operator, x - y);
      if (typeof x === 'string' && typeof y === 'string') return ordered(operator, compareText(x, y));
    }
    throw new Fault('expr/type', `${show(x)} ${operator} ${show(y)} has no meaning`);
  });
}

function isMember(key: unknown, of: unknown): boolean {
  if (Array.isArray(of)) return of.some((item) => deepEqual(item, key));
  if (typeof of === 'object' && of !== null) return typeof key === 'string' && Object.hasOwn(of, key);
  throw new Fault('expr/type', `in needs a list or a map, not ${show(of)}`);
}

/** `value.name` of a value that is no column. */
export function fieldOfValue(node: NodeBase, operand: Node, name: string, vec: Vec): Vec {
  const declared = operand.type.kind === 'map';
  return mapRows(node, [vec], [operand.type], ([value]) => {
    const found = ownValue(value, name);
    // A declared field that is not there is an optional one.
    if (found === undefined && !declared) throw noSuchKey(name, value);
    return found ?? null;
  });
}

/** `value[key]` of a value that is no list column. */
export function indexValue(node: IndexNode, operand: Vec, index: Vec): Vec {
  return mapRows(node, [operand, index], [node.operand.type, node.index.type], ([value, key]) => {
    if (Array.isArray(value)) {
      const items = value as unknown[];
      if (Number.isInteger(key) && (key as number) >= 0 && (key as number) < items.length) return items[key as number];
      throw new Fault('expr/out-of-range', `there is no item ${show(key)} in a list of ${items.length}`);
    }
    const found = typeof key === 'string' ? ownValue(value, key) : undefined;
    if (found === undefined) throw noSuchKey(key, value);
    return found;
  });
}

function noSuchKey(key: unknown, value: unknown): Fault {
  const what = typeof value === 'object' ? 'there is no key' : `${show(value)} has no key`;
  return new Fault('expr/no-such-key', `${what} ${show(key)}; test with has()`);
}

/** Texts or lists, one after the other. */
export function concat(node: NodeBase, left: Node, right: Node, a: Vec, b: Vec): Vec {
  return mapRows(node, [a, b], [left.type, right.type], ([x, y]) =>
    typeof x === 'string' ? x + (y as string) : [...(x as unknown[]), ...(y as unknown[])],
  );
}
