/** Pictures of rows over time as SVG: panels one above another, that are read on light and on dark ground. */

export const BLUE = '#4a8fe0';
export const ORANGE = '#e08a2e';
export const GREEN = '#3fa564';
export const PURPLE = '#9b72d8';
export const RED = '#e0524d';
export const GREY = '#8a929c';

const WIDTH = 900;
const LEFT = 62;
const RIGHT = 30;
const GRID = 'stroke="#8a929c" stroke-opacity="0.25"';

export type Point = readonly [x: number, y: number];

/** A value on the axis of time and what stands below it. */
export interface Tick {
  readonly at: number;
  readonly label: string;
}

export interface PanelOptions {
  readonly title: string;
  readonly height: number;
  /** From … to, on the axis of time. */
  readonly x: Point;
  readonly y: Point;
  readonly ticks: readonly Tick[];
  /** How values are written beside the axis; lanes have none. */
  readonly label?: ((value: number) => string) | undefined;
  readonly legend?: Readonly<Record<string, string>>;
}

const px = (value: number): string => String(Math.round(value * 10) / 10);
const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

export class Panel {
  private readonly marks: string[] = [];

  constructor(
    private readonly options: PanelOptions,
    private readonly top: number,
  ) {}

  private x(value: number): number {
    const [from, to] = this.options.x;
    return LEFT + ((value - from) / (to - from)) * (WIDTH - LEFT - RIGHT);
  }

  private y(value: number): number {
    const [from, to] = this.options.y;
    return this.top + this.options.height - ((value - from) / (to - from)) * this.options.height;
  }

  /** Straight lines between points; a point without a value (NaN) breaks them. */
  line(points: readonly Point[], color: string, width = 1.3): this {
    let path = '';
    let down = false;
    for (const [x, y] of points) {
      if (!Number.isNaN(y)) path += `${down ? ' ' : 'M'}${px(this.x(x))} ${px(this.y(y))}`;
      down = !Number.isNaN(y);
    }
    return this.add(
      `<path d="${path}" fill="none" stroke="${color}" stroke-width="${width}" stroke-linejoin="round"/>`,
    );
  }

  /** What lies between two lines over the same times. */
  area(low: readonly Point[], high: readonly Point[], color: string): this {
    const there = high.map(([x, y]) => `${px(this.x(x))} ${px(this.y(y))}`);
    const back = low.map(([x, y]) => `${px(this.x(x))} ${px(this.y(y))}`).reverse();
    return this.add(`<path d="M${[...there, ...back].join(' ')}Z" fill="${color}" fill-opacity="0.85"/>`);
  }

  bar([from, to]: Point, [low, high]: Point, color: string): this {
    const x = this.x(from);
    const y = this.y(high);
    const size = `width="${px(Math.max(0.6, this.x(to) - x))}" height="${px(Math.max(0.4, this.y(low) - y))}"`;
    return this.add(`<rect x="${px(x)}" y="${px(y)}" ${size} fill="${color}"/>`);
  }

  /** Shades a stretch of time. */
  band(from: number, to: number, color: string): this {
    const { height } = this.options;
    const x = this.x(from);
    const size = `width="${px(Math.max(1.5, this.x(to) - x))}" height="${height}"`;
    return this.add(`<rect x="${px(x)}" y="${px(this.top)}" ${size} fill="${color}" fill-opacity="0.25"/>`);
  }

  dots(points: readonly Point[], color: string, radius = 2.6): this {
    for (const [x, y] of points.filter((point) => !Number.isNaN(point[1])))
      this.add(`<circle cx="${px(this.x(x))}" cy="${px(this.y(y))}" r="${radius}" fill="${color}"/>`);
    return this;
  }

  /** A line across at a time, with a note beside it. */
  mark(at: number, note: string): this {
    const x = px(this.x(at));
    this.add(
      `<path d="M${x} ${px(this.top)}V${px(this.top + this.options.height)}" stroke="${RED}" stroke-dasharray="5 3"/>`,
    );
    return this.add(text(this.x(at) + 6, this.top + 13, note, { color: RED }));
  }

  private add(mark: string): this {
    this.marks.push(mark);
    return this;
  }

  toString(): string {
    const { title, height, x, y, ticks, label, legend } = this.options;
    const bottom = this.top + height;
    const lines: string[] = [text(LEFT, this.top - 10, title, { bold: true })];
    let at = WIDTH - RIGHT;
    for (const [name, color] of Object.entries(legend ?? {}).reverse()) {
      at -= 7 * name.length;
      lines.push(text(at, this.top - 10, name, {}));
      lines.push(`<circle cx="${px(at - 9)}" cy="${px(this.top - 14)}" r="4" fill="${color}"/>`);
      at -= 28;
    }
    if (label !== undefined) {
      for (const value of steps(y, Math.max(2, Math.round(height / 45)))) {
        const level = px(this.y(value));
        lines.push(`<path d="M${LEFT} ${level}H${WIDTH - RIGHT}" ${GRID}/>`);
        lines.push(text(LEFT - 8, this.y(value) + 4, label(value), { anchor: 'end' }));
      }
    }
    for (const tick of ticks) {
      if (tick.at < x[0] || tick.at > x[1]) continue;
      const place = this.x(tick.at);
      lines.push(`<path d="M${px(place)} ${px(this.top)}V${px(bottom)}" ${GRID}/>`);
      lines.push(text(place, bottom + 16, tick.label, { anchor: 'middle' }));
    }
    return [...lines, ...this.marks, `<path d="M${LEFT} ${bottom}H${WIDTH - RIGHT}" stroke="${GREY}"/>`].join('\n');
  }
}

