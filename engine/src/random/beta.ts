import { exp, log } from './exact.js';
import { betaDensity, betaShare, logBeta } from './incomplete-beta.js';
import { InverseTable } from './inverse-table.js';
import { checkPositive, ContinuousLaw } from './law.js';
import { normalQuantile } from './normal.js';
import { solveTail, type Tail } from './root.js';

/** Beta distribution: density x^(alpha−1) (1−x)^(beta−1), 0 < x < 1. */
export class BetaLaw extends ContinuousLaw implements Tail {
  readonly min = 0;
  readonly max = 1;
  readonly mean: number;
  readonly table = new InverseTable(this);
  value = 0;
  slope = 0;
  readonly #alpha: number;
  readonly #beta: number;
  readonly #logBeta: number;
  #above = false;

  constructor(alpha: number, beta: number) {
    super();
    checkPositive('beta', 'alpha', alpha);
    checkPositive('beta', 'beta', beta);
    this.#alpha = alpha;
    this.#beta = beta;
    this.#logBeta = logBeta(alpha, beta);
    this.mean = alpha / (alpha + beta);
  }

  cdf(x: number): number {
    return betaShare(this.#alpha, this.#beta, x, 1 - x);
  }
  survival(x: number): number {
    return betaShare(this.#beta, this.#alpha, 1 - x, x);
  }
  density(x: number): number {
    return betaDensity(this.#alpha, this.#beta, x, 1 - x);
  }

  /** The tail at t = log(x / (1 − x)). */
  evaluate(t: number): void {
    const e = exp(-Math.abs(t));
    const near = e / (1 + e);
    const far = 1 / (1 + e);
    const x = t < 0 ? near : far;
    const y = t < 0 ? far : near;
    this.value = this.#above ? betaShare(this.#beta, this.#alpha, y, x) : betaShare(this.#alpha, this.#beta, x, y);
    this.slope = x * y * betaDensity(this.#alpha, this.#beta, x, y);
  }

  solve(p: number, q: number): number {
    this.#above = q < p;
    const t = solveTail(this, this.#above ? q : p, !this.#above, this.#guess(p, q), -745, 745);
    if (t <= -745) return 0;
    const e = exp(-Math.abs(t));
    return t < 0 ? e / (1 + e) : 1 / (1 + e);
  }

  #guess(p: number, q: number): number {
    const a = this.#alpha;
    const b = this.#beta;
    // Near 0 the share is x^a / (a B), near 1 it is 1 − y^b / (b B).
    const left = (log(p) + log(a) + this.#logBeta) / a;
    if (left < -2) return left;
    const right = -(log(q) + log(b) + this.#logBeta) / b;
    if (right > 2) return right;
    const z = q < p ? -normalQuantile(q) : normalQuantile(p);
    return log(a / b) + z * Math.sqrt(1 / a + 1 / b);
  }
}
