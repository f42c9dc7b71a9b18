import type { OutputType } from '../columns/column.js';
import { withAbsent, withNulls } from '../columns/marks.js';
import type { Drawer } from '../fields/drawer.js';
import type { Addresses, Stream } from '../random/stream.js';

/** Marks a share of rows null, by the field's own `#null` numbers, so that the values of the others stay. */
export function nullable(drawer: Drawer, share: number, stream: Stream): Drawer {
  if (share <= 0) return drawer;
  return {
    type: { ...drawer.type, nullable: true },
    draw: (batch) => withNulls(drawer.draw(batch), chosen(batch.addresses, share, stream)),
  };
}

/** Leaves the key out of a share of rows. */
export function optional(drawer: Drawer, share: number, stream: Stream): Drawer {
  if (share <= 0) return drawer;
  const type: OutputType = { ...drawer.type, optional: true };
  return { type, draw: (batch) => withAbsent(drawer.draw(batch), chosen(batch.addresses, share, stream)) };
}

function chosen(at: Addresses, share: number, stream: Stream): Uint8Array {
  const marks = new Uint8Array(at.length);
  const uniforms = new Float64Array(at.length);
  stream.uniforms(at, 0, uniforms);
  for (let i = 0; i < marks.length; i++) marks[i] = uniforms[i] < share ? 1 : 0;
  return marks;
}
