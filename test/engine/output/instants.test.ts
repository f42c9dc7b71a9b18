import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { TemporalFormat } from '../../../engine/src/columns/column.js';
import { formatTemporal } from '../../../engine/src/columns/read.js';
import { writeTemporal } from '../../../engine/src/output/instants.js';

const view = new DataView(new ArrayBuffer(64));

function written(ms: number, format: TemporalFormat): string {
  const end = writeTemporal(view, 5, ms, format);
  return String.fromCharCode(...new Uint8Array(view.buffer, 5, end - 5));
}

const FORMATS: readonly TemporalFormat[] = [
  { type: 'datetime', milliseconds: true },
  { type: 'datetime', milliseconds: false },
  { type: 'date' },
];
const DAY = 86400000;

describe('points in time as text', () => {
  it('writes the days of four-digit years as Date does', () => {
    const days: number[] = [];
    for (let day = -135140; day <= 157054; day++) days.push(day); // 1600 … 2400
    for (let day = -719528; day <= 2932896; day += 17) days.push(day); // 0000 … 9999
    for (const day of days) {
      const text = written(day * DAY, { type: 'date' });
      if (text !== new Date(day * DAY).toISOString().slice(0, 10)) assert.fail(`day ${day}: ${text}`);
    }
  });

  it('writes every second of a day', () => {
    for (const milliseconds of [true, false]) {
      for (let s = 0; s < 86400; s++) {
        const ms = s * 1000 + (milliseconds ? s % 1000 : 0);
        const format: TemporalFormat = { type: 'time', milliseconds };
        if (written(ms, format) !== formatTemporal(ms, format)) assert.fail(`${ms}: ${written(ms, format)}`);
      }
    }
  });

  for (const format of FORMATS) {
    it(`agrees with Date over its whole range: ${JSON.stringify(format)}`, () => {
      const instants = fc.oneof(
        fc.integer({ min: -8.64e15, max: 8.64e15 }),
        fc.integer({ min: -62135596800000, max: 253402300799999 }),
        fc.constantFrom(0, -1, 1, -0.5, 0.5, 999.9, -8.64e15, 8.64e15, 253402300800000, -62167219200001),
      );
      fc.assert(
        fc.property(instants, (ms) => assert.equal(written(ms, format), formatTemporal(ms, format))),
        { numRuns: 20000 },
      );
    });
  }
});
