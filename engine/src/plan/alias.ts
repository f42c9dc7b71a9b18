import type { Column } from '../columns/column.js';
import { withNulls } from '../columns/marks.js';
import { take } from '../columns/take.js';
import type { Batch, Drawer } from '../fields/drawer.js';
import type { Distribution, RefSpec } from '../schema/model.js';
import type { Cell, Level, TableRows } from './rows.js';
import { type Rows } from './rows.js';
import type { TablePlan } from './table.js';

/**
 * One parent row for each row of a level, under a name. All references under that name read the same parent, so composite
 * keys and copied columns agree.
 */
export interface Alias {
  readonly name: string;
  readonly level: Level;
  readonly parent: TablePlan;
  /** The counted link of `count.per`: the parent that the row is a child of. */
  readonly counted: boolean;
  /** The parent is the table itself: an earlier row, none for row 0. */
  readonly self: boolean;
  /** The references under this name, in order: parent column → where it is used. */
  readonly uses: Map<string, { readonly spec: RefSpec; readonly pointer: string }>;
  /** How often which parent row is chosen; all alike where not said. */
  distribution?: Distribution;
  /** Chooses parent rows: their numbers, −1 for none. Not used where `counted`. */
  choose: ((rows: Rows) => Float64Array) | undefined;
  /** How many parents can be chosen from; known before rows are drawn. */
  readonly choices: () => number;
}

interface ParentRows {
  readonly rows: TableRows;
  /** `undefined`: row i belongs to parent row i of `rows`. */
  readonly index: Int32Array | undefined;
  readonly missing: Uint8Array | undefined;
}

function parentRows(alias: Alias, batch: Rows): ParentRows {
  return batch.memo(alias, () => {
    if (alias.counted) {
      const parents = (batch as TableRows).parents!;
      return { rows: parents.rows, index: parents.index, missing: undefined };
    }
    const numbers = alias.choose!(batch);
    let missing: Uint8Array | undefined;
    for (let i = 0; i < numbers.length; i++) {
      if (numbers[i] >= 0) continue;
      (missing ??= new Uint8Array(numbers.length))[i] = 1;
      numbers[i] = 0;
    }
    return { rows: alias.parent.rowsAt(numbers), index: undefined, missing };
  });
}

/** A cell of the parent, read at the rows of the alias's level. */
export function throughAlias(alias: Alias, target: Cell): Cell {
  const { type } = target.drawer;
  const drawer: Drawer = {
    type: alias.self ? { ...type, nullable: true } : type,
    draw(batch: Batch): Column {
      const { rows, index, missing } = parentRows(alias, batch as Rows);
      const column = rows.column(target);
      return withNulls(index === undefined ? column : take(column, index), missing);
    },
  };
  const operand = target.operand && throughAlias(alias, target.operand);
  return { level: alias.level, label: `${alias.name}.${target.label}`, drawer, operand, duration: target.duration };
}
