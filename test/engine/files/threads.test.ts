import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { access, mkdtemp, readFile, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
// Workers load a file of their own, so these tests take the built package.
import { AgenticSynth, type RunReport } from 'agentic-synth';

const schema = { id: { type: 'string', pattern: '[A-Z]{3}-[0-9]{4}' }, name: 'fullName', score: 'number' };

describe('threads that write a table', () => {
  let folder = '';
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'agentic-synth-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  async function write(
    count: number,
    workers: number | 'auto' | undefined,
    format: 'csv' | 'parquet' = 'csv',
  ): Promise<{ report: RunReport; digest: string }> {
    const output = join(folder, `rows.${format}`);
    const report = await new AgenticSynth().write('structured', { schema, seed: 7, count, output, workers, format });
    return {
      report,
      digest: createHash('sha256')
        .update(await readFile(output))
        .digest('hex'),
    };
  }

  it('draw rows in the first thread and in another one where two were asked for', async () => {
    for (const format of ['csv', 'parquet'] as const) {
      const { report, digest } = await write(200_000, 2, format);
      assert.equal(report.workers, 2);
      const alone = await write(200_000, 1, format);
      assert.equal(alone.report.workers, 1);
      assert.equal(digest, alone.digest);
    }
  });

  it('are joined by others only where rows take long, if nobody says how many', async () => {
    assert.equal((await write(1000, undefined)).report.workers, 1);
    const slow = { code: { ...schema.id, pattern: '[A-Z]{4}-[0-9]{5}', unique: true }, text: { expr: 'code + "!"' } };
    const report = await new AgenticSynth().write('structured', {
      schema: slow,
      count: 4_000_000,
      output: '/dev/null',
      format: 'csv',
      workers: 'auto',
    });
    assert.equal(report.rows, 4_000_000);
    if (availableParallelism() > 1) assert.ok(report.workers > 1);
  }).timeout(60_000);

  it('end a run with what went wrong in one of them', async () => {
    const wrong = { id: 'sequence', rest: { expr: '100 % (id - 190000)' } };
    const output = join(folder, 'wrong.csv');
    for (const workers of [1, 2]) {
      const run = new AgenticSynth().write('structured', { schema: wrong, count: 200_000, output, workers });
      await assert.rejects(run, { code: 'expr/division-by-zero', message: /row 189999, field rest/ });
      await assert.rejects(access(output));
    }
  });
});
