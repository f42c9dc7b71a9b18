import { log } from '../random/exact.js';
import { fillExp } from '../random/exact-vectors.js';
import type { AnomalyType, NoiseModel } from '../schema/model-series.js';
import { type Anomalies, type Anomaly, Shown, type StepUniform } from './anomalies.js';
import { isOpen, negativeBinomialQuantile, poissonQuantile } from './count-quantile.js';
import { negativeBinomialCount, poissonCount } from './counts.js';
import type { Draws, Fill } from './draws.js';
import type { Process, Window } from './process.js';
import type { Season } from './season.js';
import { Track } from './track.js';
import type { Trend } from './trend.js';

/** What a signal is told of one series. */
export interface SeriesSource {
  /** Number of the series, from 0. */
  readonly series: number;
  readonly innovations: Draws;
  /** For counts around the signal: the first uniform of each step, and any. */
  readonly firstCounts: Fill;
  readonly counts: StepUniform;
  readonly anomalies: StepUniform;
  /** The innovations are correlated with those of other signals; counts are drawn from them too. */
  readonly correlated: boolean;
  /** Added to the base of this series. */
  readonly offset: number;
}

/** At least the instants of steps `from` … `from + length − 1`, ms, until others are asked for; steps may lie before 0. */
export type StepTimes = (from: number, length: number) => Float64Array;

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
  /** Keeps values within `min` and `max`, unless noise and counts are drawn so that they are. */
  readonly bend: (values: Float64Array, length: number) => void;
  /** Noise is drawn from what fits between `min` and `max`. */
  readonly reject: boolean;
  readonly times: StepTimes;
  readonly source: (series: number) => SeriesSource;
}

interface SeriesState {
  readonly source: SeriesSource;
  readonly track: Track | undefined;
}

/** One metric of all series: level and noise at any steps. */
export class Signal {
  private readonly states = new Map<number, SeriesState>();
  /** Copies: those that follow a signal ask for other steps than those who show it, and each goes on from its own. */
  private readonly drivers: SignalParts['drivers'];
  private besides: Signal | undefined;
  private noise = new Float64Array(0);
  private driver = new Float64Array(0);

  constructor(private readonly parts: SignalParts) {
    this.drivers = parts.drivers.map((driver) => ({ ...driver, signal: new Signal(driver.signal.parts) }));
  }

  get anomalyTypes(): readonly AnomalyType[] {
    return this.parts.anomalies?.types ?? [];
  }

  /**
   * Writes the values at steps `from` … `from + length − 1` as they are put out, not rounded, to `values`; `NaN` where they
   * are missing.
   * @returns the anomalies that they show, if any.
   */
  draw(series: number, from: number, length: number, values: Float64Array): Shown | undefined {
    const { anomalies } = this.parts;
    const state = this.state(series);
    this.clean(series, from, length, values);
    const found = anomalies?.within(series, state.source.anomalies, from, length);
    if (found === undefined || found.length === 0) {
      this.finish(state, from, length, values);
      return undefined;
    }
    const shown = new Shown(found, from, length);
    this.disturb(series, from, length, values, shown);
    this.finish(state, from, length, values, shown);
    this.replace(series, values, shown);
    return shown;
  }

  /** Values as they would be without anomalies. */
  private undisturbed(series: number, from: number, length: number, values: Float64Array): void {
    this.clean(series, from, length, values);
    this.finish(this.state(series), from, length, values);
  }

  /** Level and noise, before anomalies, counts and bounds. */
  private clean(series: number, from: number, length: number, values: Float64Array): void {
    const { multiply, logarithmic } = this.parts;
    const { track } = this.state(series);
    this.level(series, from, length, values);
    if (track === undefined) return;
    if (!logarithmic && !multiply) {
      track.add(from, length, values);
      return;
    }
    const noise = (this.noise = grown(this.noise, length));
    track.values(from, length, noise);
    if (logarithmic) {
      fillExp(noise, length, noise);
      for (let i = 0; i < length; i++) values[i] *= noise[i];
    } else for (let i = 0; i < length; i++) values[i] *= 1 + noise[i];
  }

