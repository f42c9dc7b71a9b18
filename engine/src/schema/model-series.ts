import type { CalendarDuration, Distribution, FieldModel, Located } from './model.js';
import type { RateModel } from './units.js';

/**
 * The time axis of a time-series or events table. Instants and durations in milliseconds; a calendar duration keeps its
 * months and days.
 */
export interface ClockModel {
  /** First instant. */
  readonly start: number;
  /** How far the table goes where the caller does not say; `undefined`: the defaults of the type. */
  readonly length:
    | { readonly type: 'count'; readonly count: number }
    | { readonly type: 'duration'; readonly duration: CalendarDuration }
    | { readonly type: 'end'; readonly end: number }
    | undefined;
  readonly arrival: ArrivalModel;
  /** The column that holds the time: a datetime field, or the name of the column that is added. */
  readonly timeField: string;
}

export type ArrivalModel =
  /** Every interval (or 1 / rate); `jitter`: each instant moved by less than ± half of this, never past its neighbour. */
  | { readonly type: 'regular'; readonly jitter: number }
  | { readonly type: 'poisson' }
  /** Poisson with a rate that follows the local hour and weekday; the lists are scaled to a mean of 1. */
  | { readonly type: 'profile'; readonly hours?: readonly number[]; readonly weekdays?: readonly number[] }
  /** Poisson with a rate of relative height `expr` ≥ 0, a formula of `hour`, `weekday` (1 = Monday) and `elapsed`. */
  | { readonly type: 'intensity'; readonly expr: Located }
  /** Two rates that take turns for exponential times of mean `on` and `off`; while on, `factor` times the rate of off. */
  | { readonly type: 'bursts'; readonly factor: number; readonly on: number; readonly off: number }
  /** Each arrival raises the rate by `branching / decay`, fading with time constant `decay`; the mean rate is kept. */
  | { readonly type: 'hawkes'; readonly branching: number; readonly decay: number };

/** A time-series table. */
export interface SeriesModel {
  readonly clock: ClockModel;
  /** Time between two steps; `undefined`: the default of the configuration, else 1 s. */
  readonly interval: CalendarDuration | undefined;
  /** One series for each combination. */
  readonly dimensions: readonly SeriesDimension[];
}

export type SeriesDimension =
  | { readonly name: string; readonly pointer: string; readonly values: readonly (string | number | boolean | null)[] }
  /** One for each row of a table: the values of its column. */
  | { readonly name: string; readonly pointer: string; readonly ref: Located };

/** An events table. */
export interface EventsModel {
  readonly clock: ClockModel;
  /** Events for each unit of time; `undefined`: the default of the configuration, else 100/s. */
  readonly rate: RateModel | undefined;
  /** The column with the type of event; `undefined` where there are no types. */
  readonly typeField: string | undefined;
  readonly types: readonly EventTypeModel[];
  readonly sessions: SessionsModel | undefined;
  readonly faults: FaultsModel | undefined;
}

export interface EventTypeModel {
  readonly name: string;
  readonly pointer: string;
  readonly weight: number;
  readonly fields: readonly FieldModel[];
  /** Time until the next event of the session, ms; `undefined`: the one of the sessions. */
  readonly dwell: Distribution | undefined;
}

export interface SessionsModel {
  readonly pointer: string;
  /** Table whose rows have the sessions: an alias of that name is opened. */
  readonly per: Located | undefined;
  /** Column with the number of the session, from 1. */
  readonly idField: string | undefined;
  readonly first: ReadonlyMap<string, number>;
  /** Weights of what follows each type; `end` ends the session. */
  readonly next: ReadonlyMap<string, ReadonlyMap<string, number>>;
  readonly dwell: Distribution;
}

