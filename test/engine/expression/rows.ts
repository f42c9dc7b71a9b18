import assert from 'node:assert/strict';
import type { Column, DictionaryColumn, NumberColumn } from '../../../engine/src/columns/column.js';
import { ABSENT, valueAt } from '../../../engine/src/columns/read.js';
import { textColumn } from '../../../engine/src/columns/text.js';
import {
  compileExpression,
  compileTemplate,
  scopeOf,
  type Expression,
  type ExpressionInputs,
  type ExprType,
} from '../../../engine/src/expression/index.js';

export const NOW = Date.UTC(2026, 0, 1);

/** A column of these values; `undefined` is an absent key. */
export function columnOf(type: ExprType, values: readonly unknown[], dictionary = false): Column {
  const length = values.length;
  const marks = (test: (v: unknown) => boolean): Uint8Array | undefined =>
    values.some(test) ? Uint8Array.from(values, (v) => (test(v) ? 1 : 0)) : undefined;
  const nulls = marks((v) => v == null);
  const absent = marks((v) => v === undefined);
  if (dictionary) {
    const distinct: unknown[] = [...new Set(values.filter((v) => v != null))];
    const codes = Int32Array.from(values, (v) => Math.max(0, distinct.indexOf(v)));
    const column: DictionaryColumn = {
      kind: 'dictionary',
      length,
      codes,
      dictionary: { values: distinct },
      nulls,
      absent,
    };
    return column;
  }
  switch (type.kind) {
    case 'int':
    case 'double':
    case 'duration': {
      const numbers = Float64Array.from(values, (v) => Number(v ?? 7));
      const column: NumberColumn = { kind: 'number', length, values: numbers, decimals: undefined, nulls, absent };
      return type.kind === 'int' ? { ...column, decimals: 0 } : column;
    }
    case 'bool':
      return { kind: 'boolean', length, values: Uint8Array.from(values, (v) => (v === true ? 1 : 0)), nulls, absent };
    case 'timestamp': {
      const instants = Float64Array.from(values, (v) => (typeof v === 'string' ? Date.parse(v) : 0));
      const date = values.every((v) => v == null || (v as string).length === 10);
      const format = date ? ({ type: 'date' } as const) : ({ type: 'datetime', milliseconds: false } as const);
      return { kind: 'temporal', length, values: instants, format, nulls, absent };
    }
    case 'string':
      return { ...textColumn(values as (string | null)[]), absent };
    case 'list': {
      const lists = values.map((v) => (v ?? []) as unknown[]);
      const offsets = new Int32Array(length + 1);
      lists.forEach((list, i) => (offsets[i + 1] = offsets[i] + list.length));
      return { kind: 'list', length, offsets, items: columnOf(type.items, lists.flat()), nulls, absent };
    }
    case 'map': {
      const fields = [...type.fields].map(([name, inner]) => ({
        name,
        column: columnOf(
          inner,
          values.map((v) => fieldOf(v, name)),
        ),
      }));
      return { kind: 'object', length, fields, nulls, absent };
    }
    default:
      return { kind: 'value', length, values, nulls, absent };
  }
}

function fieldOf(value: unknown, name: string): unknown {
  return value == null ? null : (value as Record<string, unknown>)[name];
}

/** Inputs as a plan gives them: fields of records and of items are columns of their own. */
export function inputsOf(columns: Readonly<Record<string, Column>>, length: number): ExpressionInputs {
  const step = (column: Column, path: readonly string[]): Column => {
    if (path.length === 0) return column;
    if (column.kind === 'list') return { ...column, items: step(column.items, path) };
    if (column.kind !== 'object') throw new Error(`${path[0]} is in no object`);
    const field = column.fields.find((f) => f.name === path[0])!;
    const inner = step(field.column, path.slice(1));
    if (!column.nulls) return inner;
    const nulls = Uint8Array.from(column.nulls, (mark, i) => mark | (inner.nulls?.[i] ?? 0));
    return { ...inner, nulls };
  };
  return {
    length,
    now: NOW,
    column: ([name, ...path]) => {
      const column = columns[name];
      if (column === undefined) throw new Error(`no column ${name}`);
      return step(column, path);
    },
  };
}

export interface Field {
  readonly type: ExprType;
  readonly values: readonly unknown[];
  readonly dictionary?: boolean;
}

export type Fields = Readonly<Record<string, Field>>;

export function scopeOfFields(fields: Fields): ReturnType<typeof scopeOf> {
  const types = Object.entries(fields).map(([name, field]) => [name, field.type] as const);
  return scopeOf(new Map<string, ExprType>([...types, ['_now', { kind: 'timestamp', nullable: false }]]));
}

export function inputsOfFields(fields: Fields): ExpressionInputs {
  const entries = Object.entries(fields);
  const columns = entries.map(([name, f]) => [name, columnOf(f.type, f.values, f.dictionary)] as const);
  return inputsOf(Object.fromEntries(columns), entries[0]?.[1].values.length ?? 1);
}

export function compiled(text: string, fields: Fields, template = false): Expression {
  const compilation = (template ? compileTemplate : compileExpression)(text, scopeOfFields(fields));
  if (!compilation.ok) throw new Error(compilation.errors.map((e) => `${e.start}-${e.end} ${e.message}`).join('\n'));
  return compilation.expression;
}

/** The value of an expression for each row, as records show it. */
export function evaluated(text: string, fields: Fields, template = false): unknown[] {
  const column = compiled(text, fields, template).evaluate(inputsOfFields(fields));
  return Array.from({ length: column.length }, (_, i) => {
    const value = valueAt(column, i);
    return value === ABSENT ? 'absent' : value;
  });
}

/** An expression, its columns, and its value for each row. */
export type Case = readonly [text: string, fields: Fields, expected: readonly unknown[]];

/** A test for each case. */
export function check(cases: readonly Case[]): void {
  for (const [text, fields, expected] of cases) {
    it(text, () => assert.deepEqual(evaluated(text, fields), expected));
  }
}
