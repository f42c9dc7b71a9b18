import assert from 'node:assert/strict';
import { namesAt, type VisibleName } from '../../../engine/src/navigation/names.js';

const SHOP = {
  description: 'all',
  tables: {
    users: {
      description: 'Who buys.',
      fields: { id: 'uuid', name: 'fullName', age: 'integer?', home: { fields: { city: 'city', lat: 'latitude' } } },
    },
    orders: {
      count: { per: 'users' },
      fields: {
        id: 'sequence',
        status: { enum: ['paid', 'open'], description: 'Where it stands.' },
        at: { type: 'datetime', when: "status == 'paid'" },
        net: { expr: 'sum(items.map(i, i.price))' },
        gross: { expr: 'net * 2 +' },
        where: { ref: 'users.home' },
        note: { fields: { text: { template: '' } } },
        broken: { type: 'intege', when: '' },
        seller: { ref: 'users.id', as: 'vendor' },
        list: { items: { fields: { x: 'number', y: { expr: '' } } } },
      },
    },
    items: { count: { per: 'orders' }, fields: { price: 'number' } },
  },
};

function told(names: readonly VisibleName[]): string[] {
  return names.map(({ name, kind, type, nullable }) => `${kind} ${name}: ${type}${nullable ? '?' : ''}`);
}

const ROW = [
  'field id: int',
  'field status: string',
  'field at: timestamp?',
  'field net: double',
  'field gross: dyn?',
  'field where: map',
  'field note: map',
  'field broken: dyn?',
  'field seller: string',
  'field list: list of map',
  'row users: map',
  'row vendor: map',
  'rows items: list of map',
  'special _row: int',
  'special _index: int',
  'special _now: timestamp',
];

describe('namesAt', () => {
  it('names the fields of the row, the rows around it and what expressions may call', () => {
    const { names, functions } = namesAt(SHOP, '/tables/orders/fields/net/expr');
    assert.deepEqual(told(names), ROW);
    assert.equal(names[1].description, 'Where it stands.');
    assert.deepEqual(names[1].definition?.pointer, '/tables/orders/fields/status');
    const sum = functions.find(({ name }) => name === 'sum');
    assert.ok(sum !== undefined && sum.signatures.length > 0 && sum.description !== '');
  });

  it('goes from the innermost object outwards', () => {
    const inObject = told(namesAt(SHOP, '/tables/orders/fields/note/fields/text/template').names);
    assert.deepEqual(inObject, ['field text: string', ...ROW]);
    const inItem = told(namesAt(SHOP, '/tables/orders/fields/list/items/fields/y').names);
    assert.deepEqual(inItem, ['field x: double', 'field y: dyn?', ...ROW]);
  });

  it('names what can follow after a dot', () => {
    const { names } = namesAt(SHOP, '/tables/orders/fields/broken/when');
    const parts = (name: string): string[] => told(names.find((n) => n.name === name)!.parts());
    const user = ['field id: string', 'field name: string', 'field age: int?', 'field home: map'];
    assert.deepEqual(parts('users'), user);
    assert.deepEqual(parts('vendor'), user);
    assert.deepEqual(parts('where'), ['field city: string', 'field lat: double']);
    assert.deepEqual(parts('items'), ['field price: double', 'row orders: map']);
    assert.deepEqual(parts('list'), ['field x: double', 'field y: dyn?']);
    assert.deepEqual(parts('id'), []);
    assert.equal(names.find((n) => n.name === 'users')!.description, 'Who buys.');
  });

  it('names the keys of series, the columns of events and what a rate depends on', () => {
    const series = {
      type: 'timeseries',
      series: { sensor: ['a', 'b'] },
      fields: { t: 'datetime', v: { type: 'number', anomalies: { types: ['spike'], label: 'odd' } } },
    };
    assert.deepEqual(told(namesAt(series, '/fields/v').names).slice(0, 4), [
      'series sensor: string',
      'field t: timestamp',
      'field v: double',
      'column odd: string?',
    ]);
    const events = {
      type: 'events',
      arrival: { type: 'intensity', expr: '' },
      events: { a: { fields: { n: 'integer' } }, b: {} },
      sessions: { idField: 'session', first: 'a', next: {} },
    };
    assert.deepEqual(told(namesAt(events, '/events/a/fields/n').names).slice(0, 4), [
      'field n: int',
      'column timestamp: timestamp',
      'column type: string',
      'column session: int',
    ]);
    assert.deepEqual(told(namesAt(events, '/arrival/expr').names), [
      'special hour: double',
      'special weekday: int',
      'special elapsed: duration',
    ]);
  });

  it('survives fields that depend on themselves and documents that are none', () => {
    const circle = { a: { expr: 'b + 1' }, b: { expr: 'a + 1' }, c: { ref: 'd' }, d: { ref: 'c' }, e: { ref: 'e' } };
    assert.deepEqual(told(namesAt(circle, '/a').names).slice(0, 5), [
      'field a: double?',
      'field b: double?',
      'field c: dyn?',
      'field d: dyn?',
      'field e: dyn?',
    ]);
    for (const value of [null, 3, 'x', [], {}, { tables: null }]) assert.deepEqual(namesAt(value, '/a').names, []);
  });
});
