import type { Column, ListColumn, OutputType } from '../columns/column.js';
import { either } from '../columns/marks.js';
import { ABSENT, valueAt } from '../columns/read.js';
import type { Drawer } from '../fields/drawer.js';
import type { Located } from '../schema/model.js';
import { replacing } from '../schema/report.js';
import { didYouMean } from '../schema/suggest.js';
import { throughAlias } from './alias.js';
import { childList } from './children.js';
import type { Cell, Level, Rows } from './rows.js';
import { find, type FieldNode, type Found, type Scope } from './scope.js';
import { BROKEN, type Site } from './site.js';

/** Resolves a plain path; a mistake is reported at its place. */
export function cellAt(site: Site, at: Located): Cell {
  const cell = resolve(site.scope, at.text.split('.'), site.document.now);
  if (cell !== undefined) return cell;
  const all = didYouMean(at.text, otherNames(site));
  const [meant] = all;
  site.compilation.report({
    code: 'ref/unknown-name',
    severity: 'error',
    message: `there is no field \`${at.text}\` here${meant ? `; did you mean \`${meant}\`?` : '.'}`,
    pointer: at.pointer,
    ...(meant && { fixes: replacing(at.pointer, all) }),
  });
  return { level: site.scope.level, label: at.text, drawer: BROKEN };
}

/** The names that a field may read: not its own. */
export function otherNames({ scope, compilation }: Site): string[] {
  const own = compilation.compiling?.label.split('.').at(-1);
  return scope.names().filter((name) => name !== own);
}

/** The cell that a path leads to from a scope. */
export function resolve(scope: Scope, segments: readonly string[], now: number): Cell | undefined {
  const found = find(scope, segments);
  return found && cellOf(scope, found, now);
}

function cellOf(scope: Scope, found: Found, now: number): Cell | undefined {
  switch (found.kind) {
    case 'field':
      return part(found.node, found.rest);
    case 'alias': {
      if (found.rest.length === 0) return undefined;
      const target = resolveInTable(found.alias.parent.scope, found.rest, now);
      return target && throughAlias(found.alias, target);
    }
    case 'children': {
      const target = found.rest.length === 0 ? undefined : resolveInTable(found.table.scope, found.rest, now);
      if (found.rest.length > 0 && target === undefined) return undefined;
      return childList(scope.table, found.table, target);
    }
    case 'special':
      return special(scope, found.name, now);
  }
}

/** From another table, only its own fields and aliases are seen. */
function resolveInTable(scope: Scope, segments: readonly string[], now: number): Cell | undefined {
  const found = find(scope, segments);
  if (found === undefined || found.kind === 'children' || found.kind === 'special') return undefined;
  return cellOf(scope, found, now);
}

function part(node: FieldNode, rest: readonly string[]): Cell | undefined {
  if (rest.length === 0) return node.cell;
  const { cell } = node;
  const found = partOf(cell.drawer.type, rest);
  if (found === undefined) return undefined;
  const mixed = pickValues(cell, rest);
  const { type, read } = found;
  const drawer: Drawer =
    type === undefined
      ? mixed
      : {
          type: { ...type, optional: false },
          draw: (batch): Column => read((batch as Rows).column(cell)) ?? mixed.draw(batch),
        };
  return { level: cell.level, label: `${cell.label}.${rest.join('.')}`, drawer };
}

/** The way to a part of a value. */
interface Part {
  /** `undefined` where it leads into mixed values. */
  readonly type: OutputType | undefined;
  /** `undefined` where the column holds whole values. */
  read(column: Column): Column | undefined;
}

/** Of a list, the part is a list of its items' parts. `undefined` where there is no such part. */
function partOf(type: OutputType, path: readonly string[]): Part | undefined {
  if (path.length === 0) return { type, read: (column) => column };
  if (type.kind === 'any') return { type: undefined, read: () => undefined };
  const [name, ...rest] = path;
  if (type.kind === 'list') {
    const inner = type.items && partOf(type.items, path);
    if (inner?.type === undefined) return undefined;
    return {
      type: { ...type, items: inner.type },
      read(column) {
        const items = column.kind === 'list' ? inner.read(column.items) : undefined;
        return items && { ...(column as ListColumn), items };
      },
    };
  }
  const place = type.kind === 'object' ? (type.fields ?? []).findIndex((f) => f.name === name) : -1;
  const inner = place < 0 ? undefined : partOf(type.fields![place].type, rest);
  if (inner === undefined) return undefined;
  const nullable = type.nullable || type.optional;
  return {
    type: inner.type && { ...inner.type, nullable: inner.type.nullable || inner.type.optional || nullable },
    read(column) {
      const found = column.kind === 'object' ? inner.read(column.fields[place].column) : undefined;
      return found && { ...found, nulls: either(column.nulls, found.nulls), absent: undefined };
    },
  };
}

/** Reads into mixed values one by one. */
function pickValues(cell: Cell, path: readonly string[]): Drawer {
  return {
    type: { kind: 'any', nullable: true, optional: false },
    draw(batch): Column {
      const column = (batch as Rows).column(cell);
      const values: unknown[] = new Array(batch.length);
      const nulls = new Uint8Array(batch.length);
      for (let i = 0; i < values.length; i++) {
        let value = valueAt(column, i);
        for (const name of path) {
          value =
            typeof value === 'object' && value !== null && Object.hasOwn(value, name)
              ? (value as Record<string, unknown>)[name]
              : null;
        }
        values[i] = value === ABSENT ? null : value;
        nulls[i] = values[i] === null ? 1 : 0;
      }
      return { kind: 'value', length: batch.length, values, nulls };
    },
  };
}

function special(scope: Scope, name: '_row' | '_index' | '_now', now: number): Cell {
  const level: Level = name === '_index' ? scope.level : scope.table.level;
  if (name === '_now') {
    return {
      level,
      label: name,
      drawer: {
        type: { kind: 'datetime', nullable: false, optional: false },
        draw: (batch) => ({
          kind: 'temporal',
          length: batch.length,
          values: new Float64Array(batch.length).fill(now),
          format: { type: 'datetime', milliseconds: now % 1000 !== 0 },
        }),
      },
    };
  }
  return {
    level,
    label: name,
    drawer: {
      type: { kind: 'integer', nullable: false, optional: false },
      draw: (batch) => ({
        kind: 'number',
        length: batch.length,
        // In a table counted per parent, the index is the place among the parent's children.
        values: name === '_index' ? placesOf(batch as Rows) : batch.rows,
        decimals: 0,
      }),
    },
  };
}

function placesOf(batch: Rows): Float64Array {
  const places = (batch as { places?: Int32Array }).places;
  return places ? Float64Array.from(places) : batch.rows;
}
