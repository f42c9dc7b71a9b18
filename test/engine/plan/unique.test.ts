import assert from 'node:assert/strict';
import { rowsOf, tablesOf } from './run.js';

const distinct = (values: readonly unknown[]): number => new Set(values.map((v) => JSON.stringify(v))).size;

describe('unique', () => {
  const fields: Record<string, { field: object; size: number }> = {
    'a range of integers': { field: { type: 'integer', min: -5, max: 94 }, size: 100 },
    'a grid of decimals': { field: { type: 'number', min: 0, max: 9.99, decimals: 2 }, size: 1000 },
    multiples: { field: { type: 'number', min: 0, max: 10, multipleOf: 0.25 }, size: 41 },
    'a list': { field: { enum: ['a', 'b', 'c', 4, null] }, size: 5 },
    'truth values': { field: { type: 'boolean' }, size: 2 },
    'a pattern': { field: { pattern: '[A-C]{2}\\d' }, size: 90 },
    days: { field: { type: 'date', min: '2024-02-01', max: '2024-03-01' }, size: 30 },
    'steps of time': { field: { type: 'datetime', min: '2024-01-01', max: '2024-01-02', precision: '15m' }, size: 97 },
    'short texts': { field: { type: 'string', length: 1 }, size: 62 },
    countries: { field: { type: 'location.countryCode' }, size: 0 },
  };
  for (const [name, { field, size }] of Object.entries(fields)) {
    it(`takes every value of ${name} once`, async () => {
      const count = size || 200;
      const rows = await rowsOf({ fields: { x: { ...field, unique: true } } }, { count });
      assert.equal(distinct(rows.map((r) => r.x)), count);
      if (size > 0 && name !== 'a list')
        await assert.rejects(rowsOf({ fields: { x: { ...field, unique: true } } }, { count: size + 1 }), /unique/);
    });
  }

  it('leaves nulls out of account', async () => {
    const rows = await rowsOf(
      { fields: { x: { type: 'integer', min: 1, max: 500, unique: true, nullable: 0.3 } } },
      { count: 500 },
    );
    const values = rows.map((r) => r.x).filter((x) => x !== null);
    assert.ok(values.length > 300 && values.length < 400);
    assert.equal(distinct(values), values.length);
  });

  it('holds among the children of one parent', async () => {
    const { slots } = await tablesOf({
      doctors: { count: 30, fields: { id: 'sequence' } },
      slots: {
        count: { per: 'doctors', min: 5, max: 8 },
        fields: {
          doctor: { ref: 'doctors.id' },
          hour: { type: 'integer', min: 8, max: 15, unique: { per: 'doctors' } },
        },
      },
    });
    assert.equal(distinct(slots.map((s) => [s.doctor, s.hour])), slots.length);
    assert.ok(distinct(slots.map((s) => s.hour)) === 8);
  });

  it('never repeats a combination of fields', async () => {
    const rows = await rowsOf(
      {
        unique: [['a', 'b', 'c']],
        fields: { a: { enum: ['x', 'y', 'z'] }, b: 'boolean', c: { type: 'integer', min: 1, max: 7 } },
      },
      { count: 42 },
    );
    assert.equal(distinct(rows), 42);
  });

  it('gives a million different e-mail addresses that belong to their names', async () => {
    const rows = await rowsOf(
      { fields: { name: 'fullName', mail: { type: 'email', from: 'name', unique: true } } },
      { count: 100_000 },
    );
    assert.equal(distinct(rows.map((r) => String(r.mail).toLowerCase())), rows.length);
  });

  it('does not depend on how many rows are asked for', async () => {
    const schema = {
      fields: { x: { type: 'integer', min: 0, max: 999, unique: true }, mail: { type: 'email', unique: true } },
    };
    const few = await rowsOf(schema, { count: 20 });
    const many = await rowsOf(schema, { count: 900 });
    assert.deepEqual(many.slice(0, 20), few);
  });
});
