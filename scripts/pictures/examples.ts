import {
  BLUE,
  GREEN,
  GREY,
  hourTicks,
  ORANGE,
  Picture,
  type Point,
  PURPLE,
  quarterTicks,
  rangeOf,
  RED,
  thinned,
} from './svg.js';

type Row = Readonly<Record<string, unknown>>;
/** The rows of a table of an example; the only table has no name. */
export type RowsOf = (table?: string) => AsyncIterable<Row>;

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const timeOf = (row: Row): number => Date.parse(String(row.timestamp));
const numberOf = (value: unknown): number => (typeof value === 'number' ? value : NaN);
const plain = (value: number): string => String(Math.round(value * 100) / 100);
const thousands = (value: number): string => (value >= 1000 ? `${plain(value / 1000)}k` : plain(value));

async function gather(rows: AsyncIterable<Row>, wanted: (row: Row) => boolean = () => true): Promise<Row[]> {
  const kept: Row[] = [];
  for await (const row of rows) if (wanted(row)) kept.push(row);
  return kept;
}

/** Two days of two sensors. */
export async function sensors(rowsOf: RowsOf): Promise<Picture> {
  const from = Date.UTC(2026, 0, 1);
  const x: Point = [from, from + 2 * DAY];
  const rows = await gather(rowsOf(), (row) => timeOf(row) < x[1]);
  const picture = new Picture('Temperature and humidity of two sensors over two days, anomalies marked');
  const ticks = hourTicks(x, 6);
  const of = (sensor: string, field: string): Point[] =>
    rows.filter((row) => row.sensor === sensor).map((row) => [timeOf(row), numberOf(row[field])]);
  const anomalies = (type: string): Point[] =>
    rows.filter((row) => row.anomaly === type).map((row) => [timeOf(row), numberOf(row.temperature)]);
  picture
    .panel({
      title: 'temperature, °C',
      height: 190,
      x,
      y: rangeOf(rows.map((row) => numberOf(row.temperature))),
      ticks,
      label: plain,
      legend: { kitchen: BLUE, roof: ORANGE, spike: RED, levelShift: PURPLE },
    })
    .line(thinned(of('kitchen', 'temperature'), 6), BLUE, 1)
    .line(thinned(of('roof', 'temperature'), 6), ORANGE, 1)
    .dots(anomalies('levelShift'), PURPLE, 1.8)
    .dots(anomalies('spike'), RED, 3.2);
  picture
    .panel({
      title: 'humidity, %: follows the temperature twenty minutes later',
      height: 120,
      x,
      y: rangeOf(rows.map((row) => numberOf(row.humidity))),
      ticks,
      label: plain,
    })
    .line(thinned(of('kitchen', 'humidity'), 6), BLUE, 0.8)
    .line(thinned(of('roof', 'humidity'), 6), ORANGE, 0.8);
  return picture;
}

/** Two years of three shares, and the returns of one. */
export async function stocks(rowsOf: RowsOf): Promise<Picture> {
  const rows = await gather(rowsOf());
  const colors: Record<string, string> = { ACME: BLUE, GLOBEX: ORANGE, INITECH: GREEN };
  const x: Point = [timeOf(rows[0]), timeOf(rows[rows.length - 1])];
  const ticks = quarterTicks(x);
  const picture = new Picture('Closing prices of three shares over two years, and the daily returns of one');
  const of = (symbol: string): Point[] =>
    rows.filter((row) => row.symbol === symbol).map((row) => [timeOf(row), numberOf(row.close)]);
  const prices = Object.keys(colors).flatMap((symbol) => of(symbol).map(([, y]) => y));
  const y = rangeOf(prices);
  const chart = picture.panel({ title: 'close', height: 190, x, y, ticks, label: plain, legend: colors });
  for (const [symbol, color] of Object.entries(colors)) chart.line(of(symbol), color, 1.2);
  const close = of('ACME');
  const returns = close.slice(1).map(([at, value], i): Point => [at, (value / close[i][1] - 1) * 100]);
  const bars = picture.panel({
    title: 'ACME, daily returns, %: calm and wild weeks take turns',
    height: 130,
    x,
    y: rangeOf(
      returns.map(([, value]) => value),
      0,
    ),
    ticks,
    label: plain,
  });
  for (const [at, value] of returns)
    bars.bar([at - 0.4 * DAY, at + 0.4 * DAY], [Math.min(0, value), Math.max(0, value)], BLUE);
  return picture;
}

