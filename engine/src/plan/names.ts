import type { Column, OutputType } from '../columns/column.js';
import { either } from '../columns/marks.js';
import { ABSENT, valueAt } from '../columns/read.js';
import type { Drawer } from '../fields/drawer.js';
import type { Located } from '../schema/model.js';
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
  const [meant] = didYouMean(at.text, site.scope.names());
  site.compilation.report({
    code: 'ref/unknown-name',
    severity: 'error',
    message: `there is no field \`${at.text}\` here${meant ? `; did you mean \`${meant}\`?` : '.'}`,
    pointer: at.pointer,
    ...(meant && {
      fixes: [{ title: `Change to ${meant}`, edits: [{ op: 'replace', pointer: at.pointer, value: meant }] }],
    }),
  });
  return { level: site.scope.level, label: at.text, drawer: BROKEN };
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
  const path: number[] = [];
  let type: OutputType = node.cell.drawer.type;
  let nullable = type.nullable || type.optional;
  for (const name of rest) {
    const place = type.kind === 'object' ? (type.fields ?? []).findIndex((f) => f.name === name) : -1;
    if (place < 0) {
      if (type.kind !== 'any') return undefined;
      return { level: node.cell.level, label: node.cell.label, drawer: pickValues(node.cell, rest) };
    }
    path.push(place);
    type = type.fields![place].type;
    nullable ||= type.nullable || type.optional;
  }
  const drawer: Drawer = {
    type: { ...type, nullable, optional: false },
    draw(batch): Column {
      let column = (batch as Rows).column(node.cell);
      let nulls = column.nulls;
      for (const place of path) {
        if (column.kind !== 'object') return pickValues(node.cell, rest).draw(batch);
        column = column.fields[place].column;
        nulls = either(nulls, column.nulls);
      }
      return { ...column, nulls, absent: undefined };
    },
  };
  return { level: node.cell.level, label: `${node.cell.label}.${rest.join('.')}`, drawer };
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
