import type { Column, Dictionary, DictionaryColumn, TextColumn } from '../columns/column.js';
import { ABSENT, valueAt } from '../columns/read.js';
import { take } from '../columns/take.js';
import { textAt } from '../columns/text.js';
import type { Fault } from './error.js';
import { DurationValue } from './time.js';
import type { ExprType } from './type.js';

/**
 * The values of one node of an expression for all rows at once. How they are held follows from the static type: int, double,
 * timestamp and duration as doubles (`number`), bool as bytes (`bool`), string as columns or JS strings (`text`, `any`),
 * lists flat or as arrays (`list`, `any`), everything else as JS values (`any`).
 */
export type Vec = NumberVec | BoolVec | TextVec | AnyVec | ListVec;

interface VecBase {
  readonly length: number;
  /** 1 where the value is null; what the values hold there is unspecified. */
  readonly nulls: Uint8Array | undefined;
  /** Rows that have no value at all, and why. Wins over `nulls`. */
  readonly faults: Faults | undefined;
}

export type Faults = ReadonlyMap<number, Fault>;

export interface NumberVec extends VecBase {
  readonly kind: 'number';
  readonly values: Float64Array;
}
export interface BoolVec extends VecBase {
  readonly kind: 'bool';
  readonly values: Uint8Array;
}
export interface TextVec extends VecBase {
  readonly kind: 'text';
  /** A dictionary column here holds strings only. */
  readonly column: TextColumn | DictionaryColumn;
}
export interface AnyVec extends VecBase {
  readonly kind: 'any';
  readonly values: readonly unknown[];
}
export interface ListVec extends VecBase {
  readonly kind: 'list';
  readonly offsets: Int32Array;
  readonly items: Items;
}

/** The items of all rows of a list, one after another: values, or columns read field by field when they are needed. */
export type Items =
  | { readonly kind: 'values'; readonly values: Vec }
  | { readonly kind: 'columns'; readonly count: number; column(path: readonly string[]): Column };

export function itemCount(items: Items): number {
  return items.kind === 'values' ? items.values.length : items.count;
}

/** A column of the given type as a vector. */
export function fromColumn(column: Column, type: ExprType): Vec {
  const { length, nulls } = column;
  switch (type.kind) {
    case 'int':
    case 'double':
    case 'timestamp':
    case 'duration':
      if (column.kind === 'number' || column.kind === 'temporal') {
        return { kind: 'number', length, values: column.values, nulls, faults: undefined };
      }
      if (column.kind === 'dictionary') return takeVec(dictionaryVec(column.dictionary, type), column);
      break;
    case 'bool':
      if (column.kind === 'boolean') return { kind: 'bool', length, values: column.values, nulls, faults: undefined };
      if (column.kind === 'dictionary') return takeVec(dictionaryVec(column.dictionary, type), column);
      break;
    case 'string':
      if (column.kind === 'text' || (column.kind === 'dictionary' && isTextual(column.dictionary))) {
        return { kind: 'text', length, column, nulls, faults: undefined };
      }
      break;
    case 'list':
      if (column.kind === 'list') {
        const items = column.items;
        const { offsets } = column;
        const read = (path: readonly string[]): Column => fieldOf(items, path);
        return {
          kind: 'list',
          length,
          offsets,
          items: { kind: 'columns', count: items.length, column: read },
          nulls,
          faults: undefined,
        };
      }
      break;
    default:
  }
  return pack(boxColumn(column, type), type);
}

/** A field within the objects of a column; `column` itself for the empty path. */
export function fieldOf(column: Column, path: readonly string[]): Column {
  let current = column;
  for (const name of path) {
    const found = current.kind === 'object' ? current.fields.find((f) => f.name === name)?.column : undefined;
    if (found === undefined) {
      const outer = current;
      const values = Array.from({ length: outer.length }, (_, i) => ownValue(valueAt(outer, i), name) ?? null);
      current = { kind: 'value', length: outer.length, values, nulls: nullMarks(values) };
    } else current = found;
  }
  return current;
}

/** An own property of an object, never an inherited one. */
export function ownValue(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined;
}

const textual = new WeakMap<Dictionary, boolean>();

function isTextual(dictionary: Dictionary): boolean {
  let known = textual.get(dictionary);
  if (known === undefined) {
    known = dictionary.values.every((v) => typeof v === 'string');
    textual.set(dictionary, known);
  }
  return known;
}

const dictionaryVecs = new WeakMap<Dictionary, Map<string, Vec>>();

