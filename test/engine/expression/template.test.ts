import assert from 'node:assert/strict';
import { isPlain } from '../../../engine/src/columns/text.js';
import { textAt } from '../../../engine/src/columns/text.js';
import { compileTemplate, listOf, scalar, scopeOf } from '../../../engine/src/expression/index.js';
import { compiled, evaluated, inputsOfFields, type Fields } from './rows.js';

const n: Fields = {
  id: { type: scalar('int'), values: [7, -12, 9007199254740991] },
  x: { type: scalar('double'), values: [12, 0.1, 1e21] },
  s: { type: scalar('string'), values: ['a', 'ü "q"', ''] },
  d: { type: scalar('string'), values: ['US', 'DE', 'US'], dictionary: true },
  z: { type: scalar('string', true), values: ['v', null, undefined] },
  m: { type: scalar('int', true), values: [null, 3, 4] },
  b: { type: scalar('bool'), values: [true, false, true] },
  at: { type: scalar('timestamp'), values: ['2024-02-29T23:30:00Z', '2025-07-01T00:00:00Z', '2025-07-01T00:00:00Z'] },
  day: { type: scalar('timestamp'), values: ['2024-02-29', '2025-07-01', '2025-07-01'] },
  wait: { type: scalar('duration'), values: [0, 90_061_500, -1000] },
  list: { type: listOf(scalar('int')), values: [[1, 2], [], [3]] },
  v: { type: scalar('dyn', true), values: ['text', { a: 1 }, null] },
};

describe('templates', () => {
  const table: readonly (readonly [string, readonly string[]])[] = [
    ['plain', ['plain', 'plain', 'plain']],
    ['', ['', '', '']],
    ['{{d}}-{{id}}', ['US-7', 'DE--12', 'US-9007199254740991']],
    ['{{x}}', ['12', '0.1', '1e+21']],
    ['{{ id * 2.5 }}|', ['17.5|', '-30|', '22517998136852476|']],
    ['<{{s}}>', ['<a>', '<ü "q">', '<>']],
    ['[{{z}}][{{m}}][{{m + 1}}]', ['[v][][]', '[][3][4]', '[][4][5]']],
    ['{{b}} {{!b}}', ['true false', 'false true', 'true false']],
    [
      '{{at}} {{day}}',
      ['2024-02-29T23:30:00Z 2024-02-29', '2025-07-01T00:00:00Z 2025-07-01', '2025-07-01T00:00:00Z 2025-07-01'],
    ],
    ['{{wait}}', ['PT0S', 'P1DT1H1M1.5S', '-PT1S']],
    ['{{list}} {{v}}', ['[1,2] text', '[] {"a":1}', '[3] ']],
    ["{{ '{{' }}{{id}}}}", ['{{7}}', '{{-12}}', '{{9007199254740991}}']],
    ["{{ '}}' }}{{ {'a': {'b': 1}}.a.b }}", ['}}1', '}}1', '}}1']],
    ["{{ d == 'US' ? 'us' : d }}", ['us', 'DE', 'us']],
    ['{{d}}!{{d}}', ['US!US', 'DE!DE', 'US!US']],
    ['{{z == null ? "-" : z}}', ['v', '-', '-']],
    ['{{""}}{{s}}', ['a', 'ü "q"', '']],
    ['a } b { c }} d', ['a } b { c }} d', 'a } b { c }} d', 'a } b { c }} d']],
    ['naïve {{id}}€', ['naïve 7€', 'naïve -12€', 'naïve 9007199254740991€']],
  ];
  for (const [text, expected] of table) it(text, () => assert.deepEqual(evaluated(text, n, true), expected));

  it('are never null', () => assert.equal(compiled('{{z}}', n, true).type.nullable, false));

  it('over one dictionary give a dictionary', () => {
    assert.equal(compiled('{{d}}!', n, true).evaluate(inputsOfFields(n)).kind, 'dictionary');
    assert.equal(compiled('{{d}}{{id}}', n, true).evaluate(inputsOfFields(n)).kind, 'text');
  });

  it('say rightly whether their text needs quoting', () => {
    const texts = [
      '{{id}}',
      '{{id}}-{{d}}',
      '{{id}} {{d}}',
      ' {{id}}',
      '{{id}} ',
      '{{s}}',
      '{{m}}',
      '{{m}} {{id}}',
      'a,{{id}}',
      '{{id}}"',
      '{{x}}',
    ];
    for (const text of texts) {
      const column = compiled(text, n, true).evaluate(inputsOfFields(n));
      assert.ok(column.kind === 'text');
      const each = [0, 1, 2].every((i) => isPlain(textAt(column, i)));
      if (column.plain) assert.ok(each, text);
      if (each && text !== '{{s}}') assert.ok(column.plain, text);
    }
  });

  it('grow beyond what was reserved', () => {
    const long = 'ü'.repeat(5000);
    const fields: Fields = {
      s: { type: scalar('string'), values: [long, 'b', long] },
      id: { type: scalar('int'), values: [1, 2, 3] },
    };
    assert.deepEqual(evaluated('{{id}}{{s}}{{upper(s)}}{{id}}', fields, true), [
      `1${long}${long.toUpperCase()}1`,
      '2bB2',
      `3${long}${long.toUpperCase()}3`,
    ]);
  });

  it('fail as expressions do', () => {
    assert.throws(() => evaluated('{{ 1 / (id - 7) }}', n, true), /division by zero in `1 \/ \(id - 7\)`/);
  });

  const mistakes: readonly (readonly [string, string])[] = [
    ['{{id', 'expr/syntax 0-2'],
    ['a {{}} b', 'expr/syntax 2-6'],
    ['a {{ idd }} {{ x }} {{ zz', 'expr/unknown-name 5-8, expr/syntax 20-22'],
    ['ok {{ 1 + }}', 'expr/syntax 10-10'],
    ['ok {{ id + s }}', 'expr/type 6-12'],
  ];
  for (const [text, expected] of mistakes) {
    it(`mistakes in ${text}`, () => {
      const types = new Map(Object.entries(n).map(([name, field]) => [name, field.type]));
      const compilation = compileTemplate(text, scopeOf(types));
      assert.ok(!compilation.ok);
      assert.equal(compilation.errors.map((e) => `${e.code} ${e.start}-${e.end}`).join(', '), expected);
    });
  }
});
