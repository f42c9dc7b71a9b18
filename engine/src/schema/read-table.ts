import { conforms } from './conform.js';
import { pointerTo } from './diagnostic.js';
import type { SchemaContext } from './draft.js';
import { isField, isMapping, nameOf, type Mapping } from './form.js';
import { headShape, TABLE_SHAPES, TABLE_TYPES, type TableType } from './grammar.js';
import type { ChildCount, TableModel } from './model.js';
import { unknownProperty } from './properties.js';
import { Quantities } from './quantities.js';
import { readFields } from './read-field.js';
import { readEvents, readSeries } from './read-series.js';
import { fix, removing, replacing } from './report.js';
import { didYouMean, meaning } from './suggest.js';

export interface TablePlace {
  readonly name: string;
  readonly key: string;
  readonly pointer: string;
  /** The type that was asked for, where the table says none. */
  readonly type: TableType | undefined;
  /** Properties that stand beside the table's and are read elsewhere. */
  readonly head: readonly string[];
}

/** How many children a parent has where nothing says. */
const CHILDREN = { least: 0, usual: [1, 5] } as const;

/** Reads one table, or the table part of a document. Mistakes are reported. */
export function readTable(context: SchemaContext, value: unknown, place: TablePlace): TableModel {
  const { report } = context;
  const { name, pointer } = place;
  if (!isMapping(value)) {
    const message =
      value === null
        ? 'This table is empty; write its "fields".'
        : `A table is a mapping with "fields", not ${nameOf(value)}.`;
    report.error(value === null ? 'table/empty' : 'value/type', pointer, message);
    return {
      name,
      key: place.key,
      type: 'structured',
      pointer,
      fields: [],
      count: undefined,
      primaryKey: [],
      unique: [],
      correlations: [],
      source: {},
    };
  }
  const type = typeOf(context, value, place);
  const good = readProperties(context, value, type, place);
  const fieldsAt = pointerTo(pointer, 'fields');
  const written = unlisted(context, value.fields, fieldsAt);
  const site = { table: type, tablePointer: pointer, depth: 0 };
  const fields = written === undefined ? [] : readFields(context, written, fieldsAt, site);
  const primaryKey = good.primaryKey as string | readonly string[] | undefined;
  return {
    name,
    key: typeof good.key === 'string' ? good.key : place.key,
    type,
    pointer,
    fields,
    count: readCount(context, good.count, pointerTo(pointer, 'count')),
    primaryKey: typeof primaryKey === 'string' ? [primaryKey] : (primaryKey ?? []),
    ...(primaryKey !== undefined && { primaryKeyPointer: pointerTo(pointer, 'primaryKey') }),
    unique: ((good.unique ?? []) as string[][]).map((names, i) => ({
      fields: names,
      pointer: pointerTo(pointer, 'unique', i),
    })),
    correlations: ((good.correlations ?? []) as { fields: string[]; rho: number }[]).map(
      ({ fields: names, rho }, i) => ({
        fields: names,
        rho,
        pointer: pointerTo(pointer, 'correlations', i),
      }),
    ),
    source: value,
    ...(type === 'timeseries' && { series: readSeries(context, good, fields, pointer) }),
    ...(type === 'events' && { events: readEvents(context, good, fields, pointer) }),
  };
}

function typeOf({ report }: SchemaContext, value: Mapping, place: TablePlace): TableType {
  const written = TABLE_TYPES.find((type) => type === value.type);
  if (written !== undefined) return written;
  if (Object.hasOwn(value, 'type')) {
    const meant = typeof value.type === 'string' ? didYouMean(value.type, TABLE_TYPES) : [];
    const at = pointerTo(place.pointer, 'type');
    const message = `A table is structured, timeseries or events, not ${nameOf(value.type)}.${meaning(meant)}`;
    report.error('table/unknown-type', at, message, { fixes: replacing(at, meant) });
    if (meant.length > 0) return meant[0] as TableType;
  }
  return place.type ?? (isMapping(value.events) ? 'events' : 'structured');
}

