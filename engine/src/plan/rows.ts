import type { Column } from '../columns/column.js';
import { take } from '../columns/take.js';
import type { Batch, Drawer } from '../fields/drawer.js';
import { type Addresses, rootAddresses } from '../random/stream.js';

/**
 * A space of rows that cells belong to: the rows of a table, the items of a list field, or the rows that one variant of a
 * field covers. Inner levels read the cells of outer ones.
 */
export interface Level {
  readonly kind: 'table' | 'items' | 'variant';
  readonly name: string;
  readonly outer: Level | undefined;
}

/**
 * Something that has one value at each row of a level: a field, a field inside an object, a copy through a reference, a
 * list of children, or a hidden number such as the parent's row. Everything a field reads is a cell, so that a batch
 * draws each at most once and only those that are asked for.
 */
export interface Cell {
  readonly level: Level;
  /** For messages: `orders.total`. */
  readonly label: string;
  readonly drawer: Drawer;
  /** What other fields compute with, where a record shows another text: the instant, the milliseconds of a duration. */
  readonly operand?: Cell | undefined;
  /** The operand is a duration. */
  readonly duration?: boolean | undefined;
}

/** Rows of one level being drawn, with the columns drawn so far. */
export abstract class Rows implements Batch {
  abstract readonly level: Level;
  abstract readonly length: number;
  abstract readonly rows: Float64Array;
  abstract readonly addresses: Addresses;
  private readonly columns = new Map<Cell, Column>();
  private readonly memory = new Map<object, unknown>();

  /** @param first set where {@link rows} are known to follow each other: the first of them. */
  constructor(readonly first?: number) {}

  /** The column of a cell of this level or of an outer one. */
  column(cell: Cell): Column {
    let column = this.columns.get(cell);
    if (column === undefined) {
      column = cell.level === this.level ? cell.drawer.draw(this) : this.outerColumn(cell);
      this.columns.set(cell, column);
    }
    return column;
  }

  /** Anything else worth computing once a batch. */
  memo<T>(key: object, compute: () => T): T {
    let value = this.memory.get(key) as T | undefined;
    if (value === undefined) this.memory.set(key, (value = compute()));
    return value;
  }

  protected abstract outerColumn(cell: Cell): Column;
}

/** Rows that follow each other. */
export interface Span {
  readonly first: number;
  readonly length: number;
}

/** The numbers of rows that follow each other. */
export function numbersFrom(first: number, length: number): Float64Array {
  const numbers = new Float64Array(length);
  for (let i = 0; i < length; i++) numbers[i] = first + i;
  return numbers;
}

/** The parents of a batch of child rows: row i belongs to row `index[i]` of `rows`. */
export interface Parents {
  readonly rows: TableRows;
  readonly index: Int32Array;
}

/** Rows of a table, any of them in any order. */
export class TableRows extends Rows {
  readonly length: number;
  private numbers: Float64Array | undefined;
  private at: Addresses | (() => Addresses);

  /**
   * @param rows their numbers; those that follow each other are written down when first read.
   * @param addresses known, or computed when first read.
   */
  constructor(
    readonly level: Level,
    rows: Float64Array | Span,
    addresses: Addresses | (() => Addresses),
    /** Set for a table whose rows are counted per parent. */
    readonly parents?: Parents,
    /** With `parents`: the place of each row among its parent's children. */
    readonly places?: Int32Array,
  ) {
    super(rows instanceof Float64Array ? undefined : rows.first);
    this.at = addresses;
    this.length = rows.length;
    if (rows instanceof Float64Array) this.numbers = rows;
  }

  get rows(): Float64Array {
    return (this.numbers ??= numbersFrom(this.first!, this.length));
  }

  get addresses(): Addresses {
    if (typeof this.at === 'function') this.at = this.at();
    return this.at;
  }

  protected outerColumn(cell: Cell): Column {
    throw new Error(`${cell.label} is not a cell of ${this.level.name}`);
  }
}

/** Rows that stand inside rows of an outer level: items of a list, or the rows a variant covers. */
export class InnerRows extends Rows {
  /**
   * @param index the outer row of each row here.
   */
  constructor(
    readonly level: Level,
    readonly outer: Rows,
    readonly index: Int32Array,
    readonly rows: Float64Array,
    readonly addresses: Addresses,
  ) {
    super();
  }

  get length(): number {
    return this.index.length;
  }

  protected outerColumn(cell: Cell): Column {
    return take(this.outer.column(cell), this.index);
  }

  /** Some rows of `outer` as rows of their own, with the addresses they have there. */
  static subset(level: Level, outer: Rows, index: Int32Array): InnerRows {
    const length = index.length;
    const numbers = outer.rows;
    const { low: lows, high: highs } = outer.addresses;
    const rows = new Float64Array(length);
    const low = new Int32Array(length);
    const high = new Int32Array(length);
    for (let i = 0; i < length; i++) {
      const at = index[i];
      rows[i] = numbers[at];
      low[i] = lows[at];
      high[i] = highs[at];
    }
    return new InnerRows(level, outer, index, rows, { length, low, high });
  }
}

/** The addresses of root rows by number. */
export function addressesOf(numbers: Float64Array): Addresses {
  const length = numbers.length;
  if (areConsecutive(numbers)) return rootAddresses(numbers[0], length);
  const low = new Int32Array(length);
  const high = new Int32Array(length);
  for (let i = 0; i < length; i++) {
    low[i] = numbers[i] | 0;
    high[i] = Math.floor(numbers[i] / 4294967296);
  }
  return { length, low, high };
}

/** Whether there are some, each the one before and 1. */
export function areConsecutive(numbers: Float64Array): boolean {
  const { length } = numbers;
  let i = 1;
  while (i < length && numbers[i] === numbers[i - 1] + 1) i++;
  return i === length;
}
