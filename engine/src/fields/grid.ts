import { compileDistribution } from '../random/distribution.js';
import type { Points } from '../random/points.js';
import type { NumberSpec } from '../schema/model.js';

/** Integers up to this are exact in a double. */
const EXACT = 2 ** 53;

/** A decimal as `digits` / 10^`decimals`, from its shortest text: 0.05 is 5 / 10^2. */
export function decimalParts(value: number): { digits: bigint; decimals: number } {
  const [mantissa, exponent = '0'] = String(value).split('e');
  const [whole, fraction = ''] = mantissa.split('.');
  const shift = fraction.length - Number(exponent);
  const digits = BigInt(whole + fraction);
  return shift >= 0 ? { digits, decimals: shift } : { digits: digits * 10n ** BigInt(-shift), decimals: 0 };
}

/** 10^n for n ≥ 0, exact up to 10^22 and correctly rounded beyond. */
function powerOfTen(n: number): number {
  return Number(`1e${n}`);
}

/** ⌊log10 x⌋ for x > 0. */
function magnitude(x: number): number {
  return Number(x.toExponential().split('e')[1]);
}

/**
 * The values a number field can take: k · numerator / 10^decimals for integers k from `first` to `last`. Dividing integers
 * gives the double nearest to the decimal, which prints as that decimal.
 */
export class Grid {
  /** Digits after the point; `undefined` where points are further apart than whole numbers, beyond those that are exact. */
  readonly decimals: number | undefined;
  /** Distance of neighbouring values. */
  readonly step: number;
  readonly first: number;
  readonly last: number;
  private readonly numerator: number;
  private readonly denominator: number;

  /** @param bounds where a side is open, points reach as far as integers are exact. */
  constructor(
    spec: NumberSpec,
    private readonly bounds: { readonly min?: number | undefined; readonly max?: number | undefined },
  ) {
    let decimals = spec.kind === 'integer' ? 0 : (spec.decimals ?? defaultDecimals(spec, bounds));
    let digits = 1n;
    if (spec.multipleOf !== undefined) {
      const multiple = decimalParts(spec.multipleOf);
      const fixed = spec.kind === 'integer' ? 0 : spec.decimals;
      const places = Math.max(multiple.decimals, fixed ?? 0);
      digits = multiple.digits * 10n ** BigInt(places - multiple.decimals);
      if (fixed !== undefined) digits = leastCommonMultiple(digits, 10n ** BigInt(places - fixed));
      decimals = places;
    }
    this.numerator = decimals < 0 ? powerOfTen(-decimals) : Number(digits);
    this.denominator = powerOfTen(Math.max(0, decimals));
    this.step = this.numerator / this.denominator;
    this.decimals = decimals < 0 ? undefined : decimals;
    this.first = bounds.min === undefined ? -EXACT : this.atLeast(bounds.min);
    this.last = bounds.max === undefined ? EXACT : this.atMost(bounds.max);
  }

  /** How many values: 0 where none lies between the bounds, or none there is exact. */
  get count(): number {
    const { first, last } = this;
    const { min = -Infinity, max = Infinity } = this.bounds;
    return this.value(first) < min || this.value(last) > max ? 0 : Math.max(0, last - first + 1);
  }

  /** All of them, to be drawn from. */
  get points(): Points {
    const { first, count: size, numerator, denominator } = this;
    return numerator === 1 && denominator === 1
      ? { kind: 'even', size, first, step: 1 }
      : { kind: 'decimal', size, first, numerator, denominator };
  }

  /** The value of point `k`. */
  value(k: number): number {
    return (k * this.numerator) / this.denominator;
  }

  /** The value of the grid, within its bounds or not, that is nearest to a number. */
  nearest(value: number): number {
    // The quotient may be off by a rounding.
    const k = Math.round(value / this.step);
    let nearest = this.value(k);
    for (const other of [this.value(k - 1), this.value(k + 1)])
      if (Math.abs(other - value) < Math.abs(nearest - value)) nearest = other;
    return nearest;
  }

  /** The values of the points `offset + steps[i]`. */
  values(steps: ArrayLike<number>, offset: number): Float64Array {
    const { numerator, denominator } = this;
    const out = new Float64Array(steps.length);
    if (numerator === 1 && denominator === 1) {
      for (let i = 0; i < out.length; i++) out[i] = offset + steps[i];
    } else {
      for (let i = 0; i < out.length; i++) out[i] = ((offset + steps[i]) * numerator) / denominator;
    }
    return out;
  }

  /** Moves each value to the nearest point between the bounds, in place. */
  snap(values: Float64Array): Float64Array {
    const { numerator, denominator, first, last } = this;
    const inverse = denominator / numerator;
    for (let i = 0; i < values.length; i++) {
      const k = Math.min(last, Math.max(first, Math.round(values[i] * inverse)));
      values[i] = (k * numerator) / denominator;
    }
    return values;
  }

  /** The first point ≥ `bound`. The quotient may be off by a rounding, so its neighbours are tried. */
  private atLeast(bound: number): number {
    let k = Math.round(bound / this.step);
    if (Math.abs(k) >= EXACT) return k < 0 ? -EXACT : EXACT;
    while (this.value(k) < bound) k++;
    while (this.value(k - 1) >= bound) k--;
    return k;
  }

  private atMost(bound: number): number {
    let k = Math.round(bound / this.step);
    // Out there, neighbouring points are one number.
    if (Math.abs(k) >= EXACT) return k < 0 ? -EXACT : EXACT;
    while (this.value(k) > bound) k--;
    while (this.value(k + 1) <= bound) k++;
    return k;
  }
}

function leastCommonMultiple(a: bigint, b: bigint): bigint {
  let [x, y] = [a, b];
  while (y !== 0n) [x, y] = [y, x % y];
  return (a / x) * b;
}

/**
 * Digits after the point where a field says none: about four significant digits of its spread, at least two, at least those
 * its bounds are written with, and never so many that points stop being exact: below 0 where whole numbers are not.
 */
function defaultDecimals(spec: NumberSpec, bounds: { min?: number | undefined; max?: number | undefined }): number {
  const spread = spreadOf(spec, bounds);
  let decimals = spread > 0 ? Math.max(2, 3 - magnitude(spread)) : 2;
  for (const bound of [spec.min, spec.max]) {
    if (bound !== undefined) decimals = Math.max(decimals, Math.min(12, decimalParts(bound).decimals));
  }
  const open = bounds.min === undefined || bounds.max === undefined;
  const middle =
    open && spec.distribution !== undefined ? compileDistribution(spec.distribution, bounds).quantile(0.5) : 0;
  const largest = Math.max(Math.abs(bounds.min ?? 0), Math.abs(bounds.max ?? 0), Math.abs(middle) + spread);
  while (Math.min(largest, Number.MAX_VALUE) * powerOfTen(decimals) > EXACT) decimals--;
  return decimals;
}

function spreadOf(spec: NumberSpec, bounds: { min?: number | undefined; max?: number | undefined }): number {
  if (bounds.min !== undefined && bounds.max !== undefined) return Math.min(bounds.max - bounds.min, Number.MAX_VALUE);
  const d = spec.distribution;
  switch (d?.type) {
    case 'normal':
      return 4 * d.stdDev;
    case 'exponential':
      return d.mean;
    case 'gamma':
    case 'weibull':
    case 'pareto':
      return d.scale;
    case 'histogram':
      return d.edges[d.edges.length - 1] - d.edges[0];
    default:
      return 1;
  }
}