/** Checks the properties of a table; gives those that conform. */
function readProperties(
  context: SchemaContext,
  value: Mapping,
  type: TableType,
  { pointer, head }: TablePlace,
): Record<string, unknown> {
  const { report } = context;
  const shape: Readonly<Record<string, Parameters<typeof conforms>[0]>> = TABLE_SHAPES[type]();
  const good: Record<string, unknown> = {};
  const stray: string[] = [];
  for (const key of Object.keys(value)) {
    const at = pointerTo(pointer, key);
    if (key === 'type' || key === 'fields' || head.includes(key)) continue;
    if (Object.hasOwn(shape, key)) {
      if (conforms(shape[key], value[key], at, report, context)) good[key] = value[key];
      continue;
    }
    const owners = TABLE_TYPES.filter((other) => key in TABLE_SHAPES[other]());
    if (isField(value[key])) stray.push(key);
    else if (owners.length > 0) {
      const message = `"${key}" belongs to tables with "type: ${owners.join('" or "type: ')}", and this one is ${type}.`;
      const fixes = owners.map((owner) =>
        fix(`Make it ${owner}`, { op: 'add', pointer: pointerTo(pointer, 'type'), value: owner }),
      );
      report.error('property/foreign', at, message, { at: 'key', fixes: [...fixes, ...removing(at, key)] });
    } else if (key in headShape()) {
      const message = `"${key}" is said once for the whole document; write it at the top.`;
      const up = fix('Move it to the top', { op: 'move', from: at, pointer: pointerTo('', key) });
      report.error('property/foreign', at, message, { at: 'key', fixes: [up] });
    } else unknownProperty(report, key, at, [...Object.keys(shape), ...head], Object.keys(value));
  }
  const bare = !Object.hasOwn(value, 'fields');
  if (stray.length > 0) reportStray(context, stray, pointer, bare);
  else if (bare && type !== 'events') {
    report.error('property/missing', pointer, '"fields" is missing: the columns of the table, by name.');
  }
  return good;
}

function reportStray({ report }: SchemaContext, keys: readonly string[], pointer: string, bare: boolean): void {
  const names = keys.map((key) => `"${key}"`).join(', ');
  const message = `${names} ${keys.length === 1 ? 'looks like a field; fields stand' : 'look like fields; fields stand'} under "fields".`;
  const fields = pointerTo(pointer, 'fields');
  const moves = keys.map(
    (key) => ({ op: 'move', from: pointerTo(pointer, key), pointer: pointerTo(fields, key) }) as const,
  );
  const edits = bare ? [{ op: 'add', pointer: fields, value: {} } as const, ...moves] : moves;
  report.error('fields/outside', pointerTo(pointer, keys[0]), message, {
    at: 'key',
    fixes: [fix('Move into "fields"', ...edits)],
    related: keys.slice(1).map((key) => ({ pointer: pointerTo(pointer, key), message: 'this one too' })),
  });
}

/** The fields, unless they are written as a list of `{ name, type }`, which is reported with its mending. */
function unlisted({ report }: SchemaContext, value: unknown, pointer: string): unknown {
  if (!Array.isArray(value)) return value;
  const items = value as readonly unknown[];
  if (items.length === 0 || !items.every((item) => isMapping(item) && typeof item.name === 'string')) return value;
  const entries = (items as readonly Mapping[]).map(({ name, ...field }): [string, unknown] => [name as string, field]);
  const map = Object.fromEntries(entries);
  report.error('value/type', pointer, 'Fields are a mapping of names to types, not a list.', {
    fixes: [fix('Make a mapping', { op: 'replace', pointer, value: map })],
  });
  return undefined;
}

function readCount(context: SchemaContext, count: unknown, pointer: string): number | undefined | ChildCount {
  if (count === undefined || typeof count === 'number') return count;
  const source = count as Mapping;
  const size = new Quantities(context.report, context).sizeOf(source, pointer, CHILDREN);
  return { per: source.per as string, size, pointer };
}
