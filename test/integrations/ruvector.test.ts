import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AgenticSynth } from '../../engine/src/index.js';
import {
  type Embedder,
  enableRuvector,
  NgramEmbedder,
  type RuvectorAdapter,
  type RuvectorOptions,
} from '../../engine/src/integrations/index.js';
import { run } from '../support/run.js';
import { hasNative, linkPackages, realPackage } from './packages.js';

interface Database {
  insertBatch(entries: { id: string; vector: number[] }[]): Promise<unknown>;
}
interface Ruvector {
  getImplementationType(): string;
  VectorDB: new (options: { dimensions: number; storagePath: string; hnsw: { maxElements: number } }) => Database;
}

const SCHEMA = {
  fields: {
    id: 'sequence',
    name: 'person.fullName',
    country: { enum: ['DE', 'FR', 'BR'] },
    address: { type: 'object', fields: { city: 'location.city' } },
  },
};

describe('ruvector, the real package', function () {
  this.timeout(300_000);
  let ruvector: Ruvector;
  let folder: string;
  before(async function () {
    ruvector = await realPackage<Ruvector>('ruvector');
    if (!hasNative(ruvector)) this.skip();
  });
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'agentic-synth-ruvector-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const enable = (synth: AgenticSynth, options: RuvectorOptions = {}): RuvectorAdapter =>
    enableRuvector(synth, { dbPath: join(folder, 'data/vectors.db'), module: ruvector, ...options });

  it('stores every row, and finds it by its text, best first, as similarity', async () => {
    const synth = new AgenticSynth();
    const vectors = enable(synth, { fields: ['name'] });
    assert.equal(vectors.isAvailable(), true);
    const { records, report } = await synth.run('structured', { schema: SCHEMA, count: 1000, vectorize: true });
    assert.deepEqual(report.sinks?.[0].rows, 1000);
    let found = 0;
    for (const record of records.slice(0, 50)) {
      const matches = await vectors.search(record.name as string, 5);
      assert.equal(matches.length, 5);
      assert.ok(matches.every(({ similarity }, i) => i === 0 || similarity <= matches[i - 1].similarity));
      assert.ok(matches[0].similarity > 0.999 && matches[4].similarity > -1 && matches[4].similarity < 1);
      const match = matches.find(({ metadata }) => metadata.row === (record.id as number) - 1);
      if (match === undefined) continue;
      found++;
      assert.deepEqual(match.data, record);
      assert.deepEqual(Object.keys(match.data as object), Object.keys(record), 'in the order of its fields');
      assert.deepEqual(
        [match.id, match.metadata],
        [`rows:0:${match.metadata.row as number}`, { table: 'rows', row: match.metadata.row }],
      );
    }
    assert.ok(found >= 49, `${found} of 50: the index is approximate`);
    assert.deepEqual(await readdir(folder), ['data'], 'nothing lies anywhere else');
  });

  it('filters before it counts, and knows tables apart', async () => {
    const synth = new AgenticSynth();
    const vectors = enable(synth);
    const { fields } = SCHEMA;
    const tables = { people: { count: 300, fields }, rare: { count: 4, fields } };
    const rows = await synth.generate<Record<string, { name: string; address: { city: string } }[]>>('structured', {
      schema: { tables },
      vectorize: true,
    });
    const [{ name }] = rows.people;
    const french = await vectors.search({ text: name, filter: { country: 'FR' } }, 50);
    assert.equal(french.length, 50);
    assert.ok(french.every(({ data }) => (data as { country: string }).country === 'FR'));
    const rare = await vectors.search({ text: name, table: 'rare' });
    assert.ok(rare.length >= 3 && rare.every(({ metadata }) => metadata.table === 'rare'));
    let found = 0;
    for (const [i, row] of rows.people.slice(0, 20).entries()) {
      const filter = { 'address.city': row.address.city, id: i + 1 };
      const there = await vectors.search({ text: 'anyone', filter, table: 'people' });
      for (const { data } of there) assert.deepEqual(data, row);
      found += there.length;
    }
    assert.ok(found >= 18 && found <= 20, `${found} of 20`);
    assert.deepEqual(await vectors.search({ text: name, filter: { country: 'XX' } }), []);
  });

  it('keeps one vector an id, however often the rows are made', async () => {
    const synth = new AgenticSynth();
    const vectors = enable(synth);
    const options = { schema: SCHEMA, count: 40, vectorize: true };
    await synth.generate('structured', options);
    await synth.generate('structured', options);
    const other = await synth.generate('structured', { ...options, locale: 'de' });
    const all = await vectors.search('x', 1000);
    assert.ok(all.length >= 36, `${all.length} of 40: the index is approximate`);
    assert.equal(new Set(all.map(({ id }) => id)).size, all.length);
    const newest = new Set(other.map((row) => JSON.stringify(row)));
    for (const { data } of all) assert.ok(newest.has(JSON.stringify(data)));
  });

  it('finds texts of any script', async () => {
    const vectors = enable(new AgenticSynth());
    const texts = ['Привет, мир', '東京タワー', 'مرحبا بالعالم', 'Ελληνικά', 'naïve café', '😀 ok', '', '—'];
    for (const text of texts) await vectors.store({ text });
    for (const text of texts.slice(0, 6)) {
      const [best, next] = await vectors.search(text, 2);
      assert.deepEqual(best.data, { text });
      assert.ok(next.similarity < 0.9, `${text}: ${next.similarity}`);
    }
    assert.deepEqual((await vectors.search('東京', 1))[0].data, { text: '東京タワー' });
  });

  it('stores single records under their own id, or that of their content', async () => {
    const vectors = enable(new AgenticSynth());
    const id = await vectors.store({ b: 'two', a: 1 }, { source: 'test' });
    assert.equal(await vectors.store({ a: 1, b: 'two' }), id, 'the same content');
    assert.equal(await vectors.store('plain', { id: 'own' }), 'own');
    assert.equal(await vectors.store(null), await vectors.store(undefined));
    const [match] = await vectors.search('plain', 1);
    assert.deepEqual([match.id, match.data], ['own', 'plain']);
    await assert.rejects(vectors.store('x', { id: 7 }), /`id` of a record must be a text/);
  });

  it('turns rows into text by a template', async () => {
    const synth = new AgenticSynth();
    const vectors = enable(synth, { template: '{{name}} of {{ address.city }}' });
    const [row] = await synth.generate<{ name: string; address: { city: string } }[]>('structured', {
      schema: SCHEMA,
      count: 50,
      vectorize: true,
    });
    const [best] = await vectors.search(`${row.name} of ${row.address.city}`, 1);
    assert.deepEqual(best.data, row);
    assert.ok(best.similarity > 0.9999);
  });

  describe('with another embedder', () => {
    const lengths: Embedder = {
      name: 'lengths',
      dimensions: 8,
      embed: async (texts) => texts.map((text) => Array.from({ length: 8 }, (_, i) => (text.length >> i) & 1 || 0.01)),
    };
    const bad = (vector: number[], dimensions = 8): Embedder => ({
      name: 'bad',
      dimensions,
      embed: async (texts) => texts.map(() => vector),
    });

    it('stores and searches its vectors, also those given as they are', async () => {
      const vectors = enable(new AgenticSynth(), { embedder: lengths });
      await vectors.store('abc');
      await vectors.store('abcdefgh');
      assert.equal((await vectors.search('xyz', 1))[0].data, 'abc');
      const [vector] = await lengths.embed(['12345678']);
      assert.equal((await vectors.search(vector, 1))[0].data, 'abcdefgh');
      await assert.rejects(vectors.search([1, 2, 3]), /query is a vector of 3 dimensions, not 8/);
      await assert.rejects(vectors.search(Array(8).fill(NaN)), /not finite/);
      await assert.rejects(vectors.search({}), /needs a `text` or a `vector`/);
      await assert.rejects(vectors.search('x', 0), /`limit` must be a whole number of at least 1/);
    });

    for (const [vector, message] of [
      [[1, NaN, 0, 0, 0, 0, 0, 0], /with a number that is not finite for people:0:0/],
      [[1e300, 1, 0, 0, 0, 0, 0, 0], /with a number that is not finite/],
      [[0, 0, 0, 0, 0, 0, 0, 0], /nothing but zeros/],
      [[1, 2], /a vector of 2 dimensions, not 8,/],
    ] as const) {
      it(`refuses ${JSON.stringify(vector)}`, async () => {
        const synth = new AgenticSynth();
        enable(synth, { embedder: bad([...vector]) });
        await assert.rejects(synth.generate('structured', { vectorize: true }), message);
      });
    }

    it('refuses a file of other dimensions, or of another embedder, before anything is drawn', async () => {
      await enable(new AgenticSynth(), { embedder: lengths }).store('x');
      for (const [embedder, message] of [
        [new NgramEmbedder(), /holds vectors of 8 dimensions, and the embedder makes 256: name another dbPath/],
        [
          { ...lengths, name: 'others' },
          /holds vectors of the embedder lengths, which cannot be compared with those of others/,
        ],
      ] as const) {
        const synth = new AgenticSynth();
        const vectors = enable(synth, { embedder });
        let drawn = 0;
        const options = { vectorize: true, onProgress: () => void drawn++ };
        await assert.rejects(synth.generate('structured', options), message);
        await assert.rejects(vectors.search('x'), message);
        assert.equal(drawn, 0);
      }
    });
  });

  it('leaves the process able to start others', async () => {
    for (const name of ['a', 'b', 'c']) await enable(new AgenticSynth(), { dbPath: join(folder, name) }).store('x');
    assert.equal((await run(process.execPath, ['-e', 'console.log(1)'])).stdout, '1\n');
  });

  it('takes vectors that somebody else has put there for what they are', async () => {
    const path = join(folder, 'foreign.db');
    const foreign = new ruvector.VectorDB({ dimensions: 256, storagePath: path, hnsw: { maxElements: 100 } });
    const zeros = Array<number>(256).fill(0);
    await foreign.insertBatch([
      { id: 'nan', vector: zeros.map(() => NaN) },
      { id: 'zero', vector: zeros },
    ]);
    const vectors = enable(new AgenticSynth(), { dbPath: path });
    await vectors.store('here');
    const matches = await vectors.search('here', 3);
    assert.deepEqual([matches[0].data, matches[0].similarity], ['here', 1]);
    assert.ok(
      matches.slice(1).every(({ similarity }) => similarity === -1),
      'what has no direction is near to nothing',
    );
  });

  it('lets no second process into the same file, and says so', async () => {
    const dbPath = join(folder, 'shared.db');
    await enable(new AgenticSynth(), { dbPath }).store('x');
    await linkPackages(folder, 'ruvector');
    const script = `const { VectorDB } = require('ruvector');
      try { new VectorDB({ dimensions: 256, storagePath: ${JSON.stringify(dbPath)} }); console.log('opened'); }
      catch (error) { console.log(error.message); }`;
    const { stdout } = await run(process.execPath, ['-e', script], { cwd: folder });
    assert.match(stdout, /lock|already open/i, 'as the package says it');
    // The other way round.
    const held = join(folder, 'held.db');
    const holder = `const { VectorDB } = require('ruvector');
      globalThis.db = new VectorDB({ dimensions: 256, storagePath: ${JSON.stringify(held)} });
      console.log('open'); setInterval(() => globalThis.db, 1000);`;
    const { spawn } = await import('node:child_process');
    const child = spawn(process.execPath, ['-e', holder], { cwd: folder });
    try {
      await new Promise((done) => child.stdout.once('data', done));
      const synth = new AgenticSynth();
      enable(synth, { dbPath: held });
      await assert.rejects(
        synth.generate('structured', { vectorize: true }),
        (error: { code: string; message: string }) => {
          assert.equal(error.code, 'integration/locked');
          assert.match(error.message, /Another process has .*held\.db open/);
          return true;
        },
      );
    } finally {
      child.kill('SIGKILL');
    }
  });

  const refusals: [name: string, options: RuvectorOptions, message: RegExp][] = [
    ['fields and a template', { fields: ['a'], template: '{{a}}' }, /by `fields` or by a `template`/],
    ['no field', { fields: [] }, /`fields` must name/],
    ['a template without a field', { template: 'row' }, /names no field; write one as \{\{name\}\}/],
    ['few dimensions', { dimensions: 4 }, /from 8 to 4096, not 4/],
    [
      'dimensions that are not the embedder’s',
      { dimensions: 64, embedder: new NgramEmbedder(32) },
      /`dimensions` is 64/,
    ],
    ['a threshold beyond 1', { semanticCache: true, similarityThreshold: 2 }, /from 0 to 1, not 2/],
  ];
  for (const [name, options, message] of refusals) {
    it(`refuses ${name}`, () => {
      assert.throws(() => enableRuvector(new AgenticSynth(), options), message);
    });
  }

  it('refuses a field that no table has, before anything is drawn', async () => {
    const synth = new AgenticSynth();
    enable(synth, { fields: ['nmae'] });
    await assert.rejects(
      synth.generate('structured', { schema: SCHEMA, vectorize: true }),
      /There is no field `nmae` that rows could be found by\. Did you mean "name"\?/,
    );
  });

  it('that is not installed says so in one sentence, everywhere', async () => {
    const synth = new AgenticSynth();
    const absent = enableRuvector(synth);
    const sentence = {
      code: 'integration/missing',
      message: 'The package ruvector is not installed: npm install ruvector',
    };
    assert.equal(absent.isAvailable(), false);
    await assert.rejects(absent.store({}), sentence);
    await assert.rejects(absent.search('x'), sentence);
    await assert.rejects(synth.generate('structured', { vectorize: true }), sentence);
  });

  it('whose native part is not installed is refused', async () => {
    const synth = new AgenticSynth();
    enable(synth, { module: { ...ruvector, getImplementationType: () => 'wasm' } });
    await assert.rejects(synth.generate('structured', { vectorize: true }), /has no native part for this system/);
  });
});
