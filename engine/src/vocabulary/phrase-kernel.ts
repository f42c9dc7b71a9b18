import {
  type Code as Instructions,
  block,
  compileWasm,
  doWhile,
  f64,
  get,
  i32,
  leave,
  loop,
  set,
  tee,
  type WasmFunction,
  type WasmMemory,
  when,
} from '../wasm/assembler.js';
import { Code, RESERVE, type Step } from './phrase-steps.js';

/** What the kernel is called with: how many rows, then addresses. */
export interface KernelCall {
  readonly rows: number;
  /** A uniform of each row, and {@link PhraseKernel.draws} times as many, `stride` bytes further each time. */
  readonly uniforms: number;
  readonly stride: number;
  /** Number of each row's program, 32 bits. */
  readonly select: number;
  /** A byte each row, 1 for those without a text; 0 instead of the address: all have one. */
  readonly nulls: number;
  /** The piece that is the first text of each step's table. */
  readonly bases: number;
  /** Two words a slot: the piece that is its first text, and the address of the rows' codes. */
  readonly slots: number;
  /** Receives the number of pieces up to each row's end. */
  readonly ends: number;
}

/** Programs of phrases compiled for WebAssembly, to the same pieces as `PhraseWriter` names. */
export interface PhraseKernel {
  /** How many draws a row needs beyond the first uniform, at most. */
  readonly draws: number;
  /** Names the pieces of rows from the first word of the memory on. */
  run(call: KernelCall): void;
}

/** More than so many draws are rarely all needed, and all are made. */
export const MOST_DRAWS = 5;
const MOST_STEPS = 400;

// Locals: the parameters as {@link KernelCall} has them, then the state.
const [ROWS, UNIFORMS, STRIDE, SELECT, NULLS, BASES, SLOTS, ENDS] = [0, 1, 2, 3, 4, 5, 6, 7];
const PARAMETERS = 8;
const [ROW, PIECE, BITS, DRAW, INDEX, CODE] = [8, 9, 10, 11, 12, 13];
/** Of repetitions, each its own. */
const COUNTERS = 14;
const MOST_COUNTERS = 16;
const [X, SCALED] = [COUNTERS + MOST_COUNTERS, COUNTERS + MOST_COUNTERS + 1];

/**
 * @param steps those whose tables have a base, in the order of the bases
 * @param bits of a row's first uniform that are unspent
 * @returns `undefined` where the programs are not of the kind that gains by it, or the platform has no WebAssembly
 */
export function compilePhraseKernel(
  programs: readonly (readonly Step[])[],
  steps: readonly Step[],
  bits: number,
  memory: WasmMemory,
): PhraseKernel | undefined {
  const draws = Math.max(...programs.map((program) => mostDraws(program, bits)));
  if (draws > MOST_DRAWS || sum(programs.map(stepCount)) > MOST_STEPS) return undefined;
  const compiled = new Compiler(steps, bits).compile(programs);
  const module = compiled && compileWasm({ run: compiled }, memory);
  if (module === undefined) return undefined;
  const { run } = module.functions;
  return {
    draws,
    run: (c) => run(c.rows, c.uniforms, c.stride, c.select, c.nulls, c.bases, c.slots, c.ends),
  };
}

/** Steps with those of programs that they choose from; infinite where one is not for the kernel. */
function stepCount(program: readonly Step[]): number {
  return sum(program.map((step) => (step.code === Code.Number ? Infinity : 1 + sum(step.programs.map(stepCount)))));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, n) => total + n, 0);
}

/** Draws beyond the first uniform, at most: each gives all bits but the reserve, and those too few for the next choice. */
function mostDraws(program: readonly Step[], bits: number): number {
  const { total, widest } = spending(program);
  const given = (of: number): number => Math.max(0, of - RESERVE - widest + 1);
  return total <= given(bits) ? 0 : given(53) === 0 ? Infinity : Math.ceil(total / given(53));
}

/** Bits that the choices of a program spend at most, and that the widest of them needs. */
function spending(program: readonly Step[]): { total: number; widest: number } {
  let total = 0;
  let widest = 0;
  for (const step of program) {
    const inner = step.programs.map(spending);
    const most = Math.max(0, ...inner.map((i) => i.total));
    widest = Math.max(widest, step.bits, step.spreadBits, ...inner.map((i) => i.widest));
    if (step.code === Code.Pick) total += step.spreadBits + (step.times + step.spread - 1) * step.bits;
    else if (step.code === Code.Repeat) total += step.bits + (step.min + step.size - 1) * most;
    else total += Math.max(step.bits, ...step.costs) + most;
  }
  return { total, widest };
}

class Compiler {
  private readonly bases: ReadonlyMap<Step, number>;
  private counters = 0;

  constructor(
    steps: readonly Step[],
    private readonly bits: number,
  ) {
    this.bases = new Map(steps.map((step, i) => [step, 4 * i]));
  }

