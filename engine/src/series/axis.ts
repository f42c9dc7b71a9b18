import type { Zone } from '../fields/calendar.js';
import type { CalendarDuration } from '../schema/model.js';
import { nominalMs } from '../schema/units.js';
import { writeEven } from './step-loops.js';

/** The instants of a table: one for each step, never falling. */
export interface TimeAxis {
  /** Mean ms between two steps. */
  readonly interval: number;
  /** Set where steps lie exactly one interval apart. */
  readonly even?: EvenAxis | undefined;
  /** Writes the instants of steps `from` … `from + length − 1`, ms. A regular axis has steps before 0 too. */
  times(from: number, length: number, out: Float64Array): void;
  /** The first step (≥ 0) at or after an instant; −1 where it lies before the start. */
  stepAt(instant: number): number;
  /** Steps from 0 on that lie before an instant. */
  countBefore(instant: number): number;
}

/** Step k is at `start + k * interval`, ms. */
export interface EvenAxis {
  readonly start: number;
  readonly interval: number;
}

/** Uniforms in [0, 1) of steps. */
type StepUniforms = (from: number, length: number, out: Float64Array) => void;

/**
 * Every interval from the start on, in the calendar of the zone: steps of days keep their local time over changes of
 * offset, steps of months their day, clamped to the end of the month.
 * @param jitter each instant is moved by less than ± half of this, ms; at most an interval.
 */
export function regularAxis(
  start: number,
  interval: CalendarDuration,
  zone: Zone,
  jitter = 0,
  uniforms?: StepUniforms,
): TimeAxis {
  const { months, days, ms } = interval;
  const nominal = nominalMs(interval);
  // Days are of equal length where the offset never changes.
  const fixed = months === 0 && (days === 0 || zone.utc);
  const at = fixed
    ? (step: number): number => start + step * nominal
    : (step: number): number => zone.add(start, { months: months * step, days: days * step, ms: ms * step, text: '' });
  const moved = jitter > 0 && uniforms !== undefined;
  const times = (from: number, length: number, out: Float64Array): void => {
    if (fixed) writeEven(out, start, nominal, from, length);
    else for (let i = 0; i < length; i++) out[i] = at(from + i);
    if (!moved) return;
    const u = new Float64Array(length);
    uniforms(from, length, u);
    let before = at(from - 1);
    for (let i = 0; i < length; i++) {
      const now = out[i];
      const after = i + 1 < length ? out[i + 1] : at(from + length);
      // Days and months differ in length: never past the middle between two instants.
      const width = Math.min(jitter, u[i] < 0.5 ? now - before : after - now);
      out[i] = Math.round(now + (u[i] - 0.5) * width);
      if (from + i >= 0) out[i] = Math.max(start, out[i]);
      before = now;
    }
  };
  const stepAt = (instant: number): number => {
    if (instant <= start) return instant < start ? -1 : 0;
    let step = Math.max(0, Math.floor((instant - start) / nominal) - 2);
    while (at(step) < instant) step++;
    return moved ? firstAt(times, step, instant) : step;
  };
  return {
    interval: nominal,
    even: fixed && !moved ? { start, interval: nominal } : undefined,
    times,
    stepAt,
    countBefore: (instant) => Math.max(0, stepAt(instant)),
  };
}

/** The first step at or after an instant, where steps are moved by less than half their distance. @param near where it is without. */
export function firstAt(times: TimeAxis['times'], near: number, instant: number): number {
  const from = Math.max(0, near - 1);
  const around = new Float64Array(3);
  times(from, around.length, around);
  let step = from;
  while (step - from < around.length && around[step - from] < instant) step++;
  return step;
}
