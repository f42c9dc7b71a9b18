import * as fc from 'fast-check';
import { derive, recipe, type Recipe } from './derived.js';
import { countDistribution, numberDistribution } from './distributions.js';
import { plainField, type Field, type Fields } from './fields.js';
import { copyable, related, relation } from './relations.js';

type Table = { fields: Fields } & Record<string, unknown>;

const NAMES = [
  'alpha',
  'beta',
  'gamma',
  'delta',
  'größe',
  'first name',
  'x-y',
  'constructor',
  'c3',
  'zip.code',
  '名前',
];
const DERIVED_NAMES = ['d1', 'd2', 'd3', 'd4', 'd5', 'd6'];

/** Fields of a table: some that draw from themselves, then some that read those. */
export function fieldsOf(plain: { minLength: number; maxLength: number }): fc.Arbitrary<Fields> {
  const names = fc.shuffledSubarray(NAMES, plain);
  return fc
    .tuple(
      names,
      fc.array(plainField, { minLength: plain.maxLength, maxLength: plain.maxLength }),
      fc.array(recipe, { maxLength: DERIVED_NAMES.length }),
    )
    .map(([chosen, fields, recipes]) => {
      const own = Object.fromEntries(chosen.map((name, i) => [name, fields[i]]));
      return { ...own, ...derivedFields(recipes, own) };
    });
}

function derivedFields(recipes: readonly Recipe[], fields: Fields): Fields {
  const derived: Fields = {};
  recipes.forEach((r, i) => {
    const field = derive(r, { ...fields, ...derived });
    if (field !== undefined) derived[DERIVED_NAMES[i]] = field;
  });
  return derived;
}

/** A pair of numbers with a rank correlation. */
const correlation = fc
  .tuple(fc.constantFrom(-0.8, 0.3, 0.9), numberDistribution(0, 90), numberDistribution(10, 40))
  .map(([rho, a, b]) => ({
    fields: {
      height: { type: 'number', min: 0, max: 90, distribution: a },
      weight: { type: 'integer', min: 10, max: 40, distribution: b },
    } as Fields,
    correlations: [{ fields: ['height', 'weight'], rho }],
  }));

/** Fields that derive from names: texts that belong to a person. */
const people = fc
  .tuple(
    fc.constantFrom<Fields>(
      { full: 'fullName' },
      { full: { type: 'person.fullName', nullable: 0.3 } },
      { first: 'person.firstName', last: 'person.lastName' },
      { sex: { enum: ['female', 'male'] }, full: { type: 'person.fullName', from: 'sex' } },
    ),
    fc.constantFrom<Fields>({}, { user: { type: 'internet.username', from: 'full' } }),
    fc.constantFrom({}, { unique: true }, { nullable: 0.2 }),
  )
  .map(([names, more, extra]): Fields => {
    const from = 'full' in names ? 'full' : ['first', 'last'];
    return { ...names, contact: { type: 'internet.email', from, ...extra }, ...('full' in names ? more : {}) };
  });

/** The body of a table without parents: fields, sometimes composite uniqueness and correlations. */
export const body: fc.Arbitrary<Table> = fc
  .tuple(fieldsOf({ minLength: 1, maxLength: 7 }), fc.option(correlation), fc.boolean(), fc.option(people))
  .map(([fields, correlated, composite, names]) => {
    const extra: Fields = composite
      ? { left: { type: 'integer', min: 1, max: 40 }, right: { enum: Array.from({ length: 30 }, (_, i) => `r${i}`) } }
      : {};
    return {
      ...(composite && { unique: [['left', 'right']] }),
      ...(correlated && { correlations: correlated.correlations }),
      fields: { ...correlated?.fields, ...names, ...fields, ...extra },
    };
  });

const KEYS: readonly Field[] = [
  'sequence',
  'uuid',
  { type: 'integer', min: 1, max: 9000, unique: true },
  { type: 'string', pattern: '[A-Z]{4}', unique: true },
];
const key = fc.constantFrom(...KEYS);
const count = (max: number) => fc.integer({ min: 1, max });

function children(per: string, least: number, most: number): fc.Arbitrary<Record<string, unknown>> {
  return fc.oneof(
    fc.constant({ per, min: least, max: most }),
    countDistribution(least, most).map((distribution) => ({ per, min: least, max: most, distribution })),
    fc.constant({ per, min: least, max: least + 1 }),
  );
}

