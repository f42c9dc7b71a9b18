import type { Column, NumberColumn, OutputType, TemporalColumn } from '../columns/column.js';
import { SynthError } from '../errors.js';
import type { CalendarDuration, TemporalSpec } from '../schema/model.js';
import type { Zone } from './calendar.js';
import { compileTextFormat } from './temporal-text.js';

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

export class FormatError extends SynthError {
  constructor(message: string) {
    super('temporal/format', message);
  }
}

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
  return Object.assign(compileTextFormat(parseFormat(spec.format), zone, locale), {
    type: (t: OutputType): OutputType => ({ ...t, kind: 'string' }),
  });
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
