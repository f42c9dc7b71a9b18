import {
  block,
  type Code,
  compileWasm,
  get,
  i32,
  i64,
  leave,
  loop,
  set,
  type WasmFunction,
  when,
} from '../../wasm/assembler.js';
import {
  AT,
  BEGIN,
  CANDIDATE,
  COMMON,
  copy,
  END,
  INPUT,
  LITERAL,
  literal,
  OFFSET,
  OUTPUT,
  POS,
  RESULT,
} from './snappy-code.js';
import { compressWords, MASKS, PAGES } from './snappy-words-wasm.js';

/** Locals behind those in common. */
const [LIMIT, AHEAD, SKIP, NEXT, SLOT, DIFFERENCE, FACTOR] = Array.from({ length: 7 }, (_, i) => COMMON + i);

/** Lower and upper 20 bits of what is multiplied with five bytes. */
export const HASH_LOW = 0x7c15f;
export const HASH_HIGH = 0x9e377;

const { add, subtract, lessUnsigned, load, shiftLeft, shiftRightUnsigned, store16 } = i32;
const number = i32.const;
const word = (at: Code): Code => load(at, 0);

/** Where in the table the hash of five bytes stands: of 40 bits of a product, the upper 14. */
const slotOf = (at: Code): Code => {
  const product = i64.multiply(i64.shiftLeft(i64.load(at), i64.const(24)), get(FACTOR));
  return shiftLeft(i64.lowWord(i64.shiftRightUnsigned(product, i64.const(50))), number(1));
};

/** Looks up the position that the slot held, and puts the present one there. */
const lookUp: Code = [
  set(CANDIDATE, add(number(INPUT), i32.load16(get(SLOT)))),
  store16(get(SLOT), 0, subtract(get(POS), number(INPUT))),
];

/** Moves {@link POS} to where the bytes begin to differ from those {@link OFFSET} before them. */
const matchEnd: Code = block([
  block(
    loop([
      leave(1, lessUnsigned(get(END), add(get(POS), number(8)))),
      set(DIFFERENCE, i64.xor(i64.load(get(POS)), i64.load(subtract(get(POS), get(OFFSET))))),
      when(i64.isZero(get(DIFFERENCE)), [set(POS, add(get(POS), number(8))), leave(1)]),
      set(POS, add(get(POS), shiftRightUnsigned(i64.trailingZeros(get(DIFFERENCE)), number(3)))),
      leave(2),
    ]),
  ),
  loop([
    leave(1, i32.equal(get(POS), get(END))),
    leave(1, i32.notEqual(i32.load8(get(POS)), i32.load8(subtract(get(POS), get(OFFSET))))),
    set(POS, add(get(POS), number(1))),
    leave(0),
  ]),
]);

const compressBlock: WasmFunction = {
  parameters: 1,
  integers: COMMON + 4,
  longs: 2,
  body: [
    set(FACTOR, i64.fromWords(number(HASH_LOW | (HASH_HIGH << 20)), number(HASH_HIGH >> 12))),
    set(LIMIT, subtract(get(END), number(15))),
    set(LITERAL, number(INPUT)),
    set(POS, number(INPUT + 1)),
    set(AT, number(OUTPUT)),
    block([
      leave(0, i32.equal(lessUnsigned(get(POS), get(LIMIT)), number(0))),
      set(AHEAD, slotOf(get(POS))),
      loop([
        set(SKIP, number(32)),
        set(NEXT, get(POS)),
        loop([
          set(POS, get(NEXT)),
          set(SLOT, get(AHEAD)),
          set(NEXT, add(get(POS), shiftRightUnsigned(get(SKIP), number(5)))),
          set(SKIP, add(get(SKIP), number(1))),
          leave(2, lessUnsigned(get(LIMIT), get(NEXT))),
          set(AHEAD, slotOf(get(NEXT))),
          lookUp,
          leave(0, i32.notEqual(word(get(POS)), word(get(CANDIDATE)))),
        ]),
        literal(get(POS)),
        loop([
          set(BEGIN, get(POS)),
          set(OFFSET, subtract(get(POS), get(CANDIDATE))),
          set(POS, add(get(POS), number(4))),
          matchEnd,
          copy,
          set(LITERAL, get(POS)),
          leave(2, i32.equal(lessUnsigned(get(POS), get(LIMIT)), number(0))),
          store16(slotOf(subtract(get(POS), number(1))), 0, subtract(get(POS), number(INPUT + 1))),
          set(SLOT, slotOf(get(POS))),
          lookUp,
          leave(0, i32.equal(word(get(POS)), word(get(CANDIDATE)))),
        ]),
        set(POS, add(get(POS), number(1))),
        set(AHEAD, slotOf(get(POS))),
        leave(0),
      ]),
    ]),
    when(lessUnsigned(get(LITERAL), get(END)), literal(get(END))),
    i32.store(number(RESULT), 0, subtract(get(AT), number(OUTPUT))),
  ],
};

/** How matches are sought: at any byte, by the next few; or at words, by the whole of them. */
export type Matching = 'bytes' | 'words';

interface Kernel {
  readonly bytes: Uint8Array;
  readonly result: Int32Array;
  readonly run: Readonly<Record<Matching, (end: number) => void>>;
}

/** Compiled when first needed; `null` where the platform cannot. */
let kernel: Kernel | null | undefined;

function compileKernel(): Kernel | null {
  const module = compileWasm({ compressBlock, compressWords }, PAGES);
  if (module === undefined) return null;
  const { functions } = module;
  const memory = module.memory.buffer;
  const bytes = new Uint8Array(memory);
  bytes.fill(0xff, MASKS, MASKS + 16);
  return {
    bytes,
    result: new Int32Array(memory, RESULT, 1),
    run: { bytes: functions.compressBlock, words: functions.compressWords },
  };
}

/**
 * Compresses a block of at most 64 KiB to `target` and returns where it ends; `undefined` where the platform has no
 * WebAssembly with vectors.
 */
export function compressInWasm(
  input: Uint8Array,
  target: Uint8Array,
  at: number,
  matching: Matching = 'bytes',
): number | undefined {
  if (kernel === undefined) kernel = compileKernel();
  if (kernel === null) return undefined;
  const { bytes, result, run } = kernel;
  bytes.fill(0, 0, INPUT);
  bytes.set(input, INPUT);
  run[matching](INPUT + input.length);
  target.set(bytes.subarray(OUTPUT, OUTPUT + result[0]), at);
  return at + result[0];
}
