import assert from 'node:assert/strict';
import { rowsOf } from './run.js';

describe('days and points in time', () => {
  it('a day begins at its local midnight, in anchors and in expressions alike', async () => {
    for (const timezone of ['UTC', 'Europe/Berlin', 'America/Sao_Paulo', 'Pacific/Apia']) {
      const rows = await rowsOf(
        {
          timezone,
          fields: {
            day: { type: 'date', min: '2025-07-01', max: '2025-07-03' },
            soon: { type: 'datetime', after: 'day', within: '1h' },
            later: { expr: 'soon > day' },
            first: { expr: 'soon - day <= duration("1h")' },
            same: { expr: 'day' },
            text: { template: '{{day}}' },
          },
        },
        { count: 40, seed: 1 },
      );
      for (const row of rows) {
        assert.equal(row.later, true, timezone);
        assert.equal(row.first, true, timezone);
        assert.equal(row.same, row.day);
        assert.equal(row.text, row.day);
      }
    }
  });

  it('an instant shown in another form is still an instant to other fields', async () => {
    const rows = await rowsOf(
      {
        fields: {
          a: { type: 'datetime', format: 'unix', min: '2025-01-01', max: '2025-02-01' },
          b: { type: 'datetime', after: 'a', within: '1d', format: 'd MMM yyyy' },
          c: { expr: 'b - a < duration("25h")' },
          hours: { type: 'duration', min: '1h', max: '5h', format: 'h' },
          long: { expr: 'hours > duration("3h")' },
        },
      },
      { count: 50 },
    );
    for (const row of rows) {
      assert.equal(row.c, true);
      assert.equal(row.long, (row.hours as number) > 3);
    }
  });
});
