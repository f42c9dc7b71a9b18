import type { Column, NumberColumn, OutputType, TemporalColumn } from '../columns/column.js';
import { isPlain, TextBuilder, TextTable } from '../columns/text.js';
import type { CalendarDuration, TemporalSpec } from '../schema/model.js';
import { civilFromDays, DAY, daysFromCivil, type Zone } from './calendar.js';
import { dayPeriods, eraNames, monthNames, weekdayNames } from './temporal-names.js';

/** Turns a column of points in time into what a record shows. */
export interface TemporalShow {
  (column: TemporalColumn): Column;
  /** The type of what is shown, from the type of the points. */
  type(points: OutputType): OutputType;
}

/** One piece of an LDML pattern: literal text, or a letter and how often it is repeated. */
export type FormatPart =
  | { readonly type: 'literal'; readonly text: string }
  | { readonly type: 'field'; readonly letter: string; readonly count: number };

interface Letter {
  readonly counts: readonly number[];
  readonly means: string;
  readonly part: 'date' | 'time' | 'zone';
}

const letter = (part: Letter['part'], means: string, ...counts: number[]): Letter => ({ counts, means, part });

/** The letters that are known, after Unicode TR 35 part 4, "Date Field Symbol Table". */
const LETTERS: Readonly<Record<string, Letter>> = {
  G: letter('date', 'era', 1, 2, 3),
  y: letter('date', 'year', 1, 2, 4),
  u: letter('date', 'astronomical year', 1, 4),
  Y: letter('date', 'ISO week year', 1, 4),
  Q: letter('date', 'quarter', 1, 2),
  M: letter('date', 'month', 1, 2, 3, 4),
  L: letter('date', 'month standing alone', 1, 2, 3, 4),
  w: letter('date', 'ISO week', 1, 2),
  D: letter('date', 'day of the year', 1, 3),
  d: letter('date', 'day', 1, 2),
  E: letter('date', 'weekday', 1, 2, 3, 4),
  a: letter('time', 'AM or PM', 1, 2, 3),
  H: letter('time', 'hour 0–23', 1, 2),
  k: letter('time', 'hour 1–24', 1, 2),
  h: letter('time', 'hour 1–12', 1, 2),
  K: letter('time', 'hour 0–11', 1, 2),
  m: letter('time', 'minute', 1, 2),
  s: letter('time', 'second', 1, 2),
  S: letter('time', 'fraction of a second', 1, 2, 3),
  X: letter('zone', 'offset, Z for zero', 1, 2, 3),
  x: letter('zone', 'offset', 1, 2, 3),
  Z: letter('zone', 'offset', 1, 2, 3, 5),
  V: letter('zone', 'time zone name', 2),
};

const NAMED = new Set(['iso', 'unix', 'unixMs']);

/** Reads an LDML pattern. @throws FormatError on an unknown letter, a count that a letter has not, an open quote. */
export function parseFormat(text: string): FormatPart[] {
  const parts: FormatPart[] = [];
  let literal = '';
  const flush = (): void => {
    if (literal !== '') parts.push({ type: 'literal', text: literal });
    literal = '';
  };
  for (let i = 0; i < text.length;) {
    const c = text[i];
    if (c === "'") {
      const end = closingQuote(text, i);
      literal += end === i + 1 ? "'" : text.slice(i + 1, end).replaceAll("''", "'");
      i = end + 1;
    } else if (/[A-Za-z]/.test(c)) {
      let end = i + 1;
      while (text[end] === c) end++;
      const count = end - i;
      const known = Object.hasOwn(LETTERS, c) ? LETTERS[c] : undefined;
      if (known === undefined) throw new FormatError(unknownLetter(text, c));
      if (!known.counts.includes(count)) {
        const lengths = known.counts.map((n) => c.repeat(n)).join(', ');
        throw new FormatError(`the format ${text} has ${c.repeat(count)}; for the ${known.means} write ${lengths}`);
      }
      flush();
      parts.push({ type: 'field', letter: c, count });
      i = end;
    } else {
      literal += c;
      i++;
    }
  }
  flush();
  return parts;
}

