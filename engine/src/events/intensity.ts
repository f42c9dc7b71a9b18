import { DAY, type Zone } from '../fields/calendar.js';
import type { RateAt } from './arrivals.js';

const HOUR = 3_600_000;
const MINUTE = 60_000;
/** 1970-01-01 was a Thursday: days since then plus this, modulo 7, count from Monday. */
const THURSDAY = 3;

/**
 * A rate that follows the local hour and weekday, scaled so that a usual week has the mean rate.
 * @param rate arrivals a millisecond
 */
export function profileRate(
  rate: number,
  zone: Zone,
  hours: readonly number[] | undefined,
  weekdays: readonly number[] | undefined,
): RateAt {
  const byHour = scaled(hours ?? new Array<number>(24).fill(1));
  const byDay = scaled(weekdays ?? new Array<number>(7).fill(1));
  return (time) => {
    const local = time + zone.offsetAt(time);
    const day = Math.floor(local / DAY);
    const hour = Math.floor((local - day * DAY) / HOUR);
    return {
      rate: rate * byHour[hour] * byDay[modulo(day + THURSDAY, 7)],
      until: time + HOUR - modulo(local, HOUR),
    };
  };
}

/** Weights with a mean of 1. */
function scaled(weights: readonly number[]): readonly number[] {
  let sum = 0;
  for (const weight of weights) sum += weight;
  return weights.map((weight) => (weight * weights.length) / sum);
}

/** What a formula of the rate reads: columns of the same length. */
export interface IntensityInputs {
  /** Local hour with its fraction, 0…24. */
  readonly hour: Float64Array;
  /** 1 Monday … 7 Sunday. */
  readonly weekday: Float64Array;
  /** ms since the start. */
  readonly elapsed: Float64Array;
}

/** Minutes whose rates are computed at once. */
const MINUTES = 1440;

/**
 * A rate by a formula, taken as constant over each minute: as it is in its middle. The formula gives the rate relative to
 * `rate`; nothing is scaled.
 * @param relative values of the formula, at least 0
 */
export function formulaRate(
  rate: number,
  zone: Zone,
  start: number,
  relative: (inputs: IntensityInputs) => Float64Array,
): RateAt {
  let from = NaN;
  let rates: Float64Array = new Float64Array(0);
  return (time) => {
    const block = Math.floor(time / MINUTE / MINUTES) * MINUTES * MINUTE;
    if (block !== from) {
      from = block;
      rates = relative(inputsOf(block, zone, start));
    }
    const minute = Math.floor((time - block) / MINUTE);
    return { rate: rate * rates[minute], until: block + (minute + 1) * MINUTE };
  };
}

function inputsOf(from: number, zone: Zone, start: number): IntensityInputs {
  const hour = new Float64Array(MINUTES);
  const weekday = new Float64Array(MINUTES);
  const elapsed = new Float64Array(MINUTES);
  for (let i = 0; i < MINUTES; i++) {
    const time = from + (i + 0.5) * MINUTE;
    const local = time + zone.offsetAt(time);
    const day = Math.floor(local / DAY);
    hour[i] = (local - day * DAY) / HOUR;
    weekday[i] = modulo(day + THURSDAY, 7) + 1;
    elapsed[i] = time - start;
  }
  return { hour, weekday, elapsed };
}

function modulo(a: number, n: number): number {
  return a - n * Math.floor(a / n);
}
