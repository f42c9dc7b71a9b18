import type { Column, DictionaryColumn, OutputType } from '../columns/column.js';
import { either } from '../columns/marks.js';
import { type Part, rowsByCode, scatter } from '../columns/take.js';
import type { Drawer } from '../fields/drawer.js';
import type { EventTypeModel } from '../schema/model-series.js';
import { declareFields } from './declare.js';
import { columnNode } from './column-node.js';
import { type Cell, InnerRows, type Level, type Rows } from './rows.js';
import type { FieldNode, Scope } from './scope.js';
import { type Site, variantSite } from './site.js';
import { unify } from './variants.js';

/** The fields of one type of event, on the rows of that type. */
interface Payload {
  /** Place of the type. */
  readonly code: number;
  readonly level: Level;
  readonly scope: Scope;
}

/** The columns of the fields that only some types of events have: elsewhere the key is not there. */
export function payloadColumns(site: Site, types: readonly EventTypeModel[], type: Cell): FieldNode[] {
  const payloads = types.map((model, code): Payload => {
    const inside = variantSite(site, model.name);
    return { code, level: inside.scope.level, scope: declareFields(inside, model.fields, inside.scope) };
  });
  const split = (batch: Rows): readonly Int32Array[] =>
    batch.memo(payloads, () => rowsByCode((batch.column(type) as DictionaryColumn).codes, types.length));
  const names = new Set(types.flatMap(({ fields }) => fields.map(({ name }) => name)));
  return [...names].map((name) => {
    const having = payloads.filter(({ scope }) => scope.fields.has(name));
    const { spec } = having[0].scope.fields.get(name)!;
    return columnNode(site, name, spec, payloadDrawer(name, having, split));
  });
}

/** @param split the rows of a batch by the places of their types. */
function payloadDrawer(
  name: string,
  payloads: readonly Payload[],
  split: (batch: Rows) => readonly Int32Array[],
): Drawer {
  const cells = payloads.map(({ scope }) => scope.fields.get(name)!.cell);
  return {
    get type(): OutputType {
      return {
        ...unify(
          cells.map((cell) => cell.drawer.type),
          false,
        ),
        optional: true,
      };
    },
    draw(batch): Column {
      const index = split(batch as Rows);
      const parts = payloads.map(({ code, level }, i): Part => {
        const rows = (batch as Rows).memo(level, () => InnerRows.subset(level, batch as Rows, index[code]));
        return { column: rows.column(cells[i]), rows: rows.index };
      });
      const column = scatter(parts, batch.length);
      const absent = new Uint8Array(batch.length).fill(1);
      for (const { rows } of parts) for (let k = 0; k < rows.length; k++) absent[rows[k]] = 0;
      // Rows that no part has are null there already.
      const nulls = column.nulls ?? new Uint8Array(batch.length);
      return { ...column, nulls, absent: either(column.absent, absent) };
    },
  };
}
