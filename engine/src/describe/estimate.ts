import type { RunExplanation } from '../generators/explain.js';
import type { OpenRun } from '../generators/open.js';
import type { RowSource } from '../generators/generator.js';
import type { Format } from '../output/encoder.js';
import { createEncoder, FORMATS } from '../output/formats.js';
import type { TablePlan } from '../plan/table.js';
import type { ClockModel, EventsModel } from '../schema/model-series.js';
import { nominalMs } from '../schema/units.js';

/** What a run would come to. */
export interface Estimate {
  /** In the order of the schema. */
  readonly tables: readonly TableEstimate[];
  /** Rows of all tables. */
  readonly rows: number;
  /** About how many bytes, by format. */
  readonly bytes: Readonly<Partial<Record<Format, number>>>;
  /** JSON pointers of fields that a language model writes. */
  readonly prompts: readonly string[];
  /** What language models would be asked, and what it costs; undefined where none is. */
  readonly models?: RunExplanation | undefined;
}

/** One table of an {@link Estimate}. */
export interface TableEstimate {
  /** Name of the table. */
  readonly name: string;
  /** How many rows: exactly, or where `expected` says so about as many as are to be expected. */
  readonly rows: number;
  readonly expected: boolean;
  readonly bytes: Readonly<Partial<Record<Format, number>>>;
}

/** Parents whose children are counted; of more, so many tell how many children there are. */
const COUNTED = 20_000;

/** Rows that tell how large the others are. */
const SAMPLE = 200;

/** Columns of Parquet get smaller the more rows there are. */
const PARQUET_SAMPLE = 1000;

/** Reckons rows and bytes from the first rows of each table. */
export function estimateRun(
  { sources, plan, localText }: OpenRun,
  count: number | undefined,
  formats: readonly Format[] = FORMATS,
): Estimate {
  const sizes = new Map<RowSource, Pick<TableEstimate, 'rows' | 'expected'>>();
  const tables = sources.map((source): TableEstimate => {
    const table = plan?.tables.find(({ name }) => name === source.name);
    const size = table === undefined ? { rows: source.total, expected: false } : sizeOf(table, count, sizes);
    const most = Math.min(size.rows, table?.reach(2 * PARQUET_SAMPLE) ?? size.rows, source.drawRows ?? Infinity);
    return { name: source.name, ...size, bytes: bytesOf(source, size.rows, most, formats) };
  });
  return {
    tables,
    rows: tables.reduce((sum, { rows }) => sum + rows, 0),
    bytes: Object.fromEntries(
      formats.map((format) => [format, tables.reduce((sum, { bytes }) => sum + (bytes[format] ?? 0), 0)]),
    ),
    prompts: localText,
  };
}

function sizeOf(
  table: TablePlan,
  count: number | undefined,
  known: Map<RowSource, Pick<TableEstimate, 'rows' | 'expected'>>,
): Pick<TableEstimate, 'rows' | 'expected'> {
  const before = known.get(table);
  if (before !== undefined) return before;
  const size = measure();
  known.set(table, size);
  return size;

  function measure(): Pick<TableEstimate, 'rows' | 'expected'> {
    const { events } = table.model;
    if (events !== undefined) {
      const rows = count ?? expectedEvents(events);
      // Counting them means drawing when each of them comes.
      if (rows !== undefined) return { rows, expected: count === undefined && events.clock.length?.type !== 'count' };
    }
    const { parent } = table;
    if (parent === undefined) return { rows: table.total, expected: false };
    const parents = sizeOf(parent, count, known);
    if (parents.rows <= COUNTED && !parents.expected) return { rows: table.total, expected: false };
    const seen = Math.min(COUNTED, parent.reach(COUNTED));
    const children = seen === 0 ? 0 : table.childrenOf(parent.range(0, seen)).rows.length;
    return { rows: Math.round((children / seen) * parents.rows), expected: true };
  }
}

/** Rate times duration, after faults. */
function expectedEvents({ clock, rate, faults }: EventsModel): number | undefined {
  const { length } = clock;
  if (length?.type === 'count') return length.count;
  const ms = lengthOf(clock);
  if (ms === undefined || rate === undefined) return undefined;
  const { drop = 0, duplicate = 0 } = faults ?? {};
  return Math.round((rate.amount / rate.perMs) * ms * (1 - drop) * (1 + duplicate));
}

function lengthOf({ length, start }: ClockModel): number | undefined {
  if (length?.type === 'duration') return nominalMs(length.duration);
  return length?.type === 'end' ? length.end - start : undefined;
}

function bytesOf(source: RowSource, rows: number, most: number, formats: readonly Format[]): TableEstimate['bytes'] {
  return Object.fromEntries(formats.map((format) => [format, Math.round(sizeIn(source, rows, most, format))]));
}

/** @param most rows that can be drawn without going through many others. */
function sizeIn(source: RowSource, rows: number, most: number, format: Format): number {
  const measure = (length: number): number => {
    const encoder = createEncoder(format, source.fields, { bare: source.bare });
    const chunk = encoder.encode([source.batch(0, length)], 0);
    const written = { ...chunk, bytes: chunk.bytes.length };
    return encoder.begin().length + written.bytes + encoder.end([written]).length;
  };
  if (most === 0) return 0;
  const full = format === 'parquet' ? Math.min(most, 2 * PARQUET_SAMPLE) : Math.min(most, SAMPLE);
  const all = measure(full);
  if (rows <= full) return all;
  // What stands around the rows, and what they have in common, is there once.
  const half = Math.floor(full / 2);
  const each = half === 0 ? all / full : (all - measure(half)) / (full - half);
  return all + (rows - full) * each;
}
