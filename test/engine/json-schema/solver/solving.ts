import { SchemaGraph } from '../../../../engine/src/json-schema/graph.js';
import { Solver } from '../../../../engine/src/json-schema/solver.js';

/** A solver for one schema document. */
export function solve(value: unknown): Solver {
  const uri = 'https://example.test/schema.json';
  return new Solver(new SchemaGraph({ documents: [{ uri, value }], root: `${uri}#`, infer: true }));
}