interface TextStyle {
  readonly color?: string;
  readonly bold?: boolean;
  readonly anchor?: 'middle' | 'end';
}

function text(x: number, y: number, content: string, { color = GREY, bold = false, anchor }: TextStyle): string {
  const style = `${bold ? ' font-weight="600"' : ''}${anchor === undefined ? '' : ` text-anchor="${anchor}"`}`;
  return `<text x="${px(x)}" y="${px(y)}" fill="${color}"${style}>${escape(content)}</text>`;
}

/** Of about so many steps through a range, the size: 1, 2 or 5 times a power of ten. */
function stepOf([from, to]: Point, count: number): number {
  const rough = (to - from) / count;
  let step = 1;
  while (step > rough) step /= 10;
  while (step * 10 <= rough) step *= 10;
  return step * (rough >= 5 * step ? 5 : rough >= 2 * step ? 2 : 1);
}

/** Round values of a range, about so many. */
function steps(range: Point, count: number): number[] {
  const step = stepOf(range, count);
  const values: number[] = [];
  for (let k = Math.ceil(range[0] / step); k * step <= range[1] + step * 1e-9; k++) values.push(k * step);
  return values;
}

/** A range that holds all values, with round ends. @param also a value that it holds too. */
export function rangeOf(values: Iterable<number>, also?: number): Point {
  let low = also ?? Infinity;
  let high = also ?? -Infinity;
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  const half = stepOf([low, high], 4) / 2;
  return [Math.floor(low / half) * half, Math.ceil(high / half) * half];
}

export class Picture {
  private readonly panels: Panel[] = [];
  private bottom = 34;

  /** @param description what a person who does not see it is told. */
  constructor(private readonly description: string) {}

  panel(options: PanelOptions): Panel {
    const panel = new Panel(options, this.bottom);
    this.bottom += options.height + 62;
    this.panels.push(panel);
    return panel;
  }

  toString(): string {
    const height = this.bottom - 34;
    const head = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" font-family="system-ui, sans-serif" font-size="12" role="img">`;
    return `${[head, `<title>${escape(this.description)}</title>`, ...this.panels.map(String), '</svg>'].join('\n')}\n`;
  }
}

/**
 * Fewer points that look the same: of every `size`, the lowest and the highest, in their order.
 */
export function thinned(points: readonly Point[], size: number): Point[] {
  const kept: Point[] = [];
  for (let i = 0; i < points.length; i += size) {
    const some = points.slice(i, i + size).filter(([, y]) => !Number.isNaN(y));
    if (some.length === 0) {
      kept.push([points[i][0], NaN]);
      continue;
    }
    let low = some[0];
    let high = some[0];
    for (const point of some) {
      if (point[1] < low[1]) low = point;
      if (point[1] > high[1]) high = point;
    }
    kept.push(...(low[0] <= high[0] ? [low, high] : [high, low]).slice(low === high ? 1 : 0));
  }
  return kept;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const WEEKDAYS = ['Thu', 'Fri', 'Sat', 'Sun', 'Mon', 'Tue', 'Wed'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Local hours, the days by their names. @param offset of local time, ms. */
export function hourTicks([from, to]: Point, hours: number, offset = 0): Tick[] {
  const ticks: Tick[] = [];
  for (
    let local = Math.ceil((from + offset) / (hours * HOUR)) * hours * HOUR;
    local - offset <= to;
    local += hours * HOUR
  ) {
    const day = Math.floor(local / DAY);
    const hour = (local - day * DAY) / HOUR;
    ticks.push({
      at: local - offset,
      label:
        hour === 0 ? `${WEEKDAYS[day % 7]} ${new Date(local).getUTCDate()}` : `${String(hour).padStart(2, '0')}:00`,
    });
  }
  return ticks;
}

/** Beginnings of every third month. */
export function quarterTicks([from, to]: Point): Tick[] {
  const ticks: Tick[] = [];
  for (let month = new Date(from).getUTCMonth(); ; month += 3) {
    const at = Date.UTC(new Date(from).getUTCFullYear(), month, 1);
    if (at > to) return ticks;
    const date = new Date(at);
    const label = date.getUTCMonth() === 0 ? String(date.getUTCFullYear()) : MONTHS[date.getUTCMonth()];
    if (at >= from) ticks.push({ at, label });
  }
}
