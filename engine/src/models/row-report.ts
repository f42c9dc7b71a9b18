import type { DuplicateCounts } from '../prompting/duplicates.js';
import type { Route } from './client.js';
import type { ModelUsage } from './provider.js';
import type { Author } from './row-journal.js';

/** What one model did. */
export interface ModelRows {
  /** Who was asked. */
  readonly provider: string;
  /** The provider's id. */
  readonly model: string;
  /** Calls it took. */
  calls: number;
  /** Values of it that counted, written in this run. */
  rows: number;
  /** Values of it that an earlier run paid for. */
  replayed: number;
  /** Of all calls. */
  inputTokens: number;
  /** Of all calls. */
  outputTokens: number;
  /** US dollars, of the calls whose cost is known. */
  cost: number;
  /** Calls whose cost is not known. */
  unpriced: number;
  /** Failed calls by the code of their error. */
  readonly failures: Record<string, number>;
  /** Names that the provider answered under, where they are others. */
  readonly answeredAs: string[];
}

/** Who wrote values of one field, or whole rows of one table. */
export interface WrittenBy {
  readonly table: string;
  /** `undefined` for whole rows. */
  readonly field: string | undefined;
  /** JSON pointer of the field, or of the table. */
  readonly pointer: string | undefined;
  /** `undefined` where an earlier version kept the values, which did not say. */
  readonly by: Author | undefined;
  /** Values written in this run, and those from earlier ones. */
  readonly written: number;
  readonly replayed: number;
  /** Numbers of the rows, from 0: `0-49,52`. Of a pool, which has none, empty. */
  readonly rows: string;
}

/** How values came to be. */
export interface RowsReport {
  /** Values asked for, those from the journal among them. */
  readonly wanted: number;
  /** Values that there are. */
  readonly written: number;
  /** Of these, kept from an earlier run. */
  readonly fromJournal: number;
  /** Calls it took. */
  readonly calls: number;
  /** Calls that gave nothing. */
  readonly failedCalls: number;
  /** Values asked for again, because they were missing or did not count. */
  readonly reasked: number;
  /** Calls repeated without structured output. */
  readonly withoutSchema: number;
  /** Values that had to be repaired, put into another type, cleaned. */
  readonly repaired: number;
  /** Values put into another type. */
  readonly coerced: number;
  /** Values that were cleaned. */
  readonly sanitised: number;
  /** More values than were asked for. */
  readonly surplus: number;
  /** Values that did not count, by reason. */
  readonly refused: Readonly<Record<string, number>>;
  /** By model. */
  readonly models: readonly Readonly<ModelRows>[];
  /** By field and model. */
  readonly writtenBy: readonly WrittenBy[];
  /** By table and field, of the values that were handed on. */
  readonly duplicates: Readonly<Record<string, DuplicateCounts & { readonly distinctShare: number }>>;
  /** Of all calls. */
  readonly inputTokens: number;
  /** Of all calls. */
  readonly outputTokens: number;
  /** US dollars, of the calls whose cost is known. */
  readonly cost: number;
  /** Calls whose cost is not known. */
  readonly unpriced: number;
  /** Messages about what went wrong without consequence. */
  readonly warnings: readonly string[];
}

/** A value that is handed on. */
export interface CreditedValue {
  readonly by: Author | undefined;
  readonly replayed: boolean;
  /** Number of its row; `undefined` in a pool. */
  readonly row: number | undefined;
}

/** First and last row of a range. */
type Range = readonly [from: number, to: number];

interface Credit extends Pick<WrittenBy, 'table' | 'field' | 'pointer' | 'by'> {
  written: number;
  replayed: number;
  ranges: readonly Range[];
}

/** Counts while values are written. */
export class RowsTally {
  wanted = 0;
  written = 0;
  fromJournal = 0;
  reasked = 0;
  withoutSchema = 0;
  repaired = 0;
  coerced = 0;
  sanitised = 0;
  surplus = 0;
  readonly refused: Record<string, number> = {};
  readonly warnings: string[] = [];
  readonly #models = new Map<string, ModelRows>();
  readonly #credits = new Map<string, Credit>();

