import assert from 'node:assert/strict';
import { Environment } from '@marcbachmann/cel-js';
import fc from 'fast-check';
import { ExpressionEvaluationError, scalar, type ExprType } from '../../../engine/src/expression/index.js';
import { valueAt } from '../../../engine/src/columns/read.js';
import { compiled, inputsOfFields, type Fields } from './rows.js';

type Kind = 'int' | 'double' | 'bool' | 'string';

/** Random expressions of each type over columns `i j` (int), `x y` (double), `p q` (bool), `s t` (string). */
const { int, double, bool, string } = fc.letrec<Record<Kind, string>>((tie) => {
  const binary = (kind: Kind, ...operators: string[]): fc.Arbitrary<string> =>
    fc.tuple(tie(kind), fc.constantFrom(...operators), tie(kind)).map(([a, o, b]) => `(${a} ${o} ${b})`);
  const call = (kind: Kind, write: (a: string) => string): fc.Arbitrary<string> => tie(kind).map(write);
  const choice = (kind: Kind): fc.Arbitrary<string> =>
    fc.tuple(tie('bool'), tie(kind), tie(kind)).map(([c, a, b]) => `(${c} ? ${a} : ${b})`);
  const options = { maxDepth: 4, depthIdentifier: 'expression' };
  return {
    int: fc.oneof(
      options,
      fc.constantFrom('i', 'j', '0', '1', '2', '7'),
      binary('int', '+', '-', '*', '/', '%'),
      call('int', (a) => `(-${a})`),
      call('string', (a) => `size(${a})`),
      choice('int'),
    ),
    double: fc.oneof(
      options,
      fc.constantFrom('x', 'y', '0.0', '1.5', '100.25'),
      binary('double', '+', '-', '*'),
      call('double', (a) => `(-${a})`),
      call('int', (a) => `double(${a})`),
      choice('double'),
    ),
    bool: fc.oneof(
      options,
      fc.constantFrom('p', 'q', 'true', 'false'),
      binary('bool', '&&', '||', '==', '!='),
      binary('int', '<', '<=', '>', '>=', '==', '!='),
      binary('double', '<', '<=', '>', '>=', '==', '!='),
      binary('string', '==', '!=', '<', '>='),
      fc.tuple(tie('int'), tie('double')).map(([a, b]) => `(${a} < ${b})`),
      fc.tuple(tie('string'), tie('string')).map(([a, b]) => `${a}.contains(${b})`),
      tie('string').map((a) => `(${a} in ['ab', 'b', ''])`),
      fc.tuple(tie('int'), tie('int'), tie('int')).map(([a, b, c]) => `[${a}, ${b}].exists(v, v > ${c})`),
      fc.tuple(tie('int'), tie('int'), tie('int')).map(([a, b, c]) => `[${a}, ${b}].all(v, v / ${c} > 0)`),
      call('bool', (a) => `!${a}`),
      choice('bool'),
    ),
    string: fc.oneof(
      options,
      fc.constantFrom('s', 't', "'ab'", "''", "'b'"),
      binary('string', '+'),
      call('int', (a) => `string(${a})`),
      call('bool', (a) => `string(${a})`),
      call('string', (a) => `${a}.upperAscii()`),
      choice('string'),
    ),
  };
});
const expressions = fc.oneof(int, double, bool, string);

const values: Record<Kind, fc.Arbitrary<unknown>> = {
  int: fc.integer({ min: -9, max: 9 }),
  double: fc.constantFrom(-2.5, -1, 0, 0.1, 1, 3.75, 1e6),
  bool: fc.boolean(),
  string: fc.constantFrom('', 'a', 'ab', 'abc', 'B', 'é'),
};
const columns: Readonly<Record<string, Kind>> = {
  i: 'int',
  j: 'int',
  x: 'double',
  y: 'double',
  p: 'bool',
  q: 'bool',
  s: 'string',
  t: 'string',
};

/** Columns of random values; `nulls`: some of them null. */
function fieldsOf(nulls: boolean): fc.Arbitrary<Fields> {
  return fc.integer({ min: 1, max: 8 }).chain((length) =>
    fc.record(
      Object.fromEntries(
        Object.entries(columns).map(([name, kind]) => {
          const value = nulls ? fc.option(values[kind], { freq: 3 }) : values[kind];
          const column = fc.array(value, { minLength: length, maxLength: length });
          return [name, column.map((list) => ({ type: scalar(kind, nulls) as ExprType, values: list }))];
        }),
      ),
    ),
  );
}

