import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import * as fc from 'fast-check';
import { AgenticSynth, SchemaError, validateFiles, type DataReport } from '../../../engine/src/index.js';
import { document } from '../../oracle/schema-arbitrary.js';
import { ROOT } from '../../support/run.js';
import { schemas } from '../determinism/schemas.js';
import { runs } from '../properties/generate.js';

const EXAMPLES = [
  'users.json',
  'readings.json',
  'shop.synth.yaml',
  'invoices.synth.yaml',
  'school.synth.yaml',
  'clinic.synth.yaml',
  'reviews.synth.yaml',
];
const FORMATS = ['json', 'jsonl', 'csv', 'parquet'] as const;

describe('validation of files', function () {
  this.timeout(600_000);
  const synth = new AgenticSynth();
  let folder = '';

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'agentic-synth-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const put = async (files: Record<string, string | Uint8Array>): Promise<void> => {
    for (const [name, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), text);
    }
  };
  const check = (schema: string | object, names: readonly string[], options = {}): Promise<DataReport> =>
    validateFiles(
      schema,
      names.map((name) => join(folder, name)),
      options,
    );
  /** `file:line path code` of each problem. */
  const found = ({ problems }: DataReport): string[] =>
    problems.map(({ file, line, path, code }) => `${basename(file!)}:${line ?? ''} ${path} ${code}`.trim());

  for (const name of EXAMPLES) {
    for (const format of FORMATS) {
      it(`${name}, written as ${format}, is found valid, and broken where it is broken`, async () => {
        const schema = join(ROOT, 'examples', name);
        const output = join(folder, 'data/');
        await synth.write('structured', { schema, output, format, model: 'local', count: 40 });
        const report = await validateFiles(schema, [output]);
        assert.deepEqual(found(report), []);
        assert.ok(report.tables.length > 0 && report.tables.every(({ rows }) => rows > 0));
        const file = join(output, (await readdir(output))[0]);
        const bytes = await readFile(file);
        bytes[bytes.length >> 1] ^= 0x80;
        // Nothing in a Parquet file tells that a letter of a text is another: its end is cut off instead.
        await writeFile(file, format === 'parquet' ? bytes.subarray(0, -1) : bytes);
        const broken = await validateFiles(schema, [output]).catch((error: unknown) => error as { code: string });
        if ('code' in broken) assert.match(broken.code, /^file\/encoding$/);
        else assert.equal(broken.valid, false);
      });
    }
    if (name.endsWith('.yaml')) {
      it(`${name}, in one file`, async () => {
        const schema = join(ROOT, 'examples', name);
        for (const format of ['json', 'jsonl'] as const) {
          const output = join(folder, `all.${format}`);
          await synth.write('structured', { schema, output, format, model: 'local' });
          assert.deepEqual(found(await validateFiles(schema, [output])), []);
        }
      });
    }
  }

  it('every type, in every format', async () => {
    for (const [name, schema] of Object.entries(schemas)) {
      for (const format of FORMATS) {
        const output = join(folder, `${name}-${format}/`);
        await synth.write('structured', { schema, output, format, count: 'tables' in schema ? undefined : 300 });
        assert.deepEqual(found(await validateFiles(schema, [output])).slice(0, 3), [], `${name} ${format}`);
      }
    }
  });

  it('drawn schemas, in every format', async () => {
    const property = async (schema: object, format: (typeof FORMATS)[number]): Promise<void> => {
      const output = join(folder, `drawn.${format}`);
      try {
        await synth.write('structured', { schema, output, format });
      } catch (error) {
        if (error instanceof SchemaError) return;
        throw error;
      }
      assert.deepEqual((await validateFiles(schema, [output])).problems.slice(0, 3), []);
    };
    await fc.assert(fc.asyncProperty(document, fc.constantFrom(...FORMATS), property), runs(200));
  });

  const PEOPLE = {
    name: 'string (1..9)',
    age: 'integer (0..99)?',
    home: { fields: { city: 'string (1..9)', zip: 'string?' }, nullable: 0.5 },
  };

  it('shards of one table are one table', async () => {
    const schema = { id: 'sequence', u: 'uuid' };
    for (const index of [1, 2, 3]) {
      const output = join(folder, `part${index}.jsonl`);
      await synth.write('structured', { schema, output, count: 100, shard: { index, of: 3 } });
    }
    const report = await check(schema, ['part1.jsonl', 'part2.jsonl', 'part3.jsonl']);
    assert.deepEqual([report.valid, report.tables], [true, [{ name: 'rows', rows: 100 }]]);
    const twice = await check(schema, ['part1.jsonl', 'part1.jsonl']);
    assert.equal(twice.counts[0].count, 66);
    assert.match(twice.problems[0].message, /repeats row 0/);
  });

  it('CSV: values by the type of their column, objects from dotted columns', async () => {
    const csv = 'name,home.city,home.zip,age\r\n"a ""b"", c",X,,7\r\n1,,,\r\n"two\nlines",,12345,3\r\nx,"","",40\r\n';
    await put({ 'p.csv': `\ufeff${csv}` });
    assert.deepEqual(found(await check(PEOPLE, ['p.csv'])), [
      'p.csv:4 home.city value/null',
      'p.csv:6 home.city value/length',
    ]);
  });

  it('CSV: empty lines, and what is empty or null', async () => {
    const rows = ['a,b', '', '"",', ',""', '', '', '"x",', '"q""",""""', '"",""', ',', '"l\n\n",5'];
    await put({ 'e.csv': rows.join('\n') });
    const report = await check({ a: 'string (0..9)', b: 'string (0..9)' }, ['e.csv']);
    assert.deepEqual(found(report), [
      'e.csv:3 b value/null',
      'e.csv:4 a value/null',
      'e.csv:7 b value/null',
      'e.csv:10 a value/null',
      'e.csv:10 b value/null',
    ]);
    assert.equal(report.tables[0].rows, 7);
  });

  it('CSV: delimiters and texts for null', async () => {
    await put({ 'p.csv': 'name;age\nNA;NA\n"NA";3\nx;4.5\ny;a\n' });
    const schema = { name: 'string (1..9)', age: 'integer?' };
    const report = await check(schema, ['p.csv'], { csv: { delimiter: ';', null: 'NA' } });
    assert.deepEqual(found(report), ['p.csv:2 name value/null', 'p.csv:4 age value/type', 'p.csv:5 age value/type']);
    assert.match(report.problems[1].message, /whole number, not 4\.5/);
    assert.match(report.problems[2].message, /not "a"/);
  });

  const files: [what: string, files: Record<string, string>, ...expected: string[]][] = [
    [
      'a column missing',
      { 'p.csv': 'nam,home.city,home.zip,age\na,b,c,1\n' },
      'p.csv:1 nam data/column',
      'p.csv:1 name data/column',
    ],
    ['a column too many', { 'p.csv': 'name,home.city,home.zip,age,x\na,b,c,1,2\n' }, 'p.csv:1 x data/column'],
    ['a column twice', { 'p.csv': 'name,home.city,home.zip,age,age\na,b,abcdefgh,1,2\n' }, 'p.csv:1 age data/column'],
    [
      'a row too short',
      { 'p.csv': 'name,home.city,home.zip,age\na,b\na,b,abcdefgh,100\n' },
      'p.csv:2 data/csv'.replace(' data', '  data'),
      'p.csv:3 age value/range',
    ],
    ['a quote that is not closed', { 'p.csv': 'name,home.city,home.zip,age\n"a,b,,1\nc,d,,1\n' }, 'p.csv:2  data/csv'],
    ['an empty CSV file', { 'p.csv': '' }, 'p.csv:1  data/csv'],
    [
      'a line that is no JSON',
      { 'p.jsonl': '{"name":"a","age":1,"home":null}\n{"name":\n\n{"name":"b","age":-1,"home":null}' },
      'p.jsonl:2  data/json',
      'p.jsonl:4 age value/range',
    ],
    ['JSON cut short', { 'p.json': '[\n{"name":"a","age":1,"home":null},\n{"name"' }, 'p.json:3  data/json'],
    [
      'rows with their lines',
      {
        'p.json':
          '[\n {\n  "name": "a[{\\"",\n  "age": 100, "home": null\n }, {"name": "b", "age": 5, "home": null},\n 7\n]',
      },
      'p.json:2 age value/range',
      'p.json:6  value/type',
    ],
    ['a scalar', { 'p.json': '7' }, 'p.json:  data/shape'],
    ['no Parquet', { 'p.parquet': 'PAR1' }, 'p.parquet:  data/parquet'],
    ['no rows', { 'p.json': '[]', 'q.jsonl': '', 'r.csv': 'name,home.city,home.zip,age\n' }],
  ];
  for (const [what, contents, ...expected] of files) {
    it(`${what}: ${expected.join('; ') || 'fits'}`, async () => {
      await put(contents);
      const report = await check(PEOPLE, Object.keys(contents));
      assert.deepEqual(found(report), expected);
      if (expected.length === 0) assert.deepEqual(report.tables, [{ name: 'rows', rows: 0 }]);
    });
  }

  const TABLES = {
    tables: { users: { fields: { id: 'sequence' } }, orders: { fields: { id: 'integer', of: { ref: 'users.id' } } } },
  };

  it('tables by the names of files, by lines, by keys', async () => {
    await put({
      'users.csv': 'id\n1\n2\n',
      'orders-1.jsonl': '{"id":1,"of":2}\n',
      'orders-2.jsonl': '{"id":1,"of":3}\n',
      'all.jsonl':
        '{"table":"users","row":{"id":1}}\n{"table":"orders","row":{"id":1,"of":5}}\n{"table":"user","row":{}}\n',
      'all.json': '{"users": [{"id": 1}],\n"orders": [{"id": 1, "of": 2},\n{"id": "x", "of": 1}], "order": []}',
      'people.csv': 'id\n1\n',
      'list.json': '[]',
      'rows.jsonl': '{"id": 1}\n',
    });
    assert.deepEqual(found(await check(TABLES, ['users.csv', 'orders-1.jsonl', 'orders-2.jsonl'])), [
      'orders-2.jsonl:1 of ref/no-parent',
    ]);
    assert.deepEqual(found(await check(TABLES, ['all.jsonl'])).sort(), [
      'all.jsonl:2 of ref/no-parent',
      'all.jsonl:3  data/unknown-table',
    ]);
    assert.deepEqual(found(await check(TABLES, ['all.json'])), [
      'all.json:2 of ref/no-parent',
      'all.json:3 id value/type',
      'all.json:  data/unknown-table',
    ]);
    for (const name of ['people.csv', 'list.json', 'rows.jsonl']) {
      const { problems } = await check(TABLES, [name]);
      assert.match(
        problems[0].message,
        /several tables \(users, orders\).*name the file after its table, such as users\./,
        name,
      );
    }
  });

  it('says which file cannot be read', async () => {
    await put({ 'a.txt': '', 'latin.csv': Uint8Array.of(0x69, 0x64, 0x0a, 0xe9, 0x0a), 'empty/notes.md': '' });
    await assert.rejects(check(TABLES, ['gone.csv']), /There is no file .*gone\.csv/);
    await assert.rejects(check(TABLES, ['a.txt']), /no data file: its name must end in/);
    await assert.rejects(check({ id: 'string' }, ['latin.csv']), /latin\.csv is not text in UTF-8/);
    await assert.rejects(check(TABLES, ['empty']), /holds no data files/);
    await assert.rejects(validateFiles(join(folder, 'gone.yaml'), []), /There is no file/);
  });

  it('stops when told to, and tells how far it is', async () => {
    const schema = { id: 'sequence' };
    const output = join(folder, 'rows.jsonl');
    await synth.write('structured', { schema, output, count: 5000 });
    const seen: number[] = [];
    await validateFiles(schema, [output], { onProgress: ({ rows }) => seen.push(rows) });
    assert.equal(seen.at(-1), 5000);
    const abort = new AbortController();
    const stopped = validateFiles(schema, [output], { signal: abort.signal, onProgress: () => abort.abort() });
    await assert.rejects(stopped, { name: 'AbortError' });
  });
});