  /** The signal without its noise. */
  private level(series: number, from: number, length: number, values: Float64Array): void {
    const { parts } = this;
    values.fill(parts.base + this.state(series).source.offset, 0, length);
    if (parts.trend !== undefined || parts.seasons.length > 0) {
      const times = parts.times(from, length);
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
    for (const { signal, coefficient, lag } of this.drivers) {
      const driver = (this.driver = grown(this.driver, length));
      signal.undisturbed(series, from - lag, length, driver);
      const { base } = signal.parts;
      for (let i = 0; i < length; i++) values[i] += coefficient * (driver[i] - base);
    }
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
    const { min, max, multiply, logarithmic } = this.parts;
    const level = new Float64Array(length);
    this.level(series, from, length, level);
    const low = new Float64Array(length);
    const high = new Float64Array(length);
    for (let i = 0; i < length; i++) {
      const at = level[i];
      if (!multiply && !logarithmic) {
        low[i] = min - at;
        high[i] = max - at;
        continue;
      }
      // What the level is multiplied by; below 0 the bounds change places.
      const least = at === 0 ? -Infinity : (at > 0 ? min : max) / at;
      const most = at === 0 ? Infinity : (at > 0 ? max : min) / at;
      low[i] = !logarithmic ? least - 1 : least > 0 ? log(least) : -Infinity;
      high[i] = !logarithmic ? most - 1 : most > 0 && most < Infinity ? log(most) : Infinity;
    }
    return { low, high };
  }

  /** Anomalies that change what a signal does. */
  private disturb(series: number, from: number, length: number, values: Float64Array, shown: Shown): void {
    const { deviation, noise } = this.parts;
    let level: Float64Array | undefined;
    let scattered: Anomaly | undefined;
    let relative = 0;
    shown.each((i, anomaly) => {
      const { type, start, end, sign, size } = anomaly;
      if (type === 'spike' || type === 'levelShift') values[i] += sign * size * deviation;
      else if (type === 'trendChange') values[i] += (sign * size * deviation * (from + i + 1 - start)) / (end - start);
      else if (type === 'varianceChange' && noise !== undefined) {
        if (level === undefined) this.level(series, from, length, (level = new Float64Array(length)));
        if (scattered !== anomaly) {
          scattered = anomaly;
          relative = noise.wanders ? this.distance(series, start - 1) : 0;
        }
        const centre = level[i] + relative;
        values[i] = centre + Math.max(1, size) * (values[i] - centre);
      }
    });
  }

  /** How far noise has taken the signal from its level: where a walk stands. */
  private distance(series: number, step: number): number {
    const aside = (this.besides ??= new Signal(this.parts));
    const value = new Float64Array(1);
    const level = new Float64Array(1);
    aside.level(series, step, 1, level);
    aside.clean(series, step, 1, value);
    return value[0] - level[0];
  }

  /** Draws counts, and brings values within the bounds. */
  private finish({ source }: SeriesState, from: number, length: number, values: Float64Array, shown?: Shown): void {
    const { counts, bend, reject, min, max } = this.parts;
    if (counts === undefined) {
      if (!reject) bend(values, length);
      else for (let i = 0; i < length; i++) values[i] = Math.min(max, Math.max(min, values[i]));
      return;
    }
    const count = this.counter(source, from, length, counts);
    for (let i = 0; i < length; i++) {
      const mean = values[i];
      values[i] = count(i, mean);
      const anomaly = shown?.at(i);
      if (anomaly?.type === 'varianceChange') {
        const scattered = Math.round(mean + Math.max(1, anomaly.size) * (values[i] - mean));
        values[i] = Math.min(max, Math.max(min, 0, scattered));
      }
    }
  }

  /** Draws the count at a place of a stretch, of a given mean: by its quantile where bounds or correlations ask for it. */
  private counter(
    source: SeriesSource,
    from: number,
    length: number,
    counts: NonNullable<SignalParts['counts']>,
  ): (i: number, mean: number) => number {
    const { parts } = this;
    const u = new Float64Array(length);
    if (source.correlated) source.innovations.uniforms(from, length, u);
    else source.firstCounts(from, length, u);
    if (!source.correlated && isOpen(parts)) {
      let place = 0;
      const draw = (k: number): number => (k === 0 ? u[place] : source.counts(from + place, k));
      return (i, mean) => {
        place = i;
        return counts.type === 'poisson'
          ? poissonCount(draw, mean)
          : negativeBinomialCount(draw, mean, counts.dispersion);
      };
    }
    return counts.type === 'poisson'
      ? (i, mean) => poissonQuantile(u[i], mean, parts)
      : (i, mean) => negativeBinomialQuantile(u[i], mean, counts.dispersion, parts);
  }

  /** Anomalies that put something else in the place of the value. */
  private replace(series: number, values: Float64Array, shown: Shown): void {
    const { min, max } = this.parts;
    const zero = min <= 0 && max >= 0 ? 0 : min > 0 ? min : max;
    const single = new Float64Array(1);
    let held: Anomaly | undefined;
    let value = 0;
    shown.each((i, anomaly) => {
      if (anomaly.type === 'missing') values[i] = NaN;
      else if (anomaly.type === 'dropout') values[i] = zero;
      else if (anomaly.type === 'stuck') {
        if (held !== anomaly) {
          held = anomaly;
          // What a stuck sensor holds is the value it had when it got stuck.
          const aside = (this.besides ??= new Signal(this.parts));
          aside.undisturbed(series, anomaly.start, 1, single);
          [value] = single;
        }
        values[i] = value;
      }
    });
  }
}

function grown(buffer: Float64Array, length: number): Float64Array<ArrayBuffer> {
  return buffer.length >= length ? (buffer as Float64Array<ArrayBuffer>) : new Float64Array(length);
}