/**
 * Tables of a shop's form: `users` and `tags` without parents, `orders` of users, `items` of orders, `links` between users
 * and tags; which of them there are, and what they copy from one another, is drawn.
 */
export const tables: fc.Arbitrary<Record<string, Table>> = fc
  .record({
    users: fc.tuple(body, key, count(25)),
    tags: fc.tuple(body, key, count(12)),
    orders: fc.option(
      fc.tuple(
        fieldsOf({ minLength: 0, maxLength: 4 }),
        key,
        children('users', 0, 5),
        fc.array(relation, { maxLength: 5 }),
      ),
    ),
    items: fc.option(
      fc.tuple(
        fieldsOf({ minLength: 0, maxLength: 3 }),
        children('orders', 1, 4),
        fc.array(relation, { maxLength: 4 }),
      ),
    ),
    links: fc.option(fc.tuple(fc.boolean(), fc.boolean())),
    boss: fc.boolean(),
    sums: fc.boolean(),
  })
  .map(({ users, tags, orders, items, links, boss, sums }) => {
    const drawn: Record<string, Table> = {
      tags: root(tags),
      users: root(users),
    };
    const people = drawn.users.fields;
    if (boss) {
      people.bossId = { ref: people.id === 'uuid' ? 'users.id' : 'id', nullable: 0.2 };
      if (Object.hasOwn(people, 'alpha') && copyable(people.alpha))
        people.bossAlpha = { ref: 'users.alpha', nullable: true };
    }
    if (orders) {
      const [fields, id, size, relations] = orders;
      const own: Fields = { id, userId: { ref: 'users.id' }, amount: { type: 'integer', min: 1, max: 50 }, ...fields };
      drawn.orders = {
        count: size,
        fields: { ...own, ...related(relations, 'users', people, 'tags', drawn.tags.fields) },
      };
      if (boss) drawn.orders.fields.previousId = { ref: 'orders.id', nullable: 0.3 };
      if (sums) {
        people.spent = { expr: 'sum(orders.map(o, o.amount))' };
        people.orderCount = { expr: 'size(orders)' };
      }
    }
    if (orders && items) {
      const [fields, size, relations] = items;
      const own: Fields = { orderId: { ref: 'orders.id' }, line: { type: 'sequence', per: 'orders' }, ...fields };
      drawn.items = {
        primaryKey: ['orderId', 'line'],
        count: size,
        fields: { ...own, ...related(relations, 'orders', drawn.orders.fields, 'tags', drawn.tags.fields) },
      };
      if (relations.length > 1) drawn.items.fields.buyer = { ref: 'orders.users.id' };
      if (sums) {
        drawn.orders.fields.lines = { expr: 'sum(items.map(i, i.line * 2))' };
        people.lines = { expr: 'sum(orders.map(o, o.lines))' };
      }
      if (boss) drawn.parts = parts();
    }
    if (links) drawn.links = link(...links, Number(tags[2]));
    return drawn;
  });

function root([table, id, n]: readonly [Table, Field, number]): Table {
  return { count: n, ...table, fields: { id, ...table.fields } };
}

/** Children of a parent whose key is composite. */
function parts(): Table {
  return {
    primaryKey: ['orderId', 'line', 'part'],
    count: { per: 'items', min: 0, max: 2 },
    fields: {
      orderId: { ref: 'items.orderId' },
      line: { ref: 'items.line' },
      part: { type: 'sequence', per: 'items' },
      code: { template: '{{orderId}}/{{line}}/{{part}}' },
    },
  };
}

/** Pairs of users and tags, no pair twice: some of each user's tags, or some of all pairs. */
function link(perUser: boolean, uneven: boolean, tagCount: number): Table {
  const fields: Fields = { userId: { ref: 'users.id' }, tagId: { ref: 'tags.id' }, since: 'date' };
  const size = { per: 'users', min: 0, max: Math.min(3, tagCount) };
  if (perUser) return { count: size, unique: [['userId', 'tagId']], fields };
  const tagId = uneven ? { ref: 'tags.id', distribution: { type: 'zipf', exponent: 1.1 } } : { ref: 'tags.id' };
  return {
    count: uneven ? 40 : tagCount,
    ...(!uneven && { unique: [['userId', 'tagId']] }),
    fields: { ...fields, tagId },
  };
}
