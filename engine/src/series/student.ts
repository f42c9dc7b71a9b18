import { BetaLaw } from '../random/beta.js';
import { LEAST_UNIFORM } from '../random/normal.js';

/** Student's t with ν > 0 degrees of freedom, by way of the beta distribution: T² / (ν + T²) is Beta(1/2, ν/2). */
export class StudentLaw {
  /** Of T² / (ν + T²), accurate near 0, and of ν / (ν + T²), accurate far out. */
  readonly #inner: BetaLaw;
  readonly #outer: BetaLaw;

  constructor(private readonly df: number) {
    this.#inner = new BetaLaw(0.5, df / 2);
    this.#outer = new BetaLaw(df / 2, 0.5);
  }

  /** P(T ≤ t), accurate where it is small. */
  cdf(t: number): number {
    if (t === -Infinity) return 0;
    const below = 0.5 * this.#outer.cdf(this.df / (this.df + t * t));
    return t < 0 ? below : 1 - below;
  }

  /** The value below which the share p lies, q = 1 − p above it. */
  quantile(p: number, q: number): number {
    const tail = Math.max(LEAST_UNIFORM, Math.min(p, q));
    // Both sides together hold twice the tail.
    const size = tail > 0.25 ? this.#near(2 * tail) : this.#far(2 * tail);
    return p < q ? -size : size;
  }

  #near(tails: number): number {
    if (tails >= 1) return 0;
    const y = this.#inner.table.at(1 - tails, tails);
    return Math.sqrt((this.df * y) / (1 - y));
  }

  #far(tails: number): number {
    const x = this.#outer.table.at(tails, 1 - tails);
    return Math.sqrt((this.df * (1 - x)) / x);
  }
}
