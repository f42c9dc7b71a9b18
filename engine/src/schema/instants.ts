import { addCalendar, DAY, daysFromCivil, daysInMonth, localToUtc, offsetAt } from '../fields/calendar.js';
import { HOUR, MINUTE, parseDuration, SECOND, type Reading } from './units.js';

/** What texts of instants are read against. */
export interface InstantContext {
  /** Reference instant, ms. */
  readonly now: number;
  /** IANA time zone of texts without an offset. */
  readonly timezone: string;
}

export type TemporalKind = 'datetime' | 'date' | 'time';

const DATE = /^(\d{4})-(\d{2})-(\d{2})/;
const CLOCK = /^(\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?/;
const ZONE = /^(?:Z|z|([-+])(\d{2})(?::?(\d{2}))?)$/;

/**
 * Reads an instant: an ISO 8601 date or date-time, with an offset or in the document's time zone, `now`, `now-90d`,
 * `now+1y`, or for a time of day `09:00`.
 *
 * @returns for `datetime` milliseconds since 1970-01-01T00:00:00Z; for `date` the midnight UTC of the local day; for
 * `time` milliseconds since local midnight.
 */
export function parseInstant(text: string, kind: TemporalKind, context: InstantContext): Reading<number> {
  const trimmed = text.trim();
  if (/^now\b/.test(trimmed)) {
    const at = relative(trimmed, context);
    return 'problem' in at ? at : { value: localise(at.value, kind, context) };
  }
  const clock = readClock(trimmed);
  if (clock !== undefined && clock.rest === '') return timeOfDay(clock, kind, trimmed);
  const date = DATE.exec(trimmed);
  if (date === null) return { problem: notAnInstant(kind), instead: nearly(trimmed) };
  const [year, month, day] = [Number(date[1]), Number(date[2]), Number(date[3])];
  if (month < 1 || month > 12) return { problem: `has no month ${date[2]}`, instead: [] };
  const last = daysInMonth(year, month);
  if (day < 1 || day > last) {
    const instead = day < 1 ? '01' : String(last);
    return {
      problem: `is no date: ${date[1]}-${date[2]} has ${last} days`,
      instead: [`${date[1]}-${date[2]}-${instead}${trimmed.slice(10)}`],
    };
  }
  const midnight = daysFromCivil(year, month, day) * DAY;
  const rest = trimmed.slice(10);
  if (kind === 'time')
    return { problem: 'is a date; a time of day is written 09:00', instead: rest ? [rest.slice(1, 6)] : [] };
  if (rest === '') return { value: kind === 'date' ? midnight : localToUtc(context.timezone, midnight) };
  return dateTime(midnight, rest, kind, context);
}

function dateTime(midnight: number, rest: string, kind: TemporalKind, context: InstantContext): Reading<number> {
  const time = /^[Tt ]/.test(rest) ? readClock(rest.slice(1)) : undefined;
  if (time === undefined) return { problem: notAnInstant(kind), instead: [] };
  if (time.ms === undefined) return { problem: 'has no such time of day', instead: [] };
  const local = midnight + time.ms;
  const suffix = time.rest.trim();
  if (suffix === '') return { value: localise(localToUtc(context.timezone, local), kind, context) };
  const zone = ZONE.exec(suffix);
  if (zone === null) return { problem: `ends in "${suffix}", which is no offset such as Z or +02:00`, instead: [] };
  const hours = Number(zone[2] ?? 0);
  const minutes = Number(zone[3] ?? 0);
  if (hours > 23 || minutes > 59) return { problem: `has the impossible offset "${suffix}"`, instead: [] };
  const offset = (hours * HOUR + minutes * MINUTE) * (zone[1] === '-' ? -1 : 1);
  return { value: localise(local - offset, kind, context) };
}

/** The value of an instant for a kind of field: itself, its local day, or its local time of day. */
function localise(utc: number, kind: TemporalKind, { timezone }: InstantContext): number {
  if (kind === 'datetime') return utc;
  const local = utc + offsetAt(timezone, utc);
  const midnight = Math.floor(local / DAY) * DAY;
  return kind === 'date' ? midnight : local - midnight;
}

function relative(text: string, { now, timezone }: InstantContext): Reading<number> {
  const rest = text.slice(3).trim();
  if (rest === '') return { value: now };
  const sign = rest[0] === '-' || rest[0] === '−' ? -1 : rest[0] === '+' ? 1 : 0;
  if (sign === 0) return { problem: 'is not now, now-90d or now+1y', instead: [] };
  const duration = parseDuration(rest.slice(1));
  if ('problem' in duration) {
    const instead = duration.instead.map((d) => `now${rest[0]}${d}`);
    return { problem: `goes by "${rest.slice(1).trim()}", which ${duration.problem}`, instead };
  }
  const value = addCalendar(now, duration.value, timezone, sign);
  return Math.abs(value) <= 8.64e15 ? { value } : { problem: 'lies beyond any date', instead: [] };
}

interface ClockText {
  /** Milliseconds since midnight; `undefined` for an impossible time. */
  readonly ms: number | undefined;
  readonly rest: string;
}

function readClock(text: string): ClockText | undefined {
  const match = CLOCK.exec(text);
  if (match === null) return undefined;
  const hours = Number(match[1]);
  const minutes = Number(match[2]);
  const seconds = Number(match[3] ?? 0);
  const ms = match[4] === undefined ? 0 : Math.floor(Number(`0.${match[4]}`) * 1000 + 1e-6);
  const rest = text.slice(match[0].length);
  if (hours > 23 || minutes > 59 || seconds > 59) return { ms: undefined, rest };
  return { ms: hours * HOUR + minutes * MINUTE + seconds * SECOND + ms, rest };
}

function timeOfDay({ ms }: ClockText, kind: TemporalKind, text: string): Reading<number> {
  if (kind !== 'time') return { problem: 'is a time of day without a date', instead: [`2025-01-01T${text}`] };
  if (ms !== undefined) return { value: ms };
  return { problem: 'is no time of day', instead: text.startsWith('24') ? ['23:59:59'] : [] };
}

function notAnInstant(kind: TemporalKind): string {
  return kind === 'time'
    ? 'is not a time of day such as 09:00'
    : 'is not a date such as 2025-01-31, a date-time such as 2025-01-31T09:00:00Z, now, now-90d or now+1y';
}

/** ISO spellings of dates written another way, where only one reading is possible. */
function nearly(text: string): string[] {
  const iso = (year: string, month: string, day: string): string[] =>
    Number(month) >= 1 && Number(month) <= 12 && Number(day) >= 1 && Number(day) <= 31
      ? [`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`]
      : [];
  const ymd = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(text);
  if (ymd) return iso(ymd[1], ymd[2], ymd[3]);
  const ym = /^(\d{4})(?:-(\d{2}))?$/.exec(text);
  if (ym) return iso(ym[1], ym[2] ?? '1', '1');
  const dmy = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4})$/.exec(text);
  if (dmy) return [...new Set([...iso(dmy[4], dmy[3], dmy[1]), ...iso(dmy[4], dmy[1], dmy[3])])];
  return [];
}
