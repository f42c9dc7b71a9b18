import type { Column } from '../columns/column.js';
import type { LoadNode, Variable } from './node.js';
import {
  fieldsWithin,
  fromColumn,
  gather,
  gatherItems,
  itemCount,
  type Items,
  type ListVec,
  type Vec,
} from './vector.js';

/** What an expression is evaluated on. */
export interface ExpressionInputs {
  /** Number of rows. */
  readonly length: number;
  /**
   * The column of a name and its fields, aligned with the rows: null where a parent is. For a list `['items']` a list
   * column, for a field of its items `['items', 'price']` a list column of that field with the same offsets. A duration
   * is a number column of milliseconds.
   */
  column(path: readonly string[]): Column;
  /** The instant that `_now` stands for, ms. */
  readonly now: number;
}

type Binding = { readonly items: Items } | { readonly vec: Vec };

/** What names mean while a node is evaluated: the rows, or within a macro the items of all rows. */
export class Frame {
  private readonly cache = new Map<string, Vec>();

  private constructor(
    readonly length: number,
    private readonly inputs: ExpressionInputs | undefined,
    private readonly parent: Frame | undefined,
    /** Row of the parent for each row here; `undefined` where they are the same. */
    private readonly rows: (() => Int32Array) | undefined,
    private readonly variable: Variable | undefined,
    private readonly binding: Binding | undefined,
    private readonly only: Vec | undefined,
  ) {}

  static root(inputs: ExpressionInputs): Frame {
    return new Frame(inputs.length, inputs, undefined, undefined, undefined, undefined, undefined);
  }

  /** A frame in which every column is this one. */
  static of(vec: Vec): Frame {
    return new Frame(vec.length, undefined, undefined, undefined, undefined, undefined, vec);
  }

  /** The frame of a list's items. */
  within(variable: Variable, list: ListVec, rowOfItem: () => Int32Array): Frame {
    const { items } = list;
    return new Frame(itemCount(items), undefined, this, rowOfItem, variable, { items }, undefined);
  }

  /** The same rows with one more name. */
  bind(variable: Variable, vec: Vec): Frame {
    return new Frame(this.length, undefined, this, undefined, variable, { vec }, undefined);
  }

  load(node: LoadNode): Vec {
    if (this.only) return this.only;
    const key = node.path.join('\0');
    if (!this.owns(node.variable)) {
      const vec = this.parent!.load(node);
      return this.rows ? gather(vec, this.rows()) : vec;
    }
    let vec = this.cache.get(key);
    if (vec === undefined) this.cache.set(key, (vec = this.read(node)));
    return vec;
  }

  /** The column that a node reads, where it is read in this very frame. */
  column(node: LoadNode): Column | undefined {
    if (this.only || !this.owns(node.variable) || isNow(node)) return undefined;
    if (this.binding && ('vec' in this.binding || this.binding.items.kind === 'values')) return undefined;
    return this.source(node.path);
  }

  /** The instant of `_now`, ms. */
  get now(): number {
    return this.inputs?.now ?? this.parent?.now ?? 0;
  }

  /** The column at a path of the rows themselves. */
  rowColumn(path: readonly string[]): Column | undefined {
    return this.parent ? this.parent.rowColumn(path) : this.inputs?.column(path);
  }

  /** Marks of rows that lack the key. */
  absent(node: LoadNode): Uint8Array | undefined {
    if (this.owns(node.variable)) return this.column(node)?.absent;
    const marks = this.parent!.absent(node);
    const rows = this.rows?.();
    return marks && rows ? Uint8Array.from(rows, (row) => marks[row]) : marks;
  }

  private owns(variable: Variable | undefined): boolean {
    return variable === this.variable;
  }

  private read(node: LoadNode): Vec {
    if (this.binding && 'vec' in this.binding) return this.binding.vec;
    if (this.binding?.items.kind === 'values') {
      const { values } = this.binding.items;
      return node.path.length > 0 && values.kind === 'any' ? fieldsWithin(values, node.path, node.type) : values;
    }
    if (isNow(node)) {
      const values = new Float64Array(this.length).fill(this.inputs!.now);
      return { kind: 'number', length: this.length, values, nulls: undefined, faults: undefined };
    }
    const column = this.source(node.path);
    if (column.kind !== 'list' || node.type.kind !== 'list') return fromColumn(column, node.type);
    const read = (path: readonly string[]): Column => {
      if (path.length === 0) return column.items;
      const inner = this.source([...node.path, ...path]);
      if (inner.kind !== 'list') throw new TypeError(`${[...node.path, ...path].join('.')} is no list column`);
      return inner.items;
    };
    const { length, offsets, nulls } = column;
    const items: Items = { kind: 'columns', count: column.items.length, column: read };
    return { kind: 'list', length, offsets, items, nulls, faults: undefined };
  }

  private source(path: readonly string[]): Column {
    if (this.inputs) return this.inputs.column(path);
    const { items } = this.binding as { items: Extract<Items, { kind: 'columns' }> };
    return items.column(path);
  }
}

function isNow(node: LoadNode): boolean {
  return node.variable === undefined && node.path.length === 1 && node.path[0] === '_now';
}

/** The row that each item belongs to; 0 for items of no row. */
export function rowsOfItems(list: ListVec): Int32Array {
  const rows = new Int32Array(itemCount(list.items));
  for (let i = 0; i < list.length; i++) rows.fill(i, list.offsets[i], list.offsets[i + 1]);
  return rows;
}

/** The list with only some of its items: those where `kept` is 1. */
export function selectItems(list: ListVec, kept: Uint8Array): ListVec {
  const offsets = new Int32Array(list.length + 1);
  const selection: number[] = [];
  for (let i = 0; i < list.length; i++) {
    for (let k = list.offsets[i]; k < list.offsets[i + 1]; k++) if (kept[k] === 1) selection.push(k);
    offsets[i + 1] = selection.length;
  }
  return { ...list, offsets, items: gatherItems(list.items, Int32Array.from(selection)) };
}
