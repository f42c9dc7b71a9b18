import type { ErrorObject, ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { Composer } from '../../../../engine/src/json-schema/compose/composer.js';
import type { Leaves } from '../../../../engine/src/json-schema/compose/leaves.js';
import { SchemaGraph } from '../../../../engine/src/json-schema/graph.js';
import { Solver } from '../../../../engine/src/json-schema/solver.js';
import { streamFor } from '../../../../engine/src/random/key.js';
import type { Stream } from '../../../../engine/src/random/stream.js';

export type Schema = boolean | Record<string, unknown>;

/** No names or field settings: only what the schema says. */
const BARE: Leaves = {
  stream: streamFor(1, 'leaves'),
  infer: false,
  compile: () => undefined,
  read: () => undefined,
  suggest: () => undefined,
};

export interface Composing {
  readonly solver: Solver;
  readonly composer: Composer;
}

export function composing(schema: Schema, leaves: Partial<Leaves> = {}): Composing {
  const uri = 'file:///schema.json';
  const graph = new SchemaGraph({ documents: [{ uri, value: schema }], root: `${uri}#`, infer: leaves.infer ?? false });
  const solver = new Solver(graph);
  return { solver, composer: new Composer(solver, { ...BARE, ...leaves }, graph) };
}

/** The values of rows `from` … `from + count - 1`. */
export function drawn(
  schema: Schema | Composing,
  count: number,
  from = 0,
  stream: Stream = streamFor(7, 'values'),
): unknown[] {
  const isMade = typeof schema === 'object' && schema.composer instanceof Composer;
  const { solver, composer } = isMade ? (schema as Composing) : composing(schema as Schema);
  const rows = Float64Array.from({ length: count }, (_, i) => from + i);
  const low = Int32Array.from(rows);
  return composer.draw(solver.goals.root, stream, {
    length: count,
    rows,
    addresses: { length: count, low, high: new Int32Array(count) },
  });
}

export function ajvOf(schema: Schema): ValidateFunction {
  const ajv = new Ajv2020({ strict: false, logger: false, ownProperties: true });
  addFormats.default(ajv);
  return ajv.compile(schema);
}

/** What ajv says against the first value that it refuses. */
export function refusal(
  schema: Schema,
  values: readonly unknown[],
): { value: unknown; errors: ErrorObject[] | null | undefined } | undefined {
  const validate = ajvOf(schema);
  const wrong = values.find((value) => !validate(value));
  return wrong === undefined ? undefined : { value: wrong, errors: validate.errors };
}
