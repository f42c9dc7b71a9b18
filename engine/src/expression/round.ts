/**
 * Rounds to `decimals` digits after the point (0 … 100; negative rounds to tens, hundreds, …), halves away from zero. What
 * is rounded is the shortest decimal text of the double, which is what people see: 1.005 becomes 1.01, though the double is a
 * little below. The result is the double nearest to that decimal.
 */
export function roundTo(value: number, decimals: number): number {
  if (!Number.isFinite(value) || (decimals >= 0 && Number.isInteger(value))) return value;
  const text = String(Math.abs(value));
  const [mantissa, exponent] = text.split('e');
  const point = mantissa.indexOf('.');
  const whole = point < 0 ? mantissa : mantissa.slice(0, point);
  const digits = point < 0 ? mantissa : whole + mantissa.slice(point + 1);
  // value = 0.d1d2d3… × 10^scale
  const scale = whole.length + Number(exponent ?? 0);
  const kept = scale + decimals;
  if (kept >= digits.length) return value;
  const up = kept >= 0 && digits.charCodeAt(kept) >= 0x35;
  const head = BigInt(kept > 0 ? digits.slice(0, kept) : '0') + (up ? 1n : 0n);
  const rounded = Number(`${head}e${-decimals}`);
  return value < 0 && rounded !== 0 ? -rounded : rounded;
}

const POWERS = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8];

/** {@link roundTo} for a whole column, in a new array. */
export function roundAll(values: Float64Array, decimals: number): Float64Array {
  const out = new Float64Array(values.length);
  const power = decimals >= 0 && decimals < POWERS.length ? POWERS[decimals] : 0;
  for (let i = 0; i < out.length; i++) {
    const value = values[i];
    const scaled = value * power;
    const nearest = Math.round(scaled);
    // Far from a half the product's own error cannot matter; near one the decimal text decides.
    const distance = Math.abs(scaled - nearest);
    if (power > 0 && distance < 0.499 && nearest < 1e12 && nearest > -1e12) out[i] = nearest / power + 0;
    else out[i] = roundTo(value, decimals);
  }
  return out;
}
