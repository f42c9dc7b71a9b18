import { isoDuration, durationRange } from '../fields/duration.js';
import { Grid } from '../fields/grid.js';
import { numberBounds } from '../fields/number.js';
import { countsSteps, startsAtZero, temporalRange } from '../fields/temporal-bounds.js';
import { compileDistribution, DistributionError, type Quantile } from '../random/distribution.js';
import type { DocumentModel, DurationSpec, EnumSpec, FieldSpec, NumberSpec, TemporalSpec } from '../schema/model.js';
import { SynthError } from '../errors.js';
import { instantWords } from './words.js';

/**
 * What is to be expected of the values of a field, by its distribution alone: numbers as they are, points in time and
 * lengths of time as ISO 8601 texts.
 */
export interface Expected<T = number | string> {
  /** Smallest value there can be. */
  readonly min?: T;
  /** Largest value there can be. */
  readonly max?: T;
  /** Mean in the long run. */
  readonly mean?: T;
  /** 5, 50 and 95 % of the values lie at or below. */
  readonly quantiles?: readonly [T, T, T];
}

const SHARES = [0.05, 0.5, 0.95] as const;

/** @returns undefined where the values have no order, or depend on other fields. */
export function expectedOf(spec: FieldSpec, document: DocumentModel): Expected | undefined {
  if (spec.when !== undefined || spec.by !== undefined || spec.prompt !== undefined) return undefined;
  try {
    switch (spec.kind) {
      case 'integer':
      case 'number':
        return spec.signal === undefined ? ofNumber(spec) : bounded(spec);
      case 'boolean':
        return { mean: spec.probability };
      case 'enum':
        return ofEnum(spec);
      case 'datetime':
      case 'date':
      case 'time':
        return ofInstant(spec, document);
      case 'duration':
        return ofDuration(spec);
      default:
        return undefined;
    }
  } catch (error) {
    // Nothing lies between the bounds: a mistake that check() reports.
    if (error instanceof DistributionError || error instanceof SynthError) return undefined;
    throw error;
  }
}

function bounded({ min, max }: NumberSpec): Expected<number> {
  return { ...(min !== undefined && { min }), ...(max !== undefined && { max }) };
}

function ofNumber(spec: NumberSpec): Expected<number> | undefined {
  const bounds = numberBounds(spec);
  const grid = new Grid(spec, bounds);
  if (grid.count === 0) return undefined;
  const { distribution } = spec;
  const low = grid.value(grid.first);
  const high = grid.value(grid.last);
  if (distribution === undefined || distribution.type === 'uniform') {
    const at = (u: number): number => grid.value(grid.first + Math.floor(u * grid.count));
    return { min: low, max: high, mean: low + (high - low) / 2, quantiles: quantilesOf(at) };
  }
  const min = bounds.min === undefined ? undefined : low;
  const max = bounds.max === undefined ? undefined : high;
  const step = grid.decimals === undefined ? undefined : grid.step;
  const exact = compileDistribution(distribution, step === undefined ? bounds : { min, max, step });
  const half = (step ?? 0) / 2;
  const law = compileDistribution(distribution, { min: exact.min - half, max: exact.max + half });
  return {
    ...finite('min', exact.min),
    ...finite('max', exact.max),
    ...finite('mean', tidy(meanOf(law), grid.step)),
    quantiles: quantilesOf((u) => exact.quantile(u)),
  };
}

function finite<K extends string>(key: K, value: number): { readonly [P in K]?: number } {
  return (Number.isFinite(value) ? { [key]: value } : {}) as { readonly [P in K]?: number };
}

function quantilesOf(at: (u: number) => number): [number, number, number] {
  return SHARES.map(at) as [number, number, number];
}

/** A mean with two digits more than the values have. */
function tidy(mean: number, step: number): number {
  const digits = 100 / step;
  const rounded = Math.round(mean * digits) / digits;
  return Number.isFinite(rounded) ? rounded : mean;
}

const PARTS = 400;

/** The mean; where no formula gives it, from evenly spread quantiles. */
function meanOf(law: Quantile): number {
  if (!Number.isNaN(law.mean)) return law.mean;
  if (law.max === Infinity || law.min === -Infinity) return NaN;
  let sum = 0;
  for (let i = 0; i < PARTS; i++) sum += law.quantile((i + 0.5) / PARTS);
  return sum / PARTS;
}

function ofEnum({ values }: EnumSpec): Expected<number> | undefined {
  const total = values.reduce((sum, { weight }) => sum + weight, 0);
  const numbers = values.flatMap(({ value, weight }) =>
    typeof value === 'number' && weight > 0 ? [{ value, share: weight / total }] : [],
  );
  if (numbers.length === 0 || numbers.length < values.filter(({ weight }) => weight > 0).length) return undefined;
  numbers.sort((a, b) => a.value - b.value);
  const at = (u: number): number => {
    let below = 0;
    return (numbers.find(({ share }) => (below += share) >= u - 1e-12) ?? numbers.at(-1)!).value;
  };
  return {
    min: numbers[0].value,
    max: numbers.at(-1)!.value,
    mean: numbers.reduce((sum, { value, share }) => sum + value * share, 0),
    quantiles: quantilesOf(at),
  };
}

function ofInstant(spec: TemporalSpec, { now, timezone }: DocumentModel): Expected<string> | undefined {
  if (spec.after.length > 0 || spec.before.length > 0) return undefined;
  const { min, max } = temporalRange(spec, now, timezone);
  return written(min, max, spec.distribution, (ms) => instantWords(spec.kind, Math.floor(ms / 1000) * 1000));
}

function ofDuration(spec: DurationSpec): Expected<string> | undefined {
  const { min, max } = durationRange(spec);
  return written(
    min,
    max,
    spec.distribution,
    (ms) => isoDuration(max - min < 10_000 ? Math.round(ms) : Math.round(ms / 1000) * 1000),
    0,
  );
}

/** @param origin what a distribution of positive values is measured from; the least value unless said. */
function written(
  min: number,
  max: number,
  distribution: NumberSpec['distribution'],
  text: (ms: number) => string,
  origin?: number,
): Expected<string> | undefined {
  if (!(min <= max)) return undefined;
  const ends = { min: text(min), max: text(max) };
  if (distribution === undefined || distribution.type === 'uniform') {
    const at = (u: number): string => text(min + u * (max - min));
    return { ...ends, mean: at(0.5), quantiles: [at(SHARES[0]), at(SHARES[1]), at(SHARES[2])] };
  }
  if (countsSteps(distribution)) return ends;
  const from = origin ?? (startsAtZero(distribution) ? min : 0);
  const law = compileDistribution(distribution, { min: min - from, max: max - from });
  const at = (u: number): string => text(law.quantile(u) + from);
  const mean = meanOf(law);
  return {
    ...ends,
    ...(Number.isFinite(mean) && { mean: text(mean + from) }),
    quantiles: [at(SHARES[0]), at(SHARES[1]), at(SHARES[2])],
  };
}
