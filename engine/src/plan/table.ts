import type { Column, OutputField } from '../columns/column.js';
import { compileSize, type SizeDrawer } from '../fields/size.js';
import { childAddresses, rootAddresses, type Stream } from '../random/stream.js';
import type { RecordBatch } from '../output/encoder.js';
import type { RowSource } from '../generators/generator.js';
import type { ChildCount, DocumentModel, TableModel } from '../schema/model.js';
import { RowOrder } from '../validate/order.js';
import { type RowValidator, ValidationError } from '../validate/row-validator.js';
import { validatorOf } from '../validate/validator-of.js';
import type { Children } from './children.js';
import type { Clock } from './clock.js';
import { EventRows } from './event-space.js';
import type { RowSpace } from './row-space.js';
import type { Cell, Level } from './rows.js';
import { addressesOf, numbersFrom, TableRows } from './rows.js';
import type { TableSignal } from './signals.js';
import { Scope } from './scope.js';
import { rowsTogether } from './weight.js';

/** Parents between two remembered sums of children: few enough to look one row up, enough to keep the sums small. */
const BLOCK = 64;

/** Parents counted at once when going through all of them. */
const SWEEP = 64 * BLOCK;

/** One table of a plan: its fields, how many rows it has, and any of its rows at any time. */
export class TablePlan implements RowSource {
  readonly level: Level;
  readonly scope: Scope;
  /** The table that this one's rows are counted per. */
  parent: TablePlan | undefined;
  /** Tables whose rows are counted per row of this one. */
  readonly children: TablePlan[] = [];
  /** What is put out, in the order of the document. */
  readonly outputs: { readonly name: string; readonly cell: Cell }[] = [];
  /** Set where rows stand on an axis of time. */
  space: RowSpace | undefined;
  /** With {@link space}: the time of its rows. */
  clock: Clock | undefined;
  /** Signals of a time series, by the pointer of their field. */
  readonly signals = new Map<string, TableSignal>();
  /** What batches remember the anomalies of each label by. */
  readonly labels = new Map<string, object>();
  private size: SizeDrawer | undefined;
  private childStream: Stream | undefined;
  /** With a parent: the number of children before each block of parents, and after the last. */
  private sums: Float64Array | undefined;
  private rootRows = 0;
  private together: { readonly rows: number | undefined } | undefined;
  private validator: RowValidator | undefined;

  constructor(
    readonly model: TableModel,
    readonly document: DocumentModel,
    /** Of its document, where that is not the one asked for. */
    readonly file?: string,
  ) {
    this.level = { kind: 'table', name: model.name, outer: undefined };
    this.scope = new Scope(this, this.level, undefined);
  }

  get drawRows(): number | undefined {
    return (this.together ??= { rows: rowsTogether(this.model.fields) }).rows;
  }

  get name(): string {
    return this.model.name;
  }

  get bare(): boolean {
    return this.model.bare === true;
  }

  /** Sets the number of rows of a table that is not counted per another. */
  setRows(rows: number): void {
    this.rootRows = rows;
  }

  /**
   * Makes the rows of this table children of another's.
   * @throws DistributionError where the count's distribution leaves nothing between its bounds.
   */
  countPer(parent: TablePlan, count: ChildCount, stream: Stream, sizes: Stream): void {
    this.parent = parent;
    parent.children.push(this);
    this.childStream = stream;
    this.size = compileSize(count.size, sizes);
  }

  /** Bounds of the number of children of one parent; a root table counts as one child row of nothing. */
  get childBounds(): { readonly min: number; readonly max: number } {
    return { min: this.size?.min ?? 0, max: this.size?.max ?? 0 };
  }

  /** Number of rows. The first call of a child table counts the children of all parents. */
  get total(): number {
    if (this.space !== undefined) return this.space.total;
    if (this.parent === undefined) return this.rootRows;
    const sums = this.blockSums();
    return sums[sums.length - 1];
  }

  /** What the numbers lie below by which rows are told apart. May have to go through all rows. */
  get numbers(): number {
    return this.space?.numbers ?? this.total;
  }

  reach(to: number): number {
    return this.space?.reach?.(to) ?? Math.min(this.total, to);
  }

  times(from: number, to: number): Float64Array | undefined {
    if (this.clock === undefined) return undefined;
    const rows = this.range(from, to);
    // Clocks of sources may be wrong; events come when they come.
    return rows instanceof EventRows ? rows.times() : this.clock.times(rows);
  }

  /** The fields of the records. */
  get fields(): OutputField[] {
    return this.outputs.map(({ name, cell }) => ({ name, type: cell.drawer.type }));
  }

  private columns(rows: TableRows): Column[] {
    return this.outputs.map(({ cell }) => rows.column(cell));
  }

  /** The columns of the records of rows `from` … `to` (exclusive). */
  batch(from: number, to: number): RecordBatch {
    return { length: to - from, columns: this.columns(this.range(from, to)) };
  }

  /** Why a record does not fit the table; `undefined` where it does. */
  problemOf(record: unknown): string | undefined {
    this.validator ??= validatorOf(this.model, this.fields, this.document);
    const [first] = this.validator.problems(record);
    return first && `${first.path === '' ? '' : `${first.path} `}${first.message}`;
  }

  verify(records: readonly unknown[], firstRow: number): void {
    this.validator ??= validatorOf(this.model, this.fields, this.document);
    this.validator.assertAll(records, firstRow);
    if (this.clock === undefined) return;
    const order = new RowOrder(this.model, this.document.timezone);
    for (const [i, record] of records.entries()) {
      const problems = order.problems(record);
      if (problems.length > 0) throw new ValidationError(this.name, firstRow + i, problems);
    }
  }

