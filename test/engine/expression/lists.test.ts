import assert from 'node:assert/strict';
import {
  ExpressionEvaluationError,
  listOf,
  mapOf,
  scalar,
  type ExprType,
} from '../../../engine/src/expression/index.js';
import { check, evaluated, type Fields } from './rows.js';

const int = scalar('int');
const string = scalar('string');
const doubleNull = scalar('double', true);

describe('lists', () => {
  const item = mapOf(
    new Map<string, ExprType>([
      ['q', int],
      ['p', doubleNull],
      ['tags', listOf(string)],
    ]),
  );
  const n: Fields = {
    items: {
      type: listOf(item),
      values: [
        [
          { q: 2, p: 1.5, tags: ['a', 'b'] },
          { q: 1, p: 4, tags: [] },
        ],
        [],
        [{ q: 3, p: null, tags: ['b'] }],
      ],
    },
    tags: { type: listOf(string, true), values: [['x', 'y'], null, []] },
    want: { type: string, values: ['b', 'b', 'a'] },
    k: { type: int, values: [10, 20, 30] },
  };
  check([
    ['size(items)', n, [2, 0, 1]],
    ['sum(items.map(i, i.q))', n, [3, 0, 3]],
    ['sum(items.map(i, i.q * i.p))', n, [7, 0, null]],
    ['sum(items.filter(i, i.p != null).map(i, i.q * i.p))', n, [7, 0, 0]],
    ['items.map(i, i.q * k)', n, [[20, 10], [], [90]]],
    ['items.map(i, i.p)', n, [[1.5, 4], [], [null]]],
    ['items.map(i, i.p > 1.0, i.q)', n, [[2, 1], [], []]],
    ['min(items.map(i, i.q))', n, [1, null, 3]],
    ['max(items.map(i, i.q))', n, [2, null, 3]],
    ['avg(items.map(i, i.q))', n, [1.5, null, 3]],
    ['items.exists(i, i.p > 3.0)', n, [true, false, null]],
    ['items.all(i, i.p > 1.0)', n, [true, true, null]],
    ['items.all(i, i.p > 2.0)', n, [false, true, null]],
    ['items.exists_one(i, i.q > 1)', n, [true, false, true]],
    ['items.exists(i, i.tags.exists(t, t == want))', n, [true, false, false]],
    ['items.map(i, i.tags.size())', n, [[2, 0], [], [1]]],
    ['items.filter(i, i.q > 1).map(i, i.tags.map(t, t + want))', n, [[['ab', 'bb']], [], [['ba']]]],
    ['items.filter(i, i.q > 1)', n, [[{ q: 2, p: 1.5, tags: ['a', 'b'] }], [], [{ q: 3, p: null, tags: ['b'] }]]],
    ['items.filter(i, i.q < 3).size() > 0 ? items[0].q : -1', n, [2, -1, -1]],
    ['items.size() > 0 ? items[0].q : -1', n, [2, -1, 3]],
    ['items.size() > 0 ? items[items.size() - 1].tags.size() : 0', n, [0, 0, 1]],
    ["join(tags, '/')", n, ['x/y', null, '']],
    ["'y' in tags", n, [true, null, false]],
    ['tags == null ? 0 : tags.size()', n, [2, 0, 0]],
    ["tags + ['z']", n, [['x', 'y', 'z'], null, ['z']]],
    ['tags', n, [['x', 'y'], null, []]],
    ["['x', 'y'] == tags", n, [true, null, false]],
    [
      '[k, k + 1].map(v, v * 2)',
      n,
      [
        [20, 22],
        [40, 42],
        [60, 62],
      ],
    ],
    ['sum([k, k + 1])', n, [21, 41, 61]],
    ["'a-b'.split('-').map(v, upper(v)).join('')", n, ['AB', 'AB', 'AB']],
    ['cel.bind(n, size(items), n * n)', n, [4, 0, 1]],
    ['items.map(i, cel.bind(x, i.q * 2, x + k))', n, [[14, 12], [], [36]]],
    ['min([k, 15])', n, [10, 15, 15]],
    ["max(['a', want])", n, ['b', 'b', 'a']],
  ]);

  it('of records that are held as JSON values', () => {
    const records = mapOf(
      new Map<string, ExprType>([
        ['q', int],
        ['p', doubleNull],
      ]),
    );
    const type = listOf(records);
    const values = [[{ q: 2, p: 1.5 }, { q: 1 }], [], [{ q: 3, p: null }]];
    const fields: Fields = { items: { type, values, dictionary: true }, k: n.k };
    assert.deepEqual(evaluated('sum(items.map(i, i.q * k))', fields), [30, 0, 90]);
    assert.deepEqual(evaluated('items.filter(i, i.p == null).map(i, i.q)', fields), [[1], [], [3]]);
  });

  it('faults within items belong to their row', () => {
    assert.throws(
      () => evaluated('items.map(i, 6 / (i.q - 3))', n),
      (error) => error instanceof ExpressionEvaluationError && error.row === 2,
    );
    assert.deepEqual(evaluated('items.filter(i, i.q != 3).map(i, 6 / (i.q - 3))', n), [[-6, -3], [], []]);
    assert.deepEqual(evaluated('items.exists(i, i.q == 3 || 6 / (i.q - 3) > 0)', n), [false, false, true]);
  });
});

