import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { document, fieldMap, tablesDocument } from '../../oracle/schema-arbitrary.js';
import { validateRows } from '../../oracle/validate.js';
import { byTable, generate, runs } from './generate.js';

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

  it('and a cell that does not is found', async () => {
    const check = async (schema: object, row: number, pick: number, wrong: unknown) => {
      const output = byTable(await generate(schema));
      const tables = Object.values(output).filter((rows) => rows.length > 0);
      const rows = tables[pick % tables.length];
      const broken = rows[row % rows.length];
      const names = Object.keys(broken);
      fc.pre(names.length > 0);
      broken[names[pick % names.length]] = wrong;
      assert.notDeepEqual(validateRows(schema, 'tables' in schema ? output : rows), []);
    };
    const wrong = fc.constantFrom({ wrong: true }, [[['wrong']]], '\ud800', Infinity);
    await fc.assert(fc.asyncProperty(fc.oneof(document, tablesDocument), fc.nat(), fc.nat(), wrong, check), runs(150));
  });
});
