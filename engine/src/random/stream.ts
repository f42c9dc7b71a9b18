import { fillNormals, drawNormals } from './normal.js';
import { PARITY, second, threefry } from './threefry.js';
import { type Calls, fillUniforms, fillWords, overCounters } from './threefry-vectors.js';

/**
 * Where the rows of a batch stand in the counter space: 64 bits a row. A root row is its row number (low word, high
 * word); a child row or list item is derived from its parent's address and its index (see {@link childAddresses}).
 */
export interface Addresses {
  readonly length: number;
  readonly low: Int32Array;
  readonly high: Int32Array;
  /** Set where they are numbers that follow each other: the first of them. */
  readonly first?: number;
}

/** Draws of one row are this far apart in the high word, so that 2^40 root rows and 2^24 draws never meet. */
const DRAW_SHIFT = 8;

const TWO_POW_MINUS_53 = 2 ** -53;
const TWO_POW_MINUS_32 = 2 ** -32;

/**
 * Both words of {@link threefry} of every row, `shift` added to the high words: spelled out, because a call for each row
 * costs as much as the rounds themselves. For few rows, and where WebAssembly has no vectors.
 */
function blocks(
  key0: number,
  key1: number,
  { low, high, length }: Addresses,
  shift: number,
  first: Int32Array,
  other: Int32Array,
): void {
  const key2 = PARITY ^ key0 ^ key1;
  for (let i = 0; i < length; i++) {
    let x = (low[i] + key0) | 0;
    let y = (high[i] + shift + key1) | 0;
    x = (x + y) | 0;
    y = ((y << 13) | (y >>> 19)) ^ x;
    x = (x + y) | 0;
    y = ((y << 15) | (y >>> 17)) ^ x;
    x = (x + y) | 0;
    y = ((y << 26) | (y >>> 6)) ^ x;
    x = (x + y) | 0;
    y = ((y << 6) | (y >>> 26)) ^ x;
    x = (x + key1) | 0;
    y = (y + key2 + 1) | 0;
    x = (x + y) | 0;
    y = ((y << 17) | (y >>> 15)) ^ x;
    x = (x + y) | 0;
    y = ((y << 29) | (y >>> 3)) ^ x;
    x = (x + y) | 0;
    y = ((y << 16) | (y >>> 16)) ^ x;
    x = (x + y) | 0;
    y = ((y << 24) | (y >>> 8)) ^ x;
    x = (x + key2) | 0;
    y = (y + key0 + 2) | 0;
    x = (x + y) | 0;
    y = ((y << 13) | (y >>> 19)) ^ x;
    x = (x + y) | 0;
    y = ((y << 15) | (y >>> 17)) ^ x;
    x = (x + y) | 0;
    y = ((y << 26) | (y >>> 6)) ^ x;
    x = (x + y) | 0;
    y = ((y << 6) | (y >>> 26)) ^ x;
    x = (x + key0) | 0;
    y = (y + key1 + 3) | 0;
    x = (x + y) | 0;
    y = ((y << 17) | (y >>> 15)) ^ x;
    first[i] = x;
    other[i] = y;
  }
}

/** Words of a batch on their way to doubles; nothing keeps them beyond one call. */
let scratch = { first: new Int32Array(4096), other: new Int32Array(4096) };

function scratchFor(length: number): typeof scratch {
  if (scratch.first.length < length) scratch = { first: new Int32Array(length), other: new Int32Array(length) };
  return scratch;
}

let doubles = new Float64Array(4096);

function doublesFor(length: number): Float64Array {
  if (doubles.length < length) doubles = new Float64Array(length);
  return doubles;
}

/** The random numbers of one field: a key, read at (row address, draw). Stateless; any row costs the same. */
export class Stream {
  readonly key0: number;
  readonly key1: number;

  constructor(key0: number, key1: number) {
    this.key0 = key0;
    this.key1 = key1;
  }

