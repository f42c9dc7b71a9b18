import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseRows, RowParser } from '../../../engine/src/prompting/parse-rows.js';
import type { AnsweredRow, RowShape } from '../../../engine/src/prompting/row-shape.js';
import { NASTY_ANSWERS } from './nasty-answers.js';

const valuesOf = (rows: readonly AnsweredRow[], shape: RowShape): unknown =>
  shape.numbered
    ? Object.fromEntries(rows.map(({ index, value }) => [index! + 1, value]))
    : rows.map(({ value }) => value);

function inPieces(
  text: string,
  cuts: readonly number[],
  shape: RowShape,
  finish: 'stop' | 'length' | 'other' | 'blocked',
) {
  const parser = new RowParser(shape);
  const rows: AnsweredRow[] = [];
  let from = 0;
  for (const cut of [...cuts].sort((a, b) => a - b)) {
    rows.push(...parser.write(text.slice(from, cut)));
    from = cut;
  }
  rows.push(...parser.write(text.slice(from)), ...parser.end(finish));
  return rows;
}

describe('reading rows', () => {
  it('has a table of 80 answers and more', () => assert.ok(NASTY_ANSWERS.length >= 80, String(NASTY_ANSWERS.length)));

  for (const { name, shape, text, expected, finish = 'stop' } of NASTY_ANSWERS) {
    it(`${shape.numbered ? 'numbered ' : ''}${shape.value}: ${name}`, () => {
      const whole = parseRows(text, shape, finish);
      if (typeof expected !== 'string') assert.deepEqual(valuesOf(whole, shape), expected);
      const each = inPieces(
        text,
        Array.from(text, (_, i) => i),
        shape,
        finish,
      );
      assert.deepEqual(each, whole, 'in single characters');
    });
  }

  it('leaves echoes of the schema to validation, and lets no prototype be set', () => {
    const at = (expected: string) => NASTY_ANSWERS.find((answer) => answer.expected === expected)!;
    const echo = parseRows(at('echo').text, at('echo').shape).map(({ value }) => value);
    assert.deepEqual(echo.at(-1), { name: 'Ann', age: 30 });
    const [row] = parseRows(at('proto').text, at('proto').shape);
    assert.equal(Object.getPrototypeOf(row!.value), Object.prototype);
    assert.equal((row!.value as { x?: unknown }).x, undefined);
  });

  it('tells a row as soon as it is complete', () => {
    const parser = new RowParser({ count: 3, numbered: true, value: 'scalar', names: ['t'] });
    assert.deepEqual(parser.write('{"1":"a"'), []);
    assert.deepEqual(parser.write(','), [{ index: 0, value: 'a', repaired: false }]);
    assert.deepEqual(parser.write('"2":"b","3":"c"}'), [
      { index: 1, value: 'b', repaired: false },
      { index: 2, value: 'c', repaired: false },
    ]);
    assert.deepEqual(parser.end('stop'), []);
  });

  it('says that repaired rows are', () => {
    const rows = parseRows('["a",\'b\']', { count: 2, numbered: false, value: 'scalar', names: [] });
    assert.deepEqual(
      rows.map(({ repaired }) => repaired),
      [false, true],
    );
  });

  it('gives the same rows however the text is cut', () => {
    const answer = fc
      .constantFrom(...NASTY_ANSWERS)
      .chain((nasty) => fc.tuple(fc.constant(nasty), fc.array(fc.nat({ max: nasty.text.length }), { maxLength: 12 })));
    fc.assert(
      fc.property(answer, fc.constantFrom('stop', 'length', 'other'), ([{ text, shape }, cuts], finish) => {
        assert.deepEqual(inPieces(text, cuts, shape, finish), parseRows(text, shape, finish));
      }),
      { numRuns: 2000, seed: 5 },
    );
  });

  it('gives the same rows of any text however it is cut, and never throws', () => {
    const scrap = fc.constantFrom(
      ...[
        '{',
        '}',
        '[',
        ']',
        '"',
        ',',
        ':',
        '\\',
        '\n',
        ' ',
        '1',
        'null',
        'rows',
        '"rows"',
        '<think>',
        '</think>',
        '```',
        "'",
        'a',
        '😀',
        '\uD83D',
      ],
    );
    fc.assert(
      fc.property(
        fc.array(scrap, { maxLength: 40 }).map((parts) => parts.join('')),
        fc.array(fc.nat({ max: 60 }), { maxLength: 8 }),
        fc.boolean(),
        (text, cuts, numbered) => {
          const shape: RowShape = { count: 3, numbered, value: 'scalar', names: ['t'] };
          const within = cuts.filter((cut) => cut <= text.length && !/[\uD800-\uDBFF]/.test(text.charAt(cut - 1)));
          assert.deepEqual(inPieces(text, within, shape, 'stop'), parseRows(text, shape, 'stop'));
        },
      ),
      { numRuns: 3000, seed: 7 },
    );
  });

  it('keeps what was complete before a cut, and nothing else', () => {
    const shape = (count: number): RowShape => ({ count, numbered: true, value: 'scalar', names: ['t'] });
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'binary', maxLength: 20 }), { minLength: 1, maxLength: 12 }),
        fc.nat(),
        (values, at) => {
          const json = JSON.stringify(Object.fromEntries(values.map((value, i) => [String(i + 1), value])));
          const cut = at % (json.length + 1);
          const rows = parseRows(json.slice(0, cut), shape(values.length), 'length');
          for (const { index, value } of rows) assert.equal(value, values[index!]);
          // A text is complete when what follows it has come too.
          let complete = 0;
          let end = 1;
          values.forEach((value, i) => {
            end += JSON.stringify(String(i + 1)).length + 1 + JSON.stringify(value).length + 1;
            if (end <= cut) complete++;
          });
          assert.equal(rows.length, complete);
        },
      ),
      { numRuns: 1000, seed: 11 },
    );
  });

  it('reads a long answer of many pieces in little time, bracket after bracket too', () => {
    const texts = Array.from({ length: 2000 }, (_, i) => `value ${i} with some words`);
    const shape: RowShape = { count: 2000, numbered: false, value: 'scalar', names: [] };
    const json = JSON.stringify({ rows: texts });
    const rows = inPieces(
      json,
      Array.from({ length: Math.floor(json.length / 5) }, (_, i) => i * 5),
      shape,
      'stop',
    );
    assert.deepEqual(
      rows.map(({ value }) => value),
      texts,
    );
    assert.deepEqual(parseRows('[x'.repeat(20_000), shape), []);
  });
});
