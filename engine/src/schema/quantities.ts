import { log } from '../random/exact.js';
import { pointerTo } from './diagnostic.js';
import { isMapping, nameOf, type Mapping } from './form.js';
import { distribution as distributionGrammar, size as sizeGrammar } from './grammar-distribution.js';
import { conforms, reportUnreadable } from './conform.js';
import { parseInstant, type InstantContext, type TemporalKind } from './instants.js';
import type { Distribution, SizeModel } from './model.js';
import { fix, replacing, type Report } from './report.js';
import { nominalMs, parseDuration } from './units.js';

/** The unit in which a distribution's parameters are written. */
export type Unit = 'number' | 'duration' | TemporalKind;

export interface Bounds {
  readonly min?: number | undefined;
  readonly max?: number | undefined;
}

/** The largest size without a bound: more than any list or text can hold. */
const UNBOUNDED = 2_147_483_647;

/** Distributions over positive values: for dates they measure from the earliest one, in durations. */
const FROM_ZERO = new Set(['exponential', 'lognormal', 'gamma', 'weibull', 'pareto']);
const STRETCHED = new Set(['loguniform', 'beta', 'triangular']);

/** Reads distributions, sizes and bounds, reporting what is wrong with them. */
export class Quantities {
  private readonly report: Report;
  private readonly context: InstantContext;

  constructor(report: Report, context: InstantContext) {
    this.report = report;
    this.context = context;
  }

  /** A number in the unit, or `undefined` where the value is none, which is reported. */
  quantity(value: unknown, unit: Unit, pointer: string): number | undefined {
    if (unit === 'number') {
      if (typeof value === 'number') return value;
      this.report.error('value/type', pointer, `This must be a number, not ${nameOf(value)}.`);
      return undefined;
    }
    if (typeof value !== 'string') {
      const example =
        unit === 'duration'
          ? 'a duration such as "90d"'
          : unit === 'time'
            ? 'a time such as "09:00"'
            : 'a date such as "2025-01-31"';
      const fixes =
        unit === 'duration' && typeof value === 'number' ? replacing(pointer, [`${value}s`, `${value}d`]) : [];
      this.report.error('value/type', pointer, `This must be ${example}, not ${nameOf(value)}.`, { fixes });
      return undefined;
    }
    if (unit === 'duration') {
      const reading = parseDuration(value);
      if (!('problem' in reading)) return nominalMs(reading.value);
      reportUnreadable(this.report, 'duration/invalid', value, reading, pointer);
      return undefined;
    }
    const reading = parseInstant(value, unit, this.context);
    if (!('problem' in reading)) return reading.value;
    reportUnreadable(this.report, 'instant/invalid', value, reading, pointer);
    return undefined;
  }

  /** Reports bounds in the wrong order, with the fix to swap them. */
  ordered(
    low: number | undefined,
    high: number | undefined,
    place: { min: string; max: string; written: readonly [unknown, unknown] },
  ): boolean {
    if (low === undefined || high === undefined || low <= high) return true;
    const [min, max] = place.written;
    // Bounds that a variant or a named type brought together cannot be swapped where they stand.
    const together = place.min.replace(/min$/, '') === place.max.replace(/max$/, '');
    const swap = fix(
      'Swap min and max',
      { op: 'replace', pointer: place.min, value: max },
      { op: 'replace', pointer: place.max, value: min },
    );
    const message = `min ${String(min)} is above max ${String(max)}${together ? '; swap them' : ''}.`;
    this.report.error('range/reversed', place.min, message, { fixes: together ? [swap] : [] });
    return false;
  }

  size(
    value: unknown,
    pointer: string,
    defaults: { readonly least: number; readonly usual: readonly [number, number] },
  ): SizeModel {
    const [usualMin, usualMax] = defaults.usual;
    const usual = { min: usualMin, max: usualMax };
    if (value === undefined || !conforms(sizeGrammar(), value, pointer, this.report, this.context)) return usual;
    if (typeof value === 'number') return { min: value, max: value };
    return this.sizeOf(value as Mapping, pointer, defaults);
  }

