import type { ColumnStatistics, ColumnType, Json } from '../messages.js';

/** Distinct values up to which a column is shown by its most frequent ones. */
const FEW = 12;
const MOST_BINS = 20;
const MOST_FREQUENT = 10;

const ORDERED: ReadonlySet<ColumnType> = new Set(['integer', 'number', 'datetime', 'date', 'time', 'duration']);
const MEASURED: ReadonlySet<ColumnType> = new Set([...ORDERED, 'text', 'list']);

/**
 * Statistics of the values of one column.
 * @param absent rows whose record has no such key; their value is null
 */
export function statisticsOf(
  type: ColumnType,
  values: readonly Json[],
  absent: ReadonlySet<number> = new Set(),
): ColumnStatistics {
  const present = values.filter((value, i) => value !== null && !absent.has(i));
  const counts = new Map<string, number>();
  for (const value of present) {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  const numbers = MEASURED.has(type) ? present.map((value) => measure(type, value)).filter(Number.isFinite) : [];
  const bins = ORDERED.has(type) && counts.size > FEW ? histogram(numbers) : undefined;
  return {
    nulls: values.length - present.length - absent.size,
    absent: absent.size,
    distinct: counts.size,
    ...(numbers.length > 0 && range(numbers)),
    ...(bins !== undefined && { histogram: bins }),
    ...(bins === undefined && counts.size > 0 && { top: top(counts) }),
  };
}

/** The number that stands for a value. Durations are ISO 8601 texts or numbers. */
export function measure(type: ColumnType, value: Json): number {
  if (typeof value === 'number') return value;
  if (Array.isArray(value)) return value.length;
  if (typeof value !== 'string') return NaN;
  if (type === 'datetime' || type === 'date') return Date.parse(value);
  if (type === 'time') return Date.parse(`1970-01-01T${value}Z`);
  if (type === 'duration') return isoMilliseconds(value);
  return type === 'text' ? [...value].length : NaN;
}

const UNITS = [0, 604_800_000, 86_400_000, 3_600_000, 60_000, 1000];

/** Milliseconds of an ISO 8601 duration without years and months, which have no fixed length. */
function isoMilliseconds(text: string): number {
  const parts = /^(-?)P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?)?$/.exec(text);
  if (parts === null) return NaN;
  const sum = UNITS.reduce((total, unit, i) => total + (i === 0 ? 0 : unit * Number(parts[i + 1] ?? 0)), 0);
  return parts[1] === '-' ? -sum : sum;
}

function range(numbers: readonly number[]): { min: number; mean: number; max: number } {
  let min = Infinity;
  let max = -Infinity;
  let mean = 0;
  for (const [i, number] of numbers.entries()) {
    min = Math.min(min, number);
    max = Math.max(max, number);
    mean += (number - mean) / (i + 1);
  }
  return { min, mean, max };
}

function histogram(numbers: readonly number[]): ColumnStatistics['histogram'] {
  if (numbers.length === 0) return undefined;
  const { min, max } = range(numbers);
  if (min === max) return undefined;
  const bins = Math.min(MOST_BINS, Math.max(5, Math.ceil(Math.sqrt(numbers.length))));
  const width = (max - min) / bins;
  const counts = new Array<number>(bins).fill(0);
  for (const number of numbers) counts[Math.min(bins - 1, Math.floor((number - min) / width))]! += 1;
  return { edges: Array.from({ length: bins + 1 }, (_, i) => (i === bins ? max : min + i * width)), counts };
}

function top(counts: ReadonlyMap<string, number>): ColumnStatistics['top'] {
  const sorted = [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
  return sorted.slice(0, MOST_FREQUENT).map(([value, count]) => ({ value, count }));
}
