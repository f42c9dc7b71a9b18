import type { Column, Dictionary } from '../columns/column.js';
import { valueAt } from '../columns/read.js';
import { DUPLICATE, type FaultPlan, LATE, OUT_OF_ORDER, SKEWED } from '../events/faults.js';
import type { Drawer } from '../fields/drawer.js';
import { compileDistribution } from '../random/distribution.js';
import { streamFor } from '../random/key.js';
import type { FaultsModel } from '../schema/model-series.js';
import { columnNode, commonSpec } from './column-node.js';
import type { EventRows } from './event-space.js';
import { cellAt } from './names.js';
import type { Cell, Rows } from './rows.js';
import type { FieldNode } from './scope.js';
import { broken, type Site } from './site.js';

/** Whether events are lost, repeated or moved: then their rows are no longer their arrivals. */
export function disturbs({ late, outOfOrder, duplicate, drop }: FaultsModel): boolean {
  return late !== undefined || outOfOrder > 0 || duplicate > 0 || drop > 0;
}

export function faultPlan({ late, outOfOrder, duplicate, drop }: FaultsModel): FaultPlan {
  return {
    late: late && { probability: late.probability, delay: compileDistribution(late.delay, { min: 0 }) },
    outOfOrder,
    duplicate,
    drop,
  };
}

/** Clocks of some sources that are wrong by a constant offset. */
export interface Skew {
  /** Instants as the sources' clocks show them. */
  shift(rows: Rows, times: Float64Array): Float64Array;
  /** The offset at each row, ms; a cell of the table. */
  readonly offsets: Cell;
}

/** @param per table whose rows have the sessions: its rows are the sources where nothing says. */
export function skewOf(
  site: Site,
  { probability, offset, by }: NonNullable<FaultsModel['skew']>,
  per: string | undefined,
): Skew {
  const { table } = site.scope;
  const distribution = compileDistribution(offset);
  const known = new Map<string, number>();
  let source: Cell | undefined;
  const offsetOf = (text: string): number => {
    let value = known.get(text);
    if (value === undefined) {
      const stream = streamFor(site.document.seed, table.model.key, text, '#skew');
      value = stream.uniform(0, 0, 0) < probability ? Math.round(distribution.quantile(stream.uniform(0, 0, 1))) : 0;
      if (known.size > 1_000_000) known.clear();
      known.set(text, value);
    }
    return value;
  };
  const drawer: Drawer = {
    type: { kind: 'integer', nullable: false, optional: false },
    draw(batch): Column {
      const values = new Float64Array(batch.length);
      if (by !== undefined) {
        const column = (batch as Rows).column((source ??= cellAt(site, by)));
        for (let i = 0; i < values.length; i++) values[i] = offsetOf(String(valueAt(column, i)));
      } else {
        const parents = site.scope.aliases.get(per!)!.choose!(batch as Rows);
        for (let i = 0; i < values.length; i++) values[i] = offsetOf(String(parents[i]));
      }
      return { kind: 'number', length: batch.length, values, decimals: 0 };
    },
  };
  if (by === undefined && per === undefined) {
    broken(site, {
      code: 'faults/skew-by',
      message: 'clocks belong to sources: name the field that tells them apart with `by`, such as `by: deviceId`.',
      pointer: `${site.scope.table.model.pointer}/faults/skew`,
    });
  } else if (by?.text === table.model.events?.clock.timeField) {
    broken(site, {
      code: 'faults/skew-by',
      message: `what \`${by!.text}\` shows depends on the clocks, so that it cannot tell them apart; name a field of the source.`,
      pointer: by!.pointer,
    });
  } else if (by !== undefined) site.compilation.later(() => void cellAt(site, by).drawer);
  const offsets: Cell = { level: table.level, label: `${table.name} skew`, drawer };
  return {
    offsets,
    shift(rows, times) {
      const { values } = rows.column(offsets) as { values: Float64Array };
      return times.map((time, i) => time + values[i]);
    },
  };
}

const NAMES: readonly [flag: number, name: string][] = [
  [LATE, 'late'],
  [OUT_OF_ORDER, 'outOfOrder'],
  [DUPLICATE, 'duplicate'],
  [SKEWED, 'skew'],
];

/** What went wrong, by the sum of its flags; several are joined by +. */
const LABELS: Dictionary = {
  values: Array.from({ length: 16 }, (_, flags) =>
    NAMES.filter(([flag]) => (flags & flag) !== 0)
      .map(([, name]) => name)
      .join('+'),
  ),
};

/** The column that says what went wrong with an event; null where nothing did. */
export function faultColumn(site: Site, name: string, skew: Skew | undefined): FieldNode {
  const drawer: Drawer = {
    type: { kind: 'string', nullable: true, optional: false, dictionary: true },
    draw(batch): Column {
      const codes = Int32Array.from((batch as unknown as EventRows).faults ?? new Int32Array(batch.length));
      if (skew !== undefined) {
        const { values } = (batch as Rows).column(skew.offsets) as { values: Float64Array };
        for (let i = 0; i < codes.length; i++) if (values[i] !== 0) codes[i] |= SKEWED;
      }
      const nulls = Uint8Array.from(codes, (code) => (code === 0 ? 1 : 0));
      return { kind: 'dictionary', length: batch.length, codes, dictionary: LABELS, nulls };
    },
  };
  return columnNode(site, name, { ...commonSpec(site.scope.table.model.pointer, name), kind: 'text' }, drawer);
}
