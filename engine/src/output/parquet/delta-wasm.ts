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
import { f64x2, i64x2 } from '../../wasm/lanes.js';
import { putBits } from './bits-wasm.js';
import { BLOCK, MINIBLOCK, MOST_VALUES, PACKED_WIDTH } from './delta-format.js';

/** Memory: where the output ends, the differences of a block, the values with one more, the output. */
const RESULT = 0;
const DELTAS = 16;
const VALUES = DELTAS + 8 * BLOCK;
const OUTPUT = VALUES + 8 * MOST_VALUES + 16;
/** A block takes the least difference, the widths and the rest; the last store may write 8 bytes too many. */
const OUTPUT_SIZE = Math.ceil(MOST_VALUES / BLOCK) * (10 + BLOCK / MINIBLOCK + 8 * BLOCK) + 8;
const PAGES = Math.ceil((OUTPUT + OUTPUT_SIZE) / (1 << 16));

// The parameter is where the values end; then integers, longs, vectors.
const [END, FROM, TO, AT, HEAD, POS, WIDTH, BITS, BYTES] = Array(9).keys();
const [LEAST, ZIGZAG, BUFFER] = [9, 10, 11];
const [DELTA, LEASTS, UNION] = [12, 13, 14];

const { add, subtract, lessUnsigned, shiftRightUnsigned, store8 } = i32;
const number = i32.const;
const put = (bytes: Code): Code => set(AT, add(get(AT), bytes));

/** Doubles within ±2^51, plus this, have their whole number in the lowest bits. */
const WHOLE = f64x2.splat(1.5 * 2 ** 52);
const whole = (at: Code): Code => f64x2.add(v128.load(at, 0), WHOLE);

/** The least of both lanes. */
const leastOf = (lanes: number): Code => {
  const [a, b] = [0, 1].map((lane) => i64x2.lane(get(lanes), lane));
  return i64.select(a, b, i64.lessSigned(a, b));
};

/** The differences from {@link FROM} to {@link TO} by two, in {@link LEAST} their least one. */
const differences: Code = [
  set(POS, get(FROM)),
  set(HEAD, number(DELTAS)),
  set(LEASTS, i64x2.subtract(whole(get(FROM)), whole(subtract(get(FROM), number(8))))),
  doWhile(
    [
      set(DELTA, i64x2.subtract(whole(get(POS)), whole(subtract(get(POS), number(8))))),
      v128.store(get(HEAD), 0, get(DELTA)),
      set(LEASTS, v128.select(get(DELTA), get(LEASTS), i64x2.lessSigned(get(DELTA), get(LEASTS)))),
      set(HEAD, add(get(HEAD), number(16))),
    ],
    lessUnsigned(tee(POS, add(get(POS), number(16))), get(TO)),
  ),
  set(LEAST, leastOf(LEASTS)),
  // What a block has too few counts as the least.
  set(POS, add(number(DELTAS), subtract(get(TO), get(FROM)))),
  block(
    loop([
      leave(1, i32.equal(get(POS), number(DELTAS + 8 * BLOCK))),
      i64.store(get(POS), 0, get(LEAST)),
      set(POS, add(get(POS), number(8))),
      leave(0),
    ]),
  ),
];

/** {@link LEAST} with its sign in the lowest bit, 7 bits a byte. */
const putLeast: Code = [
  set(ZIGZAG, i64.xor(i64.shiftLeft(get(LEAST), i64.const(1)), i64.shiftRightSigned(get(LEAST), i64.const(63)))),
  block(
    loop([
      leave(1, i64.isZero(i64.shiftRightUnsigned(get(ZIGZAG), i64.const(7)))),
      store8(get(AT), 0, i32.or(i64.lowWord(get(ZIGZAG)), number(0x80))),
      put(number(1)),
      set(ZIGZAG, i64.shiftRightUnsigned(get(ZIGZAG), i64.const(7))),
      leave(0),
    ]),
  ),
  store8(get(AT), 0, i64.lowWord(get(ZIGZAG))),
  put(number(1)),
];