  /** Draw number `draw` of every row as a uniform double in [0, 1), a multiple of 2^-53. */
  uniforms(at: Addresses, draw: number, out: Float64Array): void {
    const { key0, key1 } = this;
    const shift = draw << DRAW_SHIFT;
    if (fillUniforms(key0, key1, at, shift, out)) return;
    const { length } = at;
    const { first, other } = scratchFor(length);
    blocks(key0, key1, at, shift, first, other);
    for (let i = 0; i < length; i++) out[i] = ((first[i] >>> 5) * 67108864 + (other[i] >>> 6)) * TWO_POW_MINUS_53;
  }

  /** The standard normal of each uniform that {@link uniforms} gives: those of `fillNormals`. */
  normals(at: Addresses, draw: number, out: Float64Array): void {
    const shift = draw << DRAW_SHIFT;
    if (drawNormals(this.key0, this.key1, at, shift, out)) return;
    this.uniforms(at, draw, out);
    fillNormals(out, at.length, out);
  }

  /** Draw number `draw` of every row as two independent 32-bit words. */
  words(at: Addresses, draw: number, first: Int32Array, other: Int32Array): void {
    const { key0, key1 } = this;
    const shift = draw << DRAW_SHIFT;
    if (!fillWords(key0, key1, at, shift, first, other)) blocks(key0, key1, at, shift, first, other);
  }

  /** Draw number `draw` of every row as an integer in [0, size), size ≤ 2^53, from 53 bits (bias below size / 2^53). */
  integers(at: Addresses, draw: number, size: number, out: Int32Array | Float64Array): void {
    const { length } = at;
    const uniforms = out instanceof Float64Array ? out : doublesFor(length);
    this.uniforms(at, draw, uniforms);
    for (let i = 0; i < length; i++) out[i] = Math.floor(uniforms[i] * size);
  }

  /** Runs functions made by `overRows` over draw number `draw` of every row; see {@link overCounters}. */
  over(calls: Calls, at: Addresses, draw: number, take: (from: number, count: number) => void): void {
    overCounters(calls, this.key0, this.key1, at, draw << DRAW_SHIFT, take);
  }

  /** One uniform double in [0, 1) of one row: for loops with an unknown number of draws. */
  uniform(low: number, high: number, draw: number): number {
    const a = threefry(this.key0, this.key1, low, (high + (draw << DRAW_SHIFT)) | 0);
    return ((a >>> 5) * 67108864 + (second >>> 6)) * TWO_POW_MINUS_53;
  }

  /** A uniform double in [0, 1) of 32 bits. */
  static half(word: number): number {
    return (word >>> 0) * TWO_POW_MINUS_32;
  }
}

/** Numbers that follow each other; their words are written down when first asked for. */
class ConsecutiveAddresses implements Addresses {
  private words: { readonly low: Int32Array; readonly high: Int32Array } | undefined;

  constructor(
    readonly first: number,
    readonly length: number,
  ) {}

  get low(): Int32Array {
    return (this.words ??= this.written()).low;
  }

  get high(): Int32Array {
    return (this.words ??= this.written()).high;
  }

  private written(): { readonly low: Int32Array; readonly high: Int32Array } {
    const { first, length } = this;
    const low = new Int32Array(length);
    const high = new Int32Array(length);
    for (let i = 0; i < length; i++) {
      low[i] = (first + i) | 0;
      high[i] = Math.floor((first + i) / 4294967296);
    }
    return { low, high };
  }
}

/** The addresses of `length` root rows from row number `from` on, or of steps; those before 0 have some too. */
export function rootAddresses(from: number, length: number): Addresses {
  return new ConsecutiveAddresses(from, length);
}

/**
 * Derives the addresses of children or list items: item `index[i]` of the row `parent[owner[i]]`. Depends on the parent's
 * address and the index alone, so one more item of a row moves nothing else.
 */
export function childAddresses(
  stream: Stream,
  parent: Addresses,
  owner: ArrayLike<number>,
  index: ArrayLike<number>,
): Addresses {
  const length = owner.length;
  const low = new Int32Array(length);
  const high = new Int32Array(length);
  for (let i = 0; i < length; i++) {
    const o = owner[i];
    low[i] = threefry((stream.key0 + index[i]) | 0, stream.key1, parent.low[o], parent.high[o]);
    high[i] = second;
  }
  return { length, low, high };
}
