import type { WasmFunction } from '../wasm/assembler.js';
import { whenWorth } from '../wasm/worth.js';
import type { Addresses } from './stream.js';
import { type Counters, LEAST } from './threefry-code.js';
import { type Calls, callsOf, threefryKernel } from './threefry-vectors.js';

/** Functions over rows, each made by `overRows`, and what of their memory is read and written. */
export type RowKernel<Name extends string, Views> = { readonly calls: Readonly<Record<Name, Calls>> } & Views;

/**
 * Functions over rows in the memory of {@link threefryKernel}, compiled when they are worth it.
 * @param views of that memory
 * @returns gives them for rows; `undefined` for few of these, and where there are none.
 */
export function rowKernel<Name extends string, Views extends object>(
  functions: () => Readonly<Record<Name, Readonly<Record<Counters, WasmFunction>>>>,
  views: (memory: ArrayBuffer) => Views,
): (at: Addresses) => RowKernel<Name, Views> | undefined {
  const kernel = whenWorth((): RowKernel<Name, Views> | null => {
    const memory = threefryKernel()?.memory;
    if (memory === undefined) return null;
    const calls = Object.entries<Readonly<Record<Counters, WasmFunction>>>(functions()).map(([name, made]) => [
      name,
      callsOf(made, memory),
    ]);
    return { calls: Object.fromEntries(calls) as Record<Name, Calls>, ...views(memory.buffer) };
  });
  return ({ length }) => (length < LEAST ? undefined : kernel(length));
}
