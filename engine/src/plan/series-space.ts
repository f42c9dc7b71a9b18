import { orderByCode } from '../columns/take.js';
import { type Addresses, rootAddresses, type Stream } from '../random/stream.js';
import { second, threefry } from '../random/threefry.js';
import type { TimeAxis } from '../series/axis.js';
import { instantsAt } from './event-space.js';
import type { RowSpace } from './row-space.js';
import { addressesOf, type Level, numbersFrom, type Rows, type Span, TableRows } from './rows.js';

/** One key of the series of a table: its values, one series for each combination. */
export interface Dimension {
  readonly name: string;
  /** How many values there are; known before rows are drawn. */
  readonly size: () => number;
  /** The value as text, for random identity. */
  readonly text: (place: number) => string;
}

/** The step and the series of each row. */
interface Split {
  readonly steps: Float64Array;
  readonly series: Int32Array;
}

/** Is given a series, a first step, and the places in the batch of the rows from there on. */
type Visit = (series: number, from: number, places: Int32Array) => void;

/**
 * The rows of a time-series table: row `r` of S series is step ⌊r / S⌋ of series r mod S. A series draws from numbers of
 * its own, by the text of its key, so that one more changes nothing in the others.
 */
export class SeriesSpace implements RowSpace {
  private keys: Stream[] = [];
  /** Instants of the steps that were asked for last, from their first on. */
  private instants = new Float64Array(0);
  private timed = { from: NaN, length: 0 };

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
  placesIn(d: number, series: Int32Array): Float64Array {
    let stride = 1;
    for (let k = d + 1; k < this.dimensions.length; k++) stride *= this.dimensions[k].size();
    const size = this.dimensions[d].size();
    const places = new Float64Array(series.length);
    if (this.dimensions.length === 1) places.set(series);
    else for (let i = 0; i < series.length; i++) places[i] = Math.floor(series[i] / stride) % size;
    return places;
  }

  rowsAt(level: Level, numbers: Float64Array): TableRows {
    return new TableRows(level, numbers, () => this.addresses(this.split(numbers)));
  }

  range(level: Level, rows: Span): TableRows {
    if (this.dimensions.length === 0) return new TableRows(level, rows, rootAddresses(rows.first, rows.length));
    return new TableRows(level, rows, () => this.addresses(this.splitSpan(rows)));
  }

  /** The instants of at least steps `from` … `from + length − 1`, ms, until others are asked for; steps may lie before 0. */
  times(from: number, length: number): Float64Array {
    if (this.timed.from !== from || this.timed.length < length) {
      if (this.instants.length < length) this.instants = new Float64Array(length);
      this.axis.times(from, length, this.instants);
      this.timed = { from, length };
    }
    return this.instants;
  }

  /** The instants of rows of a batch, ms. */
  timesOf(rows: Rows): Float64Array {
    const { first, length } = rows;
    if (first === undefined) return instantsAt(this.axis, this.of(rows).steps);
    const { series } = this;
    const from = Math.floor(first / series);
    const steps = Math.floor((first + length - 1) / series) + 1 - from;
    const times = this.times(from, steps).subarray(0, steps);
    if (series === 1) return new Float64Array(times);
    const out = new Float64Array(length);
    let s = first - from * series;
    for (let i = 0, k = 0; i < length; i++) {
      out[i] = times[k];
      if (++s === series) {
        s = 0;
        k++;
      }
    }
    return out;
  }

  /** The first step of rows that are known to be steps following each other in the only series. */
  firstStep(rows: Rows): number | undefined {
    return this.series === 1 ? rows.first : undefined;
  }

  /** The step and the series of each row of a batch, of any level within the table. */
  of(rows: Rows): Split {
    const { first, length } = rows;
    return rows.memo(this, () => (first === undefined ? this.split(rows.rows) : this.splitSpan({ first, length })));
  }

  /** The addresses of steps of one series, until others are asked for. */
  stretch(series: number, from: number, length: number): Addresses {
    // Before the addresses: what a series is keyed by may have to be drawn.
    const own = this.dimensions.length > 0 ? this.streamOf(series) : undefined;
    const steps = rootAddresses(from, length);
    if (own === undefined) return steps;
    if (scratch.low.length < length) scratch = { low: new Int32Array(length), high: new Int32Array(length) };
    const { low, high } = scratch;
    own.words(steps, 0, low, high);
    return { length, low, high };
  }

  /** Draw number `draw` of a step of one series, in [0, 1). */
  uniform(stream: Stream, series: number, step: number, draw: number): number {
    const low = step | 0;
    const high = Math.floor(step / 4294967296);
    if (this.dimensions.length === 0) return stream.uniform(low, high, draw);
    const { key0, key1 } = this.streamOf(series);
    return stream.uniform(threefry(key0, key1, low, high), second, draw);
  }

  /** Visits rows of a batch that are steps following each other in one series. */
  runs(rows: Rows, visit: Visit): void {
    const { first } = rows;
    if (first !== undefined) {
      this.runsFrom(first, rows.length, visit);
      return;
    }
    const { steps, series } = this.of(rows);
    const order = this.series === 1 ? identity(series.length) : orderByCode(series, this.series).rows;
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

  private runsFrom(first: number, length: number, visit: Visit): void {
    const count = this.series;
    if (count === 1) {
      visit(0, first, identity(length));
      return;
    }
    const order = new Int32Array(length);
    let end = 0;
    for (let s = 0; s < count; s++) {
      const start = (count + s - (first % count)) % count;
      const begin = end;
      for (let i = start; i < length; i += count) order[end++] = i;
      if (end > begin) visit(s, Math.floor((first + start) / count), order.subarray(begin, end));
    }
  }

  private split(numbers: Float64Array): Split {
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

  private splitSpan({ first, length }: Span): Split {
    const count = this.series;
    const series = new Int32Array(length);
    if (count === 1) return { steps: numbersFrom(first, length), series };
    const steps = new Float64Array(length);
    let step = Math.floor(first / count);
    let s = first - step * count;
    for (let i = 0; i < length; i++) {
      steps[i] = step;
      series[i] = s;
      if (++s === count) {
        s = 0;
        step++;
      }
    }
    return { steps, series };
  }

  private addresses({ steps, series }: Split): Addresses {
    if (this.dimensions.length === 0) return addressesOf(steps);
    const { length } = steps;
    const low = new Int32Array(length);
    const high = new Int32Array(length);
    for (let i = 0; i < length; i++) {
      const { key0, key1 } = this.streamOf(series[i]);
      low[i] = threefry(key0, key1, steps[i] | 0, Math.floor(steps[i] / 4294967296));
      high[i] = second;
    }
    return { length, low, high };
  }

  private streamOf(series: number): Stream {
    return (this.keys[series] ??= this.stream(this.keyOf(series)));
  }

  /** `sensor=roof`; names in order, so that the order of the keys does not count. */
  private keyOf(series: number): string {
    const parts = this.dimensions.map(
      ({ name, text }, d) => `${name}=${text(this.placesIn(d, Int32Array.of(series))[0])}`,
    );
    return parts.sort((a, b) => (a < b ? -1 : 1)).join(' ');
  }
}

let scratch = { low: new Int32Array(4096), high: new Int32Array(4096) };

let places = new Int32Array(0);

/** 0, 1, 2, … */
function identity(length: number): Int32Array {
  if (places.length < length) places = Int32Array.from({ length }, (_, i) => i);
  return places.subarray(0, length);
}
