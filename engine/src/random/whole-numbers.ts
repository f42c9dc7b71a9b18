import { CumulativeTable } from './alias.js';
import type { CountingLaw } from './counting.js';
import { InverseTable } from './inverse-table.js';
import { emptyWindow, Slice, type Law, type Quantile, type Window } from './law.js';
import { LEAST_UNIFORM } from './normal.js';

/** More numbers than this are not tabulated one by one. */
const TABLE_LIMIT = 131072;
/** A share of the whole that no uniform of 53 bits can hit. */
const NEGLIGIBLE = 2.168404344971009e-19;

/** Whole numbers from `min` on by their weights. */
export class TableQuantile implements Quantile {
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  readonly discrete = true;
  readonly #table: CumulativeTable;

  constructor(min: number, weights: ArrayLike<number>) {
    this.#table = new CumulativeTable(weights);
    this.min = min;
    this.max = min + weights.length - 1;
    let mean = 0;
    for (let i = 0; i < weights.length; i++) mean += i * (weights[i] / this.#table.total);
    this.mean = min + mean;
  }
  cdf(x: number): number {
    return this.#table.cumulative(Math.floor(x) - this.min);
  }
  quantile(u: number): number {
    return this.min + this.#table.quantile(u);
  }
  fill(u: Float64Array, length: number, out: Float64Array): void {
    this.#table.fill(u, length, out, this.min);
  }
}

/** A law on very many whole numbers: its continuation between them is tabulated, and rounded up. */
class ContinuedQuantile implements Quantile {
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  readonly discrete = true;
  readonly #slice: Slice;
  readonly #table: InverseTable;

  constructor(type: string, law: CountingLaw, window: Window) {
    this.#slice = new Slice(type, law, window);
    this.min = this.#slice.min;
    this.max = this.#slice.max;
    this.mean = this.#slice.whole ? law.mean : NaN;
    const atZero = law.lower(0);
    // Moved by 1 to be positive, so that the table can see orders of magnitude.
    this.#table = new InverseTable({ solve: (p, q) => (p <= atZero ? 1 : law.solveBetween(p, q) + 1) });
  }
  cdf(x: number): number {
    return this.#slice.cdf(x);
  }
  quantile(u: number): number {
    const { below, above, mass } = this.#slice;
    const v = u < LEAST_UNIFORM ? LEAST_UNIFORM : u;
    const k = Math.ceil(this.#table.at(below + v * mass, above + (1 - v) * mass)) - 1;
    return k < this.min ? this.min : k > this.max ? this.max : k;
  }
  fill(u: Float64Array, length: number, out: Float64Array): void {
    for (let i = 0; i < length; i++) out[i] = this.quantile(u[i]);
  }
}

/** A counting law within a window: by a table of the shares of single numbers where they can be counted out. */
export function countingQuantile(type: string, law: CountingLaw, window: Window): Quantile {
  const min = Math.max(law.min, Math.ceil(window.min));
  const max = Math.min(law.max, Math.floor(window.max));
  if (!(min <= max)) throw emptyWindow(type, window);
  return shares(law, min, max) ?? new ContinuedQuantile(type, law, { min, max });
}

/** Shares relative to the most probable number in reach, up and down until nothing is left of the whole. */
function shares(law: CountingLaw, min: number, max: number): TableQuantile | undefined {
  const mode = Math.min(max, Math.max(min, law.mode));
  const up: number[] = [];
  let sum = 1;
  for (let k = mode, share = 1; k < max; k++) {
    const ratio = law.ratio(k);
    share *= ratio;
    if (!(share > 0) || (ratio < 1 && share < NEGLIGIBLE * sum * (1 - ratio))) break;
    if (up.push(share) > TABLE_LIMIT) return undefined;
    sum += share;
  }
  const down: number[] = [];
  for (let k = mode - 1, share = 1; k >= min; k--) {
    const ratio = 1 / law.ratio(k);
    share *= ratio;
    if (!(share > 0) || (ratio < 1 && share < NEGLIGIBLE * sum * (1 - ratio))) break;
    if (down.push(share) > TABLE_LIMIT) return undefined;
    sum += share;
  }
  return new TableQuantile(mode - down.length, [...down.reverse(), 1, ...up]);
}

/** Any law on whole numbers within a window, where it covers few enough of them; its masses differ by the window. */
export function tabulated(type: string, law: Law, window: Window): TableQuantile | undefined {
  const min = Math.max(Math.ceil(window.min), law.solve(NEGLIGIBLE, 1));
  const max = Math.min(Math.floor(window.max), law.solve(1, NEGLIGIBLE));
  if (!(min <= max)) throw emptyWindow(type, window);
  if (max - min >= TABLE_LIMIT) return undefined;
  const weights = new Float64Array(max - min + 1);
  for (let i = 0; i < weights.length; i++) {
    const k = min + i;
    const above = law.survival(k);
    weights[i] = Math.max(0, above < 0.5 ? law.survival(k - 1) - above : law.cdf(k) - law.cdf(k - 1));
  }
  if (!weights.some((w) => w > 0)) throw emptyWindow(type, window);
  return new TableQuantile(min, weights);
}
