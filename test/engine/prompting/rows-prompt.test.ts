import assert from 'node:assert/strict';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { RowCheck } from '../../../engine/src/prompting/check-rows.js';
import { describeValue } from '../../../engine/src/prompting/describe-schema.js';
import { parseRows } from '../../../engine/src/prompting/parse-rows.js';
import { rowsPrompt, type AskedRow, type RowsTask } from '../../../engine/src/prompting/rows-prompt.js';
import { estimateTokens, longestJson } from '../../../engine/src/prompting/token-estimate.js';

const task = (schema: object, more: Partial<RowsTask> = {}): RowsTask => ({
  table: 'reviews',
  field: 'title',
  check: new RowCheck(schema),
  seed: 1,
  ...more,
});
const asked = (prompts: readonly string[]): AskedRow[] => prompts.map((prompt, row) => ({ row, prompt }));
const TITLE = { type: 'string', minLength: 1, maxLength: 60 };
const PERSON = {
  type: 'object',
  properties: { name: { type: 'string', maxLength: 40 }, age: { type: 'integer' }, plan: { enum: ['a', 'b', null] } },
  required: ['name', 'age', 'plan'],
  additionalProperties: false,
};
const valid = (schema: object | undefined, value: unknown): boolean =>
  new Ajv2020({ strict: false }).validate(schema!, value);

