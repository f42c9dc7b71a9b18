import { SPARE } from '../columns/text.js';
import { type Code, compileWasm, doWhile, get, i32, set, tee, v128, type WasmModule } from '../wasm/assembler.js';
import { i32x4, i8x16 } from '../wasm/lanes.js';

/** Identifiers of one call. */
const MOST = 4096;

/** Below this, copying and calling cost more than vectors save. */
const LEAST = 16;

const SIZE = 36;
const TEXT = 16 * MOST;
const PAGES = Math.ceil((TEXT + SIZE * MOST + SPARE) / 65536);

/** Locals: bytes of the words in each of four arrays, bits of the version, then the state. */
const [BYTES, VERSION, WORD, AT] = [0, 1, 2, 3];
/** One word of four identifiers each; then half of the words of two; then those of one, and their digits. */
const [WORDS, PAIRS, BITS, LEFT, RIGHT] = [4, 8, 12, 13, 14];
const VECTORS = 11;

const text = (nibbles: Code): Code =>
  i8x16.swizzle(v128.const(Array.from('0123456789abcdef', (c) => c.charCodeAt(0))), nibbles);

const HYPHEN = -1;

/** Digits by their places in a vector, with hyphens between them. */
const spread = (digits: Code, places: readonly number[]): Code =>
  v128.or(
    i8x16.swizzle(digits, v128.const(places.map((place) => (place === HYPHEN ? 255 : place)))),
    v128.const(places.map((place) => (place === HYPHEN ? 0x2d : 0))),
  );

/** The bytes of each word from the most significant one on. */
const ordered = v128.const([3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12]);
const nibble = i8x16.splat(i32.const(15));

/** Writes the identifier of the four words in {@link BITS} to the address and further on. */
const write = (words: Code, at: number): Code => [
  set(BITS, i8x16.swizzle(words, ordered)),
  set(RIGHT, v128.and(i32x4.shiftRightUnsigned(get(BITS), i32.const(4)), nibble)),
  set(BITS, v128.and(get(BITS), nibble)),
  set(LEFT, text(i8x16.interleave(get(RIGHT), get(BITS), 1, 0))),
  set(RIGHT, text(i8x16.interleave(get(RIGHT), get(BITS), 1, 1))),
  // The outer digits are right where they stand; what lies between is written over them.
  v128.store(get(AT), at, get(LEFT)),
  v128.store(get(AT), at + 20, get(RIGHT)),
  v128.store(get(AT), at + 2, spread(get(LEFT), [2, 3, 4, 5, 6, 7, HYPHEN, 8, 9, 10, 11, HYPHEN, 12, 13, 14, 15])),
  v128.store(get(AT), at + 18, spread(get(RIGHT), [HYPHEN, 0, 1, 2, 3, HYPHEN, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13])),
];

const word = (k: number): Code => v128.load(get(WORD), 4 * MOST * k);

const body: Code = [
  set(AT, i32.const(TEXT)),
  doWhile(
    [
      set(WORDS, word(0)),
      set(WORDS + 1, v128.or(v128.and(word(1), i32x4.splat(i32.const(~0xf000))), i32x4.splat(get(VERSION)))),
      set(WORDS + 2, v128.or(v128.and(word(2), i32x4.splat(i32.const(0x3fffffff))), i32x4.splat(i32.const(1 << 31)))),
      set(WORDS + 3, word(3)),
      [0, 1].map((half) => [
        set(PAIRS + half, i8x16.interleave(get(WORDS), get(WORDS + 1), 4, half as 0 | 1)),
        set(PAIRS + 2 + half, i8x16.interleave(get(WORDS + 2), get(WORDS + 3), 4, half as 0 | 1)),
      ]),
      [0, 1, 2, 3].map((row) =>
        write(
          i8x16.interleave(get(PAIRS + (row >> 1)), get(PAIRS + 2 + (row >> 1)), 8, (row & 1) as 0 | 1),
          SIZE * row,
        ),
      ),
      set(AT, i32.add(get(AT), i32.const(4 * SIZE))),
    ],
    i32.lessUnsigned(tee(WORD, i32.add(get(WORD), i32.const(16))), get(BYTES)),
  ),
];

interface Kernel {
  readonly run: WasmModule['functions'][string];
  /** The four words of each identifier, one array after another. */
  readonly words: readonly Int32Array[];
  readonly bytes: Uint8Array;
}

/** Compiled when first needed; `null` where the platform cannot. */
let kernel: Kernel | null | undefined;

function compileKernel(): Kernel | null {
  const module = compileWasm({ run: { parameters: 2, integers: 2, vectors: VECTORS, body } }, PAGES);
  if (module === undefined) return null;
  const memory = module.memory.buffer;
  return {
    run: module.functions.run,
    words: [0, 1, 2, 3].map((k) => new Int32Array(memory, 4 * MOST * k, MOST)),
    bytes: new Uint8Array(memory, TEXT),
  };
}

/**
 * Where the words of so many identifiers can be put for {@link writeUuids} to find them; `undefined` for few of them or
 * very many, and where the platform has no vectors.
 */
export function wordsInKernel(length: number): readonly Int32Array[] | undefined {
  return length > MOST ? undefined : kernelFor(length)?.words;
}

function kernelFor(length: number): Kernel | undefined {
  if (length < LEAST) return undefined;
  if (kernel === undefined) kernel = compileKernel();
  return kernel ?? undefined;
}

/**
 * Identifiers of four words each, one behind another, written by WebAssembly: the same bytes as in JavaScript.
 * @param words at least `length` of each
 * @param version stands in the place of whatever the second words have there; the variant in that of the third.
 * @returns bytes of their own with {@link SPARE} behind them; `undefined` for few identifiers, and where the platform has
 * no vectors.
 */
export function writeUuids(words: readonly Int32Array[], version: number, length: number): Uint8Array | undefined {
  const kernel = kernelFor(length);
  if (kernel === undefined) return undefined;
  const bytes = length > MOST ? new Uint8Array(length * SIZE + SPARE) : undefined;
  for (let from = 0; from < length; from += MOST) {
    const count = Math.min(MOST, length - from);
    if (words !== kernel.words) {
      for (let k = 0; k < 4; k++) kernel.words[k].set(words[k].subarray(from, from + count));
    }
    kernel.run(4 * count, version << 12);
    // Made of what it holds, an array is not filled with zeros first.
    if (bytes === undefined) return new Uint8Array(kernel.bytes.subarray(0, SIZE * count + SPARE));
    bytes.set(kernel.bytes.subarray(0, SIZE * count), SIZE * from);
  }
  return bytes;
}
