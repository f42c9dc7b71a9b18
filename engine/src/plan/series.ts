import type { Column, Dictionary } from '../columns/column.js';
import { valueAt } from '../columns/read.js';
import { zoneOf } from '../fields/calendar.js';
import type { Drawer } from '../fields/drawer.js';
import { typeOfValues } from '../fields/simple.js';
import { rootAddresses } from '../random/stream.js';
import type { CalendarDuration, EnumSpec, CommonSpec, RefSpec } from '../schema/model.js';
import type { SeriesDimension, SeriesModel } from '../schema/model-series.js';
import { durationOf } from '../schema/read-series.js';
import { nominalMs } from '../schema/units.js';
import { regularAxis } from '../series/axis.js';
import { extentOf, timeColumn } from './clock.js';
import { columnNode, commonSpec } from './column-node.js';
import { axisOf } from './events.js';
import { declareFields } from './declare.js';
import { declareAlias, referenceCell } from './references.js';
import type { Cell, Rows } from './rows.js';
import type { FieldNode } from './scope.js';
import { type Dimension, SeriesSpace } from './series-space.js';
import { labelColumns } from './anomaly-labels.js';
import { BROKEN, type Site, streamAt } from './site.js';

const SECOND: CalendarDuration = { months: 0, days: 0, ms: 1000, text: '1s' };

/** Declares a time-series table: its axis, the keys of its series, its fields. @param asked rows that the caller wants. */
export function declareSeries(site: Site, model: SeriesModel, asked: number | undefined): void {
  const { table } = site.scope;
  const zone = zoneOf(site.document.timezone);
  const { clock: written, dimensions } = model;
  const defaults = site.compilation.settings.clock;
  const interval = model.interval ?? durationOf(defaults?.sampleRate) ?? SECOND;
  const { arrival } = written;
  const irregular = arrival.type !== 'regular' || arrival.jitter > 0;
  const jitters = streamAt(site, '', '#jitter');
  const axis =
    arrival.type === 'regular'
      ? regularAxis(written.start, interval, zone, arrival.jitter, (from, length, out) => {
          jitters.uniforms(rootAddresses(from, length), 0, out);
        })
      : axisOf(site, arrival, written.start, 1 / nominalMs(interval), zone);
  const { count, end } = extentOf(written, asked, durationOf(defaults?.duration), zone);
  const columns = dimensions.map((dimension, d) => dimensionOf(site, dimension, d, () => space));
  const space: SeriesSpace = new SeriesSpace(
    axis,
    columns.map(({ dimension }) => dimension),
    (series) => (count === undefined ? series * axis.countBefore(end) : series === 0 ? 0 : count),
    (key) => streamAt(site, key, '#series'),
  );
  table.space = space;
  const { fields } = table.model;
  const shown = fields.find(({ name }) => name === written.timeField);
  table.clock = {
    pointer: shown?.pointer,
    milliseconds: irregular || written.start % 1000 !== 0 || interval.ms % 1000 !== 0,
    times: (rows) => space.timesOf(rows),
  };
  for (const { node } of columns) table.scope.fields.set(node.name, node);
  declareFields(site, fields, table.scope);
  const time = shown ? table.scope.fields.get(shown.name)! : timeColumn(site, table.clock, written.timeField);
  table.scope.fields.set(time.name, time);
  const labels = labelColumns(site);
  for (const node of labels) table.scope.fields.set(node.name, node);
  // The keys come after the time, and where no field shows that, both come first.
  const own = fields.map(({ name }) => table.scope.fields.get(name)!);
  const at = shown === undefined ? 0 : own.indexOf(time) + 1;
  const first = shown === undefined ? [time] : [];
  table.outputs.push(...own.slice(0, at), ...first, ...columns.map(({ node }) => node), ...own.slice(at), ...labels);
}

interface DimensionColumn {
  readonly dimension: Dimension;
  readonly node: FieldNode;
}

function dimensionOf(site: Site, written: SeriesDimension, d: number, space: () => SeriesSpace): DimensionColumn {
  return 'ref' in written ? rowDimension(site, written, d, space) : valueDimension(site, written, d, space);
}

function valueDimension(
  site: Site,
  { name, pointer, values }: Extract<SeriesDimension, { values: unknown }>,
  d: number,
  space: () => SeriesSpace,
): DimensionColumn {
  const dictionary: Dictionary = { values };
  const type = typeOfValues(values);
  const drawer: Drawer = {
    type,
    draw(batch): Column {
      const places = space().placesIn(d, space().of(batch as Rows).series);
      const nulls = type.nullable ? Uint8Array.from(places, (p) => (values[p] === null ? 1 : 0)) : undefined;
      return { kind: 'dictionary', length: batch.length, codes: new Int32Array(places), dictionary, nulls };
    },
  };
  const spec: EnumSpec & CommonSpec = {
    ...commonSpec(pointer, name),
    kind: 'enum',
    values: values.map((value) => ({ value, weight: 1 })),
    weighted: false,
  };
  return {
    dimension: { name, size: () => values.length, text: (place) => String(values[place]) },
    node: columnNode(site, name, spec, drawer),
  };
}

/** One series for each row of another table. Other references to that table read the same row. */
function rowDimension(
  site: Site,
  { name, pointer, ref }: Extract<SeriesDimension, { ref: unknown }>,
  d: number,
  space: () => SeriesSpace,
): DimensionColumn {
  const spec: RefSpec & CommonSpec = { ...commonSpec(pointer, name), kind: 'ref', ref };
  if (ref.text.split('.')[0] === site.scope.table.name) {
    const message = 'each series belongs to a row of another table, not of this one.';
    site.compilation.report({ code: 'ref/self', severity: 'error', message, pointer: ref.pointer });
    return { dimension: { name, size: () => 0, text: String }, node: columnNode(site, name, spec, BROKEN) };
  }
  const known = new Set(site.scope.aliases.values());
  declareAlias(site, spec);
  const alias = [...site.scope.aliases.values()].find((a) => !known.has(a));
  if (alias !== undefined) alias.choose = (rows) => space().placesIn(d, space().of(rows).series);
  let cell: Cell | undefined;
  const copied = (): Cell => (cell ??= referenceCell(site, spec));
  const drawer: Drawer = {
    get type() {
      return copied().drawer.type;
    },
    draw: (batch) => (batch as Rows).column(copied()),
  };
  return {
    dimension: {
      name,
      size: () => alias?.parent.total ?? 0,
      // The value identifies the series, so that rows may come and go around it.
      text: (place) => {
        const rows = alias!.parent.rowsAt(Float64Array.of(place));
        const column = ref.text.split(/[#.]/).pop()!;
        const target = alias!.parent.scope.fields.get(column);
        return target === undefined ? String(place) : String(valueAt(rows.column(target.cell), 0));
      },
    },
    node: columnNode(site, name, spec, drawer),
  };
}
