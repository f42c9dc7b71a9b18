import { exp, expm1, log, log1p, pow } from './exact.js';
import { lgamma } from './gamma-function.js';
import { checkFinite, checkPositive, ContinuousLaw, DistributionError } from './law.js';
import { normalCdf, normalQuantile } from './normal.js';

const INVERSE_SQRT_2_PI = 0.3989422804014327;

/** Where the tail with the smaller share starts, counted in shares of the whole: −log of the mass above. */
function exponentialAt(p: number, q: number): number {
  return p < q ? -log1p(-p) : -log(q);
}

export class UniformLaw extends ContinuousLaw {
  readonly mean: number;
  constructor(
    readonly min: number,
    readonly max: number,
  ) {
    super();
    this.mean = min + (max - min) / 2;
  }
  cdf(x: number): number {
    return x <= this.min ? 0 : x >= this.max ? 1 : (x - this.min) / (this.max - this.min);
  }
  survival(x: number): number {
    return x <= this.min ? 1 : x >= this.max ? 0 : (this.max - x) / (this.max - this.min);
  }
  density(x: number): number {
    return x < this.min || x > this.max ? 0 : 1 / (this.max - this.min);
  }
  solve(p: number, q: number): number {
    return q < p ? this.max - q * (this.max - this.min) : this.min + p * (this.max - this.min);
  }
}

