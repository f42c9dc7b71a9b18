import type { Column, TemporalColumn } from '../columns/column.js';
import { SynthError } from '../errors.js';
import type { Quantile } from '../random/distribution.js';
import type { CalendarDuration, Distribution, TemporalSpec } from '../schema/model.js';
import { addCalendar, DAY, zoneOf, type Zone } from './calendar.js';
import type { FieldContext } from './context.js';
import type { Batch } from './drawer.js';
import { countsSteps, needsBounds, pointText } from './temporal-bounds.js';
import type { TemporalGrid } from './temporal-grid.js';

/** How far from a lone anchor a point may lie where nothing else says. */
export const HORIZON: CalendarDuration = { months: 0, days: 30, ms: 0, text: '30d' };

/** The years 1 … 9999, for windows that nothing closes. */
const EARLIEST = -62_135_596_800_000;
const LATEST = 253_402_300_799_999;

/** No point in time lies between the anchors of a row. `row` is its number in the table. */
export class EmptyWindowError extends SynthError {
  readonly row: number;

  constructor(row: number, message: string) {
    super('temporal/empty-window', message);
    this.row = row;
  }
}

/**
 * Points in time of a column that another field is measured from: a temporal column as it is, or a column of `Date`s.
 * @throws SynthError `temporal/not-a-time` for anything else.
 */
export function instantsOf(column: Column): {
  readonly values: Float64Array;
  readonly nulls: Uint8Array | undefined;
  readonly type: 'datetime' | 'date' | 'time';
} {
  if (column.kind === 'temporal') return { values: column.values, nulls: column.nulls, type: column.format.type };
  if (column.kind === 'value') {
    const values = new Float64Array(column.length);
    const nulls = new Uint8Array(column.length);
    for (let i = 0; i < column.length; i++) {
      const value = column.values[i];
      if (value instanceof Date) values[i] = value.getTime();
      else if (value == null || column.nulls?.[i] === 1) nulls[i] = 1;
      else throw notATime();
    }
    return { values, nulls, type: 'datetime' };
  }
  throw notATime();
}

function notATime(): SynthError {
  return new SynthError('temporal/not-a-time', '`after` and `before` need a field of type datetime, date or time.');
}

/**
 * Draws between the anchors of each row: after the latest `after`, before the earliest `before`, no farther than `within`
 * (from the latest `after`, else from the earliest `before`), and between `min` and `max` where they are written. With one
 * anchor and nothing else a point lies within {@link HORIZON} of it, a time of day anywhere in the rest of the day.
 */
export function compileWindow(
  spec: TemporalSpec,
  context: FieldContext,
  grid: TemporalGrid,
  zone: Zone,
  column: (values: Float64Array, nulls?: Uint8Array) => TemporalColumn,
): (batch: Batch) => TemporalColumn {
  const afters = spec.after.map((a) => context.path(a));
  const befores = spec.before.map((b) => context.path(b));
  const documentZone = zoneOf(context.timezone);
  const place = compilePlace(spec, context, grid);
  const bounds = compileBounds(spec, grid, zone);

  return (batch) => {
    const { length } = batch;
    const nulls = new Uint8Array(length);
    const low = new Float64Array(length).fill(-Infinity);
    const high = new Float64Array(length).fill(Infinity);
    let anyNull = false;
    const read = (path: (batch: Batch) => Column, into: Float64Array, sign: 1 | -1): void => {
      const anchor = instantsOf(path(batch));
      const values = inKind(spec.kind, anchor.type, anchor.values, documentZone);
      for (let i = 0; i < length; i++) {
        if (anchor.nulls !== undefined && anchor.nulls[i] === 1) {
          nulls[i] = 1;
          anyNull = true;
        } else if (sign * values[i] > sign * into[i]) into[i] = values[i];
      }
    };
    for (const path of afters) read(path, low, 1);
    for (const path of befores) read(path, high, -1);

    const values = new Float64Array(length);
    context.uniforms(batch, values);
    for (let i = 0; i < length; i++) {
      if (nulls[i] === 1) values[i] = 0;
      else {
        bounds(low[i], high[i], batch.rows[i]);
        values[i] = place(values[i], low[i], high[i]);
      }
    }
    return column(values, anyNull ? nulls : undefined);
  };
}

/** The window of the row just looked at: first and last point, and the instants it is limited to. */
const row = { first: 0, last: 0, from: 0, to: 0 };

