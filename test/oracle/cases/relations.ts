import type { ViolationKind } from '../validate.js';
import { rows, type Case, type Rows } from './case.js';

const SEQUENCE = { count: 3, fields: { v: { type: 'sequence', start: 10, step: 5 } } };
const MONTHS = { count: 2, fields: { v: { type: 'sequence', start: '2024-01-31T00:00:00Z', step: '1mo' } } };
const PAIR = { count: 2, fields: { a: 'integer', b: 'integer?' }, unique: [['a', 'b']] };
const KEY = { count: 2, primaryKey: ['a', 'b'], fields: { a: 'integer', b: 'integer?' } };
export const TABLE: Case[] = [
  ['count', { count: 2, fields: { v: 'integer' } }, rows(1, 2), rows(1), 'count'],
  ['default count', { v: 'integer' }, rows(...Array(10).keys()), rows(1), 'count'],
  ['asked count', { count: 2, fields: { v: 'integer' } }, rows(1), rows(1, 2), 'count', { count: 1 }],
  ['sequence', SEQUENCE, rows(10, 15, 20), rows(10, 15, 21), 'sequence'],
  ['default sequence', { count: 2, fields: { v: 'sequence' } }, rows(1, 2), rows(0, 1), 'sequence'],
  [
    'sequence of months',
    MONTHS,
    rows('2024-01-31T00:00:00Z', '2024-02-29T00:00:00Z'),
    rows('2024-01-31T00:00:00Z', '2024-03-02T00:00:00Z'),
    'sequence',
  ],
  [
    'unique',
    { count: 3, fields: { v: { type: 'integer', nullable: true, unique: true } } },
    rows(null, null, 1),
    rows(2, null, 2),
    'unique',
  ],
  [
    'composite unique',
    PAIR,
    [
      { a: 1, b: null },
      { a: 1, b: null },
    ],
    [
      { a: 1, b: 1 },
      { a: 1, b: 1 },
    ],
    'unique',
  ],
  [
    'primary key',
    KEY,
    [
      { a: 1, b: 1 },
      { a: 1, b: 2 },
    ],
    [
      { a: 1, b: 1 },
      { a: 1, b: 1 },
    ],
    'primaryKey',
  ],
  [
    'null in a primary key',
    KEY,
    [
      { a: 1, b: 1 },
      { a: 1, b: 2 },
    ],
    [
      { a: 1, b: 1 },
      { a: 1, b: null },
    ],
    'primaryKey',
  ],
];

const SHOP = {
  tables: {
    users: { count: 2, fields: { id: 'sequence', city: 'string?', total: { expr: 'sum(orders.map(o, o.price))' } } },
    orders: {
      count: { per: 'users', min: 1, max: 2 },
      fields: {
        line: { type: 'sequence', per: 'users' },
        user: { ref: 'users.id' },
        city: { ref: 'users.city' },
        price: { type: 'integer', unique: { per: 'users' } },
        label: { template: '{{users.id}}-{{line}}' },
      },
    },
  },
};
const shop = (change: (rows: { users: Rows; orders: Rows }) => void) => {
  const output = {
    users: [
      { id: 1, city: 'Ulm', total: 3 },
      { id: 2, city: null, total: 1 },
    ] as Rows,
    orders: [
      { line: 1, user: 1, city: 'Ulm', price: 1, label: '1-1' },
      { line: 2, user: 1, city: 'Ulm', price: 2, label: '1-2' },
      { line: 1, user: 2, city: null, price: 1, label: '2-1' },
    ] as Rows,
  };
  change(output);
  return output;
};
const inShop = (what: string, kind: ViolationKind, change: Parameters<typeof shop>[0]): Case => [
  what,
  SHOP,
  shop(() => {}),
  shop(change),
  kind,
];

const STAFF = { count: 3, fields: { id: 'sequence', boss: { ref: 'id', nullable: 0.2 } } };
const MANY = {
  tables: {
    a: { count: 2, fields: { id: 'sequence', name: 'string' } },
    b: { count: 2, fields: { id: 'sequence', a: { ref: 'a.id' } } },
    c: {
      count: 2,
      unique: [['a', 'b']],
      fields: {
        a: { ref: 'a.id' },
        b: { ref: 'b.id' },
        other: { ref: 'a.id', as: 'second' },
        name: { ref: 'second.name' },
        far: { ref: 'b.a.name' },
      },
    },
  },
};
const many = (c: Rows) => ({
  a: [
    { id: 1, name: 'x' },
    { id: 2, name: 'y' },
  ],
  b: [
    { id: 1, a: 2 },
    { id: 2, a: 1 },
  ],
  c,
});
const link = (a: number, b: number, other: number, name: string, far: string) => ({ a, b, other, name, far });
const LINKS = many([link(1, 1, 1, 'x', 'y'), link(1, 2, 2, 'y', 'x')]);

export const RELATIONS: Case[] = [
  inShop('a missing table', 'table', (o) => delete (o as Partial<typeof o>).orders),
  inShop('an unknown table', 'table', (o) => Object.assign(o, { other: [] })),
  inShop('a dangling ref', 'ref', (o) => (o.orders[0].user = 3)),
  inShop('copies that disagree', 'alias', (o) => Object.assign(o.orders[2], { city: 'Ulm' })),
  inShop('a null ref', 'null', (o) => (o.orders[0].user = null)),
  inShop('too many children', 'children', (o) =>
    o.orders.splice(1, 0, { ...o.orders[1], line: 3, price: 9, label: '1-3' }),
  ),
  inShop('too few children', 'children', (o) => o.orders.pop()),
  inShop('children out of order', 'order', (o) => o.orders.reverse()),
  inShop('sequence of each parent', 'sequence', (o) => (o.orders[2].line = 3)),
  inShop('unique for each parent', 'unique', (o) => (o.orders[1].price = 1)),
  inShop('a sum over children', 'expr', (o) => (o.users[0].total = 4)),
  inShop('a template with the parent', 'template', (o) => (o.orders[2].label = '1-1')),
  [
    'a self-reference ahead',
    STAFF,
    [
      { id: 1, boss: null },
      { id: 2, boss: 1 },
      { id: 3, boss: 1 },
    ],
    [
      { id: 1, boss: null },
      { id: 2, boss: 3 },
      { id: 3, boss: 1 },
    ],
    'ref',
  ],
  [
    'a self-reference to itself',
    STAFF,
    [
      { id: 1, boss: null },
      { id: 2, boss: null },
      { id: 3, boss: 2 },
    ],
    [
      { id: 1, boss: null },
      { id: 2, boss: 2 },
      { id: 3, boss: 1 },
    ],
    'ref',
  ],
  [
    'a self-reference of row 0',
    STAFF,
    [
      { id: 1, boss: null },
      { id: 2, boss: null },
      { id: 3, boss: 2 },
    ],
    [
      { id: 1, boss: 1 },
      { id: 2, boss: 1 },
      { id: 3, boss: 1 },
    ],
    'ref',
  ],
  ['a chain', MANY, LINKS, many([link(1, 1, 1, 'x', 'x'), link(1, 2, 2, 'y', 'x')]), 'alias'],
  ['an alias', MANY, LINKS, many([link(1, 1, 1, 'y', 'y'), link(1, 2, 2, 'y', 'x')]), 'alias'],
  ['a pair twice', MANY, LINKS, many([link(1, 1, 1, 'x', 'y'), link(1, 1, 2, 'y', 'y')]), 'unique'],
];
