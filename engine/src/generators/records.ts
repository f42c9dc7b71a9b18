import { ABSENT, recordAt, valueAt } from '../columns/read.js';
import type { Delivery } from '../integrations/delivery.js';
import { SinkError } from '../integrations/sink.js';
import type { RecordBatch } from '../output/encoder.js';
import type { RowSource } from './generator.js';
import type { OpenRun } from './open.js';
import { DEFAULT_BATCH, type GenerateOptions, shardRange, type StreamOptions } from './options.js';
import { inRealTime } from './realtime.js';
import type { Window } from './stretches.js';

/** Rows after which the event loop gets its turn. */
const BREATH = 1 << 16;

/** One row: values by the names of its fields, as JSON has them. */
export type SynthRecord = Record<string, unknown>;

/** One row of a stream over several tables. */
export interface TableRow {
  /** Name of its table. */
  readonly table: string;
  /** The record. */
  readonly row: SynthRecord;
}

/** All rows of a run, one after another: with named tables `{ table, row }`. */
export async function* rowsOf(run: OpenRun, options: StreamOptions): AsyncGenerator<SynthRecord | TableRow> {
  const { realtime } = options;
  if (realtime !== undefined) {
    yield* recordsInRealTime(run, { ...options, realtime });
    return;
  }
  for (const source of run.sources) {
    for await (const row of recordsOf(source, options, run.delivery)) {
      yield run.tables ? { table: source.name, row } : row;
    }
  }
}

/** The records of one table, batch by batch, made as they are asked for. */
export async function* recordsOf(
  source: RowSource,
  options: GenerateOptions,
  delivery?: Delivery,
): AsyncGenerator<SynthRecord> {
  for await (const records of batchesOf(source, options, delivery)) yield* records;
}

/** As {@link recordsOf}, a batch at a time. The event loop gets its turn now and then. */
async function* batchesOf(
  source: RowSource,
  options: GenerateOptions,
  delivery: Delivery | undefined,
): AsyncGenerator<SynthRecord[]> {
  const { from, to } = shardRange(source.total, options.shard);
  const size = Math.min(options.batchSize ?? source.batchRows ?? DEFAULT_BATCH, source.drawRows ?? Infinity);
  let rows = 0;
  for (let start = from; start < to; start += size) {
    options.signal?.throwIfAborted();
    const end = Math.min(to, start + size);
    await source.prepare?.(start, end, options.signal);
    const records = recordsOfWindow(source, { from: start, to: end });
    if (options.verify) source.verify(records, start);
    await delivery?.send(source, start, end, options.signal);
    yield records;
    rows += size;
    if (rows < BREATH) continue;
    rows = 0;
    // Timers, input and the signal get their turn.
    await new Promise((resolve) => setTimeout(resolve));
  }
}

/** Records when they are due: see {@link inRealTime}. With named tables `{ table, row }`. */
async function* recordsInRealTime(
  run: OpenRun,
  options: StreamOptions & { readonly realtime: number },
): AsyncGenerator<SynthRecord | TableRow> {
  const windows = new Map<number, { readonly window: Window; readonly records: SynthRecord[] }>();
  for await (const { table, from, to, window } of inRealTime(run, options)) {
    const source = run.sources[table];
    let drawn = windows.get(table);
    if (drawn?.window !== window) {
      await source.prepare?.(window.from, window.to, options.signal);
      drawn = { window, records: recordsOfWindow(source, window) };
      if (options.verify) source.verify(drawn.records, window.from);
      windows.set(table, drawn);
    }
    await run.delivery?.send(source, from, to, options.signal);
    for (const row of drawn.records.slice(from - window.from, to - window.from)) {
      yield run.tables ? { table: source.name, row } : row;
    }
  }
}

function recordsOfWindow(source: RowSource, { from, to }: Window): SynthRecord[] {
  return (source.records?.(from, to) as SynthRecord[] | undefined) ?? recordsOfBatch(source, source.batch(from, to));
}

/** A batch as objects; of a source whose rows are none, as the values that they are. */
export function recordsOfBatch(source: RowSource, { length, columns }: RecordBatch): SynthRecord[] {
  const fields = source.fields.map(({ name }, k) => ({ name, column: columns[k] }));
  const records: SynthRecord[] = new Array(length);
  if (source.bare === true) {
    for (let i = 0; i < length; i++) {
      const value = valueAt(columns[0], i);
      records[i] = (value === ABSENT ? null : value) as SynthRecord;
    }
    return records;
  }
  for (let i = 0; i < length; i++) records[i] = recordAt(fields, i);
  return records;
}

/** Everything at once: an array, or an array for each table. */
export async function collect(
  run: OpenRun,
  options: GenerateOptions,
): Promise<SynthRecord[] | Record<string, SynthRecord[]>> {
  const total = run.sources.reduce((sum, source) => sum + source.total, 0);
  let rows = 0;
  const tables: Record<string, SynthRecord[]> = {};
  const result = (): SynthRecord[] | Record<string, SynthRecord[]> =>
    run.tables ? tables : tables[run.sources[0].name];
  try {
    for (const source of run.sources) {
      const all: SynthRecord[] = (tables[source.name] = []);
      for await (const records of batchesOf(source, options, run.delivery)) {
        for (const record of records) all.push(record);
        rows += records.length;
        options.onProgress?.({ rows, total, table: source.name });
      }
    }
  } catch (error) {
    if (error instanceof SinkError) error.records = result();
    throw error;
  }
  return result();
}
