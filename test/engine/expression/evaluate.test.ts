import assert from 'node:assert/strict';
import {
  ExpressionEvaluationError,
  holds,
  mapOf,
  scalar,
  type ExprType,
} from '../../../engine/src/expression/index.js';
import { check, compiled, evaluated, inputsOfFields, type Fields } from './rows.js';

const int = scalar('int');
const double = scalar('double');
const string = scalar('string');
const intNull = scalar('int', true);
const doubleNull = scalar('double', true);
const stringNull = scalar('string', true);
const boolNull = scalar('bool', true);

describe('arithmetic', () => {
  const n: Fields = {
    a: { type: int, values: [7, -7, 0, 9] },
    b: { type: int, values: [2, 2, -5, 3] },
    x: { type: double, values: [0.1, 2.5, -0.5, 1e10] },
  };
  check([
    ['a + b', n, [9, -5, -5, 12]],
    ['a - b', n, [5, -9, 5, 6]],
    ['a * b', n, [14, -14, 0, 27]],
    ['a / b', n, [3, -3, 0, 3]],
    ['a % b', n, [1, -1, 0, 0]],
    ['-a', n, [-7, 7, 0, -9]],
    ['a * x', n, [7 * 0.1, -17.5, -0, 9e10]],
    ['a / 2.0', n, [3.5, -3.5, 0, 4.5]],
    ['x + 1', n, [1.1, 3.5, 0.5, 10000000001]],
    ['a == 7.0', n, [true, false, false, false]],
    ['a < x', n, [false, true, false, true]],
    ['b >= 2', n, [true, true, false, true]],
    ['max(a, x)', n, [7, 2.5, 0, 1e10]],
    ['abs(a) + abs(x)', n, [7.1, 9.5, 0.5, 10000000009]],
    ['round(x)', n, [0, 3, -1, 1e10]],
    ['floor(x) * 10 + ceil(x)', n, [1, 23, -10, 11e10]],
    ['sqrt(double(b * b))', n, [2, 2, 5, 3]],
    ['int(x)', n, [0, 2, 0, 1e10]],
    ['1e3 + 0x10', n, [1016, 1016, 1016, 1016]],
  ]);

  it('keeps integers integers', () => {
    const column = compiled('a * 2', n).evaluate(inputsOfFields(n));
    assert.ok(column.kind === 'number' && column.decimals === 0);
    const product = compiled('0 * a', { a: { type: int, values: [-5] } });
    assert.deepEqual(product.evaluate(inputsOfFields({ a: { type: int, values: [-5] } })), {
      kind: 'number',
      length: 1,
      values: Float64Array.of(0),
      decimals: 0,
      nulls: undefined,
    });
  });
});

