import type { Stream } from '../random/stream.js';
import { type Addresses } from '../random/stream.js';
import { second, threefry } from '../random/threefry.js';
import type { TimeAxis } from '../series/axis.js';
import type { RowSpace } from './row-space.js';
import { addressesOf, type Level, type Rows, TableRows } from './rows.js';

/** One key of the series of a table: its values, one series for each combination. */
export interface Dimension {
  readonly name: string;
  /** How many values there are; known before rows are drawn. */
  readonly size: () => number;
  /** The value as text, for random identity. */
  readonly text: (place: number) => string;
}

/**
 * The rows of a time-series table: row `r` of S series is step ⌊r / S⌋ of series r mod S. A series draws from numbers of
 * its own, by the text of its key, so that one more changes nothing in the others.
 */
export class SeriesSpace implements RowSpace {
  private keys: Stream[] = [];

  /**
   * @param rows how many rows are wanted of so many series.
   * @param stream of a series, by the text of its key.
   */
  constructor(
    readonly axis: TimeAxis,
    private readonly dimensions: readonly Dimension[],
    private readonly rows: (series: number) => number,
    private readonly stream: (key: string) => Stream,
  ) {}

  get total(): number {
    return this.rows(this.series);
  }

  /** How many series there are. */
  get series(): number {
    let product = 1;
    for (const { size } of this.dimensions) product *= size();
    return product;
  }

  /** The place of each series' value in dimension `d`; the last one changes fastest. */
  placesIn(d: number, series: ArrayLike<number>): Float64Array {
    let stride = 1;
    for (let k = d + 1; k < this.dimensions.length; k++) stride *= this.dimensions[k].size();
    const size = this.dimensions[d].size();
    return Float64Array.from(series, (s) => Math.floor(s / stride) % size);
  }

  rowsAt(level: Level, numbers: Float64Array): TableRows {
    const { steps, series } = this.split(numbers);
    return new TableRows(level, numbers, this.addresses(series, steps));
  }

  /** The step and the series of each row of a batch, of any level within the table. */
  of(rows: Rows): { readonly steps: Float64Array; readonly series: Int32Array } {
    return rows.memo(this, () => this.split(rows.rows));
  }

  /** The addresses of steps of one series. */
  stretch(series: number, from: number, length: number): Addresses {
    const steps = new Float64Array(length);
    for (let i = 0; i < length; i++) steps[i] = from + i;
    return this.addresses(new Int32Array(length).fill(series), steps);
  }

  /**
   * Visits rows of a batch that are steps following each other in one series.
   * @param visit is given the series, the first step, and the places of the rows in the batch.
   */
  runs(rows: Rows, visit: (series: number, from: number, places: Int32Array) => void): void {
    const { steps, series } = this.of(rows);
    const order = bySeries(series, this.series);
    for (let i = 0; i < order.length;) {
      const first = order[i];
      let end = i + 1;
      while (
        end < order.length &&
        series[order[end]] === series[first] &&
        steps[order[end]] === steps[first] + (end - i)
      ) {
        end++;
      }
      visit(series[first], steps[first], order.subarray(i, end));
      i = end;
    }
  }

  private split(numbers: Float64Array): { readonly steps: Float64Array; readonly series: Int32Array } {
    const count = this.series;
    const series = new Int32Array(numbers.length);
    if (count === 1) return { steps: numbers, series };
    const steps = new Float64Array(numbers.length);
    for (let i = 0; i < numbers.length; i++) {
      steps[i] = Math.floor(numbers[i] / count);
      series[i] = numbers[i] - steps[i] * count;
    }
    return { steps, series };
  }

  private addresses(series: Int32Array, steps: Float64Array): Addresses {
    if (this.dimensions.length === 0) return addressesOf(steps);
    const { length } = steps;
    const low = new Int32Array(length);
    const high = new Int32Array(length);
    for (let i = 0; i < length; i++) {
      const { key0, key1 } = (this.keys[series[i]] ??= this.stream(this.keyOf(series[i])));
      low[i] = threefry(key0, key1, steps[i] | 0, Math.floor(steps[i] / 4294967296));
      high[i] = second;
    }
    return { length, low, high };
  }

  /** `sensor=roof`; names in order, so that the order of the keys does not count. */
  private keyOf(series: number): string {
    const parts = this.dimensions.map(({ name, text }, d) => `${name}=${text(this.placesIn(d, [series])[0])}`);
    return parts.sort((a, b) => (a < b ? -1 : 1)).join(' ');
  }
}

/** Row places, series by series; within a series in their order. */
function bySeries(series: Int32Array, count: number): Int32Array {
  const order = new Int32Array(series.length);
  if (count === 1) {
    for (let i = 0; i < order.length; i++) order[i] = i;
    return order;
  }
  const next = new Int32Array(count + 1);
  for (const s of series) next[s + 1]++;
  for (let s = 0; s < count; s++) next[s + 1] += next[s];
  for (let i = 0; i < order.length; i++) order[next[series[i]]++] = i;
  return order;
}
