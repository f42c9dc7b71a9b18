import type { NumberShape } from '../shape.js';
import { decimalOf, leastCommonMultiple, toNumber } from './decimal.js';

const EXACT = 9007199254740992;
/** Powers of ten up to here are exact doubles. */
const EXACT_SCALE = 22;

/** Evenly spaced numbers of a range. */
export class Lattice {
  private constructor(
    /** How many there are; values from 2^53 on are approximate. */
    readonly count: number,
    readonly value: (k: number) => number,
  ) {}

  /** The distance of the numbers that a shape allows; 0 where they are not on a lattice. */
  static stepOf({ integer, multipleOf }: NumberShape): number {
    const steps = multipleOf.map(decimalOf);
    if (integer) steps.push(decimalOf(1));
    return steps.length === 0 ? 0 : toNumber(leastCommonMultiple(steps));
  }

  /** Lattices to look for a shape's numbers in `min` … `max`, the best looking first. */
  static *candidates(shape: NumberShape, min: number, max: number): Iterable<Lattice> {
    const steps = shape.multipleOf.map(decimalOf);
    if (shape.integer) steps.push(decimalOf(1));
    if (steps.length > 0) {
      const { digits, scale } = leastCommonMultiple(steps);
      const lattice = Lattice.between(digits, scale, min, max);
      if (lattice !== undefined) yield lattice;
      return;
    }
    let scale = 2;
    while (scale < EXACT_SCALE && (max - min) * Number(`1e${scale}`) < 100) scale++;
    const decimals = Lattice.between(1n, scale, min, max);
    if (decimals !== undefined && decimals.count < EXACT / 16) yield decimals;
    yield Lattice.continuous(min, max);
  }

  /** The multiples of digits / 10^scale. */
  private static between(digits: bigint, scale: number, min: number, max: number): Lattice | undefined {
    const step = toNumber({ digits, scale });
    const width = Number(digits);
    const power = Number(`1e${scale}`);
    const exact = scale <= EXACT_SCALE;
    const at = (k: number): number => {
      const units = k * width;
      // Both exact, so that the quotient is the double nearest to the decimal; otherwise the best that doubles give.
      return (exact && Math.abs(units) <= EXACT ? units / power : k * step) + 0;
    };
    let first = Math.ceil(min / step);
    let last = Math.floor(max / step);
    if (!Number.isFinite(first)) first = -Number.MAX_VALUE;
    if (!Number.isFinite(last)) last = Number.MAX_VALUE;
    // The quotient was rounded: look one further on either side.
    if (at(first - 1) >= min) first--;
    if (at(first) < min) first++;
    if (at(last + 1) <= max) last++;
    if (at(last) > max) last--;
    const count = last - first + 1;
    return count >= 1 ? new Lattice(count, (k) => at(first + k)) : undefined;
  }

  private static continuous(min: number, max: number): Lattice {
    // Halves, because the difference of the largest numbers is none.
    const half = max / 2 - min / 2;
    return new Lattice(EXACT, (k) => {
      const part = half * (k / EXACT);
      return min + part + part;
    });
  }
}
