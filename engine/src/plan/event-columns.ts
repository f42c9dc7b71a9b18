import type { Column, Dictionary, NumberColumn } from '../columns/column.js';
import type { Drawer } from '../fields/drawer.js';
import { CumulativeTable } from '../random/alias.js';
import type { EventsModel } from '../schema/model-series.js';
import { columnNode, commonSpec } from './column-node.js';
import type { EventRows } from './event-space.js';
import type { Cell } from './rows.js';
import type { FieldNode } from './scope.js';
import { type Site, streamAt } from './site.js';

/** The instants of events, ms: a cell that is not put out. */
export function eventTimes(site: Site): Cell {
  const { table } = site.scope;
  const drawer: Drawer = {
    type: { kind: 'integer', nullable: false, optional: false },
    draw: (batch): NumberColumn => ({
      kind: 'number',
      length: batch.length,
      values: (batch as unknown as EventRows).times(),
      decimals: 0,
    }),
  };
  return { level: table.level, label: `${table.name} time`, drawer };
}

/** The type of each event: of its session's journey, or drawn by weight. */
export function typeColumn(site: Site, name: string, { types, sessions }: EventsModel): FieldNode {
  const dictionary: Dictionary = { values: types.map((type) => type.name) };
  const stream = streamAt(site, '', '#type');
  const weights = types.some(({ weight }) => weight > 0) ? types.map(({ weight }) => weight) : types.map(() => 1);
  const table = sessions === undefined ? new CumulativeTable(weights) : undefined;
  const drawer: Drawer = {
    type: { kind: 'string', nullable: false, optional: false, dictionary: true },
    draw(batch): Column {
      const codes = new Int32Array(batch.length);
      if (table === undefined) codes.set((batch as unknown as EventRows).types!);
      else table.draw(stream, batch.addresses, 0, codes);
      return { kind: 'dictionary', length: batch.length, codes, dictionary };
    },
  };
  const values = types.map((type) => ({ value: type.name, weight: type.weight }));
  return columnNode(
    site,
    name,
    { ...commonSpec(site.scope.table.model.pointer, name), kind: 'enum', values, weighted: true },
    drawer,
  );
}

/** The number of the session, from 1. */
export function sessionColumn(site: Site, name: string): FieldNode {
  const drawer: Drawer = {
    type: { kind: 'integer', nullable: false, optional: false },
    draw(batch): Column {
      const values = (batch as unknown as EventRows).sessions!.map((session) => session + 1);
      return { kind: 'number', length: batch.length, values, decimals: 0 };
    },
  };
  return columnNode(site, name, { ...commonSpec(site.scope.table.model.pointer, name), kind: 'integer' }, drawer);
}
