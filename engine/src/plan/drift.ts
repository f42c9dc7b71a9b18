import type { Column, NumberColumn, OutputType } from '../columns/column.js';
import { either } from '../columns/marks.js';
import { isNull, valueAt } from '../columns/read.js';
import type { Drawer } from '../fields/drawer.js';
import type { DriftModel } from '../schema/model-series.js';
import { replacing } from '../schema/report.js';
import { didYouMean } from '../schema/suggest.js';
import type { Cell, Rows } from './rows.js';
import type { Site } from './site.js';

interface Output {
  readonly name: string;
  readonly cell: Cell;
}

/** Columns as they are put out when fields change from some instant on. @param time instants of the rows, ms. */
export function drifted(site: Site, columns: readonly Output[], changes: readonly DriftModel[], time: Cell): Output[] {
  let outputs: Output[] = columns.map(({ name, cell }) => ({ name, cell }));
  for (const change of changes) {
    const at = outputs.findIndex(({ name }) => name === change.field.text);
    if (at < 0) {
      const names = outputs.map(({ name }) => name);
      const [meant] = didYouMean(change.field.text, names);
      const message = `there is no column \`${change.field.text}\` that could change${meant ? `; did you mean \`${meant}\`?` : '.'}`;
      const fixes = meant ? { fixes: replacing(change.field.pointer, [meant]) } : {};
      site.compilation.report({
        code: 'ref/unknown-name',
        severity: 'error',
        message,
        pointer: change.field.pointer,
        ...fixes,
      });
      continue;
    }
    const { name, cell } = outputs[at];
    if (change.change === 'rename' && outputs.some((output) => output.name === change.to)) {
      const message = `there is a column \`${change.to}\` already.`;
      site.compilation.report({ code: 'faults/drift', severity: 'error', message, pointer: change.field.pointer });
      continue;
    }
    const before = (drawer: Drawer): Output => ({ name, cell: { ...plain(cell), drawer } });
    const replaced: Output[] =
      change.change === 'text'
        ? [before(asText(cell, time, change.at))]
        : change.change === 'remove'
          ? [before(during(cell, time, -Infinity, change.at))]
          : [
              before(during(cell, time, -Infinity, change.at)),
              { name: change.to, cell: { ...plain(cell), drawer: during(cell, time, change.at, Infinity) } },
            ];
    outputs = [...outputs.slice(0, at), ...replaced, ...outputs.slice(at + 1)];
  }
  return outputs;
}

const plain = ({ level, label }: Cell): Pick<Cell, 'level' | 'label'> => ({ level, label });

/** A column that is there only from one instant up to another. */
function during(cell: Cell, time: Cell, from: number, to: number): Drawer {
  return {
    get type(): OutputType {
      return { ...cell.drawer.type, optional: true };
    },
    draw(batch): Column {
      const { values } = (batch as Rows).column(time) as NumberColumn;
      const away = Uint8Array.from(values, (at) => (at >= from && at < to ? 0 : 1));
      const column = (batch as Rows).column(cell);
      return {
        ...column,
        nulls: either(column.nulls ?? new Uint8Array(batch.length), away),
        absent: either(column.absent ?? new Uint8Array(batch.length), away),
      };
    },
  };
}

/** A column whose values are texts from an instant on. */
function asText(cell: Cell, time: Cell, from: number): Drawer {
  return {
    get type(): OutputType {
      const { nullable, optional } = cell.drawer.type;
      return { kind: 'any', nullable, optional };
    },
    draw(batch): Column {
      const { values: times } = (batch as Rows).column(time) as NumberColumn;
      const column = (batch as Rows).column(cell);
      const values = Array.from(times, (at, i) => {
        const value = isNull(column, i) ? null : valueAt(column, i);
        if (at < from || value === null || typeof value === 'string') return value;
        return typeof value === 'object' ? JSON.stringify(value) : String(value as number | boolean);
      });
      return { kind: 'value', length: batch.length, values, nulls: column.nulls, absent: column.absent };
    },
  };
}