/** The logarithm is uniform. */
export class LoguniformLaw extends ContinuousLaw {
  readonly mean: number;
  readonly #span: number;
  constructor(
    readonly min: number,
    readonly max: number,
  ) {
    super();
    if (!(min > 0)) throw new DistributionError(`loguniform: min is ${min}; it must be above 0.`);
    this.#span = log(max / min);
    this.mean = (max - min) / this.#span;
  }
  cdf(x: number): number {
    return x <= this.min ? 0 : x >= this.max ? 1 : log(x / this.min) / this.#span;
  }
  survival(x: number): number {
    return x <= this.min ? 1 : x >= this.max ? 0 : log(this.max / x) / this.#span;
  }
  density(x: number): number {
    return x < this.min || x > this.max ? 0 : 1 / (x * this.#span);
  }
  solve(p: number, q: number): number {
    return q < p ? this.max * exp(-q * this.#span) : this.min * exp(p * this.#span);
  }
}

export class NormalLaw extends ContinuousLaw {
  readonly min = -Infinity;
  readonly max = Infinity;
  constructor(
    readonly mean: number,
    readonly stdDev: number,
  ) {
    super();
  }
  cdf(x: number): number {
    return normalCdf((x - this.mean) / this.stdDev);
  }
  survival(x: number): number {
    return normalCdf((this.mean - x) / this.stdDev);
  }
  density(x: number): number {
    const z = (x - this.mean) / this.stdDev;
    return (INVERSE_SQRT_2_PI * exp(-0.5 * z * z)) / this.stdDev;
  }
  solve(p: number, q: number): number {
    return q < p ? this.mean - this.stdDev * normalQuantile(q) : this.mean + this.stdDev * normalQuantile(p);
  }
}

/** The logarithm is normal with mean `mu` and standard deviation `sigma`. */
export class LognormalLaw extends ContinuousLaw {
  readonly min = 0;
  readonly max = Infinity;
  readonly mean: number;
  constructor(
    readonly mu: number,
    readonly sigma: number,
  ) {
    super();
    this.mean = exp(mu + 0.5 * sigma * sigma);
  }
  cdf(x: number): number {
    return x > 0 ? normalCdf((log(x) - this.mu) / this.sigma) : 0;
  }
  survival(x: number): number {
    return x > 0 ? normalCdf((this.mu - log(x)) / this.sigma) : 1;
  }
  density(x: number): number {
    if (!(x > 0)) return 0;
    const z = (log(x) - this.mu) / this.sigma;
    return (INVERSE_SQRT_2_PI * exp(-0.5 * z * z)) / (this.sigma * x);
  }
  solve(p: number, q: number): number {
    return exp(q < p ? this.mu - this.sigma * normalQuantile(q) : this.mu + this.sigma * normalQuantile(p));
  }
}

export class ExponentialLaw extends ContinuousLaw {
  readonly min = 0;
  readonly max = Infinity;
  constructor(readonly mean: number) {
    super();
    checkPositive('exponential', 'mean', mean);
  }
  cdf(x: number): number {
    return x > 0 ? -expm1(-x / this.mean) : 0;
  }
  survival(x: number): number {
    return x > 0 ? exp(-x / this.mean) : 1;
  }
  density(x: number): number {
    return x < 0 ? 0 : exp(-x / this.mean) / this.mean;
  }
  solve(p: number, q: number): number {
    return this.mean * exponentialAt(p, q);
  }
}

/** (X / scale)^shape is exponential with mean 1. */
export class WeibullLaw extends ContinuousLaw {
  readonly min = 0;
  readonly max = Infinity;
  readonly mean: number;
  constructor(
    readonly shape: number,
    readonly scale: number,
  ) {
    super();
    checkPositive('weibull', 'shape', shape);
    checkPositive('weibull', 'scale', scale);
    this.mean = scale * exp(lgamma(1 + 1 / shape));
  }
  cdf(x: number): number {
    return x > 0 ? -expm1(-pow(x / this.scale, this.shape)) : 0;
  }
  survival(x: number): number {
    return x > 0 ? exp(-pow(x / this.scale, this.shape)) : 1;
  }
  density(x: number): number {
    if (!(x > 0)) return 0;
    const e = pow(x / this.scale, this.shape);
    return (this.shape / x) * e * exp(-e);
  }
  solve(p: number, q: number): number {
    return this.scale * pow(exponentialAt(p, q), 1 / this.shape);
  }
}

/** Pareto's distribution of the first kind: P(X > x) = (scale / x)^shape from `scale` up. */
export class ParetoLaw extends ContinuousLaw {
  readonly min: number;
  readonly max = Infinity;
  readonly mean: number;
  constructor(
    readonly shape: number,
    readonly scale: number,
  ) {
    super();
    checkPositive('pareto', 'shape', shape);
    checkPositive('pareto', 'scale', scale);
    this.min = scale;
    this.mean = shape > 1 ? (shape * scale) / (shape - 1) : NaN;
  }
  cdf(x: number): number {
    return x > this.scale ? -expm1(-this.shape * log(x / this.scale)) : 0;
  }
  survival(x: number): number {
    return x > this.scale ? pow(this.scale / x, this.shape) : 1;
  }
  density(x: number): number {
    return x < this.scale ? 0 : (this.shape / x) * pow(this.scale / x, this.shape);
  }
  solve(p: number, q: number): number {
    return this.scale * exp(exponentialAt(p, q) / this.shape);
  }
}

/** A density that rises straight from `min` to `mode` and falls straight to `max`. */
export class TriangularLaw extends ContinuousLaw {
  readonly mean: number;
  constructor(
    readonly min: number,
    readonly max: number,
    readonly mode: number,
  ) {
    super();
    checkFinite('triangular', 'mode', mode);
    if (mode < min || mode > max)
      throw new DistributionError(`triangular: mode (${mode}) is outside min…max (${min}…${max}).`, 'mode');
    this.mean = min + (max - min + (mode - min)) / 3;
  }
  cdf(x: number): number {
    if (x <= this.min) return 0;
    if (x > this.mode) return 1 - this.survival(x);
    return ((x - this.min) / (this.max - this.min)) * ((x - this.min) / (this.mode - this.min));
  }
  survival(x: number): number {
    if (x >= this.max) return 0;
    if (x <= this.mode) return 1 - this.cdf(x);
    return ((this.max - x) / (this.max - this.min)) * ((this.max - x) / (this.max - this.mode));
  }
  density(x: number): number {
    const width = this.max - this.min;
    if (x < this.min || x > this.max) return 0;
    if (x < this.mode) return (2 * (x - this.min)) / (width * (this.mode - this.min));
    return x === this.mode ? 2 / width : (2 * (this.max - x)) / (width * (this.max - this.mode));
  }
  solve(p: number, q: number): number {
    const width = this.max - this.min;
    const left = this.mode - this.min;
    return p * width < left
      ? this.min + Math.sqrt(p * width * left)
      : this.max - Math.sqrt(q * width * (this.max - this.mode));
  }
}
