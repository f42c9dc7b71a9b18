import assert from 'node:assert/strict';
import { type Row, rowsOf, tablesOf } from './run.js';

const pick = (rows: Row[], name: string): unknown[] => rows.map((r) => r[name]);

describe('tables', () => {
  it('gives every child a row number, a place and its own parent', async () => {
    const { users, orders, items } = await tablesOf({
      users: { count: 40, fields: { id: 'uuid', country: { enum: ['US', 'DE', 'JP'] } } },
      orders: {
        count: { per: 'users', min: 0, max: 5 },
        fields: { id: 'sequence', userId: { ref: 'users.id' }, from: { ref: 'users.country' }, n: { expr: '_index' } },
      },
      items: {
        count: { per: 'orders', min: 1, max: 4 },
        primaryKey: ['orderId', 'line'],
        fields: { orderId: { ref: 'orders.id' }, line: { type: 'sequence', per: 'orders' }, row: { expr: '_row' } },
      },
    });
    const byId = new Map(users.map((u) => [u.id, u]));
    let last = -1;
    for (const [i, order] of orders.entries()) {
      assert.equal(order.id, i + 1);
      assert.equal(order.from, byId.get(order.userId)?.country);
      const parent = users.findIndex((u) => u.id === order.userId);
      assert.ok(parent >= last, 'children come in the order of their parents');
      assert.equal(order.n, parent === last ? (orders[i - 1].n as number) + 1 : 0);
      last = parent;
    }
    assert.deepEqual(pick(items, 'row'), [...items.keys()]);
    for (const order of orders) {
      const lines = items.filter((item) => item.orderId === order.id).map((item) => item.line);
      assert.ok(lines.length >= 1 && lines.length <= 4);
      assert.deepEqual(
        lines,
        [...lines.keys()].map((k) => k + 1),
      );
    }
  });

  it('finds the parents of far rows as of near ones', async () => {
    const tables = {
      a: { count: 3000, fields: { id: 'sequence' } },
      b: { count: { per: 'a', min: 0, max: 7 }, fields: { a: { ref: 'a.id' }, id: 'sequence' } },
      c: { count: { per: 'b', min: 0, max: 2 }, fields: { b: { ref: 'b.id' }, a: { ref: 'b.a' }, x: 'integer' } },
    };
    const whole = await tablesOf(tables);
    const parts: Record<string, Row[]> = { a: [], b: [], c: [] };
    for (const index of [1, 2, 3]) {
      const shard = await tablesOf(tables, { shard: { index, of: 3 }, batchSize: 97 });
      for (const name of ['a', 'b', 'c'] as const) parts[name].push(...shard[name]);
    }
    assert.deepEqual(parts, whole);
    const parentOf = new Map(whole.b.map((b) => [b.id, b.a]));
    for (const c of whole.c) assert.equal(c.a, parentOf.get(c.b));
  });

  it('sums children, whoever asks', async () => {
    const { orders, items, notes } = await tablesOf({
      orders: {
        count: 200,
        fields: {
          id: 'sequence',
          total: { expr: 'sum(items.map(i, i.quantity * i.price))', decimals: 2 },
          n: { expr: 'size(items)' },
        },
      },
      items: {
        count: { per: 'orders', min: 0, max: 5 },
        fields: {
          orderId: { ref: 'orders.id' },
          quantity: { type: 'integer', min: 1, max: 9 },
          price: { type: 'number', min: 1, max: 99, decimals: 2 },
        },
      },
      notes: { count: 50, fields: { orderId: { ref: 'orders.id' }, paid: { ref: 'orders.total' } } },
    });
    for (const order of orders) {
      const own = items.filter((item) => item.orderId === order.id);
      const sum = own.reduce((s, i) => s + (i.quantity as number) * (i.price as number), 0);
      assert.equal(order.n, own.length);
      assert.ok(Math.abs((order.total as number) - sum) < 0.00501, `${String(order.total)} and ${sum}`);
    }
    for (const note of notes) assert.equal(note.paid, orders.find((o) => o.id === note.orderId)?.total);
  });

  it('keeps two rows of one table apart by `as`, and follows chains', async () => {
    const { companies, people, deals } = await tablesOf({
      companies: { count: 10, fields: { id: 'uuid', city: 'location.city' } },
      people: { count: 50, fields: { id: 'uuid', company: { ref: 'companies.id' } } },
      deals: {
        count: 100,
        fields: {
          buyer: { ref: 'people.id', as: 'buyer' },
          seller: { ref: 'people.id', as: 'seller' },
          city: { ref: 'buyer.companies.city' },
          text: { template: '{{seller.companies.city}}' },
        },
      },
    });
    const cityOf = (person: unknown): unknown =>
      companies.find((c) => c.id === people.find((p) => p.id === person)?.company)?.city;
    for (const deal of deals) {
      assert.equal(deal.city, cityOf(deal.buyer));
      assert.equal(deal.text, cityOf(deal.seller));
    }
    assert.ok(deals.some((d) => d.buyer !== d.seller));
  });

  it('refers to earlier rows of the same table', async () => {
    const rows = await rowsOf(
      {
        fields: {
          id: 'sequence',
          name: 'firstName',
          boss: { ref: 'id', nullable: 0.1 },
          bossName: { template: '{{rows.name}}' },
        },
      },
      { count: 300 },
    );
    assert.equal(rows[0].boss, null);
    assert.ok(rows.filter((r) => r.boss === null).length > 5);
    for (const [i, r] of rows.entries()) {
      if (r.boss === null) continue;
      assert.ok((r.boss as number) <= i);
      assert.equal(r.bossName, rows[(r.boss as number) - 1].name);
    }
  });

  it('pairs two tables without repeating a pair', async () => {
    const { courses, enrolments } = await tablesOf({
      students: { count: 60, fields: { id: 'uuid' } },
      courses: { count: 8, fields: { id: 'sequence' } },
      enrolments: {
        count: { per: 'students', min: 1, max: 8 },
        unique: [['student', 'course']],
        fields: { student: { ref: 'students.id' }, course: { ref: 'courses.id' } },
      },
    });
    const pairs = enrolments.map((e) => `${String(e.student)} ${String(e.course)}`);
    assert.equal(new Set(pairs).size, pairs.length);
    assert.equal(new Set(pick(enrolments, 'course')).size, courses.length);

    const free = await tablesOf({
      a: { count: 20, fields: { id: 'sequence' } },
      b: { count: 10, fields: { id: 'sequence' } },
      ab: { count: 200, primaryKey: ['a', 'b'], fields: { a: { ref: 'a.id' }, b: { ref: 'b.id' } } },
    });
    assert.equal(new Set(free.ab.map((r) => `${String(r.a)} ${String(r.b)}`)).size, 200);
  });

  it('gives each row its own parent where the reference is unique', async () => {
    const { users, profiles } = await tablesOf({
      users: { count: 50, fields: { id: 'uuid', name: 'fullName' } },
      profiles: { count: 50, fields: { user: { ref: 'users.id', unique: true }, name: { ref: 'users.name' } } },
    });
    assert.deepEqual(new Set(pick(profiles, 'user')), new Set(pick(users, 'id')));
    for (const p of profiles) assert.equal(p.name, users.find((u) => u.id === p.user)?.name);
  });

  it('chooses rows per item inside a list', async () => {
    const { products, orders } = await tablesOf({
      products: { count: 30, fields: { id: 'sequence', price: 'number (1..9)' } },
      orders: {
        count: 100,
        fields: {
          lines: {
            type: 'array',
            length: { min: 2, max: 4 },
            items: { fields: { product: { ref: 'products.id' }, price: { ref: 'products.price' } } },
          },
        },
      },
    });
    const price = new Map(products.map((p) => [p.id, p.price]));
    const lines = orders.map((o) => o.lines as Row[]);
    for (const line of lines.flat()) assert.equal(line.price, price.get(line.product));
    assert.ok(lines.some((l) => new Set(pick(l, 'product')).size > 1));
  });
});