export class FormatError extends Error {}

function closingQuote(text: string, open: number): number {
  for (let i = open + 1; i < text.length; i++) {
    if (text[i] !== "'") continue;
    if (i > open + 1 && text[i + 1] === "'") i++;
    else return i;
  }
  throw new FormatError(`the format ${text} opens a quote that it does not close; an apostrophe is ''`);
}

function unknownLetter(text: string, c: string): string {
  const known = Object.entries(LETTERS).map(([k, { means }]) => `${k} ${means}`);
  return `the format ${text} has the unknown letter ${c}; known are ${known.join(', ')}. Text stands in 'quotes'; or use iso, unix, unixMs`;
}

/**
 * What is wrong with a `format`; `undefined` where nothing is.
 * @param kind also refuses what that kind of field has not, such as hours of a date.
 */
export function checkFormat(text: string, kind: TemporalSpec['kind'] = 'datetime'): string | undefined {
  if (NAMED.has(text)) return undefined;
  if (text === '') return 'the format is empty; use iso, unix, unixMs or a pattern such as yyyy-MM-dd';
  let parts: FormatPart[];
  try {
    parts = parseFormat(text);
  } catch (error) {
    if (error instanceof FormatError) return error.message;
    throw error;
  }
  const wrong = parts.find((p) => p.type === 'field' && kind !== 'datetime' && LETTERS[p.letter].part !== kind);
  if (wrong?.type === 'field')
    return `the format ${text} shows the ${LETTERS[wrong.letter].means} (${wrong.letter}), which a field of type ${kind} has not; use type datetime`;
  if (!parts.some((p) => p.type === 'field')) return `the format ${text} shows nothing of the ${kind}`;
  return mixedUp(text, parts);
}

/** Letters that are often taken for others, in company that gives it away. */
function mixedUp(text: string, parts: readonly FormatPart[]): string | undefined {
  const has = (letters: string): boolean => parts.some((p) => p.type === 'field' && letters.includes(p.letter));
  if (has('Y') && !has('w'))
    return `the format ${text} shows the ISO week year (Y) without a week; for the year write yyyy`;
  if (has('D') && has('ML'))
    return `the format ${text} shows the day of the year (D) beside a month; for the day write dd`;
  if (has('m') && !has('HhKk') && has('yu'))
    return `the format ${text} shows minutes (m) without hours; for the month write MM`;
  return undefined;
}

/**
 * Whether different points of a precision are always shown differently, so that shown values are as many as points. Local
 * hours occur twice where a zone goes back, so that a zone other than UTC needs its offset shown.
 */
export function showsEveryPoint(spec: TemporalSpec, precision: CalendarDuration, zone: Zone): boolean {
  if (NAMED.has(spec.format)) return true;
  const shown = new Map<string, number>();
  for (const p of parseFormat(spec.format))
    if (p.type === 'field') shown.set(p.letter, Math.max(p.count, shown.get(p.letter) ?? 0));
  const any = (...letters: string[]): boolean => letters.some((l) => shown.has(l));
  if (spec.kind !== 'time') {
    const year =
      any('u') || (shown.has('y') && shown.get('y') !== 2 && (any('G') || (spec.min ?? 0) >= -62_135_596_800_000));
    const month = any('M', 'L') || (any('Q') && precision.months % 3 === 0 && precision.months > 0);
    const day = any('D') || (month && any('d'));
    if (!year) return false;
    if (precision.months > 0) return precision.months % 12 === 0 || month;
    if (!day) return false;
    if (precision.days > 0) return true;
    if (!zone.utc && !any('X', 'x', 'Z')) return false;
  }
  const { ms } = precision;
  if (!(any('H', 'k') || (any('h', 'K') && any('a')))) return false;
  if (ms % 3_600_000 === 0) return true;
  if (!any('m')) return false;
  if (ms % 60_000 === 0) return true;
  if (!any('s')) return false;
  const digits = shown.get('S') ?? 0;
  return ms % (digits === 0 ? 1000 : digits === 1 ? 100 : digits === 2 ? 10 : 1) === 0;
}

