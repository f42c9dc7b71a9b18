import { f64, get, i32, i64, leave, loop, set, v128, type WasmFunction, when } from '../wasm/assembler.js';
import { i32x4 } from '../wasm/lanes.js';
import { rowKernel } from './row-kernel.js';
import type { Addresses, Stream } from './stream.js';
import {
  ADDRESS,
  type Counters,
  DOUBLES,
  eachUniforms,
  FIRST,
  INTEGERS,
  LOW,
  MOST,
  overRows,
  REST,
  X,
  Y,
} from './threefry-code.js';

/** Larger tables are not drawn from here: to copy one for each batch would cost more than is saved. */
const LARGEST = 1024;

/** Indices take the place of the counters that they are drawn from. */
const INDICES = LOW;
/** The size of the table, or how far to shift a word to find its cell of the guide; then the table. */
const NUMBER = REST;
const TABLE = REST + 8;
const GUIDE = TABLE + 8 * LARGEST;

const ROWS = [0, 1, 2, 3];

/** Words of a slot of {@link drawAliases}: up to which word it keeps an index, that one, and the other. */
export const SLOT = 4;

/** `AliasTable.fill` of the words of counters. */
function alias(): Record<Counters, WasmFunction> {
  const [size, slot] = [INTEGERS, INTEGERS + 1];
  return overRows({
    before: set(size, i32.load(i32.const(NUMBER), 0)),
    each: ROWS.map((row) => [
      set(slot, i32.shiftLeft(i64.highWord(i64.product(i32x4.lane(get(X), row), get(size))), i32.const(4))),
      i32.store(
        get(ADDRESS),
        INDICES + 4 * row,
        // One of two by where it stands: no processor could guess which way a branch would go.
        i32.load(
          i32.add(
            get(slot),
            i32.shiftLeft(i32.lessUnsigned(i32.load(get(slot), TABLE), i32x4.lane(get(Y), row)), i32.const(2)),
          ),
          TABLE + 4,
        ),
      ),
    ]),
  });
}

/** `CumulativeTable.fill` of the uniforms of counters. */
function cumulative(): Record<Counters, WasmFunction> {
  const [shift, index] = [INTEGERS, INTEGERS + 1];
  return overRows({
    before: set(shift, i32.load(i32.const(NUMBER), 0)),
    each: [
      eachUniforms((uniforms, pair) => v128.store(DOUBLES, FIRST + 16 * pair, uniforms)),
      ROWS.map((row) => [
        // The highest bits of a uniform are those of its first word.
        set(
          index,
          i32.load(i32.shiftLeft(i32.shiftRightUnsigned(i32x4.lane(get(X), row), get(shift)), i32.const(2)), GUIDE),
        ),
        loop(
          when(
            f64.lessEqual(f64.load(i32.shiftLeft(get(index), i32.const(3)), TABLE), f64.load(DOUBLES, FIRST + 8 * row)),
            [set(index, i32.add(get(index), i32.const(1))), leave(1)],
          ),
        ),
        i32.store(get(ADDRESS), INDICES + 4 * row, get(index)),
      ]),
    ],
  });
}

const kernelFor = rowKernel(
  () => ({ alias: alias(), cumulative: cumulative() }),
  (memory) => ({
    number: new Int32Array(memory, NUMBER, 1),
    slots: new Int32Array(memory, TABLE, SLOT * LARGEST),
    shares: new Float64Array(memory, TABLE, LARGEST),
    guide: new Int32Array(memory, GUIDE, LARGEST),
    indices: new Int32Array(memory, INDICES, MOST),
  }),
);

/**
 * Indices of an alias table by the words of a draw, as WebAssembly.
 * @param slots {@link SLOT} words each
 * @returns false where nothing was done: for few rows, large tables, and where the platform has no vectors.
 */
export function drawAliases(stream: Stream, at: Addresses, draw: number, slots: Int32Array, out: Int32Array): boolean {
  const known = slots.length > SLOT * LARGEST ? undefined : kernelFor(at);
  if (known === undefined) return false;
  known.number[0] = slots.length / SLOT;
  known.slots.set(slots);
  stream.over(known.calls.alias, at, draw, (from, count) => out.set(known.indices.subarray(0, count), from));
  return true;
}

/**
 * Indices of a table of cumulative shares by the uniforms of a draw, as WebAssembly.
 * @param guide where to begin the search, by the highest bits of a uniform: as many numbers as there are such
 * @returns as {@link drawAliases} does.
 */
export function drawShares(
  stream: Stream,
  at: Addresses,
  draw: number,
  shares: Float64Array,
  guide: Int32Array,
  out: Int32Array,
): boolean {
  const known = guide.length > LARGEST ? undefined : kernelFor(at);
  if (known === undefined) return false;
  known.number[0] = Math.clz32(guide.length - 1);
  known.shares.set(shares);
  known.guide.set(guide);
  stream.over(known.calls.cumulative, at, draw, (from, count) => out.set(known.indices.subarray(0, count), from));
  return true;
}
