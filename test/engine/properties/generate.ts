import { AgenticSynth } from '../../../engine/src/index.js';

export type Rows = Record<string, unknown>[];
export type Output = Rows | Record<string, Rows>;

export interface Options {
  readonly count?: number;
  readonly seed?: number;
  readonly batchSize?: number;
  /** `index` from 1. */
  readonly shard?: { readonly index: number; readonly of: number };
}

/** Records of the one table, or records by table. */
export async function generate(schema: object, options: Options = {}): Promise<Output> {
  return (await new AgenticSynth().generate('structured', { schema, ...options })) as Output;
}

export function byTable(output: Output): Record<string, Rows> {
  return Array.isArray(output) ? { rows: output } : output;
}

/** Fixed, so that a failure is found again; `PROPERTY_SEED` and `PROPERTY_RUNS` look further. */
export function runs(numRuns: number): { numRuns: number; seed: number } {
  const { PROPERTY_SEED: seed = 20260101, PROPERTY_RUNS: factor = 1 } = process.env;
  return { numRuns: Math.ceil(numRuns * Number(factor)), seed: Number(seed) };
}