/** Two days of one host. */
export async function servers(rowsOf: RowsOf): Promise<Picture> {
  const all = await gather(rowsOf('metrics'));
  const hosts = [...new Set(all.map((row) => row.host))];
  const degraded = (host: unknown): number => all.filter((row) => row.host === host && row.state === 'degraded').length;
  // The host with the most to see.
  const host = hosts.reduce((a, b) => (degraded(b) > degraded(a) ? b : a));
  const rows = all.filter((row) => row.host === host);
  const x: Point = [timeOf(rows[0]), timeOf(rows[rows.length - 1])];
  const ticks = hourTicks(x, 6, HOUR);
  const picture = new Picture('Requests, load and latency of a server over two days, with incidents shaded');
  const bad = stretches(rows, (row) => row.state === 'degraded');
  const incidents = stretches(rows, (row) => row.incident !== null);
  const legend = { degraded: ORANGE, incident: RED };
  const fields = [
    { field: 'requests', title: `${String(host)}: requests in 15 s`, label: plain },
    { field: 'cpu', title: 'cpu, %', label: plain },
    { field: 'latencyMs', title: 'latency, ms', label: plain },
  ] as const;
  for (const { field, title, label } of fields) {
    const y = rangeOf(
      rows.map((row) => numberOf(row[field])),
      0,
    );
    const first = field === 'requests';
    const chart = picture.panel({ title, height: 105, x, y, ticks, label, ...(first && { legend }) });
    for (const [from, to] of bad) chart.band(from, to, ORANGE);
    for (const [from, to] of incidents) chart.band(from, to, RED);
    chart.line(
      thinned(
        rows.map((row) => [timeOf(row), numberOf(row[field])]),
        20,
      ),
      BLUE,
      0.9,
    );
  }
  return picture;
}

/** The times from … to over which rows that follow each other are alike. */
function stretches(rows: readonly Row[], alike: (row: Row) => boolean): Point[] {
  const found: [number, number][] = [];
  let open = false;
  for (const row of rows) {
    const at = timeOf(row);
    if (alike(row)) {
      if (!open) found.push([at, at]);
      found[found.length - 1][1] = at;
    }
    open = alike(row);
  }
  return found;
}

/** A week of clicks, and what some users do in twenty minutes of it. */
export async function clickstream(rowsOf: RowsOf): Promise<Picture> {
  const offset = HOUR;
  const from = Date.UTC(2026, 0, 5) - offset;
  const x: Point = [from, from + 7 * DAY];
  const bin = 15 * MINUTE;
  const colors: Record<string, string> = { view: BLUE, addToCart: ORANGE, purchase: GREEN };
  const counts = new Map(Object.keys(colors).map((type) => [type, new Float64Array((7 * DAY) / bin)]));
  const noon = from + 2 * DAY + 12 * HOUR;
  const window: Point = [noon, noon + 20 * MINUTE];
  const near: { user: string; at: number; type: string }[] = [];
  for await (const row of rowsOf('clicks')) {
    const at = timeOf(row);
    const type = String(row.type);
    counts.get(type)![Math.floor((at - from) / bin)]++;
    if (at >= window[0] && at < window[1]) near.push({ user: String(row.userId), at, type });
  }
  const picture = new Picture('Clicks of a week by type in quarters of an hour, and twelve users over twenty minutes');
  const week = picture.panel({
    title: 'clicks in 15 minutes',
    height: 170,
    x,
    y: rangeOf(
      Array.from(counts.get('view')!, (views, i) => views + counts.get('addToCart')![i] + counts.get('purchase')![i]),
      0,
    ),
    ticks: hourTicks(x, 24, offset),
    label: thousands,
    legend: colors,
  });
  let low: Point[] = Array.from(counts.get('view')!, (_, i) => [from + (i + 0.5) * bin, 0]);
  for (const type of Object.keys(colors).reverse()) {
    const high = low.map(([at, y], i): Point => [at, y + counts.get(type)![i]]);
    week.area(low, high, colors[type]);
    low = high;
  }
  const active = [...new Set(near.map(({ user }) => user))].filter(
    (user) => near.filter((event) => event.user === user).length >= 4,
  );
  const users = Array.from({ length: 12 }, (_, i) => active[Math.floor((i * active.length) / 12)]);
  const lanes = picture.panel({
    title: 'twelve users, Wednesday noon',
    height: 200,
    x: window,
    y: [0, users.length + 1],
    ticks: [0, 5, 10, 15, 20].map((m) => ({ at: noon + m * MINUTE, label: `12:${String(m).padStart(2, '0')}` })),
  });
  users.forEach((user, lane) => {
    const own = near.filter((event) => event.user === user).sort((a, b) => a.at - b.at);
    const y = users.length - lane;
    lanes.line(
      [
        [own[0].at, y],
        [own[own.length - 1].at, y],
      ],
      GREY,
      0.8,
    );
    for (const { at, type } of own) lanes.dots([[at, y]], colors[type], 4);
  });
  return picture;
}

