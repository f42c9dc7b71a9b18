import type { NamedSpec, Spec } from './schema.js';
import { type Clock, type Family, type TableData } from './scope.js';
import { show } from './cells.js';
import type { Violation, ViolationKind } from './violation.js';

/** A ref field: where it stands in the row, what it copies, and its parent's alias. */
interface Copy {
  /** Names from the row inwards. */
  readonly place: readonly string[];
  /** Path in the parent's row. */
  readonly target: string;
  readonly spec: Spec;
}

interface Alias {
  readonly name: string;
  readonly parent: TableData;
  readonly copies: Copy[];
}

/** Finds parents by what the refs of an alias copied, and judges those refs. */
export class Relations implements Family {
  private readonly byTable = new Map<TableData, Map<string, Alias>>();
  private readonly indexes = new Map<string, Map<string, number[]>>();
  private readonly children = new Map<TableData, Map<string, number[][]>>();
  private readonly parents = new Map<Alias, (number | null | undefined)[]>();

  constructor(
    readonly tables: ReadonlyMap<string, TableData>,
    readonly clock: Clock,
  ) {
    for (const table of tables.values()) this.byTable.set(table, this.readAliases(table));
  }

  aliases(table: TableData): ReadonlySet<string> {
    return new Set(this.byTable.get(table)!.keys());
  }

  parentOf(table: TableData, row: number, name: string): { table: TableData; row: number } | null | undefined {
    const alias = this.byTable.get(table)?.get(name);
    if (!alias) return undefined;
    let known = this.parents.get(alias);
    if (!known) this.parents.set(alias, (known = []));
    if (!(row in known)) known[row] = this.find(table, row, alias);
    const found = known[row];
    return typeof found === 'number' ? { table: alias.parent, row: found } : found;
  }

  childrenOf(table: TableData, row: number, child: string): number[] | undefined {
    const data = this.tables.get(child);
    if (!data || typeof data.schema.count === 'number' || this.tables.get(data.schema.count.per) !== table)
      return undefined;
    let known = this.children.get(table);
    if (!known) this.children.set(table, (known = new Map()));
    let lists = known.get(child);
    if (!lists) {
      lists = table.rows.map(() => []);
      for (let r = 0; r < data.rows.length; r++) {
        const parent = this.parentOf(data, r, data.schema.count.per);
        if (parent) lists[parent.row].push(r);
      }
      known.set(child, lists);
    }
    return lists[row];
  }

  /** Refs that hit no parent, refs of one alias that disagree, self-references that look ahead, children out of bounds or order. */
  *violations(): Iterable<Violation> {
    for (const [table, aliases] of this.byTable) {
      for (const alias of aliases.values()) yield* this.judge(table, alias);
      yield* this.judgeChildren(table);
    }
  }

  private *judge(table: TableData, alias: Alias): Iterable<Violation> {
    const self = alias.parent === table;
    for (let row = 0; row < table.rows.length; row++) {
      const violation = (kind: ViolationKind, copy: Copy, message: string): Violation => ({
        kind,
        table: table.schema.name,
        row,
        path: copy.place.join('/'),
        message,
      });
      const parent = this.parentOf(table, row, alias.name);
      for (const copy of alias.copies) {
        const value = read(table, row, copy.place);
        if (value === undefined || value === null) {
          const { nullable, optional, raw } = copy.spec;
          const free = 'when' in raw || (self && row === 0) || (value === null ? nullable : optional);
          if (!free && !this.targetMayBe(value, alias, copy, parent?.row)) {
            yield value === null ? violation('null', copy, 'is null') : violation('key', copy, 'is missing');
          }
          continue;
        }
        const candidates = this.lookUp(alias, [copy], table, row);
        if (candidates.length === 0)
          yield violation('ref', copy, `${show(value)} is in no row of ${alias.parent.schema.name}`);
        else if (self && candidates[0] >= row) yield violation('ref', copy, `${show(value)} is not in an earlier row`);
        else if (parent === undefined && this.candidates(table, row, alias).length === 0) {
          yield violation(
            'alias',
            copy,
            `no row of ${alias.parent.schema.name} has all values copied under ${alias.name}`,
          );
        }
      }
    }
  }

  private *judgeChildren(table: TableData): Iterable<Violation> {
    const { count, name } = table.schema;
    if (typeof count === 'number') return;
    const parents = this.tables.get(count.per)!;
    if (!this.byTable.get(table)!.get(count.per)?.copies.length) return;
    let last = 0;
    for (let row = 0; row < table.rows.length; row++) {
      const parent = this.parentOf(table, row, count.per);
      if (parent == null) continue;
      if (parent.row < last)
        yield {
          kind: 'order',
          table: name,
          row,
          path: '',
          message: `child of ${count.per} ${parent.row} after one of ${last}`,
        };
      last = Math.max(last, parent.row);
    }
    for (let row = 0; row < parents.rows.length; row++) {
      const n = this.childrenOf(parents, row, name)!.length;
      if (n < (count.min ?? 0) || n > (count.max ?? Infinity)) {
        yield {
          kind: 'children',
          table: name,
          row: -1,
          path: '',
          message: `${count.per} ${row} has ${n}, not ${count.min ?? 0}…${count.max ?? '∞'}`,
        };
      }
    }
  }

