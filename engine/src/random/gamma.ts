import { exp, log } from './exact.js';
import { lgamma } from './gamma-function.js';
import { gammaDensity, gammaShare } from './incomplete-gamma.js';
import { InverseTable } from './inverse-table.js';
import { checkPositive, ContinuousLaw } from './law.js';
import { normalQuantile } from './normal.js';
import { solveTail, type Tail } from './root.js';

/** Gamma distribution: density x^(shape−1) e^(−x/scale), x > 0. */
export class GammaLaw extends ContinuousLaw implements Tail {
  readonly min = 0;
  readonly max = Infinity;
  readonly mean: number;
  readonly table = new InverseTable(this);
  value = 0;
  slope = 0;
  readonly #shape: number;
  readonly #scale: number;
  readonly #logGamma: number;
  #above = false;

  constructor(shape: number, scale: number) {
    super();
    checkPositive('gamma', 'shape', shape);
    checkPositive('gamma', 'scale', scale);
    this.#shape = shape;
    this.#scale = scale;
    this.#logGamma = lgamma(shape + 1);
    this.mean = shape * scale;
  }

  cdf(x: number): number {
    return gammaShare(this.#shape, x / this.#scale, false);
  }
  survival(x: number): number {
    return gammaShare(this.#shape, x / this.#scale, true);
  }
  density(x: number): number {
    return gammaDensity(this.#shape, x / this.#scale) / this.#scale;
  }

  /** The tail at x = e^t. */
  evaluate(t: number): void {
    const x = exp(t);
    this.value = gammaShare(this.#shape, x, this.#above);
    this.slope = x * gammaDensity(this.#shape, x);
  }

  solve(p: number, q: number): number {
    this.#above = q < p;
    const root = solveTail(this, this.#above ? q : p, !this.#above, this.#guess(p, q), -745, 709.7);
    return root <= -745 ? 0 : exp(root) * this.#scale;
  }

  #guess(p: number, q: number): number {
    const shape = this.#shape;
    // Near 0 the share is x^shape / Γ(shape + 1).
    const small = (log(p) + this.#logGamma) / shape;
    if (small < -1.5 || shape < 0.2) return Math.min(small, log(shape - log(q)));
    // E. B. Wilson, M. M. Hilferty (1931): the cube root is nearly normal.
    const z = q < p ? -normalQuantile(q) : normalQuantile(p);
    const root = 1 - 1 / (9 * shape) + z / (3 * Math.sqrt(shape));
    return root > 0.05 ? log(shape) + 3 * log(root) : small;
  }
}