describe('nulls', () => {
  const n: Fields = {
    x: { type: intNull, values: [1, null] },
    s: { type: stringNull, values: ['paid', null] },
    d: { type: stringNull, values: ['paid', null], dictionary: true },
  };
  const t: Fields = {
    p: { type: boolNull, values: [true, true, true, false, false, false, null, null, null] },
    q: { type: boolNull, values: [true, false, null, true, false, null, true, false, null] },
  };
  check([
    ['x + 1', n, [2, null]],
    ['x > 0', n, [true, null]],
    ['x == 1', n, [true, null]],
    ['x != 2', n, [true, null]],
    ['x == null', n, [false, true]],
    ['null != x', n, [true, false]],
    ['(x + 1) == null', n, [false, true]],
    ['s != null && x > 0', n, [true, false]],
    ['x == null || x > 0', n, [true, true]],
    ['x == null ? 0 : x * 2', n, [2, 0]],
    ['x > 0 ? 1 : 2', n, [1, null]],
    ['coalesce(x, 9)', n, [1, 9]],
    ['coalesce(x, null)', n, [1, null]],
    ["s == 'paid'", n, [true, null]],
    ["s != 'paid'", n, [false, null]],
    ["d == 'paid'", n, [true, null]],
    ["d == null ? 'none' : d", n, ['paid', 'none']],
    ['upper(d)', n, ['PAID', null]],
    ["s in ['paid', 'new']", n, [true, null]],
    ["s.startsWith('p')", n, [true, null]],
    ['[x]', n, [[1], [null]]],
    ['null', n, [null, null]],
    ['p && q', t, [true, false, null, false, false, false, null, false, null]],
    ['p || q', t, [true, true, true, true, false, null, true, null, null]],
    ['!p', t, [false, false, false, true, true, true, null, null, null]],
    ['p == q', t, [true, false, null, false, true, null, null, null, null]],
  ]);

  it('make a condition false', () => {
    const column = compiled('x > 0', n).evaluate(inputsOfFields(n));
    assert.deepEqual([...holds(column)], [1, 0]);
  });

  it('through a parent that is null', () => {
    const boss: ExprType = mapOf(
      new Map<string, ExprType>([
        ['name', string],
        ['age', int],
      ]),
      true,
    );
    const fields: Fields = { boss: { type: boss, values: [{ name: 'Ada', age: 40 }, null] } };
    assert.deepEqual(evaluated('boss.name', fields), ['Ada', null]);
    assert.deepEqual(evaluated('boss.age + 1', fields), [41, null]);
    assert.deepEqual(evaluated('boss == null', fields), [false, true]);
    assert.deepEqual(evaluated('boss', fields), [{ name: 'Ada', age: 40 }, null]);
  });

  it('tell null from absent', () => {
    const fields: Fields = { nick: { type: stringNull, values: ['x', null, undefined] } };
    assert.deepEqual(evaluated('has(row.nick)', fields), [true, true, false]);
    assert.deepEqual(evaluated('nick == null', fields), [false, true, true]);
    assert.deepEqual(evaluated('nick', fields), ['x', null, null]);
  });
});

describe('faults', () => {
  const n: Fields = {
    a: { type: int, values: [4, 5, 6] },
    b: { type: int, values: [2, 0, 3] },
    x: { type: double, values: [1, 0, 2] },
    s: { type: string, values: ['1', 'x', '3'] },
  };
  const cases: readonly (readonly [string, string, number])[] = [
    ['a / b', 'expr/division-by-zero', 1],
    ['a % b', 'expr/division-by-zero', 1],
    ['1.0 / x', 'expr/division-by-zero', 1],
    ['a * 9007199254740991', 'expr/overflow', 0],
    ['int(s)', 'expr/conversion', 1],
    ['double(s)', 'expr/conversion', 1],
    ['s.substring(2)', 'expr/out-of-range', 0],
    ['[1, 2][b]', 'expr/out-of-range', 0],
    ['sqrt(x - 1)', 'expr/out-of-range', 1],
    ['x * 1e308 * 1e308', 'expr/not-finite', 0],
    ["timestamp('9999-12-31') + duration('2d')", 'expr/overflow', 0],
    ['s.matches(s + "(")', 'expr/regex', 0],
    ["_now.getHours('Mars/Phobos')", 'expr/time-zone', 0],
  ];
  for (const [text, code, row] of cases) {
    it(`${text}: ${code} in row ${row}`, () => {
      assert.throws(
        () => evaluated(text, n),
        (error) => error instanceof ExpressionEvaluationError && error.code === code && error.row === row,
      );
    });
  }

  it('name the part that failed', () => {
    assert.throws(() => evaluated('1 + a / b', n), /division by zero in `a \/ b`/);
    assert.throws(() => evaluated('((a + 1) / (  (b))) * 2', n), /division by zero in `\(a \+ 1\) \/ \( {2}\(b\)\)`/);
    assert.throws(
      () => evaluated('"(".size() / (b + ")".size() - 1)', n),
      /in `"\(".size\(\) \/ \(b \+ "\)".size\(\) - 1\)`/,
    );
    try {
      evaluated('1 + a / b', n);
    } catch (error) {
      assert.ok(error instanceof ExpressionEvaluationError);
      assert.deepEqual([error.start, error.end], [4, 9]);
    }
  });

  check([
    ['b == 0 ? 0 : a / b', n, [2, 0, 2]],
    ['b == 0 || a / b > 1', n, [true, true, true]],
    ['a / b > 1 || b == 0', n, [true, true, true]],
    ['b != 0 && a / b > 1', n, [true, false, true]],
    ['a / b > 100 && b != 0', n, [false, false, false]],
    ['coalesce(a, a / b)', n, [4, 5, 6]],
    ["s == 'x' ? 0 : int(s)", n, [1, 0, 3]],
  ]);

  it('of null rows do not count', () => {
    const fields: Fields = { a: { type: intNull, values: [4, null] }, b: { type: int, values: [2, 0] } };
    assert.deepEqual(evaluated('a / b', fields), [2, null]);
  });

  it('of dictionary values that no row has do not count', () => {
    const fields: Fields = { s: { type: string, values: ['1', 'x', '3'], dictionary: true }, b: n.b };
    assert.deepEqual(evaluated("s == 'x' ? 0 : int(s)", fields), [1, 0, 3]);
    assert.deepEqual(evaluated('b == 0 ? 0 : int(s)', fields), [1, 0, 3]);
    assert.throws(() => evaluated('int(s)', fields), /'x' is no integer/);
  });
});

