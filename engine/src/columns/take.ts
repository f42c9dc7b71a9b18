import type { Column, Dictionary, DictionaryColumn, NumberColumn, TextColumn } from './column.js';
import { ABSENT, isNull, valueAt } from './read.js';
import { copyWords, SPARE, textColumn } from './text.js';

/** The rows `index` of a column, in that order; rows may repeat. */
export function take(column: Column, index: Int32Array): Column {
  const nulls = takeMarks(column.nulls, index);
  const absent = takeMarks(column.absent, index);
  const length = index.length;
  switch (column.kind) {
    case 'number': {
      const values = takeDoubles(column.values, index);
      return { kind: 'number', length, values, decimals: column.decimals, nulls, absent };
    }
    case 'temporal':
      return {
        kind: 'temporal',
        length,
        values: takeDoubles(column.values, index),
        format: column.format,
        nulls,
        absent,
      };
    case 'boolean':
      return { kind: 'boolean', length, values: takeMarks(column.values, index)!, nulls, absent };
    case 'dictionary': {
      const codes = new Int32Array(length);
      for (let i = 0; i < length; i++) codes[i] = column.codes[index[i]];
      return { kind: 'dictionary', length, codes, dictionary: column.dictionary, nulls, absent };
    }
    case 'text':
      return takeText(column, index, nulls, absent);
    case 'object': {
      const fields = column.fields.map(({ name, column: inner }) => ({ name, column: take(inner, index) }));
      return { kind: 'object', length, fields, nulls, absent };
    }
    case 'list': {
      const offsets = new Int32Array(length + 1);
      for (let i = 0; i < length; i++) {
        offsets[i + 1] = offsets[i] + column.offsets[index[i] + 1] - column.offsets[index[i]];
      }
      const inner = new Int32Array(offsets[length]);
      for (let i = 0, k = 0; i < length; i++) {
        for (let j = column.offsets[index[i]]; j < column.offsets[index[i] + 1]; j++) inner[k++] = j;
      }
      return { kind: 'list', length, offsets, items: take(column.items, inner), nulls, absent };
    }
    case 'value': {
      const values: unknown[] = new Array(length);
      for (let i = 0; i < length; i++) values[i] = column.values[index[i]];
      return { kind: 'value', length, values, nulls, absent };
    }
  }
}

function takeMarks(marks: Uint8Array | undefined, index: Int32Array): Uint8Array | undefined {
  if (marks === undefined) return undefined;
  const out = new Uint8Array(index.length);
  for (let i = 0; i < out.length; i++) out[i] = marks[index[i]];
  return out;
}

function takeDoubles(values: Float64Array, index: Int32Array): Float64Array {
  const out = new Float64Array(index.length);
  for (let i = 0; i < out.length; i++) out[i] = values[index[i]];
  return out;
}

function takeText(column: TextColumn, index: Int32Array, nulls?: Uint8Array, absent?: Uint8Array): TextColumn {
  const length = index.length;
  const offsets = new Int32Array(length + 1);
  for (let i = 0; i < length; i++) {
    offsets[i + 1] = offsets[i] + column.offsets[index[i] + 1] - column.offsets[index[i]];
  }
  const bytes = new Uint8Array(offsets[length] + SPARE);
  const source = new DataView(column.bytes.buffer, column.bytes.byteOffset);
  const target = new DataView(bytes.buffer);
  for (let i = 0; i < length; i++) {
    copyWords(source, column.offsets[index[i]], target, offsets[i], offsets[i + 1] - offsets[i]);
  }
  return { kind: 'text', length, bytes, offsets, plain: column.plain, nulls, absent };
}

/** The rows that have each code of 0 … count − 1, in order. */
export function rowsByCode(codes: Int32Array, count: number): readonly Int32Array[] {
  const { rows, ends } = orderByCode(codes, count);
  return Array.from({ length: count }, (_, code) => rows.slice(code === 0 ? 0 : ends[code - 1], ends[code]));
}

/** All rows, code by code of 0 … count − 1, within a code in order; and where those of each code end. */
export function orderByCode(
  codes: Int32Array,
  count: number,
): { readonly rows: Int32Array; readonly ends: Int32Array } {
  const next = new Int32Array(count + 1);
  for (let i = 0; i < codes.length; i++) next[codes[i] + 1]++;
  for (let code = 0; code < count; code++) next[code + 1] += next[code];
  const rows = new Int32Array(codes.length);
  for (let i = 0; i < codes.length; i++) rows[next[codes[i]]++] = i;
  return { rows, ends: next };
}

/** One piece of {@link scatter}: row `rows[k]` of the result is row k of `column`. */
export interface Part {
  readonly column: Column;
  readonly rows: Int32Array;
}

/**
 * Puts pieces together to one column of `length` rows. Every row is in at most one piece; rows in none are null.
 */
