import type { Column, NumberColumn, OutputType } from '../columns/column.js';
import { TextBuilder } from '../columns/text.js';
import { SynthError } from '../errors.js';
import type { DurationSpec } from '../schema/model.js';
import type { FieldContext } from './context.js';
import type { Batch, Domain, Drawer } from './drawer.js';
import { countsSteps } from './temporal-bounds.js';

const HOUR = 3_600_000;

/** Milliseconds of the unit that a numeric format counts in. */
const UNITS = { ms: 1, s: 1000, m: 60_000, h: HOUR, d: 24 * HOUR } as const;

/** Draws a length of time; what other fields read is {@link milliseconds}, whatever the format. */
export interface DurationDrawer extends Drawer {
  /** The lengths in milliseconds, a number column. */
  readonly milliseconds: Drawer;
  /** Turns lengths in milliseconds into what a record shows; nulls are kept. */
  show(column: NumberColumn): Column;
}

/** Bounds in milliseconds: as written, else 0 and one hour; a lone `min` beyond that gives twice itself. */
export function durationRange(spec: DurationSpec): { readonly min: number; readonly max: number } {
  const min = spec.min ?? Math.min(0, spec.max ?? 0);
  return { min, max: spec.max ?? (min < HOUR ? HOUR : min * 2) };
}

/**
 * Lengths of time: whole seconds where the bounds are whole seconds, else whole milliseconds. `iso` writes `PT1H30M`, the
 * other formats are numbers in their unit.
 * @throws SynthError `duration/empty-range` where min is greater than max.
 */
export function compileDuration(spec: DurationSpec, context: FieldContext): DurationDrawer {
  const range = durationRange(spec);
  const step = durationStep(spec);
  const first = Math.ceil(range.min / step) * step;
  const last = Math.floor(range.max / step) * step;
  if (!(first <= last)) {
    throw new SynthError(
      'duration/empty-range',
      `No whole ${step === 1000 ? 'second' : 'millisecond'} lies between ${isoDuration(range.min)} and ${isoDuration(range.max)}.`,
    );
  }
  const size = (last - first) / step + 1;
  const column = (values: Float64Array): NumberColumn => ({
    kind: 'number',
    length: values.length,
    values,
    decimals: 0,
  });
  const domain: Domain = { size, at: (places) => column(places.map((k) => first + k * step)) };
  const draw = compileDraw(spec, context, range, { first, last, step, size });
  const show = spec.format === 'iso' ? showIso : showNumber(spec.format, step);
  const points: OutputType = { kind: 'integer', nullable: false, optional: false };
  const decimals = unitDecimals(spec.format, step);
  const type: OutputType =
    spec.format === 'iso'
      ? { ...points, kind: 'string' }
      : decimals === 0
        ? points
        : { ...points, kind: 'number', decimals };
  return {
    type,
    draw: (batch) => show(column(draw(batch))),
    domain: { size, at: (places) => show(domain.at(places) as NumberColumn) },
    milliseconds: { type: points, draw: (batch) => column(draw(batch)), domain },
    show,
  };
}

interface Steps {
  readonly first: number;
  readonly last: number;
  readonly step: number;
  readonly size: number;
}

function compileDraw(
  spec: DurationSpec,
  context: FieldContext,
  range: { readonly min: number; readonly max: number },
  { first, last, step, size }: Steps,
): (batch: Batch) => Float64Array {
  const { distribution } = spec;
  if (first === last || distribution === undefined || distribution.type === 'uniform') {
    return (batch) => {
      const values = new Float64Array(batch.length);
      context.uniforms(batch, values);
      for (let i = 0; i < values.length; i++) values[i] = first + Math.floor(values[i] * size) * step;
      return values;
    };
  }
  const counted = countsSteps(distribution);
  const quantile = context.distribution(
    distribution,
    counted ? { min: 0, max: size - 1 } : { min: range.min, max: range.max },
  );
  return (batch) => {
    const values = new Float64Array(batch.length);
    context.uniforms(batch, values);
    quantile.fill(values, values.length, values);
    for (let i = 0; i < values.length; i++) {
      const at = counted ? first + values[i] * step : Math.round(values[i] / step) * step;
      // Adding 0 makes −0, which rounding may leave, 0.
      values[i] = Math.max(first, Math.min(last, at)) + 0;
    }
    return values;
  };
}