describe('text', () => {
  const n: Fields = {
    s: { type: string, values: ['Hello', 'a,b,,c', '', 'Grüße 👋🏽', '  x '] },
    k: { type: string, values: ['Hello', '👋', 'b', 'a', 'c'], dictionary: true },
  };
  check([
    ['size(s)', n, [5, 6, 0, 8, 4]],
    ['s.contains("l")', n, [true, false, false, false, false]],
    ['upper(s)', n, ['HELLO', 'A,B,,C', '', 'GRÜSSE 👋🏽', '  X ']],
    ['trim(s)', n, ['Hello', 'a,b,,c', '', 'Grüße 👋🏽', 'x']],
    ["split(s, ',')", n, [['Hello'], ['a', 'b', '', 'c'], [''], ['Grüße 👋🏽'], ['  x ']]],
    ["s.split(',', 2)", n, [['Hello'], ['a', 'b,,c'], [''], ['Grüße 👋🏽'], ['  x ']]],
    ["join(s.split(','), '+')", n, ['Hello', 'a+b++c', '', 'Grüße 👋🏽', '  x ']],
    ["replace(s, 'l', '$&')", n, ['He$&$&o', 'a,b,,c', '', 'Grüße 👋🏽', '  x ']],
    ["s.replace('l', 'L', 1)", n, ['HeLlo', 'a,b,,c', '', 'Grüße 👋🏽', '  x ']],
    ["s.indexOf('👋')", n, [-1, -1, -1, 6, -1]],
    ["size(s) > 6 ? s.substring(6, 7) : ''", n, ['', '', '', '👋', '']],
    ["s.matches('^\\\\p{Lu}')", n, [true, false, false, true, false]],
    ["s == 'Hello'", n, [true, false, false, false, false]],
    ["s != 'a,b,,c'", n, [true, false, true, true, true]],
    ["'Grüße 👋🏽' == s", n, [false, false, false, true, false]],
    ['s == k', n, [true, false, false, false, false]],
    // By code points: U+FF5E comes before U+1F44B though its UTF-16 unit is the greater.
    ["k < '～'", n, [true, false, true, true, true]],
    ["s + '-' + k", n, ['Hello-Hello', 'a,b,,c-👋', '-b', 'Grüße 👋🏽-a', '  x -c']],
    ["k + '!'", n, ['Hello!', '👋!', 'b!', 'a!', 'c!']],
    ['s.reverse()', { s: { type: string, values: ['ab👋'] } }, ['👋ba']],
    ['"\\u00e9" + r"\\n"', { s: n.s }, Array<string>(5).fill('é\\n')],
  ]);
});

