import { SynthError } from '../errors.js';
import { setOwn } from '../schema/scalars.js';

/** Rows as they are inferred from. */
export type InferRow = Readonly<Record<string, unknown>>;

/** The format of a text of rows. */
export type InferFormat = 'json' | 'jsonl' | 'csv';

/** The format of a text by its looks: a list or an object of JSON, objects line by line, else CSV. */
export function sniffFormat(text: string): InferFormat {
  const start = text
    .slice(0, 4096)
    .replace(/^\uFEFF/, '')
    .trimStart();
  if (start.startsWith('[')) return 'json';
  if (!start.startsWith('{')) return 'csv';
  const line = /^[^\r\n]*/.exec(start)![0].trim();
  try {
    JSON.parse(line);
    return /\n\s*\S/.test(start) ? 'jsonl' : 'json';
  } catch {
    return 'json';
  }
}

/**
 * The tables of a text, by name; `''` where it holds one without a name.
 * @throws SynthError `infer/syntax` where it is none of its format
 */
export function readRows(
  text: string,
  format: InferFormat,
  limit: number,
  delimiter?: string,
): Record<string, unknown[]> {
  const body = text.replace(/^\uFEFF/, '');
  if (format === 'csv') return { '': [...csvRows(body, limit, delimiter)] };
  if (format === 'jsonl') {
    const rows: unknown[] = [];
    let number = 0;
    for (const line of body.split('\n')) {
      number++;
      if (rows.length >= limit) break;
      if (line.trim() !== '') rows.push(parseJson(line, `line ${number}`));
    }
    return { '': rows };
  }
  return tablesOf(parseJson(body, 'the text'));
}

/** @throws SynthError that says where the text stands */
export function parseJson(text: string, where: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new SynthError('infer/syntax', `${where} is no JSON: ${(error as Error).message}`);
  }
}

/** A list of rows, or lists of rows by name; an object of anything else is one row. */
export function tablesOf(value: unknown): Record<string, unknown[]> {
  if (Array.isArray(value)) return { '': value };
  if (typeof value !== 'object' || value === null) {
    throw new SynthError('infer/no-rows', 'rows are a list of objects, or lists of objects by table name.');
  }
  const lists = Object.entries(value).filter(
    (entry): entry is [string, unknown[]] => Array.isArray(entry[1]) && entry[1].length > 0 && entry[1].every(isRow),
  );
  const all = Object.values(value).every((item) => Array.isArray(item));
  return all && lists.length > 0 ? Object.fromEntries(lists) : { '': [value] };
}

export function isRow(value: unknown): value is InferRow {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The delimiter that the first line has most of, outside of quotes. */
function delimiterOf(text: string): string {
  const line = /^(?:"[^"]*"|[^"\r\n])*/.exec(text)![0].replace(/"[^"]*"/g, '');
  const counts = [',', ';', '\t', '|'].map((mark) => [mark, line.split(mark).length] as const);
  return counts.reduce((best, next) => (next[1] > best[1] ? next : best))[0];
}

/** Rows after RFC 4180, as objects by the names of the first line; dotted names are fields of objects. */
export function* csvRows(text: string, limit: number, delimiter = delimiterOf(text)): Iterable<InferRow> {
  let header: string[] | undefined;
  let rows = 0;
  for (const cells of csvCells(text, delimiter)) {
    if (cells.length === 1 && cells[0].text === '' && !cells[0].quoted) continue;
    if (header === undefined) {
      header = cells.map((cell) => cell.text.trim());
      continue;
    }
    if (rows++ >= limit) return;
    yield Object.fromEntries(header.map((name, i) => [name, cellOf(cells[i])]));
  }
}

interface Cell {
  readonly text: string;
  readonly quoted: boolean;
}

function cellOf(cell: Cell | undefined): string | null {
  return cell === undefined || (cell.text === '' && !cell.quoted) ? null : cell.text;
}

function* csvCells(text: string, delimiter: string): Iterable<Cell[]> {
  let cells: Cell[] = [];
  for (let at = 0; at <= text.length;) {
    let value: string;
    const quoted = text[at] === '"';
    if (quoted) {
      let end = at + 1;
      for (;;) {
        end = text.indexOf('"', end);
        if (end < 0) throw new SynthError('infer/syntax', 'a quote in the CSV is opened and never closed.');
        if (text[end + 1] !== '"') break;
        end += 2;
      }
      value = text.slice(at + 1, end).replaceAll('""', '"');
      at = end + 1;
    } else {
      let end = at;
      while (end < text.length && text[end] !== delimiter && text[end] !== '\n' && text[end] !== '\r') end++;
      value = text.slice(at, end);
      at = end;
    }
    cells.push({ text: value, quoted });
    if (text[at] === delimiter) {
      at++;
      continue;
    }
    yield cells;
    cells = [];
    if (text[at] === '\r' && text[at + 1] === '\n') at += 2;
    else at++;
    if (at >= text.length) return;
  }
}

const NUMBER = /^[+-]?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** Columns of texts as the values they stand for, where all of a column do; dotted columns as objects. */
export function typedColumns(rows: readonly InferRow[]): InferRow[] {
  const names = Object.keys(rows[0] ?? {});
  const columns = names.map((name) => typed(rows.map((row) => row[name] ?? null)));
  return rows.map((_, i) => {
    const out: Record<string, unknown> = {};
    names.forEach((name, c) => put(out, name.split('.'), columns[c][i], names));
    return out;
  });
}

function put(out: Record<string, unknown>, path: readonly string[], value: unknown, names: readonly string[]): void {
  const [head, ...rest] = path;
  const nested = rest.length > 0 && path.every((part) => part !== '') && !names.includes(head);
  if (!nested) {
    setOwn(out, path.join('.'), value);
    return;
  }
  const inner = Object.hasOwn(out, head) ? out[head] : {};
  if (!isRow(inner)) return;
  setOwn(out, head, inner);
  put(inner as Record<string, unknown>, rest, value, []);
}

function typed(cells: readonly unknown[]): readonly unknown[] {
  const texts = cells.filter((cell): cell is string => typeof cell === 'string');
  if (texts.length === 0) return cells;
  const convert = (read: (text: string) => unknown): unknown[] =>
    cells.map((cell) => (typeof cell === 'string' ? read(cell) : cell));
  const safe = (text: string): boolean =>
    NUMBER.test(text) && (/[.eE]/.test(text) || Number.isSafeInteger(Number(text)));
  if (texts.every(safe)) return convert(Number);
  if (texts.every((text) => /^(?:true|false)$/i.test(text))) return convert((text) => text.toLowerCase() === 'true');
  if (texts.every((text) => /^(?:\[.*\]|\{.*\})$/s.test(text))) {
    try {
      return convert((text) => JSON.parse(text) as unknown);
    } catch {
      return cells;
    }
  }
  return cells;
}
