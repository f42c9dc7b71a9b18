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
  /** What rows have beside their other columns: of objects, the members that are not these. */
  readonly others?: ReadonlySet<string> | undefined;
}

/** The column of what rows that are no fixed set of columns have beside them: an object, as JSON. */
const OTHERS = 'additionalProperties';

/**
 * The columns of a flat table: objects become dotted columns. Objects of unknown members stay whole.
 * @param bare rows are the values of the only field: where that is an object, its members are the columns.
 */
export function leaves(fields: readonly OutputField[], bare = false): Leaf[] {
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
  if (!bare) fields.forEach(({ name, type }, i) => visit(name, type, i, []));
  for (const { name, type } of bare ? fields : []) {
    const members = type.kind === 'object' ? (type.fields ?? []) : [];
    if (members.length === 0) visit(name, type, 0, []);
    for (const member of members) {
      visit(member.name, { ...member.type, nullable: member.type.nullable || type.nullable }, 0, [member.name]);
    }
    if (members.length > 0 && type.open === true) {
      const names = new Set(members.map((member) => member.name));
      let other = OTHERS;
      while (names.has(other)) other = `_${other}`;
      found.push({
        name: other,
        field: 0,
        path: [],
        type: { kind: 'any', nullable: true, optional: true },
        others: names,
      });
    }
  }
  return found;
}

/** The column of a leaf. A row whose object is missing on the way is null. */
export function leafColumn(leaf: Leaf, columns: readonly Column[]): Column {
  if (leaf.others !== undefined) return othersColumn(columns[leaf.field], leaf.others);
  return leaf.path.reduce(memberColumn, columns[leaf.field]);
}

function memberColumn(column: Column, name: string): Column {
  if (column.kind === 'object') return objectMember(column, name);
  const values = Array.from({ length: column.length }, (_, row) => memberOf(wholeValue(column, row), name));
  return { kind: 'value', length: column.length, values, ...marks(values) };
}

function othersColumn(column: Column, names: ReadonlySet<string>): Column {
  const values = Array.from({ length: column.length }, (_, row) => {
    const value = wholeValue(column, row);
    if (typeof value !== 'object' || value === null) return null;
    const others = Object.entries(value).filter(([name]) => !names.has(name));
    return others.length === 0 ? null : Object.fromEntries(others);
  });
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