/** Two days of payments. */
export async function payments(rowsOf: RowsOf): Promise<Picture> {
  const offset = -3 * HOUR;
  const from = Date.UTC(2026, 0, 12) - offset;
  const x: Point = [from, from + 2 * DAY];
  const bin = 10 * MINUTE;
  const ticks = hourTicks(x, 6, offset);
  const picture = new Picture('Card payments over two days by status, bursts of fraud, and how late payments arrive');
  const colors: Record<string, string> = { approved: BLUE, declined: ORANGE, reversed: PURPLE };
  const counts = new Map(Object.keys(colors).map((status) => [status, new Float64Array((2 * DAY) / bin)]));
  const late: Point[] = [];
  let now = 0;
  for await (const row of rowsOf('payments')) {
    const at = timeOf(row);
    if (row.fault === null) now = Math.max(now, at);
    if (row.fault === 'late') late.push([now, Math.max(0, now - at) / MINUTE]);
    const place = Math.floor((at - from) / bin);
    // A clock that is off may show a time outside.
    if (place >= 0 && place < (2 * DAY) / bin) counts.get(String(row.status))![place]++;
  }
  const bars = picture.panel({
    title: 'payments in 10 minutes',
    height: 150,
    x,
    y: rangeOf(counts.get('approved')!, 0),
    ticks,
    label: plain,
    legend: colors,
  });
  const base = new Float64Array((2 * DAY) / bin);
  for (const [status, color] of Object.entries(colors)) {
    counts.get(status)!.forEach((count, i) => {
      if (count > 0) bars.bar([from + (i + 0.1) * bin, from + (i + 0.9) * bin], [base[i], base[i] + count], color);
      base[i] += count;
    });
  }
  const fraud = new Float64Array((2 * DAY) / bin);
  for await (const row of rowsOf('fraud')) fraud[Math.floor((timeOf(row) - from) / bin)]++;
  const bursts = picture.panel({
    title: 'fraud in 10 minutes: one leads to another',
    height: 90,
    x,
    y: rangeOf(fraud, 0),
    ticks,
    label: plain,
  });
  fraud.forEach((count, i) => {
    if (count > 0) bursts.bar([from + (i + 0.1) * bin, from + (i + 0.9) * bin], [0, count], RED);
  });
  picture
    .panel({
      title: 'late payments, by when they arrive: minutes late',
      height: 100,
      x,
      y: rangeOf(
        late.map(([, minutes]) => minutes),
        0,
      ),
      ticks,
      label: plain,
    })
    .dots(late, GREEN, 2);
  return picture;
}

/** A morning of runs, and the five days of the log. */
export async function pipeline(rowsOf: RowsOf): Promise<Picture> {
  const rows = await gather(rowsOf());
  const colors: Record<string, string> = {
    checkout: GREY,
    install: PURPLE,
    build: ORANGE,
    test: BLUE,
    deploy: GREEN,
    failed: RED,
  };
  const start = Date.UTC(2026, 0, 7, 9);
  const x: Point = [start, start + 2 * HOUR];
  const picture = new Picture(
    'Runs of a CI pipeline as lanes, and events an hour over five days with a field that changes its name',
  );
  const runs = new Map<unknown, Row[]>();
  for (const row of rows) runs.set(row.run, [...(runs.get(row.run) ?? []), row]);
  const shown = [...runs.values()].filter(([first]) => timeOf(first) >= x[0] && timeOf(first) < x[1] - 20 * MINUTE);
  const lanes = picture.panel({
    title: 'runs of a morning, one below another',
    height: 6 * shown.length,
    x,
    y: [0, shown.length],
    ticks: [0, 30, 60, 90, 120].map((m) => ({
      at: start + m * MINUTE,
      label: new Date(start + m * MINUTE).toISOString().slice(11, 16),
    })),
    legend: colors,
  });
  shown.forEach((run, lane) => {
    const y = shown.length - lane;
    run.forEach((row, i) => {
      const at = timeOf(row);
      const end = i + 1 < run.length ? timeOf(run[i + 1]) : at + MINUTE;
      if (at < x[1]) lanes.bar([at, Math.min(x[1], end)], [y - 0.85, y - 0.15], colors[String(row.step)]);
    });
  });
  const from = Date.UTC(2026, 0, 5, 8);
  const days: Point = [from, from + 5 * DAY];
  const hours = (field: string): Float64Array => {
    const counts = new Float64Array(120);
    for (const row of rows)
      if (row[field] !== undefined) counts[Math.min(119, Math.floor((timeOf(row) - from) / HOUR))]++;
    return counts;
  };
  const named = { runner: BLUE, agent: GREEN };
  const chart = picture.panel({
    title: 'events an hour, by the field that names the machine',
    height: 110,
    x: days,
    y: rangeOf([...hours('runner'), ...hours('agent')], 0),
    ticks: hourTicks(days, 24),
    label: plain,
    legend: named,
  });
  const base = new Float64Array(120);
  for (const [field, color] of Object.entries(named)) {
    hours(field).forEach((count, i) => {
      if (count > 0) chart.bar([from + (i + 0.1) * HOUR, from + (i + 0.9) * HOUR], [base[i], base[i] + count], color);
      base[i] += count;
    });
  }
  chart.mark(Date.UTC(2026, 0, 8), 'runner becomes agent');
  return picture;
}