/** @throws FormatError on a format that {@link checkFormat} refuses. */
export function compileTemporalFormat(
  spec: TemporalSpec,
  milliseconds: boolean,
  zone: Zone,
  locale: string,
): TemporalShow {
  if (spec.format === 'iso') return Object.assign((column: TemporalColumn) => column, { type: (t: OutputType) => t });
  if (spec.format === 'unix' || spec.format === 'unixMs') return showNumber(spec.format === 'unix', milliseconds);
  const wrong = checkFormat(spec.format, spec.kind);
  if (wrong !== undefined) throw new FormatError(wrong);
  return showText(parseFormat(spec.format), zone, locale);
}

function showNumber(seconds: boolean, milliseconds: boolean): TemporalShow {
  const decimals = seconds && milliseconds ? 3 : 0;
  const show = ({ length, values, nulls, absent }: TemporalColumn): NumberColumn => ({
    kind: 'number',
    length,
    values: seconds ? values.map((ms) => ms / 1000) : values,
    decimals,
    nulls,
    absent,
  });
  return Object.assign(show, {
    type: (t: OutputType): OutputType => ({ ...t, kind: decimals === 0 ? 'integer' : 'number', decimals }),
  });
}

const TWO_DIGITS = new TextTable(Array.from({ length: 100 }, (_, i) => String(i).padStart(2, '0')));
const THREE_DIGITS = new TextTable(Array.from({ length: 1000 }, (_, i) => String(i).padStart(3, '0')));
const FOUR_DIGITS = new TextTable(Array.from({ length: 10000 }, (_, i) => String(i).padStart(4, '0')));
const NUMBERS = new TextTable(Array.from({ length: 10000 }, (_, i) => String(i)));

/** The local parts of one point; written by {@link split}, read by the steps of a format. */
const now = { year: 0, month: 0, day: 0, days: 0, inDay: 0, offset: 0 };

type Step = (out: TextBuilder) => void;

function showText(parts: readonly FormatPart[], zone: Zone, locale: string): TemporalShow {
  const needsDate = parts.some((p) => p.type === 'field' && LETTERS[p.letter].part === 'date');
  const tables: TextTable[] = [];
  const texts: string[] = [];
  const steps = parts.map((p) => compilePart(p, zone, locale, tables, texts));
  // Spaces within a value are plain.
  const ends = [parts[0], parts[parts.length - 1]].map((p) => (p.type === 'literal' ? p.text : ''));
  const plain = texts.every((t) => isPlain(`x${t}x`)) && !ends[0].startsWith(' ') && !ends[1].endsWith(' ');
  const width = parts.length * 16 + tables.reduce((sum, t) => sum + t.longest, 0);

  const show = ({ length, values, nulls, absent }: TemporalColumn): Column => {
    const out = new TextBuilder(length, parts.length * 4);
    if (!plain) out.mark();
    let lastDays = NaN;
    for (let i = 0; i < length; i++) {
      if (nulls === undefined || nulls[i] === 0) {
        const ms = values[i];
        const offset = zone.offsetAt(ms);
        const days = Math.floor((ms + offset) / DAY);
        now.offset = offset;
        now.days = days;
        now.inDay = ms + offset - days * DAY;
        if (needsDate && days !== lastDays) {
          const civil = civilFromDays(days);
          now.year = civil.year;
          now.month = civil.month;
          now.day = civil.day;
          lastDays = days;
        }
        out.reserve(width);
        for (const step of steps) step(out);
      }
      out.endRow();
    }
    return { ...out.finish(nulls), absent };
  };
  return Object.assign(show, { type: (t: OutputType): OutputType => ({ ...t, kind: 'string' }) });
}

