import type { OutputType, TemporalColumn, TemporalFormat } from '../columns/column.js';
import { SynthError } from '../errors.js';
import type { Quantile } from '../random/distribution.js';
import { drawPoints, type EvenPoints, placePoints } from '../random/points.js';
import type { Distribution, TemporalSpec } from '../schema/model.js';
import type { FieldContext } from './context.js';
import type { Batch, Domain, Drawer } from './drawer.js';
import {
  countsSteps,
  pointText,
  startsAtZero,
  temporalPrecision,
  temporalRange,
  temporalZone,
} from './temporal-bounds.js';
import { compileTemporalFormat, showsEveryPoint, type TemporalShow } from './temporal-format.js';
import { gridOf, type GridPoints, type TemporalGrid } from './temporal-grid.js';
import { compileWindow } from './temporal-window.js';

/**
 * Draws a `datetime`, `date` or `time`. What other fields read (`after`, `before`, expressions) is {@link instants}, whatever
 * the format; `draw(batch)` is `show(instants.draw(batch))`.
 */
export interface TemporalDrawer extends Drawer {
  /** The points in time: columns of kind `temporal`. */
  readonly instants: Drawer;
  /** Turns drawn points into what a record shows; nulls are kept. */
  readonly show: TemporalShow;
}

/**
 * @throws SynthError `temporal/empty-range` where no point of the precision lies between `min` and `max`;
 * EmptyWindowError, when drawing, where none lies between the anchors of a row.
 */
export function compileTemporal(spec: TemporalSpec, context: FieldContext): TemporalDrawer {
  const zone = temporalZone(spec, context.timezone);
  const precision = temporalPrecision(spec);
  const grid = gridOf(precision, zone);
  const milliseconds = precision.ms % 1000 !== 0;
  const format: TemporalFormat = spec.kind === 'date' ? { type: 'date' } : { type: spec.kind, milliseconds };
  const show = compileTemporalFormat(spec, milliseconds, zone, context.locale);
  const anchored = spec.after.length > 0 || spec.before.length > 0;

  const type: OutputType = { kind: spec.kind, nullable: anchored, optional: false };
  const column = (values: Float64Array, nulls?: Uint8Array): TemporalColumn => ({
    kind: 'temporal',
    length: values.length,
    values,
    format,
    nulls,
  });
  const build = (draw: (batch: Batch) => TemporalColumn, domain?: Domain): TemporalDrawer => ({
    type: show.type(type),
    draw: (batch) => show(draw(batch)),
    domain:
      domain && showsEveryPoint(spec, precision, zone) ? { ...domain, at: (k) => show(at(domain, k)) } : undefined,
    instants: { type, draw, domain },
    show,
  });
  const at = (domain: Domain, places: Float64Array): TemporalColumn => domain.at(places) as TemporalColumn;

  if (anchored) return build(compileWindow(spec, context, grid, zone, column));

  const range = temporalRange(spec, context.now, context.timezone);
  const first = grid.ceil(range.min);
  const last = grid.floor(range.max);
  if (!(first <= last)) {
    throw new SynthError(
      'temporal/empty-range',
      `No point of precision ${precision.text} lies between ${pointText(spec.kind, range.min)} and ${pointText(spec.kind, range.max)}; widen min and max or use a finer precision.`,
    );
  }
  const points = grid.points(first, last);
  const domain: Domain = {
    size: points.size,
    at(places) {
      const values = new Float64Array(places.length);
      for (let i = 0; i < values.length; i++) values[i] = points.at(places[i]);
      return column(values);
    },
  };
  const even = evenPoints(spec, grid, first, points.size);
  if (even !== undefined && !context.correlated) {
    const stream = context.stream();
    return build((batch) => column(drawPoints(stream, batch.addresses, 0, even)), domain);
  }
  const fill =
    even === undefined
      ? fillRange(spec, context, grid, range.min, first, last, points.size)
      : (values: Float64Array): void => placePoints(values, even);
  return build((batch) => {
    const values = new Float64Array(batch.length);
    context.uniforms(batch, values);
    fill(values);
    return column(values);
  }, domain);
}

/** So many points are written out to be drawn from. */
const MOST_LISTED = 1 << 16;

/** Draws from points that are about evenly far apart, each as often as its distance to the next. */
function fillListed(points: GridPoints, end: number): (values: Float64Array) => void {
  const { size } = points;
  const listed = new Float64Array(size);
  for (let k = 0; k < size; k++) listed[k] = points.at(k);
  const first = listed[0];
  const span = end - first;
  return (values) => {
    for (let i = 0; i < values.length; i++) {
      const at = first + values[i] * span;
      let k = Math.floor(values[i] * size);
      while (k > 0 && listed[k] > at) k--;
      while (k + 1 < size && listed[k + 1] <= at) k++;
      values[i] = listed[k];
    }
  };
}

/** How likely which point is; `undefined` where all are alike. */
function shapeOf({ distribution }: TemporalSpec, size: number): Distribution | undefined {
  return size === 1 || distribution?.type === 'uniform' ? undefined : distribution;
}

/** What is drawn from where points are as far apart as likely. */
function evenPoints(spec: TemporalSpec, { even }: TemporalGrid, first: number, size: number): EvenPoints | undefined {
  return even && shapeOf(spec, size) === undefined ? { kind: 'even', size, first, step: even.step } : undefined;
}

/** Turns uniforms, in place, into points of the grid between two of its points. */
function fillRange(
  spec: TemporalSpec,
  context: FieldContext,
  grid: TemporalGrid,
  min: number,
  first: number,
  last: number,
  size: number,
): (values: Float64Array) => void {
  const distribution = shapeOf(spec, size);
  const end = grid.next(last);
  if (distribution === undefined) {
    const span = end - first;
    if (size <= MOST_LISTED) return fillListed(grid.points(first, last), end);
    return (values) => {
      for (let i = 0; i < values.length; i++) values[i] = Math.min(last, grid.floor(first + values[i] * span));
    };
  }
  if (countsSteps(distribution)) {
    const points = grid.points(first, last);
    const steps = context.distribution(distribution, { min: 0, max: size - 1 });
    return (values) => {
      steps.fill(values, values.length, values);
      for (let i = 0; i < values.length; i++) values[i] = points.at(values[i]);
    };
  }
  const origin = startsAtZero(distribution) ? min : 0;
  const quantile: Quantile = context.distribution(distribution, {
    min: Math.min(min, first) - origin,
    max: end - origin,
  });
  return (values) => {
    quantile.fill(values, values.length, values);
    for (let i = 0; i < values.length; i++) {
      values[i] = Math.max(first, Math.min(last, grid.floor(values[i] + origin)));
    }
  };
}