/** Rows one by one: the value, or `fault` where there is none. */
function rowByRow(text: string, fields: Fields): unknown[] {
  const length = Object.values(fields)[0].values.length;
  const expression = compiled(text, fields);
  return Array.from({ length }, (_, k) => {
    const one = Object.fromEntries(Object.entries(fields).map(([name, f]) => [name, { ...f, values: [f.values[k]] }]));
    return outcome(() => valueAt(expression.evaluate(inputsOfFields(one)), 0));
  });
}

function outcome(body: () => unknown): unknown {
  try {
    return body();
  } catch (error) {
    if (error instanceof ExpressionEvaluationError) return error.code;
    throw error;
  }
}

describe('properties of expressions', () => {
  it('without nulls they mean what the CEL library makes of them', () => {
    const environment = new Environment();
    for (const [name, kind] of Object.entries(columns)) environment.registerVariable(name, kind);
    let compared = 0;
    fc.assert(
      fc.property(expressions, fieldsOf(false), (text, fields) => {
        const ours = rowByRow(text, fields);
        const parsed = environment.parse(text);
        ours.forEach((value, k) => {
          if (value === 'expr/overflow' || value === 'expr/not-finite') return;
          const row = Object.fromEntries(
            Object.entries(fields).map(([name, f]) => [
              name,
              columns[name] === 'int' ? BigInt(f.values[k] as number) : f.values[k],
            ]),
          );
          let theirs: unknown;
          try {
            theirs = parsed(row) as unknown;
          } catch {
            theirs = 'expr/division-by-zero';
          }
          if (typeof theirs === 'bigint') theirs = Number(theirs);
          compared++;
          assert.deepEqual(value, theirs, `${text} of ${JSON.stringify(fields)} in row ${k}`);
        });
      }),
      { numRuns: 2000, seed: 5 },
    );
    assert.ok(compared > 5000);
  });

  it('a row has the same value alone and among others', () => {
    fc.assert(
      fc.property(expressions, fieldsOf(true), (text, fields) => {
        const alone = rowByRow(text, fields);
        const first = alone.find((v) => typeof v === 'string' && v.startsWith('expr/'));
        const column = outcome(() => compiled(text, fields).evaluate(inputsOfFields(fields)));
        if (first !== undefined) assert.equal(column, first);
        else {
          const together = alone.map((_, k) => valueAt(column as Parameters<typeof valueAt>[0], k));
          assert.deepEqual(together, alone);
        }
      }),
      { numRuns: 1000, seed: 6 },
    );
  });

  it('a dictionary gives what its values give', () => {
    fc.assert(
      fc.property(expressions, fieldsOf(true), fc.subarray(Object.keys(columns)), (text, fields, chosen) => {
        const encoded = Object.fromEntries(
          Object.entries(fields).map(([name, f]) => [name, { ...f, dictionary: chosen.includes(name) }]),
        );
        assert.deepEqual(rowByRow(text, encoded), rowByRow(text, fields));
        const all = (of: Fields): unknown =>
          outcome(() => {
            const column = compiled(text, of).evaluate(inputsOfFields(of));
            return Array.from({ length: column.length }, (_, k) => valueAt(column, k));
          });
        assert.deepEqual(all(encoded), all(fields));
      }),
      { numRuns: 1000, seed: 7 },
    );
  });

  it('&& and || do not mind the order of their operands', () => {
    fc.assert(
      fc.property(bool, bool, fc.constantFrom('&&', '||'), fieldsOf(true), (a, b, operator, fields) => {
        assert.deepEqual(rowByRow(`${a} ${operator} ${b}`, fields), rowByRow(`${b} ${operator} ${a}`, fields));
      }),
      { numRuns: 500, seed: 8 },
    );
  });

  it('a template writes what the expressions give', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(int, bool, string), { maxLength: 3 }), fieldsOf(true), (parts, fields) => {
        const template = parts.map((part) => `<{{ ${part} }}>`).join('');
        const pieces = parts.map((part) => rowByRow(part, fields));
        const length = fields.i.values.length;
        const texts = Array.from({ length }, (_, k) => {
          const row = pieces.map((piece) => piece[k]);
          const fault = row.find((v) => typeof v === 'string' && v.startsWith('expr/'));
          return fault ?? row.map((v) => `<${v === null ? '' : String(v)}>`).join('');
        });
        const fault = texts.find((t) => (t as string).startsWith('expr/'));
        const column = outcome(() => compiled(template, fields, true).evaluate(inputsOfFields(fields)));
        if (fault !== undefined) assert.match(String(column), /^expr\//);
        else
          assert.deepEqual(
            texts.map((_, k) => valueAt(column as Parameters<typeof valueAt>[0], k)),
            texts,
          );
      }),
      { numRuns: 500, seed: 9 },
    );
  });
});
