import type { Column, OutputType } from '../columns/column.js';
import { zoneOf } from '../fields/calendar.js';
import type { Drawer } from '../fields/drawer.js';
import { decimalParts } from '../fields/grid.js';
import { log } from '../random/exact.js';
import { LEAST_UNIFORM, normalQuantile } from '../random/normal.js';
import type { Addresses, Stream } from '../random/stream.js';
import type { CommonSpec, FieldSpec, NumberSpec } from '../schema/model.js';
import type { NoiseModel, SignalModel } from '../schema/model-series.js';
import { replacing } from '../schema/report.js';
import { didYouMean } from '../schema/suggest.js';
import { Ahead } from '../series/ahead.js';
import { Anomalies, type Anomaly, type Shown } from '../series/anomalies.js';
import { softBounds } from '../series/bounds.js';
import { drawsOf, streamDraws } from '../series/draws.js';
import { compileNoise } from '../series/noise.js';
import { plausibleSignal, usualLevel } from '../series/plausible.js';
import type { Process } from '../series/process.js';
import { compileSeason } from '../series/season.js';
import { type SeriesSource, Signal } from '../series/signal.js';
import { round, roundWithin } from '../series/step-loops.js';
import { withValues } from '../series/step-kernel.js';
import { compileTrend } from '../series/trend.js';
import { noteAnomalies } from './anomaly-labels.js';
import { uniformsOf } from './correlations.js';
import type { Level, Rows } from './rows.js';
import { find } from './scope.js';
import { SeriesSpace } from './series-space.js';
import { type Site, streamAt } from './site.js';

type NumberField = NumberSpec & CommonSpec;

/** Values come in steps of about so many to the standard deviation, where nothing says how fine they are. */
const STEPS_A_DEVIATION = 50;
const MOST_DECIMALS = 6;
const LN10 = 2.302585092994046;

/** A signal as drawn at the rows of a batch. */
interface Drawn {
  /** Rounded; `NaN` where the value is missing. */
  readonly values: Float64Array;
  /** Whether some are. */
  readonly missing: boolean;
  /** By row: the place of the anomaly's type among the signal's, −1 for none; empty where it has none. */
  readonly anomalies: Int32Array;
}

/** One signal of a table, and how it is read. */
export class TableSignal {
  private ahead: Ahead<Shown | undefined> | undefined;

  constructor(
    readonly signal: Signal,
    private readonly space: SeriesSpace,
    private readonly rounding: Rounding,
  ) {}

  draw(rows: Rows): Drawn {
    return rows.memo(this, () => this.compute(rows));
  }

  private compute(rows: Rows): Drawn {
    const { signal, space, rounding } = this;
    const { length } = rows;
    const types = signal.anomalyTypes;
    const anomalies = new Int32Array(types.length === 0 ? 0 : length).fill(-1);
    const note = (row: number, { type }: Anomaly): void => void (anomalies[row] = types.indexOf(type));
    const first = space.firstStep(rows);
    if (first !== undefined) {
      return withValues(length, (stretch) => {
        const shown = signal.draw(0, first, length, stretch);
        shown?.each(note);
        const missing = rounding.all(stretch, length);
        return { values: new Float64Array(stretch), missing, anomalies };
      });
    }
    const values = new Float64Array(length);
    if (Ahead.pays(space.series, length)) {
      this.ahead ??= new Ahead((...stretch) => signal.draw(...stretch), space.series, space.total);
      const { series, steps } = space.of(rows);
      this.ahead.read(series, steps, values, (row, shown, place) => {
        const anomaly = shown?.at(place);
        if (anomaly !== undefined) note(row, anomaly);
      });
    } else {
      space.runs(rows, (series, from, places) => {
        withValues(places.length, (stretch) => {
          const shown = signal.draw(series, from, places.length, stretch);
          for (let k = 0; k < places.length; k++) values[places[k]] = stretch[k];
          shown?.each((k, anomaly) => note(places[k], anomaly));
        });
      });
    }
    return { values, missing: rounding.all(values, length), anomalies };
  }
}

