import assert from 'node:assert/strict';
import { rowsOf } from './run.js';

describe('expressions over lists of the row itself', () => {
  it('read the fields of their items, through objects and past nulls', async () => {
    const line = { fields: { n: 'integer (1..9)', price: { fields: { net: 'number (1..5)', tax: 'number?' } } } };
    const rows = await rowsOf(
      {
        fields: {
          lines: { items: line, length: { min: 0, max: 4 } },
          rest: { items: line, length: 2, nullable: 0.5 },
          box: { fields: { lines: { items: line, length: 2 } }, nullable: 0.5 },
          count: { expr: 'sum(lines.map(l, l.n))' },
          net: { expr: 'sum(lines.map(l, l.n * l.price.net))' },
          some: { expr: 'lines.exists(l, l.price.tax == null)' },
          inRest: { expr: 'sum(rest.map(l, l.n))' },
          inBox: { expr: 'sum(box.lines.map(l, l.n))' },
        },
      },
      { count: 200 },
    );
    type Line = { n: number; price: { net: number; tax: number | null } };
    const sum = (lines: Line[] | undefined | null): number | null =>
      lines ? lines.reduce((total, l) => total + l.n, 0) : null;
    for (const row of rows) {
      const lines = row.lines as Line[];
      assert.equal(row.count, sum(lines));
      assert.equal(
        row.net,
        lines.reduce((total, l) => total + l.n * l.price.net, 0),
      );
      assert.equal(
        row.some,
        lines.some((l) => l.price.tax === null),
      );
      assert.equal(row.inRest, sum(row.rest as Line[] | null));
      assert.equal(row.inBox, sum((row.box as { lines: Line[] } | null)?.lines));
    }
    assert.ok(rows.some((row) => row.inRest === null) && rows.some((row) => row.inBox !== null));
  });
});