describe('time', () => {
  const timestamp = scalar('timestamp');
  const n: Fields = {
    at: { type: timestamp, values: ['2024-02-29T23:30:00Z', '2025-07-01T00:00:00Z'] },
    day: { type: timestamp, values: ['2024-12-31', '2025-01-01'] },
    wait: { type: scalar('duration'), values: [90_000, 86_400_000] },
  };
  check([
    ["at + duration('90d')", n, ['2024-05-29T23:30:00Z', '2025-09-29T00:00:00Z']],
    ["at - duration('1h30m')", n, ['2024-02-29T22:00:00Z', '2025-06-30T22:30:00Z']],
    ["at + duration('500ms')", n, ['2024-02-29T23:30:00.500Z', '2025-07-01T00:00:00.500Z']],
    ['at + wait > at', n, [true, true]],
    ['at - day', n, [-26353800000, 15638400000]],
    ["at - day < duration('0s')", n, [true, false]],
    ['day', n, ['2024-12-31', '2025-01-01']],
    ['day > at ? day : day', n, ['2024-12-31', '2025-01-01']],
    ["day + duration('1d')", n, ['2025-01-01T00:00:00Z', '2025-01-02T00:00:00Z']],
    ['at.getFullYear()', n, [2024, 2025]],
    [
      '[at.getMonth(), at.getDate(), at.getDayOfMonth()]',
      n,
      [
        [1, 29, 28],
        [6, 1, 0],
      ],
    ],
    [
      '[at.getDayOfWeek(), at.getDayOfYear()]',
      n,
      [
        [4, 59],
        [2, 181],
      ],
    ],
    [
      '[year(at), month(at), day(at), hour(at), weekday(at)]',
      n,
      [
        [2024, 2, 29, 23, 4],
        [2025, 7, 1, 0, 2],
      ],
    ],
    [
      "[at.getHours('Europe/Berlin'), at.getHours('-05:00')]",
      n,
      [
        [0, 18],
        [2, 19],
      ],
    ],
    ['days(at, day)', n, [305, -181]],
    ["at == timestamp('2024-03-01T00:30:00+01:00')", n, [true, false]],
    ['_now', n, ['2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z']],
    ['string(at) + string(wait)', n, ['2024-02-29T23:30:00Z90s', '2025-07-01T00:00:00Z86400s']],
    ['wait.getMinutes()', n, [1, 1440]],
    ["duration('PT1H') == duration('60m')", n, [true, true]],
    ["duration('-1.5h')", n, [-5400000, -5400000]],
    [
      '[at, null]',
      n,
      [
        ['2024-02-29T23:30:00Z', null],
        ['2025-07-01T00:00:00Z', null],
      ],
    ],
    [
      "{'at': at, 'wait': wait}",
      n,
      [
        { at: '2024-02-29T23:30:00Z', wait: 'PT1M30S' },
        { at: '2025-07-01T00:00:00Z', wait: 'P1D' },
      ],
    ],
  ]);
});

describe('columns of results', () => {
  const n: Fields = {
    d: { type: string, values: ['a', 'b', 'a'], dictionary: true },
    t: { type: string, values: ['a', 'b', 'a'] },
    p: { type: doubleNull, values: [1.5, null, 2] },
  };
  const kindOf = (text: string): string => compiled(text, n).evaluate(inputsOfFields(n)).kind;
  const table: readonly (readonly [string, string])[] = [
    ['d', 'dictionary'],
    ["d + '!'", 'dictionary'],
    ["d == 'a' ? 'x' : 'y'", 'dictionary'],
    ['t', 'text'],
    ['t + d', 'text'],
    ['p * 2', 'number'],
    ["d == 'a'", 'boolean'],
    ['_now', 'temporal'],
    ['[p]', 'value'],
    ["{'p': p}", 'value'],
  ];
  for (const [text, kind] of table) it(`${text} gives a ${kind} column`, () => assert.equal(kindOf(text), kind));

  it('a bare number keeps its digits after the point', () => {
    const inputs = inputsOfFields(n);
    const price = { ...(inputs.column(['p']) as { kind: 'number' }), decimals: 2 };
    const column = compiled('p', n).evaluate({ ...inputs, column: () => price as never });
    assert.ok(column.kind === 'number' && column.decimals === 2);
  });

  it('no rows give no values', () => {
    const empty: Fields = { s: { type: string, values: [] }, d: { type: string, values: [], dictionary: true } };
    for (const text of ["s + 'x'", "d + 'x'", 'size(s)', '[s]', 's == d']) assert.deepEqual(evaluated(text, empty), []);
    assert.deepEqual(evaluated('{{s}}-{{d}}', empty, true), []);
  });
});
