import { exp, expm1, log1p } from './exact.js';
import { fillExp, fillLog1p } from './exact-vectors.js';
import type { InverseTable } from './inverse-table.js';
import { emptyWindow, Slice, type Law, type Quantile, type Window } from './law.js';
import { LognormalLaw, type ExponentialLaw, type NormalLaw, type UniformLaw } from './laws.js';
import { fillNormals, LEAST_UNIFORM, normalQuantile } from './normal.js';

const GREATEST_UNIFORM = 1 - 1.1102230246251565e-16;

/** A law cut to a window. Subclasses repeat the same short loop so that each is compiled for its own quantile function. */
abstract class Truncated implements Quantile {
  min: number;
  max: number;
  readonly discrete: boolean = false;
  abstract readonly mean: number;
  protected readonly slice: Slice;
  /** `max`, or the greatest double. */
  protected limit: number;

  constructor(type: string, law: Law, window: Window) {
    this.slice = new Slice(type, law, window);
    this.min = this.slice.min;
    this.max = this.slice.max;
    this.limit = Math.min(this.max, Number.MAX_VALUE);
  }
  /** Takes back what rounding may put outside. */
  protected clamp(x: number): number {
    return x < this.min ? this.min : x > this.limit ? this.limit : x;
  }
  cdf(x: number): number {
    return this.slice.cdf(x);
  }
  abstract quantile(u: number): number;
  abstract fill(u: Float64Array, length: number, out: Float64Array): void;
}