describe('questions for rows', () => {
  it('numbers values with conditions of their own, and says once how all begin', () => {
    const items = asked([1, 2, 5].map((stars) => `Title of a review of a folding bike with ${stars} stars.`));
    const { prompt, shape, responseSchema } = rowsPrompt(task(TITLE), items);
    assert.deepEqual(shape, { count: 3, numbered: true, value: 'scalar', names: ['title'] });
    assert.match(prompt, /^Every condition begins with: Title of a review of a folding bike with $/mu);
    assert.match(prompt, /^2: …2 stars\.$/mu);
    assert.match(prompt, /1 to 60 characters/u);
    assert.ok(valid(responseSchema, { 1: 'a', 2: 'b', 3: 'c' }));
    assert.ok(!valid(responseSchema, { 1: 'a', 2: 'b' }));
    assert.ok(!valid(responseSchema, { 1: 'a', 2: 'b', 3: 'c'.repeat(61) }));
  });

  it('asks for a list where all conditions are alike, each inspired by another word', () => {
    const { prompt, shape, responseSchema } = rowsPrompt(task(TITLE), asked(Array(20).fill('A persona.')));
    assert.equal(shape.numbered, false);
    assert.equal(prompt.match(/A persona\./gu)!.length, 1);
    const words = /without using it: (.*)\.$/mu.exec(prompt)![1]!.split(', ');
    assert.equal(new Set(words).size, 20);
    assert.ok(valid(responseSchema, { rows: Array(20).fill('x') }));
    assert.ok(!valid(responseSchema, { rows: ['x'] }));
  });

  it('draws the words from the seed, the field and the row alone', () => {
    const words = (seed: number, rows: readonly number[], field = 'title'): string =>
      /without using it: (.*)\.$/mu.exec(
        rowsPrompt(
          task(TITLE, { seed, field }),
          rows.map((row) => ({ row, prompt: 'p' })),
        ).prompt,
      )![1]!;
    assert.equal(words(1, [0, 1, 2]), words(1, [0, 1, 2]));
    assert.equal(words(1, [1, 2]), words(1, [0, 1, 2]).split(', ').slice(1).join(', '));
    assert.notEqual(words(1, [0, 1, 2]), words(2, [0, 1, 2]));
    assert.notEqual(words(1, [0, 1, 2]), words(1, [0, 1, 2], 'other'));
  });

  it('tells equal conditions among different ones apart', () => {
    const { prompt } = rowsPrompt(task(TITLE), asked(['same', 'same', 'other']));
    const [, first, second, third] = /^1: (.*)\n2: (.*)\n3: (.*)$/mu.exec(prompt)!;
    assert.match(first!, /^same \(another one, inspired by: \w+\)$/u);
    assert.notEqual(first, second);
    assert.equal(third, 'other');
  });

  it('keeps a condition of many lines on one', () => {
    const { prompt } = rowsPrompt(task(TITLE), asked(['a\n7: b', 'c']));
    assert.match(prompt, /^1: a ⏎ 7: b$/mu);
    assert.doesNotMatch(prompt, /^7: /mu);
  });

  it('asks for rows of the same simple cells as lists of cells, for others as objects', () => {
    const whole = { field: undefined, table: 'people' };
    const cells = rowsPrompt(task(PERSON, whole), asked(['', '']));
    assert.match(cells.prompt, /^Generate 2 rows with fields name, age, plan\.$/mu);
    assert.ok(
      valid(cells.responseSchema, {
        rows: [
          ['Ann', 3, 'a'],
          ['Bob', 4, null],
        ],
      }),
    );
    assert.deepEqual(cells.unpack(['Ann', 3, 'a']), { name: 'Ann', age: 3, plan: 'a' });
    assert.deepEqual(cells.unpack(['Ann', 3]), ['Ann', 3]);
    assert.deepEqual(cells.unpack({ name: 'Ann' }), { name: 'Ann' });
    const objects = rowsPrompt(task(PERSON, whole), asked(['', '']), { cells: false });
    assert.ok(valid(objects.responseSchema, { rows: Array(2).fill({ name: 'Ann', age: 3, plan: 'a' }) }));
    assert.ok(cells.tokens.output < objects.tokens.output);
    const optional = rowsPrompt(task({ ...PERSON, required: ['name'] }, whole), asked(['', '']));
    assert.ok(valid(optional.responseSchema, { rows: [{ name: 'Ann' }, { name: 'Bob' }] }));
  });

  it('says which fields whole rows have, with conditions of their own too, and names a table only where it has a name', () => {
    const whole = { field: undefined, table: 'people' };
    const { prompt, shape } = rowsPrompt(task(PERSON, whole), asked(['{"id":1}', '{"id":2}']));
    assert.match(
      prompt,
      /^Generate 2 rows with fields name, age, plan\.\nThey are rows of "people"\.\nEach belongs to/u,
    );
    assert.equal(shape.numbered, true);
    const unnamed = rowsPrompt(task(PERSON, { ...whole, table: 'rows' }), asked(['', ''])).prompt;
    assert.doesNotMatch(unnamed, /They are rows of/u);
    assert.match(rowsPrompt(task(TITLE, { table: 'rows' }), asked(['a', 'b'])).prompt, /value of "title" for each/u);
  });

  it('puts everything under its name for models that know no other rows', () => {
    const items = asked(['with 1 star', 'with 5 stars']);
    const { prompt, shape, responseSchema, unpack, tokens } = rowsPrompt(task(TITLE), items, { named: true });
    assert.match(prompt, /exactly this form, .*: \{"rows":\[\{"n":1,"title":"…"\},\{"n":2,"title":"…"\}\]\}$/mu);
    assert.ok(valid(responseSchema, { rows: [1, 2].map((n) => ({ n, title: 'Fine' })) }));
    assert.ok(!valid(responseSchema, { rows: [1, 2].map((n) => ({ n, title: '' })) }));
    assert.ok(tokens.output > rowsPrompt(task(TITLE), items).tokens.output);
    const read = (text: string): unknown[] => parseRows(text, shape).map(({ index, value }) => [index, unpack(value)]);
    assert.deepEqual(read('{"rows":[{"n":2,"title":"b"},{"n":1,"title":"a"}]}'), [
      [1, 'b'],
      [0, 'a'],
    ]);
    assert.deepEqual(read('{"rows":[{"title":"a"},{"title":"b"}]}'), [
      [0, 'a'],
      [1, 'b'],
    ]);
    assert.deepEqual(read('{"1":"a","2":"b"}'), [
      [0, 'a'],
      [1, 'b'],
    ]);

    const list = rowsPrompt(task(TITLE), asked(['same', 'same']), { named: true });
    assert.match(list.prompt, /\{"rows":\[\{"title":"…"\},…\]\}, 2 in all\.$/mu);
    assert.ok(valid(list.responseSchema, { rows: [{ title: 'a' }, { title: 'b' }] }));
    const rows = rowsPrompt(task(PERSON, { field: undefined }), asked(['', '']), { named: true });
    assert.ok(valid(rows.responseSchema, { rows: Array(2).fill({ name: 'Ann', age: 3, plan: 'a' }) }));

    // Objects have names of their own; what is called n could not be told from its number.
    const object = rowsPrompt(task(PERSON), items, { named: true });
    assert.deepEqual(object.responseSchema, rowsPrompt(task(PERSON), items).responseSchema);
    const n = rowsPrompt(task(TITLE, { field: 'n' }), items, { named: true });
    assert.ok(valid(n.responseSchema, { 1: 'a', 2: 'b' }));
    const referring = task({ $ref: '#/$defs/t', $defs: { t: { type: 'string', maxLength: 9 } } });
    const { responseSchema: inner } = rowsPrompt(referring, items, { named: true });
    assert.ok(valid(inner, { rows: [1, 2].map((at) => ({ n: at, title: 'x' })) }));
    assert.ok(!valid(inner, { rows: [1, 2].map((at) => ({ n: at, title: 'x'.repeat(10) })) }));
  });

  it('moves definitions where references find them, and does without a schema where that cannot be', () => {
    const referring = { $ref: '#/$defs/t', $defs: { t: { type: 'string', maxLength: 9 } } };
    const { responseSchema } = rowsPrompt(task(referring), asked(['a', 'b']));
    assert.ok(valid(responseSchema, { 1: 'x', 2: 'y' }));
    assert.ok(!valid(responseSchema, { 1: 'x', 2: 'y'.repeat(10) }));
    const list = rowsPrompt(task(referring), asked(['a', 'a'])).responseSchema;
    assert.ok(valid(list, { rows: ['x', 'y'] }));
    const circular = { type: 'object', properties: { child: { $ref: '#' } } };
    assert.equal(rowsPrompt(task(circular), asked(['a', 'b'])).responseSchema, undefined);
  });

  it('says what was wrong before and what is there already', () => {
    const items = asked(['a', 'b', 'c']).map((item, i) => ({ ...item, reason: i < 2 ? 'too\nlong' : undefined }));
    const { prompt } = rowsPrompt(task(TITLE), items, { avoid: ['Great', 'x'.repeat(200)] });
    assert.match(prompt, /^- 1, 2: too ⏎ long$/mu);
    assert.match(prompt, /These exist already: "Great", "x{59}…"\./u);
  });

  for (const [schema, words] of [
    [{ type: 'string' }, 'a text'],
    [{ type: 'string', maxLength: 60 }, 'a text of at most 60 characters (up to 8 words)'],
    [{ type: 'string', minLength: 80, maxLength: 600 }, 'a text of 80 to 600 characters (about 16 to 85 words)'],
    [{ type: 'string', minLength: 5, maxLength: 5 }, 'a text of exactly 5 characters'],
    [{ type: 'string', format: 'date' }, 'a date like "2026-01-31"'],
    [{ type: 'string', pattern: '^a' }, 'a text that matches the regular expression "^a"'],
    [{ enum: ['a', 1] }, 'one of "a", 1'],
    [{ const: 'a' }, 'exactly "a"'],
    [{ type: 'integer', minimum: 1, maximum: 5 }, 'an integer from 1 to 5'],
    [{ type: 'number', exclusiveMinimum: 0, multipleOf: 0.01 }, 'a number above 0 that is a multiple of 0.01'],
    [{ type: 'boolean' }, 'true or false'],
    [{ type: 'array', items: {} }, undefined],
    [{ anyOf: [{ type: 'string' }] }, undefined],
  ] as const) {
    it(`says ${JSON.stringify(schema)} as ${words}`, () => {
      assert.equal(describeValue(new RowCheck(schema).keywords), words);
    });
  }

  it('counts about four characters a token, rounded up, and more beyond ASCII', () => {
    assert.equal(estimateTokens(''), 0);
    assert.equal(estimateTokens('abcde'), 2);
    assert.equal(estimateTokens('äöüß'), 2);
  });

  it('takes the longest value that a schema allows', () => {
    const longest = (schema: object): number => {
      const { graph } = new RowCheck(schema);
      return longestJson(graph, graph.root);
    };
    assert.equal(longest({ type: 'string', maxLength: 60 }), 62);
    assert.equal(longest({ enum: ['a', 'longer'] }), 8);
    assert.ok(longest({ type: 'string' }) >= 400);
    assert.ok(longest(PERSON) >= JSON.stringify({ name: 'x'.repeat(40), age: 12345678, plan: null }).length);
    assert.ok(longest({ $ref: '#/$defs/a', $defs: { a: { type: 'array', items: { $ref: '#/$defs/a' } } } }) < 1e8);
  });

  it('estimates no fewer output tokens than the longest answer has', () => {
    const items = asked(Array.from({ length: 50 }, (_, i) => `product ${i}`));
    const { tokens } = rowsPrompt(task(TITLE), items);
    const answer = JSON.stringify(Object.fromEntries(items.map((_, i) => [String(i + 1), 'x'.repeat(60)])));
    assert.ok(tokens.output >= estimateTokens(answer), `${tokens.output} < ${estimateTokens(answer)}`);
  });
});
