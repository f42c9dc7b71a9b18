import assert from 'node:assert/strict';
import { check } from '../../../engine/src/core.js';
import { AgenticSynth } from '../../../engine/src/core-synth.js';
import { prepareOrThrow } from '../../../engine/src/plan/prepare.js';
import { streamFor } from '../../../engine/src/random/key.js';
import { rootAddresses, type Stream } from '../../../engine/src/random/stream.js';

const MILLION = 1_000_000;

/** The first row whose uniform is above a limit. */
function firstAbove(limit: number, stream: Stream): number {
  const uniforms = new Float64Array(MILLION);
  for (let from = 0; ; from += MILLION) {
    stream.uniforms(rootAddresses(from, MILLION), 0, uniforms);
    const at = uniforms.findIndex((each) => each > limit);
    if (at >= 0) return from + at;
  }
}

describe('sizes that cannot be drawn', () => {
  const refused: Record<string, readonly [schema: object, pointer: string]> = {
    'a list': [{ a: { type: 'array', items: 'integer', length: 100 * MILLION } }, '/a'],
    'a list beyond 32 bits': [{ a: { type: 'array', items: 'integer', length: 10_000 * MILLION } }, '/a'],
    'a list of up to as many': [{ a: { type: 'array', items: 'integer', length: { max: 1000 * MILLION } } }, '/a'],
    'lists in lists': [
      { a: { type: 'array', length: 10_000, items: { type: 'array', items: 'integer', length: 10_000 } } },
      '/a',
    ],
    'long texts in a list': [{ a: { type: 'array', length: 1000, items: { type: 'string', length: MILLION } } }, '/a'],
    'a list in an object': [
      { o: { fields: { a: { type: 'array', items: 'uuid', length: 100 * MILLION } } } },
      '/o/fields/a',
    ],
    'a list as long as a distribution says': [
      {
        a: { type: 'array', items: 'uuid', length: { min: 1, distribution: { type: 'pareto', shape: 0.3, scale: 1 } } },
      },
      '/a',
    ],
    'a text': [{ s: { type: 'string', length: 1000 * MILLION } }, '/s'],
    words: [{ s: { type: 'text', length: 10_000 * MILLION } }, '/s'],
    'a list of a JSON Schema': [
      {
        type: 'object',
        required: ['a'],
        properties: { a: { type: 'array', minItems: 100 * MILLION, items: { type: 'integer' } } },
      },
      '/properties/a',
    ],
    'children of one row': [
      {
        tables: {
          users: { count: 2, fields: { id: 'sequence' } },
          orders: { count: { per: 'users', min: 5000 * MILLION, max: 5000 * MILLION }, fields: { id: 'sequence' } },
        },
      },
      '/tables/orders/count',
    ],
  };
  for (const [name, [schema, pointer]] of Object.entries(refused)) {
    it(`are told of before anything runs: ${name}`, async () => {
      const errors = (await check(schema)).filter(({ severity }) => severity === 'error');
      assert.deepEqual(
        errors.map((each) => [each.code, each.pointer]),
        [['size/too-large', pointer]],
        JSON.stringify(errors),
      );
      assert.match(errors[0].message, /^Up to \d+ are asked for in one row, and at most \d+ can be drawn\./);
    });
  }

  const composed: Record<string, readonly [schema: object, pointer: string]> = {
    'a list of one kind or another': [
      {
        anyOf: [
          { type: 'array', minItems: 100 * MILLION },
          { type: 'array', minItems: 99 * MILLION, maxItems: 1e9 },
        ],
      },
      '/properties/a/anyOf/0',
    ],
    'items that are contained': [
      { type: 'array', contains: { type: 'string' }, minContains: 100 * MILLION },
      '/properties/a',
    ],
    'a text with a pattern': [{ type: 'string', pattern: '^[a-z]+$', minLength: 300 * MILLION }, '/properties/a'],
    'an object': [{ type: 'object', minProperties: 100 * MILLION }, '/properties/a'],
  };
  for (const [name, [value, pointer]] of Object.entries(composed)) {
    it(`are told of before anything is put together: ${name}`, async () => {
      const errors = await check({ type: 'object', required: ['a'], properties: { a: value } });
      assert.deepEqual(
        errors.map((each) => [each.code, each.pointer]),
        [['json-schema/unsupported', pointer]],
        JSON.stringify(errors),
      );
      assert.match(errors[0].message, /^At least \d+ \w+ are asked for, and at most \d+ can be put together\.$/);
    });
  }

  it('end a run where a distribution without an end comes to one', async () => {
    const distribution = { type: 'pareto', shape: 0.9, scale: 1 };
    const schema = { a: { type: 'array', items: 'boolean', length: { min: 1, distribution } } };
    assert.deepEqual(await check(schema), []);
    const row = firstAbove(1 - 2 ** (-24 * 0.9), streamFor(0, '', 'a', '#length'));
    const options = { schema, seed: 0, count: row + 1, shard: { index: row + 1, of: row + 1 } };
    await assert.rejects(new AgenticSynth().generate('structured', options), { code: 'size/too-large' });
  });
});

describe('rows so large that memory counts', () => {
  const drawRows = async (fields: object): Promise<number | undefined> =>
    (await prepareOrThrow({ fields }, {})).plan.tables[0].drawRows;

  it('are drawn a few together', async () => {
    assert.equal(
      await drawRows({ id: 'uuid', name: 'person.fullName', tags: { type: 'array', items: 'string' } }),
      undefined,
    );
    assert.equal(await drawRows({ a: { type: 'array', items: 'integer', length: 100_000 } }), 10);
    assert.equal(await drawRows({ s: { type: 'string', length: 100 * MILLION } }), 1);
    const items = { fields: { x: 'number', y: 'number', s: { type: 'string', length: 80 } } };
    assert.equal(await drawRows({ a: { type: 'array', items, length: { min: 10, max: 1000 } } }), 74);
  });

  it('have the same values then', async () => {
    const synth = new AgenticSynth();
    const schema = { id: 'sequence', a: { type: 'array', items: 'integer', length: { min: 0, max: 20_000 } } };
    const [together, apart] = await Promise.all(
      [undefined, 3].map((batchSize) => synth.generate('structured', { schema, count: 120, batchSize })),
    );
    assert.deepEqual(together, apart);
    const streamed = [];
    for await (const row of synth.generateStream('structured', { schema, count: 120 })) streamed.push(row);
    assert.deepEqual(streamed, apart);
  });
});
