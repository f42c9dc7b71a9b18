import {
  type Code,
  compileWasm,
  doWhile,
  end,
  f64,
  get,
  i32,
  i64,
  set,
  tee,
  type WasmFunction,
  when,
} from '../../wasm/assembler.js';
import { putBits } from './bits-wasm.js';
import { MOST_VALUES } from './delta-format.js';

/** Indices of a row group at most; more are for JavaScript. */
export const MOST_INDICES = 1 << 16;

/** Decimals of a wider range are not worth a dictionary, however often they repeat. */
export const MOST_STEPS = 1 << 18;

/** Places of the steps around the first one. */
export const PLACES = 2 * MOST_STEPS;

/** What is added to a number within ±2^51 loses its fraction. */
export const WHOLE = 1.5 * 2 ** 52;

// What lies in memory: two doubles and some integers; then values to be numbered, their numbers, the number of the value at
// each place, the distinct values, packed numbers.
const POWER = 0;
const BASE = 8;
const STATE = 16;
const VALUES = 64;
const INDICES = VALUES + 8 * MOST_VALUES;
const NUMBER_OF = INDICES + 4 * MOST_INDICES;
const DISTINCT = NUMBER_OF + 4 * PLACES;
const PACKED = DISTINCT + 4 * MOST_INDICES;
const PAGES = Math.ceil((PACKED + 3 * MOST_VALUES + 8) / (1 << 16));

/** Words from {@link STATE} on. */
const enum State {
  Count,
  Most,
  Least,
  Greatest,
  Failed,
}

const { add, subtract, lessUnsigned, shiftLeft, load, store } = i32;
const number = i32.const;

const state = (word: State): Code => load(number(STATE), 4 * word);
const setState = (word: State, value: Code): Code => store(number(STATE), 4 * word, value);

const [END, AT, BASE_WORD, POS, PLACE, NUMBER] = Array(6).keys();
const [SHIFTED, OFFSET] = [6, 7];

const value = f64.load(get(POS), 0);
const power = f64.load(number(POWER), 0);
const distinctAt = (index: Code): Code => add(number(DISTINCT), shiftLeft(index, number(3)));
const numberAt = (place: Code): Code => add(number(NUMBER_OF), shiftLeft(place, number(2)));

const fail: Code = [setState(State.Failed, number(1)), end];
const unless = (condition: Code, body: Code): Code => when(condition, [], body);

/** Numbers a value that has not been seen, as `ScriptNumbering.place` does. */
const placeValue: Code = [
  when(get(NUMBER), fail),
  set(OFFSET, f64.subtract(f64.subtract(get(SHIFTED), f64.const(WHOLE)), f64.load(number(BASE), 0))),
  unless(f64.lessEqual(f64.absolute(f64.multiply(value, power)), f64.const(2 ** 51)), fail),
  unless(f64.lessEqual(f64.const(0), get(OFFSET)), fail),
  unless(f64.less(get(OFFSET), f64.const(PLACES)), fail),
  unless(lessUnsigned(state(State.Count), state(State.Most)), fail),
  unless(f64.equal(f64.divide(f64.subtract(get(SHIFTED), f64.const(WHOLE)), power), value), fail),
  when(f64.equal(value, f64.const(0)), unless(i64.isZero(i64.load(get(POS))), fail)),
  f64.store(distinctAt(state(State.Count)), 0, value),
  set(NUMBER, add(state(State.Count), number(1))),
  setState(State.Count, get(NUMBER)),
  store(numberAt(get(PLACE)), 0, get(NUMBER)),
  when(lessUnsigned(get(PLACE), state(State.Least)), setState(State.Least, get(PLACE))),
  when(lessUnsigned(state(State.Greatest), get(PLACE)), setState(State.Greatest, get(PLACE))),
];

