import type { Batch, Drawer } from '../fields/drawer.js';
import { Permutation } from '../random/permutation.js';
import { Stream } from '../random/stream.js';
import { second, threefry } from '../random/threefry.js';
import { InnerRows, type Rows, type TableRows } from './rows.js';
import type { Places } from './site.js';

/** Largest domain that can be permuted: row numbers and places are exact in doubles. */
export const LARGEST_DOMAIN = 2 ** 53;

/**
 * Numbers for rows, different in the whole table: a keyed permutation of the domain, read at the row number. Nothing is
 * remembered, so memory does not grow with rows.
 */
export class TablePlaces implements Places {
  private permutation: Permutation | undefined;

  constructor(private readonly stream: Stream) {}

  at(batch: Batch, size: number): Float64Array {
    if (this.permutation?.size !== size) this.permutation = new Permutation(this.stream, size);
    const out = new Float64Array(batch.length);
    this.permutation.fill(batch.rows, out);
    return out;
  }
}

/** First rows of the decades in which {@link rowNumbers} shuffles: short numbers for small tables. */
const DECADES = [0, 1e2, 1e4, 1e6, 1e8, 1e10, 1e12, 1e14, LARGEST_DOMAIN];

/**
 * A different number for each row of a table of any length, to be written behind a text. Rows are shuffled inside their
 * decade, so that a row's number depends on the row alone and has no more digits than it must.
 */
export function rowNumbers(stream: Stream): (batch: Batch) => Float64Array {
  const permutations = new Map<number, Permutation>();
  return (batch) => {
    const out = new Float64Array(batch.length);
    for (let i = 0; i < out.length; i++) {
      const row = batch.rows[i];
      let d = 0;
      while (row >= DECADES[d + 1]) d++;
      let permutation = permutations.get(d);
      if (permutation === undefined) {
        permutations.set(d, (permutation = new Permutation(stream, DECADES[d + 1] - DECADES[d])));
      }
      out[i] = DECADES[d] + permutation.at(row - DECADES[d]);
    }
    return out;
  };
}

/** Numbers different among the children of one parent: permuted anew for each parent, read at the child's place. */
export class ParentPlaces implements Places {
  constructor(private readonly stream: Stream) {}

  at(batch: Batch, size: number): Float64Array {
    const { parents, places } = countedPlaces(batch);
    const out = new Float64Array(batch.length);
    let permutation: Permutation | undefined;
    for (let i = 0; i < out.length; i++) {
      if (permutation === undefined || parents[i] !== parents[i - 1]) {
        const key0 = threefry(this.stream.key0, this.stream.key1, parents[i] | 0, Math.floor(parents[i] / 4294967296));
        permutation = new Permutation(new Stream(key0, second), size);
      }
      out[i] = permutation.at(places[i]);
    }
    return out;
  }
}

/** The parent row of each row, and its place among that parent's children; also where only some rows are drawn. */
function countedPlaces(batch: Batch): { parents: Float64Array; places: Int32Array } {
  let rows = batch as Rows;
  let index: Int32Array | undefined;
  while (rows instanceof InnerRows) {
    const own: Int32Array = rows.index;
    index = index === undefined ? own : index.map((i) => own[i]);
    rows = rows.outer;
  }
  const table = rows as TableRows;
  const { rows: parents, index: owner } = table.parents!;
  const select = index ?? Int32Array.from({ length: table.length }, (_, i) => i);
  return {
    parents: Float64Array.from(select, (i) => parents.rows[owner[i]]),
    places: Int32Array.from(select, (i) => table.places![i]),
  };
}

/** A group of fields that are unique together: one permuted number, its digits shared out among them. */
export class Group {
  private readonly sizes: number[];
  private readonly known: boolean[];

  /** @param members how many fields share the number. @param places the number itself. */
  constructor(
    members: number,
    private readonly places: Places,
  ) {
    this.sizes = new Array<number>(members).fill(1);
    this.known = new Array<boolean>(members).fill(false);
  }

  /** The size of the product domain; complete once every member is compiled. */
  get size(): number {
    return this.sizes.reduce((a, b) => a * b, 1);
  }

  get complete(): boolean {
    return this.known.every(Boolean);
  }

  /** The digit of one member. */
  member(k: number): Places {
    return {
      counted: (size) => {
        this.sizes[k] = size;
        this.known[k] = true;
      },
      at: (batch, size) => {
        const product = Math.min(this.size, LARGEST_DOMAIN);
        const numbers = (batch as Rows).memo(this, () => this.places.at(batch, product));
        let divisor = 1;
        for (let j = 0; j < k; j++) divisor *= this.sizes[j];
        const out = new Float64Array(batch.length);
        for (let i = 0; i < out.length; i++) out[i] = Math.floor(numbers[i] / divisor) % size;
        return out;
      },
    };
  }
}

/** Draws from a counted domain at given places. */
export function placed(drawer: Drawer, places: Places): Drawer {
  const domain = drawer.domain!;
  const size = Math.min(domain.size, LARGEST_DOMAIN);
  return { type: drawer.type, draw: (batch) => domain.at(places.at(batch, size)) };
}
