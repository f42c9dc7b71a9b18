import assert from 'node:assert/strict';
import { mistakes } from './run.js';

const cases: Record<string, { schema: object; count?: number; expected: string[] }> = {
  'unknown table': {
    schema: { tables: { a: { fields: { id: 'uuid' } }, b: { fields: { a: { ref: 'aa.id' } } } } },
    expected: ['ref/dangling /tables/b/fields/a/ref'],
  },
  'unknown column': {
    schema: { tables: { a: { fields: { id: 'uuid' } }, b: { fields: { a: { ref: 'a.idd' } } } } },
    expected: ['ref/dangling /tables/b/fields/a/ref'],
  },
  'copies that identify nothing': {
    schema: { tables: { a: { fields: { id: 'uuid', x: 'integer' } }, b: { fields: { x: { ref: 'a.x' } } } } },
    expected: ['ref/no-key /tables/b/fields/x'],
  },
  'two copies of one column': {
    schema: { tables: { a: { fields: { id: 'uuid' } }, b: { fields: { x: { ref: 'a.id' }, y: { ref: 'a.id' } } } } },
    expected: ['ref/same-column /tables/b/fields/y/ref'],
  },
  'a self reference without null': {
    schema: { fields: { id: 'sequence', boss: { ref: 'id' } } },
    expected: ['ref/self-needs-nullable /fields/boss'],
  },
  'a circle of expressions': {
    schema: { fields: { a: { expr: 'b + 1' }, b: { expr: 'c + 1' }, c: { expr: 'a + 1' } } },
    expected: ['ref/cycle /fields/a'],
  },
  'a circle through tables': {
    schema: {
      tables: {
        orders: { count: 3, fields: { id: 'sequence', total: { expr: 'sum(items.map(i, i.share))' } } },
        items: {
          count: { per: 'orders', min: 1, max: 2 },
          fields: { order: { ref: 'orders.id' }, share: { expr: 'orders.total / 2.0' } },
        },
      },
    },
    expected: ['ref/cycle /tables/orders/fields/total'],
  },
  'tables counted per each other': {
    schema: {
      tables: {
        a: { count: { per: 'b', min: 1, max: 2 }, fields: { id: 'uuid' } },
        b: { count: { per: 'a', min: 1, max: 2 }, fields: { id: 'uuid' } },
      },
    },
    expected: ['count/cycle /tables/a/count/per'],
  },
  'counted per nothing': {
    schema: { tables: { a: { count: { per: 'x', min: 1, max: 2 }, fields: { id: 'uuid' } } } },
    expected: ['count/unknown-table /tables/a/count/per'],
  },
  'too few values': {
    schema: { fields: { n: { type: 'integer', min: 1, max: 12, unique: true } } },
    count: 1000,
    expected: ['unique/domain-too-small /fields/n'],
  },
  'too few pairs': {
    schema: { unique: [['a', 'b']], fields: { a: { enum: [1, 2, 3] }, b: 'boolean' } },
    count: 7,
    expected: ['unique/domain-too-small /unique/0'],
  },
  'unique by weight': {
    schema: { fields: { n: { enum: { a: 1, b: 2 }, unique: true } } },
    count: 2,
    expected: ['unique/weighted /fields/n'],
  },
  'unique by distribution': {
    schema: {
      fields: {
        n: { type: 'integer', min: 0, max: 99, distribution: { type: 'normal', mean: 50, stdDev: 9 }, unique: true },
      },
    },
    count: 2,
    expected: ['unique/weighted /fields/n'],
  },
  'impossible correlations': {
    schema: {
      fields: { a: 'integer', b: 'integer', c: 'integer' },
      correlations: [
        { fields: ['a', 'b'], rho: 0.9 },
        { fields: ['b', 'c'], rho: 0.9 },
        { fields: ['a', 'c'], rho: -0.9 },
      ],
    },
    expected: ['correlation/impossible /correlations/0'],
  },
  'a correlated name': {
    schema: { fields: { a: 'integer', b: 'fullName' }, correlations: [{ fields: ['a', 'b'], rho: 0.5 }] },
    expected: ['correlation/not-a-marginal /correlations/0/fields/1'],
  },
  'nothing between the bounds': {
    schema: {
      fields: { n: { type: 'number', min: 500, max: 600, distribution: { type: 'pareto', shape: 2, scale: 700 } } },
    },
    expected: ['distribution/impossible /fields/n'],
  },
  'an unknown name in from': {
    schema: { fields: { name: 'fullName', mail: { type: 'email', from: 'nmae' } } },
    expected: ['ref/unknown-name /fields/mail/from'],
  },
  'an unknown name in an expression': {
    schema: { fields: { price: 'number', total: { expr: 'pric * 2' } } },
    expected: ['expr/unknown-name /fields/total/expr'],
  },
  'a condition that is no condition': {
    schema: { fields: { price: 'number', total: { type: 'integer', when: 'price' } } },
    expected: ['expr/type /fields/total/when'],
  },
  'a declared type that does not hold': {
    schema: { fields: { name: 'string', n: { expr: 'name', type: 'integer' } } },
    expected: ['expr/type /fields/n/expr'],
  },
  'no room behind an anchor': {
    schema: {
      fields: {
        a: { type: 'datetime', min: '2025-01-01', max: '2025-12-31' },
        b: { type: 'datetime', after: 'a', max: '2025-12-01' },
      },
    },
    expected: ['temporal/empty-window /fields/b'],
  },
  'no room before an anchor': {
    schema: {
      fields: {
        a: { type: 'date', min: '2025-01-01', max: '2025-12-31' },
        b: { type: 'date', before: 'a', min: '2025-01-01' },
      },
    },
    expected: ['temporal/empty-window /fields/b'],
  },
  'a distance shorter than a step': {
    schema: { fields: { a: 'datetime', b: { type: 'datetime', after: 'a', within: '10m', precision: '1h' } } },
    expected: ['temporal/empty-window /fields/b'],
  },
};

describe('what a plan finds wrong', () => {
  for (const [name, { schema, count, expected }] of Object.entries(cases)) {
    it(name, async () => assert.deepEqual(await mistakes(schema, count), expected));
  }
});
