/** A decimal number exactly as written: digits / 10^scale. */
export interface Decimal {
  readonly digits: bigint;
  /** ≥ 0. */
  readonly scale: number;
}

/** The shortest decimal that reads back as `value`: what stands in a schema as `0.01` is one hundredth here. */
export function decimalOf(value: number): Decimal {
  const [mantissa, exponent = '0'] = String(value).split('e');
  const [whole, fraction = ''] = mantissa.split('.');
  const digits = BigInt(whole + fraction);
  const scale = fraction.length - Number(exponent);
  return scale < 0 ? { digits: digits * 10n ** BigInt(-scale), scale: 0 } : { digits, scale };
}

/** The least positive decimal that is a multiple of each of some positive ones. */
export function leastCommonMultiple(values: readonly Decimal[]): Decimal {
  const scale = Math.max(...values.map((v) => v.scale));
  const digits = values
    .map((v) => v.digits * 10n ** BigInt(scale - v.scale))
    .reduce((a, b) => (a / greatestCommonDivisor(a, b)) * b);
  return { digits, scale };
}

/** The nearest double. */
export function toNumber({ digits, scale }: Decimal): number {
  return Number(`${digits}e-${scale}`);
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  while (b !== 0n) [a, b] = [b, a % b];
  return a;
}
