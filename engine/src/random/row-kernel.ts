import { compileWasm, type WasmFunction } from '../wasm/assembler.js';
import type { Addresses } from './stream.js';
import type { Counters } from './threefry-code.js';
import { type Calls, threefryKernel } from './threefry-vectors.js';

/** Below this, calling costs more than four rows at a time save. */
const LEAST = 64;

/** Functions over rows, each made by `overRows`, and what of their memory is read and written. */
export type RowKernel<Name extends string, Views> = { readonly calls: Readonly<Record<Name, Calls>> } & Views;

/**
 * Functions over rows in the memory of {@link threefryKernel}, compiled when first needed.
 * @param views of that memory
 * @returns gives them for rows; `undefined` for few of these, and where the platform has no vectors.
 */
export function rowKernel<Name extends string, Views extends object>(
  functions: () => Readonly<Record<Name, Readonly<Record<Counters, WasmFunction>>>>,
  views: (memory: ArrayBuffer) => Views,
): (at: Addresses) => RowKernel<Name, Views> | undefined {
  let kernel: RowKernel<Name, Views> | null | undefined;
  const compile = (): RowKernel<Name, Views> | null => {
    const memory = threefryKernel()?.memory;
    if (memory === undefined) return null;
    const named = Object.entries(functions()) as [Name, Readonly<Record<Counters, WasmFunction>>][];
    const module = compileWasm(
      Object.fromEntries(
        named.flatMap(([name, { any, consecutive }]) => [
          [`${name}.any`, any],
          [`${name}.consecutive`, consecutive],
        ]),
      ),
      memory,
    );
    if (module === undefined) return null;
    const calls = named.map(([name]): [Name, Calls] => [
      name,
      { any: module.functions[`${name}.any`], consecutive: module.functions[`${name}.consecutive`] },
    ]);
    return { calls: Object.fromEntries(calls) as Record<Name, Calls>, ...views(memory.buffer) };
  };
  return ({ length }) => {
    if (length < LEAST) return undefined;
    if (kernel === undefined) kernel = compile();
    return kernel ?? undefined;
  };
}
