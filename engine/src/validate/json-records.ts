import { accepts } from '../json-schema/accept.js';
import { explain } from '../json-schema/explain.js';
import { SchemaGraph, type SchemaAt } from '../json-schema/graph.js';
import type { GoalSource, JsonSchemaSource } from '../json-schema/source.js';
import { pointerSegments } from '../json-schema/uri.js';
import { isRecord, type Problem, show } from './problem.js';
import { type RowValidator, ValidationError } from './row-validator.js';

/** Problems given of one row: a schema of many alternatives may have something to say about each. */
const MOST = 8;

/** Checks rows against a JSON Schema: every keyword of its dialect, and formats. Rows may be any JSON values. */
export class JsonRecordValidator implements RowValidator {
  private readonly graph: SchemaGraph;
  private readonly schemas: readonly SchemaAt[];

  /** @param mixed set for flat files: the columns whose texts may stand for themselves or for JSON. */
  constructor(
    private readonly table: string,
    source: JsonSchemaSource,
    row: GoalSource,
    private readonly mixed: readonly string[] | undefined = undefined,
  ) {
    this.graph = new SchemaGraph(source);
    this.schemas = row.filter(({ negated }) => !negated).map(({ location, scope }) => this.graph.at(location, scope));
  }

  problems(record: unknown): readonly Problem[] {
    if (this.accepts(record)) return [];
    const read = this.mixed === undefined ? record : this.readTexts(record, this.mixed);
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

  /** Texts of mixed columns as the JSON that they write, where the schema takes them better like that. */
  private readTexts(record: unknown, mixed: readonly string[]): unknown {
    if (typeof record === 'string') return parsed(record) ?? record;
    if (!isRecord(record)) return record;
    const count = (value: unknown): number =>
      this.schemas.reduce((n, at) => n + explain(this.graph, at, value).length, 0);
    let best = record;
    let problems = mixed.length === 0 ? 0 : count(record);
    for (const name of mixed) {
      if (problems === 0) break;
      const text = Object.hasOwn(best, name) ? best[name] : undefined;
      const value = typeof text === 'string' ? parsed(text) : undefined;
      if (value === undefined) continue;
      const other = { ...best, [name]: value };
      const left = count(other);
      if (left < problems) [best, problems] = [other, left];
    }
    return best;
  }
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
