import type { TemporalColumn, TextColumn } from '../columns/column.js';
import { copyWords, isPlain, SPARE, TextTable } from '../columns/text.js';
import { civilFromDays, DAY, daysFromCivil, type Zone } from './calendar.js';
import type { FormatPart } from './temporal-format.js';
import { dayPeriods, eraNames, monthNames, weekdayNames } from './temporal-names.js';

/** How the number of an operation is written. */
const enum Style {
  Plain,
  Two,
  Three,
  Four,
  Text,
  Offset,
}

/** What an operation writes. */
const enum Value {
  Nothing,
  Era,
  EraYear,
  ShortYear,
  Year,
  WeekYear,
  Quarter,
  Month,
  Week,
  DayOfYear,
  Day,
  Weekday,
  HalfDay,
  Hour23,
  Hour24,
  Hour12,
  Hour11,
  Minute,
  Second,
  Millisecond,
  Centisecond,
  Decisecond,
}

interface Operation {
  readonly value: Value;
  readonly style: Style;
  /** With `Text`: the texts that the value numbers. */
  readonly texts: TextTable;
  /** With `Offset`. */
  readonly offset: OffsetStyle;
}

interface OffsetStyle {
  /** Zero is written Z. */
  readonly zero: boolean;
  readonly colon: boolean;
  /** Minutes only where there are any. */
  readonly short: boolean;
}

const NO_TEXT = new TextTable([]);
const NO_OFFSET: OffsetStyle = { zero: false, colon: false, short: false };
/** The two digits of each number below 100, as a little-endian word. */
const PAIRS = Int16Array.from({ length: 100 }, (_, n) => (0x30 + Math.floor(n / 10)) | ((0x30 + (n % 10)) << 8));

/** Compiles an LDML pattern for points in a zone. */
export function compileTextFormat(
  parts: readonly FormatPart[],
  zone: Zone,
  locale: string,
): (column: TemporalColumn) => TextColumn {
  const operations = parts.map((part) => operationOf(part, zone, locale));
  const width = operations.reduce((sum, o) => sum + widthOf(o), 0);
  const texts = parts.flatMap((part) => textsOf(part, zone, locale));
  // Spaces within a value are plain.
  const plain =
    texts.every((t) => isPlain(`x${t}x`)) && !edge(parts, 0).startsWith(' ') && !edge(parts, -1).endsWith(' ');
  const needsDate = operations.some((o) => o.value >= Value.Era && o.value <= Value.Day);
  const writer = new FormatWriter(operations);

  return ({ length, values, nulls, absent }) => {
    const bytes = new Uint8Array(length * width + SPARE);
    const view = new DataView(bytes.buffer);
    const offsets = new Int32Array(length + 1);
    let at = 0;
    for (let i = 0; i < length; i++) {
      if (nulls === undefined || nulls[i] === 0) {
        writer.turn(values[i], zone.offsetAt(values[i]), needsDate);
        at = writer.write(view, at);
      }
      offsets[i + 1] = at;
    }
    return { kind: 'text', length, bytes, offsets, plain, nulls, absent };
  };
}

/** Bytes an operation writes at most; years go down to −271821, an offset is at most `+23:59`. */
function widthOf({ value, style, texts }: Operation): number {
  if (style === Style.Text) return texts.longest;
  if (style === Style.Offset) return 6;
  const isYear = value === Value.EraYear || value === Value.Year || value === Value.WeekYear;
  return isYear ? 7 : 3;
}

function edge(parts: readonly FormatPart[], at: number): string {
  const part = parts.at(at);
  return part?.type === 'literal' ? part.text : '';
}

/** The fixed texts that a part writes. */
function textsOf(part: FormatPart, zone: Zone, locale: string): string[] {
  if (part.type === 'literal') return [part.text];
  const { letter, count } = part;
  switch (letter) {
    case 'G':
      return eraNames(locale);
    case 'M':
    case 'L':
      // Months are numbered from 1.
      return count < 3 ? [] : ['-', ...monthNames(locale, count === 3 ? 'short' : 'long', letter === 'L')];
    case 'E':
      return weekdayNames(locale, count === 4 ? 'long' : 'short');
    case 'a':
      return dayPeriods(locale);
    case 'V':
      return [zone.name];
    default:
      return [];
  }
}

