/** Draws steps `from` … `from + length − 1` of one series to `values`; gives what is to be kept of them. */
export type DrawStretch<T> = (series: number, from: number, length: number, values: Float64Array) => T;

/** Rows of a series in a batch from which on drawing just those is quick enough. */
const LONG = 256;
/** Steps drawn ahead at most, and values kept. */
const MOST_STEPS = 128;
const MOST_VALUES = 1 << 21;

/**
 * Reads many series side by side: rows take one step of each in turn, but a step alone costs much more than one among
 * others. So each series is drawn some steps ahead.
 */
export class Ahead<T> {
  private readonly steps: number;
  /** First step drawn, by series. */
  private readonly first: Float64Array;
  private readonly values: Float64Array;
  private readonly kept: (T | undefined)[];

  /** @param rows of all series. */
  constructor(
    private readonly draw: DrawStretch<T>,
    series: number,
    rows: number,
  ) {
    const all = Math.max(1, Math.ceil(rows / series));
    const most = Math.max(4, Math.min(MOST_STEPS, Math.floor(MOST_VALUES / series)));
    this.steps = Math.ceil(all / Math.ceil(all / most));
    this.first = new Float64Array(series).fill(NaN);
    this.values = new Float64Array(series * this.steps);
    this.kept = new Array<T | undefined>(series).fill(undefined);
  }

  /** Whether batches of so many rows are better read ahead. */
  static pays(series: number, rows: number): boolean {
    return series > 1 && rows < LONG * series;
  }

  /**
   * Writes the value of each row, given by its series and step.
   * @param also is given the row, what was kept of its stretch, and its place there.
   */
  read(
    series: Int32Array,
    steps: Float64Array,
    out: Float64Array,
    also?: (row: number, kept: T, place: number) => void,
  ): void {
    const { first, values, kept } = this;
    for (let row = 0; row < series.length; row++) {
      const s = series[row];
      const start = s * this.steps;
      let place = steps[row] - first[s];
      if (!(place >= 0 && place < this.steps)) {
        first[s] = Math.floor(steps[row] / this.steps) * this.steps;
        kept[s] = this.draw(s, first[s], this.steps, values.subarray(start, start + this.steps));
        place = steps[row] - first[s];
      }
      out[row] = values[start + place];
      const own = kept[s];
      if (also !== undefined && own !== undefined) also(row, own, place);
    }
  }
}
