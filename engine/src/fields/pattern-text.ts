import type { TextColumn } from '../columns/column.js';
import { TextBuilder } from '../columns/text.js';
import type { TextSet } from './pattern-automaton.js';
import type { CodePoints } from './pattern-classes.js';

/** Texts of a set by their numbers. */
export function numbered(set: TextSet, numbers: Float64Array, longest: number): TextColumn {
  const points = new Int32Array(longest);
  const out = new TextBuilder(numbers.length, Math.min(64, longest));
  for (let i = 0; i < numbers.length; i++) {
    writePoints(out, points, set.write(numbers[i], points));
    out.endRow();
  }
  return out.finish();
}

/** Writes code points as UTF-8 and says so where they may need escaping or quoting. */
export function writePoints(out: TextBuilder, points: Int32Array, length: number): void {
  out.reserve(length * 4);
  let plain = length > 0 && points[0] !== 0x20 && points[length - 1] !== 0x20;
  for (let i = 0; i < length; i++) {
    const c = points[i];
    if (c < 0x80) {
      if (plain && !isPlainPoint(c)) plain = false;
      out.byte(c);
    } else {
      plain = false;
      if (c < 0x800) out.byte(0xc0 | (c >> 6));
      else {
        if (c < 0x10000) out.byte(0xe0 | (c >> 12));
        else {
          out.byte(0xf0 | (c >> 18));
          out.byte(0x80 | ((c >> 12) & 63));
        }
        out.byte(0x80 | ((c >> 6) & 63));
      }
      out.byte(0x80 | (c & 63));
    }
  }
  if (!plain) out.mark();
}

/** As {@link isPlain} of one character within a text: a space there is plain. */
function isPlainPoint(c: number): boolean {
  return c >= 0x20 && c <= 0x7e && c !== 0x22 && c !== 0x5c && c !== 0x2c && c !== 0x3b && c !== 0x7c;
}

export function isPlainSet(points: CodePoints): boolean {
  for (let r = 0; r < points.length; r += 2) {
    for (let c = points[r]; c <= points[r + 1]; c++) if (!isPlainPoint(c)) return false;
  }
  return true;
}

export function hasSpace(points: CodePoints): boolean {
  for (let r = 0; r < points.length; r += 2) if (points[r] <= 0x20 && points[r + 1] >= 0x20) return true;
  return false;
}
