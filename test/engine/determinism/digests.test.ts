import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { AgenticSynth, jsonlEncoder } from '../../../engine/src/core.js';
import { globalRegistry } from '../../../engine/src/generators/registry.js';
import { openRun } from '../../../engine/src/generators/open.js';
import { clockedSchemas } from './clocked-schemas.js';
import { schemas as structured } from './schemas.js';

const file = new URL('../../fixtures/digests.json', import.meta.url);
const COUNT = 1000;
const schemas = { ...structured, ...clockedSchemas };

const typeOf = (schema: object): string =>
  'type' in schema && typeof schema.type === 'string' ? schema.type : 'structured';

interface Recorded {
  versions: Record<string, string>;
  digests: Record<string, string>;
}

/** SHA-256 over the JSON lines of all tables. */
async function digest(schema: object, batch: number): Promise<{ digest: string; versions: Record<string, string> }> {
  const count = 'tables' in schema || 'count' in schema ? undefined : COUNT;
  const run = await openRun(typeOf(schema), { schema, count, seed: 1 }, globalRegistry);
  const hash = createHash('sha256');
  for (const source of run.sources) {
    const encoder = jsonlEncoder(source.fields);
    for (let from = 0; from < source.total; from += batch) {
      hash.update(encoder.encode([source.batch(from, Math.min(source.total, from + batch))], from).bytes);
    }
  }
  return { digest: hash.digest('hex').slice(0, 32), versions: { ...run.generators } };
}

/**
 * The bytes of each type at a fixed seed. Where one changes, users' data change: that takes a new version of the
 * generator. `UPDATE_DIGESTS=1` records anew, which is for new entries and for raised versions.
 */
describe('recorded digests', () => {
  const update = process.env.UPDATE_DIGESTS === '1';
  const recorded = JSON.parse(readFileSync(file, 'utf8')) as Recorded;
  const seen: Recorded = { versions: {}, digests: {} };

  for (const [name, schema] of Object.entries(schemas)) {
    it(name, async () => {
      const { digest: now, versions } = await digest(schema, 1000);
      Object.assign(seen.versions, versions);
      seen.digests[name] = now;
      if (update) return;
      for (const [generator, version] of Object.entries(versions)) {
        const message = `the version of ${generator} was raised: record the digests anew`;
        assert.equal(version, recorded.versions[generator], message);
      }
      assert.equal(now, recorded.digests[name], 'the same seed gives other bytes than before');
    });
  }

  after(() => {
    if (update) writeFileSync(file, `${JSON.stringify(seen, null, 2)}\n`);
  });
});

describe('the same bytes', () => {
  for (const [name, schema] of Object.entries(schemas)) {
    it(`for any size of batches: ${name}`, async () => {
      const whole = await digest(schema, 1000);
      for (const size of [1, 7, 333]) assert.equal((await digest(schema, size)).digest, whole.digest);
    });
  }

  it('whatever other fields there are, and in whatever order', async () => {
    const synth = new AgenticSynth();
    for (const [name, schema] of Object.entries(schemas)) {
      if ('tables' in schema || 'correlations' in schema) continue;
      const nested = 'fields' in schema;
      const fields = (nested ? schema.fields : schema) as Record<string, unknown>;
      const reversed = { extra: 'uuid', ...Object.fromEntries(Object.entries(fields).reverse()) };
      const other = nested ? { ...schema, fields: reversed } : reversed;
      const before = await synth.generate(typeOf(schema), { schema, count: 50 });
      const after = await synth.generate(typeOf(schema), { schema: other, count: 50 });
      for (const [i, row] of before.entries()) {
        for (const key of Object.keys(row)) assert.deepEqual(after[i][key], row[key], `${name}: ${key} of row ${i}`);
      }
    }
  });
});
