import { exp } from '../random/exact.js';
import type { AnomalyType, NoiseModel } from '../schema/model-series.js';
import type { Anomalies, Anomaly, StepUniform } from './anomalies.js';
import { negativeBinomialCount, poissonCount } from './counts.js';
import type { Process, Uniforms, Window } from './process.js';
import type { Season } from './season.js';
import { Track } from './track.js';
import type { Trend } from './trend.js';

/** What a signal is told of one series. */
export interface SeriesSource {
  /** Number of the series, from 0. */
  readonly series: number;
  readonly innovations: Uniforms;
  /** For counts around the signal. */
  readonly counts: StepUniform;
  readonly anomalies: StepUniform;
  /** Added to the base of this series. */
  readonly offset: number;
}

/** Instants of steps `from` … `from + length − 1`, ms; steps may lie before 0. */
export type StepTimes = (from: number, length: number, out: Float64Array) => void;

export interface SignalParts {
  readonly base: number;
  readonly multiply: boolean;
  readonly trend: Trend | undefined;
  readonly seasons: readonly Season[];
  readonly noise: Process | undefined;
  /** The noise stands for the logarithm of a factor. */
  readonly logarithmic: boolean;
  readonly counts: Extract<NoiseModel, { type: 'poisson' | 'negativeBinomial' }> | undefined;
  readonly drivers: readonly { readonly signal: Signal; readonly coefficient: number; readonly lag: number }[];
  readonly anomalies: Anomalies | undefined;
  /** What one standard deviation is for anomalies. */
  readonly deviation: number;
  readonly min: number;
  readonly max: number;
  /** Keeps values within `min` and `max`. */
  readonly bend: (values: Float64Array, length: number) => void;
  /** Noise is drawn from what fits between `min` and `max`. */
  readonly reject: boolean;
  readonly times: StepTimes;
  readonly source: (series: number) => SeriesSource;
}

/** A stretch of a signal: values, and the anomalies in it. */
export interface Stretch {
  readonly values: Float64Array;
  /** By step: the anomaly that the value shows. */
  readonly anomalies: readonly (Anomaly | undefined)[] | undefined;
}

interface SeriesState {
  readonly source: SeriesSource;
  readonly track: Track | undefined;
}

/** One metric of all series: level and noise at any steps. */
export class Signal {
  private readonly states = new Map<number, SeriesState>();

  constructor(private readonly parts: SignalParts) {}

  get anomalyTypes(): readonly AnomalyType[] {
    return this.parts.anomalies?.types ?? [];
  }

  /** Values at steps `from` … `from + length − 1` as they are put out, not rounded; `NaN` where they are missing. */
  draw(series: number, from: number, length: number): Stretch {
    const { anomalies } = this.parts;
    const state = this.state(series);
    const values = this.clean(series, from, length);
    const found = anomalies?.within(series, state.source.anomalies, from, length) ?? [];
    if (found.length === 0) {
      this.finish(state, from, length, values);
      return { values, anomalies: undefined };
    }
    const shown = new Array<Anomaly | undefined>(length).fill(undefined);
    for (const anomaly of found) {
      for (let s = Math.max(from, anomaly.start); s < Math.min(from + length, anomaly.end); s++)
        shown[s - from] = anomaly;
    }
    this.disturb(series, from, values, shown);
    this.finish(state, from, length, values);
    this.replace(series, values, shown);
    return { values, anomalies: shown };
  }

  /** Level and noise, before anomalies and bounds. */
  clean(series: number, from: number, length: number): Float64Array {
    const { parts } = this;
    const { track } = this.state(series);
    const values = this.level(series, from, length);
    if (track === undefined) return values;
    const noise = new Float64Array(length);
    track.values(from, length, noise);
    if (parts.logarithmic) for (let i = 0; i < length; i++) values[i] *= exp(noise[i]);
    else if (parts.multiply) for (let i = 0; i < length; i++) values[i] *= 1 + noise[i];
    else for (let i = 0; i < length; i++) values[i] += noise[i];
    return values;
  }

