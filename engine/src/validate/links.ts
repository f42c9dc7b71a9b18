import type { Plan } from '../plan/compile.js';
import type { TablePlan } from '../plan/table.js';
import { fieldsWithin, identifies, keysAt, parentLink, tupleKey } from './keys.js';
import { keyOf, readKeys, show } from './problem.js';
import { rowFields } from './row-fields.js';

type Row = Readonly<Record<string, unknown>>;

/** Where a record stands. */
export interface RowPlace {
  /** Row number in the table, from 0. */
  readonly row: number;
  readonly file?: string | undefined;
  /** From 1. */
  readonly line?: number | undefined;
}

/** A problem that only shows between rows. */
export interface LinkProblem {
  readonly table: string;
  readonly place: RowPlace;
  readonly path: string;
  readonly code: string;
  readonly message: string;
}

/** The keys of a table's rows over some of its columns. */
interface Index {
  readonly table: TablePlan;
  readonly columns: readonly (readonly string[])[];
  readonly rows: Map<string, RowPlace>;
}

/** Fields that copy columns of one row of another table. */
interface Link {
  readonly table: TablePlan;
  readonly name: string;
  readonly fields: readonly (readonly string[])[];
  /** The field is a list of references. */
  readonly list: boolean;
  readonly target: string;
  readonly index: Index;
  /** References that no row seen so far answers. */
  readonly open: { readonly key: string; readonly shown: string; readonly place: RowPlace }[];
  /** Rows of each parent, where the link names the parent that rows are counted per. */
  readonly children: Map<string, number> | undefined;
}

interface Reference {
  readonly keys: readonly string[];
  readonly target: TablePlan;
  readonly column: string;
  readonly columnKeys: readonly string[];
}

/** References between tables, and the numbers of children of each parent. */
export class Links {
  private readonly links: Link[] = [];
  private readonly indexes: Index[] = [];

  constructor(private readonly plan: Plan) {
    for (const table of plan.tables) this.declare(table);
  }

  /** Takes note of a record. */
  add(table: TablePlan, record: Row, place: RowPlace): void {
    for (const index of this.indexes) {
      if (index.table !== table) continue;
      const key = tupleKey(record, index.columns);
      if (key !== undefined && !index.rows.has(key)) index.rows.set(key, place);
    }
    for (const link of this.links) if (link.table === table) this.follow(link, record, place);
  }

  /** What is wrong with the references, once all rows are known. @param seen the tables that the data has. */
  problems(seen: ReadonlySet<string>): LinkProblem[] {
    const problems: LinkProblem[] = [];
    for (const { table, name, target, index, open, children } of this.links) {
      if (!seen.has(index.table.name) || !seen.has(table.name)) continue;
      for (const { key, shown, place } of open) {
        if (index.rows.has(key)) continue;
        const message = `refers to ${target} ${shown}, which is not there`;
        problems.push({ table: table.name, place, path: name, code: 'ref/no-parent', message });
      }
      if (children === undefined) continue;
      const { min, max } = table.childBounds;
      for (const [key, place] of index.rows) {
        const count = children.get(key) ?? 0;
        if (count >= min && count <= max) continue;
        const message = `has ${count} rows of ${table.name}, not ${min} to ${max}`;
        problems.push({ table: index.table.name, place, path: '', code: 'count/range', message });
      }
    }
    return problems;
  }

  private follow(link: Link, record: Row, place: RowPlace): void {
    const { fields, index, children } = link;
    if (link.list) {
      const items = readKeys(record, fields[0]);
      if (Array.isArray(items))
        for (const item of items) if (item !== null) this.refer(link, keyOf(item), show(item), place);
      return;
    }
    const key = tupleKey(record, fields);
    if (key === undefined) return;
    children?.set(key, (children.get(key) ?? 0) + 1);
    if (!index.rows.has(key)) this.refer(link, key, fields.map((f) => show(readKeys(record, f))).join(', '), place);
  }

  private refer({ open, index }: Link, key: string, shown: string, place: RowPlace): void {
    if (!index.rows.has(key)) open.push({ key, shown, place });
  }

  private declare(table: TablePlan): void {
    const counted = parentLink(table);
    const rows = new Map<string, Reference[]>();
    const payload = new Set(table.model.events?.types.flatMap(({ fields }) => fields));
    for (const { keys, spec } of fieldsWithin([...rowFields(table.model), ...payload])) {
      const list = spec.kind === 'array' && spec.when === undefined && spec.by === undefined;
      const ref = list ? spec.items : spec;
      if (ref.kind !== 'ref' || ref.by !== undefined || ref.otherwise !== undefined) continue;
      const found = this.targetOf(table, ref.ref.text);
      if (found === undefined) continue;
      const reference: Reference = { keys, ...found };
      // Under a condition or in a list, a reference may choose a row of its own; events of other types have none.
      if (list || ref.when !== undefined || [...payload].some((field) => field.name === keys[0]))
        this.link(table, [reference], list, false);
      else {
        const alias = ref.as ?? found.target.name;
        rows.set(alias, [...(rows.get(alias) ?? []), reference]);
      }
    }
    for (const [alias, references] of rows) {
      this.link(table, references, false, counted !== undefined && alias === table.parent?.name);
    }
  }

  private link(table: TablePlan, references: readonly Reference[], list: boolean, isParent: boolean): void {
    const [{ target }] = references;
    const columns = references.map((r) => r.columnKeys);
    const counts = isParent && identifies(target, new Set(references.map((r) => r.column)));
    this.links.push({
      table,
      name: references.map((r) => r.keys.join('.')).join(', '),
      fields: references.map((r) => r.keys),
      list,
      target: references.map((r) => `${target.name}.${r.column}`).join(', '),
      index: this.indexOf(target, columns),
      open: [],
      children: counts ? new Map() : undefined,
    });
  }

  private indexOf(table: TablePlan, columns: readonly (readonly string[])[]): Index {
    const name = JSON.stringify(columns);
    let index = this.indexes.find((i) => i.table === table && JSON.stringify(i.columns) === name);
    if (index === undefined) this.indexes.push((index = { table, columns, rows: new Map() }));
    return index;
  }

  /** The column that a reference copies; `undefined` where it leads to another file or through several tables. */
  private targetOf(table: TablePlan, text: string): Omit<Reference, 'keys'> | undefined {
    if (text.includes('#')) return undefined;
    const [head, ...rest] = text.split('.');
    const named = rest.length > 0 ? this.plan.tables.find((t) => t.name === head) : undefined;
    const target = named ?? table;
    const column = named ? rest.join('.') : text;
    const columnKeys = keysAt(target, column);
    return columnKeys && { target, column, columnKeys };
  }
}
