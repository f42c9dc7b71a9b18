import type { Column, Table } from '../../src/preview/messages.js';
import { count, strings } from '../strings.js';
import { fill } from '../dom.js';
import { areDifferent } from '../columns-view.js';
import { measure, ROUND_SPANS, showDuration, showMeasure, showNumber, showShare } from '../measure.js';
import type { TableData } from '../cells.js';
import type { PlotLine } from './plot.js';

/** What a chart shows, and the same in words and numbers for who cannot see it. */
export interface Figure {
  readonly x: readonly number[];
  readonly lines: readonly PlotLine[];
  readonly time: boolean;
  readonly xText: (value: number) => string;
  readonly yText: (value: number) => string;
  readonly ticks?: readonly number[];
  /** Beside the axis, where the title does not say it. */
  readonly yName?: string;
  /** Above the chart. */
  readonly title: string;
  readonly notes: readonly string[];
  readonly table: { readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] };
}

/** Series in one chart: more cannot be told apart. */
const MOST_SERIES = 12;

export const RATE = ' rate';
export const MIX = ' mix';

/** What can be drawn of a table: key and name. */
export function choicesOf(table: Table): [key: string, name: string][] {
  const choices: [string, string][] = [];
  if (table.type === 'events' && table.time !== undefined) {
    choices.push([RATE, strings.rateOverTime]);
    if (table.eventType !== undefined) choices.push([MIX, strings.mixOfTypes]);
  }
  const drawable = table.columns.filter(
    (column) =>
      column.name !== table.time &&
      (column.statistics.histogram !== undefined || (column.statistics.top !== undefined && !areDifferent(column))),
  );
  const first = drawable.filter((column) => isMeasured(column) && column.labels === undefined);
  const others = drawable.filter((column) => !first.includes(column));
  const telling = others.filter((column) => tellsMuch(column, table.rows));
  for (const { name } of [...first, ...telling, ...others.filter((column) => !telling.includes(column))]) {
    choices.push([name, name]);
  }
  return choices;
}

export function figureOf(data: TableData, choice: string): Figure | undefined {
  const { table } = data;
  if (choice === RATE && table.time !== undefined) return rate(data, table.time);
  const name = choice === MIX ? table.eventType : choice;
  const column = table.columns[data.column(name ?? '')];
  if (column === undefined) return undefined;
  if (table.type === 'timeseries' && table.time !== undefined && isMeasured(column))
    return overTime(data, column, table.time);
  return distribution(column, choice === MIX ? strings.mixOfTypes : fill(strings.distribution, column.name));
}

/** Whether a chart shows most of what a column holds. */
function tellsMuch({ statistics: { histogram, top = [] } }: Column, rows: number): boolean {
  return histogram !== undefined || sum(top.map(({ count: number }) => number)) * 2 > rows;
}

function isMeasured({ type }: Column): boolean {
  return type === 'integer' || type === 'number' || type === 'duration';
}

/** A line for each series, with marks where a label tells of an anomaly. */
function overTime(data: TableData, column: Column, timeName: string): Figure {
  const { table } = data;
  const time = table.columns[data.column(timeName)]!;
  const keys = (table.series ?? []).map((name) => data.column(name)).filter((k) => k >= 0);
  const labels = table.columns
    .map((one, k) => ({ one, k }))
    .filter(({ one }) => one.labels === column.name || one.labels === '')
    .map(({ k }) => k);
  const at = data.column(column.name);
  const moments = time.values.map((value) => measure(time.type, value));
  const x = [...new Set(moments.filter(Number.isFinite))].sort((a, b) => a - b);
  const places = new Map(x.map((moment, i) => [moment, i]));
  const bySeries = new Map<string, { values: (number | null)[]; marks: (number | null)[]; notes: string[] }>();
  let left = 0;
  const dropped = new Set<string>();
  for (let row = 0; row < table.rows; row++) {
    const key = keys.map((k) => String(data.value(row, k) ?? '')).join(' · ') || column.name;
    let series = bySeries.get(key);
    if (series === undefined) {
      if (bySeries.size >= MOST_SERIES) {
        if (!dropped.has(key)) left++;
        dropped.add(key);
        continue;
      }
      series = { values: x.map(() => null), marks: x.map(() => null), notes: [] };
      bySeries.set(key, series);
    }
    const place = places.get(moments[row]!);
    const value = data.value(row, at);
    const number = value == null ? NaN : measure(column.type, value);
    if (place === undefined || !Number.isFinite(number)) continue;
    series.values[place] = number;
    const label = labels.map((k) => data.value(row, k)).find((one) => one != null && one !== false && one !== '');
    if (label === undefined) continue;
    series.marks[place] = number;
    series.notes.push(`${showMeasure('datetime', moments[row]!)}${typeof label === 'string' ? ` (${label})` : ''}`);
  }
  const show = (value: number): string => showMeasure(column.type, value);
  const lines: PlotLine[] = [...bySeries].map(([label, { values }], colour) => ({
    label,
    values,
    shape: 'line',
    colour,
  }));
  const marked = [...bySeries].filter(([, { notes }]) => notes.length > 0);
  for (const [label, { marks }] of marked)
    lines.push({ label: `${label} – ${strings.anomalies}`, values: marks, shape: 'marks', colour: 0 });
  const rows = [...bySeries].map(([label, { values, notes }]) => {
    const numbers = values.filter((value) => value !== null);
    const mean = numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
    const low = numbers.reduce((a, b) => Math.min(a, b), Infinity);
    const high = numbers.reduce((a, b) => Math.max(a, b), -Infinity);
    const found = notes.length > 5 ? `${notes.slice(0, 5).join(', ')} … (${count(notes.length)})` : notes.join(', ');
    return [label, count(numbers.length), show(low), show(mean), show(high), found];
  });
  return {
    x,
    lines,
    time: true,
    xText: momentText(x),
    yText: show,
    title: column.name,
    notes: left > 0 ? [fill(strings.moreSeries, count(left))] : [],
    table: { head: [strings.series, strings.points, strings.min, strings.mean, strings.max, strings.anomalies], rows },
  };
}

