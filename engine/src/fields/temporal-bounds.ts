import { SynthError } from '../errors.js';
import type { CalendarDuration, Distribution, TemporalSpec } from '../schema/model.js';
import { addCalendar, DAY, zoneOf, type Zone } from './calendar.js';

const SECOND: CalendarDuration = { months: 0, days: 0, ms: 1000, text: '1s' };
const ONE_DAY: CalendarDuration = { months: 0, days: 1, ms: 0, text: '1d' };
const YEAR: CalendarDuration = { months: 12, days: 0, ms: 0, text: '1y' };

/** The precision a field has: its own, else whole seconds, for dates whole days. */
export function temporalPrecision(spec: TemporalSpec): CalendarDuration {
  return spec.precision ?? (spec.kind === 'date' ? ONE_DAY : SECOND);
}

/**
 * The zone a field's points are counted in: the document's for `datetime`. A date is the instant of its midnight UTC and a
 * time of day the milliseconds since midnight, so that both are counted in UTC.
 */
export function temporalZone(spec: TemporalSpec, timezone: string): Zone {
  return zoneOf(spec.kind === 'datetime' ? timezone : 'UTC');
}

/**
 * Bounds of a field without `after` and `before`: as written; a missing one is a year away or `now`. A time of day has the
 * whole day.
 */
export function temporalRange(
  spec: TemporalSpec,
  now: number,
  timezone: string,
): { readonly min: number; readonly max: number } {
  if (spec.kind === 'time') return { min: spec.min ?? 0, max: Math.min(spec.max ?? DAY - 1, DAY - 1) };
  const zone = temporalZone(spec, timezone);
  const today = spec.kind === 'date' ? Math.floor((now + zoneOf(timezone).offsetAt(now)) / DAY) * DAY : now;
  const { min, max } = spec;
  if (min !== undefined && max !== undefined) return { min, max };
  if (min !== undefined) return { min, max: min < today ? today : addCalendar(min, YEAR, zone.name) };
  const end = max ?? today;
  return { min: addCalendar(end, YEAR, zone.name, -1), max: end };
}

/** Whether a distribution counts: then it counts steps of the precision from the first point. */
export function countsSteps(spec: Distribution): boolean {
  switch (spec.type) {
    case 'zipf':
    case 'poisson':
    case 'negativeBinomial':
    case 'binomial':
      return true;
    case 'mixture':
      return spec.components.every((c) => countsSteps(c.distribution));
    default:
      return false;
  }
}

/**
 * What a distribution over points in time is measured from: those of positive values only from the first point, the others
 * from 1970 as the points themselves.
 * @throws SynthError `distribution/origins` on a mixture of both.
 */
export function startsAtZero(spec: Distribution): boolean {
  const origins = originsOf(spec);
  if (origins.size < 2) return origins.has('first');
  throw new SynthError(
    'distribution/origins',
    'A mixture over points in time cannot join distributions of positions (normal, triangular, histogram) with those that measure from min (exponential, lognormal, gamma, weibull, pareto).',
  );
}

function originsOf(spec: Distribution): Set<'first' | 'epoch'> {
  switch (spec.type) {
    case 'exponential':
    case 'lognormal':
    case 'gamma':
    case 'weibull':
    case 'pareto':
      return new Set(['first']);
    case 'normal':
    case 'triangular':
    case 'histogram':
    case 'loguniform':
      return new Set(['epoch']);
    case 'mixture':
      return new Set(spec.components.flatMap((c) => [...originsOf(c.distribution)]));
    default:
      return new Set();
  }
}

/** Distributions stretched over their bounds have none of their own. */
export function needsBounds(spec: Distribution): boolean {
  switch (spec.type) {
    case 'uniform':
    case 'loguniform':
    case 'beta':
    case 'triangular':
      return true;
    case 'mixture':
      return spec.components.some((c) => needsBounds(c.distribution));
    default:
      return false;
  }
}

/** A point in time for a message. */
export function pointText(kind: TemporalSpec['kind'], ms: number): string {
  if (!(Math.abs(ms) <= 8.64e15)) return String(ms);
  const text = new Date(ms).toISOString();
  return kind === 'datetime' ? text : kind === 'date' ? text.slice(0, -14) : text.slice(11, 23);
}
