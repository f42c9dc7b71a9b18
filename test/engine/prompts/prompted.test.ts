import assert from 'node:assert/strict';
import { PromptedTable } from '../../../engine/src/generators/prompted.js';
import { recordsOfBatch, type SynthRecord } from '../../../engine/src/generators/records.js';
import type { RowWriter, WriteRequest } from '../../../engine/src/models/writer.js';
import { prepareOrThrow } from '../../../engine/src/plan/prepare.js';
import { PromptValues } from '../../../engine/src/plan/prompt-values.js';

/** Answers with the prompt itself, and remembers what it was asked. */
class Echo implements RowWriter {
  readonly requests: WriteRequest[] = [];

  write(request: WriteRequest): Promise<readonly unknown[]> {
    this.requests.push(request);
    return Promise.resolve(
      request.items.map(({ prompt, row }) => (request.distinct ? `${prompt}#${row}` : `<${prompt}>`)),
    );
  }
}

async function written(
  schema: object,
  count: number,
  wholeRows = false,
  writer: RowWriter & { readonly requests: WriteRequest[] } = new Echo(),
): Promise<{ rows: Record<string, SynthRecord[]>; requests: WriteRequest[] }> {
  const prompts = new PromptValues();
  const { plan } = await prepareOrThrow(schema, { count, prompts, wholeRows });
  const rows: Record<string, SynthRecord[]> = {};
  for (const table of plan.tables) {
    const source = new PromptedTable(table, prompts, writer);
    await source.prepare(0, source.total);
    rows[source.name] = recordsOfBatch(source, source.batch(0, source.total));
  }
  return { rows, requests: writer.requests };
}

describe('fields that a model writes', () => {
  it('are asked with the row’s other fields as conditions', async () => {
    const { rows, requests } = await written(
      { fields: { id: 'sequence', stars: { enum: [1, 5] }, title: { prompt: 'Title {{id}}, {{stars}} stars' } } },
      5,
    );
    for (const row of rows.rows) assert.equal(row.title, `<Title ${row.id}, ${row.stars} stars>`);
    assert.equal(requests.length, 1);
    assert.deepEqual(
      requests[0].items.map(({ row }) => row),
      [0, 1, 2, 3, 4],
    );
  });

  it('are asked level by level where one reads another, whatever stands between them', async () => {
    const { rows, requests } = await written(
      {
        fields: {
          c: { prompt: 'c of {{loud}}' },
          loud: { expr: 'b + "!"' },
          b: { prompt: 'b of {{a}}' },
          a: { prompt: 'a of {{_row}}' },
        },
      },
      3,
    );
    assert.deepEqual(
      requests.map(({ field }) => field),
      ['a', 'b', 'c'],
    );
    assert.equal(rows.rows[2].c, '<c of <b of <a of 2>>!>');
  });

  it('are asked only where their condition holds, even one that reads another text', async () => {
    const { rows, requests } = await written(
      {
        fields: {
          n: 'sequence',
          body: { prompt: 'body {{n}}', nullable: 0.5 },
          reply: { prompt: 'reply to {{body}}', when: 'body != null && n > 10' },
        },
      },
      40,
    );
    const asked = rows.rows.filter(({ reply }) => reply !== null);
    assert.ok(asked.length > 5);
    for (const { n, body, reply } of rows.rows) {
      assert.equal(reply, body !== null && (n as number) > 10 ? `<reply to ${String(body)}>` : null);
    }
    assert.equal(requests[1].items.length, asked.length);
  });

  it('draw from pools of different values, one pool for each text of the prompt', async () => {
    const { rows, requests } = await written(
      { fields: { country: { enum: ['US', 'JP'] }, street: { prompt: 'Streets of {{country}}', pool: 4 } } },
      200,
    );
    assert.equal(requests.length, 2);
    assert.ok(requests.every(({ items, distinct }) => items.length === 4 && distinct === true));
    const streets = new Set(rows.rows.map(({ country, street }) => `${String(country)} ${String(street)}`));
    assert.equal(streets.size, 8);
    for (const { country, street } of rows.rows)
      assert.match(String(street), new RegExp(`^Streets of ${String(country)}#[0-3]$`));
  });

  it('reach through references into other tables, and into lists', async () => {
    const { rows } = await written(
      {
        tables: {
          users: { count: 3, fields: { id: 'sequence', bio: { prompt: 'bio of {{id}}' } } },
          posts: {
            count: 6,
            fields: {
              id: 'sequence',
              author: { ref: 'users.id' },
              text: { prompt: 'by {{users.bio}}' },
              tags: { type: 'array', length: 2, items: { prompt: 'tag {{_index}} of {{id}}' } },
            },
          },
        },
      },
      6,
    );
    for (const { id, author, text, tags } of rows.posts) {
      assert.equal(text, `<by <bio of ${String(author)}>>`);
      assert.deepEqual(tags, [`<tag 0 of ${String(id)}>`, `<tag 1 of ${String(id)}>`]);
    }
  });

  it('say what a value has to be', async () => {
    const { requests } = await written(
      { fields: { title: { prompt: 'x', length: { min: 2, max: 60 }, nullable: 0.1 } } },
      2,
    );
    assert.deepEqual(requests[0].schema, { type: 'string', minLength: 2, maxLength: 60 });
  });

  it('refuse a pool for every row', async () => {
    await assert.rejects(
      written({ fields: { id: 'uuid', x: { prompt: 'x {{id}}', pool: 3 } } }, 2000),
      /pool of its own/,
    );
  });
});

