import { columnsOf, type Values } from './columns.js';
import { type Field, rounded } from './field.js';
import { moments } from './numbers.js';
import type { InferRow } from './rows.js';

/** A column of one table whose values are those of a key of another. */
export interface Link {
  readonly table: string;
  readonly column: string;
  readonly parent: string;
  readonly key: string;
  readonly nulls: boolean;
}

/** Tables with fewer rows say nothing of keys. */
const FEWEST = 3;

/** The columns that refer to other tables: their values are all among those of a key, and their names say so. */
export function linksOf(tables: ReadonlyMap<string, readonly InferRow[]>): Link[] {
  const columns = new Map([...tables].map(([name, rows]) => [name, columnsOf(rows)]));
  const keys = [...columns].flatMap(([table, own]) =>
    own.flatMap(([column, values]) => {
      const set = keyOf(values);
      return set === undefined ? [] : [{ table, column, set }];
    }),
  );
  return [...columns].flatMap(([table, own]) =>
    own.flatMap(([column, values]): Link[] => {
      const known = values.filter((value) => value !== null && value !== undefined);
      if (known.length === 0) return [];
      const found = keys.find(
        (key) =>
          (key.table !== table || key.column !== column) &&
          refersTo(column, key.table, key.column, key.table === table) &&
          known.every((value) => key.set.has(value)),
      );
      if (found === undefined) return [];
      const nulls = known.length < values.length;
      return [{ table, column, parent: found.table, key: found.column, nulls }];
    }),
  );
}

/** The values of a column that tells rows apart. */
function keyOf(values: Values): ReadonlySet<unknown> | undefined {
  if (values.length < FEWEST) return undefined;
  if (!values.every((value) => typeof value === 'string' || Number.isSafeInteger(value))) return undefined;
  const set = new Set(values);
  return set.size === values.length ? set : undefined;
}

/** Whether a column is called after a key of a table: `userId`, `user_id`, `user` for `users.id`; `sku` for `products.sku`. */
function refersTo(column: string, table: string, key: string, self: boolean): boolean {
  const plain = (name: string): string => name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
  const [own, of, id] = [column, table, key].map(plain);
  if (self)
    return (
      new RegExp(
        `^(?:parent|manager|boss|reportsto|supervisor|previous|replyto|referrer|${of.replace(/s$/, '')}parent).*`,
      ).test(own) && own !== id
    );
  const singular = [of, of.replace(/ies$/, 'y'), of.replace(/(?:es|s)$/, ''), of.replace(/s$/, '')];
  if (own === id) return !/^(?:id|uuid|key|name|code|number|no)$/.test(id) && id.length > 2;
  return singular.some((name) => own === name || own === name + id || own.endsWith(name + id));
}

/** The link of each table along which its rows are counted, without circles. */
export function parentsOf(links: readonly Link[], tables: ReadonlyMap<string, readonly InferRow[]>): Map<string, Link> {
  const chosen = new Map<string, Link>();
  for (const link of links) {
    if (chosen.has(link.table) || link.nulls || link.parent === link.table) continue;
    // Few parents with very many children each are a list to choose from rather than what rows are counted per.
    const children = tables.get(link.table)!.length / tables.get(link.parent)!.length;
    if (children > 200) continue;
    let at: string | undefined = link.parent;
    while (at !== undefined && at !== link.table) at = chosen.get(at)?.parent;
    if (at === undefined) chosen.set(link.table, link);
  }
  return chosen;
}

/**
 * How many rows each parent has; undefined where that cannot be told, as some rows were not looked at.
 * @param cut tables of which there are more rows
 */
export function countPer(
  { table, column, parent, key }: Link,
  tables: ReadonlyMap<string, readonly InferRow[]>,
  cut: ReadonlySet<string>,
): Field | undefined {
  let parents = tables.get(parent)!;
  let children = tables.get(table)!;
  if (cut.has(table)) {
    // Rows in the order of their parents: those of all but the last one are there.
    const places = new Map(parents.map((row, i) => [row[key], i]));
    const order = children.map((row) => places.get(row[column])!);
    if (!order.every((place, i) => i === 0 || place >= order[i - 1])) return undefined;
    const last = order.at(-1)!;
    if (last < 10) return undefined;
    parents = parents.slice(0, last);
    children = children.filter((_, i) => order[i] < last);
  }
  const counts = new Map(parents.map((row) => [row[key], 0]));
  for (const row of children) counts.set(row[column], (counts.get(row[column]) ?? 0) + 1);
  const values = [...counts.values()];
  const min = values.reduce((a, b) => Math.min(a, b));
  const max = values.reduce((a, b) => Math.max(a, b));
  const { mean, stdDev } = moments(values);
  const variance = stdDev * stdDev;
  const even = max > min && Math.abs(mean - (min + max) / 2) < 0.1 * (max - min);
  const wide = ((max - min + 1) * (max - min + 1)) / 12;
  const uniform = even && variance > 0.7 * wide;
  const distribution =
    min === max || uniform || values.length < 10
      ? undefined
      : variance > 1.4 * mean
        ? { type: 'negativeBinomial', mean: rounded(mean), dispersion: rounded((mean * mean) / (variance - mean)) }
        : { type: 'poisson', mean: rounded(mean) };
  return { per: parent, min, max, ...(distribution && { distribution }) };
}

/** A key as a field that tells rows apart whatever is drawn. */
export function keyField(field: Field, values: Values): Field {
  if (field.type === 'uuid' || field.type === 'sequence' || field.unique === true) return field;
  if (typeof values[0] === 'number') {
    const min = (values as number[]).reduce((a, b) => Math.min(a, b));
    return { type: 'sequence', ...(min !== 1 && { start: min }) };
  }
  return typeof field.pattern === 'string' ? { ...field, unique: true } : { type: 'uuid' };
}
