import { DAY, daysFromCivil, daysInMonth } from '../fields/calendar.js';
import type { DurationSpec, TemporalSpec } from '../schema/model.js';
import { nominalMs, parseDuration } from '../schema/units.js';

type Kind = TemporalSpec['kind'];

/**
 * Milliseconds of an ISO 8601 text: since 1970-01-01T00:00:00Z of a `datetime` (with Z or an offset), of the midnight UTC
 * of a `date`, since midnight of a `time`. NaN where it is none, also for days that no month has.
 */
export function readIso(kind: Kind, text: string): number {
  if (kind === 'time') {
    const clock = readClock(text, 0);
    return clock === text.length ? clockMs : NaN;
  }
  // Years beyond four digits have a sign and six.
  const wide = text.charCodeAt(0) === 0x2b || text.charCodeAt(0) === 0x2d;
  const yearEnd = wide ? 7 : 4;
  const size = wide ? digits(text, 1, 6) : digits(text, 0, 4);
  const year = text.charCodeAt(0) === 0x2d ? -size : size;
  const month = digits(text, yearEnd + 1, 2);
  const day = digits(text, yearEnd + 4, 2);
  if (text.charCodeAt(yearEnd) !== 0x2d || text.charCodeAt(yearEnd + 3) !== 0x2d) return NaN;
  if (!(month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month))) return NaN;
  const midnight = daysFromCivil(year, month, day) * DAY;
  const at = yearEnd + 6;
  if (kind === 'date') return text.length === at ? midnight : NaN;
  if (text.charCodeAt(at) !== 0x54) return NaN;
  const zone = readClock(text, at + 1);
  if (zone < 0) return NaN;
  const time = midnight + clockMs;
  if (text.charCodeAt(zone) === 0x5a) return text.length === zone + 1 ? time : NaN;
  const sign = text.charCodeAt(zone) === 0x2b ? 1 : text.charCodeAt(zone) === 0x2d ? -1 : NaN;
  const hours = digits(text, zone + 1, 2);
  const minutes = digits(text, zone + 4, 2);
  if (text.charCodeAt(zone + 3) !== 0x3a || text.length !== zone + 6 || !(hours <= 23 && minutes <= 59)) return NaN;
  return time - sign * (hours * 60 + minutes) * 60_000;
}

/** Milliseconds since 1970-01-01T00:00:00Z of a date or date-time; NaN where it is none. */
export function readPoint(text: string): number {
  return readIso(text.includes('T') ? 'datetime' : 'date', text);
}

/** What the last {@link readClock} read, in milliseconds. */
let clockMs = 0;

/** Reads `07:08:09.123` or less at a place; returns where it ends, −1 where there is none. */
function readClock(text: string, from: number): number {
  const hours = digits(text, from, 2);
  const minutes = digits(text, from + 3, 2);
  if (text.charCodeAt(from + 2) !== 0x3a || !(hours <= 23 && minutes <= 59)) return -1;
  clockMs = (hours * 60 + minutes) * 60_000;
  let end = from + 5;
  if (text.charCodeAt(end) !== 0x3a) return end;
  const seconds = digits(text, end + 1, 2);
  if (!(seconds <= 59)) return -1;
  clockMs += seconds * 1000;
  end += 3;
  if (text.charCodeAt(end) !== 0x2e) return end;
  let stop = end + 1;
  while (isDigit(text.charCodeAt(stop))) stop++;
  if (stop === end + 1) return -1;
  clockMs += Number(`0${text.slice(end, stop)}e3`);
  return stop;
}

function digits(text: string, from: number, count: number): number {
  let value = 0;
  for (let i = from; i < from + count; i++) {
    const c = text.charCodeAt(i);
    if (!isDigit(c)) return NaN;
    value = value * 10 + c - 0x30;
  }
  return value;
}

function isDigit(c: number): boolean {
  return c >= 0x30 && c <= 0x39;
}

/** The point in time behind a value of a field without cases; NaN where the value is none, or is in a format of letters. */
export function readInstant(spec: TemporalSpec, value: unknown): number {
  if (spec.format === 'unix') return typeof value === 'number' ? Math.round(value * 1000) : NaN;
  if (spec.format === 'unixMs') return typeof value === 'number' ? value : NaN;
  return spec.format === 'iso' && typeof value === 'string' ? readIso(spec.kind, value) : NaN;
}

export const DURATION_UNITS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: DAY } as const;

/** The milliseconds behind a value of a duration field; NaN where the value is none. */
export function readLength(spec: DurationSpec, value: unknown): number {
  // Units longer than a millisecond are written with as many digits as a double has: whole milliseconds come back.
  if (spec.format !== 'iso')
    return typeof value === 'number' ? Math.round(value * DURATION_UNITS[spec.format] * 1e3) / 1e3 : NaN;
  if (typeof value !== 'string') return NaN;
  const negative = value.startsWith('-');
  const size = negative ? value.slice(1) : value;
  const reading = size.startsWith('P') ? parseDuration(size) : undefined;
  if (reading === undefined || !('value' in reading)) return NaN;
  return negative ? -nominalMs(reading.value) : nominalMs(reading.value);
}
