import type { RowSource } from './generator.js';
import { type GenerateOptions, shardRange } from './options.js';

/** Rows `from` … `to` (exclusive) of a table that are drawn together. */
export interface Window {
  readonly from: number;
  readonly to: number;
}

/** Rows of a window that are handed out together. */
export interface Stretch extends Window {
  /** Place of the table in its run. */
  readonly table: number;
  readonly window: Window;
}

/** Rows of the largest window: as many cost hardly more, a row, than in larger ones. */
const LARGEST = 1024;

/**
 * The rows of a table in windows that grow: the first record is there as soon as it can be, later ones cost less. How many
 * rows there are is found out on the way.
 */
export async function* windowsOf(source: RowSource, options: GenerateOptions): AsyncGenerator<Window> {
  const { shard, batchSize, signal } = options;
  const most = source.drawRows ?? Infinity;
  const range = shard === undefined ? { from: 0, to: Infinity } : shardRange(source.total, shard);
  let size = Math.min(batchSize ?? 1, most);
  for (let from = range.from; from < range.to;) {
    signal?.throwIfAborted();
    const wanted = Math.min(range.to, from + size);
    const to = source.reach?.(wanted) ?? Math.min(source.total, wanted);
    if (to > from) yield { from, to };
    if (to < wanted) return;
    from = to;
    if (batchSize === undefined) size = Math.min(LARGEST, most, size * 2);
  }
}

export async function* stretchesOf(
  source: RowSource,
  table: number,
  options: GenerateOptions,
): AsyncGenerator<Stretch> {
  for await (const window of windowsOf(source, options)) yield { ...window, table, window };
}
