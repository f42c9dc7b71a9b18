import { FaultList, overflow } from './arithmetic.js';
import { Fault } from './error.js';
import { rowsOfItems, selectItems, type Frame } from './frame.js';
import type { MacroNode, NodeBase } from './node.js';
import type { Fold } from './signature.js';
import type { ExprType } from './type.js';
import {
  flatten,
  fromColumn,
  gather,
  pack,
  type BoolVec,
  type Faults,
  type Items,
  type ListVec,
  type NumberVec,
  type Vec,
} from './vector.js';

/** A list laid flat, however it is held. */
export function asList(vec: Vec, items: ExprType): ListVec {
  if (vec.kind === 'list') return vec;
  if (vec.kind === 'any') return flatten(vec, items);
  throw new TypeError(`a list is not held as ${vec.kind}`);
}

/** The items of all rows, one after another. */
export function itemsOf(items: Items, type: ExprType): Vec {
  return items.kind === 'values' ? items.values : fromColumn(items.column([]), type);
}

/** `list.map(i, …)`, `.filter`, `.all`, `.exists`, `.exists_one`. */
export function macro(node: MacroNode, list: ListVec, frame: Frame, evaluate: (frame: Frame) => Vec): Vec {
  let rows: Int32Array | undefined;
  const rowOfItem = (): Int32Array => (rows ??= rowsOfItems(list));
  const body = evaluate(frame.within(node.variable, list, rowOfItem));
  const faults = new FaultList(node, list.nulls, list.faults);
  const blame = (wrong: Faults | undefined): void => {
    for (const [item, fault] of wrong ?? []) {
      const row = rowOfItem()[item];
      // Items that belong to no row count nowhere.
      if (item >= list.offsets[row] && item < list.offsets[row + 1]) faults.put(row, fault);
    }
  };
  switch (node.op) {
    case 'transform': {
      blame(body.faults);
      return { ...list, items: { kind: 'values', values: { ...body, faults: undefined } }, faults: faults.all };
    }
    case 'filter': {
      const test = body as BoolVec;
      blame(test.faults);
      const kept = test.nulls ? test.values.map((bit, k) => bit & (test.nulls![k] ^ 1)) : test.values;
      return { ...selectItems(list, kept), faults: faults.all };
    }
    case 'all':
    case 'exists':
    case 'existsOne':
      return quantify(node.op, list, body as BoolVec);
  }
}

/** A decisive item decides; else a fault, else a null makes the result so. For `exists_one` each of these counts at once. */
function quantify(op: 'all' | 'exists' | 'existsOne', list: ListVec, body: BoolVec): BoolVec {
  const { length } = list;
  const values = new Uint8Array(length);
  const nulls = new Uint8Array(length);
  const faults = new Map<number, Fault>(list.faults);
  for (let i = 0; i < length; i++) {
    if (list.nulls?.[i] === 1) nulls[i] = 1;
    if (nulls[i] === 1 || faults.has(i)) continue;
    let count = 0;
    let decided = false;
    let fault: Fault | undefined;
    let isNull = false;
    for (let k = list.offsets[i]; k < list.offsets[i + 1]; k++) {
      const wrong = body.faults?.get(k);
      if (wrong) fault ??= wrong;
      else if (body.nulls?.[k] === 1) isNull = true;
      else if (body.values[k] === 1) count++;
      else if (op === 'all') decided = true;
    }
    if (op === 'exists' && count > 0) decided = true;
    if (decided) values[i] = op === 'exists' ? 1 : 0;
    else if (fault) faults.set(i, fault);
    else if (isNull) nulls[i] = 1;
    else values[i] = op === 'all' || (op === 'existsOne' && count === 1) ? 1 : 0;
  }
  return { kind: 'bool', length, values, nulls, faults: faults.size > 0 ? faults : undefined };
}

export function sizes(list: ListVec): NumberVec {
  const { length, nulls, faults, offsets } = list;
  const values = new Float64Array(length);
  for (let i = 0; i < length; i++) values[i] = offsets[i + 1] - offsets[i];
  return { kind: 'number', length, values, nulls, faults };
}

/** Sum, least, greatest, mean of the numbers of each row; a null among them makes it null, as no item does but for the sum. */
export function fold(
  op: Exclude<Fold, 'size'>,
  list: ListVec,
  items: NumberVec,
  whole: boolean,
  node: NodeBase,
): NumberVec {
  const { length, offsets } = list;
  const values = new Float64Array(length);
  const nulls = list.nulls ? list.nulls.slice() : new Uint8Array(length);
  const x = items.values;
  for (let i = 0; i < length; i++) {
    const from = offsets[i];
    const to = offsets[i + 1];
    if (items.nulls) for (let k = from; k < to; k++) nulls[i] |= items.nulls[k];
    if (from === to) {
      if (op !== 'sum') nulls[i] = 1;
      continue;
    }
    let value = op === 'sum' || op === 'avg' ? 0 : x[from];
    if (op === 'sum' || op === 'avg') for (let k = from; k < to; k++) value += x[k];
    else if (op === 'min') for (let k = from; k < to; k++) value = x[k] < value ? x[k] : value;
    else for (let k = from; k < to; k++) value = x[k] > value ? x[k] : value;
    values[i] = op === 'avg' ? value / (to - from) : value;
  }
  const faults = new FaultList(node, nulls, list.faults);
  if (whole) for (let i = 0; i < length; i++) if (!Number.isSafeInteger(values[i])) faults.add(i, overflow);
  return { kind: 'number', length, values, nulls, faults: faults.all };
}

/** `list[index]`. */
export function itemAt(node: NodeBase, list: ListVec, index: NumberVec, type: ExprType): Vec {
  const { length } = list;
  const nulls = new Uint8Array(length);
  for (let i = 0; i < length; i++) nulls[i] = (list.nulls?.[i] ?? 0) | (index.nulls?.[i] ?? 0);
  const before = new Map([...(index.faults ?? []), ...(list.faults ?? [])]);
  const faults = new FaultList(node, nulls, before);
  const places = new Int32Array(length);
  for (let i = 0; i < length; i++) {
    const at = index.values[i];
    const size = list.offsets[i + 1] - list.offsets[i];
    if (at >= 0 && at < size) places[i] = list.offsets[i] + at;
    else faults.put(i, new Fault('expr/out-of-range', `there is no item ${at} in a list of ${size}`));
  }
  const all = itemsOf(list.items, type);
  if (all.length === 0) return { ...pack(new Array<null>(length).fill(null), type), nulls, faults: faults.all };
  const picked = gather(all, places);
  if (picked.nulls) for (let i = 0; i < length; i++) nulls[i] |= picked.nulls[i];
  return { ...picked, nulls, faults: faults.all };
}
