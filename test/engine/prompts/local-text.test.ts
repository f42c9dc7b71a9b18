import assert from 'node:assert/strict';
import { AgenticSynth, type SynthRecord, validateData } from '../../../engine/src/core.js';

const synth = new AgenticSynth();

async function drawn(fields: object, count = 200): Promise<readonly SynthRecord[]> {
  const schema = { fields };
  const rows = (await synth.generate('structured', { schema, count, model: 'local', verify: true })) as SynthRecord[];
  const { problems } = await validateData(schema, rows);
  assert.deepEqual(problems, []);
  return rows;
}

describe('local text in place of what a model writes', () => {
  it('is what the field would be without its prompt, where that says more than a text', async () => {
    const fields = {
      stars: { type: 'integer', min: 1, max: 5 },
      mood: { enum: ['good', 'bad'] },
      author: { type: 'person.fullName' },
      code: { type: 'string', pattern: '[A-Z]{3}-[0-9]{2}' },
      tags: { type: 'array', items: { enum: ['a', 'b', 'c'] }, length: { min: 1, max: 3 } },
      since: { type: 'date', min: '2020-01-01', max: '2020-12-31' },
      fine: 'boolean',
    };
    const prompted = Object.fromEntries(
      Object.entries(fields).map(([name, field]) => [
        name,
        { ...(typeof field === 'string' ? { type: field } : field), prompt: 'Write it.' },
      ]),
    );
    assert.deepEqual(await drawn(prompted), await drawn(fields));
  });

  it('is words of the length asked for elsewhere', async () => {
    const rows = await drawn({
      plain: { prompt: 'Anything.' },
      short: { prompt: 'A word.', length: { min: 5, max: 12 } },
      text: { type: 'string', prompt: 'Anything.', nullable: 0.3 },
    });
    for (const { plain, short } of rows) {
      assert.match(String(plain), /^\p{Lu}[\p{L} .]+\.$/u);
      assert.match(String(short), /^.{5,12}$/u);
    }
    const nulls = rows.filter(({ text }) => text === null).length;
    assert.ok(nulls > 40 && nulls < 80, `${nulls} of 200`);
  });

  it('comes from a pool of as many texts as a model would write, the same in every batch', async () => {
    const fields = { id: 'sequence', persona: { prompt: 'A reviewer.', pool: 7 } };
    const rows = await drawn(fields, 500);
    assert.equal(new Set(rows.map(({ persona }) => persona)).size, 7);
    const schema = { fields };
    const apart = await synth.generate('structured', { schema, count: 500, model: 'local', batchSize: 13 });
    assert.deepEqual(apart, rows);
  });
});
