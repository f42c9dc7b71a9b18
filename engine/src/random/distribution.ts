import type { Distribution } from '../schema/model.js';
import { BetaLaw } from './beta.js';
import { BinomialLaw, CountingLaw, NegativeBinomialLaw, PoissonLaw } from './counting.js';
import { GammaLaw } from './gamma.js';
import { discretise } from './grid.js';
import { HistogramLaw } from './histogram.js';
import {
  checkFinite,
  ContinuousLaw,
  DistributionError,
  PointLaw,
  type Law,
  type Quantile,
  type Window,
} from './law.js';
import {
  ExponentialLaw,
  LoguniformLaw,
  LognormalLaw,
  NormalLaw,
  ParetoLaw,
  TriangularLaw,
  UniformLaw,
  WeibullLaw,
} from './laws.js';
import { exp } from './exact.js';
import { MixtureLaw } from './mixture.js';
import {
  ExponentialQuantile,
  LognormalQuantile,
  NormalQuantile,
  SolvedQuantile,
  TabulatedQuantile,
  UniformQuantile,
} from './quantiles.js';
import { countingQuantile, tabulated } from './whole-numbers.js';
import { ZipfLaw, zipfQuantile, zipfRange } from './zipf.js';

export { discretise } from './grid.js';
export { DistributionError, type Quantile } from './law.js';

export interface Bounds {
  /** Inclusive; default: none. */
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  /** Whole numbers only: as a `step` of 1. */
  readonly discrete?: boolean | undefined;
  /** Only the multiples of this: a continuous distribution is rounded to them (see {@link discretise}). */
  readonly step?: number | undefined;
}

/**
 * Compiles a distribution, cut to min…max: the conditional distribution, in which nothing piles up at the bounds.
 * Uniform, loguniform, beta and triangular are stretched over min…max; zipf counts its ranks from `min`.
 *
 * @throws {@link DistributionError} where a parameter is out of its domain, bounds that the distribution needs are missing,
 *   or it has nothing between them.
 */
export function compileDistribution(spec: Distribution, bounds: Bounds = {}): Quantile {
  const { min = -Infinity, max = Infinity } = bounds;
  const step = bounds.step ?? (bounds.discrete ? 1 : undefined);
  if (!(min <= max)) throw new DistributionError(`${spec.type}: min (${min}) is greater than max (${max}).`);
  const exact = truncated(spec, { min, max });
  if (step === undefined || (exact.discrete && Number.isInteger(1 / step))) return exact;
  return discretise(truncated(spec, { min: min - step / 2, max: max + step / 2 }), min, max, step);
}

function truncated(spec: Distribution, window: Window): Quantile {
  const { type } = spec;
  if (type === 'zipf') return zipfQuantile(spec.exponent, window.min, window.max);
  if (type === 'beta') {
    const { min, max } = stretch(type, window);
    if (min < max) return new TabulatedQuantile(type, standardBeta(spec), window, min, max - min);
  }
  const law = lawOf(spec, window);
  if (law instanceof PointLaw) {
    if (law.min < window.min || law.max > window.max)
      throw new DistributionError(
        `${type}: its only value is ${law.min}, outside the range ${window.min}…${window.max}.`,
      );
    return law;
  }
  if (window.min === window.max && !law.discrete && window.min >= law.min && window.max <= law.max)
    return new PointLaw(window.min);
  if (law instanceof NormalLaw) return new NormalQuantile(law, window);
  if (law instanceof UniformLaw) return new UniformQuantile(law, window);
  if (law instanceof LognormalLaw) return new LognormalQuantile(law, window);
  if (law instanceof ExponentialLaw) return new ExponentialQuantile(law, window);
  if (law instanceof CountingLaw) return countingQuantile(type, law, window);
  if (law instanceof GammaLaw) return new TabulatedQuantile(type, law, window);
  if (law instanceof MixtureLaw)
    return (law.discrete ? tabulated(type, law, window) : undefined) ?? new TabulatedQuantile(type, law, window);
  return new SolvedQuantile(type, law, window);
}

/** The range over which a distribution is stretched. */
function stretch(type: string, window: Window): Window {
  const { min, max } = window;
  if (min === -Infinity || max === Infinity) {
    const missing = min > -Infinity ? 'max' : max < Infinity ? 'min' : 'min and max';
    throw new DistributionError(`${type}: it is stretched over min…max, and the field has no ${missing}.`);
  }
  if (max - min === Infinity) throw new DistributionError(`${type}: the range ${min}…${max} is too wide for a double.`);
  return window;
}