/** Writes rows that fit, and remembers what it was asked. */
class Author implements RowWriter {
  readonly requests: WriteRequest[] = [];

  write(request: WriteRequest): Promise<readonly unknown[]> {
    this.requests.push(request);
    return Promise.resolve(
      request.items.map(({ row }) => ({ name: `Name ${row}`, age: 20 + row, born: '1990-05-06', tags: ['a', 'b'] })),
    );
  }
}

describe('rows that a model writes as a whole', () => {
  it('keep keys, references and what is computed with the engine', async () => {
    const { rows, requests } = await written(
      {
        tables: {
          users: { count: 2, fields: { id: 'sequence', name: 'person.fullName' } },
          pets: {
            count: 4,
            fields: {
              id: 'uuid',
              owner: { ref: 'users.id' },
              name: 'person.firstName',
              age: { type: 'integer', min: 1, max: 90 },
              born: { type: 'date', min: '1980-01-01', max: '2000-01-01' },
              tags: { type: 'array', items: 'string' },
              label: { template: '{{name}} ({{age}})' },
            },
          },
        },
      },
      4,
      true,
      new Author(),
    );
    const [first] = rows.pets;
    assert.match(String(first.id), /^[0-9a-f-]{36}$/);
    assert.deepEqual(
      { ...first, id: 0, owner: 0 },
      {
        id: 0,
        owner: 0,
        name: 'Name 0',
        age: 20,
        born: '1990-05-06',
        tags: ['a', 'b'],
        label: 'Name 0 (20)',
      },
    );
    const asked = requests.find(({ table }) => table === 'pets');
    assert.deepEqual(JSON.parse(asked!.items[1].prompt), { owner: rows.pets[1].owner });
    assert.deepEqual(Object.keys((asked!.schema as { properties: object }).properties), [
      'name',
      'age',
      'born',
      'tags',
    ]);
  });

  it('are told the instants and keys of a series', async () => {
    const { rows, requests } = await written(
      {
        type: 'timeseries',
        interval: '1h',
        series: { room: ['a', 'b'] },
        fields: { age: { type: 'number', min: 0, max: 99 } },
      },
      4,
      true,
      new Author(),
    );
    assert.deepEqual(JSON.parse(requests[0].items[3].prompt), { timestamp: '2026-01-01T01:00:00Z', room: 'b' });
    assert.deepEqual(
      rows.rows.map(({ age }) => age),
      [20, 21, 22, 23],
    );
  });
});
