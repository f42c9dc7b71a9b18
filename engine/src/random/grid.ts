import { DistributionError, type Quantile } from './law.js';

/**
 * Rounds a distribution to the multiples of `step` from `min` to `max`: the value v has the mass of v − ½ step …
 * v + ½ step. Give it a distribution cut to min − ½ step … max + ½ step, so that the outermost values get their full share.
 *
 * Values are k · step, and k / n for a step of 1 / n: 0.1 is the double nearest to a tenth.
 * @throws {@link DistributionError} where no multiple of the step lies between the bounds.
 */
export function discretise(exact: Quantile, min: number, max: number, step: number): Quantile {
  if (!(step > 0 && step < Infinity)) throw new DistributionError(`a step is a number above 0, not ${step}.`);
  return new GridQuantile(exact, min, max, step);
}

class GridQuantile implements Quantile {
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  readonly discrete = true;
  readonly #inner: Quantile;
  /** A value is k · multiplier / divisor; one of them is 1. */
  readonly #multiplier: number;
  readonly #divisor: number;
  readonly #first: number;
  readonly #last: number;

  constructor(exact: Quantile, min: number, max: number, step: number) {
    const inverse = Math.round(1 / step);
    const fraction = step < 1 && Math.abs(inverse * step - 1) < 1e-9;
    this.#multiplier = fraction ? 1 : step;
    this.#divisor = fraction ? inverse : 1;
    this.#first = Math.max(Math.ceil(this.#steps(min)), Math.floor(this.#steps(exact.min) + 0.5));
    this.#last = Math.min(Math.floor(this.#steps(max)), Math.floor(this.#steps(exact.max) + 0.5));
    if (!(this.#first <= this.#last))
      throw new DistributionError(`there is no multiple of ${step} from ${min} up to ${max}.`);
    this.#inner = exact;
    this.min = this.#value(this.#first);
    this.max = this.#value(this.#last);
    this.mean = exact.min === -Infinity && exact.max === Infinity ? exact.mean : NaN;
  }

  /** `x` in steps; a multiple of the step but for rounding counts as one. */
  #steps(x: number): number {
    const k = (x / this.#multiplier) * this.#divisor;
    const nearest = Math.round(k);
    return Math.abs(k - nearest) <= 1e-9 * Math.max(1, Math.abs(k)) ? nearest : k;
  }

  #value(k: number): number {
    return (k * this.#multiplier) / this.#divisor;
  }

  #round(x: number): number {
    const k = Math.floor((x / this.#multiplier) * this.#divisor + 0.5);
    return this.#value(k < this.#first ? this.#first : k > this.#last ? this.#last : k);
  }

  cdf(x: number): number {
    const k = Math.floor(this.#steps(x));
    if (k < this.#first) return 0;
    if (k >= this.#last) return 1;
    // Halves are rounded up: of whole numbers the one just on the edge belongs to the next value.
    const edge = ((k + 0.5) * this.#multiplier) / this.#divisor;
    return this.#inner.cdf(this.#inner.discrete ? Math.ceil(edge) - 1 : edge);
  }
  quantile(u: number): number {
    return this.#round(this.#inner.quantile(u));
  }
  fill(u: Float64Array, length: number, out: Float64Array): void {
    this.#inner.fill(u, length, out);
    for (let i = 0; i < length; i++) out[i] = this.#round(out[i]);
  }
}
