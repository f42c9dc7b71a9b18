import { CumulativeTable, totalWeight } from './alias.js';
import { checkFinite, ContinuousLaw, DistributionError } from './law.js';

/** Bins by weight, uniform inside a bin. */
export class HistogramLaw extends ContinuousLaw {
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  readonly #edges: Float64Array;
  readonly #shares: Float64Array;
  readonly #fromBelow: CumulativeTable;
  /** Share above each bin. */
  readonly #above: Float64Array;

  constructor(edges: readonly number[], weights: readonly number[]) {
    super();
    if (edges.length !== weights.length + 1)
      throw new DistributionError(
        `histogram: ${weights.length} weights need ${weights.length + 1} edges; there are ${edges.length}.`,
        'edges',
      );
    edges.forEach((edge, i) => {
      checkFinite('histogram', 'edges', edge);
      if (i > 0 && !(edge > edges[i - 1]))
        throw new DistributionError(`histogram: edges must rise; ${edge} follows ${edges[i - 1]}.`, 'edges');
    });
    const total = totalWeight(weights);
    const first = weights.findIndex((w) => w > 0);
    let last = weights.length - 1;
    while (!(weights[last] > 0)) last--;
    this.#edges = Float64Array.from(edges.slice(first, last + 2));
    this.#shares = Float64Array.from(weights.slice(first, last + 1), (w) => w / total);
    this.#fromBelow = new CumulativeTable(this.#shares);
    const bins = this.#shares.length;
    this.#above = new Float64Array(bins);
    let mean = 0;
    for (let i = bins - 1, above = 0; i >= 0; i--) {
      this.#above[i] = above;
      above += this.#shares[i];
      mean += this.#shares[i] * (this.#edges[i] + (this.#edges[i + 1] - this.#edges[i]) / 2);
    }
    this.min = this.#edges[0];
    this.max = this.#edges[bins];
    this.mean = mean;
  }

  #binAt(x: number): number {
    let low = 0;
    let high = this.#shares.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.#edges[middle] <= x) low = middle;
      else high = middle;
    }
    return low;
  }

  cdf(x: number): number {
    if (x <= this.min) return 0;
    if (x >= this.max) return 1;
    const i = this.#binAt(x);
    const [from, to] = [this.#edges[i], this.#edges[i + 1]];
    return this.#fromBelow.cumulative(i - 1) + (this.#shares[i] * (x - from)) / (to - from);
  }
  survival(x: number): number {
    if (x <= this.min) return 1;
    if (x >= this.max) return 0;
    const i = this.#binAt(x);
    const [from, to] = [this.#edges[i], this.#edges[i + 1]];
    return this.#above[i] + (this.#shares[i] * (to - x)) / (to - from);
  }
  density(x: number): number {
    if (x < this.min || x > this.max) return 0;
    const i = this.#binAt(x);
    return this.#shares[i] / (this.#edges[i + 1] - this.#edges[i]);
  }
  solve(p: number, q: number): number {
    const i = this.#fromBelow.quantile(Math.min(p, 1 - 1.1102230246251565e-16));
    const from = this.#edges[i];
    const to = this.#edges[i + 1];
    const x =
      q < p
        ? to - ((q - this.#above[i]) / this.#shares[i]) * (to - from)
        : from + ((p - this.#fromBelow.cumulative(i - 1)) / this.#shares[i]) * (to - from);
    return Math.min(to, Math.max(from, x));
  }
}
