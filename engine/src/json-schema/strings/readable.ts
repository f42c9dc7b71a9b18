import { countOf, type CodePoints } from '../../fields/pattern-classes.js';
import { complement, intersect, SPACE } from './characters.js';

/** Sets of this many characters were not written to be drawn from evenly: `.`, `[^/]`, `\S`, `[ -~]`. */
const OPEN = 90;
/** Characters of a set that are drawn at most. */
const MOST_DRAWN = 512;

const NOT_SPACE = complement(SPACE);
const BLANK: CodePoints = [0x20, 0x20];
const LOWER: CodePoints = [0x61, 0x7a];
const ALPHANUMERIC: CodePoints = [0x30, 0x39, 0x41, 0x5a, 0x61, 0x7a];
const DIGIT: CodePoints = [0x30, 0x39];
const JOINERS: CodePoints = [0x20, 0x20, 0x2d, 0x2e, 0x5f, 0x5f];
const PRINTABLE: CodePoints = [0x20, 0x7e];
/** Letters of Latin-1 and Latin Extended-A, without × and ÷. */
const LATIN: CodePoints = [0x41, 0x5a, 0x61, 0x7a, 0xc0, 0xd6, 0xd8, 0xf6, 0xf8, 0x17f];
const BASIC: CodePoints = [0xa1, 0xac, 0xae, 0x2ff, 0x370, 0x1fff, 0x2070, 0xd7ff, 0xf900, 0xfdcf, 0xfdf0, 0xfeff];

/**
 * The characters of a set that read best: all of a small set, letters of an open one, what is printable before what is
 * not. Never none of a set that has any.
 */
export function readable(points: CodePoints): CodePoints {
  if (has(points, 0x20) && intersect(points, NOT_SPACE).length === 0) return BLANK;
  if (countOf(points) < OPEN) return points;
  if (!intersect(points, DIGIT).length) {
    const letters = intersect(points, LATIN);
    if (countOf(letters) >= 26 && !has(points, 0x20)) return letters;
  }
  const lower = intersect(points, LOWER);
  if (countOf(lower) >= 10) return lower;
  for (const tier of [ALPHANUMERIC, JOINERS, PRINTABLE, LATIN, BASIC]) {
    const some = intersect(points, tier);
    if (some.length > 0) return first(some);
  }
  return first(points);
}

/** Digits are as likely as letters, though there are fewer. */
const MOST_LIKELY = 10;

/** How likely a set is chosen beside others: as it has characters, up to a limit; what is not printable hardly ever. */
export function likelihood(points: CodePoints): number {
  const plain = intersect(points, PRINTABLE).length > 0 || intersect(points, LATIN).length > 0;
  return plain ? Math.min(countOf(points), MOST_LIKELY) : 1 / 65536;
}

function has(points: CodePoints, point: number): boolean {
  for (let r = 0; r < points.length; r += 2) if (points[r] <= point && point <= points[r + 1]) return true;
  return false;
}

function first(points: CodePoints): CodePoints {
  const some: number[] = [];
  let left = MOST_DRAWN;
  for (let r = 0; r < points.length && left > 0; r += 2) {
    const last = Math.min(points[r + 1], points[r] + left - 1);
    some.push(points[r], last);
    left -= last - points[r] + 1;
  }
  return some;
}
