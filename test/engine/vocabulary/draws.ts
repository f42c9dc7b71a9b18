import { valueAt } from '../../../engine/src/columns/read.js';
import type { Column } from '../../../engine/src/columns/column.js';
import type { Batch, Drawer } from '../../../engine/src/fields/drawer.js';
import { streamFor } from '../../../engine/src/random/key.js';
import { rootAddresses } from '../../../engine/src/random/stream.js';
import { loadVocabulary } from '../../../engine/src/vocabulary/locale.js';
import { compileSemantic, type FromField, type SemanticContext } from '../../../engine/src/vocabulary/semantic.js';

export const NOW = Date.UTC(2026, 0, 1);

/** Options that a type cannot do without. */
export const NEEDED: Readonly<Record<string, Record<string, unknown>>> = {
  'date.between': { from: '2024-01-01', to: '2025-01-01' },
  'date.betweens': { from: '2024-01-01', to: '2025-01-01' },
  'string.fromCharacters': { characters: 'abc' },
};

export function batchOf(rows: readonly number[]): Batch {
  const all = rows.map((row) => rootAddresses(row, 1));
  return {
    length: rows.length,
    rows: Float64Array.from(rows),
    addresses: {
      length: rows.length,
      low: Int32Array.from(all, (a) => a.low[0]),
      high: Int32Array.from(all, (a) => a.high[0]),
    },
  };
}

export function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => from + i);
}

export function valuesOf(column: Column): unknown[] {
  return range(0, column.length).map((i) => valueAt(column, i));
}

export interface Field {
  type: string;
  name?: string;
  options?: Record<string, unknown>;
  locale?: string;
  from?: readonly FromField[];
  unique?: SemanticContext['unique'];
}

export async function compile(field: Field): Promise<Drawer> {
  const { type, name = type, options = NEEDED[type], locale = 'en', from = [], unique } = field;
  const vocabulary = await loadVocabulary(locale);
  return compileSemantic(
    { type, options },
    { vocabulary, now: NOW, from, unique, stream: (suffix = '') => streamFor(7, 'users', name, suffix) },
  );
}

export async function draw(field: Field, rows = 50): Promise<unknown[]> {
  const drawer = await compile(field);
  return valuesOf(drawer.draw(batchOf(range(0, rows))));
}
