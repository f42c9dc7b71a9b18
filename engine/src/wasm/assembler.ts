/** A little of WebAssembly (https://webassembly.github.io/spec/core/binary/), enough to write loops over vectors by hand. */

/** What is used of the standard global; whether there is one depends on the platform. */
declare const WebAssembly:
  | {
      Module: new (bytes: Uint8Array) => object;
      Instance: new (
        module: object,
        imports: Readonly<Record<string, Readonly<Record<string, object>>>>,
      ) => { readonly exports: Readonly<Record<string, unknown>> };
    }
  | undefined;

/** Bytes of instructions, to be nested at will. */
export type Code = readonly (number | Code)[];

/** A function that takes integers and gives nothing back. */
export interface WasmFunction {
  /** How many parameters, all of type i32; they are the first locals. */
  readonly parameters: number;
  /** How many locals of each type follow, numbered on from the parameters. */
  readonly integers: number;
  readonly longs?: number;
  readonly doubles?: number;
  readonly vectors?: number;
  readonly body: Code;
}

/** A memory that several modules work on. */
export interface WasmMemory {
  readonly buffer: ArrayBuffer;
}

export interface WasmModule {
  readonly memory: WasmMemory;
  readonly functions: Readonly<Record<string, (...parameters: readonly number[]) => void>>;
}

const I32 = 0x7f;
const I64 = 0x7e;
const F64 = 0x7c;
const V128 = 0x7b;
const EMPTY = 0x40;
const END = 0x0b;

/** Signed LEB128, which reads the same as unsigned where the next bit is 0. */
export function leb(value: number): Code {
  const bytes: number[] = [];
  let rest = value;
  for (;;) {
    const low = rest & 0x7f;
    rest >>= 7;
    if ((rest === 0 && low < 0x40) || (rest === -1 && low >= 0x40)) return [...bytes, low];
    bytes.push(low | 0x80);
  }
}

function unsigned(value: number): Code {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, unsigned(value >>> 7)];
}

const scratch = new DataView(new ArrayBuffer(8));

/** The IEEE bytes of a double. */
export function double(value: number): Code {
  scratch.setFloat64(0, value, true);
  return Array.from({ length: 8 }, (_, i) => scratch.getUint8(i));
}

export const simd = (opcode: number): Code => [0xfd, unsigned(opcode)];
export const binary =
  (opcode: Code) =>
  (a: Code, b: Code): Code => [a, b, opcode];
export const unary =
  (opcode: Code) =>
  (a: Code): Code => [a, opcode];

export const get = (local: number): Code => [0x20, unsigned(local)];
export const set = (local: number, value: Code): Code => [value, 0x21, unsigned(local)];
export const tee = (local: number, value: Code): Code => [value, 0x22, unsigned(local)];

export const i32 = {
  const: (value: number): Code => [0x41, leb(value)],
  add: binary([0x6a]),
  subtract: binary([0x6b]),
  multiply: binary([0x6c]),
  divideUnsigned: binary([0x6e]),
  remainderUnsigned: binary([0x70]),
  and: binary([0x71]),
  or: binary([0x72]),
  xor: binary([0x73]),
  shiftLeft: binary([0x74]),
  shiftRightUnsigned: binary([0x76]),
  /** How many bits above the highest that is set. */
  leadingZeros: unary([0x67]),
  /** How many bits below the lowest that is set. */
  trailingZeros: unary([0x68]),
  equal: binary([0x46]),
  notEqual: binary([0x47]),
  lessUnsigned: binary([0x49]),
  lessSigned: binary([0x48]),
  load: (address: Code, offset: number): Code => [address, 0x28, 0, unsigned(offset)],
  load8: (address: Code): Code => [address, 0x2d, 0, 0],
  load16: (address: Code): Code => [address, 0x2f, 0, 0],
  store: (address: Code, offset: number, value: Code): Code => [address, value, 0x36, 0, unsigned(offset)],
  store8: (address: Code, offset: number, value: Code): Code => [address, value, 0x3a, 0, unsigned(offset)],
  store16: (address: Code, offset: number, value: Code): Code => [address, value, 0x3b, 0, unsigned(offset)],
};

export const i64 = {
  const: (value: number): Code => [0x42, leb(value)],
  load: (address: Code): Code => [address, 0x29, 0, 0],
  store: (address: Code, offset: number, value: Code): Code => [address, value, 0x37, 0, unsigned(offset)],
  /** A word and the one above it. */
  fromWords: (low: Code, high: Code): Code => [low, 0xad, high, 0xad, [0x42, 32], 0x86, 0x84],
  /** Of two words. */
  product: (a: Code, b: Code): Code => [a, 0xad, b, 0xad, 0x7e],
  lowWord: (a: Code): Code => [a, 0xa7],
  highWord: (a: Code): Code => [a, [0x42, 32], 0x88, 0xa7],
  /** Those of a double. */
  bitsOf: unary([0xbd]),
  /** From an unsigned i32. */
  fromInteger: unary([0xad]),
  subtract: binary([0x7d]),
  multiply: binary([0x7e]),
  and: binary([0x83]),
  or: binary([0x84]),
  xor: binary([0x85]),
  shiftLeft: binary([0x86]),
  shiftRightSigned: binary([0x87]),
  shiftRightUnsigned: binary([0x88]),
  lessSigned: binary([0x53]),
  isZero: unary([0x50]),
  select: (a: Code, b: Code, condition: Code): Code => [a, b, condition, 0x1b],
  /** How many bits above the highest that is set, as i32. */
  leadingZeros: (a: Code): Code => [a, 0x79, 0xa7],
  /** How many bits below the lowest that is set, as i32. */
  trailingZeros: (a: Code): Code => [a, 0x7a, 0xa7],
};