const VALUES: Readonly<Record<string, Value>> = {
  G: Value.Era,
  y: Value.EraYear,
  u: Value.Year,
  Y: Value.WeekYear,
  Q: Value.Quarter,
  M: Value.Month,
  L: Value.Month,
  w: Value.Week,
  D: Value.DayOfYear,
  d: Value.Day,
  E: Value.Weekday,
  a: Value.HalfDay,
  H: Value.Hour23,
  k: Value.Hour24,
  h: Value.Hour12,
  K: Value.Hour11,
  m: Value.Minute,
  s: Value.Second,
};

function operationOf(part: FormatPart, zone: Zone, locale: string): Operation {
  const base: Operation = { value: Value.Nothing, style: Style.Text, texts: NO_TEXT, offset: NO_OFFSET };
  const fixed = textsOf(part, zone, locale);
  if (part.type === 'literal') return { ...base, texts: new TextTable(fixed) };
  const { letter, count } = part;
  if (fixed.length > 0) return { ...base, value: VALUES[letter] ?? Value.Nothing, texts: new TextTable(fixed) };
  if (letter === 'S') {
    const value = [Value.Decisecond, Value.Centisecond, Value.Millisecond][count - 1];
    return { ...base, value, style: [Style.Plain, Style.Two, Style.Three][count - 1] };
  }
  if (letter === 'X' || letter === 'x' || letter === 'Z')
    return { ...base, style: Style.Offset, offset: offsetStyle(letter, count) };
  if (letter === 'y' && count === 2) return { ...base, value: Value.ShortYear, style: Style.Two };
  return { ...base, value: VALUES[letter], style: [Style.Plain, Style.Two, Style.Three, Style.Four][count - 1] };
}

/** `X` writes zero as Z; `Z` once to thrice is `xx`, five times `XXX`. */
function offsetStyle(letter: string, count: number): OffsetStyle {
  if (letter === 'Z') return { zero: count === 5, colon: count === 5, short: false };
  return { zero: letter === 'X', colon: count === 3, short: count === 1 };
}

function modulo(a: number, b: number): number {
  const rest = (a % b) | 0;
  return rest < 0 ? rest + b : rest;
}

/** The days met last, by the low bits of their number: year · 512 + month · 32 + day. */
const SLOTS = 4096;
const dayInSlot = new Int32Array(SLOTS).fill(-2147483648);
const packedInSlot = new Int32Array(SLOTS);

function packedDay(days: number): number {
  const slot = days & (SLOTS - 1);
  if (dayInSlot[slot] !== days) {
    const { year, month, day } = civilFromDays(days);
    packedInSlot[slot] = (year << 9) | (month << 5) | day;
    dayInSlot[slot] = days;
  }
  return packedInSlot[slot];
}

/** Writes one local time after another. */
class FormatWriter {
  private year = 0;
  private month = 0;
  private day = 0;
  private days = 0;
  private inDay = 0;
  private offset = 0;

  constructor(private readonly operations: readonly Operation[]) {}

  /** Turns to a point in time. */
  turn(ms: number, offset: number, needsDate: boolean): void {
    const local = ms + offset;
    const days = Math.floor(local / DAY) | 0;
    this.days = days;
    this.inDay = (local - days * DAY) | 0;
    this.offset = offset | 0;
    if (!needsDate) return;
    const packed = packedDay(days);
    this.year = packed >> 9;
    this.month = (packed >> 5) & 15;
    this.day = packed & 31;
  }

