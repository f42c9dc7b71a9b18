import {
  type Code,
  compileWasm,
  doWhile,
  f64,
  get,
  i32,
  set,
  tee,
  type WasmFunction,
  when,
} from '../wasm/assembler.js';
import type { Runs } from './name-tables.js';

/** Rows of one call. */
export const KERNEL_ROWS = 4096;

const FIRST_DRAWS = 0;
const LAST_DRAWS = FIRST_DRAWS + 8 * KERNEL_ROWS;
const FIRST = LAST_DRAWS + 8 * KERNEL_ROWS;
const LAST = FIRST + 4 * KERNEL_ROWS;
const SEX = LAST + 4 * KERNEL_ROWS;
const TABLES = SEX + KERNEL_ROWS;
const PAGES = 3;

/** A run of a list: its end, its start and its scale as doubles, then the first name's number and how many there are. */
const ENTRY = 32;

// The parameter is how many bytes the rows' doubles take.
const [END, ADDRESS, RUN, INDEX, WHO] = [0, 1, 2, 3, 4];
const [X, SCALED] = [5, 6];

/** Draws first and last names without a branch that depends on the draw; the same as `NameTables.draw` in JavaScript. */
export interface NameKernel {
  /** Uniforms for first names in, what is left of them out. */
  readonly firstDraws: Float64Array;
  readonly lastDraws: Float64Array;
  readonly first: Int32Array;
  readonly last: Int32Array;
  readonly sex: Uint8Array;
  run(rows: number): void;
}

/**
 * @param first runs of female and of male first names
 * @returns `undefined` where the platform has no WebAssembly
 */
export function compileNameKernel(first: readonly [Runs, Runs], last: readonly [Runs, Runs]): NameKernel | undefined {
  const tables = [first, last].map((sexes) => Math.max(...sexes.map(({ ends }) => ends.length)));
  const lastTable = TABLES + 2 * ENTRY * tables[0];
  const run: WasmFunction = {
    parameters: 1,
    integers: 4,
    doubles: 2,
    body: doWhile(
      [
        set(X, f64.multiply(f64.load(get(ADDRESS), FIRST_DRAWS), f64.const(2))),
        set(WHO, i32.equal(f64.less(get(X), f64.const(1)), i32.const(0))),
        set(X, f64.subtract(get(X), f64.fromInteger(get(WHO)))),
        i32.store8(i32.shiftRightUnsigned(get(ADDRESS), i32.const(3)), SEX, get(WHO)),
        pick(TABLES, tables[0], FIRST),
        set(X, f64.subtract(get(SCALED), f64.fromInteger(get(INDEX)))),
        when(f64.less(get(X), f64.const(1)), [], set(X, f64.const(0))),
        f64.store(get(ADDRESS), FIRST_DRAWS, get(X)),
        set(X, f64.load(get(ADDRESS), LAST_DRAWS)),
        pick(lastTable, tables[1], LAST),
      ],
      i32.lessUnsigned(tee(ADDRESS, i32.add(get(ADDRESS), i32.const(8))), get(END)),
    ),
  };
  const module = compileWasm({ run }, PAGES);
  if (module === undefined) return undefined;
  const { buffer } = module.memory;
  writeTable(buffer, TABLES, first, tables[0]);
  writeTable(buffer, lastTable, last, tables[1]);
  return {
    firstDraws: new Float64Array(buffer, FIRST_DRAWS, KERNEL_ROWS),
    lastDraws: new Float64Array(buffer, LAST_DRAWS, KERNEL_ROWS),
    first: new Int32Array(buffer, FIRST, KERNEL_ROWS),
    last: new Int32Array(buffer, LAST, KERNEL_ROWS),
    sex: new Uint8Array(buffer, SEX, KERNEL_ROWS),
    run: (rows) => module.functions.run(8 * rows),
  };
}

/** The number of a name of sex {@link WHO} by {@link X}, to the row's place in the output; leaves {@link SCALED}. */
function pick(table: number, runs: number, output: number): Code {
  const next = i32.shiftLeft(i32.equal(f64.less(get(X), f64.load(get(RUN), 0)), i32.const(0)), i32.const(5));
  return [
    set(RUN, i32.add(i32.const(table), i32.multiply(get(WHO), i32.const(ENTRY * runs)))),
    Array.from({ length: runs - 1 }, () => set(RUN, i32.add(get(RUN), next))),
    set(SCALED, f64.multiply(f64.subtract(get(X), f64.load(get(RUN), 8)), f64.load(get(RUN), 16))),
    set(INDEX, f64.toInteger(get(SCALED))),
    when(
      i32.lessSigned(get(INDEX), i32.load(get(RUN), 28)),
      [],
      set(INDEX, i32.subtract(i32.load(get(RUN), 28), i32.const(1))),
    ),
    i32.store(i32.shiftRightUnsigned(get(ADDRESS), i32.const(1)), output, i32.add(get(INDEX), i32.load(get(RUN), 24))),
  ];
}

/** Both sexes have as many entries: the last end is 1, which no uniform reaches. */
function writeTable(memory: ArrayBuffer, table: number, sexes: readonly [Runs, Runs], runs: number): void {
  const view = new DataView(memory);
  sexes.forEach(({ ends, scales, starts, sizes }, s) => {
    ends.forEach((end, k) => {
      const at = table + ENTRY * (s * runs + k);
      view.setFloat64(at, end, true);
      view.setFloat64(at + 8, k === 0 ? 0 : ends[k - 1], true);
      view.setFloat64(at + 16, scales[k], true);
      view.setInt32(at + 24, starts[k], true);
      view.setInt32(at + 28, sizes[k], true);
    });
  });
}
