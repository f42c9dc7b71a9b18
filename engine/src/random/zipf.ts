import { exp, expm1, log, log1p, pow } from './exact.js';
import { DistributionError, type Law, type Quantile } from './law.js';
import { SolvedQuantile } from './quantiles.js';
import { TableQuantile } from './whole-numbers.js';

/** Domains up to this size are tabulated rank by rank. */
const TABLE_LIMIT = 65536;
/** Ranks that are summed one by one in a larger domain. */
const HEAD = 1024;

/** ∫ t^−s dt from a to b, given log(b / a). */
function integral(a: number, logRatio: number, s: number): number {
  const e = (1 - s) * logRatio;
  const shape = e < 1e-17 && e > -1e-17 ? logRatio : expm1(e) / (1 - s);
  return pow(a, 1 - s) * shape;
}

/** The logarithm of b / a at which the integral of t^−s from a is `area`; from b, with a above, for a negative area. */
function logReach(a: number, area: number, s: number): number {
  const relative = area / pow(a, 1 - s);
  const e = relative * (1 - s);
  return e < 1e-17 && e > -1e-17 ? relative : log1p(e) / (1 - s);
}

/** Sum of k^−s for a < k ≤ b by Euler and Maclaurin, to about 10^−12 of a term for a ≥ 1024. */
function sumBetween(a: number, b: number, s: number): number {
  const from = a + 0.5;
  const to = b + 0.5;
  return integral(from, log(to / from), s) + (s / 24) * (pow(to, -s - 1) - pow(from, -s - 1));
}

/** Zipf's law on a large domain: rank r = 1 … size has a share in proportion to r^−exponent; rank 1 is the number `min`. */
export class ZipfLaw implements Law {
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  readonly discrete = true;
  readonly #s: number;
  readonly #size: number;
  /** Sums over the first ranks. */
  readonly #head: Float64Array;
  readonly #total: number;

  constructor(min: number, max: number, exponent: number) {
    this.min = min;
    this.max = max;
    this.#s = exponent;
    this.#size = max - min + 1;
    this.#head = new Float64Array(Math.min(HEAD, this.#size) + 1);
    let first = 0;
    for (let r = 1; r < this.#head.length; r++) {
      this.#head[r] = this.#head[r - 1] + pow(r, -exponent);
      first += pow(r, 1 - exponent);
    }
    const rest = this.#size > HEAD;
    this.#total = this.#head[this.#head.length - 1] + (rest ? sumBetween(HEAD, this.#size, exponent) : 0);
    this.mean = min - 1 + (first + (rest ? sumBetween(HEAD, this.#size, exponent - 1) : 0)) / this.#total;
  }

  cdf(x: number): number {
    const r = Math.floor(x) - this.min + 1;
    if (r < 1) return 0;
    if (r >= this.#size) return 1;
    return (r < this.#head.length ? this.#head[r] : this.#head[HEAD] + sumBetween(HEAD, r, this.#s)) / this.#total;
  }
  survival(x: number): number {
    const r = Math.floor(x) - this.min + 1;
    if (r < 1) return 1;
    if (r >= this.#size) return 0;
    return r < this.#head.length
      ? (this.#total - this.#head[r]) / this.#total
      : sumBetween(r, this.#size, this.#s) / this.#total;
  }
  before(x: number): number {
    return this.cdf(Math.ceil(x) - 1);
  }
  from(x: number): number {
    return this.survival(Math.ceil(x) - 1);
  }
  density(): number {
    return 0;
  }

  solve(p: number, q: number): number {
    const head = this.#head;
    const target = p * this.#total;
    const last = head.length - 1;
    if (target <= head[last]) {
      let low = 1;
      let high = last;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (head[middle] >= target) high = middle;
        else low = middle + 1;
      }
      return this.min + low - 1;
    }
    const rank = Math.ceil((q < p ? this.#fromAbove(q * this.#total) : this.#fromBelow(target - head[last])) - 0.5);
    return this.min - 1 + Math.min(this.#size, Math.max(HEAD + 1, rank));
  }

  #fromBelow(area: number): number {
    const start = HEAD + 0.5;
    return start * exp(logReach(start, area + (this.#s / 24) * pow(start, -this.#s - 1), this.#s));
  }
  #fromAbove(area: number): number {
    const s = this.#s;
    const end = this.#size + 0.5;
    // A steep law has next to nothing at the end to measure from.
    if (s > 1.5) return exp(log(pow(end, 1 - s) + (s - 1) * area) / (1 - s));
    return end * exp(logReach(end, (s / 24) * pow(end, -s - 1) - area, s));
  }
}

/**
 * Zipf's law over the whole numbers min…max as ranks 1…n.
 * @throws {@link DistributionError} for a negative exponent, or an endless domain with an exponent up to 1.
 */
export function zipfRange(exponent: number, min: number, max: number): { min: number; max: number } {
  if (!(exponent >= 0 && exponent < Infinity))
    throw new DistributionError(`zipf: exponent is ${exponent}; it must be a number from 0 up.`, 'exponent');
  const first = Math.ceil(min === -Infinity ? 1 : min);
  const last = Math.floor(max === Infinity && exponent > 1 ? 9007199254740991 : max);
  if (last === Infinity)
    throw new DistributionError('zipf: it needs a max, unless its exponent is above 1.', 'exponent');
  if (!(first <= last)) throw new DistributionError(`zipf: there is no whole number from ${min} up to ${max}.`);
  return { min: first, max: last };
}

export function zipfQuantile(exponent: number, min: number, max: number): Quantile {
  const range = zipfRange(exponent, min, max);
  const size = range.max - range.min + 1;
  if (size > TABLE_LIMIT) return new SolvedQuantile('zipf', new ZipfLaw(range.min, range.max, exponent), range);
  return new TableQuantile(
    range.min,
    Float64Array.from({ length: size }, (_, i) => pow(i + 1, -exponent)),
  );
}
