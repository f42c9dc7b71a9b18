import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { plainField } from '../../oracle/arbitrary/fields.js';
import { document, schema, tablesDocument } from '../../oracle/schema-arbitrary.js';
import { byTable, generate, runs, type Output, type Rows } from './generate.js';

type Drawn = Record<string, unknown> & { fields?: Record<string, unknown>; tables?: Record<string, Table> };
type Table = { fields: Record<string, unknown> };

/** A document with the fields of every table changed. */
function mapFields(
  drawn: Drawn,
  change: (fields: Record<string, unknown>, table: string) => Record<string, unknown>,
): Drawn {
  if (!drawn.tables) return { ...drawn, fields: change(drawn.fields!, 'rows') };
  const tables = Object.entries(drawn.tables).map(([name, table]) => [
    name,
    { ...table, fields: change(table.fields, name) },
  ]);
  return { ...drawn, tables: Object.fromEntries(tables) };
}

/** Values column by column, without the fields to be ignored: what order and neighbours must not change. */
function columns(output: Output, ignored: (table: string, field: string) => boolean = () => false): unknown {
  return Object.fromEntries(
    Object.entries(byTable(output)).map(([table, rows]) => {
      const names = [...new Set(rows.flatMap((row) => Object.keys(row)))]
        .filter((name) => !ignored(table, name))
        .sort();
      return [table, Object.fromEntries(names.map((name) => [name, rows.map((row) => row[name])]))];
    }),
  );
}

describe('drawn schemas: a cell depends on seed, table, row and field only', function () {
  this.timeout(600_000);
  const anyDocument: fc.Arbitrary<Drawn> = fc.oneof(document, tablesDocument);

  it('the same bytes again, and at any batch size', async () => {
    const check = async (drawn: object, seed: number) => {
      const whole = JSON.stringify(await generate(drawn, { seed }));
      assert.equal(JSON.stringify(await generate(structuredClone(drawn), { seed })), whole);
      for (const batchSize of [1, 7, 1000]) {
        assert.equal(JSON.stringify(await generate(drawn, { seed, batchSize })), whole, `batches of ${batchSize}`);
      }
    };
    await fc.assert(fc.asyncProperty(schema, fc.nat(), check), runs(120));
  });

  it('uneven shards, put together, are the whole', async () => {
    const check = async (drawn: object, of: number) => {
      const whole = byTable(await generate(drawn));
      const joined: Record<string, Rows> = Object.fromEntries(Object.keys(whole).map((table) => [table, []]));
      for (let index = 1; index <= of; index++) {
        for (const [table, rows] of Object.entries(byTable(await generate(drawn, { shard: { index, of } })))) {
          const [from, to] = [index - 1, index].map((n) => Math.floor((whole[table].length * n) / of));
          assert.equal(rows.length, to - from, `rows of ${table} in shard ${index}/${of}`);
          joined[table].push(...rows);
        }
      }
      assert.deepEqual(joined, whole);
    };
    await fc.assert(fc.asyncProperty(schema, fc.integer({ min: 2, max: 7 }), check), runs(120));
  });

  it('another field changes no field', async () => {
    const check = async (drawn: Drawn, added: unknown, place: number) => {
      const wider = mapFields(drawn, (fields) => {
        const entries = Object.entries(fields);
        entries.splice(place % (entries.length + 1), 0, ['added', added]);
        return Object.fromEntries(entries);
      });
      const change = columns(await generate(wider), (_, field) => field === 'added');
      assert.deepEqual(change, columns(await generate(drawn)));
    };
    await fc.assert(fc.asyncProperty(anyDocument, plainField, fc.nat(20), check), runs(120));
  });

  it('taking out a field that nothing reads changes no field', async () => {
    const check = async (drawn: Drawn, pick: number) => {
      const gone = new Set<string>();
      const narrower = mapFields(drawn, (fields, table) => {
        // A ref may be the one that tells its alias's parent.
        const free = Object.keys(fields).filter((name) => !mentions(drawn, name) && !isRef(fields[name]));
        const name = free[pick % free.length];
        if (name === undefined || Object.keys(fields).length === 1) return fields;
        gone.add(`${table}/${name}`);
        return Object.fromEntries(Object.entries(fields).filter(([other]) => other !== name));
      });
      const whole = columns(await generate(drawn), (table, field) => gone.has(`${table}/${field}`));
      assert.deepEqual(columns(await generate(narrower)), whole);
    };
    await fc.assert(fc.asyncProperty(anyDocument, fc.nat(20), check), runs(120));
  });

  it('another order of fields and tables changes no value', async () => {
    const check = async (drawn: Drawn) => {
      const turned = mapFields(drawn, (fields) => Object.fromEntries(Object.entries(fields).reverse()));
      if (turned.tables) turned.tables = Object.fromEntries(Object.entries(turned.tables).reverse());
      assert.deepEqual(columns(await generate(turned)), columns(await generate(drawn)));
    };
    await fc.assert(fc.asyncProperty(anyDocument, check), runs(120));
  });

  it('a row does not depend on how many there are', async () => {
    const check = async (drawn: object, few: number, more: number) => {
      const short = (await generate(drawn, { count: few })) as Rows;
      const long = (await generate(drawn, { count: few + more })) as Rows;
      assert.deepEqual(long.slice(0, few), short);
    };
    await fc.assert(
      fc.asyncProperty(document, fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 200 }), check),
      runs(120),
    );
  });

  it('another seed gives other rows', async () => {
    const fields = { id: 'uuid', n: 'integer (0..1000000)' };
    assert.notDeepEqual(await generate(fields, { seed: 1 }), await generate(fields, { seed: 2 }));
  });
});

function isRef(field: unknown): boolean {
  return typeof field === 'object' && field !== null && 'ref' in field;
}

/** Whether a name stands in a document anywhere but as the key of a field. */
function mentions(drawn: object, name: string): boolean {
  const texts: string[] = [];
  JSON.stringify(drawn, (_, value: unknown) => {
    if (typeof value === 'string') texts.push(value);
    return value;
  });
  return texts.some((text) => text.includes(name));
}
