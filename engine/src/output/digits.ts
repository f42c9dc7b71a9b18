/** Four ASCII digits of 0 … 9999, zero-padded, as a little-endian word. */
const PADDED = new Int32Array(10000);
/** The digits of 0 … 9999 without leading zeros, the first in the lowest byte, and how many they are. */
const SHORT = new Int32Array(10000);
const COUNT = new Uint8Array(10000);

for (let n = 0; n < 10000; n++) {
  const word =
    0x30303030 +
    Math.floor(n / 1000) +
    ((Math.floor(n / 100) % 10) << 8) +
    ((Math.floor(n / 10) % 10) << 16) +
    ((n % 10) << 24);
  PADDED[n] = word;
  COUNT[n] = n < 10 ? 1 : n < 100 ? 2 : n < 1000 ? 3 : 4;
  SHORT[n] = n < 10 ? word >>> 24 : n < 100 ? word >>> 16 : n < 1000 ? word >>> 8 : word;
}

/**
 * By number of digits, 1 … 3: the point and the digits of a fraction without trailing zeros, as a little-endian word.
 * How long they are stands in {@link FRACTION_LENGTHS}.
 */
const FRACTIONS = [1, 2, 3].map((digits) => new Int32Array(10 ** digits));
const FRACTION_LENGTHS = [1, 2, 3].map((digits) => new Uint8Array(10 ** digits));

for (let digits = 1; digits <= 3; digits++) {
  for (let rest = 1; rest < 10 ** digits; rest++) {
    const text = String(rest).padStart(digits, '0').replace(/0+$/, '');
    for (let i = text.length; i-- > 0;)
      FRACTIONS[digits - 1][rest] = (FRACTIONS[digits - 1][rest] << 8) | text.charCodeAt(i);
    FRACTIONS[digits - 1][rest] = (FRACTIONS[digits - 1][rest] << 8) | 0x2e;
    FRACTION_LENGTHS[digits - 1][rest] = text.length + 1;
  }
}

/** Bytes a number takes at most: `-1.2345678901234567e-300`. */
export const NUMBER_WIDTH = 25;

const POINT = 0x2e;
const MINUS = 0x2d;
const ZERO = 0x30;

/** 10^0 … 10^22, the powers of ten that are exact as doubles. */
export const POWERS = Float64Array.from({ length: 23 }, (_, i) => Number(`1e${i}`));

/**
 * Writes `value` as `String(value)` does and returns where it ends; may write 3 bytes too many. The value must be finite.
 */
export function writeInteger(view: DataView, pos: number, value: number): number {
  let n = value;
  if (n < 0) {
    view.setUint8(pos++, MINUS);
    n = -n;
  }
  if (n <= 0x7fffffff && n === (n | 0)) return writeUint31(view, pos, n | 0);
  if (n <= Number.MAX_SAFE_INTEGER && n === Math.floor(n)) {
    const high = Math.floor(n / 1e8);
    const low = n - high * 1e8;
    return write8(view, writeUint31(view, pos, high), low);
  }
  return writeAscii(view, pos, String(n));
}

/** `n` is 0 … 2^31 − 1. */
function writeUint31(view: DataView, pos: number, n: number): number {
  if (n < 10000) {
    view.setInt32(pos, SHORT[n], true);
    return pos + COUNT[n];
  }
  if (n < 100000000) {
    const high = (n / 10000) | 0;
    view.setInt32(pos, SHORT[high], true);
    const at = pos + COUNT[high];
    view.setInt32(at, PADDED[n - Math.imul(high, 10000)], true);
    return at + 4;
  }
  const top = (n / 100000000) | 0;
  view.setInt32(pos, SHORT[top], true);
  return write8(view, pos + (top < 10 ? 1 : 2), n - top * 100000000);
}

/** Eight digits, zero-padded. */
function write8(view: DataView, pos: number, n: number): number {
  const high = (n / 10000) | 0;
  view.setInt32(pos, PADDED[high], true);
  view.setInt32(pos + 4, PADDED[n - Math.imul(high, 10000)], true);
  return pos + 8;
}

/**
 * Writes a value that is k / 10^decimals as `String(value)` does, without making that string: with at most 15 digits
 * no shorter decimal names the same double, so the digits of k without trailing zeros are the shortest text. Whatever
 * does not pass that test is written by `String`. May write 7 bytes too many. The value must be finite.
 */
export function writeDecimal(view: DataView, pos: number, value: number, decimals: number): number {
  const power = POWERS[decimals];
  const magnitude = Math.abs(value);
  const scaled = Math.round(magnitude * power);
  // Below 1e-6 String turns to exponents.
  if (!(scaled < 1e15 && scaled / power === magnitude && (magnitude >= 1e-6 || scaled === 0))) {
    return writeAscii(view, pos, String(value));
  }
  let at = pos;
  if (value < 0) view.setUint8(at++, MINUS);
  const whole = Math.floor(magnitude);
  at = whole <= 0x7fffffff ? writeUint31(view, at, whole | 0) : writeInteger(view, at, whole);
  let rest = scaled - whole * power;
  if (rest === 0) return at;
  if (decimals <= 3) {
    view.setInt32(at, FRACTIONS[decimals - 1][rest], true);
    return at + FRACTION_LENGTHS[decimals - 1][rest];
  }
  view.setUint8(at++, POINT);
  let digits = decimals;
  while (digits > 4) {
    const unit = POWERS[digits - 4];
    const head = Math.floor(rest / unit);
    view.setInt32(at, PADDED[head], true);
    rest -= head * unit;
    at += 4;
    digits -= 4;
  }
  // Left-aligned: the last group of digits, padded with zeros behind.
  view.setInt32(at, PADDED[rest * POWERS[4 - digits]], true);
  at += digits;
  while (view.getUint8(at - 1) === ZERO) at--;
  return at;
}

/** Writes ASCII text and returns where it ends. */
export function writeAscii(view: DataView, pos: number, text: string): number {
  for (let i = 0; i < text.length; i++) view.setUint8(pos + i, text.charCodeAt(i));
  return pos + text.length;
}

/** Two ASCII digits of 0 … 99 as a little-endian word of two bytes. */
export function digitPair(n: number): number {
  return PADDED[n] >>> 16;
}

/** Four ASCII digits of 0 … 9999 as a little-endian word. */
export function fourDigits(n: number): number {
  return PADDED[n];
}
