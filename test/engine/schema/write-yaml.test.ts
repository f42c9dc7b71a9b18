import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { parseDocument } from '../../../engine/src/schema/parse.js';
import { documentToYaml } from '../../../engine/src/schema/write-yaml.js';

const EXAMPLES = join(import.meta.dirname, '../../../examples');

describe('documentToYaml', () => {
  it('puts on one line what is small, and one below the other what defines', () => {
    const age = { type: 'integer', min: 18, max: 90, distribution: { type: 'normal', mean: 40, stdDev: 12 } };
    const document = {
      name: 'shop',
      tables: {
        users: {
          fields: { id: 'uuid', age, code: { enum: { 404: 1, true: 2 } }, day: { type: 'date', min: '2024-01-01' } },
          primaryKey: ['id'],
        },
      },
    };
    assert.equal(
      documentToYaml(document, 'A shop.\n\nMade up.'),
      `# A shop.
#
# Made up.
name: shop
tables:
  users:
    fields:
      id: uuid
      age: { type: integer, min: 18, max: 90, distribution: { type: normal, mean: 40, stdDev: 12 } }
      code: { enum: { 404: 1, true: 2 } }
      day: { type: date, min: 2024-01-01 }
    primaryKey: [id]
`,
    );
  });

  it('quotes what would read as something else', () => {
    const value = { a: 'true', b: '12', c: 'null', d: '- x', e: '{{a}}', f: '', g: 'a: b', h: 'two\nlines', i: '#x' };
    assert.deepEqual(parseDocument(documentToYaml(value), { language: 'yaml' }).value, value);
  });

  for (const file of readdirSync(EXAMPLES).filter((name) => /\.(synth\.yaml|json)$/.test(name))) {
    it(`gives back ${file}`, () => {
      const { value } = parseDocument(readFileSync(join(EXAMPLES, file), 'utf8'), { file });
      const text = documentToYaml(value);
      assert.deepEqual(parseDocument(text, { language: 'yaml' }).value, value);
      assert.ok(text.split('\n').every((line) => line.length <= 120 || !line.includes(', ')));
    });
  }

  it('gives back any value in JSON', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue()), (value) => {
        const plain = JSON.parse(JSON.stringify(value)) as unknown;
        assert.deepEqual(parseDocument(documentToYaml(plain), { language: 'yaml' }).value, plain);
      }),
      { numRuns: 300 },
    );
  });
});
