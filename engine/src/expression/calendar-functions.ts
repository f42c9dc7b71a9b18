import type { FunctionSpec } from './signature.js';
import { calendar, localTime } from './time.js';

/** A part of a point in time, in UTC or in a time zone. */
function part(name: string, description: string, read: (localMs: number) => number): FunctionSpec {
  return {
    signatures: [`timestamp.${name}(): int`, `timestamp.${name}(string): int`],
    description: `${description}; in UTC, or in a time zone such as 'Europe/Berlin'.`,
    call: (ms: number, zone?: string) => read(zone === undefined ? ms : localTime(ms, zone)),
  };
}

function shortPart(name: string, description: string, read: (localMs: number) => number): FunctionSpec {
  return {
    signatures: [`${name}(timestamp): int`, `${name}(timestamp, string): int`],
    description: `${description}; in UTC, or in a time zone such as 'Europe/Berlin'.`,
    call: (ms: number, zone?: string) => read(zone === undefined ? ms : localTime(ms, zone)),
  };
}

function whole(name: string, unit: number): FunctionSpec {
  return {
    signatures: [`duration.get${name}(): int`],
    description: `Whole ${name.toLowerCase()} in a duration.`,
    call: (ms: number) => Math.trunc(ms / unit) + 0,
  };
}

const DAY = 86_400_000;

export const calendarFunctions: readonly FunctionSpec[] = [
  part('getFullYear', 'The year', calendar.year),
  part('getMonth', 'The month, January is 0', (ms) => calendar.month(ms) - 1),
  part('getDate', 'The day of the month, the first is 1', calendar.day),
  part('getDayOfMonth', 'The day of the month, the first is 0', (ms) => calendar.day(ms) - 1),
  part('getDayOfYear', 'The day of the year, the first is 0', calendar.yearDay),
  part('getDayOfWeek', 'The day of the week, Sunday is 0', calendar.weekday),
  part('getHours', 'The hour, 0 to 23', calendar.hours),
  part('getMinutes', 'The minute, 0 to 59', calendar.minutes),
  part('getSeconds', 'The second, 0 to 59', calendar.seconds),
  part('getMilliseconds', 'The millisecond, 0 to 999', calendar.milliseconds),
  whole('Hours', 3_600_000),
  whole('Minutes', 60_000),
  whole('Seconds', 1000),
  whole('Milliseconds', 1),
  shortPart('year', 'The year', calendar.year),
  shortPart('month', 'The month, 1 to 12', calendar.month),
  shortPart('day', 'The day of the month, 1 to 31', calendar.day),
  shortPart('hour', 'The hour, 0 to 23', calendar.hours),
  shortPart('weekday', 'The day of the week, 1 Monday to 7 Sunday', (ms) => calendar.weekday(ms) || 7),
  {
    signatures: ['days(timestamp, timestamp): int'],
    description: 'Whole days of 24 hours from the first to the second; negative if it is earlier.',
    call: (from: number, to: number) => Math.trunc((to - from) / DAY) + 0,
  },
];
