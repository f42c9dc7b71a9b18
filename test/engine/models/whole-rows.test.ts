import assert from 'node:assert/strict';
import * as z from 'zod';
import type { RecordedRequest, Reply } from '../../support/model-servers/index.js';
import { byNumber, modelsUnderTest } from './support.js';

const model = 'gemini-pro';

/** Each value in its turn, again and again. */
function inTurn(values: readonly unknown[]): (request: RecordedRequest) => Reply {
  let next = 0;
  return (request) => ({ rows: byNumber(request, () => values[next++ % values.length]) });
}

describe('whole rows of a JSON Schema, by a model', () => {
  const test = modelsUnderTest();
  const ask = (schema: object, count: number, more: object = {}) =>
    test.synth().run('structured', { schema, count, model, ...more });

  it('hold what ties properties together: those that do not are asked for again, with the reason', async () => {
    const schema = {
      $schema: 'http://json-schema.org/draft-07/schema#',
      type: 'object',
      properties: { kind: { enum: ['cat', 'dog'] }, lives: { type: 'integer' }, name: { $ref: '#/definitions/name' } },
      required: ['kind', 'name'],
      if: { properties: { kind: { const: 'cat' } } },
      then: { required: ['lives'], properties: { lives: { minimum: 1, maximum: 9 } } },
      else: { properties: { lives: false } },
      definitions: { name: { type: 'string', minLength: 2 } },
    };
    const good = [
      { kind: 'cat', lives: 7, name: 'Mog' },
      { kind: 'dog', name: 'Rex' },
      { kind: 'cat', lives: 9, name: 'Tom' },
    ];
    const answers = inTurn([
      good[0],
      { kind: 'cat', name: 'Felix' },
      { kind: 'dog', name: 'Rex', lives: 1 },
      ...good.slice(1),
    ]);
    test.server.use(answers);
    const { records, report } = await ask(schema, 3);
    assert.deepEqual(records, good);
    assert.equal(test.server.requests.length, 2);
    assert.match(test.server.requests[1].prompt, /Earlier answers did not count:\n- .*lives/u);
    assert.match(test.server.requests[0].prompt, /definitions/u);
    assert.equal(report.models!.rows.writtenBy[0].rows, '0-2');
    const again = await ask(schema, 3);
    assert.deepEqual(again.records, good);
    assert.equal(test.server.requests.length, 2);
  });

  it('are filled where only some properties are simple', async () => {
    const schema = {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      type: 'object',
      properties: {
        id: { type: 'string', format: 'uuid' },
        city: { type: 'string', minLength: 1 },
        place: { $ref: '#/$defs/place' },
        note: { type: ['string', 'null'] },
      },
      required: ['id', 'city', 'place', 'note'],
      additionalProperties: false,
      $defs: {
        place: {
          anyOf: [
            { type: 'object', properties: { lat: { type: 'number', minimum: -90, maximum: 90 } }, required: ['lat'] },
            { type: 'string', pattern: '^[A-Z]{2}$' },
          ],
        },
      },
    };
    test.server.use(
      inTurn([
        { city: 'Łódź', place: { lat: 51.8 }, note: 'c' },
        { city: 'Bern', place: 'bern', note: null },
        { city: 'Bern', place: 'CH', note: 'b' },
      ]),
    );
    const { records } = await ask(schema, 2, { verify: true });
    assert.deepEqual(
      records.map(({ city, place }) => ({ city, place })),
      [
        { city: 'Łódź', place: { lat: 51.8 } },
        { city: 'Bern', place: 'CH' },
      ],
    );
    assert.match(String(records[0].id), /^[0-9a-f-]{36}$/u);
    for (const { note } of records) assert.ok(note === null || /^[bc]$/u.test(String(note)), String(note));
  });

  it('may be no objects, or hold others of their own kind', async () => {
    test.server.use(inTurn(['AB-1', 'x', 'CD-22']));
    const codes = {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      type: 'string',
      pattern: '^[A-Z]{2}-[0-9]+$',
    };
    assert.deepEqual((await ask(codes, 2)).records, ['AB-1', 'CD-22']);

    test.server.use(inTurn([{ name: 'a', boss: { name: 'b' } }, { name: 7 }, { name: 'c', boss: { name: 'd' } }]));
    const person = {
      type: 'object',
      properties: { name: { type: 'string' }, boss: { $ref: '#/$defs/person' } },
      required: ['name'],
      additionalProperties: false,
      minProperties: 1,
    };
    const recursive = {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      $ref: '#/$defs/person',
      $defs: { person },
    };
    const { records } = await ask(recursive, 2);
    // Which rows lack an optional property is drawn here.
    assert.deepEqual(records, [{ name: 'a', boss: { name: 'b' } }, { name: 'c' }]);
  });

  it('are refused where there is nothing to write', async () => {
    await assert.rejects(ask({ fields: { id: 'uuid', n: 'sequence' } }, 3), {
      code: 'model/nothing-to-write',
      message: /every field is a key/u,
    });
    assert.equal(test.server.requests.length, 0);
  });
});

describe('whole rows of a Zod schema, by a model', () => {
  const test = modelsUnderTest();

  it('are what the schema parses them to, its refinements held', async () => {
    const schema = z
      .object({
        name: z.string().min(2),
        from: z.int(),
        to: z.int(),
        born: z.iso.date().transform((text) => new Date(text)),
      })
      .refine(({ from, to }) => from < to, { message: 'from must be before to', path: ['from'] });
    test.server.use(
      inTurn([
        { name: 'Ada', from: 3, to: 9, born: '1815-12-10' },
        { name: 'Bob', from: 9, to: 3, born: '1900-01-01' },
        { name: 'Cleo', from: 1, to: 2, born: '1901-02-03' },
      ]),
    );
    const records = await test.synth().generate('structured', { schema, count: 2, model });
    const born: Date[] = records.map((record) => record.born);
    assert.deepEqual(born, [new Date('1815-12-10'), new Date('1901-02-03')]);
    assert.deepEqual(
      records.map(({ name }) => name),
      ['Ada', 'Cleo'],
    );
    assert.match(test.server.requests[1].prompt, /from must be before to/u);

    const asked = test.server.requests.length;
    const again = await test.synth().generate('structured', { schema, count: 2, model, frozen: true });
    assert.deepEqual(again, records);
    const { calls } = await test.synth().explain('structured', { schema, count: 60, model });
    assert.equal(calls, 2);
    assert.equal(test.server.requests.length, asked);
  });

  it('say that no row was taken, where none is', async () => {
    test.server.use(inTurn([{ n: 1 }]));
    const schema = z.object({ n: z.int().refine((n) => n % 2 === 0, 'must be even') });
    await assert.rejects(test.synth().generate('structured', { schema, count: 2, model }), {
      code: 'model/rows-missing',
      message: /2 were rejected by a condition.*must be even/su,
    });
  });
});
