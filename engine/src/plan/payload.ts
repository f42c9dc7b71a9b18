import type { Column, DictionaryColumn, OutputType } from '../columns/column.js';
import { either } from '../columns/marks.js';
import { type Part, scatter } from '../columns/take.js';
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
  const names = new Set(types.flatMap(({ fields }) => fields.map(({ name }) => name)));
  return [...names].map((name) => {
    const having = payloads.filter(({ scope }) => scope.fields.has(name));
    const { spec } = having[0].scope.fields.get(name)!;
    return columnNode(site, name, spec, payloadDrawer(name, having, type));
  });
}

function payloadDrawer(name: string, payloads: readonly Payload[], type: Cell): Drawer {
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
      const { codes } = (batch as Rows).column(type) as DictionaryColumn;
      const absent = new Uint8Array(batch.length).fill(1);
      const parts = payloads.map(({ code, level }, i): Part => {
        const rows = rowsOf(batch as Rows, level, codes, code);
        for (const row of rows.index) absent[row] = 0;
        return { column: rows.column(cells[i]), rows: rows.index };
      });
      const column = scatter(parts, batch.length);
      return {
        ...column,
        nulls: either(column.nulls ?? new Uint8Array(batch.length), absent),
        absent: either(column.absent ?? absent, absent),
      };
    },
  };
}

/** The rows of one type in a batch; the same for all of its fields. */
function rowsOf(batch: Rows, level: Level, codes: Int32Array, code: number): InnerRows {
  return batch.memo(level, () => {
    const index = new Int32Array(codes.length);
    let length = 0;
    for (let i = 0; i < codes.length; i++) if (codes[i] === code) index[length++] = i;
    return InnerRows.subset(level, batch, index.slice(0, length));
  });
}
