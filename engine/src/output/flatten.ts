import type { Column, ObjectColumn, OutputField, OutputType } from '../columns/column.js';
import { withNulls } from '../columns/marks.js';

/** A column of a flat table: one that is not an object, found by the names on the way to it. */
export interface Leaf {
  /** `address.city` */
  readonly name: string;
  /** Index of the field, then names of members. */
  readonly field: number;
  readonly path: readonly string[];
  readonly type: OutputType;
}

/** The columns of a flat table: objects become dotted columns. Objects of unknown members stay whole. */
export function leaves(fields: readonly OutputField[]): Leaf[] {
  const found: Leaf[] = [];
  const visit = (name: string, type: OutputType, field: number, path: readonly string[]): void => {
    if (type.kind !== 'object' || type.fields === undefined || type.fields.length === 0) {
      found.push({ name, field, path, type });
      return;
    }
    for (const member of type.fields) {
      const inherited = { ...member.type, nullable: member.type.nullable || type.nullable || type.optional };
      visit(`${name}.${member.name}`, inherited, field, [...path, member.name]);
    }
  };
  fields.forEach(({ name, type }, i) => visit(name, type, i, []));
  return found;
}

/** The column of a leaf. A row whose object is missing on the way is null. */
export function leafColumn(leaf: Leaf, columns: readonly Column[]): Column {
  return leaf.path.reduce(memberColumn, columns[leaf.field]);
}

function memberColumn(column: Column, name: string): Column {
  if (column.kind === 'object') return objectMember(column, name);
  const values = Array.from({ length: column.length }, (_, row) => memberOf(wholeValue(column, row), name));
  return { kind: 'value', length: column.length, values, ...marks(values) };
}

function objectMember(column: ObjectColumn, name: string): Column {
  const member = column.fields.find((field) => field.name === name)?.column;
  if (member === undefined) {
    const nulls = new Uint8Array(column.length).fill(1);
    return { kind: 'boolean', length: column.length, values: new Uint8Array(column.length), nulls };
  }
  return withNulls(member, column.nulls);
}

function wholeValue(column: Column, row: number): unknown {
  if (column.nulls?.[row] === 1) return undefined;
  if (column.kind === 'value') return column.values[row];
  return column.kind === 'dictionary' ? column.dictionary.values[column.codes[row]] : undefined;
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;
}

function marks(values: readonly unknown[]): { nulls: Uint8Array } {
  return { nulls: Uint8Array.from(values, (value) => (value == null ? 1 : 0)) };
}