/** The values of a dictionary, one for each code. */
function dictionaryVec(dictionary: Dictionary, type: ExprType): Vec {
  let known = dictionaryVecs.get(dictionary);
  if (known === undefined) dictionaryVecs.set(dictionary, (known = new Map()));
  let vec = known.get(type.kind);
  if (vec === undefined)
    known.set(
      type.kind,
      (vec = pack(
        dictionary.values.map((v) => hold(v, type)),
        type,
      )),
    );
  return vec;
}

function takeVec(vec: Vec, { codes, nulls }: DictionaryColumn): Vec {
  const taken = gather(vec, codes);
  return nulls === undefined ? taken : { ...taken, nulls: eitherNull(taken.nulls, nulls) };
}

export function eitherNull(a: Uint8Array | undefined, b: Uint8Array | undefined): Uint8Array | undefined {
  if (a === undefined) return b;
  if (b === undefined || a === b) return a;
  const out = new Uint8Array(a.length);
  for (let i = 0; i < out.length; i++) out[i] = a[i] | b[i];
  return out;
}

/** The values of a column as held by a type; null for null and absent. */
function boxColumn(column: Column, type: ExprType): unknown[] {
  const values: unknown[] = new Array(column.length);
  const time = type.kind === 'timestamp' || type.kind === 'duration';
  for (let i = 0; i < values.length; i++) {
    if (column.nulls?.[i] === 1) values[i] = null;
    else if (time && (column.kind === 'temporal' || column.kind === 'number')) values[i] = column.values[i];
    else if (column.kind === 'value') values[i] = hold(column.values[i], type);
    else {
      const value = valueAt(column, i);
      values[i] = value === ABSENT ? null : hold(value, type);
    }
  }
  return values;
}

/** A JSON value (or `Date`) as a type holds it. A value of another kind than declared becomes null. */
function hold(value: unknown, type: ExprType): unknown {
  if (value === null || value === undefined) return null;
  switch (type.kind) {
    case 'int':
    case 'double':
      return typeof value === 'number' ? value : null;
    case 'bool':
      return typeof value === 'boolean' ? value : null;
    case 'string':
      if (typeof value === 'string') return value;
      return value instanceof Date ? value.toISOString() : String(value);
    case 'timestamp':
      if (value instanceof Date) return value.getTime();
      return typeof value === 'string' ? instantOf(value) : value;
    case 'duration':
      return value instanceof DurationValue ? value.ms : value;
    case 'list':
      return Array.isArray(value) ? value.map((item) => hold(item, type.items)) : null;
    default:
      return value instanceof Date ? value.toISOString() : value;
  }
}

function instantOf(text: string): number | null {
  const ms = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[-+]\d\d:\d\d))?$/.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(ms) ? null : ms;
}

export function nullMarks(values: readonly unknown[]): Uint8Array | undefined {
  let marks: Uint8Array | undefined;
  for (let i = 0; i < values.length; i++) if (values[i] === null) (marks ??= new Uint8Array(values.length))[i] = 1;
  return marks;
}

/** A field within each of the records of a vector, as its type holds it; null where there is none. */
export function fieldsWithin(vec: AnyVec, path: readonly string[], type: ExprType): Vec {
  const values = vec.values.map((value) => hold(path.reduce<unknown>(ownValue, value), type));
  return pack(values, type, vec.faults);
}

/** JS values, as the type holds them, as a vector; null is null. */
export function pack(values: readonly unknown[], type: ExprType, faults?: Faults): Vec {
  const { length } = values;
  const nulls = nullMarks(values);
  switch (type.kind) {
    case 'int':
    case 'double':
    case 'timestamp':
    case 'duration': {
      const numbers = new Float64Array(length);
      for (let i = 0; i < length; i++) numbers[i] = values[i] as number;
      return { kind: 'number', length, values: numbers, nulls, faults };
    }
    case 'bool': {
      const bits = new Uint8Array(length);
      for (let i = 0; i < length; i++) bits[i] = values[i] === true ? 1 : 0;
      return { kind: 'bool', length, values: bits, nulls, faults };
    }
    default:
      return { kind: 'any', length, values, nulls, faults };
  }
}