function compilePart(part: FormatPart, zone: Zone, locale: string, tables: TextTable[], texts: string[]): Step {
  const table = (words: readonly string[]): TextTable => {
    const made = new TextTable(words);
    tables.push(made);
    texts.push(...words);
    return made;
  };
  if (part.type === 'literal') {
    const text = table([part.text]);
    return (out) => out.table(text, 0);
  }
  const { letter, count } = part;
  const number = (value: () => number): Step => {
    const digits = count === 1 ? NUMBERS : count === 2 ? TWO_DIGITS : THREE_DIGITS;
    return (out) => out.table(digits, value());
  };
  const name = (words: readonly string[], value: () => number): Step => {
    const names = table(words);
    return (out) => out.table(names, value());
  };
  switch (letter) {
    case 'G':
      return name(eraNames(locale), () => (now.year > 0 ? 1 : 0));
    case 'y':
      if (count === 2) return (out) => out.table(TWO_DIGITS, Math.abs(eraYear() % 100));
      return year(count, eraYear);
    case 'u':
      return year(count, () => now.year);
    case 'Y':
      return year(count, () => isoWeek().year);
    case 'Q':
      return number(() => Math.floor((now.month + 2) / 3));
    case 'M':
    case 'L':
      if (count <= 2) return number(() => now.month);
      return name(monthNames(locale, count === 3 ? 'short' : 'long', letter === 'L'), () => now.month - 1);
    case 'w':
      return number(() => isoWeek().week);
    case 'D':
      return number(() => now.days - daysFromCivil(now.year, 1, 1) + 1);
    case 'd':
      return number(() => now.day);
    case 'E':
      // 1970-01-01 is a Thursday; the names start on Monday.
      return name(weekdayNames(locale, count === 4 ? 'long' : 'short'), () => modulo(now.days + 3, 7));
    case 'a':
      return name(dayPeriods(locale), () => (now.inDay < DAY / 2 ? 0 : 1));
    case 'H':
      return number(hour);
    case 'k':
      return number(() => hour() || 24);
    case 'h':
      return number(() => hour() % 12 || 12);
    case 'K':
      return number(() => hour() % 12);
    case 'm':
      return number(() => Math.floor(now.inDay / 60_000) % 60);
    case 's':
      return number(() => Math.floor(now.inDay / 1000) % 60);
    case 'S':
      if (count === 3) return number(() => now.inDay % 1000);
      return number(() => Math.floor((now.inDay % 1000) / (count === 1 ? 100 : 10)));
    case 'V':
      return name([zone.name], () => 0);
    default:
      return offset(letter, count);
  }
}

function year(count: number, value: () => number): Step {
  const digits = count === 4 ? FOUR_DIGITS : NUMBERS;
  return (out) => {
    const y = value();
    if (y >= 0 && y < 10000) out.table(digits, y);
    else out.text((y < 0 ? '-' : '') + String(Math.abs(y)).padStart(count, '0'));
  };
}

function eraYear(): number {
  return now.year > 0 ? now.year : 1 - now.year;
}

function hour(): number {
  return Math.floor(now.inDay / 3_600_000);
}

function modulo(a: number, b: number): number {
  return a - Math.floor(a / b) * b;
}

/** Week and its year after ISO 8601: the week that holds the Thursday. */
function isoWeek(): { year: number; week: number } {
  const thursday = now.days - modulo(now.days + 3, 7) + 3;
  const { year } = civilFromDays(thursday);
  return { year, week: Math.floor((thursday - daysFromCivil(year, 1, 1)) / 7) + 1 };
}

/** `X` writes zero as Z, `Z` once to thrice is `xx`, five times `XXX`; seconds of an offset (before 1972) are left out. */
function offset(letter: string, count: number): Step {
  const zero = letter === 'X' || (letter === 'Z' && count === 5);
  const colon = count === 3 || count === 5;
  const withColon = letter === 'Z' ? count === 5 : colon;
  const short = letter !== 'Z' && count === 1;
  return (out) => {
    const minutes = Math.trunc(now.offset / 60_000);
    if (zero && minutes === 0) {
      out.byte(0x5a);
      return;
    }
    const size = Math.abs(minutes);
    out.byte(minutes < 0 ? 0x2d : 0x2b);
    out.table(TWO_DIGITS, Math.floor(size / 60));
    if (short && size % 60 === 0) return;
    if (withColon) out.byte(0x3a);
    out.table(TWO_DIGITS, size % 60);
  };
}
