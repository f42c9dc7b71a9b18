import assert from 'node:assert/strict';
import fc from 'fast-check';
import { formOf } from '../../../engine/src/schema/form.js';

const SCHEMA_URL = 'http://json-schema.org/draft-07/schema#';

const CASES: [root: unknown, form: string][] = [
  [{ timestamp: 'datetime', temperature: { type: 'number', min: 1, max: 2 } }, 'field-map'],
  [{ type: 'string', name: 'string' }, 'field-map'],
  [
    {
      type: 'string',
      fields: { type: 'integer' },
      tables: 'integer',
      properties: { type: 'object', fields: { a: 'string' } },
      count: 'integer',
      name: 'string',
      $schema: { type: 'string' },
    },
    'field-map',
  ],
  [
    { id: 'uuid', tables: { type: 'integer' }, events: { type: 'integer', min: 0 }, properties: { type: 'integer' } },
    'field-map',
  ],
  [{ id: 'uuid', fields: { type: 'array', items: 'string' } }, 'field-map'],
  [{ fields: { type: 'string', title: 'string' } }, 'document'],
  [{ nmae: 'shop', fields: { type: 'string', title: 'string' } }, 'document'],
  [{ count: 5, fields: { a: 'string' } }, 'document'],
  [{ count: 'integer', fields: { type: 'integer' } }, 'field-map'],
  [{ count: 'integer', fields: { a: 'integer' } }, 'document'],
  [{ type: 'timeserie', fields: { a: 'integer' } }, 'document'],
  [{ type: 'timeseries', timestamp: 'datetime' }, 'document'],
  [{ tables: { users: { fields: { a: 'uuid' } } } }, 'tables'],
  [{ tables: { type: { fields: { a: 'uuid' } } } }, 'tables'],
  [{ tables: null }, 'tables'],
  [{ id: 'uuid', tables: null }, 'field-map'],
  [{ tables: { users: 'x.csv' } }, 'tables'],
  [{ properties: { type: { type: 'string' }, name: { type: 'string' } }, required: ['type'] }, 'json-schema'],
  [{ type: 'object', properties: { fields: { type: 'string' } } }, 'json-schema'],
  [{ properties: { fields: { type: 'object' } }, fields: 'string' }, 'json-schema'],
  [{ title: 'User', $ref: '#/$defs/User', $defs: { User: { type: 'object' } } }, 'json-schema'],
  [{ $schema: 'https://x.dev/synth.json', id: 'uuid' }, 'field-map'],
  [{ $schema: SCHEMA_URL, fields: { a: 'string' } }, 'json-schema'],
  [{ type: 'events', events: { view: {} } }, 'document'],
  [{ events: { view: { weight: 1 } } }, 'document'],
  [{ type: 'array', items: { type: 'object' } }, 'json-schema'],
  [{ type: 'object', fields: { a: 'string' } }, 'document'],
  [{ type: ['object', 'null'] }, 'json-schema'],
  [{ anyOf: [{ type: 'object' }] }, 'json-schema'],
  [{ email: 'email?', tags: 'string[]' }, 'field-map'],
  [{ fields: null }, 'document'],
  [{ id: 'uuid', fields: null }, 'field-map'],
  [{ user: 'Customer', customer: { type: 'Customer' } }, 'field-map'],
  [{ toString: 'string', constructor: 'uuid' }, 'field-map'],
];

const REFUSED: [root: unknown, code: string][] = [
  [null, 'form/empty'],
  [undefined, 'form/empty'],
  [{}, 'form/empty'],
  [[], 'form/empty'],
  [[1, 2], 'form/data'],
  [[{ id: 1, city: 'Bonn' }], 'form/data'],
  [[{ name: 'id', type: 'uuid' }], 'form/list-of-fields'],
  ['uuid', 'form/not-a-mapping'],
  [5, 'form/not-a-mapping'],
  [true, 'form/not-a-mapping'],
];

describe('form of a schema', () => {
  for (const [root, form] of CASES) {
    it(`${JSON.stringify(root)} is a ${form}`, () => assert.equal(formOf(root).form, form));
  }

  for (const [root, code] of REFUSED) {
    it(`${JSON.stringify(root)} is refused: ${code}`, () => {
      const { form, diagnostics } = formOf(root);
      assert.equal(form, undefined);
      assert.deepEqual(
        diagnostics.map((d) => [d.code, d.severity, d.pointer]),
        [[code, 'error', '']],
      );
    });
  }

  it('turns a list of fields into a field map', () => {
    const { diagnostics } = formOf([
      { name: 'id', type: 'uuid' },
      { name: 'age', type: 'integer', min: 0 },
    ]);
    assert.deepEqual(diagnostics[0].fixes?.[0].edits, [
      { op: 'replace', pointer: '', value: { id: 'uuid', age: { type: 'integer', min: 0 } } },
    ]);
  });

  for (const root of [
    { fields: { type: 'string', title: 'string' } },
    { count: 'integer', fields: { type: 'integer' } },
  ]) {
    it(`hints that ${JSON.stringify(root)} could be read two ways`, () => {
      const [hint] = formOf(root).diagnostics;
      assert.deepEqual([hint.code, hint.severity, hint.pointer], ['form/ambiguous', 'hint', '/fields']);
    });
  }

  it('says nothing where nothing is ambiguous', () => {
    assert.deepEqual(formOf({ count: 5, fields: { a: 'string' } }).diagnostics, []);
  });

  it('takes the same fields for an ambiguous document and its wrapped form', () => {
    const root = { count: 'integer', fields: { type: 'integer' } };
    assert.equal(formOf({ fields: root }).form, 'document');
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.anything(), (root) => void formOf(root)));
  });
});