function isStretched(spec: Distribution): boolean {
  switch (spec.type) {
    case 'uniform':
    case 'loguniform':
    case 'triangular':
    case 'zipf':
    case 'beta':
      return true;
    case 'mixture':
      return spec.components.some((component) => isStretched(component.distribution));
    default:
      return false;
  }
}

/** Laws and their tables live as long as the document: rows with windows of their own share them. */
const kept = new WeakMap<Distribution, Law>();

function standardBeta(spec: Distribution & { type: 'beta' }): BetaLaw {
  let law = kept.get(spec);
  if (!(law instanceof BetaLaw)) kept.set(spec, (law = new BetaLaw(spec.alpha, spec.beta)));
  return law as BetaLaw;
}

/** A distribution before truncation; `support` is what stretched ones are stretched over. */
function lawOf(spec: Distribution, support: Window): Law {
  if (isStretched(spec)) return makeLaw(spec, support);
  let law = kept.get(spec);
  if (law === undefined) kept.set(spec, (law = makeLaw(spec, support)));
  return law;
}

function makeLaw(spec: Distribution, support: Window): Law {
  switch (spec.type) {
    case 'uniform': {
      const { min, max } = stretch(spec.type, support);
      return min === max ? new PointLaw(min) : new UniformLaw(min, max);
    }
    case 'loguniform': {
      const { min, max } = stretch(spec.type, support);
      return min === max ? new PointLaw(min) : new LoguniformLaw(min, max);
    }
    case 'triangular': {
      const { min, max } = stretch(spec.type, support);
      return min === max ? new PointLaw(min) : new TriangularLaw(min, max, spec.mode);
    }
    case 'beta': {
      const { min, max } = stretch(spec.type, support);
      return min === max ? new PointLaw(min) : new StretchedLaw(standardBeta(spec), min, max - min);
    }
    case 'normal':
      checkFinite(spec.type, 'mean', spec.mean);
      checkSpread(spec.type, 'stdDev', spec.stdDev);
      return spec.stdDev === 0 ? new PointLaw(spec.mean) : new NormalLaw(spec.mean, spec.stdDev);
    case 'lognormal':
      checkFinite(spec.type, 'mu', spec.mu);
      checkSpread(spec.type, 'sigma', spec.sigma);
      return spec.sigma === 0 ? new PointLaw(exp(spec.mu)) : new LognormalLaw(spec.mu, spec.sigma);
    case 'exponential':
      return new ExponentialLaw(spec.mean);
    case 'weibull':
      return new WeibullLaw(spec.shape, spec.scale);
    case 'pareto':
      return new ParetoLaw(spec.shape, spec.scale);
    case 'gamma':
      return new GammaLaw(spec.shape, spec.scale);
    case 'histogram':
      return new HistogramLaw(spec.edges, spec.weights);
    case 'poisson': {
      const law = new PoissonLaw(spec.mean);
      return spec.mean === 0 ? new PointLaw(0) : law;
    }
    case 'negativeBinomial': {
      const law = new NegativeBinomialLaw(spec.mean, spec.dispersion);
      return spec.mean === 0 ? new PointLaw(0) : law;
    }
    case 'binomial': {
      const law = new BinomialLaw(spec.trials, spec.probability);
      return law.spread === 0 ? new PointLaw(law.mean) : law;
    }
    case 'zipf': {
      const { min, max } = zipfRange(spec.exponent, support.min, support.max);
      return new ZipfLaw(min, max, spec.exponent);
    }
    case 'mixture':
      return new MixtureLaw(
        spec.components.map((component) => component.weight),
        spec.components.map((component) => lawOf(component.distribution, support)),
      );
  }
}

function checkSpread(type: string, property: string, value: number): void {
  if (!(value >= 0 && value < Infinity))
    throw new DistributionError(`${type}: ${property} is ${value}; it must be a number from 0 up.`, property);
}

/** A law moved and stretched: origin + scale · X. */
class StretchedLaw extends ContinuousLaw {
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  constructor(
    readonly law: Law,
    readonly origin: number,
    readonly scale: number,
  ) {
    super();
    this.min = origin + scale * law.min;
    this.max = origin + scale * law.max;
    this.mean = origin + scale * law.mean;
  }
  cdf(x: number): number {
    return this.law.cdf((x - this.origin) / this.scale);
  }
  survival(x: number): number {
    return this.law.survival((x - this.origin) / this.scale);
  }
  density(x: number): number {
    return this.law.density((x - this.origin) / this.scale) / this.scale;
  }
  solve(p: number, q: number): number {
    return this.origin + this.scale * this.law.solve(p, q);
  }
}
