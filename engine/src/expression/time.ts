import { civilFromDays, DAY, daysFromCivil, isTimeZone, offsetAt } from '../fields/calendar.js';
import { parseInstant } from '../schema/instants.js';
import { parseDuration } from '../schema/units.js';
import { Fault } from './error.js';

/** A duration among values of mixed types, where its milliseconds could be taken for a number. */
export class DurationValue {
  constructor(readonly ms: number) {}
}

/** The last instant that ISO 8601 writes with four digits of year, 9999-12-31T23:59:59.999Z. */
export const MAX_INSTANT = 253_402_300_799_999;
/** 0001-01-01T00:00:00Z. */
export const MIN_INSTANT = -62_135_596_800_000;

/** An instant of the years 1 … 9999, as CEL has it. @throws Fault beyond. */
export function checkedInstant(ms: number): number {
  if (ms >= MIN_INSTANT && ms <= MAX_INSTANT) return ms;
  throw beyondCalendar();
}

export function beyondCalendar(): Fault {
  return new Fault('expr/overflow', 'the timestamp is outside the years 1 to 9999');
}

/** Reads an ISO 8601 date or date-time; without an offset it is UTC. @throws Fault */
export function readTimestamp(text: string): number {
  const reading = /^\s*now\b/.test(text)
    ? { problem: 'is written _now in expressions', instead: [] }
    : parseInstant(text, 'datetime', { now: 0, timezone: 'UTC' });
  if ('value' in reading) return checkedInstant(reading.value);
  throw new Fault('expr/conversion', `the timestamp '${text}' ${reading.problem}`);
}

/**
 * Reads a duration, with a sign or without: `90d`, `1h30m`, `-1.5h`, `PT15M`. A day is 24 hours. @throws Fault, also for
 * months and years, which have no fixed length.
 */
export function readDuration(text: string): number {
  const sign = /^\s*([-+]?)/.exec(text)![1];
  const reading = parseDuration(sign === '' ? text : text.trim().slice(1));
  if ('problem' in reading) throw new Fault('expr/conversion', `the duration '${text}' ${reading.problem}`);
  const { months, days, ms } = reading.value;
  if (months !== 0) {
    throw new Fault(
      'expr/conversion',
      `the duration '${text}' has months or years, whose length is not fixed; use days`,
    );
  }
  return (sign === '-' ? -1 : 1) * (days * DAY + ms) + 0;
}

/** ISO 8601 text of a duration: `P90D`, `PT1H30M`, `-PT0.5S`. */
export function formatDuration(ms: number): string {
  let rest = Math.abs(ms);
  const days = Math.floor(rest / DAY);
  rest -= days * DAY;
  const hours = Math.floor(rest / 3_600_000);
  rest -= hours * 3_600_000;
  const minutes = Math.floor(rest / 60_000);
  const seconds = Math.round(rest - minutes * 60_000) / 1000;
  const time = `${hours ? `${hours}H` : ''}${minutes ? `${minutes}M` : ''}${seconds ? `${seconds}S` : ''}`;
  if (days === 0 && time === '') return 'PT0S';
  return `${ms < 0 ? '-' : ''}P${days ? `${days}D` : ''}${time ? `T${time}` : ''}`;
}

/** CEL's text of a duration, seconds: `5400s`. */
export function durationSeconds(ms: number): string {
  return `${ms / 1000}s`;
}

/** Milliseconds of local time: of an IANA zone, or a fixed offset such as `+02:00`. @throws Fault on an unknown zone. */
export function localTime(ms: number, zone: string): number {
  const fixed = /^([-+])?(\d{2}):(\d{2})$/.exec(zone);
  if (fixed) return ms + (fixed[1] === '-' ? -1 : 1) * (Number(fixed[2]) * 60 + Number(fixed[3])) * 60_000;
  if (!isTimeZone(zone)) throw new Fault('expr/time-zone', `'${zone}' is no time zone such as Europe/Berlin or +02:00`);
  return ms + offsetAt(zone, ms);
}

/** Calendar parts of local milliseconds. `yearDay` counts from 0, `weekday` from 0 on Sunday. */
export const calendar = {
  year: (ms: number): number => civilFromDays(Math.floor(ms / DAY)).year,
  month: (ms: number): number => civilFromDays(Math.floor(ms / DAY)).month,
  day: (ms: number): number => civilFromDays(Math.floor(ms / DAY)).day,
  yearDay: (ms: number): number => {
    const days = Math.floor(ms / DAY);
    return days - daysFromCivil(civilFromDays(days).year, 1, 1);
  },
  weekday: (ms: number): number => (((Math.floor(ms / DAY) + 4) % 7) + 7) % 7,
  hours: (ms: number): number => Math.floor(within(ms) / 3_600_000),
  minutes: (ms: number): number => Math.floor(within(ms) / 60_000) % 60,
  seconds: (ms: number): number => Math.floor(within(ms) / 1000) % 60,
  milliseconds: (ms: number): number => Math.floor(within(ms)) % 1000,
};

function within(ms: number): number {
  return ms - Math.floor(ms / DAY) * DAY;
}
