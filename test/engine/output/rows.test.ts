import assert from 'node:assert/strict';
import type { Column, OutputField } from '../../../engine/src/columns/column.js';
import { textColumn } from '../../../engine/src/columns/text.js';
import { createEncoder } from '../../../engine/src/output/formats.js';

function encoded(format: 'jsonl' | 'csv', columns: Readonly<Record<string, Column>>): string {
  const fields = Object.keys(columns).map((name): OutputField => ({
    name,
    type: { kind: columns[name].kind === 'text' ? 'string' : 'integer', nullable: true, optional: true },
  }));
  const [{ length }] = Object.values(columns);
  const { bytes } = createEncoder(format, fields, {}).encode([{ length, columns: Object.values(columns) }], 0);
  return new TextDecoder().decode(bytes);
}

const numbers = (values: readonly number[]): Column => ({
  kind: 'number',
  length: values.length,
  values: Float64Array.from(values),
  decimals: 0,
});

describe('rows of text', () => {
  it('may have more cells than are put together at once', () => {
    const columns = Object.fromEntries(Array.from({ length: 40_000 }, (_, i) => [`c${i}`, numbers([i, -i, 7])]));
    const [first, , third] = encoded('csv', columns).split('\n');
    assert.equal(first, Array.from({ length: 40_000 }, (_, i) => String(i)).join(','));
    assert.equal(third, Array(40_000).fill('7').join(','));
  });

  it('may be longer than what is put together at once', () => {
    const texts = ['x', 'é'.repeat(3_000_000), '', 'y'.repeat(12_000_000), 'z'];
    const lines = encoded('jsonl', { id: numbers([1, 2, 3, 4, 5]), text: textColumn(texts) }).split('\n');
    texts.forEach((text, i) => assert.equal(lines[i], JSON.stringify({ id: i + 1, text })));
  });

  it('are many in a batch', () => {
    const rows = Array.from({ length: 100_000 }, (_, i) => i * 37);
    const expected = rows.map((i) => JSON.stringify({ id: i, text: `t${i}` })).join('\n');
    const columns = { id: numbers(rows), text: textColumn(rows.map((i) => `t${i}`)) };
    assert.equal(encoded('jsonl', columns), `${expected}\n`);
  });

  it('may have no cells in some rows, or in all', () => {
    const absent = Uint8Array.of(0, 1, 1);
    const some: Column = { ...numbers([1, 2, 3]), nulls: absent, absent };
    const other: Column = {
      ...textColumn(['a', '', 'c']),
      nulls: Uint8Array.of(1, 1, 0),
      absent: Uint8Array.of(0, 1, 0),
    };
    assert.equal(encoded('jsonl', { some, other }), '{"some":1,"other":null}\n{}\n{"other":"c"}\n');
    const none = Uint8Array.of(1, 1, 1);
    assert.equal(encoded('jsonl', { none: { ...numbers([1, 2, 3]), nulls: none, absent: none } }), '{}\n{}\n{}\n');
  });
});
