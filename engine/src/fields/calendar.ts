import type { CalendarDuration } from '../schema/model.js';

export const DAY = 86_400_000;

/** A day of the proleptic Gregorian calendar: `month` 1…12, `day` 1…31; year 0 is 1 BC. */
export interface CivilDay {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/**
 * Days from 1970-01-01 to a day of the proleptic Gregorian calendar. `day` may lie outside the month.
 * Source: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".
 */
export function daysFromCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5);
  return (
    era * 146097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear + day - 719469
  );
}

/** Eras of 400 years that make every day a `Date` can hold a positive number. */
const ERAS = 700;

/** The inverse of {@link daysFromCivil}, for the days a `Date` can hold (±10^8). Whole 32-bit numbers throughout, for speed. */
export function civilFromDays(days: number): CivilDay {
  const z = (Math.floor(days) + 719468 + ERAS * 146097) | 0;
  const era = (z / 146097) | 0;
  const dayOfEra = (z - era * 146097) | 0;
  const leaps = (((dayOfEra / 1460) | 0) - ((dayOfEra / 36524) | 0) + ((dayOfEra / 146096) | 0)) | 0;
  const yearOfEra = ((dayOfEra - leaps) / 365) | 0;
  const dayOfYear = (dayOfEra - (365 * yearOfEra + ((yearOfEra / 4) | 0) - ((yearOfEra / 100) | 0))) | 0;
  const shifted = ((5 * dayOfYear + 2) / 153) | 0;
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  return {
    year: (yearOfEra + (era - ERAS) * 400 + (month <= 2 ? 1 : 0)) | 0,
    month,
    day: (dayOfYear - (((153 * shifted + 2) / 5) | 0) + 1) | 0,
  };
}

export function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Milliseconds of a local date and time moved by calendar months, the day clamped to the end of its month. */
export function addMonths(localMs: number, months: number): number {
  const days = Math.floor(localMs / DAY);
  const { year, month, day } = civilFromDays(days);
  const count = year * 12 + (month - 1) + months;
  const y = Math.floor(count / 12);
  const m = count - y * 12 + 1;
  return daysFromCivil(y, m, Math.min(day, daysInMonth(y, m))) * DAY + (localMs - days * DAY);
}

const UTC_NAMES = new Set([
  'utc',
  'etc/utc',
  'gmt',
  'etc/gmt',
  'etc/uct',
  'uct',
  'zulu',
  'etc/zulu',
  'universal',
  'etc/universal',
]);

/** Offsets are probed this far apart: less than the shortest stay of any zone on one offset in the time zone database. */
const PROBE = 500_000_000;
/** Offsets are found and kept by stretches of this length (about 46 days, whole seconds). */
const CHUNK = 4_000_000_000;

const NEAR = 2000;

/** The offset changes of one chunk of time: `offsets[k]` holds from `starts[k]` on. */
interface OffsetChunk {
  readonly starts: readonly number[];
  readonly offsets: readonly number[];
}

/** The offsets of one time zone, asked from the platform's `Intl` once and kept. UTC never asks. */
export class Zone {
  readonly name: string;
  /** True where the offset is always 0. */
  readonly utc: boolean;
  private readonly format: Intl.DateTimeFormat | undefined;
  /** Stretches by number; those of 1717 to 2223 in a list, which is faster. */
  private readonly near: (OffsetChunk | undefined)[] = [];
  private readonly far = new Map<number, OffsetChunk>();