  compile(programs: readonly (readonly Step[])[]): WasmFunction | undefined {
    const uniform = i32.add(get(UNIFORMS), i32.shiftLeft(get(ROW), i32.const(3)));
    const selected = i32.load(i32.add(get(SELECT), i32.shiftLeft(get(ROW), i32.const(2))), 0);
    const written = alternatives(
      programs.map((program) => this.program(program)),
      selected,
    );
    const body = doWhile(
      [
        set(X, f64.load(tee(DRAW, uniform), 0)),
        set(DRAW, i32.add(get(DRAW), get(STRIDE))),
        set(BITS, i32.const(this.bits)),
        when(isPresent, written),
        i32.store(
          i32.add(get(ENDS), i32.shiftLeft(get(ROW), i32.const(2))),
          0,
          i32.shiftRightUnsigned(get(PIECE), i32.const(2)),
        ),
      ],
      i32.lessUnsigned(tee(ROW, i32.add(get(ROW), i32.const(1))), get(ROWS)),
    );
    if (this.counters > MOST_COUNTERS) return undefined;
    return { parameters: PARAMETERS, integers: X - PARAMETERS, doubles: 2, body };
  }

  private program(program: readonly Step[]): Instructions {
    return program.map((step) => this.step(step));
  }

  private step(step: Step): Instructions {
    switch (step.code) {
      case Code.Text:
        return name(this.base(step));
      case Code.Pick:
        return this.picks(step);
      case Code.Slot: {
        const entry = i32.add(get(SLOTS), i32.const(8 * step.min));
        const address = i32.add(i32.load(entry, 4), i32.shiftLeft(get(ROW), i32.const(2)));
        return [
          set(CODE, i32.load(address, 0)),
          when(
            i32.lessSigned(i32.const(-1), get(CODE)),
            name(i32.add(i32.load(entry, 0), i32.shiftLeft(get(CODE), i32.const(2)))),
          ),
        ];
      }
      case Code.Equal:
        return [
          choose(step.size, step.bits),
          alternatives(
            step.programs.map((program) => this.program(program)),
            get(INDEX),
          ),
        ];
      case Code.Weighted:
        return [refill(step.bits), this.weighted(step, 0)];
      default:
        return this.repeat(step);
    }
  }

  private picks(step: Step): Instructions {
    const one = [choose(step.size, step.bits), name(i32.add(this.base(step), i32.shiftLeft(get(INDEX), i32.const(2))))];
    if (step.spread === 1 && step.times === 1) return one;
    const count = this.counter();
    const more =
      step.spread > 1
        ? [choose(step.spread, step.spreadBits), set(count, i32.add(get(INDEX), i32.const(step.times)))]
        : set(count, i32.const(step.times));
    return [more, repeated(count, one)];
  }

  private weighted(step: Step, k: number): Instructions {
    const start = k === 0 ? 0 : step.ends[k - 1];
    const option = [
      set(X, f64.multiply(f64.subtract(get(X), f64.const(start)), f64.const(step.scales[k]))),
      // Rounding may reach 1, which is no uniform.
      when(f64.less(get(X), f64.const(1)), [], set(X, f64.const(0))),
      set(BITS, i32.subtract(get(BITS), i32.const(step.costs[k]))),
      this.program(step.programs[k]),
    ];
    if (k === step.ends.length - 1) return option;
    return when(f64.less(get(X), f64.const(step.ends[k])), option, this.weighted(step, k + 1));
  }

  private repeat(step: Step): Instructions {
    const count = this.counter();
    const all = this.counter();
    const least = set(count, i32.const(step.min));
    const drawn =
      step.size === 1 ? least : [choose(step.size, step.bits), set(count, i32.add(get(INDEX), i32.const(step.min)))];
    const separator = step.table.longest > 0 ? when(i32.notEqual(get(count), get(all)), name(this.base(step))) : [];
    return [drawn, set(all, get(count)), repeated(count, [separator, this.program(step.programs[0])])];
  }

  private base(step: Step): Instructions {
    return i32.load(get(BASES), this.bases.get(step)!);
  }

  private counter(): number {
    return COUNTERS + this.counters++;
  }
}

const isPresent = i32.equal(
  i32.const(0),
  // Without marks, whatever byte is read counts for nothing.
  i32.and(i32.load8(i32.add(get(NULLS), get(ROW))), i32.notEqual(get(NULLS), i32.const(0))),
);

/** Appends a piece. */
function name(piece: Instructions): Instructions {
  return [i32.store(get(PIECE), 0, piece), set(PIECE, i32.add(get(PIECE), i32.const(4)))];
}

/** Sees to it that so many bits are left. */
function refill(bits: number): Instructions {
  return when(i32.lessSigned(get(BITS), i32.const(bits + RESERVE)), [
    set(X, f64.load(get(DRAW), 0)),
    set(DRAW, i32.add(get(DRAW), get(STRIDE))),
    set(BITS, i32.const(53)),
  ]);
}

/** One of `size` equal choices, into {@link INDEX}. */
function choose(size: number, bits: number): Instructions {
  return [
    refill(bits),
    set(BITS, i32.subtract(get(BITS), i32.const(bits))),
    set(SCALED, f64.multiply(get(X), f64.const(size))),
    set(INDEX, f64.toInteger(get(SCALED))),
    set(X, f64.subtract(get(SCALED), f64.fromInteger(get(INDEX)))),
  ];
}

/** The code with that number. */
function alternatives(codes: readonly Instructions[], number: Instructions, from = 0): Instructions {
  if (codes.length === 1) return codes[0];
  const [first, ...others] = codes;
  return when(i32.equal(number, i32.const(from)), first, alternatives(others, number, from + 1));
}

/** Runs the body as often as a counter says, which it counts down. */
function repeated(counter: number, body: Instructions): Instructions {
  return block(
    loop([
      leave(1, i32.equal(get(counter), i32.const(0))),
      body,
      set(counter, i32.subtract(get(counter), i32.const(1))),
      leave(0),
    ]),
  );
}
