import type { Column } from '../columns/column.js';
import type { SequenceSpec } from '../schema/model.js';
import { addCalendar } from './calendar.js';
import type { Drawer } from './drawer.js';
import { decimalParts } from './grid.js';
import type { Batch } from './drawer.js';

/**
 * Counts rows: `start + step × row number`.
 * @param place the number of each row; by default its number in the table, with `per` its place among its parent's children.
 */
export function compileSequence(
  spec: SequenceSpec,
  timezone: string,
  place: (batch: Batch) => ArrayLike<number> = (batch) => batch.rows,
): Drawer {
  const { start, step } = spec;
  if (typeof step !== 'number') {
    const milliseconds = start % 1000 !== 0 || step.ms % 1000 !== 0;
    return {
      type: { kind: 'datetime', nullable: false, optional: false },
      draw(batch): Column {
        const values = Float64Array.from(place(batch), (n) =>
          addCalendar(start, { months: step.months * n, days: step.days * n, ms: step.ms * n, text: '' }, timezone),
        );
        return { kind: 'temporal', length: batch.length, values, format: { type: 'datetime', milliseconds } };
      },
    };
  }
  // Steps such as 0.1 are counted in whole tenths, so that row 3 is 0.3 and not 0.30000000000000004.
  const a = decimalParts(start);
  const b = decimalParts(step);
  const decimals = Math.max(a.decimals, b.decimals);
  const denominator = Number(`1e${decimals}`);
  const first = Number(a.digits * 10n ** BigInt(decimals - a.decimals));
  const stride = Number(b.digits * 10n ** BigInt(decimals - b.decimals));
  return {
    type: { kind: decimals === 0 ? 'integer' : 'number', nullable: false, optional: false, decimals },
    draw(batch): Column {
      const numbers = place(batch);
      const values = new Float64Array(batch.length);
      if (denominator === 1) for (let i = 0; i < values.length; i++) values[i] = first + stride * numbers[i];
      else for (let i = 0; i < values.length; i++) values[i] = (first + stride * numbers[i]) / denominator;
      return { kind: 'number', length: batch.length, values, decimals };
    },
  };
}
