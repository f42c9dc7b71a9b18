import type { CalendarDuration } from '../schema/model.js';
import { addMonths, civilFromDays, DAY, type Zone } from './calendar.js';

/**
 * The instants a field may take: every `precision`, aligned in local time. Days count from 1970-01-01, whole weeks from
 * Monday, months from January 1970, anything finer from local midnight of 1970-01-01.
 */
export interface TemporalGrid {
  /** The last point at or before an instant. */
  floor(at: number): number;
  /** The first point at or after an instant. */
  ceil(at: number): number;
  /** The first point after a point. */
  next(point: number): number;
  /** All points of `[first, last]`, both points themselves, in order. */
  points(first: number, last: number): GridPoints;
  /** Set where all points are this far apart, `origin` being one of them. */
  readonly even?: { readonly step: number; readonly origin: number };
}

/** Counted points of a grid. */
export interface GridPoints {
  readonly size: number;
  /** Point number `k`, 0 … size−1. */
  at(k: number): number;
}

/** Why a precision cannot be used for a kind of field; `undefined` where it can. */
export function checkPrecision(kind: 'datetime' | 'date' | 'time', precision: CalendarDuration): string | undefined {
  const { months, days, ms, text } = precision;
  const parts = (months !== 0 ? 1 : 0) + (days !== 0 ? 1 : 0) + (ms !== 0 ? 1 : 0);
  if (months < 0 || days < 0 || ms < 0 || parts === 0) return `precision ${text} must be longer than zero`;
  if (parts > 1) return `precision ${text} mixes months, days and hours; use one of them, such as 15m, 1d or 1mo`;
  if (!Number.isInteger(months) || !Number.isInteger(days) || !Number.isInteger(ms))
    return `precision ${text} must be whole milliseconds, days or months`;
  if (kind === 'date' && ms !== 0) return `precision ${text} is finer than a day; use type datetime, or 1d, 1w, 1mo`;
  if (kind === 'time' && ms === 0)
    return `precision ${text} does not fit a time of day; use hours or less, such as 15m`;
  if (kind === 'time' && ms > DAY) return `precision ${text} is longer than a day`;
  return undefined;
}

/** @throws RangeError on a precision that {@link checkPrecision} refuses. */
export function gridOf(precision: CalendarDuration, zone: Zone): TemporalGrid {
  const { months, days, ms } = precision;
  if (months > 0) return new CalendarGrid(zone, new MonthSteps(months));
  // 1970-01-05 is a Monday.
  const origin = days % 7 === 0 ? 4 * DAY : 0;
  if (days > 0) {
    return zone.utc ? new EvenGrid(days * DAY, origin) : new CalendarGrid(zone, new DaySteps(days, origin));
  }
  if (ms > 0) {
    // Offsets are whole seconds, so that such a grid is the same in every zone.
    return zone.utc || 1000 % ms === 0 ? new EvenGrid(ms, 0) : new ZonedGrid(zone, ms);
  }
  throw new RangeError(`precision ${precision.text} is not longer than zero`);
}

class EvenGrid implements TemporalGrid {
  readonly even: { readonly step: number; readonly origin: number };

  constructor(step: number, origin: number) {
    this.even = { step, origin };
  }

  floor(at: number): number {
    const { step, origin } = this.even;
    return Math.floor((at - origin) / step) * step + origin;
  }

  ceil(at: number): number {
    const { step, origin } = this.even;
    return Math.ceil((at - origin) / step) * step + origin;
  }

  next(point: number): number {
    return point + this.even.step;
  }

  points(first: number, last: number): GridPoints {
    const { step } = this.even;
    return { size: Math.max(0, Math.floor((last - first) / step) + 1), at: (k) => first + k * step };
  }
}

/** Numbered local dates. */
interface LocalSteps {
  /** Local milliseconds of step `k`. */
  local(k: number): number;
  /** The last step at or before a local time. */
  before(localMs: number): number;
}

class DaySteps implements LocalSteps {
  private readonly step: number;

  constructor(
    days: number,
    private readonly origin: number,
  ) {
    this.step = days * DAY;
  }

  local(k: number): number {
    return k * this.step + this.origin;
  }

