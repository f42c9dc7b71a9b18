import type { Column } from '../src/preview/messages.js';
import { count, strings } from './strings.js';
import { measure, showExactly, showMeasure, showNumber, showShare } from './measure.js';

/** One figure of a column, beside what the schema promises. */
export interface Figure {
  readonly name: string;
  readonly shown: string;
  readonly promised: string;
  /** Too far apart to be chance. */
  readonly mismatch: boolean;
}

/** Standard errors beyond which a mean or a share is no chance: about once in a million. */
const FAR = 5;
/** Values below which a mean says little. */
const FEW = 30;

/** The figures of a column that there are. */
export function figuresOf(column: Column, rows: number): Figure[] {
  const { type, statistics } = column;
  const { nulls, absent, distinct, min, mean, max, expected = {} } = statistics;
  const figures: Figure[] = [];
  const present = rows - absent;
  const share = present === 0 ? 0 : nulls / present;
  if (nulls > 0 || expected.nulls !== undefined) {
    const p = expected.nulls;
    // Half a row, as shares of few rows are coarse.
    const error =
      p === undefined ? 0 : FAR * Math.sqrt((p * (1 - p)) / Math.max(1, present)) + 0.5 / Math.max(1, present);
    const mismatch = p !== undefined && Math.abs(share - p) > error;
    figures.push({
      name: strings.nulls,
      shown: showShare(share),
      promised: p === undefined ? '' : showShare(p),
      mismatch,
    });
  }
  if (absent > 0) {
    figures.push({ name: strings.absentShare, shown: showShare(absent / rows), promised: '', mismatch: false });
  }
  const most = expected.distinct;
  figures.push({
    name: strings.distinct,
    shown: count(distinct),
    promised: most === undefined ? '' : `≤\u00a0${showNumber(most)}`,
    mismatch: most !== undefined && distinct > most,
  });
  const lengths = type === 'text' || type === 'list';
  const show = (value: number): string => (lengths ? showNumber(value) : showMeasure(type, value));
  const showEnd = (value: number): string => (lengths ? showNumber(value) : showExactly(type, value));
  const add = (
    name: string,
    value: number | undefined,
    promised: number | undefined,
    sign: string,
    bad: boolean,
    text = showEnd,
  ): void => {
    if (value === undefined) return;
    figures.push({
      name,
      shown: text(value),
      promised: promised === undefined ? '' : sign + text(promised),
      mismatch: bad,
    });
  };
  const slack = 1e-9 * Math.max(Math.abs(min ?? 0), Math.abs(max ?? 0));
  const below = min !== undefined && expected.min !== undefined && min < expected.min - slack;
  const above = max !== undefined && expected.max !== undefined && max > expected.max + slack;
  add(lengths ? strings.minLength : strings.min, min, expected.min, '≥\u00a0', below);
  const off = mean !== undefined && expected.mean !== undefined && isFar(column, mean, expected.mean);
  add(lengths ? strings.meanLength : strings.mean, mean, expected.mean, '≈\u00a0', off, show);
  add(lengths ? strings.maxLength : strings.max, max, expected.max, '≤\u00a0', above);
  return figures;
}

function isFar({ type, values }: Column, mean: number, expected: number): boolean {
  let n = 0;
  let squares = 0;
  for (const value of values) {
    const number = value === null ? NaN : type === 'text' ? [...String(value)].length : measure(type, value);
    if (!Number.isFinite(number)) continue;
    n++;
    squares += (number - mean) ** 2;
  }
  if (n < FEW) return false;
  return Math.abs(mean - expected) > FAR * Math.sqrt(squares / (n - 1) / n) + 1e-9 * Math.abs(expected);
}
