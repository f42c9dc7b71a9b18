import assert from 'node:assert/strict';
import { negative, positive } from '../../../../engine/src/json-schema/goal.js';
import type { ObjectShape } from '../../../../engine/src/json-schema/shape.js';
import { solve } from './solving.js';
import { summary } from './summary.js';

describe('solver: goals', () => {
  it('are one for equal conjunctions, whatever their order', () => {
    const { goals } = solve({ type: 'object', properties: { a: { minimum: 1 }, b: { maximum: 2 }, c: true } });
    const [root] = goals.root.literals;
    assert.equal(goals.of([root!, root!]), goals.root);
    assert.equal(goals.of([root!, negative(root!.at)]), goals.never);
    assert.notEqual(goals.never, goals.any);
  });

  it('drop what always holds and keep alone what never does', () => {
    const solver = solve({ properties: { yes: true, no: false, empty: {}, some: { type: 'string' } } });
    const [shape] = solver.shapesOf(solver.goals.root).filter(({ type }) => type === 'object') as ObjectShape[];
    assert.equal(shape!.goalOf('yes'), solver.goals.any);
    assert.equal(shape!.goalOf('empty'), solver.goals.any);
    assert.ok(solver.goals.isNever(shape!.goalOf('no')));
    assert.equal(solver.goals.and(shape!.goalOf('some'), shape!.goalOf('no')), shape!.goalOf('no'));
  });

  it('share what references lead to', () => {
    const solver = solve({
      properties: { a: { $ref: '#/$defs/x' }, b: { $ref: '#/$defs/x' } },
      $defs: { x: { type: 'null' } },
    });
    const shape = solver.shapesOf(solver.goals.root).find(({ type }) => type === 'object') as ObjectShape;
    assert.equal(shape.goalOf('a'), shape.goalOf('b'));
  });

  it('come back from plain data', () => {
    const solver = solve({ properties: { a: { type: 'string' } }, not: { required: ['b'] } });
    const [root] = solver.goals.root.literals;
    for (const goal of [
      solver.goals.root,
      solver.goals.any,
      solver.goals.never,
      solver.goals.of([negative(root!.at)]),
    ]) {
      const source = JSON.parse(JSON.stringify(goal.source)) as typeof goal.source;
      assert.equal(solver.goals.from(source), goal);
    }
    assert.equal(solver.goals.of([positive(root!.at)]), solver.goals.root);
  });
});

describe('solver: depths', () => {
  const tree = { type: 'object', required: ['left'], properties: { left: { $ref: '#' } } };
  const cases: readonly (readonly [schema: unknown, depth: number])[] = [
    [true, 0],
    [{ type: 'object' }, 1],
    [{ type: 'array', items: { $ref: '#' } }, 1],
    [{ type: 'array', items: { $ref: '#' }, minItems: 1 }, Infinity],
    [tree, Infinity],
    [{ anyOf: [tree, { type: 'null' }] }, 0],
    [
      { type: 'object', required: ['a'], properties: { a: { type: 'array', minItems: 1, items: { type: 'object' } } } },
      3,
    ],
    [{ type: 'object', required: ['a'], properties: { a: { anyOf: [{ $ref: '#' }, { type: 'array' }] } } }, 2],
    [{ type: 'object', minProperties: 1, properties: { a: { $ref: '#' } }, additionalProperties: false }, Infinity],
    [{ type: 'object', minProperties: 1, additionalProperties: { anyOf: [{ $ref: '#' }, { const: 1 }] } }, 1],
    [
      { type: 'object', minProperties: 1, patternProperties: { '^x': { type: 'array' } }, additionalProperties: false },
      2,
    ],
  ];
  for (const [schema, depth] of cases) {
    it(`${depth} for ${JSON.stringify(schema)}`, () => {
      const solver = solve(schema);
      assert.equal(solver.depthOf(solver.goals.root), depth);
      assert.equal(solver.shapesOf(solver.goals.root).length === 0, depth === Infinity);
    });
  }
});

describe('solver: likelihood', () => {
  const share = (schema: unknown, type: string): number => {
    const solver = solve(schema);
    const shapes = solver.shapesOf(solver.goals.root);
    const total = shapes.reduce((sum, { weight }) => sum + weight, 0);
    return shapes.filter((shape) => shape.type === type).reduce((sum, { weight }) => sum + weight, 0) / total;
  };

  for (const schema of [
    { type: ['string', 'null'] },
    { type: ['string', 'integer', 'null'] },
    { anyOf: [{ type: 'string' }, { type: 'null' }] },
    { oneOf: [{ type: 'null' }, { type: 'string' }, { type: 'array' }, { type: 'object' }] },
  ]) {
    it(`null for a tenth of ${JSON.stringify(schema)}`, () => assert.ok(Math.abs(share(schema, 'null') - 0.1) < 1e-12));
  }

  it('always null where nothing else is possible', () => assert.equal(share({ type: 'null' }, 'null'), 1));

  it('every option of a choice alike, however many alternatives are below it', () => {
    const number = { anyOf: [{ maximum: 1, type: 'number' }, { type: 'number', minimum: 3 }, { type: 'integer' }] };
    assert.ok(Math.abs(share({ anyOf: [{ type: 'string' }, number] }, 'number') - 0.5) < 1e-12);
  });

  it('options of unrelated choices are each met', () => {
    const options = (name: string): unknown[] => [1, 2, 3, 4, 5].map((i) => ({ required: [`${name}${i}`] }));
    const schema = { type: 'object', allOf: ['a', 'b', 'c'].map((name) => ({ anyOf: options(name) })) };
    const solver = solve(schema);
    const shapes = solver.shapesOf(solver.goals.root) as ObjectShape[];
    const required = new Set(shapes.flatMap((shape) => shape.required));
    assert.equal(required.size, 15);
    assert.ok(shapes.length < 20, `${shapes.length}`);
  });

  it('a oneOf of many kinds has one shape for each, without what must not hold', () => {
    const kinds = Array.from({ length: 150 }, (_, i) => ({
      required: ['kind'],
      properties: { kind: { const: `kind-${i}` }, [`own-${i}`]: { type: 'string' } },
      additionalProperties: false,
    }));
    const solver = solve({ oneOf: kinds });
    const shapes = summary(solver);
    assert.equal(shapes.filter((text) => text.startsWith('object')).length, 150);
    assert.equal(shapes[7], 'object kind: {const:kind-7}, own-7?: {type:string}, closed');
  });
});