export class UniformQuantile extends Truncated {
  readonly mean: number;
  readonly #width: number;
  constructor(law: UniformLaw, window: Window) {
    super('uniform', law, window);
    this.#width = this.max - this.min;
    this.mean = this.min + this.#width / 2;
  }
  quantile(u: number): number {
    return Math.min(this.max, this.min + u * this.#width);
  }
  fill(u: Float64Array, length: number, out: Float64Array): void {
    for (let i = 0; i < length; i++) out[i] = this.quantile(u[i]);
  }
}

/** Standard normals cut to a window, seen from the nearer tail. */
class NormalSlice {
  readonly #start: number;
  readonly #mass: number;
  readonly #sign: number;
  readonly #flip: number;
  constructor(slice: Slice) {
    this.#sign = slice.upper ? -1 : 1;
    this.#flip = slice.upper ? 1 : 0;
    this.#start = slice.upper ? slice.above : slice.below;
    this.#mass = slice.mass;
  }
  at(u: number): number {
    const v = this.#flip + this.#sign * u;
    const p = this.#start + (v < LEAST_UNIFORM ? LEAST_UNIFORM : v) * this.#mass;
    return this.#sign * normalQuantile(p > GREATEST_UNIFORM ? GREATEST_UNIFORM : p);
  }
  /** `out[i] = at(u[i])`: apart from what is made of them, so that the loop is small enough to be compiled whole. */
  fill(u: Float64Array, length: number, out: Float64Array): void {
    const sign = this.#sign;
    const flip = this.#flip;
    const start = this.#start;
    const mass = this.#mass;
    for (let i = 0; i < length; i++) {
      const v = flip + sign * u[i];
      const p = start + (v < LEAST_UNIFORM ? LEAST_UNIFORM : v) * mass;
      out[i] = p > GREATEST_UNIFORM ? GREATEST_UNIFORM : p;
    }
    // Of so little mass a probability may vanish, which is not taken for the least uniform here.
    if (mass > LEAST_UNIFORM) fillNormals(out, length, out);
    else for (let i = 0; i < length; i++) out[i] = normalQuantile(out[i]);
    if (sign < 0) for (let i = 0; i < length; i++) out[i] = -out[i];
  }
}

export class NormalQuantile extends Truncated {
  readonly mean: number;
  readonly #normal: NormalSlice;
  readonly #centre: number;
  readonly #stdDev: number;
  constructor(law: NormalLaw, window: Window) {
    super('normal', law, window);
    this.#normal = new NormalSlice(this.slice);
    this.#centre = law.mean;
    this.#stdDev = law.stdDev;
    const atMin = this.min > -Infinity ? law.density(this.min) : 0;
    const atMax = this.max < Infinity ? law.density(this.max) : 0;
    this.mean = this.clamp(law.mean + (law.stdDev * law.stdDev * (atMin - atMax)) / this.slice.mass);
  }
  quantile(u: number): number {
    return this.clamp(this.#centre + this.#stdDev * this.#normal.at(u));
  }
  fill(u: Float64Array, length: number, out: Float64Array): void {
    this.#normal.fill(u, length, out);
    for (let i = 0; i < length; i++) out[i] = this.clamp(this.#centre + this.#stdDev * out[i]);
  }
}

export class LognormalQuantile extends Truncated {
  readonly mean: number;
  readonly #normal: NormalSlice;
  readonly #mu: number;
  readonly #sigma: number;
  constructor(law: LognormalLaw, window: Window) {
    super('lognormal', law, window);
    this.#normal = new NormalSlice(this.slice);
    this.#mu = law.mu;
    this.#sigma = law.sigma;
    // x · density is the density of the lognormal shifted by sigma², times the mean.
    const tilted = new LognormalLaw(law.mu + law.sigma * law.sigma, law.sigma);
    const share = this.slice.upper
      ? tilted.survival(this.min) - tilted.survival(this.max)
      : tilted.cdf(this.max) - tilted.cdf(this.min);
    this.mean = this.clamp((law.mean * share) / this.slice.mass);
  }
  quantile(u: number): number {
    return this.clamp(exp(this.#mu + this.#sigma * this.#normal.at(u)));
  }
  fill(u: Float64Array, length: number, out: Float64Array): void {
    this.#normal.fill(u, length, out);
    const mu = this.#mu;
    const sigma = this.#sigma;
    for (let i = 0; i < length; i++) out[i] = mu + sigma * out[i];
    fillExp(out, length, out);
    for (let i = 0; i < length; i++) out[i] = this.clamp(out[i]);
  }
}

/** Has no memory: cut from `min` on it starts anew there, however little of the whole is left. */
export class ExponentialQuantile implements Quantile {
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  readonly discrete = false;
  readonly #scale: number;
  /** Minus the share of the whole up to the width of the window. */
  readonly #share: number;
  readonly #limit: number;

  constructor(law: ExponentialLaw, window: Window) {
    this.min = Math.max(0, window.min);
    this.max = window.max;
    const width = this.max - this.min;
    if (!(width >= 0)) throw emptyWindow('exponential', window);
    this.#scale = -law.mean;
    this.#share = expm1(width / this.#scale);
    this.#limit = Math.min(this.max, Number.MAX_VALUE);
    const mean = this.min + law.mean + width * (1 + 1 / this.#share);
    this.mean = width === Infinity ? this.min + law.mean : Math.min(this.max, Math.max(this.min, mean));
  }
  cdf(x: number): number {
    if (x < this.min) return 0;
    return x >= this.max ? 1 : Math.min(1, expm1((x - this.min) / this.#scale) / this.#share);
  }
  quantile(u: number): number {
    const x = this.min + this.#scale * log1p(u * this.#share);
    return x > this.#limit ? this.#limit : x;
  }
  fill(u: Float64Array, length: number, out: Float64Array): void {
    const { min } = this;
    const scale = this.#scale;
    const share = this.#share;
    const limit = this.#limit;
    for (let i = 0; i < length; i++) out[i] = u[i] * share;
    fillLog1p(out, length, out);
    for (let i = 0; i < length; i++) {
      const x = min + scale * out[i];
      out[i] = x > limit ? limit : x;
    }
  }
}

/** Laws whose own quantile function is cheap. */
export class SolvedQuantile extends Truncated {
  readonly mean: number;
  override readonly discrete: boolean;
  constructor(type: string, law: Law, window: Window) {
    super(type, law, window);
    this.discrete = law.discrete;
    this.mean = this.slice.whole ? law.mean : NaN;
  }
  quantile(u: number): number {
    const { law, below, above, mass } = this.slice;
    const v = u < LEAST_UNIFORM ? LEAST_UNIFORM : u;
    return this.clamp(law.solve(below + v * mass, above + (1 - v) * mass));
  }
  fill(u: Float64Array, length: number, out: Float64Array): void {
    for (let i = 0; i < length; i++) out[i] = this.quantile(u[i]);
  }
}

/** Laws with a table of their quantile function; the law's values are stretched by `scale` and moved by `origin`. */
export class TabulatedQuantile extends Truncated {
  readonly mean: number;
  override readonly discrete: boolean;
  readonly #table: InverseTable;
  readonly #origin: number;
  readonly #scale: number;
  constructor(type: string, law: Law & { readonly table: InverseTable }, window: Window, origin = 0, scale = 1) {
    super(type, law, { min: (window.min - origin) / scale, max: (window.max - origin) / scale });
    this.min = Math.max(window.min, origin + scale * this.min);
    this.max = Math.min(window.max, origin + scale * this.max);
    this.limit = Math.min(this.max, Number.MAX_VALUE);
    this.discrete = law.discrete;
    this.mean = this.slice.whole ? origin + scale * law.mean : NaN;
    this.#table = law.table;
    this.#origin = origin;
    this.#scale = scale;
  }
  override cdf(x: number): number {
    return x >= this.max ? 1 : x < this.min ? 0 : this.slice.cdf((x - this.#origin) / this.#scale);
  }
  quantile(u: number): number {
    const { below, above, mass } = this.slice;
    const v = u < LEAST_UNIFORM ? LEAST_UNIFORM : u;
    return this.clamp(this.#origin + this.#scale * this.#table.at(below + v * mass, above + (1 - v) * mass));
  }
  fill(u: Float64Array, length: number, out: Float64Array): void {
    for (let i = 0; i < length; i++) out[i] = this.quantile(u[i]);
  }
}