export function scatter(parts: readonly Part[], length: number): Column {
  const filled = parts.filter((p) => p.rows.length > 0);
  if (filled.length === 1 && filled[0].rows.length === length) return filled[0].column;
  const nulls = new Uint8Array(length).fill(1);
  const absent = filled.some((p) => p.column.absent) ? new Uint8Array(length) : undefined;
  let missing = length;
  for (const { column, rows } of filled) {
    missing -= rows.length;
    scatterMarks(column.nulls, rows, nulls);
    if (absent && column.absent) scatterMarks(column.absent, rows, absent);
  }
  const marks = { nulls: missing > 0 || filled.some((p) => p.column.nulls) ? nulls : undefined, absent };
  const columns = filled.map((p) => p.column);
  if (columns.length > 0 && columns.every((c) => c.kind === 'number')) {
    const values = new Float64Array(length);
    const decimals = (columns as NumberColumn[]).map((c) => c.decimals);
    for (const { column, rows } of filled) scatterDoubles((column as NumberColumn).values, rows, values);
    const known = decimals.every((d) => d !== undefined) ? Math.max(...(decimals as number[])) : undefined;
    return { kind: 'number', length, values, decimals: known, ...marks };
  }
  if (columns.length > 0 && columns.every((c) => c.kind === 'boolean')) {
    const values = new Uint8Array(length);
    for (const { column, rows } of filled) {
      const from = (column as { values: Uint8Array }).values;
      for (let k = 0; k < rows.length; k++) values[rows[k]] = from[k];
    }
    return { kind: 'boolean', length, values, ...marks };
  }
  const first = columns[0];
  if (first?.kind === 'temporal' && columns.every((c) => c.kind === 'temporal' && sameFormat(c.format, first.format))) {
    const values = new Float64Array(length);
    for (const { column, rows } of filled) scatterDoubles((column as { values: Float64Array }).values, rows, values);
    return { kind: 'temporal', length, values, format: first.format, ...marks };
  }
  if (columns.length > 0 && columns.every((c) => c.kind === 'dictionary')) {
    const union = unionOf(columns.map((c) => c.dictionary));
    const codes = new Int32Array(length);
    filled.forEach(({ column, rows }, p) => {
      const from = (column as DictionaryColumn).codes;
      const offset = union.offsets[p];
      for (let k = 0; k < rows.length; k++) codes[rows[k]] = from[k] + offset;
    });
    return { kind: 'dictionary', length, codes, dictionary: union.dictionary, ...marks };
  }
  if (columns.length > 0 && columns.every(isText)) return scatterText(filled, length, marks);
  const values: unknown[] = new Array(length).fill(null);
  for (const { column, rows } of filled) {
    for (let k = 0; k < rows.length; k++) {
      const value = valueAt(column, k);
      values[rows[k]] = value === ABSENT ? null : value;
    }
  }
  return { kind: 'value', length, values, ...marks };
}

interface Union {
  readonly parts: readonly Dictionary[];
  readonly dictionary: Dictionary;
  /** What to add to a code of each part. */
  readonly offsets: readonly number[];
}

/** Unions made before, by their first part: readers cache what they make of a dictionary by its identity. */
const unions = new WeakMap<Dictionary, Union[]>();

function unionOf(parts: readonly Dictionary[]): Union {
  const made = unions.get(parts[0]) ?? [];
  unions.set(parts[0], made);
  let union = made.find((u) => u.parts.length === parts.length && u.parts.every((d, i) => d === parts[i]));
  if (union === undefined) {
    const distinct = [...new Set(parts)];
    const starts = new Map<Dictionary, number>();
    let total = 0;
    for (const part of distinct) {
      starts.set(part, total);
      total += part.values.length;
    }
    const dictionary = distinct.length === 1 ? parts[0] : { values: distinct.flatMap((d) => d.values) };
    union = { parts, dictionary, offsets: parts.map((d) => starts.get(d)!) };
    made.push(union);
  }
  return union;
}

function isText(column: Column): boolean {
  return (
    column.kind === 'text' ||
    (column.kind === 'dictionary' && column.dictionary.values.every((v) => v === null || typeof v === 'string'))
  );
}

/** A dictionary of strings written out. */
function asText(column: Column): TextColumn {
  if (column.kind === 'text') return column;
  const values: (string | null)[] = new Array(column.length);
  for (let i = 0; i < values.length; i++) values[i] = isNull(column, i) ? null : (valueAt(column, i) as string | null);
  return textColumn(values);
}

function sameFormat(a: { type: string; milliseconds?: boolean }, b: { type: string; milliseconds?: boolean }): boolean {
  return a.type === b.type && a.milliseconds === b.milliseconds;
}

function scatterDoubles(from: Float64Array, rows: Int32Array, to: Float64Array): void {
  for (let k = 0; k < rows.length; k++) to[rows[k]] = from[k];
}

/** Where there are no marks, none is set. */
function scatterMarks(from: Uint8Array | undefined, rows: Int32Array, to: Uint8Array): void {
  if (from === undefined) for (let k = 0; k < rows.length; k++) to[rows[k]] = 0;
  else for (let k = 0; k < rows.length; k++) to[rows[k]] = from[k];
}

function scatterText(
  pieces: readonly Part[],
  length: number,
  marks: { nulls: Uint8Array | undefined; absent: Uint8Array | undefined },
): TextColumn {
  const parts = pieces.map(({ column, rows }) => ({ column: asText(column), rows }));
  const lengths = new Int32Array(length);
  for (const { column, rows } of parts) {
    const { offsets } = column;
    for (let k = 0; k < rows.length; k++) lengths[rows[k]] = offsets[k + 1] - offsets[k];
  }
  const offsets = new Int32Array(length + 1);
  for (let i = 0; i < length; i++) offsets[i + 1] = offsets[i] + lengths[i];
  const bytes = new Uint8Array(offsets[length] + SPARE);
  for (const { column, rows } of parts) {
    const text = column;
    // Exact copies: words would overshoot into rows that another piece has written.
    for (let k = 0; k < rows.length; k++) {
      bytes.set(text.bytes.subarray(text.offsets[k], text.offsets[k + 1]), offsets[rows[k]]);
    }
  }
  return { kind: 'text', length, bytes, offsets, plain: parts.every((p) => p.column.plain), ...marks };
}
