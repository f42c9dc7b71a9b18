import type { Column } from '../columns/column.js';
import type { Drawer } from '../fields/drawer.js';
import type { Stream } from '../random/stream.js';
import type { SingleDraw } from './single-draw.js';

/** Draws a whole number between two bounds, as a number or as a point in time. */
export function rangeDrawer(range: Exclude<SingleDraw, { kind: 'values' }>, stream: Stream): Drawer {
  const { min, max } = range;
  const size = max - min + 1;
  const column = (values: Float64Array): Column => {
    if (range.kind === 'date') {
      return { kind: 'temporal', length: values.length, values, format: { type: 'datetime', milliseconds: true } };
    }
    const { divisor } = range;
    if (divisor !== 1) for (let i = 0; i < values.length; i++) values[i] /= divisor;
    return { kind: 'number', length: values.length, values, decimals: decimalsOf(divisor) };
  };
  const kind = range.kind === 'date' ? 'datetime' : range.divisor === 1 ? 'integer' : 'number';
  const decimals = range.kind === 'number' && range.divisor !== 1 ? decimalsOf(range.divisor) : undefined;
  return {
    type: { kind, nullable: false, optional: false, decimals },
    draw(batch) {
      const values = new Float64Array(batch.length);
      stream.integers(batch.addresses, 0, size, values);
      for (let i = 0; i < values.length; i++) values[i] += min;
      return column(values);
    },
    domain: { size, at: (places) => column(Float64Array.from(places, (p) => p + min)) },
  };
}

function decimalsOf(divisor: number): number {
  let decimals = 0;
  for (let reach = 1; reach < divisor; reach *= 10) decimals++;
  return decimals;
}
