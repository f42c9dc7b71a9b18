import type { Column } from '../src/preview/messages.js';

const SECOND = 1000;
const UNITS = [31_557_600, 2_629_800, 604_800, 86_400, 3600, 60, 1].map((seconds) => seconds * SECOND);
const DURATION =
  /^(-?)P(?:([\d.]+)Y)?(?:([\d.]+)M)?(?:([\d.]+)W)?(?:([\d.]+)D)?(?:T(?:([\d.]+)H)?(?:([\d.]+)M)?(?:([\d.]+)S)?)?$/;

/** The number that a value stands for: milliseconds since 1970 for dates, milliseconds for durations; NaN for none. */
export function measure(type: Column['type'], value: unknown): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return Number(value);
  if (Array.isArray(value)) return value.length;
  if (typeof value !== 'string') return NaN;
  switch (type) {
    case 'integer':
    case 'number':
      return Number(value);
    case 'datetime':
    case 'date':
      return Date.parse(value);
    case 'time':
      return Date.parse(`1970-01-01T${value.replace(/Z$/, '')}Z`);
    case 'duration':
      return milliseconds(value);
    default:
      return NaN;
  }
}

/** Of an ISO 8601 duration; years and months by their mean lengths. */
function milliseconds(text: string): number {
  const parts = DURATION.exec(text);
  if (parts === null) return NaN;
  const sum = UNITS.reduce((total, unit, i) => total + unit * Number(parts[i + 2] ?? 0), 0);
  return parts[1] === '-' ? -sum : sum;
}

/** Numbers of a measure as people read them. */
export function showMeasure(type: Column['type'], number: number): string {
  switch (type) {
    case 'datetime':
      return isTime(number)
        ? new Date(number)
            .toISOString()
            .replace('T', ' ')
            .replace(/(:00)?\.000Z$|Z$/, '')
        : '';
    case 'date':
      return isTime(number) ? new Date(number).toISOString().slice(0, 10) : '';
    case 'time':
      return isTime(number) ? new Date(number).toISOString().slice(11, 19) : '';
    case 'duration':
      return showDuration(number);
    default:
      return showNumber(number);
  }
}

function isTime(number: number): boolean {
  return Math.abs(number) <= 8.64e15;
}

const short = new Intl.NumberFormat(document.documentElement.lang || undefined, { maximumSignificantDigits: 6 });
const tiny = new Intl.NumberFormat(document.documentElement.lang || undefined, {
  notation: 'scientific',
  maximumSignificantDigits: 4,
});

const exact = new Intl.NumberFormat(document.documentElement.lang || undefined, { maximumSignificantDigits: 12 });
const percent = new Intl.NumberFormat(document.documentElement.lang || undefined, {
  style: 'percent',
  maximumFractionDigits: 1,
});
const LEAST_SHARE = 0.001;

export function showNumber(number: number, digits = short): string {
  const size = Math.abs(number);
  return size !== 0 && (size < 1e-4 || size >= 1e15) ? tiny.format(number) : digits.format(number);
}

/** A number that is in the data: not rounded as means are. */
export function showExactly(type: Column['type'], number: number): string {
  return type === 'integer' || type === 'number' ? showNumber(number, exact) : showMeasure(type, number);
}

/** Of what there is, even a little is not shown as nothing. */
export function showShare(share: number): string {
  return share > 0 && share < LEAST_SHARE ? `< ${percent.format(LEAST_SHARE)}` : percent.format(share);
}

const NAMES: readonly [name: string, milliseconds: number][] = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1000],
  ['ms', 1],
];

/** In the largest unit that fits. */
export function showDuration(milliseconds: number): string {
  const size = Math.abs(milliseconds);
  const [name, unit] = NAMES.find(([, length]) => size >= length) ?? ['s', 1000];
  return `${short.format(milliseconds / unit)} ${name}`;
}

export const HOUR = 3_600_000;
/** Milliseconds that people think in. */
export const ROUND_SPANS = [
  ...[1, 2, 5, 10, 50, 100, 500, 1000, 2000, 5000, 10_000, 15_000, 30_000],
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * 60_000),
  ...[1, 2, 3, 6, 12, 24, 48, 96, 168, 336, 720, 1440, 2160, 4380, 8766, 17_532, 43_830, 87_660].map(
    (hours) => hours * HOUR,
  ),
];
