import assert from 'node:assert/strict';
import {
  compileExpression,
  compileTemplate,
  describeType,
  listOf,
  mapOf,
  scalar,
  scopeOf,
  type ExprType,
} from '../../../engine/src/expression/index.js';

const item = mapOf(
  new Map<string, ExprType>([
    ['quantity', scalar('int')],
    ['price', scalar('double')],
    ['note', scalar('string', true)],
    ['tags', listOf(scalar('string'))],
  ]),
);
const address = mapOf(
  new Map<string, ExprType>([
    ['city', scalar('string')],
    ['geo.lat', scalar('double')],
  ]),
);
const scope = scopeOf(
  new Map<string, ExprType>([
    ['quantity', scalar('int')],
    ['price', scalar('double')],
    ['status', scalar('string')],
    ['name', scalar('string', true)],
    ['active', scalar('bool')],
    ['orderedAt', scalar('timestamp')],
    ['wait', scalar('duration')],
    ['mixed', scalar('dyn')],
    [
      'users',
      mapOf(
        new Map<string, ExprType>([
          ['country', scalar('string')],
          ['address', address],
        ]),
      ),
    ],
    ['boss', mapOf(new Map<string, ExprType>([['name', scalar('string')]]), true)],
    ['items', listOf(item)],
    ['tags', listOf(scalar('string'))],
    ['odd name', scalar('int')],
    ['größe', scalar('double')],
    ['in', scalar('int')],
    ['package', scalar('int')],
    ['a.b', scalar('int')],
    [
      'a',
      mapOf(
        new Map<string, ExprType>([
          ['b', scalar('string')],
          ['c', scalar('bool')],
        ]),
      ),
    ],
    ['size', scalar('int')],
    ['type', scalar('string')],
    ['_now', scalar('timestamp')],
    ['_row', scalar('int')],
  ]),
);

function typeOf(text: string): string {
  const compilation = compileExpression(text, scope);
  if (!compilation.ok) return compilation.errors.map((e) => `${e.code} ${e.start}-${e.end}`).join(', ');
  const { type } = compilation.expression;
  return describeType(type) + (type.nullable ? '?' : '');
}

describe('types of expressions', () => {
  const table: readonly (readonly [string, string])[] = [
    ['1', 'int'],
    ['1.5', 'double'],
    ['null', 'null?'],
    ['quantity * price', 'double'],
    ['quantity + 1', 'int'],
    ['quantity / 2', 'int'],
    ['quantity > price', 'bool'],
    ['quantity == 1.0', 'bool'],
    ["name + '!'", 'string?'],
    ['name == null', 'bool'],
    ["name == 'x'", 'bool?'],
    ["name == null ? '' : name", 'string?'],
    ["coalesce(name, 'nobody')", 'string'],
    ['active ? 1 : 2.0', 'double'],
    ['active ? 1 : null', 'int?'],
    ['orderedAt + wait', 'timestamp'],
    ['_now - orderedAt', 'duration'],
    ["orderedAt > timestamp('2026-01-01')", 'bool'],
    ['users.country', 'string'],
    ['users.address.city', 'string'],
    ['users["address"]["city"]', 'string'],
    ['users.address.geo.lat', 'double'],
    ['boss.name', 'string?'],
    ['boss', 'map?'],
    ['items', 'list of map'],
    ['items[0].price', 'double'],
    ['items.map(i, i.quantity * i.price)', 'list of double'],
    ['sum(items.map(i, i.quantity))', 'int'],
    ['items.map(i, i.price).sum()', 'double'],
    ['max(items.map(i, i.quantity))', 'int?'],
    ['avg(items.map(i, i.quantity))', 'double?'],
    ['min(quantity, price)', 'double'],
    ['join(items.map(i, i.note))', 'string?'],
    ['items.filter(i, i.price > 2)', 'list of map'],
    ['items.filter(i, i.price > 2).map(j, j.note)', 'list of string'],
    ['items.map(i, i.price > 2, i.quantity)', 'list of int'],
    ['items.exists(i, i.note == null)', 'bool'],
    ["items.all(i, i.note == 'x')", 'bool?'],
    ['items.map(i, i.tags.size())', 'list of int'],
    ['size(items)', 'int'],
    ['size * 2', 'int'],
    ['size(type)', 'int'],
    ['row["odd name"] + 1', 'int'],
    ['row["größe"]', 'double'],
    ['row["in"] + row["package"]', 'int'],
    ['row.quantity', 'int'],
    ['a.b', 'int'],
    ['a["b"]', 'string'],
    ['a.c', 'bool'],
    ['mixed + 1', 'double'],
    ["mixed + 'a'", 'string'],
    ['mixed + mixed', 'dyn'],
    ['mixed.deep.er', 'dyn?'],
    ['mixed == 3', 'bool'],
    ['mixed && active', 'bool'],
    ["{'a': 1, 'b': 'x'}.b", 'string'],
    ["['a', 'b'][quantity]", 'string'],
    ["[1, 'a']", 'list of dyn'],
    ["'a' in tags", 'bool'],
    ["status in ['paid', 'new']", 'bool'],
    ['cel.bind(x, quantity * 2, x * x)', 'int'],
    ['has(users.country)', 'bool'],
    ['round(price)', 'int'],
    ['round(price, 2)', 'double'],
    ['abs(quantity)', 'int'],
    ['string(quantity)', 'string'],
    ['orderedAt.getFullYear()', 'int'],
    ["duration('90d')", 'duration'],
    ["split(status, ',')", 'list of string'],
  ];
  for (const [text, type] of table) it(`${text}: ${type}`, () => assert.equal(typeOf(text), type));
});