/** Whether a number takes a course over time: in a series, unless it says that its values are drawn one by one. */
export function isSignal(site: Site, spec: FieldSpec): spec is NumberField {
  if (spec.kind !== 'number' && spec.kind !== 'integer') return false;
  if (!(site.scope.table.space instanceof SeriesSpace) || !hasSteps(site.scope.level)) return false;
  return spec.signal !== undefined || (spec.distribution === undefined && spec.unique === false);
}

/** The items of a list have no steps of their own. */
function hasSteps(level: Level): boolean {
  return level.kind === 'table' || (level.kind === 'variant' && level.outer !== undefined && hasSteps(level.outer));
}

/** Compiles a number that takes a course over time. */
export function compileSignal(site: Site, spec: NumberField): Drawer {
  const { table } = site.scope;
  const space = table.space as SeriesSpace;
  const { axis } = space;
  const peak = streamAt(site, site.path, '#peak').uniform(0, 0, 0);
  const course = spec.signal ?? plausibleSignal(spec, axis.interval, peak);
  const base = course.base ?? usualLevel(spec, course);
  const noise = course.noise && compileNoise(course.noise, axis.interval);
  const deviation = deviationOf(spec, course, noise, base);
  const { min = -Infinity, max = Infinity } = spec;
  const zone = zoneOf(site.document.timezone);
  const signal = new Signal({
    base,
    multiply: course.combine === 'multiply',
    trend: course.trend && compileTrend(course.trend, table.model.series!.clock.start, base),
    seasons: course.seasonality.map((season) => compileSeason(season, zone, axis)),
    noise,
    logarithmic: course.noise?.type === 'gbm',
    counts: countsOf(course.noise),
    drivers: course.drivers.flatMap(({ field, coefficient, lag }) => {
      const driver = driverAt(site, field);
      return driver ? [{ signal: driver, coefficient, lag: Math.round(lag / axis.interval) }] : [];
    }),
    anomalies: course.anomalies && new Anomalies(course.anomalies, axis.interval, (at) => axis.stepAt(at)),
    deviation,
    min,
    max,
    bend: softBounds(min, max, deviation),
    reject: course.bounds === 'reject' && (min > -Infinity || max < Infinity),
    times: (from, length) => space.times(from, length),
    source: sourceOf(site, space, spec.signal === undefined ? deviation : 0),
  });
  const rounding = roundingOf(spec, course, deviation);
  const own = new TableSignal(signal, space, rounding);
  table.signals.set(spec.pointer, own);
  const label = course.anomalies?.label;
  const type: OutputType = {
    kind: rounding.decimals === 0 ? 'integer' : 'number',
    nullable: course.anomalies?.types.includes('missing') ?? false,
    optional: false,
    decimals: rounding.decimals,
  };
  return {
    type,
    draw(batch): Column {
      const { values, missing, anomalies } = own.draw(batch as Rows);
      if (label !== undefined) noteAnomalies(table, label, batch as Rows, signal.anomalyTypes, anomalies);
      const nulls = missing ? missingIn(values) : undefined;
      return { kind: 'number', length: values.length, values, decimals: rounding.decimals, nulls };
    },
  };
}

function countsOf(
  noise: NoiseModel | undefined,
): Extract<NoiseModel, { type: 'poisson' | 'negativeBinomial' }> | undefined {
  return noise?.type === 'poisson' || noise?.type === 'negativeBinomial' ? noise : undefined;
}

/** The random numbers of one field in each series. @param spread of the levels of series that say nothing. */
function sourceOf(site: Site, space: SeriesSpace, spread: number): (series: number) => SeriesSource {
  const own = streamAt(site, site.path);
  const counts = streamAt(site, site.path, '#counts');
  const anomalies = streamAt(site, site.path, '#anomaly');
  const offsets = streamAt(site, site.path, '#offset');
  const correlated = site.compilation.correlated(site.scope, site.path);
  const several = site.scope.table.model.series!.dimensions.length > 0;
  return (series) => {
    const at = (stream: Stream, step: number, draw: number): number => space.uniform(stream, series, step, draw);
    const steps = (from: number, length: number): Addresses => space.stretch(series, from, length);
    return {
      series,
      innovations:
        correlated === undefined
          ? streamDraws(own, steps)
          : drawsOf((from, length, out) => out.set(uniformsOf(correlated.block, steps(from, length))[correlated.k])),
      firstCounts: streamDraws(counts, steps).uniforms,
      counts: (step, draw) => at(counts, step, draw),
      anomalies: (step, draw) => at(anomalies, step, draw),
      correlated: correlated !== undefined,
      offset: several && spread > 0 ? spread * normalQuantile(Math.max(LEAST_UNIFORM, at(offsets, 0, 0))) : 0,
    };
  };
}

