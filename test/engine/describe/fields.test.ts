import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AgenticSynth } from '../../../engine/src/core-synth.js';
import { describeFields, type Expected, sampleFields } from '../../../engine/src/describe/fields.js';
import { parseDocument } from '../../../engine/src/schema/parse.js';

const EXAMPLES = join(import.meta.dirname, '../../../examples');

async function wordsOf(field: unknown, seed?: number): Promise<string> {
  const { fields } = await describeFields({ a: 'integer', x: field }, { seed });
  return fields[1].words;
}

describe('describeFields', () => {
  const words: readonly (readonly [unknown, string])[] = [
    ['integer', 'integer'],
    [
      { type: 'integer', min: 18, max: 90, distribution: { type: 'normal', mean: 40, stdDev: 12 } },
      'integer from 18 to 90, normal',
    ],
    [
      { type: 'number', min: 1, distribution: { type: 'negativeBinomial', mean: 3, dispersion: 2 } },
      'number from 1, negative binomial',
    ],
    ['boolean (0.125)', 'true in 12.5 %'],
    [{ enum: { a: 1, b: 2 }, nullable: 0.2 }, 'one of 2 values, null in 20 %'],
    [{ const: null }, 'null'],
    [{ type: 'email', unique: true }, 'email, unique'],
    [
      { type: 'datetime', min: '2024-01-01', max: '2024-02-01T12:00:00Z' },
      'datetime from 2024-01-01 to 2024-02-01T12:00:00Z',
    ],
    [{ type: 'date', min: '2024-01-01', optional: 0.05 }, 'date from 2024-01-01, absent in 5 %'],
    ['string(8)', 'text of 8 characters'],
    ['string[]', 'list of 1 to 5 items: text'],
    [{ fields: { b: 'uuid' } }, 'object of 1 field'],
    [{ expr: 'a * 2', when: 'a > 3' }, 'computed by a * 2, where a > 3'],
    [{ prompt: 'Say {{a}}.' }, 'text that a language model writes'],
    [{ by: 'a', cases: { '..3': { const: 1 } } }, 'by a'],
    ['company.name', 'company name'],
    [{ type: 'sequence', start: 5, step: 2 }, 'counts from 5 in steps of 2'],
  ];
  for (const [field, expected] of words) {
    it(expected, async () => assert.equal(await wordsOf(field), expected));
  }

  it('expects of numbers what many rows come to', async () => {
    const distributions = [
      {},
      { distribution: { type: 'normal', mean: 60, stdDev: 30 } },
      { distribution: { type: 'lognormal', mean: 40, stdDev: 30 } },
      { distribution: { type: 'exponential', mean: 20 } },
      { distribution: { type: 'beta', alpha: 2, beta: 5 } },
      { distribution: { type: 'poisson', mean: 30 } },
      { distribution: { type: 'triangular', mode: 20 } },
      { distribution: { type: 'zipf', exponent: 1.2 } },
      {
        distribution: {
          type: 'mixture',
          components: [
            { weight: 1, distribution: { type: 'normal', mean: 20, stdDev: 5 } },
            { weight: 2, distribution: { type: 'normal', mean: 80, stdDev: 5 } },
          ],
        },
      },
    ];
    const types = [{ type: 'integer' }, { type: 'number', decimals: 3 }, { type: 'number', multipleOf: 5 }];
    const schema = Object.fromEntries(
      types.flatMap((type, t) => distributions.map((d, i) => [`f${t}_${i}`, { ...type, min: 1, max: 100, ...d }])),
    );
    const rows = await new AgenticSynth().generate<Record<string, number>[]>('structured', {
      schema,
      count: 20_000,
      seed: 5,
    });
    const { fields } = await describeFields(schema);
    for (const { path, expected } of fields) {
      const values = rows.map((row) => row[path]).sort((a, b) => a - b);
      const { min, max, mean, quantiles } = expected as Expected<number> & { mean: number; quantiles: number[] };
      assert.ok(values[0] >= min! && values.at(-1)! <= max!, path);
      const drawn = values.reduce((a, b) => a + b, 0) / values.length;
      // Four standard errors of the mean of values between 1 and 100.
      assert.ok(Math.abs(drawn - mean) < 1.2, `${path}: ${drawn}, not ${mean}`);
      [0.05, 0.5, 0.95].forEach((u, i) => {
        const share = values.filter((v) => v <= quantiles[i]).length / values.length;
        const below = values.filter((v) => v < quantiles[i]).length / values.length;
        assert.ok(share > u - 0.012 && below < u + 0.012, `${path} at ${u}: ${below} … ${share}`);
      });
    }
  });

  it('expects of times and durations what they are written as', async () => {
    const { at } = await describeFields({
      d: { type: 'date', min: '2024-01-01', max: '2024-12-31' },
      t: { type: 'datetime', min: '2024-01-01', max: '2024-01-03', distribution: { type: 'exponential', mean: '6h' } },
      l: { type: 'duration', min: '0s', max: '2h' },
      after: { type: 'datetime', after: 't', within: '1d' },
    });
    assert.deepEqual(at('/d')?.expected, {
      min: '2024-01-01',
      max: '2024-12-31',
      mean: '2024-07-01',
      quantiles: ['2024-01-19', '2024-07-01', '2024-12-12'],
    });
    const { min, max, quantiles } = at('/t')!.expected!;
    assert.deepEqual([min, max], ['2024-01-01', '2024-01-03']);
    assert.match(String(quantiles![1]), /^2024-01-01T04:0/);
    assert.deepEqual(at('/l')?.expected, {
      min: 'PT0S',
      max: 'PT2H',
      mean: 'PT1H',
      quantiles: ['PT6M', 'PT1H', 'PT1H54M'],
    });
    assert.equal(at('/after')?.expected, undefined);
  });

  for (const file of readdirSync(EXAMPLES).filter((name) => /\.(synth\.yaml|json)$/.test(name))) {
    it(`samples the first rows of ${file} as they are generated`, async () => {
      const schema = parseDocument(readFileSync(join(EXAMPLES, file), 'utf8'), { file }).value as object;
      const { type = 'structured' } = schema as { type?: string };
      const output = await new AgenticSynth().generate<unknown>(type, { schema, count: 40, model: 'local' });
      const tables = (Array.isArray(output) ? {} : output) as Record<string, Record<string, unknown>[]>;
      const { fields } = await describeFields(schema, { count: 40 });
      assert.ok(fields.length > 0);
      for (const { pointer, path, table, samples } of fields) {
        if (!/^(\/tables\/[^/]+)?(\/fields)?\/[^/]+$/.test(pointer)) continue;
        const rows = Array.isArray(output) ? (output as Record<string, unknown>[]) : tables[table];
        const values = rows
          .slice(0, 5)
          .filter((row) => Object.hasOwn(row, path))
          .map((row) => row[path]);
        assert.deepEqual(samples(), values, pointer);
      }
    });
  }

  it('takes samples of nested fields out of those around them', async () => {
    const samples = await sampleFields(
      { list: { items: { fields: { x: 'integer' } }, length: 2 }, o: { fields: { p: { fields: { q: 'uuid' } } } } },
      ['/list', '/list/items/fields/x', '/o', '/o/fields/p/fields/q'],
    );
    const [lists, xs, objects, qs] = samples.values() as Iterable<unknown[]>;
    assert.deepEqual(
      xs,
      (lists as { x: number }[][])
        .flat()
        .map(({ x }) => x)
        .slice(0, 5),
    );
    assert.deepEqual(
      qs,
      (objects as { p: { q: string } }[]).map(({ p }) => p.q),
    );
  });

  it('describes what is right in a document with mistakes, and what does not read what is wrong', async () => {
    const { fields, at } = await describeFields({
      fields: {
        good: 'integer',
        bad: { type: 'integer', min: 'three' },
        reader: { expr: 'bad + good' },
        chained: { template: '{{reader}}' },
        alsoGood: { expr: 'good * 2' },
        half: { type: 'intege' },
        gone: { ref: 'nowhere.id' },
      },
    });
    const drawn = fields.filter((field) => field.samples().length > 0).map(({ path }) => path);
    assert.deepEqual(drawn, ['good', 'alsoGood']);
    assert.equal(at('/fields/bad/min')?.pointer, '/fields/bad');
    assert.deepEqual(
      at('/fields/good')?.samples(),
      (await sampleFields({ fields: { good: 'integer' } }, ['/fields/good'])).get('/fields/good'),
    );
  });

  it('gives nothing of what is no schema, and the versions of what decides values', async () => {
    for (const value of [null, 5, [], 'x']) assert.deepEqual((await describeFields(value)).fields, []);
    const { generators } = await describeFields({ a: 'integer' });
    assert.deepEqual(Object.keys(generators), ['structured', 'vocabulary']);
  });

  it('draws at the seed that is asked for', async () => {
    const of = async (seed?: number): Promise<unknown> =>
      (await sampleFields({ a: 'uuid' }, ['/a'], { seed })).get('/a');
    assert.deepEqual(await of(0), await of());
    assert.notDeepEqual(await of(1), await of());
  });
});
