import { exp } from '../random/exact.js';
import type { TrendModel } from '../schema/model-series.js';
import { addLine } from './step-loops.js';

/** The long-run course of a signal: what it adds to the base at each instant (ms), written to `out`. */
export type Trend = (times: Float64Array, length: number, out: Float64Array) => void;

/** @param start where linear and exponential trends are 0, ms. */
export function compileTrend(model: TrendModel, start: number, base: number): Trend {
  switch (model.type) {
    case 'linear':
      return (times, length, out) => addLine(out, model.slope, times, start, length);
    case 'exponential':
      return (times, length, out) => {
        for (let i = 0; i < length; i++) out[i] += base * (exp(model.growth * (times[i] - start)) - 1);
      };
    case 'logistic':
      // From the base to the capacity, half-way at the midpoint.
      return (times, length, out) => {
        const rise = model.capacity - base;
        for (let i = 0; i < length; i++) out[i] += rise / (1 + exp(-model.growth * (times[i] - model.midpoint)));
      };
    case 'piecewise':
      return piecewise(model.points);
  }
}

function piecewise(points: readonly (readonly [instant: number, value: number])[]): Trend {
  const last = points.length - 1;
  return (times, length, out) => {
    let k = 0; // points[k] is the last that is not after the instant
    for (let i = 0; i < length; i++) {
      const t = times[i];
      if (t < points[k][0]) k = 0;
      while (k < last && points[k + 1][0] <= t) k++;
      const [from, value] = points[k];
      if (k === last || t <= from) out[i] += value;
      else out[i] += value + ((points[k + 1][1] - value) * (t - from)) / (points[k + 1][0] - from);
    }
  };
}
