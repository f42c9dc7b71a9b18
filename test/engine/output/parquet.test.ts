import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { parquetMetadata, parquetRead } from 'hyparquet';
import type { Column, OutputField, OutputType } from '../../../engine/src/columns/column.js';
import { ABSENT, valueAt } from '../../../engine/src/columns/read.js';
import { textColumn } from '../../../engine/src/columns/text.js';
import type { RecordBatch } from '../../../engine/src/output/encoder.js';
import { leafColumn, leaves } from '../../../engine/src/output/flatten.js';
import type { ParquetOptions } from '../../../engine/src/output/parquet.js';
import { encodeFile } from './encoded.js';
import { anyTable, cut, flatJson, rowsOf, type Table, wellFormed } from './random-columns.js';

const DAY = 86400000;

/** Values as both readers are made to give them: points in time as milliseconds, JSON parsed. */
function expectedRows({ fields, batch }: Table): unknown[][] {
  const columns = leaves(fields).map((leaf) => ({ type: leaf.type, column: leafColumn(leaf, batch.columns) }));
  return Array.from({ length: batch.length }, (_, row) =>
    columns.map(({ type, column }) => expected(type, column, row)),
  );
}

function expected(type: OutputType, column: Column, row: number): unknown {
  const value = valueAt(column, row);
  if (value === ABSENT || value == null) return null;
  switch (type.kind) {
    case 'datetime':
    case 'date':
      return Date.parse(value as string);
    case 'time':
      return Date.parse(`1970-01-01T${value as string}Z`);
    case 'string':
      return wellFormed(value as string);
    case 'list':
    case 'object':
    case 'any':
      return JSON.parse(flatJson(value)) as unknown;
    case 'integer':
    case 'number':
    case 'boolean':
      return value;
  }
}

async function readByHyparquet(file: Uint8Array): Promise<unknown[][]> {
  let rows: unknown[][] = [];
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  await parquetRead({
    file: new Uint8Array(file).buffer,
    rowFormat: 'array',
    parsers: { stringFromBytes: (bytes: Uint8Array | undefined) => bytes && decoder.decode(bytes) },
    onComplete: (read) => (rows = read),
  });
  return rows.map((row) =>
    row.map((value) => {
      if (typeof value === 'bigint') return Number(value);
      return value instanceof Date ? value.getTime() : (value ?? null);
    }),
  );
}