/** Values up to an address, their numbers from another one on, and the lower word of {@link BASE}. */
const numberValues: WasmFunction = {
  parameters: 3,
  integers: 3,
  doubles: 2,
  body: [
    set(POS, number(VALUES)),
    doWhile(
      [
        set(SHIFTED, f64.add(f64.multiply(value, power), f64.const(WHOLE))),
        set(PLACE, subtract(i64.lowWord(i64.bitsOf(get(SHIFTED))), get(BASE_WORD))),
        set(NUMBER, number(0)),
        when(lessUnsigned(get(PLACE), number(PLACES)), set(NUMBER, load(numberAt(get(PLACE)), 0))),
        when(
          get(NUMBER),
          unless(
            i64.isZero(i64.xor(i64.load(distinctAt(subtract(get(NUMBER), number(1)))), i64.load(get(POS)))),
            placeValue,
          ),
          placeValue,
        ),
        store(get(AT), 0, subtract(get(NUMBER), number(1))),
        set(AT, add(get(AT), number(4))),
      ],
      lessUnsigned(tee(POS, add(get(POS), number(8))), get(END)),
    ),
  ],
};

/** Locals of {@link packIndices}; of its parameters, {@link POS_OF} is the first address and {@link END_OF} the last. */
const [POS_OF, END_OF, WIDTH, TARGET, BITS, BUFFER] = Array(6).keys();

/** Packs an even number of indices from an address to another one. */
const packIndices: WasmFunction = {
  parameters: 3,
  integers: 2,
  longs: 1,
  body: [
    set(TARGET, number(PACKED)),
    doWhile(
      putBits(
        { at: TARGET, width: WIDTH, buffer: BUFFER, bits: BITS },
        i64.fromInteger(load(get(POS_OF), 0)),
        i64.fromInteger(load(get(POS_OF), 4)),
      ),
      lessUnsigned(tee(POS_OF, add(get(POS_OF), number(8))), get(END_OF)),
    ),
  ],
};

/** A memory in which values are numbered, one call after another. */
export interface Numbering {
  /** Of the rows of a row group. */
  readonly indices: Int32Array;
  /** The number of the value at each place, from 1 on; all 0 before and after a row group. */
  readonly numberOf: Int32Array;
  /** The distinct values, in the order of their numbers. */
  readonly distinct: Float64Array;
  /** Values to be numbered. */
  readonly values: Float64Array;
  /** Begins to number multiples of 1 / `power`, the first place being that of `base` / `power`; so many distinct ones at most. */
  begin(power: number, base: number, most: number): void;
  /** Numbers so many values, the index of the first becoming index `at`; false where one has no place. */
  number(count: number, at: number): boolean;
  /** How many distinct values there were, and the least and the greatest of their places. */
  found(): readonly [count: number, least: number, greatest: number];
}

export interface IndexKernel extends Numbering {
  /** Indices from one on, a multiple of 8 and no more than a page has, with so many bits each; until the next call. */
  pack(from: number, count: number, width: number): Uint8Array;
}

/** `undefined` where the platform has no WebAssembly with vectors. */
export function compileIndexing(): IndexKernel | undefined {
  const module = compileWasm({ numberValues, packIndices }, PAGES);
  if (module === undefined) return undefined;
  const { functions, memory } = module;
  const { buffer } = memory;
  const parameters = new Float64Array(buffer, POWER, 2);
  const words = new Int32Array(buffer, STATE, 5);
  const bytes = new Uint8Array(buffer);
  let baseWord = 0;
  return {
    indices: new Int32Array(buffer, INDICES, MOST_INDICES),
    numberOf: new Int32Array(buffer, NUMBER_OF, PLACES),
    distinct: new Float64Array(buffer, DISTINCT, MOST_INDICES / 2),
    values: new Float64Array(buffer, VALUES, MOST_VALUES),
    begin: (power, base, most) => {
      parameters[0] = power;
      parameters[1] = base;
      baseWord = base | 0;
      words.set([0, most, PLACES, 0, 0]);
    },
    number: (count, at) => {
      functions.numberValues(VALUES + 8 * count, INDICES + 4 * at, baseWord);
      return words[State.Failed] === 0;
    },
    found: () => [words[State.Count], words[State.Least], words[State.Greatest]],
    pack: (from, count, width) => {
      functions.packIndices(INDICES + 4 * from, INDICES + 4 * (from + count), width);
      return bytes.subarray(PACKED, PACKED + (count / 8) * width);
    },
  };
}
