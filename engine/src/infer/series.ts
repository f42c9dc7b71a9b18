import { cos, sin } from '../random/exact.js';
import { columnsOf, type Values } from './columns.js';
import { type Field, rounded } from './field.js';
import { moments } from './numbers.js';
import type { InferRow } from './rows.js';
import { instantsOf, textOf } from './times.js';

const DAY = 86_400_000;

/** Fewer steps are no series. */
const FEWEST = 12;

/** The axis of rows that come at a regular pace. */
export interface Axis {
  readonly timeField: string;
  readonly start: string;
  readonly interval: string;
  /** Milliseconds. */
  readonly step: number;
  readonly first: number;
  /** The column that tells series apart, and its values in their order. */
  readonly key: { readonly name: string; readonly values: readonly (string | number)[] } | undefined;
}

/** The axis of rows: one column of times in order, evenly spaced, or the same for each value of another column. */
export function axisOf(rows: readonly InferRow[]): Axis | undefined {
  if (rows.length < FEWEST) return undefined;
  const columns = columnsOf(rows);
  for (const [name, values] of columns) {
    if (!values.every((value) => typeof value === 'string')) continue;
    const times = instantsOf(values);
    if (times === undefined || times.kind !== 'datetime' || times.field.format !== undefined) continue;
    const series = times.values.findIndex((value) => value !== times.values[0]);
    const size = series < 0 ? times.values.length : series;
    const key = size === 1 ? undefined : keyColumn(columns, name, size);
    if (size > 1 && key === undefined) continue;
    const steps = times.values.filter((_, i) => i % size === 0);
    const step = steps[1] - steps[0];
    const regular =
      steps.length >= FEWEST &&
      step > 0 &&
      times.values.every((value, i) => value === steps[0] + Math.floor(i / size) * step);
    const interval = regular ? durationText(step) : undefined;
    if (interval === undefined) continue;
    return { timeField: name, start: textOf('datetime', steps[0]), interval, step, first: steps[0], key };
  }
  return undefined;
}

/** A column with the same different values at each step. */
function keyColumn(columns: readonly (readonly [string, Values])[], time: string, size: number): Axis['key'] {
  for (const [name, values] of columns) {
    const own = values.slice(0, size);
    const scalar = own.every((value) => typeof value === 'string' || typeof value === 'number');
    if (name === time || !scalar || new Set(own).size !== size || values.length % size !== 0) continue;
    if (values.every((value, i) => value === own[i % size])) return { name, values: own as (string | number)[] };
  }
  return undefined;
}

/** `1m`, `15m`, `1h`: whole units only. */
function durationText(ms: number): string | undefined {
  const units = [
    ['w', 7 * DAY],
    ['d', DAY],
    ['h', 3_600_000],
    ['m', 60_000],
    ['s', 1000],
    ['ms', 1],
  ] as const;
  const unit = units.find(([, size]) => ms % size === 0);
  return unit && `${ms / unit[1]}${unit[0]}`;
}

/**
 * What a number does over time: its level, a straight trend where that tells a third of the variance or more, a daily wave
 * where that tells a tenth of the rest, and noise that follows itself from step to step. By least squares.
 * @param values of one series, step by step; nulls left out of the sums
 */
export function signalOf(values: readonly (number | undefined)[], { step, first }: Axis, field: Field): Field {
  const points = values.flatMap((y, i) => (y === undefined ? [] : [{ t: i * step, y }]));
  const level = moments(points.map(({ y }) => y));
  if (points.length < FEWEST || level.stdDev === 0) return field;
  const { distribution: _distribution, enum: _enum, ...rest } = field;
  const trend = slopeOf(points, level.mean);
  const straight = trend.share >= 0.33;
  const base = straight ? trend.at0 : level.mean;
  let left = points.map(({ t, y }) => ({ t, y: y - (straight ? trend.at0 + trend.slope * t : level.mean) }));
  const wave = step <= DAY / 4 && points.at(-1)!.t - points[0].t >= 2 * DAY ? dailyWave(left, first) : undefined;
  if (wave !== undefined) left = left.map(({ t, y }) => ({ t, y: y - wave.at(t) }));
  const noise = moments(left.map(({ y }) => y));
  const follows = Math.max(0, Math.min(0.98, correlation(left.map(({ y }) => y))));
  const stdDev = rounded(noise.stdDev * Math.sqrt(1 - follows * follows));
  return {
    ...rest,
    base: rounded(base),
    ...(straight && { trend: { type: 'linear', slope: `${rounded(trend.slope * DAY)}/d` } }),
    ...(wave && { seasonality: [{ period: '1d', amplitude: rounded(wave.amplitude), peak: wave.peak }] }),
    noise:
      follows > 0.15
        ? { type: 'ar', coefficients: [rounded(follows)], stdDev }
        : { type: 'white', stdDev: rounded(noise.stdDev) },
  };
}

interface Point {
  readonly t: number;
  readonly y: number;
}

function slopeOf(points: readonly Point[], mean: number): { slope: number; at0: number; share: number } {
  const middle = moments(points.map(({ t }) => t)).mean;
  let both = 0;
  let alone = 0;
  let all = 0;
  for (const { t, y } of points) {
    both += (t - middle) * (y - mean);
    alone += (t - middle) * (t - middle);
    all += (y - mean) * (y - mean);
  }
  const slope = both / alone;
  return { slope, at0: mean - slope * middle, share: (both * both) / (alone * all) };
}

function dailyWave(points: readonly Point[], first: number) {
  let a = 0;
  let b = 0;
  let all = 0;
  for (const { t, y } of points) {
    const angle = (2 * Math.PI * ((first + t) % DAY)) / DAY;
    a += (2 / points.length) * y * cos(angle);
    b += (2 / points.length) * y * sin(angle);
    all += (y * y) / points.length;
  }
  const amplitude = Math.sqrt(a * a + b * b);
  if ((amplitude * amplitude) / 2 < 0.1 * all) return undefined;
  const at = (t: number): number => {
    const angle = (2 * Math.PI * ((first + t) % DAY)) / DAY;
    return a * cos(angle) + b * sin(angle);
  };
  // The minute of the day at which it is highest.
  let peak = 0;
  for (let minute = 1; minute < 1440; minute++) {
    if (at(minute * 60_000 - first) > at(peak * 60_000 - first)) peak = minute;
  }
  return { amplitude, at, peak: `${peak}m` };
}

/** How far each value follows the one before it, −1 … 1. */
function correlation(values: readonly number[]): number {
  let both = 0;
  let alone = 0;
  for (let i = 0; i < values.length; i++) {
    alone += values[i] * values[i];
    if (i > 0) both += values[i] * values[i - 1];
  }
  return alone === 0 ? 0 : both / alone;
}
