import assert from 'node:assert/strict';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import type { Column } from '../../../engine/src/columns/column.js';
import { ABSENT, recordAt, valueAt } from '../../../engine/src/columns/read.js';
import { leafColumn, leaves } from '../../../engine/src/output/flatten.js';
import type { Format } from '../../../engine/src/output/encoder.js';
import type { EncoderOptions } from '../../../engine/src/output/formats.js';
import { encodeText } from './encoded.js';
import { anyTable, cut, flatJson, type Table, wellFormed } from './random-columns.js';

/** What JSON.stringify makes of the rows. */
function records({ fields, batch }: Table): unknown[] {
  const named = batch.columns.map((column, i) => ({ name: fields[i].name, column }));
  return Array.from({ length: batch.length }, (_, row) => recordAt(named, row));
}

/** The texts that a CSV reader must find; null for null. */
function csvRows({ fields, batch }: Table): (string | null)[][] {
  const columns = leaves(fields).map((leaf) => leafColumn(leaf, batch.columns));
  return Array.from({ length: batch.length }, (_, row) => columns.map((column) => csvValue(column, row)));
}

function csvValue(column: Column, row: number): string | null {
  const value = valueAt(column, row);
  if (value === ABSENT || value == null) return null;
  return typeof value === 'string' ? wellFormed(value) : flatJson(value);
}

const CSV_OPTIONS: readonly EncoderOptions[] = [
  {},
  { delimiter: ';' },
  { delimiter: '\t', eol: '\r\n' },
  { delimiter: '|', quote: 'all' },
  { null: 'NULL' },
  { null: '-1', quote: 'all', header: false },
  { null: 'true', bom: true },
];

/** A reader of RFC 4180 that tells a quoted field from a bare one. */
function readCsv(text: string, delimiter: string): { value: string; quoted: boolean }[][] {
  const rows: { value: string; quoted: boolean }[][] = [];
  for (let at = 0; at < text.length;) {
    const row: { value: string; quoted: boolean }[] = [];
    for (;;) {
      let value = '';
      const quoted = text[at] === '"';
      if (quoted) {
        for (at++; text[at] !== '"' || text[at + 1] === '"'; at++) {
          if (at >= text.length) throw new Error('a quote is not closed');
          if (text[at] === '"') at++;
          value += text[at];
        }
        at++;
      } else while (at < text.length && ![delimiter, '\n', '\r', '"'].includes(text[at])) value += text[at++];
      row.push({ value, quoted });
      if (text[at] === delimiter) at++;
      else break;
    }
    if (text.startsWith('\r\n', at)) at += 2;
    else if (text[at] === '\n') at++;
    else throw new Error(`no line end at ${at}: ${JSON.stringify(text.slice(at, at + 10))}`);
    rows.push(row);
  }
  return rows;
}

describe('JSON', () => {
  it('keeps the order of the fields where a JavaScript object would not', () => {
    const column: Column = { kind: 'value', length: 1, values: [true] };
    const type = { kind: 'boolean', nullable: false, optional: false } as const;
    const fields = ['b', '1', '0'].map((name) => ({ name, type }));
    const text = encodeText('jsonl', fields, [[{ length: 1, columns: [column, column, column] }]]);
    assert.equal(text, '{"b":true,"1":true,"0":true}\n');
  });

  it('is what JSON.stringify gives, indented', () => {
    fc.assert(
      fc.property(anyTable, (table) => {
        const text = encodeText('json', table.fields, [[table.batch]], { indent: true });
        assert.equal(text, `${JSON.stringify(records(table), null, 2)}\n`);
      }),
      { numRuns: 300 },
    );
  });

  it('has one row a line by default', () => {
    fc.assert(
      fc.property(anyTable, (table) => {
        const lines = records(table).map((record) => JSON.stringify(record));
        const expected = lines.length === 0 ? '[]\n' : `[\n${lines.join(',\n')}\n]\n`;
        assert.equal(encodeText('json', table.fields, [[table.batch]]), expected);
      }),
      { numRuns: 300 },
    );
  });
});