/** Events in equally long spans of time, by type. */
function rate(data: TableData, timeName: string): Figure | undefined {
  const { table } = data;
  const time = table.columns[data.column(timeName)];
  if (time === undefined) return undefined;
  const moments = time.values.map((value) => measure(time.type, value));
  const known = moments.filter(Number.isFinite);
  if (known.length === 0) return undefined;
  const min = known.reduce((a, b) => Math.min(a, b), Infinity);
  const max = known.reduce((a, b) => Math.max(a, b), -Infinity);
  const most = Math.max(5, Math.min(60, Math.ceil(Math.sqrt(known.length))));
  const least = (max - min) / most;
  const width = ROUND_SPANS.find((span) => span >= least) ?? least;
  const start = Math.floor(min / width) * width;
  const bins = Math.floor((max - start) / width) + 1;
  const x = Array.from({ length: bins }, (_, k) => start + (k + 0.5) * width);
  const typeAt = data.column(table.eventType ?? '');
  const counts = new Map<string, number[]>();
  for (const [row, moment] of moments.entries()) {
    if (!Number.isFinite(moment)) continue;
    const type = typeAt < 0 ? strings.count : String(data.value(row, typeAt) ?? strings.null);
    let of = counts.get(type);
    if (of === undefined) counts.set(type, (of = new Array<number>(bins).fill(0)));
    of[Math.floor((moment - start) / width)]! += 1;
  }
  const types = [...counts].sort(([, a], [, b]) => sum(b) - sum(a));
  const lines = types.slice(0, MOST_SERIES).map(([label, values], colour): PlotLine => ({
    label,
    values,
    shape: types.length === 1 ? 'bars' : 'line',
    colour,
  }));
  const span = showDuration(width);
  return {
    x,
    lines,
    time: true,
    xText: momentText(x),
    yText: (value) => showNumber(value),
    title: fill(strings.perBin, span),
    notes: types.length > MOST_SERIES ? [fill(strings.moreSeries, count(types.length - MOST_SERIES))] : [],
    table: {
      head: [strings.from, ...types.slice(0, MOST_SERIES).map(([name]) => name)],
      rows: x.map((middle, k) => [
        showMeasure('datetime', middle - width / 2),
        ...types.slice(0, MOST_SERIES).map(([, values]) => count(values[k]!)),
      ]),
    },
  };
}

function distribution(column: Column, title: string): Figure | undefined {
  const { histogram, top: common } = column.statistics;
  // Numbers have an order of their own.
  const top = isMeasured(column)
    ? common && [...common].sort((a, b) => measure(column.type, a.value) - measure(column.type, b.value))
    : common;
  const time =
    column.type === 'duration' || column.type === 'time' || column.type === 'datetime' || column.type === 'date';
  const base = {
    time: time && histogram !== undefined,
    yText: (value: number) => showNumber(value),
    yName: strings.count,
    title,
    notes: [],
  };
  const all = column.values.length;
  if (histogram !== undefined) {
    const { edges, counts } = histogram;
    const show = (value: number): string => showMeasure(column.type, value);
    return {
      ...base,
      x: counts.map((_, k) => (edges[k]! + edges[k + 1]!) / 2),
      lines: [{ label: strings.count, values: counts, shape: 'bars', colour: 0 }],
      xText: column.type === 'datetime' || column.type === 'date' ? momentText(edges) : show,
      table: {
        head: [strings.from, strings.to, strings.count],
        rows: counts.map((number, k) => [show(edges[k]!), show(edges[k + 1]!), count(number)]),
      },
    };
  }
  if (top === undefined || top.length === 0) return undefined;
  return {
    ...base,
    x: top.map((_, k) => k),
    lines: [{ label: strings.count, values: top.map(({ count: number }) => number), shape: 'bars', colour: 0 }],
    xText: (k) => shorten(top[k]?.value ?? '', Math.max(4, Math.floor(80 / top.length))),
    ticks: top.map((_, k) => k),
    table: {
      head: [strings.value, strings.count, strings.share],
      rows: top.map(({ value, count: number }) => [shorten(value, 80), count(number), showShare(number / all)]),
    },
  };
}

const days = new Intl.DateTimeFormat(document.documentElement.lang || undefined, {
  month: 'short',
  day: 'numeric',
  timeZone: 'UTC',
});

/** Moments no more exactly than tells them apart. */
function momentText(x: readonly number[]): (value: number) => string {
  const span = (x.at(-1) ?? 0) - (x[0] ?? 0);
  return (value) => {
    if (!(Math.abs(value) <= 8.64e15)) return '';
    const iso = new Date(value).toISOString();
    if (span > 60 * 86_400_000) return iso.slice(0, 10);
    const [day, clock] = [days.format(value), iso.slice(11, span > 600_000 ? 16 : 19)];
    return clock.startsWith('00:00') && !clock.slice(5).match(/[1-9]/)
      ? day
      : span > 86_400_000
        ? `${day} ${clock}`
        : clock;
  };
}

function shorten(text: string, longest: number): string {
  const characters = [...text];
  return characters.length > longest ? `${characters.slice(0, longest - 1).join('')}…` : text;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}
