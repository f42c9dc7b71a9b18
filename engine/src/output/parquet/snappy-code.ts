import { block, type Code, doWhile, get, i32, leave, loop, set, tee, v128, when } from '../../wasm/assembler.js';

/** Memory: the table, a block with room to read beyond it, where the output ends, the output; then what is left over. */
export const INPUT = 1 << 15;
export const RESULT = INPUT + (1 << 16) + 32;
export const OUTPUT = RESULT + 32;
export const ASIDE = OUTPUT + (1 << 16) + (1 << 14);

/** Locals that functions have in common; the parameter is where the block ends. */
export const [END, LITERAL, POS, CANDIDATE, AT, BEGIN, OFFSET, LENGTH, DONE, SHORT, WORD] = Array(11).keys();
/** How many these are. */
export const COMMON = 11;

const { add, subtract, and, or, xor, lessUnsigned, shiftLeft, shiftRightUnsigned, store8, store16 } = i32;
const number = i32.const;

const put = (bytes: Code): Code => set(AT, add(get(AT), bytes));

/** Bytes as they are, from {@link LITERAL} up to an end. */
export function literal(end: Code): Code {
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

/** A copy of {@link LENGTH} bytes, 4 … 64. Which form it takes cannot be foreseen, so that it is chosen without a jump. */
export const shortOrLongCopy: Code = [
  set(SHORT, and(lessUnsigned(get(LENGTH), number(12)), lessUnsigned(get(OFFSET), number(2048)))),
  set(WORD, longWord(get(LENGTH))),
  i32.store(get(AT), 0, xor(get(WORD), and(xor(get(WORD), shortWord), subtract(number(0), get(SHORT))))),
  put(subtract(number(3), get(SHORT))),
];

/** A copy of what {@link BEGIN} … {@link POS} repeats; the same division as in JavaScript. */
export const copy: Code = [
  set(LENGTH, subtract(get(POS), get(BEGIN))),
  block(loop([leave(1, lessUnsigned(get(LENGTH), number(68))), partialCopy(64), leave(0)])),
  when(lessUnsigned(number(64), get(LENGTH)), partialCopy(60)),
  shortOrLongCopy,
];