  /** The `min`, `max` and `distribution` of a size, already known to have the right types. */
  sizeOf(
    value: Mapping,
    pointer: string,
    { least, usual }: { readonly least: number; readonly usual: readonly [number, number] },
  ): SizeModel {
    const min = value.min as number | undefined;
    const max = value.max as number | undefined;
    const good = this.ordered(min, max, {
      min: pointerTo(pointer, 'min'),
      max: pointerTo(pointer, 'max'),
      written: [min, max],
    });
    if (value.distribution !== undefined) {
      const spread = this.distribution(value.distribution, 'number', pointerTo(pointer, 'distribution'), {
        min: min ?? least,
        max,
      });
      const bounds = { min: Math.min(min ?? least, max ?? UNBOUNDED), max: max ?? UNBOUNDED };
      return spread && good ? { ...bounds, distribution: spread } : bounds;
    }
    if (min === undefined && max === undefined) return { min: usual[0], max: usual[1] };
    if (max === undefined) return { min: min as number, max: Math.max(usual[1], 2 * (min as number)) };
    return { min: min ?? Math.min(least, max), max };
  }

  /** A distribution in numbers of the unit; `undefined` where it has mistakes, which are reported. */
  distribution(value: unknown, unit: Unit, pointer: string, bounds: Bounds): Distribution | undefined {
    if (!conforms(distributionGrammar(), value, pointer, this.report, this.context)) return undefined;
    return this.readDistribution(value as Mapping, unit, pointer, bounds);
  }

  private readDistribution(source: Mapping, unit: Unit, pointer: string, bounds: Bounds): Distribution | undefined {
    const type = source.type as Distribution['type'];
    const temporal = unit !== 'number' && unit !== 'duration';
    const positionUnit = temporal && FROM_ZERO.has(type) ? 'duration' : unit;
    const spreadUnit = temporal ? 'duration' : unit;
    const at = (key: string): string => pointerTo(pointer, key);
    const position = (key: string): number | undefined => this.quantity(source[key], positionUnit, at(key));
    const above = (key: string, read: number | undefined): number | undefined => {
      if (read === undefined || read > 0) return read;
      this.report.error('distribution/parameter', at(key), `"${key}" of this ${type} distribution must be above 0.`);
      return undefined;
    };
    const spread = (key: string): number | undefined => above(key, this.quantity(source[key], spreadUnit, at(key)));
    const plain = (key: string): number | undefined => above(key, source[key] as number);
    if (STRETCHED.has(type) && (bounds.min === undefined || bounds.max === undefined)) {
      this.report.error('distribution/bounds', pointer, `A ${type} distribution lies between min and max; write both.`);
      return undefined;
    }
    switch (type) {
      case 'uniform':
        return { type };
      case 'loguniform':
        if (unit === 'datetime' || unit === 'date' || (bounds.min as number) > 0) return { type };
        this.report.error('distribution/bounds', pointer, 'A loguniform distribution needs a min above 0.');
        return undefined;
      case 'normal':
        return complete({ type, mean: position('mean'), stdDev: spread('stdDev') });
      case 'lognormal':
        return this.lognormal(source, pointer, position, spread, above);
      case 'exponential':
        return complete({ type, mean: above('mean', position('mean')) });
      case 'gamma':
      case 'weibull':
      case 'pareto':
        return complete({ type, shape: plain('shape'), scale: spread('scale') });
      case 'beta':
        return complete({ type, alpha: plain('alpha'), beta: plain('beta') });
      case 'zipf':
        return complete({ type, exponent: plain('exponent') });
      case 'poisson':
        return complete({ type, mean: plain('mean') });
      case 'negativeBinomial':
        return complete({ type, mean: plain('mean'), dispersion: plain('dispersion') });
      case 'binomial':
        return { type, trials: source.trials as number, probability: source.probability as number };
      case 'triangular':
        return this.triangular(position('mode'), bounds, at('mode'));
      case 'histogram':
        return this.histogram(source, unit, pointer);
      case 'mixture':
        return this.mixture(source, unit, pointer, bounds);
    }
  }

