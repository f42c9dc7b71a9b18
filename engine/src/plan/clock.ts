import type { TemporalColumn } from '../columns/column.js';
import type { Zone } from '../fields/calendar.js';
import type { Batch, Drawer } from '../fields/drawer.js';
import { temporalZone } from '../fields/temporal-bounds.js';
import { compileTemporalFormat } from '../fields/temporal-format.js';
import { gridOf } from '../fields/temporal-grid.js';
import type { TemporalDrawer } from '../fields/temporal.js';
import type { CalendarDuration, CommonSpec, FieldSpec, TemporalSpec } from '../schema/model.js';
import type { ClockModel } from '../schema/model-series.js';
import { columnNode, commonSpec } from './column-node.js';
import type { Rows } from './rows.js';
import type { FieldNode } from './scope.js';
import { broken, type Site } from './site.js';

/** The time of the rows of a table: what its time field shows. */
export interface Clock {
  /** Pointer of the field that shows it, where one is written. */
  readonly pointer: string | undefined;
  /** Instants have milliseconds. */
  readonly milliseconds: boolean;
  /** Instants of rows of the table or of a level within, ms. */
  times(rows: Rows): Float64Array;
}

/** What cannot be said of a time field: its table says when rows are. */
const SETTINGS = ['min', 'max', 'distribution', 'within'] as const;

/** Compiles the field that shows the time of its rows. */
export function compileTimeField(site: Site, spec: TemporalSpec & CommonSpec, clock: Clock): TemporalDrawer {
  const stray = SETTINGS.find((key) => spec[key] !== undefined) ?? (spec.after.length > 0 ? 'after' : undefined);
  if (stray !== undefined || spec.before.length > 0) {
    const name = stray ?? 'before';
    broken(site, {
      code: 'clock/time-field',
      message: `this field shows the time of its rows, which \`start\` and what stands beside it say; take \`${name}\` away, or name another \`timeField\`.`,
      pointer: `${spec.pointer}/${name}`,
      at: 'key',
    });
  }
  const zone = temporalZone(spec, site.document.timezone);
  const { precision } = spec;
  const milliseconds = precision === undefined ? clock.milliseconds : precision.ms % 1000 !== 0;
  const grid = precision && gridOf(precision, zone);
  const times = (rows: Rows): Float64Array => {
    const exact = clock.times(rows);
    return grid === undefined ? exact : exact.map((ms) => grid.floor(ms));
  };
  const instants = instantDrawer({ milliseconds, times });
  const show = compileTemporalFormat(spec, milliseconds, zone, site.document.locale);
  const draw = instants.draw as (batch: Batch) => TemporalColumn;
  return { type: show.type(instants.type), draw: (batch) => show(draw(batch)), instants, show };
}

function instantDrawer({ milliseconds, times }: Pick<Clock, 'milliseconds' | 'times'>): Drawer {
  return {
    type: { kind: 'datetime', nullable: false, optional: false },
    draw: (batch): TemporalColumn => ({
      kind: 'temporal',
      length: batch.length,
      values: times(batch as Rows),
      format: { type: 'datetime', milliseconds },
    }),
  };
}

/** The time of the rows as a column that no field is written for. */
export function timeColumn(site: Site, clock: Clock, name: string): FieldNode {
  const { pointer } = site.scope.table.model;
  const spec: FieldSpec = { ...commonSpec(pointer, name), kind: 'datetime', after: [], before: [], format: 'iso' };
  return columnNode(site, name, spec, instantDrawer(clock));
}

/** Rows of a table with an axis of time that nothing bounds. */
const DEFAULT_ROWS = 10;

/** How many rows a table has, or until when it goes: a duration ends before its last instant, an `end` is one. */
export function extentOf(
  { length, start }: ClockModel,
  asked: number | undefined,
  otherwise: CalendarDuration | undefined,
  zone: Zone,
): { readonly count: number | undefined; readonly end: number } {
  const count = asked ?? (length?.type === 'count' ? length.count : undefined);
  if (count !== undefined) return { count, end: Infinity };
  if (length?.type === 'end') return { count, end: length.end + 1 };
  const duration = length?.type === 'duration' ? length.duration : otherwise;
  return duration === undefined ? { count: DEFAULT_ROWS, end: Infinity } : { count, end: zone.add(start, duration) };
}
