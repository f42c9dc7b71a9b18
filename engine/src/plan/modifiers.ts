import type { OutputType } from '../columns/column.js';
import { withAbsent, withNulls } from '../columns/marks.js';
import type { Drawer } from '../fields/drawer.js';
import { drawMarks } from '../random/marks.js';
import type { Stream } from '../random/stream.js';

/** Marks a share of rows null, by the field's own `#null` numbers, so that the values of the others stay. */
export function nullable(drawer: Drawer, share: number, stream: Stream): Drawer {
  if (share <= 0) return drawer;
  return {
    type: { ...drawer.type, nullable: true },
    draw: (batch) => withNulls(drawer.draw(batch), drawMarks(stream, batch.addresses, 0, share, 'lower')),
  };
}

/** Leaves the key out of a share of rows. */
export function optional(drawer: Drawer, share: number, stream: Stream): Drawer {
  if (share <= 0) return drawer;
  const type: OutputType = { ...drawer.type, optional: true };
  return {
    type,
    draw: (batch) => withAbsent(drawer.draw(batch), drawMarks(stream, batch.addresses, 0, share, 'lower')),
  };
}