describe('mistakes in expressions', () => {
  const table: readonly (readonly [string, string])[] = [
    ['', 'expr/syntax 0-0'],
    ['  ', 'expr/syntax 0-2'],
    ['quantity +', 'expr/syntax 10-10'],
    ['(quantity', 'expr/syntax 9-9'],
    ['quantity = 1', 'expr/syntax 9-10'],
    ['active & active', 'expr/syntax 7-8'],
    ['größe', 'expr/syntax 2-3'],
    ['package + 1', 'expr/syntax 0-7'],
    ["'unterminated", 'expr/syntax 0-13'],
    ['quantty + pric', 'expr/unknown-name 0-7, expr/unknown-name 10-14'],
    ['users.contry', 'expr/unknown-name 6-12'],
    ['users["contry"]', 'expr/unknown-name 6-14'],
    ['items.map(i, i.prise)', 'expr/unknown-name 15-20'],
    ['items.map(i, j.price)', 'expr/unknown-name 13-14'],
    ['items.price', 'expr/type 6-11'],
    ['items.map(3, 1)', 'expr/syntax 10-11'],
    ['quantity.map(i, i)', 'expr/type 0-8'],
    ['rond(price)', 'expr/unknown-function 0-4'],
    ['status.uper()', 'expr/unknown-function 7-11'],
    ['status.round()', 'expr/unknown-function 7-12'],
    ['upper(quantity)', 'expr/type 0-15'],
    ["quantity + 'x'", 'expr/type 0-14'],
    ["quantity == 'x'", 'expr/type 0-15'],
    ["orderedAt > '2026-01-01'", 'expr/type 0-24'],
    ['active > 1', 'expr/type 0-10'],
    ['quantity && active', 'expr/type 0-8'],
    ['!quantity', 'expr/type 1-9'],
    ['-status', 'expr/type 0-7'],
    ["active ? 1 : 'x'", 'expr/type 0-16'],
    ['name + null', 'expr/type 0-11'],
    ["duration('1mo')", 'expr/literal 9-14'],
    ["duration('3 fortnights')", 'expr/literal 9-23'],
    ["timestamp('2026-02-30')", 'expr/literal 10-22'],
    ["status.matches('(')", 'expr/literal 15-18'],
    ['9007199254740993', 'expr/literal 0-16'],
    ['1u', 'expr/unsupported 0-2'],
    ["b'x'", 'expr/unsupported 0-4'],
    ['price % 2', 'expr/type 0-9'],
    ["'a' in status", 'expr/type 0-13'],
    ['status[0]', 'expr/type 0-6'],
    ["tags['x']", 'expr/type 5-8'],
    ['has(quantity + 1)', 'expr/type 0-17'],
    // Prototypes cannot be reached: these are names like any other.
    ['row["__proto__"]', 'expr/unknown-name 4-15'],
    ['__proto__', 'expr/unknown-name 0-9'],
    ['constructor', 'expr/unknown-name 0-11'],
    ['users.constructor', 'expr/unknown-name 6-17'],
    ['users["__proto__"]["x"]', 'expr/unknown-name 6-17'],
    ['status.toString()', 'expr/unknown-function 7-15'],
    ['hasOwnProperty(1)', 'expr/unknown-function 0-14'],
  ];
  for (const [text, errors] of table) {
    it(JSON.stringify(text), () => {
      assert.equal(typeOf(text), errors);
    });
  }

  it('suggests what was meant', () => {
    const suggestions = (text: string): unknown => {
      const compilation = compileExpression(text, scope);
      return compilation.ok ? [] : compilation.errors[0].suggestions;
    };
    assert.deepEqual(suggestions('quantty'), ['quantity']);
    assert.deepEqual(suggestions('users.contry'), ['country']);
    assert.deepEqual(suggestions('items.map(item, itm.price)'), ['item']);
    assert.deepEqual(suggestions('flor(price)'), ['floor']);
    assert.deepEqual(suggestions('zzzzzz'), undefined);
  });

  it('says how to write what was meant', () => {
    const message = (text: string): string => {
      const compilation = compileExpression(text, scope);
      return compilation.ok ? '' : compilation.errors[0].message;
    };
    assert.match(message('package'), /row\["package"\]/);
    assert.match(message("orderedAt > '2026-01-01'"), /timestamp\('/);
    assert.match(message("'a' in status"), /contains/);
    assert.match(message('items.price'), /\.map\(i, i\.price\)/);
    assert.match(message('a = 1'), /==/);
    assert.match(message('status.round()'), /round\(double\)/);
  });
});

describe('references', () => {
  const references = (text: string, template = false): string[] => {
    const compilation = (template ? compileTemplate : compileExpression)(text, scope);
    assert.ok(compilation.ok);
    return compilation.expression.references.map((r) => `${r.path.join('/')} ${r.use} ${text.slice(r.start, r.end)}`);
  };
  const table: readonly (readonly [string, readonly string[]])[] = [
    ['users.country + status', ['users/country value users.country', 'status value status']],
    ['users.address.geo.lat', ['users/address/geo.lat value users.address.geo.lat']],
    ['row["odd name"]', ['odd name value row["odd name"]']],
    ['a.b', ['a.b value a.b']],
    [
      'sum(items.map(i, i.quantity * i.price))',
      ['items length items', 'items/quantity value i.quantity', 'items/price value i.price'],
    ],
    ['items.filter(i, i.price > 1.0).size()', ['items length items', 'items/price value i.price']],
    ['items.filter(i, i.price > 1.0)', ['items value items', 'items/price value i.price']],
    [
      'items.map(i, i.tags.exists(t, t == status))',
      ['items length items', 'items/tags length i.tags', 'items/tags value t', 'status value status'],
    ],
    ['size(items)', ['items length items']],
    ['name == null', ['name length name']],
    ['items[0].price', ['items value items']],
    ['mixed.deep', ['mixed value mixed']],
    ["duration('1d')", []],
  ];
  for (const [text, expected] of table) it(text, () => assert.deepEqual(references(text), expected));

  it('of templates, at their offsets', () => {
    assert.deepEqual(references('{{users.country}}-{{ _row }}', true), [
      'users/country value users.country',
      '_row value _row',
    ]);
  });
});

describe('hints', () => {
  const hints = (text: string): number[][] => {
    const compilation = compileExpression(text, scope);
    assert.ok(compilation.ok);
    return compilation.expression.hints.map((h) => [h.start, h.end]);
  };
  it('say that two integers divide without the fraction', () => {
    assert.deepEqual(hints('1 + quantity / 2'), [[4, 16]]);
    assert.deepEqual(hints('7 / 2'), [[0, 5]]);
    assert.deepEqual(hints('8 / 2'), []);
    assert.deepEqual(hints('price / 2'), []);
    assert.deepEqual(hints('double(quantity) / 2'), []);
  });
});
