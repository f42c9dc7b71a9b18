import type { Column, OutputType } from '../columns/column.js';
import type { Domain, Drawer } from '../fields/drawer.js';
import type { SizeDrawer } from '../fields/size.js';
import { Permutation } from '../random/permutation.js';
import { childAddresses, Stream } from '../random/stream.js';
import { second, threefry } from '../random/threefry.js';
import type { Cell, Level } from './rows.js';
import { InnerRows, type Rows } from './rows.js';
import { LARGEST_DOMAIN } from './unique.js';

/** An object of cells of the same level. */
export function objectDrawer(members: readonly { readonly name: string; readonly cell: Cell }[]): Drawer {
  const fields = members.map(({ name, cell }) => ({ name, type: cell.drawer.type }));
  const type: OutputType = { kind: 'object', nullable: false, optional: false, fields };
  return {
    type,
    draw(batch): Column {
      const columns = members.map(({ name, cell }) => ({ name, column: (batch as Rows).column(cell) }));
      return { kind: 'object', length: batch.length, fields: columns };
    },
  };
}

/** The items of a list field as a batch: their addresses come from the row's and the place in the list. */
function itemRows(
  level: Level,
  rows: Rows,
  counts: Int32Array,
  stream: Stream,
): { offsets: Int32Array; items: InnerRows } {
  const offsets = new Int32Array(counts.length + 1);
  for (let i = 0; i < counts.length; i++) offsets[i + 1] = offsets[i] + counts[i];
  const total = offsets[counts.length];
  const owner = new Int32Array(total);
  const places = new Float64Array(total);
  for (let i = 0; i < counts.length; i++) {
    for (let k = 0; k < counts[i]; k++) {
      owner[offsets[i] + k] = i;
      places[offsets[i] + k] = k;
    }
  }
  const addresses = childAddresses(stream, rows.addresses, owner, places);
  return { offsets, items: new InnerRows(level, rows, owner, places, addresses) };
}

/** A list whose items are drawn on their own level. */
export function listDrawer(level: Level, item: Drawer, size: SizeDrawer, stream: Stream): Drawer {
  return {
    type: { kind: 'list', nullable: false, optional: false, items: item.type },
    draw(batch): Column {
      const { offsets, items } = itemRows(level, batch as Rows, size.draw(batch.addresses), stream);
      return { kind: 'list', length: batch.length, offsets, items: item.draw(items) };
    },
  };
}

/** A list of different items: places in the item's domain, permuted anew for each row. */
export function distinctListDrawer(item: Drawer, domain: Domain, size: SizeDrawer, stream: Stream): Drawer {
  const values = Math.min(domain.size, LARGEST_DOMAIN);
  return {
    type: { kind: 'list', nullable: false, optional: false, items: item.type },
    draw(batch): Column {
      const counts = size.draw(batch.addresses);
      const offsets = new Int32Array(counts.length + 1);
      for (let i = 0; i < counts.length; i++) offsets[i + 1] = offsets[i] + counts[i];
      const places = new Float64Array(offsets[counts.length]);
      for (let i = 0; i < counts.length; i++) {
        const key0 = threefry(stream.key0, stream.key1, batch.addresses.low[i], batch.addresses.high[i]);
        const permutation = new Permutation(new Stream(key0, second), values);
        for (let k = 0; k < counts[i]; k++) places[offsets[i] + k] = permutation.at(k);
      }
      return { kind: 'list', length: batch.length, offsets, items: domain.at(places) };
    },
  };
}
