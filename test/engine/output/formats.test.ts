import assert from 'node:assert/strict';
import type { Column, OutputField } from '../../../engine/src/columns/column.js';
import { OptionError } from '../../../engine/src/errors.js';
import { EncodeError, type Format } from '../../../engine/src/output/encoder.js';
import { createEncoder, type EncoderOptions, FORMATS, formatForPath } from '../../../engine/src/output/formats.js';
import { encodeText } from './encoded.js';

const integer = { kind: 'integer', nullable: false, optional: false } as const;
const fields: readonly OutputField[] = [{ name: 'n', type: integer }];

function values(...list: unknown[]): Column {
  return { kind: 'value', length: list.length, values: list };
}

function numbers(decimals: number | undefined, ...list: number[]): Column {
  return { kind: 'number', length: list.length, values: Float64Array.from(list), decimals };
}

describe('formats', () => {
  const paths: readonly [string, Format | undefined][] = [
    ['users.json', 'json'],
    ['out/users.JSONL', 'jsonl'],
    ['C:\\data\\users.ndjson', 'jsonl'],
    ['a.b.csv', 'csv'],
    ['users.parquet', 'parquet'],
    ['users', undefined],
    ['users.txt', undefined],
    ['folder.csv/users', undefined],
    ['x.toString', undefined],
    ['', undefined],
  ];
  for (const [path, format] of paths) {
    it(`are told by the extension: ${JSON.stringify(path)}`, () => assert.equal(formatForPath(path), format));
  }

  it('all have an encoder that says its format', () => {
    for (const format of FORMATS) assert.equal(createEncoder(format, fields).format, format);
  });

  const refused: readonly [Format, EncoderOptions, RegExp][] = [
    ['xml' as Format, {}, /no format "xml"; the formats are json, jsonl, csv, parquet/],
    ['json', { delimiter: ';' }, /format json has no option "delimiter"; it belongs to csv/],
    ['csv', { indent: true }, /format csv has no option "indent"; it belongs to json/],
    ['jsonl', { indents: true } as EncoderOptions, /no option "indents"; no format has it/],
    ['csv', { delimiter: ':' }, /delimiter must be one of/],
    ['csv', { delimiter: '' }, /delimiter must be one of/],
    ['csv', { quote: 'some' as 'all' }, /quoting must be/],
    ['csv', { eol: '\r' as '\n' }, /line end must be/],
    ['csv', { null: 'a,b' }, /text for null must not hold/],
    ['csv', { null: '"' }, /text for null must not hold/],
    ['parquet', { rowGroupRows: 0 }, /row group must be a whole number from 1 on, not 0/],
    ['parquet', { rowGroupRows: 1.5 }, /row group/],
    ['parquet', { compression: 'zstd' as 'none' }, /"snappy" or "none", not "zstd"/],
  ];
  for (const [format, options, message] of refused) {
    it(`refuse ${format} ${JSON.stringify(options)}`, () => {
      assert.throws(
        () => createEncoder(format, fields, options),
        (error) => error instanceof OptionError && message.test(error.message),
      );
    });
  }

  const impossible: readonly [string, Column, RegExp][] = [
    ['NaN', numbers(undefined, NaN), /NaN is not a number that a file can hold/],
    ['NaN as an integer', numbers(0, NaN), /NaN/],
    ['Infinity', numbers(2, Infinity), /Infinity/],
    ['a nested NaN', values({ deep: [NaN] }), /NaN/],
    ['a bigint', values(1n), /a bigint is not a JSON value/],
    ['a function', values(() => 1), /a function is not a JSON value/],
    [
      'a time out of range',
      {
        kind: 'temporal',
        length: 1,
        values: Float64Array.of(1e16),
        format: { type: 'date' },
      },
      /1e\+?16|10000000000000000 ms is not a point in time/,
    ],
  ];
  for (const format of ['json', 'jsonl', 'csv'] as const) {
    for (const [name, column, message] of impossible) {
      it(`refuse ${name} in ${format}, naming the field`, () => {
        assert.throws(
          () => encodeText(format, fields, [[{ length: 1, columns: [column] }]]),
          (error) => error instanceof EncodeError && error.field === 'n' && message.test(error.message),
        );
      });
    }
  }

  it('leave no trace of what a null row holds', () => {
    const nulls = Uint8Array.of(1);
    for (const column of [numbers(0, NaN), numbers(undefined, Infinity), values(NaN)]) {
      assert.equal(encodeText('jsonl', fields, [[{ length: 1, columns: [{ ...column, nulls }] }]]), '{"n":null}\n');
    }
  });

  it('print minus zero as zero', () => {
    for (const decimals of [0, 2, undefined]) {
      assert.equal(encodeText('jsonl', fields, [[{ length: 1, columns: [numbers(decimals, -0)] }]]), '{"n":0}\n');
    }
  });

  it('write into spare memory where it is large enough', () => {
    for (const format of FORMATS) {
      const encoder = createEncoder(format, fields);
      const batch = { length: 3, columns: [numbers(0, 1, 22, 333)] };
      const fresh = encoder.encode([batch], 0);
      const spare = new ArrayBuffer(1 << 17);
      new Uint8Array(spare).fill(0xaa);
      const reused = encoder.encode([batch], 0, spare);
      assert.deepEqual(reused, fresh);
      assert.equal(reused.bytes.buffer, spare);
      assert.deepEqual(encoder.encode([batch], 0, new ArrayBuffer(1)).bytes, fresh.bytes);
    }
  });

  it('write columns of objects that are no object columns as dotted columns too', () => {
    const type = {
      kind: 'object',
      nullable: false,
      optional: false,
      fields: [
        { name: 'a', type: integer },
        {
          name: 'b',
          type: { kind: 'object', nullable: false, optional: false, fields: [{ name: 'c', type: integer }] },
        },
      ],
    } as const;
    const rows = [{ a: 1, b: { c: 2 } }, { a: 3 }, null, { b: { c: 4, d: 5 } }];
    const dictionary: Column = {
      kind: 'dictionary',
      length: 4,
      codes: Int32Array.of(0, 1, 2, 3),
      dictionary: { values: rows },
    };
    for (const column of [values(...rows), dictionary]) {
      const text = encodeText('csv', [{ name: 'o', type }], [[{ length: 4, columns: [column] }]]);
      assert.equal(text, 'o.a,o.b.c\n1,2\n3,\n,\n,4\n');
    }
  });
});
