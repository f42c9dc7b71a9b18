/** The parameters of a distribution make no sense, or nothing of it lies between `min` and `max`. */
export class DistributionError extends RangeError {
  /** The property of the distribution at fault, where there is one: `stdDev`, `weights`, … */
  readonly property: string | undefined;

  constructor(message: string, property?: string) {
    super(message);
    this.name = 'DistributionError';
    this.property = property;
  }
}

/** A distribution ready to be drawn from by inverse transform: one uniform in [0, 1) gives one value. */
export interface Quantile {
  /** Least value that can come out. */
  readonly min: number;
  /** Greatest value that can come out; `Infinity` where there is no bound. */
  readonly max: number;
  /** Expected value; NaN where it is not known or does not exist. */
  readonly mean: number;
  /** Only finitely or countably many values: whole numbers or the points of a grid. */
  readonly discrete: boolean;
  /** P(X ≤ x). */
  cdf(x: number): number;
  /** The value at `u` in [0, 1): nondecreasing, and finite for every `u`. */
  quantile(u: number): number;
  /** `out[i] = quantile(u[i])` for i < `length`; both may be one array. */
  fill(u: Float64Array, length: number, out: Float64Array): void;
}

/** A distribution before its truncation. Shares are accurate where they are small. */
export interface Law {
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  /** On whole numbers. */
  readonly discrete: boolean;
  /** P(X ≤ x). */
  cdf(x: number): number;
  /** P(X > x). */
  survival(x: number): number;
  /** P(X < x). */
  before(x: number): number;
  /** P(X ≥ x). */
  from(x: number): number;
  /** Density at x; 0 where the law has none. */
  density(x: number): number;
  /** Least x with P(X ≤ x) ≥ p. `q` is 1 − p, given apart so that both tails are accurate. */
  solve(p: number, q: number): number;
}

/** A law without atoms. */
export abstract class ContinuousLaw implements Law {
  abstract readonly min: number;
  abstract readonly max: number;
  abstract readonly mean: number;
  readonly discrete = false;
  abstract cdf(x: number): number;
  abstract survival(x: number): number;
  abstract density(x: number): number;
  abstract solve(p: number, q: number): number;
  before(x: number): number {
    return this.cdf(x);
  }
  from(x: number): number {
    return this.survival(x);
  }
}

/** Where a distribution is cut: both ends inclusive, infinite where there is none. */
export interface Window {
  readonly min: number;
  readonly max: number;
}

export function checkPositive(type: string, property: string, value: number): void {
  if (!(value > 0 && value < Infinity))
    throw new DistributionError(`${type}: ${property} is ${value}; it must be a number above 0.`, property);
}

export function checkFinite(type: string, property: string, value: number): void {
  if (value - value !== 0)
    throw new DistributionError(`${type}: ${property} is ${value}; it must be a finite number.`, property);
}

export function checkShare(type: string, property: string, value: number): void {
  if (!(value >= 0 && value <= 1))
    throw new DistributionError(`${type}: ${property} is ${value}; it must be a fraction from 0 to 1.`, property);
}

/** The share of a law in a window, seen from the tail that keeps it accurate, and the conditional distribution in it. */
export class Slice {
  readonly law: Law;
  readonly min: number;
  readonly max: number;
  /** Mass below the window. */
  readonly below: number;
  /** Mass above the window. */
  readonly above: number;
  readonly mass: number;
  /** The window lies in the upper half: shares are measured from above. */
  readonly upper: boolean;

  /** @throws {@link DistributionError} where the law has no mass in the window. */
  constructor(type: string, law: Law, window: Window) {
    this.law = law;
    this.min = Math.max(window.min, law.min);
    this.max = Math.min(window.max, law.max);
    this.below = window.min <= law.min ? 0 : law.before(window.min);
    this.above = window.max >= law.max ? 0 : law.survival(window.max);
    this.upper = this.below > 0.5;
    if (this.upper) this.mass = law.from(window.min) - this.above;
    else this.mass = this.above > 0.5 ? law.cdf(window.max) - this.below : 1 - this.below - this.above;
    if (!(this.mass > 0 && this.min <= this.max)) throw emptyWindow(type, window);
  }

  /** The window is all there is of the law. */
  get whole(): boolean {
    return this.below === 0 && this.above === 0;
  }

  cdf(x: number): number {
    if (x < this.min) return 0;
    if (x >= this.max) return 1;
    const share = this.upper
      ? 1 - (this.law.survival(x) - this.above) / this.mass
      : (this.law.cdf(x) - this.below) / this.mass;
    return Math.min(1, Math.max(0, share));
  }
}

/** The error of a window in which a distribution has nothing. */
export function emptyWindow(type: string, window: Window): DistributionError {
  const from = window.min === -Infinity ? '' : ` from ${window.min}`;
  const to = window.max === Infinity ? '' : ` up to ${window.max}`;
  return new DistributionError(
    window.min > window.max
      ? `${type}: min (${window.min}) is greater than max (${window.max}).`
      : `${type}: no value of this distribution lies in the range${from}${to}.`,
  );
}

/** A single value. */
export class PointLaw implements Law, Quantile {
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  readonly discrete: boolean;

  constructor(value: number) {
    this.min = this.max = this.mean = value;
    this.discrete = Number.isInteger(value);
  }
  cdf(x: number): number {
    return x >= this.min ? 1 : 0;
  }
  survival(x: number): number {
    return x < this.min ? 1 : 0;
  }
  before(x: number): number {
    return x > this.min ? 1 : 0;
  }
  from(x: number): number {
    return x <= this.min ? 1 : 0;
  }
  density(): number {
    return 0;
  }
  solve(): number {
    return this.min;
  }
  quantile(): number {
    return this.min;
  }
  fill(_u: Float64Array, length: number, out: Float64Array): void {
    out.fill(this.min, 0, length);
  }
}
