import { isoDuration } from '../fields/duration.js';
import { nominalMs, parseDuration } from '../schema/units.js';
import type { Field } from './field.js';

const MINUTE = 60_000;
const DAY = 86_400_000;

/** How points in time are written. */
interface Writing {
  readonly kind: 'datetime' | 'date' | 'time';
  readonly match: RegExp;
  /** Left out where it is the usual one. */
  readonly format?: string;
  /** Places of year, month and day among the groups; 1, 2, 3. */
  readonly order?: readonly [number, number, number];
}

const CLOCK = String.raw`([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:[.,](\d{1,9}))?)?`;
const WRITINGS: readonly Writing[] = [
  { kind: 'datetime', match: new RegExp(`^(\\d{4})-(\\d\\d)-(\\d\\d)[T ]${CLOCK}(Z|[+-]\\d\\d:?\\d\\d)$`) },
  { kind: 'datetime', match: new RegExp(`^(\\d{4})-(\\d\\d)-(\\d\\d)T${CLOCK}$`), format: "yyyy-MM-dd'T'HH:mm" },
  { kind: 'datetime', match: new RegExp(`^(\\d{4})-(\\d\\d)-(\\d\\d) ${CLOCK}$`), format: 'yyyy-MM-dd HH:mm' },
  { kind: 'datetime', match: new RegExp(`^(\\d{4})/(\\d\\d)/(\\d\\d) ${CLOCK}$`), format: 'yyyy/MM/dd HH:mm' },
  {
    kind: 'datetime',
    match: new RegExp(`^(\\d\\d)\\.(\\d\\d)\\.(\\d{4}) ${CLOCK}$`),
    format: 'dd.MM.yyyy HH:mm',
    order: [3, 2, 1],
  },
  {
    kind: 'datetime',
    match: new RegExp(`^(\\d\\d)/(\\d\\d)/(\\d{4}) ${CLOCK}$`),
    format: 'MM/dd/yyyy HH:mm',
    order: [3, 1, 2],
  },
  {
    kind: 'datetime',
    match: new RegExp(`^(\\d\\d)/(\\d\\d)/(\\d{4}) ${CLOCK}$`),
    format: 'dd/MM/yyyy HH:mm',
    order: [3, 2, 1],
  },
  { kind: 'date', match: /^(\d{4})-(\d\d)-(\d\d)$/ },
  { kind: 'date', match: /^(\d{4})\/(\d\d)\/(\d\d)$/, format: 'yyyy/MM/dd' },
  { kind: 'date', match: /^(\d\d)\.(\d\d)\.(\d{4})$/, format: 'dd.MM.yyyy', order: [3, 2, 1] },
  { kind: 'date', match: /^(\d\d)\/(\d\d)\/(\d{4})$/, format: 'MM/dd/yyyy', order: [3, 1, 2] },
  { kind: 'date', match: /^(\d\d)\/(\d\d)\/(\d{4})$/, format: 'dd/MM/yyyy', order: [3, 2, 1] },
  { kind: 'date', match: /^(\d\d)-(\d\d)-(\d{4})$/, format: 'dd-MM-yyyy', order: [3, 2, 1] },
  { kind: 'time', match: new RegExp(`^${CLOCK}$`) },
];

/** A column of points in time. */
export interface Instants {
  readonly field: Field;
  readonly kind: Writing['kind'];
  /** Milliseconds, in the order of the rows. */
  readonly values: readonly number[];
}

/** Texts as points in time, where all are written in one way that is known. */
export function instantsOf(texts: readonly string[]): Instants | undefined {
  for (const writing of WRITINGS) {
    const values = texts.map((text) => instantOf(text, writing));
    if (values.every((value) => value !== undefined))
      return { kind: writing.kind, values, field: fieldOf(texts, values, writing) };
  }
  return undefined;
}

function instantOf(text: string, { kind, match, order = [1, 2, 3] }: Writing): number | undefined {
  const found = match.exec(text);
  if (found === null) return undefined;
  const clock = (at: number): number => {
    const [hours, minutes, seconds = '0', fraction = '0'] = found.slice(at, at + 4) as (string | undefined)[];
    return (
      Number(hours) * 60 * MINUTE +
      Number(minutes) * MINUTE +
      Number(seconds) * 1000 +
      Math.floor(Number(`0.${fraction}`) * 1000)
    );
  };
  if (kind === 'time') return clock(1);
  const [year, month, day] = order.map((group) => Number(found[group]));
  const midnight = Date.UTC(2000, month - 1, day);
  const date = new Date(midnight);
  date.setUTCFullYear(year, month - 1, day);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
  if (kind === 'date') return date.getTime();
  const zone = found[8] as string | undefined;
  const offset =
    zone === undefined || zone === 'Z'
      ? 0
      : (zone.startsWith('-') ? -1 : 1) * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2)));
  return date.getTime() + clock(4) - offset * MINUTE;
}

function fieldOf(texts: readonly string[], values: readonly number[], { kind, format }: Writing): Field {
  const min = values.reduce((a, b) => Math.min(a, b));
  const max = values.reduce((a, b) => Math.max(a, b));
  const seconds = texts.some((text) => /\d:\d\d:\d\d/.test(text));
  const fraction = texts.some((text) => /:\d\d[.,]\d/.test(text));
  const written =
    format === undefined || kind === 'date' ? format : `${format}${seconds ? ':ss' : ''}${fraction ? '.SSS' : ''}`;
  const several = min < max;
  const precision = kind === 'date' ? undefined : precisionOf(values, fraction);
  return {
    type: kind,
    ...(several && { min: textOf(kind, min), max: textOf(kind, max) }),
    ...(precision !== undefined && several && { precision }),
    ...(written !== undefined && { format: written }),
  };
}

/** The coarsest usual step that all values lie on; undefined for seconds. */
function precisionOf(values: readonly number[], fraction: boolean): string | undefined {
  if (fraction) return '1ms';
  if (values.length < 5) return undefined;
  const steps = [
    ['1d', DAY],
    ['1h', 60 * MINUTE],
    ['15m', 15 * MINUTE],
    ['1m', MINUTE],
  ] as const;
  return steps.find(([, ms]) => values.every((value) => value % ms === 0))?.[0];
}

/** A point in time as a schema has it. */
export function textOf(kind: Writing['kind'], ms: number): string {
  const text = new Date(ms).toISOString();
  if (kind === 'date') return text.slice(0, -14);
  if (kind === 'time') return text.slice(11, ms % 1000 === 0 ? 19 : 23);
  return text.replace('.000Z', 'Z');
}

/** Texts as lengths of time, where all are such in ISO 8601. */
export function durationField(texts: readonly string[]): Field | undefined {
  if (!texts.every((text) => /^-?P(?=[\dT])/.test(text))) return undefined;
  const lengths = texts.map((text) => {
    const reading = parseDuration(text);
    return 'value' in reading && reading.value.months === 0 ? nominalMs(reading.value) : NaN;
  });
  if (lengths.some((ms) => Number.isNaN(ms))) return undefined;
  const min = lengths.reduce((a, b) => Math.min(a, b));
  const max = lengths.reduce((a, b) => Math.max(a, b));
  return { type: 'duration', ...(min < max && { min: isoDuration(min), max: isoDuration(max) }) };
}