function compileBounds(
  spec: TemporalSpec,
  grid: TemporalGrid,
  zone: Zone,
): (low: number, high: number, rowNumber: number) => void {
  const { kind } = spec;
  const min = spec.min ?? (kind === 'time' ? 0 : -Infinity);
  const max = kind === 'time' ? Math.min(spec.max ?? DAY - 1, DAY - 1) : (spec.max ?? Infinity);
  const open = kind === 'time' || (spec.distribution !== undefined && !needsBounds(spec.distribution));
  const within = spec.within ?? (open ? undefined : HORIZON);
  const bothSides = spec.after.length > 0 && spec.before.length > 0;
  // A calendar length that is the same everywhere needs no calendar.
  const fixed =
    within !== undefined && within.months === 0 && (within.days === 0 || zone.utc)
      ? within.days * DAY + within.ms
      : undefined;
  const move = (at: number, sign: 1 | -1): number => {
    if (within === undefined) return sign * Infinity;
    return fixed === undefined ? addCalendar(at, within, zone.name, sign) : at + sign * fixed;
  };

  return (low, high, rowNumber) => {
    let from = min;
    let to = max;
    if (low !== -Infinity) {
      if (spec.within !== undefined || (!bothSides && spec.max === undefined)) to = Math.min(to, move(low, 1));
    } else if (spec.within !== undefined || spec.min === undefined) from = Math.max(from, move(high, -1));
    let first = from === -Infinity ? grid.ceil(EARLIEST) : grid.ceil(from);
    if (low !== -Infinity && low >= from) first = grid.next(grid.floor(low));
    let last = grid.floor(Math.min(to, LATEST));
    if (high !== Infinity && high <= to) {
      last = grid.floor(high);
      if (last === high) last = grid.floor(high - 1);
    }
    if (!(first <= last)) {
      const bounds = [
        low === -Infinity ? `from ${pointText(kind, from)}` : `after ${pointText(kind, Math.max(low, from))}`,
        high <= to ? `before ${pointText(kind, high)}` : `up to ${pointText(kind, to)}`,
      ];
      throw new EmptyWindowError(rowNumber, `no point in time lies ${bounds.join(' and ')} at this precision`);
    }
    row.first = first;
    row.last = last;
    row.from = Math.max(low, from);
    row.to = Math.min(high, to);
  };
}

function compilePlace(
  spec: TemporalSpec,
  context: FieldContext,
  grid: TemporalGrid,
): (uniform: number, low: number, high: number) => number {
  const { distribution } = spec;
  const { even } = grid;
  if (distribution === undefined || distribution.type === 'uniform') {
    if (even) {
      const { step } = even;
      return (u) => row.first + Math.floor(u * ((row.last - row.first) / step + 1)) * step;
    }
    return (u) => Math.min(row.last, grid.floor(row.first + u * (grid.next(row.last) - row.first)));
  }
  const quantiles = new QuantileCache(context, distribution);
  if (countsSteps(distribution)) {
    return (u) => {
      const points = grid.points(row.first, row.last);
      return points.at(quantiles.get(0, points.size - 1).quantile(u));
    };
  }
  const forward = spec.after.length > 0;
  return (u, low, high) => {
    if (row.first === row.last) return row.first;
    const least = forward ? row.from - low : high - row.to;
    const most = forward ? row.to - low : high - row.from;
    const distance = quantiles.get(least, most).quantile(u);
    const at = forward ? low + distance : high - distance;
    return Math.max(row.first, Math.min(row.last, grid.floor(at)));
  };
}

/** Truncated distributions by their upper bound: most rows share theirs. */
class QuantileCache {
  private readonly byMax = new Map<number, Quantile>();

  constructor(
    private readonly context: FieldContext,
    private readonly spec: Distribution,
  ) {}

  get(min: number, max: number): Quantile {
    if (min !== 0) return this.build(min, max);
    let quantile = this.byMax.get(max);
    if (quantile === undefined) {
      if (this.byMax.size >= 256) this.byMax.clear();
      this.byMax.set(max, (quantile = this.build(0, max)));
    }
    return quantile;
  }

  private build(min: number, max: number): Quantile {
    return this.context.distribution(this.spec, max === Infinity ? { min } : { min, max });
  }
}

/** The anchors of another kind of field as this kind counts: a date stands for its midnight in the document's zone. */
function inKind(
  kind: TemporalSpec['kind'],
  from: TemporalSpec['kind'],
  values: Float64Array,
  zone: Zone,
): Float64Array {
  if (kind === from) return values;
  if ((kind === 'datetime' && from === 'date') || (kind !== 'datetime' && from === 'datetime')) {
    if (zone.utc && kind !== 'time') return values;
    return values.map((ms) => {
      if (kind === 'datetime') return zone.localToUtc(ms);
      const local = ms + zone.offsetAt(ms);
      return kind === 'date' ? local : local - Math.floor(local / DAY) * DAY;
    });
  }
  throw new SynthError(
    'temporal/anchor-kind',
    `A field of type ${kind} cannot be measured from one of type ${from}; use a datetime field.`,
  );
}
