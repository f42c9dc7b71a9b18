import {
  block,
  type Code,
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
import { i32x4, i8x16 } from '../../wasm/lanes.js';
import {
  ASIDE,
  AT,
  CANDIDATE,
  COMMON,
  END,
  INPUT,
  LENGTH,
  LITERAL,
  literal,
  OFFSET,
  OUTPUT,
  POS,
  RESULT,
  shortOrLongCopy,
} from './snappy-code.js';

/** Bytes of a word that count; shorter ones than the least are no match. */
export const LONGEST_WORD = 16;
export const SHORTEST_WORD = 4;

/** What each four bytes of a word are multiplied with for its hash. */
export const WORD_FACTORS = [0x1e35a7bd, 0x2c1b3c6d, 0x297a2d39, 0x3f4cb6e5];

/** Memory beyond that of all: 16 bytes with all bits set and 16 with none, then where words begin. */
export const MASKS = ASIDE;
const WORDS = MASKS + 2 * LONGEST_WORD;
/** Every other byte of a block may begin a word. */
export const PAGES = Math.ceil((WORDS + 4 * ((1 << 15) + 2)) / (1 << 16));

/** Locals behind those in common: where beginnings are noted and read, 64 bytes as bits, the bytes of a word. */
const [NOTE, READ, SLOT, LETTERS, LAST, BEGINNINGS, BYTES] = Array.from({ length: 7 }, (_, i) => COMMON + i);

const { add, subtract, lessUnsigned, load, shiftLeft, shiftRightUnsigned, store, store16 } = i32;
const number = i32.const;

const below = (least: number): Code => v128.const(Array<number>(16).fill(least));

/** Which of 64 bytes are letters that go on, as bits: lowercase ones, and what is beyond ASCII. */
const letters: Code = [0, 16, 32, 48]
  .map((offset) => {
    const others = i8x16.bitmask(i8x16.lessUnsigned(v128.load(get(POS), offset), below(0x61)));
    return i64.shiftLeft(i64.fromInteger(i32.xor(others, number(0xffff))), i64.const(offset));
  })
  .reduce((a, b) => i64.or(a, b));

/** Notes where words begin: with what is no such letter, behind one that is. */
const findWords: Code = [
  set(POS, number(INPUT)),
  set(NOTE, number(WORDS)),
  set(LAST, i64.const(1)),
  doWhile(
    [
      set(LETTERS, letters),
      set(
        BEGINNINGS,
        i64.and(i64.xor(get(LETTERS), i64.const(-1)), i64.or(i64.shiftLeft(get(LETTERS), i64.const(1)), get(LAST))),
      ),
      set(LAST, i64.shiftRightUnsigned(get(LETTERS), i64.const(63))),
      block(
        loop([
          leave(1, i64.isZero(get(BEGINNINGS))),
          store(get(NOTE), 0, add(get(POS), i64.trailingZeros(get(BEGINNINGS)))),
          set(NOTE, add(get(NOTE), number(4))),
          set(BEGINNINGS, i64.and(get(BEGINNINGS), i64.subtract(get(BEGINNINGS), i64.const(1)))),
          leave(0),
        ]),
      ),
    ],
    lessUnsigned(tee(POS, add(get(POS), number(64))), get(END)),
  ),
  // Bytes behind the block may have looked like words, too.
  block(
    loop([
      leave(1, i32.equal(get(NOTE), number(WORDS))),
      leave(1, lessUnsigned(load(subtract(get(NOTE), number(4)), 0), get(END))),
      set(NOTE, subtract(get(NOTE), number(4))),
      leave(0),
    ]),
  ),
  store(get(NOTE), 0, get(END)),
];

/** The bytes of the word at an address, and zeros behind. */
const wordAt = (at: Code): Code =>
  v128.and(v128.load(at, 0), v128.load(subtract(number(MASKS + LONGEST_WORD), get(LENGTH)), 0));

const factors = v128.const(WORD_FACTORS.flatMap((factor) => [0, 8, 16, 24].map((shift) => (factor >>> shift) & 0xff)));

/** Where in the table the hash of {@link BYTES} stands. */
const slot: Code = [
  set(BYTES + 1, i32x4.multiply(get(BYTES), factors)),
  shiftLeft(
    shiftRightUnsigned(
      [0, 1, 2, 3].map((lane) => i32x4.lane(get(BYTES + 1), lane)).reduce((a, b) => add(a, b)),
      number(18),
    ),
    number(1),
  ),
];

/** {@link LENGTH} becomes that up to the next word, or {@link LONGEST_WORD}. */
const measure: Code = [
  set(LENGTH, subtract(load(get(READ), 4), get(POS))),
  when(lessUnsigned(number(LONGEST_WORD), get(LENGTH)), set(LENGTH, number(LONGEST_WORD))),
];

const matchWord: Code = [
  set(BYTES, wordAt(get(POS))),
  set(SLOT, slot),
  set(CANDIDATE, add(number(INPUT), i32.load16(get(SLOT)))),
  store16(get(SLOT), 0, subtract(get(POS), number(INPUT))),
  when(
    i32.equal(v128.any(v128.xor(get(BYTES), wordAt(get(CANDIDATE)))), number(0)),
    when(lessUnsigned(get(CANDIDATE), get(POS)), [
      when(lessUnsigned(get(LITERAL), get(POS)), [literal(get(POS)), measure]),
      set(OFFSET, subtract(get(POS), get(CANDIDATE))),
      shortOrLongCopy,
      set(LITERAL, add(get(POS), get(LENGTH))),
    ]),
  ),
];

/**
 * Compresses a block by the words that it repeats. Where they lie is known before any match is, so that the processor need
 * not wait for one to look for the next.
 */
export const compressWords: WasmFunction = {
  parameters: 1,
  integers: COMMON + 2,
  longs: 3,
  vectors: 2,
  body: [
    findWords,
    set(LITERAL, number(INPUT)),
    set(AT, number(OUTPUT)),
    set(READ, number(WORDS)),
    block(
      loop([
        leave(1, i32.equal(get(READ), get(NOTE))),
        set(POS, load(get(READ), 0)),
        measure,
        when(lessUnsigned(number(SHORTEST_WORD - 1), get(LENGTH)), matchWord),
        set(READ, add(get(READ), number(4))),
        leave(0),
      ]),
    ),
    when(lessUnsigned(get(LITERAL), get(END)), literal(get(END))),
    store(number(RESULT), 0, subtract(get(AT), number(OUTPUT))),
  ],
};
