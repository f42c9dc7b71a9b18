import { betaDensity, betaShare } from './incomplete-beta.js';
import { gammaDensity, gammaShare } from './incomplete-gamma.js';
import { checkShare, DistributionError, type Law } from './law.js';
import { normalQuantile } from './normal.js';
import { solveTail, type Tail } from './root.js';

/** Shares of numbers up to this are computed once: the inversion of a mixture asks for the same ones again and again. */
const REMEMBERED = 4096;

/** A law on whole numbers with the shares of the single numbers and their continuation between them. */
export abstract class CountingLaw implements Law, Tail {
  readonly min = 0;
  abstract readonly max: number;
  abstract readonly mean: number;
  /** One of the most probable numbers. */
  abstract readonly mode: number;
  readonly discrete = true;
  value = 0;
  slope = 0;
  #above = false;
  readonly #below: number[] = [];
  readonly #beyond: number[] = [];

  /** P(X = k + 1) / P(X = k). */
  abstract ratio(k: number): number;
  /** P(X ≤ y), y > −1, continued smoothly between the whole numbers. */
  abstract lower(y: number): number;
  /** 1 − lower(y). */
  abstract upper(y: number): number;
  /** About the derivative of `lower`. */
  abstract slopeAt(y: number): number;
  /** Standard deviation. */
  abstract readonly spread: number;

  cdf(x: number): number {
    if (x < 0) return 0;
    if (x >= this.max) return 1;
    const k = Math.floor(x);
    return k < REMEMBERED ? (this.#below[k] ??= this.lower(k)) : this.lower(k);
  }
  survival(x: number): number {
    if (x < 0) return 1;
    if (x >= this.max) return 0;
    const k = Math.floor(x);
    return k < REMEMBERED ? (this.#beyond[k] ??= this.upper(k)) : this.upper(k);
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

  evaluate(y: number): void {
    this.value = this.#above ? this.upper(y) : this.lower(y);
    this.slope = this.slopeAt(y);
  }

  /** The real y > −1 at which the continued share is p. */
  solveBetween(p: number, q: number): number {
    this.#above = q < p;
    const z = q < p ? -normalQuantile(q) : normalQuantile(p);
    const high = Math.min(
      this.max,
      this.mean + 100 * (1 + this.spread) + (800 * this.spread * this.spread) / (1 + this.mean),
    );
    return solveTail(this, Math.min(p, q), !this.#above, this.mean + z * this.spread, -1, high);
  }

  solve(p: number, q: number): number {
    let k = Math.max(0, Math.min(this.max, Math.ceil(this.solveBetween(p, q))));
    const reached = (n: number): boolean => (q < p ? this.survival(n) <= q : this.cdf(n) >= p);
    while (k > 0 && reached(k - 1)) k--;
    while (!reached(k)) k++;
    return k;
  }
}

export class PoissonLaw extends CountingLaw {
  readonly max = Infinity;
  readonly mode: number;
  readonly spread: number;
  constructor(readonly mean: number) {
    super();
    checkNonNegative('poisson', 'mean', mean);
    this.mode = Math.floor(mean);
    this.spread = Math.sqrt(mean);
  }
  ratio(k: number): number {
    return this.mean / (k + 1);
  }
  lower(y: number): number {
    return y <= -1 ? 0 : gammaShare(y + 1, this.mean, true);
  }
  upper(y: number): number {
    return y <= -1 ? 1 : gammaShare(y + 1, this.mean, false);
  }
  slopeAt(y: number): number {
    return gammaDensity(y + 1, this.mean);
  }
}

/** Negative binomial with variance mean + mean² / dispersion. */
export class NegativeBinomialLaw extends CountingLaw {
  readonly max = Infinity;
  readonly mode: number;
  readonly spread: number;
  readonly #size: number;
  readonly #stop: number;
  readonly #go: number;
  constructor(
    readonly mean: number,
    dispersion: number,
  ) {
    super();
    checkNonNegative('negativeBinomial', 'mean', mean);
    if (!(dispersion > 0 && dispersion < Infinity))
      throw new DistributionError(
        `negativeBinomial: dispersion is ${dispersion}; it must be a number above 0.`,
        'dispersion',
      );
    this.#size = dispersion;
    this.#stop = dispersion / (dispersion + mean);
    this.#go = mean / (dispersion + mean);
    this.mode = dispersion > 1 ? Math.floor(((dispersion - 1) * mean) / dispersion) : 0;
    this.spread = Math.sqrt(mean + (mean * mean) / dispersion);
  }
  ratio(k: number): number {
    return ((k + this.#size) / (k + 1)) * this.#go;
  }
  lower(y: number): number {
    return y <= -1 ? 0 : betaShare(this.#size, y + 1, this.#stop, this.#go);
  }
  upper(y: number): number {
    return y <= -1 ? 1 : betaShare(y + 1, this.#size, this.#go, this.#stop);
  }
  slopeAt(y: number): number {
    return y <= -1 ? 0 : (betaDensity(this.#size, y + 1, this.#stop, this.#go) * this.#stop) / (this.#size + y);
  }
}

export class BinomialLaw extends CountingLaw {
  readonly max: number;
  readonly mean: number;
  readonly mode: number;
  readonly spread: number;
  readonly #probability: number;
  constructor(trials: number, probability: number) {
    super();
    if (!(Number.isSafeInteger(trials) && trials >= 0))
      throw new DistributionError(`binomial: trials is ${trials}; it must be a whole number from 0 up.`, 'trials');
    checkShare('binomial', 'probability', probability);
    this.max = trials;
    this.#probability = probability;
    this.mean = trials * probability;
    this.mode = Math.min(trials, Math.floor((trials + 1) * probability));
    this.spread = Math.sqrt(this.mean * (1 - probability));
  }
  ratio(k: number): number {
    return ((this.max - k) / (k + 1)) * (this.#probability / (1 - this.#probability));
  }
  lower(y: number): number {
    if (y <= -1) return 0;
    return y >= this.max ? 1 : betaShare(this.max - y, y + 1, 1 - this.#probability, this.#probability);
  }
  upper(y: number): number {
    if (y <= -1) return 1;
    return y >= this.max ? 0 : betaShare(y + 1, this.max - y, this.#probability, 1 - this.#probability);
  }
  slopeAt(y: number): number {
    if (y <= -1 || y >= this.max) return 0;
    return betaDensity(y + 1, this.max - y + 1, this.#probability, 1 - this.#probability) / (this.max + 1);
  }
}

function checkNonNegative(type: string, property: string, value: number): void {
  if (!(value >= 0 && value < Infinity))
    throw new DistributionError(`${type}: ${property} is ${value}; it must be a number from 0 up.`, property);
}
