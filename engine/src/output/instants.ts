import type { TemporalFormat } from '../columns/column.js';
import { digitPair, fourDigits, writeAscii } from './digits.js';

const DAY = 86400000;
const COLON = 0x3a;
const ZULU = 0x5a;

/** Bytes an instant takes at most: `+275760-09-13T00:00:00.000Z`. */
export const INSTANT_WIDTH = 27;

/** `HH:MM:` of each minute of a day, 8 bytes each. */
const MINUTES = new DataView(new ArrayBuffer(1440 * 8));
for (let m = 0; m < 1440; m++) {
  MINUTES.setInt16(m * 8, digitPair(Math.floor(m / 60)), true);
  MINUTES.setUint8(m * 8 + 2, COLON);
  MINUTES.setInt16(m * 8 + 3, digitPair(m % 60), true);
  MINUTES.setUint8(m * 8 + 5, COLON);
}

/** Texts of the days met last, `YYYY-MM-DD` in 16 bytes, found by the low bits of the day's number. */
const SLOTS = 4096;
const days = new DataView(new ArrayBuffer(SLOTS * 16));
const dayInSlot = new Int32Array(SLOTS).fill(0x7fffffff);

/** `YYYY-MM-DDTHH:MM:` of the minute met last: times mostly follow each other. */
const text = new DataView(new ArrayBuffer(24));
/** When that minute began, ms. */
const minute = new Float64Array([NaN]);

/**
 * Writes a point in time as {@link formatTemporal} does and returns where it ends; may write 6 bytes too many.
 *
 * @throws RangeError beyond ±8.64e15 ms, which no calendar text names
 */
export function writeTemporal(view: DataView, pos: number, ms: number, format: TemporalFormat): number {
  const t = Math.trunc(ms);
  if (format.type === 'datetime') return writeInstant(view, pos, t, format.milliseconds);
  const day = Math.floor(t / DAY);
  const inDay = t - day * DAY;
  return format.type === 'date' ? writeDay(view, pos, day) : writeTime(view, pos, inDay, format.milliseconds);
}

function writeInstant(view: DataView, pos: number, t: number, milliseconds: boolean): number {
  const within = t - minute[0];
  if (!(within >= 0 && within < 60_000)) return writeMinute(view, pos, t, milliseconds);
  view.setFloat64(pos, text.getFloat64(0, true), true);
  view.setFloat64(pos + 8, text.getFloat64(8, true), true);
  view.setUint8(pos + 16, COLON);
  const second = (within / 1000) | 0;
  view.setInt16(pos + 17, digitPair(second), true);
  if (!milliseconds) {
    view.setUint8(pos + 19, ZULU);
    return pos + 20;
  }
  // The leading zero of the four digits gives way to the point.
  view.setInt32(pos + 19, (fourDigits((within - second * 1000) | 0) & ~0xff) | 0x2e, true);
  view.setUint8(pos + 23, ZULU);
  return pos + 24;
}

/** An instant of another minute than the one met last. */
function writeMinute(view: DataView, pos: number, t: number, milliseconds: boolean): number {
  const day = Math.floor(t / DAY);
  const inDay = t - day * DAY;
  const at = writeDay(view, pos, day);
  view.setUint8(at, 0x54);
  const end = writeTime(view, at + 1, inDay, milliseconds);
  view.setUint8(end, ZULU);
  if (at === pos + 10) {
    text.setFloat64(0, view.getFloat64(pos, true), true);
    text.setFloat64(8, view.getFloat64(pos + 8, true), true);
    minute[0] = t - (inDay % 60_000);
  }
  return end + 1;
}

function writeTime(view: DataView, pos: number, inDay: number, milliseconds: boolean): number {
  const seconds = Math.floor(inDay / 1000);
  const minute = (seconds / 60) | 0;
  view.setFloat64(pos, MINUTES.getFloat64(minute * 8, true), true);
  view.setInt16(pos + 6, digitPair(seconds - minute * 60), true);
  if (!milliseconds) return pos + 8;
  // The leading zero of the four digits gives way to the point.
  view.setInt32(pos + 8, (fourDigits(inDay - seconds * 1000) & ~0xff) | 0x2e, true);
  return pos + 12;
}

function writeDay(view: DataView, pos: number, day: number): number {
  // 0000-01-01 … 9999-12-31: the years of four digits.
  if (!(day >= -719528 && day <= 2932896))
    return writeAscii(view, pos, new Date(day * DAY).toISOString().slice(0, -14));
  const slot = day & (SLOTS - 1);
  if (dayInSlot[slot] !== day) fillSlot(slot, day);
  view.setFloat64(pos, days.getFloat64(slot * 16, true), true);
  view.setInt16(pos + 8, days.getInt16(slot * 16 + 8, true), true);
  return pos + 10;
}

/** Civil date of a day number, after Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", civil_from_days. */
function fillSlot(slot: number, day: number): void {
  const z = day + 719468;
  const era = Math.floor(z / 146097);
  const dayOfEra = z - era * 146097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36524) - Math.floor(dayOfEra / 146096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * dayOfYear + 2) / 153); // months from March
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  const at = slot * 16;
  days.setInt32(at, fourDigits(year), true);
  days.setUint8(at + 4, 0x2d);
  days.setInt16(at + 5, digitPair(month), true);
  days.setUint8(at + 7, 0x2d);
  days.setInt16(at + 8, digitPair(dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1), true);
  dayInSlot[slot] = day;
}
