import { civilFromDays, DAY, daysInMonth, type Zone } from '../fields/calendar.js';
import { cos } from '../random/exact.js';
import type { EvenAxis, TimeAxis } from './axis.js';
import type { SeasonModel } from '../schema/model-series.js';
import { nominalMs } from '../schema/units.js';

const TWO_PI = 6.283185307179586;
const WEEK = 7 * DAY;
/** The first Monday after 1970-01-01, local ms. */
const MONDAY = 4 * DAY;

/** Adds one cycle of a signal to `out`, relative to its base, at instants (ms) that follow each other on the axis. */
export type Season = (times: Float64Array, length: number, out: Float64Array) => void;

/**
 * A cycle in local time: days start at 0:00, weeks on Monday, months and years on their first day; other periods are
 * counted from 1970-01-01T00:00 local time.
 */
export function compileSeason(model: SeasonModel, zone: Zone, axis: TimeAxis): Season {
  const phaseOf = phase(model, zone);
  const shape = model.profile === undefined ? waves(model) : profile(model.profile, model.amplitude);
  if (zone.utc && axis.even !== undefined) {
    const steps = repeats(model, axis.even.interval);
    if (steps !== undefined) return tabulated((time) => shape(phaseOf(time)), axis.even, steps);
  }
  return (times, length, out) => {
    for (let i = 0; i < length; i++) out[i] += shape(phaseOf(times[i]));
  };
}

/** Cycles of up to so many steps are computed once. */
const LONGEST_TABLE = 1 << 17;

/** The steps after which a cycle comes back to the same phases, where it does. */
function repeats({ period }: SeasonModel, interval: number): number | undefined {
  if (period.months !== 0) return undefined;
  const steps = nominalMs(period) / interval;
  return Number.isInteger(steps) && steps <= LONGEST_TABLE ? steps : undefined;
}

function tabulated(value: (time: number) => number, { start, interval }: EvenAxis, steps: number): Season {
  let table: Float64Array | undefined;
  return (times, length, out) => {
    table ??= Float64Array.from({ length: steps }, (_, k) => value(start + k * interval));
    const first = Math.round((times[0] - start) / interval);
    let k = first - steps * Math.floor(first / steps);
    for (let i = 0; i < length; i++) {
      out[i] += table[k];
      if (++k === steps) k = 0;
    }
  };
}

/** The share of the period that has passed at an instant, 0…1. */
function phase({ period }: SeasonModel, zone: Zone): (time: number) => number {
  const local = zone.utc ? (time: number) => time : (time: number) => time + zone.offsetAt(time);
  if (period.months > 0 && period.days === 0 && period.ms === 0) {
    return (time) => monthPhase(local(time), period.months);
  }
  const length = nominalMs(period);
  const origin = length % WEEK === 0 ? MONDAY : 0;
  return (time) => {
    const since = local(time) - origin;
    return since / length - Math.floor(since / length);
  };
}

/** Months are of equal weight, whatever their length. */
function monthPhase(localMs: number, months: number): number {
  const days = Math.floor(localMs / DAY);
  const { year, month, day } = civilFromDays(days);
  const within = (day - 1 + (localMs - days * DAY) / DAY) / daysInMonth(year, month);
  const since = (year - 1970) * 12 + (month - 1) + within;
  return since / months - Math.floor(since / months);
}

/** Σ a_k cos 2πk(x − peak): every harmonic is highest at the peak. */
function waves({ amplitude, harmonics, peak, period }: SeasonModel): (x: number) => number {
  const shift = peak / nominalMs(period);
  const heights = harmonics.map((share) => share * amplitude);
  if (heights.length === 1) {
    const [height] = heights;
    return (x) => height * cos(TWO_PI * (x - shift));
  }
  return (x) => {
    let sum = 0;
    for (let k = 0; k < heights.length; k++) sum += heights[k] * cos(TWO_PI * (k + 1) * (x - shift));
    return sum;
  };
}

/** Straight lines between the points, the last joined to the first. */
function profile(points: readonly number[], amplitude: number): (x: number) => number {
  const n = points.length;
  return (x) => {
    const at = x * n;
    const k = Math.min(n - 1, Math.floor(at));
    const next = points[k + 1 === n ? 0 : k + 1];
    return amplitude * (points[k] + (next - points[k]) * (at - k));
  };
}
