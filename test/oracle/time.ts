/** Calendar length: a month is not a number of milliseconds. */
export interface Span {
  readonly months: number;
  readonly days: number;
  readonly ms: number;
}

const UNITS: Readonly<Record<string, Span>> = {
  ms: { months: 0, days: 0, ms: 1 },
  s: { months: 0, days: 0, ms: 1000 },
  m: { months: 0, days: 0, ms: 60_000 },
  h: { months: 0, days: 0, ms: 3_600_000 },
  d: { months: 0, days: 1, ms: 0 },
  w: { months: 0, days: 7, ms: 0 },
  mo: { months: 1, days: 0, ms: 0 },
  y: { months: 12, days: 0, ms: 0 },
};
const SYNONYMS: Readonly<Record<string, string>> = {
  sec: 's',
  min: 'm',
  hour: 'h',
  day: 'd',
  week: 'w',
  month: 'mo',
  year: 'y',
};
const PART = /(\d+(?:\.\d+)?)\s*(month|mo|ms|min|m|sec|s|hour|h|day|d|week|w|year|y)/g;
const ISO = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;

/** `1h30m`, `2w`, `1mo`, `P90D`, `PT15M`. */
export function parseSpan(text: string): Span {
  const iso = ISO.exec(text);
  if (iso && /\d/.test(text)) {
    const n = iso.slice(1).map((part) => Number(part ?? 0));
    return { months: n[0] * 12 + n[1], days: n[2] * 7 + n[3], ms: Math.round(((n[4] * 60 + n[5]) * 60 + n[6]) * 1000) };
  }
  if (text.replace(PART, '').trim() !== '') throw new Error(`not a duration: ${text}`);
  const total = { months: 0, days: 0, ms: 0 };
  for (const [, amount, name] of text.matchAll(PART)) {
    const unit = UNITS[SYNONYMS[name] ?? name];
    total.months += Number(amount) * unit.months;
    total.days += Number(amount) * unit.days;
    total.ms += Number(amount) * unit.ms;
  }
  return total;
}

/** Milliseconds of a duration that has no months. */
export function spanMs(span: Span): number {
  if (span.months !== 0) throw new Error('a month has no fixed length');
  return span.days * 86_400_000 + span.ms;
}

/** Offset of `zone` from UTC at an instant, in milliseconds. */
function offsetAt(ms: number, zone: string): number {
  if (zone === 'UTC') return 0;
  const parts = Object.fromEntries(
    new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
      .formatToParts(ms)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const wall = Date.UTC(parts.year, parts.month - 1, parts.day, parts.hour, parts.minute, parts.second);
  return wall - Math.floor(ms / 1000) * 1000;
}

/** Wall-clock milliseconds (as if UTC) of an instant in `zone`. */
export function wallClock(ms: number, zone: string): number {
  return ms + offsetAt(ms, zone);
}

/** The instant at which clocks in `zone` show these wall-clock milliseconds. */
export function fromWallClock(wall: number, zone: string): number {
  const guess = wall - offsetAt(wall, zone);
  return wall - offsetAt(guess, zone);
}

/** Months first, clamped to the month's end, then days, both on the calendar of `zone`; then milliseconds. */
export function addSpan(ms: number, span: Span, zone: string, sign: 1 | -1 = 1): number {
  let instant = ms;
  if (span.months !== 0 || span.days !== 0) {
    const wall = new Date(wallClock(ms, zone));
    const day = wall.getUTCDate();
    wall.setUTCDate(1);
    wall.setUTCMonth(wall.getUTCMonth() + sign * span.months);
    const last = new Date(Date.UTC(wall.getUTCFullYear(), wall.getUTCMonth() + 1, 0)).getUTCDate();
    wall.setUTCDate(Math.min(day, last));
    instant = fromWallClock(wall.getTime() + sign * span.days * 86_400_000, zone);
  }
  return instant + sign * span.ms;
}

const DATE = /^\d{4}-\d\d-\d\d$/;
const DATE_TIME = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)?$/;
const TIME = /^(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,3}))?)?$/;

/** An instant as written in a schema: ISO 8601, `now`, `now-90d`. Without an offset it is wall-clock time in `zone`. */
export function parseInstant(text: string, now: number, zone: string): number {
  const relative = /^now\s*(?:([+-])\s*(.+))?$/.exec(text);
  if (relative) return relative[1] ? addSpan(now, parseSpan(relative[2]), zone, relative[1] === '-' ? -1 : 1) : now;
  const parsed = readInstant(text, zone);
  if (parsed === undefined) throw new Error(`not an instant: ${text}`);
  return parsed;
}

/** An ISO date or date-time in the output; `undefined` for any other text. */
export function readInstant(text: string, zone = 'UTC'): number | undefined {
  if (DATE.test(text)) {
    const wall = Date.parse(`${text}T00:00:00Z`);
    return Number.isNaN(wall) || new Date(wall).toISOString().slice(0, 10) !== text
      ? undefined
      : fromWallClock(wall, zone);
  }
  const match = DATE_TIME.exec(text);
  if (!match) return undefined;
  const ms = Date.parse(match[1] ? text : `${text}Z`);
  if (Number.isNaN(ms)) return undefined;
  return match[1] ? ms : fromWallClock(ms, zone);
}

/** Milliseconds since midnight of `09:30`, `09:30:15`, `09:30:15.250`; `undefined` for any other text. */
export function readTimeOfDay(text: string): number | undefined {
  const match = TIME.exec(text);
  if (!match) return undefined;
  const [hours, minutes, seconds] = [Number(match[1]), Number(match[2]), Number(match[3] ?? 0)];
  if (hours > 23 || minutes > 59 || seconds > 59) return undefined;
  return ((hours * 60 + minutes) * 60 + seconds) * 1000 + Number((match[4] ?? '').padEnd(3, '0'));
}

const TOKEN = /yyyy|MM|dd|HH|mm|ss|SSS|'[^']*'/g;
const PLACES: Readonly<Record<string, [index: number, size: number]>> = {
  yyyy: [0, 31_536_000_000],
  MM: [1, 2_419_200_000],
  dd: [2, 86_400_000],
  HH: [3, 3_600_000],
  mm: [4, 60_000],
  ss: [5, 1000],
  SSS: [6, 1],
};

/**
 * Reads text written by an LDML pattern of yyyy, MM, dd, HH, mm, ss, SSS. `resolution` is what the pattern leaves open, in
 * milliseconds; `undefined` where the text does not fit.
 */
export function readPattern(
  text: string,
  pattern: string,
  zone: string,
): { ms: number; resolution: number } | undefined {
  const tokens: string[] = [];
  let source = '';
  let from = 0;
  for (const match of pattern.matchAll(TOKEN)) {
    source += escapeRegExp(pattern.slice(from, match.index));
    from = match.index + match[0].length;
    if (match[0].startsWith("'")) source += escapeRegExp(match[0].slice(1, -1));
    else {
      tokens.push(match[0]);
      source += `(\\d{${match[0].length}})`;
    }
  }
  const found = new RegExp(`^${source}${escapeRegExp(pattern.slice(from))}$`).exec(text);
  if (!found) return undefined;
  const parts = [1970, 1, 1, 0, 0, 0, 0];
  let resolution = Infinity;
  tokens.forEach((token, i) => {
    const [index, size] = PLACES[token];
    parts[index] = Number(found[i + 1]);
    resolution = Math.min(resolution, size);
  });
  const wall = Date.UTC(parts[0], parts[1] - 1, parts[2], parts[3], parts[4], parts[5], parts[6]);
  return { ms: fromWallClock(wall, zone), resolution };
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
