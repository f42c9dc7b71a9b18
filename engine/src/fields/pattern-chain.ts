import type { TextColumn } from '../columns/column.js';
import { SPARE } from '../columns/text.js';
import type { Stream } from '../random/stream.js';
import { second, threefry } from '../random/threefry.js';
import type { Batch } from './drawer.js';
import { countOf, pointAt, type CodePoints } from './pattern-classes.js';
import { spread, type TextSet } from './pattern-automaton.js';

/** Texts of a segment are laid out in a table of at most this many. */
const MOST_TEXTS = 1 << 15;
/** Bytes of a segment: two words. */
export const WIDTH = 8;

/** Some places of a chain whose texts are all written out, 8 bytes each. */
export interface Segment {
  readonly size: number;
  readonly bytes: number;
  readonly words: Int32Array;
}

/**
 * Draws texts of a fixed number of ASCII characters, each place from its own set: the places are joined to segments whose
 * texts are tabled, and each 32-bit random word picks one text of a segment.
 *
 * @param plain whether no character needs escaping or quoting
 */
export function drawChain(places: readonly CodePoints[], stream: Stream, plain: boolean): (batch: Batch) => TextColumn {
  const segments = segmentsOf(places);
  const width = places.length;
  const { key0, key1 } = stream;

  return (batch) => {
    const { length } = batch;
    const { low, high } = batch.addresses;
    const bytes = new Uint8Array(length * width + SPARE);
    const view = new DataView(bytes.buffer);
    const offsets = new Int32Array(length + 1);
    for (let i = 0; i < length; i++) offsets[i + 1] = (i + 1) * width;
    // A segment writes 8 bytes: what goes beyond its own is written over by the next segment or row.
    for (let i = 0; i < length; i++) {
      let at = i * width;
      let draw = high[i];
      for (let s = 0; s < segments.length; s += 2) {
        const first = segments[s];
        const a = threefry(key0, key1, low[i], draw);
        const b = second;
        draw = (draw + 256) | 0;
        let k = Math.floor(((a >>> 0) / 4294967296) * first.size) * 2;
        view.setInt32(at, first.words[k], true);
        view.setInt32(at + 4, first.words[k + 1], true);
        at += first.bytes;
        if (s + 1 === segments.length) break;
        const other = segments[s + 1];
        k = Math.floor(((b >>> 0) / 4294967296) * other.size) * 2;
        view.setInt32(at, other.words[k], true);
        view.setInt32(at + 4, other.words[k + 1], true);
        at += other.bytes;
      }
    }
    bytes.fill(0, length * width);
    return { kind: 'text', length, bytes, offsets, plain };
  };
}

/** Joins places, in order, to segments as long as their tables allow. */
export function segmentsOf(places: readonly CodePoints[]): Segment[] {
  const segments: Segment[] = [];
  // Segments that draw the same share their table, which then stays in the processor's cache.
  const made = new Map<string, Segment>();
  let from = 0;
  while (from < places.length) {
    let size = countOf(places[from]);
    let to = from + 1;
    while (to < places.length && to - from < WIDTH && size * countOf(places[to]) <= MOST_TEXTS)
      size *= countOf(places[to++]);
    const part = places.slice(from, to);
    const key = part.join(';');
    let segment = made.get(key);
    if (segment === undefined) made.set(key, (segment = tabled(part, size)));
    segments.push(segment);
    from = to;
  }
  return segments;
}

function tabled(places: readonly CodePoints[], size: number): Segment {
  const table = new Uint8Array(size * WIDTH);
  let repeat = size;
  places.forEach((points, p) => {
    const characters = Uint8Array.from({ length: countOf(points) }, (_, k) => pointAt(points, k));
    repeat /= characters.length;
    for (let k = 0, at = p, c = 0; k < size; c = c + 1 === characters.length ? 0 : c + 1) {
      for (let r = 0; r < repeat; r++, k++, at += WIDTH) table[at] = characters[c];
    }
  });
  const view = new DataView(table.buffer);
  const words = new Int32Array(size * 2);
  for (let k = 0; k < words.length; k++) words[k] = view.getInt32(k * 4, true);
  return { size, bytes: places.length, words };
}

/** All texts of a chain, by mixed radix. */
export function chainTexts(places: readonly CodePoints[]): TextSet {
  const sizes = places.map(countOf);
  const total = sizes.reduce((product, n) => product * BigInt(n), 1n);
  if (total <= 2n ** 53n) {
    return {
      size: Number(total),
      write(k, points) {
        let rest = k;
        for (let p = places.length - 1; p >= 0; p--) {
          const quotient = Math.floor(rest / sizes[p]);
          points[p] = pointAt(places[p], rest - quotient * sizes[p]);
          rest = quotient;
        }
        return places.length;
      },
    };
  }
  const place = spread(total);
  return {
    size: Infinity,
    write(k, points) {
      let rest = place(k);
      for (let p = places.length - 1; p >= 0; p--) {
        const size = BigInt(sizes[p]);
        points[p] = pointAt(places[p], Number(rest % size));
        rest /= size;
      }
      return places.length;
    },
  };
}
