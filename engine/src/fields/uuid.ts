import type { OutputType, TextColumn } from '../columns/column.js';
import { SPARE } from '../columns/text.js';
import type { UuidSpec } from '../schema/model.js';
import type { FieldContext } from './context.js';
import type { Batch, Drawer } from './drawer.js';
import { wordsInKernel, writeUuids } from './uuid-kernel.js';

const LENGTH = 36;
const TYPE: OutputType = { kind: 'string', nullable: false, optional: false };

/** The hexadecimal digits of each byte as two ASCII bytes in a little-endian word; made when first needed. */
let hex: Int16Array | undefined;

function hexDigits(): Int16Array {
  const digit = (n: number): number => (n < 10 ? 0x30 + n : 0x57 + n);
  return (hex ??= Int16Array.from({ length: 256 }, (_, byte) => digit(byte >> 4) | (digit(byte & 15) << 8)));
}

/** Where in the text the digits of each byte stand, from the first byte of the first word on. */
const PLACES = [0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34];

/** Where hyphens stand. */
const HYPHENS = [8, 13, 18, 23];

/** Where identifiers begin, and the last ends; the same for all columns. */
let places = new Int32Array(1);

function offsetsFor(length: number): Int32Array {
  if (places.length <= length) {
    places = new Int32Array(length + 1);
    for (let i = 0; i <= length; i++) places[i] = LENGTH * i;
  }
  return places.length === length + 1 ? places : places.subarray(0, length + 1);
}

/** Words on their way to digits; nothing keeps them beyond one call. */
let scratch: readonly Int32Array[] = [];

function wordsFor(length: number): readonly Int32Array[] {
  const known = wordsInKernel(length);
  if (known !== undefined) return known;
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
  const bits = new Int32Array(4);
  for (let i = 0, at = 0; i < length; i++, at += LENGTH) {
    for (let k = 0; k < 4; k++) bits[k] = words[k][i];
    bits[1] = (bits[1] & ~0xf000) | (version << 12);
    bits[2] = (bits[2] & 0x3fffffff) | (1 << 31);
    for (let k = 0; k < 16; k++) {
      view.setInt16(at + PLACES[k], digits[(bits[k >> 2] >>> (24 - 8 * (k & 3))) & 255], true);
    }
    for (const place of HYPHENS) bytes[at + place] = 0x2d;
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
