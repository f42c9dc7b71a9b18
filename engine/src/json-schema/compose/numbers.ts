import type { Addresses, Stream } from '../../random/stream.js';
import type { NumberShape } from '../shape.js';
import { Lattice } from './lattice.js';

/** The numbers of a shape, to draw from. */
export interface Numbers {
  /** All of them, where they are few. */
  readonly points: Float64Array | undefined;
  draw(stream: Stream, at: Addresses, out: Float64Array): void;
}

/** How far numbers reach where a schema leaves an end open. */
export const SPAN = 1000;

/** So few candidates are tried one by one beforehand. */
const LISTED = 2048;
/** Fresh numbers for a candidate that does not do, then its neighbours. */
const REDRAWS = 16;
const NEIGHBOURS = 4096;

/** What formats and libraries write where they mean no bound at all. */
const OPEN_ENDED = new Set(
  [2147483647, 2147483648, 4294967295, 2 ** 63, 3.4028234663852886e38, 1.7976931348623157e308].concat(
    Number.MAX_SAFE_INTEGER,
  ),
);

/**
 * @param span how far the numbers reach at least where an end is open.
 * @returns `undefined` where no number was found that satisfies the shape.
 */
export function compileNumbers(shape: NumberShape, span: number = SPAN): Numbers | undefined {
  const test = testOf(shape);
  const step = Lattice.stepOf(shape);
  for (const [min, max] of ranges(shape, Math.max(span, 100 * step))) {
    for (const lattice of Lattice.candidates(shape, min, max)) {
      const numbers = numbersOf(lattice, test);
      if (numbers !== undefined) return numbers;
    }
  }
  return undefined;
}

function numbersOf(lattice: Lattice, test: (x: number) => boolean): Numbers | undefined {
  const { count } = lattice;
  if (count <= LISTED) {
    const found = new Set<number>();
    for (let k = 0; k < count; k++) if (test(lattice.value(k))) found.add(lattice.value(k));
    if (found.size === 0) return undefined;
    const points = Float64Array.from(found);
    return {
      points,
      draw(stream, at, out) {
        stream.integers(at, 0, points.length, out);
        for (let i = 0; i < at.length; i++) out[i] = points[out[i]];
      },
    };
  }
  if (!hasMember(lattice, test)) return undefined;
  return {
    points: undefined,
    draw(stream, at, out) {
      stream.integers(at, 0, count, out);
      for (let i = 0; i < at.length; i++) {
        let k = out[i];
        let x = lattice.value(k);
        for (let draw = 1; draw < REDRAWS && !test(x); draw++) {
          k = Math.floor(stream.uniform(at.low[i], at.high[i], draw) * count);
          x = lattice.value(k);
        }
        for (let n = 0; n < NEIGHBOURS && !test(x); n++) {
          k = k + 1 < count ? k + 1 : 0;
          x = lattice.value(k);
        }
        out[i] = x;
      }
    },
  };
}

/** Whether a member turns up among the ends of a lattice and points spread over it. */
function hasMember(lattice: Lattice, test: (x: number) => boolean): boolean {
  const { count } = lattice;
  for (let i = 0; i < LISTED; i++) {
    if (test(lattice.value(i)) || test(lattice.value(count - 1 - i))) return true;
    if (test(lattice.value(Math.floor((i / LISTED) * count)))) return true;
  }
  return false;
}

/**
 * Whether a number satisfies a shape. Multiples are what validators take for such: the quotient as a double is whole, and
 * below 10^21, where some of them compare texts.
 */
function testOf(shape: NumberShape): (x: number) => boolean {
  const { min, max, exclusiveMin, exclusiveMax, integer, fractional, multipleOf, notMultipleOf } = shape;
  const excluded = new Set(shape.excluded.filter((v) => typeof v === 'number'));
  return (x) =>
    Number.isFinite(x) &&
    (exclusiveMin ? x > min : x >= min) &&
    (exclusiveMax ? x < max : x <= max) &&
    (!integer || Number.isInteger(x)) &&
    (!fractional || !Number.isInteger(x)) &&
    multipleOf.every((m) => Number.isInteger(x / m) && Math.abs(x / m) < 1e21) &&
    notMultipleOf.every((m) => !Number.isInteger(x / m)) &&
    !excluded.has(x);
}

/** Ranges to look for numbers in: what looks sensible first, then wider ones. */
function* ranges(shape: NumberShape, span: number): Iterable<readonly [number, number]> {
  const { min, max } = shape;
  const low = -min >= 1e300 || OPEN_ENDED.has(-min) ? -Infinity : min;
  const high = max >= 1e300 || OPEN_ENDED.has(max) ? Infinity : max;
  const both = low === -Infinity && high === Infinity;
  const wide = shape.formats.length === 0 && Number.isFinite(min) && Number.isFinite(max) && both && !isSafe(min, max);
  if (wide) yield [min, max];
  else if (both) yield [clamp(0), clamp(span)];
  else if (high === Infinity) yield [low, clamp(low + Math.max(span, Math.abs(low) / 1024))];
  else if (low !== -Infinity) yield [low, high];
  else if (high > 0) {
    yield [clamp(0), high];
    yield [clamp(high - span), high];
  } else yield [clamp(high - Math.max(span, Math.abs(high) / 1024)), high];
  for (let reach = span * 1000; reach < 1e300; reach *= 1e6) yield [clamp(-reach), clamp(reach)];
  yield [clamp(-Number.MAX_VALUE), clamp(Number.MAX_VALUE)];

  function clamp(x: number): number {
    return Math.min(max, Math.max(min, x));
  }
}

/** Bounds that stand for the type of an integer are no wish for huge numbers. */
function isSafe(min: number, max: number): boolean {
  return OPEN_ENDED.has(-min) && OPEN_ENDED.has(max) && max < 1e300;
}