/** The values one by one, as the type holds them: number, string, boolean, array; null for null and where there is a fault. */
export function unpack(vec: Vec, type: ExprType): ArrayLike<unknown> {
  const whole = vec.nulls === undefined && vec.faults === undefined;
  if (whole && (vec.kind === 'any' || vec.kind === 'number')) return vec.values;
  const values: unknown[] = new Array(vec.length);
  const items = vec.kind === 'list' ? unpackItems(vec.items, type) : [];
  for (let i = 0; i < values.length; i++) {
    if (vec.nulls?.[i] === 1 || vec.faults?.has(i)) values[i] = null;
    else if (vec.kind === 'number' || vec.kind === 'any') values[i] = vec.values[i];
    else if (vec.kind === 'bool') values[i] = vec.values[i] === 1;
    else if (vec.kind === 'text') values[i] = textOf(vec.column, i);
    else {
      const part: unknown[] = [];
      for (let k = vec.offsets[i]; k < vec.offsets[i + 1]; k++) part.push(items[k]);
      values[i] = part;
    }
  }
  return values;
}

function unpackItems(items: Items, type: ExprType): ArrayLike<unknown> {
  const inner = type.kind === 'list' ? type.items : type;
  return unpack(items.kind === 'values' ? items.values : fromColumn(items.column([]), inner), inner);
}

/** The text of row `i` of a text column or a dictionary of strings. */
export function textOf(column: TextColumn | DictionaryColumn, i: number): string {
  return column.kind === 'text' ? textAt(column, i) : (column.dictionary.values[column.codes[i]] as string);
}

/** The rows `index` of a vector, in that order. */
export function gather(vec: Vec, index: Int32Array): Vec {
  const { length } = index;
  const nulls = vec.nulls && gatherBytes(vec.nulls, index);
  const faults = vec.faults && gatherFaults(vec.faults, index);
  switch (vec.kind) {
    case 'number': {
      const values = new Float64Array(length);
      for (let i = 0; i < length; i++) values[i] = vec.values[index[i]];
      return { kind: 'number', length, values, nulls, faults };
    }
    case 'bool':
      return { kind: 'bool', length, values: gatherBytes(vec.values, index), nulls, faults };
    case 'text':
      return { kind: 'text', length, column: take(vec.column, index) as TextColumn | DictionaryColumn, nulls, faults };
    case 'any': {
      const values: unknown[] = new Array(length);
      for (let i = 0; i < length; i++) values[i] = vec.values[index[i]];
      return { kind: 'any', length, values, nulls, faults };
    }
    case 'list': {
      const offsets = new Int32Array(length + 1);
      for (let i = 0; i < length; i++) {
        offsets[i + 1] = offsets[i] + vec.offsets[index[i] + 1] - vec.offsets[index[i]];
      }
      const inner = new Int32Array(offsets[length]);
      for (let i = 0, k = 0; i < length; i++) {
        for (let j = vec.offsets[index[i]]; j < vec.offsets[index[i] + 1]; j++) inner[k++] = j;
      }
      return { kind: 'list', length, offsets, items: gatherItems(vec.items, inner), nulls, faults };
    }
  }
}

export function gatherItems(items: Items, index: Int32Array): Items {
  if (items.kind === 'values') return { kind: 'values', values: gather(items.values, index) };
  return { kind: 'columns', count: index.length, column: (path) => take(items.column(path), index) };
}

function gatherBytes(bytes: Uint8Array, index: Int32Array): Uint8Array {
  const out = new Uint8Array(index.length);
  for (let i = 0; i < out.length; i++) out[i] = bytes[index[i]];
  return out;
}

function gatherFaults(faults: Faults, index: Int32Array): Faults | undefined {
  const out = new Map<number, Fault>();
  for (let i = 0; i < index.length; i++) {
    const fault = faults.get(index[i]);
    if (fault) out.set(i, fault);
  }
  return out.size > 0 ? out : undefined;
}

/** Faults of either; the first operand's win. */
export function eitherFault(a: Faults | undefined, b: Faults | undefined): Faults | undefined {
  if (a === undefined) return b;
  if (b === undefined) return a;
  return new Map([...b, ...a]);
}

/** A list given as arrays, laid flat. */
export function flatten(vec: AnyVec, items: ExprType): ListVec {
  const offsets = new Int32Array(vec.length + 1);
  const flat: unknown[] = [];
  for (let i = 0; i < vec.length; i++) {
    if (vec.nulls?.[i] !== 1 && !vec.faults?.has(i)) for (const item of vec.values[i] as unknown[]) flat.push(item);
    offsets[i + 1] = flat.length;
  }
  const { length, nulls, faults } = vec;
  return { kind: 'list', length, offsets, items: { kind: 'values', values: pack(flat, items) }, nulls, faults };
}
