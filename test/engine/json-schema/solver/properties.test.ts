import assert from 'node:assert/strict';
import fc from 'fast-check';
import { negative, type Goal } from '../../../../engine/src/json-schema/goal.js';
import type { Solver } from '../../../../engine/src/json-schema/solver.js';
import { described } from './membership.js';
import { schemas, VALUES } from './random-schemas.js';
import { solve } from './solving.js';

/** What the schema says, and its opposite. */
function goalsOf(solver: Solver): Goal[] {
  const { goals } = solver;
  return [goals.root, goals.of(goals.root.literals.map(({ at }) => negative(at)))];
}

describe('solver: random schemas', () => {
  it('calls no schema impossible that some value satisfies', () => {
    fc.assert(
      fc.property(schemas(2), (schema) => {
        const solver = solve(schema);
        for (const goal of goalsOf(solver)) {
          const value = VALUES.find((each) => solver.accepts(goal, each));
          if (value !== undefined) assert.ok(solver.shapesOf(goal).length > 0, JSON.stringify(value));
        }
      }),
      { numRuns: 600 },
    );
  });

  it('describes only values that satisfy the goal', () => {
    fc.assert(
      fc.property(schemas(2, false), (schema) => {
        const solver = solve(schema);
        for (const goal of goalsOf(solver)) {
          for (const value of VALUES) {
            if (described(solver, goal, value)) assert.ok(solver.accepts(goal, value), JSON.stringify(value));
          }
        }
      }),
      { numRuns: 600 },
    );
  });

  it('gives the same shapes again', () => {
    fc.assert(
      fc.property(schemas(2), (schema) => {
        const [once, again] = [solve(schema), solve(schema)];
        const plain = (solver: Solver): unknown =>
          solver.shapesOf(solver.goals.root).map(({ type, weight, notes }) => ({ type, weight, notes }));
        assert.deepEqual(plain(once), plain(again));
      }),
      { numRuns: 100 },
    );
  });
});
