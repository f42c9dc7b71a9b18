/** Code points as sorted, disjoint, inclusive ranges: `[first, last, first, last, …]`. */
export type CodePoints = readonly number[];

const PRINTABLE: CodePoints = [0x20, 0x7e];
const SURROGATES = [0xd800, 0xdfff] as const;

/** Where an open class such as `.`, `[^,]` or `\p{L}` looks for characters: the first of these that has any. */
const TIERS: readonly CodePoints[] = [
  PRINTABLE,
  [0xa0, 0x17f],
  [0x00, 0x1f, 0x7f, 0x9f, 0x180, 0xd7ff, 0xe000, 0xffff],
  [0x10000, 0x1ffff],
  [0x20000, 0x10ffff],
];

/** For Unicode properties Latin letters with accents are as good as those without. */
const PROPERTY_TIERS: readonly CodePoints[] = [[...PRINTABLE, 0xa0, 0x17f], ...TIERS.slice(2)];

const found = new Map<string, CodePoints>();

/**
 * Characters that a class matches, by asking the platform's RegExp: those of the first tier that has any (printable ASCII,
 * Latin, the rest of the basic plane, further planes). Small tiers come first because they read well and because later
 * Unicode versions don't change them.
 *
 * @param source a class that stands alone, such as `[^"]`, `\S`, `\p{Lu}`
 */
export function sampleOf(source: string): CodePoints {
  let points = found.get(source);
  if (points === undefined) {
    const regexp = new RegExp(`^${source}$`, 'u');
    const tiers = /^\\[pP]/.test(source) ? PROPERTY_TIERS : TIERS;
    points = [];
    for (const tier of tiers) {
      points = scan(regexp, tier);
      if (points.length > 0) break;
    }
    found.set(source, points);
  }
  return points;
}

function scan(regexp: RegExp, among: CodePoints): CodePoints {
  const points: number[] = [];
  for (let r = 0; r < among.length; r += 2) {
    for (let c = among[r]; c <= among[r + 1]; c++) {
      if (!regexp.test(String.fromCodePoint(c))) continue;
      if (points.length > 0 && points[points.length - 1] === c - 1) points[points.length - 1] = c;
      else points.push(c, c);
    }
  }
  return points;
}

/** The union of ranges in any order, without surrogates, which no text in UTF-8 has. */
export function unite(ranges: readonly number[]): CodePoints {
  const pairs: [number, number][] = [];
  for (let r = 0; r < ranges.length; r += 2) {
    const first = ranges[r];
    const last = ranges[r + 1];
    if (last < SURROGATES[0] || first > SURROGATES[1]) pairs.push([first, last]);
    else {
      if (first < SURROGATES[0]) pairs.push([first, SURROGATES[0] - 1]);
      if (last > SURROGATES[1]) pairs.push([SURROGATES[1] + 1, last]);
    }
  }
  pairs.sort((a, b) => a[0] - b[0]);
  const united: number[] = [];
  for (const [first, last] of pairs) {
    const end = united.length - 1;
    if (end > 0 && first <= united[end] + 1) united[end] = Math.max(united[end], last);
    else united.push(first, last);
  }
  return united;
}

export function countOf(points: CodePoints): number {
  let count = 0;
  for (let r = 0; r < points.length; r += 2) count += points[r + 1] - points[r] + 1;
  return count;
}

/** Code point number `k` of a set. */
export function pointAt(points: CodePoints, k: number): number {
  let rest = k;
  for (let r = 0; r < points.length; r += 2) {
    const size = points[r + 1] - points[r] + 1;
    if (rest < size) return points[r] + rest;
    rest -= size;
  }
  throw new RangeError(`a set of ${countOf(points)} characters has no number ${k}`);
}

/** The other case of a character; one whose other case is more than one character stays as it is. */
export function pointInCase(point: number, change: 'lower' | 'upper'): number {
  if (point < 0x80) {
    if (change === 'lower') return point >= 0x41 && point <= 0x5a ? point + 32 : point;
    return point >= 0x61 && point <= 0x7a ? point - 32 : point;
  }
  const text = String.fromCodePoint(point);
  const other = change === 'lower' ? text.toLowerCase() : text.toUpperCase();
  const changed = other.codePointAt(0) ?? point;
  return other.length === (changed > 0xffff ? 2 : 1) ? changed : point;
}

/** The set after a change of case. */
export function inCase(points: CodePoints, change: 'lower' | 'upper'): CodePoints {
  const changed: number[] = [];
  for (let r = 0; r < points.length; r += 2) {
    for (let c = points[r]; c <= points[r + 1]; c++) {
      const point = pointInCase(c, change);
      changed.push(point, point);
    }
  }
  return unite(changed);
}
