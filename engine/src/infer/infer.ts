import { check } from '../core-synth.js';
import { SynthError } from '../errors.js';
import type { Diagnostic } from '../schema/diagnostic.js';
import { segmentsOf } from '../schema/parse.js';
import { columnsOf, fieldsOf, shortened } from './columns.js';
import type { Field } from './field.js';
import { type InferFormat, type InferRow, isRow, readRows, sniffFormat, tablesOf, typedColumns } from './rows.js';
import { axisOf, type Axis, signalOf } from './series.js';
import { countPer, keyField, linksOf, parentsOf } from './tables.js';

export type { InferFormat } from './rows.js';

/** How {@link infer} reads rows. */
export interface InferOptions {
  /** Name of the document. */
  readonly name?: string | undefined;
  /** Rows of each table that are looked at; 10,000. */
  readonly limit?: number | undefined;
  /** Of a text; by default told by its looks. */
  readonly format?: InferFormat | undefined;
  /** Of CSV; by default told by its first line. */
  readonly delimiter?: string | undefined;
  /** Values are texts as CSV has them: columns of numbers become numbers. */
  readonly texts?: boolean | undefined;
}

/** What a schema was inferred from. */
export interface Inferred {
  /** A document of the data-schema language, clean by `check()`. */
  readonly document: Readonly<Record<string, unknown>>;
  /** Rows looked at, by table; `rows` where there is one table without a name. */
  readonly rows: Readonly<Record<string, number>>;
  /** There were more rows than `limit`. */
  readonly limited: boolean;
}

/** Rows, tables of rows by name, a stream of rows, or a text of JSON, JSON Lines or CSV. */
export type InferInput =
  string | readonly unknown[] | Readonly<Record<string, readonly unknown[]>> | AsyncIterable<unknown>;

const LIMIT = 10_000;

/**
 * A first schema from rows: types, formats, ranges and distributions, values with weights where there are few, meanings
 * where name and values agree, shares of nulls and of missing keys, patterns, nested objects and lists, keys and the
 * references between tables, the pace and course of time series.
 *
 * Values of the rows get into the schema only as bounds of numbers, times and lengths, as constants, and as lists of few
 * values that each come often, in columns whose names and looks do not tell of people. Names, addresses, mail addresses,
 * phone numbers, user names, identifiers and free text are described, never copied.
 * @throws SynthError `infer/syntax`, `infer/no-rows` where there is nothing to infer from
 */
export async function infer(input: InferInput, options: InferOptions = {}): Promise<Inferred> {
  const limit = options.limit ?? LIMIT;
  if (!Number.isSafeInteger(limit) || limit < 1) {
    throw new SynthError('infer/limit', `limit is a number of rows, 1 or more, not ${String(limit)}.`);
  }
  const { tables, cut } = await tablesFrom(input, limit, options);
  const named = [...tables.keys()].some((name) => name !== '');
  let document: Record<string, unknown> = {
    ...(options.name !== undefined && { name: options.name }),
    ...(named ? { tables: documentTables(tables, cut) } : documentTable(tables.get('')!)),
  };
  for (let round = 0; round < 4; round++) {
    const errors = (await check(document)).filter(({ severity }) => severity === 'error');
    if (errors.length === 0) break;
    document = plainer(document, errors);
  }
  const rows = Object.fromEntries([...tables].map(([name, own]) => [name === '' ? 'rows' : name, own.length]));
  return { document, rows, limited: cut.size > 0 };
}

async function tablesFrom(
  input: InferInput,
  limit: number,
  options: InferOptions,
): Promise<{ readonly tables: Map<string, InferRow[]>; readonly cut: ReadonlySet<string> }> {
  let lists: Record<string, readonly unknown[]>;
  let { texts = false } = options;
  if (typeof input === 'string') {
    const format = options.format ?? sniffFormat(input);
    texts ||= format === 'csv';
    lists = readRows(input, format, limit + 1, options.delimiter);
  } else if (Symbol.asyncIterator in input) {
    const rows: unknown[] = [];
    for await (const row of input) {
      rows.push(row);
      if (rows.length > limit) break;
    }
    lists = { '': rows };
  } else lists = tablesOf(input);
  const tables = new Map<string, InferRow[]>();
  const cut = new Set<string>();
  for (const [name, list] of Object.entries(lists)) {
    if (list.length > limit) cut.add(tableName(name));
    const rows = list.slice(0, limit).map((row) => (isRow(row) ? row : { value: row }));
    if (rows.length === 0) continue;
    tables.set(tableName(name), texts ? typedColumns(rows) : rows);
  }
  if (tables.size === 0 || [...tables.values()].every((rows) => columnsOf(rows).length === 0)) {
    throw new SynthError('infer/no-rows', 'there are no rows to infer a schema from.');
  }
  return { tables, cut };
}

