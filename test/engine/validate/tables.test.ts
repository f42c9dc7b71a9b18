import assert from 'node:assert/strict';
import { AgenticSynth, OptionError, recordValidator, SchemaError, validateData } from '../../../engine/src/core.js';

type Row = Record<string, unknown>;
type Tables = Record<string, Row[]>;

const SHOP = {
  tables: {
    users: {
      count: 20,
      fields: { id: 'uuid', email: { type: 'email', unique: true }, home: { fields: { zip: 'string (5)' } } },
    },
    products: { count: 30, primaryKey: ['maker', 'code'], fields: { maker: 'string (a, b)', code: 'integer (1..99)' } },
    orders: {
      count: { per: 'users', min: 1, max: 4 },
      unique: [['userId', 'day']],
      fields: {
        userId: { ref: 'users.id' },
        zip: { ref: 'users.home.zip' },
        day: { type: 'integer', min: 1, max: 9 },
        line: { type: 'sequence', per: 'users' },
        maker: { ref: 'products.maker' },
        code: { ref: 'products.code' },
        tags: { items: { ref: 'users.id' }, length: 2 },
        gift: { ref: 'users.id', as: 'receiver', nullable: 0.5 },
        before: { ref: 'orders.day', as: 'earlier', nullable: true },
        slot: { type: 'integer', min: 1, max: 9, unique: { per: 'users' } },
      },
    },
  },
};

describe('validation of tables', () => {
  let good: Tables;

  before(async () => {
    good = await new AgenticSynth().generate<Tables>('structured', { schema: SHOP });
  });

  const cases: [what: string, change: (tables: Tables) => unknown, ...expected: string[]][] = [
    ['nothing changed', (t) => t],
    ['tables in another order', ({ users, products, orders }) => ({ orders, products, users })],
    ['a table alone', ({ orders }) => ({ orders })],
    [
      'an id twice',
      ({ users, ...t }) => ({ ...t, users: [...users, { ...users[3], email: 'x@y.example' }] }),
      'users 20 unique/repeated id',
    ],
    ['an email twice', (t) => replace(t, 'users', 4, { email: t.users[2].email }), 'users 4 unique/repeated email'],
    [
      'a primary key twice',
      (t) => ({ users: t.users, products: [...t.products, t.products[0]] }),
      'products 30 unique/repeated maker, code',
    ],
    [
      'a combination twice',
      (t) => replace(t, 'orders', 1, { ...t.orders[0], slot: 9, line: 99 }),
      ...['orders 1 unique/repeated userId, day'],
    ],
    [
      'a parent that is not there',
      (t) => replace(t, 'orders', 0, { userId: 'b2f7a3b0-0000-4000-8000-000000000000' }),
      'orders 0 ref/no-parent userId, zip',
      /count\/range/.source,
    ],
    [
      'a copy of another row',
      (t) => replace(t, 'orders', 0, { zip: 'ABCDE' }),
      'orders 0 ref/no-parent userId, zip',
      'count',
    ],
    ['half of a composite key', (t) => replace(t, 'orders', 2, { code: 0 }), 'orders 2 ref/no-parent maker, code'],
    [
      'one of a list of references',
      (t) => replace(t, 'orders', 2, { tags: ['nobody', t.users[0].id] }),
      'orders 2 ref/no-parent tags',
    ],
    ['another row under an alias', (t) => replace(t, 'orders', 2, { gift: 'nobody' }), 'orders 2 ref/no-parent gift'],
    ['no row under an alias', (t) => replace(t, 'orders', 2, { gift: null })],
    [
      'a parent without children',
      (t) => ({ ...t, orders: t.orders.filter((o) => o.userId !== t.users[6].id) }),
      'users 6 count/range ',
    ],
    ['a name of no table', (t) => ({ ...t, order: [] }), 'order undefined data/unknown-table '],
    ['no list', (t) => ({ ...t, users: {} }), 'users undefined data/shape '],
    ['a list', (t) => t.users, ' undefined data/shape '],
    ['a text', () => 'users', ' undefined data/shape '],
    ['a record that is none', (t) => ({ users: [...t.users, 7] }), 'users 20 value/type '],
  ];
  for (const [what, change, ...expected] of cases) {
    it(`${what}: ${expected.join('; ') || 'fits'}`, async () => {
      const { problems, valid } = await validateData(SHOP, change(structuredClone(good)));
      const found = problems.map(({ table, row, code, path }) => `${table} ${row} ${code} ${path}`);
      assert.equal(valid, expected.length === 0, found.join('\n'));
      // A child that goes to another parent may leave too few with its own.
      const [wanted, ...rest] = expected;
      if (rest.length > 0) assert.ok(found.includes(wanted), found.join('\n'));
      else assert.deepEqual(found, expected);
    });
  }

  it('finds a place taken twice among the children of one parent', async () => {
    // Children of one parent stand together.
    const second = good.orders.findIndex((o, i) => o.userId === good.orders[i - 1]?.userId);
    const first = good.orders[second - 1];
    const changed = replace(structuredClone(good), 'orders', second, { slot: first.slot, line: first.line });
    const { problems } = await validateData(SHOP, changed);
    assert.deepEqual(
      problems.map(({ row, path, message }) => `${row} ${path} ${message}`),
      [`${second} line repeats row ${second - 1}`, `${second} slot repeats row ${second - 1}`],
    );
  });

  it('keeps as many problems of a kind as asked for, and counts all', async () => {
    const rows = Array.from({ length: 50 }, (_, i) => ({ a: i < 30 ? 'x' : 1, b: null }));
    const report = await validateData({ a: 'integer', b: 'integer' }, rows, { limit: 2 });
    assert.equal(report.problems.length, 4);
    assert.deepEqual(report.counts, [
      { code: 'value/type', count: 30 },
      { code: 'value/null', count: 50 },
    ]);
    assert.deepEqual(report.tables, [{ name: 'rows', rows: 50 }]);
  });

  it('reads `now` and the time zone as generating does', async () => {
    const schema = { at: { type: 'datetime', min: 'now-1d', max: 'now' } };
    const rows = [{ at: '2030-05-05T12:00:00Z' }];
    assert.equal((await validateData(schema, rows)).valid, false);
    assert.equal((await validateData(schema, rows, { now: '2030-05-06' })).valid, true);
    assert.equal(
      (await validateData(schema, rows, { now: '2030-05-06T14:00+09:00', timezone: 'Asia/Tokyo' })).valid,
      true,
    );
    await assert.rejects(validateData(schema, rows, { now: 'soon' }), OptionError);
  });

  it('says what is wrong with the schema', async () => {
    await assert.rejects(validateData({ a: 'intger' }, []), SchemaError);
    await assert.rejects(recordValidator(SHOP), /several tables: users, products, orders/);
    await assert.rejects(recordValidator(SHOP, { table: 'user' }), /did you mean `users`/);
  });
});

function replace(tables: Tables, table: string, at: number, change: Row): Tables {
  return { ...tables, [table]: tables[table].map((row, i) => (i === at ? { ...row, ...change } : row)) };
}