  /** Whether the parent itself, or any where it cannot be told, has a null or no such key. */
  private targetMayBe(value: null | undefined, alias: Alias, copy: Copy, parent: number | undefined): boolean {
    if (parent !== undefined) return this.target(alias, copy, parent) === value;
    return alias.parent.rows.some((_, p) => this.target(alias, copy, p) === value);
  }

  private find(table: TableData, row: number, alias: Alias): number | null | undefined {
    if (this.present(table, row, alias).length === 0) return alias.copies.length === 0 ? undefined : null;
    const candidates = this.candidates(table, row, alias);
    return candidates.length === 1 ? candidates[0] : undefined;
  }

  private candidates(table: TableData, row: number, alias: Alias): number[] {
    const found = this.lookUp(alias, this.present(table, row, alias), table, row);
    return alias.parent === table ? found.filter((p) => p < row) : found;
  }

  private present(table: TableData, row: number, alias: Alias): Copy[] {
    return alias.copies.filter(({ place }) => read(table, row, place) != null);
  }

  /** Rows of the parent whose values are those that the copies hold. */
  private lookUp(alias: Alias, copies: readonly Copy[], table: TableData, row: number): number[] {
    const targets = copies.map(({ target }) => target);
    const id = JSON.stringify([alias.parent.schema.name, targets]);
    let index = this.indexes.get(id);
    if (!index) {
      index = new Map();
      for (let p = 0; p < alias.parent.rows.length; p++) {
        const key = JSON.stringify(copies.map((copy) => this.target(alias, copy, p)));
        const rows = index.get(key);
        if (rows) rows.push(p);
        else index.set(key, [p]);
      }
      this.indexes.set(id, index);
    }
    return index.get(JSON.stringify(copies.map(({ place }) => read(table, row, place)))) ?? [];
  }

  /** The value that a ref to this parent row copies; follows aliases of the parent. */
  private target(alias: Alias, { target }: Copy, row: number): unknown {
    return this.readPath(alias.parent, row, target);
  }

  private readPath(table: TableData, row: number, path: string): unknown {
    if (table.schema.fields.some((f) => f.name === path)) return read(table, row, [path]);
    const [first, ...rest] = path.split('.');
    const field = table.schema.fields.find((f) => f.name === first);
    if (field && field.spec.kind !== 'ref') return read(table, row, path.split('.'));
    const parent = this.parentOf(table, row, first);
    return parent ? this.readPath(parent.table, parent.row, rest.join('.')) : null;
  }

  private readAliases(table: TableData): Map<string, Alias> {
    const aliases = new Map<string, Alias>();
    const open = (name: string, parent: TableData) => {
      const known = aliases.get(name);
      if (known) return known;
      const alias: Alias = { name, parent, copies: [] };
      aliases.set(name, alias);
      return alias;
    };
    const { count } = table.schema;
    if (typeof count !== 'number') open(count.per, this.named(count.per));
    const refs = [...refsIn(table.schema.fields, [])];
    // An alias is opened by a ref that names a table; other refs may use it before it is written.
    const pending = refs.filter((ref) => {
      const segments = ref.text.split('.');
      const parent = segments.length === 1 ? table : this.tables.get(segments[0]);
      if (!parent) return true;
      const name = (ref.spec.raw.as as string | undefined) ?? parent.schema.name;
      open(name, parent).copies.push({
        place: ref.place,
        spec: ref.spec,
        target: segments.length === 1 ? ref.text : segments.slice(1).join('.'),
      });
      return false;
    });
    for (const ref of pending) {
      const [first, ...rest] = ref.text.split('.');
      const alias = aliases.get(first);
      if (!alias) throw new Error(`ref ${ref.text}: no table or alias ${first}`);
      alias.copies.push({ place: ref.place, spec: ref.spec, target: rest.join('.') });
    }
    return aliases;
  }

  private named(name: string): TableData {
    const table = this.tables.get(name);
    if (!table) throw new Error(`no table ${name}`);
    return table;
  }
}

function* refsIn(
  fields: readonly NamedSpec[],
  place: readonly string[],
): Iterable<{ place: readonly string[]; text: string; spec: Spec }> {
  for (const { name, spec } of fields) {
    if (spec.kind === 'ref') yield { place: [...place, name], text: spec.raw.ref as string, spec };
    if (spec.kind === 'object') yield* refsIn(spec.fields, [...place, name]);
  }
}

function read(table: TableData, row: number, place: readonly string[]): unknown {
  let value: unknown = table.rows[row];
  for (const name of place) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;
  }
  return value;
}