describe('Parquet', () => {
  let folder: string;
  let path: string;
  let duckdb: DuckDBConnection;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'parquet-'));
    path = join(folder, 'table.parquet');
    duckdb = await (await DuckDBInstance.create(':memory:')).connect();
    // It would not notice that the file is another one within a tick of the file system's clock.
    await duckdb.run('SET enable_external_file_cache = false');
  });

  after(() => {
    duckdb.closeSync();
    rmSync(folder, { recursive: true });
  });

  async function readByDuckdb(file: Uint8Array, fields: readonly OutputField[]): Promise<unknown[][]> {
    writeFileSync(path, file);
    const columns = leaves(fields);
    const select = columns.map(({ name, type }) => {
      const column = `"${name.replaceAll('"', '""')}"`;
      if (type.kind === 'datetime') return `epoch_ms(${column})`;
      if (type.kind === 'date') return `${column} - DATE '1970-01-01'`;
      return column;
    });
    const rows = (await duckdb.runAndReadAll(`SELECT ${select.join(', ')} FROM '${path}'`)).getRowsJson();
    return rows.map((row) => row.map((value, i) => fromDuckdb(columns[i].type, value)));
  }

  function fromDuckdb(type: OutputType, value: unknown): unknown {
    if (value === null) return null;
    switch (type.kind) {
      case 'integer':
      case 'datetime':
        return Number(value);
      case 'date':
        return Number(value) * DAY;
      case 'time':
        return Date.parse(`1970-01-01T${value as string}Z`);
      case 'list':
      case 'object':
      case 'any':
        return JSON.parse(value as string) as unknown;
      case 'number':
      case 'string':
      case 'boolean':
        return value;
    }
  }

  /** The file with row groups of `rows`, each encoded from batches cut at `places`. */
  function encode(
    { fields, batch }: Table,
    rows: number,
    places: readonly number[],
    options: ParquetOptions,
  ): Uint8Array {
    const chunks: RecordBatch[][] = [];
    for (let row = 0; row < batch.length; row += rows) {
      chunks.push(cut(rowsOf(batch, row, Math.min(row + rows, batch.length)), places));
    }
    return encodeFile('parquet', fields, chunks, { rowGroupRows: rows, ...options });
  }

  const places = fc.array(fc.nat({ max: 12 }), { maxLength: 3 });
  const options = fc.constantFrom<ParquetOptions>({}, { compression: 'none' });

  it('is read back by hyparquet, row groups and batches as they may be', async () => {
    await fc.assert(
      fc.asyncProperty(anyTable, fc.integer({ min: 1, max: 20 }), places, options, async (table, rows, cuts, how) => {
        assert.deepEqual(await readByHyparquet(encode(table, rows, cuts, how)), expectedRows(table));
      }),
      { numRuns: 300 },
    );
  });

  it('is read back by DuckDB', async () => {
    await fc.assert(
      fc.asyncProperty(anyTable, fc.integer({ min: 1, max: 20 }), places, options, async (table, rows, cuts, how) => {
        // The binding takes a byte order mark off a text.
        const wanted = expectedRows(table).map((row) =>
          row.map((value) => (typeof value === 'string' ? value.replace(/^\ufeff/, '') : value)),
        );
        assert.deepEqual(await readByDuckdb(encode(table, rows, cuts, how), table.fields), wanted);
      }),
      { numRuns: 150 },
    );
  });

  it('gives the same bytes whatever the batches', () => {
    fc.assert(
      fc.property(anyTable, places, (table, cuts) => {
        assert.deepEqual(encode(table, 7, cuts, {}), encode(table, 7, [], {}));
      }),
      { numRuns: 200 },
    );
  });

  it('reads back pages and row groups of full size, with nulls and dictionaries', async () => {
    const table = largeTable(50000);
    const wanted = expectedRows(table);
    for (const compression of ['snappy', 'none'] as const) {
      const file = encode(table, 40000, [3, 4096, 20001, 39999], { compression });
      assert.deepEqual(await readByHyparquet(file), wanted);
      assert.deepEqual(await readByDuckdb(file, table.fields), wanted);
    }
  });

  it('keeps statistics that are the range of the values', () => {
    const table = largeTable(1000);
    const { row_groups: groups } = parquetMetadata(new Uint8Array(encode(table, 1000, [], {})).buffer);
    const rows = expectedRows(table);
    groups[0].columns.forEach(({ meta_data: meta }, i) => {
      const values = rows.map((row) => row[i]).filter((value) => value !== null) as (string | number | boolean)[];
      const { null_count: nulls, min_value: min, max_value: max } = meta!.statistics!;
      assert.equal(Number(nulls), rows.length - values.length, table.fields[i].name);
      if (table.fields[i].type.kind === 'list') return assert.equal(min, undefined);
      const comparable = (value: unknown): unknown =>
        value instanceof Date ? value.getTime() : typeof value === 'bigint' ? Number(value) : value;
      const sorted = values.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
      assert.equal(comparable(min), sorted[0], table.fields[i].name);
      assert.equal(comparable(max), sorted[sorted.length - 1], table.fields[i].name);
    });
  });

  it('lets DuckDB skip row groups by them', async () => {
    const table = largeTable(5000);
    writeFileSync(path, encode(table, 1000, [], {}));
    const query = `SELECT count(*) FROM '${path}' WHERE id = 4321`;
    assert.equal(Number((await duckdb.runAndReadAll(query)).getRows()[0][0]), 1);
  });

  it('merges the dictionaries of different batches', async () => {
    const column = (values: unknown[], codes: number[]): Column => ({
      kind: 'dictionary',
      length: codes.length,
      codes: Int32Array.from(codes),
      dictionary: { values },
    });
    const type = { kind: 'string', nullable: false, optional: false } as const;
    const batches = [column(['a', 'b'], [0, 1, 0, 1]), column(['b', null, 'c'], [0, 1, 2, 0])].map((only) => ({
      length: only.length,
      columns: [only],
    }));
    const file = encodeFile('parquet', [{ name: 'x', type }], [batches]);
    const [column0] = parquetMetadata(new Uint8Array(file).buffer).row_groups[0].columns;
    assert.ok(column0.meta_data!.encodings.includes('RLE_DICTIONARY'));
    assert.deepEqual((await readByHyparquet(file)).flat(), ['a', 'b', 'a', 'b', 'b', null, 'c', 'b']);
  });

  const DECIMALS: { name: string; values: number[]; decimals: number | undefined; indexed: boolean }[] = [
    {
      name: 'close together',
      values: Array.from({ length: 500 }, (_, i) => ((i * 37) % 90) / 100 - 0.3),
      decimals: 2,
      indexed: true,
    },
    { name: 'far apart', values: Array.from({ length: 500 }, (_, i) => i * 1000 + 0.25), decimals: 2, indexed: false },
    { name: 'all different', values: Array.from({ length: 500 }, (_, i) => i / 100), decimals: 2, indexed: false },
    {
      name: 'of full precision',
      values: Array.from({ length: 500 }, (_, i) => (i % 7) / 3),
      decimals: undefined,
      indexed: false,
    },
    {
      name: 'not what they are said to be',
      values: Array.from({ length: 500 }, (_, i) => (i % 7) / 3),
      decimals: 2,
      indexed: false,
    },
    {
      name: 'zeros of both signs',
      values: Array.from({ length: 500 }, (_, i) => (i % 3 === 0 ? -0 : i % 2)),
      decimals: 1,
      indexed: false,
    },
  ];
  for (const { name, values, decimals, indexed } of DECIMALS) {
    it(`${indexed ? 'has a dictionary of' : 'has no dictionary of'} decimals: ${name}`, async () => {
      const exact = decimals === 2 && indexed ? values.map((value) => Math.round(value * 100) / 100) : values;
      const column = (from: number, to: number, nulls?: Uint8Array): Column => ({
        kind: 'number',
        length: to - from,
        values: Float64Array.from(exact.slice(from, to)),
        decimals,
        nulls,
      });
      const missing = Uint8Array.from({ length: 200 }, (_, i) => (i % 5 === 0 ? 1 : 0));
      const batches = [column(0, 300), column(300, 500, missing)].map((only) => ({
        length: only.length,
        columns: [only],
      }));
      const fields = [{ name: 'x', type: { kind: 'number', nullable: true, optional: false } as const }];
      const file = encodeFile('parquet', fields, [batches]);
      const [column0] = parquetMetadata(new Uint8Array(file).buffer).row_groups[0].columns;
      assert.equal(column0.meta_data!.encodings.includes('RLE_DICTIONARY'), indexed);
      const expected = exact.map((value, i) => (i >= 300 && (i - 300) % 5 === 0 ? null : value));
      assert.deepEqual((await readByHyparquet(file)).flat(), expected);
      assert.deepEqual((await readByDuckdb(file, fields)).flat(), expected);
    });
  }

  it('reads back long texts of words that come again, and of what hardly does', async () => {
    const words = Array.from({ length: 200 }, (_, i) => `${'abcdefghij'.slice(i % 7)}${(i * i).toString(36)}`);
    let state = 1;
    const next = (below: number): number => {
      state = (Math.imul(state, 1664525) + 1013904223) | 0;
      return Math.floor(((state >>> 0) / 4294967296) * below);
    };
    const length = 20000;
    const row = (): string => Array.from({ length: 3 + next(8) }, () => words[next(200)]).join(' ');
    const sentences = Array.from({ length }, row);
    const digits = Array.from({ length }, () =>
      next(2 ** 32)
        .toString(16)
        .repeat(3),
    );
    const columns = [sentences, digits].map((texts) => textColumn(texts));
    const fields = ['sentence', 'digits'].map((name) => ({
      name,
      type: { kind: 'string', nullable: false, optional: false } as const,
    }));
    const file = encode({ fields, batch: { length, columns } }, length, [4096, 4097], {});
    assert.ok(file.length < 0.7 * [...sentences, ...digits].join('').length);
    const expected = sentences.map((sentence, i) => [sentence, digits[i]]);
    assert.deepEqual(await readByHyparquet(file), expected);
    assert.deepEqual(await readByDuckdb(file, fields), expected);
  });

  const WHOLE: { name: string; value: (row: number) => number }[] = [
    { name: 'by one', value: (row) => row },
    { name: 'downwards', value: (row) => 5 - 3600000 * row },
    { name: 'all the same', value: () => -7 },
    { name: 'but for the last', value: (row) => (row === 20000 ? 20001 : row) },
    { name: 'but for the first', value: (row) => (row === 0 ? -1 : row) },
    { name: 'beyond what differences can tell', value: (row) => 2 ** 52 + row },
    { name: 'by steps beyond what differences can tell', value: (row) => (row % 2 === 0 ? -1 : 1) * 2 ** 52 },
  ];
  for (const { name, value } of WHOLE) {
    it(`reads back whole numbers that go on evenly: ${name}`, async () => {
      const length = 20001;
      const values = Float64Array.from({ length }, (_, row) => value(row));
      const column: Column = { kind: 'number', length, values, decimals: 0 };
      const fields = [{ name: 'x', type: { kind: 'integer', nullable: false, optional: false } as const }];
      const file = encode({ fields, batch: { length, columns: [column] } }, length, [1, 2, 5000], {});
      const expected = Array.from(values);
      assert.deepEqual((await readByHyparquet(file)).flat(), expected);
      assert.deepEqual((await readByDuckdb(file, fields)).flat(), expected);
      const [{ meta_data: meta }] = parquetMetadata(new Uint8Array(file).buffer).row_groups[0].columns;
      const { min_value: min, max_value: max } = meta!.statistics!;
      assert.deepEqual([Number(min), Number(max)], [values.reduce((a, b) => Math.min(a, b)), Math.max(...values)]);
    });
  }

  it('is a whole file with no rows', async () => {
    const table = largeTable(0);
    const file = encodeFile('parquet', table.fields, []);
    assert.deepEqual(await readByHyparquet(file), []);
    assert.deepEqual(await readByDuckdb(file, table.fields), []);
    assert.deepEqual(await readByDuckdb(encodeFile('parquet', table.fields, [[]]), table.fields), []);
  });

  it('tells readers its types', async () => {
    const kinds = ['integer', 'number', 'boolean', 'string', 'datetime', 'date', 'time', 'list', 'any'] as const;
    const fields = kinds.map((kind) => ({ name: kind, type: { kind, nullable: false, optional: false } }));
    writeFileSync(path, encodeFile('parquet', fields, []));
    const described = await duckdb.runAndReadAll(`DESCRIBE SELECT * FROM '${path}'`);
    const rows = described.getRows().map((row) => row[1]);
    const expectedTypes = ['BIGINT', 'DOUBLE', 'BOOLEAN', 'VARCHAR', 'TIMESTAMP WITH TIME ZONE', 'DATE', 'TIME'];
    assert.deepEqual(rows.slice(0, 7), expectedTypes);
    assert.ok(rows.slice(7).every((type) => type === 'VARCHAR' || type === 'JSON'));
  });

  for (const [name, kind, values] of [
    ['a fraction', 'integer', [0.5]],
    ['a number beyond 64 bits', 'integer', [1e300]],
    ['NaN', 'number', [NaN]],
    ['a text', 'number', ['x']],
    ['a text that is no date', 'datetime', ['yesterday']],
  ] as const) {
    it(`refuses ${name} in a column of type ${kind}`, () => {
      const column: Column = { kind: 'value', length: 1, values };
      const fields = [{ name: 'amount', type: { kind, nullable: false, optional: false } }];
      assert.throws(() => encodeFile('parquet', fields, [[{ length: 1, columns: [column] }]]), {
        name: 'EncodeError',
        code: 'output/value',
        message: /^field amount: /,
      });
    });
  }
});

