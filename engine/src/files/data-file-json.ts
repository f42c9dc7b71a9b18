import { parseDocument } from '../schema/parse.js';
import { placeOf } from '../schema/place.js';
import { BATCH } from '../validate/data.js';
import { isRecord } from '../validate/problem.js';
import type { DataItem, DataSource } from './data-file.js';
import { linesOf, wholeText } from './data-file-text.js';

/** Reads a JSON array of records, or an object of such arrays by table. */
export async function* readJson({ file, table, tables, signal }: DataSource): AsyncGenerator<DataItem> {
  const text = await wholeText(file, signal);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    yield syntaxProblem(text, error as Error);
    return;
  }
  const lines = linesOfRows(text);
  if (Array.isArray(value)) {
    if (table === undefined) yield { problem: { code: 'data/table', message: tables.which(file) } };
    else yield* inBatches(table, value, lines.get('') ?? []);
  } else if (isRecord(value)) {
    for (const [name, records] of Object.entries(value)) {
      if (!tables.has(name)) {
        yield { problem: { table: name, code: 'data/unknown-table', message: tables.unknown(name) } };
      } else if (!Array.isArray(records)) {
        yield { problem: { table: name, code: 'data/shape', message: 'must be a list of records' } };
      } else yield* inBatches(name, records, lines.get(name) ?? []);
    }
  } else {
    const message = 'must be a list of records, or an object of such lists by table';
    yield { problem: { code: 'data/shape', message } };
  }
}

function* inBatches(table: string, records: readonly unknown[], lines: readonly number[]): Generator<DataItem> {
  for (let at = 0; at < records.length || at === 0; at += BATCH) {
    yield { table, records: records.slice(at, at + BATCH), lines: lines.slice(at, at + BATCH) };
  }
}

function syntaxProblem(text: string, error: Error): DataItem {
  const document = parseDocument(text, { file: 'data.json' });
  const found = document.diagnostics.find(({ severity }) => severity === 'error');
  if (found === undefined) return { problem: { code: 'data/json', message: `is no JSON: ${error.message}` } };
  const line = placeOf(document, found)?.start.line;
  const at = line === undefined ? {} : { line: line + 1 };
  return { problem: { ...at, code: 'data/json', message: `is no JSON: ${found.message}` } };
}

/** The lines, from 1, on which the items of the outermost lists begin: by key, or under `''` of a list alone. */
function linesOfRows(text: string): Map<string, number[]> {
  const found = new Map<string, number[]>();
  const inTables = text.trimStart().startsWith('{');
  const depthOfRows = inTables ? 2 : 1;
  let depth = 0;
  let line = 1;
  let rows: number[] = [];
  let expected = false;
  if (!inTables) found.set('', rows);
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === 0x0a) line++;
    if (c <= 0x20) continue;
    if (c === 0x5d || c === 0x7d) {
      depth--;
      expected = false;
      continue;
    }
    if (c === 0x2c) {
      expected = depth === depthOfRows;
      continue;
    }
    if (expected) rows.push(line);
    expected = false;
    if (c === 0x22) {
      const end = stringEnd(text, i);
      if (inTables && depth === 1) found.set(JSON.parse(text.slice(i, end + 1)) as string, (rows = []));
      i = end;
    } else if (c === 0x5b || c === 0x7b) {
      depth++;
      expected = c === 0x5b && depth === depthOfRows;
    }
  }
  return found;
}

function stringEnd(text: string, from: number): number {
  let i = from + 1;
  while (text.charCodeAt(i) !== 0x22) i += text.charCodeAt(i) === 0x5c ? 2 : 1;
  return i;
}

/** Reads JSON Lines: records of one table, or lines `{"table": …, "row": …}`. */
export async function* readJsonl({ file, table, tables, signal }: DataSource): AsyncGenerator<DataItem> {
  let line = 0;
  let of = table;
  let records: unknown[] = [];
  let lines: number[] = [];
  const flush = (): DataItem[] => {
    const item = of === undefined || records.length === 0 ? [] : [{ table: of, records, lines }];
    records = [];
    lines = [];
    return item;
  };
  if (table !== undefined) yield { table, records: [] };
  for await (const text of linesOf(file, signal)) {
    line++;
    if (text.trim() === '') continue;
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch (error) {
      yield { problem: { line, code: 'data/json', message: `is no JSON: ${(error as Error).message}` } };
      continue;
    }
    const plainRows = table !== undefined && (tables.bare(table) || tables.hasField(table, 'row'));
    const named = !plainRows && isNamed(value) ? value : undefined;
    const name = named === undefined ? table : named.table;
    if (name === undefined) {
      yield { problem: { line, code: 'data/table', message: tables.which(file) } };
      return;
    }
    if (!tables.has(name)) {
      yield { problem: { table: name, line, code: 'data/unknown-table', message: tables.unknown(name) } };
      continue;
    }
    if (name !== of) yield* flush();
    of = name;
    records.push(named === undefined ? value : named.row);
    lines.push(line);
    if (records.length === BATCH) yield* flush();
  }
  yield* flush();
}

/** A line that says which table its row belongs to. */
export function isNamed(value: unknown): value is { readonly table: string; readonly row: unknown } {
  return isRecord(value) && typeof value.table === 'string' && 'row' in value && Object.keys(value).length === 2;
}
