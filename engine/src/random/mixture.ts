import { totalWeight } from './alias.js';
import { InverseTable } from './inverse-table.js';
import { DistributionError, type Law } from './law.js';
import { solveTail, type Tail } from './root.js';

/** One of several laws, chosen by weight; as one distribution, so that its quantile function rises. */
export class MixtureLaw implements Law, Tail {
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  readonly discrete: boolean;
  readonly table = new InverseTable(this);
  value = 0;
  slope = 0;
  readonly #laws: readonly Law[];
  readonly #shares: readonly number[];
  #above = false;

  constructor(weights: readonly number[], laws: readonly Law[]) {
    if (laws.length === 0) throw new DistributionError('mixture: it has no components.', 'components');
    const total = totalWeight(weights);
    const kept = weights.map((_, i) => i).filter((i) => weights[i] > 0);
    this.#laws = kept.map((i) => laws[i]);
    this.#shares = kept.map((i) => weights[i] / total);
    this.min = Math.min(...this.#laws.map((law) => law.min));
    this.max = Math.max(...this.#laws.map((law) => law.max));
    this.mean = this.#sum((law) => law.mean);
    this.discrete = this.#laws.every((law) => law.discrete);
  }

  #sum(of: (law: Law) => number): number {
    let sum = 0;
    for (let i = 0; i < this.#laws.length; i++) sum += this.#shares[i] * of(this.#laws[i]);
    return sum;
  }

  cdf(x: number): number {
    return this.#sum((law) => law.cdf(x));
  }
  survival(x: number): number {
    return this.#sum((law) => law.survival(x));
  }
  before(x: number): number {
    return this.#sum((law) => law.before(x));
  }
  from(x: number): number {
    return this.#sum((law) => law.from(x));
  }
  density(x: number): number {
    return this.#sum((law) => law.density(x));
  }

  evaluate(x: number): void {
    this.value = this.#above ? this.survival(x) : this.cdf(x);
    this.slope = this.density(x);
  }

  solve(p: number, q: number): number {
    let low = Infinity;
    let high = -Infinity;
    for (const law of this.#laws) {
      const x = law.solve(p, q);
      low = Math.min(low, x);
      high = Math.max(high, x);
    }
    if (low === high) return low;
    if (this.discrete) return this.#least(p, q, low, high);
    this.#above = q < p;
    return solveTail(this, this.#above ? q : p, !this.#above, low + (high - low) / 2, low, high);
  }

  /** The least whole number from `low` to `high` at which the share reaches p. */
  #least(p: number, q: number, low: number, high: number): number {
    while (low < high) {
      const middle = low + Math.floor((high - low) / 2);
      if (q < p ? this.survival(middle) <= q : this.cdf(middle) >= p) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
