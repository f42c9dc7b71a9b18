import type { Column, OutputType } from '../columns/column.js';
import type { Cell, TableRows } from './rows.js';
import { type Rows } from './rows.js';
import type { TablePlan } from './table.js';

/** The children of each row of a parent batch, in index order: `offsets[i]` … `offsets[i + 1]` of `rows`. */
export interface Children {
  readonly offsets: Int32Array;
  readonly rows: TableRows;
}

/** A cell of a child table as a list at each parent row; without a cell, a list of empty objects that can be counted. */
export function childList(parent: TablePlan, child: TablePlan, target: Cell | undefined): Cell {
  const items: OutputType = target?.drawer.type ?? { kind: 'object', nullable: false, optional: false, fields: [] };
  return {
    level: parent.level,
    label: `${child.name}[]`,
    drawer: {
      type: { kind: 'list', nullable: false, optional: false, items },
      draw(batch): Column {
        const parents = batch as Rows;
        const { offsets, rows } = parents.memo(child, () => child.childrenOf(parents as TableRows));
        const column: Column = target ? rows.column(target) : { kind: 'object', length: rows.length, fields: [] };
        return { kind: 'list', length: batch.length, offsets, items: column };
      },
    },
  };
}