  /** Writes the point at `pos`, where there must be room, and says where it ends. */
  write(view: DataView, pos: number): number {
    const { operations } = this;
    let at = pos;
    for (let k = 0; k < operations.length; k++) {
      const { value, style, texts, offset } = operations[k];
      if (style === Style.Offset) {
        at = this.writeOffset(view, at, offset);
        continue;
      }
      const n = this.number(value);
      switch (style) {
        case Style.Two:
          view.setInt16(at, PAIRS[n], true);
          at += 2;
          break;
        case Style.Text: {
          const from = texts.offsets[n];
          const length = texts.offsets[n + 1] - from;
          copyWords(texts.view, from, view, at, length);
          at += length;
          break;
        }
        case Style.Four:
          if (n >= 0 && n < 10_000) {
            view.setInt16(at, PAIRS[(n / 100) | 0], true);
            view.setInt16(at + 2, PAIRS[n % 100], true);
            at += 4;
          } else at = writeNumber(view, at, n, 4);
          break;
        default:
          if (n >= 0 && n < 10 && style === Style.Plain) view.setUint8(at++, 0x30 + n);
          else at = writeNumber(view, at, n, style === Style.Three ? 3 : 1);
      }
    }
    return at;
  }

  private number(value: Value): number {
    switch (value) {
      case Value.Nothing:
        return 0;
      case Value.Era:
        return this.year > 0 ? 1 : 0;
      case Value.EraYear:
        return this.year > 0 ? this.year : 1 - this.year;
      case Value.ShortYear:
        return (this.year > 0 ? this.year : 1 - this.year) % 100;
      case Value.Year:
        return this.year;
      case Value.WeekYear:
        return civilFromDays(this.thursday()).year;
      case Value.Quarter:
        return ((this.month + 2) / 3) | 0;
      case Value.Month:
        return this.month;
      case Value.Week: {
        const thursday = this.thursday();
        return Math.floor((thursday - daysFromCivil(civilFromDays(thursday).year, 1, 1)) / 7) + 1;
      }
      case Value.DayOfYear:
        return this.days - daysFromCivil(this.year, 1, 1) + 1;
      case Value.Day:
        return this.day;
      case Value.Weekday:
        // 1970-01-01 is a Thursday; the names start on Monday.
        return modulo(this.days + 3, 7);
      case Value.HalfDay:
        return this.inDay < DAY / 2 ? 0 : 1;
      case Value.Hour23:
        return (this.inDay / 3_600_000) | 0;
      case Value.Hour24:
        return (this.inDay / 3_600_000) | 0 || 24;
      case Value.Hour12:
        return ((this.inDay / 3_600_000) | 0) % 12 || 12;
      case Value.Hour11:
        return ((this.inDay / 3_600_000) | 0) % 12;
      case Value.Minute:
        return ((this.inDay / 60_000) | 0) % 60;
      case Value.Second:
        return ((this.inDay / 1000) | 0) % 60;
      case Value.Millisecond:
        return this.inDay % 1000;
      case Value.Centisecond:
        return ((this.inDay % 1000) / 10) | 0;
      case Value.Decisecond:
        return ((this.inDay % 1000) / 100) | 0;
    }
  }

  /** The Thursday of the week, which ISO 8601 counts weeks by. */
  private thursday(): number {
    return this.days - modulo(this.days + 3, 7) + 3;
  }

  /** Seconds of an offset, which zones had before 1972, are left out. */
  private writeOffset(view: DataView, pos: number, { zero, colon, short }: OffsetStyle): number {
    const minutes = Math.trunc(this.offset / 60_000);
    let at = pos;
    if (zero && minutes === 0) {
      view.setUint8(at, 0x5a);
      return at + 1;
    }
    const size = Math.abs(minutes);
    view.setUint8(at, minutes < 0 ? 0x2d : 0x2b);
    view.setInt16(at + 1, PAIRS[(size / 60) | 0], true);
    at += 3;
    if (short && size % 60 === 0) return at;
    if (colon) view.setUint8(at++, 0x3a);
    view.setInt16(at, PAIRS[size % 60], true);
    return at + 2;
  }
}

/** A whole number of at least so many digits. */
function writeNumber(view: DataView, pos: number, value: number, least: number): number {
  let at = pos;
  if (value < 0) view.setUint8(at++, 0x2d);
  const size = Math.abs(value);
  let digits = least;
  for (let power = 10 ** least; size >= power; power *= 10) digits++;
  let rest = size;
  for (let k = at + digits - 1; k >= at; k--) {
    view.setUint8(k, 0x30 + (rest % 10));
    rest = Math.floor(rest / 10);
  }
  return at + digits;
}