/** Every kind of column, with values that repeat and that do not, nulls in some. */
function largeTable(length: number): Table {
  let state = 42;
  const next = (below: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return Math.floor(((state >>> 0) / 4294967296) * below);
  };
  const each = <T>(value: (row: number) => T): T[] => Array.from({ length }, (_, row) => value(row));
  const nulls = Uint8Array.from(each(() => (next(10) === 0 ? 1 : 0)));
  const names = { values: Array.from({ length: 300 }, (_, i) => `Ñame ${i}`) };
  const offsets = Int32Array.of(0, ...each(() => next(3)));
  for (let i = 1; i <= length; i++) offsets[i] += offsets[i - 1];
  const columns: [string, OutputType['kind'], Column][] = [
    ['id', 'integer', { kind: 'number', length, values: Float64Array.from(each((row) => row)), decimals: 0 }],
    [
      'score',
      'number',
      { kind: 'number', length, values: Float64Array.from(each(() => next(1e6) / 100 - 5000)), decimals: 2, nulls },
    ],
    ['active', 'boolean', { kind: 'boolean', length, values: Uint8Array.from(each(() => next(2))), nulls }],
    [
      'name',
      'string',
      { kind: 'dictionary', length, codes: Int32Array.from(each(() => next(300))), dictionary: names },
    ],
    [
      'age',
      'integer',
      {
        kind: 'dictionary',
        length,
        codes: Int32Array.from(each(() => next(80))),
        dictionary: { values: Array.from({ length: 80 }, (_, i) => i - 3) },
        nulls,
      },
    ],
    ['one', 'string', { kind: 'dictionary', length, codes: new Int32Array(length), dictionary: { values: ['only'] } }],
    ['text', 'string', { ...textColumn(each((row) => `Row ${row} ${'é'.repeat(next(30))}`)), nulls }],
    [
      'hex',
      'string',
      textColumn(
        each(() =>
          next(2 ** 32)
            .toString(16)
            .padStart(8, '0'),
        ),
      ),
    ],
    [
      'at',
      'datetime',
      {
        kind: 'temporal',
        length,
        values: Float64Array.from(each(() => (next(2 ** 32) - 2 ** 31) * 1000 + next(1000))),
        format: { type: 'datetime', milliseconds: true },
      },
    ],
    [
      'day',
      'date',
      {
        kind: 'temporal',
        length,
        values: Float64Array.from(each(() => (next(40000) - 20000) * DAY)),
        format: { type: 'date' },
        nulls,
      },
    ],
    [
      'tags',
      'list',
      {
        kind: 'list',
        length,
        offsets,
        items: {
          kind: 'number',
          length: offsets[length],
          values: Float64Array.from({ length: offsets[length] }, () => next(100)),
          decimals: 0,
        },
      },
    ],
  ];
  return {
    fields: columns.map(([name, kind]) => ({ name, type: { kind, nullable: true, optional: false } })),
    batch: { length, columns: columns.map(([, , column]) => column) },
  };
}
