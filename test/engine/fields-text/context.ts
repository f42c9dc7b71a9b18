import type { Column } from '../../../engine/src/columns/column.js';
import { valueAt } from '../../../engine/src/columns/read.js';
import type { FieldContext } from '../../../engine/src/fields/context.js';
import type { Batch, Drawer } from '../../../engine/src/fields/drawer.js';
import { compileDistribution } from '../../../engine/src/random/distribution.js';
import { streamFor } from '../../../engine/src/random/key.js';
import { Permutation } from '../../../engine/src/random/permutation.js';
import { rootAddresses } from '../../../engine/src/random/stream.js';
import type { CommonSpec, Located } from '../../../engine/src/schema/model.js';

export const NOW = Date.UTC(2026, 0, 1);

export const COMMON: CommonSpec = { pointer: '/fields/f', key: 'f', nullable: 0, optional: 0, unique: false };

export interface ContextOptions {
  seed?: number;
  timezone?: string;
  locale?: string;
  columns?: Record<string, (batch: Batch) => Column>;
}

/** A field of a table, without a plan around it. */
export function fakeContext(options: ContextOptions = {}): FieldContext {
  const { seed = 1, timezone = 'UTC', locale = 'en', columns = {} } = options;
  const stream = (suffix = '') => streamFor(seed, 'table', `f${suffix}`);
  const own = stream();
  return {
    stream,
    now: NOW,
    timezone,
    locale,
    distribution: compileDistribution,
    correlated: false,
    uniforms: (batch, out) => own.uniforms(batch.addresses, 0, out),
    path: (at: Located) => {
      const column = columns[at.text];
      if (column === undefined) throw new Error(`no column ${at.text}`);
      return column;
    },
  };
}

/** Draws the rows of a batch without repeating: places of the domain, permuted. */
export function uniqueOf(drawer: Drawer, seed = 1): (batch: Batch) => Column {
  const { domain } = drawer;
  if (domain === undefined) throw new Error('not countable');
  const permutation = new Permutation(streamFor(seed, 'table', 'f#unique'), Math.min(domain.size, 2 ** 53));
  return (batch) => domain.at(batch.rows.map((row) => permutation.at(row)));
}

export function batchOf(from: number, length: number): Batch {
  const rows = new Float64Array(length);
  for (let i = 0; i < length; i++) rows[i] = from + i;
  return { length, rows, addresses: rootAddresses(from, length) };
}

export function valuesOf(column: Column): unknown[] {
  return Array.from({ length: column.length }, (_, i) => valueAt(column, i));
}

/** The values of rows 0 … length−1, drawn in batches of uneven lengths. */
export function inPieces(draw: (batch: Batch) => Column, length: number): unknown[] {
  const values: unknown[] = [];
  for (let from = 0, step = 1; from < length; from += step, step = (step * 3 + 1) % 97 || 1) {
    values.push(...valuesOf(draw(batchOf(from, Math.min(step, length - from)))));
  }
  return values;
}

/** Pearson's χ² of counts against equal or given expectations, with its degrees of freedom. */
export function chiSquare(counts: readonly number[], expected?: readonly number[]): { value: number; limit: number } {
  const total = counts.reduce((a, b) => a + b, 0);
  const value = counts.reduce((sum, n, i) => {
    const e = expected?.[i] ?? total / counts.length;
    return sum + ((n - e) * (n - e)) / e;
  }, 0);
  const degrees = counts.length - 1;
  // Wilson and Hilferty's approximation of the quantile at 1 − 10⁻⁶.
  const c = 2 / (9 * degrees);
  return { value, limit: degrees * (1 - c + 4.753 * Math.sqrt(c)) ** 3 };
}