/** Whole seconds, unless the format is milliseconds, a bound is finer than a second or both are within ten seconds. */
function durationStep(spec: DurationSpec): 1 | 1000 {
  const { min, max } = durationRange(spec);
  return spec.format === 'ms' || min % 1000 !== 0 || max % 1000 !== 0 || max - min < 10_000 ? 1 : 1000;
}

/** Digits that a numeric format needs; `undefined` where no number of digits is exact. */
function unitDecimals(format: DurationSpec['format'], step: 1 | 1000): number | undefined {
  if (format === 'iso' || format === 'ms') return 0;
  if (format === 's') return step === 1000 ? 0 : 3;
  return undefined;
}

function showNumber(
  format: Exclude<DurationSpec['format'], 'iso'>,
  step: 1 | 1000,
): (column: NumberColumn) => NumberColumn {
  const unit = UNITS[format];
  const decimals = unitDecimals(format, step);
  return (column) => (unit === 1 ? column : { ...column, values: column.values.map((ms) => ms / unit), decimals });
}

function showIso(column: NumberColumn): Column {
  const { length, values, nulls, absent } = column;
  const out = new TextBuilder(length, 12);
  for (let i = 0; i < length; i++) {
    if (nulls === undefined || nulls[i] === 0) writeIso(out, values[i]);
    out.endRow();
  }
  return { ...out.finish(nulls), absent };
}

/** ISO 8601 text of a length of time: `PT1H30M`, `P2DT0.5S`, `-PT5S`, `PT0S`. A day is 24 hours. */
export function isoDuration(ms: number): string {
  const size = Math.abs(ms);
  const days = Math.floor(size / UNITS.d);
  const hours = Math.floor(size / HOUR) % 24;
  const minutes = Math.floor(size / 60_000) % 60;
  const seconds = Math.floor(size / 1000) % 60;
  const rest = size % 1000;
  let text = ms < 0 ? '-P' : 'P';
  if (days > 0) text += `${days}D`;
  if (hours === 0 && minutes === 0 && seconds === 0 && rest === 0) return days > 0 ? text : `${text}T0S`;
  text += 'T';
  if (hours > 0) text += `${hours}H`;
  if (minutes > 0) text += `${minutes}M`;
  if (rest > 0) text += `${seconds}.${String(rest).padStart(3, '0').replace(/0+$/, '')}S`;
  else if (seconds > 0) text += `${seconds}S`;
  return text;
}

function writeIso(out: TextBuilder, ms: number): void {
  out.reserve(40);
  const size = Math.abs(ms);
  if (ms < 0 || size % 1000 !== 0 || size >= 1000 * UNITS.d || size === 0) {
    out.text(isoDuration(ms));
    return;
  }
  const seconds = size / 1000;
  const days = Math.floor(seconds / 86400);
  const inDay = (seconds - days * 86400) | 0;
  out.byte(0x50);
  if (days > 0) writePart(out, days, 0x44);
  if (inDay === 0) return;
  out.byte(0x54);
  const hours = (inDay / 3600) | 0;
  const minutes = ((inDay / 60) | 0) % 60;
  if (hours > 0) writePart(out, hours, 0x48);
  if (minutes > 0) writePart(out, minutes, 0x4d);
  if (inDay % 60 > 0) writePart(out, inDay % 60, 0x53);
}

/** A number below 1000 without leading zeros, and its letter. */
function writePart(out: TextBuilder, value: number, letter: number): void {
  if (value >= 100) out.byte(0x30 + ((value / 100) | 0));
  if (value >= 10) out.byte(0x30 + (((value / 10) | 0) % 10));
  out.byte(0x30 + (value % 10));
  out.byte(letter);
}
