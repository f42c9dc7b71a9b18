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

/** A distribution before its truncation. */
export interface Law {
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  readonly discrete: boolean;
  /** P(X ≤ x), accurate where it is small. */
  cdf(x: number): number;
  /** P(X > x), accurate where it is small. */
  survival(x: number): number;
  /** Density at x; 0 for a discrete law. */
  density(x: number): number;
  /** Least x with P(X ≤ x) ≥ p. `q` is 1 − p, given apart so that both tails are accurate. */
  solve(p: number, q: number): number;
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

/** The share of `law` in a window, seen from the tail that keeps it accurate, and the conditional distribution in it. */
export class Slice {
  readonly law: Law;
  readonly min: number;
  readonly max: number;
  /** Mass below the window. */
  readonly below: number;
  /** Mass above the window. */
  readonly above: number;
  readonly mass: number;
  /** The window lies in the upper half: masses are taken from the survival function. */
  readonly upper: boolean;

  /** @throws {@link DistributionError} where the law has no mass in the window. */
  constructor(type: string, law: Law, window: Window) {
    if (!(window.min <= window.max))
      throw new DistributionError(`${type}: min (${window.min}) is greater than max (${window.max}).`);
    this.law = law;
    this.min = Math.max(window.min, law.min);
    this.max = Math.min(window.max, law.max);
    const whole = this.min === law.min;
    this.below = whole ? 0 : law.cdf(window.min) - (law.discrete ? atom(law, window.min) : 0);
    this.above = this.max === law.max ? 0 : law.survival(window.max);
    this.upper = this.below > 0.5;
    if (this.upper) this.mass = law.survival(window.min) + (law.discrete ? atom(law, window.min) : 0) - this.above;
    else this.mass = this.above > 0.5 ? law.cdf(window.max) - this.below : 1 - this.below - this.above;
    if (!(this.mass > 0 && this.min <= this.max)) {
      const between = `${window.min === -Infinity ? '' : ` from ${window.min}`}${window.max === Infinity ? '' : ` up to ${window.max}`}`;
      throw new DistributionError(`${type}: no value of this distribution lies in the range${between}.`);
    }
  }

  cdf(x: number): number {
    if (x < this.min) return 0;
    if (x >= this.max) return 1;
    const share = this.upper
      ? 1 - (this.law.survival(x) - this.above) / this.mass
      : (this.law.cdf(x) - this.below) / this.mass;
    return Math.min(1, Math.max(0, share));
  }

  /** Value at the share `u` of the window; `complement` is 1 − u. */
  solve(u: number, complement: number): number {
    const x = this.law.solve(this.below + u * this.mass, this.above + complement * this.mass);
    return Math.min(this.max, Math.max(this.min, x));
  }
}

/** P(X = x) of a discrete law at a whole number; 0 elsewhere. */
function atom(law: Law, x: number): number {
  if (x !== Math.floor(x)) return 0;
  return law.cdf(x) < 0.5 ? law.cdf(x) - law.cdf(x - 1) : law.survival(x - 1) - law.survival(x);
}

/** A single value. */
export class PointQuantile implements Quantile, Law {
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  readonly discrete = true;

  constructor(value: number) {
    this.min = this.max = this.mean = value;
  }
  cdf(x: number): number {
    return x >= this.min ? 1 : 0;
  }
  survival(x: number): number {
    return x < this.min ? 1 : 0;
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
