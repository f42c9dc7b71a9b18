import type { OutputType, TextColumn } from '../columns/column.js';
import { SPARE } from '../columns/text.js';
import type { UuidSpec } from '../schema/model.js';
import type { FieldContext } from './context.js';
import type { Batch, Drawer } from './drawer.js';
import { writeUuids } from './uuid-kernel.js';

const LENGTH = 36;
const TYPE: OutputType = { kind: 'string', nullable: false, optional: false };

/** The four hexadecimal digits of each 16-bit number as four ASCII bytes in a little-endian word; made when first needed. */
let hex: Int32Array | undefined;

function hexDigits(): Int32Array {
  if (hex !== undefined) return hex;
  hex = new Int32Array(65536);
  const digit = (n: number): number => (n < 10 ? 0x30 + n : 0x57 + n);
  for (let i = 0; i < 65536; i++) {
    hex[i] = digit(i >> 12) | (digit((i >> 8) & 15) << 8) | (digit((i >> 4) & 15) << 16) | (digit(i & 15) << 24);
  }
  return hex;
}

/** Where identifiers begin, and the last ends; the same for all columns of one length. */
let places = new Int32Array(1);

function offsetsFor(length: number): Int32Array {
  if (places.length !== length + 1) places = Int32Array.from({ length: length + 1 }, (_, i) => LENGTH * i);
  return places;
}

/** Words on their way to digits; nothing keeps them beyond one call. */
let scratch: Int32Array[] = [];

function wordsFor(length: number): Int32Array[] {
  if (!(scratch.length > 0 && scratch[0].length >= length)) {
    scratch = Array.from({ length: 4 }, () => new Int32Array(Math.max(length, 4096)));
  }
  return scratch;
}

/**
 * Writes identifiers of four words each, one behind another: for few of them, and where WebAssembly has no vectors.
 * `version` stands in the place of whatever the second words have there; the variant in that of the third.
 */
export function plainUuids(words: readonly Int32Array[], version: number, length: number): Uint8Array {
  const digits = hexDigits();
  const bytes = new Uint8Array(length * LENGTH + SPARE);
  const view = new DataView(bytes.buffer);
  const [first, other, third, fourth] = words;
  for (let i = 0, at = 0; i < length; i++, at += LENGTH) {
    const a = first[i];
    const b = other[i];
    const c = third[i];
    const d = fourth[i];
    view.setInt32(at, digits[a >>> 16], true);
    view.setInt32(at + 4, digits[a & 0xffff], true);
    bytes[at + 8] = 0x2d;
    view.setInt32(at + 9, digits[b >>> 16], true);
    bytes[at + 13] = 0x2d;
    view.setInt32(at + 14, digits[(b & 0xfff) | (version << 12)], true);
    bytes[at + 18] = 0x2d;
    view.setInt32(at + 19, digits[((c >>> 16) & 0x3fff) | 0x8000], true);
    bytes[at + 23] = 0x2d;
    view.setInt32(at + 24, digits[c & 0xffff], true);
    view.setInt32(at + 28, digits[d >>> 16], true);
    view.setInt32(at + 32, digits[d & 0xffff], true);
  }
  return bytes;
}

/**
 * Unique identifiers after RFC 9562, lower case. Version 4 has 122 random bits. Version 7 begins with a time and has 74
 * random bits: the time of the row where its table has one, else the document's `now` plus one millisecond a row, so that
 * identifiers sort by row.
 *
 * Random bits make collisions as unlikely as those of any UUID; in version 7 none is possible between rows whose times
 * differ.
 */
export function compileUuid(spec: UuidSpec, context: FieldContext, times?: (batch: Batch) => Float64Array): Drawer {
  const stream = context.stream();
  const { now } = context;
  const { version } = spec;

  return {
    type: TYPE,
    draw(batch: Batch): TextColumn {
      const { length } = batch;
      // First of all: a clock may depend on a field of identifiers, whose words go the same way.
      const instants = version === 7 ? times?.(batch) : undefined;
      const words = wordsFor(length);
      const [first, other, third, fourth] = words;
      stream.words(batch.addresses, 0, first, other);
      stream.words(batch.addresses, 1, third, fourth);
      if (version === 7) {
        const { rows } = batch;
        for (let i = 0; i < length; i++) {
          const time = Math.max(0, Math.floor(instants?.[i] ?? now + rows[i]));
          first[i] = Math.floor(time / 65536);
          other[i] = ((time % 65536) << 16) | (other[i] & 0xfff);
        }
      }
      const bytes = writeUuids(words, version, length) ?? plainUuids(words, version, length);
      const offsets = offsetsFor(length);
      return { kind: 'text', length, bytes, offsets, plain: true };
    },
  };
}
