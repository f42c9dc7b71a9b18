import { type Code, compileWasm, doWhile, get, i32, set, tee, v128, type WasmModule } from '../wasm/assembler.js';
import { i32x4, i8x16 } from '../wasm/lanes.js';

/** Identifiers of one call. */
const MOST = 4096;

/** Below this, copying and calling cost more than vectors save. */
const LEAST = 16;

const SIZE = 36;
const TEXT = 16 * MOST;
const PAGES = Math.ceil((TEXT + SIZE * MOST) / 65536);

/** Locals: bytes of a row's words in each of four arrays, bits of the version, then the state. */
const [BYTES, VERSION, WORD, AT] = [0, 1, 2, 3];
const [BITS, HIGH, LOW, LEFT, RIGHT] = [4, 5, 6, 7, 8];

/** 16 bytes of text by the numbers of the digits that they show; `-` where there is none. */
const HYPHEN = -1;
const MIDDLE = [14, 15, HYPHEN, 16, 17, 18, 19, HYPHEN, 20, 21, 22, 23, 24, 25, 26, 27];

/** Two digits of each byte, the words from the most significant byte on: digits from word number `word` on. */
const digits = (word: number): Code =>
  i8x16.swizzle(
    v128.const(Array.from('0123456789abcdef', (c) => c.charCodeAt(0))),
    i8x16.shuffle(
      get(HIGH),
      get(LOW),
      Array.from({ length: 16 }, (_, i) => 4 * (word + (i >> 3)) + 3 - ((i & 7) >> 1) + (i % 2 === 0 ? 0 : 16)),
    ),
  );

/** Those of 16 bytes that show a digit from number `first` on; 0 for the others. */
const pick = (vector: Code, first: number): Code =>
  i8x16.swizzle(
    vector,
    v128.const(MIDDLE.map((digit) => (digit >= first && digit < first + 16 ? digit - first : 255))),
  );

const hyphens = v128.const(MIDDLE.map((digit) => (digit === HYPHEN ? 0x2d : 0)));

const word = (k: number): Code => i32.load(get(WORD), 4 * MOST * k);

const body: Code = [
  set(AT, i32.const(TEXT)),
  doWhile(
    [
      set(BITS, i32x4.splat(word(0))),
      set(BITS, i32x4.replaceLane(get(BITS), 1, i32.or(i32.and(word(1), i32.const(~0xf000)), get(VERSION)))),
      set(BITS, i32x4.replaceLane(get(BITS), 2, i32.or(i32.and(word(2), i32.const(0x3fffffff)), i32.const(1 << 31)))),
      set(BITS, i32x4.replaceLane(get(BITS), 3, word(3))),
      set(HIGH, i8x16.shiftRightUnsigned(get(BITS), i32.const(4))),
      set(LOW, v128.and(get(BITS), i8x16.splat(i32.const(15)))),
      set(LEFT, digits(0)),
      set(RIGHT, digits(2)),
      v128.store(
        get(AT),
        0,
        i8x16.shuffle(get(LEFT), i8x16.splat(i32.const(0x2d)), [0, 1, 2, 3, 4, 5, 6, 7, 16, 8, 9, 10, 11, 16, 12, 13]),
      ),
      v128.store(get(AT), 16, v128.or(v128.or(pick(get(LEFT), 0), pick(get(RIGHT), 16)), hyphens)),
      i32.store(get(AT), 32, i32x4.lane(get(RIGHT), 3)),
      set(AT, i32.add(get(AT), i32.const(SIZE))),
    ],
    i32.lessUnsigned(tee(WORD, i32.add(get(WORD), i32.const(4))), get(BYTES)),
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
  const module = compileWasm({ run: { parameters: 2, integers: 2, vectors: 5, body } }, PAGES);
  if (module === undefined) return null;
  const memory = module.memory.buffer;
  return {
    run: module.functions.run,
    words: [0, 1, 2, 3].map((k) => new Int32Array(memory, 4 * MOST * k, MOST)),
    bytes: new Uint8Array(memory, TEXT),
  };
}

/**
 * Writes identifiers of four words each, one behind another, as WebAssembly: the same bytes as in JavaScript.
 * @param version stands in the place of whatever the second words have there; the variant in that of the third.
 * @returns false where nothing was done: for few identifiers, and where the platform has no vectors.
 */
export function writeUuids(words: readonly Int32Array[], version: number, length: number, out: Uint8Array): boolean {
  if (length < LEAST) return false;
  if (kernel === undefined) kernel = compileKernel();
  if (kernel === null) return false;
  for (let from = 0; from < length; from += MOST) {
    const count = Math.min(MOST, length - from);
    for (let k = 0; k < 4; k++)
      kernel.words[k].set(count === length ? words[k] : words[k].subarray(from, from + count));
    kernel.run(4 * count, version << 12);
    out.set(kernel.bytes.subarray(0, SIZE * count), SIZE * from);
  }
  return true;
}
