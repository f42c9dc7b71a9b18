import { inCase, pointInCase, type CodePoints } from './pattern-classes.js';

export type TextCase = 'lower' | 'upper' | 'title';

const WORD = /^[\p{L}\p{M}\p{N}'’]$/u;

/** Whether a character belongs to a word, for title case. */
function isWord(point: number): boolean {
  if (point < 0x80) {
    const lower = point | 0x20;
    return (lower >= 0x61 && lower <= 0x7a) || (point >= 0x30 && point <= 0x39) || point === 0x27;
  }
  return WORD.test(String.fromCodePoint(point));
}

/** Turns the first letter of each word to upper case and the rest to lower case, in place. */
export function capitalise(points: Int32Array, length: number): void {
  let inside = false;
  for (let i = 0; i < length; i++) {
    const c = points[i];
    points[i] = pointInCase(c, inside ? 'lower' : 'upper');
    inside = isWord(c);
  }
}

/** A text with the first letter of each word in upper case and the rest in lower case. */
export function titleCase(text: string): string {
  const points = Int32Array.from(text, (c) => c.codePointAt(0) ?? 0);
  capitalise(points, points.length);
  return String.fromCodePoint(...points);
}

/**
 * Fixed places in title case; `undefined` where a place may either belong to a word or not, so that the case of what
 * follows depends on what is drawn.
 */
export function titlePlaces(places: readonly CodePoints[]): CodePoints[] | undefined {
  const titled: CodePoints[] = [];
  let inside = false;
  for (const points of places) {
    titled.push(inCase(points, inside ? 'lower' : 'upper'));
    const word = isWord(points[0]);
    for (let r = 0; r < points.length; r += 2) {
      for (let c = points[r]; c <= points[r + 1]; c++) if (isWord(c) !== word) return undefined;
    }
    inside = word;
  }
  return titled;
}