describe('values known only at run time', () => {
  const n: Fields = { v: { type: scalar('dyn', true), values: [3, 'x', [1, 2], { a: { b: 5 } }, null, 2.5] } };
  const one = (value: unknown): Fields => ({ v: { type: scalar('dyn', true), values: [value] } });
  check([
    ['v == 3', n, [true, false, false, false, null, false]],
    ["v == 'x'", n, [false, true, false, false, null, false]],
    ['v == [1, 2]', n, [false, false, true, false, null, false]],
    ["v == {'a': {'b': 5}}", n, [false, false, false, true, null, false]],
    ["v in [3, 'x']", n, [true, true, false, false, null, false]],
    ['v.a.b', one({ a: { b: 5 } }), [5]],
    ['v["a"].b', one({ a: { b: 5 } }), [5]],
    ['v[1]', one([7, 8]), [8]],
    ['v + 1', one(2.5), [3.5]],
    ['v + v', one('ab'), ['abab']],
    ['v > 1', one(2.5), [true]],
    ["v < 'b'", one('a'), [true]],
    ['size(v)', one([1, 2]), [2]],
    ['size(v)', one('abc'), [3]],
    ['size(v)', one({ a: 1 }), [1]],
    ['upper(v)', one('abc'), ['ABC']],
    ['sum(v)', one([1, 2.5]), [3.5]],
    ['v.map(i, i * 2)', one([1, 2]), [[2, 4]]],
    ["'a' in v", one({ a: 1 }), [true]],
    ['has(v.a) && !has(v.z)', one({ a: 1 }), [true]],
    ['v ? 1 : 2', one(true), [1]],
    ['string(v)', one(404), ['404']],
  ]);
  const faults: readonly (readonly [string, unknown, RegExp])[] = [
    ['v + 1', 'x', /expected a double, found "x"/],
    ['v && true', 1, /expected a bool, found 1/],
    ['v.a', {}, /there is no key "a"/],
    ['v.a', 'x', /"x" has no key "a"/],
    ['v.length', [1], /no key "length"/],
    ['v["__proto__"]', { a: 1 }, /no key "__proto__"/],
    ['v.constructor', { a: 1 }, /no key "constructor"/],
    ['upper(v)', 3, /upper\(\) takes upper\(string\), not 3/],
    ['v + v', true, /true \+ true has no meaning/],
    ['v[5]', [1], /no item 5 in a list of 1/],
  ];
  for (const [text, value, message] of faults) {
    it(`${text} of ${JSON.stringify(value)}`, () => assert.throws(() => evaluated(text, one(value)), message));
  }
});
