import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { document, fieldMap, tablesDocument } from '../../oracle/schema-arbitrary.js';
import { validateRows } from '../../oracle/validate.js';
import { generate, runs } from './generate.js';

describe('drawn schemas: every row holds', function () {
  this.timeout(600_000);

  it('of a field map, at any count', async () => {
    const check = async (schema: object, count: number, seed: number) => {
      assert.deepEqual(validateRows(schema, await generate(schema, { count, seed }), { count }).slice(0, 5), []);
    };
    await fc.assert(fc.asyncProperty(fieldMap, fc.integer({ min: 1, max: 300 }), fc.nat(), check), runs(300));
  });

  it('of a document', async () => {
    const check = async (schema: object, seed: number) => {
      assert.deepEqual(validateRows(schema, await generate(schema, { seed })).slice(0, 5), []);
    };
    await fc.assert(fc.asyncProperty(document, fc.nat(), check), runs(300));
  });

  it('of tables', async () => {
    const check = async (schema: object, seed: number) => {
      assert.deepEqual(validateRows(schema, await generate(schema, { seed })).slice(0, 5), []);
    };
    await fc.assert(fc.asyncProperty(tablesDocument, fc.nat(), check), runs(300));
  });
});
