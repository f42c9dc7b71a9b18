const DATE = /^(\d{4})-(\d\d)-(\d\d)$/;
const TIME = /^(\d\d):(\d\d):(\d\d(?:\.\d+)?)(?:z|([+-])(\d\d):(\d\d))?$/i;
const DURATION = /^P(?!$)(?:(?:\d+Y)?(?:\d+M)?(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+S)?)?|\d+W)$/;
const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

export function isDate(text: string): boolean {
  const found = DATE.exec(text);
  if (found === null) return false;
  const year = Number(found[1]);
  const month = Number(found[2]);
  const day = Number(found[3]);
  if (month < 1 || month > 12 || day < 1) return false;
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return day <= (month === 2 && leap ? 29 : DAYS[month - 1]);
}

/** RFC 3339 `full-time`. */
export function isTime(text: string): boolean {
  return timeOf(text, true);
}

/** A time whose offset may be left out. */
export function isIsoTime(text: string): boolean {
  return timeOf(text, false);
}

/** RFC 3339 `date-time`. */
export function isDateTime(text: string): boolean {
  return dateTimeOf(text, true);
}

export function isIsoDateTime(text: string): boolean {
  return dateTimeOf(text, false);
}

/** RFC 3339, appendix A. */
export function isDuration(text: string): boolean {
  return DURATION.test(text);
}

function dateTimeOf(text: string, zoned: boolean): boolean {
  const separator = text.charAt(10);
  if (separator !== 'T' && separator !== 't' && !(separator === ' ' && !zoned)) return false;
  return isDate(text.slice(0, 10)) && timeOf(text.slice(11), zoned);
}

function timeOf(text: string, zoned: boolean): boolean {
  const found = TIME.exec(text);
  if (found === null) return false;
  const last = text.charAt(text.length - 1);
  if (zoned && found[4] === undefined && last !== 'Z' && last !== 'z') return false;
  const hour = Number(found[1]);
  const minute = Number(found[2]);
  const second = Number(found[3]);
  const offsetHour = Number(found[5] ?? 0);
  const offsetMinute = Number(found[6] ?? 0);
  if (hour > 23 || minute > 59 || second >= 61 || offsetHour > 23 || offsetMinute > 59) return false;
  if (second < 60) return true;
  const offset = (found[4] === '-' ? -1 : 1) * (offsetHour * 60 + offsetMinute);
  const utc = (hour * 60 + minute - offset + 2 * DAY) % DAY;
  return utc === DAY - 1;
}

const DAY = 1440;
