import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
// Workers load a file of their own, so these tests take the built package.
import { AgenticSynth } from 'agentic-synth';
import * as fc from 'fast-check';
import { document } from '../../oracle/schema-arbitrary.js';
import { runs } from './generate.js';

describe('drawn schemas: files', function () {
  this.timeout(600_000);
  let folder = '';

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'agentic-synth-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  for (const format of ['jsonl', 'csv'] as const) {
    const write = async (schema: object, name: string, options: object): Promise<Buffer> => {
      const output = join(folder, `${name}.${format}`);
      await new AgenticSynth().write('structured', { schema, output, format, ...options });
      return readFile(output);
    };

    it(`${format}: shards, put together, are the whole, byte by byte`, async () => {
      const check = async (schema: object, of: number, batchSize: number) => {
        const whole = await write(schema, 'whole', {});
        const parts: Buffer[] = [];
        for (let index = 1; index <= of; index++)
          parts.push(await write(schema, `part${index}`, { shard: { index, of }, batchSize }));
        assert.deepEqual(Buffer.concat(parts).toString(), whole.toString());
      };
      await fc.assert(
        fc.asyncProperty(document, fc.integer({ min: 2, max: 5 }), fc.constantFrom(1, 7, 1000), check),
        runs(40),
      );
    });

    it(`${format}: as many workers as you like`, async () => {
      const check = async (schema: object, batchSize: number) => {
        const whole = await write(schema, 'one', { workers: 1 });
        for (const workers of [2, 3]) {
          assert.deepEqual(
            (await write(schema, 'many', { workers, batchSize })).toString(),
            whole.toString(),
            `${workers} workers`,
          );
        }
      };
      await fc.assert(fc.asyncProperty(document, fc.constantFrom(1, 7, 1000), check), runs(10));
    });
  }
});