  /** The signal without its noise. */
  private level(series: number, from: number, length: number): Float64Array {
    const { parts } = this;
    const { source } = this.state(series);
    const values = new Float64Array(length).fill(parts.base + source.offset);
    if (parts.trend !== undefined || parts.seasons.length > 0) {
      const times = new Float64Array(length);
      parts.times(from, length, times);
      parts.trend?.(times, length, values);
      if (!parts.multiply) for (const season of parts.seasons) season(times, length, values);
      else {
        const factor = new Float64Array(length);
        for (const season of parts.seasons) {
          factor.fill(1);
          season(times, length, factor);
          for (let i = 0; i < length; i++) values[i] *= factor[i];
        }
      }
    }
    for (const { signal, coefficient, lag } of parts.drivers) {
      const driver = signal.clean(series, from - lag, length);
      const { base } = signal.parts;
      for (let i = 0; i < length; i++) values[i] += coefficient * (driver[i] - base);
    }
    return values;
  }

  private state(series: number): SeriesState {
    let state = this.states.get(series);
    if (state === undefined) {
      const { noise, reject, source } = this.parts;
      const own = source(series);
      const windows = reject ? (from: number, length: number) => this.window(series, from, length) : undefined;
      const track = noise && new Track(noise, own.innovations, windows);
      this.states.set(series, (state = { source: own, track }));
    }
    return state;
  }

  /** What noise may be at each step for the value to lie within the bounds. */
  private window(series: number, from: number, length: number): Window {
    const { min, max, multiply } = this.parts;
    const level = this.level(series, from, length);
    const low = new Float64Array(length);
    const high = new Float64Array(length);
    for (let i = 0; i < length; i++) {
      const scale = multiply ? Math.max(1e-300, Math.abs(level[i])) : 1;
      low[i] = (min - level[i]) / scale;
      high[i] = (max - level[i]) / scale;
    }
    return { low, high };
  }

  /** Anomalies that change what a signal does. */
  private disturb(series: number, from: number, values: Float64Array, shown: readonly (Anomaly | undefined)[]): void {
    const { deviation } = this.parts;
    let level: Float64Array | undefined;
    for (let i = 0; i < values.length; i++) {
      const anomaly = shown[i];
      if (anomaly === undefined) continue;
      const { type, start, end, sign, size } = anomaly;
      if (type === 'spike' || type === 'levelShift') values[i] += sign * size * deviation;
      else if (type === 'trendChange') values[i] += (sign * size * deviation * (from + i + 1 - start)) / (end - start);
      else if (type === 'varianceChange') {
        level ??= this.level(series, from, values.length);
        values[i] = level[i] + Math.max(1, size) * (values[i] - level[i]);
      }
    }
  }

  private finish({ source }: SeriesState, from: number, length: number, values: Float64Array): void {
    const { counts, bend } = this.parts;
    if (counts === undefined) {
      bend(values, length);
      return;
    }
    for (let i = 0; i < length; i++) {
      const draw = (k: number): number => source.counts(from + i, k);
      values[i] =
        counts.type === 'poisson'
          ? poissonCount(draw, values[i])
          : negativeBinomialCount(draw, values[i], counts.dispersion);
    }
    bend(values, length);
  }

  /** Anomalies that put something else in the place of the value. */
  private replace(series: number, values: Float64Array, shown: readonly (Anomaly | undefined)[]): void {
    const { min, max } = this.parts;
    const zero = min <= 0 && max >= 0 ? 0 : min > 0 ? min : max;
    let held: Anomaly | undefined;
    let value = 0;
    for (let i = 0; i < values.length; i++) {
      const anomaly = shown[i];
      if (anomaly?.type === 'missing') values[i] = NaN;
      else if (anomaly?.type === 'dropout') values[i] = zero;
      else if (anomaly?.type === 'stuck') {
        if (held !== anomaly) {
          held = anomaly;
          value = this.valueAt(series, anomaly.start);
        }
        values[i] = value;
      }
    }
  }

  /** The value that a stuck sensor holds: the one it had when it got stuck. */
  private valueAt(series: number, step: number): number {
    const values = this.clean(series, step, 1);
    this.finish(this.state(series), step, 1, values);
    return values[0];
  }
}
