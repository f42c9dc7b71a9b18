import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { AgenticSynth, loadSchema, SchemaError, validateData } from '../../../engine/src/index.js';
import { schema } from '../../oracle/schema-arbitrary.js';
import { ROOT } from '../../support/run.js';
import { schemas } from '../determinism/schemas.js';
import { runs } from '../properties/generate.js';

const synth = new AgenticSynth();

/** Generates with every record checked, then checks the whole. */
async function assertAccepted(document: object, options: object = {}): Promise<void> {
  const data = await synth.generate<unknown>('structured', { schema: document, verify: true, ...options });
  const { problems } = await validateData(document, data);
  assert.deepEqual(problems.slice(0, 3), []);
}

describe('validation accepts what the engine makes', function () {
  this.timeout(600_000);

  for (const [name, document] of Object.entries(schemas)) {
    it(name, () => assertAccepted(document, { count: 'tables' in document ? undefined : 1500 }));
  }

  it('the examples', async () => {
    const folder = join(ROOT, 'examples');
    for (const name of await readdir(folder)) {
      if (!/\.(synth\.yaml|json)$/.test(name)) continue;
      const { value } = await loadSchema(join(folder, name));
      // Those with an axis of time have a test of their own.
      if (/"type":"(timeseries|events)"/.test(JSON.stringify(value))) continue;
      await assertAccepted(value as object, { model: 'local' });
    }
  });

  it('drawn schemas', async () => {
    const check = async (document: object, seed: number): Promise<void> => {
      try {
        await assertAccepted(document, { seed });
      } catch (error) {
        // Whether a drawn schema can be drawn from is another test's question.
        if (!(error instanceof SchemaError)) throw error;
      }
    };
    await fc.assert(fc.asyncProperty(schema, fc.nat(), check), runs(400));
  });
});
