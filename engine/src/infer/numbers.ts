import { log } from '../random/exact.js';
import { compileDistribution, DistributionError } from '../random/distribution.js';
import type { Distribution } from '../schema/model.js';
import { type Field, isIdentifier, rounded, weighted } from './field.js';

/** Fewer values than this tell nothing of a distribution. */
const FEWEST = 50;

/** So many different numbers, each often, are a list of values rather than a range. */
const MOST_CODES = 12;

/** The field that numbers come from. @param values at least one, in the order of the rows. */
export function numberField(name: string, values: readonly number[]): Field {
  const integers = values.every((value) => Number.isSafeInteger(value));
  const type = integers ? 'integer' : 'number';
  const min = values.reduce((a, b) => Math.min(a, b));
  const max = values.reduce((a, b) => Math.max(a, b));
  const distinct = new Map<number, number>();
  for (const value of values) distinct.set(value, (distinct.get(value) ?? 0) + 1);
  if (distinct.size === 1 && values.length > 2) return { const: min };
  if (integers) {
    const time = epochField(name, min, max);
    if (time !== undefined) return time;
    const sequence = sequenceOf(values);
    if (sequence !== undefined) return sequence;
  }
  if (isCode(values.length, distinct, max - min)) {
    const codes = [...distinct].sort((a, b) => a[0] - b[0]);
    return { type, enum: weighted(codes) };
  }
  const unique = distinct.size === values.length && values.length >= 20 && integers && isIdentifier(name);
  if (unique && max - min + 1 >= 2 * values.length) return { type, min, max, unique: true };
  const digits = integers ? 0 : decimalsOf(values);
  const step = digits === undefined ? undefined : Number(`1e-${digits}`);
  const distribution = unique ? undefined : fitted(values, min, max, step);
  return {
    type,
    ...(distinct.size > 1 && { min, max }),
    ...(!integers && digits !== undefined && { decimals: digits }),
    ...(distribution && { distribution }),
  };
}

function isCode(count: number, distinct: ReadonlyMap<number, number>, span: number): boolean {
  if (distinct.size > MOST_CODES || distinct.size < 2 || count < 20 || count < distinct.size * 5) return false;
  // Every number of a range about as often is a range.
  const expected = count / distinct.size;
  const chi = [...distinct.values()].reduce((sum, seen) => sum + ((seen - expected) * (seen - expected)) / expected, 0);
  return distinct.size < span + 1 || chi > 3 * distinct.size;
}

/** Counting up or down by the same step. */
function sequenceOf(values: readonly number[]): Field | undefined {
  if (values.length < 3) return undefined;
  const step = values[1] - values[0];
  if (step === 0 || !values.every((value, i) => value === values[0] + i * step)) return undefined;
  return {
    type: 'sequence',
    ...(values[0] !== 1 && { start: values[0] }),
    ...(step !== 1 && { step }),
  };
}

/** Points in time as seconds or milliseconds since 1970, where the name says that it is a time. */
function epochField(name: string, min: number, max: number): Field | undefined {
  if (!/(?:^ts|time|date|stamp|created|updated|modified|_at|At)$/i.test(name)) return undefined;
  const unit = min >= 6e8 && max <= 4.2e9 ? 1000 : min >= 6e11 && max <= 4.2e12 ? 1 : undefined;
  if (unit === undefined) return undefined;
  const text = (value: number): string => new Date(value * unit).toISOString().replace('.000Z', 'Z');
  const format = unit === 1000 ? 'unix' : 'unixMs';
  return { type: 'datetime', min: text(min), max: text(max), format, ...(unit === 1 && { precision: '1ms' }) };
}

/** Digits behind the point that all values need; undefined where there are too many to be meant. */
function decimalsOf(values: readonly number[]): number | undefined {
  let most = 0;
  for (const value of values) {
    const [, fraction = '', exponent = '0'] = /^-?\d+(?:\.(\d+))?(?:e(.*))?$/.exec(String(value)) ?? [];
    most = Math.max(most, fraction.length - Number(exponent));
  }
  return most > 9 ? undefined : most;
}

/**
 * The distribution that the values follow, of those cut to their range that are told by mean and variance, by the
 * largest distance of the distribution functions (Kolmogorov and Smirnov); undefined where all are alike or none fits.
 */
function fitted(
  values: readonly number[],
  min: number,
  max: number,
  step: number | undefined,
): Distribution | undefined {
  if (values.length < FEWEST || min === max) return undefined;
  const sorted = Float64Array.from(values).sort();
  const { mean, stdDev } = moments(sorted);
  const candidates: Distribution[] = [
    { type: 'uniform' },
    { type: 'normal', mean: rounded(mean), stdDev: rounded(stdDev) },
  ];
  if (min > 0) {
    const logs = moments(sorted.map((value) => log(value)));
    candidates.push({ type: 'lognormal', mu: rounded(logs.mean), sigma: rounded(logs.stdDev) });
  }
  if (min >= 0 && mean > 0) candidates.push({ type: 'exponential', mean: rounded(mean) });
  const distances = candidates.map((candidate) => distance(sorted, candidate, min, max, step));
  const [even] = distances;
  // What chance alone makes of the right one in one of a hundred cases, and as much again for the fitting.
  const allowed = (1.63 / Math.sqrt(sorted.length)) * 1.5;
  const best = distances.indexOf(Math.min(...distances));
  if (best === 0 || distances[best] > Math.max(allowed, 0.06) || even < distances[best] * 1.3) return undefined;
  return candidates[best];
}

function distance(
  sorted: Float64Array,
  candidate: Distribution,
  min: number,
  max: number,
  step: number | undefined,
): number {
  try {
    const law = compileDistribution(candidate, { min, max, ...(step !== undefined && { step }) });
    let most = 0;
    for (let i = 0; i < sorted.length;) {
      let end = i + 1;
      while (end < sorted.length && sorted[end] === sorted[i]) end++;
      const at = law.cdf(sorted[i]);
      most = Math.max(most, Math.abs(at - end / sorted.length));
      // Below a value that comes often, a law of points has less.
      if (!law.discrete) most = Math.max(most, Math.abs(at - i / sorted.length));
      i = end;
    }
    return most;
  } catch (error) {
    if (error instanceof DistributionError) return 1;
    throw error;
  }
}

/** Mean and standard deviation. */
export function moments(values: ArrayLike<number>): { readonly mean: number; readonly stdDev: number } {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  const mean = sum / values.length;
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += (values[i] - mean) * (values[i] - mean);
  return { mean, stdDev: Math.sqrt(squares / Math.max(1, values.length - 1)) };
}