/** What a standard deviation is taken for: of the noise, else a twentieth of the range, else a fifth of the waves. */
function deviationOf(spec: NumberField, course: SignalModel, noise: Process | undefined, base: number): number {
  const relative = course.combine === 'multiply' || course.noise?.type === 'gbm';
  const scale = relative ? Math.abs(base) : 1;
  if (noise !== undefined && noise.stdDev > 0) return noise.stdDev * scale;
  if (countsOf(course.noise) !== undefined) return Math.sqrt(Math.max(1, Math.abs(base)));
  if (spec.min !== undefined && spec.max !== undefined && spec.max > spec.min) return (spec.max - spec.min) / 20;
  let waves = 0;
  for (const { amplitude } of course.seasonality) waves += Math.abs(amplitude);
  return waves > 0 ? (waves * scale) / 5 : 1;
}

/** Marks of the values that are not there. */
function missingIn(values: Float64Array): Uint8Array {
  const nulls = new Uint8Array(values.length);
  for (let i = 0; i < values.length; i++) if (values[i] !== values[i]) nulls[i] = 1;
  return nulls;
}

interface Rounding {
  readonly decimals: number;
  /** Rounds the first values in place. @returns whether some are missing. */
  all(values: Float64Array, length: number): boolean;
}

/** How values are rounded: never out of the bounds. */
function roundingOf(spec: NumberField, course: SignalModel, deviation: number): Rounding {
  const { multipleOf } = spec;
  const whole = spec.kind === 'integer' || countsOf(course.noise) !== undefined;
  const finest = Math.ceil(log(STEPS_A_DEVIATION / deviation) / LN10);
  const written = multipleOf === undefined ? undefined : decimalParts(multipleOf).decimals;
  const decimals = whole ? 0 : (spec.decimals ?? written ?? Math.min(MOST_DECIMALS, Math.max(0, finest)));
  const scale = Number(`1e${decimals}`);
  const step = multipleOf === undefined ? 1 : Math.round(multipleOf * scale);
  const low = spec.min === undefined ? -Infinity : Math.ceil((spec.min * scale) / step - 1e-9);
  const high = spec.max === undefined ? Infinity : Math.floor((spec.max * scale) / step + 1e-9);
  const open = step === 1 && low === -Infinity && high === Infinity;
  return {
    decimals,
    all: (values, length) =>
      open ? round(values, length, scale) : roundWithin(values, length, scale, step, low, high),
  };
}

/** The signal that another follows. */
function driverAt(site: Site, at: { readonly text: string; readonly pointer: string }): Signal | undefined {
  const found = find(site.scope, at.text.split('.'));
  const { compilation } = site;
  if (found?.kind !== 'field' || found.rest.length > 0) {
    const [meant] = didYouMean(at.text, site.scope.names());
    compilation.report({
      code: 'ref/unknown-name',
      severity: 'error',
      message: `there is no field \`${at.text}\` here${meant ? `; did you mean \`${meant}\`?` : '.'}`,
      pointer: at.pointer,
      ...(meant && { fixes: replacing(at.pointer, [meant]) }),
    });
    return undefined;
  }
  // Compiles the driver, which finds circles.
  void found.node.cell.drawer;
  const signal = site.scope.table.signals.get(found.node.spec.pointer)?.signal;
  if (signal === undefined && compilation.sound(found.node.spec.pointer)) {
    compilation.report({
      code: 'signal/driver',
      severity: 'error',
      message: `a signal follows other signals of its table; \`${at.text}\` is none. To compute with it, write \`expr\`.`,
      pointer: at.pointer,
    });
  }
  return signal;
}