/** Takes the least from the differences of the miniblock at {@link POS}; in {@link WIDTH} the bits of the greatest. */
const widthOf: Code = [
  set(UNION, i64x2.splat(0)),
  Array.from({ length: MINIBLOCK / 2 }, (_, i) => [
    set(DELTA, i64x2.subtract(v128.load(get(POS), 16 * i), i64x2.spread(get(LEAST)))),
    v128.store(get(POS), 16 * i, get(DELTA)),
    set(UNION, v128.or(get(UNION), get(DELTA))),
  ]),
  set(WIDTH, subtract(number(64), i64.leadingZeros(i64.or(i64x2.lane(get(UNION), 0), i64x2.lane(get(UNION), 1))))),
];

/** Values of {@link WIDTH} bits, two at a time, up to where the next miniblock begins. */
const packed: Code = [
  set(BUFFER, i64.const(0)),
  set(BITS, number(0)),
  set(BYTES, add(get(POS), number(8 * MINIBLOCK))),
  doWhile(
    putBits(
      { at: AT, width: WIDTH, buffer: BUFFER, bits: BITS },
      i64.load(get(POS)),
      i64.load(add(get(POS), number(8))),
    ),
    lessUnsigned(tee(POS, add(get(POS), number(16))), get(BYTES)),
  ),
];

/** Values of whole bytes: each writes eight, of which the next one covers those that are too many. */
const wholeBytes: Code = [
  set(WIDTH, i32.and(add(get(WIDTH), number(7)), number(0x78))),
  set(BYTES, add(get(POS), number(8 * MINIBLOCK))),
  doWhile(
    [i64.store(get(AT), 0, i64.load(get(POS))), put(shiftRightUnsigned(get(WIDTH), number(3)))],
    lessUnsigned(tee(POS, add(get(POS), number(8))), get(BYTES)),
  ),
];

const writeBlocks: WasmFunction = {
  parameters: 1,
  integers: 8,
  longs: 3,
  vectors: 3,
  body: [
    set(AT, number(OUTPUT)),
    set(FROM, number(VALUES + 8)),
    doWhile(
      [
        set(TO, add(get(FROM), number(8 * BLOCK))),
        when(lessUnsigned(get(END), get(TO)), set(TO, get(END))),
        differences,
        putLeast,
        set(HEAD, get(AT)),
        put(number(BLOCK / MINIBLOCK)),
        set(POS, number(DELTAS)),
        doWhile(
          [
            widthOf,
            when(
              lessUnsigned(number(PACKED_WIDTH), get(WIDTH)),
              wholeBytes,
              when(get(WIDTH), packed, set(POS, add(get(POS), number(8 * MINIBLOCK)))),
            ),
            store8(get(HEAD), 0, get(WIDTH)),
            set(HEAD, add(get(HEAD), number(1))),
          ],
          lessUnsigned(get(POS), number(DELTAS + 8 * BLOCK)),
        ),
      ],
      lessUnsigned(tee(FROM, get(TO)), get(END)),
    ),
    i32.store(number(RESULT), 0, subtract(get(AT), number(OUTPUT))),
  ],
};

/** Writes the blocks of numbers that lie in its memory. */
export interface DeltaKernel {
  readonly values: Float64Array;
  /** The blocks of so many values, 2 or more, all within ±2^51; until the next call. */
  readonly blocks: (count: number) => Uint8Array;
}

/** `undefined` where the platform has no WebAssembly with vectors. */
export function compileDeltas(): DeltaKernel | undefined {
  const module = compileWasm({ writeBlocks }, PAGES);
  if (module === undefined) return undefined;
  const { buffer } = module.memory;
  const bytes = new Uint8Array(buffer);
  const result = new Int32Array(buffer, RESULT, 1);
  // One more than are given, since differences are taken by two: infinite, it leads to none that is the least.
  const values = new Float64Array(buffer, VALUES, MOST_VALUES + 1);
  return {
    values: values.subarray(0, MOST_VALUES),
    blocks: (count) => {
      values[count] = Infinity;
      module.functions.writeBlocks(VALUES + 8 * count);
      return bytes.subarray(OUTPUT, OUTPUT + result[0]);
    },
  };
}
