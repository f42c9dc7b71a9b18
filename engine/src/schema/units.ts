import { DAY } from '../fields/calendar.js';
import type { CalendarDuration } from './model.js';

/** A text that was read, or what is wrong with it and what might stand there instead. */
export type Reading<T> = { readonly value: T } | Problem;

export interface Problem {
  /** What is wrong, as a clause: `has no unit`. */
  readonly problem: string;
  /** Texts that would be right, best first. */
  readonly instead: readonly string[];
}

export const SECOND = 1000;
export const MINUTE = 60_000;
export const HOUR = 3_600_000;
/** Mean length of a Gregorian month, 30.436875 days: used only where no calendar can apply, such as in a spread. */
export const MEAN_MONTH = 2_629_746_000;

type UnitName = 'ms' | 's' | 'm' | 'h' | 'd' | 'w' | 'mo' | 'y';

const UNIT_NAMES: Readonly<Record<UnitName, string>> = {
  ms: 'ms milli millis millisecond milliseconds',
  s: 's sec secs second seconds',
  m: 'm min mins minute minutes',
  h: 'h hr hrs hour hours',
  d: 'd day days',
  w: 'w week weeks',
  mo: 'mo month months',
  y: 'y yr yrs year years',
};

const UNITS: ReadonlyMap<string, UnitName> = new Map(
  Object.entries(UNIT_NAMES).flatMap(([unit, names]) => names.split(' ').map((name) => [name, unit as UnitName])),
);

const MS_OF: Readonly<Partial<Record<UnitName, number>>> = { ms: 1, s: SECOND, m: MINUTE, h: HOUR };

interface Parts {
  months: number;
  days: number;
  ms: number;
}

/** Adds an amount of a unit; a fraction of a day or week goes over to hours. False for a fraction of a month or year. */
function addUnit(parts: Parts, amount: number, unit: UnitName): boolean {
  const ms = MS_OF[unit];
  if (ms !== undefined) {
    parts.ms += amount * ms;
    return true;
  }
  if (unit === 'd' || unit === 'w') {
    const days = amount * (unit === 'w' ? 7 : 1);
    const whole = Math.floor(days);
    parts.days += whole;
    parts.ms += (days - whole) * DAY;
    return true;
  }
  const months = amount * (unit === 'y' ? 12 : 1);
  if (!Number.isInteger(months)) return false;
  parts.months += months;
  return true;
}

const ISO_DURATION =
  /^P(?=\w)(?:(\d+(?:[.,]\d+)?)Y)?(?:(\d+(?:[.,]\d+)?)M)?(?:(\d+(?:[.,]\d+)?)W)?(?:(\d+(?:[.,]\d+)?)D)?(?:T(?=\d)(?:(\d+(?:[.,]\d+)?)H)?(?:(\d+(?:[.,]\d+)?)M)?(?:(\d+(?:[.,]\d+)?)S)?)?$/;
const ISO_UNITS: readonly UnitName[] = ['y', 'mo', 'w', 'd', 'h', 'm', 's'];

/**
 * Reads a duration: amounts and units in a row (`500ms`, `1h30m`, `90d`, `1mo`), or ISO 8601 (`P90D`, `PT15M`). `m` is
 * always minute and `mo` month. Months and days keep their calendar meaning.
 */
export function parseDuration(text: string): Reading<CalendarDuration> {
  const trimmed = text.trim();
  const parts: Parts = { months: 0, days: 0, ms: 0 };
  if (/^P/.test(trimmed)) return isoDuration(trimmed, parts);
  if (trimmed === '') return { problem: 'is empty', instead: ['1d'] };
  if (/^\d+(\.\d+)?$/.test(trimmed)) {
    return { problem: 'has no unit', instead: [`${trimmed}s`, `${trimmed}m`, `${trimmed}ms`] };
  }
  const token = /\s*(\d+(?:\.\d+)?|\.\d+)\s*([A-Za-zµμ]+)/y;
  const seen = new Set<UnitName>();
  while (token.lastIndex < trimmed.length) {
    const from = token.lastIndex;
    const match = token.exec(trimmed);
    if (match === null) return { problem: NOT_A_DURATION, instead: [] };
    const [whole, digits, word] = match;
    const unit = UNITS.get(word);
    if (unit === undefined)
      return unknownUnit(
        word,
        (w) => trimmed.slice(0, from) + whole.replace(word, w) + trimmed.slice(from + whole.length),
      );
    if (seen.has(unit)) return { problem: `names the unit ${unit} twice`, instead: [] };
    seen.add(unit);
    if (!addUnit(parts, Number(digits), unit)) return fractionOf(unit);
  }
  return settle(parts, trimmed);
}