  /** @throws RangeError on a name that the platform does not know. */
  constructor(name: string) {
    this.name = name;
    this.utc = UTC_NAMES.has(name.toLowerCase());
    if (this.utc) return;
    this.near = new Array<OffsetChunk | undefined>(2 * NEAR).fill(undefined);
    this.format = new Intl.DateTimeFormat('en-US', {
      timeZone: name,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      era: 'short',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  }

  /** Milliseconds to add to UTC for local time. */
  offsetAt(utcMs: number): number {
    if (this.utc) return 0;
    const { starts, offsets } = this.chunk(Math.floor(utcMs / CHUNK));
    let k = starts.length - 1;
    while (k > 0 && starts[k] > utcMs) k--;
    return offsets[k];
  }

  /**
   * The instant of a local date and time (milliseconds as if it were UTC). A local time that a change of offset skips is
   * moved forward by the gap; of one that occurs twice, the earlier instant counts.
   */
  localToUtc(localMs: number): number {
    if (this.utc) return localMs;
    const before = this.offsetAt(localMs - DAY);
    const after = this.offsetAt(localMs + DAY);
    if (before === after) return localMs - before;
    if (this.offsetAt(localMs - before) === before) return localMs - before;
    if (this.offsetAt(localMs - after) === after) return localMs - after;
    return localMs - before;
  }

  /** An instant moved by a calendar duration, see {@link addCalendar}. */
  add(utcMs: number, duration: CalendarDuration, sign: 1 | -1 = 1): number {
    let at = utcMs;
    if (duration.months !== 0 || duration.days !== 0) {
      let local = at + this.offsetAt(at);
      if (duration.months !== 0) local = addMonths(local, sign * duration.months);
      at = this.localToUtc(local + sign * duration.days * DAY);
    }
    return at + sign * duration.ms;
  }

  /** The instants in (`from`, `to`] at which the offset changes. */
  changes(from: number, to: number): number[] {
    const found: number[] = [];
    if (this.utc) return found;
    let offset = this.offsetAt(from);
    for (let index = Math.floor(from / CHUNK); index <= Math.floor(to / CHUNK); index++) {
      const { starts, offsets } = this.chunk(index);
      for (let k = 0; k < starts.length; k++) {
        if (starts[k] <= from) continue;
        if (starts[k] > to) return found;
        if (offsets[k] !== offset) found.push(starts[k]);
        offset = offsets[k];
      }
    }
    return found;
  }

  private chunk(index: number): OffsetChunk {
    const place = index + NEAR;
    if (place >= 0 && place < 2 * NEAR) return (this.near[place] ??= this.probe(index));
    let chunk = this.far.get(index);
    if (chunk === undefined) this.far.set(index, (chunk = this.probe(index)));
    return chunk;
  }

  private probe(index: number): OffsetChunk {
    const from = index * CHUNK;
    let offset = this.ask(from);
    const starts = [from];
    const offsets = [offset];
    for (let at = from; at < from + CHUNK; at += PROBE) {
      const end = Math.min(at + PROBE, from + CHUNK - 1000);
      const next = this.ask(end);
      if (next === offset) continue;
      // Changes of offset happen at whole seconds.
      let low = Math.floor(at / 1000);
      let high = Math.ceil(end / 1000);
      while (high - low > 1) {
        const middle = Math.floor((low + high) / 2);
        if (this.ask(middle * 1000) === offset) low = middle;
        else high = middle;
      }
      starts.push(high * 1000);
      offsets.push(next);
      offset = next;
    }
    return { starts, offsets };
  }

  private ask(utcMs: number): number {
    const whole = Math.floor(Math.max(-8.64e15, Math.min(8.64e15, utcMs)) / 1000) * 1000;
    let year = 0;
    let month = 0;
    let day = 0;
    let time = 0;
    let bc = false;
    for (const { type, value } of this.format!.formatToParts(whole)) {
      if (type === 'era') bc = value.startsWith('B');
      else if (type === 'year') year = Number(value);
      else if (type === 'month') month = Number(value);
      else if (type === 'day') day = Number(value);
      else if (type === 'hour') time += Number(value) * 3_600_000;
      else if (type === 'minute') time += Number(value) * 60_000;
      else if (type === 'second') time += Number(value) * 1000;
    }
    // ECMA-402 asks for the proleptic Gregorian calendar, also before 1582.
    const local = daysFromCivil(bc ? 1 - year : year, month, day) * DAY + time;
    return local - whole;
  }
}

const zones = new Map<string, Zone>();

/** The time zone of an IANA name; the same object each time. @throws RangeError on an unknown name. */
export function zoneOf(name: string): Zone {
  let zone = zones.get(name);
  if (zone === undefined) zones.set(name, (zone = new Zone(name)));
  return zone;
}

/** Whether the platform knows a time zone of this IANA name. Fixed offsets such as `+02:00` are not names. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    zoneOf(name);
    return true;
  } catch {
    return false;
  }
}

/** Milliseconds to add to an instant for local time in a zone. */
export function offsetAt(zone: string, utcMs: number): number {
  return zoneOf(zone).offsetAt(utcMs);
}

/** The instant of a local date and time, see {@link Zone.localToUtc}. */
export function localToUtc(zone: string, localMs: number): number {
  return zoneOf(zone).localToUtc(localMs);
}

/**
 * An instant moved by a calendar duration, forward or (`sign` −1) back: first months, the day clamped to the end of its
 * month, then days, both in local time, then milliseconds of elapsed time.
 */
export function addCalendar(utcMs: number, duration: CalendarDuration, zone: string, sign: 1 | -1 = 1): number {
  return zoneOf(zone).add(utcMs, duration, sign);
}
