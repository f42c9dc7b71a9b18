import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AgenticSynth, SchemaError } from '../../../engine/src/index.js';

type Row = Record<string, unknown>;

describe('references into other files', () => {
  let folder: string;
  const synth = new AgenticSynth();
  const write = (name: string, text: string): Promise<void> => writeFile(join(folder, name), text);

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'refs-'));
    await write(
      'users.synth.yaml',
      'seed: 9\ncount: 30\nname: users\nfields: { id: uuid, country: { enum: [US, DE] } }\n',
    );
    await write(
      'orders.synth.yaml',
      [
        'name: orders',
        'count: 200',
        'fields:',
        '  userId: { ref: ./users.synth.yaml#users.id }',
        '  country: { ref: ./users.synth.yaml#users.country }',
        "  label: { template: '{{users.country}}-{{_row}}' }",
      ].join('\n'),
    );
  });
  after(() => rm(folder, { recursive: true }));

  it('hit the rows that the other file makes', async () => {
    const users = await synth.generate<Row[]>('structured', { schema: join(folder, 'users.synth.yaml') });
    const orders = await synth.generate<Row[]>('structured', { schema: join(folder, 'orders.synth.yaml') });
    assert.equal(users.length, 30);
    assert.equal(orders.length, 200);
    for (const [i, order] of orders.entries()) {
      const user = users.find((u) => u.id === order.userId);
      assert.equal(order.country, user?.country);
      assert.equal(order.label, `${String(user?.country)}-${i}`);
    }
  });

  it('keep the other file its own count and seed', async () => {
    const few = await synth.generate<Row[]>('structured', {
      schema: join(folder, 'orders.synth.yaml'),
      count: 5,
      seed: 77,
    });
    const users = await synth.generate<Row[]>('structured', { schema: join(folder, 'users.synth.yaml') });
    for (const order of few) assert.ok(users.some((u) => u.id === order.userId));
  });

  it('may go both ways', async () => {
    await write('a.yaml', 'tables: { a: { count: 5, fields: { id: sequence, b: { ref: ./b.yaml#b.id } } } }');
    await write('b.yaml', 'tables: { b: { count: 5, fields: { id: uuid, a: { ref: ./a.yaml#a.id } } } }');
    const { a } = await synth.generate<Record<string, Row[]>>('structured', { schema: join(folder, 'a.yaml') });
    const { b } = await synth.generate<Record<string, Row[]>>('structured', { schema: join(folder, 'b.yaml') });
    for (const row of a) assert.ok(b.some((other) => other.id === row.b));
    for (const row of b) assert.ok(a.some((other) => other.id === row.a));
  });

  const wrong: [what: string, schema: string, message: RegExp][] = [
    ['a missing file', '{ x: { ref: ./missing.yaml#a.id } }', /missing\.yaml/],
    ['a missing table', '{ x: { ref: ./users.synth.yaml#people.id } }', /no `people\.id`.*users/],
    ['a missing column', '{ x: { ref: ./users.synth.yaml#users.idd } }', /no field `idd`.*users\.id/],
    ['a broken file', '{ x: { ref: ./broken.yaml#users.id } }', /integr/],
  ];
  for (const [what, schema, message] of wrong) {
    it(`name ${what}`, async () => {
      await write('broken.yaml', 'name: users\nfields: { id: integr }');
      await write('wrong.yaml', schema);
      await assert.rejects(synth.generate('structured', { schema: join(folder, 'wrong.yaml') }), (error) => {
        assert.ok(error instanceof SchemaError);
        assert.match(error.diagnostics.map((d) => d.message).join('\n'), message);
        return true;
      });
    });
  }
});