  before(localMs: number): number {
    return Math.floor((localMs - this.origin) / this.step);
  }
}

class MonthSteps implements LocalSteps {
  constructor(private readonly months: number) {}

  local(k: number): number {
    return addMonths(0, k * this.months);
  }

  before(localMs: number): number {
    const { year, month } = civilFromDays(Math.floor(localMs / DAY));
    return Math.floor(((year - 1970) * 12 + month - 1) / this.months);
  }
}

/** Days or months in a zone: a midnight that a change of offset skips stands for the first moment of its day. */
class CalendarGrid implements TemporalGrid {
  constructor(
    private readonly zone: Zone,
    private readonly steps: LocalSteps,
  ) {}

  floor(at: number): number {
    return this.point(this.indexAt(at));
  }

  ceil(at: number): number {
    const k = this.indexAt(at);
    const floor = this.point(k);
    return floor === at ? at : this.point(k + 1);
  }

  next(point: number): number {
    return this.point(this.indexAt(point) + 1);
  }

  points(first: number, last: number): GridPoints {
    const from = this.indexAt(first);
    const size = last < first ? 0 : this.indexAt(last) - from + 1;
    // A zone that crossed the date line has no such day: its midnight is the next day's.
    const gone: number[] = [];
    for (const change of this.zone.changes(first - DAY, last)) {
      if (this.zone.offsetAt(change) - this.zone.offsetAt(change - 1) < DAY) continue;
      const k = this.indexAt(change);
      if (k - 1 >= from && this.point(k - 1) === this.point(k)) gone.push(k - 1 - from);
    }
    const { zone, steps } = this;
    return {
      size: size - gone.length,
      at(k) {
        let index = k;
        for (const g of gone) if (g <= index) index++;
        return zone.localToUtc(steps.local(from + index));
      },
    };
  }

  private point(k: number): number {
    return this.zone.localToUtc(this.steps.local(k));
  }

  /** The number of the last point at or before an instant; of points that coincide, the later. */
  private indexAt(at: number): number {
    let k = this.steps.before(at + this.zone.offsetAt(at));
    while (this.point(k) > at) k--;
    while (this.point(k + 1) <= at) k++;
    return k;
  }
}

/** Hours and the like in a zone whose offset changes: each stretch between two changes has its own even grid. */
class ZonedGrid implements TemporalGrid {
  constructor(
    private readonly zone: Zone,
    private readonly step: number,
  ) {}

  floor(at: number): number {
    const { zone, step } = this;
    const offset = zone.offsetAt(at);
    const point = Math.floor((at + offset) / step) * step - offset;
    const earlier = zone.offsetAt(point);
    if (earlier === offset) return point;
    // The point lies before the change: the last point of the stretch before it.
    let k = Math.floor((at + earlier) / step) * step - earlier;
    while (zone.offsetAt(k) !== earlier) k -= step;
    return k;
  }

  ceil(at: number): number {
    const floor = this.floor(at);
    return floor === at ? at : this.next(floor);
  }

  next(point: number): number {
    const { zone, step } = this;
    const offset = zone.offsetAt(point);
    const next = point + step;
    const later = zone.offsetAt(next);
    if (later === offset) return next;
    let k = Math.ceil((point + 1 + later) / step) * step - later;
    while (zone.offsetAt(k) !== later) k += step;
    return k;
  }

  points(first: number, last: number): GridPoints {
    const starts: number[] = [];
    const ends: number[] = [];
    const { step, zone } = this;
    const changes = [...zone.changes(first, last), last + 1];
    let from = first;
    let size = 0;
    const before: number[] = [];
    for (const change of changes) {
      const offset = zone.offsetAt(from);
      const start = Math.ceil((from + offset) / step) * step - offset;
      const count = start >= change ? 0 : Math.floor((change - 1 - start) / step) + 1;
      if (count > 0) {
        starts.push(start);
        before.push(size);
        ends.push((size += count));
      }
      from = change;
    }
    return {
      size,
      at(k) {
        let low = 0;
        let high = starts.length - 1;
        while (low < high) {
          const middle = (low + high) >> 1;
          if (k < ends[middle]) high = middle;
          else low = middle + 1;
        }
        return starts[low] + (k - before[low]) * step;
      },
    };
  }
}