  of({ provider, model }: Pick<Route, 'provider' | 'model'>): ModelRows {
    const key = `${provider}\n${model}`;
    let rows = this.#models.get(key);
    if (rows === undefined) {
      rows = {
        provider,
        model,
        calls: 0,
        rows: 0,
        replayed: 0,
        inputTokens: 0,
        outputTokens: 0,
        cost: 0,
        unpriced: 0,
        failures: {},
        answeredAs: [],
      };
      this.#models.set(key, rows);
    }
    return rows;
  }

  refuse(reason: string, count = 1): void {
    this.refused[reason] = (this.refused[reason] ?? 0) + count;
  }

  use(route: Route, usage: ModelUsage): void {
    const rows = this.of(route);
    rows.inputTokens += usage.inputTokens ?? 0;
    rows.outputTokens += usage.outputTokens ?? 0;
    if (usage.cost === undefined || Number.isNaN(usage.cost)) rows.unpriced++;
    else rows.cost += usage.cost;
  }

  fail(route: Route, code: string): void {
    const { failures } = this.of(route);
    failures[code] = (failures[code] ?? 0) + 1;
  }

  /** Notes who wrote values that are handed on. */
  credit(place: Pick<WrittenBy, 'table' | 'field' | 'pointer'>, values: readonly CreditedValue[]): void {
    const rows = new Map<Credit, number[]>();
    for (const { by, replayed, row } of values) {
      const key = JSON.stringify([place.table, place.field ?? null, by?.provider, by?.model]);
      let credit = this.#credits.get(key);
      if (credit === undefined) {
        this.#credits.set(key, (credit = { ...place, by, written: 0, replayed: 0, ranges: [] }));
      }
      if (replayed) credit.replayed++;
      else credit.written++;
      if (replayed && by !== undefined) this.of(by).replayed++;
      if (row === undefined) continue;
      const own = rows.get(credit);
      if (own === undefined) rows.set(credit, [row]);
      else own.push(row);
    }
    for (const [credit, own] of rows) credit.ranges = merged([...credit.ranges, ...rangesOf(own)]);
  }

  report(duplicates: ReadonlyMap<string, DuplicateCounts>): RowsReport {
    const models = [...this.#models.values()].map((rows) => ({
      ...rows,
      failures: { ...rows.failures },
      answeredAs: [...rows.answeredAs],
    }));
    const sum = (of: (rows: ModelRows) => number): number => models.reduce((total, rows) => total + of(rows), 0);
    return {
      wanted: this.wanted,
      written: this.written,
      fromJournal: this.fromJournal,
      calls: sum(({ calls }) => calls),
      failedCalls: sum(({ failures }) => Object.values(failures).reduce((a, b) => a + b, 0)),
      reasked: this.reasked,
      withoutSchema: this.withoutSchema,
      repaired: this.repaired,
      coerced: this.coerced,
      sanitised: this.sanitised,
      surplus: this.surplus,
      refused: { ...this.refused },
      models,
      writtenBy: [...this.#credits.values()].map(({ ranges, ...credit }) => ({ ...credit, rows: textOf(ranges) })),
      duplicates: Object.fromEntries(
        [...duplicates].map(([name, counts]) => [
          name,
          { ...counts, distinctShare: counts.values === 0 ? 1 : counts.distinct / counts.values },
        ]),
      ),
      inputTokens: sum(({ inputTokens }) => inputTokens),
      outputTokens: sum(({ outputTokens }) => outputTokens),
      cost: sum(({ cost }) => cost),
      unpriced: sum(({ unpriced }) => unpriced),
      warnings: [...this.warnings],
    };
  }
}

function rangesOf(rows: readonly number[]): Range[] {
  return rows.map((row): Range => [row, row]);
}

/** Ranges in their order, those that touch made one. */
function merged(ranges: readonly Range[]): readonly Range[] {
  const all: [number, number][] = [];
  for (const [from, to] of [...ranges].sort((a, b) => a[0] - b[0])) {
    const last = all.at(-1);
    if (last !== undefined && from <= last[1] + 1) last[1] = Math.max(last[1], to);
    else all.push([from, to]);
  }
  return all;
}

function textOf(ranges: readonly Range[]): string {
  return ranges.map(([from, to]) => (from === to ? String(from) : `${from}-${to}`)).join(',');
}
