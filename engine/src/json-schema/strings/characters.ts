import { unite, type CodePoints } from '../../fields/pattern-classes.js';

export const LAST_POINT = 0x10ffff;
/** Every character that a text in UTF-8 can hold. */
export const ANY: CodePoints = [0, 0xd7ff, 0xe000, LAST_POINT];
export const DIGITS: CodePoints = [0x30, 0x39];
export const WORD: CodePoints = [0x30, 0x39, 0x41, 0x5a, 0x5f, 0x5f, 0x61, 0x7a];
/** ECMAScript's WhiteSpace and LineTerminator. */
export const SPACE: CodePoints = unite([
  0x09, 0x0d, 0x20, 0x20, 0xa0, 0xa0, 0x1680, 0x1680, 0x2000, 0x200a, 0x2028, 0x2029, 0x202f, 0x202f, 0x205f, 0x205f,
  0x3000, 0x3000, 0xfeff, 0xfeff,
]);
const LINE_ENDS: CodePoints = [0x0a, 0x0a, 0x0d, 0x0d, 0x2028, 0x2029];

/** Every character that is not in the set. */
export function complement(points: CodePoints): CodePoints {
  const others: number[] = [];
  let from = 0;
  for (let r = 0; r < points.length; r += 2) {
    if (points[r] > from) others.push(from, points[r] - 1);
    from = points[r + 1] + 1;
  }
  if (from <= LAST_POINT) others.push(from, LAST_POINT);
  return unite(others);
}

export function intersect(a: CodePoints, b: CodePoints): CodePoints {
  const both: number[] = [];
  for (let i = 0, k = 0; i < a.length && k < b.length;) {
    const first = Math.max(a[i], b[k]);
    const last = Math.min(a[i + 1], b[k + 1]);
    if (first <= last) both.push(first, last);
    if (a[i + 1] < b[k + 1]) i += 2;
    else k += 2;
  }
  return both;
}

/** What `.` stands for. */
export const DOT: CodePoints = complement(LINE_ENDS);

const properties = new Map<string, CodePoints>();

/** Exactly the characters of a Unicode property, as the platform knows it. @param source such as `\p{Lu}` */
export function property(source: string): CodePoints {
  let points = properties.get(source);
  if (points === undefined) properties.set(source, (points = scan(new RegExp(`${source}+`, 'gu'))));
  return points;
}

const BLOCK = 0x1000;
/** Of the planes from this one on, only the ends hold anything but one kind of characters. */
const UNIFORM = 0x40000;
const PLANE = 0x10000;

/** Asks for whole runs of characters: a question for each of a million would take long. */
function scan(regexp: RegExp): CodePoints {
  const ranges: number[] = [];
  for (let from = 0; from < UNIFORM; from += BLOCK) scanBlock(regexp, from, ranges);
  for (let plane = UNIFORM; plane <= LAST_POINT; plane += PLANE) {
    const last = plane + PLANE - BLOCK;
    scanBlock(regexp, plane, ranges);
    if (scanBlock(regexp, plane + BLOCK, ranges)) ranges.push(plane + 2 * BLOCK, last - 1);
    scanBlock(regexp, last, ranges);
  }
  return unite(ranges);
}

const blocks = new Map<number, string>();

/** All characters from `from` on, as far as a block goes or surrogates begin; none in their midst. */
function blockAt(from: number): string {
  let text = blocks.get(from);
  if (text === undefined) {
    const size = from === 0xd000 ? 0x800 : BLOCK;
    text = String.fromCodePoint(...Array.from({ length: size }, (_, k) => from + k));
    blocks.set(from, text);
  }
  return text;
}

/** Whether it matches the block as a whole. */
function scanBlock(regexp: RegExp, from: number, ranges: number[]): boolean {
  const text = blockAt(from);
  const units = from > 0xffff ? 2 : 1;
  let whole = false;
  for (const match of text.matchAll(regexp)) {
    const first = from + match.index / units;
    ranges.push(first, first + match[0].length / units - 1);
    whole = match[0].length === text.length;
  }
  return whole;
}
