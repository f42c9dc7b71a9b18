import {
  block,
  type Code,
  compileWasm,
  doWhile,
  get,
  i32,
  i64,
  leave,
  loop,
  set,
  tee,
  v128,
  type WasmFunction,
  when,
} from '../../wasm/assembler.js';

/** Memory: the table, a block with room to read beyond it, where the output ends, the output. */
const TABLE_SIZE = 1 << 15;
const INPUT = TABLE_SIZE;
const RESULT = INPUT + (1 << 16) + 32;
const OUTPUT = RESULT + 32;
const PAGES = 3;

// The parameter is where the block ends.
const [END, LIMIT, LITERAL, POS, AHEAD, SKIP, NEXT, SLOT, CANDIDATE, AT, BEGIN, OFFSET, LENGTH, DONE, SHORT, WORD] =
  Array(16).keys();
const [DIFFERENCE, FACTOR] = [16, 17];

/** Lower and upper 20 bits of what is multiplied with five bytes. */
export const HASH_LOW = 0x7c15f;
export const HASH_HIGH = 0x9e377;

const { add, subtract, and, or, xor, lessUnsigned, load, shiftLeft, shiftRightUnsigned, store8, store16 } = i32;
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

const put = (bytes: Code): Code => set(AT, add(get(AT), bytes));

/** Bytes as they are, from {@link LITERAL} up to an end. */
function literal(end: Code): Code {
  const less: Code = subtract(get(LENGTH), number(1));
  const step = number(16);
  return [
    set(LENGTH, subtract(end, get(LITERAL))),
    when(
      lessUnsigned(less, number(60)),
      [store8(get(AT), 0, shiftLeft(less, number(2))), put(number(1))],
      when(
        lessUnsigned(less, number(256)),
        [store8(get(AT), 0, number(60 << 2)), store8(get(AT), 1, less), put(number(2))],
        [store8(get(AT), 0, number(61 << 2)), store16(get(AT), 1, less), put(number(3))],
      ),
    ),
    set(DONE, number(0)),
    doWhile(
      v128.store(add(get(AT), get(DONE)), 0, v128.load(add(get(LITERAL), get(DONE)), 0)),
      lessUnsigned(tee(DONE, add(get(DONE), step)), get(LENGTH)),
    ),
    put(get(LENGTH)),
  ];
}

const longWord = (length: Code): Code =>
  or(shiftLeft(get(OFFSET), number(8)), add(shiftLeft(subtract(length, number(1)), number(2)), number(2)));

const shortWord: Code = or(
  or(
    shiftLeft(shiftRightUnsigned(get(OFFSET), number(8)), number(5)),
    shiftLeft(and(get(OFFSET), number(0xff)), number(8)),
  ),
  add(shiftLeft(subtract(get(LENGTH), number(4)), number(2)), number(1)),
);

const partialCopy = (length: number): Code => [
  i32.store(get(AT), 0, longWord(number(length))),
  put(number(3)),
  set(LENGTH, subtract(get(LENGTH), number(length))),
];

/**
 * A copy of what {@link BEGIN} … {@link POS} repeats; the same division as in JavaScript. Which form it takes cannot be
 * foreseen, so that it is chosen without a jump.
 */
const copy: Code = [
  set(LENGTH, subtract(get(POS), get(BEGIN))),
  block(loop([leave(1, lessUnsigned(get(LENGTH), number(68))), partialCopy(64), leave(0)])),
  when(lessUnsigned(number(64), get(LENGTH)), partialCopy(60)),
  set(SHORT, and(lessUnsigned(get(LENGTH), number(12)), lessUnsigned(get(OFFSET), number(2048)))),
  set(WORD, longWord(get(LENGTH))),
  i32.store(get(AT), 0, xor(get(WORD), and(xor(get(WORD), shortWord), subtract(number(0), get(SHORT))))),
  put(subtract(number(3), get(SHORT))),
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
  integers: 15,
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

interface Kernel {
  readonly bytes: Uint8Array;
  readonly result: Int32Array;
  readonly run: (end: number) => void;
}

/** Compiled when first needed; `null` where the platform cannot. */
let kernel: Kernel | null | undefined;

function compileKernel(): Kernel | null {
  const module = compileWasm({ compressBlock }, PAGES);
  if (module === undefined) return null;
  const { functions } = module;
  const memory = module.memory.buffer;
  return {
    bytes: new Uint8Array(memory),
    result: new Int32Array(memory, RESULT, 1),
    run: functions.compressBlock,
  };
}

/**
 * Compresses a block of at most 64 KiB to `target` and returns where it ends; `undefined` where the platform has no
 * WebAssembly with vectors.
 */
export function compressInWasm(input: Uint8Array, target: Uint8Array, at: number): number | undefined {
  if (kernel === undefined) kernel = compileKernel();
  if (kernel === null) return undefined;
  const { bytes, result, run } = kernel;
  bytes.fill(0, 0, TABLE_SIZE);
  bytes.set(input, INPUT);
  run(INPUT + input.length);
  target.set(bytes.subarray(OUTPUT, OUTPUT + result[0]), at);
  return at + result[0];
}
