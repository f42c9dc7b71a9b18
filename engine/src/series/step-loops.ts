import { carriedTo, metMissing, overSteps, writeEvenly } from './step-kernel.js';

// The loops over steps, each beginning where the kernel, if it can, leaves off. They are functions of their own, so that
// each is compiled for the arrays alone and not for all that calls it.

/** Instants of steps `from` … `from + length − 1`. */
export function writeEven(out: Float64Array, start: number, interval: number, from: number, length: number): void {
  for (let i = writeEvenly(out, start, interval, from, length); i < length; i++) {
    out[i] = start + (from + i) * interval;
  }
}

/** Adds what grows by `slope` a millisecond. @param start where it is 0. */
export function addLine(sums: Float64Array, slope: number, times: Float64Array, start: number, length: number): void {
  const done = overSteps('line', { of: sums, from: 0 }, length, [slope, start], { of: times, from: 0 });
  for (let i = done; i < length; i++) sums[i] += slope * (times[i] - start);
}

/** Adds a stretch of a table, at a place of the sums. */
export function addTable(sums: Float64Array, at: number, table: Float64Array, from: number, length: number): void {
  const done = overSteps('table', { of: sums, from: at }, length, [], { of: table, from });
  for (let i = done; i < length; i++) sums[at + i] += table[from + i];
}

/** Cosines and sines of angles that rise step by step. */
export interface Angles {
  readonly cos: Float64Array;
  readonly sin: Float64Array;
}

/** Adds c cos x − s sin x, at a place of the sums, of angles from a place on. */
export function addWave(
  sums: Float64Array,
  at: number,
  c: number,
  s: number,
  { cos, sin }: Angles,
  from: number,
  length: number,
): void {
  const done = overSteps('wave', { of: sums, from: at }, length, [c, s], { of: cos, from }, { of: sin, from });
  for (let i = done; i < length; i++) sums[at + i] += c * cos[from + i] - s * sin[from + i];
}

/** Adds σ z_t. */
export function addMultiples(sums: Float64Array, stdDev: number, z: Float64Array, length: number): void {
  const done = overSteps('multiples', { of: sums, from: 0 }, length, [stdDev], { of: z, from: 0 });
  for (let i = done; i < length; i++) sums[i] += stdDev * z[i];
}

/** Adds x_t = φ x_{t−1} + σ z_t, from place `from` on. @returns the last of them. */
export function addCarried(
  sums: Float64Array,
  factor: number,
  stdDev: number,
  z: Float64Array,
  before: number,
  from: number,
  length: number,
): number {
  const done = overSteps('carried', { of: sums, from }, length - from, [factor, stdDev, before], { of: z, from });
  let x = done === 0 ? before : carriedTo();
  for (let i = from + done; i < length; i++) {
    x = factor * x + stdDev * z[i];
    sums[i] += x;
  }
  return x;
}

/** Rounds to multiples of 1 / scale, halves up. @returns whether some are missing, `NaN`. */
export function round(values: Float64Array, length: number, scale: number): boolean {
  const done = overSteps('round', { of: values, from: 0 }, length, [scale]);
  let missing = done > 0 && metMissing();
  for (let i = done; i < length; i++) {
    const value = values[i];
    if (value !== value) missing = true;
    values[i] = Math.floor(value * scale + 0.5) / scale;
  }
  return missing;
}

/** As {@link round}, to multiples of step / scale: of `low` … `high` of them. */
export function roundWithin(
  values: Float64Array,
  length: number,
  scale: number,
  step: number,
  low: number,
  high: number,
): boolean {
  const done = overSteps('roundWithin', { of: values, from: 0 }, length, [scale, step, low, high]);
  let missing = done > 0 && metMissing();
  for (let i = done; i < length; i++) {
    const k = Math.floor((values[i] * scale) / step + 0.5);
    if (k !== k) missing = true;
    values[i] = ((k < low ? low : k > high ? high : k) * step) / scale;
  }
  return missing;
}