  /** Rows `from` … `to` (exclusive). */
  range(from: number, to: number): TableRows {
    const rows = { first: from, length: to - from };
    if (this.space?.range !== undefined) return this.space.range(this.level, rows);
    if (this.space === undefined && this.parent === undefined) {
      return new TableRows(this.level, rows, rootAddresses(from, rows.length));
    }
    return this.rowsAt(numbersFrom(from, rows.length));
  }

  /** Rows by number, in any order, with repeats. */
  rowsAt(numbers: Float64Array): TableRows {
    if (this.space !== undefined) return this.space.rowsAt(this.level, numbers);
    if (this.parent === undefined) return new TableRows(this.level, numbers, addressesOf(numbers));
    const length = numbers.length;
    const owners = new Float64Array(length);
    const places = new Int32Array(length);
    this.locate(numbers, owners, places);
    // Neighbours mostly share a parent: draw each parent of a run once.
    const index = new Int32Array(length);
    const distinct: number[] = [];
    for (let i = 0; i < length; i++) {
      if (i === 0 || owners[i] !== owners[i - 1]) distinct.push(owners[i]);
      index[i] = distinct.length - 1;
    }
    const parents = this.parent.rowsAt(Float64Array.from(distinct));
    return this.childRows(parents, index, places, numbers);
  }

  /** All children of some rows of the parent table. */
  childrenOf(parents: TableRows): Children {
    const counts = this.size!.draw(parents.addresses);
    const offsets = new Int32Array(parents.length + 1);
    for (let i = 0; i < parents.length; i++) offsets[i + 1] = offsets[i] + counts[i];
    const length = offsets[parents.length];
    const index = new Int32Array(length);
    const places = new Int32Array(length);
    const numbers = new Float64Array(length);
    for (let i = 0; i < parents.length; i++) {
      const follows = i > 0 && parents.rows[i] === parents.rows[i - 1] + 1;
      const first =
        counts[i] === 0
          ? 0
          : follows && offsets[i] > 0 && counts[i - 1] > 0
            ? numbers[offsets[i] - 1] + 1
            : this.firstChild(parents.rows[i]);
      for (let k = 0; k < counts[i]; k++) {
        const at = offsets[i] + k;
        index[at] = i;
        places[at] = k;
        numbers[at] = first + k;
      }
    }
    return { offsets, rows: this.childRows(parents, index, places, numbers) };
  }

  private childRows(parents: TableRows, index: Int32Array, places: Int32Array, numbers: Float64Array): TableRows {
    const addresses = childAddresses(this.childStream!, parents.addresses, index, places);
    return new TableRows(this.level, numbers, addresses, { rows: parents, index }, places);
  }

  /** The counts of the children of parents `from` … `to`. */
  private counts(from: number, to: number): Int32Array {
    return this.size!.draw(this.parent!.range(from, to).addresses);
  }

  private blockSums(): Float64Array {
    if (this.sums !== undefined) return this.sums;
    const parents = this.parent!.total;
    const blocks = Math.ceil(parents / BLOCK);
    const sums = new Float64Array(blocks + 1);
    let sum = 0;
    for (let from = 0; from < parents; from += SWEEP) {
      const counts = this.counts(from, Math.min(parents, from + SWEEP));
      for (let i = 0; i < counts.length; i++) {
        if (i % BLOCK === 0) sums[(from + i) / BLOCK] = sum;
        sum += counts[i];
      }
    }
    sums[blocks] = sum;
    return (this.sums = sums);
  }

  /** Row number of the first child of a parent. */
  private firstChild(parent: number): number {
    const block = Math.floor(parent / BLOCK);
    const counts = this.counts(block * BLOCK, parent);
    let row = this.blockSums()[block];
    for (let i = 0; i < counts.length; i++) row += counts[i];
    return row;
  }

  /** Finds the parent of each row and its place among that parent's children. */
  private locate(numbers: Float64Array, owners: Float64Array, places: Int32Array): void {
    const sums = this.blockSums();
    const parents = this.parent!.total;
    let from = 0; // parents whose counts are at hand …
    let to = 0; // … up to here (exclusive)
    let counts: Int32Array = new Int32Array(0);
    let parent = 0; // a cursor over them
    let first = 0; // row number of its first child
    const last = numbers.length - 1;
    for (let i = 0; i < numbers.length; i++) {
      const row = numbers[i];
      const within = i > 0 && row >= first && to > from && row < (sums[Math.ceil(to / BLOCK)] ?? Infinity);
      if (!within) {
        const block = blockOf(sums, row);
        from = block * BLOCK;
        // Rising rows are read in one sweep, as far as the last of them needs.
        const end = numbers[last] > row && numbers[last] - row === last - i ? blockOf(sums, numbers[last]) : block;
        to = Math.min(parents, Math.min(end + 1, block + SWEEP / BLOCK) * BLOCK);
        counts = this.counts(from, to);
        parent = from;
        first = sums[block];
      }
      while (row >= first + counts[parent - from]) first += counts[parent++ - from];
      owners[i] = parent;
      places[i] = row - first;
    }
  }
}

/** The block that holds a row: the last whose sum is ≤ row. */
function blockOf(sums: Float64Array, row: number): number {
  let low = 0;
  let high = sums.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if (sums[middle] <= row) low = middle;
    else high = middle - 1;
  }
  return low;
}
