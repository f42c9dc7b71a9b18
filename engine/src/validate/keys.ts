import { keysOf } from '../plan/compilation.js';
import type { TablePlan } from '../plan/table.js';
import type { FieldModel, FieldSpec } from '../schema/model.js';
import { isRecord, keyOf, type Problem, readKeys } from './problem.js';

type Row = Readonly<Record<string, unknown>>;

/** A field with the names that lead to it, through objects. */
export interface PlacedField {
  readonly keys: readonly string[];
  readonly spec: FieldSpec;
}

/** The fields of a table, and those in its objects. */
export function* fieldsWithin(fields: readonly FieldModel[], outer: readonly string[] = []): Iterable<PlacedField> {
  for (const { name, spec } of fields) {
    const keys = [...outer, name];
    yield { keys, spec };
    const plain = spec.when === undefined && spec.by === undefined;
    if (spec.kind === 'object' && plain) yield* fieldsWithin(spec.fields, keys);
  }
}

/** The names that lead to a field written as a dotted path; `undefined` where there is none. */
export function keysAt(table: TablePlan, path: string): readonly string[] | undefined {
  for (const { keys } of fieldsWithin(table.model.fields)) if (keys.join('.') === path) return keys;
  return undefined;
}

/** One text for the values of several fields; `undefined` where one of them is null or missing. */
export function tupleKey(row: Row, fields: readonly (readonly string[])[]): string | undefined {
  if (fields.length === 1) {
    const value = readKeys(row, fields[0]);
    return value === null || value === undefined ? undefined : keyOf(value);
  }
  const parts: string[] = [];
  for (const keys of fields) {
    const value = readKeys(row, keys);
    if (value === null || value === undefined) return undefined;
    parts.push(keyOf(value));
  }
  return JSON.stringify(parts);
}

/** The fields that copy a key of the parent that rows are counted per; `undefined` where a record does not show it. */
export function parentLink(table: TablePlan): readonly PlacedField[] | undefined {
  const { parent } = table;
  if (parent === undefined) return undefined;
  const prefix = `${parent.name}.`;
  const links = [...fieldsWithin(table.model.fields)].filter(
    ({ spec }) =>
      spec.kind === 'ref' &&
      spec.ref.text.startsWith(prefix) &&
      (spec.as ?? parent.name) === parent.name &&
      spec.when === undefined &&
      spec.by === undefined,
  );
  const columns = new Set(links.map(({ spec }) => (spec as { ref: { text: string } }).ref.text.slice(prefix.length)));
  return identifies(parent, columns) ? links : undefined;
}

/** Whether columns together tell the rows of a table apart. */
export function identifies(table: TablePlan, columns: ReadonlySet<string>): boolean {
  const { primaryKey, unique } = table.model;
  const groups = [...keysOf(table).map((key) => [key]), primaryKey, ...unique.map((u) => u.fields)];
  return groups.some((group) => group.length > 0 && group.every((column) => columns.has(column)));
}

interface Group {
  readonly name: string;
  readonly fields: readonly (readonly string[])[];
  /** Keys seen so far, and the row of each. */
  readonly seen: Map<string, number>;
}

/** Values and combinations of one table that must not occur twice. Nulls do not count. */
export class UniqueKeys {
  private readonly groups: Group[] = [];
  /** Where whole rows must not repeat: those seen so far, and the row of each. */
  private readonly whole: Map<string, number> | undefined;
  /** Where events may be put out twice: a short digest of each row so far, without the label that says so. */
  private readonly digests: number[] | undefined;
  private readonly label: string | undefined;

  constructor(table: TablePlan) {
    const { fields, primaryKey, unique, rows, events } = table.model;
    if (events?.faults !== undefined && events.faults.duplicate > 0) this.digests = [];
    this.label = events?.faults?.label;
    const foreign = table.document.form === 'json-schema';
    if (rows?.unique) this.whole = new Map();
    const link = parentLink(table)?.map((f) => f.keys);
    for (const { keys, spec } of fieldsWithin(fields)) {
      // What is made unique to tell rows apart need not be so in rows of others.
      const scope = foreign && (rows?.unique || spec.unique === false) ? undefined : uniqueness(spec);
      if (scope === 'table') this.add([keys]);
      else if (scope === 'parent' && link !== undefined) this.add([...link, keys], keys.join('.'));
    }
    for (const names of [primaryKey, ...unique.map((u) => u.fields)]) {
      const found = names.flatMap((name) => [keysAt(table, name) ?? []]);
      if (names.length > 0 && found.every((keys) => keys.length > 0)) this.add(found);
    }
  }

  private add(fields: readonly (readonly string[])[], name = fields.map((keys) => keys.join('.')).join(', ')): void {
    if (!this.groups.some((g) => g.name === name)) this.groups.push({ name, fields, seen: new Map() });
  }

  /** Problems of a record that repeats an earlier one. */
  problems(record: unknown, row: number): Problem[] {
    const problems: Problem[] = [];
    if (this.whole !== undefined) {
      const key = keyOf(record);
      const before = this.whole.get(key);
      if (before === undefined) this.whole.set(key, row);
      else problems.push({ path: '', code: 'json-schema/uniqueItems', message: `repeats row ${before}` });
    }
    if (!isRecord(record)) return problems;
    const { digests } = this;
    if (digests !== undefined) digests[row] = digestOf(record, this.label);
    for (const { name, fields, seen } of this.groups) {
      const key = tupleKey(record, fields);
      if (key === undefined) continue;
      const before = seen.get(key);
      if (before === undefined) seen.set(key, row);
      else if (digests === undefined || digests[before] !== digests[row])
        problems.push({ path: name, code: 'unique/repeated', message: `repeats row ${before}` });
    }
    return problems;
  }
}

/** A number that is the same for equal records, and hardly ever for others (FNV-1a). */
function digestOf(record: Row, label: string | undefined): number {
  const text = keyOf(label === undefined ? record : { ...record, [label]: null });
  let digest = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) digest = Math.imul(digest ^ text.charCodeAt(i), 0x01000193);
  return digest;
}

/** Among which rows a field's values are all different. */
function uniqueness(spec: FieldSpec): 'table' | 'parent' | undefined {
  // Values of other variants may repeat.
  if (spec.otherwise !== undefined || spec.by !== undefined || spec.prompt !== undefined) return undefined;
  if (typeof spec.unique === 'object') return 'parent';
  if (spec.unique || spec.kind === 'uuid') return 'table';
  if (spec.kind !== 'sequence' || spec.step === 0) return undefined;
  return spec.per === undefined ? 'table' : 'parent';
}