const NOT_A_DURATION = 'is not a duration such as 30s, 15m, 1h30m, 90d, 2w, 1mo or P90D';

function isoDuration(text: string, parts: Parts): Reading<CalendarDuration> {
  const match = ISO_DURATION.exec(text);
  if (match === null) return { problem: 'is not an ISO 8601 duration such as P90D or PT15M', instead: [] };
  for (let i = 0; i < ISO_UNITS.length; i++) {
    const digits = match[i + 1];
    if (digits === undefined) continue;
    if (!addUnit(parts, Number(digits.replace(',', '.')), ISO_UNITS[i])) return fractionOf(ISO_UNITS[i]);
  }
  return settle(parts, text);
}

function settle(parts: Parts, text: string): Reading<CalendarDuration> {
  // Fractions such as 0.1s are meant exactly; a duration is whole microseconds at most.
  const ms = Math.round(parts.ms * 1000) / 1000;
  if (!(Math.max(ms, parts.days * DAY, parts.months * MEAN_MONTH) <= 8.64e15)) {
    return { problem: 'is longer than any date can express', instead: [] };
  }
  return { value: { months: parts.months, days: parts.days, ms, text } };
}

function fractionOf(unit: UnitName): Problem {
  const name = unit === 'y' ? 'year' : 'month';
  return { problem: `has a fraction of a ${name}, whose length is not fixed; use days`, instead: [] };
}

function unknownUnit(word: string, put: (unit: string) => string): Problem {
  if (word === 'M') return { problem: 'is unclear: M could be minutes or months', instead: [put('m'), put('mo')] };
  const lower = UNITS.get(word.toLowerCase());
  if (lower !== undefined) return { problem: `has the unknown unit "${word}"`, instead: [put(word.toLowerCase())] };
  if (/^(us|µs|μs|ns|micros?|microseconds?|nanos?|nanoseconds?)$/.test(word)) {
    return { problem: `is finer than the smallest unit, ms`, instead: [] };
  }
  return {
    problem: `has the unknown unit "${word}"; units are ms s m h d w mo y (m is minute, mo month)`,
    instead: [],
  };
}

/** A duration in milliseconds, a month counted as its mean length. */
export function nominalMs(duration: CalendarDuration): number {
  return duration.months * MEAN_MONTH + duration.days * DAY + duration.ms;
}

/** So much for each unit of time. */
export interface RateModel {
  readonly amount: number;
  readonly per: CalendarDuration;
  /** Nominal milliseconds of `per`. */
  readonly perMs: number;
}

/** Reads a rate `AMOUNT/UNIT`: `100/sec`, `5/m`, `-0.1/d`. */
export function parseRate(text: string): Reading<RateModel> {
  const trimmed = text.trim();
  const match = /^([-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?)\s*\/\s*([A-Za-zµμ]+)$/.exec(trimmed);
  if (match === null) {
    if (/^[-+]?\d+(\.\d+)?$/.test(trimmed)) {
      return { problem: 'does not say per what', instead: [`${trimmed}/s`, `${trimmed}/m`, `${trimmed}/d`] };
    }
    return { problem: 'is not a rate AMOUNT/UNIT such as 100/sec, 5/m or 0.1/d', instead: [] };
  }
  const unit = UNITS.get(match[2]);
  if (unit === undefined) return unknownUnit(match[2], (w) => `${match[1]}/${w}`);
  const parts: Parts = { months: 0, days: 0, ms: 0 };
  addUnit(parts, 1, unit);
  const per = { ...parts, text: `1${unit}` };
  return { value: { amount: Number(match[1]), per, perMs: nominalMs(per) } };
}
