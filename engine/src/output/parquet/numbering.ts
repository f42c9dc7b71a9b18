import { packBits } from './bits.js';
import { MOST_VALUES, WORTH_COMPILING } from './delta-format.js';
import { compileIndexing, type IndexKernel, MOST_INDICES, type Numbering, PLACES, WHOLE } from './index-wasm.js';
import type { ByteSink } from './sink.js';

/** Below this, calling costs more than it saves. */
const LEAST_PACKED = 64;

/** Compiled when first needed; `null` where the platform cannot. */
let kernel: IndexKernel | null | undefined;
let script: ScriptNumbering | undefined;

function indexKernel(rows: number): IndexKernel | null {
  if (rows > MOST_INDICES) return null;
  if (rows >= WORTH_COMPILING && kernel === undefined) kernel = compileIndexing() ?? null;
  return kernel ?? null;
}

/** Memory to number the values of so many rows in. */
export function numberingOf(rows: number): Numbering {
  const wasm = indexKernel(rows);
  if (wasm !== null) return wasm;
  if (script === undefined || script.indices.length < rows)
    script = new ScriptNumbering(Math.max(rows, WORTH_COMPILING));
  return script;
}

let memory = new Int32Array(0);

/** Memory for the indices of so many rows, from which {@link writePacked} writes them soonest. */
export function indexMemory(rows: number): Int32Array {
  const wasm = indexKernel(rows);
  if (wasm !== null) return wasm.indices;
  if (memory.length < rows) memory = new Int32Array(rows);
  return memory;
}

/** As {@link packBits}, behind what the sink holds; room must be reserved. */
export function writePacked(
  sink: ByteSink,
  values: Int32Array | Uint8Array,
  from: number,
  to: number,
  width: number,
): void {
  let rest = from;
  if (to - from >= LEAST_PACKED && kernel != null && values.buffer === kernel.indices.buffer) {
    const whole = (to - from) & ~7;
    sink.append(kernel.pack(from, whole, width));
    rest += whole;
  }
  sink.length = packBits(sink.view, sink.length, values, rest, to, width);
}

/** Gives the same numbers as {@link compileIndexing}. */
export class ScriptNumbering implements Numbering {
  readonly indices: Int32Array;
  readonly numberOf = new Int32Array(PLACES);
  readonly distinct: Float64Array;
  readonly values = new Float64Array(MOST_VALUES);
  private power = 1;
  private base = 0;
  private most = 0;
  private count = 0;
  private least = PLACES;
  private greatest = 0;

  constructor(rows: number) {
    this.indices = new Int32Array(rows);
    this.distinct = new Float64Array(rows >> 1);
  }

  begin(power: number, base: number, most: number): void {
    this.power = power;
    this.base = base;
    this.most = most;
    this.count = 0;
    this.least = PLACES;
    this.greatest = 0;
  }

  number(count: number, at: number): boolean {
    const { power, base, indices, numberOf, distinct, values } = this;
    for (let i = 0; i < count; i++) {
      const value = values[i];
      const step = value * power + WHOLE - WHOLE;
      const place = (step - base) | 0;
      let number = place >>> 0 < PLACES ? numberOf[place] : 0;
      // Which 0 it is counts, too.
      if (number === 0 || distinct[number - 1] !== value || (value === 0 && 1 / value < 0)) {
        number = this.place(value, step);
        if (number === 0) return false;
      }
      indices[at + i] = number - 1;
    }
    return true;
  }

  found(): readonly [count: number, least: number, greatest: number] {
    return [this.count, this.least, this.greatest];
  }

  /** Numbers a value that has not been seen; 0 where that cannot be. */
  private place(value: number, step: number): number {
    const place = step - this.base;
    if (!(Math.abs(value * this.power) <= 2 ** 51 && place >= 0 && place < PLACES)) return 0;
    if (this.numberOf[place] !== 0 || this.count >= this.most) return 0;
    if (step / this.power !== value || Object.is(value, -0)) return 0;
    this.distinct[this.count++] = value;
    if (place < this.least) this.least = place;
    if (place > this.greatest) this.greatest = place;
    return (this.numberOf[place] = this.count);
  }
}
