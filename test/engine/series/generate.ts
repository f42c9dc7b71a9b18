import assert from 'node:assert/strict';
import { AgenticSynth } from '../../../engine/src/index.js';
import { rootAddresses } from '../../../engine/src/random/stream.js';
import { streamFor } from '../../../engine/src/random/key.js';
import type { NoiseModel } from '../../../engine/src/schema/model-series.js';
import { streamDraws } from '../../../engine/src/series/draws.js';
import { compileNoise } from '../../../engine/src/series/noise.js';
import type { Windows } from '../../../engine/src/series/process.js';
import { Track } from '../../../engine/src/series/track.js';
import type { GenerateOptions } from '../../../engine/src/generators/options.js';

export const START = Date.parse('2026-01-01T00:00:00Z');
export const SECOND = 1000;
export const MINUTE = 60_000;
export const HOUR = 3_600_000;
export const DAY = 86_400_000;

/** The process of a noise at steps of a minute, without a document around it. */
export function trackOf(noise: NoiseModel, seed: number, windows?: Windows): Track {
  const process = compileNoise(noise, MINUTE);
  assert.ok(process);
  const stream = streamFor(seed, 'test');
  return new Track(process, streamDraws(stream, rootAddresses), windows);
}

/** The seeds of all statistical claims. */
export const SEEDS: readonly number[] = Array.from({ length: 20 }, (_, i) => i + 101);

export type Row = Readonly<Record<string, unknown>>;

const synth = new AgenticSynth();

/** A document with these fields, a step a minute. */
export const series = (fields: object, more: object = {}): object => ({
  type: 'timeseries',
  start: '2026-01-01T00:00:00Z',
  interval: '1m',
  ...more,
  fields,
});

export function rowsOf(schema: object, options: Omit<GenerateOptions, 'schema'> = {}): Promise<Row[]> {
  return synth.generate<Row[]>('type' in schema ? (schema.type as string) : 'timeseries', { schema, ...options });
}

/** Rows by table. */
export function tablesOf<T extends Record<string, Row[]>>(
  type: string,
  schema: object,
  options: Omit<GenerateOptions, 'schema'> = {},
): Promise<T> {
  return synth.generate<T>(type, { schema, ...options });
}

/** A column of numbers; `NaN` for null. */
export function column(rows: readonly Row[], name: string): Float64Array {
  return Float64Array.from(rows, (row) => (row[name] === null ? NaN : (row[name] as number)));
}

/** The times of rows, ms. */
export function times(rows: readonly Row[], name = 'timestamp'): Float64Array {
  return Float64Array.from(rows, (row) => Date.parse(row[name] as string));
}

/** Values of a number field of these properties, `count` of them. */
export async function valuesOf(field: object, count: number, seed: number, more: object = {}): Promise<Float64Array> {
  const schema = series({ x: { type: 'number', decimals: 9, base: 0, ...field } }, more);
  return column(await rowsOf(schema, { count, seed }), 'x');
}
