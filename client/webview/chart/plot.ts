import uPlot from 'uplot';
import { HOUR, ROUND_SPANS } from '../measure.js';
import { ink } from './theme.js';

export interface PlotLine {
  readonly label: string;
  /** One for each x; null where there is none. */
  readonly values: readonly (number | null)[];
  readonly shape: 'line' | 'bars' | 'marks';
  /** Number of its colour; marks have their own. */
  readonly colour: number;
}

export interface PlotOptions {
  readonly x: readonly number[];
  readonly lines: readonly PlotLine[];
  readonly height: number;
  /** Texts of the ticks of an axis. */
  readonly xText: (value: number) => string;
  readonly yText: (value: number) => string;
  /** Where the ticks are, where they cannot be anywhere. */
  readonly ticks?: readonly number[];
  /** Beside the vertical axis. */
  readonly yName?: string;
  /** x is in milliseconds since 1970. */
  readonly time?: boolean;
  /** Without axes and pointer: a small picture. */
  readonly bare?: boolean;
  /** The point under the pointer, or null. */
  readonly pointed?: (index: number | null) => void;
}

/** Draws a chart into an element, which it fills. */
export function plot(host: HTMLElement, options: PlotOptions): uPlot {
  const { x, lines, height, bare = false, time = false } = options;
  const { text, grid, font, series, dash, anomaly, background } = ink();
  const axis: uPlot.Axis = {
    stroke: text,
    font,
    grid: { stroke: faint(grid), width: 1 },
    ticks: { stroke: faint(grid), width: 1, size: 4 },
    gap: 4,
  };
  const hasBars = lines.some(({ shape }) => shape === 'bars');
  const areCounts = lines.every(({ values }) => values.every((value) => value === null || Number.isInteger(value)));
  return new uPlot(
    {
      width: Math.max(40, host.clientWidth),
      height,
      ms: 1,
      legend: { show: false },
      padding: bare ? [2, 2, 2, 2] : [10, 36, 0, 0],
      cursor: bare ? { show: false } : { drag: { x: true, y: false, uni: 10 }, points: { size: 7 } },
      scales: {
        x: { time: false, ...(hasBars && { range: paddedRange(x) }) },
        y: hasBars ? { range: (_, __, max) => [0, max > 0 ? max * 1.05 : 1] } : {},
      },
      axes: bare
        ? [{ show: false }, { show: false }]
        : [
            {
              ...axis,
              size: 34,
              space: time ? 90 : 60,
              values: (_, values) => values.map(options.xText),
              ...(time && { splits: timeTicks }),
              ...(options.ticks && { splits: () => [...options.ticks!] }),
            },
            {
              ...axis,
              space: 44,
              ...(areCounts && { incrs: WHOLE_STEPS }),
              ...(options.yName !== undefined && { label: options.yName, labelSize: 18, labelGap: 0, labelFont: font }),
              size: (_, values) => 14 + 7 * Math.max(2, ...(values ?? []).map((value) => value.length)),
              values: (_, values) => values.map(options.yText),
            },
          ],
      series: [
        {},
        ...lines.map(({ label, shape, colour }): uPlot.Series => {
          if (shape === 'bars') {
            const fill = series(colour);
            return {
              label,
              fill,
              stroke: fill,
              width: 0,
              paths: uPlot.paths.bars!({ size: [0.9, 80], gap: 1 }),
              points: { show: false },
            };
          }
          if (shape === 'marks') {
            return {
              label,
              stroke: anomaly,
              width: 0,
              paths: () => null,
              points: { show: true, size: 11, width: 2, stroke: anomaly, fill: background },
            };
          }
          return {
            label,
            stroke: series(colour),
            dash: dash(colour),
            width: 1.5,
            spanGaps: false,
            points: { size: 4 },
          };
        }),
      ],
      hooks: { setCursor: [({ cursor }) => options.pointed?.(cursor.idx ?? null)] },
    },
    [x as number[], ...lines.map(({ values }) => values as (number | null)[])],
    host,
  );
}

/** Counts have no halves. */
const WHOLE_STEPS = Array.from({ length: 15 }, (_, k) => [1, 2, 5].map((step) => step * 10 ** k)).flat();

/** Room for half a bar at either end. */
function paddedRange(x: readonly number[]): uPlot.Scale.Range {
  const half = x.length > 1 ? (x[1]! - x[0]!) / 2 : 0.5;
  return (_, min, max) => [min - half, max + half];
}

const MONTH = 30.44 * 24 * HOUR;
const MONTHS = [1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200];

/** At round moments. */
function timeTicks(chart: uPlot, _axis: number, min: number, max: number): number[] {
  const most = Math.max(2, chart.bbox.width / devicePixelRatio / 110);
  if ((max - min) / most > 14 * 24 * HOUR) return monthTicks(min, max, most);
  const step = ROUND_SPANS.find((length) => (max - min) / length <= most) ?? (max - min) / most;
  const ticks: number[] = [];
  for (let tick = Math.ceil(min / step) * step; tick <= max; tick += step) ticks.push(tick);
  return ticks;
}

/** At first days of months, which are not equally long. */
function monthTicks(min: number, max: number, most: number): number[] {
  const step = MONTHS.find((months) => (max - min) / (months * MONTH) <= most) ?? MONTHS.at(-1)!;
  const first = new Date(min);
  const from = first.getUTCFullYear() * 12 + first.getUTCMonth();
  const ticks: number[] = [];
  for (let month = Math.ceil(from / step) * step; ; month += step) {
    const tick = Date.UTC(Math.floor(month / 12), month % 12);
    if (!(tick <= max)) return ticks;
    if (tick >= min) ticks.push(tick);
  }
}

function faint(colour: string): string {
  const parts = /^rgba?\((\d+), (\d+), (\d+)/.exec(colour);
  return parts ? `rgba(${parts[1]}, ${parts[2]}, ${parts[3]}, 0.2)` : colour;
}