/** A name as tables can have it. */
function tableName(name: string): string {
  const plain = name.trim().replaceAll(/[.#/\\]/g, '_');
  return plain === '__proto__' ? 'proto' : plain;
}

function documentTable(rows: readonly InferRow[]): Record<string, unknown> {
  const axis = axisOf(rows);
  return axis === undefined ? { count: rows.length, fields: written(fieldsOf(rows)) } : seriesTable(rows, axis);
}

function seriesTable(rows: readonly InferRow[], axis: Axis): Record<string, unknown> {
  const { timeField, start, interval, key } = axis;
  const size = key?.values.length ?? 1;
  const fields: Record<string, Field> = fieldsOf(rows);
  const columns = new Map(columnsOf(rows));
  for (const [name, field] of Object.entries(fields)) {
    if (name === timeField) fields[name] = { type: 'datetime' };
    else if (field.type === 'integer' || field.type === 'number') {
      const values = columns.get(name)!.filter((_, i) => i % size === 0);
      fields[name] = signalOf(
        values.map((value) => (typeof value === 'number' ? value : undefined)),
        axis,
        field,
      );
    }
  }
  if (key !== undefined) delete fields[key.name];
  return {
    type: 'timeseries',
    start,
    interval,
    count: rows.length,
    ...(timeField !== 'timestamp' && { timeField }),
    ...(key && { series: { [key.name]: key.values } }),
    fields: written(fields),
  };
}

function documentTables(
  tables: ReadonlyMap<string, readonly InferRow[]>,
  cut: ReadonlySet<string>,
): Record<string, unknown> {
  const links = linksOf(tables);
  const parents = parentsOf(links, tables);
  return Object.fromEntries(
    [...tables].map(([name, rows]) => {
      const own = links.filter(({ table }) => table === name);
      const referred = links.filter(({ parent }) => parent === name).map(({ key }) => key);
      const axis = own.length === 0 ? axisOf(rows) : undefined;
      if (axis !== undefined) return [name, seriesTable(rows, axis)];
      const fields: Record<string, Field> = fieldsOf(rows);
      const columns = new Map(columnsOf(rows));
      for (const key of referred) fields[key] = keyField(fields[key], columns.get(key)!);
      const aliases = new Set<string>();
      for (const { column, parent, key } of own) {
        // Several references to a table are to rows of their own.
        const alias = aliases.has(parent) || (parent === name && column !== key) ? { as: `${column}Row` } : {};
        aliases.add(parent);
        const { nullable } = fields[column];
        fields[column] = {
          ref: `${parent}.${key}`,
          ...alias,
          ...(nullable !== undefined && { nullable }),
          ...(parent === name && nullable === undefined && { nullable: true }),
        };
      }
      const link = parents.get(name);
      const count = (link && countPer(link, tables, cut)) ?? rows.length;
      return [name, { count, fields: written(fields) }];
    }),
  );
}

function written(fields: Readonly<Record<string, Field>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, field]) => {
      const inner = field.fields as Record<string, Field> | undefined;
      return [name, shortened(inner === undefined ? field : { ...field, fields: written(inner) })];
    }),
  );
}

/** The document with the fields that have mistakes said more plainly. */
function plainer(document: Record<string, unknown>, errors: readonly Diagnostic[]): Record<string, unknown> {
  const copy = structuredClone(document);
  for (const { pointer } of errors) {
    let holder: Record<string, unknown> | undefined;
    let name = '';
    let at: unknown = copy;
    const segments = segmentsOf(pointer);
    for (const [i, segment] of segments.entries()) {
      if (!isRow(at)) break;
      if (i > 0 && segments[i - 1] === 'fields') {
        holder = at as Record<string, unknown>;
        name = segment;
      }
      at = at[segment];
    }
    const field = holder?.[name];
    if (holder === undefined) continue;
    holder[name] = isRow(field) ? simpler(field) : 'string';
  }
  return copy;
}

/** What is surely right of a field. */
function simpler({
  type,
  min,
  max,
  nullable,
  optional,
  unique: _unique,
  distribution,
  decimals,
  ...rest
}: Field): Field {
  const marks = { ...(nullable !== undefined && { nullable }), ...(optional !== undefined && { optional }) };
  if (type === 'integer' || type === 'number') {
    const range = { ...(min !== undefined && { min }), ...(max !== undefined && { max }) };
    return {
      type,
      ...(distribution === undefined ? {} : range),
      ...(decimals !== undefined && { decimals }),
      ...marks,
    };
  }
  if ('pattern' in rest || 'enum' in rest) return { type: 'string', ...marks };
  return { type: typeof type === 'string' && distribution !== undefined ? type : 'string', ...marks };
}
