import { accepts } from '../json-schema/accept.js';
import { explain } from '../json-schema/explain.js';
import { SchemaGraph, type SchemaAt } from '../json-schema/graph.js';
import type { GoalSource, JsonSchemaSource } from '../json-schema/source.js';
import { pointerSegments } from '../json-schema/uri.js';
import { isRecord, own, type Problem, show } from './problem.js';
import { type RowValidator, ValidationError } from './row-validator.js';

/** Problems given of one row: a schema of many alternatives may have something to say about each. */
const MOST = 8;

/** Checks rows against a JSON Schema: every keyword of its dialect, and formats. Rows may be any JSON values. */
export class JsonRecordValidator implements RowValidator {
  private readonly graph: SchemaGraph;
  private readonly schemas: readonly SchemaAt[];

  /**
   * @param flat set for rows of flat files: the columns of mixed values. A null there may be an absent value, and where
   * they are texts, one may stand for itself or for JSON.
   */
  constructor(
    private readonly table: string,
    source: JsonSchemaSource,
    row: GoalSource,
    private readonly flat?: { readonly mixed: readonly string[]; readonly texts: boolean },
  ) {
    this.graph = new SchemaGraph({ ...source, neighbours: false });
    this.schemas = row.filter(({ negated }) => !negated).map(({ location, scope }) => this.graph.at(location, scope));
  }

  problems(record: unknown): readonly Problem[] {
    if (this.accepts(record)) return [];
    const read = this.flat === undefined ? record : this.readCells(record, this.flat);
    if (read !== record && this.accepts(read)) return [];
    const found = this.schemas.flatMap((at) => explain(this.graph, at, read));
    return found.slice(0, MOST).map(({ instance, keyword, message }) => {
      const shown = show(valueAt(read, instance));
      const path = pathOf(instance);
      return { path, code: `json-schema/${keyword}`, message: path === '' ? message : `${message}, and is ${shown}` };
    });
  }

  each(records: readonly unknown[], report: (index: number, problems: readonly Problem[]) => void): void {
    for (const [i, record] of records.entries()) {
      const problems = this.problems(record);
      if (problems.length > 0) report(i, problems);
    }
  }

  assertAll(records: readonly unknown[], firstRow: number): void {
    this.each(records, (i, problems) => {
      throw new ValidationError(this.table, firstRow + i, problems);
    });
  }

  private accepts(value: unknown): boolean {
    return this.schemas.every((at) => accepts(this.graph, at, value));
  }

  /** A row with its mixed cells as the schema takes them best. */
  private readCells(record: unknown, { mixed, texts }: NonNullable<typeof this.flat>): unknown {
    if (typeof record === 'string') return (texts ? parsed(record) : undefined) ?? record;
    if (!isRecord(record)) return record;
    const cells = mixed.flatMap((name): Reading[] => {
      const cell = own(record, name);
      const value = cell !== null && texts && typeof cell === 'string' ? parsed(cell) : undefined;
      return cell === null || value !== undefined ? [{ name, value }] : [];
    });
    const count = (value: unknown): number =>
      this.schemas.reduce((n, at) => n + explain(this.graph, at, value).length, 0);
    // Most cells are to be read: all of them first, then with some as they stand.
    let best: { readonly row: unknown; readonly problems: number } | undefined;
    const ways = 2 ** Math.min(cells.length, MOST_CELLS);
    for (let kept = 0; kept < ways; kept++) {
      const row = reread(
        record,
        cells.filter((_, i) => i >= MOST_CELLS || (kept & (1 << i)) === 0),
      );
      if (this.accepts(row)) return row;
      const problems = count(row);
      if (best === undefined || problems < best.problems) best = { row, problems };
    }
    return best?.row ?? record;
  }
}

/** Cells of one row that are tried both ways. */
const MOST_CELLS = 6;

/** What a cell of a flat file may stand for beside itself: another value, or none at all. */
interface Reading {
  readonly name: string;
  readonly value: unknown;
}

function reread(record: Readonly<Record<string, unknown>>, cells: readonly Reading[]): Record<string, unknown> {
  const row = { ...record };
  for (const { name, value } of cells) {
    if (value === undefined) delete row[name];
    else row[name] = value;
  }
  return row;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function valueAt(value: unknown, pointer: string): unknown {
  let at = value;
  for (const segment of pointerSegments(pointer)) {
    at = typeof at === 'object' && at !== null ? (at as Readonly<Record<string, unknown>>)[segment] : undefined;
  }
  return at;
}

/** `/tags/2/name` as `tags[2].name`. */
function pathOf(pointer: string): string {
  let text = '';
  for (const segment of pointerSegments(pointer)) {
    if (/^(0|[1-9]\d*)$/.test(segment)) text += `[${segment}]`;
    else text += text === '' ? segment : `.${segment}`;
  }
  return text;
}