  private lognormal(
    source: Mapping,
    pointer: string,
    position: (key: string) => number | undefined,
    spread: (key: string) => number | undefined,
    above: (key: string, read: number | undefined) => number | undefined,
  ): Distribution | undefined {
    const given = ['mean', 'stdDev', 'mu', 'sigma'].filter((key) => Object.hasOwn(source, key)).join(' ');
    if (given === 'mu sigma')
      return complete({ type: 'lognormal', mu: source.mu as number, sigma: above('sigma', source.sigma as number) });
    if (given !== 'mean stdDev') {
      const message =
        'A lognormal distribution takes either mean and stdDev of the data, or mu and sigma of its logarithm.';
      this.report.error('distribution/parameter', pointer, message);
      return undefined;
    }
    const mean = above('mean', position('mean'));
    const stdDev = spread('stdDev');
    if (mean === undefined || stdDev === undefined) return undefined;
    // Moments of the lognormal: mean = exp(mu + sigma²/2), variance = mean² (exp(sigma²) − 1).
    const ratio = stdDev / mean;
    const variance = log(1 + ratio * ratio);
    return { type: 'lognormal', mu: log(mean) - variance / 2, sigma: Math.sqrt(variance) };
  }

  private triangular(mode: number | undefined, { min, max }: Bounds, pointer: string): Distribution | undefined {
    if (mode === undefined || min === undefined || max === undefined) return undefined;
    if (mode >= min && mode <= max) return { type: 'triangular', mode };
    this.report.error(
      'distribution/parameter',
      pointer,
      'The mode of a triangular distribution lies between min and max.',
    );
    return undefined;
  }

  private histogram(source: Mapping, unit: Unit, pointer: string): Distribution | undefined {
    const written = source.edges as readonly unknown[];
    const weights = source.weights as readonly number[];
    const edgesAt = pointerTo(pointer, 'edges');
    const edges = written.map((edge, i) => this.quantity(edge, unit, pointerTo(edgesAt, i)));
    if (edges.some((edge) => edge === undefined)) return undefined;
    const numbers = edges as number[];
    const falling = numbers.findIndex((edge, i) => i > 0 && edge <= numbers[i - 1]);
    if (falling > 0) {
      const message = `The edges must rise: ${String(written[falling])} does not lie above ${String(written[falling - 1])}.`;
      this.report.error('histogram/edges', pointerTo(edgesAt, falling), message);
    }
    const counted = weights.length === numbers.length - 1;
    if (!counted) {
      const message = `${numbers.length} edges make ${numbers.length - 1} bins, but there are ${weights.length} weights.`;
      this.report.error('histogram/weights', pointerTo(pointer, 'weights'), message);
    }
    const some = weights.some((w) => w > 0);
    if (!some)
      this.report.error(
        'weights/sum',
        pointerTo(pointer, 'weights'),
        'The weights sum to nothing: at least one must be above 0.',
      );
    return falling > 0 || !counted || !some ? undefined : { type: 'histogram', edges: numbers, weights };
  }

  private mixture(source: Mapping, unit: Unit, pointer: string, bounds: Bounds): Distribution | undefined {
    const components = (source.components as readonly Mapping[]).map(({ weight, distribution }, i) => {
      const at = pointerTo(pointer, 'components', i, 'distribution');
      const read = isMapping(distribution) ? this.readDistribution(distribution, unit, at, bounds) : undefined;
      return read && { weight: weight as number, distribution: read };
    });
    const whole = components.filter((component) => component !== undefined);
    return whole.length === components.length ? { type: 'mixture', components: whole } : undefined;
  }
}

type Loose<T> = T extends unknown ? { readonly [K in keyof T]: T[K] | undefined } : never;

/** The distribution, if none of its parameters is missing. */
function complete(candidate: Loose<Distribution>): Distribution | undefined {
  return Object.values(candidate).every((value) => value !== undefined) ? (candidate as Distribution) : undefined;
}