describe('JSON Lines', () => {
  it('is one JSON.stringify a line', () => {
    fc.assert(
      fc.property(anyTable, (table) => {
        const expected = records(table).map((record) => `${JSON.stringify(record)}\n`);
        assert.equal(encodeText('jsonl', table.fields, [[table.batch]]), expected.join(''));
      }),
      { numRuns: 300 },
    );
  });
});

describe('CSV', () => {
  for (const options of CSV_OPTIONS) {
    const { delimiter = ',', header = true, bom = false, quote, null: nullText = '' } = options;

    it(`is read back by csv-parse: ${JSON.stringify(options)}`, () => {
      fc.assert(
        fc.property(anyTable, (table) => {
          const text = encodeText('csv', table.fields, [[table.batch]], options);
          const rows = parse(text, { delimiter, bom: true, relax_column_count: false });
          const expected = csvRows(table).map((row) => row.map((value) => value ?? nullText));
          const names = leaves(table.fields).map((leaf) => leaf.name);
          assert.deepEqual(rows, header ? [names, ...expected] : expected);
        }),
        { numRuns: 200 },
      );
    });

    it(`tells null from every other value: ${JSON.stringify(options)}`, () => {
      fc.assert(
        fc.property(anyTable, (table) => {
          const expected = csvRows(table);
          const single = leaves(table.fields).length === 1 && nullText === '';
          fc.pre(!single);
          const text = encodeText('csv', table.fields, [[table.batch]], options);
          const rows = readCsv(bom ? text.slice(1) : text, delimiter);
          const values = rows
            .slice(header ? 1 : 0)
            .map((row) => row.map((cell) => (!cell.quoted && cell.value === nullText ? null : cell.value)));
          assert.deepEqual(values, expected);
          if (quote === 'all') {
            for (const row of rows) for (const cell of row) assert.ok(cell.quoted || cell.value === nullText);
          }
        }),
        { numRuns: 200 },
      );
    });
  }

  it('quotes nothing that needs no quotes', () => {
    fc.assert(
      fc.property(anyTable, (table) => {
        fc.pre(leaves(table.fields).length > 1);
        for (const row of readCsv(encodeText('csv', table.fields, [[table.batch]]), ',')) {
          for (const { value, quoted } of row) {
            assert.equal(quoted, value === '' ? quoted : /[",\r\n]|^[ \t]|[ \t]$/.test(value), JSON.stringify(value));
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  it('keeps the rows of a single column that is null', () => {
    const column: Column = { kind: 'value', length: 3, values: ['a', null, ''] };
    const fields = [{ name: 'only', type: { kind: 'string', nullable: true, optional: false } as const }];
    assert.equal(encodeText('csv', fields, [[{ length: 3, columns: [column] }]]), 'only\na\n""\n""\n');
  });
});

describe('chunks', () => {
  const formats: readonly [Format, EncoderOptions][] = [
    ['json', {}],
    ['json', { indent: true }],
    ['jsonl', {}],
    ['csv', {}],
    ['csv', { null: 'x', quote: 'all' }],
  ];
  for (const [format, options] of formats) {
    it(`give the same bytes however the rows are cut: ${format} ${JSON.stringify(options)}`, () => {
      const places = fc.array(fc.nat({ max: 12 }), { maxLength: 4 });
      fc.assert(
        fc.property(anyTable, places, places, (table, ofChunks, ofBatches) => {
          const whole = encodeText(format, table.fields, [[table.batch]], options);
          const chunks = cut(table.batch, ofChunks).map((chunk) => cut(chunk, ofBatches));
          assert.equal(encodeText(format, table.fields, chunks, options), whole);
        }),
        { numRuns: 200 },
      );
    });
  }
});