export const f64 = {
  const: (value: number): Code => [0x44, double(value)],
  load: (address: Code, offset: number): Code => [address, 0x2b, 0, unsigned(offset)],
  store: (address: Code, offset: number, value: Code): Code => [address, value, 0x39, 0, unsigned(offset)],
  add: binary([0xa0]),
  subtract: binary([0xa1]),
  multiply: binary([0xa2]),
  divide: binary([0xa3]),
  absolute: unary([0x99]),
  floor: unary([0x9c]),
  /** Towards 0. */
  truncate: unary([0x9d]),
  /** The whole number that is nearest; the even one of two. */
  nearest: unary([0x9e]),
  /** The magnitude of `a` with the sign of `b`. */
  copySign: binary([0xa6]),
  select: (a: Code, b: Code, condition: Code): Code => [a, b, condition, 0x1b],
  equal: binary([0x61]),
  less: binary([0x63]),
  lessEqual: binary([0x65]),
  fromInteger: unary([0xb7]),
  /** Towards 0, to a signed i32, which must hold it. */
  toInteger: unary([0xaa]),
  /** Towards 0, to the signed i32 that is nearest; 0 where it is not a number. */
  toNearestInteger: unary([0xfc, 0x02]),
};

/** Vectors; a shift takes its count as i32. */
export const v128 = {
  load: (address: Code, offset: number): Code => [address, simd(0x00), 0, unsigned(offset)],
  /** One double, twice. */
  loadTwice: (address: Code, offset: number): Code => [address, simd(0x0a), 0, unsigned(offset)],
  store: (address: Code, offset: number, value: Code): Code => [address, value, simd(0x0b), 0, unsigned(offset)],
  /** Writes one half. */
  storeHalf: (address: Code, offset: number, value: Code, half: 0 | 1): Code => [
    address,
    value,
    simd(0x5b),
    0,
    unsigned(offset),
    half,
  ],
  const: (bytes: readonly number[]): Code => [simd(0x0c), bytes],
  and: binary(simd(0x4e)),
  or: binary(simd(0x50)),
  xor: binary(simd(0x51)),
  /** The bits of `a` where `mask` has ones, else those of `b`. */
  select: (a: Code, b: Code, mask: Code): Code => [a, b, mask, simd(0x52)],
  /** Whether any bit is set, as i32. */
  any: unary(simd(0x53)),
  /** The upper two of four 32-bit lanes in place of the lower two. */
  upperHalf: (a: Code): Code => [a, a, simd(0x0d), [8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7]],
};

/** Runs the body at least once, and again as long as the condition holds. */
export const doWhile = (body: Code, condition: Code): Code => [0x03, EMPTY, body, condition, 0x0d, 0, END];

export const when = (condition: Code, body: Code, otherwise: Code = []): Code => [
  condition,
  0x04,
  EMPTY,
  body,
  otherwise.length === 0 ? [] : [0x05, otherwise],
  END,
];

/** Ends the function. */
export const end: Code = [0x0f];

/** What {@link leave} may jump behind. */
export const block = (body: Code): Code => [0x02, EMPTY, body, END];

/** What {@link leave} may begin again; it ends by itself. */
export const loop = (body: Code): Code => [0x03, EMPTY, body, END];

/** Jumps behind the block or to the begin of the loop that is `depth` further out than the innermost; `when` counts as a block. */
export const leave = (depth: number, condition?: Code): Code =>
  condition === undefined ? [0x0c, depth] : [condition, 0x0d, depth];

/**
 * Compiles functions over one memory: a new one of so many pages of 64 KiB, or that of another module. `undefined` where
 * the platform has no WebAssembly with vectors, or a content security policy forbids it.
 */
export function compileWasm(
  functions: Readonly<Record<string, WasmFunction>>,
  where: number | WasmMemory,
): WasmModule | undefined {
  if (typeof WebAssembly === 'undefined') return undefined;
  const names = Object.keys(functions);
  const list = Object.values(functions);
  const vector = (items: readonly Code[]): Code => [unsigned(items.length), items];
  const section = (id: number, content: Code): Code => [id, sized(content)];
  const name = (text: string): Code => vector(Array.from(text, (c) => [c.charCodeAt(0)]));
  const bytes = [
    [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    section(1, vector(list.map((f) => [0x60, vector(Array<Code>(f.parameters).fill([I32])), 0]))),
    // Whatever its size is.
    typeof where === 'number' ? [] : section(2, [1, name('own'), name('memory'), 2, 0, 0]),
    section(3, vector(list.map((_, i) => unsigned(i)))),
    typeof where === 'number' ? section(5, [1, 0, unsigned(where)]) : [],
    section(7, vector([[name('memory'), 2, 0], ...names.map((text, i) => [name(text), 0, unsigned(i)])])),
    section(10, vector(list.map((f) => sized([localsOf(f), f.body, END])))),
  ];
  try {
    const imports: Record<string, Record<string, object>> = typeof where === 'number' ? {} : { own: { memory: where } };
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(Uint8Array.from(flat(bytes))), imports);
    const { memory, ...compiled } = exports;
    return { memory: memory as WasmMemory, functions: compiled as WasmModule['functions'] };
  } catch {
    return undefined;
  }
}

function localsOf({ integers, longs = 0, doubles = 0, vectors = 0 }: WasmFunction): Code {
  return [4, unsigned(integers), I32, unsigned(longs), I64, unsigned(doubles), F64, unsigned(vectors), V128];
}

function sized(content: Code): Code {
  const bytes = flat(content);
  return [unsigned(bytes.length), bytes];
}

function flat(code: Code, bytes: number[] = []): number[] {
  for (const item of code) {
    if (typeof item === 'number') bytes.push(item);
    else flat(item, bytes);
  }
  return bytes;
}
