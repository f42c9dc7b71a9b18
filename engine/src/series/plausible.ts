import type { NumberSpec } from '../schema/model.js';
import type { SeasonModel, SignalModel } from '../schema/model-series.js';

const DAY = 86_400_000;
const HOUR = 3_600_000;
const MINUTE = 60_000;

/** Shares of half the range: what a measurement that says nothing but its range moves by. */
const DAILY = 0.35;
const WEEKLY = 0.15;
const YEARLY = 0.35;
const NOISE = 0.12;

/** Minutes after which noise has half forgotten itself; bounded below to keep neighbours alike at any sampling. */
const FORGETS_AFTER = 30 * MINUTE;
const LEAST_REVERSION = 0.005;
const MOST_REVERSION = 0.08;

/** The range of a number that says no more than part of it. */
function rangeOf({ min, max }: NumberSpec): readonly [number, number] {
  if (min !== undefined && max !== undefined) return [min, max];
  if (min !== undefined) return [min, min + Math.max(100, Math.abs(min))];
  if (max !== undefined) return [max - Math.max(100, Math.abs(max)), max];
  return [0, 100];
}

/**
 * The course of a measurement of which only the range is known: around the middle, with a daily cycle that is highest in
 * the afternoon (a week's and a year's where a step is a day or more) and noise that remembers.
 * @param interval ms between two steps
 * @param u decides when the cycle is highest, 0 ≤ u < 1
 */
export function plausibleSignal(spec: NumberSpec, interval: number, u: number): SignalModel {
  const [min, max] = rangeOf(spec);
  const half = (max - min) / 2;
  const cycle = (share: number, months: number, days: number, peak: number): SeasonModel => ({
    period: { months, days, ms: 0, text: '' },
    amplitude: share * half,
    peak,
    harmonics: [1, 0.15],
    profile: undefined,
  });
  const reversion = Math.min(MOST_REVERSION, Math.max(LEAST_REVERSION, interval / FORGETS_AFTER));
  return {
    pointer: '',
    base: (min + max) / 2,
    combine: 'add',
    trend: undefined,
    seasonality:
      interval < DAY
        ? [cycle(DAILY, 0, 1, (12 + Math.floor(6 * u)) * HOUR)]
        : [cycle(YEARLY, 12, 0, Math.floor(365 * u) * DAY), cycle(interval < 7 * DAY ? WEEKLY : 0, 0, 7, 2 * DAY)],
    noise: { type: 'ou', reversion: reversion / interval, stdDev: NOISE * half },
    drivers: [],
    anomalies: undefined,
    bounds: 'soft',
  };
}

/** The level of a signal that says none: the middle of its range, nothing where a trend gives the level itself. */
export function usualLevel({ min, max }: NumberSpec, { trend, combine, noise }: SignalModel): number {
  if (trend?.type === 'piecewise') return 0;
  if (min !== undefined && max !== undefined) return (min + max) / 2;
  if (combine === 'multiply' || noise?.type === 'gbm') return Math.min(max ?? 100, Math.max(min ?? 100, 100));
  if (min !== undefined && min > 0) return min;
  return max !== undefined && max < 0 ? max : 0;
}