export interface FaultsModel {
  readonly pointer: string;
  readonly late: { readonly probability: number; readonly delay: Distribution } | undefined;
  /** Share of neighbours that change places. */
  readonly outOfOrder: number;
  readonly duplicate: number;
  readonly drop: number;
  /** The clocks of a share of sources are wrong by a constant offset. `by`: the field that tells sources apart. */
  readonly skew:
    { readonly probability: number; readonly offset: Distribution; readonly by: Located | undefined } | undefined;
  /** From an instant on, fields have another name, another type, or are gone. */
  readonly drift: readonly DriftModel[];
  /** Column that says what went wrong. */
  readonly label: string | undefined;
}

export type DriftModel = { readonly at: number; readonly field: Located } & (
  { readonly change: 'rename'; readonly to: string } | { readonly change: 'remove' } | { readonly change: 'text' }
);

/** What a number field of a time series is made of. A field without any of it, and without `distribution`, gets a plausible default. */
export interface SignalModel {
  readonly pointer: string;
  readonly base: number | undefined;
  readonly combine: 'add' | 'multiply';
  readonly trend: TrendModel | undefined;
  readonly seasonality: readonly SeasonModel[];
  readonly noise: NoiseModel | undefined;
  readonly drivers: readonly { readonly field: Located; readonly coefficient: number; readonly lag: number }[];
  readonly anomalies: AnomaliesModel | undefined;
  /** How values are kept within `min` and `max`: bent near the edges, or noise drawn from what fits. */
  readonly bounds: 'soft' | 'reject';
}

export type TrendModel =
  /** Change for each millisecond. */
  | { readonly type: 'linear'; readonly slope: number }
  /** Relative growth for each millisecond, compounded. */
  | { readonly type: 'exponential'; readonly growth: number }
  | { readonly type: 'logistic'; readonly capacity: number; readonly growth: number; readonly midpoint: number }
  /** Straight lines between points; level before the first and after the last. */
  | { readonly type: 'piecewise'; readonly points: readonly (readonly [instant: number, value: number])[] };

export interface SeasonModel {
  readonly period: CalendarDuration;
  readonly amplitude: number;
  /** Offset in the period of the highest point, ms. */
  readonly peak: number;
  /** Amplitudes of the harmonics 1, 2, … relative to `amplitude`. */
  readonly harmonics: readonly number[];
  /** The shape of one cycle, evenly spaced, joined by straight lines; times `amplitude`. */
  readonly profile: readonly number[] | undefined;
}

export type NoiseModel =
  /** `df`: Student's t scaled to `stdDev` (df > 2), else normal. */
  | { readonly type: 'white' | 'randomWalk'; readonly stdDev: number; readonly df: number | undefined }
  /** `stdDev` of the innovations. */
  | {
      readonly type: 'ar' | 'ma';
      readonly coefficients: readonly number[];
      readonly stdDev: number;
      readonly df: number | undefined;
    }
  /** Reversion for each millisecond; `stdDev` of the stationary values. */
  | { readonly type: 'ou'; readonly reversion: number; readonly stdDev: number }
  /**
   * The factor exp of a random walk: drift for each millisecond, volatility for each √millisecond, both of the logarithm.
   * With `clustering`, variances follow GARCH(1,1) of that long-run level.
   */
  | {
      readonly type: 'gbm';
      readonly drift: number;
      readonly volatility: number;
      readonly clustering: { readonly alpha: number; readonly beta: number } | undefined;
    }
  | {
      readonly type: 'garch';
      readonly omega: number;
      readonly alpha: number;
      readonly beta: number;
      readonly df: number | undefined;
    }
  /** Counts around the signal: the signal is their mean. */
  | { readonly type: 'poisson' }
  | { readonly type: 'negativeBinomial'; readonly dispersion: number };

export type AnomalyType = 'spike' | 'levelShift' | 'trendChange' | 'varianceChange' | 'stuck' | 'dropout' | 'missing';

export interface AnomaliesModel {
  readonly pointer: string;
  /** Share of steps at which one begins. */
  readonly probability: number;
  readonly at: readonly number[];
  readonly types: readonly AnomalyType[];
  /** In standard deviations of the noise. */
  readonly magnitude: number;
  /** Length of all but a spike, ms. */
  readonly duration: number | undefined;
  readonly label: string | undefined;
}
